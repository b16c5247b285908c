"""What a second crawl of an unchanged portal asks for.

Run: python bench/unchanged.py [--articles 3000] [--sections 8] [--due 100]

A portal of so many articles in so many sections, with a feed, is crawled three times. Between the
second and the third run, some articles are made old enough to be looked at again. Requests are
counted by the server, robots.txt and all.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import loopback


def crawl(root: Path) -> None:
    """The command itself, in a process of its own."""
    command = [sys.executable, "-m", "govnews", "crawl", "bench", "--archive", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)


def age(root: Path, count: int) -> None:
    """Makes articles two days old, so that the visit after one day is due."""
    with closing(sqlite3.connect(root / "archive.db")) as conn, conn:
        conn.execute(
            """UPDATE frontier SET first_found_at = date('now', '-2 days') || 'T00:00:00Z',
            finished_at = date('now', '-2 days') || 'T00:00:00Z'
            WHERE id IN (SELECT id FROM frontier WHERE kind = 'article' LIMIT ?)""",
            (count,),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--sections", type=int, default=8)
    parser.add_argument("--due", type=int, default=100)
    given = parser.parse_args()
    with (
        loopback.serving(given.articles, given.sections) as port,
        tempfile.TemporaryDirectory() as folder,
    ):
        root, before = Path(folder), 0
        loopback.portal_file(root, port, given.sections, 'feeds = ["/rss.xml"]')
        print(f"{given.articles:,} articles in {given.sections} sections and a feed")
        for run in ("first", "unchanged", f"unchanged, {given.due} visits due"):
            if "due" in run:
                age(root, given.due)
            crawl(root)
            with urlopen(f"http://127.0.0.1:{port}/asked") as told:
                asked = int(told.read())
            print(f"{run:<30}{asked - before:>6} requests")
            before = asked


if __name__ == "__main__":
    main()
