"""The index's own words: for beginnings (thanh*), which FTS5 alone finds slowly."""

from __future__ import annotations

import sqlite3
from functools import cache

from govnews.archive.search.nodes import Beginnings

MOST = 200
"""More words that begin so are left to FTS5, which takes longer."""


def beginnings(conn: sqlite3.Connection) -> Beginnings:
    """A function that gives the words of the index that begin with a folded text."""

    @cache
    def begin(text: str) -> tuple[str, ...] | None:
        words: list[str] = []
        after = text
        while len(words) <= MOST:
            # One row, and on from just behind it: counting a word's places would read them all.
            row = conn.execute(
                "SELECT term FROM article_terms WHERE term >= ? LIMIT 1", (after,)
            ).fetchone()
            if row is None or not row[0].startswith(text):
                return tuple(words) or None
            words.append(row[0])
            after = row[0] + "\x01"
        return None

    return begin
