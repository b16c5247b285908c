"""Repair the WARC folder after a killed run."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from govnews.archive.warc.model import ANSWERS, OPEN, Damage
from govnews.archive.warc.reader import walk


def recover(root: Path, conn: sqlite3.Connection) -> list[str]:
    """Close the files that a killed run left open, and truncate an incomplete exchange at their
    end.

    Complete exchanges are kept even if the database does not have them: their page is still queued
    and is fetched again, but the WARC data must survive a lost or restored database. Returns
    sentences about the repairs.
    """
    repairs = []
    for path in sorted((root / "warc").glob(f"*.warc.gz{OPEN}")):
        name = path.name.removesuffix(OPEN)
        row = conn.execute(
            "SELECT max(warc_offset + warc_length) FROM capture WHERE warc_file = ?",
            (f"warc/{name}",),
        ).fetchone()
        known, size = row[0] or 0, path.stat().st_size
        if known > size:
            repairs.append(
                f"{name} lacks {known - size} bytes at its end that were stored before the "
                "machine stopped; 'govnews verify' names the pages"
            )
        else:
            end = _end_of_exchanges(path, known)
            if end == 0:
                path.unlink()
                repairs.append(f"{name} held no whole exchange and was removed")
                continue
            if size > end:
                os.truncate(path, end)
                repairs.append(f"{name}: a torn exchange of {size - end} bytes was cut off its end")
        path.rename(path.with_name(name))
    return repairs


def _end_of_exchanges(path: Path, start: int) -> int:
    """The end of the last complete response, or of notes about visits; a request after it has no
    response.
    """
    end = start
    for found in walk(path, start):
        if isinstance(found, Damage):
            break
        if found.type in ANSWERS or found.type == "metadata":
            end = found.offset + found.length
    return end
