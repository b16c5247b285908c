"""Lines that lead to other articles, and lines that stand in a list of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from govnews.reading import weights as w
from govnews.reading.page.context import PageContext
from govnews.reading.page.main_content import OUTSIDE
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block
from govnews.reading.recognisers.dates import residue
from govnews.reading.selectors import visible_text
from govnews.reading.urls import absolute, is_attachment
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
    if _is_announced(context, position):
        return False
    linked = [visible_text(link) for link in block.links]
    headlines = [text for text in linked if len(text) >= w.LINKED_HEADLINE_MIN_LENGTH]
    if not headlines:
        return False
    if block.link_density > w.WHOLLY_LINKED:
        if len(headlines) > 1:
            return len(headlines) == len(linked)
        return _is_bare_link(block) and _stands_among_links(context, position)
    rest = block.spaced
    for text in dict.fromkeys(filter(None, linked)):  # in place of nothing it would double the line
        rest = rest.replace(text, " ")
    return bool(context.dates(position)) and not residue(rest, context.now)


_ANNOUNCES = re.compile(
    r"\b(?:van ban|tai lieu|ho so|bieu mau|mau bieu|phu luc|danh muc|quyet dinh|nghi quyet|ke hoach"
    r"|thong bao|cong van|bao cao|huong dan|gom|bao gom|nhu sau|sau day|kem theo)\b"
)
_NEWS = re.compile(r"\b(?:tin|bai|bai viet|tin tuc|xem them|doc them)\b")


def _is_announced(context: PageContext, position: int) -> bool:
    """Whether a line of text announces the links: "Các văn bản kèm theo gồm:"."""
    for before in range(position - 1, max(-1, position - 1 - w.ANNOUNCED_LINKS), -1):
        block = context.blocks[before]
        if not block.text or block.link_density > w.LINKED:
            continue
        folded = fold(block.text[-w.LINE_START :])
        return (
            folded.endswith(":")
            and context.kinds[before] in {None, "files"}
            and _ANNOUNCES.search(folded) is not None
            and _NEWS.search(folded) is None
        )
    return False


_BOX = re.compile(
    r"relat|lien-?quan|insert|VCSortable|box-?(?:tin|link)|tin-?lq|read-?more|xem-?them|teaser"
    r"|suggest",
    re.IGNORECASE,
)
"""Names of boxes that lead to another article."""


def without_boxes(context: PageContext, core: int | None, positions: list[int]) -> list[int]:
    """The positions without those in boxes for one other article each."""
    kept: list[int] = []
    boxed: int | None = None
    texts = cache(visible_text)  # a link that was never closed goes on through all lines
    cards = _has_cards(context, core, positions)
    for position in positions:
        if boxed is None or not context.page.contains(boxed, context.blocks[position].node):
            boxed = _teaser_box(context, core, position, texts, cards=cards)
        if boxed is None:
            kept.append(position)
    return kept


def _has_cards(context: PageContext, core: int | None, positions: list[int]) -> bool:
    """Whether an `<article>` in the text may be the card of another: a text stands outside them."""
    page = context.page
    if core is None:
        return False
    outside = (
        context.prose[position]
        for position in positions
        if not any(
            page.nodes[step].tag == "article" and step != core and page.contains(core, step)
            for step in page.ancestors(page.blocks[position].node)
        )
    )
    return max(outside, default=0.0) >= w.PARAGRAPH


def _teaser_box(
    context: PageContext,
    core: int | None,
    position: int,
    text_of: Callable[[Element], str],
    *,
    cards: bool,
) -> int | None:
    """The element around a line that is a box for one other article: its headline as a link, its
    picture or a box's name, and perhaps a teaser; None for a line of the text.

    cards: whether an `<article>` is such a box.
    """
    block = context.blocks[position]
    href = _other_article(context, block)
    if core is None or href is None or _names_a_paper(block):
        return None
    page = context.page
    found = None
    known, leads, pictured = range(0), False, False
    for node in page.ancestors(block.node):
        if not page.contains(core, node) or node == core:
            break
        if len(page.inside(node)) > w.TEASER_BOX_LINES:
            break
        if page.inside(node) != known:  # an element that only wraps another holds the same lines
            known = page.inside(node)
            inside = [page.blocks[p] for p in known]
            if not _is_of_one_article(inside, href):
                break
            leads = _begins_with_link(inside, text_of)
            pictured = any(_is_linked(image, href) for each in inside for image in each.images)
        if leads and (
            pictured
            or _BOX.search(page.names(node)) is not None
            or page.nodes[node].tag == "aside"
            or (cards and page.nodes[node].tag == "article")
        ):
            found = node
    return found


def _is_of_one_article(inside: list[Block], href: str) -> bool:
    """Whether lines lead to one address only, and have no more text beside it than a teaser."""
    if any((link.get("href") or "") != href for each in inside for link in each.links):
        return False
    unlinked = [each for each in inside if len(each.text) - each.linked > w.LABEL_MAX_LENGTH]
    return len(unlinked) < 2 and sum(len(each.text) for each in unlinked) <= w.TEASER_MAX_LENGTH


def _other_article(context: PageContext, block: Block) -> str | None:
    """The address of another article that a line leads to; None for none, and for several."""
    hrefs = {link.get("href") or "" for link in block.links}
    if len(hrefs) != 1:
        return None
    (href,) = hrefs
    if not href or href.startswith("#") or is_attachment(href) or _PICTURE.search(href):
        return None
    target = absolute(context.base, href)
    return None if target is None or target == context.url else href


_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)(?:\?|\Z)", re.IGNORECASE)


def _begins_with_link(blocks: list[Block], text_of: Callable[[Element], str]) -> bool:
    """Whether the first words are a link that is as long as a headline."""
    first = next((block for block in blocks if block.text), None)
    if first is None:
        return False
    texts = map(text_of, first.links)
    headline = next((text for text in texts if text), "")
    return len(headline) >= w.LINKED_HEADLINE_MIN_LENGTH and first.text.startswith(headline)


def _is_linked(image: Element, href: str) -> bool:
    return any(step.tag == "a" and step.get("href") == href for step in image.iterancestors())


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
        return _is_list_of_links(context, page.parents[block.node])
    if _names_a_paper(block):
        return False
    before = next((p for p in range(position - 1, -1, -1) if context.prose[p]), None)
    if before is not None and block.tag == "div" and page.blocks[before].tag == "p":
        return page.parents[block.node] == page.parents[page.blocks[before].node]
    beside = (other for other in (position - 1, position + 1) if 0 <= other < len(page.blocks))
    return any(_is_bare_link(page.blocks[other]) for other in beside)


def _is_list_of_links(context: PageContext, node: int) -> bool:
    """Whether a list holds linked headlines alone, most of them of no document. Each list is
    judged once: it may have hundreds of items.
    """
    known = context.link_lists.get(node)
    if known is None:
        items = [context.blocks[item] for item in context.page.inside(node)]
        known = all(map(_is_bare_link, items)) and (
            2 * sum(map(_names_a_paper, items)) <= len(items)
        )
        context.link_lists[node] = known
    return known


def is_below_link(context: PageContext, position: int) -> bool:
    """Whether a line stands right below another article's linked headline, as its teaser does."""
    for above in range(position - 1, max(-1, position - 1 - w.TEASER_LINES), -1):
        block = context.blocks[above]
        if block.link_density > w.LINKED and len(block.text) >= w.LINKED_HEADLINE_MIN_LENGTH:
            return context.kinds[above] is None
        skipped = block.link_density > w.LINKED or context.kinds[above] == "control"
        if block.text and not skipped and not context.is_info(above):
            return False
    return False


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
