"""Articles whose text is found under another address: they have moved, and are joined.

No redirect and no canonical address says so: a new content management system gives all articles new
numbers, and the old addresses are missing. Or the addresses differ in nothing but the case of their
letters, on a server that ignores it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from govnews.archive import joining
from govnews.archive.frontier import utc
from govnews.archive.joining import Payload
from govnews.model import AddressReason


@dataclass(frozen=True, slots=True)
class Move:
    """Two articles with one text. old: the one that was known. url: the address of the new one."""

    old: int
    new: int
    url: str
    why: AddressReason


Missing = Callable[[int], bool]
"""Whether an article is missing at its addresses."""


def ask_again(conn: sqlite3.Connection, article_id: int, began: datetime) -> int:
    """Queue the addresses of other articles that have the text of a new one, unless this run, which
    began then, has visited them: are they still there? Returns how many those are.
    """
    return conn.execute(
        """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
        WHERE state = 'done' AND finished_at < ?2 AND (portal, key) IN (
            SELECT s.portal, s.key FROM article n
            JOIN article e ON e.text_key = n.text_key AND e.portal = n.portal AND e.id != n.id
            JOIN article_address s ON s.article_id = e.id WHERE n.id = ?1)""",
        (article_id, utc(began)),
    ).rowcount


def join(
    conn: sqlite3.Connection,
    portal: str,
    last_article: int,
    missing: Missing,
    payload: Payload,
) -> list[Move]:
    """Join what has moved among the articles after a number with those before it; returns what was
    joined. The caller holds the transaction.
    """
    found = [*_moved(conn, portal, last_article, missing)]
    for move in found:
        # The addresses before are no longer where the article has to be.
        conn.execute(
            """UPDATE frontier SET missing_since = NULL, error = NULL, error_detail = NULL,
            state = iif(state = 'gone', 'done', state) WHERE (portal, key) IN (
                SELECT portal, key FROM article_address WHERE article_id = ?)""",
            (move.old,),
        )
        joining.join(conn, move.old, move.new, move.url, move.why, payload)
        conn.execute(
            """DELETE FROM hold WHERE article_id = ? AND state = 'pending'
            AND changes = '["gone"]'""",
            (move.old,),
        )
    return found


def _moved(
    conn: sqlite3.Connection, portal: str, last_article: int, missing: Missing
) -> Iterator[Move]:
    pairs = conn.execute(
        """SELECT e.id, e.url, n.id, n.url FROM article n
        JOIN article e ON e.text_key = n.text_key AND e.portal = n.portal AND e.id <= ?2
        WHERE n.portal = ?1 AND n.id > ?2 ORDER BY n.id""",
        (portal, last_article),
    ).fetchall()
    # A text that several articles have says nothing about where one of them went.
    times = Counter(ident for old, _, new, _ in pairs for ident in (old, new))
    for old, url, new, new_url in pairs:
        if times[old] > 1 or times[new] > 1:
            continue
        if url.lower() == new_url.lower():
            yield Move(old, new, new_url, AddressReason.CASE)
        elif missing(old):
            yield Move(old, new, new_url, AddressReason.MOVED)


def missing_since(conn: sqlite3.Connection, since: datetime) -> Missing:
    """Whether an article was asked for since a time, and not read."""

    def missing(article_id: int) -> bool:
        row = conn.execute(
            """SELECT 1 FROM article a JOIN article_address s ON s.article_id = a.id
            JOIN frontier f ON f.portal = s.portal AND f.key = s.key
            WHERE a.id = ?1 AND a.last_seen < ?2 AND f.finished_at >= ?2
            AND (f.missing_since IS NOT NULL OR f.state = 'gone') LIMIT 1""",
            (article_id, utc(since)),
        ).fetchone()
        return row is not None

    return missing
