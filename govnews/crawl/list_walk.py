"""Which pages of a list a run reads: to the end the first time, to what is known afterwards."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from govnews.archive.frontier import Claim
from govnews.crawl import ledger
from govnews.crawl.session import Session
from govnews.families import seeds
from govnews.model import Link, Listing
from govnews.portal import Portal
from govnews.reading.urls import canonical

DEEPEST_SITEMAP = 3
"""An index, an index of indexes (the protocol has none, some portals do), and their sitemaps."""


def follow(
    session: Session,
    conn: sqlite3.Connection,
    claim: Claim,
    listing: Listing,
    url: str,
    now: datetime,
) -> int:
    """Queues what a list leads to; returns how many pages that are.

    A list is read on while it tells of something new. At a page where every article is known, only
    a following page that has never been asked for is queued: the rest of the list has been read,
    or is still queued from a run that was interrupted. A list that comes back to a page that it
    has shown ends there. url: where the page came from, after redirects.
    """
    portal, frontier, link = session.portal.name, session.frontier, claim.link
    if link.page > 1 and _leads_back(session.portal, link.url, url):
        return 0
    count = _add_articles(session, listing, link.url, now)
    news = bool(count)
    if not _made_at_once(listing):
        for article in listing.articles:
            if article.modified is not None:
                count += ledger.wanted_again(conn, portal, article.url, article.modified)
    if link.kind == "sitemap":
        deeper = _new_sitemaps(session, link, listing)
        dated = [more for more in deeper if more.modified is not None]
        count += frontier.add(portal, dated, link.url, now)
        for more in dated:
            count += ledger.wanted_again(conn, portal, more.url, more.modified or "")
        undated = [more for more in deeper if more.modified is None]
        return count + frontier.seed(portal, undated, now)
    if _repeats(session, claim, listing):
        return count
    if link.page >= session.max_pages or not _goes_on(session, conn, listing):
        frontier.add_aside(portal, listing.more, link.url, now)
        return count
    if session.horizon is not None:
        frontier.take_up(portal, listing.more)
    if news:
        return count + frontier.seed(portal, listing.more, now)
    return count + frontier.add(portal, listing.more, link.url, now)


def _new_sitemaps(session: Session, link: Link, listing: Listing) -> list[Link]:
    """The sitemaps that an index was the first to name in this run, unless it lies too deep:
    indexes may name each other in circles, or ever new ones.
    """
    named_by = session.sitemaps
    named_by.setdefault(link.url, "")
    if link.page >= DEEPEST_SITEMAP:
        return []
    return [more for more in listing.more if named_by.setdefault(more.url, link.url) == link.url]


def _add_articles(session: Session, listing: Listing, found_on: str, now: datetime) -> int:
    """Queues the new articles of a list; those that the run is not for are kept for another."""
    portal, frontier = session.portal.name, session.frontier
    undated = _made_at_once(listing)
    wanted: list[Link] = []
    others: list[Link] = []
    for link in listing.articles:
        dated = replace(link, modified=None) if undated else link
        (wanted if session.selection.wants(dated) else others).append(link)
    count = frontier.add(portal, wanted, found_on, now)
    frontier.add_aside(portal, others, found_on, now)
    return count


def _goes_on(session: Session, conn: sqlite3.Connection, listing: Listing) -> bool:
    """Whether the following page of a list may hold articles that are recent enough."""
    horizon = session.horizon
    if horizon is None:
        return True
    beyond = horizon.beyond(listing)
    if beyond is not None:
        return not beyond
    urls = [link.url for link in listing.articles if session.selection.wants(link)]
    known = ledger.dates_of(conn, session.portal.name, urls)
    if any(day is None or day[:10] >= horizon.since.isoformat() for day in known.values()):
        return True
    unread = [url for url in urls if url not in known]
    if unread:
        horizon.hold(listing.more, unread)
    return False


def _leads_back(portal: Portal, asked: str, came: str) -> bool:
    """Whether a page of a list was redirected to where a list begins: it is past the end."""
    url = canonical(came)
    return url != asked and url in {canonical(portal.base_url), *(one.url for one in seeds(portal))}


def _made_at_once(listing: Listing) -> bool:
    """Whether all entries of a feed or sitemap carry one date: when it was made, not when an
    article changed.
    """
    dates = {article.modified for article in listing.articles}
    return len(listing.articles) > 1 and len(dates) == 1


def _repeats(session: Session, claim: Claim, listing: Listing) -> bool:
    """Whether another page of the same list held the same articles in this run."""
    link = claim.link
    name = f"{link.kind} {link.section or link.url.partition('?')[0]}"
    pages = session.lists.setdefault(name, {})
    content = hash(tuple(article.url for article in listing.articles))
    return pages.setdefault(content, link.page) != link.page
