"""The search page: parameters of its address, hits and facets."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from govnews.archive import holds
from govnews.archive import search as engine
from govnews.archive.provinces import since_merger
from govnews.archive.search.filters import MERGER_DAY, select
from govnews.errors import UsageError
from govnews.vietnamese import places
from govnews.web.names import unit_label

PAGE = 20
LAST_PAGE = engine.COUNT_CAP // PAGE
"""The last page of a result that is shown; the CSV has all hits."""

ORDERS = ("date", "views")
"""Besides the default: by relevance for a query, else the newest first."""

FACETS = ("portal", "province", "section", "year")
FACET_SIZE = 12

NAMES = (
    "q", "portal", "province", "lineage", "section", "document", "since", "until", "order",
)  # fmt: skip
"""Parameters of a search in an address, besides the page."""


class BadDay(UsageError):
    """A date in the address is invalid."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as in an address. province: a unit's name or slug. lineage: "1" adds those that
    went into it. since, until: days as ISO 8601. page: from 1.
    """

    q: str = ""
    portal: str = ""
    province: str = ""
    lineage: str = ""
    section: str = ""
    document: str = ""
    since: str = ""
    until: str = ""
    order: str = ""
    page: int = 1

    def address(self, **changes: Any) -> str:
        """The query string of this search with other values; from page 1 unless it is given."""
        now = replace(self, **{"page": 1, **changes})
        values = {name: getattr(now, name) for name in NAMES if getattr(now, name)}
        if now.page > 1:
            values["page"] = now.page
        return urlencode(values)

    def narrowed(self, facet: str, value: str) -> str:
        """The query string of this search within one value of a facet."""
        if facet == "year":
            return self.address(since=f"{value}-01-01", until=f"{value}-12-31")
        return self.address(**{facet: value})

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in NAMES if name not in {"q", "order"})

    def filters(self) -> engine.Filters:
        """The conditions besides the query; raises UsageError for an invalid one."""
        units = None
        if self.province:
            units = places.find(self.province, lineage=bool(self.lineage))
        return engine.Filters(
            portals=(self.portal,) if self.portal else (),
            units=units,
            since=engine.parse_day(self.since) if self.since else None,
            until=engine.parse_day(self.until) if self.until else None,
            number=self.document or None,
            section=self.section or None,
        )


def wanted(args: Mapping[str, str]) -> Wanted:
    """A search from an address; raises BadDay for an invalid date."""
    values: dict[str, Any] = {name: args.get(name, "").strip() for name in NAMES}
    for name in ("since", "until"):
        if values[name]:
            values[name] = _day(values[name], last=name == "until")
    if values["order"] not in ORDERS:
        values["order"] = ""
    page = args.get("page", "1")
    values["page"] = min(max(int(page), 1), LAST_PAGE) if page.isdecimal() else 1
    return Wanted(**values)


def _day(text: str, *, last: bool) -> str:
    try:
        return engine.parse_day(text, last=last).isoformat()
    except UsageError as error:
        raise BadDay(str(error)) from error


# --- the answer -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of the found articles by one property: value and number, the most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits and the facets. total: counted matches. more: there may be others.

    hits: the engine's, each with its marked title and snippet as (text, is a match) in turn.
    gone: ids of hits that are gone from their portals.
    """

    hits: tuple[tuple[engine.Hit, list[tuple[str, bool]], list[tuple[str, bool]]], ...]
    total: int
    facets: tuple[Facet, ...]
    gone: frozenset[int]
    more: bool = False

    @property
    def counted(self) -> int:
        """How many were counted."""
        return min(self.total, engine.COUNT_CAP)

    @property
    def pages(self) -> int:
        """Number of pages that can be opened; a later one makes the engine count further."""
        further = self.more and self.counted < engine.COUNT_CAP
        return max(-(-self.counted // PAGE), 1) + further


def find(conn: sqlite3.Connection, wanted: Wanted) -> Found:
    """One page of hits, their number and facets; raises UsageError for an invalid query."""
    filters = wanted.filters()
    order = cast("engine.Order", wanted.order or ("relevance" if wanted.q else "date"))
    found = engine.search(
        conn, wanted.q, filters, order=order, limit=PAGE, offset=(wanted.page - 1) * PAGE
    )
    hits = tuple((hit, _pieces(hit.marked_title), _pieces(hit.snippet)) for hit in found.hits)
    marks = ", ".join("?" * len(hits))
    gone = conn.execute(
        f"SELECT id FROM article WHERE id IN ({marks}) AND gone_at IS NOT NULL",
        [hit.id for hit in found.hits],
    )
    facets = _facets(conn, wanted, filters, min(found.total, engine.COUNT_CAP))
    return Found(hits, found.total, facets, frozenset(row[0] for row in gone), found.more)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """A marked text cut at its marks: text, and whether it is a match."""
    before, after = engine.MARK
    pieces = []
    for number, part in enumerate(text.replace(f"{after} {before}", " ").split(before)):
        marked, _, plain = part.partition(after) if number else ("", "", part)
        pieces += [(marked, True), (plain, False)]
    return [piece for piece in pieces if piece[0]]


def _facets(
    conn: sqlite3.Connection, wanted: Wanted, filters: engine.Filters, counted: int
) -> tuple[Facet, ...]:
    """Counts over the newest matches, as many as are counted; over all they would take long."""
    chosen = select(conn, engine.as_query(wanted.q), filters)
    rows = conn.execute(
        f"""SELECT a.portal, a.province, {since_merger("a")}, a.section, a.published
        FROM (SELECT k.article_id AS id {chosen.source} ORDER BY {chosen.key} DESC LIMIT ?) n
        JOIN article a ON a.id = n.id""",
        [*chosen.values, counted],
    ).fetchall()
    values = {
        "portal": [portal for portal, *_ in rows],
        "province": [unit_label(row[1], since=row[2]) for row in rows],
        "section": [row[3] for row in rows],
        "year": [row[4] and row[4][:4] for row in rows],
    }
    return tuple(Facet(name, _counts(values[name])) for name in FACETS)


def _counts(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(filter(None, values)).most_common(FACET_SIZE))


def ids(conn: sqlite3.Connection, wanted: Wanted) -> list[int]:
    """The numbers of all articles that are found, in order."""
    chosen = select(conn, engine.as_query(wanted.q), wanted.filters())
    rows = conn.execute(f"SELECT k.article_id {chosen.source} ORDER BY 1", chosen.values)
    return [row[0] for row in rows]


def overview(conn: sqlite3.Connection) -> dict[str, Any]:
    """The archive in numbers: portals with how many articles each has, provinces by name, pages
    that are held.
    """
    portals = conn.execute("SELECT portal, count(*) FROM article_key GROUP BY portal").fetchall()
    eras = conn.execute(f"SELECT DISTINCT province, day >= {MERGER_DAY} FROM article_key")
    names = {unit_label(slug, since=since or 0) for slug, since in eras.fetchall()}
    return {
        "portals": sorted(portals),
        "provinces": sorted(filter(None, names)),
        "articles": sum(number for _, number in portals),
        "held": holds.count_pages(conn),
    }
