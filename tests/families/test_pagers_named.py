"""Pagers in whatever markup: each is walked, or named, and never silently the end of a list."""

# ruff: noqa: E501 (markup stands in one line)

from __future__ import annotations

import json
from typing import Any

import pytest

from govnews.errors import NotAnArticle
from govnews.families import walk
from govnews.model import Capture, Kind, Link, Listing
from govnews.portal import CrawlRules, Portal
from tests.families.pagerlib import AT, HOST, find, find_json, first, page

WALKED = [
    ("picture-without-words", "<a href='?page=2'><img src='/i/right.gif'></a>", "page=2"),
    ("pictures-both-ways", "<a href='?page=1'><img src='/i/a1.gif'></a> <a href='?page=2'><img src='/i/a2.gif'></a>", "page=2"),
    ("picture-of-any-name", "<a href='?trang=2'><img src='/i/x7.png'></a>", "trang=2"),
    ("svg", "<a class='arrow' href='?page=2'><svg viewBox='0 0 8 8'><path d='M1 1'/></svg></a>", "page=2"),
    ("nothing-inside", "<a class='phai' href='?page=2'></a>", "page=2"),
    ("other-articles", "<p><a href='?page=2'>Các tin khác...</a></p>", "page=2"),
    ("long-words", "<p><a href='?page=2'>Xem danh mục các tin đã đưa của chuyên mục này</a></p>", "page=2"),
    ("on", "<a href='?page=2'>Tiến &gt;</a>", "page=2"),
    ("ranges", "<b>1-10</b> | <a href='?from=11'>11-20</a> | <a href='?from=21'>21-30</a>", "from=11"),
    ("roman", "<b>I</b> <a href='?page=2'>II</a> <a href='?page=3'>III</a>", "page=2"),
    ("letters", "<a href='?p=2'>B</a> <a href='?p=3'>C</a>", "p=2"),
    ("lazy-frame", "<turbo-frame id='page_2' src='/turbo?page=2' loading='lazy'><p>Đang tải…</p></turbo-frame>", "turbo?page=2"),
    ("submit-buttons", "<form method='post'><input type='submit' name='c$rpt$ctl00$b' value='1' disabled><input type='submit' name='c$rpt$ctl01$b' value='2'><input type='submit' name='c$rpt$ctl02$b' value='3'></form>", "ctl01$b=2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "asks"), [row[1:] for row in WALKED], ids=[row[0] for row in WALKED]
)
def test_walked(markup: str, asks: str) -> None:
    found = find(page(markup))
    assert first(found).endswith(asks), found
    assert not found.is_last


@pytest.mark.parametrize(
    ("own", "number", "markup", "asks"),
    [
        ("/tin-tuc?page=3", 3, "<a href='?page=2'><img src='t.gif'></a><a href='?page=4'><img src='p.gif'></a>", "page=4"),
        ("/tin-tuc?page=3", 3, "<a href='?page=2'><svg></svg></a><a href='?page=4'><svg></svg></a>", "page=4"),
        ("/tin-tuc?from=11", 2, "<a href='?from=1'>1-10</a> | 11-20 | <a href='?from=21'>21-30</a>", "from=21"),
        ("/tin-tuc?page=2", 2, "<a href='/tin-tuc'>I</a> <b>II</b> <a href='?page=3'>III</a>", "page=3"),
    ],
)  # fmt: skip
def test_walked_on_a_later_page(own: str, number: int, markup: str, asks: str) -> None:
    assert first(find(page(markup), own, number)).endswith(asks)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='?page=3'>Các tin khác...</a>",
        "<a href='?p=123'>Bài hay</a>",
        "<a href='?sort=2'>Mới nhất</a>",
        "<a href='?tab=2'>Ảnh</a>",
        "<a href='?lang=2'>English</a>",
        "<a href='?pageSize=2'>Ít tin</a>",
        "<a href='/thong-bao?page=2'>Thông báo</a>",
        "<a href='?page=2&amp;sort=3'>Đọc nhiều</a>",
    ],
)
def test_an_address_that_is_not_the_following_page(markup: str) -> None:
    found = find(page(markup))
    assert not found.candidates, found
    assert not found.not_understood


