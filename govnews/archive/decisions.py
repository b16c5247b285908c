"""What a person has decided holds for what reads the same later, so that nobody is asked again.

A reading that was discarded is discarded wherever its page reads so again. A text that was accepted
under several addresses may stand under some more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govnews.archive import holds, reading_digest
from govnews.archive.holds import GONE, Hold, HoldReason, HoldState
from govnews.archive.suspicion import Suspicion


def discarded(
    conn: sqlite3.Connection, portal: str, url: str, reading: Mapping[str, Any]
) -> Hold | None:
    """The hold by which a person has discarded this reading of a page; the last one of several. A
    discarded view count says nothing about others, nor does a page that was not missing.
    """
    if not reading:
        return None
    digest = reading_digest.digest_of(reading)
    for hold in reversed(holds.of_page(conn, portal, url, HoldState.DISCARDED)):
        if GONE in hold.changes or hold.changes == ("views",) or not hold.reading:
            continue
        if reading_digest.digest_of(hold.reading) == digest:
            return hold
    return None


OF_MANY = frozenset({
    HoldReason.FIELD_LOST, HoldReason.FIELD_LACKING, HoldReason.FIELD_CHANGED,
    HoldReason.FIELD_GAINED, HoldReason.SHRUNK, HoldReason.ALL_CHANGED, HoldReason.SAME_CHANGE,
})  # fmt: skip
"""Reasons that a page shares with others of its run, which may be fewer in the next one."""


def standing(
    conn: sqlite3.Connection, portal: str, url: str, reading: Mapping[str, Any]
) -> Suspicion | None:
    """Why this reading of a page is held since an earlier run, for what many pages had at once. It
    stays so, whatever became of the others, until a person decides.
    """
    if not reading:
        return None
    digest = reading_digest.digest_of(reading)
    for hold in holds.of_page(conn, portal, url, HoldState.OPEN):
        if hold.reason in OF_MANY and reading_digest.digest_of(hold.reading) == digest:
            return Suspicion(hold.reason, hold.detail or hold.reason.meaning)
    return None


def discard(conn: sqlite3.Connection, hold_id: int, earlier: Hold, now: datetime) -> None:
    """Discard a pending reading as an earlier one."""
    holds.keep_open(conn, hold_id, earlier.reason or HoldReason.UNREADABLE, earlier.detail, now)
    holds.decide(conn, [hold_id], HoldState.DISCARDED, now, earlier.note)


def accepted_texts(conn: sqlite3.Connection, portal: str) -> frozenset[int]:
    """The keys of texts that a person has accepted under several addresses."""
    rows = conn.execute(
        """SELECT DISTINCT a.text_key FROM hold h JOIN article a ON a.id = h.article_id
        WHERE h.portal = ? AND h.state = 'accepted' AND h.reason = ?""",
        (portal, HoldReason.ONE_TEXT),
    )
    return frozenset(key for (key,) in rows)


def stored_though_held(conn: sqlite3.Connection) -> set[tuple[str, str]]:
    """Portal and address of the pages of which a version reads as what is held of them, or was
    discarded: another archive admitted it, before the two were merged.
    """
    found = set()
    for hold in holds.of_portal(conn, None, HoldState.OPEN, HoldState.DISCARDED):
        if not hold.reading or hold.changes == ("views",):
            continue
        row = conn.execute(
            """SELECT 1 FROM article_address s JOIN article_version v ON v.article_id = s.article_id
            WHERE s.portal = ? AND s.url = ? AND v.digest = ? LIMIT 1""",
            (hold.portal, hold.url, reading_digest.digest_of(hold.reading)),
        ).fetchone()
        if row is not None:
            found.add((hold.portal, hold.url))
    return found
