"""The rows of an export: the view `articles`, in a fixed order of columns and rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from typing import Any

from govnews.archive.search import condition

COLUMNS = (
    "id", "portal", "province", "url", "title", "sapo", "author", "published",
    "published_precision", "updated", "updated_precision", "section", "views", "body",
    "attachments", "document_refs", "first_seen", "last_seen", "gone_at", "versions",
    "captured_at", "digest", "warc_file", "warc_offset",
)  # fmt: skip
"""Columns of `export csv`, in order. They are documented in docs/commands.md and only grow at
the end."""


def rows(
    conn: sqlite3.Connection,
    *,
    portal: str | None = None,
    query: str | None = None,
    limit: int | None = None,
) -> Generator[tuple[Any, ...]]:
    """The articles' rows, by number, one at a time.

    portal: only this portal's. query: only what this search finds. limit: at most so many.
    """
    where, values = ["1"], list[Any]()
    if portal is not None:
        where.append("portal = ?")
        values.append(portal)
    if query is not None:
        found, bounds = condition(conn, query)
        where.append(found)
        values += bounds
    yield from conn.execute(
        f"""SELECT {", ".join(COLUMNS)} FROM articles WHERE {" AND ".join(where)}
        ORDER BY id LIMIT ?""",
        [*values, -1 if limit is None else limit],
    )
