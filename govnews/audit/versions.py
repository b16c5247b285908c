"""The versions of an article in their order, each with its capture."""

from __future__ import annotations

import sqlite3
from typing import Any

from govnews.errors import NotInArchive

_SELECT = """
    SELECT row_number() OVER (PARTITION BY v.article_id ORDER BY v.seen_at, v.id) AS number,
           v.id, v.article_id, v.seen_at, v.title, v.sapo, v.author, v.published,
           v.published_precision, v.updated, v.updated_precision, v.section, v.body,
           v.attachments, v.refs, v.digest, v.capture_id, c.url AS captured_url,
           c.fetched_at AS captured_at, c.digest AS payload_digest, c.warc_file, c.warc_offset
    FROM article_version v JOIN capture c ON c.id = v.capture_id
"""


def load(conn: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """All versions of an article, the oldest first.

    number: 1, 2, …, as `govnews diff` takes them. last_seen: the latest look, known to the
    archive, at which the page still read so. The other keys are the columns of
    `article_versions`, and of the capture that the version was read from.
    """
    rows = _rows(conn, f"{_SELECT} WHERE v.article_id = ? ORDER BY v.seen_at, v.id", article_id)
    looks = _looks(conn, article_id)
    for row, follower in zip(rows, [*rows[1:], None], strict=True):
        until = follower["seen_at"] if follower else "9"
        row["last_seen"] = max(
            [row["seen_at"], *(look for look in looks if row["seen_at"] <= look < until)]
        )
    return rows


def pick(
    rows: list[dict[str, Any]], first: int | None, second: int | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two versions to compare; without numbers the last two, with one number that and the last.

    Raises NotInArchive when there is no such version. An article with one version gives it twice.
    """
    numbers = (first or max(1, len(rows) - 1), second or len(rows))
    for number in numbers:
        if not 1 <= number <= len(rows):
            raise NotInArchive(
                f"There is no version {number}: the article has {len(rows)}. 'govnews history' "
                "lists them."
            )
    return rows[numbers[0] - 1], rows[numbers[1] - 1]


def _looks(conn: sqlite3.Connection, article_id: int) -> list[str]:
    """When the article's page was fetched and was there."""
    looks = conn.execute(
        """SELECT c.fetched_at FROM article a
        JOIN capture c ON c.portal = a.portal AND c.url = a.url WHERE a.id = ?1
        AND c.status IN (200, 304)
        UNION SELECT observed_at FROM view_observation WHERE article_id = ?1
        UNION SELECT last_seen FROM article WHERE id = ?1""",
        (article_id,),
    )
    return [row[0] for row in looks]


def _rows(conn: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
