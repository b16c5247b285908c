"""Twice as many lines take twice as many steps of reading: calls are counted, not seconds."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from tests.reading.pagelib import DATE, TITLE, article_of, text

LINES = 60
ROOM = 2.3
"""Twice as many steps, and what a longer page has in addition; quadratic steps are four times."""

PAPER = "Quyết định số {n}/2019/QĐ-UBND ngày 04/3/2019 quy định giá nước sạch nông thôn"
NEWS = "Hội nghị lần thứ {n} về quy định giá nước sạch nông thôn của tỉnh"
SHAPES = {
    "documents in a list": ("<ul>", f"<li><a href='/vb/{{n}}.html'>{PAPER}</a></li>", "</ul>"),
    "news in a list": ("<ul>", f"<li><a href='/tin/{{n}}.html'>{NEWS}</a></li>", "</ul>"),
    "one page in a list": ("<ul>", f"<li><a href='/tin/1.html'>{NEWS}</a></li>", "</ul>"),
    "documents in paragraphs": ("", f"<p><a href='/vb/{{n}}.html'>{PAPER}</a></p>", ""),
    "news in divisions": ("<div>", f"<div><a href='/tin/{{n}}.html'>{NEWS}</a></div>", "</div>"),
    "files in rows": (
        "<table><tr><td>STT</td><td>Văn bản</td></tr>",
        f"<tr><td>{{n}}</td><td><a href='/vb/{{n}}.pdf'>{PAPER}</a></td></tr>",
        "</table>",
    ),
    "names in a list": ("<ul>", "<li>Trần Văn Út</li>", "</ul>"),
    "dates": ("", "<p>Ngày 12/11/2025</p>", ""),
    "schedules": ("", "<p>Thời gian: 08 giờ 00 ngày 15/10/2025</p>", ""),
}


def steps_of(body: str) -> int:
    """How often functions are called, those written in C included, while a page is read."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        article_of(body)
    finally:
        sys.setprofile(before)
    return count


def page(shape: str, lines: int) -> str:
    start, line, end = SHAPES[shape]
    middle = "".join(line.replace("{n}", str(100 + n)) for n in range(lines))
    lead, close = (f"<p>{text(150, start=start)}</p>" for start in ("Tỉnh ", "Các sở "))
    return f"<h1>{TITLE}</h1>{DATE}<div>{lead}{start}{middle}{end}{close}</div>"


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_lines_take_twice_the_steps(shape: str) -> None:
    steps_of(page(shape, 2))  # what is remembered between pages is no step of a longer page
    base = steps_of(page(shape, 2))
    once, twice = (steps_of(page(shape, lines)) - base for lines in (LINES, 2 * LINES))
    assert twice <= ROOM * once
