"""Text dumps: which line is the headline, and how far from it its date may stand."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import dump_of, phrase, rule_of, text

TITLE = "Khai mạc hội chợ nông sản"
LABEL = "Ngày đăng: 12/05/2023"


def body(count: int = 4) -> list[str]:
    return [text(150, start=f"Đoạn {n} kể ") for n in range(count)]


def title_of(*lines: str) -> str:
    return dump_of("\n".join(lines)).title


FURNITURE = "In bài viết"


@pytest.mark.parametrize(("size", "first"), [(60, TITLE), (59, "small")])
def test_a_paragraph(size: int, first: str) -> None:
    small = phrase(size)
    title = title_of(TITLE, small, *body())
    assert title == (small if first == "small" else TITLE)


@pytest.mark.parametrize(("between", "found"), [(4, True), (5, False)])
def test_furniture_between_headline_and_text(between: int, found: bool) -> None:
    title = title_of(TITLE, *[FURNITURE] * between, *body())
    assert (title == TITLE) == found


@pytest.mark.parametrize(
    ("above", "rule"), [(3, "line-above-views-or-date"), (4, "line-above-text")]
)
def test_a_date_after_the_first_paragraphs(above: int, rule: str) -> None:
    article = dump_of("\n".join([TITLE, *body(above - 1), "Dòng ngắn về hội chợ", LABEL, *body()]))
    assert rule_of(article, "title") == rule


@pytest.mark.parametrize(("size", "found"), [(299, True), (300, False)])
def test_a_dump_that_begins_with_its_headline(size: int, found: bool) -> None:
    first = text(size)
    lines = "\n".join([first, *body()])
    if found:
        assert title_of(lines) == first
    else:
        with pytest.raises(Exception, match="no headline"):
            dump_of(lines)


@pytest.mark.parametrize(("size", "rule"), [(160, "views-or-date"), (161, "text")])
def test_a_long_line_of_views(size: int, rule: str) -> None:
    line = "Lượt xem: 53 "
    line += "-" * (size - len(line))
    article = dump_of("\n".join([TITLE, line, "Dòng phụ của trang này", *body()]))
    assert rule_of(article, "title") == f"line-above-{rule}"


@pytest.mark.parametrize(("between", "found"), [(2, True), (3, False)])
def test_a_date_above_the_headline(between: int, found: bool) -> None:
    lines = [LABEL, *[FURNITURE] * between, TITLE, *body()]
    assert (dump_of("\n".join(["Trang chủ", *lines])).published is not None) == found


@pytest.mark.parametrize(("above", "found"), [(1, True), (2, False)])
def test_a_date_among_the_first_lines(above: int, found: bool) -> None:
    lines = [TITLE, *body(above), "12/05/2023", *body(5)]
    assert (dump_of("\n".join(lines)).published is not None) == found


@pytest.mark.parametrize(("between", "found"), [(4, True), (5, False)])
def test_a_count_below_the_text(between: int, found: bool) -> None:
    lines = [TITLE, *body(), "Bản quyền thuộc tỉnh", *[FURNITURE] * between]
    assert (dump_of("\n".join([*lines, "Lượt xem: 53"])).views is not None) == found
