"""Pages a second of the whole crawl (fetch, WARC, reading, SQLite, search) beside bare Scrapy.

Run: python bench/crawl.py [--pages 3000] [--rounds 3] [--concurrency 8]

A process of its own serves articles on loopback. In turns, one crawls them with govnews into a new
archive, and one fetches the same addresses with a plain spider that does nothing, at the same
concurrency. The time is that from the first page to the last; starting is not counted. Beside the
rates stand the milliseconds of processor time for each page, which a busy machine changes least.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import loopback


class Clock:
    """Wall-clock and processor time from the first tick to the last."""

    def __init__(self) -> None:
        self.pages = 0

    def tick(self) -> None:
        now = (time.perf_counter(), time.process_time())
        if not self.pages:
            self._began = now
        self._last = now
        self.pages += 1

    def result(self) -> dict[str, Any]:
        seconds, cpu = (last - first for first, last in zip(self._began, self._last, strict=True))
        after = self.pages - 1
        return {"rate": after / seconds, "cpu": cpu / after * 1000}


# --- the two clients ------------------------------------------------------------------------------


def full(port: int, concurrency: int, root: Path) -> dict[str, Any]:
    """The crawl as `govnews crawl` runs it."""
    from govnews.crawl import spider
    from govnews.crawl.progress import Progress
    from govnews.crawl.run_report import RunSummary
    from govnews.crawl.runner import crawl
    from govnews.portal import Registry

    class Watch:
        """Ticks for each article."""

        def __init__(self) -> None:
            self.clock = Clock()

        def began(self, progress: Progress) -> None:
            pass

        def advanced(self, progress: Progress) -> None:
            if progress.new > self.clock.pages:
                self.clock.tick()

        def paused(self, host: str, time: timedelta, why: str) -> None:
            pass

        def ended(self, summary: RunSummary) -> None:
            pass

    spider.AT_ONCE = concurrency
    loopback.portal_file(root, port)
    watch = Watch()
    (summary,) = crawl([Registry(root).load("bench")], root, observer=watch)
    if summary.outcome != "complete":
        sys.exit(f"the crawl is not whole: {summary}")
    reading = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        **watch.clock.result(),
        "pages": summary.articles_new,
        "reading": (reading.ru_utime + reading.ru_stime) / summary.articles_new * 1000,
        "peak": peak,
    }


def bare(port: int, concurrency: int, pages: int) -> dict[str, Any]:
    """The same addresses, fetched and thrown away."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        clock = Clock()

        async def start(self) -> AsyncIterator[Any]:
            for number in loopback.numbers(pages):
                yield scrapy.Request(f"http://127.0.0.1:{port}/bai-{number}")

        def parse(self, response: Any) -> None:  # noqa: ARG002
            Bare.clock.tick()

    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    process.crawl(Bare)
    process.start()
    return {**Bare.clock.result(), "pages": Bare.clock.pages}


# --- the measurement ------------------------------------------------------------------------------


def run(*args: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, *args], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def measure(pages: int, rounds: int, concurrency: int) -> None:
    print(f"{pages} pages, concurrency {concurrency}, {os.cpu_count()} cores")
    print(f"{'':>8}{'pages/s':^20}{'':>8}{'CPU ms for a page':^26}")
    print(f"{'round':>8}{'govnews':>10}{'bare':>10}{'ratio':>8}", end="")
    print(f"{'govnews':>10}{'reading':>10}{'bare':>8}")
    results: list[tuple[float, ...]] = []
    peak = 0.0
    with loopback.serving(pages) as port:
        common = ["--port", str(port), "--concurrency", str(concurrency), "--pages", str(pages)]
        for number in range(1, rounds + 1):
            with tempfile.TemporaryDirectory() as folder:
                ours = run("full", *common, "--root", folder)
            theirs = run("bare", *common)
            assert ours["pages"] == theirs["pages"] == pages, (ours, theirs)
            peak = ours["peak"]
            results.append(
                (ours["rate"], theirs["rate"], ours["cpu"], ours["reading"], theirs["cpu"])
            )
            show(str(number), results[-1])
    show("median", tuple(map(statistics.median, zip(*results, strict=True))))
    print(f"peak memory of the crawl: {peak:.0f} MiB")


def show(name: str, figures: tuple[float, ...]) -> None:
    ours, theirs, *cpu = figures
    print(f"{name:>8}{ours:>10.1f}{theirs:>10.1f}{ours / theirs:>8.2f}", end="")
    print("{:>10.2f}{:>10.2f}{:>8.2f}".format(*cpu), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", nargs="?", default="measure")
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--root", type=Path)
    given = parser.parse_args()
    if given.mode == "full":
        print(json.dumps(full(given.port, given.concurrency, given.root)))
    elif given.mode == "bare":
        print(json.dumps(bare(given.port, given.concurrency, given.pages)))
    else:
        measure(given.pages, given.rounds, given.concurrency)


if __name__ == "__main__":
    main()
