"""The ledger of runs and the state of the archive, as `govnews status` shows them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from govnews.archive import holds
from govnews.archive.frontier import utc
from govnews.archive.suspicion.many_pages import FIELD_SHARE
from govnews.archive.suspicion.readings import LIVING, many
from govnews.model import FrontierState, RunOutcome

# A page that was read and waits for another visit is not missing: it finished earlier without an
# error. A page that failed under one URL may be in the archive under another.
_BY_MONTH = """
WITH found AS (
    SELECT portal, province, CASE WHEN length(published) >= 7 THEN substr(published, 1, 7) END
        AS month, count(*) AS found, count(gone_at) AS gone
    FROM article GROUP BY 1, 2, 3
), missing AS (
    SELECT f.portal,
        (SELECT a.province FROM article a WHERE a.portal = f.portal LIMIT 1) AS province,
        CASE WHEN f.modified GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' THEN substr(f.modified, 1, 7)
        END AS month,
        count(*) AS missing,
        sum(f.state = 'failed' OR (f.state IN ('queued', 'leased') AND f.error IS NOT NULL))
            AS failed,
        sum(f.state = 'gone') AS lost
    FROM frontier f
    WHERE f.kind = 'article' AND f.state != 'done'
    AND NOT (f.state IN ('queued', 'leased') AND f.finished_at IS NOT NULL AND f.error IS NULL)
    AND NOT EXISTS (SELECT 1 FROM article_address a WHERE a.portal = f.portal AND a.url = f.url)
    GROUP BY 1, 2, 3
)
SELECT portal, province, month, sum(found + missing), sum(found), sum(missing), sum(failed),
    sum(lost), sum(gone)
