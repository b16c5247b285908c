"""The view count of the article itself, not of the site."""

from __future__ import annotations

import re

from govnews.model import Evidence
from govnews.reading.page.context import Layout, Reading
from govnews.reading.page.related import in_related
from govnews.reading.parse.document import Element
from govnews.reading.recognisers.views import find_views, is_views_label, lone_number
from govnews.reading.selectors import visible_text
from govnews.vietnamese.text import clean


def find_view_count(reading: Reading, layout: Layout) -> tuple[int, Evidence] | None:
    """The article's own count: labelled, in or near the head or tail, or beside an eye icon."""
    for text, rule, place in reading.hinted("views"):
        found = find_views(text)
        count = found[0] if found else lone_number(text)
        if count is None:
            digits = re.search(r"\d[\d.,]*", text)
            count = int(re.sub(r"\D", "", digits[0])) if digits and len(text) < 40 else None
        if count is not None:
            return count, Evidence("views", text, rule, place)
    zone = layout.zone()
    for position in zone:
        block = reading.blocks[position]
        if reading.kinds[position] in {"related", "comments"} and position in layout.tail:
            break
        if reading.kinds[position] == "counter":
            continue
        if position in layout.body and not reading.is_info(position):
            continue
        found = find_views(reading.line(position))
        if found and not in_related(reading, position):
            return found[0], Evidence("views", found[1], "views-label", reading.place(position))
        if is_views_label(block.text) and position + 1 < len(reading.blocks):
            follow = reading.blocks[position + 1].text
            count = lone_number(follow)
            if count is not None:
                raw = f"{block.text} {follow}"
                return count, Evidence("views", raw, "views-label", reading.place(position))
    return _views_by_icon(reading, zone) or _views_apart(reading)


_SEEN = re.compile(r"\W*Đã\s+(?:xem|đọc)\s*:?\s*[\d.,]+\W*", re.IGNORECASE)


def _views_apart(reading: Reading) -> tuple[int, Evidence] | None:
    """The one line "Đã xem: N" of a page, wherever it stands: no site counts itself so."""
    lines = [n for n, block in enumerate(reading.blocks) if _SEEN.fullmatch(block.text)]
    if len(lines) != 1 or in_related(reading, lines[0]):
        return None
    found = find_views(reading.line(lines[0]))
    if found is None:
        return None
    return found[0], Evidence("views", found[1], "views-apart", reading.place(lines[0]))


_EYE = re.compile(
    r"\b(?:fa-eye|icon-?eye|eye|icon-?view|views?-?count|(?:lượt|luot)[- ]?(?:xem|đọc|doc)"
    r"|bi-eye|glyphicon-eye-open)\b",
    re.IGNORECASE,
)


def _views_by_icon(reading: Reading, zone: list[int]) -> tuple[int, Evidence] | None:
    for position in zone:
        block = reading.blocks[position]
        if block.element is None or len(block.text) > 120 or not any(map(str.isdigit, block.text)):
            continue
        for element in block.element.iterdescendants():
            if not _is_eye(element):
                continue
            near = visible_text(element) or clean(element.tail or "")
            if not near and element.getnext() is not None:
                near = visible_text(element.getnext())
            count = lone_number(near)
            if count is not None:
                return count, Evidence("views", near, "views-icon", reading.place(position))
    return None


def _is_eye(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('title') or ''}"
    if element.tag == "img":
        names += f" {element.get('alt') or ''} {(element.get('src') or '').rpartition('/')[2]}"
    return _EYE.search(names) is not None or is_views_label(names)
