"""Captures a second that `govnews replay` reads again, with one process and with two.

Run: python bench/replay.py [--pages 3000] [--rounds 3]

The archive is made of generated pages (bench/portalgen). In turns, one process and two read all of
it into a new rebuild, storing included; the fastest of each counts, since a machine that is busy
with something else only ever slows. Beside the clock stands the processor time that each took: what
two processes need in all, shared out over two cores that have nothing else to do, is the clock that
such a machine would show.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any


def measure(archive: Any, processes: int) -> tuple[float, float, float]:
    """Seconds by the clock; processor seconds of this process, and of those that it started."""
    # Here, since every process that is started imports this file again.
    from pagearchive import NAME

    from govnews.portal import Registry
    from govnews.replay.rebuild import Rebuild

    work = Rebuild(archive, [Registry(archive.root).load(NAME)])
    began, before = time.perf_counter(), os.times()
    tally = work.run(processes, lambda _done, _total: None)
    passed, after = time.perf_counter() - began, os.times()
    assert not tally.failed, tally.failed[:3]
    work.remove()
    here = after.user + after.system - before.user - before.system
    others = after.children_user + after.children_system
    return passed, here, others - before.children_user - before.children_system


def main() -> None:
    from pagearchive import make_archive

    from govnews.archive.database import Archive

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        make_archive(root, given.pages)
        found: dict[int, list[tuple[float, float, float]]] = {1: [], 2: []}
        with Archive.open(root, write=True) as archive:
            for _ in range(given.rounds):
                for processes, rounds in found.items():
                    rounds.append(measure(archive, processes))
    best = {processes: min(rounds) for processes, rounds in found.items()}
    for processes, (passed, here, others) in best.items():
        print(
            f"{processes}: {given.pages / passed:.0f} captures/s by the clock; processor time "
            f"{here:.1f} s here, {others:.1f} s in the others"
        )
    one, two = best[1], best[2]
    shared = max(two[1], (two[1] + two[2]) / 2)
    print(f"two are {one[0] / two[0]:.2f} times as fast by the clock")
    print(f"two are {one[1] / shared:.2f} times as fast on two cores that are free")


if __name__ == "__main__":
    main()
