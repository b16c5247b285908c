"""Which sitemaps of an index a run reads, and how far it reads a feed with several pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from govnews.archive import list_walks, requeue
from govnews.archive.list_walks import End, Walk
from govnews.crawl.session import Session
from govnews.model import Link

DEEPEST_SITEMAP = 4
"""Three indexes, one in the other (the protocol has one only), and their sitemaps."""


def parts(
    conn: sqlite3.Connection, session: Session, index: Link, named: Iterable[Link], now: datetime
) -> tuple[list[str], list[Link]]:
    """What to say of sitemaps that lie too deep to be read, and those that this run is to read:
    without a date, not read completely yet, due, or with a date that is news.

    Indexes may name each other in circles, or ever new ones: the first that names a sitemap in a
    run has it.
    """
    named_by = session.sitemaps
    named_by.setdefault(index.url, "")
    if index.page >= DEEPEST_SITEMAP:
        deep = [one.url for one in named if one.url not in named_by]
        said = [f"sitemaps that lie too deep: {len(deep)}, such as {deep[0]}"] if deep else []
        return said, []
    mine = [one for one in named if named_by.setdefault(one.url, index.url) == index.url]
    wanted = [part for part in mine if _is_to_be_read(conn, session, part, now)]
    requeue.told_of(conn, session.portal.name, mine)
    return [], wanted


def _is_to_be_read(conn: sqlite3.Connection, session: Session, part: Link, now: datetime) -> bool:
    if part.modified is None or session.selection.full:
        return True
    walk = list_walks.find(conn, session.portal.name, part.key)
    if walk is None or not walk.proven or walk.last_full_at is None:
        return True
    if list_walks.is_due(walk, now, session.portal.crawl.full_walk_days):
        return True
    return requeue.is_news(conn, session.portal.name, part, walk.last_full_at)


def of_feed(
    conn: sqlite3.Connection, session: Session, link: Link, key: str, now: datetime
) -> Walk:
    """The walk of a feed that has pages; its first page begins one. It is full when it is due, when
    the last one met a page that could not be read or stopped before its end with nothing to go on
    with, and when the feed had one page until then.
    """
    name = session.portal.name
    known = list_walks.find(conn, name, key)
    if link.list_key is not None and known is not None:
        return known
    memory = session.lists.get(key)
    full = False
    if known is not None and (memory is None or not memory.started):
        if known.full_since is None:
            due = list_walks.is_due(known, now, session.portal.crawl.full_walk_days)
            full = due or known.pages <= 1
        else:
            full = not list_walks.goes_on(conn, known)
        full = full or session.selection.full or known.ended == End.PART_READ
    first = link if link.list_key is None else replace(link, list_key=None, page=1)
    return list_walks.begin(conn, name, first, now, full=full)
