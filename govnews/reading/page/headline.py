"""Finds the headline: the anchor of everything else on the page.

Each line earns points for what headlines have: the page's head declares it, it is a heading, a
date or view count stands beside it, running text follows. No single sign is needed, because on
some portals each of them is missing or misleading.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log2
from urllib.parse import urlsplit

from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.page.context import STOPPING, PageContext
from govnews.reading.page.main_content import OUTSIDE, column_apart, has_bad_name, is_contact
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import BLOCKS, HEADINGS, Block
from govnews.reading.selectors import visible_text
from govnews.vietnamese.names import is_post
from govnews.vietnamese.text import fold

MAX_TITLE = 320
_TRIED = 60
"""Lines that are looked at closely; the others cannot make up for what they lack."""

_MOST_AROUND = 11.5
"""The most that a line's surroundings can add."""

_TITLE_CLASS = re.compile(
    r"title|tieu-?_?de|headline|heading|ten-?tin|ten-?bai|name\b|subject"
    r"|(?:article|news|detail|post|entry|tin|bai)-?_?(?:header|head|name)",
    re.IGNORECASE,
)
LEAD_CLASS = re.compile(
    r"sapo|lead\b|summary|intro|trich-?_?dan|trich-?_?yeu|mo-?_?ta|tom-?_?tat|description|\bdesc\b"
    r"|excerpt|abstract|hometext|chapeau|teaser",
    re.IGNORECASE,
)
CRUMB_CLASS = re.compile(
    r"breadcrumb|bread|crumb|path|duong-?dan|vi-?tri|sitemap-?path", re.IGNORECASE
)
HOME = re.compile(r"trang (?:chu|nhat|dau)|home(?: ?page)?|trangchu")
"""In folded text: the first step of a breadcrumb."""

_MODULE = re.compile(
    r"(?:xem )?chi tiet(?: (?:tin(?: tuc| bai)?|bai viet|ban tin|noi dung|thong tin|van ban"
    r"|su kien))?"
    r"|(?:noi dung|thong tin) (?:tin|bai viet|chi tiet)|tin tuc(?:,? (?:va |- )?su kien)?"
    r"|tin chi tiet|ban tin|bai viet|noi dung|thong tin"
)
"""In folded text: headings of a module that shows articles; no article has such a headline."""

_DETAIL = re.compile(r"(?:xem )?chi tiet(?: [a-z]+){1,3}")

_TAG_POINTS = {"h1": 5.0, "h2": 4.0, "h3": 3.0, "h4": 2.0, "h5": 1.5, "h6": 1.0, "caption": 1.0}
_LIST_TAGS = frozenset({"li", "dd", "option"})


@dataclass(frozen=True, slots=True)
class Headline:
    """The position of the headline and the rule that found it."""

    position: int
    rule: str


def find_headline(context: PageContext, nodes: list[int]) -> Headline | None:
    """The headline of an HTML page, or None when no line earns enough points.

    nodes: where the text is known to stand (a selector or a profile names it), or empty.
    """
    selected = _selected(context)
    if selected is not None:
        return selected
    last = _first_prose(context, nodes) if nodes else None
    scores = []
    linked = Counter(b.tag for b in context.blocks if b.tag in {"h1", "h2"} and b.linked)
    for position in range(len(context.blocks) if last is None else last + 1):
        base = _own_points(context, position)
        if base is None:
            continue
        block = context.blocks[position]
        if block.link_density > 0.8 and linked[block.tag] == 1 and not _leads_home(block):
            base += 3.0  # the only one of its kind: a headline that leads to itself
        scores.append((base, position))
    scores.sort(key=lambda item: (-item[0], item[1]))
    best: tuple[float, int] | None = None
    for base, position in scores[:_TRIED]:
        if best is not None and base + _MOST_AROUND <= best[0]:
            break
        cost = _doubts(context, position)
        if cost is None:
            continue
        score = base - cost + _points_around(context, position)
        if last is not None:
            score -= 0.25 * min(40, last - position) + (3.0 if position == last else 0.0)
        if best is None or score > best[0]:
            best = (score, position)
    if best is None or best[0] <= 3.0:
        return None
    declared = context.metadata.title_match(context.blocks[best[1]].text) >= 0.75
    return Headline(best[1], "declared-title" if declared else "headline")


