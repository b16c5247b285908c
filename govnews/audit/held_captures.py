"""Held readings that contradict the archive: for `verify`."""

from __future__ import annotations

import sqlite3

from govnews.archive.holds import GONE


def without_capture(conn: sqlite3.Connection, portal: str | None) -> list[tuple[int, str]]:
    """Number and URL of held readings whose capture is not there, of a portal or of all. A missing
    page may have none: its server gave no answer.
    """
    return conn.execute(
        """SELECT id, url FROM hold WHERE capture_id IS NULL AND state IN ('open', 'pending')
        AND changes NOT LIKE ?2 AND (?1 IS NULL OR portal = ?1) ORDER BY id""",
        (portal, f'%"{GONE}"%'),
    ).fetchall()


def stored(conn: sqlite3.Connection, portal: str | None) -> list[tuple[int, str, int]]:
    """Versions that were read from a capture which nobody has accepted: id, URL and capture."""
    return conn.execute(
        """SELECT v.id, h.url, h.capture_id FROM hold h
        JOIN article_version v ON v.capture_id = h.capture_id
        WHERE h.state != 'accepted' AND h.changes != '["views"]'
        AND (?1 IS NULL OR h.portal = ?1) ORDER BY v.id""",
        (portal,),
    ).fetchall()
