"""View counts that lists print beside their links (NukeViet 4.5 prints them nowhere else).

A count belongs to whatever article the link's key leads to, now or later: lists are read before
their articles. Every visit of a list is noted in the WARC files, since its payload is often not
kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from govnews.archive.frontier import utc
from govnews.archive.warc.writer import WarcWriter, note_line
from govnews.errors import UnreadableInput
from govnews.model import Link


@dataclass(frozen=True, slots=True)
class ListCounts:
    """The counts of one visit of a list. url, captured_at: of the capture that holds the list, or
    that held the same links at an earlier visit. counts: by the keys of the links.
    """

    url: str
    captured_at: str
    seen_at: str
    counts: Mapping[str, int]


def record(
    conn: sqlite3.Connection,
    writer: WarcWriter,
    portal: str,
    links: Iterable[Link],
    seen_at: datetime,
    capture_id: int,
) -> None:
    """Store the counts that a page of a list prints, and note them in the WARC files."""
    counts = {link.key: link.views for link in links if link.views is not None}
    if not counts:
        return
    url, captured_at = conn.execute(
        "SELECT url, fetched_at FROM capture WHERE id = ?", (capture_id,)
    ).fetchone()
    seen = ListCounts(url, captured_at, utc(seen_at), counts)
    insert(conn, portal, capture_id, seen)
    line = {
        "list_views": {
            "url": seen.url,
            "captured_at": seen.captured_at,
            "seen_at": seen.seen_at,
            "counts": counts,
        }
    }
    writer.note(note_line(line), seen_at)


def insert(conn: sqlite3.Connection, portal: str, capture_id: int, seen: ListCounts) -> None:
    """Insert the counts of a visit; of two at the same second the first is kept."""
    conn.executemany(
        "INSERT OR IGNORE INTO list_view VALUES (?, ?, ?, ?, ?)",
        [(portal, key, seen.seen_at, views, capture_id) for key, views in seen.counts.items()],
    )


def from_note(line: str) -> ListCounts:
    """The counts of a visit from a line; raises UnreadableInput."""
    try:
        found = json.loads(line)["list_views"]
        counts = {str(key): int(views) for key, views in found["counts"].items()}
        return ListCounts(found["url"], found["captured_at"], found["seen_at"], counts)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableInput(f"no counts of a list: {line[:200]}") from error
