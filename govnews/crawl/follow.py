"""Which pages of a list a run reads: to the end the first time, to what is known afterwards."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from govnews.archive.frontier import Claim
from govnews.crawl import ledger
from govnews.crawl.session import Session
from govnews.model import Listing


def follow(
    session: Session, conn: sqlite3.Connection, claim: Claim, listing: Listing, now: datetime
) -> int:
    """Queues what a list leads to; returns how many pages that are.

    A list is read on while it tells of something new. At a page where every article is known, only
    a following page that has never been asked for is queued: the rest of the list has been read,
    or is still queued from a run that was interrupted. A portal that answers every page number
    with the same page is noticed by the repetition.
    """
    portal, frontier, link = session.portal.name, session.frontier, claim.link
    for article in listing.articles:
        if article.modified is not None:
            ledger.wanted_again(conn, portal, article.url, article.modified)
    new = frontier.add(portal, listing.articles, link.url, now)
    if link.kind == "sitemap":
        return new + frontier.seed(portal, listing.more, now)
    if link.page >= session.max_pages or _repeats(session, claim, listing):
        return new
    if new:
        return new + frontier.seed(portal, listing.more, now)
    return frontier.add(portal, listing.more, link.url, now)


def _repeats(session: Session, claim: Claim, listing: Listing) -> bool:
    """Whether the page holds what the list's first page or the page before held."""
    link = claim.link
    name = f"{link.kind} {link.section or link.url.partition('?')[0]}"
    content = hash(tuple(article.url for article in listing.articles))
    first, before = session.lists.get(name, (None, None))
    if link.page > 1 and content in {first, before}:
        return True
    if len(session.lists) < 10_000:
        session.lists[name] = (content if link.page == 1 or first is None else first, content)
    return False
