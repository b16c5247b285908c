"""Every way in which portals lead to their articles, walked in whole crawls."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from govnews.archive import list_walks
from govnews.archive.list_walks import End
from tests.crawl.crawllib import crawl, errors, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file

pytestmark = pytest.mark.slow

XML = "application/xml; charset=utf-8"


def page(numbers: Iterable[int], pager: str = "") -> bytes:
    links = "".join(f'<li><a href="/bai-{n}">{headline(n)}</a></li>' for n in numbers)
    return f"<html><body><h1>Tin</h1><ul>{links}</ul>{pager}</body></html>".encode()


def stored(root: Path) -> list[int]:
    """Numbers of the articles in the archive."""
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))


# --- pagers ---------------------------------------------------------------------------------------

PAGERS = {
    "/rel": '<a rel="next" href="/rel?p={next}">tiếp</a>',
    "/trang?trang=1": '<a href="/trang?trang=1">1</a> <a href="/trang?trang={next}">{next}</a>',
    "/nuke/": '<a href="/nuke/page-{next}/">{next}</a>',
    "/wp/": '<a class="page-numbers" href="/wp/page/{next}/">{next}</a>',
    "/joomla": '<a href="/joomla?start={offset}">{next}</a>',
    "/liferay?p_p_id=101&_101_cur=1": '<a href="/liferay?p_p_id=101&_101_cur={next}">Tiếp theo</a>',
    "/arrow": '<a href="/arrow?page={next}">»</a>',
    "/words": '<a href="/words?page={next}">Trang sau</a>',
}


def address(first: str, pager: str, number: int) -> str:
    if number == 1:
        return first
    found = re.findall(r'href="([^"]*\{(?:next|offset)\}[^"]*)"', pager)[0]
    return str(found).format(next=number, offset=(number - 1) * 2)


def test_every_pager_is_walked_to_its_end(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=PAGERS)
        for list_number, (first, pager) in enumerate(PAGERS.items()):
            for number in range(1, 4):
                numbers = [list_number * 10 + number * 2 + k for k in range(2)]
                html = pager.format(next=number + 1, offset=number * 2)
                # Some pagers name a page past the end; what it answers differs.
                shown = html if number < 3 or "next" not in pager[:20] else ""
                site.pages[address(first, pager, number)] = Answer(page(numbers, shown))
                site.articles(numbers)
        site.pages["/nuke/page-4/"] = Answer(b"", 301, headers={"Location": "/nuke/"})
        site.pages["/joomla?start=6"] = site.pages["/joomla?start=4"]
        site.pages["/trang?trang=4"] = Answer(page([], "<p>Chưa có bài viết</p>"))
        result = crawl(tmp_path, "thu")
        asked = site.paths
    assert result.code == 3, (result.stderr, errors(tmp_path))
    # Where a pager names page 4 itself, only an answer that fits proves that there is none.
    named = [sentence.partition(": page")[0] for sentence in result.summary["unproven"]]
    failed = list_walks.MEANING[End.FAILED]
    assert sorted(named) == [f"Mục {number}: {failed}" for number in (3, 5, 6, 7)]
    assert stored(tmp_path) == [ten * 10 + k for ten in range(len(PAGERS)) for k in range(2, 8)]
    assert asked.count("/wp/page/4/") == 3  # 404 where the pager leads
    assert "/nuke/page-4/" in asked  # leads back to page 1
    again = {path for path in asked if asked.count(path) > 1}  # those, and what was led back to
    assert again == {
        "/nuke/", "/wp/page/4/", "/liferay?p_p_id=101&_101_cur=4", "/arrow?page=4", "/words?page=4"
    }  # fmt: skip
    assert "/joomla?start=8" not in asked


def test_a_list_that_goes_in_circles_ends(tmp_path: Path) -> None:
    """Pages 2, 3 and 4 again and again, under ever new addresses, as calendars do."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for number in range(1, 40):
            first = 1 if number == 1 else 3 + (number - 2) % 3 * 2
            pager = f'<a rel="next" href="/tin?thang={number + 1}">Tháng sau</a>'
            path = "/tin" if number == 1 else f"/tin?thang={number}"
            site.pages[path] = Answer(page([first, first + 1], pager))
        site.articles(range(1, 9))
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert "page 5 shows page 2 again" in result.summary["unproven"][0]
    assert stored(tmp_path) == list(range(1, 9))
    assert [path for path in site.paths if path.startswith("/tin")] == [
        "/tin", "/tin?thang=2", "/tin?thang=3", "/tin?thang=4", "/tin?thang=5",
    ]  # fmt: skip


