"""Divides a text dump, furniture included, into headline, head lines, body and tail."""

from __future__ import annotations

from govnews.reading import weights as w
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.headline import Headline
from govnews.reading.page.main_content import prose
from govnews.reading.recognisers.dates import date_lines, residue
from govnews.reading.recognisers.views import find_views
from govnews.vietnamese.names import looks_like_name


def segment_dump(context: PageContext) -> Regions:
    """The regions of a text dump: the title is the line above the first date or view count, or,
    without any, the line that the first paragraphs follow.
    """
    headline = _find_headline(context)
    start = 0 if headline is None else headline.position + 1
    head = [*range(max(0, start - w.DUMP_HEAD_LINES), max(0, start - 1))]
    body: list[int] = []
    tail = range(0)
    for position in range(start, len(context.blocks)):
        kind = context.kinds[position]
        if kind in STOPPING or kind == "copyright":
            tail = range(position, min(len(context.blocks), position + w.DUMP_TAIL_LINES))
            break
        furniture = kind is not None or (not body and context.is_head_line(position))
        if furniture and not (body and looks_like_name(context.blocks[position].text)):
            head.append(position)
        else:
            body.append(position)
    return Regions(
        title=headline.position if headline is not None else None,
        title_rule=headline.rule if headline is not None else "",
        head=tuple(head),
        body=tuple(body),
        tail=tuple(tail),
    )


def _find_headline(context: PageContext) -> Headline | None:
    blocks = context.blocks
    first = next((p for p, b in enumerate(blocks) if _is_paragraph(context, p) and prose(b)), None)
    anchor = next((p for p in range(len(blocks)) if _is_anchor(context, p)), None)
    if anchor is not None and (first is None or anchor <= first + w.DUMP_ANCHOR_LINES):
        title = _line_above(context, anchor)
        if title is not None:
            return Headline(title, "line-above-views-or-date")
    if first is None:
        return None
    title = _line_above(context, first)
    if title is None and len(blocks[first].text) < w.DUMP_TITLE_MAX_LENGTH:
        title = first
    return Headline(title, "line-above-text") if title is not None else None


def _is_paragraph(context: PageContext, position: int) -> bool:
    return (
        context.kinds[position] is None and len(context.blocks[position].text) >= w.DUMP_PARAGRAPH
    )


def _is_anchor(context: PageContext, position: int) -> bool:
    text = context.blocks[position].text
    if context.kinds[position] is not None or len(text) > w.DUMP_ANCHOR_MAX_LENGTH:
        return False
    if find_views(text):
        return len(residue(text, context.now)) <= w.INFO_MAX_RESIDUE
    return any(line.role != "bare" and line.alone for line in date_lines(text, context.now))


def _line_above(context: PageContext, position: int) -> int | None:
    for above in range(position - 1, max(-1, position - 1 - w.DUMP_TITLE_LINES), -1):
        if context.is_head_line(above):
            continue
        return above if len(context.blocks[above].text) >= w.TITLE_MIN_LENGTH else None
    return None
