"""Reads captures again, in this process or in several; outcomes come in the order of the jobs."""

from __future__ import annotations

import itertools
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any, Self

from govnews.archive.warc.writer import read_exchange
from govnews.errors import ArchiveCorrupt, NotAnArticle, PageRefused
from govnews.families import read
from govnews.model import Article, Capture, Profile
from govnews.portal import Portal
from govnews.reading.urls import canonical
from govnews.reasons import Reason

SECONDS_A_PAGE = 20.0
"""A page that takes longer counts as one that cannot be read, as in a crawl."""

CHUNK = 8
"""Pages that go to a process at once."""

AHEAD = 4
"""Chunks for each process that wait for it, so that it never waits for us."""


@dataclass(frozen=True, slots=True)
class Job:
    """A capture to read. file, offset: where its payload stands; for a revisit its original's."""

    capture_id: int
    portal: str
    url: str
    fetched_at: str
    status: int
    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a capture gives no article.

    failed: the capture or the reader is broken, so that nothing is known about the page; otherwise
    the page is no article by today's rules.
    """

    reason: Reason
    detail: str
    failed: bool = False


Outcome = Article | Unread
Portals = Mapping[str, tuple[Portal, Profile | None]]
"""By name, with the profile that their pages are read with."""


def outcomes(
    root: Path, portals: Portals, jobs: Iterable[Job], processes: int
) -> Iterator[tuple[Job, Outcome]]:
    """Reads captures, in order. processes: how many read; 1 reads in this one."""
    if processes == 1:
        for job in jobs:
            yield job, _read(root, portals, job)
        return
    with _Pool(root, portals, processes) as pool:
        yield from pool.outcomes(jobs)


class _TooLongError(Exception):
    pass


def _read(root: Path, portals: Portals, job: Job) -> Outcome:
    try:
        with _alarm(SECONDS_A_PAGE):
            held = read_exchange(root, job.file, job.offset).capture()
            url = canonical(job.url) if job.url.startswith("http") else job.url
            moment = datetime.fromisoformat(job.fetched_at)
            capture = Capture(url, moment, held.body, job.status, held.content_type)
            return read(capture, *portals[job.portal])
    except (NotAnArticle, PageRefused) as error:
        return Unread(error.reason, str(error))
    except ArchiveCorrupt as error:
        return Unread(Reason.DAMAGED, str(error), failed=True)
    except _TooLongError:
        return Unread(Reason.READER_DIED, f"took more than {SECONDS_A_PAGE:.0f} s", failed=True)
    except Exception as error:  # noqa: BLE001
        # A page that breaks a reader must not take the others with it.
        return Unread(Reason.READER_ERROR, f"{type(error).__name__}: {error}", failed=True)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raises _TooLongError after so much time; only a process's main thread can be woken so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise _TooLongError


# --- several processes ----------------------------------------------------------------------------

_context: list[Any] = []


def _begin(root: Path, portals: Portals) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that stores
    _context[:] = [root, portals]


def _read_all(jobs: Sequence[Job]) -> list[Outcome]:
    root, portals = _context
    return [_read(root, portals, job) for job in jobs]


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    rest = iter(jobs)
    while chunk := list(itertools.islice(rest, CHUNK)):
        yield chunk


class _Pool:
    """Reading processes. One that a page ends is started again, and only that page is given up."""

    def __init__(self, root: Path, portals: Portals, processes: int) -> None:
        self._given = (root, dict(portals))
        self._processes = processes
        self._start()

    def _start(self) -> None:
        # Started afresh, not forked: they share neither the database nor its lock with us.
        self._pool = ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=self._given,
        )

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        chunks = _chunks(jobs)
        waiting: deque[tuple[list[Job], Future[list[Outcome]]]] = deque()
        while True:
            for chunk in itertools.islice(chunks, self._processes * AHEAD - len(waiting)):
                waiting.append((chunk, self._pool.submit(_read_all, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                found = future.result()
            except BrokenProcessPool:
                self._start()
                found = [self._alone(job) for job in chunk]
                waiting = deque((c, self._pool.submit(_read_all, c)) for c, _ in waiting)
            yield from zip(chunk, found, strict=True)

    def _alone(self, job: Job) -> Outcome:
        try:
            return self._pool.submit(_read_all, [job]).result()[0]
        except BrokenProcessPool:
            self._start()
            return Unread(Reason.READER_DIED, "the page ended the reading process", failed=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
