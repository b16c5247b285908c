"""What an article must be besides what it says: whose, when, by whom, with what."""

from __future__ import annotations

import re
import sqlite3
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govnews.archive.provinces import Unit, condition
from govnews.archive.schema_search import NUMBER, SLOTS, TAG
from govnews.archive.search.nodes import TEXT, Every, Node, Term
from govnews.archive.search.query import Query, number_of
from govnews.archive.search.vocabulary import beginnings
from govnews.archive.search.words import split
from govnews.errors import UsageError

EPOCH = date(1990, 1, 1).toordinal()
"""The day from which the index counts days."""

_SPILL = 31
"""Days after its own into whose numbers a day with too many articles may reach."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all have to hold; the default holds for every article.

    portals: names. units: provinces, as `provinces.find` gives them; None for all.
    since, until: first and last day of publication; articles without a date are in no range.
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


@dataclass(slots=True)
class Selection:
    """SQL for the articles that a query and filters choose, from `article_key k` on.

    source: FROM and WHERE. values: those of its `?` marks. match: FTS5 expression or None.
    """

    source: str
    values: list[Any] = field(default_factory=list)
    match: str | None = None


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
    match = _match(conn, query, filters, columns)
    where, values = ["1"], list[Any]()
    if match is not None:
        tables = "article_fts f CROSS JOIN article_key k ON k.key = f.rowid"
        where, values = ["article_fts MATCH ?"], [match]
    else:
        tables = "article_key k"
    key = "f.rowid" if match is not None else "k.key"
    if filters.units is not None:
        tables += " CROSS JOIN article a ON a.id = k.article_id"
        sql, slugs = condition(filters.units)
        where.append(sql)
        values += slugs
    if filters.since is not None:
        day = filters.since.toordinal() - EPOCH
        where += [f"{key} >= ?", "k.day >= ?"]
        values += [day * SLOTS, day]
    if filters.until is not None:
        day = filters.until.toordinal() - EPOCH
        where += [f"{key} BETWEEN ? AND ?", "k.day <= ?"]
        values += [-EPOCH * SLOTS, (day + 1 + _SPILL) * SLOTS, day]
    for number in (*(query.numbers if query else ()), *_number(filters)):
        sql, bounds = _names_document(number)
        where.append(sql)
        values += bounds
    if filters.has_attachment:
        where.append("EXISTS (SELECT 1 FROM attachment t WHERE t.article_id = k.article_id)")
    if filters.newer_than is not None:
        where.append("k.article_id > ?")
        values.append(filters.newer_than)
    return Selection(f"FROM {tables} WHERE {' AND '.join(where)}", values, match)


def _match(
    conn: sqlite3.Connection, query: Query | None, filters: Filters, columns: str
) -> str | None:
    """The FTS5 expression of the query and of the filters that the index knows."""
    nodes: list[Node] = [query.node] if query is not None and query.node is not None else []
    nodes += [
        Term((_words(text, name),), name)
        for name, text in (("author", filters.author), ("section", filters.section))
        if text is not None
    ]
    parts = [Every(tuple(nodes)).fts(columns, beginnings(conn))] if nodes else []
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


def _number(filters: Filters) -> tuple[str, ...]:
    return (number_of(filters.number),) if filters.number is not None else ()


def _names_document(number: str) -> tuple[str, list[str]]:
    stored = NUMBER.format("number")
    test, bounds = f"{stored} = ?", [number]
    if number.endswith("*"):
        test = f"{stored} >= ? AND {stored} < ?"
        bounds = [number[:-1], number[:-1] + "\U0010ffff"]
    return f"k.article_id IN (SELECT article_id FROM document_ref WHERE {test})", bounds


# --- dates as they are typed ----------------------------------------------------------------------

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?:(?P<d>\d{1,2})[/.-])?(?P<m>\d{1,2})[/.-])(?P<y>\d{4})")


def parse_day(text: str, *, last: bool = False) -> date:
    """A day as people type it: 01/07/2025, 2025-07-01; a month or a year is its first day.

    last: or its last day, for the end of a range. Raises UsageError.
    """
    match = _ISO.fullmatch(text.strip()) or _DAY_FIRST.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError  # noqa: TRY301
        year, month, day = (int(match[name]) if match[name] else None for name in "ymd")
        first = date(year or 0, month or 1, day or 1)
        if not last or day:
            return first
        months_on = first.replace(month=12, day=31) if month is None else first
        return months_on.replace(day=monthrange(months_on.year, months_on.month)[1])
    except ValueError:
        raise UsageError(
            f"'{text}' is no day. Write it day first, 01/07/2025, or as 2025-07-01; a month "
            "(07/2025) or a year (2025) will do."
        ) from None
