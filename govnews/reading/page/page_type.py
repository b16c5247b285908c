"""Refuses pages that are no article: challenges, soft 404s, empty shells, listings, home pages."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from govnews.errors import NotAnArticle
from govnews.model import Capture
from govnews.reading import weights as w
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.main_content import column_apart
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS, Block, Page
from govnews.reading.recognisers.page_signs import (
    asks_for_password,
    has_challenge,
    is_denial,
    is_list_title,
    is_shell,
    says_denied,
    says_empty,
    says_login,
    says_maintenance,
    says_missing,
    says_protected,
)
from govnews.reading.urls import is_attachment
from govnews.reasons import Reason
from govnews.vietnamese.text import clean


def refuse_early(capture: Capture, root: Element, page: Page) -> None:
    """Refuses challenge pages, shells and pages with a status of 404 or 410."""
    size = sum(len(block.text) for block in page.blocks)
    if size < w.SCRIPTED_MAX_TEXT:
        _refuse_scripted(root, page, size)
    _refuse_login(root, page)
    if capture.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise NotAnArticle(Reason.SOFT_404, f"status {capture.status}")


def _refuse_login(root: Element, page: Page) -> None:
    """A login: a field for a password, and no headline but that of the form. Many portals have one
    beside their articles too.
    """
    unlinked = sum(len(block.text) - block.linked for block in page.blocks)
    if unlinked > w.LOGIN_MAX_TEXT or not asks_for_password(root):
        return
    heads = [block.text for block in page.blocks if block.tag in HEADINGS]
    titles = ["".join(element.itertext()) for element in root.iter("title")]
    own = re.split(r"\s[-|–:]\s", titles[0])[0] if titles else ""
    named = next(filter(says_login, [own, *heads]), None)
    if named is not None and (says_login(own) or all(map(says_login, heads))):
        raise NotAnArticle(Reason.LOGIN, f"{clean(named)}: the page asks for a password")


def _refuse_scripted(root: Element, page: Page, size: int) -> None:
    """A page with next to no text: its scripts are the page, or set a cookie and reload."""
    scripts = [
        "".join(script.itertext()).encode("utf-8", "replace") for script in root.iter("script")
    ]
    refreshes = size < w.SHELL_MAX_TEXT and any(
        (meta.get("http-equiv") or "").lower() == "refresh" for meta in root.iter("meta")
    )
    if has_challenge(b"\n".join(scripts), size, refreshes=refreshes):
        raise NotAnArticle(Reason.CHALLENGE, "a script that sets a cookie and reloads")
    if size == 0 and not any(block.images for block in page.blocks):
        raise NotAnArticle(Reason.SHELL if scripts else Reason.EMPTY, "the page prints no text")
    if is_shell(root, size):
        raise NotAnArticle(Reason.SHELL, "scripts would have to fill the page")


def refuse_missing(context: PageContext, regions: Regions) -> None:
    """A page whose main text is that there is nothing here, or nothing without a password."""
    lines = [context.blocks[p].text for p in regions.body if context.blocks[p].text]
    amount = sum(len(line) for line in lines)
    if context.root is not None and not _is_sure(context, regions):
        _refuse_nothing(context)
    if amount > w.NOTICE_MAX_TEXT:
        return
    _refuse_denied(context, regions, lines, amount)
    for line in lines:
        if says_protected(line):
            raise NotAnArticle(Reason.PROTECTED, line)
        if amount < w.NOTHING_MAX_TEXT and says_empty(line):
            raise NotAnArticle(Reason.EMPTY, line)
        if amount < w.SHORT_NOTICE_MAX_TEXT and says_maintenance(line):
            raise NotAnArticle(Reason.MAINTENANCE, line)
    title = context.blocks[regions.title].text if regions.title is not None else ""
    declared = [title.text for title in context.metadata.titles]
    heads = [block.text for block in context.blocks if block.tag in HEADINGS]
    for text in [
        title,
        *declared,
        *(lines if amount < w.SHORT_NOTICE_MAX_TEXT else ()),
        *(heads if amount < w.SHORT_NOTICE_MAX_TEXT else ()),
    ]:
        if len(text) < w.SHORT_NOTICE_MAX_TEXT and says_missing(text):
            raise NotAnArticle(Reason.SOFT_404, text)
    if amount < w.NEARLY_NO_TEXT:
        _refuse_short(context, regions)


def _refuse_denied(context: PageContext, regions: Regions, lines: list[str], amount: int) -> None:
    """Refuses a page that the server shows to members, or to nobody. No article has a date beside
    such a headline.
    """
    if amount >= w.SHORT_NOTICE_MAX_TEXT or _is_dated(context, regions):
        return
    title = [context.blocks[regions.title].text] if regions.title is not None else []
    heads = [block.text for block in context.blocks if block.tag in HEADINGS]
    short = [line for line in (*title, *heads, *lines) if len(line) <= w.DENIAL_MAX_LENGTH]
    denied = next((line for line in short if is_denial(line) or says_denied(line)), None)
    if denied is not None:
        raise NotAnArticle(Reason.PROTECTED, denied)


def _refuse_short(context: PageContext, regions: Regions) -> None:
    """Refuses a page with next to no text that reports a missing page outside its links."""
    for position, block in enumerate(context.blocks):
        if (
            not block.text
            or len(block.text) >= w.NEARLY_NO_TEXT
            or block.link_density > w.MOSTLY_LINKED
        ):
            continue
        if says_missing(block.text) and position not in regions.tail:
            raise NotAnArticle(Reason.SOFT_404, block.text)


def _refuse_nothing(context: PageContext) -> None:
    """An empty list: "Chưa có dữ liệu" in place of its items."""
    for kind, block in zip(context.kinds, context.blocks, strict=True):
        if (
            kind is not None
            or not w.NOTHING_MIN_LENGTH <= len(block.text) <= w.FURNITURE_MAX_LENGTH
            or block.link_density >= w.MOSTLY_LINKED
        ):
            continue
        if says_empty(block.text):
            raise NotAnArticle(Reason.EMPTY, block.text)


def _is_sure(context: PageContext, regions: Regions) -> bool:
    """Whether the headline is declared, named by a selector, or has a date or count beside it."""
    if regions.title is None:
        return False
    return regions.title_rule != "headline" or _is_dated(context, regions)


def _is_dated(context: PageContext, regions: Regions) -> bool:
    """Whether the headline has a date or a count beside it."""
    return regions.title is not None and any(
        context.is_info(position) and context.blocks[position].link_density < w.PARTLY_LINKED
        for position in range(
            max(0, regions.title - w.SURE_LINES_ABOVE),
            min(len(context.blocks), regions.title + 1 + w.SURE_LINES_BELOW),
        )
        if position != regions.title and not context.is_clock(position)
    )


_HOMES = frozenset({
    "", "/index.html", "/home", "/default.aspx", "/index.php", "/trang-chu", "/web/guest/home",
    "/portal", "/web/guest", "/pages/default.aspx", "/portal/pages/default.aspx",
})  # fmt: skip


def refuse_lists(context: PageContext, regions: Regions) -> None:
    """Home pages and listings: linked headlines with dates or teasers instead of running text."""
    if context.root is None:
        return
    parts = urlsplit(context.url)
    home = parts.path.rstrip("/").lower() in _HOMES and not parts.query
    sure = _is_sure(context, regions)
    items = _items(context, regions, everywhere=not sure)
    teased = sum(_has_teaser(context, position, dates=sure) for position in items)
    before = items[0] if items else len(context.blocks)
    text = sum(context.prose[position] for position in regions.body if position < before)
    whole = sum(context.prose[position] for position in regions.body)
    if (
        home
        and (context.metadata.og_type != "article" or not _is_dated(context, regions))
        and (len(items) >= w.HOME_ITEMS or whole < w.HOME_MAX_TEXT)
    ):
        raise NotAnArticle(Reason.HOME, "the portal's first page")
    if (
        sure
        and regions.title is not None
        and any(
            context.is_info(p) and context.blocks[p].link_density < w.PARTLY_LINKED
            for p in range(regions.title + 1, min(before, regions.title + 1 + w.CONFIRMING_LINES))
        )
    ):
        return
    own, teasers = _own_text(context, regions)
    short = _is_short_list(context, regions, items, own, teasers)
    if short is not None:
        raise NotAnArticle(Reason.HOME if home else Reason.LISTING, short)
    if own >= w.OWN_TEXT and (own > teasers or own >= 2 * w.OWN_TEXT):
        return
    if not sure:
        text = min(text, whole if items and before > (regions.title or 0) else 0.0)
    if (teased >= w.LIST_TEASERS and text < w.LIST_MAX_TEXT) or (
        len(items) >= w.LIST_ITEMS
        and text < w.BARE_LIST_MAX_TEXT
        and whole < w.TEXT_FOR_EACH_ITEM * len(items)
    ):
        raise NotAnArticle(
            Reason.HOME if home else Reason.LISTING, f"{len(items)} linked headlines"
        )


def _is_short_list(
    context: PageContext, regions: Regions, items: list[int], own: float, teasers: float
) -> str | None:
    """What makes a page one of the lists of one or two teasers, of a search or a label, or
    below an introduction; None for others. No date stands between headline and first item.
    """
    shown = [p for p in items if _stands_as_item(context, p)]
    first = items[0] if items else 0
    bare = own < w.PARAGRAPH and teasers > 0
    headed = shown and all(context.blocks[p].tag in HEADINGS for p in shown)
    if bare and (len(shown) >= 2 or headed):
        return f"{len(shown)} linked headlines and no other text"
    heads = [b.text for b in context.blocks if b.tag in HEADINGS and not b.links]
    titles = [*heads, *(title.text for title in context.metadata.titles)]
    if shown and own < w.OWN_TEXT and any(map(is_list_title, titles)):
        return "the results of a search, or the page of a label"
    before = [p for p in regions.body if p < first and context.prose[p] >= w.PARAGRAPH]
    size = sum(len(context.blocks[p].text) for p in before)
    if (
        len(shown) >= w.LIST_ITEMS
        and len(before) <= 1
        and size <= w.INTRODUCTION_MAX_TEXT
        and own <= size
    ):
        return f"{len(shown)} linked headlines below an introduction"
    return None


def _stands_as_item(context: PageContext, position: int) -> bool:
    """Whether a linked headline has a date or a teaser in a line of its own right below."""
    return context.leads_away(position) and _has_teaser(context, position, dates=True)


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
    for above in range(position - 1, max(-1, position - 1 - w.TEASER_LINES), -1):
        block = context.blocks[above]
        if block.link_density > w.LINKED and len(block.text) >= w.LINKED_HEADLINE_MIN_LENGTH:
            return context.kinds[above] is None
        category = block.link_density > w.LINKED
        if block.text and not category and not context.is_info(above):
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
    if start and page.blocks[start].link_density < w.LINKED:
        start += 1
    found: list[int] = []
    for position in range(start, len(page.blocks)):
        block = page.blocks[position]
        if block.link_density < w.LINKED:
            if context.kinds[position] in STOPPING and not everywhere:
                break
            continue
        if len(block.text) < w.LINKED_HEADLINE_MIN_LENGTH or context.kinds[position] is not None:
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
    for below in range(position + 1, min(len(context.blocks), position + 1 + w.TEASED_LINES)):
        if (dates and context.is_info(below)) or context.prose[below]:
            return True
        if (
            context.blocks[below].link_density > w.LINKED
            and len(context.blocks[below].text) >= w.LINKED_HEADLINE_MIN_LENGTH
        ):
            return False
    return False
