"""What a search page asks of the archive, as its address says it, and what was found."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from textwrap import shorten
from typing import Any
from urllib.parse import urlencode

from govnews.archive.search import COUNT_CAP, MARK, make_snippet, parse_query
from govnews.errors import UsageError

PAGE = 20
LAST_PAGE = 50
"""Pages of a result that can be looked at; the CSV has all of it."""

ORDERS = ("newest", "oldest", "views")
"""Besides the one that is in force when none is said: by relevance, or the newest first."""

FACETS = ("portal", "province", "section", "year")
FACET_SIZE = 12

NO_PROVINCE = "-"
"""Value of the filter for articles of portals that belong to no province."""

_COLUMNS = "a.id, a.portal, a.province, a.url, a.title, a.published, a.section, a.views, a.gone_at"


class BadDay(UsageError):
    """A date in the address is none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as in an address. since, until: days, as ISO 8601. page: from 1."""

    q: str = ""
    portal: str = ""
    province: str = ""
    section: str = ""
    document: str = ""
    since: str = ""
    until: str = ""
    order: str = ""
    page: int = 1

    @property
    def sorted_by(self) -> str:
        """The order in force: by relevance where words are sought, else the newest first."""
        return self.order or ("relevance" if self.q else "newest")

    def address(self, **changes: Any) -> str:
        """The query string of this search with other values; always from page 1 unless said."""
        now = replace(self, **{"page": 1, **changes})
        values = {name: getattr(now, name) for name in NAMES}
        said = {name: value for name, value in values.items() if value}
        if now.page > 1:
            said["page"] = now.page
        return urlencode(said)

    def narrowed(self, facet: str, value: str) -> str:
        """The query string of this search within one value of a facet."""
        if facet == "year":
            return self.address(since=f"{value}-01-01", until=f"{value}-12-31")
        return self.address(**{facet: value})

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in NAMES if name not in {"q", "order"})


NAMES = ("q", "portal", "province", "section", "document", "since", "until", "order")


def wanted(args: Mapping[str, str]) -> Wanted:
    """A search from an address; raises UsageError naming the value that means nothing."""
    values: dict[str, Any] = {name: args.get(name, "").strip() for name in NAMES}
    for name in ("since", "until"):
        values[name] = _day(values[name])
    if values["order"] not in ORDERS:
        values["order"] = ""
    page = args.get("page", "1")
    values["page"] = min(int(page), LAST_PAGE) if page.isdecimal() and int(page) else 1
    return Wanted(**values)


def _day(text: str) -> str:
    """ISO 8601 of a day, typed so or day first (01/07/2025)."""
    if not text:
        return ""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    raise BadDay(f"'{text}' is no day. Write it as 24/05/2021.")


# --- the answer -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facet:
    """What the found articles are by one property: value and number, the most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one page and the facets. total: up to COUNT_CAP; more is `capped`.

    hits: rows of the view `articles` with `pieces`, the snippet as (text, is a match) in turn.
    """

    hits: tuple[Mapping[str, Any], ...]
    total: int
    facets: tuple[Facet, ...]

    @property
    def capped(self) -> bool:
        return self.total > COUNT_CAP

    @property
    def counted(self) -> int:
        """How many were counted."""
        return min(self.total, COUNT_CAP)

    @property
    def pages(self) -> int:
        """How many pages can be opened."""
        return min(max(-(-self.counted // PAGE), 1), LAST_PAGE)


def conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    """FROM and WHERE of a search, with the values of its parameters."""
    source, where, values = "article a", ["1"], list[Any]()
    if wanted.q:
        source = "article_fts f JOIN article a ON a.id = f.rowid"
        where.append("article_fts MATCH ?")
        values.append(parse_query(wanted.q).match)
    for name in ("portal", "province", "section"):
        if name == "province" and wanted.province == NO_PROVINCE:
            where.append("a.province IS NULL")
        elif getattr(wanted, name):
            where.append(f"a.{name} = ?")
            values.append(getattr(wanted, name))
    if wanted.since:
        where.append("a.published >= ?")
        values.append(wanted.since)
    if wanted.until:
        where.append("a.published < ?")
        values.append(
            date.fromordinal(date.fromisoformat(wanted.until).toordinal() + 1).isoformat()
        )
    if wanted.document:
        where.append("a.id IN (SELECT article_id FROM document_ref WHERE number = ?)")
        values.append(wanted.document)
    return f"FROM {source} WHERE {' AND '.join(where)}", values


_ORDER_BY = {
    "relevance": "bm25(article_fts, 8.0, 3.0, 1.0), a.id",
    "newest": "a.published DESC, a.id DESC",
    "oldest": "a.published IS NULL, a.published, a.id",
    "views": "a.views DESC, a.id DESC",
}


def find(conn: sqlite3.Connection, wanted: Wanted) -> Found:
    """One page of hits, their number and facets; raises UsageError for a query without words."""
    source, values = conditions(wanted)
    rows = conn.execute(
        f"""SELECT {_COLUMNS}, a.sapo, a.body {source}
        ORDER BY {_ORDER_BY[wanted.sorted_by]} LIMIT ? OFFSET ?""",
        [*values, PAGE, (wanted.page - 1) * PAGE],
    )
    terms = parse_query(wanted.q).terms if wanted.q else ()
    hits = tuple(_hit(dict(row), terms) for row in _dicts(rows))
    sample = conn.execute(
        f"""SELECT a.portal, a.province, a.section, substr(a.published, 1, 4) {source}
        LIMIT ?""",
        [*values, COUNT_CAP + 1],
    ).fetchall()
    facets = [Facet(name, _counts(row[n] for row in sample)) for n, name in enumerate(FACETS)]
    return Found(hits, len(sample), tuple(facets))


def _dicts(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _hit(row: dict[str, Any], terms: tuple[str, ...]) -> Mapping[str, Any]:
    text = "\n".join(part for part in (row.pop("sapo"), row.pop("body")) if part)
    if not terms:
        return {
            **row,
            "pieces": [(shorten(" ".join(text[:500].split()), 220, placeholder="…"), False)],
        }
    return {**row, "pieces": _pieces(make_snippet(text, terms))}


def _pieces(snippet: str) -> list[tuple[str, bool]]:
    """A snippet cut at its marks: text, and whether it is a match."""
    joined = snippet.replace(f"{MARK[1]} {MARK[0]}", " ")
    pieces = []
    for number, part in enumerate(joined.split(MARK[0])):
        marked, _, plain = part.partition(MARK[1]) if number else ("", "", part)
        pieces += [(marked, True), (plain, False)]
    return [piece for piece in pieces if piece[0]]


def _counts(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(filter(None, values)).most_common(FACET_SIZE))


def overview(conn: sqlite3.Connection) -> dict[str, Any]:
    """The archive in numbers, and its portals with how many articles each has."""
    portals = conn.execute("SELECT portal, count(*) FROM article GROUP BY portal ORDER BY 1")
    counts = [(name, number) for name, number in portals]
    provinces = [row[0] for row in conn.execute("SELECT DISTINCT province FROM article") if row[0]]
    return {
        "portals": counts,
        "provinces": sorted(provinces),
        "articles": sum(number for _, number in counts),
    }
