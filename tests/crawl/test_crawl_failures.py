"""Sick pages, sick hosts: each recorded by name, none in the way of the healthy ones."""

from __future__ import annotations

import gzip
import socket
from collections import Counter
from pathlib import Path

import pytest

from tests.crawl.crawllib import change, crawl, errors, rows, warc_records
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow


def sick_site(site: Site) -> None:
    site.listing("/tin", range(1, 16))
    site.articles([1, 2, 3, 15])
    site.pages["/bai-5"] = Answer(b"boom", 500)
    site.pages["/bai-6"] = Answer(
        b"<html><body><h1>Trang kh\xc3\xb4ng t\xe1\xbb\x93n t\xe1\xba\xa1i</h1></body></html>"
    )
    site.pages["/bai-7"] = Answer(b"", 302, headers={"Location": "/"})
    site.pages["/bai-8"] = Answer(b"", 302, headers={"Location": "http://elsewhere.example/"})
    site.pages["/bai-9"] = Answer(article(9), cut=300)
    site.pages["/bai-10"] = Answer(b"", 302, headers={"Location": "/bai-10"})
    site.pages["/bai-11"] = Answer(
        b"<html><body><script>document.cookie='D1N=abc';location.reload();</script></body></html>"
    )
    site.pages["/bai-12"] = Answer(b"x", 403)
    for n in (13, 14):  # more, and the host might count as dead
        site.pages[f"/bai-{n}"] = Answer(cut=-1)


def test_sick_pages_are_named_and_healthy_ones_stored(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        sick_site(site)
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert result.summary["outcome"] == "incomplete"
    assert result.summary["articles_new"] == 4
    told = errors(tmp_path)
    expected = {
        "/bai-4": ("gone", "http-404"),
        "/bai-5": ("failed", "http-500"),
        "/bai-6": ("failed", "soft-404"),
        "/bai-7": ("failed", "redirected-home"),
        "/bai-8": ("failed", "redirected-off-site"),
        "/bai-9": ("failed", "truncated"),
        "/bai-10": ("failed", "redirect-loop"),
        "/bai-11": ("failed", "challenge"),
        "/bai-12": ("failed", "http-403"),
        **{f"/bai-{n}": ("failed", "reset") for n in (13, 14)},
    }
    assert told == expected
    reasons = [reason for _, reason in expected.values()]
    assert result.summary["failed"] == Counter(reasons)
    assert site.paths.count("/bai-5") == 3
    statuses = rows(tmp_path, "SELECT status FROM capture WHERE url LIKE '%/bai-5'")
    assert statuses == [500, 500, 500]
    assert warc_records(tmp_path)


def test_what_failed_before_keeps_the_next_run_incomplete(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1])
        site.pages["/bai-2"] = Answer(b"x", 403)
        crawl(tmp_path, "thu")
        again = crawl(tmp_path, "thu")
        assert again.code == 3
        assert again.summary["failed"] == {}
        assert again.summary["failed_before"] == 1
        assert site.paths.count("/bai-2") == 1
        # It is tried again when its time has come.
        site.pages["/bai-2"] = Answer(article(2))
        change(
            tmp_path,
            """UPDATE frontier SET error = 'http-503', not_before = '2020-01-01T00:00:00Z'
            WHERE state = 'failed'""",
        )
        assert crawl(tmp_path, "thu").code == 0


