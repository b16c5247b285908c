"""Walking lists: which links are articles, and how each family goes on to the next page."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from govnews.errors import NotAnArticle
from govnews.families import walk
from govnews.model import VIETNAM, Capture, Link, Listing
from govnews.portal import CrawlRules, Portal
from govnews.reading.urls import absolute, canonical, is_attachment

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
HEADLINES = [
    "Khai mạc hội nghị xúc tiến đầu tư năm 2021",
    "Ủy ban nhân dân tỉnh họp phiên thường kỳ tháng 5",
]


def page(body: str, url: str = "https://mau.gov.vn/tin-tuc", kind: str = "text/html") -> Capture:
    return Capture(url, AT, body.encode(), content_type=kind)


def portal(family: str, **rules: object) -> Portal:
    return Portal("mau", "Mẫu", family, "https://mau.gov.vn/", crawl=CrawlRules(**rules))  # type: ignore[arg-type]


def links(paths: list[str], extra: str = "") -> str:
    items = "".join(
        f'<li><a href="{path}">{HEADLINES[n % 2]}</a></li>' for n, path in enumerate(paths)
    )
    footer = "<footer><a href='/x'>Chịu trách nhiệm nội dung trang</a></footer>"
    return f"<html><body><ul>{items}</ul>{extra}{footer}</body></html>"


SEED = Link("https://mau.gov.vn/tin-tuc", "listing", "Tin tức")


def go(family: str, body: str, seed: Link = SEED, **rules: object) -> Listing:
    return walk(page(body, seed.url), portal(family, **rules), seed)


def test_generic_links_look_like_headlines() -> None:
    body = links(
        ["/bai-1", "/bai-2?utm_source=x#top", "https://other.vn/bai", "/van-ban.pdf", "/bai-2"],
        "<a href='/gioi-thieu'>Giới thiệu</a><a href='?page=2'>2</a>",
    )
    found = go("generic", body)
    assert [link.url for link in found.articles] == [
        "https://mau.gov.vn/bai-1",
        "https://mau.gov.vn/bai-2",
    ]
    assert {link.section for link in found.articles} == {"Tin tức"}
    assert [(more.url, more.page) for more in found.more] == [
        ("https://mau.gov.vn/tin-tuc?page=2", 2)
    ]


def test_article_url_of_the_portal_file_decides() -> None:
    found = go("generic", links(["/a-12.html", "/chuyen-muc-tin-tuc"]), article_url=r"-\d+\.html$")
    assert [link.url for link in found.articles] == ["https://mau.gov.vn/a-12.html"]


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<a href="/tin-tuc/page/2/" rel="next">Older</a>', "https://mau.gov.vn/tin-tuc/page/2/"),
        ('<a href="?trang=2">Trang sau</a>', "https://mau.gov.vn/tin-tuc?trang=2"),
        ('<a href="?p=9">»</a>', "https://mau.gov.vn/tin-tuc?p=9"),
        (
            '<a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=9">»</a>',
            "https://mau.gov.vn/tin-tuc?p=2",
        ),
        ('<a href="/tin-tuc">»</a>', None),
        ("", None),
    ],
    ids=["rel-next", "word", "arrow", "number-first", "itself", "none"],
)
def test_pagers(pager: str, expected: str | None) -> None:
    more = go("generic", links(["/bai-1"], pager)).more
    assert [link.url for link in more] == ([expected] if expected else [])


def test_a_page_without_articles_ends_the_list_only_if_it_says_so() -> None:
    with pytest.raises(NotAnArticle, match="no-links"):
        go("generic", links([], '<a href="?page=3">3</a>'))
    empty = go("generic", links([], "<p>Chưa có bài viết</p>"))
    assert empty == Listing(empty="Chưa có bài viết")


def test_uiarticle_posts_the_form_back() -> None:
    body = links(
        ["/bai-1"],
        """<form><input type="hidden" name="__VIEWSTATE" value="dDw" />
        <input type="hidden" name="__EVENTTARGET" value="" />
        <a href="javascript:__doPostBack('ctl00$pager','1')">1</a>
        <a href="javascript:__doPostBack('ctl00$pager','2')">2</a></form>""",
    )
    (more,) = go("uiarticle", body).more
    assert more.method == "POST"
    assert dict(more.form) == {
        "__EVENTTARGET": "ctl00$pager",
        "__EVENTARGUMENT": "2",
        "__VIEWSTATE": "dDw",
    }
    assert more.page == 2
    assert more.key != SEED.key


def test_wordpress_takes_headline_links_only() -> None:
    body = """<main><article><h2 class="entry-title">
    <a href="/2021/05/bai-1/">Bài</a></h2></article></main>
    <aside><a href="/2020/01/bai-cu/">Một bài cũ hơn trong khung bên cạnh</a></aside>
    <a class="next page-numbers" href="/page/2/">Trang sau</a>"""
    found = go("wordpress", body)
    assert [link.url for link in found.articles] == ["https://mau.gov.vn/2021/05/bai-1/"]
    assert [link.url for link in found.more] == ["https://mau.gov.vn/page/2/"]


def test_nukeviet_by_address() -> None:
    found = go("nukeviet", links(["/vi/news/tin/bai-mot-12.html", "/vi/news/tin-trong-tinh/"]))
    assert [link.url for link in found.articles] == [
        "https://mau.gov.vn/vi/news/tin/bai-mot-12.html"
    ]


def test_json_list_with_html_inside_and_objects() -> None:
    data = {
        "d": f'<a href="/bai-1">{HEADLINES[0]}</a>',
        "items": [{"Title": HEADLINES[1], "Url": "/bai-2"}, {"Title": "x", "Url": "javascript:"}],
    }
    seed = Link("https://mau.gov.vn/api/list?page=1", "listing")
    found = walk(
        page(json.dumps(data), seed.url, "application/json"),
        portal("vhv", article_url="/bai-"),
        seed,
    )
    assert [link.url for link in found.articles] == [
        "https://mau.gov.vn/bai-1",
        "https://mau.gov.vn/bai-2",
    ]
    assert [link.url for link in found.more] == ["https://mau.gov.vn/api/list?page=2"]


def test_broken_json_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="broken JSON"):
        walk(page("{", kind="application/json"), portal("vhv"), SEED)


FEED = """<?xml version="1.0"?><rss><channel><link>https://mau.gov.vn/</link>
<item><title>Một</title><link>https://mau.gov.vn/bai-1?utm_source=rss</link>
<pubDate>Mon, 24 May 2021 07:30:00 GMT</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/self"/>
<link href="https://mau.gov.vn/bai-1"/><updated>2021-05-24T14:30:00+07:00</updated></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://mau.gov.vn/bai-1</loc><lastmod>2021-05-24T14:30:00+07:00</lastmod></url>
<url><loc>https://mau.gov.vn/anh.jpg</loc></url></urlset>"""


