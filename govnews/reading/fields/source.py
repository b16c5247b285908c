"""The source: the paper, agency or site that a text was taken from. A source is no author."""

from __future__ import annotations

import re
from itertools import takewhile

from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.fields.placement import is_set_apart
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block
from govnews.reading.recognisers.bylines import looks_like_source, read_source
from govnews.reading.selectors import visible_text
from govnews.vietnamese.names import is_paper

_CLASS = re.compile(
    r"(?:^|[\s_-])(?:source|nguon|nguon-?_?tin|nguon-?_?bai)(?:[\s_-]|$)", re.IGNORECASE
)
_OF_PICTURE = re.compile(r"img|image|photo|anh|caption|video|hinh", re.IGNORECASE)
_NAMED = ("class", "id", "itemprop", "data-role")
_IN_LINE = re.compile(
    r"(?:^|[\s|•·(–-])nguồn(?: tin)?\s*[:：]\s*(?P<name>[^|•·()]{2,80})", re.IGNORECASE
)
_NEXT = re.compile(
    r"\s+[-–]\s+|\s{2,}|,?\s+(?:ngày|lúc|vào|đăng|cập nhật|lượt|số lượt|đã xem|tác giả|người"
    r"|biên tập|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|views?)\b|,?\s+\d{1,2}[/:.-]\d",
    re.IGNORECASE,
)
"""What follows the source in a line of the head."""


def find_source(context: PageContext, regions: Regions) -> Found[str] | None:
    """The source as printed. "Theo X" below the text is consumed; "Nguồn: X" stays text."""
    below = list(takewhile(lambda position: context.kinds[position] not in STOPPING, regions.tail))
    return (
        _closing(context, regions, below)
        or _by_class(context, (*regions.head, *below, *regions.body[-w.SIGNING_LINES :]))
        or _in_head(context, (*regions.head, *below))
    )


def _closing(context: PageContext, regions: Regions, below: list[int]) -> Found[str] | None:
    """The source in a line that closes the text, or in one just below it."""
    ends = [p for p in regions.body[-w.SIGNING_LINES :] if context.blocks[p].text]
    for position in [*below[: w.SIGNING_LINES_BELOW], *reversed(ends)]:
        block = context.blocks[position]
        found = _source_of(context, regions, position)
        if found is not None:
            value, rule = found
            kept = () if rule == "source-label" else (position,)
            place = context.place(position)
            return Found(value, Found.of("source", value, block.text, rule, place).evidence, kept)
        if context.prose[position] >= w.PARAGRAPH and position in regions.body:
            return None
    return None


def _source_of(context: PageContext, regions: Regions, position: int) -> tuple[str, str] | None:
    """The source that a closing line names, and the rule."""
    block = context.blocks[position]
    if (
        context.kinds[position] is not None
        or len(regions.body) < 2
        or _is_caption(context, position)
    ):
        return None
    line = read_source(block.text)
    if line is not None and line.labelled:
        return line.name, "source-label"
    if line is not None:
        marked = block.text.startswith(("(", "[")) or is_set_apart(block)
        if marked or len(block.text) <= w.BARE_SOURCE_MAX_LENGTH:
            return line.name, "source-theo"
        return None
    name = block.text.strip(' .()-–*“”"')
    if len(name) <= w.SET_APART_MAX_LENGTH and is_paper(name) and looks_like_source(name):
        bare = re.match(r"báo |tạp chí |ttxvn|vov|vtv|vgp", name, re.IGNORECASE)
        if (bare or is_set_apart(block)) and not _OF_PICTURE.search(_names(block.element)):
            return name, "source-line"
    return None


def _is_caption(context: PageContext, position: int) -> bool:
    """Whether a line stands right below a picture, whose source it then names."""
    if position == 0:
        return False
    before = context.blocks[position - 1]
    return bool(before.images) and not before.text


def _by_class(context: PageContext, positions: tuple[int, ...]) -> Found[str] | None:
    """A line beside the text that a name such as `source` marks."""
    for position in positions:
        block = context.blocks[position]
        if not 2 <= len(block.text) <= w.SIGNATURE_MAX_LENGTH or not _is_named(block):
            continue
        line = read_source(block.text)
        name = line.name if line is not None else block.text.strip(" .()")
        if noise_kind(name) is None and looks_like_source(name):
            value = Found.of("source", name, block.text, "source-class", context.place(position))
            return Found(name, value.evidence, (position,))
    return None


def _is_named(block: Block) -> bool:
    element = block.element
    for _ in range(2):
        if element is None:
            return False
        if element.attrib and _CLASS.search(names := _names(element)):
            if _OF_PICTURE.search(names):
                return False
            return len(visible_text(element)) <= w.SIGNATURE_MAX_LENGTH
        element = element.getparent()
    return False


def _names(element: Element | None) -> str:
    return " ".join(element.get(name) or "" for name in _NAMED) if element is not None else ""


def _in_head(context: PageContext, positions: tuple[int, ...]) -> Found[str] | None:
    """A labelled source in a line of the head or below the text, alone or beside dates."""
    for position in positions:
        text = context.line(position)
        if ":" not in text or len(text) > w.BYLINE_MAX_LENGTH or context.kinds[position]:
            continue
        match = _IN_LINE.search(text)
        if match is None or _is_caption(context, position):
            continue
        name = _NEXT.split(match["name"])[0].strip(" .,;-–")
        if name and ":" not in name.removeprefix("https:").removeprefix("http:"):
            return Found.of("source", name, text, "source-label", context.place(position))
    return None
