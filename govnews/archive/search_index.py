"""Numbers of articles in the search index, and the bulk filling of the index.

`article_key` gives every article a number by its publication day, so that "newest first" and a
range of dates are a scan of the index, not a sort. `article_fts` holds the words under these
numbers. The tables and the triggers that maintain both are in schema.sql.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from govnews.archive import columns
from govnews.model import Signer

if TYPE_CHECKING:
    from govnews.archive.sqliteutils import Database

SLOTS = 4096
"""Numbers reserved for each day. A day with more articles continues in the numbers of the next."""

UNDATED = -(1 << 40)
"""Articles without a date have this plus their id as number: after all others, in order of id."""

TAG = "ꟿ"
"""Prefix of the index words for portal and province; no query of a user can contain it."""

DAY = """CAST(julianday(substr({0} || substr('0000-01-01', length({0}) + 1), 1, 10))
        - 2447892.5 AS INTEGER)"""
"""SQL for the day of a stored date, counted from 1990-01-01; a month or year is its first day."""

DAILY, MONTH, YEAR = 0, 1, 2
GRAIN = (
    f"CASE WHEN {{0}} LIKE '____' THEN {YEAR} WHEN {{0}} LIKE '____-__' THEN {MONTH} "
    f"ELSE {DAILY} END"
)
"""SQL for the precision of a stored date."""

NUMBER = "replace(replace(replace(replace(upper({0}), 'đ', 'D'), 'Đ', 'D'), 'ư', 'U'), 'Ư', 'U')"
"""SQL for a document number in its search form: capitals, without diacritics."""

PLAIN_D = "replace(replace({0}, 'đ', 'd'), 'Đ', 'D')"
"""SQL for a text in the form of the index; FTS5 removes the remaining diacritics by itself."""

LAST_KEY = f"""(SELECT printed, (SELECT key FROM article_key WHERE key BETWEEN printed * {SLOTS}
               AND printed * {SLOTS} + {SLOTS - 1} ORDER BY key DESC LIMIT 1) AS last
          FROM (SELECT {DAY.format("new.published")} AS printed))"""
"""SQL for the day of a new article and the last number of that day in use."""

FREE_KEY = f"""CASE
        WHEN printed IS NULL THEN {UNDATED} + new.id
        WHEN last IS NULL THEN printed * {SLOTS}
        WHEN last < printed * {SLOTS} + {SLOTS - 1} THEN last + 1
        ELSE (SELECT k.key + 1 FROM article_key k WHERE k.key >= printed * {SLOTS} AND NOT EXISTS
              (SELECT 1 FROM article_key n WHERE n.key = k.key + 1) ORDER BY k.key LIMIT 1)
    END"""
"""SQL for the number of a new article, from LAST_KEY."""

FTS = ", ".join((*columns.INDEXED, "tags"))
"""The columns of `article_fts`."""


_KEYS = tuple(field.name for field in fields(Signer))
"""Keys of JSON in an indexed column, which are no words of the page."""


def text_of(name: str) -> str:
    """SQL for an article's column in the view `article_text`, which the index is built from."""
    if columns.BY_NAME[name].export == "json":
        value = f"coalesce(a.{name}, '')"
        for key in _KEYS:
            value = f"""replace({value}, '"{key}": ', '')"""
        return f"{PLAIN_D.format(value)} AS {name}"
    value = f"a.{name}" if columns.BY_NAME[name].required else f"coalesce(a.{name}, '')"
    return f"{PLAIN_D.format(value)} AS {name}"


def fill_index(db: Database) -> None:
    """Fill the empty index from all articles in index order, several times as fast as
    the triggers.
    """
    rows = db.execute(
        f"""SELECT {DAY.format("published")} AS day, id,
        {GRAIN.format("published")}, portal, province, views
        FROM article ORDER BY day, id"""
    )
    db.conn.executemany("INSERT INTO article_key VALUES (?, ?, ?, ?, ?, ?, ?)", _keyed(rows))
    db.execute(
        f"INSERT INTO article_fts(rowid, {FTS}) SELECT key, {FTS} FROM article_text ORDER BY key"
    )


def _keyed(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    last = UNDATED
    for day, ident, *others in rows:
        key = UNDATED + ident if day is None else max(last + 1, day * SLOTS)
        if day is not None:
            last = key
        yield (key, ident, day, *others)
