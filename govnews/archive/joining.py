"""Two articles that are one: when they are joined, and how.

Nothing is joined on a page's word alone: the readings are equal, or the texts are copies and the
page that is named does not name another one. The caller holds the transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import groupby

from govnews.archive import addresses, columns, likeness, reading_digest
from govnews.archive.addresses import Known, Via
from govnews.archive.columns import READING
from govnews.archive.likeness import Text, is_copy, may_have_moved
from govnews.archive.sql_rows import Row, insert, rows, update
from govnews.model import AddressReason, Article, Cause
from govnews.portal import Portal

Payload = Callable[[int], str | None]
"""The digest of a capture's payload; None where it is not known."""

_COMPARED = ("title", "sapo", "body", "published", "attachments")
_take = columns.taker(_COMPARED)
_PARTS = ("attachment", "image", "document_ref")
"""Tables whose rows belong to the newest reading."""


def payload_digest(conn: sqlite3.Connection, capture_id: int) -> str | None:
    """The digest of a capture's payload, as the same archive has it."""
    row = conn.execute("SELECT digest FROM capture WHERE id = ?", (capture_id,)).fetchone()
    return row[0] if row else None


# --- whether --------------------------------------------------------------------------------------


def text_of(conn: sqlite3.Connection, article_id: int) -> Text:
    """What an article says now."""
    query = """SELECT v.* FROM article a JOIN article_version v ON v.id = a.version_id
        WHERE a.id = ?"""
    return likeness.text_of(next(rows(conn, query, article_id)))


def _text(article: Article) -> Text:
    return likeness.text_of(dict(zip(_COMPARED, _take(article), strict=True)))


def _digest(conn: sqlite3.Connection, article_id: int) -> str:
    version = next(
        rows(
            conn,
            """SELECT v.* FROM article a JOIN article_version v ON v.id = a.version_id
            WHERE a.id = ?""",
            article_id,
        )
    )
    return str(reading_digest.upgraded(version)["digest"])


def read_alike(conn: sqlite3.Connection, one: int, other: int) -> bool:
    """Whether the newest readings of two articles are equal."""
    return _digest(conn, one) == _digest(conn, other)


def same(
    conn: sqlite3.Connection, portal: Portal, article_id: int, url: str, canonical: str | None
) -> list[tuple[int, str, AddressReason]]:
    """The other articles that are the one at `url`, each with the present address of both, and why:
    by its canonical address, and at the twins of its address.
    """
    named = by_canonical(conn, portal, article_id, url, canonical)
    found = [(other, where, AddressReason.CANONICAL) for other, where in named]
    known = {other for other, _ in named}
    twins = by_twin(conn, portal, article_id, url)
    found += [(other, where, AddressReason.TWIN) for other, where in twins if other not in known]
    return found


def by_canonical(
    conn: sqlite3.Connection, portal: Portal, article_id: int, url: str, canonical: str | None
) -> list[tuple[int, str]]:
    """The other articles that are this one by a page's canonical address, each with that address:
    the one that the page at `url` names, and those whose pages name it.
    """
    found: dict[int, str] = {}
    if canonical is not None and may_name(portal, canonical):
        named = addresses.find(conn, portal, canonical)
        if named is not None:
            where = canonical if named.why is None else named.url
            if _is_named(conn, article_id, named.article_id, where):
                found[named.article_id] = where
    for other in addresses.naming(conn, portal.name, url, article_id):
        if _is_named(conn, other, article_id, url):
            found.setdefault(other, url)
    return list(found.items())


def by_twin(
    conn: sqlite3.Connection, portal: Portal, article_id: int, url: str
) -> list[tuple[int, str]]:
    """The articles at the twins of an address (`identity.twins`) that read as the one there, each
    with the present address of both: where it was read last, but for one for mobile devices.
    """
    found = []
    for twin in addresses.twins(conn, portal, url, article_id):
        if not read_alike(conn, article_id, twin.article_id):
            continue
        if addresses.is_mobile(portal, url, twin.url):
            where = twin.url
        elif addresses.is_mobile(portal, twin.url, url):
            where = url
        else:
            (where,) = conn.execute(
                "SELECT url FROM article WHERE id IN (?, ?) ORDER BY last_seen DESC, url LIMIT 1",
                (article_id, twin.article_id),
            ).fetchone()
        found.append((twin.article_id, where))
    return found


