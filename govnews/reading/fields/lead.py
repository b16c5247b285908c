"""The lead (sapo): the first paragraph, where the page sets it apart."""

from __future__ import annotations

from govnews.model import Evidence
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import Layout, Reading
from govnews.reading.page.headline import LEAD_CLASS
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block, Page
from govnews.reading.selectors import select, visible_text


def take_sapo(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """The lead that the page sets apart; it is removed from the body."""
    hinted = _hinted_sapo(reading, layout)
    if hinted is not None:
        return hinted
    if not layout.body:
        return None
    first = layout.body[0]
    block = reading.blocks[first]
    rule = _sapo_rule(reading, layout, block)
    if rule is None or len(block.text) < 30:
        return None
    layout.body.pop(0)
    return block.text, Evidence("sapo", block.text, rule, reading.place(first))


def _hinted_sapo(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    if reading.root is None:
        return None
    for element, rule in select(reading.root, reading.hints, "sapo"):
        text = visible_text(element)
        if len(text) < 10 or noise_kind(text):
            continue
        inside = [p for p in layout.body if _within(element, reading.blocks[p])]
        if inside and len(inside) == len(layout.body):
            continue
        layout.body = [p for p in layout.body if p not in inside]
        return text, Evidence("sapo", text, rule, str(element.getroottree().getpath(element)))
    return None


def _within(element: Element, block: Block) -> bool:
    node: Element | None = block.element
    while node is not None:
        if node is element:
            return True
        node = node.getparent()
    return False


def _sapo_rule(reading: Reading, layout: Layout, block: Block) -> str | None:
    rest = [reading.blocks[p] for p in layout.body[1:] if reading.blocks[p].text]
    if block.element is None:
        return "head-group" if block.gap == 0 and rest and rest[0].gap > 0 else None
    if not rest or not any(len(other.text) >= 40 for other in rest):
        return None
    page = reading.page
    for node in list(page.ancestors(block.node))[:3]:
        if LEAD_CLASS.search(page.names(node)) and not all(
            page.contains(node, o.node) for o in rest
        ):
            return "sapo-class"
    for child in list(block.element.iterdescendants())[:3]:
        if LEAD_CLASS.search(f"{child.get('class') or ''} {child.get('id') or ''}"):
            return "sapo-class"
    plain = sum(1 for other in rest if not (other.bold or other.italic)) >= 0.5 * len(rest)
    if len(block.text) >= 50 and plain:
        if block.bold:
            return "sapo-bold"
        if block.italic and not block.text.startswith("("):
            return "sapo-italic"
        if block.tag in {"h2", "h3", "h4", "h5", "h6", "blockquote"} and len(block.text) >= 80:
            return "sapo-heading"
    return "sapo-apart" if _apart(page, block, rest) else None


def _apart(page: Page, block: Block, rest: list[Block]) -> bool:
    """Whether all the rest stands together in an element that the first block is outside of."""
    if len(rest) < 2 or len(block.text) < 60:
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
