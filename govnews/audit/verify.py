"""Verify an archive: the database, the search index, every record of every WARC file, and every row
against its record. Nothing is changed.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from govnews.archive import columns, observations, reading_digest
from govnews.archive.captures import payload_digest
from govnews.archive.database import Archive
from govnews.archive.frontier import utc
from govnews.archive.sql_rows import Row, rows
from govnews.archive.warc.model import ANSWERS, NOTES_TYPE, OPEN, Damage, Record
from govnews.archive.warc.reader import exchange_of, fault, stated_digest, walk
from govnews.audit import held_captures, repeated_versions
from govnews.errors import UnreadableInput

Area = Literal["database", "index", "warc", "capture", "article", "hold"]

REPAIRS: dict[Area, str] = {
    "database": "'govnews verify --repair' keeps archive.db aside and makes a new one from warc/",
    "index": "'govnews verify --repair' makes the search index again",
    "warc": (
        "put the file back from a copy (a mirror, a merged archive); without one, "
        "'govnews verify --repair' queues the pages to be fetched again"
    ),
    "capture": "'govnews verify --repair' makes the row again from the WARC file",
    "article": "'govnews verify --repair' reads the captures again",
    "hold": "'govnews review --discard NUMBER' ends it; the article stays as it is",
}
"""The remedy for a fault, by place."""

COLUMNS = ("area", "place", "what", "url", "repair")
"""Columns of `govnews verify`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was found. place: file and offset, or table and row. url: the page concerned,
    None unless it is a single one. capture_id: its row, if there is one.
    """

    area: Area
    place: str
    what: str
    url: str | None = None
    capture_id: int | None = None

    def row(self) -> Row:
        """The fault as a row of COLUMNS."""
        values = (self.area, self.place, self.what, self.url, REPAIRS[self.area])
        return dict(zip(COLUMNS, values, strict=True))


@dataclass(slots=True)
class Verified:
    """The result of a verification. notes: sentences about remarkable facts that are no faults.

    unknown: responses in the WARC files without a row. lost: captures whose loss is known. back:
    such captures that can be read again.
    """

    captures: int = 0
    records: int = 0
    files: int = 0
    articles: int = 0
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: int = 0
    lost: int = 0
    back: list[int] = field(default_factory=list)


def verify(
    archive: Archive, advanced: Callable[[int, int], None], portal: str | None = None
) -> Verified:
    """Verify the complete archive, or the captures and articles of one portal.

    advanced: called with the number of bytes of the WARC files that are done, and their total.
    """
    began = time.monotonic()
    done = Verified()
    conn = archive.conn
    done.faults += _database(conn)
    if not any(fault.area == "database" for fault in done.faults):
        done.faults += _index(archive, done)
        conn.execute("BEGIN")  # one snapshot of the database, despite concurrent writers
        try:
            _Files(archive, done, portal).check(advanced)
            done.faults += _articles(conn, done, portal)
            done.faults += _holds(conn, portal)
        finally:
            conn.execute("ROLLBACK")
    done.seconds = time.monotonic() - began
    return done


# --- the database ---------------------------------------------------------------------------------


def _database(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Run SQLite's own checks."""
    try:
        for (message,) in conn.execute("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield Fault("database", "archive.db", message)
        for table, rowid, parent, _ in conn.execute("PRAGMA foreign_key_check"):
            what = f"leads to a row of {parent} that is not there"
            area: Area = "capture" if table in {"capture", "observation"} else "article"
            if table == "hold":
                area = "hold"
            yield Fault(area, f"table {table}, row {rowid}", what)
    except sqlite3.DatabaseError as error:
        yield Fault("database", "archive.db", str(error))


def _index(archive: Archive, done: Verified) -> Iterator[Fault]:
    """Check the search index against the articles; FTS5 checks itself with a statement
    that writes.
    """
    (unkeyed,) = archive.conn.execute(
        """SELECT count(*) FROM article a
        WHERE NOT EXISTS (SELECT 1 FROM article_key WHERE article_id = a.id)"""
    ).fetchone()
    if unkeyed:
        yield Fault("index", "table article_key", f"lacks {unkeyed} articles")
    try:
        conn = sqlite3.connect(archive.path, isolation_level=None, timeout=1)
    except sqlite3.Error as error:
        done.notes.append(f"the search index was not checked: {error}")
        return
    try:
        conn.execute("INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError as error:
        done.notes.append(f"the search index was not checked: {error}")
    except sqlite3.DatabaseError as error:
        yield Fault("index", "table article_fts", f"does not agree with the articles: {error}")
    finally:
        conn.close()


# --- the WARC files -------------------------------------------------------------------------------

_ROWS = """
SELECT c.id, c.portal, c.url, c.kind, c.fetched_at, c.status, c.digest, c.wire_digest, c.size,
       c.warc_offset, c.warc_length, c.revisit_of, c.lost_at, o.digest AS held
FROM capture c LEFT JOIN capture o ON o.id = c.revisit_of
WHERE c.warc_file = ? AND (? IS NULL OR c.portal = ?)
"""


class _Files:
    """The WARC files and the rows that refer to them."""

    def __init__(self, archive: Archive, done: Verified, portal: str | None) -> None:
        self._root = archive.root
        self._conn = archive.conn
        self._done = done
        self._portal = portal
        self._unknown: Counter[str] = Counter()

    def check(self, advanced: Callable[[int, int], None]) -> None:
        wanted = {
            row[0]
            for row in self._conn.execute(
                "SELECT DISTINCT warc_file FROM capture WHERE ?1 IS NULL OR portal = ?1",
                (self._portal,),
            )
        }
        here = {self._name(path): path for path in sorted((self._root / "warc").iterdir())}
        for name in sorted(wanted - set(here)):
            self._missing(name)
        files = {
            name: path
            for name, path in here.items()
            if name in wanted or (self._portal is None and name.endswith(".warc.gz"))
        }
        for name in sorted(set(here) - set(files)) if self._portal is None else ():
            self._done.notes.append(f"{name} is no WARC file of this archive and was left alone")
        total, read = sum(path.stat().st_size for path in files.values()), 0
        for name, path in files.items():
            self._file(name, path)
            read += path.stat().st_size
            advanced(read, total)
        done = self._done
        done.unknown = self._unknown.total()
        if done.lost:
            done.notes.append(f"{done.lost} captures are lost, as an earlier repair noted")
        for name, number in self._unknown.items():
            if not number:
                continue
            done.notes.append(
                f"{name} has {number} answers or observations that no row names (a run was "
                "killed before it stored them, or the database is older); 'govnews reindex' "
                "adds them"
            )

    @staticmethod
    def _name(path: Path) -> str:
        return f"warc/{path.name.removesuffix(OPEN)}"

    def _missing(self, name: str) -> None:
        (number,) = self._conn.execute(
            "SELECT count(*) FROM capture WHERE warc_file = ?", (name,)
        ).fetchone()
        self._done.captures += number
        for row in self._rows(name):
            self._lost(row, name, "the file is missing")

    def _lost(self, row: Row, place: str, what: str) -> None:
        """Report a capture that cannot be read, unless its loss is known."""
        if row["lost_at"] is not None:
            self._done.lost += 1
        else:
            self._done.faults.append(Fault("warc", place, what, row["url"], row["id"]))

    def _rows(self, name: str) -> Iterator[Row]:
        return rows(self._conn, _ROWS, name, self._portal, self._portal)

    def _file(self, name: str, path: Path) -> None:
        """Check every record of a file, and every row that refers to it."""
        done = self._done
        done.files += 1
        expected = {row["warc_offset"]: row for row in self._rows(name)}
        done.captures += len(expected)
        damages: list[Damage] = []
        growing = path.name.endswith(OPEN)
        for record in walk(path):
            if isinstance(record, Damage):
                damages.append(record)
                continue
            done.records += 1
            row = expected.pop(record.offset, None)
            why = fault(record)
            if why is not None:
                damages.append(Damage(record.offset, record.length, why))
                if row is not None:
                    expected[record.offset] = row
            elif row is not None:
                self._compare(name, row, record)
            elif self._portal is None and not growing:
                self._unknown[name] += self._unnamed(record)
        for damage in damages:
            self._damaged(name, damage, expected, growing=growing)
        for offset, row in sorted(expected.items()):
            place = f"{name} at {offset}"
            if row["lost_at"] is not None or offset >= path.stat().st_size:
                self._lost(row, place, "the file is cut: it ends before that")
            else:
                what = "no record begins there"
                done.faults.append(Fault("capture", place, what, row["url"], row["id"]))

    def _unnamed(self, record: Record) -> int:
        """The number of responses or observations in a record that have no row."""
        headers = record.headers
        if record.type in ANSWERS:
            # A page whose transaction was rolled back and tried again has two records.
            same = self._conn.execute(
                """SELECT 1 FROM capture WHERE portal = ? AND url = ? AND fetched_at = ?
                AND coalesce(wire_digest, digest) = ?""",
                (
                    headers.get("govnews-portal"),
                    headers.get("warc-target-uri"),
                    headers.get("warc-date"),
                    stated_digest(record),
                ),
            )
            return int(same.fetchone() is None)
        if headers.get("content-type") != NOTES_TYPE:
            return 0
        missing = 0
        for line in record.block.decode("utf-8", "replace").splitlines():
            try:
                url, captured_at, seen = observations.from_note(line)
            except UnreadableInput:
                continue  # a profile
            found = self._conn.execute(
                """SELECT 1 FROM capture c JOIN observation o ON o.capture_id = c.id
                WHERE c.portal = ? AND c.url = ? AND c.fetched_at = ? AND o.seen_at = ?""",
                (headers.get("govnews-portal"), url, captured_at, utc(seen.seen_at)),
            )
            missing += found.fetchone() is None
        return missing

    def _damaged(
        self, name: str, damage: Damage, expected: dict[int, Row], *, growing: bool
    ) -> None:
        """Report a damaged range, with the pages whose records were there."""
        end = damage.offset + damage.length
        lost = [expected.pop(at) for at in sorted(expected) if damage.offset <= at < end]
        if growing and not lost:
            return  # the incomplete end of a file that is still being written
        place = f"{name} at {damage.offset}"
        if not lost:
            self._done.faults.append(Fault("warc", place, damage.why))
        for row in lost:
            self._lost(row, place, damage.why)

    def _compare(self, name: str, row: Row, record: Record) -> None:
        """Compare a row with its record, whose own digests already match."""
        if row["lost_at"] is not None:
            # A revisit is lost with its original, which is checked by itself.
            if row["revisit_of"] is None:
                self._done.back.append(row["id"])
            else:
                self._done.lost += 1
            return
        for what in self._wrong(row, record):
            place = f"{name} at {record.offset}"
            self._done.faults.append(Fault("capture", place, what, row["url"], row["id"]))

    @staticmethod
    def _wrong(row: Row, record: Record) -> Iterator[str]:
        try:
            exchange = exchange_of(record)
        except UnreadableInput as error:
            yield str(error)
            return
        stored = (row["url"], row["fetched_at"], row["status"], row["warc_length"], row["portal"])
        found = (
            exchange.url,
            record.headers.get("warc-date", ""),
            exchange.status,
            record.length,
            record.headers.get("govnews-portal", row["portal"]),
        )
        names = ("address", "time", "status", "length", "portal")
        for label, mine, theirs in zip(names, stored, found, strict=True):
            if mine != theirs:
                yield f"the row's {label} is {mine}, the record's {theirs}"
        wire = row["wire_digest"] or row["digest"]
        if stated_digest(record) != wire:
            yield "the row's digest is not the record's"
        if record.type == "revisit":
            if row["revisit_of"] is None:
                yield "the row does not say which capture holds its page"
            elif row["held"] != row["digest"]:
                yield "the capture that holds its page has another digest"
        elif not _reads_back(row, exchange):
            yield "the page is not what the row's digest says"


def _reads_back(row: Row, exchange: Any) -> bool:
    """Whether the decoded payload has the row's digest and size."""
    body = exchange.decoded()
    return (payload_digest(body), len(body)) == (row["digest"], row["size"])


# --- the articles ---------------------------------------------------------------------------------


def _articles(conn: sqlite3.Connection, done: Verified, portal: str | None) -> Iterator[Fault]:
    """Check versions against their digests and each other, articles against their newest ones."""
    versions = rows(
        conn,
        """SELECT v.*, a.url FROM article_version v
        JOIN article a ON a.id = v.article_id WHERE ?1 IS NULL OR a.portal = ?1""",
        portal,
    )
    for version in versions:
        if not reading_digest.is_sound(version):
            what = "the version does not say what its digest says"
            place = f"table article_version, row {version['id']}"
            yield Fault("article", place, what, version["url"], version["capture_id"])
    wrong = {fault.capture_id for fault in done.faults if fault.area == "capture"}
    for ident, url, capture_id, what in repeated_versions.find(conn, portal):
        if capture_id in wrong:
            continue  # its row lies about the payload
        yield Fault("article", f"table article_version, row {ident}", what, url, capture_id)
    own, newest = (", ".join(f"{table}.{name}" for name in columns.READING) for table in ("a", "v"))
    found = conn.execute(
        f"""SELECT a.id, a.url, a.capture_id, ({own}) IS ({newest}) AND v.id = (
            SELECT id FROM article_version WHERE article_id = a.id
            ORDER BY seen_at DESC, id DESC LIMIT 1),
            EXISTS (SELECT 1 FROM article_address WHERE article_id = a.id AND url = a.url)
        FROM article a LEFT JOIN article_version v ON v.id = a.version_id
        WHERE ?1 IS NULL OR a.portal = ?1""",
        (portal,),
    )
    for ident, url, capture_id, same, addressed in found:
        done.articles += 1
        if not addressed:
            what = "the article's address is not among its addresses"
            yield Fault("article", f"table article, row {ident}", what, url, capture_id)
        if not same:
            what = "the article does not say what its newest version says"
            yield Fault("article", f"table article, row {ident}", what, url, capture_id)


def _holds(conn: sqlite3.Connection, portal: str | None) -> Iterator[Fault]:
    """Check that each held reading has its capture, and that no version was read from one."""
    for ident, url in held_captures.without_capture(conn, portal):
        yield Fault("hold", f"table hold, row {ident}", "the held reading has no capture", url)
    for ident, url, capture_id in held_captures.stored(conn, portal):
        what = "the version was read from a capture that is held"
        yield Fault("article", f"table article_version, row {ident}", what, url, capture_id)
