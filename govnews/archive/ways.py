"""By what ways the articles of the archive were found: the column `ways` of the frontier.

How far the ways overlap tells how much all of them missed; `audit.completeness` estimates it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from govnews.model import Kind

WAYS: Mapping[Kind, int] = {Kind.LISTING: 1, Kind.FEED: 2, Kind.SITEMAP: 4, Kind.ARTICLE: 8}
"""Bits of the column `ways`: what kinds of pages led to an article."""

WEB_ARCHIVE = 16
"""The bit for the index of a web archive, which no run of a crawl reads."""

NAMES: Mapping[int, str] = {
    WAYS[Kind.LISTING]: "lists",
    WAYS[Kind.FEED]: "feed",
    WAYS[Kind.SITEMAP]: "sitemap",
    WAYS[Kind.ARTICLE]: "links",
    WEB_ARCHIVE: "web archive",
}
"""What people read for each bit."""

# A page is the same under http and https, and with and without www: a web archive has portals as
# they were before they moved.
_BARE = "substr({0}, instr({0}, '://') + 3)"
PAGE = f"iif({_BARE} LIKE 'www.%', substr({_BARE}, 5), {_BARE})"
"""SQL for what an address has beside the scheme and `www.`."""
_PRESENT = """(SELECT coalesce(max(a.url), f.url) FROM article_address s
    JOIN article a ON a.id = s.article_id WHERE s.portal = f.portal AND s.url = f.url)"""
_UNITED = " | ".join(f"max(ways & {bit})" for bit in NAMES)
_BY_YEAR = f"""
SELECT portal, year, ways, count(*) FROM (
    SELECT portal, min(year) AS year, {_UNITED} AS ways FROM (
        SELECT portal, {PAGE.format("url")} AS page, substr(published, 1, 4) AS year, 0 AS ways,
            1 AS stored FROM article
        UNION ALL SELECT portal, {PAGE.format(_PRESENT)}, NULL, ways, 0 FROM frontier f
        WHERE kind = 'article' AND ways != 0
    ) WHERE ?1 IS NULL OR portal = ?1 GROUP BY portal, page HAVING max(stored)
) GROUP BY 1, 2, 3 ORDER BY 1, 2 IS NULL, 2, 3
"""


def by_year(
    conn: sqlite3.Connection, portal: str | None = None
) -> Iterator[tuple[str, str | None, frozenset[str], int]]:
    """How many articles of the archive exactly these ways found, by portal and year.

    The year is that of the printed date, None where there is none; the years come in their order,
    that without a date last. An empty set of ways stands for articles of which no way is known:
    imported ones, and those that every way names under an address that leads to another one.
    Articles that the portal has lost since count like the others. portal: only this one.
    """
    for name, year, bits, count in conn.execute(_BY_YEAR, (portal,)):
        yield name, year, frozenset(way for bit, way in NAMES.items() if bits & bit), count


def addresses(url: str) -> tuple[str, ...]:
    """The addresses that count as the same page: with http and https, with and without www."""
    bare = url.partition("://")[2].removeprefix("www.")
    return tuple(f"{scheme}://{www}{bare}" for scheme in ("http", "https") for www in ("", "www."))
