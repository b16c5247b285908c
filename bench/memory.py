"""Resident memory of a crawl while it goes from the first thousand pages to the last.

Run: python bench/memory.py [--pages 50000]

The pages come from loopback as fast as they are taken. Shown are the crawling process and its
reading processes together, at 1,000 pages and at powers of two above; the last column is the crawl
against its first line.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import loopback

from govnews.crawl.progress import Progress
from govnews.crawl.run_report import RunSummary
from govnews.crawl.runner import crawl
from govnews.portal import Registry

FIRST = 1000


def resident(pid: int | str) -> float:
    """MiB that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def readers() -> list[str]:
    """The reading processes; the server is a child too."""
    me = os.getpid()
    pids = Path(f"/proc/{me}/task/{me}/children").read_text(encoding="ascii").split()
    return [pid for pid in pids if b"extraction_pool" in Path(f"/proc/{pid}/cmdline").read_bytes()]


class Watch:
    """Looks at the memory when a number of pages is reached."""

    def __init__(self, last: int) -> None:
        self._marks = [FIRST * 2**n for n in range(20) if FIRST * 2**n < last] + [last]
        self._first = 0.0
        self._began = time.perf_counter()

    def began(self, progress: Progress) -> None:  # noqa: ARG002
        print(f"{'pages':>8}{'crawl MiB':>12}{'reading MiB':>13}{'pages/s':>10}{'crawl':>8}")

    def advanced(self, progress: Progress) -> None:
        if not self._marks or progress.new < self._marks[0]:
            return
        pages = self._marks.pop(0)
        ours = resident("self")
        theirs = sum(map(resident, readers()))
        self._first = self._first or ours
        rate = progress.new / (time.perf_counter() - self._began)
        change = f"{(ours / self._first - 1) * 100:+.0f} %"
        print(f"{pages:>8,}{ours:>12.0f}{theirs:>13.0f}{rate:>10.0f}{change:>8}", flush=True)

    def paused(self, host: str, time: timedelta, why: str) -> None:
        pass

    def ended(self, summary: RunSummary) -> None:
        print(summary.sentence())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=50_000)
    pages = parser.parse_args().pages
    print(f"{pages:,} pages, {os.cpu_count()} cores")
    with loopback.serving(pages) as port, tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        loopback.portal_file(root, port)
        crawl([Registry(root).load("bench")], root, observer=Watch(pages))


if __name__ == "__main__":
    main()
