"""Find articles: by relevance within a window, by date in index order, or by view count.

The cost does not depend on the number of matching articles, except for the order by views and for
facets, which read every match.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from govnews.archive.search.filters import Filters, Selection, select
from govnews.archive.search.query import Query, parse_query
from govnews.archive.search.ranking import Candidate, is_exact, rank
from govnews.archive.search.snippets import make_snippet, mark_all
from govnews.archive.search_index import SLOTS

Order = Literal["relevance", "date", "views"]
ORDERS: tuple[Order, ...] = ("relevance", "date", "views")

COUNT_CAP = 1000
WINDOW = 100
"""Number of newest matches that are ranked."""

TITLES = 200
"""Number of newest title matches that are ranked in addition, without their bodies: for a match in
the title, the frequency of a word in the body matters little.
"""

_FURTHER = 20
_STEPS = (1, 2, 4, 8, None)  # years back from the newest article
LOOK_FOR_EXACT = 300
"""Number of newest matches that are checked for exact diacritics when the window has too few of
them.
"""

NO_FILTERS = Filters()
_AT_ONCE = 500
_SHOWN = ("portal", "url", "title", "published", "section", "author", "views")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. marked_title, snippet: with MARK around the matches."""

    id: int
    portal: str
    url: str
    title: str
    published: str | None
    section: str | None
    author: str | None
    views: int | None
    marked_title: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. total: matches counted. more: whether the count stopped before
    all matches.
    """

    hits: list[Hit]
    total: int
    more: bool = False

    @property
    def total_text(self) -> str:
        """The total for display: `347`, or `1,000+` when counting stopped."""
        return f"{min(self.total, COUNT_CAP):,}" + "+" * self.more


def search(
    conn: sqlite3.Connection,
    query: Query | str | None,
    filters: Filters = NO_FILTERS,
    *,
    order: Order = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The hits from `offset` on, and the total.

    query: None or an empty text selects all articles that pass the filters, newest first. order:
    "relevance" ranks exact diacritics first, then the best match; "date" the newest; "views" the
    most read. Raises UsageError for an invalid query or filter.
    """
    query = as_query(query)
    limit, offset = max(limit, 0), max(offset, 0)
    chosen = select(conn, query, filters)
    if order == "views":
        total = count(conn, query, filters)
        ids = _by_views(conn, chosen, limit, offset)
        return Found(_hits(conn, query, ids), total, total > COUNT_CAP)
    most = max(COUNT_CAP + 1, offset + limit)
    newest, low = _newest(conn, chosen, most, max(WINDOW, offset + limit + 1))
    if order == "date" or query is None or query.node is None:
        ids = _by_date(conn, newest, limit, offset)
    else:
        titles = select(conn, query, filters, columns="title").within(low, None)
        weighed = _by_relevance(conn, query, titles, newest, offset + limit)
        ids = weighed[offset : offset + limit]
    return Found(_hits(conn, query, ids), min(len(newest), COUNT_CAP + 1), low is not None)


def as_query(query: Query | str | None) -> Query | None:
    """Parse a query that is given as text; None for none and for an empty text."""
    if isinstance(query, str):
        return parse_query(query) if query.strip() else None
    return query


def count(
    conn: sqlite3.Connection, query: Query | str | None, filters: Filters = NO_FILTERS
) -> int:
    """The number of matching articles, counted up to COUNT_CAP + 1, which means "more"."""
    chosen = select(conn, as_query(query), filters)
    row = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 {chosen.source} LIMIT ?)", [*chosen.values, COUNT_CAP + 1]
    ).fetchone()
    return int(row[0])


def condition(
    conn: sqlite3.Connection, query: Query | str | None, filters: Filters = NO_FILTERS
) -> tuple[str, list[Any]]:
    """SQL condition on the `id` of the matching articles, and its values, for exports.

    Raises UsageError for an invalid query or filter.
    """
    chosen = select(conn, as_query(query), filters)
    return f"id IN (SELECT k.article_id {chosen.source})", chosen.values


Place = tuple[int, int]
"""An article's key in the index and its id."""


