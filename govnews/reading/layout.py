"""Sorts a page's blocks into headline, head lines, body and tail, before any field is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from govnews.reading import container
from govnews.reading.blocks import BLOCKS, HEADINGS, Block, Page
from govnews.reading.document import Element
from govnews.reading.hints import Hints, select, visible_text
from govnews.reading.marks import date_lines, find_views, is_views_label, read_signature, residue
from govnews.reading.noise import SITE_WORDS
from govnews.reading.profile import node_path
from govnews.reading.signals import Signals
from govnews.text import fold

MAX_TITLE = 320
_TITLE_CLASS = re.compile(
    r"title|tieu-?_?de|headline|heading|ten-?tin|ten-?bai|name\b|subject"
    r"|(?:article|news|detail|post|entry|tin|bai)-?_?(?:header|head|name)",
    re.IGNORECASE,
)
LEAD_CLASS = re.compile(
    r"sapo|lead\b|summary|intro|trich-?_?dan|trich-?_?yeu|mo-?_?ta|tom-?_?tat|description|\bdesc\b|excerpt"
    r"|abstract|hometext|chapeau|teaser",
    re.IGNORECASE,
)
_CRUMB_CLASS = re.compile(
    r"breadcrumb|bread|crumb|path|duong-?dan|vi-?tri|sitemap-?path", re.IGNORECASE
)


@dataclass(slots=True)
class Layout:
    """Positions in page.blocks. title: headline or None. head: lines around it that are no text.

    body: candidate paragraphs in order, noise already out. tail: what follows within the article.
    cut: why the body ended ("related", "comments", …) or None.
    title_rule: name of the rule that chose the title.
    """

    title: int | None = None
    title_rule: str = ""
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    cut: str | None = None
    core: int | None = None


@dataclass(slots=True)
class Reading:
    """What every rule may look at: the page, its head's signals, the hints and the time."""

    page: Page
    signals: Signals
    hints: Hints
    now: datetime
    url: str
    root: Element | None
    body_paths: tuple[str, ...] = ()
    kinds: list[str | None] = field(default_factory=list)
    template: list[bool] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        return self.page.blocks

    def usable(self) -> list[bool]:
        """Blocks that may be the article's: neither lexicon noise nor the portal's template."""
        return [
            kind is None and not template
            for kind, template in zip(self.kinds, self.template, strict=True)
        ]


def is_head_line(reading: Reading, position: int) -> bool:
    """Whether a block near the title is furniture of the head: date, views, controls, labels."""
    block = reading.blocks[position]
    text = block.text
    if not text or reading.kinds[position] is not None or reading.template[position]:
        return True
    if len(text) > 220:
        return False
    if find_views(text) or is_views_label(text) or date_lines(text, reading.now):
        return len(residue(text, reading.now)) <= max(30, 0.35 * len(text))
    signature = read_signature(text)
    if signature is not None and signature.sure:
        return True
    return block.link_density > 0.8 and len(text) < 80


def arrange(reading: Reading) -> Layout:
    """The layout of an HTML page."""
    layout = Layout()
    sure = _declared_title(reading)
    nodes = _body_nodes(reading, sure[0] if sure else None)
    if nodes:
        layout.core = nodes[0]
    inside = _positions(reading, nodes)
    title = _title(reading, sure, inside, nodes)
    if title is not None:
        layout.title, layout.title_rule = title
    _split(reading, layout, inside)
    return layout


def _body_nodes(reading: Reading, title: int | None) -> list[int]:
    if reading.root is not None:
        numbers = {id(element): number for number, element in enumerate(reading.page.nodes)}
        for element, _ in select(reading.root, reading.hints, "body"):
            target: Element | None = element
            while target is not None and id(target) not in numbers:
                target = target.getparent()
            if target is not None and _text_size(reading.page, numbers[id(target)]) >= 20:
                return [numbers[id(target)]]
    for path in reading.body_paths:
        wanted = [n for n in range(len(reading.page.nodes)) if node_path(reading.page, n) == path]
        if wanted and sum(_text_size(reading.page, node) for node in wanted) >= 40:
            return wanted
    usable = reading.usable()
    core = container.find_core(reading.page, usable, title)
    if core is None:
        return []
    core = container.lift(reading.page, core)
    return container.join_siblings(reading.page, core, usable)


def _text_size(page: Page, node: int) -> int:
    return sum(len(block.text) for block in page.blocks if page.contains(node, block.node))


def _positions(reading: Reading, nodes: list[int]) -> list[int]:
    page = reading.page
    return [
        position
        for position, block in enumerate(page.blocks)
        if any(page.contains(node, block.node) for node in nodes)
    ]


def _declared_title(reading: Reading) -> tuple[int, str] | None:
    """A block that a selector names, or that the page's head declares to be the title."""
    if reading.root is not None:
        for element, rule in select(reading.root, reading.hints, "title"):
            for position, block in enumerate(reading.blocks):
                if block.element is not None and _holds(element, block) and len(block.text) >= 6:
                    return position, rule
    best: tuple[float, int] | None = None
    for position, block in enumerate(reading.blocks):
        if not 8 <= len(block.text) <= MAX_TITLE or reading.kinds[position] is not None:
            continue
        match = reading.signals.title_match(block.text)
        if match < 0.75:
            continue
        score = (
            match
            + (0.3 if block.tag in HEADINGS else 0.0)
            - (0.2 if _is_listed(reading, block) else 0)
        )
        score -= 0.5 if _is_crumb(reading, block) else 0.0
        if best is None or score > best[0] + 1e-9:
            best = (score, position)
    return (best[1], "declared-title") if best else None


