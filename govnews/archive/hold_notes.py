"""Held readings as lines in the WARC files, from which a database is built again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from govnews.archive.frontier import utc
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


def note_judged(writer: WarcWriter, now: datetime) -> None:
    """Write that all which waited until now was judged: what then is not held was admitted."""
    writer.note(note_line({"judged": {"until": utc(now)}}), now)


def judged_until(line: str) -> str:
    """The time of a line that `note_judged` wrote; raises UnreadableInput for any other line."""
    try:
        return utc(datetime.fromisoformat(json.loads(line)["judged"]["until"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInput(f"no end of a run: {line[:200]}") from error


def drop_judged(conn: sqlite3.Connection, portal: str, until: str) -> None:
    """Remove what waited and was judged until a time without being held."""
    conn.execute(
        "DELETE FROM hold WHERE portal = ? AND state = 'pending' AND seen_at <= ?", (portal, until)
    )


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
    elif noted["state"] != HoldState.PENDING:
        conn.execute(
            """UPDATE hold SET state = :state, reason = :reason, detail = :detail,
            changes = :changes, held_at = :held_at, decided_at = :decided_at, note = :note
            WHERE id = :id""",
            {**noted, "id": known[0]},
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
