"""Everything that goes wrong on the way, in whole crawls: each page ends as stored, or failed with
its reason, within a bounded time, and the healthy ones beside it are all stored.
"""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.crawl.crawllib import crawl, environment, errors, rows, warc_records
from tests.crawl.faults import MIB, FaultSite, flood, laughs, session_links, sick_articles, zip_bomb
from tests.crawl.site import Answer, article, headline, portal_file

pytestmark = pytest.mark.slow

HEALTHY = range(100, 130)
XML = "application/xml"


def stored(root: Path) -> set[str]:
    """Names of the articles in the archive, as their addresses end."""
    urls = rows(root, "SELECT url FROM article")
    return {url.rsplit("/bai-", 1)[1] for url in urls}


def test_every_fault_is_named_and_the_healthy_pages_are_stored(tmp_path: Path) -> None:
    sick = sick_articles()
    with FaultSite() as site:
        # Healthy answers between the silent ones: a host that answers is not dead.
        names = [*(str(n) for n in HEALTHY), *sick]
        mixed = [name for pair in zip(sick, names, strict=False) for name in pair][: 2 * len(sick)]
        names = list(dict.fromkeys([*mixed, *names]))
        links = "".join(f'<a href="/bai-{name}">{headline(1)} {name}</a>' for name in names)
        site.pages["/tin"] = Answer(f"<html><body><div>{links}</div></body></html>".encode())
        site.articles(HEALTHY)
        site.pages |= {f"/bai-{name}": answer for name, (answer, _) in sick.items()}
        site.pages["/bai-loop-2"] = Answer(b"", 302, headers={"Location": "/bai-loop"})
        portal_file(tmp_path, "thu", site.url)
        began = time.monotonic()
        result = crawl(tmp_path, "thu", "--timeout", "1.5")
        took = time.monotonic() - began
    assert result.code == 3, result.stderr
    assert result.summary["stopped"] is None
    told = {name.removeprefix("/bai-"): reason for name, (_, reason) in errors(tmp_path).items()}
    assert told == {name: reason for name, (_, reason) in sick.items() if reason}
    healthy = {name for name, (_, reason) in sick.items() if reason is None}
    assert stored(tmp_path) == healthy | {str(n) for n in HEALTHY}
    assert rows(tmp_path, "SELECT count(*) FROM frontier WHERE state IN ('queued', 'leased')") == [
        0
    ]
    assert took < 60
    assert warc_records(tmp_path)
    verified = subprocess.run(
        [sys.executable, "-m", "govnews", "verify", "--archive", str(tmp_path)],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout


def test_sitemap_bombs_and_circles_end(tmp_path: Path) -> None:
    """Four sitemaps that would fill the memory or be read for ever, and one that is a sitemap."""

    def sitemap(*paths: str, index: bool = False) -> bytes:
        outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        entries = "".join(f"<{inner}><loc>{site.url}{path}</loc></{inner}>" for path in paths)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return f'<{outer} xmlns="{space}">{entries}</{outer}>'.encode()

    def ever_deeper(path: str) -> Answer:
        number = int(path.rpartition("-")[2].removesuffix(".xml"))
        return Answer(sitemap(f"/sau-{number + 1}.xml", index=True), kind=XML)

    names = ["bom.xml.gz", "cuoi.xml", "vong-a.xml", "sau-1.xml", "that.xml"]
    with FaultSite() as site:
        rules = f"sitemaps = {json.dumps([f'/{name}' for name in names])}"
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=rules)
        site.pages["/bom.xml.gz"] = Answer(zip_bomb(), kind="application/x-gzip")
        site.pages["/cuoi.xml"] = Answer(laughs(), kind=XML)
        site.pages["/vong-a.xml"] = Answer(sitemap("/vong-b.xml", index=True), kind=XML)
        site.pages["/vong-b.xml"] = Answer(sitemap("/vong-a.xml", index=True), kind=XML)
        site.traps["/sau-"] = ever_deeper
        site.pages["/that.xml"] = Answer(sitemap("/bai-1", "/bai-2"), kind=XML)
        site.articles([1, 2])
        result = crawl(tmp_path, "thu")
    assert result.code == 3, result.stderr
    assert stored(tmp_path) == {"1", "2"}
    told = errors(tmp_path)
    assert told["/bom.xml.gz"] == ("failed", "too-large")
    assert "/cuoi.xml" not in told  # it is a sitemap; its entry is named
    assert any("/cuoi.xml: " in note for note in result.summary["notes"])
    assert site.paths.count("/vong-a.xml") == site.paths.count("/vong-b.xml") == 1
    assert sum(path.startswith("/sau-") for path in site.paths) <= 4