def may_name(portal: Portal, canonical: str) -> bool:
    """Whether a canonical address may be that of an article of the portal."""
    return portal.site.holds(canonical) and not portal.site.is_home(canonical)


def _is_named(conn: sqlite3.Connection, article_id: int, named: int, where: str) -> bool:
    """Whether an article whose page names an address of another one is that one."""
    if named == article_id:
        return False
    if read_alike(conn, article_id, named):
        return True
    return names_none(conn, named, where) and is_copy(
        text_of(conn, article_id), text_of(conn, named)
    )


def names_none(conn: sqlite3.Connection, article_id: int, url: str) -> bool:
    """Whether the page at an article's address names no other address."""
    row = conn.execute(
        "SELECT canonical IS NULL FROM article_address WHERE article_id = ? AND url = ?",
        (article_id, url),
    ).fetchone()
    return row is not None and bool(row[0])


def admits(
    conn: sqlite3.Connection, portal: Portal, article: Article, via: Via, payload: Payload
) -> bool:
    """Whether a reading may be stored that redirects led to from the address of a known article:
    it is a reading of that article. Where the archive has another article at this place that is
    the same one, both are joined.
    """
    start = addresses.moved_from(conn, portal, via)
    if start is None:
        return True
    there = addresses.find(conn, portal, article.url)
    if there is not None and there.article_id == start.article_id:
        return True
    before, now = text_of(conn, start.article_id), _text(article)
    if there is None:
        return _may_be(before, now, via)
    same = _digest(conn, start.article_id) == reading_digest.of_article(article)
    if _came_after(conn, there.article_id, start.article_id):
        # A list named the new address before the redirect was seen.
        same = same or _may_be(before, now, via)
    if same or is_copy(before, now):
        one, other = start.article_id, there.article_id
        join(conn, one, other, there.url, AddressReason.REDIRECT, payload)
        return True
    return False


def _may_be(before: Text, now: Text, via: Via) -> bool:
    """Whether an unknown article is the one whose address leads there: for good, where it may have
    been edited on the way, or for a while, where it is a copy.
    """
    lasting = all(hop.permanent for hop in via)
    return may_have_moved(before, now) if lasting else is_copy(before, now)


def _came_after(conn: sqlite3.Connection, article_id: int, before: int) -> bool:
    """Whether an article was found only after another one had been read for the last time."""
    row = conn.execute(
        """SELECT n.first_seen > b.last_seen FROM article n, article b
        WHERE n.id = ? AND b.id = ?""",
        (article_id, before),
    ).fetchone()
    return bool(row[0])


def is_another(conn: sqlite3.Connection, known: Known, article: Article) -> bool:
    """Whether the page at a former address of an article is not that article."""
    return not may_have_moved(text_of(conn, known.article_id), _text(article))


# --- how ------------------------------------------------------------------------------------------


def join(
    conn: sqlite3.Connection,
    one: int,
    other: int,
    url: str,
    why: AddressReason,
    payload: Payload,
) -> int:
    """Make one article of two; returns its number, the smaller of both. url: its present address.
    why: the reason for the address of the other one. payload: tells captures with the same bytes,
    which make one version.
    """
    keep, gone = min(one, other), max(one, other)
    ours, theirs = (
        next(rows(conn, "SELECT * FROM article WHERE id = ?", ident)) for ident in (keep, gone)
    )
    newest = _join_versions(conn, keep, gone, payload)
    ours["version_id"] = None  # its versions have new numbers
    source = int(newest["article_id"])
    _join_evidence(conn, keep, gone, source)
    _join_views(conn, keep, gone)
    later = max(ours, theirs, key=lambda row: row["last_seen"])
    if source == gone:
        for table in _PARTS:
            conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (keep,))
            conn.execute(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (keep, gone))
    conn.execute(
        """UPDATE article_address SET article_id = ?1, why = iif(why = 'own', ?2, why)
        WHERE article_id = ?3""",
        (keep, why, gone),
    )
    joined = {
        **{name: (ours if source == keep else theirs)[name] for name in READING},
        "url": url,
        "province": min(ours, theirs, key=lambda row: row["first_seen"])["province"],
        "first_seen": min(ours["first_seen"], theirs["first_seen"]),
        "last_seen": later["last_seen"],
        "gone_at": later["gone_at"],
        "views": _views(conn, keep, later["views"]),
        "capture_id": newest["capture_id"],
        "version_id": newest["id"],
        "text_key": (ours if source == keep else theirs)["text_key"],
    }
    conn.execute("UPDATE hold SET article_id = ? WHERE article_id = ?", (keep, gone))
    # The rows of the other one go first: an address is that of one article.
    for table in ("view_observation", "evidence", *_PARTS):
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (gone,))
    conn.execute("DELETE FROM article WHERE id = ?", (gone,))
    # Changed columns only: writing a text anew, even the same one, would index it again.
    changed = {name: value for name, value in joined.items() if value != ours[name]}
    update(conn, "article", {**changed, "id": keep})
    return keep


