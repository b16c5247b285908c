"""Any page: no error, sound answers, and time that grows with the page and not faster."""

# ruff: noqa: E501 (markup and data stand in one line)

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.families.pagerlib import HOST, find, find_json, page

pytestmark = pytest.mark.slow

LABELS = st.sampled_from(
    ["1", "2", "3", "[2]", "02", "Trang 2", "...", "…", "›", "»", ">>", "<", "Trang sau", "Cuối",
     "Xem thêm", "1/9", "Trang 9/9", "10", "2021", "Tin khác", "", " ", "\u200b2", "٣", "²", "1.234"]
)  # fmt: skip
ADDRESSES = st.sampled_from(
    ["?page=2", "?page=3", "/tin-tuc/page/2", "#", "javascript:;", "javascript:void(0)",
     "javascript:__doPostBack('g','Page$2')", "javascript:__doPostBack(", "//", "http://[", "/bai-viet-40",
     "https://khac.vn/?page=2", "?page=%", "/a?b=" + "9" * 300, "javascript:" + "a('" * 50, "/x/2?y=2&z=2"]
)  # fmt: skip
TAGS = st.sampled_from(["a", "span", "li", "button", "td", "b", "div", "input", "select"])
CLASSES = st.sampled_from(
    ["", "active", "disabled", "pagination", "next", "last", "slider", "calendar"]
)


@st.composite
def controls(draw: Any) -> str:
    tag, name = draw(TAGS), draw(CLASSES)
    attributes = f'class=\'{name}\' href="{draw(ADDRESSES)}" onclick="{draw(ADDRESSES)}"'
    if tag == "input":
        kind = draw(st.sampled_from(["submit", "image", "text", "hidden"]))
        return f"<input type='{kind}' name='trang' value='{draw(LABELS)}' {attributes}>"
    if tag == "select":
        return (
            f"<select name='trang'><option>{draw(LABELS)}<option selected>{draw(LABELS)}</select>"
        )
    return f"<{tag} {attributes}>{draw(LABELS)}" + (f"</{tag}>" if draw(st.booleans()) else "")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(controls(), max_size=25), st.integers(1, 12), st.booleans())
def test_any_controls(parts: list[str], number: int, posted: bool) -> None:
    found = find(page(" ".join(parts), posted=posted), "/tin-tuc?page=2", number)
    assert found.is_last == (found.proof is not None)
    assert not (found.is_last and found.candidates)
    for one in found.candidates:
        assert one.link.page == number + 1
        assert one.link.url.startswith(HOST)
        assert one.link.method == "POST" or one.link.url != f"{HOST}/tin-tuc?page=2"
    assert all(len(one) <= 200 for one in found.not_understood)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/='\"ahref onclick12»…&#;()$%", max_size=400))
def test_any_markup(text: str) -> None:
    find(f"<html><body>{text}</body></html>")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["next", "total", "data", "items", "cursor", "last", "page", "links", "href"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.sampled_from(["/api?page=1", "/api?skip=0&take=0", "/api?page=&start=x", "/api"]))
def test_any_json(data: Any, path: str) -> None:
    found = find_json(data, path)
    assert found.is_last == (found.proof is not None)
    assert all(one.link.url.startswith(HOST) for one in found.candidates)


def seconds(html: str) -> float:
    """The shorter of two runs, in seconds of processor time."""
    runs = []
    for _ in range(2):
        begin = time.process_time()
        find(html)
        runs.append(time.process_time() - begin)
    return min(runs)


SHAPES = {
    "numbers": lambda n: " ".join(f"<a href='/tin?page={k}'>{k}</a>" for k in range(1, n)),
    "numbers-without-a-pattern": lambda n: " ".join(
        f"<a href='/tin/x{'abc'[k % 3]}{k * k}/{k}/{k * 7}?c={k * 3}'>{k}</a>" for k in range(1, n)
    ),
    "words": lambda n: " ".join(f"<a href='/tin?page={k}'>Trang sau</a>" for k in range(n)),
    "headlines": lambda n: " ".join(f"<a href='/tin-{k}'>Tin về tỉnh số {k}</a>" for k in range(n)),
    "pairs": lambda n: " ".join(f"<a href='/t{k}?page=2'>2</a><p>Một đoạn văn dài</p>" for k in range(n)),
    "postbacks": lambda n: " ".join(
        f"<a href=\"javascript:__doPostBack('g${k}','')\">{k}</a>" for k in range(1, n)
    ),
    "handlers": lambda n: "<div onclick='x()'>" * 200 + "<b>2</b>" * n,
    "texts": lambda n: " ".join(f"<p>{k} - {k} của {k}</p>" for k in range(n)),
    "classes": lambda n: " ".join(f"<div class='pagination p{k}' id='i{k}'></div>" for k in range(n)),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_page(shape: str) -> None:
    make = SHAPES[shape]
    small, large = seconds(page(make(1_000))), seconds(page(make(3_000)))
    assert large < 5 * small + 0.2, (small, large)


def test_fifty_thousand_links_are_read_in_seconds() -> None:
    """One link in ten is a number."""
    html = page(SHAPES["headlines"](45_000) + SHAPES["numbers"](5_000))
    begin = time.process_time()
    find(html)
    assert time.process_time() - begin < 20
