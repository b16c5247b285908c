"""Refuses pages that are no article: challenges, empty shells, logins, listings, home pages."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from govnews.errors import NotAnArticle
from govnews.model import Capture
from govnews.reading import weights as w
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.main_content import column_apart
from govnews.reading.page.notices import is_dated, is_sure
from govnews.reading.page.related import is_below_link
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS, Block, Page
from govnews.reading.recognisers.page_signs import (
    asks_for_password,
    has_challenge,
    is_list_title,
    is_shell,
    says_checking,
    says_login,
)
from govnews.reading.recognisers.refresh import refresh_target
from govnews.reading.urls import is_attachment
from govnews.reasons import Reason
from govnews.vietnamese.text import clean


def refuse_early(capture: Capture, root: Element, page: Page) -> None:
    """Refuses challenge pages, shells and pages with a status of 404 or 410."""
    size = sum(len(block.text) for block in page.blocks)
    if size < w.SCRIPTED_MAX_TEXT:
        _refuse_scripted(root, page, size, capture.url)
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


def _refuse_scripted(root: Element, page: Page, size: int, url: str) -> None:
    """A page with next to no text: its scripts are the page, or set a cookie and reload, or it
    moves on.
    """
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
    target = refresh_target(root, url)
    if target is not None:
        raise NotAnArticle(Reason.REFRESH, f"the page moves on to {target}")
    if is_shell(root, size):
        for element in root.iter("title", *HEADINGS):
            line = clean("".join(element.itertext()))
            if says_checking(line):
                raise NotAnArticle(Reason.CHALLENGE, line)
        raise NotAnArticle(Reason.SHELL, "scripts would have to fill the page")


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
    sure = is_sure(context, regions)
    items = _items(context, regions, everywhere=not sure)
    teased = sum(_has_teaser(context, position, dates=sure) for position in items)
    before = items[0] if items else len(context.blocks)
    text = sum(context.prose[position] for position in regions.body if position < before)
    whole = sum(context.prose[position] for position in regions.body)
    if (
        home
        and (context.metadata.og_type != "article" or not is_dated(context, regions))
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
    posts = _posts(context, regions, items)
    if posts >= w.POSTS:
        raise NotAnArticle(Reason.HOME if home else Reason.LISTING, f"{posts} whole articles")
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
    shown = [
        p
        for p in items
        if _stands_as_item(context, p) and not (p == regions.title and _is_declared(context, p))
    ]
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


def _is_declared(context: PageContext, position: int) -> bool:
    """Whether the head declares a line as the page's title."""
    return context.metadata.title_match(context.blocks[position].text) >= w.DECLARED_TITLE


def _posts(context: PageContext, regions: Regions, items: list[int]) -> int:
    """How many linked headings have a date right below and, together, all text of the page below
    them; 0 where a text stands apart from them, as it does from a box for other articles.
    """
    page = context.page
    heads = [
        p
        for p in items
        if context.blocks[p].tag in HEADINGS
        and context.leads_away(p)
        and any(
            map(context.is_info, range(p + 1, min(len(context.blocks), p + 1 + w.TEASED_LINES)))
        )
    ]
    if regions.title in heads and _is_declared(context, heads[0]):
        return 0
    if len(heads) < w.POSTS or len({context.blocks[p].tag for p in heads}) > 1:
        return 0
    first, last = (context.blocks[p].node for p in (heads[0], heads[-1]))
    top = page.common(first, last)
    below = set(page.inside(top)) - set(range(heads[0]))
    boxes = [next(s for s in page.ancestors(n) if page.parents[s] == top) for n in (first, last)]
    if boxes[-1] != last:  # each in an element of its own
        below &= {p for p in below if page.blocks[p].node <= page.last[boxes[-1]]}
    apart = sum(context.prose[p] for p in regions.body if p not in below)
    return len(heads) if apart < w.PARAGRAPH else 0


def _stands_as_item(context: PageContext, position: int) -> bool:
    """Whether a linked headline has a date or a teaser in a line of its own right below."""
    return context.leads_away(position) and _has_teaser(context, position, dates=True)


def _own_text(context: PageContext, regions: Regions) -> tuple[float, float]:
    """How much running text stands by itself, and how much right below linked headlines."""
    own = teasers = 0.0
    for position in regions.body:
        if context.prose[position]:
            if is_below_link(context, position):
                teasers += context.prose[position]
            else:
                own += context.prose[position]
    return own, teasers


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
