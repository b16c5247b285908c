"""The headline as a field: its text, with the parts that a `<br>` broke joined."""

from __future__ import annotations

from govnews.model import Evidence
from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.page.context import Layout, Reading
from govnews.reading.parse.lines import HEADINGS
from govnews.vietnamese.text import clean, fold


def find_title(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """The headline; the head's declaration only when no block carries it."""
    if layout.title is not None:
        text = _whole_heading(reading, layout.title)
        evidence = Evidence("title", text, layout.title_rule, reading.place(layout.title))
        return text, evidence
    for text, place in reading.signals.titles:
        if len(text) >= 8 and not SITE_WORDS.search(fold(text)):
            return text, Evidence("title", text, "head-title", place)
    return None


def _whole_heading(reading: Reading, position: int) -> str:
    """A headline broken by `<br>` inside one heading element is one headline."""
    block = reading.blocks[position]
    if block.tag not in HEADINGS:
        return block.text
    parts = [other.text for other in reading.blocks if other.node == block.node and other.text]
    return clean(" ".join(parts))
