"""The words of the index, for prefixes (thanh*), which FTS5 alone finds slowly."""

from __future__ import annotations

import sqlite3
from functools import cache

from govnews.archive.search.nodes import Beginnings

MOST = 200
"""A prefix with more words than this is left to FTS5, which takes longer."""


def beginnings(conn: sqlite3.Connection) -> Beginnings:
    """Return a function that gives the index words with a folded prefix."""

    @cache
    def begin(text: str) -> tuple[str, ...] | None:
        words: list[str] = []
        after = text
        while len(words) <= MOST:
            # Fetch one row and continue after it: counting the positions of a word would read all
            # of them.
            row = conn.execute(
                "SELECT term FROM article_terms WHERE term >= ? LIMIT 1", (after,)
            ).fetchone()
            if row is None or not row[0].startswith(text):
                return tuple(words) or None
            words.append(row[0])
            after = row[0] + "\x01"
        return None

    return begin
