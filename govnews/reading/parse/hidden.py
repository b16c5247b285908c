"""Elements that a page does not show, by an attribute, a style or a well-known class."""

from __future__ import annotations

import re
from collections.abc import Callable

from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.reading.parse.panels import is_panel, opened_ids, text_size
from govnews.reading.parse.styles import hidden_names, hides_for_good, is_invisible
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


_DIALOG = re.compile(r"modal|dialog|popup|offcanvas|cookie", re.IGNORECASE)


class Hiding:
    """What one page hides: by attributes, by names that its style sheets hide, but for the panels
    that it opens for its readers.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._names = hidden_names(root)
        self._opened: frozenset[str] | None = None

    def hides(self, element: Element) -> bool:
        """Whether the page hides an element and all that is in it."""
        if self._names and self._is_named(element):
            return True
        return is_hidden(element) and not self._opens(element)

    def is_scrap(self, element: Element) -> bool:
        """Whether the page hides an element that holds too little to be its text, or that nobody
        is ever shown, or a dialog.
        """
        if not self.hides(element):
            return False
        if self._is_named(element) or _never_shown(element):
            return True
        if _is_dialog(element):
            return True
        return text_size(element) < w.UNHIDDEN_MIN_LENGTH

    def _is_named(self, element: Element) -> bool:
        own = element.get("id")
        if own is not None and f"#{own}" in self._names:
            return True
        return any(f".{name}" in self._names for name in (element.get("class") or "").split())

    def _opens(self, element: Element) -> bool:
        """Whether the page opens a hidden element for its reader, other than as a dialog."""
        if _is_dialog(element):
            return False
        if self._opened is None:
            self._opened = opened_ids(self._root)
        return is_panel(element, self._opened)


def is_hidden(element: Element) -> bool:
    """Whether an element hides itself and all that is in it.

    A hidden breadcrumb does not count: scripts print its steps elsewhere.
    """
    for name, value in element.items():
        judge = _JUDGES.get(name)
        hides = judge is not None and judge(value)
        if hides and name == "aria-hidden" and not _has_words(element):
            continue
        if hides or (name == "style" and is_invisible(element, value)):
            return not any(map(_is_trail, (element, *element[:1])))
    return False


def _is_dialog(element: Element) -> bool:
    names = (element.get("class"), element.get("id"), element.get("role"))
    return any(name and _DIALOG.search(name) for name in names)


def _never_shown(element: Element) -> bool:
    style = element.get("style")
    return style is not None and (hides_for_good(style) or is_invisible(element, style))


def _is_trail(element: Element) -> bool:
    return any(_TRAIL.search(element.get(name) or "") for name in ("class", "id", "itemtype"))


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _hidden_by_style(value: str) -> bool:
    return _STYLE.search(value) is not None or hides_for_good(value)


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
    "aria-modal": lambda value: value.strip().lower() == "true",
    "role": lambda value: value.strip().lower() in {"dialog", "alertdialog"},
}
"""By an attribute's name, whether its value hides an element; aria-hidden also hides pictures."""
