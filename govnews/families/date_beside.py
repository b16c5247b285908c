"""The date and the count of views that a list prints beside a link. Only a line that is a date
counts: a law's date in a teaser says nothing about when an article was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from govnews.families.lists import Anchor
from govnews.reading.fields.views import count_beside_icon
from govnews.reading.parse.document import Element
from govnews.reading.recognisers.dates import date_lines, residue
from govnews.reading.recognisers.views import find_views
from govnews.vietnamese.dates import in_vietnam

_LEVELS = 4
_LONGEST = 60
_IN_PATH = re.compile(r"/(20\d\d)-(\d\d)-(\d\d)/")
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "bdi", "cite", "em", "font", "i", "ins", "label", "mark", "nobr",
     "small", "span", "strong", "sub", "sup", "time", "tt", "u"}
)  # fmt: skip
_SILENT = frozenset({"script", "style", "noscript", "template", "button", "select", "option"})
_DATE_CLASS = re.compile(
    r"(?<![a-z])(?:(?:post|entry|news|meta|article|pub|published|create|created)?-?_?(?:date|time)"
    r"|datetime|ngay|ngay-?dang|posted-on|published|thoi-?gian)(?![a-z])",
    re.IGNORECASE,
)
_LABELS = frozenset({"dang", "on", "post", "date", "h", "at"})


def date_beside(
    anchor: Anchor, leads_to: Mapping[Element | None, str], fetched_at: datetime
) -> str | None:
    """The date that a list prints beside a link, ISO 8601, or None. It stands in a line of its own,
    in the part of the page that holds this link and no other article's.

    leads_to: addresses of articles, by the elements that link to them. fetched_at: what
    "2 giờ trước" counts from.
    """
    in_path = _IN_PATH.search(anchor.url)
    if in_path is not None:
        return "-".join(in_path.groups())
    found = (
        date_of_line(line, fetched_at)
        for part in _parts_beside(anchor, leads_to)
        for line in _lines(part, leads_to)
    )
    return next(filter(None, found), None)


def views_beside(anchor: Anchor, leads_to: Mapping[Element | None, str]) -> int | None:
    """The count of views that a list prints beside a link, as for a date, with a label or an eye;
    None without any.
    """
    for part in _parts_beside(anchor, leads_to):
        labelled = (find_views(line) for line in _lines(part, leads_to))
        icons = (one for one in part.iter("i", "em", "span", "img") if one not in leads_to)
        found = next(filter(None, (*labelled, *map(count_beside_icon, icons))), None)
        if found is not None:
            return found[0]
    return None


def _parts_beside(anchor: Anchor, leads_to: Mapping[Element | None, str]) -> Iterator[Element]:
    """The parts of the page that hold a link and no other article's, the smallest first."""
    node = anchor.element
    own = leads_to[node]
    for _ in range(_LEVELS):
        node = node.getparent() if node is not None else None
        if node is None or any(leads_to.get(one, own) != own for one in node.iter("a")):
            return
        yield node


def date_of_line(line: str, fetched_at: datetime) -> str | None:
    """The date that a line consists of, labels, clock and counts aside; None for a line with other
    words, and for one with two dates of which none is labelled, such as a span of days.
    """
    if not 4 < len(line) <= _LONGEST:
        return None
    dates = [one for one in date_lines(line, fetched_at) if not one.clock]
    if not dates:
        return None
    rest = set(residue(line, fetched_at).split())
    if any(any(map(str.isalpha, word)) for word in rest - _LABELS):
        return None
    for role in ("published", "bare", "updated"):
        same = [one.found.moment for one in dates if one.role == role]
        if role == "bare" and len(same) > 1:
            return None
        if same:
            coarse = same[0].precision in {"month", "year"}
            return None if coarse else in_vietnam(same[0]).isoformat()
    return None


def _lines(node: Element, leads_to: Mapping[Element | None, str]) -> Iterator[str]:
    """The lines of a part of a page that may be dates, without the links' own texts; an element
    that is marked as a date also by itself.
    """
    line: list[str] = []
    for text, marked, ends in _pieces(node, leads_to, marked=False):
        if text:
            line.append(text)
            if marked:
                yield text
        if ends and line:
            yield " ".join(line)
            line = []
    yield " ".join(line)


_Piece = tuple[str, bool, bool]


def _pieces(
    node: Element, leads_to: Mapping[Element | None, str], *, marked: bool
) -> Iterator[_Piece]:
    """Texts in order: (text, whether its element is marked as a date, whether a line ends)."""
    if node in leads_to and not any(
        child.tag not in _INLINE for child in node.iterdescendants() if isinstance(child.tag, str)
    ):
        return  # a headline, no card
    named = node.tag == "time" or _DATE_CLASS.search(node.get("class") or "") is not None
    marked = node.tag in _INLINE and (marked or named)
    yield " ".join((node.text or "").split()), marked, False
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _SILENT:
            block = child.tag not in _INLINE
            yield "", False, block
            yield from _pieces(child, leads_to, marked=marked)
            yield "", False, block
        yield " ".join((child.tail or "").split()), marked, False
