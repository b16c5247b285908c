"""A held reading beside the version that stood when its page was captured."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govnews.archive import holds
from govnews.archive.frontier import utc
from govnews.archive.holds import GONE, Hold
from govnews.archive.sql_rows import Row
from govnews.audit import versions
from govnews.audit.compare import FIELDS, FieldDiff, compare
from govnews.errors import NotInArchive


@dataclass(frozen=True, slots=True)
class Held:
    """A hold with what it would change.

    article_id: the article of the page, None where there is none. before: the version that stood,
    None for a new article. now: the columns that were read; empty for a missing article, and for a
    capture that cannot be read. diffs: the fields that differ. views: the count before and now.
    captures: how many holds of the page are in the same state.
    """

    hold: Hold
    article_id: int | None
    before: Row | None
    now: Mapping[str, Any]
    diffs: tuple[FieldDiff, ...]
    views: tuple[int | None, int | None]
    captures: int

    @property
    def is_missing(self) -> bool:
        """Whether the portal did not have the page."""
        return GONE in self.hold.changes


def load(conn: sqlite3.Connection, hold_id: int) -> Held:
    """A hold by its number; raises NotInArchive for an unknown one."""
    hold = holds.find(conn, hold_id)
    if hold is None:
        raise NotInArchive(f"There is no hold {hold_id}. 'govnews review' lists them.")
    article_id = hold.article_id
    before = _standing(conn, article_id, hold) if article_id is not None else None
    nothing: dict[str, Any] = dict.fromkeys(FIELDS)
    diffs = compare(before or nothing, hold.reading) if hold.reading else ()
    views = (_views(conn, article_id, hold), hold.reading.get("views"))
    alike = holds.of_page(conn, hold.portal, hold.url, hold.state)
    return Held(hold, article_id, before, hold.reading, diffs, views, len(alike))


def _standing(conn: sqlite3.Connection, article_id: int, hold: Hold) -> Row | None:
    found = None
    for version in versions.load(conn, article_id):
        if version["seen_at"] <= utc(hold.seen_at) and version["capture_id"] != hold.capture_id:
            found = version
    return found


def _views(conn: sqlite3.Connection, article_id: int | None, hold: Hold) -> int | None:
    row = conn.execute(
        """SELECT views FROM view_observation WHERE article_id = ? AND observed_at < ?
        ORDER BY observed_at DESC LIMIT 1""",
        (article_id, utc(hold.seen_at)),
    ).fetchone()
    return int(row[0]) if row is not None else None
