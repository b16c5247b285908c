"""The versions of an article in order, each with its capture."""

from __future__ import annotations

import sqlite3

from govnews.archive import columns
from govnews.archive.sql_rows import Row, rows
from govnews.errors import NotInArchive

_SELECT = f"""
    SELECT row_number() OVER (PARTITION BY v.article_id ORDER BY v.seen_at, v.id) AS number,
           v.id, v.article_id, v.seen_at,
           {", ".join(f"v.{column.name}" for column in columns.VERSION)},
           v.digest, v.cause, v.capture_id, c.url AS captured_url,
           c.fetched_at AS captured_at, c.digest AS payload_digest, c.warc_file, c.warc_offset
    FROM article_version v JOIN capture c ON c.id = v.capture_id
"""


def load(conn: sqlite3.Connection, article_id: int) -> list[Row]:
    """All versions of an article, the oldest first.

    number: 1, 2, …, as `govnews diff` takes them. last_seen: the latest observation in the archive
    at which the page still read the same. The other keys are the columns of `article_versions`, and
    of the capture that the version was read from.
    """
    found = rows(conn, f"{_SELECT} WHERE v.article_id = ? ORDER BY v.seen_at, v.id", article_id)
    versions = list(found)
    visits = _visits(conn, article_id)
    for row, follower in zip(versions, [*versions[1:], None], strict=True):
        until = follower["seen_at"] if follower else "9"
        row["last_seen"] = max(
            [row["seen_at"], *(visit for visit in visits if row["seen_at"] <= visit < until)]
        )
    return versions


def pick(versions: list[Row], first: int | None, second: int | None) -> tuple[Row, Row]:
    """The two versions to compare: by default the last two, with one number that one and the last.

    Raises NotInArchive when there is no such version. An article with one version gives it twice.
    """
    numbers = (first or max(1, len(versions) - 1), second or len(versions))
    for number in numbers:
        if not 1 <= number <= len(versions):
            raise NotInArchive(
                f"There is no version {number}: the article has {len(versions)}. 'govnews history' "
                "lists them."
            )
    return versions[numbers[0] - 1], versions[numbers[1] - 1]


def _visits(conn: sqlite3.Connection, article_id: int) -> list[str]:
    """The times at which the article's page was fetched and present."""
    visits = conn.execute(
        """SELECT c.fetched_at FROM article_address s
        JOIN capture c ON c.portal = s.portal AND c.url = s.url WHERE s.article_id = ?1
        AND c.status IN (200, 304)
        UNION SELECT o.seen_at FROM article_address s
        JOIN capture c ON c.portal = s.portal AND c.url = s.url
        JOIN observation o ON o.capture_id = c.id WHERE s.article_id = ?1
        UNION SELECT observed_at FROM view_observation WHERE article_id = ?1
        UNION SELECT last_seen FROM article WHERE id = ?1""",
        (article_id,),
    )
    return [row[0] for row in visits]
