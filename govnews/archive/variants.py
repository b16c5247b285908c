"""One article under several addresses of one pattern: for printers, for mobile devices, as AMP.

`/tin/a-17.html`, `/tin/a-17.amp` and `/in/tin/a-17.html` have one text, and no page names another
one. One text under several addresses may also be a login page. What tells them apart is that other
articles have, each with its own text, addresses that differ in the same way. Such articles are
stored once: what was read at the other addresses are visits to it, and no versions of it.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from govnews.archive import decisions, text_key
from govnews.archive.sql_rows import rows
from govnews.archive.suspicion.readings import SEVERAL
from govnews.model import AddressReason

MOST = 12
"""Addresses of one text up to which they are compared; a login page has hundreds."""

_TOKEN = re.compile(r"[^/?&=.]+|[/?&=.]")

Pattern = frozenset[str]
"""In what two addresses differ: the part of each that the other does not have."""

_ALIKE = """
SELECT a.text_key, substr(a.published, 1, 10), a.id, a.url, f.id FROM article a
LEFT JOIN article_address s ON s.article_id = a.id AND s.url = a.url
LEFT JOIN frontier f ON f.portal = a.portal AND f.key = s.key
WHERE a.portal = ?1 AND a.text_key IN (
    SELECT text_key FROM article WHERE portal = ?1 AND id > ?2)
ORDER BY a.id > ?2, f.id IS NULL, f.id, a.url
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """An article that is another one, `of`, under an address of its own."""

    of: int
    article_id: int
    of_url: str
    url: str


def pattern(one: str, other: str) -> Pattern:
    """In what two addresses differ."""
    here, there = _TOKEN.findall(one), _TOKEN.findall(other)
    start = 0
    while start < min(len(here), len(there)) and here[start] == there[start]:
        start += 1
    end = 0
    while end < min(len(here), len(there)) - start and here[-1 - end] == there[-1 - end]:
        end += 1
    return frozenset("".join(tokens[start : len(tokens) - end]) for tokens in (here, there))


def found(conn: sqlite3.Connection, portal: str, last_article: int) -> Iterator[Variant]:
    """Articles, at least one of each two stored after `last_article`, that are one. Kept is the one
    that was known, else the one that lists named first.
    """
    groups: dict[tuple[int, str | None], list[tuple[int, str]]] = defaultdict(list)
    for key, day, ident, url, _ in conn.execute(_ALIKE, (portal, last_article)).fetchall():
        groups[key, day].append((ident, url))
    several = {key: group for key, group in groups.items() if len(group) > 1}
    if not several:
        return
    seen = _patterns(conn, portal, several.values())
    accepted = decisions.accepted_texts(conn, portal)
    for (key, _), group in several.items():
        (kept, kept_url), *others = group
        others = [(ident, url) for ident, url in others if ident > last_article]
        if key in accepted and len(others) <= _addresses(conn, kept):
            joined = others
        elif len(group) <= MOST:
            joined = [
                (ident, url) for ident, url in others if seen[pattern(kept_url, url)] >= SEVERAL
            ]
        else:
            continue
        for ident, url in joined:
            yield Variant(kept, ident, kept_url, url)


def accepted(conn: sqlite3.Connection, portal: str, urls: Iterable[str]) -> Iterator[Variant]:
    """What a person has accepted as one text under several addresses: they are addresses of the
    article that had it first. urls: of what was accepted as new. The caller joins each.
    """
    for url in urls:
        row = conn.execute(
            """SELECT k.id, n.id, k.url, n.url FROM article_address s
            JOIN article n ON n.id = s.article_id
            JOIN article k ON k.text_key = n.text_key AND k.portal = n.portal AND k.id < n.id
            AND substr(k.published, 1, 10) IS substr(n.published, 1, 10)
            WHERE s.portal = ? AND s.url = ? ORDER BY k.id LIMIT 1""",
            (portal, url),
        ).fetchone()
        if row is not None:
            yield Variant(*row)


def _patterns(
    conn: sqlite3.Connection, portal: str, groups: Iterable[list[tuple[int, str]]]
) -> Counter[Pattern]:
    """In how many articles each pattern was seen, in this run and before."""
    urls: dict[str, set[str]] = defaultdict(set)
    for url, other in conn.execute(
        "SELECT url, other FROM article_move WHERE portal = ? AND why = ?",
        (portal, AddressReason.VARIANT),
    ):
        urls[url] |= {url, other}
    for group in groups:
        if len(group) <= MOST:
            urls[group[0][1]] |= {url for _, url in group}
    seen: Counter[Pattern] = Counter()
    for alike in urls.values():
        seen.update({pattern(*pair) for pair in combinations(sorted(alike), 2)})
    return seen


def _addresses(conn: sqlite3.Connection, article_id: int) -> int:
    (count,) = conn.execute(
        "SELECT count(*) FROM article_address WHERE article_id = ?", (article_id,)
    ).fetchone()
    return int(count)


def texts(conn: sqlite3.Connection, article_id: int) -> set[int]:
    """The keys of all texts that an article has had."""
    query = "SELECT * FROM article_version WHERE article_id = ?"
    return {text_key.of(version) for version in rows(conn, query, article_id)}


def absorb(conn: sqlite3.Connection, kept: int, other: int) -> None:
    """Make the addresses of one article those of another; what was read there goes with it."""
    conn.execute(
        """UPDATE article_address SET article_id = ?1, why = iif(why = 'own', ?2, why)
        WHERE article_id = ?3""",
        (kept, AddressReason.VARIANT, other),
    )
    conn.execute(
        """UPDATE article SET first_seen = min(article.first_seen, o.first_seen),
        last_seen = max(article.last_seen, o.last_seen)
        FROM article o WHERE article.id = ?1 AND o.id = ?2""",
        (kept, other),
    )
    conn.execute("UPDATE hold SET article_id = ? WHERE article_id = ?", (kept, other))
    conn.execute("DELETE FROM article WHERE id = ?", (other,))
