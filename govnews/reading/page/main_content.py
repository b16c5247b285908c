"""Finds the element that holds the article's text, where no selector or profile names it.

Each block of prose votes for the elements around it; the best element is the core.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile

from govnews.reading import weights as w
from govnews.reading.page.boilerplate import names_site
from govnews.reading.parse.lines import Block, Page
from govnews.vietnamese.text import fold, remembered

_GOOD = re.compile(
    r"article|content|detail|noi-?_?dung|body|entry|post|chi-?_?tiet|main|news|journal|rtestate"
    r"|story|text",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"sidebar|side-bar|(?<!elementor-)widget|foot|menu|nav(?!ukeviet)|related|lien-?quan"
    r"|tin-?khac|comment"
    r"|binh-?luan|share|social|banner|breadcrumb|thong-?ke|counter|login|weblink|pager|paging"
    r"|\bads?\b|advert|popup|modal|toolbar|col-?right|col-?left|right-?col|left-?col|aside"
    r"|hot-?news|latest|other",
    re.IGNORECASE,
)
_ENDS = tuple(".:;!?…”\"')]")
OUTSIDE = frozenset({"footer", "nav", "aside", "address"})
ENDS_TEXT = frozenset({"related", "comments", "tags", "copyright", "counter"})
"""Kinds of furniture that stand below a text."""


_CONTACT = re.compile(
    r"(?:co quan|don vi) (?:chu quan|quan ly|thuc hien|van hanh|thiet ke)|(?:dia chi|tru so"
    r"|dien thoai"
    r"|dt|tel|fax|e-?mail|hotline|(?:tong dai|duong day nong)[^:]{0,40})\s*:|giay phep (?:so"
    r"|thiet lap)|.{0,40}chiu trach nhiem"
    r"|ban quyen|copyright|©|ghi ro nguon"
)
"""In folded text: how address and imprint lines of a page's foot begin; no headline does."""


def is_contact(text: str) -> bool:
    """Whether a line begins as the address and imprint lines of a page's foot do."""
    return _CONTACT.match(fold(text[: w.LINE_START])) is not None


def prose(block: Block) -> float:
    """How much running text a block holds, in characters; 0 for links, labels and fragments."""
    size = len(block.text)
    if size < w.PROSE_MIN_LENGTH or block.link_density > w.PARTLY_LINKED:
        return 0.0
    if size < w.CONTACT_MAX_LENGTH and is_contact(block.text):
        return 0.0
    value = float(min(size, w.PROSE_MAX_VALUE))
    if size < w.UNFINISHED_MAX_LENGTH and not block.text.endswith(_ENDS):
        value *= w.UNFINISHED_FACTOR
    return value * (1 - block.link_density)


def has_bad_name(page: Page, node: int) -> bool:
    """Whether the class or id of a node is that of a widget or another part without text."""
    return _part(page.names(node)) == "other"


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _part(names: str) -> str | None:
    """The part of a page that an element's names speak of: "text", "other" or none."""
    if len(names) < 2:
        return None
    if _BAD.search(names):
        return "other"
    return "text" if _GOOD.search(names) else None


def _class_factor(page: Page, node: int) -> float:
    element = page.nodes[node]
    factor = 1.0
    if element.tag in OUTSIDE:
        factor = w.LANDMARK_FACTOR
    elif element.tag in {"article", "main"} or element.get("itemprop") == "articleBody":
        factor = w.ARTICLE_FACTOR
    part = _part(page.names(node))
    if part is not None:
        factor *= w.GOOD_NAME_FACTOR if part == "text" else w.BAD_NAME_FACTOR
    return factor


def column_apart(page: Page, node: int, top: int) -> bool:
    """Whether a landmark, or another cell of the same row, lies between a node and `top`."""
    if page.nodes[top].tag == "tr":
        return True
    for step in page.ancestors(node):
        if step == top:
            return False
        if page.nodes[step].tag in OUTSIDE:
            return True
    return False


def find_core(
    page: Page, weights: Sequence[float], kinds: Sequence[str | None], title: int | None
) -> int | None:
    """The node that holds most of the text locally, or None when there is no prose at all.

    weights: prose by block. kinds: furniture by block. title: position of the headline, if known;
    text that stands near it in the tree, and below it, counts for more.
    """
    votes: dict[int, float] = {}
    for position, value in enumerate(_near_title(page, weights, kinds, title)):
        if not value:
            continue
        node = page.blocks[position].node
        for weight in w.VOTES:
            if node < 0:
                break
            votes[node] = votes.get(node, 0.0) + value * weight
            node = page.parents[node]
    if not votes:
        return None
    sums = (
        list(accumulate((block.linked for block in page.blocks), initial=0)),
        list(accumulate((len(block.text) for block in page.blocks), initial=0)),
    )
    return max(
        sorted(votes),
        key=lambda node: (
            votes[node]
            * _class_factor(page, node)
            * (1 - _link_share(page, sums, node)) ** w.LINK_SHARE_POWER
        ),
    )


