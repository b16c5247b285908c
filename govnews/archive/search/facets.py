"""Counts of the matching articles by portal, province, year, month, author, signer
or section.
"""

from __future__ import annotations

import json
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

Facet = Literal["portal", "province", "year", "month", "author", "signer", "section"]
FACETS: tuple[Facet, ...] = (
    "portal", "province", "year", "month", "author", "signer", "section",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """A value and its number of articles. value: None for the articles without one."""

    value: str | None
    articles: int


def facets(
    conn: sqlite3.Connection,
    facet: Facet,
    query: Query | str | None = None,
    filters: Filters = NO_FILTERS,
) -> list[Count]:
    """The number of matching articles for each value: years and months in order, others by count.

    signer: the name; an article that several sign counts for each of them.
    province: that of the portal on the day of publication, before or since the merger, by name.
    """
    chosen = select(conn, as_query(query), filters)
    if facet in {"year", "month"}:
        counts = _in_time(conn, facet, chosen)
        return [Count(*pair) for pair in sorted(counts.items(), key=lambda pair: pair[0] or "~")]
    by = {"province": _by_province, "signer": _by_signer}.get(facet)
    counts = by(conn, chosen) if by is not None else _by_column(conn, facet, chosen)
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


def _by_signer(conn: sqlite3.Connection, chosen: Selection) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    rows = conn.execute(
        f"""SELECT (SELECT v.signers FROM article v WHERE v.id = k.article_id) AS stored, count(*)
        {chosen.source} GROUP BY 1""",
        chosen.values,
    )
    for stored, articles in rows:
        names = {signer["name"] for signer in json.loads(stored)} if stored else {None}
        found.update(dict.fromkeys(names, articles))
    return found


def _by_column(conn: sqlite3.Connection, facet: Facet, chosen: Selection) -> Counter[str | None]:
    value = "k.portal"
    if facet != "portal":
        value = f"(SELECT v.{facet} FROM article v WHERE v.id = k.article_id)"
    rows = conn.execute(f"SELECT {value}, count(*) {chosen.source} GROUP BY 1", chosen.values)
    return Counter(dict(rows.fetchall()))
