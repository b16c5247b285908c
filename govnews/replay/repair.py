"""Repair the faults that `verify` found, as far as the WARC files allow."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from govnews.archive import requeue
from govnews.archive.database import DATABASE, Archive
from govnews.archive.frontier import utc
from govnews.archive.search_index import fill_index
from govnews.audit.verify import Fault
from govnews.errors import ArchiveCorrupt, NotAnArchive
from govnews.replay.differences import PARTS
from govnews.replay.reindex import set_aside

_SQLITE = b"SQLite format 3\0"


def open_or_begin_again(root: Path) -> tuple[Archive, str | None]:
    """Open the archive for writing; a database that is damaged beyond opening is set aside and
    replaced by an empty one. Returns a sentence about that, else None.

    Another program's database is left alone: raises the error of opening it.
    """
    try:
        return Archive.open(root, write=True), None
    except (ArchiveCorrupt, NotAnArchive):
        if _is_anothers(root):
            raise
    aside = set_aside(root)
    return Archive.open(root, write=True), f"archive.db was damaged; it is kept as {aside.name}"


def _is_anothers(root: Path) -> bool:
    """Whether the file in the place of archive.db was never an archive: a sound database with
    another application id, or any file without WARC files beside it.
    """
    if not any((root / "warc").glob("*.warc.gz*")):
        return True
    with (root / DATABASE).open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE:
            return False
    try:
        with Archive.open(root):
            return False
    except ArchiveCorrupt:
        return False
    except NotAnArchive:
        return True


def begin_again(archive: Archive) -> tuple[Archive, str]:
    """The same for a database that opens and is damaged inside."""
    root = archive.root
    archive.close()
    aside = set_aside(root)
    return Archive.open(root, write=True), f"archive.db was damaged; it is kept as {aside.name}"


def rebuild_index(archive: Archive) -> None:
    """Rebuild the search index from the articles. The caller holds the transaction."""
    archive.conn.execute("INSERT INTO article_fts(article_fts) VALUES ('delete-all')")
    archive.conn.execute("DELETE FROM article_key")
    fill_index(archive.db)


def drop_orphans(conn: sqlite3.Connection) -> None:
    """Remove rows that belong to missing articles."""
    for table in PARTS:
        conn.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM article)")


def queue_lost(conn: sqlite3.Connection, faults: Sequence[Fault], now: datetime) -> int:
    """Mark captures that can no longer be read as lost, and queue their pages to be fetched again;
    returns the number of these pages. The caller holds the transaction.
    """
    queued = 0
    for fault in faults:
        if fault.area != "warc" or fault.capture_id is None:
            continue
        conn.execute(
            """UPDATE capture SET lost_at = coalesce(lost_at, ?1)
            WHERE id = ?2 OR revisit_of = ?2""",
            (utc(now), fault.capture_id),
        )
        queued += requeue.what_was_lost(conn, fault.url, fault.capture_id)
    return queued


def found_again(conn: sqlite3.Connection, capture_ids: Sequence[int]) -> None:
    """Unmark lost captures that can be read again because their file was restored."""
    conn.executemany(
        "UPDATE capture SET lost_at = NULL WHERE id = ?1 OR revisit_of = ?1",
        [(capture_id,) for capture_id in capture_ids],
    )
