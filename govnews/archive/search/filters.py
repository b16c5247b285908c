"""What an article must be besides what it says: whose, when, by whom, with what."""

from __future__ import annotations

import re
import sqlite3
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from govnews.archive.provinces import condition
from govnews.archive.search.nodes import TEXT, Beginnings, Every, Node, Term
from govnews.archive.search.query import Query, number_of
from govnews.archive.search.vocabulary import beginnings
from govnews.archive.search.words import split
from govnews.archive.search_index import MONTH, NUMBER, SLOTS, TAG, YEAR
from govnews.errors import UsageError
from govnews.vietnamese.places import MERGER, Unit

EPOCH = date(1990, 1, 1).toordinal()
"""The day from which the index counts days."""

MERGER_DAY = MERGER.toordinal() - EPOCH
"""The index's number of the first day of the 34 provinces."""

_SPILL = 31
"""Days after its own into whose numbers a day with too many articles may reach."""

_FEW = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all have to hold; the default holds for every article.

    portals: names. units: provinces, as `provinces.find` gives them; None for all.
    since, until: first and last day of publication; a date printed as a month or year only is in
    the range when it can be, an article without a date never.
    number: a document that the article names, or its beginning with `*`.
    has_attachment: only articles with an attached file.
    author, section: words that stand side by side in the field.
    newer_than: only articles with a greater id, for saved searches.
    """

    portals: tuple[str, ...] = ()
    units: tuple[Unit, ...] | None = None
    since: date | None = None
    until: date | None = None
    number: str | None = None
    has_attachment: bool = False
    author: str | None = None
    section: str | None = None
    newer_than: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that a query and filters choose, as SQL from `article_key k` on.

    match: FTS5 expression, or None. low, high: first and last key, or None. costly: finding a
    match may take reading very many that are none, as for phrases of common words. few: it begins
    with the few articles that name a document.
    """

    tables: str
    conditions: tuple[tuple[str, Sequence[Any]], ...]
    match: str | None = None
    low: int | None = None
    high: int | None = None
    costly: bool = False
    few: bool = False

    @property
    def key(self) -> str:
        """The column by which the index is read in the order of days."""
        return "f.rowid" if self.match is not None else "k.key"

    @property
    def source(self) -> str:
        """FROM and WHERE."""
        return f"FROM {self.tables} WHERE {' AND '.join(sql for sql, _ in self._all()) or '1'}"

    @property
    def values(self) -> list[Any]:
        """The values of the `?` marks of `source`."""
        return [value for _, values in self._all() for value in values]

    def _all(self) -> Iterator[tuple[str, Sequence[Any]]]:
        yield from self.conditions
        # One lower and one upper bound: FTS5 makes use of the first of each alone.
        if self.low is not None:
            yield f"{self.key} >= ?", [self.low]
        if self.high is not None:
            yield f"{self.key} <= ?", [self.high]

    def within(self, low: int | None, high: int | None) -> Selection:
        """What of it stands between two keys."""
        lows = [key for key in (self.low, low) if key is not None]
        highs = [key for key in (self.high, high) if key is not None]
        return replace(self, low=max(lows, default=None), high=min(highs, default=None))


def select(
    conn: sqlite3.Connection, query: Query | None, filters: Filters, *, columns: str = TEXT
) -> Selection:
    """What to read from; `k.key` is in the order of printed days.

    columns: where words without a field are sought. Raises UsageError for a filter that cannot
    mean anything.
    """
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(
            f"--since {filters.since:%d/%m/%Y} is after --until {filters.until:%d/%m/%Y}."
        )
    parts: list[tuple[str, Sequence[Any]]] = []
    low, high = None, None
    if filters.since is not None:
        low, part = _since(conn, filters.since)
        parts.append(part)
    if filters.until is not None:
        day = filters.until.toordinal() - EPOCH
        low = low if low is not None else -EPOCH * SLOTS
        high = (day + 1 + _SPILL) * SLOTS
        parts.append(("k.day <= ?", [day]))
    if filters.units is not None:
        parts.append(condition(filters.units))
    if filters.has_attachment:
        parts.append(("EXISTS (SELECT 1 FROM attachment t WHERE t.article_id = k.article_id)", []))
    if filters.newer_than is not None:
        parts.append(("k.article_id > ?", [filters.newer_than]))
    numbers = [*query.numbers] if query is not None else []
    numbers += [number_of(filters.number)] if filters.number is not None else []
    documents = [_names_document(number) for number in numbers]
    few = any(_are_few(conn, *document) for document in documents)
    match = _match(query, filters, columns, beginnings(conn))
    chosen = _selection(match, [*parts, *documents], by_document=few)
    costly = not few and _is_costly(query, filters)
    return replace(chosen.within(low, high), costly=costly, few=few)


