"""How fast the site answers when several users ask at once, over an archive made to measure.

    python bench/web.py                       # makes 100,000 articles first
    python bench/web.py --archive DIR         # one that is there already

Users are threads with a connection each. In one run they ask again at once, which measures what
the machine can do; in the other they look at a page for a second, as people do at least.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from archivegen import make_archive

KINDS = ("first page", "search", "article")


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """`govnews serve` in a process of its own; gives host and port."""
    command = [sys.executable, "-m", "govnews", "serve", "--archive", str(root), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    found = re.search(r"http://\S+", process.stderr.readline())
    assert found
    try:
        yield urlsplit(found[0]).netloc
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def addresses(root: Path, rng: random.Random) -> Iterator[tuple[str, str]]:
    """What users ask for, in turn: the first page, a search never made before, an article."""
    conn = sqlite3.connect(f"file:{root / 'archive.db'}?mode=ro", uri=True)
    (last,) = conn.execute("SELECT max(id) FROM article").fetchone()
    for turn in itertools.count():
        kind = KINDS[turn % len(KINDS)]
        if kind == "first page":
            yield kind, "/"
            continue
        number = rng.randrange(1, last + 1)
        if kind == "article":
            yield kind, f"/article/{number}"
            continue
        (title,) = conn.execute("SELECT title FROM article WHERE id = ?", (number,)).fetchone()
        words = title.split()
        start = rng.randrange(max(1, len(words) - 2))
        yield kind, f"/?q={quote(' '.join(words[start : start + rng.choice((1, 2, 2, 3))]))}"


Times = dict[str, list[float]]


def user(netloc: str, asked: list[tuple[str, str]], pause: float, until: float, out: Times) -> None:
    """One user: asks, waits for the whole answer, pauses."""
    connection = http.client.HTTPConnection(netloc, timeout=60)
    for kind, path in asked:
        if time.monotonic() > until:
            break
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (answer.status, path)
        out[kind].append(time.perf_counter() - began)
        time.sleep(pause)


def measure(root: Path, netloc: str, users: int, seconds: float, pause: float) -> None:
    """One run, its lines printed."""
    source = addresses(root, random.Random(f"{users} {pause}"))
    times: dict[str, list[float]] = defaultdict(list)
    plans = [list(itertools.islice(source, 1200)) for _ in range(users)]
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=user, args=(netloc, plan[n:], pause, until, times))
        for n, plan in enumerate(plans)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = sum(map(len, times.values()))
    print(f"{users} users, {pause:g} s between pages: {everything / seconds:.0f} pages/s")
    for kind in KINDS:
        values = sorted(times[kind])
        p95 = values[int(len(values) * 0.95)]
        print(
            f"  {kind:<11} n={len(values):<5} median {statistics.median(values) * 1000:6.1f} ms"
            f"  p95 {p95 * 1000:6.1f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = given.archive or Path(folder) / "archive"
        if given.archive is None:
            make_archive(root, given.rows)
        with serving(root) as netloc:
            warm = http.client.HTTPConnection(netloc, timeout=120)
            for path in ("/", "/?q=x"):
                warm.request("GET", path)
                warm.getresponse().read()
            for pause in (1.0, 0.0):
                measure(root, netloc, given.users, given.seconds, pause)


if __name__ == "__main__":
    main()