def test_one_article_under_many_addresses_is_asked_for_once(tmp_path: Path) -> None:
    links = [
        "/bai-1", "/bai-1?utm_source=fb", "/bai-1?PHPSESSID=0a1b", "/bai-1;jsessionid=77AA?print=1",
        "/bai-1#binh-luan", "//{host}/bai-1?nvvithemever=m", "http://{host}/bai-1?returnUrl=%2F",
        "/bai-2?id=7&utm_medium=x",
    ]  # fmt: skip
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/tin2"))
        host = site.url.removeprefix("http://")
        items = "".join(f'<a href="{link.format(host=host)}">{headline(1)}</a>' for link in links)
        site.pages["/tin"] = Answer(f"<html><body><div>{items}</div></body></html>".encode())
        site.listing("/tin2", [1])
        site.articles([1])
        site.pages["/bai-2?id=7"] = Answer(article(2))
        assert crawl(tmp_path, "thu").code == 0
    assert sorted(site.paths) == ["/bai-1", "/bai-2?id=7", "/robots.txt", "/tin", "/tin2"]


# --- lists by POST --------------------------------------------------------------------------------


def test_aspnet_postback_is_walked(tmp_path: Path) -> None:
    """Each page's state is what the next one is asked with; a wrong state gets page 1."""

    def state(number: int) -> str:
        return f"/wEPDw+trang/{number}=="

    def html(number: int) -> bytes:
        pager = "".join(
            f"<a href=\"javascript:__doPostBack('ctl00$pager','Page${n}')\">{n}</a>"
            for n in range(1, 4)
            if n != number
        )
        form = (
            f'<form method="post"><input type="hidden" name="__VIEWSTATE" value="{state(number)}">'
            f'<input type="hidden" name="__EVENTVALIDATION" value="ok{number}">{pager}</form>'
        )
        return page([number * 2, number * 2 + 1], form)

    def posted(body: bytes) -> Answer:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        wanted = int(form["__EVENTARGUMENT"].removeprefix("Page$"))
        sent = (form["__VIEWSTATE"], form["__EVENTVALIDATION"], form["__EVENTTARGET"])
        right = sent == (state(wanted - 1), f"ok{wanted - 1}", "ctl00$pager")
        return Answer(html(wanted if right else 1))

    with Site() as site:
        portal_file(tmp_path, "thu", site.url, family="uiarticle")
        site.pages["/tin"] = Answer(html(1))
        site.posts["/tin"] = posted
        site.articles(range(2, 8))
        result = crawl(tmp_path, "thu")
        assert result.code == 0, result.stderr
        assert stored(tmp_path) == list(range(2, 8))
        assert site.paths.count("/tin") == 3
        crawl(tmp_path, "thu")
        assert site.paths.count("/tin") == 4


def test_list_by_json_post_is_walked(tmp_path: Path) -> None:
    """As UIArticle's LoadArticle: JSON in, HTML inside of JSON out, nothing past the end."""

    def load(body: bytes) -> Answer:
        asked = json.loads(body)
        assert asked["catID"] == "12"
        number = int(asked["pageIndex"])
        html = page([number * 2, number * 2 + 1]).decode() if number < 4 else ""
        return Answer(json.dumps({"d": html}).encode(), kind="application/json; charset=utf-8")

    path = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
    post = """post = '{"catID": "12", "pageIndex": "{page}"}'"""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(f"{path}\n{post}",), family="uiarticle")
        site.posts[path] = load
        site.articles(range(2, 8))
        result = crawl(tmp_path, "thu")
        assert result.code == 0, (result.stderr, errors(tmp_path))
        assert stored(tmp_path) == list(range(2, 8))
        assert site.paths.count(path) == 4
        crawl(tmp_path, "thu")
        assert site.paths.count(path) == 5


