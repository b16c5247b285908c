"""Cards of facts: rows of a label and a value, made of nested divisions in place of a table."""

from __future__ import annotations

from govnews.reading import weights as w
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.parse.lines import Page
from govnews.reading.recognisers.views import is_views_label


def in_card(page: Page, position: int) -> bool:
    """Whether a line is the label or the value in a row of a card of facts.

    A counter of visits is made the same way; most of its labels are furniture.
    """
    if page.root is None:
        return False
    row = -1
    for node in page.ancestors(page.blocks[position].node):
        if len(page.inside(node)) > 2:
            return row >= 0 and _is_card(page, node)
        if len(page.inside(node)) == 2:
            row = node
    return False


def _is_card(page: Page, card: int) -> bool:
    """Whether most lines of an element stand two and two, a short label before its value."""
    lines = page.inside(card)
    if len(lines) > w.CARD_MAX_LINES:
        return False
    rows = []
    for label in lines[:-1]:
        first, second = page.blocks[label], page.blocks[label + 1]
        row = page.common(first.node, second.node)
        if page.inside(row) == range(label, label + 2) and row != card:
            rows.append(first)
    facts = [
        label
        for label in rows
        if label.text
        and not (label.links or any(map(str.isdigit, label.text)))
        and len(label.text) <= w.LABEL_MAX_LENGTH
        and (noise_kind(label.text) is None or is_views_label(label.text))
    ]
    paired = 2 * len(rows)
    most = paired >= len(lines) - paired and 2 * len(facts) > len(rows)
    return most and len(facts) >= w.CARD_MIN_ROWS
