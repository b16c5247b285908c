"""Feeds and sitemaps over several nights: an end is proven, or what is missing is named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.crawl.crawllib import change, crawl, errors, rows
from tests.crawl.site import Answer, Site, portal_file

pytestmark = pytest.mark.slow

XML = "application/xml; charset=utf-8"
ANNOUNCED = 'sitemaps = "/sitemap.xml"'


def stored(root: Path) -> list[int]:
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))


def urlset(site: Site, numbers: Iterable[int]) -> Answer:
    entries = "".join(f"<url><loc>{site.url}/bai-{n}</loc></url>" for n in numbers)
    return Answer(f"<urlset>{entries}</urlset>".encode(), kind=XML)


def index(site: Site, *parts: tuple[str, str]) -> Answer:
    entries = "".join(
        f"<sitemap><loc>{path if '//' in path else site.url + path}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + "</sitemap>"
        for path, day in parts
    )
    return Answer(f"<sitemapindex>{entries}</sitemapindex>".encode(), kind=XML)


def rss(site: Site, numbers: Iterable[int], following: str = "") -> Answer:
    items = "".join(f"<item><link>{site.url}/bai-{n}</link></item>" for n in numbers)
    more = f'<atom:link rel="next" href="{following}"/>' if following else ""
    text = (
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{more}{items}'
        "</channel></rss>"
    )
    return Answer(text.encode(), kind=XML)


def ends(root: Path) -> dict[str, str | None]:
    """How the walk of each file ended: path → end."""
    found = rows(root, "SELECT url, ended FROM list_walk")
    return {"/" + url.split("/", 3)[3]: ended for url, ended in found}


def asked(site: Site, seen: int) -> list[str]:
    """The feeds and sitemaps that were asked for since."""
    others = ("/robots.txt", "/bai-")
    return [path for path in site.paths[seen:] if not path.startswith(others)]


def days_later(root: Path, days: int) -> None:
    """Moves the archive's dates back."""
    for table, names in (
        ("frontier", ("first_found_at", "finished_at", "not_before")),
        ("list_walk", ("full_since", "ended_at", "last_full_at")),
    ):
        for name in names:
            moved = f"strftime('%Y-%m-%dT%H:%M:%SZ', {name}, '{-days} days')"
            change(root, f"UPDATE {table} SET {name} = {moved}")


# --- parts of an index ----------------------------------------------------------------------------

