"""The lead (sapo): the first paragraph, where the page sets it apart."""

from __future__ import annotations

import re
from dataclasses import replace

from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.fields.images import is_caption
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.headline import LEAD_CLASS
from govnews.reading.parse.document import Element, xpath
from govnews.reading.parse.lines import Block, Page
from govnews.reading.selectors import visible_text
from govnews.vietnamese.text import fold


def find_lead(context: PageContext, regions: Regions) -> Found[str] | None:
    """The lead that the page sets apart; its lines are consumed."""
    selected = _selected(context, regions)
    if selected is not None:
        return selected
    if not regions.body:
        return None
    order = _below_captions(context, regions)
    first = regions.body[order]
    block = regions.block(context.page, first)
    rule = _rule(context, regions, order)
    if order and rule == "sapo-apart":
        return None
    if rule is None or len(block.text) < w.SAPO_MIN_LENGTH or _is_question(context, regions, order):
        return None
    found = Found.of("sapo", block.text, block.text, rule, context.place(first))
    return replace(found, consumed=(first,))


_OF_A_QUESTION = re.compile(
    r"\W*(?:(?:nguoi|don vi|co quan|can bo|ngay|thoi gian) (?:hoi|gui|tra loi)|ho (?:va )?ten"
    r"|gui (?:luc|ngay|boi)|linh vuc|dia chi|e-?mail|dien thoai|cau hoi|tra loi|hoi|dap)\s*+:"
)
"""In folded text: who asked or answered, and when."""

_ASKS = re.compile(
    r"\W*(?:phong vien|p\.?\s?v|hoi|nguoi hoi|ban doc|cau hoi|mc|nha bao)\b[^:?]{0,60}[:?]"
)
"""In folded text: how a question of an interview begins."""


def _is_question(context: PageContext, regions: Regions, order: int) -> bool:
    """Whether the first line is the first question of an interview: it names who asks, or when, or
    is a question as another one that is set alike further down.
    """
    block = regions.block(context.page, regions.body[order])
    start = fold(block.text[: w.LINE_START])
    if _ASKS.match(start) is not None or _OF_A_QUESTION.match(start) is not None:
        return True
    if not block.text.rstrip('"”’ ').endswith("?"):
        return False
    rest = (context.blocks[position] for position in regions.body[order + 1 :])
    return any(
        other.text.rstrip('"”’ ').endswith("?")
        and (other.bold, other.italic) == (block.bold, block.italic)
        for other in rest
    )


def _selected(context: PageContext, regions: Regions) -> Found[str] | None:
    for element, rule in context.select("sapo"):
        text = visible_text(element)
        if len(text) < w.HINTED_SAPO_MIN_LENGTH or noise_kind(text):
            continue
        inside = tuple(p for p in regions.body if _within(element, context.blocks[p]))
        if inside and len(inside) == len(regions.body):
            continue
        return replace(Found.of("sapo", text, text, rule, xpath(element)), consumed=inside)
    return None


def _within(element: Element, block: Block) -> bool:
    node: Element | None = block.element
    while node is not None:
        if node is element:
            return True
        node = node.getparent()
    return False


def _below_captions(context: PageContext, regions: Regions) -> int:
    """The order of the first line of the body that is no picture and no caption of one; 0 where
    the body has no other.
    """
    above = regions.body[0] - 1
    pictured = above >= 0 and bool(context.blocks[above].images)
    for order, position in enumerate(regions.body):
        block = context.blocks[position]
        if block.element is None or (block.text and not block.images and not pictured):
            break
        pictured = pictured or bool(block.images)
        if block.text and not is_caption(block):
            return order
    return 0


def _rule(context: PageContext, regions: Regions, order: int) -> str | None:
    """The rule by which a block of the body is a lead, judged beside the rest of the body."""
    block = regions.block(context.page, regions.body[order])
    rest = [
        regions.block(context.page, position)
        for position in regions.body[order + 1 :]
        if context.blocks[position].text
    ]
    if block.element is None:
        return "head-group" if block.gap == 0 and rest and rest[0].gap > 0 else None
    if not rest or not any(len(other.text) >= w.SAPO_BODY_MIN_LENGTH for other in rest):
        return None
    page = context.page
    for node in list(page.ancestors(block.node))[: w.SAPO_LEVELS]:
        if LEAD_CLASS.search(page.names(node)) and not all(
            page.contains(node, o.node) for o in rest
        ):
            return "sapo-class"
    for child in list(block.element.iterdescendants())[: w.SAPO_LEVELS]:
        if LEAD_CLASS.search(f"{child.get('class') or ''} {child.get('id') or ''}"):
            return "sapo-class"
    plain = sum(
        1 for other in rest if not (other.bold or other.italic)
    ) >= w.SAPO_PLAIN_SHARE * len(rest)
    if len(block.text) >= w.STYLED_SAPO_MIN_LENGTH and plain:
        if block.bold:
            return "sapo-bold"
        if block.italic and not block.text.startswith("("):
            return "sapo-italic"
        if (
            block.tag in {"h2", "h3", "h4", "h5", "h6", "blockquote"}
            and len(block.text) >= w.HEADING_SAPO_MIN_LENGTH
        ):
            return "sapo-heading"
    return "sapo-apart" if _apart(page, block, rest) else None


def _apart(page: Page, block: Block, rest: list[Block]) -> bool:
    """Whether all the rest stands together in an element that the first block is outside of."""
    if len(rest) < 2 or len(block.text) < w.APART_SAPO_MIN_LENGTH:
        return False
    top = rest[0].node
    for other in rest[1:]:
        while not page.contains(top, other.node):
            top = page.parents[top]
    if page.nodes[top].tag in {"ul", "ol", "table", "tbody", "tr"}:
        return False
    return not page.contains(top, block.node) or _only_division(page, block, rest)


_LINES = frozenset(
    {"p", "ul", "ol", "li", "table", "tr", "td", "th", "h2", "h3", "h4", "figcaption"}
)


def _only_division(page: Page, block: Block, rest: list[Block]) -> bool:
    """Whether the first line is a division of its own, and the rest paragraphs, bare text or
    divisions of other names.
    """
    if block.tag != "div":
        return False
    names = page.names(block.node)
    if names and not any(page.names(other.node) == names for other in rest):
        return True
    parent = page.parents[block.node]
    return all(other.node == parent or other.tag in _LINES for other in rest)
