"""What a crawl makes of a page: an article with its links, a list, or why it is neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from govnews.crawl.items import ArticlePage, Problem
from govnews.errors import NotAnArticle, PageRefused
from govnews.extraction_pool import PageLost, Pool, PoolClosed
from govnews.families import links, read, walk
from govnews.identity import ADDRESS_ONLY
from govnews.model import Capture, Link, Listing, Profile
from govnews.portal import Portal
from govnews.reasons import Reason

Job = tuple[Capture, Portal, Link, Profile | None]
Outcome = ArticlePage | Listing | Problem

TAKEN_BACK = Problem(Reason.TAKEN_BACK, "the run was stopped", untried=True)


async def outcome_of(pool: Pool[Outcome], job: Job) -> Outcome:
    """What `read_page` makes of a page in another process; a page that the run no longer waits for
    is taken back.
    """
    try:
        return await pool.outcome(*job)
    except PoolClosed:
        return TAKEN_BACK
    except PageLost as lost:
        return Problem(lost.reason, str(lost))


def read_page(
    capture: Capture, portal: Portal, link: Link, profile: Profile | None = None
) -> Outcome:
    """The article and its links, the list, or why the page is neither. A pure function."""
    try:
        if link.kind == "article":
            found = _identified(portal, links(capture, portal))
            return ArticlePage(read(capture, portal, profile), found)
        listing = walk(capture, portal, link)
        named = _identified(portal, listing.articles)
        problems = (*listing.problems, *_swallowed(portal, listing.articles))
        listing = replace(listing, articles=named, problems=problems)
    except (NotAnArticle, PageRefused) as error:
        return Problem(error.reason, str(error))
    except Exception as error:  # noqa: BLE001
        # A page that breaks a reader must not take the others with it; its capture is kept.
        return Problem(Reason.READER_ERROR, f"{type(error).__name__}: {error}")
    return listing


MOST_SPELLINGS = 3
"""Addresses that one article may have on one page of a list."""


def _swallowed(portal: Portal, found: Iterable[Link]) -> tuple[str, ...]:
    """A sentence where the rules of the portal file make one article of many addresses of a page: a
    list names an article twice or three times, as a picture, a headline and a teaser.
    """
    if portal.identity == ADDRESS_ONLY:
        return ()
    addresses: dict[str, set[str]] = {}
    for link in found:
        addresses.setdefault(portal.identity_key(link.url), set()).add(link.url)
    most = max(addresses.values(), key=len, default=set[str]())
    if len(most) <= MOST_SPELLINGS:
        return ()
    first, second, *_ = sorted(most)
    why = "addresses of this page are one article by the portal file's [identity], such as"
    return (f"{len(most)} {why} {first} and {second}",)


def _identified(portal: Portal, found: Iterable[Link]) -> tuple[Link, ...]:
    """Links to articles with what names each, and of one article the first of its addresses."""
    named: dict[str, Link] = {}
    for link in found:
        key = portal.identity_key(link.url)
        named.setdefault(key, replace(link, identity=key))
    return tuple(named.values())
