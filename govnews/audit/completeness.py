"""How complete the archive is: for each portal and year, the estimate of what there is to be found.

- An article belongs to the year of its printed date. A feed knows the newest articles only and a
  sitemap may begin with a new system: within a year the chances of being found are more alike than
  over all years, and unlike chances make an estimate too low. A portal's estimate is therefore the
  sum of its years'.
- A year without an estimate of its own, where the ways are too few or overlap too little, is
  silent. Such years count together, with the articles that print no date, as one more stratum of
  the portal. When that has no estimate either, its articles count as found and no more; where they
  are more than MOST_AS_FOUND says, the portal is silent.
- Articles of which no way is known (imported ones) tell nothing of what the ways missed, and are
  not used for that. They count as found, because they exist. Where they are the majority, what the
  ways found says too little about the rest: silence.
- Articles that the portal has lost since were published, so they count. Pages that were never read
  do not: nobody knows whether they are articles. They are the ledger's `missing`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from govnews.archive import ways
from govnews.audit.estimate import Estimate, estimate, together

MOST_AS_FOUND = 0.1
"""Share of a portal's articles that may be without an estimate when the portal has one: with more,
the years that are estimated say too little about the portal."""

_UNKNOWN: frozenset[str] = frozenset()

Histories = Counter[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Completeness:
    """The estimate of a portal, or of one of its years."""

    portal: str
    year: str | None
    estimate: Estimate

    def row(self) -> dict[str, Any]:
        """As a row of MEANING's columns."""
        told = self.estimate
        return {
            "portal": self.portal,
            "year": self.year,
            "found": told.found,
            "estimated": told.total,
            "low": told.low,
            "high": told.high,
            "ways": "; ".join(told.ways),
        }


MEANING = {
    "portal": "Name of the portal.",
    "year": "Year of the printed date; empty for the portal, which is the last of its rows.",
    "found": "Articles that the archive has, each page once.",
    "estimated": "Articles that there are, those included that no way found.",
    "low": "Lower end of the interval of 95 %, at least `found`.",
    "high": "Upper end of the interval of 95 %.",
    "ways": "What the estimate rests on: `feed`, `links` in articles, `lists`, `sitemap`, the "
    "index of a `web archive`.",
}
"""The description of each column."""

COLUMNS = tuple(MEANING)


def completeness(conn: sqlite3.Connection, portal: str | None = None) -> Iterator[Completeness]:
    """The estimates by portal, its years first; nothing where the ways are too few to tell.

    portal: only this one.
    """
    for name, rows in groupby(ways.by_year(conn, portal), key=itemgetter(0)):
        years: dict[str | None, Histories] = {}
        for _, year, found_by, count in rows:
            years.setdefault(year, Counter())[found_by] += count
        yield from _of_portal(name, years)


def of_portals(conn: sqlite3.Connection) -> dict[str, Estimate]:
    """The estimates of whole portals, by name."""
    return {each.portal: each.estimate for each in completeness(conn) if each.year is None}


def _of_portal(name: str, years: dict[str | None, Histories]) -> Iterator[Completeness]:
    parts: list[Estimate] = []
    rest: Histories = Counter()
    for year, histories in years.items():
        told = _told(histories) if year is not None else None
        if told is None:
            rest.update(histories)
            continue
        parts.append(told)
        yield Completeness(name, year, told)
    pooled, others = _told(rest), rest.total()
    if pooled is not None:
        parts.append(pooled)
        others = 0
    found = sum(part.found for part in parts) + others
    if parts and others <= MOST_AS_FOUND * found:
        yield Completeness(name, None, together(parts, others))


def _told(histories: Histories) -> Estimate | None:
    """The estimate of a stratum, unless most of its articles were found by no way that is known."""
    if 2 * histories[_UNKNOWN] > histories.total():
        return None
    return estimate(histories)
