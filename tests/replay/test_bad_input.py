"""What can go wrong around an archive: named, exit code 5, and nothing that was stored is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from tests.cli.clilib import invoke
from tests.replay.restorelib import content, execute

pytestmark = pytest.mark.slow


@contextlib.contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of its own, so small that it fills; skipped where mounting is not allowed."""
    place.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Takes all room but so many bytes."""
    stuffing = place / "stuffing"
    free = os.statvfs(place)
    stuffing.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))
    return stuffing


TRIED = (
    ("import", "--portal", "thu", "--url", "http://127.0.0.1:1/moi"),
    ("replay", "--jobs", "1"),
    ("reindex", "--jobs", "1"),
    ("verify", "--repair"),
)


@pytest.mark.parametrize("command", TRIED, ids=lambda command: command[0])
def test_a_full_disk(lived: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    with small_disk(tmp_path / "disk", 4000) as disk:
        root = Path(shutil.copytree(lived, disk / "archive"))
        execute(root, "UPDATE article SET title = title || ' (khác)'")
        before = content(root)
        page = tmp_path / "page.html"
        page.write_bytes(b"<html><body><h1>Tin</h1>" + b"<p>Cau chuyen dai. </p>" * 9000)
        arguments = [*command, str(page)] if command[0] == "import" else list(command)
        stuffing = fill(disk, 12_000)
        done = invoke(*arguments, "--archive", root)
        assert done.code == 5, done
        assert "No space" in done.stderr or "cannot be written" in done.stderr
        assert str(disk) in done.stderr
        stuffing.unlink()
        assert content(root) == before
        assert invoke(*arguments, "--archive", root).code in {0, 3}


def test_two_writers(lived: Path) -> None:
    before = content(lived)
    with Archive.open(lived, write=True):
        for command in TRIED[1:]:
            done = invoke(*command, "--archive", lived)
            assert done.code == 5
            assert "is being written by" in done.stderr
        # Looking does not disturb, and is not disturbed.
        assert invoke("verify", "--archive", lived).code == 0
        assert invoke("changes", "--archive", lived).code == 0
    assert content(lived) == before


def test_another_programs_database(lived: Path) -> None:
    (lived / "archive.db").unlink()
    with contextlib.closing(sqlite3.connect(lived / "archive.db")) as other, other:
        other.execute("CREATE TABLE note (text)")
    before = (lived / "archive.db").read_bytes()
    for command in (("history", "1"), ("changes",), ("trend", "1"), *TRIED[1:]):
        done = invoke(*command, "--archive", lived)
        assert done.code == 5, command
        assert "another program's database" in done.stderr
    assert (lived / "archive.db").read_bytes() == before


@pytest.mark.parametrize("command", [("history", "1"), ("diff", "1"), ("changes",), ("trend", "1")])
def test_without_an_archive(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = invoke(*command, "--archive", tmp_path / "none")
    assert done.code == 5
    assert "There is no archive" in done.stderr


def test_a_newer_archive_is_refused(lived: Path) -> None:
    execute(
        lived,
        """INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
        VALUES ('govnews', 'm999_future', '2030-01-01')""",
    )
    for command in (("changes",), *TRIED[1:]):
        done = invoke(*command, "--archive", lived)
        assert done.code == 5, command
        assert "written by a newer govnews" in done.stderr
