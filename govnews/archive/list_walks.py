"""The ledger of list walks: how far each list of a portal was read, how it ended, by what proof.

A list is a section's list, a feed or a sitemap, named by the frontier key of its first page. It is
complete when its end is proven, never because nothing more was seen. The caller holds the
transaction.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from govnews.archive.frontier import utc
from govnews.model import Link, Listing


class End(StrEnum):
    """How a walk ended."""

    LAST_PAGE = "last-page"
    EMPTY_PAGE = "empty-page"
    START_AGAIN = "start-again"
    LAST_AGAIN = "last-again"
    MISSING_PAGE = "missing-page"
    ONE_PAGE = "one-page"
    EMPTY_LIST = "empty-list"
    ONE_FILE = "one-file"
    KNOWN = "known"
    BOUND = "bound"
    PART_READ = "part-read"
    FAILED = "failed"
    CIRCLE = "circle"
    NOT_UNDERSTOOD = "not-understood"
    NO_PAGER = "no-pager"
    SHORT = "short"
    EMPTIED = "emptied"
    GONE = "gone"


MEANING: Mapping[End, str] = {
    End.LAST_PAGE: "the pager says that this is the last page",
    End.EMPTY_PAGE: "a page past the last one says that it has no entries",
    End.START_AGAIN: "a page past the last one leads back to the first",
    End.LAST_AGAIN: "a page past the last one shows the last one again",
    End.MISSING_PAGE: "the server has no page past the last one that was announced",
    End.ONE_PAGE: "the list has one page and nothing on it leads to another",
    End.EMPTY_LIST: "the page says that the list has no entries",
    End.ONE_FILE: "a feed or sitemap ends with its file, or with the last page that it names",
    End.KNOWN: "a page with only articles that were stored before; the rest was read earlier",
    End.BOUND: "a bound was reached; the next run goes on from there",
    End.PART_READ: "of a feed or sitemap not all could be read",
    End.FAILED: "a page of the list could not be read",
    End.CIRCLE: "its pages lead back to pages that were read before",
    End.NOT_UNDERSTOOD: "there is a pager, and no request could be made of it",
    End.NO_PAGER: "earlier pages have a pager, this one has none",
    End.SHORT: "less was listed than the list announces",
    End.EMPTIED: "the page says that the list has no entries, and it had some before",
    End.GONE: "the server has no such list any more",
}

PROVEN = frozenset({
    End.LAST_PAGE, End.EMPTY_PAGE, End.START_AGAIN, End.LAST_AGAIN, End.MISSING_PAGE,
    End.ONE_PAGE, End.EMPTY_LIST, End.ONE_FILE, End.KNOWN,
})  # fmt: skip
"""Ends after which nothing of the list is missing."""

GONE_VISITS = 3
"""Runs in a row that find no list, from which on it is gone."""

GONE_AFTER = timedelta(days=2)
"""Time for which it has to be missing at least: several runs may fall into one outage."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A list, and how its latest walk went.

    key: of its first page in the frontier. announced_pages, announced_articles: what its pages say.
    pages, articles: pages of its latest full walk, and links to articles on them. full_since: when
    the full walk began that is under way. ended, proof: how the latest walk ended, None while it
    goes on. last_key: frontier key of the page on which it ended. last_full_at: when its end was
    last reached with every page on the way read. watermark: row of the frontier up to which the
    list's articles are known to be read. proven_pages, proven_articles: what was announced when the
    end was last proven.
    """

    portal: str
    key: str
    url: str
    kind: str
    section: str | None
    announced_pages: int | None
    announced_articles: int | None
    pages: int
    articles: int
    full_since: str | None
    ended: End | None
    proof: str | None
    ended_at: str | None
    last_key: str | None
    last_full_at: str | None
    watermark: int
    proven_pages: int | None
    proven_articles: int | None

    @property
    def name(self) -> str:
        """What people call it: the section, or the address."""
        return self.section or self.url

    @property
    def proven(self) -> bool:
        """Whether nothing of the list is missing."""
        return self.ended in PROVEN or self.ended == End.GONE

    def sentence(self) -> str:
        """How the walk ended, in one line for people."""
        if self.ended is None:
            return f"{self.name}: not read to its end yet ({self.pages} pages so far)"
        return f"{self.name}: {MEANING[self.ended]}: {self.proof}"


_COLUMNS = ", ".join(Walk.__dataclass_fields__)


def find(conn: sqlite3.Connection, portal: str, key: str) -> Walk | None:
    """The walk of a list; None for a list that was never read."""
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM list_walk WHERE portal = ? AND key = ?", (portal, key)
    ).fetchone()
    return _walk(row) if row else None


def of_portal(conn: sqlite3.Connection, portal: str) -> list[Walk]:
    """All lists of a portal, by address."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM list_walk WHERE portal = ? ORDER BY kind, url, key", (portal,)
    )
    return [_walk(row) for row in rows]


