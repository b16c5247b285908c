"""Processor time of reading a page, for the comparison of two states of the code.

Run: python bench/readtime.py [--rounds 10] [--portals 14] [--pages 2]

Each page is read in every round, and its best time counts: what else runs on the machine weighs
little then. For another state, run the same file with PYTHONPATH set to its checkout, in turns.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from portalgen import GeneratedPage, make_portal

import govnews
from govnews.errors import NotAnArticle


def seconds(page: GeneratedPage) -> float:
    """Of the processor, for one reading."""
    began = time.process_time()
    with contextlib.suppress(NotAnArticle):
        govnews.extract(page.html, page.url, fetched_at=page.fetched_at)
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--portals", type=int, default=14)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=10)
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.portals)
    pages = [page for seed in seeds for page in make_portal(seed, args.pages).pages]
    for page in pages:  # imports and compiled patterns are not what is measured
        seconds(page)
    best = [min(seconds(page) for _ in range(args.rounds)) for page in pages]
    print(f"{1000 * sum(best) / len(best):.3f} ms a page, best of {args.rounds}, {len(best)} pages")


if __name__ == "__main__":
    main()
