"""Finds the headline, from which every other part of the page is found.

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

from govnews.reading import weights as w
from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.page.context import STOPPING, PageContext
from govnews.reading.page.main_content import OUTSIDE, column_apart, has_bad_name, is_contact
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import BLOCKS, HEADINGS, Block
from govnews.reading.selectors import visible_text
from govnews.vietnamese.names import is_authority, is_post
from govnews.vietnamese.text import fold, remembered

_TITLE_CLASS = re.compile(
    r"title|tieu-?_?de|headline|heading|ten-?tin|ten-?bai|name\b|subject"
    r"|(?:article|news|detail|post|entry|tin|bai)-?_?(?:header|head|name)",
    re.IGNORECASE,
)
LEAD_CLASS = re.compile(
    r"sapo|lead\b|summary|intro(?!duc)|trich-?_?dan|trich-?_?yeu|mo-?_?ta|tom-?_?tat|description|\bdesc\b"
    r"|excerpt|abstract|hometext|chapeau|teaser",
    re.IGNORECASE,
)
_CRUMB_CLASS = re.compile(
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

_HIGH = frozenset({"h1", "h2"})
_LIST_TAGS = frozenset({"li", "dd", "option"})


@dataclass(frozen=True, slots=True)
class Headline:
    """The position of the headline and the rule that found it."""

    position: int
    rule: str


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def is_crumb_name(names: str) -> bool:
    """Whether the names of an element are those of a breadcrumb."""
    return _CRUMB_CLASS.search(names) is not None


def find_headline(context: PageContext, nodes: list[int]) -> Headline | None:
    """The headline of an HTML page, or None when no line earns enough points.

    nodes: where the text is known to stand (a selector or a profile names it), or empty.
    """
    selected = _selected(context)
    if selected is not None:
        return selected
    last = _first_prose(context, nodes) if nodes else None
    scores = []
    plain = {
        fold(b.text)
        for b in context.blocks
        if b.tag == "h1" and not b.linked and context.metadata.title_match(b.text) == 1.0
    }
    linked = Counter(b.tag for b in context.blocks if b.tag in _HIGH and b.linked)
    for position in range(len(context.blocks) if last is None else last + 1):
        base = own_points(context, position)
        if base is None:
            continue
        block = context.blocks[position]
        if plain and block.linked and fold(block.text) in plain:
            continue  # a link to the page in a list of articles
        if block.link_density > w.LINKED and linked[block.tag] == 1 and not _leads_home(block):
            base += w.SELF_LINK_POINTS  # the only one of its kind: a headline that leads to itself
        scores.append((base, position))
    scores.sort(key=lambda item: (-item[0], item[1]))
    most_around = w.TITLE_CLASS_POINTS + w.DATE_BELOW_POINTS + w.TEXT_POINTS_MAX
    best: tuple[float, int] | None = None
    for base, position in scores[: w.TITLES_TRIED]:
        if best is not None and base + most_around <= best[0]:
            break
        cost = doubts(context, position)
        if cost is None:
            continue
        score = base - cost + points_around(context, position)
        if last is not None:
            score -= w.KNOWN_TEXT_STEP * min(w.KNOWN_TEXT_LINES, last - position) + (
                w.KNOWN_TEXT_ITSELF_COST if position == last else 0.0
            )
        if best is None or score > best[0]:
            best = (score, position)
    if best is None or best[0] <= w.TITLE_POINTS_NEEDED:
        return None
    declared = context.metadata.title_match(context.blocks[best[1]].text) >= w.DECLARED_TITLE
    return Headline(best[1], "declared-title" if declared else "headline")


def _leads_home(block: Block) -> bool:
    """Whether a line's link leads to the first page, as the site's name does."""
    href = (block.links[0].get("href") or "") if block.links else ""
    try:
        path = urlsplit(href).path
    except ValueError:  # "http://[": no address
        return False
    return path.strip("/").count("/") == 0 and not re.search(r"[\w-]{12,}", path)


def _selected(context: PageContext) -> Headline | None:
    for element, rule in context.select("title"):
        for position, block in enumerate(context.blocks):
            if len(block.text) >= w.HINTED_TITLE_MIN_LENGTH and _holds(element, block):
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
            if context.prose[position] < w.TEXT_PIECE or context.is_head_line(position):
                continue
            if (
                block.tag in HEADINGS
                or context.metadata.title_match(block.text) >= w.DECLARED_TITLE
            ):
                continue
            return position
    return min(context.page.first[node] for node in nodes)


def own_points(context: PageContext, position: int) -> float | None:
    """Points for the line itself; None when it cannot be a headline."""
    block = context.blocks[position]
    size = len(block.text)
    if not w.SHORTEST_TITLE <= size <= w.TITLE_MAX_LENGTH or context.repeated[position]:
        return None
    match = context.metadata.title_match(block.text)
    if size < w.TITLE_MIN_LENGTH and block.tag not in HEADINGS and match < 1.0:
        return None
    if context.kinds[position] is not None and match < 1.0:
        return None
    points = w.TITLE_TAG_POINTS.get(block.tag, 0.0)
    points += w.DECLARED_POINTS * match if match >= w.DECLARED_TITLE else 0.0
    if match < w.DECLARED_TITLE and block.tag in _HIGH and not block.linked:
        points += w.ALIKE_POINTS * _likeness(context, position)
    points += w.BOLD_TITLE_POINTS if block.bold else 0.0
    points += (
        w.FULL_TITLE_POINTS
        if size >= w.FULL_TITLE_LENGTH
        else -w.SHORT_TITLE_COST
        if size < w.SHORT_TITLE_LENGTH
        else 0.0
    )
    if block.text.endswith((".", ";", ":", ",")):
        points -= w.SENTENCE_COST if size > w.SENTENCE_LENGTH else w.SHORT_SENTENCE_COST
    points -= w.LONG_TITLE_COST if size > w.LONG_TITLE_LENGTH else 0.0
    linked = block.link_density > w.LINKED
    points -= (
        w.LINKED_TITLE_COST
        if linked and (block.tag not in HEADINGS or context.leads_away(position))
        else 0.0
        if linked
        else w.PARTLY_LINKED_TITLE_COST
        if block.link_density > w.PARTLY_LINKED_TITLE
        else 0.0
    )
    return points if points >= -1.0 else None


def _likeness(context: PageContext, position: int) -> float:
    """How well a heading fits a title or the address of the page; 0 where it hardly does."""
    likeness = context.metadata.likeness(context.blocks[position].text, context.url)
    return likeness if likeness >= w.ALIKE_TITLE else 0.0


def doubts(context: PageContext, position: int) -> float | None:
    """Points that the line's words cost; None when they are those of no headline."""
    block = context.blocks[position]
    folded = fold(block.text)
    declared = context.metadata.title_match(block.text) >= w.DECLARED_TITLE
    leads_here = block.link_density > w.LINKED and not context.leads_away(position)
    sure = declared or block.tag in {"h1", "h2"} or (leads_here and block.tag in HEADINGS)
    if _MODULE.fullmatch(folded):
        return None
    if is_contact(block.text) or (
        len(folded) < w.HEAD_LINE_TITLE_LENGTH and not sure and context.is_head_line(position)
    ):
        return None
    short = len(block.text) < w.TITLE_MIN_LENGTH
    if short and not declared and not _info_points(context, position):
        return None
    cost = w.SITE_NAME_COST if SITE_WORDS.search(folded) else 0.0
    if is_authority(block.text):
        cost += w.SITE_NAME_COST + (w.DECLARED_POINTS if declared else 0.0)
    alike = declared or (block.tag in _HIGH and _likeness(context, position) > 0)
    if _names_section(context, position) and (declared or not alike):
        cost += w.SECTION_ABOVE_COST
    if not alike and _ends_page(context, position):
        cost += w.PAGE_END_COST
    cost += (
        w.POST_COST
        if len(folded) <= w.POST_MAX_LENGTH and not declared and is_post(block.text)
        else 0.0
    )
    return cost + (w.DETAIL_COST if not declared and _DETAIL.fullmatch(folded) else 0.0)


