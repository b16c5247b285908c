"""Search filters: conditions on portal, province, date, document, attachment, author,
signer and section.
"""

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
from govnews.archive.search.query import COLUMNS, Query, number_of
from govnews.archive.search.vocabulary import beginnings
from govnews.archive.search.words import split
from govnews.archive.search_index import MONTH, NUMBER, SLOTS, TAG, YEAR
from govnews.errors import UsageError
from govnews.vietnamese.places import MERGER, Unit

EPOCH = date(1990, 1, 1).toordinal()
"""The day from which the index counts days."""

MERGER_DAY = MERGER.toordinal() - EPOCH
"""The index's day number of the first day of the 34 provinces."""

_SPILL = 31
"""Number of following days whose keys a day with too many articles may use."""

_FEW = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all have to hold; the default matches every article.

    portals: names. units: provinces, as `provinces.find` returns them; None for all. since, until:
    first and last day of publication; a date with only a month or year matches if any of its days
    does, an article without a date never does. number: a document that the article names, or a
    prefix of its number with `*`. has_attachment: only articles with an attached file. author,
    signer, section: adjacent words of the field; that of the signer has name and post. newer_than:
    only articles with a greater id, for saved searches.
    """

    portals: tuple[str, ...] = ()
    units: tuple[Unit, ...] | None = None
    since: date | None = None
    until: date | None = None
    number: str | None = None
    has_attachment: bool = False
    author: str | None = None
    signer: str | None = None
    section: str | None = None
    newer_than: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that match a query and filters, as SQL that reads from `article_key k`.

    match: FTS5 expression, or None. low, high: first and last key, or None. costly: a match may be
    found only after reading many articles that do not match, as for phrases of common words. few:
    the statement starts from the few articles that name a document.
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
        """The column that reads the index in the order of days."""
        return "f.rowid" if self.match is not None else "k.key"

    @property
    def source(self) -> str:
        """The FROM and WHERE clauses."""
        return f"FROM {self.tables} WHERE {' AND '.join(sql for sql, _ in self._all()) or '1'}"

    @property
    def values(self) -> list[Any]:
        """The values of the `?` placeholders of `source`."""
        return [value for _, values in self._all() for value in values]

    def _all(self) -> Iterator[tuple[str, Sequence[Any]]]:
        yield from self.conditions
        # One lower and one upper bound: FTS5 uses only the first bound of each kind.
        if self.low is not None:
            yield f"{self.key} >= ?", [self.low]
        if self.high is not None:
            yield f"{self.key} <= ?", [self.high]

    def within(self, low: int | None, high: int | None) -> Selection:
        """The part of the selection between two keys."""
        lows = [key for key in (self.low, low) if key is not None]
        highs = [key for key in (self.high, high) if key is not None]
        return replace(self, low=max(lows, default=None), high=min(highs, default=None))


def select(
    conn: sqlite3.Connection, query: Query | None, filters: Filters, *, columns: str = TEXT
) -> Selection:
    """Build the selection; `k.key` is in the order of publication days.

    columns: where words without a field are matched. Raises UsageError for an invalid filter.
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
    """Combine all conditions. by_document: start from the few articles that name a document."""
    tables, conditions = "article_key k", list(parts)
    if match is not None:
        tables = "article_fts f CROSS JOIN article_key k ON k.key = f.rowid"
        if by_document:
            tables = "article_key k CROSS JOIN article_fts f ON f.rowid = k.key"
        conditions.insert(0, ("article_fts MATCH ?", [match]))
    if any("a.province" in sql for sql, _ in parts):
        tables += " CROSS JOIN article a ON a.id = k.article_id"
    return Selection(tables, tuple(conditions), match)


def _fields(filters: Filters) -> Iterator[tuple[str, str]]:
    """The filters that are words of a field, by name."""
    for name in ("author", "signer", "section"):
        text = getattr(filters, name)
        if text is not None:
            yield name, text


def _is_costly(query: Query | None, filters: Filters) -> bool:
    words = [split(text) for _, text in _fields(filters)]
    return any(len(each) > 1 for each in words) or (query is not None and query.is_costly)


def _are_few(conn: sqlite3.Connection, sql: str, bounds: Sequence[Any]) -> bool:
    """Whether few enough articles name a document for the statement to start from them."""
    (number,) = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM article_key k WHERE {sql} LIMIT {_FEW + 1})", bounds
    ).fetchone()
    return int(number) <= _FEW


def _since(conn: sqlite3.Connection, since: date) -> tuple[int, tuple[str, list[int]]]:
    """The lower bound of dates. A date with only a month or year matches if any of its days does:
    the index has it as its first day, so the scan has to start there.
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
    """The FTS5 expression of the query and of the filters that are part of the index."""
    nodes: list[Node] = [query.node] if query is not None and query.node is not None else []
    nodes += [
        Term((_words(text, name),), COLUMNS.get(name, name)) for name, text in _fields(filters)
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


# --- typed dates
# -----------------------------------------------------------------------------------

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d?)(?:-(?P<d>\d\d?))?)?")
_DAY_FIRST = re.compile(r"(?:(?P<d>\d\d?)[/.-])?(?P<m>\d\d?)[/.-](?P<y>\d{4})")


def parse_day(text: str, *, last: bool = False) -> date:
    """Parse a typed day: 01/07/2025, 2025-07-01; the first day of a typed month or year.

    last: return the last day instead, for the end of a range. Raises UsageError.
    """
    match = _ISO.fullmatch(text.strip()) or _DAY_FIRST.fullmatch(text.strip())
    year, month, day = (int(match[name] or 0) for name in "ymd") if match else (0, 0, 0)
    try:
        month = month or (12 if last else 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        raise UsageError(f"'{text}' is no date; write 24/05/2021, 05/2021 or 2021") from None
