"""Whatever the bytes are, reading ends in time with an article or with a named refusal."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govnews.errors import NotAnArticle, PageRefused
from govnews.model import NOT_ARTICLE_REASONS, Article, Capture
from govnews.reading.reader import read
from govnews.reading.weights import MAX_BYTES, MAX_LINES
from tests.caselib import load_cases

SEED = next(case.capture for case in load_cases() if case.expected["kind"] == "article")
PARAGRAPH = "<p>Ủy ban nhân dân tỉnh họp phiên thường kỳ tháng 5 năm 2021, bàn 12 việc.</p>"
HEAD = "<html><head><title>Tin</title></head><body><h1>Tỉnh họp phiên thường kỳ tháng 5</h1>"


def attempt(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> Article | str:
    """The article, or the reason of the refusal; any other exception fails the test."""
    capture = Capture(SEED.url, SEED.fetched_at, body, content_type=content_type)
    try:
        article = read(capture)
    except NotAnArticle as refusal:
        return refusal.reason if refusal.reason in NOT_ARTICLE_REASONS else "a reason unheard of"
    except PageRefused as refusal:
        return refusal.reason
    assert article.title
    assert "\0" not in article.title + article.body
    return article


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\t ", "empty", id="blank"),
        pytest.param(b"\0" * 500, "empty", id="only-nul"),
        pytest.param(b"%PDF-1.7\n\xe2\xe3", "not-html", id="pdf"),
        pytest.param(b"PK\x03\x04" + bytes(range(256)), "not-html", id="zip"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(99), "not-html", id="picture"),
        pytest.param(b"<" * 1000, "empty", id="angle-brackets"),
        pytest.param(b"x" * (MAX_BYTES + 1), "too-large", id="too-large"),
    ],
)
def test_what_is_no_page_is_refused_by_name(body: bytes, reason: str) -> None:
    assert attempt(body) == reason


def test_nul_bytes_do_not_hide_the_text() -> None:
    page = (HEAD + PARAGRAPH * 3).replace("thường", "thư\0ờng").encode()
    article = attempt(page)
    assert isinstance(article, Article)
    assert article.title == "Tỉnh họp phiên thường kỳ tháng 5"


def test_a_page_without_charset_is_read() -> None:
    article = attempt((HEAD + PARAGRAPH * 3).encode("utf-8"), content_type=None)
    assert isinstance(article, Article)
    assert article.body.startswith("Ủy ban nhân dân tỉnh")


def test_ten_thousand_levels() -> None:
    body = HEAD + "<div>" * 10_000 + PARAGRAPH * 4 + "</div>" * 10_000
    assert _seconds(body.encode()) < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        PARAGRAPH,
        "<div><a href='/a'>Xem</a>",
        "<td>12/5/2021</td>",
        "a<br>",
        "&",
        "<font>1/5/2021</font>",
        "<b>a1</b>B ",
        "<img src=a>",
    ],
)
def test_twenty_megabytes_take_bounded_time(unit: str) -> None:
    whole = (HEAD + unit * (20_000_000 // len(unit.encode()))).encode()
    assert _seconds(whole) < 20


@pytest.mark.slow
def test_a_long_text_dump_takes_bounded_time() -> None:
    lines = "Ngày 24/5/2021 tỉnh họp.\n" * 600_000
    assert _seconds(lines.encode(), "text/plain") < 20


@pytest.mark.slow
def test_the_longest_page_that_is_read_takes_time_in_proportion() -> None:
    """Four times the lines take four times the time, on any machine."""

    def page(lines: int) -> bytes:
        return (HEAD + "<p>Ngày 12/5/2021, tỉnh họp phiên thường kỳ.</p>" * lines).encode()

    longest = MAX_LINES - 10
    assert _seconds(page(longest)) < 8 * _seconds(page(longest // 4))


def _seconds(body: bytes, content_type: str = "text/html") -> float:
    """Of this process alone: what others do on the machine does not count."""
    start = time.process_time()
    attempt(body, content_type)
    return time.process_time() - start


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3000))
def test_any_bytes(body: bytes) -> None:
    assert attempt(body) != "a reason unheard of"


_TAGS = st.sampled_from([
    "<p>", "</p>", "<td>", "<table>", "</table>", "<br>", "<h1>", "</h1>", "<a href='/x'>", "</a>",
    "<li>", "<b>", "</b>", "<div class='related'>", "</div>", "<img src=a.jpg>", "<base href=':'>",
])  # fmt: skip
_LINES = st.sampled_from(
    ["Tin liên quan", "Lượt xem: 12", "24/5/2021", "Trang chủ", "Nguyễn Văn A", "Tác giả: B", "404"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_TAGS, _LINES, st.text(max_size=40), st.just(PARAGRAPH)), max_size=40))
def test_any_soup_of_tags_and_lines(parts: list[str]) -> None:
    assert attempt("".join(parts).encode("utf-8", "replace")) != "a reason unheard of"
