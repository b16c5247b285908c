"""Panels that a page keeps closed until its reader opens them: tabs, accordions, "Xem thêm"."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.parse.document import Element

_TARGETS = ("aria-controls", "data-target", "data-bs-target", "data-tab")
_OPENS_OTHER = frozenset({"modal", "offcanvas", "dropdown"})
"""What a control opens that is no part of a text."""

_QUOTED = re.compile(r"""["']#?([\w-]{1,80}+)["']""")
_PANEL = re.compile(r"accordion|collapse|panel|toggle|tab|faq", re.IGNORECASE)
_OPENER = re.compile(r"accordion|collapse|toggle|tab|question|header|title", re.IGNORECASE)
_OPENERS = frozenset({"button", "summary", "dt"})
_ASIDE = frozenset({"nav", "header", "footer", "aside", "form"})
_FIELDS = ("form", "input", "textarea", "select")


def is_panel(element: Element, opened: frozenset[str]) -> bool:
    """Whether a hidden element holds text that the page opens for a reader.

    opened: the ids (and classes, with a point) of what the page's controls open.
    """
    if (element.get("hidden") or "").lower() == "until-found":
        return True
    names = {element.get("id"), *(f".{name}" for name in (element.get("class") or "").split())}
    if opened.isdisjoint(names) and not _has_opener(element):
        return False
    if any(parent.tag in _ASIDE for parent in (element, *element.iterancestors())):
        return False
    if next(element.iter(*_FIELDS), None) is not None:
        return False
    linked = sum(map(text_size, element.iter("a")))
    return text_size(element) - linked >= w.PARAGRAPH


def text_size(element: Element) -> int:
    """Characters of the text in an element, but for blanks around its pieces."""
    return sum(len(text.strip()) for text in element.itertext())


def _has_opener(element: Element) -> bool:
    """Whether an element of an accordion stands right below what opens it."""
    above = element.getprevious()
    if above is None or not isinstance(above.tag, str):
        return False
    if not _PANEL.search(element.get("class") or ""):
        return False
    if above.tag in _OPENERS or _OPENER.search(above.get("class") or ""):
        return True
    return next(above.iter(*_OPENERS), None) is not None


_OPENING = frozenset({*_TARGETS, "href", "onclick"})
"""The attributes that name what an element opens."""


def opened_ids(root: Element) -> frozenset[str]:
    """The ids of the elements that a page's tabs, buttons and links within the page open, and the
    classes, with a point.
    """
    found: set[str] = set()
    for element in root.iter("*"):
        if _OPENING.isdisjoint(element.keys()):
            continue
        toggles = element.get("data-bs-toggle") or element.get("data-toggle")
        if toggles in _OPENS_OTHER:
            continue
        found.update(
            name for key in _TARGETS for name in (element.get(key) or "").replace("#", " ").split()
        )
        href = element.get("href") if element.tag == "a" else None
        if href and href[0] == "#":
            found.add(href[1:])
        if (code := element.get("onclick")) is not None:
            found.update(_QUOTED.findall(code))
    return frozenset(found)
