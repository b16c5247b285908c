"""Whose archive it is, who writes to it, and what a person is told when it cannot be used."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, database, lock, search
from govnews.archive.database import DATABASE, Archive, explain
from govnews.archive.lock import WriterLock
from govnews.archive.schema import APPLICATION_ID, migrations
from govnews.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveLocked,
    ArchiveTooNew,
    ArchiveTooOld,
    NotAnArchive,
)
from tests.archive.archivelib import page, put, python, rows


def files(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


# --- making and opening ---------------------------------------------------------------------------


def test_a_new_archive_is_marked_and_complete(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "deep" / "root", write=True) as archive:
        assert archive.repairs == []
        assert rows(archive, "PRAGMA application_id") == [APPLICATION_ID]
        assert rows(archive, "PRAGMA foreign_keys") == [1]
        assert rows(archive, "PRAGMA journal_mode") == ["wal"]
        assert rows(archive, "SELECT count(*) FROM province WHERE era LIKE 'until%'") == [63]
        assert rows(archive, "SELECT count(*) FROM province WHERE era NOT LIKE 'until%'") == [34]
        assert rows(archive, "PRAGMA foreign_key_check") == []
    with Archive.open(tmp_path / "deep" / "root") as archive:
        assert rows(archive, "SELECT count(*) FROM articles") == [0]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.conn.execute("DELETE FROM article")


def test_foreign_keys_hold(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page())
        with pytest.raises(ArchiveError, match="FOREIGN KEY"), archive.transaction() as conn:
            conn.execute("DELETE FROM capture")
        with archive.transaction() as conn:
            conn.execute("DELETE FROM article")
        for table in ("article_version", "evidence", "view_observation"):
            assert rows(archive, f"SELECT count(*) FROM {table}") == [0]


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match="There is no archive at"):
        Archive.open(tmp_path / "none")
    assert files(tmp_path) == set()


def test_another_programs_database_is_left_as_it_was(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as conn:
        conn.execute("CREATE TABLE article (id)")
        conn.commit()
    before = (tmp_path / DATABASE).read_bytes()
    for write in (False, True):
        with pytest.raises(NotAnArchive, match="another program's database"):
            Archive.open(tmp_path, write=write)
    assert (tmp_path / DATABASE).read_bytes() == before
    assert files(tmp_path) == {DATABASE}


def test_another_programs_mark_on_an_empty_database_counts(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as conn:
        conn.execute("PRAGMA application_id = 7")
        conn.commit()
    with pytest.raises(NotAnArchive, match="another program's database"):
        Archive.open(tmp_path, write=True)


@pytest.mark.parametrize("content", [b"", b"\x00" * 8192, b"not a database at all" * 100])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(NotAnArchive):
        Archive.open(tmp_path)
    if content:
        with pytest.raises(NotAnArchive):
            Archive.open(tmp_path, write=True)
        assert (tmp_path / DATABASE).read_bytes() == content
    else:
        Archive.open(tmp_path, write=True).close()
        Archive.open(tmp_path).close()


def test_a_root_that_is_a_file_or_a_database_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for write in (False, True):
        with pytest.raises(ArchiveError, match="file"):
            Archive.open(tmp_path / "file", write=write)
    (tmp_path / "root" / DATABASE).mkdir(parents=True)
    for write in (False, True):
        with pytest.raises(ArchiveError, match="cannot be read or written"):
            Archive.open(tmp_path / "root", write=write)


def test_a_newer_archive_is_not_touched(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('govnews', 'm999_from_the_future', '2030')"
        )
    for write in (False, True):
        with pytest.raises(ArchiveTooNew, match="pip install --upgrade govnews"):
            Archive.open(tmp_path, write=write)


def test_killed_while_it_was_made_it_is_still_an_archive(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as conn:
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT,"
                     " name TEXT, applied_at TEXT)")  # fmt: skip
        conn.commit()
    with pytest.raises(ArchiveError, match="earlier govnews"):
        Archive.open(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.repairs == []
        assert rows(archive, "SELECT count(*) FROM article") == [0]
    assert "archive.before" not in "".join(files(tmp_path))


@pytest.fixture
def next_migration() -> Iterator[list[str]]:
    """A migration that the next release might bring; fails while "broken" is in the list."""
    state: list[str] = []

    def m900_next(db: Any) -> None:
        db.execute("ALTER TABLE article ADD COLUMN language TEXT")
        if "broken" in state:
            db.execute("SELECT * FROM nowhere")

    migrations(name="m900_next")(m900_next)
    yield state
    migrations._migrations.pop()


def test_an_older_archive_is_copied_and_brought_up_to_date(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page())
    state = request.getfixturevalue("next_migration")
    with pytest.raises(ArchiveError, match="earlier govnews"):
        Archive.open(tmp_path)
    state.append("broken")
    with pytest.raises(ArchiveError, match="nowhere"):
        Archive.open(tmp_path, write=True)
    state.clear()
    with Archive.open(tmp_path, write=True) as archive:
        (said,) = archive.repairs
        assert rows(archive, "SELECT title, language FROM article") == [(page().title, None)]
    copy = tmp_path / "archive.before-m900_next.db"
    assert copy.name in said
    with contextlib.closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("SELECT title FROM article").fetchall() == [(page().title,)]
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(sqlite3.OperationalError, match="language"):
            conn.execute("SELECT language FROM article")
    assert not list(tmp_path.glob("*.part"))
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.repairs == []


HOLDLESS = """
DROP VIEW holds; DROP TABLE hold; DROP TABLE article_move; DROP INDEX article_address_key;
ALTER TABLE run DROP COLUMN last_version;
"""


def test_an_archive_without_what_starts_empty_is_completed(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page())
        expected = rows(archive, "SELECT type, name FROM sqlite_master ORDER BY 1, 2")
        archive.conn.executescript(HOLDLESS)
        before = rows(archive, "SELECT type, name FROM sqlite_master ORDER BY 1, 2")
    with pytest.raises(ArchiveError, match=r"earlier govnews\. Any command that writes"):
        Archive.open(tmp_path)
    with Archive.open(tmp_path, write=True) as archive:
        (said,) = archive.repairs
        assert rows(archive, "SELECT type, name FROM sqlite_master ORDER BY 1, 2") == expected
        assert rows(archive, "SELECT title FROM article") == [page().title]
        assert rows(archive, "SELECT count(*) FROM holds") == [0]
        assert rows(archive, "SELECT count(last_version) FROM run") == [0]
    assert "hold" in said
    assert "run.last_version" in said
    copy = tmp_path / "archive.before-completion.db"
    assert copy.name in said
    with contextlib.closing(sqlite3.connect(copy)) as conn:
        kept = conn.execute("SELECT type, name FROM sqlite_master ORDER BY 1, 2").fetchall()
        assert kept == before
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.repairs == []


def test_an_archive_that_lacks_what_is_read_is_not_touched(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page())
        archive.conn.execute("ALTER TABLE capture DROP COLUMN false_views")
    before = (tmp_path / DATABASE).read_bytes()
    for write in (False, True):
        with pytest.raises(ArchiveTooOld, match=r"capture\.false_views.*govnews reindex") as caught:
            Archive.open(tmp_path, write=write)
        assert caught.value.exit_code == 5
    assert (tmp_path / DATABASE).read_bytes() == before


# --- the lock -------------------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from govnews.archive.database import Archive
archive = Archive.open(Path(sys.argv[1]), write=True)
print("open", flush=True)
time.sleep(60)
"""


