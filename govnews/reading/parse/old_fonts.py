"""Text that a page sets in a font older than Unicode: .VnTime (TCVN3), VNI-Times."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from govnews.vietnamese.encodings import from_tcvn3, from_vni, is_unicode_only, unfont
from govnews.vietnamese.text import CONTROL

_OLD_FONT = re.compile(rb"\.V[nN]|\bVNI-")
_FONT = re.compile(r"(?:\.Vn|\bVNI-)\w", re.IGNORECASE)
_TCVN3_FONT = re.compile(r"\.Vn\w", re.IGNORECASE)
_CAPITALS_FONT = re.compile(r"\.Vn\w*H\b", re.IGNORECASE)
_INLINE = ("font", "span", "b", "strong")
_LINES = frozenset({
    "p", "li", "td", "th", "div", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "blockquote",
    "center", "body",
})  # fmt: skip


def has_old_fonts(data: bytes) -> bool:
    """Whether a page names such a font."""
    return _OLD_FONT.search(data) is not None


def convert_old_fonts(tree: etree._Element) -> None:
    """Puts text set in a capitals font (.VnTimeH) in capitals, because its bytes are lower case,
    and converts runs of such fonts in lines that are Unicode besides.

    A line that is wholly in such a font is converted as one, by how plausible it is.
    """
    _raise_capitals(tree)
    runs: dict[etree._Element, list[etree._Element]] = {}
    for element in tree.iter(*_INLINE):
        if _font(element) is None or any(map(_font, element.iterancestors(*_INLINE))):
            continue
        line = next((step for step in element.iterancestors() if step.tag in _LINES), None)
        if line is not None and not is_unicode_only(_text(element)):
            runs.setdefault(line, []).append(element)
    for line, found in runs.items():
        whole = " ".join(map(_text, found))
        if not is_unicode_only(_text(line)) or unfont(whole) == whole:
            continue
        for element in found:
            convert = from_tcvn3 if _TCVN3_FONT.search(_font(element) or "") else from_vni
            _change(element, convert)


def _raise_capitals(tree: etree._Element) -> None:
    for element in tree.iter("font", "span", "p", "td", "b", "strong", "h1", "h2", "h3"):
        font = element.get("face") or element.get("style")
        if font is not None and _CAPITALS_FONT.search(font):
            _change(element, lambda text: unfont(text).upper())


def _font(element: etree._Element) -> str | None:
    font = element.get("face") or element.get("style")
    return font if font is not None and _FONT.search(font) else None


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _change(element: etree._Element, convert: Callable[[str], str]) -> None:
    """Converts all text in an element."""
    for node in element.iter():
        if node.text:
            node.text = CONTROL.sub("", convert(node.text))
        if node is not element and node.tail:
            node.tail = CONTROL.sub("", convert(node.tail))
