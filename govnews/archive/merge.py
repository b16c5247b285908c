"""Merge archives into one that holds what a single run would have stored.

WARC files are copied unchanged and keep their names, so that citations stay valid. Rows are
inserted in one transaction at the end; `merge_history` combines the versions of an article that two
archives have.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from govnews.archive import addresses, decisions, joining, merge_history
from govnews.archive.database import Archive
from govnews.archive.frontier import release_all
from govnews.archive.lock import WriterLock
from govnews.archive.merge_files import Files
from govnews.archive.sql_rows import Row, insert, rows, update
from govnews.archive.warc.model import OPEN
from govnews.errors import ArchiveError, ArchiveLocked, UsageError
from govnews.model import AddressReason, FrontierState

_STATES = (FrontierState.QUEUED, FrontierState.FAILED, FrontierState.GONE, FrontierState.DONE)
"""Frontier states by precedence: of two rows tried at the same time, the later state here wins."""


@dataclass(slots=True)
class Merged:
    """Counts for one source archive. articles: new ones. extended: articles of both archives that
    gained data. known: captures that the target already had. files: WARC files copied. held: pages
    that one archive holds, or of which a person has discarded a reading, and that the other one has
    stored as they read there.
    """

    archive: str
    captures: int = 0
    known: int = 0
    articles: int = 0
    extended: int = 0
    files: int = 0
    held: int = 0


def merge(roots: Sequence[Path], output: Path) -> list[Merged]:
    """Merge the archives at `roots` into the one at `output`, in this order.

    A new output appears only when it is complete; an existing one is extended. Rows and files that
    are already there are not copied again, so that the call can be repeated. Raises UsageError,
    ArchiveError or a subclass; the output is then unchanged.
    """
    if output.resolve() in {root.resolve() for root in roots}:
        raise UsageError(f"{output} cannot be merged into itself. Name another place with -o.")
    with _whole(output) as place, ExitStack() as stack:
        sources = [stack.enter_context(Archive.open(root)) for root in roots]
        for source in sources:
            _check_at_rest(source)
        target = stack.enter_context(Archive.open(place, write=True))
        return _merge_into(target, sources)


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """The folder to build in: the output itself if it exists, else a folder beside it that is
    renamed to it when complete. Remains of that folder from a killed merge are removed.
    """
    if output.exists():
        yield output
        return
    beside = output.with_name(f".{output.name}.merging")
    if beside.exists():
        WriterLock(beside, "merge").close()  # another merge that is still running raises here
        shutil.rmtree(beside)
    try:
        yield beside
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    beside.rename(output)


def _check_at_rest(source: Archive) -> None:
    unfinished = sorted((source.root / "warc").glob(f"*{OPEN}"))
    if unfinished:
        raise ArchiveLocked(
            f"{source.root} is being written, or was left open by a run that was killed "
            f"({unfinished[0].name}). Let the run end, or repair it: the next 'govnews crawl' or "
            "'govnews import' into it does."
        )


def _merge_into(target: Archive, sources: Sequence[Archive]) -> list[Merged]:
    files = Files(target)
    try:
        with target.transaction() as conn:
            done = [_Source(conn, source, files).merge() for source in sources]
        for source in sources:
            _take_portals(source.root, target.root)
    except BaseException as error:
        files.take_back()
        if isinstance(error, OSError):
            raise ArchiveError(
                f"{target.root} was not merged into: {error.strerror or error}. It is as it was "
                "before; make room and run the command again."
            ) from error
        raise
    return done


def _take_portals(source: Path, target: Path) -> None:
    """Copy the archive's own portal files, without which the merged archive could not
    be crawled.
    """
    for path in sorted((source / "portals").glob("*.toml")):
        here = target / "portals" / path.name
        if not here.exists():
            here.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, here)


class _Source:
    """A source archive during a merge."""

    def __init__(self, conn: sqlite3.Connection, source: Archive, files: Files) -> None:
        self._to = conn
        self._source = source
        self._root = source.root
        self._files = files
        self._captures: dict[int, int] = {}
        self.merged = Merged(str(source.root))

    def merge(self) -> Merged:
        """Copy all tables, each after the tables that its rows refer to."""
        before = decisions.stored_though_held(self._to)
        self._source.conn.execute("BEGIN")  # one snapshot, despite other writers
        try:
            self._merge_captures()
            self._merge_observations()
            self._merge_list_views()
            self._merge_notes()
            self._merge_frontier()
            self._merge_list_walks()
            self._merge_runs()
            self._merge_articles()
            self._merge_holds()
            self.merged.held = len(decisions.stored_though_held(self._to) - before)
            self._merge_profiles()
            self._merge_trust()
        finally:
            self._source.conn.execute("ROLLBACK")
        return self.merged

    def _read(self, sql: str, *values: Any) -> Iterator[Row]:
        """Rows of the source; a SQLite error names the source, not the target."""
        with self._source.reading() as conn:
            yield from rows(conn, sql, *values)

    # --- captures ---------------------------------------------------------------------------------

    def _merge_captures(self) -> None:
        (last,) = self._to.execute("SELECT coalesce(max(id), 0) FROM capture").fetchone()
        names: dict[str, str | None] = {}
        # In the order of insertion, so that exchanges of one chain stay adjacent.
        self._to.execute("PRAGMA defer_foreign_keys = ON")
        before_original: list[tuple[int, int]] = []
        redirects: list[tuple[int, int]] = []
        for row in self._read("SELECT * FROM capture ORDER BY id"):
            name = row["warc_file"]
            if name not in names:
                names[name] = self._files.find(self._root, name)
            if row["redirected_from"] is not None:
                redirects.append((row["redirected_from"], row["id"]))
            known = self._known(row, names[name], last)
            if known is not None:
                self.merged.known += 1
                self._captures[row["id"]] = known
                continue
            taken = names[name]
            if taken is None:
                taken = names[name] = self._taken(row)
            original = self._captures.get(row["revisit_of"])
            new = {
                **row, "warc_file": taken, "revisit_of": original, "redirected_from": None,
            }  # fmt: skip
            ident = self._captures[row["id"]] = insert(self._to, "capture", new)
            if row["revisit_of"] is not None and original is None:
                before_original.append((row["revisit_of"], ident))
            self.merged.captures += 1
        for original, ident in before_original:
            self._to.execute(
                "UPDATE capture SET revisit_of = ? WHERE id = ?", (self._captures[original], ident)
            )

        self._to.executemany(
            "UPDATE capture SET redirected_from = ? WHERE id = ? AND redirected_from IS NULL",
            [(self._captures[before], self._captures[after]) for before, after in redirects],
        )

    def _merge_notes(self) -> None:
        """Copy WARC files without captures: they hold notes of visits and profiles for
        `reindex`.
        """
        captured = {
            row["warc_file"] for row in self._read("SELECT DISTINCT warc_file FROM capture")
        }
        for path in sorted((self._root / "warc").glob("*.warc.gz")):
            name = f"warc/{path.name}"
            if name not in captured and self._files.find(self._root, name) is None:
                self._files.take(self._root, name)
                self.merged.files += 1

    def _taken(self, row: Row) -> str:
        """The name of the row's file in the target; for a file that is known to be lost, its old
        name.
        """
        name = str(row["warc_file"])
        if row["lost_at"] is not None and not (self._root / name).exists():
            return name
        self.merged.files += 1
        return self._files.take(self._root, name)

    def _merge_observations(self) -> None:
        """Copy visits without changes; a visit that both archives have is stored once."""
        for row in self._read("SELECT * FROM observation"):
            self._to.execute(
                """INSERT OR IGNORE INTO observation
                VALUES (:capture_id, :seen_at, :digest, :views, :evidence)""",
                {**row, "capture_id": self._captures[row["capture_id"]]},
            )

    def _merge_list_views(self) -> None:
        """Copy the view counts of lists; one that both archives have is stored once."""
        for row in self._read("SELECT * FROM list_view"):
            self._to.execute(
                """INSERT OR IGNORE INTO list_view
                VALUES (:portal, :key, :observed_at, :views, :capture_id)""",
                {**row, "capture_id": self._captures[row["capture_id"]]},
            )

    def _known(self, row: Row, here: str | None, last: int) -> int | None:
        """The target's row of the same record, or of the same response in another file."""
        found = None
        if here is not None:
            found = self._to.execute(
                "SELECT id FROM capture WHERE warc_file = ? AND warc_offset = ?",
                (here, row["warc_offset"]),
            ).fetchone()
        found = (
            found
            or self._to.execute(
                """SELECT id FROM capture WHERE portal = :portal AND url = :url AND digest = :digest
            AND fetched_at = :fetched_at AND method = :method AND status = :status
            AND (revisit_of IS NULL) = (:revisit_of IS NULL) AND id <= :last LIMIT 1""",
                {**row, "last": last},
            ).fetchone()
        )
        return int(found[0]) if found else None

    # --- frontier and runs ------------------------------------------------------------------------

    def _merge_frontier(self) -> None:
        for row in self._read("SELECT * FROM frontier ORDER BY id"):
            same = "SELECT * FROM frontier WHERE portal = ? AND key = ?"
            known = next(rows(self._to, same, row["portal"], row["key"]), None)
            if known is None:
                insert(self._to, "frontier", {**row, "watermark": 0})
            else:
                self._join(known, row)
        release_all(self._to)

    def _join(self, ours: Row, theirs: Row) -> None:
        """Combine two rows of one key: the later attempt wins, the earlier discovery time stays,
        the ways that led to the page are united.
        """
        newest = max(theirs, ours, key=_progress)
        oldest = min(ours, theirs, key=lambda row: row["first_found_at"])
        joined = {
            **newest,
            "first_found_at": oldest["first_found_at"],
            "found_on": oldest["found_on"],
            "ways": ours["ways"] | theirs["ways"],
            "id": ours["id"],
            "watermark": 0,
        }
        if joined != ours:
            update(self._to, "frontier", joined)

    def _merge_list_walks(self) -> None:
        """How a list's latest walk ended holds; the latest full walk of either is kept. Rows of the
        frontier have other numbers here: the next run reads the list to its end.
        """
        for row in self._read("SELECT * FROM list_walk"):
            same = "SELECT * FROM list_walk WHERE portal = ? AND key = ?"
            ours = next(rows(self._to, same, row["portal"], row["key"]), None)
            latest = max(filter(None, (ours, row)), key=lambda walk: walk["ended_at"] or "")
            full = max(walk["last_full_at"] or "" for walk in (ours or row, row)) or None
            if ours is not None:
                mine = (row["portal"], row["key"])
                self._to.execute("DELETE FROM list_walk WHERE portal = ? AND key = ?", mine)
            insert(self._to, "list_walk", {**latest, "last_full_at": full, "watermark": 0})

    def _merge_runs(self) -> None:
        for row in self._read("SELECT * FROM run ORDER BY id"):
            known = self._to.execute(
                "SELECT 1 FROM run WHERE portal = ? AND command = ? AND started_at = ?",
                (row["portal"], row["command"], row["started_at"]),
            ).fetchone()
            if known is None:
                insert(self._to, "run", row)

    # --- articles ---------------------------------------------------------------------------------

    def _merge_articles(self) -> None:
        new: dict[int, int] = {}
        for row in self._read("SELECT * FROM article ORDER BY id"):
            places = list(
                self._read("SELECT * FROM article_address WHERE article_id = ?", row["id"])
            )
            known = self._known_at(row["portal"], places)
            if known is None:
                moved = {**row, "capture_id": self._captures[row["capture_id"]], "version_id": None}
                ident = new[row["id"]] = insert(self._to, "article", moved)
                self.merged.articles += 1
            else:
                ident = known
                with self._source.reading() as conn:
                    theirs = merge_history.history(conn, row, self._captures)
                self.merged.extended += merge_history.weave(self._to, ident, theirs)
            addresses.take(self._to, ident, places)
        self._copy_parts(new)

    def _known_at(self, portal: str, places: Iterable[Row]) -> int | None:
        """The target's article at any of these addresses. Where they are those of several, they are
        one article, as the source knows.
        """
        found = addresses.at_any(self._to, portal, places)
        payload = partial(joining.payload_digest, self._to)
        for other in found[1:]:
            (url,) = self._to.execute(
                "SELECT url FROM article WHERE id IN (?, ?) ORDER BY last_seen DESC, url LIMIT 1",
                (found[0], other),
            ).fetchone()
            joining.join(self._to, found[0], other, url, AddressReason.REDIRECT, payload)
        return found[0] if found else None

    def _copy_parts(self, new: Mapping[int, int]) -> None:
        """Copy the parts of articles that the target did not have."""
        for table in merge_history.PARTS:
            for row in self._read(f"SELECT * FROM {table}"):
                if row["article_id"] in new:
                    insert(self._to, table, merge_history.moved(row, new, self._captures))
        for row in self._read("SELECT * FROM article_version ORDER BY id"):
            if row["article_id"] in new:
                insert(self._to, "article_version", merge_history.moved(row, new, self._captures))
        self._to.executemany(
            merge_history.POINT_TO_NEWEST, [{"article": article} for article in new.values()]
        )

    def _merge_holds(self) -> None:
        """Copy held readings; of two decisions about one capture the later one holds. An article
        that one archive admitted and the other one holds stays admitted.
        """
        for row in self._read("SELECT * FROM hold ORDER BY id"):
            capture_id = self._captures.get(row["capture_id"])
            same = "SELECT * FROM hold WHERE portal = ? AND url = ? AND seen_at = ?"
            mine = (row["portal"], row["url"], row["seen_at"])
            ours = next(rows(self._to, same, *mine), None)
            if ours is not None:
                if (row["decided_at"] or "") > (ours["decided_at"] or ""):
                    decided = {name: row[name] for name in ("state", "decided_at", "note")}
                    update(self._to, "hold", {"id": ours["id"], **decided})
                continue
            known = self._to.execute(
                "SELECT article_id FROM article_address WHERE portal = ? AND url = ?", mine[:2]
            ).fetchone()
            article_id = known[0] if known else None
            insert(self._to, "hold", {**row, "capture_id": capture_id, "article_id": article_id})
        for row in self._read("SELECT * FROM article_move"):
            self._to.execute(
                """INSERT OR IGNORE INTO article_move
                VALUES (:portal, :url, :other, :why, :joined_at)""",
                row,
            )
        self._to.execute(
            """UPDATE hold SET state = 'accepted', note = 'admitted in another archive'
            WHERE state != 'accepted' AND EXISTS (
                SELECT 1 FROM article_version v WHERE v.capture_id = hold.capture_id)"""
        )

    # --- learned facts about portals
    # -----------------------------------------------------------------

    def _merge_profiles(self) -> None:
        """Copy profiles so that the one learned last has the highest number and is in use."""
        brought = [
            row
            for row in self._read("SELECT * FROM profile ORDER BY id")
            if not self._to.execute(
                """SELECT 1 FROM profile WHERE portal = :portal AND digest = :digest
                AND learned_at = :learned_at""",
                row,
            ).fetchone()
        ]
        from_captures: dict[int, list[int]] = {}
        for row in self._read("SELECT * FROM profile_capture"):
            known = from_captures.setdefault(row["profile_id"], [])
            known.append(self._captures[row["capture_id"]])
        for portal in {row["portal"] for row in brought}:
            ours = list(rows(self._to, "SELECT * FROM profile WHERE portal = ?", portal))
            theirs = [row for row in brought if row["portal"] == portal]
            both = [(row, from_captures.get(row["id"], [])) for row in theirs]
            both += [(row, self._taught_by(row["id"])) for row in ours]
            self._to.execute("DELETE FROM profile WHERE portal = ?", (portal,))
            for row, taught_by in sorted(both, key=lambda pair: str(pair[0]["learned_at"])):
                ident = insert(self._to, "profile", row)
                self._to.executemany(
                    "INSERT INTO profile_capture (profile_id, capture_id) VALUES (?, ?)",
                    {(ident, capture) for capture in taught_by},
                )

    def _taught_by(self, profile_id: int) -> list[int]:
        found = self._to.execute(
            "SELECT capture_id FROM profile_capture WHERE profile_id = ?", (profile_id,)
        )
        return [capture for (capture,) in found]

    def _merge_trust(self) -> None:
        """Keep the larger of each count, so that a repeated merge counts no visit twice."""
        for row in self._read("SELECT * FROM validator_trust"):
            self._to.execute(
                """INSERT INTO validator_trust (portal, kept, broken)
                VALUES (:portal, :kept, :broken) ON CONFLICT (portal) DO UPDATE
                SET kept = max(kept, excluded.kept), broken = max(broken, excluded.broken)""",
                row,
            )


def _progress(row: Row) -> tuple[str, int]:
    state = row["state"] if row["state"] in _STATES else FrontierState.QUEUED
    if state == FrontierState.DONE and row["finished_at"] is None:
        return "", -1  # only the index of a web archive named it; the other archive asks for it
    return row["finished_at"] or "", _STATES.index(state)
