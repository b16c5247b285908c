"""What a crawl makes of a page: an article with its links, a list, or why it is neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from govnews.crawl.items import ArticlePage, Problem
from govnews.errors import NotAnArticle, PageRefused
from govnews.extraction_pool import PageLost, Pool, PoolClosed
from govnews.families import links, read, walk
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
        listing = replace(listing, articles=_identified(portal, listing.articles))
    except (NotAnArticle, PageRefused) as error:
        return Problem(error.reason, str(error))
    except Exception as error:  # noqa: BLE001
        # A page that breaks a reader must not take the others with it; its capture is kept.
        return Problem(Reason.READER_ERROR, f"{type(error).__name__}: {error}")
    return listing


def _identified(portal: Portal, found: Iterable[Link]) -> tuple[Link, ...]:
    """Links to articles with what names each, and of one article the first of its addresses."""
    named: dict[str, Link] = {}
    for link in found:
        key = portal.identity_key(link.url)
        named.setdefault(key, replace(link, identity=key))
    return tuple(named.values())