def _holds(element: Element, block: Block) -> bool:
    """Whether a block stands in an element, or is the run of text around an inline element."""
    node: Element | None = block.element
    while node is not None:
        if node is element:
            return True
        node = node.getparent()
    if element.tag in BLOCKS or block.element is None:
        return False
    inside = any(step is block.element for step in element.iterancestors())
    return inside and visible_text(element) in block.text


def _is_listed(reading: Reading, block: Block) -> bool:
    """A link in a list item: a related item that repeats the title."""
    return block.link_density > 0.8 and block.tag not in HEADINGS


def _is_crumb(reading: Reading, block: Block) -> bool:
    for node in list(reading.page.ancestors(block.node))[:4]:
        element = reading.page.nodes[node]
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in {"nav", "footer"} or _CRUMB_CLASS.search(names):
            return True
    return False


def _title(
    reading: Reading, sure: tuple[int, str] | None, inside: list[int], nodes: list[int]
) -> tuple[int, str] | None:
    """The headline: a declared one near the body, or the best-looking line before the text."""
    first = _first_prose(reading, inside)
    if sure is not None and (
        first is None or sure[1].startswith("selector") or sure[0] <= first + 2
    ):
        return sure
    if first is None:
        return sure or _best_heading(reading)
    best: tuple[float, int] | None = None
    for position in range(max(0, first - 40), first + 1):
        score = _title_score(reading, position, first, nodes)
        if score is not None and (best is None or score > best[0]):
            best = (score, position)
    return (best[1], "headline") if best and best[0] > 0 else None


def _first_prose(reading: Reading, inside: list[int]) -> int | None:
    for position in inside:
        block = reading.blocks[position]
        if container.prose(block) >= 40 and not is_head_line(reading, position):
            if block.tag in HEADINGS or reading.signals.title_match(block.text) >= 0.75:
                continue
            return position
    return None


def _best_heading(reading: Reading) -> tuple[int, str] | None:
    for tag in ("h1", "h2"):
        for position, block in enumerate(reading.blocks):
            if block.tag == tag and reading.kinds[position] is None and len(block.text) >= 10:
                return position, "heading"
    return None


_TAG_POINTS = {"h1": 7.0, "h2": 5.0, "h3": 4.0, "h4": 3.0, "h5": 2.0, "h6": 1.5, "caption": 1.0}


def _title_score(reading: Reading, position: int, first: int, nodes: list[int]) -> float | None:
    block = reading.blocks[position]
    size = len(block.text)
    if size < 8 or size > MAX_TITLE or is_head_line(reading, position):
        return None
    if SITE_WORDS.search(fold(block.text)) and size < 90 and block.tag not in HEADINGS:
        return None
    score = _TAG_POINTS.get(block.tag, 0.0) + 6.0 * reading.signals.title_match(block.text)
    names = _names(reading, block)
    score += 3.5 if _TITLE_CLASS.search(names) else 0.0
    score -= 4.0 if LEAD_CLASS.search(names) else 0.0
    score -= 2.0 if block.text.endswith((".", ";", ":")) else 0.0
    score += 2.5 if block.bold else 0.0
    score += 1.5 if size >= 25 else -2.0 if size < 15 else 0.0
    score -= 4.0 if block.link_density > 0.8 else 0.0
    score -= 5.0 if _is_crumb(reading, block) else 0.0
    score -= 5.0 if SITE_WORDS.search(fold(block.text)) else 0.0
    score -= 0.25 * (first - position)
    after = position + 1
    if after < len(reading.blocks) and reading.blocks[after].text:
        follows = reading.blocks[after].text
        if find_views(follows) or is_views_label(follows) or date_lines(follows, reading.now):
            score += 3.0
    if position == first:
        score -= 3.0
    if nodes:
        top = container.common(reading.page, nodes[0], block.node)
        score -= 0.6 * _depth_between(reading.page, nodes[0], top)
        score -= 3.0 if container.separate(reading.page, block.node, top) else 0.0
    return score


def _depth_between(page: Page, node: int, top: int) -> int:
    for count, step in enumerate(page.ancestors(node)):
        if step == top:
            return count
    return 99


def _names(reading: Reading, block: Block) -> str:
    page = reading.page
    names = []
    for node in list(page.ancestors(block.node))[:2]:
        element = page.nodes[node]
        names.append(
            f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        )
    if block.element is not None:
        names += [
            f"{child.get('class') or ''} {child.get('id') or ''}"
            for child in list(block.element.iterdescendants())[:3]
        ]
    return " ".join(names)


STOPPING = frozenset({"related", "comments"})


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
    if len(block.text) < 30 or block.link_density > 0.4 or is_head_line(reading, position):
        return bool(block.images) and _near(reading, layout, position)
    top = container.common(reading.page, layout.core, block.node)
    return _near(reading, layout, position) and not container.separate(
        reading.page, block.node, top
    )


def _near(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a block after the body still belongs to the article's part of the page."""
    if layout.core is None:
        return True
    page = reading.page
    node = reading.blocks[position].node
    top = container.common(page, layout.core, node)
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
        if not started and is_head_line(reading, position):
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
            seen += container.prose(block)
    return seen >= 150


def _in_list_of_links(reading: Reading, position: int) -> bool:
    """Whether the block stands among links, as a teaser below a related title does."""
    neighbours = reading.blocks[max(0, position - 1) : position + 2]
    return any(block.link_density > 0.8 for block in neighbours)
