"""Articles whose text is found under another address: they have moved, and are joined.

No redirect and no canonical address says so: a new content management system gives all articles new
numbers, and the old addresses are missing. Or the addresses differ in nothing but the case of their
letters, on a server that ignores it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from govnews.archive import addresses, joining, likeness, variants
from govnews.archive.frontier import utc
from govnews.archive.joining import Payload
from govnews.archive.sql_rows import rows
from govnews.archive.variants import Variant
from govnews.archive.warc.writer import WarcWriter, note_line
from govnews.errors import UnreadableInput
from govnews.model import AddressReason
from govnews.portal import Portal


@dataclass(frozen=True, slots=True)
class Move:
    """Two articles with one text. old: the one that was known. url: their present address."""

    old: int
    new: int
    url: str
    why: AddressReason


Missing = Callable[[int], bool]
"""Whether an article is missing at its addresses."""


def ask_again(conn: sqlite3.Connection, article_id: int, began: datetime) -> int:
    """Queue the addresses of other articles that have the text of a new one, or its headline and
    date, unless this run, which began then, has visited them: are they still there? Returns how
    many those are.
    """
    return conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE state = 'done' AND finished_at < ?2 AND (portal, key) IN (
            SELECT s.portal, s.key FROM article n
            JOIN article e ON e.text_key = n.text_key AND e.portal = n.portal AND e.id != n.id
            JOIN article_address s ON s.article_id = e.id WHERE n.id = ?1
            UNION SELECT s.portal, s.key FROM article n
            JOIN article e ON e.published = n.published AND e.title = n.title
            AND e.portal = n.portal AND e.id != n.id
            JOIN article_address s ON s.article_id = e.id WHERE n.id = ?1)""",
        (article_id, utc(began)),
    ).rowcount


def join(
    conn: sqlite3.Connection,
    portal: str,
    missing: Missing,
    payload: Payload,
    last_article: int,
    now: datetime,
) -> list[Move]:
    """Join what has moved; returns what was joined. last_article: only articles after this one may
    be known ones under another address. The caller holds the transaction.
    """
    moved = [*found(conn, portal, missing, last_article)]
    moved += edited(conn, portal, missing, last_article, moved)
    for move in moved:
        record(conn, portal, move.old, move.new, move.why, now)
        _is_found(conn, move.old)
        joining.join(conn, move.old, move.new, move.url, move.why, payload)
        conn.execute(
            """DELETE FROM hold WHERE article_id = ? AND state = 'pending'
            AND changes = '["gone"]'""",
            (move.old,),
        )
        _leave(conn, move)
    return moved


def _is_found(conn: sqlite3.Connection, article_id: int) -> None:
    """The addresses of an article are no longer where it has to be."""
    conn.execute(
        """UPDATE frontier SET missing_since = NULL, error = NULL, error_detail = NULL,
        state = iif(state = 'gone', 'done', state) WHERE (portal, key) IN (
            SELECT portal, key FROM article_address WHERE article_id = ?)""",
        (article_id,),
    )


def _leave(conn: sqlite3.Connection, move: Move) -> None:
    """Another article stands at the address that a moved one had: that reading is a new one."""
    there = conn.execute(
        "SELECT id, portal, url FROM hold WHERE article_id = ? AND state = 'pending'", (move.old,)
    ).fetchall()
    for hold_id, portal, url in there:
        conn.execute("UPDATE hold SET article_id = NULL WHERE id = ?", (hold_id,))
        conn.execute("DELETE FROM article_address WHERE portal = ? AND url = ?", (portal, url))


def absorb(
    conn: sqlite3.Connection, portal: str, found: Iterable[Variant], now: datetime
) -> list[Variant]:
    """Join the addresses at which articles stand beside their own; returns them. The caller holds
    the transaction.
    """
    done = []
    for one in found:
        done.append(one)
        record(conn, portal, one.of, one.article_id, AddressReason.VARIANT, now)
        variants.absorb(conn, one.of, one.article_id)
    return done


def twins(conn: sqlite3.Connection, portal: str) -> Iterator[Variant]:
    """Articles that are lost now, each with one that stands and has its text and its date: it was
    published twice, and one of both was taken off. The caller joins each.
    """
    lost = conn.execute(
        """SELECT g.id, g.url, o.id, o.url FROM hold h JOIN article g ON g.id = h.article_id
        JOIN article o ON o.text_key = g.text_key AND o.portal = g.portal AND o.id != g.id
        AND substr(o.published, 1, 10) IS substr(g.published, 1, 10) AND o.gone_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM hold x WHERE x.article_id = o.id AND x.state = 'pending')
        AND NOT EXISTS (SELECT 1 FROM article_address s JOIN frontier f
            ON f.portal = s.portal AND f.key = s.key WHERE s.article_id = o.id
            AND s.url = o.url AND (f.state = 'gone' OR f.missing_since IS NOT NULL))
        WHERE h.portal = ? AND h.state = 'pending' AND h.changes = '["gone"]'
        GROUP BY g.id HAVING o.id = min(o.id) ORDER BY g.id""",
        (portal,),
    ).fetchall()
    for gone, gone_url, kept, kept_url in lost:
        if variants.texts(conn, gone) <= variants.texts(conn, kept):
            conn.execute("DELETE FROM hold WHERE article_id = ? AND state = 'pending'", (gone,))
            _is_found(conn, gone)
            yield Variant(kept, gone, kept_url, gone_url)


