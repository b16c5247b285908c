"""SQL that assigns articles to the provinces of their time.

An article belongs to the unit that its portal's province was when it was published. That follows
from the article's row (its portal's province, its date), so it is computed and not stored: the
view `article_provinces` and `condition` apply the same rule; a test compares the two.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple

from govnews.vietnamese.places import (
    PUBLISHED_SINCE_MERGER,
    SEEN_SINCE_MERGER,
    Era,
    Unit,
    portal_slugs,
    units,
)


def since_merger(article: str = "a") -> str:
    """SQL that is 1 for an article of the 34 provinces' time, 0 for an older one.

    article: name or alias of the table `article` in the statement.
    """
    return (
        f"(CASE WHEN {article}.published IS NOT NULL"
        f" THEN {article}.published >= '{PUBLISHED_SINCE_MERGER}'"
        f" ELSE {article}.first_seen >= '{SEEN_SINCE_MERGER}' END)"
    )


def insert_units(conn: sqlite3.Connection) -> None:
    """Fills the table `province` of a new archive."""
    rows = [astuple(unit) for unit in units()]
    marks = ", ".join("?" * len(rows[0]))
    conn.executemany(f"INSERT INTO province VALUES ({marks})", rows)


def condition(chosen: Iterable[Unit], article: str = "a") -> tuple[str, list[str]]:
    """SQL that holds for the articles of these units, and the values of its `?` marks in order.

    article: name or alias of the table `article` (or the view `articles`) in the statement.
    """
    slugs: dict[Era, set[str]] = {}
    for unit in chosen:
        slugs.setdefault(unit.era, set()).update(portal_slugs(unit))
    parts, values = [], list[str]()
    for era, names in slugs.items():
        negation = "" if era == Era.NEW else "NOT "
        marks = ", ".join("?" * len(names))
        parts.append(f"({article}.province IN ({marks}) AND {negation}{since_merger(article)})")
        values += sorted(names)
    return f"({' OR '.join(parts) or '0'})", values


def count(conn: sqlite3.Connection, chosen: Iterable[Unit]) -> int:
    """How many articles of these units the archive has."""
    where, values = condition(chosen)
    row = conn.execute(f"SELECT count(*) FROM article a WHERE {where}", values).fetchone()
    return int(row[0])