def _selection(
    match: str | None, parts: Sequence[tuple[str, Sequence[Any]]], *, by_document: bool = False
) -> Selection:
    """One statement of all conditions. by_document: begin with the few that name a document."""
    tables, conditions = "article_key k", list(parts)
    if match is not None:
        tables = "article_fts f CROSS JOIN article_key k ON k.key = f.rowid"
        if by_document:
            tables = "article_key k CROSS JOIN article_fts f ON f.rowid = k.key"
        conditions.insert(0, ("article_fts MATCH ?", [match]))
    if any("a.province" in sql for sql, _ in parts):
        tables += " CROSS JOIN article a ON a.id = k.article_id"
    return Selection(tables, tuple(conditions), match)


def _is_costly(query: Query | None, filters: Filters) -> bool:
    words = [split(text) for text in (filters.author, filters.section) if text is not None]
    return any(len(each) > 1 for each in words) or (query is not None and query.is_costly)


def _are_few(conn: sqlite3.Connection, sql: str, bounds: Sequence[Any]) -> bool:
    """Whether so few articles name a document that it is best to begin with them."""
    (number,) = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM article_key k WHERE {sql} LIMIT {_FEW + 1})", bounds
    ).fetchone()
    return int(number) <= _FEW


def _since(conn: sqlite3.Connection, since: date) -> tuple[int, tuple[str, list[int]]]:
    """From a day on. A date that is printed as a month or a year only is in the range when it can
    be: it stands in the index as its first day, so the walk has to go back to there.
    """
    day = since.toordinal() - EPOCH
    month, year = (first.toordinal() - EPOCH for first in (since.replace(day=1), _new_year(since)))
    imprecise = [MONTH, month, YEAR, year]
    (low,) = conn.execute(
        """SELECT min(key) FROM article_key WHERE grain > 0 AND key BETWEEN ? AND ?
        AND (grain = ? AND day >= ? OR grain = ? AND day >= ?)""",
        [year * SLOTS, day * SLOTS, *imprecise],
    ).fetchone()
    if low is None:
        return day * SLOTS, ("k.day >= ?", [day])
    wide = "k.day >= ? OR k.grain = ? AND k.day >= ? OR k.grain = ? AND k.day >= ?"
    return int(low), (f"({wide})", [day, *imprecise])


def _new_year(day: date) -> date:
    return day.replace(month=1, day=1)


def _match(query: Query | None, filters: Filters, columns: str, begin: Beginnings) -> str | None:
    """The FTS5 expression of the query and of the filters that the index knows."""
    nodes: list[Node] = [query.node] if query is not None and query.node is not None else []
    nodes += [
        Term((_words(text, name),), name)
        for name, text in (("author", filters.author), ("section", filters.section))
        if text is not None
    ]
    parts = [Every(tuple(nodes)).fts(columns, begin)] if nodes else []
    if filters.portals:
        parts.append(_tags("p", filters.portals))
    if filters.units is not None:
        parts.append(_tags("v", sorted(set(condition(filters.units)[1]))))
    return " AND ".join(parts) or None


def _tags(kind: str, names: tuple[str, ...] | list[str]) -> str:
    words = (f'"{TAG}{kind}{re.sub("[^a-z0-9]", TAG, name)}"' for name in names)
    return f"{{tags}} : ({' OR '.join(words)})"


def _words(text: str, name: str) -> tuple[str, ...]:
    words = split(text)
    if not words:
        raise UsageError(f"--{name} needs a word that stands in the {name}: '{text}' has none.")
    return words


def _names_document(number: str) -> tuple[str, list[str]]:
    stored = NUMBER.format("number")
    test, bounds = f"{stored} = ?", [number]
    if number.endswith("*"):
        test = f"{stored} >= ? AND {stored} < ?"
        bounds = [number[:-1], number[:-1] + "\U0010ffff"]
    return f"k.article_id IN (SELECT article_id FROM document_ref WHERE {test})", bounds


# --- dates as they are typed ----------------------------------------------------------------------

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d?)(?:-(?P<d>\d\d?))?)?")
_DAY_FIRST = re.compile(r"(?:(?P<d>\d\d?)[/.-])?(?P<m>\d\d?)[/.-](?P<y>\d{4})")


def parse_day(text: str, *, last: bool = False) -> date:
    """A day as people type it: 01/07/2025, 2025-07-01; of a month or a year the first day.

    last: or the last one, for the end of a range. Raises UsageError.
    """
    match = _ISO.fullmatch(text.strip()) or _DAY_FIRST.fullmatch(text.strip())
    year, month, day = (int(match[name] or 0) for name in "ymd") if match else (0, 0, 0)
    try:
        month = month or (12 if last else 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        raise UsageError(f"'{text}' is no date; write 24/05/2021, 05/2021 or 2021") from None
