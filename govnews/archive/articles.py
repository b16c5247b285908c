"""Articles and their versions: one row for the newest reading, one for every distinct reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govnews.archive import columns, profiles, reading_digest
from govnews.archive.frontier import utc
from govnews.archive.warc.model import Original
from govnews.errors import NotInArchive
from govnews.model import Article, Profile, StoreOutcome
from govnews.portal import Portal

_ARTICLE = tuple(column.name for column in columns.ARTICLE)
_VERSION = tuple(column.name for column in columns.VERSION)
_take_article = columns.taker(_ARTICLE)
_take_reading = columns.taker(columns.READING)
_take_version = columns.taker(_VERSION)


def _insert(table: str, *names: str) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


_INSERT_ARTICLE = _insert(
    "article", *_ARTICLE, "portal", "province", "url", "first_seen", "last_seen", "capture_id"
)
_INSERT_VERSION = _insert(
    "article_version", *_VERSION, "article_id", "capture_id", "seen_at", "digest", "profile"
)
_REPLACE_VERSION = f"""UPDATE article_version
SET {", ".join(f"{name} = ?" for name in _VERSION)}, digest = ? WHERE id = ?"""
_REPLACE_READING = f"""UPDATE article
SET {", ".join(f"{name} = ?" for name in columns.READING)}, capture_id = ? WHERE id = ?"""
_VERSION_THEN, _VERSION_AFTER = (
    f"""SELECT id, digest, capture_id FROM article_version
    WHERE article_id = ?1 AND seen_at {condition} LIMIT 1"""
    for condition in ("<= ?2 ORDER BY seen_at DESC, id DESC", "> ?2 ORDER BY seen_at, id")
)


@dataclass(frozen=True, slots=True)
class Stored:
    """The result of storing a reading."""

    article_id: int
    outcome: StoreOutcome


def store(
    conn: sqlite3.Connection,
    portal: Portal,
    capture_id: int,
    seen_at: datetime,
    article: Article,
    profile: Profile | None = None,
) -> Stored:
    """Store a reading as a new article, as a new version, or as a repeated visit to a known one.

    profile: the template profile of the reading, recorded with the version. A reading of an older
    capture (an import) is inserted at its place in time among the versions and does not change the
    article's row, which holds the newest reading. Another reading of a version's own capture
    replaces that version. The caller holds the transaction.
    """
    visit = _Visit(
        conn,
        capture_id,
        utc(seen_at),
        reading_digest.of_article(article),
        article,
        profiles.digest_of(profile),
    )
    row = conn.execute(
        "SELECT id FROM article WHERE portal = ? AND url = ?", (portal.name, article.url)
    ).fetchone()
    article_id = int(row[0]) if row else visit.insert(portal)
    before, after = visit.neighbours(article_id) if row else (None, None)
    outcome = StoreOutcome.CHANGED if row else StoreOutcome.NEW
    if before is not None and visit.reads_as(before):
        outcome = StoreOutcome.UNCHANGED
        if before.capture_id == capture_id:
            visit.name_profile(before)
    elif after is not None and visit.reads_as(after):
        outcome = StoreOutcome.UNCHANGED
        visit.antedate(after)
    elif before is not None and before.capture_id == capture_id:
        visit.replace_version(before)
    else:
        visit.add_version(article_id)
    if row:
        visit.note(article_id)
    if after is None and outcome != StoreOutcome.UNCHANGED:
        visit.make_newest(article_id, new=outcome == StoreOutcome.NEW)
    elif after is None and before is not None and before.capture_id == capture_id:
        _replace_parts(conn, article_id, article)
    if article.views is not None:
        conn.execute(
            "INSERT OR REPLACE INTO view_observation VALUES (?, ?, ?, ?)",
            (article_id, visit.seen_at, article.views, capture_id),
        )
    return Stored(article_id, outcome)


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    digest: str
    capture_id: int


@dataclass(frozen=True, slots=True)
class _Visit:
    """A reading that is being stored."""

    conn: sqlite3.Connection
    capture_id: int
    seen_at: str
    digest: str
    article: Article
    profile: str | None

    def insert(self, portal: Portal) -> int:
        own = (portal.name, portal.province, self.article.url)
        cursor = self.conn.execute(
            _INSERT_ARTICLE,
            (*_take_article(self.article), *own, self.seen_at, self.seen_at, self.capture_id),
        )
        return int(cursor.lastrowid or 0)

    def reads_as(self, version: _Version) -> bool:
        """Whether a stored version has the same text as this reading."""
        return reading_digest.reads_as(self.conn, version.id, version.digest, self.digest)

    def neighbours(self, article_id: int) -> tuple[_Version | None, _Version | None]:
        """The version that was current at the time of this reading, and the one after it."""
        found = [
            self.conn.execute(query, (article_id, self.seen_at)).fetchone()
            for query in (_VERSION_THEN, _VERSION_AFTER)
        ]
        before, after = (_Version(*row) if row else None for row in found)
        return before, after

    def add_version(self, article_id: int) -> None:
        own = (article_id, self.capture_id, self.seen_at, self.digest, self.profile)
        self.conn.execute(_INSERT_VERSION, (*_take_version(self.article), *own))

    def replace_version(self, version: _Version) -> None:
        """Replace a version: newer rules read the same capture differently, which is
        not an edit.
        """
        values = _take_version(self.article)
        self.conn.execute(_REPLACE_VERSION, (*values, self.digest, version.id))
        self.name_profile(version)

    def name_profile(self, version: _Version) -> None:
        """Record the profile of this reading as the version's, replacing an earlier one."""
        self.conn.execute(
            "UPDATE article_version SET profile = ? WHERE id = ?", (self.profile, version.id)
        )

    def antedate(self, version: _Version) -> None:
        """Move the start of a version back to this earlier visit."""
        self.conn.execute(
            "UPDATE article_version SET seen_at = ?, capture_id = ?, profile = ? WHERE id = ?",
            (self.seen_at, self.capture_id, self.profile, version.id),
        )
        self.conn.execute(
            "UPDATE article SET capture_id = ? WHERE version_id = ?", (self.capture_id, version.id)
        )

    def note(self, article_id: int) -> None:
        """Record a further visit; the view count and its evidence are those of the latest visit."""
        latest = self.conn.execute(
            """UPDATE article SET views = coalesce(?2, views), last_seen = ?1,
            gone_at = CASE WHEN gone_at > ?1 THEN gone_at END
            WHERE id = ?3 AND last_seen <= ?1""",
            (self.seen_at, self.article.views, article_id),
        )
        if latest.rowcount and self.article.views is not None:
            self.conn.executemany(
                "INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?)",
                [row for row in _evidence(article_id, self.article) if row[1] == "views"],
            )
        self.conn.execute(
            "UPDATE article SET first_seen = min(first_seen, ?) WHERE id = ?",
            (self.seen_at, article_id),
        )

    def make_newest(self, article_id: int, *, new: bool) -> None:
        """Write this reading to the article's row and its parts."""
        if new:
            _add_parts(self.conn, article_id, self.article)
        else:
            values = _take_reading(self.article)
            self.conn.execute(_REPLACE_READING, (*values, self.capture_id, article_id))
            _replace_parts(self.conn, article_id, self.article)
        self.conn.execute(
            """UPDATE article SET version_id = (SELECT id FROM article_version
            WHERE article_id = article.id ORDER BY seen_at DESC, id DESC LIMIT 1) WHERE id = ?""",
            (article_id,),
        )


