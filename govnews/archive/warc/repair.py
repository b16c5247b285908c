"""Mends what a killed run left in the WARC folder."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import IO

from govnews.archive.warc.members import members
from govnews.archive.warc.writer import OPEN

_ANSWERS = (
    b"\r\nWARC-Type: response\r\n",
    b"\r\nWARC-Type: revisit\r\n",
    b"\r\nWARC-Type: resource\r\n",
    b"\r\nWARC-Type: metadata\r\n",
)


def recover(root: Path, conn: sqlite3.Connection) -> list[str]:
    """Closes the files that a killed run left open; a torn exchange is cut off their end.

    Whole exchanges stay, whether the database knows them or not: its page is still queued and is
    fetched again, but a database that was lost or restored must not cost what the WARC holds.
    Returns sentences about what was mended.
    """
    said = []
    for path in sorted((root / "warc").glob(f"*.warc.gz{OPEN}")):
        name = path.name.removesuffix(OPEN)
        row = conn.execute(
            "SELECT max(warc_offset + warc_length) FROM capture WHERE warc_file = ?",
            (f"warc/{name}",),
        ).fetchone()
        known, size = row[0] or 0, path.stat().st_size
        if known > size:
            said.append(
                f"{name} lacks {known - size} bytes at its end that were stored before the "
                "machine stopped; 'govnews verify' names the pages"
            )
        else:
            with path.open("rb") as stream:
                end = _end_of_exchanges(stream, known)
            if end == 0:
                path.unlink()
                said.append(f"{name} held no whole exchange and was removed")
                continue
            if size > end:
                os.truncate(path, end)
                said.append(f"{name}: a torn exchange of {size - end} bytes was cut off its end")
        path.rename(path.with_name(name))
    return said


def _end_of_exchanges(stream: IO[bytes], start: int) -> int:
    """Where the last whole answer, or note about some, ends; a request after it has none."""
    end = start
    for member in members(stream, start, 100):
        if any(kind in member.head for kind in _ANSWERS):
            end = member.end
    return end