def test_the_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    process = python(HOLDER, str(tmp_path), "--portal", "songcau")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(ArchiveLocked) as caught:
            Archive.open(tmp_path, write=True)
        assert caught.value.exit_code == 5
        assert f"process {process.pid} on " in str(caught.value)
        assert "--portal songcau" in str(caught.value)
        assert "since 20" in str(caught.value)
        Archive.open(tmp_path).close()
    finally:
        process.kill()
        process.communicate()
    # The kernel took the dead process's lock back, whatever its file still says.
    assert json.loads((tmp_path / "writer.lock").read_text(encoding="utf-8"))
    with Archive.open(tmp_path, write=True):
        assert json.loads((tmp_path / "writer.lock").read_bytes())["pid"] == os.getpid()
    assert (tmp_path / "writer.lock").read_bytes() == b""


@pytest.mark.parametrize("content", [b"", b"[1]", b"{}", b"\xff\xfe"])
def test_a_lock_without_a_readable_name(tmp_path: Path, content: bytes) -> None:
    held = WriterLock(tmp_path, "govnews crawl")
    (tmp_path / "writer.lock").write_bytes(content)
    with pytest.raises(ArchiveLocked, match="another process"):
        WriterLock(tmp_path, "govnews import")
    held.close()
    held.close()


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: object, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    with pytest.raises(ArchiveError, match="No locks available"):
        WriterLock(tmp_path, "x")
    assert fcntl.flock is refuse


