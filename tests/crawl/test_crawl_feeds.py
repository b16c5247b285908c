"""Crawls that live on what portals tell machines: feeds, sitemaps, robots.txt, dates in lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.crawllib import change, crawl, errors, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file

pytestmark = pytest.mark.slow

XML = "application/xml; charset=utf-8"


def stored(root: Path) -> list[int]:
    """Numbers of the articles in the archive."""
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))


def dated(n: int, day: str) -> Answer:
    return Answer(article(n).replace(b"24/05/2021 14:30", day.encode()))


# --- dates in lists -------------------------------------------------------------------------------


def test_since_is_not_misled_by_dates_in_teasers(tmp_path: Path) -> None:
    """A law's date, or "hôm nay" in the words of a teaser, is not when an article was published."""
    teasers = [
        "<p>Căn cứ Luật ngày 19/6/2015 của Quốc hội</p>",
        "<p>Luật ngày <b>19/6/2015</b></p>",
        "<p>Theo Nghị định ngày <i>19/6/2015</i>, hôm qua tỉnh đã họp</p>",
        "<p>Từ ngày 19/6/2015 đến nay</p>",
        "Căn cứ Kế hoạch ngày 19/6/2015",
    ]
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        items = "".join(
            f'<li><h3><a href="/bai-{n}">{headline(n)}</a></h3>{teasers[n % 5]}</li>'
            for n in range(10)
        )
        site.pages["/tin"] = Answer(f"<html><body><ul>{items}</ul></body></html>".encode())
        for n in range(10):
            site.pages[f"/bai-{n}"] = dated(n, "20/06/2025")
        result = crawl(tmp_path, "thu", "--since", "2025-06-16")
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == list(range(10))