BROKEN = {
    "cut": lambda whole: Answer(whole.body[:-25], kind=XML),
    "gzip-cut": lambda whole: Answer(b"\x1f\x8b\x08\0", kind=XML),
    "an-entry-without-address": lambda whole: Answer(
        whole.body.replace(b"<url>", b"<url><x/></url><url>", 1), kind=XML
    ),
    "no-sitemap": lambda _: Answer("<html><body>Lỗi</body></html>".encode()),
    "http-500": lambda _: Answer(b"", 500),
    "http-404": lambda _: Answer(b"", 404),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_part_that_was_not_read_completely_is_asked_for_again_each_night(
    tmp_path: Path, how: str
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=ANNOUNCED)
        site.articles(range(1, 6))
        site.pages["/sitemap.xml"] = index(site, ("/1.xml", "2025-01-01"), ("/2.xml", "2025-01-01"))
        site.pages["/1.xml"] = urlset(site, [1])
        whole = urlset(site, [2, 3])
        site.pages["/2.xml"] = BROKEN[how](whole)
        for _ in range(2):
            seen = len(site.log)
            result = crawl(tmp_path, "thu")
            assert result.code == 3
            assert "/2.xml" in asked(site, seen)
            assert ends(tmp_path).get("/2.xml") in {"part-read", "failed", None}
            days_later(tmp_path, 1)
        site.pages["/2.xml"] = whole
        assert crawl(tmp_path, "thu").code == 0, errors(tmp_path)
        assert stored(tmp_path) == [1, 2, 3]
        days_later(tmp_path, 1)
        # a new date, and the part is broken that night: the date counts when it is read
        site.pages["/sitemap.xml"] = index(site, ("/1.xml", "2025-01-01"), ("/2.xml", "2025-02-02"))
        whole = urlset(site, [2, 3, 4, 5])
        site.pages["/2.xml"] = BROKEN[how](whole)
        assert crawl(tmp_path, "thu").code == 3
        days_later(tmp_path, 1)
        site.pages["/2.xml"] = whole
        assert crawl(tmp_path, "thu").code == 0, errors(tmp_path)
        assert stored(tmp_path) == [1, 2, 3, 4, 5]
        assert ends(tmp_path)["/2.xml"] == "one-file"
        days_later(tmp_path, 1)
        seen = len(site.log)
        assert crawl(tmp_path, "thu").code == 0
        assert asked(site, seen) == ["/sitemap.xml"]


def test_a_part_is_read_when_it_is_due_and_by_full_whatever_its_date(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=ANNOUNCED)
        site.articles(range(1, 5))
        site.pages["/sitemap.xml"] = index(site, ("/1.xml", "2025-01-01T08:00:00+07:00"))
        site.pages["/1.xml"] = urlset(site, [1])
        assert crawl(tmp_path, "thu").code == 0
        site.pages["/1.xml"] = urlset(site, [1, 2])
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == [1]
        assert crawl(tmp_path, "thu", "--full").code == 0
        assert stored(tmp_path) == [1, 2]
        site.pages["/1.xml"] = urlset(site, [1, 2, 3])
        days_later(tmp_path, 31)
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == [1, 2, 3]


@pytest.mark.parametrize("midnight", ["", "T00:00:00+07:00"])
def test_a_day_that_had_not_ended_may_have_brought_more(tmp_path: Path, midnight: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=ANNOUNCED)
        site.articles(range(1, 4))
        site.pages["/1.xml"] = urlset(site, [1])
        site.pages["/sitemap.xml"] = index(site, ("/1.xml", ""))
        assert crawl(tmp_path, "thu").code == 0
        (read_at,) = rows(tmp_path, "SELECT last_full_at FROM list_walk WHERE url LIKE '%/1.xml'")
        site.pages["/sitemap.xml"] = index(site, ("/1.xml", read_at[:10] + midnight))
        for numbers in ([1, 2], [1, 2, 3]):
            site.pages["/1.xml"] = urlset(site, numbers)
            assert crawl(tmp_path, "thu").code == 0
            assert stored(tmp_path) == numbers


def test_indexes_are_read_three_deep_and_deeper_ones_named(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=ANNOUNCED)
        site.articles(range(1, 3))
        site.pages["/sitemap.xml"] = index(site, ("/2.xml", ""), ("/sitemap.xml", ""))
        site.pages["/2.xml"] = index(site, ("/3.xml", "2025-01-01"), ("/sitemap.xml", ""))
        site.pages["/3.xml"] = index(site, ("/4.xml", ""), ("/2.xml", ""))
        site.pages["/4.xml"] = urlset(site, [1])
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == [1]
        site.pages["/4.xml"] = index(site, ("/5.xml", ""), ("/sitemap.xml", ""))
        site.pages["/5.xml"] = urlset(site, [2])
        result = crawl(tmp_path, "thu", "--full")
        assert result.code == 3
        (note,) = result.summary["notes"]
        assert note.startswith(f"{site.url}/4.xml: sitemaps that lie too deep: 1")
        assert ends(tmp_path)["/4.xml"] == "part-read"


def test_what_leads_to_other_sites_is_named(tmp_path: Path) -> None:
    other = "http://khac.example"
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=ANNOUNCED)
        site.articles([1])
        site.pages["/robots.txt"] = Answer(b"Sitemap: /r.xml\nDisallow:", kind="text/plain")
        elsewhere = urlset(site, range(40)).body.replace(site.url.encode(), other.encode())
        site.pages["/r.xml"] = Answer(elsewhere, kind=XML)
        site.pages["/sitemap.xml"] = urlset(site, [1])
        # what no portal file promises is a note
        result = crawl(tmp_path, "thu")
        assert result.code == 0
        (note,) = result.summary["notes"]
        assert note.startswith(f"{site.url}/r.xml: all entries lead to other sites: 40, such as ")
        # what it does is missing
        site.pages["/sitemap.xml"] = index(site, ("/1.xml", ""), (f"{other}/2.xml", ""))
        site.pages["/1.xml"] = urlset(site, [1])
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert f"files on other sites, not read: 1, such as {other}/2.xml" in str(result.summary)
        assert ends(tmp_path)["/sitemap.xml"] == "part-read"
        site.pages["/sitemap.xml"] = Answer(elsewhere, kind=XML)
        assert crawl(tmp_path, "thu").code == 3
        mixed = urlset(site, [1]).body.replace(b"</urlset>", elsewhere[8:])
        site.pages["/sitemap.xml"] = Answer(mixed, kind=XML)
        result = crawl(tmp_path, "thu")
        assert result.code == 0
        assert "entries that lead to other sites: 40" in str(result.summary["notes"])


def test_entries_that_no_rule_keeps_out_are_counted(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        toml = tmp_path / "portals" / "thu.toml"
        toml.write_text(toml.read_text().replace('article_url = "/bai-"\n', ""))
        site.pages["/robots.txt"] = Answer(b"Sitemap: /so-do.xml\n", kind="text/plain")
        entries = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in ("/a", "/b", "/"))
        site.pages["/so-do.xml"] = Answer(f"<urlset>{entries}</urlset>".encode(), kind=XML)
        site.listing("/tin", [1])
        site.articles([1])
        result = crawl(tmp_path, "thu")
        assert result.code == 0
        assert result.summary["notes"] == [
            f"{site.url}/so-do.xml: entries that do not look like articles: 2, such as {site.url}/a"
        ]


def test_an_index_of_which_no_part_is_read_says_so(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=ANNOUNCED)
        site.pages["/sitemap.xml"] = index(site, ("/category-sitemap.xml", ""))
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    said, *others = result.summary["notes"]
    assert "sitemaps that are not of articles, by their names: 1, such as" in said
    assert others == ["the archive has no article"]


# --- feeds with pages -----------------------------------------------------------------------------


