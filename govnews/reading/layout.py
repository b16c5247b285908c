"""Sorts a page's blocks into headline, head lines, body and tail, before any field is read."""

from __future__ import annotations

from govnews.reading import container
from govnews.reading.blocks import Page
from govnews.reading.document import Element
from govnews.reading.hints import select
from govnews.reading.profile import node_path
from govnews.reading.state import STOPPING, Layout, Reading
from govnews.reading.title import find_headline


def arrange(reading: Reading) -> Layout:
    """The layout of an HTML page: the headline first, then the text that follows it."""
    layout = Layout()
    nodes = _known_body(reading)
    title = find_headline(reading, nodes)
    if title is not None:
        layout.title, layout.title_rule = title
    if not nodes:
        nodes = _dense_body(reading, layout.title)
    if nodes:
        layout.core = nodes[0]
    _split(reading, layout, _positions(reading, nodes))
    return layout


def _known_body(reading: Reading) -> list[int]:
    """Where a selector or the profile says that the text stands."""
    page = reading.page
    if reading.root is not None and reading.hints.get("body"):
        numbers = {id(element): number for number, element in enumerate(page.nodes)}
        for element, _ in select(reading.root, reading.hints, "body"):
            target: Element | None = element
            while target is not None and id(target) not in numbers:
                target = target.getparent()
            if target is not None and _text_size(page, numbers[id(target)]) >= 20:
                return [numbers[id(target)]]
    for path in reading.body_paths:
        wanted = [node for node in range(len(page.nodes)) if node_path(page, node) == path]
        if wanted and sum(_text_size(page, node) for node in wanted) >= 40:
            return wanted
    return []


def _dense_body(reading: Reading, title: int | None) -> list[int]:
    page = reading.page
    core = container.find_core(page, reading.prose, reading.kinds, title)
    if core is None:
        return []
    return container.join_siblings(page, container.lift(page, core), reading.prose)


def _text_size(page: Page, node: int) -> int:
    return sum(len(page.blocks[position].text) for position in page.inside(node))


def _positions(reading: Reading, nodes: list[int]) -> list[int]:
    return sorted({position for node in nodes for position in reading.page.inside(node)})


def _depth_between(page: Page, node: int, top: int) -> int:
    for count, step in enumerate(page.ancestors(node)):
        if step == top:
            return count
    return 99


def _split(reading: Reading, layout: Layout, inside: list[int]) -> None:
    """Fills head, body and tail from the title's place and the positions inside the core."""
    title = layout.title
    if title is None:
        start = inside[0] if inside else 0
    else:
        start = title + 1
        layout.head = list(range(max(0, title - 5), title))
    last = inside[-1] if inside else start - 1
    chosen = set(inside)
    before = [p for p in range(start, inside[0])] if inside and start < inside[0] else []
    before = before[-25:]
    leads = [p for p in before if _leads(reading, layout, p)]
    layout.head += [p for p in before if p not in leads]
    _walk_body(reading, layout, [*leads, *(p for p in inside if p >= start)])
    end = (layout.body[-1] if layout.body else last) + 1
    for position in range(end, min(len(reading.blocks), end + 30)):
        if position in chosen or _near(reading, layout, position):
            layout.tail.append(position)
        if reading.kinds[position] in STOPPING:
            break


def _leads(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a block between title and core is text: a sapo, or a first part of the body."""
    block = reading.blocks[position]
    if reading.kinds[position] is not None or reading.template[position] or layout.core is None:
        return False
    if len(block.text) < 30 or block.link_density > 0.4 or reading.is_head_line(position):
        return bool(block.images) and _near(reading, layout, position)
    top = reading.page.common(layout.core, block.node)
    return _near(reading, layout, position) and not container.separate(
        reading.page, block.node, top
    )


def _near(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a block after the body still belongs to the article's part of the page."""
    if layout.core is None:
        return True
    page = reading.page
    node = reading.blocks[position].node
    top = page.common(layout.core, node)
    return _depth_between(page, layout.core, top) <= 4 and not _crosses(page, node, top)


def _crosses(page: Page, node: int, top: int) -> bool:
    for step in page.ancestors(node):
        if step == top:
            return False
        if page.nodes[step].tag in {"footer", "nav", "aside"}:
            return True
    return False


def _walk_body(reading: Reading, layout: Layout, inside: list[int]) -> None:
    """Takes body paragraphs in order, leaves furniture, and stops where the article ends."""
    blocks = reading.blocks
    started = False
    skipping = False
    for count, position in enumerate(inside):
        kind = reading.kinds[position]
        block = blocks[position]
        if kind in STOPPING:
            rest = inside[count + 1 :]
            if kind == "comments" or not _prose_after_links(reading, rest):
                layout.cut = kind
                return
            skipping = True
            continue
        if reading.template[position] or kind is not None:
            if not started:
                layout.head.append(position)
            continue
        if not started and reading.is_head_line(position):
            layout.head.append(position)
            continue
        if skipping and block.link_density > 0.6:
            continue
        skipping = False
        started = True
        layout.body.append(position)


def _prose_after_links(reading: Reading, rest: list[int]) -> bool:
    """Whether running text goes on after a box of links in the middle of an article."""
    seen = 0.0
    for position in rest:
        if reading.kinds[position] == "comments":
            break
        block = reading.blocks[position]
        if block.link_density < 0.2 and not _in_list_of_links(reading, position):
            seen += reading.prose[position]
    return seen >= 150


def _in_list_of_links(reading: Reading, position: int) -> bool:
    """Whether the block stands among links, as a teaser below a related title does."""
    neighbours = reading.blocks[max(0, position - 1) : position + 2]
    return any(block.link_density > 0.8 for block in neighbours)
