"""What the end of a list's pages proves, and what it leaves open."""

from __future__ import annotations

from datetime import datetime

from govnews.archive.frontier import utc
from govnews.archive.list_walks import End, Walk
from govnews.crawl.list_memory import ListMemory
from govnews.model import Link, Listing

SHOWN = 200
"""Characters of a pager's markup that a proof quotes."""


ALONE = 3
"""Visits in a row that find the same single page, after which a list is taken to have no more."""


def of_pager(listing: Listing, link: Link, walk: Walk, alike: int) -> tuple[End, str]:
    """How a list ends at a page that leads to no following one, and the proof or what lacks it.

    alike: how many visits in a row found the same links on the page.
    """
    if listing.last is not None:
        return End.LAST_PAGE, f"page {link.page}: {listing.last}"
    if listing.not_understood:
        return End.NOT_UNDERSTOOD, listing.not_understood[0][:SHOWN]
    before = walk.announced_pages
    if before is not None and link.page < before:
        if link.page == 1 and listing.announced_pages is None and alike >= ALONE:
            shown = f"{len(listing.articles)} articles and no pager at {alike} visits in a row"
            return End.ONE_PAGE, f"{shown}; there were {before} pages before"
        return End.NO_PAGER, f"page {link.page} of {walk.announced_pages} announced"
    if link.page == 1:
        return End.ONE_PAGE, f"{len(listing.articles)} articles and no pager"
    if listing.whole:
        return End.LAST_PAGE, f"page {link.page} has no link to a following page"
    return End.NO_PAGER, f"page {link.page}"


def is_past_the_end(link: Link, walk: Walk) -> bool:
    """Whether the page lies behind the last one announced, or no page named its address."""
    announced = walk.announced_pages
    return link.raised or (announced is not None and link.page > announced)


def shortfall(
    listing: Listing, link: Link, walk: Walk, memory: ListMemory, began: datetime
) -> str | None:
    """What is missing where a walk listed less than was announced; None where nothing is.

    began: when the run did. Articles are only counted for a walk that it made from the first page.
    """
    stated = listing.announced_pages
    if (stated or 0) > link.page or memory.most > link.page + (stated is not None):
        return f"page {link.page} of {max(memory.most, stated or 0)} announced"
    announced = listing.announced_articles or walk.announced_articles
    if announced is None or walk.full_since is None or not memory.started or memory.relies:
        return None
    if walk.full_since >= utc(began) and len(memory.listed) < announced:
        return f"{len(memory.listed)} of {announced} announced"
    return None
