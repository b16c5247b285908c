"""Two addresses of one article, read in the same second or nearly so: joined later, or known to be
one from the first, they make the same rows.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, captures, dedupe
from govnews.archive.database import Archive
from govnews.archive.warc.writer import WarcWriter
from govnews.identity import Identity
from govnews.model import Article, Evidence
from tests.archive.archivelib import NOW, PORTAL, SITE, exchange, later, page
from tests.archive.test_edits import Today

ONE = replace(PORTAL, identity=Identity(ignore=("z",)))
"""The portal with the rule that makes one article of the addresses."""

TOLD = (
    "SELECT url, views, author, first_seen, last_seen FROM article",
    "SELECT author, seen_at FROM article_version ORDER BY seen_at, author",
    "SELECT observed_at, views FROM view_observation ORDER BY 1",
    "SELECT field, raw FROM evidence ORDER BY 1",
    "SELECT url, first_seen, last_seen FROM article_address ORDER BY 1",
)

Visit = tuple[int, int, int]
"""Seconds, which address, views."""

NIGHTS = {
    "first": (0, 1),
    "second": (1, 0),
    "both": (0, 0),
    "both, the second stored first": (0, 0),
}


def visits(plan: Sequence[str], more: int) -> list[Visit]:
    """Each night reads both addresses; the second one counts so many more views."""
    found: list[Visit] = []
    for number, how in enumerate(plan):
        one, other = NIGHTS[how]
        night = [(number * 10 + one, 0, 30 + number * 10)]
        night.append((number * 10 + other, 1, 30 + number * 10 + more))
        found += reversed(night) if one > other or "stored" in how else night
    return found


def reading(which: int, views: int, authors: Sequence[str]) -> Article:
    evidence = (
        Evidence("author", authors[which], "author-label", f"/p[{which}]"),
        Evidence("views", str(views), "views-label", "/i"),
    )
    own = {"url": f"{SITE}bai-1?z={which}", "author": authors[which], "evidence": evidence}
    return replace(page(views=views), **own)


def told(conn: sqlite3.Connection) -> list[list[Any]]:
    return [conn.execute(sql).fetchall() for sql in TOLD]


def test_all_views_of_the_two_are_those_of_one(tmp_path: Path) -> None:
    for authors, more in itertools.product([("Kim", "Kim"), ("Kim", "Vũ")], (-1, 1)):
        for number, plan in enumerate(itertools.product(NIGHTS, repeat=2)):
            root = tmp_path / f"{authors[1]}{more}{number}"
            joined, made_again = both_ways(root, visits(plan, more), authors)
            assert made_again == joined, (plan, more, authors)


def both_ways(
    root: Path, looks: Sequence[Visit], authors: Sequence[str]
) -> tuple[list[list[Any]], list[list[Any]]]:
    """What dedupe makes of two articles, and what a replay makes of their captures: each with the
    observations that lean on it.
    """
    with Archive.open(root, write=True) as archive, archive.transaction() as conn:
        writer, today, of = WarcWriter(root, PORTAL.name), Today(archive), dict[int, int]()
        for seconds, which, views in looks:
            at, article = later(seconds=seconds), reading(which, views, authors)
            if which not in of:
                sent = exchange(payload=b"%d" % which, fetched_at=at)
                written = writer.write(sent, "article")
                of[which] = captures.insert(
                    conn, PORTAL.name, "article", sent, b"%d" % which, written
                )
                today.then[of[which]] = article
            articles.store(conn, PORTAL, of[which], at, article, reread=today)
        writer.close()
        (pair,) = dedupe.dedupe(conn, ONE, NOW + timedelta(days=1))
        assert pair.why == "parameters"
        joined = told(conn)
        conn.execute("DELETE FROM article")
        for which in sorted(of, key=of.__getitem__):
            for seconds, other, views in looks:
                if other == which:
                    at, article = later(seconds=seconds), reading(which, views, authors)
                    articles.store(conn, ONE, of[which], at, article, reread=today)
        return joined, told(conn)


@pytest.mark.parametrize("views", [(3, 7), (7, 3)])
def test_of_two_counts_of_one_second_the_higher_one_holds(
    tmp_path: Path, views: tuple[int, int]
) -> None:
    """Whichever was stored first; a capture's own later reading replaces what it counted."""
    with Archive.open(tmp_path, write=True) as archive, archive.transaction() as conn:
        writer = WarcWriter(tmp_path, PORTAL.name)
        for which, count in enumerate(views):
            sent = exchange(payload=b"%d" % which)
            written = writer.write(sent, "article")
            ident = captures.insert(conn, PORTAL.name, "article", sent, b"%d" % which, written)
            articles.store(conn, ONE, ident, NOW, reading(which, count, ("Kim", "Kim")))
        writer.close()
        counted = "SELECT a.views, o.views FROM article a JOIN view_observation o"
        assert conn.execute(counted).fetchall() == [(7, 7)]