def _near_title(
    page: Page, weights: Sequence[float], kinds: Sequence[str | None], title: int | None
) -> Sequence[float]:
    """The weights, those below and near the headline first.

    What follows a list of other articles counts little, and nearly nothing when it stands
    farther from the headline than that list does.
    """
    if title is None:
        return weights
    depths = page.depths(page.blocks[title].node)
    near = [value * w.ABOVE_TITLE_FACTOR for value in weights[: title + 1]]
    own = _own_article(page, weights, title)
    limit: int | None = None
    widget = 0
    for position in range(title + 1, len(weights)):
        value = weights[position]
        if kinds[position] in _WIDGETS:
            widget = max(widget, page.past[opened_by(page, position)])
        if position < widget:
            value *= w.WIDGET_FACTOR
        stops = kinds[position] in {"related", "comments"}
        if not value and not stops:
            near.append(0.0)
            continue
        node = page.blocks[position].node
        top = next(step for step in page.ancestors(node) if step in depths)
        if stops:
            limit = depths[top] if limit is None else min(limit, depths[top])
        passed = (
            1.0
            if limit is None
            else w.PAST_RELATED_FACTOR
            if depths[top] <= limit
            else w.FAR_PAST_RELATED_FACTOR
        )
        apart = (
            w.APART_FACTOR
            if column_apart(page, node, top)
            or (own is not None and _in_other_article(page, node, top, own))
            else 1.0
        )
        near.append(value * passed * apart * w.DISTANCE_FACTOR ** depths[top])
    return near


def _own_article(page: Page, weights: Sequence[float], title: int) -> int | None:
    """The `<article>` around the headline, where it has a paragraph below it."""
    around = page.ancestors(page.blocks[title].node)
    node = next((step for step in around if page.nodes[step].tag == "article"), None)
    if node is None:
        return None
    below = range(title + 1, page.past[node])
    return node if any(weights[position] >= w.PARAGRAPH for position in below) else None


def _in_other_article(page: Page, node: int, top: int, own: int) -> bool:
    """Whether an `<article>` that is no part of the own one lies between a node and `top`."""
    return not page.contains(own, node) and any(
        page.nodes[step].tag == "article"
        for step in takewhile(lambda step: step != top, page.ancestors(node))
    )


_WIDGETS = frozenset({"widget", "login", "counter"})


def opened_by(page: Page, position: int, core: int | None = None) -> int:
    """The largest element that begins with a line, such as the box below its heading.

    It lies inside the core when the line does.
    """
    box = page.blocks[position].node
    for step in page.ancestors(box):
        if step == core or page.first[step] != position:
            break
        box = step
    return box


def near_title_only(page: Page, kinds: Sequence[str | None], title: int) -> int:
    """The element that belongs to a headline without running text.

    It ends below the first element that also holds other articles or a landmark.
    """
    node = page.blocks[title].node
    for step in page.ancestors(node):
        below = range(max(page.past[node], title + 1), page.past[step])
        if any(kinds[p] in _OF_FOOT or names_site(page.blocks[p].text) for p in below):
            break
        blocks = page.blocks[page.first[step] : page.past[step]]
        linked = sum(
            block.link_density > w.LINKED and len(block.text) > w.LINKED_HEADLINE_MIN_LENGTH
            for block in blocks
        )
        foreign = any(
            kinds[position] in {"related", "comments", "counter"} for position in page.inside(step)
        )
        if foreign or linked > w.ARTICLE_LINKS or page.first[step] < title - w.LINES_ABOVE_TITLE:
            break
        node = step
    return node


_OF_FOOT = frozenset({"copyright", "login", "widget"})


def _link_share(page: Page, sums: tuple[list[int], list[int]], node: int) -> float:
    linked, all_ = (each[page.past[node]] - each[page.first[node]] for each in sums)
    return linked / max(1, all_)


def separate(page: Page, node: int, top: int) -> bool:
    """Whether a column, landmark or widget lies between a node and the ancestor `top`."""
    if column_apart(page, node, top):
        return True
    for step in page.ancestors(node):
        if step == top:
            return False
        if has_bad_name(page, step):
            return True
    return False


def own_run(page: Page, core: int, weights: Sequence[float], kinds: Sequence[str | None]) -> int:
    """The parent, where a lone block goes on as text that stands in no element of its own."""
    parent = page.parents[core]
    if parent < 0 or len(page.inside(core)) != 1:
        return core
    for position in range(page.past[core], page.past[parent]):
        if kinds[position] in ENDS_TEXT:
            break
        if weights[position] >= w.TEXT_PIECE and page.blocks[position].node == parent:
            return parent
    return core


_RISING = frozenset({
    "p", "ul", "ol", "li", "blockquote", "tr", "tbody", "h1", "h2", "h3", "h4", "table", "dl",
})  # fmt: skip


def lift(page: Page, core: int) -> int:
    """From a paragraph, list or row up to the element that holds the run of paragraphs."""
    while page.nodes[core].tag in _RISING and page.parents[core] > 0:
        core = page.parents[core]
    return core
