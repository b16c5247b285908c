"""Learns what a portal's pages have in common, so that what varies can be read.

Two things are learned from several pages of one portal: the blocks that repeat with the same (or
only numerically different) text, which are the template whatever they say, and the path of
elements that holds the text that varies, which is the article wherever class names mean nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from statistics import median

from govnews.errors import GovnewsError
from govnews.model import Capture, Profile
from govnews.reading.blocks import Block, Page, flatten
from govnews.reading.container import prose
from govnews.reading.document import is_text, parse
from govnews.reading.marks import looks_like_name
from govnews.text import fold

MIN_PAGES = 4
"""Fewer pages may share a paragraph by chance."""

REPEATED = 0.5
"""Share of the pages on which a block stands to be the template's."""

_HOLDS = 0.8
"""Share of the varying text that a child must hold for the search to go down into it."""


def block_digest(block: Block) -> str:
    """What makes two blocks of different pages the same: their words, numbers aside.

    A link and a text with the same words differ: the newest headline stands as a link on every
    page, and as the title on its own.
    """
    words = re.sub(r"\d+", "#", fold(block.text))
    linked = "a" if block.link_density > 0.8 else "-"
    return blake2b(f"{linked}{words}".encode(), digest_size=8).hexdigest()


def node_path(page: Page, node: int) -> str:
    """The elements from the root down to a node, with their classes: `body/div.main/td`."""
    steps = []
    for step in page.ancestors(node):
        element = page.nodes[step]
        names = ".".join((element.get("class") or "").split())
        steps.append(f"{element.tag}.{names}" if names else str(element.tag))
    return "/".join(reversed(steps))


def learn(captures: Iterable[Capture]) -> Profile:
    """The profile of a portal from captures of its article pages; empty below MIN_PAGES pages.

    Captures that cannot be read as HTML are passed over.
    """
    pages = []
    for capture in captures:
        if is_text(capture):
            continue
        try:
            pages.append(flatten(parse(capture)))
        except GovnewsError:
            continue
    if len(pages) < MIN_PAGES:
        return Profile(pages=len(pages))
    noise = _repeated(pages)
    return Profile(noise, _body_paths(pages, noise), len(pages))


def _repeated(pages: Sequence[Page]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        # A name may sign every page of a portal and is still the author's.
        counts.update(
            {block_digest(block) for block in page.blocks if block.text and not _may_sign(block)}
        )
    needed = max(3, REPEATED * len(pages))
    return frozenset(digest for digest, count in counts.items() if count >= needed)


def _may_sign(block: Block) -> bool:
    return not block.linked and looks_like_name(block.text)


def _body_paths(pages: Sequence[Page], noise: frozenset[str]) -> tuple[str, ...]:
    """The deepest path that still holds nearly all varying prose, then its parent."""
    amounts: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        for path, amount in _varying(page, noise).items():
            amounts[path].append(amount)
    totals = {path: median(values) * len(values) / len(pages) for path, values in amounts.items()}
    path = min(totals, key=len, default="")
    found: list[str] = []
    while path:
        found.insert(0, path)
        children = [p for p in totals if p.startswith(f"{path}/") and "/" not in p[len(path) + 1 :]]
        best = max(children, key=lambda child: totals[child], default="")
        if not best or totals[best] < _HOLDS * totals[path] or _is_paragraph(best):
            break
        path = best
    return tuple(found[:2]) if len(found) > 1 else ()


def _is_paragraph(path: str) -> bool:
    return path.rpartition("/")[2].partition(".")[0] in {"p", "ul", "ol", "li", "blockquote", "tr"}


def _varying(page: Page, noise: frozenset[str]) -> dict[str, float]:
    amounts: dict[int, float] = defaultdict(float)
    for block in page.blocks:
        value = prose(block)
        if value and block_digest(block) not in noise:
            for node in page.ancestors(block.node):
                amounts[node] += value
    by_path: dict[str, float] = defaultdict(float)
    for node, amount in amounts.items():
        by_path[node_path(page, node)] += amount
    return by_path