@pytest.mark.parametrize(("text", "kind"), [(FEED, "feed"), (ATOM, "feed"), (SITEMAP, "sitemap")])
def test_feeds_and_sitemaps(text: str, kind: str) -> None:
    found = walk(page(text, kind="text/xml"), portal("generic"), Link(SEED.url, kind))  # type: ignore[arg-type]
    assert [(link.url, link.modified) for link in found.articles] == [
        ("https://mau.gov.vn/bai-1", "2021-05-24T14:30:00+07:00")
    ]


def test_sitemap_index_leads_on() -> None:
    text = "<sitemapindex><sitemap><loc>https://mau.gov.vn/s2.xml</loc></sitemap></sitemapindex>"
    seed = Link("https://mau.gov.vn/s.xml", "sitemap")
    (more,) = walk(page(text), portal("generic"), seed).more
    assert (more.kind, more.url) == ("sitemap", "https://mau.gov.vn/s2.xml")


def test_entities_are_not_resolved(tmp_path: object) -> None:
    bomb = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>https://mau.gov.vn/&a;</loc></url></urlset>"""
    found = walk(page(bomb), portal("generic"), Link(SEED.url, "sitemap"))
    assert [link.url for link in found.articles] in ([], ["https://mau.gov.vn/"])


@pytest.mark.parametrize("text", ["", "<html>", "no xml", "<rss>"])
def test_what_is_no_feed(text: str) -> None:
    try:
        assert walk(page(text), portal("generic"), Link(SEED.url, "feed")) == Listing()
    except NotAnArticle as error:
        assert error.reason == "not-html"  # noqa: PT017


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Mau.gov.vn:443/a//b?utm_source=x&id=1#c", "https://mau.gov.vn/a/b?id=1"),
        ("https://mau.gov.vn/a;jsessionid=12AB?print=1", "https://mau.gov.vn/a"),
        ("http://mau.gov.vn/(S(abcdefghij0123456789abcd))/a.aspx", "http://mau.gov.vn/a.aspx"),
        ("https://mau.gov.vn/a?returnUrl=%2Fb&nvvithemever=2&id=3", "https://mau.gov.vn/a?id=3"),
        ("https://mau.gov.vn", "https://mau.gov.vn/"),
        ("https://mau.gov.vn/?p=97", "https://mau.gov.vn/?p=97"),
        ("https://mau.gov.vn/?123", "https://mau.gov.vn/?123"),
        (
            "https://mau.gov.vn/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472",
            "https://mau.gov.vn/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472",
        ),
        ("https://mau.gov.vn/a?SID=4&id=3", "https://mau.gov.vn/a?SID=4&id=3"),
        ("https://mau.gov.vn/a?sid=tinhuy&id=3", "https://mau.gov.vn/a?sid=tinhuy&id=3"),
        (
            "https://mau.gov.vn/a?sid=20250612081500&id=3",
            "https://mau.gov.vn/a?sid=20250612081500&id=3",
        ),
        (
            "https://mau.gov.vn/a?sid=9f86d081884c7d659a2feaa0c55ad015&id=3",
            "https://mau.gov.vn/a?id=3",
        ),
        ("https://mau.gov.vn/a?sessionid=Zk3x8Qp1Lm7Tn2Vb&id=3", "https://mau.gov.vn/a?id=3"),
        ("https://mau.gov.vn/a?sid=&id=3", "https://mau.gov.vn/a?id=3"),
        ("https://mau.gov.vn/a?session_id=12&id=3", "https://mau.gov.vn/a?session_id=12&id=3"),
        ("https://mau.gov.vn/a?PHPSESSID=0a1b&id=3", "https://mau.gov.vn/a?id=3"),
        ("https://mau.gov.vn/a?id=3&print", "https://mau.gov.vn/a?id=3"),
        ("https://mau.gov.vn/a?print=true&id=3", "https://mau.gov.vn/a?id=3"),
        ("https://mau.gov.vn/a?print=2087", "https://mau.gov.vn/a?print=2087"),
        (
            "https://mau.gov.vn/print.cpx?uuid=5f0d3b6a9c1e2d4f6a8b0c1d",
            "https://mau.gov.vn/print.cpx?uuid=5f0d3b6a9c1e2d4f6a8b0c1d",
        ),
        (
            "https://mau.gov.vn/chi-tiet-tin/?/ten-bai/12345",
            "https://mau.gov.vn/chi-tiet-tin/?/ten-bai/12345",
        ),
        (
            "https://mau.gov.vn/xem?dDocName=PORTAL036527&_t=9",
            "https://mau.gov.vn/xem?dDocName=PORTAL036527",
        ),
        ("https://mau.gov.vn/tin tức?b=2&a=1", "https://mau.gov.vn/tin%20t%E1%BB%A9c?b=2&a=1"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "href", ["#top", "javascript:x", "mailto:a@b", "", "ftp://x/y", "http://[", "tel:1"]
)
def test_no_links(href: str) -> None:
    assert absolute("https://mau.gov.vn/", href) is None


def test_attachments_by_ending() -> None:
    assert is_attachment("https://x.vn/a.PDF?v=1")
    assert is_attachment("https://x.vn/get?file=a.docx&id=2")
    assert not is_attachment("https://x.vn/pdf/a.html")
