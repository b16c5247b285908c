"""Two lists on one page, each with a pager: both are walked, and no end of one ends the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govnews.families.pagers import Pagers, find_pagers
from govnews.model import Capture, Kind, Link
from govnews.reading.parse.document import parse
from tests.families.pagerlib import ARTICLES, AT, HOST, STATE, find, first, items


def numbers(address: Callable[[int], str], present: int, last: int) -> str:
    """A pager of numbers."""
    links = [
        f"<span class='active'>{n}</span>" if n == present
        else f'<a href="{address(n)}">{n}</a>'
        for n in range(1, last + 1)
    ]  # fmt: skip
    return f"<div class='pagination'>{' '.join(links)}</div>"


def kept(one: int, two: int) -> str:
    """The links of each pager keep the page of the other."""
    return (
        f"<h2>Trong tỉnh</h2>{items(0, 4)}{numbers(lambda n: f'/t?p1={n}&amp;p2={two}', one, 3)}"
        f"<h2>Ngoài tỉnh</h2>{items(4, 8)}{numbers(lambda n: f'/t?p1={one}&amp;p2={n}', two, 4)}"
    )


def apart(one: int, two: int) -> str:
    """The links of each pager forget the page of the other."""
    return (
        f"<div>{items(0, 4)}{numbers(lambda n: f'/t?pa={n}', one, 3)}</div>"
        f"<div>{items(4, 8)}{numbers(lambda n: f'/t?pb={n}', two, 4)}</div>"
    )


def portlets(one: int, two: int) -> str:
    """Two asset publishers of Liferay, each with its own count."""
    parts = []
    for name, start, present, last in (("AbC1", 0, one, 3), ("xYz2", 4, two, 4)):
        shown = f"Hiển thị {present * 4 - 3} - {present * 4} của {last * 4} kết quả."
        address = f"/t?p_p_id=x_INSTANCE_{name}&amp;_x_INSTANCE_{name}_cur="
        pager = numbers(lambda n, address=address: f"{address}{n}", present, last)  # type: ignore[misc]
        parts.append(
            f"<section>{items(start, start + 4)}<div><p>{shown}</p>{pager}</div></section>"
        )
    return "".join(parts)


LISTS = {
    "kept": (kept, "/t?p1=2&p2=1", "/t?p1=1&p2={}"),
    "apart": (apart, "/t?pa=2", "/t?pb={}"),
    "liferay": (
        portlets,
        "/t?_x_INSTANCE_AbC1_cur=2&p_p_id=x_INSTANCE_AbC1",
        "/t?_x_INSTANCE_xYz2_cur={}&p_p_id=x_INSTANCE_xYz2",
    ),
}


def whole(body: str) -> str:
    return f"<html><body>{body}</body></html>"


def parameters(url: str) -> set[str]:
    """The parameters of an address, in any order."""
    return set(url.partition("?")[2].split("&"))


@pytest.mark.parametrize("name", LISTS)
def test_the_second_list_is_offered_as_a_list_of_its_own(name: str) -> None:
    make, following, address = LISTS[name]
    found = find(whole(make(1, 1)), "/t")
    assert parameters(found.candidates[0].link.url) == parameters(following)
    (beside,) = found.beside
    assert parameters(beside.url) == parameters(address.format(2))
    assert (beside.page, beside.list_key) == (2, beside.key)


@pytest.mark.parametrize("name", LISTS)
def test_the_second_list_is_walked_by_its_own_pager(name: str) -> None:
    make, _, address = LISTS[name]
    for present in (2, 3, 4):
        found = find(whole(make(1, present)), address.format(present), present)
        assert not found.beside
        if present < 4:
            got = parameters(found.candidates[0].link.url)
            assert got == parameters(address.format(present + 1)), found
        else:
            assert found.is_last, found


@pytest.mark.parametrize("name", LISTS)
def test_the_first_list_ends_by_its_own_pager(name: str) -> None:
    make, following, _ = LISTS[name]
    found = find(whole(make(3, 1)), following.replace("=2", "=3", 1), 3)
    assert found.is_last, found
    assert not found.beside


def test_a_list_with_only_a_word_beside_a_list_with_numbers() -> None:
    pager = numbers(lambda n: f"/t?page={n}", 1, 3)
    more = "<div class='xemtiep'><a href='/t?old={}'>Xem tiếp »</a></div>"
    found = find(whole(items(0, 4) + pager + items(4, 8) + more.format(2)), "/t")
    assert first(found).endswith("/t?page=2")
    assert [one.url for one in found.beside] == [f"{HOST}/t?old=2"]
    assert first(find(whole(items(4, 8) + more.format(3)), "/t?old=2", 2)).endswith("old=3")


@pytest.mark.parametrize(
    "second",
    [
        numbers(lambda n: f"/t?trang={n}", 1, 3),
        numbers(lambda n: f"/t?page={n}", 1, 3),
        "<ul><li><a href='/vb/1.pdf'>Quyết định 1</a></li></ul>"
        + numbers(lambda n: f"/t?vb={n}", 1, 9),
    ],
    ids=["same-list-another-address", "same-pager", "documents"],
)
def test_what_is_no_second_list(second: str) -> None:
    pager = numbers(lambda n: f"/t?page={n}", 1, 3)
    found = find(whole(f"{second}<hr>{items()}{pager}"), "/t")
    assert first(found).endswith("/t?page=2"), found
    assert not found.beside
    assert not found.not_understood


# --- two grids of one form ------------------------------------------------------------------------


def posted(one: int, two: int, pressed: str, number: int) -> Pagers:
    """A page with two grids, that a press on the pager of one of them answered."""

    def grid(name: str) -> Callable[[int], str]:
        return lambda n: f"javascript:__doPostBack('{name}','Page${n}')"

    html = whole(
        f"<form method='post'>{STATE}{items(0, 4)}{numbers(grid('gA'), one, 3)}"
        f"{items(4, 8)}{numbers(grid('gB'), two, 3)}</form>"
    )
    url = f"{HOST}/l.aspx"
    capture = Capture(url, AT, html.encode(), content_type="text/html; charset=utf-8")
    form = (("__EVENTTARGET", pressed), ("__EVENTARGUMENT", "Page$2"))
    link = Link(url, Kind.LISTING, "Tin", method="POST", form=form, page=number)
    return find_pagers(parse(capture), capture, link, ARTICLES)


@pytest.mark.parametrize(
    ("one", "two", "pressed", "number", "target"),
    [
        (2, 1, "gA", 2, "gA __EVENTARGUMENT=Page$3"),
        (3, 1, "gA", 3, "gB __EVENTARGUMENT=Page$2"),
        (3, 2, "gB", 4, "gB __EVENTARGUMENT=Page$3"),
        (3, 3, "gB", 5, ""),
    ],
)
def test_two_grids_are_read_one_after_the_other(
    one: int, two: int, pressed: str, number: int, target: str
) -> None:
    """Postbacks to one address share a key, so that both grids belong to one walk."""
    found = posted(one, two, pressed, number)
    assert target in first(found), found
    assert found.is_last == (not target)
