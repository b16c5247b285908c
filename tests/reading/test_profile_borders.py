"""What a profile learns: on how many pages a line stands, and what is an article's own."""

from __future__ import annotations

import pytest

import govnews
from govnews.model import Profile
from govnews.reading.page.template import block_digest
from tests.reading.pagelib import document, page_of, paragraphs, text


def learned(pages: list[str]) -> Profile:
    return govnews.learn(
        (document(body), f"https://mau.gov.vn/tin/{n}") for n, body in enumerate(pages)
    )


def pages(count: int, extra: str = "", where: int = 0) -> list[str]:
    """Pages of different texts; the first `where` of them have something more."""
    made = []
    for n in range(count):
        words = "".join(f"<p>{text(150 + n, start=f'Trang {n} đoạn {m} ')}</p>" for m in range(3))
        made.append(f"<div><div class='b'>{words}</div>{extra if n < where else ''}</div>")
    return made


def knows(profile: Profile, line: str) -> bool:
    return block_digest(page_of(line).blocks[0]) in profile.noise


LINE = "<p>Cổng của tỉnh, nơi gặp gỡ</p>"
SHARES = [
    ("four pages", 4, 4, True),
    ("three pages", 3, 3, False),
    ("half of ten", 10, 5, True),
    ("less than half", 10, 4, False),
    ("three of four", 4, 3, True),
    ("two of four", 4, 2, False),
]


@pytest.mark.parametrize(("name", "count", "where", "known"), SHARES, ids=[r[0] for r in SHARES])
def test_on_how_many_pages(name: str, count: int, where: int, known: bool) -> None:
    assert knows(learned(pages(count, LINE, where)), LINE) == known


OWN = [
    ("a date", "<p>12/05/2023 08:30</p>", False),
    ("a date and 30 letters", f"<p>12/05/2023 {'a' * 30}</p>", False),
    ("a date and 31 letters", f"<p>12/05/2023 {'a' * 31}</p>", True),
    ("220 characters of a date", f"<p>12/05/2023 {'-' * 209}</p>", False),
    ("221 characters of a date", f"<p>12/05/2023 {'-' * 210}</p>", True),
    ("half of a link", "<p><a href='/x'>12/05</a>/2023</p>", False),
    ("more of a link", "<p><a href='/x'>12/05/</a>2023</p>", True),
    ("a signature", "<p>Tác giả: Thu Hà</p>", False),
]


@pytest.mark.parametrize(("name", "line", "known"), OWN, ids=[row[0] for row in OWN])
def test_what_is_an_articles_own(name: str, line: str, known: bool) -> None:
    assert knows(learned(pages(4, line, 4)), line) == known


SAME = [
    ("numbers of a label", "<p>Đang xem 5 trang</p>", "<p>Đang xem 7 trang</p>", True),
    ("60 characters of a sentence", f"<p>5 {text(58)}</p>", f"<p>7 {text(58)}</p>", False),
    (
        "59 characters with few words",
        f"<p>5 {'a' * 56}.</p>",
        f"<p>7 {'a' * 56}.</p>",
        True,
    ),
    ("60 characters with few words", f"<p>5 {'a' * 57}.</p>", f"<p>7 {'a' * 57}.</p>", False),
    ("seven short words", "<p>Xã có 5 cô và thầy.</p>", "<p>Xã có 7 cô và thầy.</p>", True),
    ("seven words", "<p>Xã ta có 5 cô và thầy.</p>", "<p>Xã ta có 7 cô và thầy.</p>", False),
    (
        "a row of figures",
        f"<p>{text(68)} 12345678901.</p>",
        f"<p>{text(68)} 92345678901.</p>",
        False,
    ),
    (
        "a row of more figures",
        f"<p>{text(68)} 1234567890123.</p>",
        f"<p>{text(68)} 9234567890123.</p>",
        True,
    ),
    ("a heading", "<h3>Xã 5</h3>", "<h3>Xã 7</h3>", False),
    ("four fifths of a link", "<p><a>aaaa</a>b</p>", "<p>aaaab</p>", True),
    ("more of a link", "<p><a href='/x'>aaaaa</a>b</p>", "<p>aaaaab</p>", False),
]


@pytest.mark.parametrize(("name", "one", "other", "same"), SAME, ids=[row[0] for row in SAME])
def test_lines_that_are_the_same(name: str, one: str, other: str, same: bool) -> None:
    digests = {block_digest(page_of(line).blocks[0]) for line in (one, other)}
    assert (len(digests) == 1) == same


def body_paths(side: int, texts: int = 1) -> tuple[str, ...]:
    """The paths of pages whose text stands beside so much other text that varies."""
    made = []
    for n in range(10):
        words = "".join(f"<p>{text(200, start=f'Trang {n} đoạn {m} ')}</p>" for m in range(4))
        other = f"<div class='o'><p>{text(side, start=f'Cột {n} ')}</p></div>"
        several = f"<div class='b'>{words}</div>" * (1 if n >= texts else 2)
        made.append(f"<div class='a'>{several}{other}</div>")
    return learned(made).body_paths


@pytest.mark.parametrize(("side", "deep"), [(190, True), (210, False)])
def test_how_much_of_the_text_a_path_holds(side: int, deep: bool) -> None:
    paths = body_paths(side)
    assert any(path.endswith("div.b") for path in paths) == deep


@pytest.mark.parametrize(("twice", "deep"), [(2, True), (3, False)])
def test_a_path_that_leads_to_several_texts(twice: int, deep: bool) -> None:
    paths = body_paths(100, twice)
    assert any(path.endswith("div.b") for path in paths) == deep


def test_an_empty_profile_changes_nothing() -> None:
    assert learned([f"<div>{paragraphs(2)}</div>"]) == Profile(pages=1)
