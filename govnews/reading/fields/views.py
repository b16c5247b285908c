"""The view count of the article itself, not of the site."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.related import in_related
from govnews.reading.parse.document import Element
from govnews.reading.recognisers.views import find_views, is_views_label, lone_number
from govnews.reading.selectors import visible_text
from govnews.vietnamese.text import clean, fold


def find_view_count(context: PageContext, regions: Regions) -> Found[int] | None:
    """The article's own count: labelled, in or near the head or tail, or beside an eye icon."""
    selected = _views_selected(context)
    if selected is not None:
        return selected
    zone = regions.zone()
    for position in zone:
        block = context.blocks[position]
        if context.kinds[position] in {"related", "comments"} and position in regions.tail:
            break
        if context.kinds[position] == "counter":
            if (count := _named_hits(context, position)) is not None:
                return Found.of("views", count, block.text, "views-label", context.place(position))
            continue
        if _counts_the_site(context, regions, position):
            continue
        if position in regions.body and not context.is_info(position):
            continue
        found = find_views(context.line(position))
        if found and not in_related(context, position):
            return Found.of("views", found[0], found[1], "views-label", context.place(position))
        if is_views_label(block.text) and position + 1 < len(context.blocks):
            follow = context.blocks[position + 1].text
            count = lone_number(follow)
            if count is not None:
                raw = f"{block.text} {follow}"
                return Found.of("views", count, raw, "views-label", context.place(position))
    return _views_by_icon(context, zone) or _views_apart(context)


def _views_selected(context: PageContext) -> Found[int] | None:
    """The count in an element that a selector names; its label may be any."""
    for text, rule, place in context.selected_texts("views"):
        found = find_views(text)
        count = found[0] if found else lone_number(text)
        if count is None:
            digits = re.search(r"\d[\d.,]*", text)
            count = (
                int(re.sub(r"\D", "", digits[0]))
                if digits and len(text) < w.HINTED_VIEWS_MAX_LENGTH
                else None
            )
        if count is not None:
            return Found.of("views", count, text, rule, place)
    return None


_HITS = frozenset({"hits", "article-hits", "view-count", "views-count", "post-views"})
"""Classes by which well-known systems name the count of the article itself."""


def _named_hits(context: PageContext, position: int) -> int | None:
    """The number in a line that reads as the site's counter ("Lượt truy cập: 88"), and whose class
    names the article's.
    """
    block = context.blocks[position]
    names = block.element.get("class") if block.element is not None else None
    if not names or _HITS.isdisjoint(names.lower().split()):
        return None
    return lone_number(block.text.rpartition(":")[2])


def _counts_the_site(context: PageContext, regions: Regions, position: int) -> bool:
    """Whether a line stands in the box of a site's counter: with who is online, or below its
    heading ("Thống kê").
    """
    page = context.page
    if context.root is None:
        return False
    for box in page.ancestors(page.blocks[position].node):
        lines = page.inside(box)
        if len(lines) > w.COUNTER_LINES or regions.title in lines:
            return False
        if any(_is_counter(context, p) for p in lines):
            return True
    return False


def _is_counter(context: PageContext, position: int) -> bool:
    """Whether a line counts visits of the site, also in a table, or heads such counts."""
    kind = noise_kind(context.blocks[position].text)
    if kind == "widget":
        return fold(context.blocks[position].text).startswith("thong ke")
    return kind == "counter"


_SEEN = re.compile(r"\W*+Đã\s++(?:xem|đọc)\s*+:?+\s*+[\d.,]++\W*+", re.IGNORECASE)


def _views_apart(context: PageContext) -> Found[int] | None:
    """The one line "Đã xem: N" of a page, wherever it stands: no site counts itself so."""
    lines = [n for n, block in enumerate(context.blocks) if _SEEN.fullmatch(block.text)]
    if len(lines) != 1 or in_related(context, lines[0]):
        return None
    found = find_views(context.line(lines[0]))
    if found is None:
        return None
    return Found.of("views", found[0], found[1], "views-apart", context.place(lines[0]))


_EYE = re.compile(
    r"\b(?:fa-eye|icon-?eye|eye|icon-?view|views?-?count|(?:lượt|luot)[- ]?(?:xem|đọc|doc)"
    r"|bi-eye|glyphicon-eye-open)\b",
    re.IGNORECASE,
)


def _views_by_icon(context: PageContext, zone: list[int]) -> Found[int] | None:
    for position in zone:
        block = context.blocks[position]
        if (
            block.element is None
            or len(block.text) > w.ICON_LINE_MAX_LENGTH
            or not any(map(str.isdigit, block.text))
        ):
            continue
        for element in block.element.iterdescendants():
            found = count_beside_icon(element)
            if found is not None:
                return Found.of("views", *found, "views-icon", context.place(position))
    return None


def count_beside_icon(element: Element) -> tuple[int, str] | None:
    """The number in an element that is an eye, or right behind it, and its text."""
    if not _is_eye(element):
        return None
    near = visible_text(element) if element.tag != "svg" else ""  # its text is its name
    near = near or clean(element.tail or "")
    if not near and element.getnext() is not None:
        near = visible_text(element.getnext())
    count = lone_number(near)
    return (count, near) if count is not None else None


def _is_eye(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('title') or ''}"
    if element.tag == "img":
        names += f" {element.get('alt') or ''} {(element.get('src') or '').rpartition('/')[2]}"
    if element.tag == "svg":
        names += " ".join(visible_text(title) for title in element.iter("{*}title"))
        names += " ".join(str(value) for use in element.iter("{*}use") for value in use.values())
    return _EYE.search(names) is not None or is_views_label(names)
