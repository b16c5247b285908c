"""Entries without a headline as the text of their link, among entries that have one."""

from __future__ import annotations

import pytest

from govnews.families import walk
from govnews.model import Capture, Kind, Link
from govnews.portal import Portal
from tests.families.pagerlib import AT, HOST

LONG = "Triển khai kế hoạch phòng chống lũ lụt tại huyện Tân Trụ đợt {}"
MENU = "".join(f"<li><a href='/tin/muc-{n}.html'>Mục {n}</a></li>" for n in range(20, 26))


def listed(entries: str, menu: str = MENU) -> list[int]:
    """Numbers of the articles that a list names."""
    html = (
        f"<html><body><ul class='menu'>{menu}</ul><div class='content'>"
        f"<ul class='ds'>{entries}</ul></div></body></html>"
    )
    portal = Portal("mau", "Mẫu", "generic", f"{HOST}/")
    capture = Capture(f"{HOST}/ds", AT, html.encode(), content_type="text/html")
    found = walk(capture, portal, Link(f"{HOST}/ds", Kind.LISTING, "Tin"))
    return [int("".join(filter(str.isdigit, one.url.rpartition("/")[2]))) for one in found.articles]


def titled(n: int, title: str, url: str = "/tin/{}.html") -> str:
    """An entry with a picture and a headline."""
    address = url.format(n)
    return (
        f"<li><a href='{address}'><img src='/i/{n}.jpg'></a>"
        f"<h3><a href='{address}'>{title}</a></h3><span>12/05/2024</span></li>"
    )


@pytest.mark.parametrize("short", ["Giấy mời 5", "13/QĐ-UBND", "Thông báo", "Lịch họp", "Kế hoạch"])
@pytest.mark.parametrize(
    "url", ["/tin/{}.html", "/tin/{}", "/xem.aspx?id={}", "/tin/bai-viet-{}.html"]
)
def test_a_short_title_among_long_ones(short: str, url: str) -> None:
    titles = [LONG.format(n) if n % 3 else short for n in range(100, 109)]
    entries = "".join(titled(n, title, url) for n, title in enumerate(titles, 100))
    assert listed(entries) == list(range(100, 109))


def test_an_entry_with_a_picture_and_an_unlinked_heading() -> None:
    lead = f"<li><a href='/tin/99.html'><img src='/i/99.jpg'></a><h3>{LONG.format(99)}</h3></li>"
    entries = lead + "".join(titled(n, LONG.format(n)) for n in range(100, 105))
    assert listed(entries) == list(range(99, 105))


@pytest.mark.parametrize("words", ["Xem chi tiết", "Chi tiết", "Đọc tiếp"])
@pytest.mark.parametrize("others", [0, 4])
def test_entries_that_are_linked_by_other_words_only(words: str, others: int) -> None:
    unlinked = "".join(
        f"<li><h3>{LONG.format(n)}</h3><a href='/tin/{n}.html'>{words}</a></li>" for n in (98, 99)
    )
    entries = unlinked + "".join(titled(n, LONG.format(n)) for n in range(100, 100 + others))
    assert listed(entries) == list(range(98, 100 + others))


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='muc'><a href='/tin/77.html'>Kinh tế</a></div>",
        "<li><h3><a href='/muc/77.html'>Kinh tế</a></h3></li>",
        "<li><h3><a href='/tin/kinh-te'>Kinh tế</a></h3></li>",
        "<li><h3><a href='https://khac.vn/tin/77.html'>Báo khác</a></h3></li>",
        "<li><h3><a href='/tin/77.pdf'>Tệp đính kèm</a></h3></li>",
        "<div><h3>Cơ sở dữ liệu quốc gia</h3><a href='/cs-2024.html'><img src='b.png'></a></div>",
    ],
    ids=["elsewhere", "another-folder", "no-number", "another-site", "file", "one-banner"],
)
def test_what_stands_elsewhere_or_has_another_form(beside: str) -> None:
    entries = "".join(titled(n, LONG.format(n)) for n in range(100, 105))
    assert listed(entries + beside) == list(range(100, 105))
