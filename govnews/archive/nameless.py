"""Parameters of addresses that name nothing, as the articles of a portal show them.

A portal may add to its links a counter, a time or a session under a name that nobody knows: each
page then leads to ever new addresses of the same articles. Where the same path, with the same other
parameters, has one text whatever the value of a parameter, on several paths, the parameter is left
out of the keys of addresses (`Identity.ignore`). What was joined so is recorded as moves are, from
which a later run and a replay know the parameter again. The caller holds the transaction.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from govnews.archive import dedupe, joining, moves
from govnews.archive.joining import Payload
from govnews.identity import Identity
from govnews.model import AddressReason
from govnews.portal import Portal
from govnews.url_syntax import parameter_name

PROOFS = 3
"""Paths on which a parameter names nothing, from which on it is left out."""

SHARE = 0.3
"""Share of the addresses with a parameter that stand in the queue under several values of it. An
article that is published again under the same words and another number is a rare one."""

TOGETHER = 2
"""Parameters that may vary together, such as a time and a session."""

MOST_ALIKE = 20
"""Articles of one text that are compared with a new one; a login page has thousands."""

Names = frozenset[str]

_ALIKE = """
SELECT o.url FROM article n JOIN article o ON o.text_key = n.text_key AND o.portal = n.portal
AND o.id != n.id WHERE n.id = ? ORDER BY o.id LIMIT ?
"""


def differing(one: str, other: str) -> Names:
    """The parameters in which two addresses differ; empty where the paths do, or too many."""
    here, there = urlsplit(one), urlsplit(other)
    if (here.netloc, here.path) != (there.netloc, there.path):
        return frozenset()
    pairs = [frozenset(filter(None, parts.query.split("&"))) for parts in (here, there)]
    names = frozenset(map(parameter_name, pairs[0] ^ pairs[1]))
    return names if len(names) <= TOGETHER and "" not in names else frozenset()


@dataclass(slots=True)
class Watch:
    """What the new articles of a run show. proofs: by parameters, the addresses without them at
    which another value gave the same text. asked: how many there were when it was looked at last.
    """

    proofs: dict[Names, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[Names, int] = field(default_factory=lambda: defaultdict(int))

    def stored(self, conn: sqlite3.Connection, portal: Portal, article_id: int, url: str) -> Names:
        """The parameters that name nothing, as a new article shows; mostly none."""
        if portal.identity.names or "?" not in url:
            return frozenset()
        for (other,) in conn.execute(_ALIKE, (article_id, MOST_ALIKE)).fetchall():
            names = differing(url, other)
            if not names:
                continue
            found = self.proofs[names]
            found.add(Identity(ignore=tuple(names)).key(url))
            # Looked at again when there are twice as many: that reads all addresses of the portal.
            if len(found) >= max(PROOFS, 2 * self.asked[names]):
                self.asked[names] = len(found)
                if are_nameless(conn, portal, names):
                    return names
        return frozenset()


def are_nameless(conn: sqlite3.Connection, portal: Portal, names: Names) -> bool:
    """Whether no address that differs in these parameters only has another text, several have the
    same, and many are queued under several values.
    """
    without = replace(portal.identity, ignore=(*portal.identity.ignore, *sorted(names)))
    texts: dict[str, set[str]] = defaultdict(set)
    articles: dict[str, set[int]] = defaultdict(set)
    stored = conn.execute(
        """SELECT s.url, s.article_id, v.digest FROM article_address s
        JOIN article a ON a.id = s.article_id JOIN article_version v ON v.id = a.version_id
        WHERE s.portal = ? AND s.url = a.url""",
        (portal.name,),
    )
    for url, ident, digest in stored:
        key = without.key(url)
        texts[key].add(digest)
        articles[key].add(ident)
    several = [key for key, idents in articles.items() if len(idents) > 1]
    if len(several) < PROOFS or any(len(texts[key]) > 1 for key in several):
        return False
    return _share_of_several(conn, portal, without.key, names) >= SHARE


def _share_of_several(
    conn: sqlite3.Connection, portal: Portal, key_of: Callable[[str], str], names: Names
) -> float:
    """The share of addresses with these parameters that the frontier has under several values."""
    queued: dict[str, int] = defaultdict(int)
    for (url,) in conn.execute(
        "SELECT url FROM frontier WHERE portal = ? AND kind = 'article' AND instr(url, '?')",
        (portal.name,),
    ):
        query = urlsplit(url).query.split("&")
        if not names.isdisjoint(map(parameter_name, query)):
            queued[key_of(url)] += 1
    return sum(count > 1 for count in queued.values()) / len(queued) if queued else 0.0


# --- what an archive knows ------------------------------------------------------------------------


def recorded(conn: sqlite3.Connection, portal: str) -> dict[Names, tuple[str, str]]:
    """The parameters that were found to name nothing, each with two addresses that show it."""
    pairs = conn.execute(
        "SELECT url, other FROM article_move WHERE portal = ? AND why = ? ORDER BY url, other",
        (portal, AddressReason.PARAMETERS),
    )
    found: dict[Names, tuple[str, str]] = {}
    for url, other in pairs.fetchall():
        names = differing(url, other)
        if names:
            found.setdefault(names, (url, other))
    return found


def widened(portal: Portal, names: Iterable[str]) -> Portal:
    """A portal whose keys leave out these parameters, but for those that its file says name an
    article.
    """
    identity = portal.identity
    new = sorted(set(names) - set(identity.ignore))
    if identity.names or not new:
        return portal
    return replace(portal, identity=replace(identity, ignore=(*identity.ignore, *new)))


def known(conn: sqlite3.Connection, portal: Portal) -> Portal:
    """A portal whose keys leave out what its archive has found to name nothing."""
    return widened(portal, frozenset[str]().union(*recorded(conn, portal.name)))


def join(conn: sqlite3.Connection, portal: Portal, payload: Payload, now: datetime) -> int:
    """Give all addresses the keys of a portal that was widened; returns how many articles were
    joined, which is recorded.
    """
    dedupe.rekey_addresses(conn, portal)
    count = 0
    for kept, joined, url in dedupe.of_one_key(conn, portal):
        moves.record(conn, portal.name, kept, joined, AddressReason.PARAMETERS, now)
        joining.join(conn, kept, joined, url, AddressReason.PARAMETERS, payload)
        count += 1
    dedupe.rekey_frontier(conn, portal)
    return count
