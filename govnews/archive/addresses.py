"""The addresses of articles: an article is what it is, not where it stands.

Every address at which an article was read is a row of `article_address`, with the key that names
the article whatever the spelling of the address (`Portal.identity_key`). An article is found by its
address, else by its key, else by a redirect that led from one of its addresses. The caller holds
the transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from govnews.archive import captures
from govnews.archive.frontier import utc
from govnews.archive.sql_rows import Row, rows
from govnews.archive.ways import addresses as spellings
from govnews.identity import spelling
from govnews.model import AddressReason, Article
from govnews.portal import Portal
from govnews.reading.urls import canonical
from govnews.url_syntax import authority

_FIND = """
SELECT s.article_id, a.url, 0 AS by_key, s.why
FROM article_address s JOIN article a ON a.id = s.article_id
WHERE s.portal = ?1 AND s.url = ?2
UNION ALL
SELECT s.article_id, a.url, 1, '' FROM article_address s JOIN article a ON a.id = s.article_id
WHERE s.portal = ?1 AND s.key = ?3 LIMIT 1
"""
_SEEN = """
INSERT INTO article_address (portal, url, article_id, key, first_seen, last_seen, why, canonical)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7) ON CONFLICT (portal, url) DO UPDATE SET
    canonical = iif(?8 AND last_seen <= ?5, ?7, canonical),
    first_seen = min(first_seen, ?5), last_seen = max(last_seen, ?5) WHERE article_id = ?3
"""
_NAMING = """
SELECT DISTINCT article_id FROM article_address
WHERE portal = ? AND canonical IN (?, ?, ?, ?) AND article_id != ? ORDER BY article_id
"""


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect on the way to a page. permanent: status 301 or 308."""

    url: str
    at: datetime
    permanent: bool


Via = Sequence[Hop]
"""The redirects that led to a page, in their order."""

PERMANENT = frozenset({301, 308})


def via_of(conn: sqlite3.Connection, capture_id: int) -> tuple[Hop, ...]:
    """The redirects that led to a capture."""
    return tuple(
        Hop(canonical(url), datetime.fromisoformat(at), status in PERMANENT)
        for url, at, status in captures.redirects_to(conn, capture_id)
    )


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the archive. url: its present address. why: how an address leads to it; None
    for an address that is one of its own. led: a redirect from that address led to the article.
    variant: the article has that address beside its own, for printers or mobile devices.
    """

    article_id: int
    url: str
    why: AddressReason | None = None
    led: bool = False
    variant: bool = False


def find(conn: sqlite3.Connection, portal: Portal, url: str) -> Known | None:
    """The article at an address, or at another spelling of it."""
    row = conn.execute(_FIND, (portal.name, url, portal.identity_key(url))).fetchone()
    if row is None:
        return None
    article_id, present, by_key, own = row
    why = spelling(url, present) if by_key else None
    return Known(
        article_id, present, why, own == AddressReason.REDIRECT, own == AddressReason.VARIANT
    )


def find_via(conn: sqlite3.Connection, portal: Portal, url: str, via: Via = ()) -> Known | None:
    """The article at an address, else the one whose address a redirect led from."""
    known = find(conn, portal, url)
    if known is not None:
        return known
    came_from = moved_from(conn, portal, via)
    if came_from is None:
        return None
    return Known(came_from.article_id, came_from.url, AddressReason.REDIRECT)


def release(conn: sqlite3.Connection, portal: str, url: str) -> None:
    """Forget that a redirect from an address led to an article: it has a page of its own."""
    conn.execute("DELETE FROM article_address WHERE portal = ? AND url = ?", (portal, url))


def moved_from(conn: sqlite3.Connection, portal: Portal, via: Via) -> Known | None:
    """The article at the address that was asked for, the first on a chain of redirects."""
    return find(conn, portal, via[0].url) if via else None


def named_instead(portal: Portal, article: Article) -> str | None:
    """The address that a page names as its own, if that is not another spelling of where it was."""
    canonical = article.canonical
    if canonical is None or canonical == article.url:
        return None
    same = portal.identity_key(canonical) == portal.identity_key(article.url)
    return None if same else canonical


def are_of_one(conn: sqlite3.Connection, portal: Portal, urls: Iterable[str]) -> bool:
    """Whether all of these are known addresses of one article."""
    found = [find(conn, portal, url) for url in urls]
    idents = {known.article_id if known and known.why is None else None for known in found}
    return len(idents) == 1 and None not in idents


def note(
    conn: sqlite3.Connection,
    portal: Portal,
    article_id: int,
    url: str,
    seen_at: datetime,
    why: AddressReason,
    canonical: str | None,
    via: Via = (),
) -> None:
    """Record that an article was read at an address, to which redirects led. why: for an address
    that is new. canonical: what the page there names as its own address.
    """
    key = portal.identity_key(url)
    conn.execute(_SEEN, (portal.name, url, article_id, key, utc(seen_at), why, canonical, True))
    for hop in via:
        own = portal.identity_key(hop.url)
        reason = spelling(hop.url, url) if own == key else AddressReason.REDIRECT
        if hop.url != url:
            values = (portal.name, hop.url, article_id, own, utc(hop.at), reason, None, False)
            conn.execute(_SEEN, values)


def present(
    conn: sqlite3.Connection,
    portal: Portal,
    known: Known,
    url: str,
    canonical: str | None,
    via: Via,
) -> str:
    """The address that an article has after its latest visit, at `url`.

    That is where it was read, but for an address that the page names instead, if the article was
    read there, for one that a redirect leads from only for a while, and for one for mobile devices.
    """
    if is_mobile(portal, url, known.url):
        return known.url
    if canonical is not None:
        row = conn.execute(
            """SELECT 1 FROM article_address WHERE portal = ? AND url = ? AND article_id = ?
            AND canonical IS NULL""",
            (portal.name, canonical, known.article_id),
        )
        if row.fetchone() is not None:
            return canonical
    if any(not hop.permanent for hop in via):
        start = moved_from(conn, portal, via)
        if start is not None and start.article_id == known.article_id:
            return known.url
    return url


def is_mobile(portal: Portal, url: str, usual: str) -> bool:
    """Whether an address is that for mobile devices of another one on the portal's own host."""
    own = portal.site.authority
    is_twin = portal.identity_key(url) in portal.twin_keys(usual)
    return is_twin and authority(url) != own == authority(usual)


