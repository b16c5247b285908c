"""Rows about the captures in the WARC files, and the way from a row to the payload."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from itertools import takewhile

from govnews.archive.database import Archive
from govnews.archive.frontier import utc
from govnews.archive.warc.model import Exchange, Original, Written, sha256
from govnews.archive.warc.reader import read_exchange
from govnews.errors import NotInArchive
from govnews.model import Capture


def payload_digest(body: bytes) -> str:
    """SHA-256 of a payload without its content encoding, as stored: `sha256:` and hex digits."""
    return sha256(body)


def find_original(conn: sqlite3.Connection, portal: str, url: str, digest: str) -> Original | None:
    """An earlier capture of this URL with the same payload that is not itself a revisit."""
    row = conn.execute(
        """SELECT id, url, fetched_at, coalesce(wire_digest, digest) FROM capture
        WHERE portal = ? AND url = ? AND digest = ? AND revisit_of IS NULL AND lost_at IS NULL
        ORDER BY id LIMIT 1""",
        (portal, url, digest),
    ).fetchone()
    return Original(*row) if row else None


def find_list(conn: sqlite3.Connection, portal: str, url: str, links: str) -> Original | None:
    """An earlier capture of this URL with the same links that is not itself a revisit."""
    row = conn.execute(
        """SELECT id, url, fetched_at, coalesce(wire_digest, digest) FROM capture
        WHERE portal = ? AND url = ? AND links = ? AND revisit_of IS NULL AND lost_at IS NULL
        ORDER BY id LIMIT 1""",
        (portal, url, links),
    ).fetchone()
    return Original(*row) if row else None


def visits_alike(conn: sqlite3.Connection, portal: str, url: str, links: str) -> int:
    """How many visits of a list's page in a row, up to the last one, found these links."""
    seen = conn.execute(
        """SELECT fetched_at AS at, links FROM capture
        WHERE portal = ?1 AND url = ?2 AND links IS NOT NULL
        UNION ALL SELECT o.seen_at, c.links FROM observation o JOIN capture c ON c.id = o.capture_id
        WHERE c.portal = ?1 AND c.url = ?2 ORDER BY at DESC""",
        (portal, url),
    )
    return sum(1 for _ in takewhile(lambda row: row[1] == links, seen))


def last_list(conn: sqlite3.Connection, portal: str) -> str | None:
    """The address of the page of a list that the portal sent last."""
    row = conn.execute(
        """SELECT url FROM capture WHERE portal = ? AND kind = 'listing' AND method = 'GET'
        AND status = 200 ORDER BY id DESC LIMIT 1""",
        (portal,),
    ).fetchone()
    return row[0] if row else None


def insert(
    conn: sqlite3.Connection,
    portal: str,
    kind: str,
    exchange: Exchange,
    body: bytes,
    written: Written,
    original: Original | None = None,
    links: str | None = None,
    redirected_from: int | None = None,
) -> int:
    """Insert the row of an exchange that was written to a WARC file; returns its id.

    body: the decoded payload. links: digest of the links of a list page. redirected_from: the
    capture of the redirect that led here.
    """
    media_type = (exchange.header("content-type") or "").partition(";")[0].strip().lower() or None
    digest = payload_digest(body)
    wire_digest = written.payload_digest if written.payload_digest != digest else None
    cursor = conn.execute(
        """INSERT INTO capture (portal, url, method, kind, fetched_at, status, media_type, headers,
        digest, wire_digest, size, warc_file, warc_offset, warc_length, revisit_of, links,
        redirected_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            portal, exchange.url, exchange.method, kind, utc(exchange.fetched_at), exchange.status,
            media_type, json.dumps(exchange.headers, ensure_ascii=False), digest, wire_digest,
            len(body), written.file, written.offset, written.length,
            original.id if original else None, links, redirected_from,
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def load(archive: Archive, capture_id: int) -> Capture:
    """The capture of a row with its payload decoded as far as it goes; for a revisit, the payload
    of its original.

    Raises NotInArchive for an unknown id, ArchiveCorrupt when the WARC record cannot be read.
    """
    row = archive.conn.execute(
        """SELECT c.url, c.fetched_at, c.status, o.warc_file, o.warc_offset
        FROM capture c JOIN capture o ON o.id = coalesce(c.revisit_of, c.id) WHERE c.id = ?""",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise NotInArchive(f"The archive has no capture {capture_id}.")
    url, fetched_at, status, file, offset = row
    original = read_exchange(archive.root, file, offset)
    kind = original.header("content-type")
    return Capture(url, datetime.fromisoformat(fetched_at), original.decoded(), status, kind)


def is_known(
    conn: sqlite3.Connection, portal: str, url: str, digest: str, fetched_at: datetime | None = None
) -> bool:
    """Whether the archive has this payload of this URL; with `fetched_at`, captured at
    that time.
    """
    row = conn.execute(
        """SELECT 1 FROM capture WHERE portal = ?1 AND url = ?2 AND digest = ?3
        AND (?4 IS NULL OR fetched_at = ?4) LIMIT 1""",
        (portal, url, digest, utc(fetched_at) if fetched_at else None),
    ).fetchone()
    return row is not None


def find_at(conn: sqlite3.Connection, portal: str, url: str, at: datetime) -> int | None:
    """The capture of a URL at a time, to the second; None when the archive has none."""
    row = conn.execute(
        """SELECT id FROM capture WHERE portal = ? AND url = ? AND fetched_at = ?
        ORDER BY id LIMIT 1""",
        (portal, url, utc(at)),
    ).fetchone()
    return int(row[0]) if row else None


def asked_for(conn: sqlite3.Connection, capture_id: int) -> str:
    """The URL that was requested for a capture, which is the first of its redirects."""
    row = conn.execute(
        """WITH RECURSIVE hop(id, url, redirected_from) AS (
            SELECT id, url, redirected_from FROM capture WHERE id = ?
            UNION SELECT c.id, c.url, c.redirected_from
            FROM hop JOIN capture c ON c.id = hop.redirected_from
        ) SELECT url FROM hop WHERE redirected_from IS NULL""",
        (capture_id,),
    ).fetchone()
    return str(row[0])


def redirects_to(conn: sqlite3.Connection, capture_id: int) -> list[tuple[str, str, int]]:
    """URL, time and status of the redirects that led to a capture, in their order."""
    return conn.execute(
        """WITH RECURSIVE hop(step, id) AS (
            SELECT 1, redirected_from FROM capture WHERE id = ?
            UNION SELECT hop.step + 1, c.redirected_from
            FROM hop JOIN capture c ON c.id = hop.id WHERE hop.step < 100
        ) SELECT c.url, c.fetched_at, c.status FROM hop JOIN capture c ON c.id = hop.id
        ORDER BY hop.step DESC""",
        (capture_id,),
    ).fetchall()


def original_of(conn: sqlite3.Connection, capture_id: int) -> tuple[Original, str, int]:
    """The capture that holds the payload of this one (itself unless it is a revisit), with its WARC
    file and offset.
    """
    ident, url, at, digest, file, offset = conn.execute(
        """SELECT o.id, o.url, o.fetched_at, coalesce(o.wire_digest, o.digest), o.warc_file,
        o.warc_offset FROM capture c JOIN capture o ON o.id = coalesce(c.revisit_of, c.id)
        WHERE c.id = ?""",
        (capture_id,),
    ).fetchone()
    return Original(ident, url, at, digest), file, offset
