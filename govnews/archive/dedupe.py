"""Articles that are stored twice and are one, by the rules that hold today.

The keys of addresses are computed anew, for a portal file may have other rules than when they were
stored. Two articles are one if they have a key in common, if a page's canonical address says so
(`joining.by_canonical`), if they stand at twins of one address and read alike (`joining.by_twin`),
if one's address led to the other's in a capture, or if they have one text and one of them is gone
(`moves`). The caller holds the transaction; to find without joining, it is rolled back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from govnews.archive import addresses, captures, joining, moves
from govnews.archive.likeness import is_copy, may_have_moved
from govnews.identity import spelling
from govnews.model import AddressReason
from govnews.portal import Portal
from govnews.reading.urls import canonical

COLUMNS = ("portal", "why", "kept", "joined", "url", "joined_url", "title")
"""Columns of `govnews dedupe`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that are one. kept, joined: their numbers. url: the address of the one that is
    kept, joined_url: that of the other, both before they are joined.
    """

    portal: str
    why: AddressReason
    kept: int
    joined: int
    url: str
    joined_url: str
    title: str


def dedupe(conn: sqlite3.Connection, portal: Portal, now: datetime) -> list[Pair]:
    """Join the articles of a portal that are the same; returns the pairs in the order in which they
    were joined.
    """
    rekey_addresses(conn, portal)
    found = [*_same_key(conn, portal), *_canonical(conn, portal), *_redirected(conn, portal)]
    found += _twins(conn, portal)
    found += _moved(conn, portal, now)
    rekey_frontier(conn, portal)
    return found


def _join(
    conn: sqlite3.Connection,
    portal: Portal,
    one: int,
    other: int,
    url: str,
    why: AddressReason | None,
) -> Pair:
    """why: None for two spellings of one address."""
    kept, joined = min(one, other), max(one, other)
    own, title = _named(conn, kept)
    theirs, _ = _named(conn, joined)
    why = why or spelling(theirs, own)
    joining.join(conn, kept, joined, url, why, partial(joining.payload_digest, conn))
    return Pair(portal.name, why, kept, joined, own, theirs, title)


def _named(conn: sqlite3.Connection, article_id: int) -> tuple[str, str]:
    url, title = conn.execute(
        "SELECT url, title FROM article WHERE id = ?", (article_id,)
    ).fetchone()
    return url, title


# --- keys -----------------------------------------------------------------------------------------


def rekey_addresses(conn: sqlite3.Connection, portal: Portal) -> None:
    """Give the addresses of articles the keys that they have by the portal's present rules."""
    stored = conn.execute("SELECT url, key FROM article_address WHERE portal = ?", (portal.name,))
    changed = [
        (key, portal.name, url)
        for url, before in stored.fetchall()
        if (key := portal.identity_key(url)) != before
    ]
    conn.executemany("UPDATE article_address SET key = ? WHERE portal = ? AND url = ?", changed)


def rekey_frontier(conn: sqlite3.Connection, portal: Portal) -> None:
    """One row of the frontier for one key: the earliest stays, with the ways that led to all. What
    lists print of a link follows.
    """
    stored = conn.execute(
        """SELECT id, url, key, ways FROM frontier WHERE portal = ? AND kind = 'article'
        AND method = 'GET' ORDER BY id""",
        (portal.name,),
    )
    for ident, url, before, ways in stored.fetchall():
        key = portal.identity_key(url)
        if key == before:
            continue
        there = conn.execute(
            "SELECT id FROM frontier WHERE portal = ? AND key = ?", (portal.name, key)
        ).fetchone()
        if there is None:
            conn.execute("UPDATE frontier SET key = ? WHERE id = ?", (key, ident))
            continue
        conn.execute("UPDATE frontier SET ways = ways | ? WHERE id = ?", (ways, *there))
        conn.execute("DELETE FROM frontier WHERE id = ?", (ident,))
    _rekey_list_views(conn, portal)


def _rekey_list_views(conn: sqlite3.Connection, portal: Portal) -> None:
    """The keys of links that lists print counts for are addresses, too."""
    stored = conn.execute("SELECT DISTINCT key FROM list_view WHERE portal = ?", (portal.name,))
    changed = [
        (key, portal.name, before)
        for (before,) in stored.fetchall()
        if (key := portal.identity_key(before)) != before
    ]
    conn.executemany(
        "UPDATE OR REPLACE list_view SET key = ? WHERE portal = ? AND key = ?", changed
    )


