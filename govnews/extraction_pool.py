"""Processes that read pages, with a time limit for each page: for crawl, import and replay alike.

A page that makes its reader hang or die takes only its process with it; the process is started
again for the pages that wait behind. A process ends when its parent does, however that ends: the
socket between them closes. Its only clock is an alarm that the kernel keeps, which also ends a
reader that hangs in C.

Why not pebble (5.2): its workers take turns at one pipe under locks, through three threads of the
parent. Measured with bench/crawl.py, that costs a crawl a fifth of its pages a second; a worker
that is killed while it holds such a lock stops the others; its time limit is kept by the parent, so
that a page that hangs outlives a killed parent; and it starts all processes at once.
concurrent.futures has no time limit and gives up all pages when one process dies.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Generic, Self, TypeVar

from govnews.reasons import Reason

R = TypeVar("R")
J = TypeVar("J")

SECONDS_A_PAGE = 20.0
"""Time limit of a page; one that takes longer ends the process that reads it."""

GARBAGE = 10_000
"""New objects after which Python looks for cycles among them."""

BUSY = 2
"""Pages that wait for the least busy process when another one is started."""

MOST = 4
"""Processes that are started without being asked for more."""

AHEAD = 16
"""Pages for each process that `BlockingPool.ordered` lets wait, so that it never waits for us."""

_LENGTH = struct.Struct("!Q")
_PROCESS = f"from {__name__} import main; main()"


class PageLost(Exception):
    """A page that was not read, through no fault of the pages beside it."""

    reason = Reason.READER_DIED


class WorkerDied(PageLost):
    """The page ended the process that read it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the page ended the reading process (status {status})")


