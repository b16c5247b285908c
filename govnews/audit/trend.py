"""View counts over time: of one article by observation, of many by day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from govnews.archive.search import condition
from govnews.model import VIETNAM

Mark = Literal["drop", "reset"]

RESET = 0.1
"""A count that falls to this share or less was reset; a smaller fall is a drop (a portal that
lowers counts, or serves a stale page).
"""

OF_ARTICLE = ("observed_at", "views", "change", "mark", "capture_id")
OF_MANY = ("day", "articles", "views", "change", "drops", "resets")
"""Columns of `govnews trend`, for one article and for many."""

_BARS = "▁▂▃▄▅▆▇█"


def mark_of(before: int | None, now: int) -> Mark | None:
    """Whether a count, which should only rise, fell, and how: "reset" or "drop"."""
    if before is None or now >= before:
        return None
    return "reset" if now <= before * RESET else "drop"


def growth(before: int | None, now: int) -> int | None:
    """Minimum number of views between two observations: a reset count starts from zero, a drop adds
    nothing; None at the first observation.
    """
    if before is None:
        return None
    mark = mark_of(before, now)
    return now if mark == "reset" else 0 if mark == "drop" else now - before


def of_article(conn: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """The observations of an article that have a view count, in order.

    change: from the previous observation, as printed (negative after a fall). mark: see `mark_of`.
    """
    rows = conn.execute(
        """SELECT observed_at, views, capture_id FROM view_observations WHERE article_id = ?
        ORDER BY observed_at""",
        (article_id,),
    )
    found: list[dict[str, Any]] = []
    before: int | None = None
    for observed_at, views, capture_id in rows:
        change = None if before is None else views - before
        values = (observed_at, views, change, mark_of(before, views), capture_id)
        found.append(dict(zip(OF_ARTICLE, values, strict=True)))
        before = views
    return found


def of_many(
    conn: sqlite3.Connection, *, portal: str | None = None, query: str | None = None
) -> list[dict[str, Any]]:
    """Days with observations (local time), and the view counts at the end of each.

    articles: those with a count by then. views: the sum of their latest counts. change: views since
    the previous observation, over the articles observed again; the first observation of an article
    adds nothing. drops, resets: number of counts that fell that day.
    """
    where, values = ["1"], list[Any]()
    if portal is not None:
        where.append("a.portal = ?")
        values.append(portal)
    if query is not None:
        found, bounds = condition(conn, query)
        where.append(f"a.{found}")
        values += bounds
    visits = conn.execute(
        f"""SELECT o.observed_at, o.article_id, o.views FROM view_observations o
        JOIN article a ON a.id = o.article_id WHERE {" AND ".join(where)}
        ORDER BY o.observed_at, o.article_id""",
        values,
    )
    return list(_by_day(visits))


def _by_day(visits: Iterable[tuple[str, int, int]]) -> Iterator[dict[str, Any]]:
    latest: dict[int, int] = {}
    total = 0
    for day, group in groupby(visits, lambda visit: _day(visit[0])):
        change = drops = resets = 0
        for _, article_id, views in group:
            before = latest.get(article_id)
            change += growth(before, views) or 0
            mark = mark_of(before, views)
            drops += mark == "drop"
            resets += mark == "reset"
            total += views - (before or 0)
            latest[article_id] = views
        yield dict(zip(OF_MANY, (day, len(latest), total, change, drops, resets), strict=True))


def _day(observed_at: str) -> str:
    return datetime.fromisoformat(observed_at).astimezone(VIETNAM).date().isoformat()


def sparkline(values: Sequence[int], width: int = 60) -> str:
    """A row of bars, the lowest for the smallest value; more values than `width` are sampled."""
    if len(values) > width:
        last = len(values) - 1
        values = [values[round(place * last / (width - 1))] for place in range(width)]
    if not values:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    return "".join(_BARS[(value - low) * (len(_BARS) - 1) // span] for value in values)