def _ends_page(context: PageContext, position: int) -> bool:
    """Whether most of a page's running text stands above a line, as above a call to subscribe."""
    above, whole = context.prose_above(position), context.prose_above(len(context.blocks))
    return whole >= w.PAGE_END_MIN_TEXT and above > w.PAGE_END_SHARE * whole


def _names_section(context: PageContext, position: int) -> bool:
    """Whether a line is a heading above the box of a smaller heading that has the date below it, or
    a step of the page's menus above any smaller heading with a date beside it.
    """
    page, block = context.page, context.blocks[position]
    if block.tag not in HEADINGS or len(block.text) > w.SECTION_NAME_MAX_LENGTH:
        return False
    dated = False
    for below in range(position + 1, position + 1 + w.SECTION_ABOVE_LINES):
        if below + 1 >= len(context.blocks):
            return False
        if context.is_info(below):
            dated = True
            continue
        other = context.blocks[below]
        if other.tag in HEADINGS and other.tag > block.tag and _may_lead(context, below):
            if other.text.endswith(".") or LEAD_CLASS.search(page.names(other.node)):
                return False
            if dated or not context.is_info(below + 1):
                return dated and _is_menu_step(context, position)
            box = page.parents[other.node]
            apart = box >= 0 and not page.contains(box, block.node)
            return apart or _is_menu_step(context, position)
        if context.prose[below]:
            return False
    return False


