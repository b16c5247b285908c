"""Running crawls from tests and looking at what they left."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from warcio.archiveiterator import ArchiveIterator

DRIVER = Path(__file__).with_name("driver.py")
TOP = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds after which something that should have happened never will, on the slowest machine."""


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


class Crawling:
    """A crawl that goes on in a process of its own; killed at the end of a `with` block."""

    _server: ClassVar[socket.socket | None] = None

    def __init__(self, root: Path, *args: str) -> None:
        self.returncode: int | None = None
        self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        self._told, theirs = socket.socketpair()
        with theirs:
            files = [theirs.fileno(), self._out.fileno(), self._err.fileno()]
            message = json.dumps([str(root), *args]).encode()
            socket.send_fds(self._start_server(), [message], files)
        self._lines = self._told.makefile("rb")
        self.pid = int(self._lines.readline())

    @classmethod
    def _start_server(cls) -> socket.socket:
        """One for the test process; it ends with it, when the socket closes."""
        if Crawling._server is None:
            Crawling._server, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
            with theirs:
                subprocess.Popen(
                    [sys.executable, "-W", "error", str(DRIVER), "--serve", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env=environment(),
                ).returncode = 0  # nobody waits for it
        return Crawling._server

    def poll(self) -> int | None:
        """The exit status; None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = int(self._lines.readline())
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float = PATIENCE) -> tuple[str, str]:
        """Waits for its end; what it wrote."""
        if self.returncode is None:
            ended = select.select([self._told], [], [], timeout)[0]
            assert ended, f"{self.pid} still runs after {timeout} s:\n{self.written()[1]}"
            self.poll()
        return self.written()

    def written(self) -> tuple[str, str]:
        """Standard output and standard error so far."""
        texts = []
        for stream in (self._out, self._err):
            size = os.fstat(stream.fileno()).st_size
            texts.append(os.pread(stream.fileno(), size, 0).decode())
        return texts[0], texts[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.communicate()
        for stream in (self._lines, self._told, self._out, self._err):
            stream.close()


def crawl(root: Path, *args: str) -> Result:
    with Crawling(root, *args) as process:
        out, err = process.communicate()
    assert process.returncode is not None
    assert "Traceback" not in err, err
    assert "never retrieved" not in err, err
    lines = out.strip().splitlines()
    return Result(process.returncode, json.loads(lines[-1]) if lines else [], err)


def next_second() -> None:
    """Waits for it: captures are dated to the second, and one second has one count of views."""
    time.sleep(1 - time.time() % 1)


def wait_for(condition: Callable[[], object], process: Crawling | None = None) -> None:
    """Until the condition holds, which it does while the process runs, if one is given."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert process is None or process.poll() is None, process.communicate()
        assert time.monotonic() < until, process.written() if process else "never came"
        time.sleep(0.005)


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
                body = record.raw_stream.read()  # as sent: warcio cannot unpack all of it
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                found.append((record.rec_type, url, len(body)))
    return found
