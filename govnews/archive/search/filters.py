"""What an article must be besides what it says: whose, when, by whom, with what."""

from __future__ import annotations

import re
import sqlite3
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govnews.archive.provinces import Unit, condition
from govnews.archive.schema_search import MONTH, NUMBER, SLOTS, TAG, YEAR
from govnews.archive.search.nodes import TEXT, Beginnings, Every, Node, Term
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
    parts: list[tuple[str, Sequence[Any]]] = []
    if filters.since is not None:
        parts.append(_since(conn, filters.since))
    if filters.until is not None:
        day = filters.until.toordinal() - EPOCH
        bounds = [-EPOCH * SLOTS, (day + 1 + _SPILL) * SLOTS, day]
        parts.append(("{key} BETWEEN ? AND ? AND k.day <= ?", bounds))
    if filters.units is not None:
        parts.append(condition(filters.units))
    if filters.has_attachment:
        parts.append(("EXISTS (SELECT 1 FROM attachment t WHERE t.article_id = k.article_id)", []))
    if filters.newer_than is not None:
        parts.append(("k.article_id > ?", [filters.newer_than]))
    numbers = [number_of(filters.number)] if filters.number is not None else []
    match = _match(query, filters, columns, beginnings(conn))
    return _selection(match, query, numbers, parts)


def _selection(
    match: str | None,
    query: Query | None,
    numbers: Sequence[str],
    parts: Sequence[tuple[str, Sequence[Any]]],
) -> Selection:
    """One statement of all conditions. `{key}` in them is the place in the index."""
    documents = [
        _names_document(number) for number in (*(query.numbers if query else ()), *numbers)
    ]
    conditions = [*parts, *documents]
    tables, key = "article_key k", "k.key"
    if match is not None:
        tables, key = "article_fts f CROSS JOIN article_key k ON k.key = f.rowid", "f.rowid"
        conditions.insert(0, ("article_fts MATCH ?", [match]))
    if any("a.province" in sql for sql, _ in parts):
        tables += " CROSS JOIN article a ON a.id = k.article_id"
    where = " AND ".join(sql.format(key=key) for sql, _ in conditions) or "1"
    values = [value for _, bounds in conditions for value in bounds]
    return Selection(f"FROM {tables} WHERE {where}", values, match)


def _since(conn: sqlite3.Connection, since: date) -> tuple[str, list[int]]:
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
        return "{key} >= ? AND k.day >= ?", [day * SLOTS, day]
    wide = "k.day >= ? OR k.grain = ? AND k.day >= ? OR k.grain = ? AND k.day >= ?"
    return f"{{key}} >= ? AND ({wide})", [low, day, *imprecise]


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