NAMED = [
    ("numbers-in-spans", "<div id='pager'><span class='pg cur' p='1'>1</span><span class='pg' p='2'>2</span><span class='pg' p='3'>3</span></div>", "2</span>"),
    ("element-ui", "<el-pagination background :total='40' :page-size='10' @current-change='doi'></el-pagination>", "el-pagination"),
    ("vuetify", "<v-pagination v-model='page' :length='4'></v-pagination>", "v-pagination"),
    ("antd", "<a-pagination :total='500' show-less-items></a-pagination>", "a-pagination"),
    ("uib", "<ul uib-pagination total-items='total' ng-model='page'></ul>", "uib-pagination"),
    ("dir-pagination", "<dir-pagination-controls max-size='5'></dir-pagination-controls>", "dir-pagination"),
    ("plugin-file", "<div id='phan-trang'></div><script src='/js/jquery.simplePagination.js'></script>", "phan-trang"),
    ("more-span", "<p class='loadmore'><span>Tải thêm tin</span></p>", "Tải thêm tin"),
    ("script-total", "<script>var currentPage = 1, totalPages = 4;</script>", "totalPages = 4"),
    ("next-data", '<script id="__NEXT_DATA__" type="application/json">{"props": {"page": 1, "totalPages": 6}}</script>', "totalPages"),
    ("frame", "<iframe src='/pager.aspx?page=1' height='30'></iframe>", "pager.aspx"),
    ("another-host", "<a href='https://cu.gov.vn/tin-tuc?page=2'>2</a> <a href='https://cu.gov.vn/tin-tuc?page=3'>3</a>", "cu.gov.vn"),
    ("another-host-word", "<a href='https://cu.gov.vn/tin-tuc?page=2'>Trang sau</a>", "cu.gov.vn"),
    ("position-without-links", "<p>Trang 1/3</p>", "page 1 of 3"),
    ("day-before", "<a href='?lui=1'>« Tin ngày trước</a>", "ngày trước"),
    ("day-before-short", "<a href='?ngay=27'>Ngày trước</a>", "Ngày trước"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "shown"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED]
)
def test_named(markup: str, shown: str) -> None:
    found = find(page(markup))
    assert not found.candidates, found
    assert not found.is_last
    assert any(shown in one for one in found.not_understood), found


@pytest.mark.parametrize(
    "markup",
    [
        "<el-pagination :total='8' :page-size='10'></el-pagination>",
        "<v-pagination :length='1'></v-pagination>",
        "<div class='pagination'></div>",
        "<div id='pager'><span>1</span></div>",
        "<script>var totalPages = 1;</script>",
        "<script>var a = {totalPages: 4}, b = {totalPages: 9};</script>",
        "<iframe src='https://www.youtube.com/embed/x' height='300'></iframe>",
        "<a href='/lich?thang=4'>Tháng trước</a>",
        "<div class='owl' data-pagination='true'></div>",
    ],
)
def test_not_named(markup: str) -> None:
    found = find(page(markup))
    assert not found.not_understood, found
    assert not found.candidates


@pytest.mark.parametrize(
    ("markup", "pages", "articles"),
    [
        ("<p>Trang 1/3</p>", 3, None),
        ("<p>Trang 2 trên 6</p>", 6, None),
        ("<p>Hiển thị 10 / 40 tin</p>", None, 40),
        ("<p>Đang xem 10 trong tổng số 1.240 bài viết</p>", None, 1240),
        ("<script>var totalPages = 4;</script>", 4, None),
    ],
)
def test_announced_without_links(markup: str, pages: int | None, articles: int | None) -> None:
    found = find(page(markup))
    assert (found.announced_pages, found.announced_articles) == (pages, articles)
    assert not found.is_last


# --- JSON -----------------------------------------------------------------------------------------

ROWS = [{"title": f"Hội nghị tổng kết công tác {n}", "url": f"/bai-viet-{n}"} for n in range(10)]