def of_one_key(conn: sqlite3.Connection, portal: Portal) -> Iterator[tuple[int, int, str]]:
    """Two articles that have a key in common, with the address where they were read last; the
    caller joins them before it asks for the next ones.
    """
    while True:
        row = conn.execute(
            """SELECT min(article_id), max(article_id) FROM article_address WHERE portal = ?
            GROUP BY key HAVING min(article_id) != max(article_id) ORDER BY 1, 2 LIMIT 1""",
            (portal.name,),
        ).fetchone()
        if row is None:
            return
        (url,) = conn.execute(
            "SELECT url FROM article WHERE id IN (?, ?) ORDER BY last_seen DESC, url LIMIT 1", row
        ).fetchone()
        yield *row, url


def _same_key(conn: sqlite3.Connection, portal: Portal) -> Iterator[Pair]:
    for one, other, url in of_one_key(conn, portal):
        yield _join(conn, portal, one, other, url, None)


# --- what texts say -------------------------------------------------------------------------------


def _moved(conn: sqlite3.Connection, portal: Portal, now: datetime) -> Iterator[Pair]:
    def is_gone(article_id: int) -> bool:
        row = conn.execute(
            "SELECT 1 FROM article WHERE id = ? AND gone_at IS NOT NULL", (article_id,)
        )
        return row.fetchone() is not None

    for move in moves.found(conn, portal.name, is_gone):
        moves.record(conn, portal.name, move.old, move.new, move.why, now)
        yield _join(conn, portal, move.old, move.new, move.url, move.why)


# --- what pages and redirects say -----------------------------------------------------------------


def _canonical(conn: sqlite3.Connection, portal: Portal) -> Iterator[Pair]:
    stored = conn.execute(
        """SELECT url, canonical FROM article_address WHERE portal = ? AND canonical IS NOT NULL
        ORDER BY article_id, url""",
        (portal.name,),
    )
    for url, named in stored.fetchall():
        known = addresses.find(conn, portal, url)
        if known is None:
            continue
        ident = known.article_id
        for other, where in joining.by_canonical(conn, portal, ident, url, named):
            pair = _join(conn, portal, ident, other, where, AddressReason.CANONICAL)
            ident = pair.kept
            yield pair


def _twins(conn: sqlite3.Connection, portal: Portal) -> Iterator[Pair]:
    stored = conn.execute(
        "SELECT url FROM article_address WHERE portal = ? ORDER BY article_id, url", (portal.name,)
    )
    for (url,) in stored.fetchall():
        known = addresses.find(conn, portal, url)
        if known is None:
            continue
        ident = known.article_id
        for other, where in joining.by_twin(conn, portal, ident, url):
            pair = _join(conn, portal, ident, other, where, AddressReason.TWIN)
            ident = pair.kept
            yield pair


def _redirected(conn: sqlite3.Connection, portal: Portal) -> Iterator[Pair]:
    led = conn.execute(
        """SELECT id, url FROM capture WHERE portal = ? AND kind = 'article'
        AND redirected_from IS NOT NULL AND status BETWEEN 200 AND 299 ORDER BY fetched_at, id""",
        (portal.name,),
    )
    for capture_id, came_to in led.fetchall():
        start = addresses.find(conn, portal, canonical(captures.asked_for(conn, capture_id)))
        there = addresses.find(conn, portal, canonical(came_to))
        if start is None or there is None or start.article_id == there.article_id:
            continue
        if _is_same(conn, start.article_id, there.article_id, capture_id):
            ids = (start.article_id, there.article_id)
            yield _join(conn, portal, *ids, there.url, AddressReason.REDIRECT)


def _is_same(conn: sqlite3.Connection, start: int, there: int, capture_id: int) -> bool:
    """Whether an article that is known by a capture is the one whose address led there."""
    if joining.read_alike(conn, start, there):
        return True
    before, now = joining.text_of(conn, start), joining.text_of(conn, there)
    (first,) = conn.execute(
        "SELECT capture_id FROM article_version WHERE article_id = ? ORDER BY seen_at, id LIMIT 1",
        (there,),
    ).fetchone()
    # An article that was unknown before is the one that moved there, edited on the way.
    return may_have_moved(before, now) if first == capture_id else is_copy(before, now)
