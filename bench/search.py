"""How fast search answers, how large its index is, and what it adds to storing a page.

    python bench/search.py [--rows 1000000] [--queries 200] [--archive DIR]

Queries are made from the archive's own texts: words by how common they are, phrases as they stand,
with and without diacritics, and the filters of the command line. Every query is asked once, on one
connection, as `govnews serve` would ask it.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from archivegen import PORTALS, Prose, make_archive

from govnews.archive import articles, captures, search
from govnews.archive.database import Archive
from govnews.archive.search import Filters
from govnews.archive.search.words import split
from govnews.archive.warc.model import Exchange
from govnews.archive.warc.writer import WarcWriter
from govnews.model import Article
from govnews.portal import Portal
from govnews.vietnamese.text import fold

Ask = Callable[[], object]
SAMPLE = 3000
PAGES = 400


class Texts:
    """What queries are made from: a sample of the archive's articles."""

    def __init__(self, conn: sqlite3.Connection, rng: Random) -> None:
        self.rng = rng
        (rows,) = conn.execute("SELECT max(id) FROM article").fetchone()
        ids = rng.sample(range(1, rows + 1), min(SAMPLE, rows))
        marks = ", ".join("?" * len(ids))
        found = conn.execute(f"SELECT title, body FROM article WHERE id IN ({marks})", ids)
        self.articles = [(split(title), split(body)) for title, body in found]
        counts = Counter(word.lower() for _, body in self.articles for word in set(body))
        self.by_number = [word for word, _ in counts.most_common()]

    def common(self) -> str:
        return self.rng.choice(self.by_number[:40])

    def rare(self) -> str:
        return self.rng.choice(self.by_number[-len(self.by_number) // 3 :])

    def piece(self, words: int) -> str:
        """Words as they stand side by side in some body."""
        body = self.rng.choice([body for _, body in self.articles if len(body) > words])
        start = self.rng.randrange(len(body) - words)
        return " ".join(body[start : start + words])

    def title(self) -> str:
        return " ".join(self.rng.choice(self.articles)[0][:4])


def kinds(texts: Texts) -> Iterator[tuple[str, Callable[[], tuple[str, Filters]]]]:
    rng, none = texts.rng, Filters()

    def days() -> Filters:
        first = date(2012, 1, 1) + timedelta(days=rng.randrange(4500))
        return Filters(since=first, until=first + timedelta(days=rng.randrange(1, 400)))

    portal = lambda: Filters(portals=(rng.choice(PORTALS),))  # noqa: E731
    yield "a common word", lambda: (fold(texts.common()), none)
    yield "a common word, diacritics", lambda: (texts.common(), none)
    yield "two common words", lambda: (f"{texts.common()} {texts.common()}", none)
    yield "a rare word", lambda: (texts.rare(), none)
    yield "a common and a rare word", lambda: (f"{texts.common()} {texts.rare()}", none)
    yield "four words of a title", lambda: (texts.title(), none)
    yield "a phrase of two words", lambda: (f'"{texts.piece(2)}"', none)
    yield "a phrase of four words", lambda: (f'"{texts.piece(4)}"', none)
    yield "OR and -word", lambda: (f"({texts.common()} OR {texts.rare()}) -{texts.common()}", none)
    yield "a beginning (th*)", lambda: (f"{fold(texts.common())[:2]}*", none)
    yield "title:word", lambda: (f"title:{texts.common()}", none)
    yield "word, portal", lambda: (texts.common(), portal())
    yield "word, days", lambda: (texts.common(), days())
    yield "phrase, portal, days", lambda: (
        f'"{texts.piece(2)}"', replace(days(), portals=portal().portals))  # fmt: skip
    yield "word, attachment", lambda: (texts.common(), Filters(has_attachment=True))
    yield "word, section", lambda: (texts.common(), Filters(section="kinh te"))
    yield "word, number", lambda: (
        texts.common(), Filters(number=f"{rng.randrange(1, 4000)}/QĐ-UBND"))  # fmt: skip


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def ask(conn: sqlite3.Connection, make: Callable[[], tuple[str, Filters]], number: int) -> str:
    times, own, hits = [], [], 0
    for _ in range(number):
        text, filters = make()
        began, began_own = time.perf_counter(), time.process_time()
        found = search.search(conn, text, filters)
        own.append((time.process_time() - began_own) * 1000)
        times.append((time.perf_counter() - began) * 1000)
        hits += found.total > 0
    shown = [percentile(each, share) for share in (0.5, 0.99) for each in (times, own)]
    return " ".join(f"{value:>9.1f}" for value in shown) + f" {hits / number:>8.0%}"


def once(text: str, name: str, call: Ask) -> None:
    began = time.perf_counter()
    call()
    print(f"{name:<28}{(time.perf_counter() - began) * 1000:>9.1f}   '{text}'")


def sizes(conn: sqlite3.Connection) -> None:
    (text,) = conn.execute(
        "SELECT sum(length(CAST(title || coalesce(sapo, '') || body AS BLOB))) FROM article"
    ).fetchone()
    parts = "name LIKE 'article_fts%' OR name LIKE '%article_key%'"
    (index,) = conn.execute(f"SELECT sum(pgsize) FROM dbstat WHERE {parts}").fetchone()
    print(f"\ntext {text / 1e6:,.0f} MB, index {index / 1e6:,.0f} MB: {index / text:.2f}x")


def store_cost(archive: Archive) -> None:
    """Seconds for storing pages as a crawl does, with the index's triggers and without."""
    prose, portal = Prose(Random(7)), Portal("longan", "x", "generic", "https://www.longan.gov.vn/")
    (triggers,) = archive.conn.execute(
        "SELECT group_concat(sql, char(1)) FROM sqlite_master WHERE type = 'trigger'"
    ).fetchone()
    names = archive.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    spent = {True: 0.0, False: 0.0}
    (number,) = archive.conn.execute("SELECT max(id) FROM article").fetchone()
    for indexed in (False, True) * 4:
        for (name,) in names:
            archive.conn.execute(f"DROP TRIGGER IF EXISTS {name}")
        for sql in triggers.split("\x01") if indexed else ():
            archive.conn.execute(sql)
        writer = WarcWriter(archive.root, "longan")
        pages = [_page(prose, number + n) for n in range(PAGES)]
        number += PAGES
        began = time.perf_counter()
        for exchange, article in pages:
            with archive.transaction() as conn:
                body = exchange.payload
                written = writer.write(exchange, "article", None)
                ident = captures.insert(conn, "longan", "article", exchange, body, written, None)
                articles.store(conn, portal, ident, exchange.fetched_at, article)
        spent[indexed] += time.perf_counter() - began
        writer.close()
    each = {indexed: seconds / 4 / PAGES * 1000 for indexed, seconds in spent.items()}
    share = (each[True] - each[False]) / each[True]
    print(f"storing a page {each[True]:.2f} ms, without the index {each[False]:.2f}: {share:.0%}")


def _page(prose: Prose, number: int) -> tuple[Exchange, Article]:
    url = f"https://www.longan.gov.vn/moi/{number}"
    now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=number)
    title, body = prose.title(), prose.paragraphs()
    html = f"<html><body><h1>{title}</h1>{'<div class=x><a href=/y>z</a></div>' * 400}<p>{body}</p>"
    article = Article(url, title, body, published=now, published_precision="minute")
    asked = (("Host", "www.longan.gov.vn"),)
    return Exchange(url, now, request_headers=asked, payload=html.encode()), article


def measure(root: Path, queries: int) -> None:
    with Archive.open(root) as archive:
        conn = archive.conn
        (rows,) = conn.execute("SELECT count(*) FROM article").fetchone()
        print(f"{rows:,} articles, {os.cpu_count()} cores, {queries} queries of each kind\n")
        print(f"{'query':<28}{'p50 ms':>9} {'cpu':>9} {'p99 ms':>9} {'cpu':>9} {'found':>8}")
        texts = Texts(conn, Random(2))
        for name, make in kinds(texts):
            print(f"{name:<28}{ask(conn, make, queries)}", flush=True)
        print()
        word = texts.common()
        once(word, "order by date", lambda: search.search(conn, word, order="date"))
        once(word, "order by views", lambda: search.search(conn, word, order="views"))
        for facet in search.FACETS:
            once(word, f"facets, {facet}", lambda by=facet: search.facets(conn, by, word))
        sizes(conn)
    with Archive.open(root, write=True) as archive:
        store_cost(archive)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--archive", type=Path, help="one of archivegen.py; grows")
    given = parser.parse_args()
    if given.archive is not None:
        measure(given.archive, given.queries)
        return
    with tempfile.TemporaryDirectory(prefix="govnews-search-") as folder:
        make_archive(Path(folder), given.rows)
        measure(Path(folder), given.queries)


if __name__ == "__main__":
    main()