def _leads_home(block: Block) -> bool:
    """Whether a line's link leads to the first page, as the site's name does."""
    path = urlsplit(block.links[0].get("href") or "").path if block.links else ""
    return path.strip("/").count("/") == 0 and not re.search(r"[\w-]{12,}", path)


def _selected(context: PageContext) -> Headline | None:
    for element, rule in context.select("title"):
        for position, block in enumerate(context.blocks):
            if len(block.text) >= 6 and _holds(element, block):
                return Headline(position, rule)
    return None


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


def _first_prose(context: PageContext, nodes: list[int]) -> int | None:
    for node in nodes:
        for position in context.page.inside(node):
            block = context.blocks[position]
            if context.prose[position] < 40 or context.is_head_line(position):
                continue
            if block.tag in HEADINGS or context.metadata.title_match(block.text) >= 0.75:
                continue
            return position
    return min(context.page.first[node] for node in nodes)


def _own_points(context: PageContext, position: int) -> float | None:
    """What a line has by itself; None when it cannot be a headline."""
    block = context.blocks[position]
    size = len(block.text)
    if not 8 <= size <= MAX_TITLE or context.repeated[position]:
        return None
    match = context.metadata.title_match(block.text)
    if context.kinds[position] is not None and match < 1.0:
        return None
    points = _TAG_POINTS.get(block.tag, 0.0)
    points += 6.0 * match if match >= 0.75 else 0.0
    points += 1.5 if block.bold else 0.0
    points += 1.5 if size >= 25 else -2.0 if size < 15 else 0.0
    if block.text.endswith((".", ";", ":", ",")):
        points -= 4.0 if size > 60 else 2.0
    points -= 2.0 if size > 200 else 0.0
    points -= 4.0 if block.link_density > 0.8 else 2.0 if block.link_density > 0.3 else 0.0
    return points if points >= -1.0 else None


def _doubts(context: PageContext, position: int) -> float | None:
    """Points that the line's words cost it; None when it is no headline at all."""
    block = context.blocks[position]
    folded = fold(block.text)
    declared = context.metadata.title_match(block.text) >= 0.75
    sure = declared or block.tag in {"h1", "h2"}
    if len(folded) < 40 and _MODULE.fullmatch(folded):
        return None
    if is_contact(block.text) or (len(folded) < 60 and not sure and context.is_head_line(position)):
        return None
    cost = 5.0 if SITE_WORDS.search(folded) else 0.0
    cost += 5.0 if len(folded) <= 45 and not declared and is_post(block.text) else 0.0
    return cost + (5.0 if not declared and _DETAIL.fullmatch(folded) else 0.0)


def _points_around(context: PageContext, position: int) -> float:
    """What a line's surroundings say: names, landmarks, a date beside it, text below it."""
    block = context.blocks[position]
    names = _names(context, block)
    points = 2.5 if _TITLE_CLASS.search(names) else 0.0
    points -= 4.0 if LEAD_CLASS.search(names) else 0.0
    if context.is_info(position):
        points -= 6.0
    if block.italic and position and context.blocks[position - 1].images:
        points -= 4.0  # the caption of a picture
    for step, node in enumerate(context.page.ancestors(block.node)):
        tag = context.page.nodes[node].tag
        if step < 4 and (tag == "nav" or CRUMB_CLASS.search(context.page.names(node))):
            points -= 5.0
            break
        if tag in OUTSIDE:
            points -= 4.0
            break
        if tag in _LIST_TAGS and step < 3:
            points -= 2.0
        if has_bad_name(context.page, node) and step < 5:
            points -= 1.5
    if len(block.text) < 120 and _in_breadcrumb(context, position):
        points -= 6.0
    if _is_teaser(context, position):
        points -= 4.0
    points += _info_points(context, position)
    return points + _text_points(context, position)


