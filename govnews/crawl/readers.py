"""The crawl's end of the reading processes: jobs go out, outcomes come back in order."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Self

from govnews.crawl.items import Problem
from govnews.crawl.understand import LENGTH, Job, Outcome, frame
from govnews.reasons import Reason

TAKEN_BACK = Problem(Reason.TAKEN_BACK, "the run was stopped", untried=True)

BUSY = 2
"""Pages that wait for the least busy process when another one is started."""


class Reader:
    """One reading process. It is started again when a page has ended it."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[asyncio.Future[Outcome], bytes]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._closed = False
        self._start()

    @property
    def load(self) -> int:
        """Jobs that wait for their outcome."""
        return len(self._waiting)

    def _start(self) -> None:
        self._socket, theirs = socket.socketpair()
        place = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, [place, os.environ.get("PYTHONPATH")]))
        with theirs:
            # A session of its own: Ctrl-C in the terminal is for the crawl alone to answer.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "govnews.crawl.understand", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": path},
            )

    async def outcome(self, job: Job) -> Outcome:
        """What the process makes of a page."""
        if self._closed:
            return TAKEN_BACK
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        data = frame(job)
        self._waiting.append((future, data))
        if self._task is None:
            self._task = asyncio.ensure_future(self._talk())
        elif self._writer is not None:
            self._writer.write(data)
        return await future

    async def _talk(self) -> None:
        """Sends what waits and gives out what comes back, through as many processes as it takes."""
        while not self._closed:
            incoming, self._writer = await asyncio.open_connection(sock=self._socket)
            for _, data in list(self._waiting):
                self._writer.write(data)
            try:
                while True:
                    (length,) = LENGTH.unpack(await incoming.readexactly(LENGTH.size))
                    outcome = pickle.loads(await incoming.readexactly(length))  # noqa: S301
                    self._give(outcome)
            except (asyncio.IncompleteReadError, ConnectionError):
                self._writer.close()
                self._writer = None
            if not self._closed:
                status = self._process.wait()
                told = f"the page ended the reading process (status {status})"
                self._give(Problem(Reason.READER_DIED, told))
                self._start()

    def _give(self, outcome: Outcome) -> None:
        if self._waiting:
            future, _ = self._waiting.popleft()
            if not future.done():
                future.set_result(outcome)

    def close(self) -> None:
        """Ends the process; jobs that still wait are taken back."""
        if self._closed:
            return
        self._closed = True
        self._process.kill()
        self._process.wait()
        if self._writer is None:
            self._socket.close()
        else:
            self._writer.close()
        while self._waiting:
            self._give(TAKEN_BACK)
        if self._task is not None:
            self._task.cancel()
            loop = self._task.get_loop()
            if not loop.is_running() and not loop.is_closed():
                loop.run_until_complete(asyncio.gather(self._task, return_exceptions=True))


class Readers:
    """One reading process, and more while they are busy: one for each core that we may use, four
    at most. The system shares the cores out, which on two of them gives more pages than one
    process would; a run that keeps a delay needs no second one.
    """

    def __init__(self) -> None:
        affinity = getattr(os, "sched_getaffinity", None)
        cores = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
        self._most = min(4, cores)
        self._closed = False
        self._readers = [Reader()]

    @property
    def busy(self) -> bool:
        """Whether pages are being read."""
        return any(reader.load for reader in self._readers)

    async def outcome(self, job: Job) -> Outcome:
        """What the least busy process makes of a page."""
        reader = min(self._readers, key=lambda reader: reader.load)
        if reader.load >= BUSY and len(self._readers) < self._most and not self._closed:
            reader = Reader()
            self._readers.append(reader)
        return await reader.outcome(job)

    def close(self) -> None:
        """Ends all processes."""
        self._closed = True
        for reader in self._readers:
            reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
