"""CSS selectors by which a family or a portal file names the place of a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from govnews.errors import UsageError
from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.reading.parse.hidden import is_hidden
from govnews.vietnamese.encodings import visible

Hints = Mapping[str, tuple[str, ...]]
"""Selectors by field, the best first. The name of a selector in evidence is the selector itself."""

NO_HINTS: Hints = {}


@lru_cache(maxsize=w.CACHED_SELECTORS)
def compiled(selector: str) -> etree.XPath:
    """A CSS selector as a compiled XPath; raises UsageError naming the selector."""
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise UsageError(f"'{selector}' is not a CSS selector: {error}") from error


def select(root: Element, hints: Hints, name: str) -> Iterator[tuple[Element, str]]:
    """Elements that the selectors name for a field, each with its rule, best selector first."""
    for selector in hints.get(name, ()):
        for element in cast("list[Element]", compiled(selector)(root)):
            yield element, f"selector:{selector}"


def visible_text(element: Element) -> str:
    """The cleaned text inside an element, without scripts, styles and hidden elements."""
    return visible("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            if node.tag in {"script", "style"} or (node is not element and is_hidden(node)):
                walker.skip_subtree()
            elif node.text:
                yield node.text
            if node.tag == "br":
                yield " "
        elif node is not element and node.tail:
            yield node.tail
