"""Held readings: captures that were not admitted to the articles, and why.

A reading that does not resemble its portal is kept apart until a person accepts or discards it, or
until the page reads again as it did. The capture stays in any case. Each decision is also a line in
the WARC files, so that a database that is built from them holds the same readings.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from govnews.archive.frontier import utc


class HoldReason(StrEnum):
    """Why a reading is held. meaning: a sentence for people."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    PASSWORD = "password-form", "the page has a field for a password, which it had not before"
    TEMPLATE = "template", "the page no longer has the template that its portal's profile describes"
    REPLACED = "replaced", "another title and another text stand under the address"
    LOST_MUCH = "lost-much", "the page has lost several of its fields at once"
    CUT = "cut", "the page breaks off, and did not before"
    GARBLED = "garbled", "letters of the text were lost on the way"
    ONE_TEXT = "one-text", "one text stands under several addresses"
    ANOTHERS_TEXT = "anothers-text", "the text is that of another article"
    ONE_BODY = "one-body", "many new articles have the same text under different titles"
    ONE_TITLE = "one-title", "most new articles have the same title"
    FIELD_LOST = "field-lost", "many pages have lost the same field in one run"
    FIELD_LACKING = "field-lacking", "new articles lack a field that those before them have"
    FIELD_CHANGED = "field-changed", "the same field changed on many pages in one run"
    FIELD_GAINED = "field-gained", "many pages have gained the same value of a field in one run"
    RETURNED = "returned", "it reads as an earlier version again while many view counts fell"
    SHRUNK = "shrunk", "many texts have shrunk by half in one run"
    ALL_CHANGED = "all-changed", "many texts have changed in one run"
    SAME_CHANGE = "same-change", "several pages have changed in the same way in one run"
    VIEWS = "views", "many view counts fell or are missing in one run"
    MANY_GONE = "many-gone", "many articles are missing in one run"
    UNREADABLE = "unreadable", "its capture cannot be read again"
    IN_COMPANY = "in-company", "it was read in a run in which most pages of its portal were held"


class HoldState(StrEnum):
    """What became of a held reading.

    PENDING: it is judged when its run ends. OPEN: held. ACCEPTED: admitted by a person. DISCARDED:
    by a person. PASSED: the page reads as before again, or was read well later.
    """

    PENDING = "pending"
    OPEN = "open"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    PASSED = "passed"


UNDECIDED = (HoldState.PENDING, HoldState.OPEN)


@dataclass(frozen=True, slots=True)
class Hold:
    """A row of `hold`.

    url: of the article. key: of its row in the frontier, None for an imported page. seen_at: time
    of the capture. article_id: the article that it would change, None for a new one. changes: names
    of the columns that it would change; `gone` for an article that is missing. reading: the columns
    of the reading and its view count; empty for a missing article.
    """

    id: int
    portal: str
    url: str
    key: str | None
    capture_id: int | None
    seen_at: datetime
    article_id: int | None
    state: HoldState
    reason: HoldReason | None
    detail: str | None
    changes: tuple[str, ...]
    reading: Mapping[str, Any]
    held_at: datetime
    decided_at: datetime | None
    note: str | None


_COLUMNS = (
    "id, portal, url, key, capture_id, seen_at, article_id, state, reason, detail, changes,"
    " reading, held_at, decided_at, note"
)
_WITHOUT_READING = _COLUMNS.replace(" reading,", " NULL,")
JOINED = """article_id = coalesce(article_id, (SELECT article_id FROM article_address a
WHERE a.portal = hold.portal AND a.url = hold.url))"""
GONE = "gone"
"""Stands among the changes of a hold for an article that its portal no longer has."""