def _may_lead(context: PageContext, position: int) -> bool:
    """Whether a heading may be a headline: no link to another page, or what the head declares."""
    declared = context.metadata.title_match(context.blocks[position].text) == 1.0
    return declared or not context.leads_away(position)


def _is_menu_step(context: PageContext, position: int) -> bool:
    """Whether a link above a heading has its words, as those to a section do."""
    own = fold(context.blocks[position].text)
    return any(
        own in {fold(piece) for piece in block.pieces or (block.text,)}
        for block in context.blocks[:position]
        if block.link_density > w.MOSTLY_LINKED
    )


def points_around(context: PageContext, position: int) -> float:
    """Points for a line's surroundings: names, landmarks, a date beside it, text below it."""
    block = context.blocks[position]
    names = _names(context, block)
    points = w.TITLE_CLASS_POINTS if _TITLE_CLASS.search(names) else 0.0
    points -= w.LEAD_CLASS_COST if LEAD_CLASS.search(names) else 0.0
    if context.is_info(position):
        points -= w.INFO_TITLE_COST
    if block.italic and position and context.blocks[position - 1].images:
        points -= w.CAPTION_COST  # the caption of a picture
    for step, node in enumerate(context.page.ancestors(block.node)):
        tag = context.page.nodes[node].tag
        if step < w.CRUMB_LEVELS and (tag == "nav" or is_crumb_name(context.page.names(node))):
            points -= w.CRUMB_COST
            break
        if tag in OUTSIDE:
            points -= w.LANDMARK_COST
            break
        if tag in _LIST_TAGS and step < w.LIST_ITEM_LEVELS:
            points -= w.LIST_ITEM_COST
        if has_bad_name(context.page, node) and step < w.BAD_NAME_LEVELS:
            points -= w.BAD_NAME_COST
    if len(block.text) < w.CRUMB_STEP_MAX_LENGTH and _in_breadcrumb(context, position):
        points -= w.CRUMB_STEP_COST
    if _is_teaser(context, position):
        points -= w.TEASER_COST
    points += _info_points(context, position)
    return points + _text_points(context, position)


def _is_teaser(context: PageContext, position: int) -> bool:
    """Whether a line stands right below a linked headline, in the same item of a list."""
    page = context.page
    node = max(page.parents[page.blocks[position].node], 0)
    for above in range(position - 1, max(-1, position - 1 - w.TEASER_TITLE_LINES), -1):
        block = page.blocks[above]
        if (
            block.link_density > w.WHOLLY_LINKED
            and len(block.text) >= w.LINKED_HEADLINE_MIN_LENGTH
            and context.kinds[above] is None
        ):
            near = node in list(page.ancestors(block.node))[: w.TEASER_TITLE_LEVELS]
            return near and not _in_breadcrumb(context, above)
    return False