def test_a_feed_is_read_through_all_its_pages(tmp_path: Path) -> None:
    with Site() as site:
        crawled = 'feeds = ["/rss", "/f.json"]'
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=crawled)
        site.articles(range(1, 40))

        def write(first: list[int]) -> None:
            site.pages["/rss"] = rss(site, first, "/rss?paged=2")

        write([1, 2])
        site.pages["/rss?paged=2"] = rss(site, [3, 4], "/rss?paged=3")
        site.pages["/rss?paged=3"] = rss(site, [5, 6])
        json_page = {"items": [{"url": f"{site.url}/bai-7"}], "next_url": f"{site.url}/f2.json"}
        site.pages["/f.json"] = Answer(json.dumps(json_page).encode(), kind="application/json")
        json_page = {"items": [{"url": f"{site.url}/bai-8"}]}
        site.pages["/f2.json"] = Answer(json.dumps(json_page).encode(), kind="application/json")
        result = crawl(tmp_path, "thu")
        assert result.code == 0, result.summary
        assert stored(tmp_path) == list(range(1, 9))
        assert ends(tmp_path) == {"/rss": "one-file", "/f.json": "one-file"}
        # later only as far as there is news
        write([9, 10])
        site.pages["/rss?paged=2"] = rss(site, [1, 2], "/rss?paged=3")
        seen = len(site.log)
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == list(range(1, 11))
        assert "/rss?paged=3" not in asked(site, seen)
        assert ends(tmp_path)["/rss"] == "known"
        site.pages["/rss?paged=3"] = rss(site, [3, 4, 11])
        assert crawl(tmp_path, "thu", "--full").code == 0
        assert 11 in stored(tmp_path)


def test_a_feed_that_gets_pages_is_read_through_them(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='feeds = ["/rss"]')
        site.articles(range(1, 5))
        site.pages["/rss"] = rss(site, [1, 2])
        assert crawl(tmp_path, "thu").code == 0
        site.pages["/rss"] = rss(site, [1, 2], "/rss?paged=2")
        site.pages["/rss?paged=2"] = rss(site, [3, 4])
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == [1, 2, 3, 4]


def test_a_feed_whose_pages_go_in_circles_or_fail_is_not_proven(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='feeds = ["/rss"]')
        site.articles(range(1, 5))
        site.pages["/rss"] = rss(site, [1], "/rss?paged=2")
        site.pages["/rss?paged=2"] = rss(site, [1], "/rss?paged=3")
        site.pages["/rss?paged=3"] = rss(site, [2])
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert "shows page 1 again" in result.summary["unproven"][0]
        site.pages["/rss?paged=2"] = Answer(b"", 404)
        result = crawl(tmp_path, "thu", "--full")
        assert result.code == 3
        assert ends(tmp_path)["/rss"] in {"failed", None}
        days_later(tmp_path, 3)
        site.pages["/rss?paged=2"] = rss(site, [3], "/rss?paged=3")
        result = crawl(tmp_path, "thu")
        assert result.code == 0, result.summary
        assert stored(tmp_path) == [1, 2, 3]


def test_a_page_of_a_feed_that_is_cut_is_asked_for_until_it_is_whole(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='feeds = ["/rss"]')
        site.articles(range(1, 6))
        site.pages["/rss"] = rss(site, [1, 2], "/rss?paged=2")
        whole = rss(site, [3, 4], "/rss?paged=3")
        site.pages["/rss?paged=2"] = Answer(whole.body[:-60], kind=XML)
        site.pages["/rss?paged=3"] = rss(site, [5])
        for _ in range(2):
            result = crawl(tmp_path, "thu")
            assert result.code == 3
            assert "paged=2: the file is cut" in str(result.summary["notes"])
            assert ends(tmp_path) == {"/rss": "part-read"}
            assert 5 in stored(tmp_path)
            days_later(tmp_path, 1)
        site.pages["/rss?paged=2"] = whole
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == [1, 2, 3, 4, 5]
        assert ends(tmp_path) == {"/rss": "one-file"}


def test_the_bound_of_pages_holds_for_feeds(tmp_path: Path) -> None:
    with Site() as site:
        rules = 'feeds = ["/rss"]\nmax_pages = 2'
        portal_file(tmp_path, "thu", site.url, sections=(), crawl=rules)
        site.articles(range(1, 7))
        site.pages["/rss"] = rss(site, [1], "/rss?paged=2")
        for n in range(2, 6):
            site.pages[f"/rss?paged={n}"] = rss(site, [n], f"/rss?paged={n + 1}")
        site.pages["/rss?paged=6"] = rss(site, [6])
        codes = []
        while not codes or codes[-1] == 3:
            codes.append(crawl(tmp_path, "thu").code)
            assert len(codes) < 9
        assert codes[0] == 3
        assert stored(tmp_path) == [1, 2, 3, 4, 5, 6]


def test_an_index_among_the_feeds_is_read(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='feeds = ["/i.xml"]')
        site.articles([1])
        site.pages["/i.xml"] = index(site, ("/1.xml", ""))
        site.pages["/1.xml"] = urlset(site, [1])
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == [1]