def record(
    conn: sqlite3.Connection, portal: str, one: int, other: int, why: str, now: datetime
) -> None:
    """Record that two articles are one, for a replay, which cannot know what was missing when."""
    conn.execute(
        """INSERT OR IGNORE INTO article_move
        SELECT ?1, a.url, b.url, ?4, ?5 FROM article a, article b WHERE a.id = ?2 AND b.id = ?3""",
        (portal, one, other, why, utc(now)),
    )


def note(conn: sqlite3.Connection, writer: WarcWriter, portal: str, now: datetime) -> None:
    """Write what was recorded at a time to the WARC files, from which it can be restored."""
    for row in rows(
        conn, "SELECT * FROM article_move WHERE portal = ? AND joined_at = ?", portal, utc(now)
    ):
        writer.note(note_line({"moved": row}), now)


def restore(conn: sqlite3.Connection, line: str) -> None:
    """Insert what a line of the WARC files records; raises UnreadableInput for any other line."""
    try:
        found = json.loads(line)["moved"]
        values = [found[name] for name in ("portal", "url", "other", "why", "joined_at")]
        AddressReason(found["why"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableInput(f"no move: {line[:200]}") from error
    conn.execute("INSERT OR IGNORE INTO article_move VALUES (?, ?, ?, ?, ?)", values)


def join_recorded(
    conn: sqlite3.Connection,
    portal: Portal,
    pairs: Iterable[tuple[str, str, str]],
    payload: Payload,
) -> None:
    """Join the articles at these pairs of addresses, each with why, as they were joined before."""
    for url, other, why in pairs:
        if why == AddressReason.REUSED:
            continue
        old, new = (addresses.find(conn, portal, each) for each in (url, other))
        if old is None or new is None or old.article_id == new.article_id:
            continue
        places = conn.execute(
            "SELECT url FROM article WHERE id IN (?, ?) ORDER BY last_seen DESC, url",
            (old.article_id, new.article_id),
        ).fetchall()
        reason = AddressReason(why)
        if reason == AddressReason.VARIANT:
            variants.absorb(conn, old.article_id, new.article_id)
            continue
        joining.join(conn, old.article_id, new.article_id, places[0][0], reason, payload)


def found(
    conn: sqlite3.Connection, portal: str, missing: Missing, last_article: int | None = None
) -> Iterator[Move]:
    """The pairs of articles that are one, which have one text; see `join`."""
    pairs = conn.execute(
        """SELECT e.id, e.url, e.last_seen, n.id, n.url, n.last_seen FROM article n
        JOIN article e ON e.text_key = n.text_key AND e.portal = n.portal
        AND e.id < n.id AND e.id <= coalesce(?2, e.id)
        AND substr(e.published, 1, 10) IS substr(n.published, 1, 10)
        WHERE n.portal = ?1 AND n.id > coalesce(?2, 0) ORDER BY n.id""",
        (portal, last_article),
    ).fetchall()
    # A text that several articles have says nothing about where one of them went.
    times = Counter(ident for old, _, _, new, _, _ in pairs for ident in (old, new))
    for old, url, seen, new, new_url, new_seen in pairs:
        if times[old] > 1 or times[new] > 1:
            continue
        present = new_url if new_seen >= seen else url
        if url.lower() == new_url.lower():
            yield Move(old, new, present, AddressReason.CASE)
        elif missing(old) or missing(new):
            yield Move(old, new, present, AddressReason.MOVED)


def edited(
    conn: sqlite3.Connection,
    portal: str,
    missing: Missing,
    last_article: int,
    moved: Sequence[Move],
) -> Iterator[Move]:
    """The pairs of articles that are one, which was edited when it moved: of one headline and date,
    with most of the words, and nothing else that they could be. moved: what `found` found.
    """
    pairs = conn.execute(
        """SELECT e.id, n.id, n.url FROM article n
        JOIN article e ON e.published = n.published AND e.title = n.title AND e.portal = n.portal
        AND e.id <= ?2 AND e.text_key IS NOT n.text_key
        WHERE n.portal = ?1 AND n.id > ?2 ORDER BY n.id""",
        (portal, last_article),
    ).fetchall()
    known = {ident for move in moved for ident in (move.old, move.new)}
    pairs = [
        pair for pair in pairs
        if not known & {*pair[:2]}
        and likeness.is_edited(joining.text_of(conn, pair[0]), joining.text_of(conn, pair[1]))
    ]  # fmt: skip
    times = Counter(ident for old, new, _ in pairs for ident in (old, new))
    for old, new, url in pairs:
        if times[old] == times[new] == 1 and missing(old):
            yield Move(old, new, url, AddressReason.MOVED)


def missing_since(conn: sqlite3.Connection, since: datetime) -> Missing:
    """Whether an article was asked for since a time, and not read."""

    def missing(article_id: int) -> bool:
        row = conn.execute(
            """SELECT 1 FROM article a JOIN article_address s ON s.article_id = a.id
            JOIN frontier f ON f.portal = s.portal AND f.key = s.key
            WHERE a.id = ?1 AND a.last_seen < ?2 AND f.finished_at >= ?2
            AND (f.missing_since IS NOT NULL OR f.state = 'gone') LIMIT 1""",
            (article_id, utc(since)),
        ).fetchone()
        return row is not None or _is_replaced(conn, article_id)

    return missing


def _is_replaced(conn: sqlite3.Connection, article_id: int) -> bool:
    """Whether another article was read in this run at the address of an article."""
    readings = conn.execute(
        "SELECT reading FROM hold WHERE article_id = ? AND state = 'pending' AND reading NOT NULL",
        (article_id,),
    ).fetchall()
    if not readings:
        return False
    own = joining.text_of(conn, article_id)
    return not any(
        likeness.may_have_moved(own, likeness.text_of(json.loads(reading)))
        for (reading,) in readings
    )
