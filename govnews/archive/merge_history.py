"""Combine the histories of one article from two archives.

An archive stores a version when a reading differs from the one before it in time, based on its own
visits only. The visits of both archives are therefore ordered by time, and each one that differs
from its predecessor becomes a version. Contradicting archives yield more versions, never a loss.
Two readings of the same bytes, by two releases or profiles, are one version, with the later one's
text.

Data about visits between versions comes from view counts, observations, revisit records and the
last visit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from govnews.archive import reading_digest
from govnews.archive.columns import READING
from govnews.archive.sql_rows import Row, insert, rows, update
from govnews.model import Cause

PARTS = ("view_observation", "evidence", "attachment", "image", "document_ref")
"""Tables whose rows belong to an article, except its versions."""

POINT_TO_NEWEST = """
UPDATE article SET version_id = (SELECT id FROM article_version WHERE article_id = :article
ORDER BY seen_at DESC, id DESC LIMIT 1) WHERE id = :article
"""

_OF_THE_READING = ("attachment", "image", "document_ref")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit: its time, the digest of the reading, and the row of the version with
    that reading.
    """

    at: str
    digest: str
    capture_id: int
    version: Row


@dataclass(frozen=True, slots=True)
class History:
    """The history of an article in one archive, with the capture ids of the target.

    versions: time and digest of each, in order. visits: these and the visits in between.
    """

    article: Row
    versions: list[tuple[str, str]]
    visits: list[Visit]
    parts: Mapping[str, list[Row]]

    @property
    def last_count(self) -> Row | None:
        """The latest view count."""
        counts = self.parts["view_observation"]
        return max(counts, key=lambda row: row["observed_at"], default=None)


def moved(row: Row, articles: Mapping[int, int], captures: Mapping[int, int]) -> Row:
    """A row with the article and capture ids of the target."""
    new = {**row, "article_id": articles[row["article_id"]]}
    if "capture_id" in row:
        new["capture_id"] = captures[row["capture_id"]]
    return new


def history(
    conn: sqlite3.Connection, article: Row, captures: Mapping[int, int] | None = None
) -> History:
    """The history of an article. captures: the target's ids by those of its captures; omitted for
    the target itself.
    """

    def there(capture_id: int) -> int:
        return captures[capture_id] if captures is not None else capture_id

    ident = article["id"]
    stored = "SELECT * FROM article_version WHERE article_id = ? ORDER BY seen_at, id"
    versions = [reading_digest.upgraded(row) for row in rows(conn, stored, ident)]
    seen = [(row["seen_at"], n, row["capture_id"]) for n, row in enumerate(versions)]
    for at, capture_id in _visits(conn, article):
        current = max((n for n, row in enumerate(versions) if row["seen_at"] <= at), default=0)
        seen.append((at, current, capture_id or versions[current]["capture_id"]))
    visits = [
        Visit(at, versions[n]["digest"], there(capture_id), versions[n])
        for at, n, capture_id in seen
    ]
    parts = {
        table: [
            {**row, "capture_id": there(row["capture_id"])} if "capture_id" in row else row
            for row in rows(conn, f"SELECT * FROM {table} WHERE article_id = ?", ident)
        ]
        for table in PARTS
    }
    return History(article, [(row["seen_at"], row["digest"]) for row in versions], visits, parts)


def _visits(conn: sqlite3.Connection, article: Row) -> list[tuple[str, int | None]]:
    """Times and captures of the visits that read the same as the one before them."""
    found = conn.execute(
        """SELECT observed_at, capture_id FROM view_observation WHERE article_id = :id
        UNION SELECT o.seen_at, o.capture_id FROM observation o
            JOIN article_version v ON v.capture_id = o.capture_id WHERE v.article_id = :id
        UNION SELECT fetched_at, id FROM capture WHERE portal = :portal
            AND url IN (SELECT url FROM article_address WHERE article_id = :id)
            AND kind = 'article' AND fetched_at BETWEEN :first_seen AND :last_seen
            AND (fetched_at = :last_seen OR revisit_of IN (
                SELECT capture_id FROM article_version WHERE article_id = :id
                UNION SELECT capture_id FROM view_observation WHERE article_id = :id))""",
        article,
    ).fetchall()
    if article["last_seen"] not in {at for at, _ in found}:
        found.append((article["last_seen"], None))
    return found