def _walk(row: tuple[Any, ...]) -> Walk:
    walk = dict(zip(Walk.__dataclass_fields__, row, strict=True))
    return Walk(**{**walk, "ended": End(walk["ended"]) if walk["ended"] else None})


def begin(conn: sqlite3.Connection, portal: str, link: Link, now: datetime, *, full: bool) -> Walk:
    """A list's first page was read. full: every page is to be read, also known ones."""
    conn.execute(
        """INSERT INTO list_walk (portal, key, url, kind, section, full_since)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (portal, key) DO UPDATE SET section = excluded.section
        """,
        (portal, link.key, link.url, link.kind, link.section, utc(now)),
    )
    if full:
        conn.execute(
            """UPDATE list_walk SET full_since = ?3, pages = 0, articles = 0, ended = NULL,
            proof = NULL WHERE portal = ?1 AND key = ?2""",
            (portal, link.key, utc(now)),
        )
    walk = find(conn, portal, link.key)
    if walk is None:
        raise ValueError(f"{portal} has no list {link.key}")
    return walk


def is_due(walk: Walk | None, now: datetime, days: int) -> bool:
    """Whether a list is to be walked in full: never yet, or so many days ago, or on a day that has
    yet to come, which a wrong clock wrote. Lists that were read on one day come due on different
    ones: the sooner by up to a third, each by its own name.
    """
    if walk is None or walk.last_full_at is None:
        return True
    sooner = zlib.crc32(walk.key.encode()) % (days // 3 + 1)
    last = datetime.fromisoformat(walk.last_full_at)
    return last <= now - timedelta(days=days - sooner) or last > now


def read(conn: sqlite3.Connection, walk: Walk, listing: Listing) -> None:
    """A page of a list was read: what it announces, and how much it holds."""
    conn.execute(
        """UPDATE list_walk SET announced_pages = coalesce(?3, announced_pages),
        announced_articles = coalesce(?4, announced_articles),
        pages = pages + (full_since IS NOT NULL),
        articles = articles + iif(full_since IS NOT NULL, ?5, 0)
        WHERE portal = ?1 AND key = ?2""",
        (
            walk.portal, walk.key, listing.announced_pages, listing.announced_articles,
            len(listing.articles),
        ),
    )  # fmt: skip


def end(
    conn: sqlite3.Connection, walk: Walk, how: End, proof: str, last_key: str, now: datetime
) -> None:
    """A walk ended. last_key: the page on which it did, from where it is taken up if need be."""
    conn.execute(
        """UPDATE list_walk SET ended = ?3, proof = ?4, ended_at = ?5, last_key = ?6
        WHERE portal = ?1 AND key = ?2""",
        (walk.portal, walk.key, how, proof[:500], utc(now), last_key),
    )


def is_gone(conn: sqlite3.Connection, walk: Walk, row: int, now: datetime) -> bool:
    """Whether a list that the server does not have in this run either is gone for good, while the
    portal has others. row: that of its first page in the frontier.
    """
    (runs,) = conn.execute("SELECT failed_runs FROM frontier WHERE id = ?", (row,)).fetchone()
    if walk.ended == End.GONE:
        return True
    others = conn.execute(
        f"""SELECT 1 FROM list_walk WHERE portal = ? AND key != ? AND kind = 'listing'
        AND ended IN ({", ".join("?" * len(PROVEN))}) LIMIT 1""",
        (walk.portal, walk.key, *PROVEN),
    ).fetchone()
    (first,) = conn.execute(
        """SELECT min(fetched_at) FROM capture WHERE portal = ?1 AND url = ?2
        AND status IN (404, 410) AND id > coalesce((SELECT max(id) FROM capture
            WHERE portal = ?1 AND url = ?2 AND status NOT IN (404, 410)), 0)""",
        (walk.portal, walk.url),
    ).fetchone()
    lasts = first is not None and first <= utc(now - GONE_AFTER)
    return runs + 1 >= GONE_VISITS and lasts and others is not None


def prove(
    conn: sqlite3.Connection,
    walk: Walk,
    watermark: int,
    pages: int,
    now: datetime,
    *,
    to_the_end: bool,
) -> None:
    """All of the list is covered up to a row of the frontier. pages: the most that were announced
    on the way; the first page of many lists names only the first few. to_the_end: to its last page,
    not only to what was read before.
    """
    conn.execute(
        """UPDATE list_walk SET watermark = max(watermark, ?3),
        proven_pages = iif(?5, ?4, max(coalesce(proven_pages, 0), ?4)),
        proven_articles = announced_articles WHERE portal = ?1 AND key = ?2""",
        (walk.portal, walk.key, watermark, pages, to_the_end),
    )
    if to_the_end:
        conn.execute(
            """UPDATE list_walk SET last_full_at = ?3, full_since = NULL
            WHERE portal = ?1 AND key = ?2 AND full_since IS NOT NULL""",
            (walk.portal, walk.key, utc(now)),
        )


def forget_pages(conn: sqlite3.Connection, walk: Walk) -> None:
    """The list has one page now, whatever it announced before."""
    conn.execute(
        "UPDATE list_walk SET announced_pages = NULL WHERE portal = ? AND key = ?",
        (walk.portal, walk.key),
    )


def had_articles(conn: sqlite3.Connection, portal: str, key: str) -> bool:
    """Whether articles were found on the first page of a list at an earlier time."""
    row = conn.execute(
        """SELECT 1 FROM frontier WHERE portal = ? AND kind = 'article' AND found_on = ?
        AND finished_at IS NOT NULL LIMIT 1""",
        (portal, key),
    ).fetchone()
    return row is not None


def first_pages(conn: sqlite3.Connection, portal: str) -> set[str]:
    """Keys of the first pages of all lists that were read."""
    rows = conn.execute("SELECT key FROM list_walk WHERE portal = ?", (portal,))
    return {key for (key,) in rows}


def open_watermarks(conn: sqlite3.Connection, portal: str, now: datetime) -> dict[str, list[int]]:
    """For each list, the watermarks of the pages from which this run takes its walks up."""
    found: dict[str, list[int]] = {}
    pages = conn.execute(
        """SELECT list_key, watermark FROM frontier WHERE portal = ? AND kind IN ('listing', 'feed')
        AND list_key IS NOT NULL AND watermark > 0 AND state = 'queued'
        AND (not_before IS NULL OR not_before <= ?)""",
        (portal, utc(now)),
    )
    for key, watermark in pages:
        found.setdefault(key, []).append(watermark)
    return found


def goes_on(conn: sqlite3.Connection, walk: Walk) -> bool:
    """Whether a later page of a list is still to be read, or to be tried again."""
    row = conn.execute(
        """SELECT 1 FROM frontier WHERE portal = ? AND list_key = ?
        AND state IN ('queued', 'leased', 'failed')""",
        (walk.portal, walk.key),
    ).fetchone()
    return row is not None


def take_up(conn: sqlite3.Connection, portal: str) -> None:
    """Queues again, for a new run, the pages on which walks ended without a proof."""
    marks = ", ".join("?" * len(PROVEN))
    conn.execute(
        f"""UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = ? AND state = 'done' AND key IN (
            SELECT last_key FROM list_walk WHERE portal = frontier.portal
            AND ended IS NOT NULL AND ended NOT IN ({marks}) AND ended != ?)""",
        (portal, *sorted(PROVEN), End.BOUND),
    )


def raise_watermark(
    conn: sqlite3.Connection, portal: str, key: str, before: int, watermark: int
) -> None:
    """The walk of a list that goes on with a page covers more than it did, since another met it."""
    conn.execute(
        """UPDATE frontier SET watermark = ?4 WHERE portal = ?1 AND list_key = ?2
        AND kind IN ('listing', 'feed') AND watermark = ?3 AND state IN ('queued', 'leased')""",
        (portal, key, before, watermark),
    )


def beyond(
    conn: sqlite3.Connection, portal: str, links: Iterable[Link], watermark: int
) -> list[Link]:
    """Those of the articles that were found after a row of the frontier, or not fetched yet."""
    return [
        link
        for link in links
        if conn.execute(
            """SELECT 1 FROM frontier WHERE portal = ? AND key = ? AND id <= ?
            AND finished_at IS NOT NULL""",
            (portal, link.key, watermark),
        ).fetchone()
        is None
    ]