def _is_teaser(context: PageContext, position: int) -> bool:
    """Whether a line stands right below a linked headline, in the same item of a list."""
    page = context.page
    node = max(page.parents[page.blocks[position].node], 0)
    for above in range(position - 1, max(-1, position - 3), -1):
        block = page.blocks[above]
        if block.link_density > 0.95 and len(block.text) >= 25 and context.kinds[above] is None:
            near = node in list(page.ancestors(block.node))[:3]
            return near and not _in_breadcrumb(context, above)
    return False


def _in_breadcrumb(context: PageContext, position: int) -> bool:
    """Whether a line is a step of a list that begins with the home page."""
    page = context.page
    for count, node in enumerate(page.ancestors(page.blocks[position].node)):
        if count == 3 or len(page.inside(node)) > 8:
            return False
        if any(context.prose[other] >= 80 for other in page.inside(node) if other != position):
            return False
        first = page.first[node]
        step = fold(page.blocks[first].text).strip(" »>›/|")
        if first < position and HOME.fullmatch(step):
            return True
    return False


def _names(context: PageContext, block: Block) -> str:
    page = context.page
    names = [
        page.names(node) for _, node in zip(range(2), page.ancestors(block.node), strict=False)
    ]
    if block.element is not None:
        for _, child in zip(range(3), block.element.iterdescendants(), strict=False):
            if child.tag in BLOCKS:
                break  # another line's
            names.append(f"{child.get('class') or ''} {child.get('id') or ''}")
    return " ".join(names)


def _info_points(context: PageContext, position: int) -> float:
    """A date or a view count right below the line, or right above it."""
    if context.blocks[position].link_density > 0.8:
        return 0.0
    points = 0.0
    for below in range(position + 1, min(len(context.blocks), position + 5)):
        if context.is_info(below):
            if is_close(context, position, below) and context.blocks[below].link_density < 0.4:
                points = 4.0 - 0.5 * (below - position - 1)
            break
        if context.prose[below] >= 80 and below > position + 1:
            break
    for above in range(position - 1, max(-1, position - 4), -1):
        if context.is_info(above):
            if is_close(context, position, above) and not context.is_clock(above):
                points = max(points, 3.0)
            break
        if context.prose[above] >= 80 or context.blocks[above].link_density > 0.8:
            break
    return points


def is_close(context: PageContext, first: int, second: int, limit: int = 5) -> bool:
    """Whether two lines stand in one part of the page, few elements apart."""
    page = context.page
    one, two = context.blocks[first].node, context.blocks[second].node
    top = page.common(one, two)
    steps = next(n for n, node in enumerate(page.ancestors(two)) if node == top)
    return steps <= (limit if page.parents[top] >= 0 else 2)


def _text_points(context: PageContext, position: int) -> float:
    """Running text that follows soon, and none that goes just before in the same element."""
    page = context.page
    node = context.blocks[position].node
    depths = {step: depth for depth, step in enumerate(page.ancestors(node))}
    amount = 0.0
    nearest = None
    for below in range(position + 1, min(len(context.blocks), position + 40)):
        if context.kinds[below] in STOPPING:
            break
        if not context.prose[below]:
            continue
        other = context.blocks[below].node
        top = next(step for step in page.ancestors(other) if step in depths)
        if column_apart(page, other, top):
            continue
        depth = depths[top]
        nearest = depth if nearest is None else nearest
        amount += context.prose[below] * 0.6 ** max(0, depth - nearest)
    points = min(5.0, 1.2 * log2(1 + amount / 60))
    parent = page.parents[node]
    for above in range(position - 1, max(-1, position - 4), -1):
        if context.prose[above] >= 60 and page.contains(max(parent, 0), context.blocks[above].node):
            if not context.is_info(above):
                before = sum(context.prose[p] for p in range(page.first[max(parent, 0)], position))
                points -= 3.5 if before < 300 else 6.0
            break
    return points
