"""Counts of what is found, by portal, province, year, month, author or section."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from govnews.archive.provinces import NEW, OLD, Unit, condition, since_merger, units
from govnews.archive.search.engine import NO_FILTERS, as_query
from govnews.archive.search.filters import EPOCH, Filters, Selection, select
from govnews.archive.search.query import Query
from govnews.archive.search_index import YEAR

Facet = Literal["portal", "province", "year", "month", "author", "section"]
FACETS: tuple[Facet, ...] = ("portal", "province", "year", "month", "author", "section")

_MERGER = date(2025, 7, 1).toordinal() - EPOCH


@dataclass(frozen=True, slots=True)
class Count:
    """value: None for the articles that do not have the thing. articles: how many have it."""

    value: str | None
    articles: int


def facets(
    conn: sqlite3.Connection,
    facet: Facet,
    query: Query | str | None = None,
    filters: Filters = NO_FILTERS,
) -> list[Count]:
    """How many of the found articles have each value: years and months in order, others by number.

    province: the one that the portal's was when the article was published, old or new, by name.
    """
    chosen = select(conn, as_query(query), filters)
    if facet in {"year", "month"}:
        counts = _in_time(conn, facet, chosen)
        return [Count(*pair) for pair in sorted(counts.items(), key=lambda pair: pair[0] or "~")]
    counts = _by_province(conn, chosen) if facet == "province" else _by_column(conn, facet, chosen)
    return [
        Count(*pair)
        for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0]))
    ]


def _in_time(conn: sqlite3.Connection, facet: Facet, chosen: Selection) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    rows = conn.execute(
        f"SELECT k.day, k.grain, count(*) {chosen.source} GROUP BY 1, 2", chosen.values
    )
    for day, grain, articles in rows:
        if day is None or (facet == "month" and grain == YEAR):
            found[None] += articles
        else:
            iso = date.fromordinal(EPOCH + day).isoformat()
            found[iso[:4] if facet == "year" else iso[:7]] += articles
    return found


def _by_province(conn: sqlite3.Connection, chosen: Selection) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    rows = conn.execute(
        f"""SELECT k.province, CASE WHEN k.day IS NOT NULL THEN k.day >= {_MERGER} ELSE
        (SELECT {since_merger("u")} FROM article u WHERE u.id = k.article_id) END, count(*)
        {chosen.source} GROUP BY 1, 2""",
        chosen.values,
    )
    for slug, since, articles in rows:
        unit = _units_by_slug().get((NEW if since else OLD, slug))
        found[unit.label if unit else slug] += articles
    return found


@cache
def _units_by_slug() -> Mapping[tuple[str, str], Unit]:
    """The unit of an era for which a portal's province speaks; the same rule as `condition`."""
    return {(unit.era, slug): unit for unit in units() for slug in condition([unit])[1]}


def _by_column(conn: sqlite3.Connection, facet: Facet, chosen: Selection) -> Counter[str | None]:
    value = "k.portal"
    if facet != "portal":
        value = f"(SELECT v.{facet} FROM article v WHERE v.id = k.article_id)"
    rows = conn.execute(f"SELECT {value}, count(*) {chosen.source} GROUP BY 1", chosen.values)
    return Counter(dict(rows.fetchall()))
