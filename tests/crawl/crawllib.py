"""Running crawls from tests and looking at what they left."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

DRIVER = Path(__file__).with_name("driver.py")
TOP = Path(__file__).parents[2]


@dataclass
class Result:
    code: int
    summaries: list[dict[str, Any]]
    stderr: str

    @property
    def summary(self) -> dict[str, Any]:
        (only,) = self.summaries
        return only


def command(root: Path, *args: str) -> list[str]:
    return [sys.executable, "-W", "error", str(DRIVER), str(root), *args]


def environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def crawl(root: Path, *args: str, timeout: float = 60) -> Result:
    done = subprocess.run(
        command(root, *args),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=environment(),
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "never retrieved" not in done.stderr, done.stderr
    lines = done.stdout.strip().splitlines()
    return Result(done.returncode, json.loads(lines[-1]) if lines else [], done.stderr)


def start(root: Path, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(root, *args),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def rows(root: Path, sql: str, *values: Any) -> list[Any]:
    """Rows of a query; single values instead of rows of one column."""
    conn = sqlite3.connect(f"file:{root / 'archive.db'}?mode=ro", uri=True)
    try:
        found = conn.execute(sql, values).fetchall()
    finally:
        conn.close()
    return [row[0] if len(row) == 1 else row for row in found]


def change(root: Path, sql: str, *values: Any) -> None:
    conn = sqlite3.connect(root / "archive.db")
    with conn:
        conn.execute(sql, values)
    conn.close()


def errors(root: Path) -> dict[str, tuple[str, str]]:
    """What the frontier says about pages with an error: path → (state, reason)."""
    found = rows(root, "SELECT url, state, error FROM frontier WHERE error IS NOT NULL")
    return {"/" + url.split("/", 3)[3]: (state, error) for url, state, error in found}


def warc_records(root: Path) -> list[tuple[str, str, int]]:
    """(type, URL, payload bytes) of all request, response and revisit records; all digests hold."""
    found = []
    for path in sorted((root / "warc").iterdir()):
        assert path.name.endswith(".warc.gz"), f"{path} was left open"
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                body = record.content_stream().read()
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                found.append((record.rec_type, url, len(body)))
    return found
