"""What becomes of a reading: a new article, a repeated visit, an edit, or held.

A reading that would change what the archive knows waits until its run ends (`admit`); then all
readings of the run are judged together (`judging`) and each is stored or held. New articles are
stored at once, so that a long first run is searchable while it goes on; one that turns out to be
suspicious is taken back. What a killed run leaves waiting is judged with the next run.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from govnews.archive import addresses, articles, columns, holds
from govnews.archive.addresses import Via
from govnews.archive.articles import Stored
from govnews.archive.edits import Rereading
from govnews.archive.frontier import Frontier
from govnews.archive.holds import GONE, Hold
from govnews.archive.suspicion import (
    changed_columns,
)
from govnews.model import Article, Profile, StoreOutcome
from govnews.portal import Portal

NAMES = (*(column.name for column in columns.VERSION), "views")
_take = columns.taker(NAMES)


def version_columns(table: str) -> str:
    """The columns of a version in a query. table: its name there."""
    return ", ".join(f"{table}.{column.name}" for column in columns.VERSION)


_STANDING = f"""SELECT {version_columns("v")}, a.views
FROM article a JOIN article_version v ON v.id = a.version_id WHERE a.id = ?"""


def admit(
    conn: sqlite3.Connection,
    portal: Portal,
    capture_id: int,
    seen_at: datetime,
    article: Article,
    profile: Profile | None,
    reread: Rereading | None,
    via: Via = (),
    *,
    key: str | None,
    unsent: bool = False,
) -> Stored:
    """Store a reading, or let it wait for the end of its run. via: the redirects that led to it.
    key: of its row in the frontier.
    unsent: the server answered that nothing has changed since a capture, which may be a held one.

    The caller holds the transaction.
    """
    store = partial(
        articles.store, conn, portal, capture_id, seen_at, article, profile, reread, via
    )
    stored = store(judged=False)
    if stored.outcome == StoreOutcome.PENDING:
        before, now = standing(conn, stored.article_id), values_of(article)
        if unsent:
            now["views"] = before["views"]
        changes = changed_columns(before, now)
        if not changes:
            return store()
        holds.pend(
            conn,
            portal.name,
            article.url,
            key=key,
            capture_id=capture_id,
            seen_at=seen_at,
            article_id=stored.article_id,
            changes=changes,
            reading=now,
        )
    return stored


def missing(
    conn: sqlite3.Connection,
    portal: str,
    url: str,
    article_id: int,
    capture_id: int | None,
    seen_at: datetime,
    key: str | None,
) -> None:
    """Let the loss of a known article wait for the end of its run, unless it is known, at another
    of its addresses for example. url: where it is missing.
    """
    known = conn.execute(
        """SELECT 1 FROM article WHERE id = ?1 AND gone_at IS NOT NULL
        UNION SELECT 1 FROM hold WHERE article_id = ?1 AND state = 'pending' AND changes = ?2""",
        (article_id, json.dumps([GONE])),
    )
    if known.fetchone() is not None:
        return
    holds.pend(
        conn,
        portal,
        url,
        key=key,
        capture_id=capture_id,
        seen_at=seen_at,
        article_id=article_id,
        changes=(GONE,),
        reading=None,
    )


def values_of(article: Article) -> dict[str, Any]:
    """The columns of a reading and its view count, as they would be stored."""
    return dict(zip(NAMES, _take(article), strict=True))


def standing(conn: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """The same of the version that stands."""
    row = conn.execute(_STANDING, (article_id,)).fetchone()
    return dict(zip(NAMES, row, strict=True))


# --- the end of a run -----------------------------------------------------------------------------


def store_held(
    conn: sqlite3.Connection,
    portal: Portal,
    hold: Hold,
    reread: Rereading,
    *,
    counted: bool = True,
) -> str | None:
    """Store what waited or was held, with the profile of its time; returns the outcome: `new`,
    `changed`, `unchanged` or `gone`. None where the capture cannot be read. The caller holds the
    transaction. counted: whether the view count is stored, too.
    """
    if GONE in hold.changes:
        if hold.article_id is not None:
            articles.lose(conn, hold.article_id, hold.seen_at)
        return GONE
    article = reread.read(hold.capture_id, hold.url) if hold.capture_id is not None else None
    if article is None or hold.capture_id is None:
        return None
    if not counted:
        article = replace(article, views=None)
    era = reread.era(hold.capture_id)
    profile = era.profile if era is not None else None
    via = addresses.via_of(conn, hold.capture_id)
    stored = articles.store(
        conn, portal, hold.capture_id, hold.seen_at, article, profile, reread, via
    )
    if stored.moved and hold.key is not None and all(hop.permanent for hop in via):
        key = portal.identity_key(article.url)
        Frontier(conn).moves(portal.name, hold.key, article.url, key, hold.seen_at)
    return str(stored.outcome)
