"""Rows a second of every export, beside the sqlite3 command's own CSV of the same view.

    python bench/export.py [--rows 100000] [--rounds 3] [--archive DIR]

Each export is a process of its own, as a user starts it; start-up counts. In turns, govnews and the
sqlite3 command write the same view to standard output, into a file. (`-o` also waits until the disk
has it.) The peak of memory is given for a tenth of the rows and for all of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from archivegen import make_archive

FORMATS = ("csv", "tsv", "jsonl", "parquet")
TABLES = ("articles", "article_versions", "view_observations")


@dataclass(frozen=True)
class Run:
    """seconds: from start to end. peak: largest resident memory in MB."""

    seconds: float
    peak: float


def run(command: list[str], output: Path) -> Run:
    """Runs a command whose standard output goes into a file."""
    began = time.perf_counter()
    with output.open("wb") as stream:
        pid = os.posix_spawnp(
            command[0],
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, stream.fileno(), 1)],
        )
        _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - began
    assert os.waitstatus_to_exitcode(status) == 0, command
    return Run(seconds, usage.ru_maxrss / 1024)


def govnews(*args: str | Path) -> list[str]:
    return [sys.executable, "-m", "govnews", *map(str, args)]


def exporting(root: Path, form: str, table: str, folder: Path, limit: int | None = None) -> Run:
    more = ["--limit", str(limit)] if limit else []
    out = ["-o", folder / f"out.{form}"]
    return run(govnews("export", form, table, *out, "--archive", root, *more), folder / "log")


def peer(root: Path, table: str, folder: Path) -> Run:
    sql = f"SELECT * FROM {table}"
    command = ["sqlite3", "-readonly", "-csv", "-header", str(root / "archive.db"), sql]
    return run(command, folder / "peer.csv")


def compare(root: Path, rows: int, rounds: int, folder: Path) -> None:
    print(f"{'view':<20}{'govnews rows/s':>16}{'sqlite3 rows/s':>16}{'ratio':>8}")
    for table in TABLES:
        ours, theirs = [], []
        for _ in range(rounds):
            command = govnews("export", "csv", table, "--archive", root)
            ours.append(run(command, folder / "ours.csv").seconds)
            theirs.append(peer(root, table, folder).seconds)
        own, other = statistics.median(ours), statistics.median(theirs)
        print(f"{table:<20}{rows / own:>16,.0f}{rows / other:>16,.0f}{other / own:>8.2f}")


def formats(root: Path, rows: int, folder: Path) -> None:
    print(f"\n{'articles as':<20}{'rows/s':>10}{'MB':>8}{'peak MB, a tenth':>18}{'all':>8}")
    for form in FORMATS:
        tenth = exporting(root, form, "articles", folder, rows // 10)
        whole = exporting(root, form, "articles", folder)
        size = (folder / f"out.{form}").stat().st_size / 1e6
        print(f"{form:<20}{rows / whole.seconds:>10,.0f}{size:>8,.0f}{tenth.peak:>18.0f}"
              f"{whole.peak:>8.0f}")  # fmt: skip
    for name, args in (
        ("sqlite", ("sqlite", "-o", folder / "out.db")),
        ("datapackage, CSV", ("datapackage", "-o", folder / "out")),
        ("datapackage, ZIP", ("datapackage", "-o", folder / "out.zip")),
    ):
        whole = run(govnews("export", *args, "--archive", root), folder / "log")
        place = Path(args[2])
        files = place.rglob("*") if place.is_dir() else [place]
        size = sum(file.stat().st_size for file in files) / 1e6
        print(f"{name:<20}{rows / whole.seconds:>10,.0f}{size:>8,.0f}{'':>18}{whole.peak:>8.0f}")


def measure(root: Path, rows: int, rounds: int, folder: Path) -> None:
    print(f"{rows:,} articles, {os.cpu_count()} cores, median of {rounds} rounds\n")
    compare(root, rows, rounds, folder)
    formats(root, rows, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--archive", type=Path, help="one of archivegen.py, with --rows articles")
    given = parser.parse_args()
    if shutil.which("sqlite3") is None:
        sys.exit("The sqlite3 command is not here; Debian has it as the package sqlite3.")
    with tempfile.TemporaryDirectory(prefix="govnews-export-") as name:
        folder = Path(name)
        root = given.archive or folder / "archive"
        if given.archive is None:
            make_archive(root, given.rows)
        measure(root, given.rows, given.rounds, folder)


if __name__ == "__main__":
    main()
