"""Template profiles: the profile of a portal, when it was learned, and from which captures.

Profiles are never changed or removed. A reading names its profile by digest
(`article_version.profile`, NULL for a reading without one), so that every reading can be
reproduced.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from govnews.archive.frontier import utc
from govnews.archive.warc.writer import WarcWriter
from govnews.errors import UnreadableInput, UsageError
from govnews.model import Profile
from govnews.reading.page.template import from_json, to_json


@lru_cache(maxsize=64)
def digest_of(profile: Profile | None) -> str | None:
    """SHA-256 of a profile's stored form: `sha256:` and hex digits; None for no profile."""
    if profile is None:
        return None
    return f"sha256:{hashlib.sha256(to_json(profile).encode()).hexdigest()}"


def current(conn: sqlite3.Connection, portal: str) -> Profile | None:
    """The profile learned last for a portal; None when there is none.

    Raises UsageError when it has the format of another release.
    """
    row = conn.execute(
        "SELECT content FROM profile WHERE portal = ? ORDER BY id DESC LIMIT 1", (portal,)
    ).fetchone()
    return from_json(row[0]) if row else None


def find(conn: sqlite3.Connection, digest: str) -> Profile | None:
    """The profile with a digest; None when the archive does not have it."""
    row = conn.execute("SELECT content FROM profile WHERE digest = ?", (digest,)).fetchone()
    return from_json(row[0]) if row else None


def samples(conn: sqlite3.Connection, portal: str, limit: int) -> list[int]:
    """Captures to learn from: those of the newest articles, newest first."""
    rows = conn.execute(
        "SELECT capture_id FROM article WHERE portal = ? ORDER BY id DESC LIMIT ?", (portal, limit)
    )
    return [int(row[0]) for row in rows]


def store(
    conn: sqlite3.Connection,
    portal: str,
    profile: Profile,
    capture_ids: Iterable[int],
    learned_at: datetime,
) -> bool:
    """Insert a profile with its captures; returns False when it is the current one already.

    The caller holds the transaction, and calls `note` afterwards.
    """
    digest = digest_of(profile)
    newest = conn.execute(
        "SELECT digest FROM profile WHERE portal = ? ORDER BY id DESC LIMIT 1", (portal,)
    ).fetchone()
    if newest is not None and newest[0] == digest:
        return False
    cursor = conn.execute(
        "INSERT INTO profile (portal, learned_at, pages, digest, content) VALUES (?, ?, ?, ?, ?)",
        (portal, utc(learned_at), profile.pages, digest, to_json(profile)),
    )
    conn.executemany(
        "INSERT INTO profile_capture VALUES (?, ?)",
        [(cursor.lastrowid, ident) for ident in capture_ids],
    )
    return True


def note(root: Path, portal: str, profile: Profile, learned_at: datetime) -> None:
    """Write a profile to a WARC file of its own, so that readings can be reproduced after the
    database is lost.
    """
    writer = WarcWriter(root, portal)
    line = json.dumps({"profile": json.loads(to_json(profile)), "learned_at": utc(learned_at)})
    writer.note(line, learned_at)
    writer.close()


def from_note(line: str) -> tuple[Profile, datetime]:
    """The profile of a line written by `note`; raises UnreadableInput for any other line."""
    try:
        noted = json.loads(line)
        return from_json(json.dumps(noted["profile"])), datetime.fromisoformat(noted["learned_at"])
    except (KeyError, TypeError, ValueError, UsageError) as error:
        raise UnreadableInput(f"no profile: {line[:200]}") from error
