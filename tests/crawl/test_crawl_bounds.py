"""A crawl stays within its portal: host, port, base path, and the hosts that the file names."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.crawl.crawllib import crawl, errors, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file

pytestmark = pytest.mark.slow


def links(*hrefs: str) -> Answer:
    items = "".join(f'<li><a href="{href}">{headline(n)}</a></li>' for n, href in enumerate(hrefs))
    return Answer(f"<html><body><ul>{items}</ul></body></html>".encode())


def test_another_port_of_the_host_is_another_site(tmp_path: Path) -> None:
    with Site() as site, Site() as other:
        portal_file(tmp_path, "thu", site.url)
        other.articles(range(10))
        other.listing("/bai-tin", range(5, 10))
        site.pages["/tin"] = links("/bai-1", "/bai-2", f"{other.url}/bai-3")
        site.articles([1])
        site.pages["/bai-2"] = Answer(b"", 302, headers={"Location": f"{other.url}/bai-2"})
        site.pages["/"] = Answer(
            f'<link rel="alternate" type="application/rss+xml" href="{other.url}/rss/">'.encode()
        )
        site.pages["/robots.txt"] = Answer(f"Sitemap: {other.url}/sitemap.xml".encode())
        result = crawl(tmp_path, "thu")
        assert other.log == []
    assert result.code == 3
    assert errors(tmp_path) == {"/bai-2": ("failed", "redirected-off-site")}
    assert rows(tmp_path, "SELECT url FROM article") == [f"{site.url}/bai-1"]
    kinds = "SELECT kind, count(*) FROM frontier GROUP BY kind ORDER BY kind"
    assert rows(tmp_path, kinds) == [("article", 2), ("listing", 1)]


def test_a_named_host_is_of_the_portal(tmp_path: Path) -> None:
    with Site() as site, Site() as other:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", f"{other.url}/tin"))
        place = tmp_path / "portals" / "thu.toml"
        named = f'hosts = ["127.0.0.1:{other.port}"]\n'
        place.write_text(named + place.read_text("utf-8"), encoding="utf-8")
        other.articles([2, 3, 4])
        other.listing("/tin", [4])
        site.pages["/tin"] = links("/bai-1", "/bai-2", f"{other.url}/bai-3")
        site.articles([1])
        site.pages["/bai-2"] = Answer(b"", 302, headers={"Location": f"{other.url}/bai-2"})
        result = crawl(tmp_path, "thu")
    assert result.code == 0, errors(tmp_path)
    assert set(rows(tmp_path, "SELECT url FROM article")) == {
        f"{site.url}/bai-1", *(f"{other.url}/bai-{n}" for n in (2, 3, 4)),
    }  # fmt: skip


def test_a_base_path_is_a_bound(tmp_path: Path) -> None:
    """Two portals share a host; files lie anywhere on it, and so do sitemaps."""
    with Site() as site:
        portal_file(tmp_path, "thu", f"{site.url}/tinhA", sections=("tin",))
        site.pages["/tinhA/tin"] = links(
            "/tinhA/bai-1", "/tinhB/bai-2", "/tinhA/../tinhB/bai-3", "/tinhA/bai-4", "/tinhA/bai-5"
        )
        file = '<p><a href="/chung/so-1.pdf">Công văn số 1.pdf</a></p>'
        site.pages["/tinhA/bai-1"] = Answer(article(1, extra=file))
        site.pages["/tinhA/bai-6"] = Answer(article(6))
        site.pages["/chung/so-1.pdf"] = Answer(b"%PDF-1.4", kind="application/pdf")
        site.pages["/tinhA/bai-4"] = Answer(b"", 302, headers={"Location": "/tinhB/bai-4"})
        site.pages["/tinhA/bai-5"] = Answer(b"", 302, headers={"Location": "/tinhA/"})
        entries = "".join(
            f"<url><loc>{site.url}/{one}</loc></url>" for one in ("tinhA/bai-6", "tinhB/bai-7")
        )
        site.pages["/sitemap.xml"] = Answer(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode(),
            kind="application/xml",
        )
        site.pages["/robots.txt"] = Answer(f"Sitemap: {site.url}/sitemap.xml".encode())
        result = crawl(tmp_path, "thu")
        assert not [path for path in site.paths if path.startswith("/tinhB")]
    assert result.summary["attachments"] == 1
    assert errors(tmp_path) == {
        "/tinhA/bai-4": ("failed", "redirected-off-site"),
        "/tinhA/bai-5": ("failed", "redirected-home"),
    }
    articles = rows(tmp_path, "SELECT url FROM article ORDER BY url")
    assert articles == [f"{site.url}/tinhA/bai-1", f"{site.url}/tinhA/bai-6"]


def test_a_dead_port_of_the_host_is_not_the_portal(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = taken.getsockname()[1]
        files = "".join(
            f'<p><a href="http://127.0.0.1:{dead}/f{n}.pdf">Tệp đính kèm số {n}.pdf</a></p>'
            for n in range(5)
        )
        with Site() as site:
            portal_file(tmp_path, "thu", site.url)
            site.listing("/tin", range(1, 6))
            site.articles(range(1, 6))
            site.pages["/bai-1"] = Answer(article(1, extra=files))
            result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert result.summary["articles_new"] == 5
    assert result.summary["stopped"] is None
    assert result.summary["queued_left"] == 5
