"""Numbers and dates that stand just before or behind a pager are not taken for its present page."""

from __future__ import annotations

import pytest

from tests.families.pagerlib import find, first, items

STRAY = {
    "count": "<i>53</i>",
    "small-count": "<i>4</i>",
    "one": "<span class='bl'>1</span>",
    "day-and-month": "<b>24</b><span>05</span>",
    "short-date": "<span class='ngay'>24/5</span>",
    "date-like-an-end": "<span class='ngay'>12/12</span>",
    "date-range": "<p>Từ 01 - 05/05</p>",
    "picture-counter": "<span>3/3</span>",
    "time": "<em>14:30</em>",
    "year": "<em>2026</em>",
    "ellipsis": "<span>...</span>",
    "views": "<span>Lượt xem: 5</span>",
}
PLACES = {
    "before": "<ul>{list}</ul>{stray}<div>{pager}</div>",
    "in-the-list": "<ul>{list}<li>{stray}</li></ul><div>{pager}</div>",
    "behind": "<ul>{list}</ul><div>{pager}</div><p>{stray}</p>",
    "in-another-box": "<div><ul>{list}</ul><div>{pager}</div></div><div><div>{stray}</div></div>",
}


def link(number: int) -> str:
    return f"<a href='/tin?page={number}'>{number}</a> "


def numbers(present: int, form: str) -> str:
    shown = [form.format(n=n) if n == present else link(n) for n in range(1, 6)]
    return "".join(shown)


PAGERS = {
    "bare": "<span>{n}</span> ",
    "class": "<span class='active'>{n}</span> ",
    "linked": "<a href='/tin?page={n}'>{n}</a> ",
    "dead": "<a href='#'>{n}</a> ",
    "bracketed": "[{n}] ",
}


@pytest.mark.parametrize("stray", STRAY)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", PAGERS)
def test_stray_numbers(stray: str, place: str, form: str) -> None:
    """Pages 1 and 3 of 5 go on; page 5 has no request for a page 6."""
    for present in (1, 3, 5):
        body = PLACES[place].format(
            list=items(), stray=STRAY[stray], pager=numbers(present, PAGERS[form])
        )
        path = "/tin" if present == 1 else f"/tin?page={present}"
        found = find(f"<html><body><div>{body}</div></body></html>", path, present)
        if present < 5:
            assert first(found) == f"GET https://mau.gov.vn/tin?page={present + 1}", (
                present,
                found,
            )
            assert not found.is_last
        else:
            assert not found.candidates, (present, found)


@pytest.mark.parametrize("stray", STRAY)
@pytest.mark.parametrize("place", PLACES)
def test_stray_numbers_beside_a_pager_that_only_a_script_knows(stray: str, place: str) -> None:
    """A list that cannot be walked on does not end by a date."""
    pager = "<a href='#' onclick='trang(2)'>2</a><a href='#' onclick='trang(3)'>3</a>"
    body = PLACES[place].format(list=items(), stray=STRAY[stray], pager=pager)
    found = find(f"<html><body><div>{body}</div></body></html>")
    assert not found.is_last, found
    assert found.not_understood


@pytest.mark.parametrize("stray", STRAY)
def test_stray_numbers_without_a_pager(stray: str) -> None:
    found = find(f"<html><body><div>{items()}{STRAY[stray]}</div></body></html>")
    assert not found.is_last, found
    assert not found.candidates
    assert found.announced_pages is None


@pytest.mark.parametrize(
    "behind",
    [
        "<a href='/tin?page=4'><img src='/i/x1.png'></a>",
        "<a href='#' onclick='di()'><img src='/i/x1.png'></a>",
        "<button type='button'></button>",
    ],
)
def test_a_control_without_a_label_behind_the_numbers_leaves_the_end_open(behind: str) -> None:
    pager = f"<p>{link(1)}{link(2)}<b>3</b> {behind}</p>"
    found = find(f"<html><body><div>{items()}{pager}</div></body></html>", "/tin?page=3", 3)
    assert not found.is_last


@pytest.mark.parametrize(
    "back", ["<a href='/media'>‹</a>", "<a href='https://khac.vn/?page=1'>Trang trước</a>"]
)
def test_what_leads_back_elsewhere_proves_nothing(back: str) -> None:
    found = find(f"<html><body><div>{items()}{back}</div></body></html>", "/tin?page=3", 3)
    assert not found.is_last
