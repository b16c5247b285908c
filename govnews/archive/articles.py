"""Articles and their versions: one row for the newest reading, one for every distinct reading."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from govnews.archive.frontier import utc
from govnews.errors import NotInArchive
from govnews.model import Article, Moment
from govnews.portal import Portal

_FIELDS = (
    "title", "sapo", "author", "published", "published_precision", "updated", "updated_precision",
    "section", "body",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a reading."""

    article_id: int
    outcome: Literal["new", "changed", "unchanged"]


def reading_digest(article: Article) -> str:
    """What makes two readings the same: all that the article says, but not its view count."""
    said = [*_values(article), _attachments(article), _refs(article)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def store(
    conn: sqlite3.Connection, portal: Portal, capture_id: int, seen_at: datetime, article: Article
) -> Stored:
    """Stores a reading: a new article, a new version, or only another look at a known one.

    The caller holds the transaction.
    """
    now, digest = utc(seen_at), reading_digest(article)
    row = conn.execute(
        """SELECT a.id, v.digest FROM article a LEFT JOIN article_version v ON v.id = a.version_id
        WHERE a.portal = ? AND a.url = ?""",
        (portal.name, article.url),
    ).fetchone()
    if row is None:
        article_id = _insert(conn, portal, capture_id, now, article)
        outcome: Literal["new", "changed", "unchanged"] = "new"
    else:
        article_id = int(row[0])
        outcome = "unchanged" if row[1] == digest else "changed"
        _look_again(conn, article_id, capture_id, now, article, changed=outcome == "changed")
    if outcome != "unchanged":
        version = _add_version(conn, article_id, capture_id, now, digest, article)
        conn.execute("UPDATE article SET version_id = ? WHERE id = ?", (version, article_id))
        _replace_parts(conn, article_id, article)
    if article.views is not None:
        conn.execute(
            "INSERT OR REPLACE INTO view_observation VALUES (?, ?, ?, ?)",
            (article_id, now, article.views, capture_id),
        )
    return Stored(article_id, outcome)


def _moment(at: datetime | None, precision: Any) -> str | None:
    return Moment(at, precision).isoformat() if at is not None else None


def _values(article: Article) -> tuple[Any, ...]:
    return (
        article.title, article.sapo, article.author,
        _moment(article.published, article.published_precision), article.published_precision,
        _moment(article.updated, article.updated_precision), article.updated_precision,
        article.section, article.body,
    )  # fmt: skip


def _attachments(article: Article) -> str:
    return json.dumps([asdict(item) for item in article.attachments], ensure_ascii=False)


def _refs(article: Article) -> str:
    return json.dumps([ref.number for ref in article.refs], ensure_ascii=False)


def _insert(
    conn: sqlite3.Connection, portal: Portal, capture_id: int, now: str, article: Article
) -> int:
    marks = ", ".join("?" * (len(_FIELDS) + 7))
    cursor = conn.execute(
        f"""INSERT INTO article ({", ".join(_FIELDS)}, portal, province, url, views, first_seen,
        last_seen, capture_id) VALUES ({marks})""",
        (
            *_values(article), portal.name, portal.province, article.url, article.views, now, now,
            capture_id,
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def _look_again(
    conn: sqlite3.Connection,
    article_id: int,
    capture_id: int,
    now: str,
    article: Article,
    *,
    changed: bool,
) -> None:
    conn.execute(
        """UPDATE article SET last_seen = max(last_seen, ?), views = coalesce(?, views),
        gone_at = NULL WHERE id = ?""",
        (now, article.views, article_id),
    )
    if changed:
        sets = ", ".join(f"{name} = ?" for name in _FIELDS)
        conn.execute(
            f"UPDATE article SET {sets}, capture_id = ? WHERE id = ?",
            (*_values(article), capture_id, article_id),
        )


def _add_version(
    conn: sqlite3.Connection,
    article_id: int,
    capture_id: int,
    now: str,
    digest: str,
    article: Article,
) -> int:
    marks = ", ".join("?" * (len(_FIELDS) + 6))
    cursor = conn.execute(
        f"""INSERT INTO article_version ({", ".join(_FIELDS)}, article_id, capture_id, seen_at,
        digest, attachments, refs) VALUES ({marks})""",
        (
            *_values(article), article_id, capture_id, now, digest, _attachments(article),
            _refs(article),
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def _replace_parts(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Evidence, attachments, pictures and references always belong to the newest reading."""
    for table in ("evidence", "attachment", "image", "document_ref"):
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    conn.executemany(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?)",
        [(article_id, e.field, e.raw[:1000], e.rule, e.place) for e in article.evidence],
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


# --- reading back -----------------------------------------------------------------------------------


def find(conn: sqlite3.Connection, url_or_id: str) -> int:
    """The id of an article by its number or URL; raises NotInArchive."""
    if url_or_id.isdigit():
        row = conn.execute("SELECT id FROM article WHERE id = ?", (int(url_or_id[:18]),)).fetchone()
    else:
        row = conn.execute(
            """SELECT id FROM article WHERE url = ?1 UNION ALL SELECT a.id FROM article a
            JOIN frontier f ON f.portal = a.portal AND f.url = ?1 AND a.url = f.url LIMIT 1""",
            (url_or_id,),
        ).fetchone()
    if row is None:
        raise NotInArchive(
            f"The archive has no article '{url_or_id}'. Give its number or its exact URL; "
            "'govnews search' finds both."
        )
    return int(row[0])


def full(conn: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """An article with all its parts, ready for JSON."""

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
