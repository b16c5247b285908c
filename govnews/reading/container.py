"""Which part of the page holds the article's text, when nobody has said so.

Each block of prose votes for the elements around it; the best element is the core. Sibling
elements that go on with the text are joined, columns beside it are not.
"""

from __future__ import annotations

import re

from govnews.reading.blocks import Block, Page

_GOOD = re.compile(
    r"article|content|detail|noi-?_?dung|body|entry|post|chi-?_?tiet|main|news|journal|rtestate"
    r"|story|text",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"sidebar|side-bar|widget|foot|menu|nav(?!ukeviet)|related|lien-?quan|tin-?khac|comment"
    r"|binh-?luan|share|social|banner|breadcrumb|thong-?ke|counter|login|weblink|pager|paging"
    r"|\bads?\b|advert|popup|modal|toolbar|col-?right|col-?left|right-?col|left-?col|aside"
    r"|hot-?news|latest|other",
    re.IGNORECASE,
)
_ENDS = tuple(".:;!?…”\"')]")
OUTSIDE = frozenset({"footer", "nav", "aside", "address"})
_WEIGHTS = (1.0, 1.0, 0.5, 0.25)


def prose(block: Block) -> float:
    """How much a block looks like running text, in characters; 0 for links, labels and scraps."""
    size = len(block.text)
    if size < 25 or block.link_density > 0.4:
        return 0.0
    value = float(min(size, 900))
    if size < 80 and not block.text.endswith(_ENDS):
        value *= 0.25
    return value * (1 - block.link_density)


def has_bad_name(page: Page, node: int) -> bool:
    """Whether a node's class or id says that it is a widget and no text."""
    names = page.names(node)
    return len(names) > 1 and _BAD.search(names) is not None


def _class_factor(page: Page, node: int) -> float:
    element = page.nodes[node]
    names = page.names(node)
    factor = 1.0
    if element.tag in OUTSIDE:
        factor = 0.2
    elif element.tag in {"article", "main"} or element.get("itemprop") == "articleBody":
        factor = 1.5
    if len(names) > 1:
        if _BAD.search(names):
            factor *= 0.4
        elif _GOOD.search(names):
            factor *= 1.25
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


def find_core(page: Page, weights: list[float], kinds: list[str | None], title: int | None) -> int | None:
    """The node that holds most of the text locally, or None when there is no prose at all.

    weights: prose by block. kinds: furniture by block. title: position of the headline, if known;
    text that stands near it in the tree, and below it, counts for more.
    """
    votes: dict[int, float] = {}
    depths: dict[int, int] = {}
    if title is not None:
        start = page.blocks[title].node
        depths = {step: depth for depth, step in enumerate(page.ancestors(start))}
    passed = 1.0
    for position, value in enumerate(weights):
        if title is not None and position > title and kinds[position] in {"related", "comments"}:
            passed = 0.25
        if not value:
            continue
        node = page.blocks[position].node
        if title is not None:
            value *= _nearness(page, node, depths) * (passed if position > title else 0.02)
        for weight in _WEIGHTS:
            if node < 0:
                break
            votes[node] = votes.get(node, 0.0) + value * weight
            node = page.parents[node]
    if not votes:
        return None
    return max(
        sorted(votes),
        key=lambda node: (
            votes[node] * _class_factor(page, node) * (1 - _link_share(page, node)) ** 2
        ),
    )


def _nearness(page: Page, node: int, depths: dict[int, int]) -> float:
    top = next(step for step in page.ancestors(node) if step in depths)
    return 0.6 ** depths[top] * (0.1 if column_apart(page, node, top) else 1.0)


def _link_share(page: Page, node: int) -> float:
    blocks = page.blocks[page.first[node] : page.past[node]]
    return sum(block.linked for block in blocks) / max(1, sum(len(b.text) for b in blocks))


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


_RISING = frozenset({
    "p", "ul", "ol", "li", "blockquote", "tr", "tbody", "h1", "h2", "h3", "h4", "table", "dl",
})  # fmt: skip


def lift(page: Page, core: int) -> int:
    """From a paragraph, list or row up to the element that holds the run of paragraphs."""
    while page.nodes[core].tag in _RISING and page.parents[core] > 0:
        core = page.parents[core]
    return core


_CARRIES_ON = frozenset({"p", "ul", "ol", "blockquote", "table", "h2", "h3", "h4"})


def join_siblings(page: Page, core: int, weights: list[float]) -> list[int]:
    """The core and the siblings that carry on its text: same kind of element, mostly prose."""
    parent = page.parents[core]
    if parent < 0 or page.nodes[core].tag in {"td", "body"}:
        return [core]
    joined = []
    node = parent + 1
    while node <= page.last[parent]:
        if node == core or _carries_on(page, core, node, weights):
            joined.append(node)
        node = page.last[node] + 1
    return joined


def _carries_on(page: Page, core: int, node: int, weights: list[float]) -> bool:
    element, other = page.nodes[core], page.nodes[node]
    alike = other.tag == element.tag and _stem(page, node) == _stem(page, core)
    if not alike and not (other.tag in _CARRIES_ON and node > core):
        return False
    gained = sum(weights[page.first[node] : page.past[node]])
    linked = sum(page.blocks[position].linked for position in page.inside(node))
    return gained >= 60 and linked < 0.3 * gained


def _stem(page: Page, node: int) -> str:
    """A node's names with their numbers taken out: `panel-1` and `panel-2` are the same."""
    return re.sub(r"\d+", "", page.nodes[node].get("class") or page.nodes[node].get("id") or "")
