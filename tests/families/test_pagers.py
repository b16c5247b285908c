"""Pagers of lists: their labels, page numbers in addresses, postbacks, dates beside links."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.families import FAMILIES, lists
from govnews.model import VIETNAM, Capture, Link
from govnews.reading.parse.document import Element, parse

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
URL = "https://mau.gov.vn/tin-tuc"


def tree(body: str) -> Element:
    page = f"<html><body>{body}</body></html>"
    return parse(Capture(URL, AT, page.encode(), content_type="text/html; charset=utf-8"))


def is_pager(text: str) -> bool:
    (anchor,) = lists.anchors(tree(f'<a href="?p=2">{text}</a>'), URL)
    return anchor.pager


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "15",
        "»",
        "›",
        "&gt;",
        "&gt;&gt;",
        "Sau",
        "Trang sau",
        "Tiếp",
        "Tiếp theo",
        "Kế tiếp",
        "Trang tiếp »",
        "Next",
        "Next page",
        "Older posts",
        "Cũ hơn",
        "Tin cũ hơn",
    ],
)
def test_labels_of_a_pager(text: str) -> None:
    assert is_pager(text)


@pytest.mark.parametrize(
    "text",
    [
        "«",
        "Trước",
        "Trang trước",
        "Đầu",
        "Trang chủ",
        "Xem thêm",
        "Sau bão, dân dựng lại nhà",
        "2a",
        "Tiếp nhận hồ sơ",
        "Previous",
        "",
    ],
)
def test_no_labels_of_a_pager(text: str) -> None:
    assert not is_pager(text)


NEXT = [
    ('<a href="?p=2">2</a><a href="?p=3">3</a>', 2, "?p=2"),
    ('<a href="?p=2">2</a><a href="?p=3">3</a>', 3, "?p=3"),
    ('<a href="?p=1">1</a><a href="?p=9">Trang sau</a>', 2, "?p=9"),
    ('<a href="?p=8">»</a><a href="?p=99">»»</a>', 2, "?p=8"),
    ('<a href="?p=99">»»</a>', 2, None),
    ('<a href="?p=1">1</a>', 2, None),
    ('<a href="?o=2">2</a><a href="?p=2">2</a>', 2, "?p=2"),
]


@pytest.mark.parametrize(("pager", "wanted", "query"), NEXT, ids=[str(n) for n in range(len(NEXT))])
def test_the_next_page(pager: str, wanted: int, query: str | None) -> None:
    found = lists.page_link(lists.anchors(tree(pager), URL), wanted)
    assert found == (f"{URL}{query}" if query else None)


NUMBERS = [
    ("https://mau.gov.vn/a?page=1", 10, "https://mau.gov.vn/a?page=2"),
    ("https://mau.gov.vn/a?Trang=9&x=1", 10, "https://mau.gov.vn/a?Trang=10&x=1"),
    ("https://mau.gov.vn/a?x=1&p=3", 10, "https://mau.gov.vn/a?x=1&p=4"),
    ("https://mau.gov.vn/a?start=20", 20, "https://mau.gov.vn/a?start=40"),
    ("https://mau.gov.vn/a?offset=0", 15, "https://mau.gov.vn/a?offset=15"),
    ("https://mau.gov.vn/a/page/2/", 10, "https://mau.gov.vn/a/page/3/"),
    ("https://mau.gov.vn/a/page-2", 10, "https://mau.gov.vn/a/page-3"),
    ("https://mau.gov.vn/a?_cur=1", 10, None),
    ("https://mau.gov.vn/a", 10, None),
]


@pytest.mark.parametrize(("url", "entries", "following"), NUMBERS)
def test_page_numbers_in_addresses(url: str, entries: int, following: str | None) -> None:
    assert lists.raise_page_number(url, entries) == following


@pytest.mark.parametrize(
    ("body", "href"),
    [
        ('<a href="/p2" rel="next">x</a>', "/p2"),
        ('<a href="/p2" rel="nofollow next">x</a>', "/p2"),
        ('<a href="/p0" rel="prev">x</a>', None),
    ],
)
def test_rel_next(body: str, href: str | None) -> None:
    assert lists.rel_next(tree(body)) == href


@pytest.mark.parametrize(
    ("pager", "target"),
    [
        ("<a href=\"javascript:__doPostBack('ctl$p','2')\">2</a>", ("ctl$p", "2")),
        ("<a href=\"javascript:__doPostBack('ctl$p','3')\">3</a>", None),
        ('<a href="?p=2">2</a>', ("", "")),
    ],
)
def test_postbacks(pager: str, target: tuple[str, str] | None) -> None:
    root = tree(f'<form><input type="hidden" name="__VIEWSTATE" value="v">{pager}</form>')
    capture = Capture(URL, AT, b"")
    more = FAMILIES["uiarticle"].next_pages(
        root, lists.anchors(root, URL), capture, Link(URL, "listing")
    )
    if target is None:
        assert more == ()
    elif target == ("", ""):
        assert [(link.method, link.url) for link in more] == [("GET", f"{URL}?p=2")]
    else:
        form = dict(more[0].form)
        assert (form["__EVENTTARGET"], form["__EVENTARGUMENT"]) == target
        assert form["__VIEWSTATE"] == "v"


BESIDE = [
    ("<li><a href='/b'>Khai mạc</a> <span>12/05/2021</span></li>", "2021-05-12"),
    (
        "<li><p><a href='/b'>Khai mạc</a></p><p>08:30 12/05/2021</p></li>",
        "2021-05-12T08:30:00+07:00",
    ),
    ("<li><a href='/b'>Khai mạc</a> (2 giờ trước)</li>", "2026-03-02T07:15:00+07:00"),
    ("<li><a href='/b'>Khai mạc ngày 12/05/2021</a></li>", None),
    ("<li><a href='/b'>Khai mạc</a> 2 tháng trước</li>", None),
    ("<li><a href='/b'>Khai mạc</a></li><li><a href='/c'>Bế mạc</a> 12/05/2021</li>", None),
    ("<li><a href='/2021-05-12/b'>Khai mạc</a></li>", "2021-05-12"),
]


@pytest.mark.parametrize(("items", "date"), BESIDE, ids=[str(n) for n in range(len(BESIDE))])
def test_the_date_beside_a_link(items: str, date: str | None) -> None:
    found = lists.anchors(tree(f"<ul>{items}</ul>"), URL)
    leads_to = {anchor.element: anchor.url for anchor in found}
    assert lists.date_beside(found[0], leads_to, AT) == date
