"""Rebuild the rows of captures from the WARC files: of a lost database, or of records
without rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from govnews.archive import (
    admission,
    hold_notes,
    holds,
    list_views,
    moves,
    observations,
    profiles,
    requeue,
    view_counts,
)
from govnews.archive.captures import payload_digest
from govnews.archive.database import DATABASE, Archive
from govnews.archive.frontier import utc
from govnews.archive.holds import GONE, HoldState
from govnews.archive.warc.model import ANSWERS, NOTES_TYPE, OPEN, Damage, Record
from govnews.archive.warc.reader import exchange_of, fault, stated_digest, walk
from govnews.errors import BadPortalFile, PageRefused, UnknownPortal, UnreadableInput
from govnews.identity import ADDRESS_ONLY, Identity
from govnews.model import Kind
from govnews.portal import Portal, Registry
from govnews.reading.attached_file import not_a_file
from govnews.rereading import Rereader

_FOUND = """
CREATE TEMP TABLE found (
    portal, url, method, kind, fetched_at, status, media_type, headers, digest, wire_digest, size,
    warc_file, warc_offset, warc_length, links, refers_to, refers_at, came_from, asked, no_file
)
"""
_NOTED = "CREATE TEMP TABLE noted (what, portal, url, captured_at, line)"

_OWN = """
portal, url, method, kind, fetched_at, status, media_type, headers, digest, wire_digest, size,
warc_file, warc_offset, warc_length, links
"""
# A page whose transaction was rolled back and repeated has a record of each time: one is enough.
_NEW = """
FROM found f WHERE NOT EXISTS (SELECT 1 FROM capture c
    WHERE c.warc_file = f.warc_file AND c.warc_offset = f.warc_offset)
AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.portal = f.portal AND c.url = f.url
    AND c.method = f.method AND c.fetched_at = f.fetched_at AND c.warc_file = f.warc_file
    AND coalesce(c.wire_digest, c.digest) = coalesce(f.wire_digest, f.digest))
AND NOT EXISTS (SELECT 1 FROM found o WHERE o.portal = f.portal AND o.url = f.url
    AND o.method = f.method AND o.fetched_at = f.fetched_at AND o.warc_file = f.warc_file
    AND coalesce(o.wire_digest, o.digest) = coalesce(f.wire_digest, f.digest)
    AND o.warc_offset > f.warc_offset)
"""
_MOVED = """
FROM found f WHERE f.portal = c.portal AND f.url = c.url AND f.fetched_at = c.fetched_at
AND (f.digest = c.digest OR (f.digest = '' AND c.revisit_of IS NOT NULL))
AND NOT EXISTS (SELECT 1 FROM capture o
    WHERE o.warc_file = f.warc_file AND o.warc_offset = f.warc_offset)
