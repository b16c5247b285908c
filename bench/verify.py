"""Captures a second that `govnews verify` checks: records, digests, rows, articles, search index.

Run: python bench/verify.py [--pages 2000] [--rounds 3]

The archive is made of generated pages (bench/portalgen), read and stored; the fastest round counts.
Processor time is what the clock shows where nothing else runs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from pagearchive import NAME, make_archive

from govnews.archive.database import Archive
from govnews.audit.verify import verify
from govnews.portal import Registry
from govnews.replay import differences
from govnews.replay.rebuild import Rebuild


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        make_archive(root, given.pages)
        with Archive.open(root, write=True) as archive:
            work = Rebuild(archive, [Registry(root).load(NAME)])
            with work:
                work.run(2, lambda _done, _total: None)
            with differences.attached(archive, str(work.made.path)) as conn:
                urls = differences.differing(conn, NAME, ())
                differences.apply(archive, conn, NAME, urls)
        size = sum(path.stat().st_size for path in (root / "warc").iterdir())
        best = processor = 0.0
        for _ in range(given.rounds):
            began = time.process_time()
            with Archive.open(root) as archive:
                done = verify(archive, lambda _done, _total: None)
            assert not done.faults, done.faults[:3]
            best = max(best, done.captures / done.seconds)
            processor = max(processor, done.captures / (time.process_time() - began))
    print(f"{done.captures} captures, {done.articles} articles, {size / 1e6:.0f} MB of WARC")
    print(f"{best:.0f} captures/s by the clock, {processor:.0f} in a second of processor time")


if __name__ == "__main__":
    main()
