"""Captures a second that `govnews reextract` reads again, with one process and with two.

Run: python bench/reextract.py [--pages 1500] [--rounds 3]

The archive is made of generated pages (bench/portalgen). In turns, one process and two read all of
it into a new rebuild, storing included; the fastest of each count, since a machine that is busy
with something else only ever slows.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from pagearchive import NAME, make_archive

from govnews.archive.database import Archive
from govnews.portal import Registry
from govnews.restore.rebuild import Rebuild


def seconds(archive: Archive, processes: int) -> float:
    work = Rebuild(archive, [Registry(archive.root).load(NAME)])
    began = time.perf_counter()
    tally = work.run(processes, lambda _done, _total: None)
    passed = time.perf_counter() - began
    assert not tally.failed, tally.failed[:3]
    work.remove()
    return passed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        make_archive(root, given.pages)
        best = {1: float("inf"), 2: float("inf")}
        with Archive.open(root, write=True) as archive:
            for _ in range(given.rounds):
                for processes, before in best.items():
                    best[processes] = min(before, seconds(archive, processes))
    for processes, passed in best.items():
        print(f"{processes} processes: {given.pages / passed:7.1f} captures/s ({passed:.1f} s)")
    print(f"two are {best[1] / best[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main()
