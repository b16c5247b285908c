"""How far a run walks a list: to its end the first time, to known articles afterwards."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from govnews.archive import articles, requeue
from govnews.archive.frontier import Claim
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
    """Queues the articles and further pages of a list; returns the number of queued links.

    A list is walked on while its pages have new articles. After a page with known articles only, a
    next page is queued only if it was never requested: the rest of the list has been read, or is
    still queued from an interrupted run. A list ends where one of its pages repeats an earlier one.
    url: of the page, after redirects.
    """
    portal, frontier, link = session.portal.name, session.frontier, claim.link
    if link.page > 1 and _leads_back(session.portal, link.url, url):
        return 0
    count = _add_articles(session, listing, link.url, now)
    news = bool(count)
    if not _made_at_once(listing):
        for article in listing.articles:
            if article.modified is not None:
                count += requeue.what_changed(conn, portal, article.url, article.modified)
    if link.kind == "sitemap":
        deeper = _new_sitemaps(session, link, listing)
        dated = [more for more in deeper if more.modified is not None]
        count += frontier.add(portal, dated, link.url, now)
        for more in dated:
            count += requeue.what_changed(conn, portal, more.url, more.modified or "")
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
    """Sitemaps that no other index listed before in this run, down to DEEPEST_SITEMAP: indexes may
    list each other in circles, or ever new ones.
    """
    named_by = session.sitemaps
    named_by.setdefault(link.url, "")
    if link.page >= DEEPEST_SITEMAP:
        return []
    return [more for more in listing.more if named_by.setdefault(more.url, link.url) == link.url]


def _add_articles(session: Session, listing: Listing, found_on: str, now: datetime) -> int:
    """Queues the new articles of a list; those outside the selection are kept for a later run."""
    portal, frontier, wants = session.portal.name, session.frontier, session.selection.wants
    count = frontier.add(portal, filter(wants, listing.articles), found_on, now)
    others = [link for link in listing.articles if not wants(link)]
    frontier.add_aside(portal, others, found_on, now)
    return count


def _goes_on(session: Session, conn: sqlite3.Connection, listing: Listing) -> bool:
    """Whether the next page of a list may have articles that are recent enough."""
    horizon = session.horizon
    if horizon is None:
        return True
    beyond = horizon.beyond(listing)
    if beyond is not None:
        return not beyond
    urls = [link.url for link in listing.articles if session.selection.wants(link)]
    known = articles.dates_of(conn, session.portal.name, urls)
    if any(day is None or day[:10] >= horizon.since.isoformat() for day in known.values()):
        return True
    unread = [url for url in urls if url not in known]
    if unread:
        horizon.hold(listing.more, unread)
    return False


def _leads_back(portal: Portal, requested: str, final: str) -> bool:
    """Whether a page was redirected to the first page of a list: it is past the end."""
    url = canonical(final)
    return url != requested and url in {
        canonical(portal.base_url),
        *(one.url for one in seeds(portal)),
    }


def _made_at_once(listing: Listing) -> bool:
    """Whether all entries of a feed or sitemap have the same date, that of the file and not of a
    change.
    """
    dates = {article.modified for article in listing.articles}
    return len(listing.articles) > 1 and len(dates) == 1


def _repeats(session: Session, claim: Claim, listing: Listing) -> bool:
    """Whether another page of the same list had the same articles in this run."""
    link = claim.link
    name = f"{link.kind} {link.section or link.url.partition('?')[0]}"
    pages = session.lists.setdefault(name, {})
    content = hash(tuple(article.url for article in listing.articles))
    return pages.setdefault(content, link.page) != link.page