def _in_breadcrumb(context: PageContext, position: int) -> bool:
    """Whether a line is a step of a list that begins with the home page."""
    page = context.page
    for count, node in enumerate(page.ancestors(page.blocks[position].node)):
        if count == w.CRUMB_STEP_LEVELS or len(page.inside(node)) > w.CRUMB_MAX_STEPS:
            return False
        if any(
            context.prose[other] >= w.PARAGRAPH_BELOW
            for other in page.inside(node)
            if other != position
        ):
            return False
        first = page.first[node]
        step = fold(page.blocks[first].text).strip(" »>›/|")
        if first < position and HOME.fullmatch(step):
            return True
    return False


def _names(context: PageContext, block: Block) -> str:
    page = context.page
    names = [
        page.names(node)
        for _, node in zip(range(w.NAMES_AROUND), page.ancestors(block.node), strict=False)
    ]
    if block.element is not None:
        for _, child in zip(range(w.NAMES_INSIDE), block.element.iterdescendants(), strict=False):
            if child.tag in BLOCKS:
                break  # another line's
            names.append(f"{child.get('class') or ''} {child.get('id') or ''}")
    return " ".join(names)


def _info_points(context: PageContext, position: int) -> float:
    """Points for a date or a view count right below the line, or right above it."""
    if context.leads_away(position):
        return 0.0
    points = 0.0
    for below in range(position + 1, min(len(context.blocks), position + 1 + w.DATE_BELOW_LINES)):
        if context.is_info(below):
            if (
                is_close(context, position, below, w.CLOSE_LEVELS)
                and context.blocks[below].link_density < w.PARTLY_LINKED
            ):
                points = w.DATE_BELOW_POINTS - w.DATE_BELOW_STEP * (below - position - 1)
            break
        if context.prose[below] >= w.PARAGRAPH_BELOW and below > position + 1:
            break
    for above in range(position - 1, max(-1, position - 1 - w.DATE_ABOVE_LINES), -1):
        if context.is_info(above):
            if is_close(context, position, above, w.CLOSE_LEVELS) and not context.is_clock(above):
                points = max(points, w.DATE_ABOVE_POINTS)
            break
        if (
            context.prose[above] >= w.PARAGRAPH_BELOW
            or context.blocks[above].link_density > w.LINKED
        ):
            break
    return points


def is_close(context: PageContext, first: int, second: int, limit: int) -> bool:
    """Whether two lines stand in one part of the page, few elements apart."""
    page = context.page
    one, two = context.blocks[first].node, context.blocks[second].node
    top = page.common(one, two)
    steps = next(n for n, node in enumerate(page.ancestors(two)) if node == top)
    return steps <= (limit if page.parents[top] >= 0 else w.CLOSE_LEVELS_AT_ROOT)


def _text_points(context: PageContext, position: int) -> float:
    """Points for running text that follows soon, less those for text just before it."""
    page = context.page
    node = context.blocks[position].node
    depths = {step: depth for depth, step in enumerate(page.ancestors(node))}
    amount = 0.0
    nearest = None
    for below in range(position + 1, min(len(context.blocks), position + w.TEXT_BELOW_LINES)):
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
        amount += context.prose[below] * w.TEXT_BELOW_DECAY ** max(0, depth - nearest)
    points = min(w.TEXT_POINTS_MAX, w.TEXT_POINTS_SCALE * log2(1 + amount / w.TEXT_POINTS_UNIT))
    parent = page.parents[node]
    for above in range(position - 1, max(-1, position - 1 - w.TEXT_ABOVE_LINES), -1):
        if context.prose[above] >= w.PARAGRAPH and page.contains(
            max(parent, 0), context.blocks[above].node
        ):
            if not context.is_info(above):
                before = sum(context.prose[p] for p in range(page.first[max(parent, 0)], position))
                points -= (
                    w.TEXT_ABOVE_COST if before < w.MUCH_TEXT_ABOVE else w.MUCH_TEXT_ABOVE_COST
                )
            break
    return points
