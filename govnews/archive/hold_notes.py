"""Held readings as lines in the WARC files, from which a database is built again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from govnews.archive.holds import JOINED, HoldState
from govnews.archive.warc.writer import WarcWriter, note_line
from govnews.errors import UnreadableInput

_NOTED = (
    "capture", "seen_at", "url", "key", "state", "reason", "detail", "changes", "held_at",
    "decided_at", "note",
)  # fmt: skip


def note(conn: sqlite3.Connection, writer: WarcWriter, ids: Iterable[int], now: datetime) -> None:
    """Write what became of holds to the WARC files; each names its capture by URL and time."""
    for ident in ids:
        row = conn.execute(
            """SELECT c.url, h.seen_at, h.url, h.key, h.state, h.reason, h.detail, h.changes,
            h.held_at, h.decided_at, h.note
            FROM hold h JOIN capture c ON c.id = h.capture_id WHERE h.id = ?""",
            (ident,),
        ).fetchone()
        if row is not None:
            line = {"hold": dict(zip(_NOTED, row, strict=True))}
            writer.note(note_line(line), now)


def from_note(line: str) -> dict[str, str | None]:
    """The fields of a line that `note` wrote; raises UnreadableInput for any other line."""
    try:
        found = json.loads(line)["hold"]
        HoldState(found["state"])
        datetime.fromisoformat(found["seen_at"])
        return {name: found[name] for name in _NOTED}
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInput(f"no hold: {line[:200]}") from error


def restore(
    conn: sqlite3.Connection, portal: str, capture_id: int, noted: Mapping[str, str | None]
) -> None:
    """Insert a hold, or its later state, from a line of the WARC files."""
    known = conn.execute("SELECT id FROM hold WHERE capture_id = ?", (capture_id,)).fetchone()
    if known is None:
        conn.execute(
            """INSERT INTO hold (portal, url, key, capture_id, seen_at, state, reason, detail,
            changes, held_at, decided_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                portal, noted["url"], noted["key"], capture_id, noted["seen_at"], noted["state"],
                noted["reason"], noted["detail"], noted["changes"], noted["held_at"],
                noted["decided_at"], noted["note"],
            ),
        )  # fmt: skip
    else:
        conn.execute(
            "UPDATE hold SET state = ?, decided_at = ?, note = ? WHERE id = ?",
            (noted["state"], noted["decided_at"], noted["note"], known[0]),
        )


def join_articles(conn: sqlite3.Connection) -> None:
    """Lead each hold to the article of its page, if there is one."""
    conn.execute(f"UPDATE hold SET {JOINED}")


def set_reading(conn: sqlite3.Connection, hold_id: int, reading: Mapping[str, Any]) -> None:
    """Store what was read of a held capture, which no line in the WARC files has."""
    conn.execute(
        "UPDATE hold SET reading = ? WHERE id = ?",
        (json.dumps(reading, ensure_ascii=False), hold_id),
    )
