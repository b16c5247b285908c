"""Versions that repeat the one before them: they say the same, or were read from the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_NEIGHBOURS = """
SELECT id, url, capture_id, number, iif(digest = before, 'read', 'sent') FROM (
    SELECT v.id, a.url, v.capture_id, v.digest, c.digest AS payload,
           row_number() OVER follows AS number,
           lag(v.digest) OVER follows AS before, lag(c.digest) OVER follows AS payload_before
    FROM article_version v JOIN article a ON a.id = v.article_id
    JOIN capture c ON c.id = v.capture_id
    WHERE ?1 IS NULL OR a.portal = ?1
    WINDOW follows AS (PARTITION BY v.article_id ORDER BY v.seen_at, v.id)
) WHERE digest = before OR payload = payload_before ORDER BY id
"""


def find(conn: sqlite3.Connection, portal: str | None) -> Iterator[tuple[int, str, int, str]]:
    """Number of the row, address, capture, and a sentence about each version that repeats another.

    portal: only its articles; None for all.
    """
    for ident, url, capture_id, number, how in conn.execute(_NEIGHBOURS, (portal,)):
        what = (
            f"version {number} says the same as the one before it"
            if how == "read"
            else f"version {number} was read from the same bytes as the one before it"
        )
        yield ident, url, capture_id, what
