"""Crawls a portal that misbehaves at random and kills the crawl at random, for minutes.

Run: python -m tests.soak [--minutes 5] [--seed 1] [--articles 1500]     (or: make soak)

Each round is a new archive and a portal whose faults are drawn by the seed: most pass when they are
asked again, some do not. The crawl is killed with SIGKILL after random times and started again
until it has nothing left to do. Then every article must be there, once, with its text whole; every
fault must be named; no row may be leased; the WARC must read back with all digests. The first
finding ends the soak with exit code 1, and its archive is kept.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.crawl.crawllib import Crawling, environment, errors, rows, warc_records
from tests.crawl.faults import FaultSite, chunked, drip, packed, raw, zip_bomb
from tests.crawl.site import Answer, article, portal_file

PER_PAGE = 25
MOST_RUNS = 200
"""Runs after which a portal that is still not done never will be."""


def passing(dice: random.Random, number: int) -> Answer:
    """A fault that is gone when the page is asked for again."""
    whole = article(number)
    cut = dice.randrange(1, len(whole))
    return dice.choice(
        [
            Answer(cut=-1),
            Answer(whole, cut=cut),
            Answer(b"", dice.choice([500, 502, 503, 504, 408])),
            Answer(b"", 503, headers={"Retry-After": "1"}),
            packed(gzip.compress(whole)[:-12]),
            chunked(whole[:cut], end=b""),
            raw(b"HTTP/1.1 200 OK\r\nContent-"),
            Answer(whole, seconds=dice.uniform(0.1, 0.4)),
        ]
    )


def lasting(dice: random.Random) -> tuple[Answer, str]:
    """A fault that stays, and what it must be called."""
    return dice.choice(
        [
            (Answer(b"none", 404), "http-404"),
            (Answer(b"none", 403), "http-403"),
            (Answer(b"\x89PNG\r\n\x1a\n" + bytes(500), kind="image/png"), "not-html"),
            (packed(BOMB), "too-large"),
            (Answer(b"", 302, headers={"Location": "/bai-vong"}), "redirect-loop"),
            (drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.1), "timeout"),
        ]
    )


BOMB = zip_bomb()


def build(site: FaultSite, dice: random.Random, articles: int) -> dict[int, str]:
    """Fills the site; returns the reasons of the articles that cannot be had."""
    lost = {}
    last = -(-articles // PER_PAGE)
    for page in range(1, last + 1):
        numbers = range((page - 1) * PER_PAGE + 1, min(page * PER_PAGE, articles) + 1)
        path = "/tin" if page == 1 else f"/tin?page={page}"
        site.listing(path, numbers, f"/tin?page={page + 1}" if page < last else None)
        healthy = site.pages[path]
        assert isinstance(healthy, Answer)
        if page > 1 and dice.random() < 0.1:
            site.pages[path] = [Answer(cut=-1), healthy]
        for number in numbers:
            fate = dice.random()
            if fate < 0.03:
                site.pages[f"/bai-{number}"], lost[number] = lasting(dice)
            elif fate < 0.25:
                faults = [passing(dice, number) for _ in range(dice.choice([1, 1, 2]))]
                site.pages[f"/bai-{number}"] = [*faults, Answer(article(number))]
            else:
                site.articles([number])
    site.pages["/bai-vong"] = Answer(b"", 302, headers={"Location": "/bai-vong"})
    return lost


def crawl_to_the_end(root: Path, dice: random.Random, lost: dict[int, str]) -> Counter[str]:
    """Starts the crawl again and again, kills most of them; how many ended in which way."""
    ends: Counter[str] = Counter()
    for _ in range(MOST_RUNS):
        with Crawling(root, "thu", "--timeout", "2") as process:
            until = time.monotonic() + dice.choice([0.3, 1.0, 3.0, 8.0]) * dice.random()
            while process.poll() is None and (time.monotonic() < until or ends["killed"] >= 40):
                time.sleep(0.005)
            if process.poll() is None:
                process.kill()
            out, err = process.communicate()
        assert "Traceback" not in err, err
        if process.returncode == -9:
            ends["killed"] += 1
            continue
        ends[f"exit {process.returncode}"] += 1
        assert process.returncode in {0, 3}, (process.returncode, out, err)
        left = rows(root, "SELECT count(*) FROM frontier WHERE state IN ('queued', 'leased')")
        named = {name: reason for name, (_, reason) in errors(root).items()}
        if left == [0] and named == {f"/bai-{n}": reason for n, reason in lost.items()}:
            return ends
    raise AssertionError(f"not done after {MOST_RUNS} runs: {errors(root)}")


def check(root: Path, site: FaultSite, articles: int, lost: dict[int, str]) -> int:
    """Every promise about the archive; returns how many records its WARC files hold."""
    wanted = {f"{site.url}/bai-{n}" for n in range(1, articles + 1) if n not in lost}
    found = rows(root, "SELECT url FROM article")
    assert set(found) == wanted, wanted ^ set(found)
    assert len(found) == len(wanted)
    whole = rows(root, "SELECT count(*) FROM article WHERE body LIKE '%Đoạn 3 của bài%'")
    assert whole == [len(wanted)]
    assert rows(root, "SELECT count(*) FROM article_version") == [len(wanted)]
    twice = """SELECT url FROM capture WHERE revisit_of IS NULL AND status = 200
        GROUP BY url, digest HAVING count(*) > 1"""
    assert rows(root, twice) == []
    assert rows(root, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [0]
    assert rows(root, "PRAGMA integrity_check") == ["ok"]
    assert rows(root, "PRAGMA foreign_key_check") == []
    records = warc_records(root)
    assert wanted <= {url for kind, url, size in records if kind == "response" and size}
    command = [sys.executable, "-m", "govnews", "verify", "--archive", str(root)]
    verified = subprocess.run(
        command, capture_output=True, text=True, env=environment(), check=False
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return len(records)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--articles", type=int, default=1500)
    given = options.parse_args()
    until = time.monotonic() + given.minutes * 60
    seed = given.seed
    while True:
        root = Path(tempfile.mkdtemp(prefix=f"govnews-soak-{seed}-"))
        dice = random.Random(seed)
        began = time.monotonic()
        print(f"seed {seed}: {root}", flush=True)
        with FaultSite() as site:
            portal_file(root, "thu", site.url)
            lost = build(site, dice, given.articles)
            ends = crawl_to_the_end(root, dice, lost)
            records = check(root, site, given.articles, lost)
        told = ", ".join(f"{count} {how}" for how, count in sorted(ends.items()))
        print(
            f"seed {seed}: {given.articles - len(lost)} articles, {len(lost)} named failures, "
            f"{records} records; runs: {told}; {time.monotonic() - began:.0f} s",
            flush=True,
        )
        shutil.rmtree(root)
        if time.monotonic() >= until:
            return
        seed += 1


if __name__ == "__main__":
    main()