"""
_ORIGINAL = """
SELECT id, digest, wire_digest, size FROM capture WHERE portal = ? AND url = ? AND fetched_at = ?
AND revisit_of IS NULL ORDER BY coalesce(wire_digest, digest) = ? DESC, id LIMIT 1
"""


@dataclass(slots=True)
class Indexed:
    """The result of reading the WARC files. captures, observations: rows added. mended: captures
    whose rows were wrong.

    skipped: records without a row, by reason. damages: files and their faults.
    """

    captures: int = 0
    mended: int = 0
    observations: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    damages: list[tuple[str, Damage]] = field(default_factory=list)


def set_aside(root: Path) -> Path:
    """Move a database that cannot be opened aside; returns its new path."""
    place = root / DATABASE
    number = 1
    while (aside := root / f"archive.damaged-{number}.db").exists():
        number += 1
    for ending in ("-wal", "-shm"):
        beside = place.with_name(place.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    place.rename(aside)
    return aside


def reindex(archive: Archive, advanced: Callable[[int, int], None]) -> Indexed:
    """Add rows for all records that have none, in one transaction. archive: open for writing.

    advanced: called with the number of bytes done and the total.
    """
    done = Indexed()
    files = [
        path
        for path in sorted((archive.root / "warc").iterdir())
        if path.name.removesuffix(OPEN).endswith(".warc.gz")
    ]
    total, read = sum(path.stat().st_size for path in files), 0
    with archive.transaction() as conn:
        conn.execute(_FOUND)
        conn.execute(_NOTED)
        for path in files:
            _index_file(conn, path, done)
            read += path.stat().st_size
            advanced(read, total)
        _add_captures(conn, done)
        _join_redirects(conn)
        _add_observations(conn, done)
        _add_list_views(conn, done)
        _add_profiles(conn, done)
        _add_holds(conn, done)
        _add_moves(conn, done)
        _withdraw_views(conn, done)
        requeue.add_fetched(conn, "found", _keys(archive.root))
        conn.execute("DROP TABLE found")
        conn.execute("DROP TABLE noted")
    return done


def _keys(root: Path) -> Callable[[str, str], str]:
    """What names the article at an address of a portal; without its file, by the rules for all."""
    registry = Registry(root)

    @cache
    def rules(portal: str) -> Identity:
        try:
            return registry.load(portal).identity
        except (UnknownPortal, BadPortalFile):
            return ADDRESS_ONLY

    return lambda portal, url: rules(portal).key(url)


def _index_file(conn: sqlite3.Connection, path: Path, done: Indexed) -> None:
    name = f"warc/{path.name.removesuffix(OPEN)}"
    request: Record | None = None
    for record in _sound(path, done):
        portal = record.headers.get("govnews-portal")
        if record.type == "request":
            request = record
        elif record.type in ANSWERS and portal:
            try:
                row = _row(record, request)
            except UnreadableInput:
                done.skipped["does not read back"] += 1
                continue
            values = [portal, *row, name, record.offset, record.length, *_refers(record)]
            values += [_belongs(request, record), _is_no_file(record)]
            marks = ", ".join("?" * len(values))
            conn.execute(f"INSERT INTO found VALUES ({marks})", values)
        elif record.type == "metadata" and record.headers.get("content-type") == NOTES_TYPE:
            _note(conn, portal, record, done)
        elif record.type != "warcinfo":
            done.skipped["not written by govnews"] += 1


def _sound(path: Path, done: Indexed) -> Iterator[Record]:
    """The readable records of a file; damaged ranges are recorded."""
    for record in walk(path):
        if isinstance(record, Damage):
            done.damages.append((path.name, record))
            continue
        why = fault(record)
        if why is not None:
            done.damages.append((path.name, Damage(record.offset, record.length, why)))
            continue
        yield record


def _belongs(request: Record | None, answer: Record) -> bool:
    """Whether a request record belongs to a response record."""
    return request is not None and request.headers.get("warc-concurrent-to") == answer.headers.get(
        "warc-record-id", ""
    )


def _is_no_file(record: Record) -> bool:
    """Whether a record holds something else in the place of an attached file. The payload of a
    revisit lies elsewhere: its declared type decides.
    """
    if record.headers.get("govnews-kind") != Kind.ATTACHMENT:
        return False
    exchange = exchange_of(record)
    if not 200 <= exchange.status < 300:
        return False
    try:
        held = exchange.capture()
        if record.type == "revisit":
            held = replace(held, body=b"-")
        return not_a_file(exchange.url, held) is not None
    except PageRefused:
        return True


def _row(record: Record, request: Record | None) -> tuple[object, ...]:
    """The columns of a capture up to its place in the file; raises UnreadableInput."""
    exchange = exchange_of(record)
    body = exchange.decoded()
    method = "GET"
    if request is not None and _belongs(request, record):
        method = request.block.partition(b" ")[0].decode("ascii", "replace")
    # A revisit has no payload; its digest and size come from its original later.
    digest = "" if record.type == "revisit" else payload_digest(body)
    wire = stated_digest(record)
    media_type = (exchange.header("content-type") or "").partition(";")[0].strip().lower() or None
    headers = json.dumps(exchange.headers, ensure_ascii=False)
    kind = record.headers.get("govnews-kind", "article")
    return (
        exchange.url, method, kind, utc(exchange.fetched_at), exchange.status, media_type, headers,
        digest, wire if wire != digest else None, len(body),
    )  # fmt: skip


def _refers(record: Record) -> tuple[str | None, str | None, str | None, str | None]:
    """Digest of the links of a list page; URL and time of a revisit's original; URL of the redirect
    that led here.
    """
    headers = record.headers
    at = headers.get("warc-refers-to-date")
    if at is not None:
        at = utc(datetime.fromisoformat(at))
    links, original = headers.get("govnews-links"), headers.get("warc-refers-to-target-uri")
    return links, original, at, headers.get("govnews-redirected-from")


def _note(conn: sqlite3.Connection, portal: str | None, record: Record, done: Indexed) -> None:
    for line in record.block.decode("utf-8", "replace").splitlines():
        what, url, captured_at = "visit", None, None
        if line.startswith('{"profile"'):
            what = "profile"
        elif line.startswith('{"hold"'):
            what = "hold"
        elif line.startswith('{"judged"'):
            what = "judged"
        elif line.startswith('{"false_views"'):
            what = "false views"
        elif line.startswith('{"moved"'):
            what = "move"
        elif line.startswith('{"list_views"'):
            what = "list views"
        try:
            if what == "visit":
                url, captured_at, _ = observations.from_note(line)
        except UnreadableInput:
            done.skipped["a note that cannot be read"] += 1
            continue
        values = (what, portal, url, captured_at, line)
        conn.execute("INSERT INTO noted VALUES (?, ?, ?, ?, ?)", values)


def _mend_captures(conn: sqlite3.Connection) -> int:
    """Correct the location of rows whose record moved (its file was renamed), and rows that differ
    from their record. Returns the number of corrections.
    """
    conn.execute("CREATE INDEX temp.found_place ON found (warc_file, warc_offset)")
    conn.execute("CREATE INDEX temp.found_page ON found (portal, url, fetched_at)")
    moved = conn.execute(
        f"""UPDATE capture AS c SET (warc_file, warc_offset, warc_length) =
        (SELECT f.warc_file, f.warc_offset, f.warc_length {_MOVED} LIMIT 1)
        WHERE NOT EXISTS (SELECT 1 FROM found f
            WHERE f.warc_file = c.warc_file AND f.warc_offset = c.warc_offset)
        AND EXISTS (SELECT 1 {_MOVED})"""
    ).rowcount
    given = "portal, url, method, kind, fetched_at, status, media_type, headers, warc_length, links"
    held = "digest, wire_digest, size"
    for columns, which in ((given, ""), (held, "AND f.digest != ''")):
        own, theirs = (", ".join(f"{t}.{n}" for n in columns.split(", ")) for t in "cf")
        there = f"f.warc_file = c.warc_file AND f.warc_offset = c.warc_offset {which}"
        moved += conn.execute(
            f"""UPDATE capture AS c SET ({columns}) = (SELECT {theirs} FROM found f WHERE {there})
            WHERE EXISTS (SELECT 1 FROM found f WHERE {there} AND ({own}) IS NOT ({theirs}))"""
        ).rowcount
    return moved


def _add_captures(conn: sqlite3.Connection, done: Indexed) -> None:
    """Insert the records in the order of their times, so that revisits find their originals."""
    done.mended = _mend_captures(conn)
    (before,) = conn.execute("SELECT count(*) FROM capture").fetchone()
    conn.execute(
        f"""INSERT INTO capture ({_OWN}) SELECT {_OWN} {_NEW}
        ORDER BY fetched_at, warc_file, warc_offset"""
    )
    revisits = conn.execute(
        """SELECT c.id, c.digest, c.portal, f.refers_to, f.refers_at, f.wire_digest
        FROM capture c JOIN found f ON f.warc_file = c.warc_file AND f.warc_offset = c.warc_offset
        WHERE c.digest = '' OR c.revisit_of NOT IN (SELECT id FROM capture)"""
    ).fetchall()
    for ident, known, portal, url, at, stated in revisits:
        original = conn.execute(_ORIGINAL, (portal, url, at, stated)).fetchone()
        if original is None and known:
            continue
        if original is None:
            conn.execute("DELETE FROM capture WHERE id = ?", (ident,))
            done.skipped["a revisit whose original is missing"] += 1
            continue
        held, digest, _, size = original
        wire = stated if stated != digest else None
        conn.execute(
            "UPDATE capture SET revisit_of = ?, digest = ?, wire_digest = ?, size = ? WHERE id = ?",
            (held, digest, wire, size, ident),
        )
    (after,) = conn.execute("SELECT count(*) FROM capture").fetchone()
    done.captures = after - before


def _join_redirects(conn: sqlite3.Connection) -> None:
    """Link captures to the redirect that led to them: the last response of that URL before them."""
    conn.execute(
        """UPDATE capture AS c SET redirected_from = (
            SELECT r.id FROM found f JOIN capture r
            ON r.portal = f.portal AND r.url = f.came_from AND r.fetched_at <= f.fetched_at
            AND (r.warc_file, r.warc_offset) < (f.warc_file, f.warc_offset)
            WHERE f.warc_file = c.warc_file AND f.warc_offset = c.warc_offset
            ORDER BY r.fetched_at DESC, r.warc_file DESC, r.warc_offset DESC LIMIT 1)
        WHERE EXISTS (SELECT 1 FROM found f WHERE f.came_from IS NOT NULL
            AND f.warc_file = c.warc_file AND f.warc_offset = c.warc_offset)"""
    )


def _add_observations(conn: sqlite3.Connection, done: Indexed) -> None:
    conn.execute("DELETE FROM observation WHERE capture_id NOT IN (SELECT id FROM capture)")
    before = conn.total_changes
    noted = "SELECT portal, url, captured_at, line FROM noted WHERE what = 'visit'"
    for portal, url, at, line in conn.execute(noted).fetchall():
        row = conn.execute(_ORIGINAL, (portal, url, at, None)).fetchone()
        if row is None:
            done.skipped["an observation whose capture is missing"] += 1
        else:
            observations.insert(conn, row[0], observations.from_note(line)[2])
    done.observations = conn.total_changes - before


def _add_list_views(conn: sqlite3.Connection, done: Indexed) -> None:
    """Insert the view counts that lists printed."""
    conn.execute("DELETE FROM list_view WHERE capture_id NOT IN (SELECT id FROM capture)")
    noted = "SELECT portal, line FROM noted WHERE what = 'list views'"
    for portal, line in conn.execute(noted).fetchall():
        try:
            seen = list_views.from_note(line)
        except UnreadableInput:
            done.skipped["counts of a list of another version"] += 1
            continue
        row = conn.execute(
            """SELECT id FROM capture WHERE portal = ? AND url = ? AND fetched_at = ?
            ORDER BY id DESC LIMIT 1""",
            (portal, seen.url, seen.captured_at),
        ).fetchone()
        if row is None:
            done.skipped["counts of a list whose capture is missing"] += 1
        else:
            list_views.insert(conn, portal, row[0], seen)


def _add_profiles(conn: sqlite3.Connection, done: Indexed) -> None:
    """Insert profiles in the order in which they were learned; their captures are not
    recoverable.
    """
    found = []
    for portal, line in conn.execute("SELECT portal, line FROM noted WHERE what = 'profile'"):
        try:
            era, at = profiles.from_note(line)
        except UnreadableInput:
            done.skipped["a profile of another version"] += 1
        else:
            found.append((at, portal, era))
    for at, portal, era in sorted(found, key=lambda item: item[0]):
        if not profiles.has(conn, portal, era):
            profiles.store(conn, portal, era, (), at)


def _add_holds(conn: sqlite3.Connection, done: Indexed) -> None:
    """Insert holds with what became of them, in the order of the lines' times."""
    found = []
    for portal, line in conn.execute("SELECT portal, line FROM noted WHERE what = 'hold'"):
        try:
            found.append((portal, hold_notes.from_note(line)))
        except UnreadableInput:
            done.skipped["a hold of another version"] += 1
    for portal, noted in sorted(found, key=lambda pair: _time_of(pair[1])):
        row = conn.execute(
            """SELECT id FROM capture WHERE portal = ? AND url = ? AND fetched_at = ?
            ORDER BY id DESC LIMIT 1""",
            (portal, noted["capture"], noted["seen_at"]),
        ).fetchone()
        if row is None:
            done.skipped["a hold whose capture is missing"] += 1
        else:
            hold_notes.restore(conn, portal, row[0], noted)
    for portal, line in conn.execute("SELECT portal, line FROM noted WHERE what = 'judged'"):
        try:
            hold_notes.drop_judged(conn, portal, hold_notes.judged_until(line))
        except UnreadableInput:
            done.skipped["the end of a run of another version"] += 1


