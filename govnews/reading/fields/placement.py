"""How a line is set: to the right, apart from the text, in the style of a signature."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block

_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)|float\s*:\s*right", re.IGNORECASE)
_APART = re.compile(
    r"text-align\s*:\s*(?:right|end|center)|float\s*:\s*right|(?:margin|padding)-left\s*:",
    re.IGNORECASE,
)
_RIGHT_CLASS = re.compile(
    r"\b(?:text-right|text-end|align-?right|right|author|tacgia|tac-gia)\b", re.IGNORECASE
)


def is_right_aligned(block: Block) -> bool:
    """Whether a block, or an element close around it, is set to the right."""
    element: Element | None = block.element
    for _ in range(2):
        if element is None:
            return False
        if (element.get("align") or "").lower() == "right" or _RIGHT.search(
            element.get("style") or ""
        ):
            return True
        if _RIGHT_CLASS.search(element.get("class") or ""):
            return True
        element = element.getparent()
    return False


def is_styled_as_signature(block: Block) -> bool:
    """Whether a line is set to the right, and in bold or italics."""
    return is_right_aligned(block) and (block.bold or block.italic)


def is_set_apart(block: Block) -> bool:
    """Whether a line is bold or italic, or is set to the right, centred or indented."""
    if block.bold or block.italic or is_right_aligned(block):
        return True
    element = block.element
    return element is not None and (
        (element.get("align") or "").lower() == "center"
        or element.tag in {"center", "td"}
        or _APART.search(element.get("style") or "") is not None
    )


_AUTHOR_CLASS = re.compile(
    r"author|tac-?_?gia|byline|signature|writer|butdanh|right|end", re.IGNORECASE
)


def has_author_class(block: Block) -> bool:
    """Whether a line's class or id is that of a byline or of the end of a text."""
    return block.element is not None and bool(
        _AUTHOR_CLASS.search(f"{block.element.get('class') or ''} {block.element.get('id') or ''}")
    )


def is_short_phrase(text: str) -> bool:
    """Whether a text is no longer than what signs, and no part of a sentence."""
    return (
        len(text) <= w.SET_APART_MAX_LENGTH
        and not text.endswith((":", ";", ","))
        and text[:1].isupper()
    )
