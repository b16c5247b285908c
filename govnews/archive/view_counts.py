"""View counts of a run, which are taken back where they are none of the articles' own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from govnews.archive.frontier import utc
from govnews.archive.warc.writer import WarcWriter, note_line
from govnews.errors import UnreadableInput


@dataclass(frozen=True, slots=True)
class Count:
    """A view count of an article. before: that of the visit before, if any. capture_id: the capture
    that holds what the page read, which may be an earlier one.
    """

    article_id: int
    capture_id: int
    observed_at: str
    views: int
    before: int | None


def of_run(
    conn: sqlite3.Connection, portal: str, since: datetime, last_article: int
) -> list[Count]:
    """The view counts that a run stored for articles it knew. since: when the run began.
    last_article: the last one before it.
    """
    rows = conn.execute(
        """SELECT o.article_id, o.capture_id, o.observed_at, o.views, (
            SELECT p.views FROM view_observation p WHERE p.article_id = o.article_id
            AND p.observed_at < ?2 ORDER BY p.observed_at DESC LIMIT 1
        ) AS before
        FROM article a JOIN view_observation o ON o.article_id = a.id
        WHERE a.portal = ?1 AND a.last_seen >= ?2 AND a.id <= ?3 AND o.observed_at >= ?2
        AND before IS NOT NULL""",
        (portal, utc(since), last_article),
    )
    return [Count(*row) for row in rows]


def first_ones(conn: sqlite3.Connection, portal: str, since: datetime) -> list[Count]:
    """The view counts that a run stored for articles which had none, new ones above all."""
    rows = conn.execute(
        """SELECT o.article_id, o.capture_id, o.observed_at, o.views, NULL
        FROM article a JOIN view_observation o ON o.article_id = a.id
        WHERE a.portal = ?1 AND a.last_seen >= ?2 AND o.observed_at >= ?2
        AND NOT EXISTS (SELECT 1 FROM view_observation p
            WHERE p.article_id = a.id AND p.observed_at < ?2)""",
        (portal, utc(since)),
    )
    return [Count(*row) for row in rows]


def may_fall(conn: sqlite3.Connection, portal: str, article_id: int, views: int | None) -> bool:
    """Whether a visit may count fewer views than the one before it, or none: since the latest count
    of the article, a person has accepted just that of a page of the portal.
    """
    row = conn.execute(
        """SELECT 1 FROM hold h WHERE h.portal = ?1 AND h.state = 'accepted' AND h.reason = 'views'
        AND h.changes = '["views"]' AND h.seen_at > coalesce(
            (SELECT max(observed_at) FROM view_observation WHERE article_id = ?2), '')
        AND ?3 = EXISTS (SELECT 1 FROM view_observation o
            WHERE o.capture_id = h.capture_id AND o.observed_at = h.seen_at) LIMIT 1""",
        (portal, article_id, views is not None),
    ).fetchone()
    return row is not None


def withdraw(conn: sqlite3.Connection, counts: Iterable[Count]) -> None:
    """Take view counts back: the articles have those of the visits before."""
    for count in counts:
        drop(conn, count.capture_id, count.observed_at)
        conn.execute("UPDATE article SET views = ? WHERE id = ?", (count.before, count.article_id))
        conn.execute(
            "DELETE FROM evidence WHERE article_id = ? AND field = 'views'", (count.article_id,)
        )


def drop(conn: sqlite3.Connection, capture_id: int, seen_at: str) -> None:
    """Remove a view count, and keep the visit."""
    conn.execute(
        "DELETE FROM view_observation WHERE capture_id = ? AND observed_at = ?",
        (capture_id, seen_at),
    )
    conn.execute(
        "UPDATE capture SET false_views = 1 WHERE id = ? AND fetched_at = ?", (capture_id, seen_at)
    )
    conn.execute(
        """UPDATE observation SET views = NULL, evidence = NULL
        WHERE capture_id = ? AND seen_at = ?""",
        (capture_id, seen_at),
    )


# --- lines in the WARC files ----------------------------------------------------------------------


def note(
    conn: sqlite3.Connection, writer: WarcWriter, counts: Sequence[Count], now: datetime
) -> None:
    """Write to the WARC files which view counts do not hold; each names its capture by URL and
    time.
    """
    for count in counts:
        url, captured_at = conn.execute(
            "SELECT url, fetched_at FROM capture WHERE id = ?", (count.capture_id,)
        ).fetchone()
        line = {
            "false_views": {"url": url, "captured_at": captured_at, "seen_at": count.observed_at}
        }
        writer.note(note_line(line), now)


def from_note(line: str) -> tuple[str, str, str]:
    """URL and time of the capture, and the time of the visit; raises UnreadableInput."""
    try:
        found = json.loads(line)["false_views"]
        return found["url"], found["captured_at"], found["seen_at"]
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInput(f"no withdrawn view count: {line[:200]}") from error
