"""ETag and Last-Modified of a URL's latest response, and whether a portal's can be trusted."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from govnews.archive.warc.model import Exchange

TRUST_AFTER = 3
"""Visits with matching validators and payload until a portal's validators are trusted."""


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of the latest response of a URL, for a conditional request.

    capture_id: the row that holds the payload. digest: digest of the response. etag, modified: the
    headers, empty if absent.
    """

    capture_id: int
    digest: str
    etag: str
    modified: str


def find(conn: sqlite3.Connection, portal: str, url: str) -> Validators | None:
    """The validators of a URL's latest response; None when it had none."""
    row = conn.execute(
        """SELECT coalesce(revisit_of, id), digest, headers FROM capture
        WHERE portal = ? AND url = ? AND method = 'GET' AND status IN (200, 304)
        AND lost_at IS NULL
        ORDER BY id DESC LIMIT 1""",
        (portal, url),
    ).fetchone()
    if row is None:
        return None
    headers = {name.lower(): value for name, value in json.loads(row[2])}
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Validators(int(row[0]), row[1], etag, modified) if etag or modified else None


def are_trusted(conn: sqlite3.Connection, portal: str) -> bool:
    """Whether a portal's ETag and Last-Modified were always right on enough visits."""
    row = conn.execute(
        "SELECT kept, broken FROM validator_trust WHERE portal = ?", (portal,)
    ).fetchone()
    return row is not None and row[0] >= TRUST_AFTER and row[1] == 0


def learn(
    conn: sqlite3.Connection, portal: str, before: Validators, exchange: Exchange, digest: str
) -> None:
    """Learn from a full response whether unchanged validators mean an unchanged payload. Many
    portals send an ETag of the template, or the current date.
    """
    now = (exchange.header("etag") or "", exchange.header("last-modified") or "")
    if exchange.status != 200 or now != (before.etag, before.modified):
        return
    kept = int(digest == before.digest)
    conn.execute(
        """INSERT INTO validator_trust (portal, kept, broken) VALUES (?1, ?2, 1 - ?2)
        ON CONFLICT (portal) DO UPDATE SET kept = kept + ?2, broken = broken + 1 - ?2""",
        (portal, kept),
    )
