"""Opens an archive: checks whose file it is, brings it up to date, guards the one writer."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from sqlite_utils import Database

from govnews.archive.lock import WriterLock
from govnews.archive.schema import APPLICATION_ID, migrations
from govnews.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveLocked,
    ArchiveTooNew,
    NotAnArchive,
)

DATABASE = "archive.db"


def explain(error: sqlite3.Error, path: Path) -> ArchiveError:
    """A SQLite error in words that name the file and the way out."""
    text = str(error)
    if "malformed" in text or "corrupt" in text:
        return ArchiveCorrupt(
            f"{path} is damaged: {text}. Keep the warc/ folder (it holds every page) and restore "
            f"or recover the database, for instance with: sqlite3 {path} .recover"
        )
    if "not a database" in text:
        return NotAnArchive(f"{path} is not a SQLite database. Name another place with --archive.")
    if "full" in text:
        return ArchiveError(
            f"No space is left for {path}. Nothing that was stored is lost; free some space and "
            "run the command again."
        )
    if "readonly" in text:
        return ArchiveError(f"{path} cannot be written: {text}. Check the file's permissions.")
    if "locked" in text or "busy" in text:
        return ArchiveLocked(f"{path} is locked by another program: {text}. Try again later.")
    return ArchiveError(f"{path}: {text}")


class Archive:
    """An open archive. root: the data root. conn: autocommit connection; use `transaction`.

    repairs: sentences about what was mended when it was opened for writing.
    """

    def __init__(self, root: Path, conn: sqlite3.Connection, lock: WriterLock | None) -> None:
        self.root = root
        self.conn = conn
        self.db = Database(conn)
        self.repairs: list[str] = []
        self._lock = lock

    @property
    def path(self) -> Path:
        """The database file."""
        return self.root / DATABASE

    @classmethod
    def open(cls, root: Path, *, write: bool = False) -> Archive:
        """Opens the archive at a data root.

        write: makes it when missing, takes the writer lock, migrates, gives leased frontier rows
        back and mends what a killed run left. Raises ArchiveError or one of its children.
        """
        path = root / DATABASE
        if not write:
            return cls._open_to_read(root, path)
        try:
            (root / "warc").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{root} cannot hold an archive: {error}") from error
        lock = WriterLock(root, " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200])
        try:
            conn = sqlite3.connect(path, isolation_level=None, timeout=5)
            archive = cls(root, conn, lock)
            archive._prepare_to_write()
        except sqlite3.Error as error:
            lock.close()
            raise explain(error, path) from error
        except BaseException:
            lock.close()
            raise
        return archive

    @classmethod
    def _open_to_read(cls, root: Path, path: Path) -> Archive:
        if not path.exists():
            raise NotAnArchive(
                f"There is no archive at {root}. 'govnews crawl' and 'govnews import' make one; "
                "--archive DIR or GOVNEWS_ARCHIVE name another place."
            )
        try:
            conn = sqlite3.connect(
                f"file:{quote(str(path.absolute()))}?mode=ro",
                uri=True,
                isolation_level=None,
                timeout=5,
            )
            archive = cls(root, conn, None)
            archive._check_identity()
            if archive._pending():
                raise ArchiveError(
                    f"{path} was made by an earlier govnews; any writing command brings it up to "
                    "date, for instance: govnews import --help"
                )
        except sqlite3.Error as error:
            raise explain(error, path) from error
        return archive

    def _prepare_to_write(self) -> None:
        from govnews.archive.frontier import release_all
        from govnews.archive.warc import recover

        self._check_identity()
        self.conn.execute("PRAGMA journal_mode = WAL")
        self.conn.execute("PRAGMA synchronous = NORMAL")
        self.conn.execute("PRAGMA foreign_keys = ON")
        self.conn.execute("PRAGMA cache_size = -65536")
        if self._pending():
            migrations.apply(self.db)
            self.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.repairs += recover(self.root, self.conn)
        released = release_all(self.conn)
        if released:
            self.repairs.append(f"{released} pages that a stopped run had begun are queued again")

    def _pending(self) -> bool:
        return bool(migrations.pending(self.db))

    def _check_identity(self) -> None:
        (mark,) = self.conn.execute("PRAGMA application_id").fetchone()
        names = {row[0] for row in self.conn.execute("SELECT name FROM sqlite_master")}
        if mark != APPLICATION_ID:
            if names:
                raise NotAnArchive(
                    f"{self.path} is another program's database; nothing was changed. Name "
                    "another place with --archive."
                )
            return
        known = {migration.name for migration in migrations.pending(Database(memory=True))}
        applied = {migration.name for migration in migrations.applied(self.db)}
        if applied - known:
            raise ArchiveTooNew(
                f"{self.path} was written by a newer govnews; nothing was changed. Upgrade with: "
                "pip install --upgrade govnews"
            )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, from BEGIN IMMEDIATE to COMMIT; SQLite errors come out explained."""
        try:
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.conn
            except BaseException:
                self.conn.execute("ROLLBACK")
                raise
            self.conn.execute("COMMIT")
        except sqlite3.Error as error:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            raise explain(error, self.path) from error

    def close(self) -> None:
        """Closes the database and gives the writer lock back."""
        self.conn.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
