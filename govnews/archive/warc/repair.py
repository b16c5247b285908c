"""Mends what a killed run left in the WARC folder."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from govnews.archive.warc.model import ANSWERS, OPEN, Damage
from govnews.archive.warc.reader import walk


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
            end = _end_of_exchanges(path, known)
            if end == 0:
                path.unlink()
                said.append(f"{name} held no whole exchange and was removed")
                continue
            if size > end:
                os.truncate(path, end)
                said.append(f"{name}: a torn exchange of {size - end} bytes was cut off its end")
        path.rename(path.with_name(name))
    return said


def _end_of_exchanges(path: Path, start: int) -> int:
    """Where the last whole answer, or note about some, ends; a request after it has none."""
    end = start
    for found in walk(path, start):
        if isinstance(found, Damage):
            break
        if found.type in ANSWERS or found.type == "metadata":
            end = found.offset + found.length
    return end
