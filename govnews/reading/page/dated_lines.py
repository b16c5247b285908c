"""Dates that belong to the text: subheads of a chronicle, rows of a table, facts of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govnews.reading import weights as w
from govnews.reading.page.context import PageContext
from govnews.reading.parse.lines import Page
from govnews.reading.recognisers.dates import residue
from govnews.vietnamese.text import fold

_FACT = re.compile(
    r"\W*(?:ngay (?:ban hanh|(?:co |het )?hieu luc|ky|ap dung|cap|hop|bat dau|ket thuc)"
    r"|thoi (?:gian|han|diem) (?:hop|thuc hien|ap dung|to chuc|hoan thanh|bat dau|ket thuc))\b"
)
_LABELLED = re.compile(r"[^\W\d_][^:]{1,40}:\s?\S")


def opens_text(context: PageContext, inside: Sequence[int], position: int) -> bool:
    """Whether a line of a date is the beginning of the text, and no line of the head.

    inside: the positions of the element that holds the text.
    """
    return (
        _in_table_of_text(context, position)
        or is_fact(context, position)
        or is_subhead(context, inside, position)
    )


def is_of_text(context: PageContext, body: Sequence[int], position: int) -> bool:
    """Whether a date in the body is the text's: a cell of data, a fact or a subhead."""
    if context.root is None:
        return False
    in_row = context.tables.row(context.blocks[position].node) is not None
    return in_row or opens_text(context, body, position)


def is_subhead(context: PageContext, inside: Sequence[int], position: int) -> bool:
    """Whether a date stands alone above a paragraph, and another one made alike further down."""
    if not _is_date_alone(context, position):
        return False
    page = context.page
    block = page.blocks[position]
    below = [p for p in inside if p > position and page.blocks[p].text]
    if not below or context.prose[below[0]] < w.TEXT_PIECE:
        return False
    parent = page.parents[block.node]
    return any(
        page.blocks[p].tag == block.tag
        and page.parents[page.blocks[p].node] == parent
        and _is_date_alone(context, p)
        for p in below[1:]
    )


def announced_dates(context: PageContext, body: Sequence[int], last: int) -> int:
    """The last of the dates that a line of text announces ("… vào các ngày:"), or that line."""
    if not context.blocks[last].text.endswith(":"):
        return last
    for position in body:
        if position > last:
            if not _is_date_alone(context, position):
                break
            last = position
    return last


def _is_date_alone(context: PageContext, position: int) -> bool:
    dates = context.dates(position)
    return len(dates) == 1 and dates[0].alone and dates[0].role == "bare"


_OF_A_DOCUMENT = re.compile(
    r"(?:so(?: |/|, )*(?:ky )?hieu|trich yeu|ve viec|co quan ban hanh|nguoi ky|loai van ban"
    r"|linh vuc|noi dung)\b"
)
"""Labels of other facts of a document."""


def _has_label_above(context: PageContext, position: int) -> bool:
    """Whether a date stands alone below "Ngày ban hành", near other labels of a document."""
    blocks = context.blocks
    if position < 1 or not _is_date_alone(context, position):
        return False
    if _FACT.match(fold(blocks[position - 1].text[: w.LABEL_MAX_LENGTH])) is None:
        return False
    near = blocks[max(0, position - w.FACT_LINES) : position + w.FACT_LINES]
    return any(_OF_A_DOCUMENT.match(fold(other.text[: w.LABEL_MAX_LENGTH])) for other in near)


_SCHEDULE = re.compile(r"\W*(?:\d{1,2}[.)]\s*)?(?:thoi (?:gian|diem)|ngay|gio|(?:vao )?luc)\s*:")


def _is_schedule(context: PageContext, position: int) -> bool:
    """Whether "Thời gian: …" says when something takes place, and not when the page was published:
    another fact or a paragraph stands beside it, or the page has its own date above it.
    """
    page, block = context.page, context.blocks[position]
    if len(block.text) > w.ICON_LINE_MAX_LENGTH or not _SCHEDULE.match(fold(block.text)):
        return False
    for beside in (position - 1, position + 1):
        if not 0 <= beside < len(context.blocks) or context.is_head_line(beside):
            continue
        other = context.blocks[beside]
        if context.root is not None and not _are_siblings(page, other.node, block.node):
            continue
        text_above = beside < position and context.prose[beside] >= w.TEXT_PIECE
        if _LABELLED.match(other.text) is not None or text_above:
            return True
    above = range(max(0, position - w.DATE_ABOVE_SCHEDULE), position)
    return any(context.is_info(p) and context.dates(p) and not context.is_clock(p) for p in above)


def is_fact(context: PageContext, position: int) -> bool:
    """Whether a line is one of several facts of a document: "Ngày ban hành: …" beside another."""
    if _has_label_above(context, position) or _is_schedule(context, position):
        return True
    block = context.blocks[position]
    if len(block.text) > w.ICON_LINE_MAX_LENGTH or _FACT.match(fold(block.text)) is None:
        return False
    page = context.page
    beside = (p for p in (position - 1, position + 1) if 0 <= p < len(page.blocks))
    return any(
        _LABELLED.match(page.blocks[p].text) is not None
        and (context.root is None or _are_siblings(page, page.blocks[p].node, block.node))
        and (not context.is_info(p) or _FACT.match(fold(page.blocks[p].text)) is not None)
        for p in beside
    )


def _are_siblings(page: Page, node: int, other: int) -> bool:
    return page.parents[node] == page.parents[other]


def _in_table_of_text(context: PageContext, position: int) -> bool:
    """Whether a line stands in a table of data, most rows of which are more than date and count."""
    page = context.page
    row = context.tables.row(page.blocks[position].node)
    if row is None:
        return False
    table = next(step for step in page.ancestors(row) if page.nodes[step].tag == "table")
    rows: dict[int, list[str]] = {}
    for inside in page.inside(table):
        of = context.tables.row(page.blocks[inside].node)
        if of is not None:
            rows.setdefault(of, []).append(page.blocks[inside].text)
    lines = [" ".join(cells) for cells in rows.values()]
    bare = sum(len(residue(line, context.now)) <= w.BARE_DATE_MAX_RESIDUE for line in lines)
    return bare * 2 < len(lines)
