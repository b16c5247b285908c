"""Pagers whose numbers count down while a list is walked, and walks that begin behind page 1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from govnews.families.pagers import Pagers
from tests.families.pagerlib import find, first, page


def pager(present: int, last: int, form: str) -> str:
    """Numbers from the highest, or from 1; with a window, or all; with words, or without."""
    near = [n for n in range(1, last + 1) if "window" not in form or abs(n - present) < 3]
    numbers = near if "up" in form else near[::-1]
    active = "<span class='active'>{}</span>" if "named" in form else "<b>{}</b>"
    shown = [
        active.format(n) if n == present else f"<a href='/tin?page={n}'>{n}</a>" for n in numbers
    ]
    if "words" in form and present < last:
        shown.insert(0, f"<a href='/tin?page={present + 1}'>Tin mới hơn</a>")
    if "words" in form and present > 1:
        shown.append(f"<a href='/tin?page={present - 1}'>Tin cũ hơn</a>")
    if "ends" in form and present > 1:
        shown.append("<a href='/tin?page=1'>Cuối</a>")
    name = "pagination" if "named" in form else "x"
    return f"<div class='{name}'>{' '.join(shown)}</div>"


FORMS = [
    "down", "down named", "down words", "down window named", "down window words named", "up named",
    "up words named", "up", "down ends", "down window ends named",
]  # fmt: skip


def walk(last: int, form: str) -> Iterator[tuple[int, Pagers]]:
    """The pages of a list that opens at its highest number; a page that shows an earlier one again
    is asked for otherwise, as the walk does it.
    """
    read: list[int] = []
    present, path = last, "/tin"
    for number in range(1, last + 1):
        found = find(page(pager(present, last, form)), path, number)
        read.append(present)
        yield present, found
        asked = [int(one.link.url.rpartition("=")[2]) for one in found.candidates]
        following = next((one for one in asked if one not in read), None)
        if following is None:
            return
        present, path = following, f"/tin?page={following}"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("last", [2, 3, 4, 8, 9])
def test_a_list_that_opens_at_its_highest_number_is_walked_down(last: int, form: str) -> None:
    pages = list(walk(last, form))
    assert [present for present, _ in pages] == list(range(last, 0, -1))
    assert not any(found.is_last for _, found in pages[:-1])
    assert pages[-1][1].is_last, pages[-1]


@pytest.mark.parametrize("last", [3, 5, 8, 9])
@pytest.mark.parametrize("form", ["down named", "up named", "up", "down"])
def test_a_list_that_opens_at_page_1_is_walked_up(last: int, form: str) -> None:
    """However its numbers are printed: some themes turn their order by a style."""
    for present in range(1, last + 1):
        path = "/tin" if present == 1 else f"/tin?page={present}"
        found = find(page(pager(present, last, form)), path, present)
        if present < last:
            assert first(found).endswith(f"page={present + 1}"), found
        else:
            assert found.is_last, found


def test_older_articles_follow_whatever_their_number() -> None:
    for present in range(8, 1, -1):
        markup = f"<a href='/tin?page={present - 1}'>Tin cũ hơn</a>"
        path = "/tin" if present == 8 else f"/tin?page={present}"
        found = find(page(markup), path, 9 - present)
        assert first(found).endswith(f"page={present - 1}"), (present, found)


def test_a_walk_that_begins_behind_page_1_proves_nothing() -> None:
    """A section's address may name page 5: what is before it was not read."""
    for present in range(5, 9):
        found = find(page(pager(present, 8, "up named")), f"/tin?page={present}", present - 4)
        assert not found.is_last, found
        if present < 8:
            assert first(found).endswith(f"page={present + 1}"), found
    assert first(found).endswith("page=7"), found


def test_a_mark_that_never_moves_proves_nothing_before_the_address_does() -> None:
    """A theme that marks the last number on all pages: page 2 of the walk asked for number 3."""
    links = " ".join(
        f"<a href='/tin?page={n}'{' class=active' if n == 4 else ''}>{n}</a>" for n in range(1, 5)
    )
    found = find(page(links), "/tin?page=3", 2)
    assert not found.is_last
    assert [one.link.url.rpartition("=")[2] for one in found.candidates] == ["2"]
