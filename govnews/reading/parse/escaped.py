"""Markup that a page prints as text, because it was escaped once too often."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from lxml import etree

_ESCAPED = re.compile(rb"&(?:amp;)?lt;(?:/p|/div|/span|/strong|/b|br)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</(?:p|div|span|strong|b|em|i|u|a|li|ul|ol|table|tr|td|h[1-6]|font)\s*+>|<br\s*+/?>"
    r"|<(?:p|div)\b[^<>]{0,2000}+>",
    re.IGNORECASE,
)
_CODE = frozenset({"script", "style", "pre", "code", "textarea", "title", "xmp", "noscript"})
_ESCAPED_TWICE = re.compile(r"&lt;/?\w")


def has_escaped_tags(data: bytes) -> bool:
    """Whether a page may print tags as text."""
    return _ESCAPED.search(data) is not None


def unescape_tags(tree: etree._Element, parse: Callable[[bytes], etree._Element | None]) -> None:
    """Puts elements in the place of texts that are markup; code that a text shows stays.

    parse: from bytes of HTML to a tree.
    """
    for element in list(tree.iter(etree.Element)):
        parent = element.getparent()
        if element.text and element.tag not in _CODE:
            found = _elements(element.text, parse)
            if found is not None:
                element.text = None
                element.insert(0, found)
        if element.tail and parent is not None and parent.tag not in _CODE:
            found = _elements(element.tail, parse)
            if found is not None:
                element.tail = None
                parent.insert(parent.index(element) + 1, found)


def _elements(text: str, parse: Callable[[bytes], etree._Element | None]) -> etree._Element | None:
    """The markup in a text as an element; None for a text that is none."""
    if _ESCAPED_TWICE.search(text):
        text = html.unescape(text)
    if len(_TAG.findall(text)) < 2:
        return None
    tree = parse(f"<html><body><div>{text}</div></body></html>".encode("utf-8", "replace"))
    return None if tree is None else tree.find("body/div")