def test_pagers_without_end_and_session_links_are_left(tmp_path: Path) -> None:
    """A pager that never ends gives new articles for ever; another gives new addresses only."""

    def endless(path: str) -> Answer:
        number = int(path.rpartition("=")[2])
        links = f'<a href="/bai-{number + 10}">{headline(number)}</a>'
        return Answer(f'{links}<a rel="next" href="/vo-tan?trang={number + 1}">Sau</a>'.encode())

    with FaultSite() as site:
        rules = "max_pages = 20"
        portal_file(tmp_path, "thu", site.url, sections=("/vo-tan?trang=1", "/phien"), crawl=rules)
        site.traps["/vo-tan?trang="] = endless
        site.articles(range(11, 31))
        session_links(site)
        site.pages["/phien"] = Answer(
            f'<a href="/bai-phien-0?PHPSESSID=1f">{headline(900)}</a>'.encode()
        )
        result = crawl(tmp_path, "thu")
    assert result.code == 3, (result.stderr, errors(tmp_path))
    (unproven,) = result.summary["unproven"]
    assert "20 pages in a run; the next run goes on at page 21" in unproven
    assert stored(tmp_path) == {*(str(n) for n in range(11, 31)), *(f"phien-{n}" for n in range(4))}
    assert sum(path.startswith("/vo-tan") for path in site.paths) == 20
    assert sum(path.startswith("/bai-phien") for path in site.paths) == 4


def test_nothing_connects_to_a_private_address(tmp_path: Path) -> None:
    """Redirects of articles, lists and robots.txt to an address where somebody listens."""
    connected: list[object] = []
    with FaultSite() as site, socket.create_server(("127.0.0.2", 0)) as private:

        def listen() -> None:
            while True:
                try:
                    connected.append(private.accept())
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        inside = f"127.0.0.2:{private.getsockname()[1]}"
        base = f"http://portal.example:{site.port}"
        portal_file(
            tmp_path, "thu", base, sections=("/tin", "/khac"), crawl="allow_private = false"
        )
        site.listing("/tin", range(1, 6))
        site.articles([1, 2])
        hosts = (inside, f"inside.portal.example:{private.getsockname()[1]}", "[::ffff:7f00:2]")
        for number, host in enumerate(hosts, start=3):
            location = {"Location": f"http://{host}/bai-{number}"}
            site.pages[f"/bai-{number}"] = Answer(b"", 302, headers=location)
        site.pages["/khac"] = Answer(b"", 302, headers={"Location": f"http://{inside}/khac"})
        site.pages["/robots.txt"] = Answer(b"", 302, headers={"Location": f"http://{inside}/"})
        names = {"portal.example": "127.0.0.1", "inside.portal.example": "127.0.0.2"}
        result = crawl(tmp_path, "thu", "--hosts", json.dumps(names), "--public", "127.0.0.1")
        private.shutdown(socket.SHUT_RDWR)
    assert result.code == 3, result.stderr
    assert connected == []
    reasons = {reason for _, reason in errors(tmp_path).values()}
    assert reasons <= {"private-address", "redirected-off-site", "robots-unavailable"}
    assert not rows(tmp_path, "SELECT 1 FROM capture WHERE url LIKE '%127.0.0.2%'")


def test_a_page_that_is_cut_in_its_packing_is_asked_for_again(tmp_path: Path) -> None:
    whole = gzip.compress(article(1))
    coding = {"Content-Encoding": "gzip"}
    with FaultSite() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.pages["/bai-1"] = [Answer(whole[:-40], headers=coding), Answer(whole, headers=coding)]
        result = crawl(tmp_path, "thu")
    assert result.code == 0, result.stderr
    assert rows(tmp_path, "SELECT body LIKE '%Đoạn 3%' FROM article") == [1]


def test_floods_are_cut_and_not_kept(tmp_path: Path) -> None:
    """Eight floods at once: each is cut at its limit, and none is kept."""
    with FaultSite() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(1, 10))
        site.pages |= {f"/bai-{n}": flood() for n in range(1, 9)}
        site.articles([9])
        result = crawl(tmp_path, "thu")
    assert result.code == 3, result.stderr
    assert stored(tmp_path) == {"9"}
    assert set(errors(tmp_path).values()) == {("failed", "too-large")}
    kept = sum(path.stat().st_size for path in (tmp_path / "warc").iterdir())
    assert kept < MIB
