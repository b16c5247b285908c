"""Numbers in the address of a list itself are no page numbers, whatever they are."""

from __future__ import annotations

import pytest

from govnews.families.pagers import Pagers, find_pagers
from govnews.model import Capture, Kind, Link
from govnews.reading.parse.document import parse
from govnews.reading.urls import canonical
from tests.families.pagerlib import AT, HEADLINES, find, first, page

LISTS = [
    "/danhmuc?cat=1", "/danhmuc?cat=2", "/danhmuc?cat=12", "/chuyen-muc-1", "/muc-01", "/muc-11",
    "/1/tin", "/tin-c1.html", "/v1/tin", "/trang?sid=4&id=1", "/nhom?tab=1&cid=57", "/2/3/tin",
    "/nam/2021/tin", "/tin?lang=1&zone=3",
]  # fmt: skip
LAST = 4


def address(path: str, number: int, *, first_too: bool = False) -> str:
    """The address of a page of a list; page 1 has none of its own."""
    sign = "&" if "?" in path else "?"
    return path if number == 1 and not first_too else f"{path}{sign}page={number}"


def numbered(path: str, present: int, *, arrows: bool, first_too: bool) -> str:
    """A pager of numbers, with arrows or without."""
    links = [
        f"<b>{n}</b>" if n == present
        else f"<a href='{address(path, n, first_too=first_too)}'>{n}</a>"
        for n in range(1, LAST + 1)
    ]  # fmt: skip
    if arrows and present > 1:
        links.insert(0, f"<a href='{address(path, present - 1, first_too=first_too)}'>«</a>")
    if arrows and present < LAST:
        links.append(f"<a href='{address(path, present + 1, first_too=first_too)}'>»</a>")
    return " ".join(links)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("arrows", [True, False])
@pytest.mark.parametrize("first_too", [True, False])
def test_a_list_is_walked_to_its_last_page(path: str, arrows: bool, first_too: bool) -> None:
    for present in range(1, LAST + 1):
        markup = numbered(path, present, arrows=arrows, first_too=first_too)
        found = find(page(markup), address(path, present), present)
        if present < LAST:
            assert not found.is_last, (present, found)
            wanted = canonical("https://mau.gov.vn" + address(path, present + 1))
            assert first(found) == f"GET {wanted}", (present, found)
        else:
            assert found.is_last, found


@pytest.mark.parametrize("path", LISTS)
def test_the_arrow_goes_on_where_the_only_number_is_page_1(path: str) -> None:
    markup = (
        f"<a href='{path}'>1</a> <b>2</b> <a class='next' href='{address(path, 3)}'>Trang sau</a>"
    )
    found = find(page(markup), address(path, 2), 2)
    assert not found.is_last
    assert first(found).endswith("page=3"), found


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_two_pages_ends_at_the_second(path: str) -> None:
    found = find(page(f"<a href='{path}'>1</a> <b>2</b>"), address(path, 2), 2)
    assert found.is_last, found


def at_host(html: str, url: str, number: int) -> Pagers:
    """The pagers of a page on another host."""
    capture = Capture(url, AT, html.encode(), content_type="text/html; charset=utf-8")
    base = url.partition("/tin")[0]
    articles = frozenset(canonical(base + path) for path, _ in HEADLINES)
    return find_pagers(
        parse(capture), capture, Link(url, Kind.LISTING, "Tin", page=number), articles
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8003", "10.1.2.3", "cong1.tinh2.gov.vn"])
def test_the_numbers_of_a_host_are_never_pages(host: str) -> None:
    for present in range(1, LAST + 1):
        markup = numbered("/tin", present, arrows=True, first_too=False)
        url = canonical(f"http://{host}{address('/tin', present)}")
        found = at_host(page(markup), url, present)
        assert found.is_last == (present == LAST), (present, found)
        if present < LAST:
            assert first(found).endswith(f"page={present + 1}")
