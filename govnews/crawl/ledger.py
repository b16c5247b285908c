"""What a run asks of the archive's tables at its beginning and its end, in one place."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from govnews.archive.articles import reading_digest
from govnews.archive.frontier import utc
from govnews.archive.warc import Original
from govnews.model import Article

PASSING = (
    "connection", "dns", "timeout", "tls", "truncated", "reset", "unreachable", "robots",
    "robots-unavailable", "private-address", "error",
)  # fmt: skip
"""Reasons that may have passed by the next run, or that cost no request to look at again."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Sentences for the summary. short: the archive has fewer articles than it should."""

    said: list[str]
    short: bool


def article_count(conn: sqlite3.Connection, portal: str) -> int:
    """Articles that the archive has of a portal."""
    row = conn.execute("SELECT count(*) FROM article WHERE portal = ?", (portal,)).fetchone()
    return int(row[0])


def queue_again(conn: sqlite3.Connection, portal: str) -> None:
    """A new run tries again what failed for reasons that pass; a Retry-After still holds."""
    marks = ", ".join("?" * len(PASSING))
    conn.execute(
        f"""UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = ? AND state = 'failed'
        AND (error IN ({marks}) OR error LIKE 'http-5%' OR error IN ('http-408', 'http-429'))""",
        (portal, *PASSING),
    )
    conn.execute(
        f"""UPDATE frontier SET attempts = 0, not_before = NULL
        WHERE portal = ? AND state = 'queued' AND error IN ({marks})""",
        (portal, *PASSING),
    )
    conn.execute(
        """UPDATE frontier SET attempts = 0 WHERE portal = ? AND state = 'queued'
        AND attempts > 0""",
        (portal,),
    )


def asked_to_wait(conn: sqlite3.Connection, portal: str, now: datetime) -> datetime | None:
    """Until when the host asked an earlier run to leave it alone; None when that is past."""
    row = conn.execute(
        """SELECT max(not_before) FROM frontier WHERE portal = ? AND state = 'queued'
        AND error IN ('http-429', 'http-503') AND error_detail LIKE '%Retry-After%'
        AND not_before > ?""",
        (portal, utc(now)),
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row[0] else None


def give_back(conn: sqlite3.Connection, portal: str) -> None:
    """Queues again what the run had claimed and not finished."""
    conn.execute(
        "UPDATE frontier SET state = 'queued' WHERE portal = ? AND state = 'leased'", (portal,)
    )


def known_reading(
    conn: sqlite3.Connection, portal: str, article: Article, url: str
) -> Original | None:
    """The capture of this URL that holds an article's newest version, if that reads the same."""
    row = conn.execute(
        """SELECT c.id, c.url, c.fetched_at, coalesce(c.wire_digest, c.digest) FROM article a
        JOIN article_version v ON v.id = a.version_id JOIN capture c ON c.id = v.capture_id
        WHERE a.portal = ? AND a.url = ? AND v.digest = ? AND c.url = ? AND c.method = 'GET'
        AND c.revisit_of IS NULL""",
        (portal, article.url, reading_digest(article), url),
    ).fetchone()
    return Original(*row) if row else None


def validators(conn: sqlite3.Connection, portal: str, url: str) -> tuple[int, str, str] | None:
    """What the server gave with its latest answer for a URL to ask about it again: the row of the
    capture that holds that payload, ETag and Last-Modified (empty where there was none).
    """
    row = conn.execute(
        """SELECT coalesce(revisit_of, id), headers FROM capture
        WHERE portal = ? AND url = ? AND method = 'GET' AND status IN (200, 304)
        ORDER BY id DESC LIMIT 1""",
        (portal, url),
    ).fetchone()
    if row is None:
        return None
    headers = {name.lower(): value for name, value in json.loads(row[1])}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return (int(row[0]), etag, modified) if etag or modified else None


def put_off(conn: sqlite3.Connection, portal: str) -> dict[str, int]:
    """Queued pages that were tried and put off, by reason."""
    rows = conn.execute(
        """SELECT error, count(*) FROM frontier WHERE portal = ? AND state = 'queued'
        AND error IS NOT NULL GROUP BY error""",
        (portal,),
    )
    return dict(rows.fetchall())


def wanted_again(conn: sqlite3.Connection, portal: str, url: str, modified: str) -> int:
    """Queues a known page again when a feed or sitemap tells of a change since it was read;
    returns how many rows that are. Feeds and sitemaps may differ about a page: only a date later
    than all that were told before counts, and later than the last visit if none was.
    """
    changed = conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = ?1 AND key = ?2 AND state = 'done'
        AND julianday(?3) > julianday(coalesce(modified, finished_at))""",
        (portal, url, modified),
    )
    conn.execute(
        """UPDATE frontier SET modified = ?3 WHERE portal = ?1 AND key = ?2
        AND julianday(?3) > coalesce(julianday(modified), 0)""",
        (portal, url, modified),
    )
    return changed.rowcount
