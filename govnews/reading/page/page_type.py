"""Refuses pages that are no article: challenges, soft 404s, empty shells, listings, home pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from govnews.errors import NotAnArticle
from govnews.model import Capture
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.main_content import column_apart
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS, Block, Page
from govnews.reading.recognisers.page_signs import (
    MAX_CHALLENGE_TEXT,
    MAX_SHELL_TEXT,
    has_challenge,
    is_shell,
    says_empty,
    says_maintenance,
    says_missing,
    says_protected,
)
from govnews.reading.urls import is_attachment

_TEXT_LIMIT = 600


def refuse_early(capture: Capture, root: Element, page: Page) -> None:
    """Challenge pages, soft 404s and shells: short pages that say so themselves."""
    size = sum(len(block.text) for block in page.blocks)
    if size < MAX_CHALLENGE_TEXT:
        _refuse_scripted(root, page, size)
    if capture.status in {404, 410}:
        raise NotAnArticle("soft-404", f"status {capture.status}")


def _refuse_scripted(root: Element, page: Page, size: int) -> None:
    """A page with next to no text: its scripts are the page, or set a cookie and reload."""
    scripts = [
        "".join(script.itertext()).encode("utf-8", "replace") for script in root.iter("script")
    ]
    refreshes = size < MAX_SHELL_TEXT and any(
        (meta.get("http-equiv") or "").lower() == "refresh" for meta in root.iter("meta")
    )
    if has_challenge(b"\n".join(scripts), size, refreshes=refreshes):
        raise NotAnArticle("challenge", "a script that sets a cookie and reloads")
    if size == 0 and not any(block.images for block in page.blocks):
        raise NotAnArticle("shell" if scripts else "empty", "the page prints no text")
    if is_shell(root, size):
        raise NotAnArticle("shell", "scripts would have to fill the page")


def refuse_missing(context: PageContext, regions: Regions) -> None:
    """A page whose main text is that there is nothing here, or nothing without a password."""
    lines = [context.blocks[p].text for p in regions.body if context.blocks[p].text]
    amount = sum(len(line) for line in lines)
    if context.root is not None and not is_sure(context, regions):
        _refuse_nothing(context)
    if amount > _TEXT_LIMIT:
        return
    for line in lines:
        if says_protected(line):
            raise NotAnArticle("protected", line)
        if amount < 120 and says_empty(line):
            raise NotAnArticle("empty", line)
        if amount < 300 and says_maintenance(line):
            raise NotAnArticle("empty", line)
    title = context.blocks[regions.title].text if regions.title is not None else ""
    declared = [title.text for title in context.metadata.titles]
    heads = [block.text for block in context.blocks if block.tag in HEADINGS]
    for text in [
        title,
        *declared,
        *(lines if amount < 300 else ()),
        *(heads if amount < 300 else ()),
    ]:
        if len(text) < 300 and says_missing(text):
            raise NotAnArticle("soft-404", text)
    if amount < 200:
        _refuse_short(context, regions)


def _refuse_short(context: PageContext, regions: Regions) -> None:
    """What a page with next to no text says anywhere outside its links."""
    for position, block in enumerate(context.blocks):
        if not block.text or len(block.text) >= 200 or block.link_density > 0.5:
            continue
        if says_missing(block.text) and position not in regions.tail:
            raise NotAnArticle("soft-404", block.text)


def _refuse_nothing(context: PageContext) -> None:
    """An empty list: "Chưa có dữ liệu" in place of its items."""
    for kind, block in zip(context.kinds, context.blocks, strict=True):
        if kind is not None or not 8 <= len(block.text) <= 90 or block.link_density >= 0.5:
            continue
        if says_empty(block.text):
            raise NotAnArticle("empty", block.text)


def is_sure(context: PageContext, regions: Regions) -> bool:
    """Whether the headline is declared, named by a selector, or has a date or count beside it."""
    if regions.title is None:
        return False
    if regions.title_rule != "headline":
        return True
    return any(
        context.is_info(position) and context.blocks[position].link_density < 0.4
        for position in range(
            max(0, regions.title - 2), min(len(context.blocks), regions.title + 5)
        )
        if position != regions.title and not context.is_clock(position)
    )


_HOMES = frozenset({
    "", "/index.html", "/home", "/default.aspx", "/index.php", "/trang-chu", "/web/guest/home",
    "/portal", "/web/guest", "/pages/default.aspx", "/portal/pages/default.aspx",
})  # fmt: skip
_HEADLINE = 20
"""Characters from which a linked line may be the headline of another article."""

_OWN_TEXT = 200
"""Characters of running text, not below linked headlines, from which a page is no list."""


def refuse_lists(context: PageContext, regions: Regions) -> None:
    """Home pages and listings: linked headlines with dates or teasers instead of running text."""
    if context.root is None:
        return
    parts = urlsplit(context.url)
    home = parts.path.rstrip("/").lower() in _HOMES and not parts.query
    sure = is_sure(context, regions)
    items = _items(context, regions, everywhere=not sure)
    teased = sum(_has_teaser(context, position, dates=sure) for position in items)
    before = items[0] if items else len(context.blocks)
    text = sum(context.prose[position] for position in regions.body if position < before)
    whole = sum(context.prose[position] for position in regions.body)
    if home and context.metadata.og_type != "article" and (len(items) >= 3 or whole < 500):
        raise NotAnArticle("home", "the portal's first page")
    if (
        sure
        and regions.title is not None
        and any(
            context.is_info(p) and context.blocks[p].link_density < 0.4
            for p in range(regions.title + 1, min(before, regions.title + 6))
        )
    ):
        return
    own, teasers = _own_text(context, regions)
    if own >= _OWN_TEXT and (own > teasers or own >= 2 * _OWN_TEXT):
        return
    if not sure:
        text = min(text, whole if items and before > (regions.title or 0) else 0.0)
    if (teased >= 3 and text < 200) or (len(items) >= 5 and text < 100 and whole < 60 * len(items)):
        raise NotAnArticle("home" if home else "listing", f"{len(items)} linked headlines")


def _own_text(context: PageContext, regions: Regions) -> tuple[float, float]:
    """How much running text stands by itself, and how much right below linked headlines."""
    own = teasers = 0.0
    for position in regions.body:
        if context.prose[position]:
            if _below_headline(context, position):
                teasers += context.prose[position]
            else:
                own += context.prose[position]
    return own, teasers


def _below_headline(context: PageContext, position: int) -> bool:
    for above in range(position - 1, max(-1, position - 5), -1):
        block = context.blocks[above]
        if block.link_density > 0.8 and len(block.text) >= _HEADLINE:
            return context.kinds[above] is None
        if block.text and not context.is_info(above):
            return False
    return False


def _items(context: PageContext, regions: Regions, *, everywhere: bool) -> list[int]:
    """Linked lines long enough for headlines, in order: those of the article's part of the page,
    or all of them when the headline itself is in doubt.
    """
    if regions.core is None:
        return []
    page = context.page
    start = 0 if everywhere or regions.title is None else regions.title
    if start and page.blocks[start].link_density < 0.8:
        start += 1
    found: list[int] = []
    for position in range(start, len(page.blocks)):
        block = page.blocks[position]
        if block.link_density < 0.8:
            if context.kinds[position] in STOPPING and not everywhere:
                break
            continue
        if len(block.text) < _HEADLINE or context.kinds[position] is not None:
            continue
        top = page.common(regions.core, block.node)
        if not column_apart(page, block.node, top) and not _is_reference(block):
            found.append(position)
    return found


def _is_reference(block: Block) -> bool:
    """A linked line that is an item of a numbered list or leads to a file: text of an article."""
    return block.text[:1] in "-+•0123456789" or any(
        is_attachment(link.get("href") or "") for link in block.links
    )


def _has_teaser(context: PageContext, position: int, *, dates: bool) -> bool:
    """Whether a paragraph, or also a date or a view count, follows a linked headline."""
    for below in range(position + 1, min(len(context.blocks), position + 4)):
        if (dates and context.is_info(below)) or context.prose[below]:
            return True
        if (
            context.blocks[below].link_density > 0.8
            and len(context.blocks[below].text) >= _HEADLINE
        ):
            return False
    return False