def test_a_lock_file_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").mkdir()
    with pytest.raises(ArchiveError, match="cannot be opened for writing"):
        Archive.open(tmp_path, write=True)


# --- reading beside a writer, and where nothing can be written ------------------------------------


def test_reading_while_a_writer_is_in_a_transaction(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as writer:
        put(writer, page(1))
        with Archive.open(tmp_path) as reader, writer.transaction() as conn:
            conn.execute("UPDATE article SET title = 'Khác'")
            assert rows(reader, "SELECT title FROM article") == [page(1).title]


READER = """
import os, sys, tempfile
from pathlib import Path
from govnews.archive.database import Archive
from govnews.archive.search import parse_query, search
from govnews.errors import ArchiveError
with tempfile.TemporaryDirectory() as folder:
    # All that is imported late is imported now: the other user may not see this Python's files.
    Archive.open(Path(folder), write=True).close()
    parse_query("cũng vậy")
if os.getuid() == 0:
    os.setgroups([])
    os.setegid(65534)
    os.seteuid(65534)
root, write = Path(sys.argv[1]), sys.argv[2] == "write"
try:
    with Archive.open(root, write=write) as archive, archive.reading() as conn:
        print(search(conn, "khanh thanh").total)
except ArchiveError as error:
    print(f"exit {error.exit_code}: {error}")
os.seteuid(os.getuid())
"""

KILLED = """
import os, signal, sys
from pathlib import Path
from govnews.archive.database import Archive
from tests.archive.archivelib import page, put
archive = Archive.open(Path(sys.argv[1]), write=True)
put(archive, page())
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def open_root() -> Iterator[Path]:
    """A data root that another user can reach; pytest's own are private."""
    base = Path(tempfile.mkdtemp(prefix="govnews-"))
    base.chmod(0o755)
    yield base / "root"
    (base / "root").chmod(0o755)
    shutil.rmtree(base)


def protect(root: Path) -> None:
    for path in (*root.iterdir(), root):
        path.chmod(0o555 if path.is_dir() else 0o444)


def read_as_another(root: Path, mode: str = "read") -> str:
    process = python(READER, str(root), mode, cwd="/")
    out, err = process.communicate(timeout=30)
    assert err == ""
    return out.strip()


@pytest.mark.slow
def test_a_read_only_folder_is_read(open_root: Path) -> None:
    with Archive.open(open_root, write=True) as archive:
        put(archive, page())
    protect(open_root)
    assert read_as_another(open_root) == "1"
    said = read_as_another(open_root, "write")
    assert said.startswith("exit 5: ")
    assert "writer.lock" in said


@pytest.mark.slow
def test_a_read_only_file_in_a_writable_folder(open_root: Path) -> None:
    with Archive.open(open_root, write=True) as archive:
        put(archive, page())
    protect(open_root)
    (open_root / "writer.lock").chmod(0o666)
    open_root.chmod(0o777)
    assert read_as_another(open_root) == "1"
    said = read_as_another(open_root, "write")
    assert said.startswith("exit 5: ")
    assert "cannot be written" in said


@pytest.mark.slow
@pytest.mark.parametrize("index", ["with", "without"])
def test_a_read_only_folder_that_a_killed_run_left(open_root: Path, index: str) -> None:
    process = python(KILLED, str(open_root))
    process.communicate(timeout=30)
    assert process.returncode == -9
    assert (open_root / "archive.db-wal").stat().st_size > 0
    if index == "without":
        (open_root / "archive.db-shm").unlink()
    protect(open_root)
    said = read_as_another(open_root)
    if index == "with":
        assert said == "1"
    else:
        assert said.startswith("exit 5: ")
        assert "left open by a run that was killed" in said


@pytest.mark.slow
def test_a_folder_that_may_not_be_looked_into(open_root: Path) -> None:
    Archive.open(open_root, write=True).close()
    open_root.chmod(0)
    assert read_as_another(open_root).startswith("exit 5: ")


# --- errors in plain words ------------------------------------------------------------------------


def begin_a_run(archive: Archive, then: str | None) -> None:
    with archive.transaction() as conn:
        conn.execute("INSERT INTO run (portal, command, started_at) VALUES ('a', 'b', 'c')")
        if then is None:
            raise KeyError
        conn.execute(then)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        with pytest.raises(KeyError):
            begin_a_run(archive, None)
        with pytest.raises(ArchiveError, match="no such table: nowhere"):
            begin_a_run(archive, "INSERT INTO nowhere VALUES (1)")
        assert rows(archive, "SELECT count(*) FROM run") == [0]
        assert not archive.conn.in_transaction
        begin_a_run(archive, "SELECT 1")
        assert rows(archive, "SELECT count(*) FROM run") == [1]


def put_until_full(archive: Archive) -> None:
    for number in range(1, 1000):
        put(archive, page(number, body="Câu chuyện dài. " * 300))


def test_a_full_disk_keeps_what_was_stored(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        (pages,) = rows(archive, "PRAGMA page_count")
        archive.conn.execute(f"PRAGMA max_page_count = {pages + 60}")
        with pytest.raises(ArchiveError, match="No space is left for") as caught:
            put_until_full(archive)
        assert str(archive.path) in str(caught.value)
        assert not isinstance(caught.value, ArchiveCorrupt)
        (count,) = rows(archive, "SELECT count(*) FROM article")
        assert count > 3
        assert rows(archive, "SELECT count(*) FROM capture") == [count]
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(count + 1))
        assert rows(archive, "SELECT count(*) FROM article") == [count + 1]
        assert rows(archive, "PRAGMA integrity_check") == ["ok"]


def test_another_program_that_holds_the_database(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        archive.conn.execute("PRAGMA busy_timeout = 10")
        with contextlib.closing(sqlite3.connect(archive.path)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveLocked, match="locked by another program"):
                begin_a_run(archive, "SELECT 1")
            other.rollback()


def test_every_message_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    assert str(path) in str(explain(sqlite3.OperationalError("something else"), path))
    decode = sqlite3.OperationalError("Could not decode to UTF-8 column 'title'")
    assert isinstance(explain(decode, path), ArchiveCorrupt)


def look_around(root: Path) -> list[Any]:
    with Archive.open(root) as archive, archive.reading() as conn:
        hits = search.search(conn, "cầu", limit=100).hits
        found = [articles.full(conn, ident) for ident in sorted(hit.id for hit in hits)]
        return [found, conn.execute("SELECT * FROM view_observations").fetchall()]


@pytest.mark.slow
def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        for number in range(1, 41):
            put(archive, page(number, views=number, body="Cầu. " * number * 20))
        (size,) = rows(archive, "PRAGMA page_size")
    sound = look_around(tmp_path)
    whole = (tmp_path / DATABASE).read_bytes()
    dice = random.Random(20260302)
    said: list[ArchiveError] = []
    for _ in range(40):
        broken = bytearray(whole)
        start = dice.randrange(1, len(whole) // size) * size
        # a page that the disk gave back as something else
        broken[start : start + size] = dice.randbytes(size)
        (tmp_path / DATABASE).write_bytes(broken)
        try:
            look_around(tmp_path)
        except ArchiveError as error:
            said.append(error)
    assert all(str(tmp_path / DATABASE) in str(error) for error in said)
    corrupt = sum(isinstance(error, ArchiveCorrupt) for error in said)
    assert corrupt >= 10
    (tmp_path / DATABASE).write_bytes(whole)
    assert look_around(tmp_path) == sound


def test_a_cut_database_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        for number in range(1, 41):
            put(archive, page(number))
    whole = (tmp_path / DATABASE).read_bytes()
    (tmp_path / DATABASE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveCorrupt, match="is damaged"):
        look_around(tmp_path)


def test_an_error_while_looking_closes_what_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive.open(tmp_path, write=True).close()

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "_check_identity", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Archive.open(tmp_path)
    monkeypatch.setattr(database, "Database", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Archive.open(tmp_path / "new", write=True)
    WriterLock(tmp_path / "new", "free again").close()
