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
    """seconds: from start to end. work: of them, of a processor. peak: resident memory in MB."""

    seconds: float
    work: float
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
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def govnews(*args: str | Path) -> list[str]:
    return [sys.executable, "-m", "govnews", *map(str, args)]


def exporting(root: Path, form: str, table: str, folder: Path, limit: int | None = None) -> Run:
    more = ["--limit", str(limit)] if limit else []
    out = ["-o", folder / f"out.{form}"]
    command = govnews("export", form, table, *out, "--archive", root, *more)
    return run(command, folder / "log")


def peer(root: Path, table: str, folder: Path, limit: int = -1) -> Run:
    sql = f"SELECT * FROM {table} LIMIT {limit}"
    command = ["sqlite3", "-readonly", "-csv", "-header", str(root / "archive.db"), sql]
    return run(command, folder / "peer.csv")


def own(root: Path, table: str, folder: Path, limit: int | None = None) -> Run:
    more = ["--limit", str(limit)] if limit else []
    return run(govnews("export", "csv", table, "--archive", root, *more), folder / "own.csv")


def compare(root: Path, rows: int, rounds: int, folder: Path) -> None:
    """started: the ratio without what a process costs that writes one row."""
    print(f"{'':<20}{'rows/s':>20}{'rows/s of a processor':>40}")
    print(f"{'view':<20}{'govnews':>10}{'sqlite3':>10}{'govnews':>14}{'sqlite3':>10}"
          f"{'ratio':>8}{'started':>9}")  # fmt: skip
    for table in TABLES:
        runs = [(own(root, table, folder), peer(root, table, folder)) for _ in range(rounds)]
        one_row = own(root, table, folder, 1).work, peer(root, table, folder, 1).work
        wall = [statistics.median(pair[who].seconds for pair in runs) for who in (0, 1)]
        work = [statistics.median(pair[who].work for pair in runs) for who in (0, 1)]
        started = (work[1] - one_row[1]) / (work[0] - one_row[0])
        print(f"{table:<20}{rows / wall[0]:>10,.0f}{rows / wall[1]:>10,.0f}"
              f"{rows / work[0]:>14,.0f}{rows / work[1]:>10,.0f}"
              f"{work[1] / work[0]:>8.2f}{started:>9.2f}", flush=True)  # fmt: skip


def formats(root: Path, rows: int, folder: Path) -> None:
    print(f"\n{'articles as':<20}{'rows/s*':>10}{'MB':>8}{'peak MB, a tenth':>18}{'all':>8}")
    for form in FORMATS:
        tenth = exporting(root, form, "articles", folder, rows // 10)
        whole = exporting(root, form, "articles", folder)
        size = (folder / f"out.{form}").stat().st_size / 1e6
        print(f"{form:<20}{rows / whole.work:>10,.0f}{size:>8,.0f}{tenth.peak:>18.0f}"
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
        print(f"{name:<20}{rows / whole.work:>10,.0f}{size:>8,.0f}{'':>18}{whole.peak:>8.0f}")


def measure(root: Path, rows: int, rounds: int, folder: Path) -> None:
    print(f"{rows:,} articles, {os.cpu_count()} cores, median of {rounds} rounds\n")
    compare(root, rows, rounds, folder)
    formats(root, rows, folder)
    print("\n* of a processor: how much else the machine has to do plays no part")


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