def test_json_list_that_counts_articles_is_walked(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/api/tin?offset=0&limit=3",))
        for offset in (0, 3, 6, 9):
            items = [{"title": headline(n), "url": f"/bai-{n}"} for n in range(offset, offset + 3)]
            data = json.dumps({"items": items if offset < 9 else []}).encode()
            site.pages[f"/api/tin?offset={offset}&limit=3"] = Answer(data, kind="application/json")
        site.articles(range(9))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, result.stderr
    assert stored(tmp_path) == list(range(9))
    assert sum(path.startswith("/api/") for path in site.paths) == 4


# --- feeds and sitemaps ---------------------------------------------------------------------------


def sitemap(urls: Iterable[tuple[str, str]], *, index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(
        f"<{inner}><loc>{url}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</{inner}>"
        for url, date in urls
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{outer} xmlns="{space}">{entries}</{outer}>'.encode()


def rss(base: str, entries: Iterable[tuple[int, str]]) -> bytes:
    items = "".join(
        f"<item><title>{headline(n)}</title><link>{base}/bai-{n}?utm_source=rss</link>"
        f"<pubDate>{date}</pubDate></item>"
        for n, date in entries
    )
    return f'<rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'.encode()


def atom(base: str, numbers: Iterable[int]) -> bytes:
    entries = "".join(
        f'<entry><title>{headline(n)}</title><link rel="self" href="{base}/atom/{n}"/>'
        f'<link rel="alternate" href="{base}/bai-{n}"/><updated>2026-01-0{n}T00:00:00Z</updated>'
        "</entry>"
        for n in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


def test_feeds_and_sitemaps_lead_to_articles_and_only_to_them(tmp_path: Path) -> None:
    with Site() as site:
        rules = 'feeds = ["/rss/", "/atom/"]\nsitemaps = ["/sitemap.xml"]'
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=rules)
        site.pages["/rss/"] = Answer(
            rss(site.url, [(1, "Sat, 03 Jan 2026 08:00:00 +0700"), (2, "")]), kind="text/xml"
        )
        site.pages["/atom/"] = Answer(atom(site.url, [2, 3]), kind="application/atom+xml")
        names = ["so-1.xml", "so-2.xml.gz", "category-sitemap.xml"]
        index = [(f"{site.url}/{name}", "") for name in names]
        site.pages["/sitemap.xml"] = Answer(sitemap(index, index=True), kind=XML)
        others = [("/", ""), ("/lien-he", ""), ("/anh/bai-9.jpg", ""), ("/bai-4", "")]
        others = [(site.url + path, date) for path, date in others]
        others.append(("http://elsewhere.example/bai-8", ""))
        site.pages["/so-1.xml"] = Answer(sitemap(others), kind=XML)
        packed = gzip.compress(sitemap([(f"{site.url}/bai-{n}", "") for n in (5, 6)]))
        site.pages["/so-2.xml.gz"] = Answer(packed, kind="application/x-gzip")
        site.articles(range(1, 7))
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == [1, 2, 3, 4, 5, 6]
    expected = {"/robots.txt", "/rss/", "/atom/", "/sitemap.xml", "/so-1.xml", "/so-2.xml.gz"}
    assert set(site.paths) == expected | {f"/bai-{n}" for n in range(1, 7)}


def test_a_second_look_at_sitemaps_asks_only_for_what_changed(tmp_path: Path) -> None:
    def write(newer: str, changed: str) -> None:
        parts = [(f"{site.url}/cu.xml", "2026-01-01"), (f"{site.url}/moi.xml", newer)]
        site.pages["/sitemap.xml"] = Answer(sitemap(parts, index=True), kind=XML)
        new = [(f"{site.url}/bai-3", changed), (f"{site.url}/bai-4", "2026-01-02")]
        site.pages["/moi.xml"] = Answer(sitemap(new), kind=XML)

    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='sitemaps = "/sitemap.xml"')
        old = [(f"{site.url}/bai-1", "2026-01-01"), (f"{site.url}/bai-2", "2025-01-01")]
        site.pages["/cu.xml"] = Answer(sitemap(old), kind=XML)
        write("2026-01-02", "2026-01-02T08:00:00+07:00")
        site.articles(range(1, 5))
        assert crawl(tmp_path, "thu").summary["articles_new"] == 4
        seen = len(site.log)
        assert crawl(tmp_path, "thu").code == 0
        assert site.paths[seen:] == ["/robots.txt", "/sitemap.xml"]
        # a change: its sub-sitemap and its article are asked for, nothing else
        seen = len(site.log)
        write("2026-01-09", "2026-01-09T08:00:00+07:00")
        site.pages["/bai-3"] = Answer(article(3, extra="<p>Đính chính: số liệu là 20 ha.</p>"))
        assert crawl(tmp_path, "thu").summary["articles_changed"] == 1
        assert site.paths[seen:] == ["/robots.txt", "/sitemap.xml", "/moi.xml", "/bai-3"]


def test_dates_that_are_no_changes_are_not_believed(tmp_path: Path) -> None:
    """A sitemap made anew each night dates all pages alike; a feed's older date is no change."""
    with Site() as site:
        rules = 'sitemaps = "/sitemap.xml"\nfeeds = "/rss/"'
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=rules)

        def write(night: str) -> None:
            entries = [(f"{site.url}/bai-{n}", night) for n in (1, 2, 3)]
            site.pages["/sitemap.xml"] = Answer(sitemap(entries), kind=XML)

        dates = [(1, "Thu, 01 Jan 2026 08:00:00 +0700"), (2, "Fri, 02 Jan 2026 08:00:00 +0700")]
        site.pages["/rss/"] = Answer(rss(site.url, dates), kind="application/rss+xml")
        site.articles([1, 2, 3])
        write("2026-01-03")
        crawl(tmp_path, "thu")
        seen = len(site.log)
        write("2099-01-01")
        crawl(tmp_path, "thu")
        assert sorted(site.paths[seen:]) == ["/robots.txt", "/rss/", "/sitemap.xml"]
