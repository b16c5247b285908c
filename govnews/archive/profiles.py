"""Template profiles: the profile of a portal, when it was learned, and from which captures.

Profiles are never changed or removed. A reading names its profile by digest
(`article_version.profile`, NULL for a reading without one), so that every reading can be
reproduced. A portal that was redesigned has an era for each of its templates; a capture is read
with the profile of its own time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Era:
    """The time of one template of a portal, which lasts until the next one begins.

    valid_from: time of its first capture; None for the first template that is known. profile: the
    one learned last from its captures. form: fields that it prints or leaves out otherwise than the
    template before it (`same_content.form_of`).
    """

    valid_from: datetime | None
    profile: Profile
    form: frozenset[str] = frozenset()

    @property
    def digest(self) -> str | None:
        """The digest of its profile."""
        return digest_of(self.profile)


@dataclass(frozen=True, slots=True)
class Eras:
    """The eras of a portal, the oldest first."""

    all: tuple[Era, ...] = ()

    def at(self, moment: datetime) -> Era | None:
        """The era of a capture of this time; None before the first one."""
        found = None
        for era in self.all:
            if era.valid_from is None or era.valid_from <= moment:
                found = era
        return found

    def profile_at(self, moment: datetime) -> Profile | None:
        """The profile for a capture of this time; None before the first era."""
        era = self.at(moment)
        return era.profile if era is not None else None

    def put(self, era: Era) -> Eras:
        """These with one that begins or replaces the last one of its time."""
        others = [one for one in self.all if one.valid_from != era.valid_from]
        return Eras(tuple(sorted([*others, era], key=_beginning)))


def _beginning(era: Era) -> str:
    return utc(era.valid_from) if era.valid_from is not None else ""


def eras(conn: sqlite3.Connection, portal: str) -> Eras:
    """The eras of a portal, each with the profile learned last.

    Raises UsageError when the profile of the last era has the format of another release. An earlier
    era with such a profile is left out: its captures are read without one.
    """
    rows = conn.execute(
        """SELECT valid_from, content, form FROM profile WHERE id IN (
            SELECT max(id) FROM profile WHERE portal = ? GROUP BY valid_from)
        ORDER BY valid_from NULLS FIRST""",
        (portal,),
    ).fetchall()
    found = []
    for place, (valid_from, content, form) in enumerate(rows, start=1):
        try:
            profile = from_json(content)
        except UsageError:
            if place == len(rows):
                raise
            continue
        begins = datetime.fromisoformat(valid_from) if valid_from is not None else None
        found.append(Era(begins, profile, frozenset(json.loads(form))))
    return Eras(tuple(found))


def last_era(conn: sqlite3.Connection, portal: str) -> tuple[datetime | None, frozenset[str]]:
    """Since when the present template of a portal is in use, None for always, and its form."""
    row = conn.execute(
        """SELECT valid_from, form FROM profile WHERE portal = ?
        ORDER BY valid_from DESC NULLS LAST, id DESC LIMIT 1""",
        (portal,),
    ).fetchone()
    if row is None:
        return None, frozenset()
    valid_from, form = row
    begins = datetime.fromisoformat(valid_from) if valid_from is not None else None
    return begins, frozenset(json.loads(form))


def find(conn: sqlite3.Connection, digest: str) -> Profile | None:
    """The profile with a digest; None when the archive does not have it."""
    row = conn.execute("SELECT content FROM profile WHERE digest = ?", (digest,)).fetchone()
    return from_json(row[0]) if row else None


def samples(
    conn: sqlite3.Connection, portal: str, limit: int, since: datetime | None = None
) -> list[int]:
    """Captures to learn from: those of the newest articles, newest first. since: beginning of the
    era whose captures are meant.
    """
    rows = conn.execute(
        """SELECT a.capture_id FROM article a JOIN capture c ON c.id = a.capture_id
        WHERE a.portal = ?1 AND (?3 IS NULL OR c.fetched_at >= ?3)
        ORDER BY a.id DESC LIMIT ?2""",
        (portal, limit, utc(since) if since is not None else None),
    )
    return [int(row[0]) for row in rows]


def store(
    conn: sqlite3.Connection,
    portal: str,
    era: Era,
    capture_ids: Iterable[int],
    learned_at: datetime,
) -> bool:
    """Insert the profile of an era with its captures; returns False when the era has it already.

    The caller holds the transaction, and calls `note` afterwards.
    """
    begins = utc(era.valid_from) if era.valid_from is not None else None
    newest = conn.execute(
        """SELECT digest FROM profile WHERE portal = ? AND valid_from IS ?
        ORDER BY id DESC LIMIT 1""",
        (portal, begins),
    ).fetchone()
    if newest is not None and newest[0] == era.digest:
        return False
    cursor = conn.execute(
        """INSERT INTO profile (portal, learned_at, valid_from, pages, digest, form, content)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            portal, utc(learned_at), begins, era.profile.pages, era.digest,
            json.dumps(sorted(era.form)), to_json(era.profile),
        ),
    )  # fmt: skip
    conn.executemany(
        "INSERT INTO profile_capture VALUES (?, ?)",
        [(cursor.lastrowid, ident) for ident in capture_ids],
    )
    return True


def has(conn: sqlite3.Connection, portal: str, era: Era) -> bool:
    """Whether a portal has this profile for this era, be it the one learned last or not."""
    begins = utc(era.valid_from) if era.valid_from is not None else None
    row = conn.execute(
        "SELECT 1 FROM profile WHERE portal = ? AND digest = ? AND valid_from IS ?",
        (portal, era.digest, begins),
    )
    return row.fetchone() is not None


def note(root: Path, portal: str, era: Era, learned_at: datetime) -> None:
    """Write a profile to a WARC file of its own, so that readings can be reproduced after the
    database is lost.
    """
    writer = WarcWriter(root, portal)
    noted = {
        "profile": json.loads(to_json(era.profile)),
        "learned_at": utc(learned_at),
        "valid_from": utc(era.valid_from) if era.valid_from is not None else None,
        "form": sorted(era.form),
    }
    writer.note(json.dumps(noted), learned_at)
    writer.close()


def from_note(line: str) -> tuple[Era, datetime]:
    """The era of a line written by `note`, and when its profile was learned; raises
    UnreadableInput for any other line.
    """
    try:
        noted = json.loads(line)
        begins = noted["valid_from"]
        era = Era(
            datetime.fromisoformat(begins) if begins is not None else None,
            from_json(json.dumps(noted["profile"])),
            frozenset(map(str, noted["form"])),
        )
        return era, datetime.fromisoformat(noted["learned_at"])
    except (KeyError, TypeError, ValueError, UsageError) as error:
        raise UnreadableInput(f"no profile: {line[:200]}") from error
