"""Reads text dumps: pages that somebody copied as plain text, furniture included."""

from __future__ import annotations

from govnews.reading.page.context import STOPPING, Layout, Reading
from govnews.reading.page.main_content import prose
from govnews.reading.recognisers.dates import date_lines, residue
from govnews.reading.recognisers.views import find_views
from govnews.vietnamese.names import looks_like_name

MIN_PROSE = 60
"""A line of a dump with at least this much prose is taken for a paragraph."""


def arrange_dump(reading: Reading) -> Layout:
    """The layout of a text dump: the title is the line above the first date or view count, or,
    without any, the line that the first paragraphs follow.
    """
    layout = Layout()
    blocks = reading.blocks
    first = next((p for p, b in enumerate(blocks) if _is_paragraph(reading, p) and prose(b)), None)
    anchor = next((p for p in range(len(blocks)) if _is_anchor(reading, p)), None)
    if anchor is not None and (first is None or anchor <= first + 3):
        title = _line_above(reading, anchor)
        if title is not None:
            layout.title, layout.title_rule = title, "line-above-views-or-date"
    if layout.title is None and first is not None:
        title = _line_above(reading, first)
        if title is None and len(blocks[first].text) < 300:
            title = first
        if title is not None:
            layout.title, layout.title_rule = title, "line-above-text"
    start = 0 if layout.title is None else layout.title + 1
    layout.head = list(range(max(0, start - 4), max(0, start - 1)))
    _walk(reading, layout, start)
    return layout


def _is_paragraph(reading: Reading, position: int) -> bool:
    return reading.kinds[position] is None and len(reading.blocks[position].text) >= MIN_PROSE


def _is_anchor(reading: Reading, position: int) -> bool:
    text = reading.blocks[position].text
    if reading.kinds[position] is not None or len(text) > 160:
        return False
    if find_views(text):
        return len(residue(text, reading.now)) <= 30
    return any(line.role != "bare" and line.alone for line in date_lines(text, reading.now))


def _line_above(reading: Reading, position: int) -> int | None:
    for above in range(position - 1, max(-1, position - 6), -1):
        if reading.is_head_line(above):
            continue
        return above if len(reading.blocks[above].text) >= 8 else None
    return None


def _walk(reading: Reading, layout: Layout, start: int) -> None:
    for position in range(start, len(reading.blocks)):
        kind = reading.kinds[position]
        if kind in STOPPING or kind == "copyright":
            layout.cut = kind
            layout.tail = list(range(position, min(len(reading.blocks), position + 6)))
            return
        text = reading.blocks[position].text
        furniture = kind is not None or (not layout.body and reading.is_head_line(position))
        if furniture and not (layout.body and looks_like_name(text)):
            layout.head.append(position)
            continue
        layout.body.append(position)
