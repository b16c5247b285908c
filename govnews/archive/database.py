"""Open an archive: identify the database, migrate it, and hold the lock of the single writer."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from govnews.archive.completion import Lacking, complete, lacking
from govnews.archive.lock import WriterLock
from govnews.archive.schema import APPLICATION_ID, migrations
from govnews.archive.sqliteutils import Database
from govnews.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveLocked,
    ArchiveTooNew,
    ArchiveTooOld,
    NotAnArchive,
)

DATABASE = "archive.db"


def explain(error: sqlite3.Error, path: Path) -> ArchiveError:
    """Convert a SQLite error to one that names the file and a remedy."""
    text = str(error)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CORRUPT or "decode to UTF-8" in text:
        return ArchiveCorrupt(
            f"{path} is damaged: {text}. Keep the warc/ folder (it holds every page) and restore "
            f"or recover the database, for instance with: sqlite3 {path} .recover"
        )
    if code == sqlite3.SQLITE_NOTADB:
        return NotAnArchive(f"{path} is not a SQLite database. Name another place with --archive.")
    if code == sqlite3.SQLITE_FULL:
        return ArchiveError(
            f"No space is left for {path}. Nothing that was stored is lost; free some space and "
            "run the command again."
        )
    if code == sqlite3.SQLITE_READONLY:
        return ArchiveError(f"{path} cannot be written: {text}. Check the file's permissions.")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return ArchiveLocked(f"{path} is locked by another program: {text}. Try again later.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return ArchiveError(
            f"{path} cannot be opened: {text}. Check the permissions of the file and its folder."
        )
    if code == sqlite3.SQLITE_IOERR:
        return ArchiveError(f"{path} cannot be read or written: {text}. Check the disk.")
    return ArchiveError(f"{path}: {text}")


def connect_to_read(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """Open a connection that never writes, even in a read-only folder.

    any_thread: allow another thread than the one that opened the connection to close it. SQLite
    reads a WAL database through two files beside it. Where these cannot be created, the database is
    opened as immutable, provided that it is complete without them.
    """
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro"
    one_thread = not any_thread
    conn = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=5, check_same_thread=one_thread
    )
    try:
        conn.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        conn.close()
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size > 0:
            raise ArchiveError(
                f"{path} was left open by a run that was killed, and its folder cannot be "
                "written. Open it once as a user who may write there, or read a copy of the folder."
            ) from error
        return sqlite3.connect(
            f"{uri}&immutable=1", uri=True, isolation_level=None, check_same_thread=one_thread
        )
    except BaseException:
        conn.close()
        raise
    return conn


class Archive:
    """An open archive. root: the data root. path: the database file. conn: autocommit connection;
    write through `transaction`.

    repairs: sentences about repairs that were made when it was opened for writing.
    """

    def __init__(
        self,
        root: Path,
        conn: sqlite3.Connection,
        lock: WriterLock | None,
        path: Path | None = None,
    ) -> None:
        self.root = root
        self.path = path or root / DATABASE
        self.conn = conn
        self.db = Database(conn, execute_plugins=False)
        self.repairs: list[str] = []
        self._lock = lock

    @classmethod
    def open(cls, root: Path, *, write: bool = False) -> Self:
        """Open the archive at a data root.

        write: create it when missing, take the writer lock, migrate (after a backup), release
        leased frontier rows and repair what a killed run left. Raises ArchiveError or a subclass.
        """
        path = root / DATABASE
        try:
            return cls._open_to_write(root, path) if write else cls._open_to_read(root, path)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        except OSError as error:
            raise ArchiveError(f"{root} cannot hold or give an archive: {error}") from error

    @classmethod
    def open_file(cls, path: Path) -> Self:
        """Open a database file of any name for reading: a part or a copy of an archive.

        Raises ArchiveError or a subclass.
        """
        try:
            return cls._open_to_read(path.parent, path)
        except sqlite3.Error as error:
            raise explain(error, path) from error

    @classmethod
    def _open_to_write(cls, root: Path, path: Path) -> Self:
        if path.exists():
            # Identify the file before creating anything beside it: it may belong to another
            # program.
            with cls(root, connect_to_read(path), None) as archive:
                if archive._check_identity() and not archive._pending():
                    archive._check_age()
        root.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(root, " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200])
        try:
            (root / "warc").mkdir(exist_ok=True)
            archive = cls(root, sqlite3.connect(path, isolation_level=None, timeout=5), lock)
        except BaseException:
            lock.close()
            raise
        try:
            archive._prepare_to_write()
        except BaseException:
            archive.close()
            raise
        return archive

    @classmethod
    def _open_to_read(cls, root: Path, path: Path) -> Self:
        if not path.exists() and any((root / "warc").glob("*.warc.gz*")):
            raise NotAnArchive(
                f"{path} is missing, its WARC files are there: 'govnews reindex' makes it again."
            )
        if not path.exists():
            raise NotAnArchive(
                f"There is no archive at {root}. 'govnews crawl' and 'govnews import' make one; "
                "--archive DIR or GOVNEWS_ARCHIVE name another place."
            )
        archive = cls(root, connect_to_read(path), None, path)
        try:
            archive._check_readable()
        except BaseException:
            archive.close()
            raise
        return archive

    def _check_readable(self) -> None:
        if not self._check_identity():
            raise NotAnArchive(f"{self.path} is empty. Name another place with --archive.")
        if self._pending() or self._check_age():
            raise ArchiveError(
                f"{self.path} was made by an earlier govnews. Any command that writes (crawl, "
                "import, retry) brings it up to date, and keeps a copy from before."
            )

    def _check_age(self) -> Lacking | None:
        """What can be added of today's schema; None for nothing. Raises ArchiveTooOld where more is
        lacking.
        """
        missing = lacking(self.conn)
        if missing.read:
            raise ArchiveTooOld(
                f"{self.path} was made by an earlier govnews and lacks {', '.join(missing.read)}. "
                "Nothing was changed. 'govnews reindex' makes it again from the WARC files, and "
                "keeps this one beside it."
            )
        return missing or None

    def _prepare_to_write(self) -> None:
        from govnews.archive.frontier import release_all
        from govnews.archive.warc.repair import recover

        self._check_identity()
        self.conn.execute("PRAGMA journal_mode = WAL")
        self.conn.execute("PRAGMA synchronous = NORMAL")
        self.conn.execute("PRAGMA foreign_keys = ON")
        self.conn.execute("PRAGMA cache_size = -8192")
        # 32 MiB; the writer waits for the disk each time the WAL is full.
        self.conn.execute("PRAGMA wal_autocheckpoint = 8000")
        # Set the application id before the first table: after a kill in between it is still an
        # archive.
        self.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._migrate()
        self._complete()
        self.repairs += recover(self.root, self.conn)
        released = release_all(self.conn)
        if released:
            self.repairs.append(f"{released} pages that a stopped run had begun are queued again")

    def _migrate(self) -> None:
        pending = self._pending()
        if not pending:
            return
        if migrations.applied(self.db):
            copy = self.path.with_name(f"archive.before-{pending[0]}.db")
            self._back_up(copy)
            self.repairs.append(
                f"the database was brought up to date; {copy.name} is a copy from before"
            )
        migrations.apply(self.db)

    def _complete(self) -> None:
        """Add what an earlier govnews did not make, in one transaction, after a copy."""
        missing = self._check_age()
        if missing is None:
            return
        copy = self.path.with_name("archive.before-completion.db")
        self._back_up(copy)
        with self.transaction():
            complete(self.db, missing)
        names = ", ".join([*missing.made, *missing.added])
        self.repairs.append(
            f"the database was brought up to date ({names}); {copy.name} is a copy from before"
        )

    def _back_up(self, copy: Path) -> None:
        unfinished = copy.with_name(copy.name + ".part")
        unfinished.unlink(missing_ok=True)
        target = sqlite3.connect(unfinished)
        try:
            self.conn.backup(target)
        finally:
            target.close()
        unfinished.replace(copy)

    def _pending(self) -> list[str]:
        return [migration.name for migration in migrations.pending(self.db)]

    def _check_identity(self) -> bool:
        """Whether the database is an archive; False for an empty one, which may become an archive.

        Raises NotAnArchive or ArchiveTooNew.
        """
        (mark,) = self.conn.execute("PRAGMA application_id").fetchone()
        if mark != APPLICATION_ID:
            (things,) = self.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if things or mark:
                raise NotAnArchive(
                    f"{self.path} is another program's database; nothing was changed. Name "
                    "another place with --archive."
                )
            return False
        with closing(sqlite3.connect(":memory:")) as fresh:
            known = {
                migration.name
                for migration in migrations.pending(Database(fresh, execute_plugins=False))
            }
        if {migration.name for migration in migrations.applied(self.db)} - known:
            raise ArchiveTooNew(
                f"{self.path} was written by a newer govnews; nothing was changed. Upgrade with: "
                "pip install --upgrade govnews"
            )
        return True

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction from BEGIN IMMEDIATE to COMMIT; SQLite errors are converted to
        ArchiveError.
        """
        with self.reading() as conn:
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn
                conn.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself when the disk is full.
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading; SQLite errors are converted to ArchiveError."""
        try:
            yield self.conn
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def close(self) -> None:
        """Close the database and release the writer lock."""
        self.conn.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
