"""Joins to the core of a text the elements that continue it; columns beside it are none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govnews.reading import weights as w
from govnews.reading.page.main_content import ENDS_TEXT, OUTSIDE, has_bad_name
from govnews.reading.parse.lines import Page


def join_siblings(
    page: Page, core: int, weights: Sequence[float], kinds: Sequence[str | None], title: int | None
) -> list[int]:
    """The core and the elements that carry on its text, beside it or further down in its part."""
    if page.parents[core] < 0 or page.nodes[core].tag == "body":
        return [core]
    joined = [core]
    bound = page.common(core, page.blocks[title].node) if title is not None else page.parents[core]
    step = core
    while step != bound and page.parents[step] >= 0:
        row = page.nodes[page.parents[step]]
        if row.tag == "tr" and len(row) > 1:
            break  # the other cells are columns beside it
        joined += _following(page, step, weights, kinds)
        joined += _preceding(page, step, weights, kinds, title)
        step = page.parents[step]
    if title is not None and step == bound:
        joined += _sections_below(page, bound, joined, weights, kinds)
    return joined


def _sections_below(
    page: Page,
    bound: int,
    joined: list[int],
    weights: Sequence[float],
    kinds: Sequence[str | None],
) -> list[int]:
    """Sections of an article below the one that holds its headline, where they have as much text
    as that one: in its `<article>` or `<main>`, else those made as it is.
    """
    top = next((n for n in page.ancestors(bound) if page.nodes[n].tag in {"article", "main"}), None)
    own = sum(weights[p] for node in joined for p in page.inside(node))
    found: list[int] = []
    step = bound
    while step != top and page.parents[step] >= 0 and page.nodes[step].tag != "body":
        below = _following(page, step, weights, kinds)
        found += (
            below
            if top is not None
            else [n for n in below if _named(page, n) and _alike(page, n, step)]
        )
        step = page.parents[step]
    more = sum(weights[p] for node in found for p in page.inside(node))
    return found if more >= w.SECTIONS_SHARE * own else []


def _following(
    page: Page, core: int, weights: Sequence[float], kinds: Sequence[str | None]
) -> list[int]:
    """Siblings below that continue the text; few others may lie between.

    Beyond a box of links or an advertisement only siblings that are made as the core is count.
    """
    found: list[int] = []
    between: list[int] = []
    beyond = ""
    node, end = page.last[core] + 1, page.last[page.parents[core]]
    while node <= end and len(between) <= w.LINES_BETWEEN:
        if _ends_text(page, node, core, weights, kinds):
            if _closes(page, node, kinds):
                break
            beyond = beyond or ("links" if page.inside(node) else "nothing")
            between = []
        elif beyond and not (
            _alike(page, node, core) and (beyond == "links" or _named(page, node))
        ):
            between = []
        elif _carries_on(page, node, weights):
            found += [*between, node]
            between = []
        elif page.inside(node):
            between.append(node)
        node = page.last[node] + 1
    return found


def _closes(page: Page, node: int, kinds: Sequence[str | None]) -> bool:
    """Whether nothing of the article is expected below an element: comments, a page's foot."""
    if page.nodes[node].tag in {"footer", "nav", "address"}:
        return True
    inside = {kinds[position] for position in page.inside(node)}
    if inside & {"comments", "copyright", "counter"}:
        return True
    return "related" in inside and not _is_box_of_links(page, node, kinds)


def _named(page: Page, node: int) -> bool:
    return bool(page.names(node) or page.nodes[node].get("style"))


def _is_box_of_links(page: Page, node: int, kinds: Sequence[str | None]) -> bool:
    """Whether an element holds links to other articles only, as boxes amid a text do."""
    inside = [position for position in page.inside(node) if page.blocks[position].text]
    return all(
        kinds[position] == "related" or page.blocks[position].link_density > w.LINKED
        for position in inside
    )


def _alike(page: Page, node: int, other: int) -> bool:
    """Whether two elements have the same tag, names and style."""
    one, two = page.nodes[node], page.nodes[other]
    same = one.tag == two.tag and one.get("style") == two.get("style")
    return same and _stem(page, node) == _stem(page, other)


def _preceding(
    page: Page, core: int, weights: Sequence[float], kinds: Sequence[str | None], title: int | None
) -> list[int]:
    """Siblings between headline and core that begin the text and are made as the core is."""
    found = []
    node = page.parents[core] + 1
    while node < core:
        below = title is None or page.first[node] > title
        alike = page.nodes[node].tag == page.nodes[core].tag and _stem(page, node) == _stem(
            page, core
        )
        if (
            below
            and alike
            and not _ends_text(page, node, core, weights, kinds)
            and _carries_on(page, node, weights)
        ):
            found.append(node)
        node = page.last[node] + 1
    return found


def _ends_text(
    page: Page, node: int, core: int, weights: Sequence[float], kinds: Sequence[str | None]
) -> bool:
    """Whether the text ends before a sibling: a landmark, or furniture with no prose before it.

    A name of a widget says nothing where the core's own element is made the same.
    """
    if page.nodes[node].tag in OUTSIDE or (
        has_bad_name(page, node) and not _alike(page, node, core)
    ):
        return True
    for position in page.inside(node):
        if kinds[position] in ENDS_TEXT:
            return True
        if weights[position] >= w.TEXT_PIECE:
            return False
    return False


_ITEM = re.compile(r"(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\))\s*[^\W\d_].{8}")
"""How an item of a dashed or numbered list begins: "- Giao Sở …", "1. …", "a) …"."""


def _carries_on(page: Page, node: int, weights: Sequence[float]) -> bool:
    blocks = page.blocks[page.first[node] : page.past[node]]
    gained = sum(weights[page.first[node] : page.past[node]])
    linked = sum(block.linked for block in blocks)
    if gained < w.TEXT_PIECE:
        return bool(blocks) and not linked and _ITEM.match(blocks[0].text) is not None
    if linked < w.CARRYING_LINK_SHARE * gained:
        return True
    # Links to other articles stand inside many texts, but no list of links begins with a text.
    first = next(position for position in page.inside(node) if page.blocks[position].text)
    return (
        gained >= w.LINK_RICH_PROSE
        and weights[first] >= w.TEXT_PIECE
        and linked < w.LINK_RICH_SHARE * gained
    )


def _stem(page: Page, node: int) -> str:
    """A node's names with their numbers taken out: `panel-1` and `panel-2` are the same, and so are
    names with a digest in them (`element-5636d6d`).
    """
    names = page.nodes[node].get("class") or page.nodes[node].get("id") or ""
    return _DIGEST.sub(lambda run: "" if any(map(str.isdigit, run[0])) else run[0], names)


_DIGEST = re.compile(r"[a-f\d]++")
