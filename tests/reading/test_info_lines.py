"""Lines beside a headline: how long they are, and what they may hold besides date and count."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.model import VIETNAM
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.recognisers.dates import date_lines
from govnews.reading.recognisers.views import find_views, is_views_label
from tests.reading.pagelib import (
    TITLE,
    article_of,
    context_of,
    paragraphs,
    phrase,
    rule_of,
    text,
)

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
D = "12/05/2023"


def dated(size: int, letters: int, bar: str = "") -> str:
    """A date, so many letters, and dashes up to a size."""
    line = f"{D} {bar}{'a' * letters} "
    return line + "-" * (size - len(line))


INFO = [
    ("220 characters", dated(220, 1), True),
    ("221 characters", dated(221, 1), False),
    ("30 letters", f"{D} {'a' * 30}", True),
    ("31 letters", f"{D} {'a' * 31}", False),
    ("35 of 100 letters", dated(100, 35), True),
    ("36 of 100 letters", dated(100, 36), False),
    ("60 of 100 letters in a bar", dated(100, 60, "| - | "), True),
    ("61 of 100 letters in a bar", dated(100, 61, "| - | "), False),
    ("a count", "Lượt xem: 53", True),
    ("a lone label", "Lượt xem:", True),
    ("no date", "Khai mạc hội chợ", False),
]


@pytest.mark.parametrize(("name", "line", "info"), INFO, ids=[row[0] for row in INFO])
def test_lines_of_date_and_views(name: str, line: str, info: bool) -> None:
    assert context_of(f"<p>{line}</p>").is_info(0) == info


@pytest.mark.parametrize(("letters", "alone"), [(3, True), (4, False)])
def test_a_date_alone(letters: int, alone: bool) -> None:
    (line,) = date_lines(f"{D} {'x' * letters}", NOW)
    assert line.alone == alone


@pytest.mark.parametrize(("size", "count"), [(300, 1), (301, 0)])
def test_lines_in_which_dates_are_looked_for(size: int, count: int) -> None:
    assert len(date_lines(dated(size, 5), NOW)) == count


@pytest.mark.parametrize(("size", "found"), [(220, True), (221, False)])
def test_lines_in_which_counts_are_looked_for(size: int, found: bool) -> None:
    line = "Lượt xem: 53 "
    assert (find_views(line + "-" * (size - len(line))) is not None) == found


@pytest.mark.parametrize(
    ("line", "count"),
    [("Lượt xem: 1234 ở đây khách", None), ("Lượt xem: 1234 ở đây nào khách", 1234)],
)
def test_words_right_behind_a_count(line: str, count: int | None) -> None:
    found = find_views(line)
    assert (found[0] if found else None) == count


@pytest.mark.parametrize(("size", "label"), [(29, True), (30, False)])
def test_a_label_is_short(size: int, label: bool) -> None:
    assert is_views_label("Lượt xem:".ljust(size, ")")) == label


HEAD = [
    ("79 characters of a link", f"<a href='/x'>{phrase(79)}</a>", True),
    ("80 characters of a link", f"<a href='/x'>{phrase(80)}</a>", False),
    ("80 characters of a category", phrase(80, "Chuyên mục: "), True),
    ("81 characters of a category", phrase(81, "Chuyên mục: "), False),
    ("a label and a name", "Tác giả: Thu Hà", True),
    ("a sentence", text(60), False),
]


@pytest.mark.parametrize(("name", "line", "head"), HEAD, ids=[row[0] for row in HEAD])
def test_lines_of_the_head(name: str, line: str, head: bool) -> None:
    assert context_of(f"<p>{line}</p>").is_head_line(0) == head


KINDS = [
    ("90 characters", phrase(90, "Bản quyền thuộc "), "copyright"),
    ("91 characters", phrase(91, "Bản quyền thuộc "), None),
    ("400 of an imprint", phrase(400, "Bản quyền thuộc tỉnh. Điện thoại: 1022. "), "copyright"),
    ("401 of an imprint", phrase(401, "Bản quyền thuộc tỉnh. Điện thoại: 1022. "), None),
    ("its beginning is no fact", phrase(95, "Người chịu trách nhiệm tưới nước "), None),
    ("a fact right behind it", phrase(95, "© 2021 - Điện thoại 1022 "), "copyright"),
]


@pytest.mark.parametrize(("name", "line", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_furniture_by_its_length(name: str, line: str, kind: str | None) -> None:
    assert noise_kind(line) == kind


BODY = f"<h1>{TITLE}</h1>{paragraphs(3)}"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        (f"{D} abcdefgh", True),
        (f"{D} abcdefghi", False),
        (f"Ngày đăng: {D} abcdefghi", True),
        (f"Hôm nay, {D}", False),
        (f"Hôm nay, thứ Năm, ngày {D}", False),
    ],
)
def test_a_bare_date_above_the_headline(line: str, published: bool) -> None:
    article = article_of(f"<div><p>{line}</p>{BODY}</div>")
    assert (article.published is not None) == published


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        (f"Ngày đăng: {D}", True, False),
        (f"Last updated: {D}", False, True),
        (f"Cập nhật lần cuối: {D}", False, True),
        (f"Từ ngày {D} đến ngày {D}", False, False),
        ("3-5-10 năm", False, False),
        (f"Cách đây 2 ngày ({D})", True, False),
        ("Cách đây 2 ngày", True, False),
    ],
)
def test_what_a_date_below_the_headline_is(line: str, published: bool, updated: bool) -> None:
    article = article_of(f"<div><h1>{TITLE}</h1><p>{line}</p>{paragraphs(3)}</div>")
    assert (article.published is not None, article.updated is not None) == (published, updated)


@pytest.mark.parametrize(("size", "kind"), [(6, "selector:h4"), (5, "headline")])
def test_a_selected_headline(size: int, kind: str) -> None:
    body = f"<h4>{'A' * size}</h4><h1>{TITLE}</h1>{paragraphs(3)}"
    assert rule_of(article_of(body, hints={"title": ("h4",)}), "title") == kind


@pytest.mark.parametrize(("size", "rule"), [(60, "head-title"), (95, "headline")])
def test_points_that_a_headline_needs(size: int, rule: str) -> None:
    body = f"<p>{phrase(40)}</p><div>{text(size)}</div><img src='/anh-hop.jpg'>"
    article = article_of(body, "<title>Khai mạc hội chợ nông sản vùng cao</title>")
    assert rule_of(article, "title") == rule


@pytest.mark.parametrize(
    ("other", "title"),
    [(f"<h3>{phrase(40)}</h3>", TITLE), (f"<h2><b>{phrase(40)}</b></h2>", phrase(40))],
)
def test_a_headline_that_leads_to_itself(other: str, title: str) -> None:
    linked = f"<h1><a href='/tin/hoi-dong-nhan-dan-12'>{TITLE}</a></h1>"
    assert article_of(f"<div>{other}{linked}{paragraphs(6)}</div>").title == title


SHORT = "<p>Ảnh đẹp</p>"


def known(above: str, size: int = 900, head: str = "") -> str | None:
    """The rule that finds the headline above a text that a selector names."""
    body = (
        f"<section>{above}<div id='b'><p>{text(150)}</p>{paragraphs(2, size // 2)}</div></section>"
    )
    return rule_of(article_of(body, head, hints={"body": ("#b",)}), "title")


@pytest.mark.parametrize(("between", "winner"), [(2, "h2"), (4, "h3")])
def test_lines_between_a_headline_and_a_known_text(between: int, winner: str) -> None:
    above = f"<h2>{TITLE}</h2>{SHORT * between}<h3>{phrase(40)}</h3>"
    body = f"<section>{above}<div id='b'>{paragraphs(6)}</div></section>"
    title = article_of(body, hints={"body": ("#b",)}).title
    assert title == (TITLE if winner == "h2" else phrase(40))


@pytest.mark.parametrize(
    ("line", "rule"), [(f"<b>{TITLE}</b>", "declared-title"), (TITLE, "head-title")]
)
def test_a_headline_far_above_a_known_text(line: str, rule: str) -> None:
    head = f"<title>{TITLE}</title>"
    assert known(f"<h1>{line}</h1>{SHORT * 45}", head=head) == rule


@pytest.mark.parametrize(("size", "rule"), [(1400, "headline"), (545, "head-title")])
def test_the_first_line_of_a_known_text(size: int, rule: str) -> None:
    first = f"<p>{phrase(80)}</p>{paragraphs(5, size // 5)}"
    article = article_of(
        f"<div id='b'>{first}</div>", "<title>Khai mạc hội chợ</title>", hints={"body": ("#b",)}
    )
    assert rule_of(article, "title") == rule