class PageOverTime(PageLost):
    """Reading the page took longer than SECONDS_A_PAGE."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"reading took more than {seconds:g} s")


class PoolClosed(Exception):
    """The pool was closed before the page was read."""


def cores() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


# --- the parent's side ----------------------------------------------------------------------------


class _Worker:
    """One process. It reads its pages in their order and is started again when one has ended it."""

    def __init__(self, setup: bytes, seconds: float) -> None:
        self._setup = setup
        self._seconds = seconds
        self._waiting: deque[tuple[asyncio.Future[Any], bytes]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._start()

    @property
    def load(self) -> int:
        """Pages that wait for their outcome."""
        return len(self._waiting)

    def _start(self) -> None:
        self._socket, theirs = socket.socketpair()
        place = str(Path(__file__).parents[1])
        path = os.pathsep.join(filter(None, [place, os.environ.get("PYTHONPATH")]))
        with theirs:
            # A session of its own: Ctrl-C in the terminal is for the parent alone to answer.
            # Started afresh, not forked: it inherits nothing, least of all the archive's lock.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _PROCESS, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": path},
            )

    async def outcome(self, data: bytes) -> Any:
        """What the task makes of a page, given as a message."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((future, data))
        if self._task is None:
            self._task = asyncio.ensure_future(self._talk())
        elif self._writer is not None:
            self._writer.write(data)
        return await future

    async def _talk(self) -> None:
        """Sends what waits and gives out what comes back, through as many processes as it takes."""
        while self._waiting and not self._closed:
            if self._process is None:
                self._start()
            incoming, self._writer = await asyncio.open_connection(sock=self._socket)
            self._writer.write(self._setup)
            for _, data in list(self._waiting):
                self._writer.write(data)
            try:
                while True:
                    (length,) = _LENGTH.unpack(await incoming.readexactly(_LENGTH.size))
                    self._give(pickle.loads(await incoming.readexactly(length)))  # noqa: S301
            except (asyncio.IncompleteReadError, ConnectionError, pickle.UnpicklingError):
                self._writer.close()
                self._writer = None
            if not self._closed:
                self._give(self._why_it_ended())
        self._task = None

    def _why_it_ended(self) -> PageLost:
        status = self._end_process()
        if status == -signal.SIGALRM:
            return PageOverTime(self._seconds)
        return WorkerDied(status)

    def _end_process(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        return process.wait()

    def _give(self, outcome: Any) -> None:
        if not self._waiting:
            return
        future, _ = self._waiting.popleft()
        if future.done():
            return
        if isinstance(outcome, (PageLost, PoolClosed)):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

    def close(self) -> None:
        """Ends the process; pages that still wait are given up with PoolClosed."""
        self._closed = True
        self._end_process()
        if self._writer is None:
            self._socket.close()
        else:
            self._writer.close()
        while self._waiting:
            self._give(PoolClosed())
        if self._task is not None:
            self._task.cancel()
            loop = self._task.get_loop()
            if not loop.is_running() and not loop.is_closed():
                loop.run_until_complete(asyncio.gather(self._task, return_exceptions=True))


class Pool(Generic[R]):
    """Processes that read pages for a program with an event loop of asyncio.

    task: a function of a module; it is called in the process as `task(*context, *page)` and must
    not raise. context: what it is given with each page, sent once to each process. most: processes
    that are started; without it one for each core that we may use, at most MOST. The first one
    starts at once, to get ready meanwhile; another one while all are busy. The system shares the
    cores out, which on two of them gives more pages than one process would; a crawl that keeps a
    delay needs no second one.
    """

    def __init__(
        self, task: Callable[..., R], context: tuple[object, ...] = (), *, most: int | None = None
    ) -> None:
        self._given = (_framed((task, context, SECONDS_A_PAGE)), SECONDS_A_PAGE)
        self._most = most or min(MOST, cores())
        self._closed = False
        self._workers = [_Worker(*self._given)]

    @property
    def busy(self) -> bool:
        """Whether pages are being read."""
        return any(worker.load for worker in self._workers)

    async def outcome(self, *page: object) -> R:
        """What the task makes of a page, in the least busy process.

        Raises PageOverTime, WorkerDied, and PoolClosed when the pool is closed meanwhile.
        """
        if self._closed:
            raise PoolClosed
        worker = min(self._workers, key=lambda worker: worker.load)
        if worker.load >= BUSY and len(self._workers) < self._most:
            worker = _Worker(*self._given)
            self._workers.append(worker)
        found: R = await worker.outcome(_framed(page))
        return found

    def close(self) -> None:
        """Ends all processes; pages that still wait are given up with PoolClosed."""
        if self._closed:
            return
        self._closed = True
        for worker in self._workers:
            worker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class BlockingPool(Generic[R]):
    """The same processes for a program without an event loop; a thread keeps one for it.

    Arguments as in Pool.
    """

    def __init__(
        self, task: Callable[..., R], context: tuple[object, ...] = (), *, most: int = 1
    ) -> None:
        self._most = most
        self._pool = Pool(task, context, most=most)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def submit(self, *page: object) -> Future[R]:
        """What the task will make of a page; its result raises PageOverTime or WorkerDied."""
        return asyncio.run_coroutine_threadsafe(self._pool.outcome(*page), self._loop)

    def outcome(self, *page: object) -> R:
        """What the task makes of a page; raises PageOverTime or WorkerDied."""
        return self.submit(*page).result()

    def ordered(self, pages: Iterable[J]) -> Iterator[tuple[J, R | PageLost]]:
        """Pages, each the only argument after the context, with their outcomes in their order."""
        rest = iter(pages)
        waiting: deque[tuple[J, Future[R]]] = deque()
        while True:
            for page in itertools.islice(rest, self._most * AHEAD - len(waiting)):
                waiting.append((page, self.submit(page)))
            if not waiting:
                return
            page, future = waiting.popleft()
            lost = future.exception()
            yield page, lost if isinstance(lost, PageLost) else future.result()

    def close(self) -> None:
        """Ends all processes."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._pool.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_here(task: Callable[..., R], *arguments: object) -> R:
    """Calls a task in this process, with the same time limit; raises PageOverTime.

    For few pages, where starting a process would take longer. The limit is kept by a signal: only
    the main thread of a process gets it, and only between two steps of Python.
    """
    if threading.current_thread() is not threading.main_thread():
        return task(*arguments)
    with _alarm(SECONDS_A_PAGE):
        return task(*arguments)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def over(_number: int, _frame: FrameType | None) -> None:
        raise PageOverTime(seconds)

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# --- the process ----------------------------------------------------------------------------------


def _framed(message: object) -> bytes:
    """A message as it goes over the socket: its length, then the pickle."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def _serve(connection: socket.socket) -> None:
    """Reads pages in their order until the other side closes."""
    with connection.makefile("rb") as incoming:

        def received() -> Any:
            head = incoming.read(_LENGTH.size)
            # From our parent alone: nobody else has the other end.
            return pickle.loads(incoming.read(*_LENGTH.unpack(head))) if head else None  # noqa: S301

        setup = received()
        if setup is None:
            return
        task, context, seconds = setup
        gc.freeze()
        gc.set_threshold(GARBAGE)
        while (page := received()) is not None:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            outcome = task(*context, *page)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.sendall(_framed(outcome))


def main() -> None:
    """Serves the socket whose number is given; a parent that is gone is no error."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        try:
            _serve(connection)
        except (ConnectionError, EOFError, pickle.UnpicklingError, struct.error):
            sys.exit(0)
        except Exception as error:  # noqa: BLE001
            sys.stderr.write(f"a reading process ended: {type(error).__name__}: {error}\n")
            sys.stderr.flush()
            os._exit(1)  # with the socket still open, so that the parent sees this status
