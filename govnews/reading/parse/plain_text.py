"""From a text dump, a page that was copied as plain text, to its lines."""

from __future__ import annotations

from govnews.errors import PageRefused
from govnews.reading import weights as w
from govnews.reading.parse.lines import Block, Page
from govnews.reasons import Reason
from govnews.vietnamese.encodings import visible


def from_dump(text: str) -> Page:
    """The lines of a text dump as blocks; `gap` counts the blank lines before each.

    Raises PageRefused when there are more than w.MAX_LINES.
    """
    page = Page([])
    gap = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = visible(raw)
        if not line:
            gap += 1
            continue
        if len(page.blocks) >= w.MAX_LINES:
            raise PageRefused(Reason.TOO_LONG, f"more than {w.MAX_LINES} lines")
        page.blocks.append(Block(line, line=number, gap=gap, node=-1))
        gap = 0
    return page
