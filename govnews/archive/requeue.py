"""What is queued again, kept out of a run, or added as done, by rules about rows of the frontier.

The caller holds the transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from govnews.archive.frontier import FURTHEST, PRIORITY, utc
from govnews.archive.ways import WEB_ARCHIVE
from govnews.model import VIETNAM, Kind, Link
from govnews.portal import Portal
from govnews.reasons import PASSING, PASSING_HTTP


def failures_due(conn: sqlite3.Connection, portal: str, now: datetime) -> None:
    """Queues again, for a new run, the failures whose next try is due, behind all other pages.

    Until when the host asked to be left alone (`retry_after`) is kept.
    """
    conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = ?2
        WHERE portal = ?1 AND state = 'failed' AND coalesce(not_before, ?2) <= ?2""",
        (portal, utc(now)),
    )
    conn.execute(
        """UPDATE frontier SET attempts = 0, not_before = ?2 WHERE portal = ?1
        AND state = 'queued' AND (attempts > 0 OR error = 'unreachable')
        AND (retry_after IS NULL OR retry_after <= ?2)""",
        (portal, utc(now)),
    )


def dates_to_come(conn: sqlite3.Connection, portal: str, now: datetime) -> None:
    """Takes back dates that a wrong clock wrote into the future: what they put off is due now.

    A page is put off by at most FURTHEST, and clocks differ by minutes, not by a day.
    """
    late, day = utc(now + FURTHEST), utc(now + timedelta(days=1))
    values = {"portal": portal, "now": utc(now), "late": late, "day": day}
    for change in (
        """state = iif(kind = 'article' AND state = 'done', 'queued', state),
        finished_at = :now WHERE portal = :portal AND finished_at > :day""",
        "first_found_at = :now WHERE portal = :portal AND first_found_at > :day",
        "missing_since = :now WHERE portal = :portal AND missing_since > :day",
        "not_before = :now WHERE portal = :portal AND not_before > :late",
        "retry_after = NULL WHERE portal = :portal AND retry_after > :late",
    ):
        conn.execute(f"UPDATE frontier SET {change}", values)
    for column in ("full_since", "last_full_at"):
        conn.execute(
            f"UPDATE list_walk SET {column} = NULL WHERE portal = :portal AND {column} > :day",
            values,
        )


def failures_since(conn: sqlite3.Connection, portal: str, since: datetime) -> list[str]:
    """Queues again what failed since that time for a reason that may pass, as if that had not
    been; returns the reasons, one for each row.
    """
    marks = ", ".join("?" * len(PASSING + PASSING_HTTP))
    rows = conn.execute(
        f"""UPDATE frontier SET state = 'queued', attempts = 0, not_before = ?2,
        failed_runs = max(failed_runs - 1, 0)
        WHERE portal = ?1 AND state = 'failed' AND finished_at >= ?2 AND error IN ({marks})
        RETURNING error""",
        (portal, utc(since), *PASSING, *PASSING_HTTP),
    )
    return [error for (error,) in rows]


def what_changed(conn: sqlite3.Connection, portal: str, key: str, modified: str) -> int:
    """Queues a known page again when a feed or sitemap tells of a change since it was read;
    returns how many rows that are. Feeds and sitemaps may differ about a page: only a date later
    than all that were told before counts, and later than the last visit if none was.
    """
    changed = conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = ?1 AND key = ?2 AND state = 'done'
        AND julianday(?3) > julianday(coalesce(modified, finished_at))""",
        (portal, key, modified),
    )
    conn.execute(
        """UPDATE frontier SET modified = ?3 WHERE portal = ?1 AND key = ?2
        AND julianday(?3) > coalesce(julianday(modified), 0)""",
        (portal, key, modified),
    )
    return changed.rowcount


def is_news(conn: sqlite3.Connection, portal: str, link: Link, read_at: str) -> bool:
    """Whether an index gives another date for a sitemap than before. A day that had not ended when
    the sitemap was read may have brought more since. read_at: when that was.
    """
    told = datetime.fromisoformat(link.modified or read_at)
    if told.time() == time.min:  # a day, also where its software prints midnight
        day = datetime.combine(told.date(), time.min, VIETNAM)
        if day + timedelta(days=1) > datetime.fromisoformat(read_at):
            return True
    row = conn.execute(
        "SELECT modified FROM frontier WHERE portal = ? AND key = ?", (portal, link.key)
    ).fetchone()
    return row is None or row[0] != link.modified


def told_of(conn: sqlite3.Connection, portal: str, links: Iterable[Link]) -> None:
    """Notes the dates that an index gives for its sitemaps."""
    conn.executemany(
        "UPDATE frontier SET modified = ? WHERE portal = ? AND key = ?",
        [(link.modified, portal, link.key) for link in links],
    )


def what_was_lost(conn: sqlite3.Connection, url: str | None, capture_id: int) -> int:
    """Queues the page of a capture that no longer reads back; returns how many rows that are."""
    return conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = (SELECT portal FROM capture WHERE id = ?2) AND key IN (?1,
            (SELECT s.key FROM article_address s WHERE s.portal = frontier.portal AND s.url = ?1))
        AND NOT (state = 'done' AND finished_at IS NULL)""",
        (url, capture_id),
    ).rowcount