def test_server_error_that_passes_is_no_failure(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.pages["/bai-1"] = [Answer(b"", 502), Answer(article(1))]
        result = crawl(tmp_path, "thu")
    assert result.code == 0
    assert result.summary["articles_new"] == 1
    assert errors(tmp_path) == {}


def test_unreachable_host_ends_the_run_soon_and_keeps_its_pages(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/tin2"))
        site.listing("/tin", [])
        crawl(tmp_path, "thu")
        port = site.port
    with Site() as other:
        site_is_gone = port != other.port
    assert site_is_gone
    change(
        tmp_path,
        """INSERT INTO frontier (portal, key, url, kind, state, priority, first_found_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        SELECT 'thu', ? || '/bai-' || i, ? || '/bai-' || i, 'article', 'queued', 2,
        '2026-01-01T00:00:00Z' FROM n""",
        site.url,
        site.url,
    )
    result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert result.summary["queued_left"] == 502
    assert "could not be reached" in result.summary["stopped"]
    assert sum(result.summary["failed"].values()) == 502
    assert result.summary["failed"]["unreachable"] > 450
    assert set(rows(tmp_path, "SELECT DISTINCT state FROM frontier")) == {"queued"}


def test_dead_host_of_attachments_does_not_stop_the_portal(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = taken.getsockname()[1]
        files = "".join(
            f'<p><a href="http://localhost:{dead}/f{n}.pdf">Tệp đính kèm số {n}.pdf</a></p>'
            for n in range(5)
        )
        with Site() as site:
            portal_file(tmp_path, "thu", site.url)
            site.listing("/tin", range(1, 6))
            site.articles(range(1, 6))
            site.pages["/bai-1"] = Answer(article(1, extra=files))
            result = crawl(tmp_path, "thu", "--hosts", '{"localhost": "127.0.0.1"}')
    assert result.code == 3
    assert result.summary["articles_new"] == 5
    assert result.summary["stopped"] is None
    assert result.summary["queued_left"] == 5
    assert sum(result.summary["failed"].values()) == 5


def test_attachments_are_captured_and_a_huge_one_is_refused(tmp_path: Path) -> None:
    files = '<p><a href="/a.pdf">Văn bản.pdf</a></p><p><a href="/b.zip">Kho dữ liệu.zip</a></p>'
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.pages["/bai-1"] = Answer(article(1, extra=files))
        site.pages["/a.pdf"] = Answer(b"%PDF-1.4 " + bytes(1000), kind="application/pdf")
        site.pages["/b.zip"] = Answer(bytes(61 * 1024 * 1024), kind="application/zip")
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert result.summary["attachments"] == 1
    assert errors(tmp_path) == {"/b.zip": ("failed", "too-large")}
    assert rows(tmp_path, "SELECT size, media_type FROM capture WHERE kind = 'attachment'") == [
        (1009, "application/pdf")
    ]


def test_compressed_page_is_kept_as_sent_and_a_bomb_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(article(1))
    bomb = gzip.compress(bytes(80 * 1024 * 1024))
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.pages["/bai-1"] = Answer(packed, headers={"Content-Encoding": "gzip"})
        site.pages["/bai-2"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
        result = crawl(tmp_path, "thu")
    assert result.summary["articles_new"] == 1
    assert errors(tmp_path) == {"/bai-2": ("failed", "too-large")}
    sizes = rows(tmp_path, "SELECT size FROM capture WHERE url LIKE '%/bai-1'")
    assert sizes == [len(article(1))]
    raw = (tmp_path / rows(tmp_path, "SELECT warc_file FROM capture")[0]).read_bytes()
    assert len(raw) < 10_000 + len(packed) + len(bomb)


def test_silent_server_is_given_up(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.pages["/bai-1"] = Answer(article(1), held=True)
        site.articles([2])
        result = crawl(tmp_path, "thu", "--timeout", "1")
    assert result.code == 3
    assert result.summary["articles_new"] == 1
    assert errors(tmp_path) == {"/bai-1": ("failed", "timeout")}


def test_list_without_articles_is_no_success(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/khac"))
        site.listing("/tin", [1])
        site.articles([1])
        site.pages["/khac"] = Answer(b"<html><body><p>Xin ch\xc3\xa0o</p></body></html>")
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert result.summary["articles_new"] == 1
    assert errors(tmp_path) == {"/khac": ("failed", "no-links")}


def test_portal_that_yields_too_little_is_incomplete(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        path = tmp_path / "portals" / "thu.toml"
        expect = '[expect]\nmin_articles = 5\nfields = ["title", "author"]\n'
        path.write_text(path.read_text(encoding="utf-8") + expect, encoding="utf-8")
        site.listing("/tin", [1])
        site.articles([1])
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert "expects 5" in result.summary["notes"][0]
    assert result.summary["missing"] == {"author": 1}


def test_fields_that_the_portal_file_expects_move_words_and_exit_code(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        path = tmp_path / "portals" / "thu.toml"
        expect = '[expect]\nfields = ["title", "author"]\n'
        path.write_text(path.read_text(encoding="utf-8") + expect, encoding="utf-8")
        site.listing("/tin", [1])
        site.articles([1])
        result = crawl(tmp_path, "thu")
    assert (result.code, result.summary["outcome"]) == (3, "incomplete")
    assert "1 without author, which the portal file expects" in result.stderr


def test_page_that_breaks_the_reader_is_recorded(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1])
        site.pages["/bai-2"] = Answer(b"\x00\xff\xfe<" * 5000 + b"<div>" * 20000)
        result = crawl(tmp_path, "thu")
    assert result.summary["articles_new"] == 1
    assert result.code == 3
    assert errors(tmp_path)["/bai-2"][0] == "failed"


def test_locations_in_vain_do_not_reach_the_archive(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1])
        site.pages["/bai-2"] = Answer(b"", 301)
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert errors(tmp_path) == {"/bai-2": ("failed", "http-301")}
