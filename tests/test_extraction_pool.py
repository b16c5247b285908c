"""The pool of reading processes: pages that hang or kill, processes that are killed, closing."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from govnews import extraction_pool
from govnews.extraction_pool import (
    BlockingPool,
    PageLost,
    PageOverTime,
    Pool,
    PoolClosed,
    WorkerDied,
    read_here,
)

pytestmark = pytest.mark.slow

PATIENCE = 30.0


def task(name: str, page: str) -> str:
    """What is done with a page, as its text says."""
    if page == "hang":
        while True:
            pass
    if page == "hang in C":
        ctypes.CDLL(None).sleep(600)
    if page == "exit":
        os._exit(3)
    if page == "segfault":
        ctypes.string_at(0)
    if page == "raise":
        raise ZeroDivisionError(page)
    if page == "pid":
        return str(os.getpid())
    if page == "slow":
        time.sleep(0.2)
    return f"{name} {page}"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_pool, "SECONDS_A_PAGE", 0.5)


@pytest.mark.parametrize(
    ("page", "lost", "text"),
    [
        ("hang", PageOverTime, "reading took more than 0.5 s"),
        ("hang in C", PageOverTime, "reading took more than 0.5 s"),
        ("exit", WorkerDied, r"the page ended the reading process \(status 3\)"),
        ("segfault", WorkerDied, r"the page ended the reading process \(status -11\)"),
        ("raise", WorkerDied, r"the page ended the reading process \(status 1\)"),
    ],
)
@pytest.mark.usefixtures("short")
def test_a_page_that_hangs_or_kills_costs_only_itself(
    page: str, lost: type[PageLost], text: str
) -> None:
    with BlockingPool(task, ("read",)) as pool:
        assert pool.outcome("before") == "read before"
        with pytest.raises(lost, match=f"^{text}$"):
            pool.outcome(page)
        assert pool.outcome("after") == "read after"


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.usefixtures("short")
def test_outcomes_come_in_the_order_of_the_pages(processes: int) -> None:
    pages = [f"{n}" for n in range(100)]
    pages[3], pages[10], pages[50] = "exit", "slow", "hang"
    with BlockingPool(task, ("read",), most=processes) as pool:
        found = list(pool.ordered(pages))
        assert len(pool._pool._workers) == processes
    assert [page for page, _ in found] == pages
    lost = {page: type(outcome) for page, outcome in found if isinstance(outcome, PageLost)}
    assert lost == {"exit": WorkerDied, "hang": PageOverTime}
    assert all(said == f"read {page}" for page, said in found if page not in lost)


def test_a_process_that_is_killed_while_it_waits_is_replaced() -> None:
    with BlockingPool(task, ("read",)) as pool:
        pid = int(pool.outcome("pid"))
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: pool._pool._workers[0]._process is None)
        again = int(pool.outcome("pid"))
        assert again != pid
        assert alive(again)


def test_a_process_that_is_killed_costs_the_page_that_it_reads() -> None:
    async def read() -> list[object]:
        with Pool(task, ("read",), most=1) as pool:
            pid = int(await pool.outcome("pid"))
            os.kill(pid, signal.SIGSTOP)  # so that nothing is read before the end
            waiting = [asyncio.ensure_future(pool.outcome(str(n))) for n in range(4)]
            await asyncio.sleep(0.05)
            os.kill(pid, signal.SIGKILL)
            return list(await asyncio.gather(*waiting, return_exceptions=True))

    died, *others = asyncio.run(read())
    assert isinstance(died, WorkerDied)
    assert others == ["read 1", "read 2", "read 3"]


def test_more_processes_are_started_only_while_they_are_busy() -> None:
    async def read() -> tuple[int, int]:
        with Pool(task, ("read",), most=3) as pool:
            for n in range(5):
                await pool.outcome(str(n))
            quiet = len(pool._workers)
            await asyncio.gather(*(pool.outcome("slow") for _ in range(20)))
            assert not pool.busy
            return quiet, len(pool._workers)

    assert asyncio.run(read()) == (1, 3)


def test_closing_takes_back_what_waits_and_leaves_no_process() -> None:
    async def read() -> tuple[list[int], list[object]]:
        pool = Pool(task, ("read",), most=2)
        waiting = [asyncio.ensure_future(pool.outcome("hang")) for _ in range(6)]
        await asyncio.sleep(0.05)
        assert pool.busy
        pids = [worker._process.pid for worker in pool._workers if worker._process]
        pool.close()
        found = await asyncio.gather(*waiting, pool.outcome("late"), return_exceptions=True)
        return pids, list(found)

    pids, found = asyncio.run(read())
    assert len(pids) == 2
    assert [type(one) for one in found] == [PoolClosed] * 7
    assert not any(alive(pid) for pid in pids)


def test_ctrl_c_is_not_for_the_processes() -> None:
    with BlockingPool(task, ("read",)) as pool:
        pid = int(pool.outcome("pid"))
        assert os.getpgid(pid) != os.getpgid(0)


_PARENT = """
import sys
from govnews.extraction_pool import BlockingPool
from tests.test_extraction_pool import task
pool = BlockingPool(task, ("read",), most=2)
print(pool.outcome("pid"), flush=True)
if sys.argv[1] == "idle":
    sys.stdin.read()
pool.outcome("slow") if sys.argv[1] == "slow" else pool.outcome("hang")
"""


@pytest.mark.parametrize("state", ["idle", "hang"])
def test_a_killed_parent_leaves_no_process(state: str) -> None:
    """A page that hangs is ended by the alarm of its own process."""
    code = f"from govnews import extraction_pool\nextraction_pool.SECONDS_A_PAGE = 1.0\n{_PARENT}"
    top = str(Path(__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", code, state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": top},
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert alive(pid)
        time.sleep(0.2)
        parent.kill()
        parent.wait()
        wait_for(lambda: not alive(pid))


@pytest.mark.usefixtures("short")
def test_reading_in_this_process_has_the_same_limit() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(PageOverTime, match=r"more than 0\.5 s"):
        read_here(task, "read", "hang")
    assert signal.getsignal(signal.SIGALRM) is before
    assert read_here(task, "read", "x") == "read x"
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(read_here(task, "read", "y")))
    thread.start()
    thread.join()
    assert found == ["read y"]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