FROM (
    SELECT portal, province, month, found, 0 AS missing, 0 AS failed, 0 AS lost, gone FROM found
    UNION ALL SELECT portal, province, month, 0, missing, failed, lost, 0 FROM missing
) WHERE ?1 IS NULL OR portal = ?1
GROUP BY portal, province, month
ORDER BY portal, month IS NULL, month, province
"""


def start(conn: sqlite3.Connection, portal: str, command: str, now: datetime) -> int:
    """Record the start of a run; returns its id."""
    cursor = conn.execute(
        """INSERT INTO run (portal, command, started_at, last_article, last_version)
        VALUES (?, ?, ?, (SELECT coalesce(max(id), 0) FROM article),
            (SELECT coalesce(max(id), 0) FROM article_version))""",
        (portal, command, utc(now)),
    )
    return int(cursor.lastrowid or 0)


def last_version_before(conn: sqlite3.Connection, portal: str, since: datetime) -> int | None:
    """The highest number of a version before the first run of a portal since a time; None where
    there was no run.
    """
    row = conn.execute(
        "SELECT min(last_version) FROM run WHERE portal = ? AND started_at >= ?",
        (portal, utc(since)),
    ).fetchone()
    return int(row[0]) if row[0] is not None else None


def not_judged(conn: sqlite3.Connection, portal: str, run_id: int) -> tuple[datetime, int]:
    """When the first run began of those whose readings were not judged yet, this one being the
    last, and the last article before it. A run that was killed or interrupted leaves that to the
    next one.
    """
    began, last_article = conn.execute(
        """SELECT min(started_at), min(last_article) FROM run
        WHERE portal = ?1 AND id <= ?2 AND id > (SELECT coalesce(max(id), 0) FROM run
            WHERE portal = ?1 AND id < ?2 AND outcome IN ('complete', 'incomplete'))""",
        (portal, run_id),
    ).fetchone()
    return datetime.fromisoformat(began), int(last_article)


def edits_alone(
    conn: sqlite3.Connection, portal: str, article_id: int | None, before: datetime
) -> int:
    """How often a page was edited before a time, not counting runs in which many pages were."""
    versions = [
        ident
        for (ident,) in conn.execute(
            """SELECT id FROM article_version WHERE article_id = ? AND cause = 'page'
            AND seen_at < ? ORDER BY seen_at, id""",
            (article_id, utc(before)),
        )
    ]
    if len(versions) <= LIVING:
        return max(0, len(versions) - 1)
    return sum(not _are_many(conn, portal, ident) for ident in versions[1:])


def _are_many(conn: sqlite3.Connection, portal: str, version: int) -> bool:
    """Whether a run edited many of the pages that it visited, of which a version is one; also what
    a person has accepted after it.
    """
    row = conn.execute(
        """SELECT r.last_version, (SELECT min(last_version) FROM run n
            WHERE n.portal = r.portal AND n.id > r.id),
        coalesce(json_extract(r.summary, '$.articles_unchanged'), 0) FROM run r
        WHERE r.portal = ? AND r.last_version < ? ORDER BY r.id DESC LIMIT 1""",
        (portal, version),
    ).fetchone()
    if row is None:
        return False
    first, last, unchanged = row
    (edited,) = conn.execute(
        """SELECT count(*) FROM article_version v JOIN article a ON a.id = v.article_id
        WHERE a.portal = ?1 AND v.cause = 'page' AND v.id > ?2 AND v.id <= coalesce(?3, v.id)
        AND EXISTS (SELECT 1 FROM article_version o WHERE o.article_id = a.id AND o.id < v.id)""",
        (portal, first, last),
    ).fetchone()
    return many(edited, edited + unchanged, FIELD_SHARE)


def finish(
    conn: sqlite3.Connection,
    run_id: int,
    outcome: RunOutcome,
    summary: dict[str, Any],
    now: datetime,
) -> None:
    """Record the end of a run. A run without an end was killed."""
    conn.execute(
        "UPDATE run SET finished_at = ?, outcome = ?, summary = ? WHERE id = ?",
        (utc(now), outcome, json.dumps(summary, ensure_ascii=False), run_id),
    )


def last_ends(conn: sqlite3.Connection) -> dict[str, datetime | None]:
    """The end of the last run of each crawled portal; None for a run that was interrupted or
    killed.
    """
    rows = conn.execute(
        """SELECT portal, CASE WHEN outcome = 'interrupted' THEN NULL ELSE finished_at END
        FROM run WHERE id IN (SELECT max(id) FROM run GROUP BY portal) ORDER BY portal"""
    )
    return {name: datetime.fromisoformat(end) if end else None for name, end in rows}


def status(conn: sqlite3.Connection, portal: str | None = None) -> list[dict[str, Any]]:
    """One row for each portal of the archive: articles, frontier by state, last run."""
    names = [
        row[0]
        for row in conn.execute(
            "SELECT portal FROM frontier UNION SELECT portal FROM article UNION"
            " SELECT portal FROM run ORDER BY 1"
        )
        if portal in {None, row[0]}
    ]
    return [_portal_status(conn, name) for name in names]


def _portal_status(conn: sqlite3.Connection, name: str) -> dict[str, Any]:
    articles, newest, gone = conn.execute(
        "SELECT count(*), max(published), count(gone_at) FROM article WHERE portal = ?", (name,)
    ).fetchone()
    states = dict(
        conn.execute(
            "SELECT state, count(*) FROM frontier WHERE portal = ? GROUP BY state", (name,)
        ).fetchall()
    )
    reasons = dict(
        conn.execute(
            """SELECT error, count(*) FROM frontier WHERE portal = ? AND state IN ('failed', 'gone')
            AND error IS NOT NULL GROUP BY error ORDER BY 2 DESC, 1""",
            (name,),
        ).fetchall()
    )
    run = conn.execute(
        "SELECT started_at, outcome, summary FROM run WHERE portal = ? ORDER BY id DESC LIMIT 1",
        (name,),
    ).fetchone()
    complete = conn.execute(
        """SELECT finished_at FROM run WHERE portal = ? AND outcome = 'complete'
        ORDER BY id DESC LIMIT 1""",
        (name,),
    ).fetchone()
    summary = json.loads(run[2]) if run and run[2] else {}
    held = holds.count_open(conn, name)
    return {
        "portal": name,
        "articles": articles,
        "newest_article": newest,
        "gone_articles": gone,
        "queued": states.get(FrontierState.QUEUED, 0) + states.get(FrontierState.LEASED, 0),
        "done": states.get(FrontierState.DONE, 0),
        "failed": states.get(FrontierState.FAILED, 0),
        "gone": states.get(FrontierState.GONE, 0),
        "reasons": reasons,
        "held": holds.count_pages(conn, name),
        "held_reasons": held,
        "last_run": run[0] if run else None,
        "last_outcome": (run[1] or "killed or running") if run else None,
        "last_success": complete[0] if complete else None,
        "vanished": summary.get("vanished"),
        "unproven": summary.get("unproven", []),
        "notes": summary.get("notes", []),
    }


def by_month(conn: sqlite3.Connection, portal: str | None) -> Iterator[tuple[Any, ...]]:
    """Counts of articles sought, found, missing, failed, lost and gone by portal, month and
    province, in this order; see `audit.coverage`.
    """
    yield from conn.execute(_BY_MONTH, (portal,))


def months(conn: sqlite3.Connection, portal: str) -> list[dict[str, Any]]:
    """Articles of a portal by month of publication, newest first; None for those without a date."""
    rows = conn.execute(
        """SELECT CASE WHEN published_precision != 'year' THEN substr(published, 1, 7) END AS month,
        count(*), count(gone_at) FROM article WHERE portal = ?
        GROUP BY month ORDER BY month DESC NULLS LAST""",
        (portal,),
    )
    return [dict(zip(("month", "articles", "gone"), row, strict=True)) for row in rows]


def failures(conn: sqlite3.Connection, portal: str, limit: int) -> list[dict[str, Any]]:
    """Missing pages of a portal with their reasons; at most `limit` of each reason."""
    names = ("url", "kind", "state", "error", "error_detail", "attempts")
    rows = conn.execute(
        f"""SELECT {", ".join(names)} FROM (SELECT *, row_number() OVER
        (PARTITION BY error ORDER BY id) AS place FROM frontier
        WHERE portal = ? AND error IS NOT NULL AND state IN ('queued', 'failed', 'gone'))
        WHERE place <= ? ORDER BY error, id""",
        (portal, limit),
    )
    return [dict(zip(names, row, strict=True)) for row in rows]