def _join_versions(conn: sqlite3.Connection, keep: int, gone: int, payload: Payload) -> Row:
    """Put the versions of both in the order of their times, each reading and each payload once in a
    row; returns the newest, with the article that it was of.
    """
    found = [
        reading_digest.upgraded(row)
        for row in rows(
            conn,
            """SELECT * FROM article_version WHERE article_id IN (?, ?)
            ORDER BY seen_at, article_id, id""",
            keep,
            gone,
        )
    ]
    readings = [next(same) for _, same in groupby(found, key=lambda row: row["digest"])]
    versions: list[Row] = []
    for row in readings:
        bytes_of = payload(row["capture_id"])
        if not versions or bytes_of is None or bytes_of != payload(versions[-1]["capture_id"]):
            versions.append(row)
            continue
        # Read twice: one version, which says what was read last.
        first = versions.pop()
        if not versions or versions[-1]["digest"] != row["digest"]:
            own = {name: first[name] for name in ("seen_at", "capture_id", "cause")}
            versions.append({**row, **own})
    conn.execute("UPDATE article SET version_id = NULL WHERE id IN (?, ?)", (keep, gone))
    conn.execute("DELETE FROM article_version WHERE article_id IN (?, ?)", (keep, gone))
    ident = 0
    for number, row in enumerate(versions):
        own = {"article_id": keep, "cause": Cause.PAGE if number == 0 else row["cause"]}
        ident = insert(conn, "article_version", {**row, **own})
    return {**versions[-1], "id": ident}


def _join_evidence(conn: sqlite3.Connection, keep: int, gone: int, source: int) -> None:
    """Keep the evidence of the newest reading, and for the count of views that of the latest."""
    row = conn.execute(
        """SELECT article_id FROM view_observation WHERE article_id IN (?, ?)
        ORDER BY observed_at DESC, views DESC LIMIT 1""",
        (keep, gone),
    ).fetchone()
    counted = row[0] if row else source
    kept = conn.execute(
        """SELECT field, raw, rule, place, confidence FROM evidence
        WHERE article_id = ? AND field != 'views' OR article_id = ? AND field = 'views'""",
        (source, counted),
    ).fetchall()
    conn.execute("DELETE FROM evidence WHERE article_id IN (?, ?)", (keep, gone))
    conn.executemany(
        """INSERT INTO evidence (article_id, field, raw, rule, place, confidence)
        VALUES (?, ?, ?, ?, ?, ?)""",
        [(keep, *values) for values in kept],
    )


def _join_views(conn: sqlite3.Connection, keep: int, gone: int) -> None:
    """Counts of views of both; of two at one time, the higher one, and of equal ones that of the
    later capture, as where one article has both.
    """
    conn.execute(
        """INSERT INTO view_observation (article_id, observed_at, views, capture_id)
        SELECT ?1, observed_at, views, capture_id FROM view_observation WHERE article_id = ?2
        ON CONFLICT (article_id, observed_at) DO UPDATE
        SET views = excluded.views, capture_id = excluded.capture_id
        WHERE (excluded.views, excluded.capture_id) > (views, capture_id)""",
        (keep, gone),
    )


def _views(conn: sqlite3.Connection, article_id: int, stated: int | None) -> int | None:
    """The latest count of views; the stated one where there is none."""
    row = conn.execute(
        """SELECT views FROM view_observation WHERE article_id = ?
        ORDER BY observed_at DESC LIMIT 1""",
        (article_id,),
    ).fetchone()
    return row[0] if row else stated