def _withdraw_views(conn: sqlite3.Connection, done: Indexed) -> None:
    """Take back the view counts that a run found to be false."""
    for portal, line in conn.execute("SELECT portal, line FROM noted WHERE what = 'false views'"):
        try:
            url, captured_at, seen_at = view_counts.from_note(line)
        except UnreadableInput:
            done.skipped["a view count of another version"] += 1
            continue
        row = conn.execute(_ORIGINAL, (portal, url, captured_at, None)).fetchone()
        if row is not None:
            view_counts.drop(conn, row[0], seen_at)


def _add_moves(conn: sqlite3.Connection, done: Indexed) -> None:
    """Record again which articles were found to be one by their texts."""
    for (line,) in conn.execute("SELECT line FROM noted WHERE what = 'move'").fetchall():
        try:
            moves.restore(conn, line)
        except UnreadableInput:
            done.skipped["a move of another version"] += 1


def _time_of(noted: Mapping[str, str | None]) -> str:
    return noted["decided_at"] or noted["held_at"] or ""


READ_AGAIN = (HoldState.PENDING, HoldState.OPEN, HoldState.DISCARDED)
"""The states of holds whose readings are needed: to be judged, decided on, or compared."""


def complete_holds(archive: Archive, portals: Mapping[str, Portal]) -> None:
    """Lead holds to their articles, and read those again that may be needed; call it when the
    articles are rebuilt.
    """
    conn = archive.conn
    with archive.transaction():
        hold_notes.join_articles(conn)
    for name, portal in portals.items():
        reread = Rereader(archive, portal, profiles.eras(conn, name))
        for hold in holds.of_portal(conn, name, *READ_AGAIN):
            if hold.capture_id is None or hold.reading or GONE in hold.changes:
                continue
            article = reread.read(hold.capture_id, hold.url)
            if article is not None:
                with archive.transaction():
                    hold_notes.set_reading(conn, hold.id, admission.values_of(article))
