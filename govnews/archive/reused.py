"""Addresses that a portal has given to another article.

Where an article was deleted, another one may stand later, at the same address. A person says so
(`govnews review --as-new`): the old article is gone from that time on, and its own address is
called by the time, `https://tinh.gov.vn/bai-3#2026-03-02T02:15:00Z`, which no page can have. What
stands there is an article of its own. Each such decision is a row of `article_move`. The caller
holds the transaction.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from govnews.archive import addresses, articles
from govnews.archive.frontier import utc
from govnews.model import AddressReason
from govnews.portal import Portal


def former(url: str, since: datetime) -> str:
    """What the address of an article is called once another one has it. since: when it was seen."""
    return f"{url}#{utc(since)}"


def recorded(conn: sqlite3.Connection, portal: str) -> dict[str, list[datetime]]:
    """The addresses that were given to another article, and when that was seen."""
    found: dict[str, list[datetime]] = {}
    for url, other in conn.execute(
        "SELECT url, other FROM article_move WHERE portal = ? AND why = ? ORDER BY other",
        (portal, AddressReason.REUSED),
    ):
        found.setdefault(url, []).append(datetime.fromisoformat(other.rpartition("#")[2]))
    return found


def record(conn: sqlite3.Connection, portal: str, url: str, since: datetime, now: datetime) -> None:
    """Record a decision, for a replay."""
    conn.execute(
        "INSERT OR IGNORE INTO article_move VALUES (?, ?, ?, ?, ?)",
        (portal, url, former(url, since), AddressReason.REUSED, utc(now)),
    )


def give_away(conn: sqlite3.Connection, portal: Portal, url: str, since: datetime) -> bool:
    """Take an address from the article that had it, which is gone; returns whether one had it."""
    known = addresses.find(conn, portal, url)
    if known is None or known.why is not None:
        return False
    own = former(url, since)
    conn.execute(
        """UPDATE article_address SET url = ?1, key = ?2, why = ?3
        WHERE portal = ?4 AND url = ?5""",
        (own, portal.identity_key(own), AddressReason.REUSED, portal.name, url),
    )
    # Other spellings of the address lead to the new article, too.
    conn.execute(
        "DELETE FROM article_address WHERE portal = ? AND article_id = ? AND key = ?",
        (portal.name, known.article_id, portal.identity_key(url)),
    )
    conn.execute(
        "UPDATE article SET url = ? WHERE id = ? AND url = ?", (own, known.article_id, url)
    )
    if known.url == url:
        articles.lose(conn, known.article_id, since)
    return True


def lose_again(conn: sqlite3.Connection, portal: str) -> None:
    """Mark the articles whose addresses were given away as gone since then."""
    former_ones = conn.execute(
        """SELECT a.id, a.url FROM article a JOIN article_address s ON s.article_id = a.id
        AND s.url = a.url WHERE a.portal = ? AND s.why = ?""",
        (portal, AddressReason.REUSED),
    )
    for ident, url in former_ones.fetchall():
        articles.lose(conn, ident, datetime.fromisoformat(url.rpartition("#")[2]))
