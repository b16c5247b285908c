"""Finds what a portal's software says in a feed or sitemap in the place of entries."""

from __future__ import annotations

import re

from lxml import etree

from govnews.families.feed_entries import name_of, shown
from govnews.families.xml_repair import PLACES
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import clean

_HTML = frozenset({
    "a", "b", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "html",
    "i", "p", "pre", "script", "span", "strong", "table", "tr", "td",
})  # fmt: skip
"""Elements of HTML, which have no place among the entries of a feed."""

_FAULT = re.compile(
    r"database error|fatal error|memory size of|maximum execution time|lỗi (?:hệ thống|kết nối)",
    re.IGNORECASE,
)
"""Messages after which entries may be missing, also where others were read."""

_MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def message(root: Element, prolog: str, *, empty: bool) -> str | None:
    """A sentence about words that stand where only entries should, None where that is no sign that
    any are missing. prolog: what stands before the document. empty: no entry was found.
    """
    words = clean(" ".join(_words(root)))
    if not empty:
        return f"it says: {shown(words)}" if _FAULT.search(words) else None
    if not words and "<!DOCTYPE" not in prolog:
        words = clean(_MARKUP.sub(" ", prolog.replace("\ufeff", "")))
    return f"it has no entries, and says: {shown(words)}" if words else None


def _words(root: Element) -> list[str]:
    """Texts directly in the elements that hold entries, or there in elements of HTML."""
    found = []
    for place in root.iter(etree.Element):
        if name_of(place) not in PLACES:
            continue
        found.append(place.text or "")
        for child in place:
            if name_of(child) in _HTML:
                found += child.itertext()
            found.append(child.tail or "")
    return found
