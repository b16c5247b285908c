"""Whole crawls of lists that could lose articles: a run stores them all, or names what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.crawl.crawllib import Result, change, crawl, errors, next_second, rows
from tests.crawl.site import Answer, Site, headline, portal_file

pytestmark = pytest.mark.slow


def items(numbers: Iterable[int]) -> str:
    found = "".join(f'<li><a href="/bai-{n}">{headline(n)}</a></li>' for n in numbers)
    return f"<ul>{found}</ul>"


def html(content: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><h1>Tin tức</h1>{content}</body></html>".encode()


def numbered(path: str, present: int, last: int) -> str:
    """A pager with the numbers of all pages."""
    links = [
        f"<b>{n}</b>" if n == present else f'<a href="{path}?page={n}">{n}</a>'
        for n in range(1, last + 1)
    ]
    return f'<div class="pager">{" ".join(links)}</div>'


def next_only(path: str, present: int, last: int) -> str:
    """A pager that has a link to the following page only."""
    return f'<a href="{path}?page={present + 1}">Trang sau</a>' if present < last else ""


PAGERS = {"numbered": numbered, "next-only": next_only}


def fill(site: Site, pages: int, kind: str = "numbered", size: int = 3, path: str = "/tin") -> None:
    """A list with so many articles on each page, numbered from 0 in its order."""
    for number in range(1, pages + 1):
        shown = range((number - 1) * size, number * size)
        address = path if number == 1 else f"{path}?page={number}"
        pager = PAGERS[kind](path, number, pages)
        site.pages[address] = Answer(html(items(shown) + pager))
        site.articles(shown)


def stored(root: Path) -> list[int]:
    """Numbers of the articles in the archive."""
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))


def ends(root: Path) -> list[str]:
    return rows(root, "SELECT ended FROM list_walk WHERE kind = 'listing' ORDER BY url")


def said(result: Result) -> str:
    """The sentences about lists without a proven end, and the failures."""
    return f"{result.summary['unproven']} {result.summary['failed']}"


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGERS)
def test_a_bound_of_the_portal_file_is_taken_up_by_the_next_runs(tmp_path: Path, kind: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="max_pages = 2")
        fill(site, 6, kind)
        first = crawl(tmp_path, "thu")
        assert first.code == 3
        assert "a bound was reached" in said(first)
        assert stored(tmp_path) == list(range(6))
        codes = [crawl(tmp_path, "thu").code for _ in range(5)]
    assert stored(tmp_path) == list(range(18))
    assert codes[-1] == 0


# --- pages that fail ------------------------------------------------------------------------------

BROKEN = {
    "404": Answer(b"no such page", 404),
    "500": Answer(b"", 500),
    "error-page": Answer(html("<p>Lỗi hệ thống, vui lòng thử lại sau</p>")),
}


@pytest.mark.parametrize("kind", PAGERS)
@pytest.mark.parametrize("broken", BROKEN)
def test_a_page_in_mid_list_that_fails_once_loses_nothing(
    tmp_path: Path, broken: str, kind: str
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, 4, kind)
        good = site.pages["/tin?page=2"]
        assert isinstance(good, Answer)
        site.pages["/tin?page=2"] = [BROKEN[broken], good]
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert stored(tmp_path) == list(range(12))


@pytest.mark.parametrize("broken", BROKEN)
def test_a_page_in_mid_list_that_always_fails_is_named(tmp_path: Path, broken: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, 4)
        good = site.pages["/tin?page=2"]
        site.pages["/tin?page=2"] = BROKEN[broken]
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert "a page of the list could not be read: page 2" in said(result)
        assert crawl(tmp_path, "thu").code == 3
        site.pages["/tin?page=2"] = good
        change(tmp_path, "UPDATE frontier SET not_before = NULL WHERE state = 'failed'")
        healed = crawl(tmp_path, "thu")
    assert healed.code == 0, (healed.stderr, said(healed))
    assert stored(tmp_path) == list(range(12))


# --- what is known --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGERS)
def test_a_feed_that_is_read_first_does_not_end_the_list(tmp_path: Path, kind: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl='feeds = ["/rss"]')
        fill(site, 4, kind)
        entries = "".join(
            f"<item><title>{headline(n)}</title><link>{site.url}/bai-{n}</link></item>"
            for n in range(6)
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'
        site.pages["/rss"] = Answer(feed.encode(), kind="application/rss+xml; charset=utf-8")
        for number in range(1, 5):
            path = "/tin" if number == 1 else f"/tin?page={number}"
            page = site.pages[path]
            assert isinstance(page, Answer)
            page.seconds = 0.3  # after the feed, in which both first pages stand
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert stored(tmp_path) == list(range(12))


@pytest.mark.parametrize("due", [False, True])
def test_an_article_that_comes_up_on_a_later_page_is_found_by_a_full_walk(
    tmp_path: Path, due: bool
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, 4)
        assert crawl(tmp_path, "thu").code == 0
        site.pages["/tin?page=3"] = Answer(html(items([6, 7, 8, 99]) + numbered("/tin", 3, 4)))
        site.articles([99])
        assert crawl(tmp_path, "thu").summary["articles_new"] == 0
        if due:
            change(tmp_path, "UPDATE list_walk SET last_full_at = '2020-01-01T00:00:00Z'")
        result = crawl(tmp_path, "thu", *(() if due else ("--full",)))
    assert (result.code, result.summary["articles_new"]) == (0, 1)
    assert stored(tmp_path) == [*range(12), 99]


@pytest.mark.parametrize("kind", PAGERS)
def test_an_unchanged_portal_costs_few_requests(tmp_path: Path, kind: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, 6, kind)
        assert crawl(tmp_path, "thu").code == 0
        before = len(site.paths)
        result = crawl(tmp_path, "thu")
        asked = site.paths[before:]
    assert (result.code, result.summary["articles_new"]) == (0, 0)
    assert sorted(asked) == ["/robots.txt", "/tin"]
    assert ends(tmp_path) == ["known"]


# --- lists that stand elsewhere, or nowhere -------------------------------------------------------

ELSEWHERE = {
    "iframe": html('<iframe src="/trong" width="900" height="800"></iframe>'),
    "frameset": b'<html><frameset cols="20%,80%"><frame src="/trong"></frameset></html>',
    "refresh": html("", '<meta http-equiv="refresh" content="0; url=/trong">'),
}


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_a_list_on_another_page_is_read(tmp_path: Path, kind: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, 3, path="/trong")
        site.pages["/tin"] = Answer(ELSEWHERE[kind])
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result), errors(tmp_path))
    assert stored(tmp_path) == list(range(9))


def test_a_list_behind_onclick_is_read(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        rows_ = "".join(
            f"<tr onclick=\"location.href='/bai-{n}'\"><td>{headline(n)}</td></tr>"
            for n in range(4)
        )
        site.pages["/tin"] = Answer(html(f"<table>{rows_}</table>"))
        site.articles(range(4))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert stored(tmp_path) == list(range(4))


CLOSED = {
    "shell": html('<div id="root"></div><script src="/app.js"></script>'),
    "challenge": html("<script>document.cookie='D1N=abc';location.reload();</script>"),
    "login": html('<form>Mật khẩu <input type="password" name="p"></form>'),
}


@pytest.mark.parametrize("reason", CLOSED)
def test_a_list_that_no_request_can_read_is_named(tmp_path: Path, reason: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.pages["/tin"] = Answer(CLOSED[reason])
        result = crawl(tmp_path, "thu")
    assert (result.code, result.summary["failed"]) == (3, {reason: 1})


@pytest.mark.parametrize("words", ["Dữ liệu đang cập nhật", "Chưa có bài viết"])
def test_an_empty_section_is_complete(tmp_path: Path, words: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/trong"))
        fill(site, 1)
        site.pages["/trong"] = Answer(html(f"<p>{words}</p>"))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert ends(tmp_path) == ["one-page", "empty-list"]


# --- several ways on ------------------------------------------------------------------------------


def test_the_months_beside_the_newest_articles_are_read(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        months = "".join(f'<li><a href="/luu-tru-{m}">Tháng {m}/2025</a></li>' for m in range(1, 5))
        site.pages["/tin"] = Answer(html(f"{items(range(3))}<ul>{months}</ul>"))
        for m in range(1, 5):
            site.pages[f"/luu-tru-{m}"] = Answer(html(items(range((m - 1) * 3, m * 3))))
        site.articles(range(12))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert stored(tmp_path) == list(range(12))


@pytest.mark.parametrize("documents_first", [True, False])
def test_of_two_pagers_on_a_page_the_lists_own_is_walked(
    tmp_path: Path, documents_first: bool
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        files = "".join(f'<li><a href="/van-ban/{n}.pdf">Số {n}</a></li>' for n in range(3))
        documents = f"<div><h2>Văn bản</h2><ul>{files}</ul>{numbered('/van-ban', 1, 3)}</div>"
        for number in range(1, 5):
            shown = range((number - 1) * 3, number * 3)
            news = f"<div>{items(shown)}{numbered('/tin', number, 4)}</div>"
            both = documents + news if documents_first else news + documents
            site.pages["/tin" if number == 1 else f"/tin?page={number}"] = Answer(html(both))
        site.articles(range(12))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert stored(tmp_path) == list(range(12))


@pytest.mark.parametrize("last_first", [True, False])
def test_an_arrow_to_the_last_page_skips_nothing(tmp_path: Path, last_first: bool) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for number in range(1, 6):
            shown = range((number - 1) * 3, number * 3)
            arrows = [
                f'<a href="/tin?page={number + 1}">&gt;</a>',
                '<a href="/tin?page=5">&gt;&gt;</a>',
            ]
            pager = " ".join(reversed(arrows) if last_first else arrows) if number < 5 else ""
            path = "/tin" if number == 1 else f"/tin?page={number}"
            site.pages[path] = Answer(html(f"{items(shown)}<div>{pager}</div>"))
        site.articles(range(15))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, said(result))
    assert stored(tmp_path) == list(range(15))


# --- a list that shrank ---------------------------------------------------------------------------


def test_a_list_that_has_one_page_from_now_on_is_complete_after_three_visits(
    tmp_path: Path,
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, 3)
        assert crawl(tmp_path, "thu").code == 0
        site.pages["/tin"] = Answer(html(items(range(3))))
        found = []
        for _ in range(3):
            next_second()
            found.append((crawl(tmp_path, "thu").code, *ends(tmp_path)))
        assert found == [(3, "no-pager"), (3, "no-pager"), (0, "one-page")]
        proof = "3 articles and no pager at 3 visits in a row; there were 3 pages before"
        assert rows(tmp_path, "SELECT proof FROM list_walk") == [proof]
        site.pages["/tin"] = Answer(html(items([9, *range(3)])))
        site.articles([9])
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == list(range(10))
