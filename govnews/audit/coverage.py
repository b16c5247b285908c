"""The coverage ledger: what was sought, what was found and what is missing, by portal and month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from govnews.errors import UnknownPortal
from govnews.portal import Registry

# A page that was read once and waits for another visit is not missing: it was finished before,
# without an error. A page that failed under one address may be in the archive under another.
_LEDGER = """
WITH found AS (
    SELECT portal, province, CASE WHEN length(published) >= 7 THEN substr(published, 1, 7) END
        AS month, count(*) AS found, count(gone_at) AS gone
    FROM article GROUP BY 1, 2, 3
), missing AS (
    SELECT f.portal,
        (SELECT a.province FROM article a WHERE a.portal = f.portal LIMIT 1) AS province,
        CASE WHEN f.modified GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' THEN substr(f.modified, 1, 7)
        END AS month,
        count(*) AS missing,
        sum(f.state = 'failed' OR (f.state IN ('queued', 'leased') AND f.error IS NOT NULL))
            AS failed,
        sum(f.state = 'gone') AS lost
    FROM frontier f
    WHERE f.kind = 'article' AND f.state != 'done'
    AND NOT (f.state IN ('queued', 'leased') AND f.finished_at IS NOT NULL AND f.error IS NULL)
    AND NOT EXISTS (SELECT 1 FROM article a WHERE a.portal = f.portal AND a.url = f.url)
    GROUP BY 1, 2, 3
)
SELECT portal, province, month, sum(found + missing), sum(found), sum(missing), sum(failed),
    sum(lost), sum(gone)
FROM (
    SELECT portal, province, month, found, 0 AS missing, 0 AS failed, 0 AS lost, gone FROM found
    UNION ALL SELECT portal, province, month, 0, missing, failed, lost, 0 FROM missing
) WHERE ?1 IS NULL OR portal = ?1
GROUP BY portal, province, month
ORDER BY portal, month IS NULL, month, province
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One line of the ledger; MEANING says what each column is. `govnews status` has the reasons
    of the failures.
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
"""What each column says, for codebooks."""

COLUMNS = tuple(field.name for field in fields(Coverage))


def coverage(conn: sqlite3.Connection, portal: str | None = None) -> Iterator[Coverage]:
    """The ledger by portal, then month; lines without a month are the last of their portal.

    portal: only this portal's lines. What no list, feed or sitemap of a portal named was not
    sought, and is not counted.
    """
    provinces: dict[str, str | None] = {}
    for row in conn.execute(_LEDGER, (portal,)):
        line = Coverage(*row)
        if line.province is None:
            # No article of the portal tells its province; its file may.
            if line.portal not in provinces:
                provinces[line.portal] = _province_of(line.portal)
            line = replace(line, province=provinces[line.portal])
        yield line


def _province_of(portal: str) -> str | None:
    try:
        return Registry().load(portal).province
    except UnknownPortal:
        return None
