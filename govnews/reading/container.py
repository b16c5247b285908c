"""Which part of the page holds the article's text, when nobody has said so.

Each block of prose votes for the elements around it; the best element is the core. Sibling
elements that go on with the text are joined, columns beside it are not.
"""

from __future__ import annotations

import re

from govnews.reading.blocks import Block, Page

_GOOD = re.compile(
    r"article|content|detail|noi-?_?dung|body|entry|post|chi-?_?tiet|main|news|journal|rtestate|story|text",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"sidebar|side-bar|widget|foot|menu|nav(?!ukeviet)|related|lien-?quan|tin-?khac|comment|binh-?luan|share|social"
    r"|banner|breadcrumb|thong-?ke|counter|login|weblink|pager|paging|\bads?\b|advert|popup|modal|toolbar"
    r"|col-?right|col-?left|right-?col|left-?col|aside|hot-?news|latest|other",
    re.IGNORECASE,
)
_ENDS = tuple(".:;!?…”\"')]")
OUTSIDE = frozenset({"footer", "nav", "aside", "address"})
_WEIGHTS = (1.0, 1.0, 0.5, 0.25)
SEPARATE = frozenset({"footer", "nav", "aside", "td", "address", "form"})


def prose(block: Block) -> float:
    """How much a block looks like running text, in characters; 0 for links, labels and scraps."""
    size = len(block.text)
    if size < 25 or block.link_density > 0.4:
        return 0.0
    value = float(min(size, 900))
    if size < 80 and not block.text.endswith(_ENDS):
        value *= 0.25
    return value * (1 - block.link_density)


def _class_factor(page: Page, node: int) -> float:
    element = page.nodes[node]
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
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


def find_core(page: Page, usable: list[bool], title: int | None) -> int | None:
    """The node that holds most of the text locally, or None when there is no prose at all.

    usable[i] is False for blocks known to be noise. title: position of a sure title, if known.
    """
    votes: dict[int, float] = {}
    for position, block in enumerate(page.blocks):
        if not usable[position]:
            continue
        value = prose(block)
        if not value:
            continue
        if title is not None:
            distance = position - title
            value *= 0.15 if distance < 0 else 1.6 if distance <= 6 else 1.0
        node = block.node
        for weight in _WEIGHTS:
            if node < 0:
                break
            votes[node] = votes.get(node, 0.0) + value * weight
            node = page.parents[node]
    if not votes:
        return None
    texts, links = _weights(page, votes)
    return max(
        sorted(votes),
        key=lambda node: (
            votes[node] * _class_factor(page, node) * (1 - links[node] / max(texts[node], 1)) ** 2
        ),
    )


def _weights(page: Page, nodes: dict[int, float]) -> tuple[dict[int, int], dict[int, int]]:
    texts = dict.fromkeys(nodes, 0)
    links = dict.fromkeys(nodes, 0)
    for block in page.blocks:
        for node in page.ancestors(block.node):
            if node in texts:
                texts[node] += len(block.text)
                links[node] += block.linked
    return texts, links


def separate(page: Page, node: int, top: int) -> bool:
    """Whether a column or landmark lies between a node and the ancestor `top`."""
    for step in page.ancestors(node):
        if step == top:
            return False
        element = page.nodes[step]
        if element.tag in SEPARATE or _BAD.search(
            f"{element.get('class') or ''} {element.get('id') or ''}"
        ):
            return True
    return False


def common(page: Page, first: int, second: int) -> int:
    """The closest node that contains both."""
    node = first
    while not page.contains(node, second):
        node = page.parents[node]
    return node


def lift(page: Page, core: int) -> int:
    """From a paragraph, list or row up to the element that holds the run of paragraphs."""
    rising = {
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "tr",
        "tbody",
        "h1",
        "h2",
        "h3",
        "h4",
        "table",
        "dl",
    }
    while page.nodes[core].tag in rising and page.parents[core] > 0:
        core = page.parents[core]
    return core


def join_siblings(page: Page, core: int, usable: list[bool]) -> list[int]:
    """The core and the siblings that carry on its text: same kind of element, mostly prose."""
    parent = page.parents[core]
    if parent < 0 or page.nodes[core].tag in {"td", "body"}:
        return [core]
    siblings = [
        node for node in range(parent + 1, page.last[parent] + 1) if page.parents[node] == parent
    ]
    gained: dict[int, float] = dict.fromkeys(siblings, 0.0)
    linked: dict[int, int] = dict.fromkeys(siblings, 0)
    holder = _holder(page, siblings)
    for position, block in enumerate(page.blocks):
        sibling = holder.get(block.node)
        if sibling is not None and usable[position]:
            gained[sibling] += prose(block)
            linked[sibling] += block.linked
    element = page.nodes[core]
    joined = []
    for node in siblings:
        other = page.nodes[node]
        alike = other.tag == element.tag and other.get("class") == element.get("class")
        plain = (
            other.tag in {"p", "ul", "ol", "blockquote", "table", "h2", "h3", "h4"} and node > core
        )
        wordy = gained[node] >= 60 and linked[node] < 0.3 * gained[node]
        if node == core or ((alike or plain) and wordy):
            joined.append(node)
    return joined


def _holder(page: Page, siblings: list[int]) -> dict[int, int]:
    return {
        node: sibling for sibling in siblings for node in range(sibling, page.last[sibling] + 1)
    }