@pytest.mark.parametrize(
    ("data", "path", "asks"),
    [
        ({"data": ROWS, "currentPage": 1, "totalPages": 6}, "/api?cat=3", "cat=3&page=2"),
        ({"items": ROWS, "hasMore": True}, "/api?cat=3", "cat=3&page=2"),
        ({"items": ROWS, "total": 60}, "/api?cat=3", "cat=3&page=2"),
        ({"rows": ROWS, "total": 10, "count": 10}, "/api?page=1&size=10", "page=2&size=10"),
        ({"rows": [], "pages": 5}, "/api?page=3", "page=4"),
        ({"rows": [], "hasMore": True}, "/api?page=3", "page=4"),
    ],
)
def test_an_answer_that_says_that_more_follows(data: Any, path: str, asks: str) -> None:
    number = 3 if "page=3" in path else 1
    found = find_json(data, path, number, entries=len(data.get("rows", ROWS)))
    assert first(found).endswith(asks), found
    assert not found.is_last


@pytest.mark.parametrize(
    ("data", "path", "number"),
    [
        ({"rows": ROWS[:4], "total": 14}, "/api?page=2&size=10", 2),
        ({"rows": ROWS[:4], "total": 4}, "/api?page=1&size=10", 1),
        ({"odata.metadata": "x", "value": ROWS[:4]}, "/api?$top=10&$skiptoken=50", 6),
        ({"data": ROWS, "currentPage": 6, "totalPages": 6}, "/api?page=6", 6),
    ],
)
def test_an_answer_that_is_the_last(data: Any, path: str, number: int) -> None:
    found = find_json(data, path, number, entries=len(data.get("rows", ROWS)))
    assert found.is_last, found


def test_an_answer_without_entries_asks_for_nothing_of_its_own() -> None:
    """An address that is raised for ever would never end."""
    for data in ({"rows": []}, {"rows": [], "menu": [1, 2, 3]}, {"rows": [], "total": 20}):
        assert not find_json(data, "/api?page=3", 3, entries=0).candidates


# --- links of pagers and links of articles ---------------------------------------------------------


def test_a_headline_under_an_ambiguous_parameter_is_an_article() -> None:
    """`index.asp?p=12` may be an article of the list `index.asp?p=11`; `page=12` is none."""
    text = "Khai mạc hội nghị tổng kết công tác năm"
    for name, count in (("p", 1), ("page", 0)):
        body = f"<html><body><a href='/index.asp?{name}=12'>{text}</a></body></html>"
        capture = Capture(
            f"{HOST}/index.asp?{name}=11", AT, body.encode(), content_type="text/html"
        )
        link = Link(capture.url, Kind.LISTING, "Tin")
        portal = Portal("mau", "Mẫu", "generic", f"{HOST}/")
        if count:
            assert len(walk(capture, portal, link).articles) == 1
        else:
            with pytest.raises(NotAnArticle):
                walk(capture, portal, link)


# --- whole listings -------------------------------------------------------------------------------


def listing(body: str, path: str, number: int, kind: str = "text/html") -> Listing:
    portal = Portal("mau", "Mẫu", "generic", f"{HOST}/", crawl=CrawlRules(article_url="/bai-viet-"))
    capture = Capture(HOST + path, AT, body.encode(), content_type=kind)
    return walk(capture, portal, Link(HOST + path, Kind.LISTING, "Tin", page=number))


EMPTY = "<html><body><p>Không có bài viết nào.</p>{}</body></html>"


@pytest.mark.parametrize(
    ("pager", "asks"),
    [
        ("<a href='/tin?page=2'>2</a> <b>3</b> <a href='/tin?page=4'>4</a>", "/tin?page=4"),
        ("<a href='/tin?page=4'>Trang sau</a>", "/tin?page=4"),
        ("<a href='/tin?page=2'>2</a> <b>3</b>", ""),
        ("", ""),
    ],
)
def test_an_empty_page_in_the_middle_leads_on(pager: str, asks: str) -> None:
    found = listing(EMPTY.format(pager), "/tin?page=3", 3)
    assert found.empty
    assert [one.url for one in found.more] == ([HOST + asks] if asks else [])


def test_posts_of_wordpress_as_json_are_a_list() -> None:
    posts = [
        {
            "id": n,
            "link": f"{HOST}/bai-viet-{n}",
            "title": {"rendered": f"Hội nghị &#8211; lần {n}"},
        }
        for n in range(10)
    ]
    found = listing(json.dumps(posts), "/wp-json/wp/v2/posts?categories=4", 1, "application/json")
    assert len(found.articles) == 10
    assert [one.url for one in found.more] == [f"{HOST}/wp-json/wp/v2/posts?categories=4&page=2"]
