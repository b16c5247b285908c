"""Labels that resemble the end of an article, and stand at its head or below a picture."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from govnews.reading import weights as w
from govnews.reading.parse.lines import HEADINGS, Block, Page
from govnews.reading.recognisers.dates import date_lines


def is_credit(page: Page, position: int) -> bool:
    """Whether a claim of copyright is that of a picture: in its figure, or right below it in a box
    of both.
    """
    block = page.blocks[position]
    around = list(islice(page.ancestors(block.node), w.CAPTION_LEVELS))
    if block.images or any(page.nodes[node].tag == "figure" for node in around):
        return True
    above = page.blocks[position - 1] if position else block
    return bool(above.images) and any(
        page.contains(node, above.node) and len(page.inside(node)) <= w.CREDIT_BOX_LINES
        for node in around
    )


def is_beside_date(page: Page, position: int, now: datetime) -> bool:
    """Whether a label such as "Comments" stands in the box of the headline's date, where it leads
    to the comments instead of opening them.
    """
    label = page.blocks[position]
    for above in range(position - 1, max(-1, position - 1 - w.DATE_ABOVE_LINES), -1):
        block = page.blocks[above]
        if block.images or len(block.text) > w.INFO_MAX_LENGTH:
            return False
        if date_lines(block.spaced, now):
            box = page.inside(page.common(block.node, label.node))
            lines = [page.blocks[inside] for inside in box]
            heading = range(above - 1, max(-1, above - 1 - w.DATE_BELOW_LINES), -1)
            return (
                len(lines) <= w.DATE_BOX_LINES
                and all(
                    len(line.text) <= w.DATE_BOX_LENGTH or line.tag in HEADINGS for line in lines
                )
                and not any(map(_is_other_headline, lines))
                and any(page.blocks[one].tag in HEADINGS for one in heading)
            )
    return False


def _is_other_headline(block: Block) -> bool:
    return block.link_density > w.LINKED and len(block.text) >= w.LINKED_HEADLINE_MIN_LENGTH
