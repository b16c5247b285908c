"""What a run asks of the archive's tables at its beginning and its end, in one place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from govnews.archive.articles import reading_digest
from govnews.archive.frontier import utc
from govnews.archive.warc.writer import Exchange, Original
from govnews.model import Article
from govnews.reasons import PASSING, PASSING_HTTP


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
    failed = (*PASSING, *PASSING_HTTP)
    conn.execute(
        f"""UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = ? AND state = 'failed' AND error IN ({", ".join("?" * len(failed))})""",
        (portal, *failed),
    )
    marks = ", ".join("?" * len(PASSING))
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


def has_article(conn: sqlite3.Connection, portal: str, url: str) -> bool:
    """Whether the archive has an article under this address."""
    row = conn.execute("SELECT 1 FROM article WHERE portal = ? AND url = ?", (portal, url))
    return row.fetchone() is not None


def lose(conn: sqlite3.Connection, portal: str, url: str, now: datetime) -> None:
    """Notes that an article of the archive is no longer on the portal."""
    conn.execute(
        "UPDATE article SET gone_at = coalesce(gone_at, ?) WHERE portal = ? AND url = ?",
        (utc(now), portal, url),
    )


def dates_of(conn: sqlite3.Connection, portal: str, urls: Sequence[str]) -> dict[str, str | None]:
    """Publication dates, by address, of those of the articles that the archive has."""
    found: dict[str, str | None] = {}
    for url in urls:
        row = conn.execute(
            "SELECT published FROM article WHERE portal = ? AND url = ?", (portal, url)
        ).fetchone()
        if row is not None:
            found[url] = row[0]
    return found


def known_reading(
    conn: sqlite3.Connection, portal: str, article: Article, url: str
) -> Original | None:
    """The capture of this URL that holds an article's newest version, if that reads the same."""
    row = conn.execute(
        """SELECT c.id, c.url, c.fetched_at, coalesce(c.wire_digest, c.digest) FROM article a
        JOIN article_version v ON v.id = a.version_id JOIN capture c ON c.id = v.capture_id
        WHERE a.portal = ? AND a.url = ? AND v.digest = ? AND c.url = ? AND c.method = 'GET'
        AND c.revisit_of IS NULL AND c.lost_at IS NULL""",
        (portal, article.url, reading_digest(article), url),
    ).fetchone()
    return Original(*row) if row else None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with its latest answer for a URL, to ask about it again.

    capture_id: the row that holds the payload. digest: that of the answer. etag, modified: the
    headers, empty where there was none.
    """

    capture_id: int
    digest: str
    etag: str
    modified: str


def validators(conn: sqlite3.Connection, portal: str, url: str) -> Validators | None:
    """The validators of a URL's latest answer; None when it had none."""
    row = conn.execute(
        """SELECT coalesce(revisit_of, id), digest, headers FROM capture
        WHERE portal = ? AND url = ? AND method = 'GET' AND status IN (200, 304)
        AND lost_at IS NULL
        ORDER BY id DESC LIMIT 1""",
        (portal, url),
    ).fetchone()
    if row is None:
        return None
    headers = {name.lower(): value for name, value in json.loads(row[2])}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Validators(int(row[0]), row[1], etag, modified) if etag or modified else None


TRUST_AFTER = 3
"""Visits on which a portal's validators and its payload agreed, until it is believed."""


def trusts_validators(conn: sqlite3.Connection, portal: str) -> bool:
    """Whether a portal's ETag and Last-Modified have always told the truth, often enough."""
    row = conn.execute(
        "SELECT kept, broken FROM validator_trust WHERE portal = ?", (portal,)
    ).fetchone()
    return row is not None and row[0] >= TRUST_AFTER and row[1] == 0


def compare(
    conn: sqlite3.Connection, portal: str, before: Validators, exchange: Exchange, digest: str
) -> None:
    """Learns from a page that came in full whether validators that stayed the same stand for a
    payload that stayed the same. Many portals send an ETag of the template, or today's date.
    """
    now = (exchange.header("etag") or "", exchange.header("last-modified") or "")
    if exchange.status != 200 or now != (before.etag, before.modified):
        return
    kept = int(digest == before.digest)
    conn.execute(
        """INSERT INTO validator_trust VALUES (?1, ?2, 1 - ?2) ON CONFLICT (portal)
        DO UPDATE SET kept = kept + ?2, broken = broken + 1 - ?2""",
        (portal, kept),
    )


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
