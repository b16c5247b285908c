"""The coverage ledger: articles sought, found and missing, by portal and month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from govnews.archive import runs
from govnews.errors import UnknownPortal
from govnews.portal import Registry


@dataclass(frozen=True, slots=True)
class Coverage:
    """A line of the ledger; MEANING describes each column. `govnews status` has the reasons of the
    failures.
    """

    portal: str
    province: str | None
    month: str | None
    sought: int
    found: int
    missing: int
    failed: int
    lost: int
    gone: int


MEANING = {
    "portal": "Name of the portal.",
    "province": "Slug of the portal's province.",
    "month": "`2021-05`: of the printed date; of a page that was never read, of the date in the "
    "feed or sitemap that named it; empty where neither tells a month.",
    "sought": "Articles that were sought: found + missing.",
    "found": "Articles that the archive has, those included that the portal has lost since.",
    "missing": "Sought, but not in the archive: failed, lost, or still waiting to be fetched.",
    "failed": "Of the missing: asked for in vain so far.",
    "lost": "Of the missing: the portal no longer had them.",
    "gone": "Of the found: the portal no longer has them.",
}
"""The description of each column, for codebooks."""

COLUMNS = tuple(field.name for field in fields(Coverage))


def coverage(conn: sqlite3.Connection, portal: str | None = None) -> Iterator[Coverage]:
    """The ledger by portal, then month; lines without a month are the last of their portal.

    portal: only this portal's lines. A page that no list, feed or sitemap of a portal named was not
    sought, and is not counted.
    """
    provinces: dict[str, str | None] = {}
    for row in runs.by_month(conn, portal):
        line = Coverage(*row)
        if line.province is None:
            # No article of the portal has a province; the portal file may name it.
            if line.portal not in provinces:
                provinces[line.portal] = _province_of(line.portal)
            line = replace(line, province=provinces[line.portal])
        yield line


def _province_of(portal: str) -> str | None:
    try:
        return Registry().load(portal).province
    except UnknownPortal:
        return None
