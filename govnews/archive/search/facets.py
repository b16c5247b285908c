"""Counts of what is found, by portal, province, year, month, author or section."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from govnews.archive.provinces import since_merger
from govnews.archive.search.engine import NO_FILTERS, as_query
from govnews.archive.search.filters import EPOCH, MERGER_DAY, Filters, Selection, select
from govnews.archive.search.query import Query
from govnews.archive.search_index import YEAR
from govnews.vietnamese.places import Era, units_by_portal

Facet = Literal["portal", "province", "year", "month", "author", "section"]
FACETS: tuple[Facet, ...] = ("portal", "province", "year", "month", "author", "section")


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
        f"""SELECT k.province, CASE WHEN k.day IS NOT NULL THEN k.day >= {MERGER_DAY} ELSE
        (SELECT {since_merger("u")} FROM article u WHERE u.id = k.article_id) END, count(*)
        {chosen.source} GROUP BY 1, 2""",
        chosen.values,
    )
    for slug, since, articles in rows:
        unit = units_by_portal().get((Era.NEW if since else Era.OLD, slug))
        found[unit.label if unit else slug] += articles
    return found


def _by_column(conn: sqlite3.Connection, facet: Facet, chosen: Selection) -> Counter[str | None]:
    value = "k.portal"
    if facet != "portal":
        value = f"(SELECT v.{facet} FROM article v WHERE v.id = k.article_id)"
    rows = conn.execute(f"SELECT {value}, count(*) {chosen.source} GROUP BY 1", chosen.values)
    return Counter(dict(rows.fetchall()))