def test_one_old_date_on_a_page_of_a_list_does_not_end_it(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for number in range(3):
            items = (
                f'<li><a href="/bai-{90 + number}">{headline(1)}</a> <span>01/01/2020</span></li>'
            )
            items += f'<li><a href="/bai-{number}">{headline(number)}</a></li>'
            more = f'<a rel="next" href="/tin?p={number + 1}">Trang sau</a>' if number < 2 else ""
            path = f"/tin?p={number}" if number else "/tin"
            site.pages[path] = Answer(f"<html><body><ul>{items}</ul>{more}</body></html>".encode())
            site.pages[f"/bai-{number}"] = dated(number, "20/06/2025")
        assert crawl(tmp_path, "thu", "--since", "2025-06-16").code == 0
    assert stored(tmp_path) == [0, 1, 2]


def test_a_sitemap_that_dates_all_pages_alike_does_not_hide_them(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='sitemaps = "/sitemap.xml"')
        entries = "".join(
            f"<url><loc>{site.url}/bai-{n}</loc><lastmod>2015-06-19</lastmod></url>"
            for n in range(3)
        )
        site.pages["/sitemap.xml"] = Answer(f"<urlset>{entries}</urlset>".encode(), kind=XML)
        for n in range(3):
            site.pages[f"/bai-{n}"] = dated(n, "20/06/2025")
        assert crawl(tmp_path, "thu", "--since", "2025-06-16").code == 0
    assert stored(tmp_path) == [0, 1, 2]


# --- what the portal names itself -----------------------------------------------------------------


def sitemap(*urls: str) -> Answer:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return Answer(f"<urlset>{entries}</urlset>".encode(), kind=XML)


def rss(*urls: str) -> Answer:
    items = "".join(f"<item><title>Tin</title><link>{url}</link></item>" for url in urls)
    text = f'<rss version="2.0"><channel><title>K</title>{items}</channel></rss>'
    return Answer(text.encode(), kind="application/rss+xml")


def home(*links: str) -> Answer:
    head = "".join(f'<link rel="alternate" {link}>' for link in links)
    return Answer(f"<html><head>{head}</head><body><h1>Cổng</h1></body></html>".encode())


RSS = 'type="application/rss+xml"'


def test_feeds_and_sitemaps_that_the_portal_names_are_read(tmp_path: Path) -> None:
    """The file names one section; all else is in robots.txt and in the heads of pages."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        robots = (
            f"User-agent: *\nDisallow: /kin\nSitemap: {site.url}/so-do.xml\nSitemap: /them.txt\n"
        )
        robots += "Sitemap: http://khac.example/s.xml\nSitemap: /tag-sitemap.xml\n"
        site.pages["/robots.txt"] = Answer(robots.encode(), kind="text/plain")
        site.pages["/"] = home(
            f'{RSS} href="/rss/"', f'{RSS} href="/comments/feed/"',
            'type="application/atom+xml" href="/atom/"', f'{RSS} href="http://khac.example/rss"',
            'hreflang="en" href="/en/"', 'type="application/json" href="/wp-json/"',
        )  # fmt: skip
        site.listing("/tin", [1])
        html = site.pages["/tin"]
        assert isinstance(html, Answer)
        named = f"<head><link {RSS} rel='alternate' href='/tin/rss/?a=1&amp;b=2'></head><body>"
        html.body = html.body.replace(b"<body>", named.encode())
        site.pages["/so-do.xml"] = sitemap(f"{site.url}/bai-2", f"{site.url}/lien-he")
        site.pages["/them.txt"] = Answer(f"{site.url}/bai-3\r\n".encode(), kind="text/plain")
        site.pages["/rss/"] = rss(f"{site.url}/bai-4")
        site.pages["/tin/rss/?a=1&b=2"] = rss(f"{site.url}/bai-5", f"{site.url}/bai-1")
        site.articles(range(1, 6))
        result = crawl(tmp_path, "thu")
        assert result.code == 0, (result.stderr, errors(tmp_path))
        assert stored(tmp_path) == [1, 2, 3, 4, 5]
        lists = {
            "/robots.txt",
            "/",
            "/tin",
            "/so-do.xml",
            "/them.txt",
            "/rss/",
            "/tin/rss/?a=1&b=2",
        }
        assert set(site.paths) == lists | {f"/bai-{n}" for n in range(1, 6)}
        assert len(site.paths) == len(set(site.paths))  # each once
        # the next run looks at them again, and finds what is new
        seen = len(site.log)
        site.pages["/rss/"] = rss(f"{site.url}/bai-6")
        site.articles([6])
        assert crawl(tmp_path, "thu").summary["articles_new"] == 1
        assert set(site.paths[seen:]) == lists | {"/bai-6"}


def test_a_run_for_a_few_days_does_not_fetch_what_an_undated_sitemap_lists(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.pages["/robots.txt"] = Answer(b"Sitemap: /so-do.xml\n", kind="text/plain")
        site.pages["/"] = home(f'{RSS} href="/rss"')
        site.pages["/so-do.xml"] = sitemap(*(f"{site.url}/bai-{n}" for n in range(50)))
        site.pages["/rss"] = rss(f"{site.url}/bai-2")
        site.listing("/tin", [1])
        for n in (1, 2):
            site.pages[f"/bai-{n}"] = dated(n, "20/06/2025")
        assert crawl(tmp_path, "thu", "--since", "2025-06-16").code == 0
        assert stored(tmp_path) == [1, 2]
        assert crawl(tmp_path, "thu", "--section", "Mục 0").code == 0
    assert "/so-do.xml" not in site.paths
    assert site.paths.count("/rss") == 1


def test_a_feed_that_nobody_promised_and_is_none_is_noted(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.pages["/robots.txt"] = Answer(b"Sitemap: /mat.xml\nDisallow:", kind="text/plain")
        site.pages["/"] = home(f'{RSS} href="/rss"')
        site.pages["/rss"] = Answer(b"<html><body><p>Trang RSS</p></body></html>")
        site.listing("/tin", [1])
        site.articles([1])
        result = crawl(tmp_path, "thu")
        assert result.code == 0, (result.stderr, errors(tmp_path))
        notes = " ".join(result.summary["notes"])
        assert f"{site.url}/rss (" in notes
        assert f"{site.url}/mat.xml (" in notes
        # one that the portal file names is a promise
        portal_file(tmp_path, "thu", site.url, crawl='feeds = ["/rss"]')
        assert crawl(tmp_path, "thu").code == 3


def test_what_is_named_is_bounded(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        robots = "".join(f"Sitemap: /s{n}.xml\n" for n in range(100))
        site.pages["/robots.txt"] = Answer(robots.encode(), kind="text/plain")
        for n in range(100):
            site.pages[f"/s{n}.xml"] = sitemap(f"{site.url}/bai-1")
        site.listing("/tin", [1])
        site.articles([1])
        assert crawl(tmp_path, "thu").code == 0
    assert sum(path.startswith("/s") for path in site.paths) == 20


def test_pages_of_a_sitemap_that_are_lists_are_no_loss_where_no_rule_calls_them_articles(
    tmp_path: Path,
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        toml = tmp_path / "portals" / "thu.toml"
        toml.write_text(toml.read_text().replace('article_url = "/bai-"\n', ""))
        site.pages["/robots.txt"] = Answer(b"Sitemap: /so-do.xml\n", kind="text/plain")
        paths = ["/", "/gioi-thieu", "/feed/", "/bai-2", "/chuyen-muc-2025", "/?p=97"]
        site.pages["/so-do.xml"] = sitemap(*(site.url + path for path in paths))
        site.listing("/tin", [1])
        site.listing("/chuyen-muc-2025", range(10, 30))
        site.articles([1, 2])
        site.pages["/?p=97"] = Answer(article(97))
        result = crawl(tmp_path, "thu")
        assert result.code == 0, (result.stderr, errors(tmp_path))
        found = rows(tmp_path, "SELECT url FROM article ORDER BY url")
        assert found == [f"{site.url}/?p=97", f"{site.url}/bai-1", f"{site.url}/bai-2"]
        assert errors(tmp_path)["/chuyen-muc-2025"] == ("gone", "empty")
        assert "pages of sitemaps that are no articles: 1 empty" in result.summary["notes"]
        assert "/gioi-thieu" not in site.paths


def test_a_feed_that_cannot_be_read_in_full_is_named_and_the_run_incomplete(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='feeds = ["/rss/"]')
        whole = rss(f"{site.url}/bai-1?a=1&b=2", f"{site.url}/bai-2").body
        site.pages["/rss/"] = Answer(whole[:-60], kind="text/xml")
        site.pages["/bai-1?a=1&b=2"] = Answer(article(1))
        site.articles([2])
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert result.summary["notes"] == [
            f"{site.url}/rss/: the file is cut: it ends within entry 2"
        ]
        assert rows(tmp_path, "SELECT url FROM article") == [f"{site.url}/bai-1?a=1&b=2"]
        site.pages["/rss/"] = Answer(whole, kind="text/xml")
        assert crawl(tmp_path, "thu").code == 0
        assert len(rows(tmp_path, "SELECT url FROM article")) == 2


@pytest.mark.parametrize("status", [404, 500])
def test_a_feed_that_only_a_page_names_fails_no_run(tmp_path: Path, status: int) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1, 2])
        listing = site.pages["/tin"]
        assert isinstance(listing, Answer)
        named = f'<html><head><link rel="alternate" {RSS} href="/rss"></head>'.encode()
        listing.body = listing.body.replace(b"<html>", named)
        site.pages["/rss"] = Answer(b"no", status)
        done = crawl(tmp_path, "thu")
        assert (done.code, done.summary["failed"]) == (0, {}), done.stderr
        assert "a feed or sitemap that cannot be read" in " ".join(done.summary["notes"])
        site.pages["/rss"] = rss(f"{site.url}/bai-3")
        site.articles([3])
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == [1, 2, 3]


def test_a_feed_that_has_not_changed_brings_back_nothing_that_is_gone(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=(), crawl='feeds = "/rss"')
        site.conditional = True
        site.pages["/rss"] = rss(*(f"{site.url}/bai-{n}" for n in (1, 2)))
        site.pages["/rss"].headers["ETag"] = '"1"'  # type: ignore[union-attr]
        site.articles([1, 2])
        assert crawl(tmp_path, "thu").code == 0
        gone = "UPDATE frontier SET state = 'gone', not_before = NULL WHERE url LIKE '%/bai-1'"
        change(tmp_path, gone)
        change(tmp_path, "INSERT OR REPLACE INTO validator_trust VALUES ('thu', 5, 0)")
        site.log.clear()
        assert crawl(tmp_path, "thu").code == 0
        assert rows(tmp_path, "SELECT status FROM capture ORDER BY id DESC LIMIT 1") == [304]
        assert "/bai-1" not in site.paths
        site.conditional = False  # sent anew, it names what is there again
        assert crawl(tmp_path, "thu").code == 0
        assert "/bai-1" in site.paths