def _newest(
    conn: sqlite3.Connection, chosen: Selection, most: int, enough: int
) -> tuple[list[Place], int | None]:
    """The newest matches, at most `most`, and the lowest key down to which they are complete.

    The key is None when there are no further matches. A costly selection is searched in steps back
    in time, which end once there are enough matches.
    """
    (newest,) = conn.execute("SELECT coalesce(max(key), 0) FROM article_key").fetchone()
    newest = newest if chosen.high is None else min(newest, chosen.high)
    places: list[Place] = []
    high: int | None = None
    for years in _STEPS if chosen.costly else (None,):
        low = newest - years * 365 * SLOTS if years is not None else None
        if chosen.low is not None and (low is None or low <= chosen.low):
            low = None
        step = chosen.within(low, high)
        places += conn.execute(
            f"SELECT k.key, k.article_id {step.source} ORDER BY {step.key} DESC LIMIT ?",
            [*step.values, most - len(places)],
        ).fetchall()
        if low is None or len(places) == most:
            break
        if len(places) >= enough:
            return places, low
        high = low - 1
    if len(places) < most:
        return places, None
    # Title matches are searched over a range of keys that is further by this factor.
    return places, places[-1][0] - _FURTHER * (places[0][0] - places[-1][0] + SLOTS)


def _by_views(conn: sqlite3.Connection, chosen: Selection, limit: int, offset: int) -> list[int]:
    rows = conn.execute(
        f"""SELECT k.article_id {chosen.source}
        ORDER BY k.views DESC NULLS LAST, k.key DESC LIMIT ? OFFSET ?""",
        [*chosen.values, limit, offset],
    )
    return [ident for (ident,) in rows]


def _by_date(conn: sqlite3.Connection, newest: list[Place], limit: int, offset: int) -> list[int]:
    """A page ordered by publication time; the index itself orders by day only."""
    page = newest[offset : offset + limit]
    if not page:
        return []
    days = {page[0][0] // SLOTS, page[-1][0] // SLOTS}
    start, end = offset, offset + len(page)
    while start and newest[start - 1][0] // SLOTS in days:
        start -= 1
    while end < len(newest) and newest[end][0] // SLOTS in days:
        end += 1
    whole_days = newest[start:end]
    sql = "SELECT id, coalesce(published, '') FROM article WHERE id IN ({})"
    times = dict(_for_ids(conn, sql, [ident for _, ident in whole_days]))
    whole_days.sort(key=lambda p: (times[p[1]] if p[0] >= 0 else "", p), reverse=True)
    return [ident for _, ident in whole_days[offset - start :][:limit]]


def _by_relevance(
    conn: sqlite3.Connection, query: Query, titles: Selection, newest: list[Place], wanted: int
) -> list[int]:
    """Exact matches first, then the window by rank, then the other matches, newest first."""
    window = dict(newest[:WINDOW])
    candidates = _candidates(conn, window)
    if len(newest) > WINDOW and query.free_terms and not titles.few:
        sql = f"SELECT k.key, k.article_id {titles.source} ORDER BY {titles.key} DESC LIMIT ?"
        in_title = dict(conn.execute(sql, [*titles.values, TITLES]).fetchall())
        others = {key: ident for key, ident in in_title.items() if key not in window}
        candidates += _candidates(conn, others, body="''")
        window.update(others)
    weighed = rank(query, candidates)
    exact = [ident for ident, is_so in weighed if is_so]
    if query.typed_marks and len(exact) < wanted:
        further = {key: i for key, i in newest[WINDOW:LOOK_FOR_EXACT] if key not in window}
        exact += [c.id for c in _candidates(conn, further) if is_exact(query, c)]
    listed = dict.fromkeys((*exact, *(ident for ident, _ in weighed)))
    return list(listed | dict.fromkeys(ident for _, ident in newest))


def _candidates(
    conn: sqlite3.Connection, places: Mapping[int, int], body: str = "body"
) -> list[Candidate]:
    """The texts of articles by key, newest first. body: SQL for the body, which costs
    most to read.
    """
    sql = f"SELECT id, title, sapo, {body} FROM article WHERE id IN ({{}})"
    texts = {row[0]: row for row in _for_ids(conn, sql, list(places.values()))}
    return [Candidate(key, *texts[places[key]]) for key in sorted(places, reverse=True)]


def _for_ids(conn: sqlite3.Connection, sql: str, ids: Sequence[int]) -> Iterator[Any]:
    """Rows for many ids; `{}` in the SQL is replaced by their `?` placeholders."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield from conn.execute(sql.format(", ".join("?" * len(some))), some)


def _hits(conn: sqlite3.Connection, query: Query | None, ids: Sequence[int]) -> list[Hit]:
    terms = query.terms if query is not None else ()
    sql = f"""SELECT id, {", ".join(_SHOWN)}, sapo, body FROM article WHERE id IN ({{}})"""
    hits = {}
    for ident, *shown, sapo, body in _for_ids(conn, sql, ids):
        values = dict(zip(_SHOWN, shown, strict=True))
        text = "\n".join(part for part in (sapo, body) if part)
        hits[ident] = Hit(
            ident,
            **values,
            marked_title=mark_all(values["title"], terms),
            snippet=make_snippet(text, terms),
        )
    return [hits[ident] for ident in ids]
