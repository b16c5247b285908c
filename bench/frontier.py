"""How many pages a second the frontier can lease and finish when a million are queued.

Run: python bench/frontier.py [--rows 1000000] [--seconds 5]

Each round is what a crawl does with a page, less the page: one claim, and one transaction with
`done`. The second measurement has as many rows put off (a host that asked to wait) in front of the
ready ones; the third asks when the next row is due.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.model import Link

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BATCH = 50
Rates = tuple[float, float]


def links(rows: int) -> Iterator[Link]:
    for number in range(rows):
        url = f"https://www.songcau.example.vn/tin-tuc-su-kien/ban-tin-so-{number}-{number * 7919}"
        yield Link(url, "article", "Tin tức - Sự kiện", modified="2026-03-01T08:00:00+07:00")


class Timer:
    """How often something was done in a second, by the clock and by the processor's time."""

    def __init__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began[0]

    def rates(self, done: int) -> Rates:
        return done / self.seconds, done / (time.process_time() - self._began[1])


def per_second(act: Callable[[], None], seconds: float) -> Rates:
    timer, done = Timer(), 0
    while timer.seconds < seconds:
        for _ in range(BATCH):
            act()
        done += BATCH
    return timer.rates(done)


def measure(root: Path, rows: int, seconds: float) -> list[tuple[str, Rates]]:
    with Archive.open(root, write=True) as archive:
        frontier = Frontier(archive.conn)

        def claim_and_done() -> None:
            claim = frontier.claim("songcau", NOW)
            assert claim is not None, "more rows are needed for so many seconds"
            with archive.transaction():
                frontier.done(claim.id, NOW)

        timer = Timer()
        with archive.transaction():
            frontier.add("songcau", links(rows), "https://www.songcau.example.vn/tin", NOW)
        found = [("add", timer.rates(rows))]
        found.append(("claim + done", per_second(claim_and_done, seconds)))
        with archive.transaction() as conn:
            conn.execute(
                """UPDATE frontier SET not_before = '2026-03-02T01:00:00Z', error = 'http-429'
                WHERE state = 'queued' AND id < ?""",
                (rows // 2,),
            )
        found.append(("claim + done, half put off", per_second(claim_and_done, seconds)))
        found.append(("next_due", per_second(lambda: check_due(frontier), seconds / 5)))
        later = NOW + timedelta(hours=2)
        timer = Timer()
        assert frontier.claim("songcau", later) is not None
        found.append(("first claim of those put off", timer.rates(1)))
    return found


def check_due(frontier: Frontier) -> None:
    assert frontier.next_due("songcau") is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govnews-frontier-") as folder:
        found = measure(Path(folder), options.rows, options.seconds)
    print(f"{options.rows:,} rows, {os.cpu_count()} cores")
    print(f"{'':<30} {'a second':>12} {'a CPU second':>14}")
    for name, (rate, cpu) in found:
        print(f"{name:<30} {rate:>12,.0f} {cpu:>14,.0f}")


if __name__ == "__main__":
    main()