def pend(
    conn: sqlite3.Connection,
    portal: str,
    url: str,
    *,
    key: str | None,
    capture_id: int | None,
    seen_at: datetime,
    article_id: int | None,
    changes: Sequence[str],
    reading: Mapping[str, Any] | None,
) -> int:
    """Insert a reading that is judged at the end of its run; returns the row's id."""
    cursor = conn.execute(
        """INSERT INTO hold (portal, url, key, capture_id, seen_at, article_id, state,
        changes, reading, held_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)""",
        (
            portal, url, key, capture_id, utc(seen_at), article_id,
            json.dumps(list(changes)),
            json.dumps(reading, ensure_ascii=False) if reading is not None else None,
            utc(seen_at),
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def of_none(conn: sqlite3.Connection, idents: Iterable[int]) -> None:
    """These readings would change no article: each is of another one."""
    conn.executemany("UPDATE hold SET article_id = NULL WHERE id = ?", [(one,) for one in idents])


def of_portal(conn: sqlite3.Connection, portal: str | None, *states: HoldState) -> list[Hold]:
    """The holds of a portal, or of all, in these states; by the time of their captures."""
    marks = ", ".join("?" * len(states))
    rows = conn.execute(
        f"""SELECT {_COLUMNS} FROM hold WHERE state IN ({marks})
        AND (? IS NULL OR portal = ?) ORDER BY seen_at, id""",
        (*states, portal, portal),
    )
    return [_hold(row) for row in rows]


def are_there(conn: sqlite3.Connection, portal: str, *states: HoldState) -> bool:
    """Whether a portal has holds in one of these states."""
    marks = ", ".join("?" * len(states))
    row = conn.execute(
        f"SELECT EXISTS (SELECT 1 FROM hold WHERE portal = ? AND state IN ({marks}))",
        (portal, *states),
    ).fetchone()
    return bool(row[0])


def find(conn: sqlite3.Connection, hold_id: int) -> Hold | None:
    """A hold by its number; None for an unknown one."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM hold WHERE id = ?", (hold_id,)).fetchone()
    return _hold(row) if row else None


@dataclass(frozen=True, slots=True)
class HeldPage:
    """The holds of one page that are in one state. newest: the one of the last capture, without its
    reading. since: when the first of them was held. captures: how many they are. alike: how many
    pages of the portal have the reason of the newest one.
    """

    newest: Hold
    since: datetime
    captures: int
    alike: int


def pages(
    conn: sqlite3.Connection,
    portal: str | None,
    state: HoldState,
    reason: HoldReason | None = None,
    limit: int = -1,
) -> list[HeldPage]:
    """The held pages of a portal, or of all, whose newest hold has a reason, or any; by portal and
    reason, the reason with most pages first and in it the newest page first.
    """
    rows = conn.execute(
        f"""WITH held AS (
            SELECT *, min(held_at) OVER page AS since, count(*) OVER page AS captures,
                row_number() OVER (
                    PARTITION BY portal, url ORDER BY seen_at DESC, id DESC) AS place
            FROM hold WHERE state = ?1 AND (?2 IS NULL OR portal = ?2)
            WINDOW page AS (PARTITION BY portal, url)
        ), grouped AS (
            SELECT *, count(*) OVER (PARTITION BY portal, reason) AS alike
            FROM held WHERE place = 1 AND (?3 IS NULL OR reason = ?3)
        )
        SELECT {_WITHOUT_READING}, since, captures, alike FROM grouped
        ORDER BY portal, alike DESC, reason, seen_at DESC, id DESC LIMIT ?4""",
        (state, portal, reason, limit),
    )
    return [
        HeldPage(_hold(row), datetime.fromisoformat(since), captures, alike)
        for *row, since, captures, alike in rows
    ]


def of_page(conn: sqlite3.Connection, portal: str, url: str, state: HoldState) -> list[Hold]:
    """The holds of a page that are in a state, by the time of their captures."""
    rows = conn.execute(
        f"""SELECT {_COLUMNS} FROM hold WHERE portal = ? AND url = ? AND state = ?
        ORDER BY seen_at, id""",
        (portal, url, state),
    )
    return [_hold(row) for row in rows]


def last(conn: sqlite3.Connection) -> Hold:
    """The hold that was inserted last."""
    query = f"SELECT {_COLUMNS} FROM hold ORDER BY id DESC LIMIT 1"
    return _hold(conn.execute(query).fetchone())


def count_open(conn: sqlite3.Connection, portal: str | None = None) -> dict[str, int]:
    """The number of open holds of a portal, or of all, by reason, most frequent first."""
    rows = conn.execute(
        """SELECT reason, count(DISTINCT portal || ' ' || url) FROM hold
        WHERE state = 'open' AND (?1 IS NULL OR portal = ?1)
        GROUP BY reason ORDER BY 2 DESC, 1""",
        (portal,),
    )
    return dict(rows.fetchall())


def count_pages(conn: sqlite3.Connection, portal: str | None = None) -> int:
    """The number of pages of a portal, or of all, that are held."""
    (number,) = conn.execute(
        """SELECT count(DISTINCT portal || ' ' || url) FROM hold
        WHERE state = 'open' AND (?1 IS NULL OR portal = ?1)""",
        (portal,),
    ).fetchone()
    return int(number)


def sentences(held: Mapping[str, int], details: Mapping[str, str], portal: str) -> list[str]:
    """For each reason, how many pages of a portal a run has held. details: the figures of one of
    them, by reason.
    """
    found = []
    for reason, count in sorted(held.items(), key=lambda item: -item[1]):
        pages, them = ("page is", "it") if count == 1 else ("pages are", "them")
        why = details.get(reason) or REASONS[reason].meaning
        found.append(
            f"{count} {pages} held ({reason}): {why}; 'govnews review {portal}' shows {them}"
        )
    return found


def decide(
    conn: sqlite3.Connection,
    ids: Iterable[int],
    state: HoldState,
    now: datetime,
    note: str | None = None,
) -> None:
    """Record what became of holds, and their articles, which may be new. note: the reason that a
    person gives.
    """
    conn.executemany(
        f"UPDATE hold SET state = ?, decided_at = ?, note = ?, {JOINED} WHERE id = ?",
        [(state, utc(now), note, ident) for ident in ids],
    )


def keep_open(
    conn: sqlite3.Connection, hold_id: int, reason: HoldReason, detail: str | None, now: datetime
) -> None:
    """Hold a pending reading."""
    conn.execute(
        "UPDATE hold SET state = 'open', reason = ?, detail = ?, held_at = ? WHERE id = ?",
        (reason, detail, utc(now), hold_id),
    )


def limit_to_views(conn: sqlite3.Connection, hold_id: int) -> None:
    """Hold only the view count of a page; the rest of its reading was stored."""
    conn.execute("UPDATE hold SET changes = '[\"views\"]' WHERE id = ?", (hold_id,))


def drop(conn: sqlite3.Connection, hold_id: int) -> None:
    """Remove a pending row whose reading was admitted."""
    conn.execute("DELETE FROM hold WHERE id = ?", (hold_id,))


def passed(conn: sqlite3.Connection, portal: str, url: str, now: datetime) -> list[int]:
    """Record that a page reads well again, or its article at another address; returns the numbers
    of its holds that end with that. An imported capture is of another time and stays held.
    """
    rows = conn.execute(
        """UPDATE hold SET state = 'passed', decided_at = ?3
        WHERE portal = ?1 AND state IN ('open', 'pending') AND key IS NOT NULL
        AND (url = ?2 OR article_id = (
            SELECT article_id FROM article_address WHERE portal = ?1 AND url = ?2))
        RETURNING id""",
        (portal, url, utc(now)),
    )
    return [ident for (ident,) in rows]


def requeue(
    conn: sqlite3.Connection, portal: str, visited_before: datetime, limit: int = -1
) -> int:
    """Queue the pages that are held or wait, the newest first, so that a run sees whether they have
    recovered; returns how many. visited_before: a page that was visited later stays as it is.
    """
    return conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE portal = ?1 AND state IN ('done', 'gone', 'failed')
        AND (finished_at IS NULL OR finished_at < ?2) AND key IN (
            SELECT key FROM hold WHERE portal = ?1 AND state IN ('open', 'pending')
            AND key IS NOT NULL GROUP BY key ORDER BY max(id) DESC LIMIT ?3)""",
        (portal, utc(visited_before), limit),
    ).rowcount


def ask_again(conn: sqlite3.Connection, portal: str, key: str) -> None:
    """Queue a page whose loss was discarded, as if it had never been missing."""
    conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL,
        missing_since = NULL, error = NULL, error_detail = NULL
        WHERE portal = ? AND key = ? AND state = 'gone'""",
        (portal, key),
    )


REASONS = {one.value: one for one in HoldReason}


def _hold(row: Sequence[Any]) -> Hold:
    (
        ident, portal, url, key, capture_id, seen_at, article_id, state, reason, detail, changes,
        reading, held_at, decided_at, note,
    ) = row  # fmt: skip
    return Hold(
        ident,
        portal,
        url,
        key,
        capture_id,
        datetime.fromisoformat(seen_at),
        article_id,
        HoldState(state),
        REASONS[reason] if reason is not None else None,
        detail,
        tuple(json.loads(changes)),
        json.loads(reading) if reading is not None else {},
        datetime.fromisoformat(held_at),
        datetime.fromisoformat(decided_at) if decided_at is not None else None,
        note,
    )
