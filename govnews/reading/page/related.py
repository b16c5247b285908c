"""Lines that lead to other articles, and lines that stand in a list of them."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.page.context import PageContext
from govnews.reading.page.main_content import OUTSIDE
from govnews.reading.parse.lines import Block
from govnews.reading.recognisers.dates import residue
from govnews.reading.selectors import visible_text
from govnews.reading.urls import is_attachment
from govnews.vietnamese.document_numbers import find_refs
from govnews.vietnamese.text import fold

_MORE = re.compile(r"(?:>>+|»|xem (?:them|tiep)|doc them|tin lien quan|bai lien quan)\s*:?\s*")


def refers_on(block: Block) -> bool:
    """Whether a line begins as a hint to another article does: "Xem thêm: …", ">> …"."""
    return _MORE.match(fold(block.text[: w.LINE_START])) is not None


def is_related_item(context: PageContext, position: int) -> bool:
    """Whether a line leads to other articles: linked headlines, with nothing but dates beside."""
    block = context.blocks[position]
    if block.link_density < w.MOSTLY_LINKED or any(
        is_attachment(link.get("href") or "") for link in block.links
    ):
        return False
    if refers_on(block):
        return True
    linked = [visible_text(link) for link in block.links]
    headlines = [text for text in linked if len(text) >= w.LINKED_HEADLINE_MIN_LENGTH]
    if not headlines:
        return False
    if block.link_density > w.WHOLLY_LINKED:
        if len(headlines) > 1:
            return len(headlines) == len(linked)
        return _is_bare_link(block) and _stands_among_links(context, position)
    rest = block.spaced
    for text in linked:
        rest = rest.replace(text, " ")
    return bool(context.dates(position)) and not residue(rest, context.now)


def _is_bare_link(block: Block) -> bool:
    """A linked line that may be another article's headline: it has no number of a list."""
    return (
        block.link_density > w.WHOLLY_LINKED
        and len(block.text) >= w.LINKED_HEADLINE_MIN_LENGTH
        and block.text[0] not in "-+0123456789"
    )


_PAPER = re.compile(
    r"(?:(?:du thao|toan van|noi dung|van ban)\s+)?(?:quyet dinh|nghi quyet|nghi dinh|thong tu"
    r"|chi thi|cong van|cong dien|thong bao|ke hoach|bao cao|to trinh|huong dan|quy che|quy dinh"
    r"|luat|van ban|giay moi|lenh|ket luan)\b"
)


def _names_a_paper(block: Block) -> bool:
    """Whether a line is the name of a document, and not a headline about one."""
    return _PAPER.match(fold(block.text[: w.LINE_START])) is not None and bool(
        find_refs(block.text)
    )


def _stands_among_links(context: PageContext, position: int) -> bool:
    """Whether the line's list, or the line beside it, is made of such links too."""
    page = context.page
    block = page.blocks[position]
    if block.tag == "li":
        items = [page.blocks[item] for item in page.inside(page.parents[block.node])]
        papers = sum(_names_a_paper(item) for item in items)
        return all(map(_is_bare_link, items)) and 2 * papers <= len(items)
    if _names_a_paper(block):
        return False
    before = next((p for p in range(position - 1, -1, -1) if context.prose[p]), None)
    if before is not None and block.tag == "div" and page.blocks[before].tag == "p":
        return page.parents[block.node] == page.parents[page.blocks[before].node]
    beside = (other for other in (position - 1, position + 1) if 0 <= other < len(page.blocks))
    return any(_is_bare_link(page.blocks[other]) for other in beside)


def in_related(context: PageContext, position: int) -> bool:
    """Whether a line stands in an item of a list of other articles."""
    page = context.page
    for node in list(page.ancestors(context.blocks[position].node))[: w.RELATED_LEVELS]:
        if page.nodes[node].tag in {"li", *OUTSIDE}:
            beside = range(
                max(0, position - w.RELATED_LINES),
                min(len(page.blocks), position + 1 + w.RELATED_LINES),
            )
            return any(
                _is_headline_link(context, other)
                for other in beside
                if page.contains(node, page.blocks[other].node)
            )
    return False


def _is_headline_link(context: PageContext, position: int) -> bool:
    block = context.blocks[position]
    if (
        block.link_density <= w.LINKED
        or len(block.text) <= w.LINKED_HEADLINE_MIN_LENGTH
        or context.kinds[position] is not None
    ):
        return False
    return not any(is_attachment(link.get("href") or "") for link in block.links)