def weave(conn: sqlite3.Connection, ident: int, theirs: History) -> bool:
    """Merge another archive's history of an article into the target's; True if it gained data."""
    ours = history(conn, next(rows(conn, "SELECT * FROM article WHERE id = ?", ident)))
    before = _content(conn, ident)
    visits = sorted([*ours.visits, *theirs.visits], key=lambda visit: (visit.at, visit.digest))
    readings = [next(same) for _, same in groupby(visits, key=lambda visit: visit.digest)]
    versions = _by_payload(conn, readings)
    if [(visit.at, visit.digest) for visit in versions] != ours.versions:
        _replace_versions(conn, ident, versions)
    for seen in theirs.parts["view_observation"]:
        conn.execute(
            """INSERT OR IGNORE INTO view_observation (article_id, observed_at, views, capture_id)
            VALUES (:article, :observed_at, :views, :capture_id)""",
            {**seen, "article": ident},
        )
    newest = versions[-1]
    reading = theirs if any(readings[-1] is visit for visit in theirs.visits) else ours
    counted = _latest_count(ours, theirs)
    if reading is theirs:
        for table in _OF_THE_READING:
            _replace(conn, ident, table, theirs.parts[table])
    evidence = [row for row in reading.parts["evidence"] if row["field"] != "views"]
    count = counted.last_count
    if count is not None and count["observed_at"] >= newest.at:
        # As in `articles.store`: a new reading replaces the evidence of the view count, even by
        # none.
        evidence += [row for row in counted.parts["evidence"] if row["field"] == "views"]
    _replace(conn, ident, "evidence", evidence)
    joined = _joined(ours, theirs, reading, counted, newest)
    # Write changed columns only: rewriting a text, even unchanged, reindexes it for search.
    changed = {name: value for name, value in joined.items() if value != ours.article[name]}
    if changed:
        update(conn, "article", {**changed, "id": ident})
    conn.execute(POINT_TO_NEWEST, {"article": ident})
    return bool(_content(conn, ident) != before)


def _by_payload(conn: sqlite3.Connection, readings: list[Visit]) -> list[Visit]:
    """The visits whose reading differs from the one before and whose page does, too."""
    versions: list[Visit] = []
    payloads: list[str] = []
    for visit in readings:
        (payload,) = conn.execute(
            "SELECT digest FROM capture WHERE id = ?", (visit.capture_id,)
        ).fetchone()
        if not payloads or payloads[-1] != payload:
            versions.append(visit)
            payloads.append(payload)
            continue
        joined = replace(versions.pop(), digest=visit.digest, version=visit.version)
        if versions and versions[-1].digest == joined.digest:
            payloads.pop()
        else:
            versions.append(joined)
    return versions


def _replace_versions(conn: sqlite3.Connection, ident: int, versions: list[Visit]) -> None:
    conn.execute("UPDATE article SET version_id = NULL WHERE id = ?", (ident,))
    conn.execute("DELETE FROM article_version WHERE article_id = ?", (ident,))
    for number, visit in enumerate(versions):
        own = {"article_id": ident, "seen_at": visit.at, "capture_id": visit.capture_id}
        if number == 0:
            own["cause"] = Cause.PAGE  # whatever it followed in its own archive
        insert(conn, "article_version", {**visit.version, **own})


def _latest_count(ours: History, theirs: History) -> History:
    """Of two archives, the one with the latest view count of the article."""
    mine, other = ours.last_count, theirs.last_count
    if other is None or (mine is not None and mine["observed_at"] >= other["observed_at"]):
        return ours
    return theirs


def _replace(conn: sqlite3.Connection, ident: int, table: str, parts: list[Row]) -> None:
    conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (ident,))
    for row in parts:
        insert(conn, table, {**row, "article_id": ident})


def _joined(
    ours: History, theirs: History, reading: History, counted: History, newest: Visit
) -> Row:
    """The article's row as a single archive with all visits would have it."""
    both = (ours.article, theirs.article)
    last_seen = max(row["last_seen"] for row in both)
    gone = [row["gone_at"] for row in both if row["gone_at"] and row["gone_at"] > last_seen]
    count = counted.last_count
    return {
        **ours.article,
        "url": max(both, key=lambda row: row["last_seen"])["url"],
        **{name: reading.article[name] for name in READING},
        "province": min(both, key=lambda row: row["first_seen"])["province"],
        "first_seen": min(row["first_seen"] for row in both),
        "last_seen": last_seen,
        "gone_at": min(gone, default=None),
        "views": count["views"] if count else ours.article["views"],
        "capture_id": newest.capture_id,
        "text_key": reading.article["text_key"],
    }


def _content(conn: sqlite3.Connection, ident: int) -> Any:
    """The data of an article that a merge may extend, for detecting a change."""
    return conn.execute(
        """SELECT first_seen, last_seen, gone_at, views,
        (SELECT count(*) FROM view_observation WHERE article_id = a.id),
        (SELECT group_concat(seen_at || digest) FROM
            (SELECT * FROM article_version WHERE article_id = a.id ORDER BY seen_at, id))
        FROM article a WHERE id = ?""",
        (ident,),
    ).fetchone()
