"""How fast archives are merged: two of disjoint portals, then one that shares articles.

    python bench/merge.py [--articles 5000]

Each article is a page of 500 words with one capture; in the shared archive every article of the
first was visited once more and half of them were edited.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archivegen import syllables

from govnews.archive import articles, captures
from govnews.archive.database import Archive
from govnews.archive.merge import merge
from govnews.archive.warc.model import Exchange
from govnews.archive.warc.writer import WarcWriter
from govnews.model import Article
from govnews.portal import Portal

START = datetime(2024, 1, 1, tzinfo=UTC)


def fill(root: Path, name: str, count: int, *, later: bool = False) -> Path:
    """An archive of one portal; `later`: a day later, every second article edited."""
    rng = random.Random(name)
    words = syllables(random.Random(1))[:5000]
    weights = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(words))))
    portal = Portal(name, name, "generic", f"https://{name}.example/")
    with Archive.open(root, write=True) as archive:
        writer = WarcWriter(root, name)
        for number in range(count):
            text = "\n\n".join(
                " ".join(rng.choices(words, cum_weights=weights, k=100)) for _ in range(5)
            )
            said = text + " sửa" if later and number % 2 else text
            at = START + timedelta(seconds=number, days=int(later))
            article = Article(f"{portal.base_url}tin/{number}", f"Bài {number}", said, views=number)
            head = (("Content-Type", "text/html"),)
            page = Exchange(article.url, at, headers=head, payload=said.encode())
            with archive.transaction() as conn:
                written = writer.write(page, "article")
                ident = captures.insert(conn, name, "article", page, page.payload, written)
                articles.store(conn, portal, ident, at, replace(article))
        writer.close()
    return root


def measured(what: str, roots: list[Path], output: Path) -> None:
    started = time.process_time()
    done = merge(roots, output)
    seconds = time.process_time() - started
    total = sum(each.captures + each.known for each in done)
    size = sum(path.stat().st_size for root in roots for path in (root / "warc").iterdir())
    print(f"{what}: {total:,} captures, {size / 1e6:.0f} MB of WARC, {seconds:.1f} s of one core, "
          f"{total / seconds:,.0f} captures/s; {done}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        a, b = fill(top / "a", "longan", count), fill(top / "b", "tayninh", count)
        again = fill(top / "again", "longan", count, later=True)
        measured("two portals into a new archive", [a, b], top / "new")
        measured("the same again", [a, b], top / "new")
        measured("one that shares all articles", [again], top / "new")


if __name__ == "__main__":
    main()