def _evidence(article_id: int, article: Article) -> list[tuple[Any, ...]]:
    return [(article_id, e.field, e.raw[:1000], e.rule, e.place) for e in article.evidence]


def _replace_parts(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Replace evidence, attachments, images and references, which belong to the newest reading."""
    for table in ("evidence", "attachment", "image", "document_ref"):
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    _add_parts(conn, article_id, article)


def _add_parts(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    conn.executemany(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?)",
        _evidence(article_id, article),
    )
    conn.executemany(
        "INSERT INTO attachment VALUES (?, ?, ?, ?)",
        [(article_id, n, item.url, item.name) for n, item in enumerate(article.attachments)],
    )
    conn.executemany(
        "INSERT INTO image VALUES (?, ?, ?, ?)",
        [(article_id, n, item.url, item.caption) for n, item in enumerate(article.images)],
    )
    conn.executemany(
        "INSERT INTO document_ref VALUES (?, ?, ?, ?, ?)",
        [(article_id, n, ref.number, ref.kind, ref.issuer) for n, ref in enumerate(article.refs)],
    )


# --- queries of a crawl ---------------------------------------------------------------------------


def count(conn: sqlite3.Connection, portal: str) -> int:
    """Count the articles of a portal."""
    row = conn.execute("SELECT count(*) FROM article WHERE portal = ?", (portal,)).fetchone()
    return int(row[0])


def has(conn: sqlite3.Connection, portal: str, url: str) -> bool:
    """Whether the archive has an article under this URL."""
    row = conn.execute("SELECT 1 FROM article WHERE portal = ? AND url = ?", (portal, url))
    return row.fetchone() is not None


def lose(conn: sqlite3.Connection, portal: str, url: str, now: datetime) -> None:
    """Record that an article of the archive is no longer on the portal."""
    conn.execute(
        "UPDATE article SET gone_at = coalesce(gone_at, ?) WHERE portal = ? AND url = ?",
        (utc(now), portal, url),
    )


def dates_of(conn: sqlite3.Connection, portal: str, urls: Sequence[str]) -> dict[str, str | None]:
    """Publication dates by URL, for those of the URLs that are articles of the archive."""
    found: dict[str, str | None] = {}
    for url in urls:
        row = conn.execute(
            "SELECT published FROM article WHERE portal = ? AND url = ?", (portal, url)
        ).fetchone()
        if row is not None:
            found[url] = row[0]
    return found


def known_reading(
    conn: sqlite3.Connection, portal: str, article: Article, url: str
) -> Original | None:
    """The capture of this URL that holds the article's newest version, if both read the same."""
    row = conn.execute(
        """SELECT v.id, v.digest, c.id, c.url, c.fetched_at, coalesce(c.wire_digest, c.digest)
        FROM article a JOIN article_version v ON v.id = a.version_id
        JOIN capture c ON c.id = v.capture_id
        WHERE a.portal = ? AND a.url = ? AND c.url = ? AND c.method = 'GET'
        AND c.revisit_of IS NULL AND c.lost_at IS NULL""",
        (portal, article.url, url),
    ).fetchone()
    if row is None:
        return None
    version_id, stored, *capture = row
    digest = reading_digest.of_article(article)
    if not reading_digest.reads_as(conn, version_id, stored, digest):
        return None
    return Original(*capture)


# --- reading back ---------------------------------------------------------------------------------


def find(conn: sqlite3.Connection, url_or_id: str) -> int:
    """The id of an article, by its number or URL; raises NotInArchive."""
    if url_or_id.isdecimal():
        number = int(url_or_id) if len(url_or_id) < 19 else -1
        row = conn.execute("SELECT id FROM article WHERE id = ?", (number,)).fetchone()
    else:
        url = url_or_id.encode("utf-8", "replace").decode()
        row = conn.execute(
            "SELECT id FROM article WHERE url = ? ORDER BY id LIMIT 1", (url,)
        ).fetchone()
    if row is None:
        raise NotInArchive(
            f"The archive has no article '{url_or_id}'. Give its number or its exact URL; "
            "'govnews search' finds both."
        )
    return int(row[0])


def full(conn: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """An article with all its parts, as values that JSON can hold."""

    def rows(sql: str) -> list[dict[str, Any]]:
        cursor = conn.execute(sql, (article_id,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    (article,) = rows("SELECT * FROM articles WHERE id = ?")
    article["attachments"] = rows(
        "SELECT url, name FROM attachment WHERE article_id = ? ORDER BY position"
    )
    article["images"] = rows(
        "SELECT url, caption FROM image WHERE article_id = ? ORDER BY position"
    )
    article["document_refs"] = rows(
        "SELECT number, kind, issuer FROM document_ref WHERE article_id = ? ORDER BY position"
    )
    article["evidence"] = rows(
        "SELECT field, raw, rule, place FROM evidence WHERE article_id = ? ORDER BY field"
    )
    return article
