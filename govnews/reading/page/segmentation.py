"""Sorts a page's blocks into headline, head lines, body and tail, before any field is read."""

from __future__ import annotations

from govnews.reading.page import main_content
from govnews.reading.page.context import ENDING, STOPPING, Layout, Reading
from govnews.reading.page.headline import find_headline
from govnews.reading.page.related import is_related_item
from govnews.reading.page.template import is_at
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Page
from govnews.reading.selectors import select


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
        wanted = [node for node in range(len(page.nodes)) if is_at(page, node, path)]
        if wanted and sum(_text_size(page, node) for node in wanted) >= 40:
            return wanted
    return []


def _dense_body(reading: Reading, title: int | None) -> list[int]:
    page = reading.page
    weights, kinds = reading.prose, reading.kinds
    core = main_content.find_core(page, weights, kinds, title)
    if title is not None and (core is None or not _reaches(reading, core, title)):
        return [main_content.near_title_only(page, kinds, title)]
    if core is None:
        return []
    core = main_content.own_run(page, main_content.lift(page, core), weights, kinds)
    return main_content.join_siblings(page, core, weights, kinds, title)


def _reaches(reading: Reading, core: int, title: int) -> bool:
    """Whether any of a core's text belongs to the headline: none stands far below it."""
    page = reading.page
    depths = page.depths(page.blocks[title].node)
    stop: int | None = None
    for position in range(title + 1, page.past[core]):
        node = page.blocks[position].node
        top = next(step for step in page.ancestors(node) if step in depths)
        if reading.kinds[position] in STOPPING:
            stop = depths[top] if stop is None else min(stop, depths[top])
        if not reading.prose[position] or not page.contains(core, node):
            continue
        if (stop is None or depths[top] <= stop) and not main_content.column_apart(page, node, top):
            return True
    return False


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
    before = list(range(start, inside[0])) if inside and start < inside[0] else []
    before = before[-25:]
    leads = [p for p in before if _leads(reading, layout, p)]
    layout.head += [p for p in before if p not in leads]
    _walk_body(reading, layout, [*leads, *(p for p in inside if p >= start)])
    end = (layout.body[-1] if layout.body else last) + 1
    skipped: int | None = None
    for position in range(end, min(len(reading.blocks), end + 40)):
        node = reading.blocks[position].node
        if skipped is not None and reading.page.contains(skipped, node):
            continue
        if reading.kinds[position] in STOPPING:
            box = main_content.opened_by(reading.page, position, layout.core)
            if box == node or reading.kinds[position] == "comments":
                break
            skipped = box
        elif position in chosen or _near(reading, layout, position, 4 if skipped is None else 2):
            layout.tail.append(position)


def _leads(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a block between title and core is text: a sapo, or a first part of the body."""
    block = reading.blocks[position]
    if reading.kinds[position] is not None or reading.template[position] or layout.core is None:
        return False
    if len(block.text) < 30 or block.link_density > 0.4 or reading.is_head_line(position):
        return False
    top = reading.page.common(layout.core, block.node)
    return _near(reading, layout, position) and not main_content.separate(
        reading.page, block.node, top
    )


def _near(reading: Reading, layout: Layout, position: int, limit: int = 4) -> bool:
    """Whether a block after the body still belongs to the article's part of the page."""
    if layout.core is None:
        return True
    page = reading.page
    node = reading.blocks[position].node
    top = page.common(layout.core, node)
    steps = _depth_between(page, layout.core, top)
    return steps <= limit and not _crosses(page, node, top, footer=steps > 1)


def _crosses(page: Page, node: int, top: int, *, footer: bool) -> bool:
    """Whether a landmark lies between; an article's own footer right below its text is none."""
    for step in page.ancestors(node):
        if step == top:
            return False
        tag = page.nodes[step].tag
        if tag in {"nav", "aside"} or (footer and tag == "footer"):
            return True
    return False


def _walk_body(reading: Reading, layout: Layout, inside: list[int]) -> None:
    """Takes body paragraphs in order, leaves furniture, and stops where the article ends."""
    started = False
    head_end = _head_end(reading, layout)
    boxed: int | None = None
    for count, position in enumerate(inside):
        kind = reading.kinds[position]
        block = reading.blocks[position]
        if boxed is not None and reading.page.contains(boxed, block.node):
            continue
        boxed = None
        if kind in ENDING and (started or kind in STOPPING):
            box = main_content.opened_by(reading.page, position, layout.core)
            if not _goes_on(reading, layout, position, box, inside[count + 1 :]):
                layout.cut = kind
                return
            boxed = box
        elif position <= head_end:
            layout.head.append(position)
        elif not block.text:
            layout.body.append(position)
        elif reading.template[position] or kind is not None:
            if not started:
                layout.head.append(position)
        elif not started and reading.is_head_line(position):
            layout.head.append(position)
        elif len(layout.body) == 1 and reading.is_info(position):
            layout.head.append(position)  # between the lead and the text
        elif not is_related_item(reading, position):
            started = True
            layout.body.append(position)


def _head_end(reading: Reading, layout: Layout) -> int:
    """The last line with a date or count below the headline, before any running text."""
    if layout.title is None:
        return -1
    end = -1
    for position in range(layout.title + 1, min(len(reading.blocks), layout.title + 11)):
        if reading.is_info(position):
            end = position
            continue
        text = reading.prose[position] >= 60 or (end >= 0 and not reading.is_head_line(position))
        if text or reading.kinds[position] in STOPPING:
            break
    return end


def _goes_on(reading: Reading, layout: Layout, position: int, box: int, rest: list[int]) -> bool:
    """Whether running text goes on after a box of links in the middle of an article."""
    kind = reading.kinds[position]
    if kind == "comments":
        return False
    page = reading.page
    before = next((p for p in range(position - 1, -1, -1) if reading.prose[p]), None)
    around = {page.parents[page.blocks[p].node] for p in layout.body if reading.prose[p]}
    if before is not None:
        around.add(page.parents[page.blocks[before].node])
    seen = 0.0
    for after in rest:
        node = page.blocks[after].node
        if reading.kinds[after] in {"comments", "copyright"}:
            break
        if page.contains(box, node) or not reading.prose[after]:
            continue
        if page.parents[node] in around:
            return True
        if not _in_list_of_links(reading, after) and not _in_titled_box(reading, layout, after):
            seen += reading.prose[after]
    return kind == "related" and seen >= 150


def _in_titled_box(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a text stands in a box of the page that a short line entitles."""
    page = reading.page
    node = page.blocks[position].node
    box = next((step for step in page.ancestors(node) if page.parents[step] == layout.core), node)
    first = next(p for p in page.inside(box) if page.blocks[p].text)
    return first != position and not reading.prose[first]


def _in_list_of_links(reading: Reading, position: int) -> bool:
    """Whether the block stands among links, as a teaser below a related title does."""
    neighbours = reading.blocks[max(0, position - 1) : position + 2]
    return any(block.link_density > 0.8 for block in neighbours)