def what_is_leased(conn: sqlite3.Connection, portal: str) -> None:
    """Gives back what a run had claimed, or set aside, and not finished."""
    conn.execute(
        "UPDATE frontier SET state = 'queued' WHERE portal = ? AND state = 'leased'", (portal,)
    )


def set_aside(
    conn: sqlite3.Connection,
    portal: str,
    *,
    sections: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Leases what is queued and is not part of a run, so that it is not claimed; the lease ends
    with the run.

    sections, since, until: the part that the run is for, see `crawl.selection`.
    """
    unwanted: list[str] = []
    values: list[Any] = []
    if sections:
        marks = ", ".join("?" * len(sections))
        unwanted.append(f"section IS NULL OR section NOT IN ({marks})")
        values += sections
    told = "substr(coalesce(published, modified), 1, 10)"
    known = """EXISTS (SELECT 1 FROM article_address s JOIN article a ON a.id = s.article_id
        WHERE s.portal = frontier.portal AND s.url = frontier.url AND substr(a.published, 1, 10)"""
    if since is not None:
        unwanted.append(f"kind = 'article' AND ({told} < ? OR {known} < ?))")
        values += [since.isoformat()] * 2
        # Its list is walked from the beginning, which shows how far it has to be.
        unwanted.append("kind = 'listing' AND page > 1")
    if until is not None:
        unwanted.append(f"kind = 'article' AND (substr(published, 1, 10) > ? OR {known} > ?))")
        values += [until.isoformat()] * 2
    if not unwanted:
        return
    conn.execute(
        f"""UPDATE frontier SET state = 'leased' WHERE portal = ? AND state = 'queued'
        AND ({" OR ".join(f"({one})" for one in unwanted)})""",
        (portal, *values),
    )


def add_fetched(conn: sqlite3.Connection, source: str, key_of: Callable[[str, str], str]) -> None:
    """Adds rows, as done, for pages that were crawled: the next run asks for what is new and due.

    source: a table with the columns portal, url, kind, method, status, fetched_at, came_from (the
    redirect that led there), asked (whether a request of ours was answered so) and no_file (whether
    something else came in the place of an attached file). An attached file that did not come is not
    added: its article names it again. key_of: what names the article at an address of a portal.
    """
    conn.create_function("article_key_of", 2, key_of, deterministic=True)
    file = f"""NOT f.no_file AND (f.status < 300 OR EXISTS (SELECT 1 FROM {source} n
        WHERE n.portal = f.portal AND n.came_from = f.url AND n.status < 400 AND NOT n.no_file))"""
    for kind, key in (("article", "article_key_of(portal, url)"), ("attachment", "url")):
        conn.execute(
            f"""INSERT OR IGNORE INTO frontier (portal, key, url, kind, state, priority,
            first_found_at, finished_at)
            SELECT portal, {key}, url, kind, 'done', ?, min(fetched_at), max(fetched_at)
            FROM {source} f WHERE asked AND kind = ? AND method = 'GET' AND status < 400
            AND (kind != 'attachment' OR {file})
            GROUP BY portal, {key}""",
            (PRIORITY[kind], kind),
        )


def note_indexed(
    conn: sqlite3.Connection, portal: Portal, url: str, index: str, now: datetime
) -> bool:
    """Notes that the index of a web archive lists a page; returns whether the frontier has it.

    url: canonical. index: the server of the index. Nothing else changes in the rows that the
    frontier has of the page. An article without one, which a rescue stored, gets a row that is done
    and was never tried: no run asks the portal for it until the portal itself names it.
    """
    key = portal.identity_key(url)
    rows = conn.execute(
        "SELECT id, ways FROM frontier WHERE portal = ? AND kind = ? AND key = ?",
        (portal.name, Kind.ARTICLE, key),
    ).fetchall()
    if rows:
        missing = [(WEB_ARCHIVE, ident) for ident, ways in rows if not ways & WEB_ARCHIVE]
        conn.executemany("UPDATE frontier SET ways = ways | ? WHERE id = ?", missing)
        return True
    added = conn.execute(
        """INSERT INTO frontier (portal, key, url, kind, ways, state, priority, found_on,
        first_found_at)
        SELECT portal, key, url, ?3, ?4, 'done', ?5, ?6, ?7 FROM article_address
        WHERE portal = ?1 AND key = ?2 ORDER BY last_seen DESC LIMIT 1""",
        (portal.name, key, Kind.ARTICLE, WEB_ARCHIVE, PRIORITY[Kind.ARTICLE], index, utc(now)),
    )
    return added.rowcount > 0
