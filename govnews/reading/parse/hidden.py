"""Elements that a page does not show, by an attribute, a style or a well-known class."""

from __future__ import annotations

import re
from collections.abc import Callable

from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import remembered

_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden)", re.IGNORECASE)

_CLASSES = frozenset({
    "hidden", "hide", "d-none", "invisible", "is-hidden", "uk-hidden", "nodisplay",
    "element-hidden", "ui-helper-hidden", "aui-helper-hidden",
})  # fmt: skip
"""Classes by which an element is not shown at all."""

_SPOKEN = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "visually-hidden-focusable",
    "screen-reader-text", "screen-reader-only", "elementor-screen-only", "element-invisible",
    "hide-accessible", "ui-helper-hidden-accessible", "aui-helper-hidden-accessible",
})  # fmt: skip
"""Classes of what is only read aloud."""

_SHOWN_AGAIN = re.compile(
    r"(?:d-(?:sm|md|lg|xl|xxl)|(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|table|contents)"
    r"|visible-(?:xs|sm|md|lg))(?!-none)"
)
"""How a class begins that shows an element on a screen of some width."""


_TRAIL = re.compile(r"bread-?crumb", re.IGNORECASE)


def is_hidden(element: Element) -> bool:
    """Whether a page hides an element and all that is in it.

    A hidden breadcrumb does not count: scripts print its steps elsewhere.
    """
    for name, value in element.items():
        judge = _JUDGES.get(name)
        if judge is not None and judge(value):
            if name == "aria-hidden" and not _has_words(element):
                continue
            return not any(map(_is_trail, (element, *element[:1])))
    return False


def _is_trail(element: Element) -> bool:
    return any(_TRAIL.search(element.get(name) or "") for name in ("class", "id", "itemtype"))


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _hidden_by_style(value: str) -> bool:
    return _STYLE.search(value) is not None


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _hidden_by_class(value: str) -> bool:
    names = value.lower().split()
    if not _SPOKEN.isdisjoint(names):
        return True
    if _CLASSES.isdisjoint(names):
        return False
    return not any(_SHOWN_AGAIN.match(name) for name in names)


def _has_words(element: Element) -> bool:
    """Whether there are words, and no sign or picture, to keep from screen readers."""
    return any(any(map(str.isalpha, text)) for text in element.itertext())


_JUDGES: dict[str, Callable[[str], bool]] = {
    "class": _hidden_by_class,
    "style": _hidden_by_style,
    "hidden": lambda _value: True,
    "aria-hidden": lambda value: value.strip().lower() == "true",
}
"""By an attribute's name, whether its value hides an element; aria-hidden also hides pictures."""


_DIALOG = re.compile(r"modal|dialog|popup|offcanvas|cookie", re.IGNORECASE)


def is_scrap(element: Element) -> bool:
    """Whether a page hides an element that holds too little to be its text, or is a dialog."""
    if not is_hidden(element):
        return False
    names = (element.get("class"), element.get("id"), element.get("role"))
    if any(name and _DIALOG.search(name) for name in names):
        return True
    return sum(len(text.strip()) for text in element.itertext()) < w.UNHIDDEN_MIN_LENGTH
