"""Rows of `article_version`, and what an article copies from its newest one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from govnews.archive import columns, edits, reading_digest, text_key
from govnews.model import Article

_VERSION = tuple(column.name for column in columns.VERSION)
_take_version = columns.taker(_VERSION)
_take_reading = columns.taker(columns.READING)

_REPLACE_VERSION = f"""UPDATE article_version
SET {", ".join(f"{name} = ?" for name in _VERSION)}, digest = ?, profile = ? WHERE id = ?"""
_REPLACE_READING = f"""UPDATE article
SET {", ".join(f"{name} = ?" for name in columns.READING)}, capture_id = ?, text_key = ?
WHERE id = ?"""
_DATES = tuple(part for name in edits.DATES for part in (name, f"{name}_precision"))
_SELECT = f"SELECT id, digest, capture_id, seen_at, {', '.join(_DATES)} FROM article_version"
_THEN, _AFTER = (
    f"{_SELECT} WHERE article_id = ?1 AND seen_at {condition} LIMIT 1"
    for condition in ("<= ?2 ORDER BY seen_at DESC, id DESC", "> ?2 ORDER BY seen_at, id")
)


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version. standing: its dates and the time at which it was seen first."""

    id: int
    digest: str
    capture_id: int
    standing: edits.Standing

    def reads_as(self, conn: sqlite3.Connection, article: Article) -> bool:
        """Whether it has the same text as a reading. The caller holds a transaction."""
        digest = reading_digest.of_article(article)
        return reading_digest.reads_as(conn, self.id, self.digest, digest)


def neighbours(
    conn: sqlite3.Connection, article_id: int, seen_at: str
) -> tuple[Version | None, Version | None]:
    """The version that was current at a time, and the one after it."""
    found = [conn.execute(query, (article_id, seen_at)).fetchone() for query in (_THEN, _AFTER)]
    before, after = (_version(row) if row else None for row in found)
    return before, after


def _version(row: tuple[Any, ...]) -> Version:
    ident, digest, capture_id, seen_at, *dates = row
    standing = edits.stored_standing(seen_at, dict(zip(_DATES, dates, strict=True)))
    return Version(ident, digest, capture_id, standing)


def name_profile(conn: sqlite3.Connection, version_id: int, profile: str | None) -> None:
    """Record the profile, by its digest, that a version was last read with."""
    conn.execute("UPDATE article_version SET profile = ? WHERE id = ?", (profile, version_id))


def renew(conn: sqlite3.Connection, version_id: int, article: Article, profile: str | None) -> None:
    """Replace a version's reading by another one of its own capture, which is not an edit.

    A version that reads as the one before it then was never one, and goes. profile: digest of the
    profile of the reading. The caller holds the transaction.
    """
    article_id, capture_id, seen_at, newest, last_seen = conn.execute(
        """SELECT v.article_id, v.capture_id, v.seen_at, a.version_id = v.id, a.last_seen
        FROM article_version v JOIN article a ON a.id = v.article_id WHERE v.id = ?""",
        (version_id,),
    ).fetchone()
    digest = reading_digest.of_article(article)
    own = (*_take_version(article), digest, profile, version_id)
    conn.execute(_REPLACE_VERSION, own)
    if newest:
        write_reading(conn, article_id, capture_id, article, keep_views=last_seen > seen_at)
    if article.views is not None:
        conn.execute(
            "INSERT OR REPLACE INTO view_observation VALUES (?, ?, ?, ?)",
            (article_id, seen_at, article.views, capture_id),
        )
        conn.execute(
            "UPDATE article SET views = ? WHERE id = ? AND last_seen = ?",
            (article.views, article_id, seen_at),
        )
    _close_up(conn, article_id)


def settled(conn: sqlite3.Connection, version_id: int, article: Article) -> Article:
    """Another reading of a version's capture, with the dates that the version knows."""
    row = conn.execute(f"{_SELECT} WHERE id = ?", (version_id,)).fetchone()
    standing = _version(row).standing
    return edits.settled(standing, standing.seen_at, article)


def write_reading(
    conn: sqlite3.Connection,
    article_id: int,
    capture_id: int,
    article: Article,
    *,
    keep_views: bool = False,
) -> None:
    """Write the newest reading to the article's row and its parts. keep_views: the evidence of the
    view count is that of a later visit, and stays.
    """
    values = _take_reading(article)
    key = text_key.of_article(article)
    conn.execute(_REPLACE_READING, (*values, capture_id, key, article_id))
    replace_parts(conn, article_id, article, keep_views=keep_views)


def point_to_newest(conn: sqlite3.Connection, article_id: int) -> None:
    """Make the latest version the one that the article's row holds."""
    conn.execute(
        """UPDATE article SET version_id = (SELECT id FROM article_version
        WHERE article_id = article.id ORDER BY seen_at DESC, id DESC LIMIT 1) WHERE id = ?""",
        (article_id,),
    )


def _close_up(conn: sqlite3.Connection, article_id: int) -> None:
    """Remove the versions of an article that read as the one before them."""
    found = conn.execute(
        """SELECT id, digest, capture_id FROM article_version WHERE article_id = ?
        ORDER BY seen_at, id""",
        (article_id,),
    ).fetchall()
    gone = [one for before, one in pairwise(found) if one[1] == before[1]]
    if not gone:
        return
    newest, _, capture_id = [row for row in found if row not in gone][-1]
    conn.execute(
        "UPDATE article SET version_id = ?, capture_id = ? WHERE id = ?",
        (newest, capture_id, article_id),
    )
    conn.executemany("DELETE FROM article_version WHERE id = ?", [(row[0],) for row in gone])


# --- parts of the newest reading ------------------------------------------------------------------


def evidence_rows(article_id: int, article: Article) -> list[tuple[Any, ...]]:
    """The evidence of a reading as rows of the table `evidence`."""
    return [
        (article_id, e.field, e.raw[:1000], e.rule, e.place, e.confidence) for e in article.evidence
    ]


def replace_parts(
    conn: sqlite3.Connection, article_id: int, article: Article, *, keep_views: bool = False
) -> None:
    """Replace evidence, attachments, images and references, which belong to the newest reading."""
    views = conn.execute(
        "SELECT * FROM evidence WHERE article_id = ? AND field = 'views'", (article_id,)
    ).fetchall()
    for table in ("evidence", "attachment", "image", "document_ref"):
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    add_parts(conn, article_id, article)
    if keep_views:
        conn.execute("DELETE FROM evidence WHERE article_id = ? AND field = 'views'", (article_id,))
        conn.executemany("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)", views)


def add_parts(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Insert the parts of a new article."""
    conn.executemany(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?)",
        evidence_rows(article_id, article),
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