def leads_away(conn: sqlite3.Connection, portal: Portal, start: str, end: str) -> bool:
    """Whether a redirect from an address of an article leads to one that is none of its own."""
    known, there = find(conn, portal, start), find(conn, portal, canonical(end))
    same = portal.identity_key(start) == portal.identity_key(canonical(end))
    return (
        known is not None and not same and (there is None or there.article_id != known.article_id)
    )


def others(conn: sqlite3.Connection, portal: Portal, article_id: int, url: str) -> dict[str, str]:
    """The other addresses of an article by their keys, of each key the one read last."""
    found = conn.execute(
        """SELECT key, url FROM article_address WHERE article_id = ? AND key != ?
        ORDER BY last_seen, url""",
        (article_id, portal.identity_key(url)),
    )
    return dict(found.fetchall())


def last_seen(conn: sqlite3.Connection, article_id: int, key: str | None = None) -> str:
    """When an article was last read, at any address or at those of one key."""
    row = conn.execute(
        """SELECT max(last_seen) FROM article_address
        WHERE article_id = ?1 AND (?2 IS NULL OR key = ?2)""",
        (article_id, key),
    )
    return str(row.fetchone()[0])


def naming(conn: sqlite3.Connection, portal: str, url: str, article_id: int) -> list[int]:
    """Other articles whose pages name this address as their canonical one, under http or https,
    with www. or without.
    """
    found = conn.execute(_NAMING, (portal, *spellings(url), article_id))
    return [ident for (ident,) in found.fetchall()]


def twins(conn: sqlite3.Connection, portal: Portal, url: str, article_id: int) -> list[Known]:
    """Other articles at addresses that differ from this one in a final slash or in the host for
    mobile devices.
    """
    keys = portal.twin_keys(url)
    found = conn.execute(
        f"""SELECT DISTINCT a.id, a.url FROM article_address s JOIN article a ON a.id = s.article_id
        WHERE s.portal = ? AND s.key IN ({", ".join("?" * len(keys))}) AND a.id != ?
        ORDER BY a.id""",
        (portal.name, *keys, article_id),
    )
    return [Known(ident, present) for ident, present in found.fetchall()]


def of_article(conn: sqlite3.Connection, article_id: int) -> list[Row]:
    """The addresses of an article in the order in which it was found there."""
    return list(
        rows(
            conn,
            """SELECT url, present, first_seen, last_seen, why, canonical FROM article_addresses
            WHERE article_id = ? ORDER BY first_seen, why != 'own', url""",
            article_id,
        )
    )


def at_any(conn: sqlite3.Connection, portal: str, places: Iterable[Row]) -> list[int]:
    """The articles that have one of these addresses, or an address with one of their keys."""
    found: set[int] = set()
    for place in places:
        idents = conn.execute(
            """SELECT article_id FROM article_address WHERE portal = ?1 AND url = ?2
            UNION SELECT article_id FROM article_address WHERE portal = ?1 AND key = ?3""",
            (portal, place["url"], place["key"]),
        )
        found.update(ident for (ident,) in idents)
    return sorted(found)


def take(conn: sqlite3.Connection, article_id: int, places: Iterable[Row]) -> None:
    """Add the addresses that another archive has of an article."""
    conn.executemany(
        """INSERT INTO article_address VALUES
        (:portal, :url, :article_id, :key, :first_seen, :last_seen, :why, :canonical)
        ON CONFLICT (portal, url) DO UPDATE SET
            canonical = iif(last_seen <= excluded.last_seen, excluded.canonical, canonical),
            first_seen = min(first_seen, excluded.first_seen),
            last_seen = max(last_seen, excluded.last_seen)""",
        [{**place, "article_id": article_id} for place in places],
    )
