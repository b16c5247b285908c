"""Boxes inside a text whose element or name says that they are none: share bars, newsletters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from govnews.reading import weights as w
from govnews.reading.page.context import PageContext
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Page
from govnews.reading.urls import is_attachment
from govnews.vietnamese.text import remembered

_NAMES = frozenset({
    "ad", "ads", "advert", "advertisement", "advertising", "sponsor", "sponsored", "promo",
    "promotion", "promobox", "newsletter", "newsletters", "subscribe", "subscription", "signup",
    "cta", "poll", "share", "shares", "sharing", "sharebar", "social", "like", "likes", "related",
    "relatedposts", "relatedarticles", "teaser", "teasers", "recommended", "recommendations",
    "recirc", "readmore", "bio", "authorbio", "authorinfo", "comments", "commentlist", "modal",
    "toast", "popup", "fallback", "tags", "tagbox", "tagcloud", "breadcrumb", "breadcrumbs",
    "cookie", "consent", "donation", "noprint", "nocontent", "estimated", "readtime",
    "disclosure", "toolbar", "pagination", "button", "buttons", "btn", "disclaimer",
})  # fmt: skip
"""Words of the names that themes give such boxes."""

_OF_LINKS = frozenset({
    "related", "relatedposts", "relatedarticles", "teaser", "teasers", "recommended",
    "recommendations", "recirc", "readmore",
})  # fmt: skip
"""Those that lead to other articles."""

_TAGS = frozenset({"aside", "nav", "form", "footer"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[^a-z]+")


def without_named_boxes(context: PageContext, core: int | None, positions: list[int]) -> list[int]:
    """The positions without those in boxes that are named as no text.

    Names mean little, so boxes go only where all of one name hold a small part of the text, and
    none of them a file.
    """
    if core is None:
        return positions
    page, prose = context.page, context.prose
    text = sum(prose[position] for position in positions)
    found = _Boxes(page, prose, w.NAMED_BOX_SHARE * text, core)
    boxes = {position: found.around(page.blocks[position].node) for position in positions}
    names = {box: _name(page.nodes[box]) for box in boxes.values() if box is not None}
    amounts: Counter[str] = Counter()
    for box, name in names.items():
        amounts[name] += round(sum(prose[p] for p in page.inside(box)))
    taken = {
        box
        for box, name in names.items()
        if amounts[name] <= w.NAMED_BOXES_SHARE * text and not _is_text(page, box, name)
    }
    return [position for position in positions if boxes[position] not in taken]


class _Boxes:
    """The outermost named boxes around nodes, none of them around the core."""

    def __init__(self, page: Page, prose: Sequence[float], most: float, core: int) -> None:
        self.page, self.prose, self.most = page, prose, most
        self.known: dict[int, int | None] = {-1: None, **dict.fromkeys(page.ancestors(core))}

    def around(self, node: int) -> int | None:
        if node not in self.known:
            box = self.around(self.page.parents[node])
            if box is None and _name(self.page.nodes[node]):
                inside = sum(self.prose[p] for p in self.page.inside(node))
                box = node if inside <= self.most else None
            self.known[node] = box
        return self.known[node]


def _is_text(page: Page, node: int, name: str) -> bool:
    """Whether a box holds a file or a quotation, or is named as one of links and has none: many
    leads are named teasers.
    """
    blocks = page.blocks[page.first[node] : page.past[node]]
    links = [link for block in blocks for link in block.links]
    if name in _OF_LINKS and not links:
        return True
    quotes = any(page.nodes[n].tag == "blockquote" for n in range(node, page.last[node] + 1))
    return quotes or any(is_attachment(link.get("href") or "") for link in links)


def _name(element: Element) -> str:
    """What names an element as no text: its tag or a word of its names; "" for others."""
    if element.tag in _TAGS:
        return str(element.tag)
    if element.get("data-nosnippet") is not None:
        return "data-nosnippet"
    for attribute in ("class", "id"):
        value = element.get(attribute)
        found = _word(value) if value else ""
        if found:
            return found
    return ""


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _word(value: str) -> str:
    """The word of a class or id that names a box as no text; "" for none."""
    words = _WORDS.split(_CAMEL.sub("-", value).lower())
    return next((word for word in words if word in _NAMES), "")
