"""Articles and their versions: one row for the newest reading, one for every distinct reading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from govnews.archive import (
    addresses,
    edits,
    joining,
    reading_digest,
    text_key,
    version_rows,
    view_counts,
)
from govnews.archive.addresses import Known, Via
from govnews.archive.edits import Rereading
from govnews.archive.frontier import utc
from govnews.archive.version_rows import Version
from govnews.archive.visits import Visit, profile_of
from govnews.archive.warc.model import Original
from govnews.errors import NotInArchive
from govnews.model import AddressReason, Article, Profile, StoreOutcome
from govnews.portal import Portal


@dataclass(frozen=True, slots=True)
class Stored:
    """The result of storing a reading. moved: the article's present address is another one than
    before.
    """

    article_id: int
    outcome: StoreOutcome
    moved: bool = False


def store(
    conn: sqlite3.Connection,
    portal: Portal,
    capture_id: int,
    seen_at: datetime,
    article: Article,
    profile: Profile | None = None,
    reread: Rereading | None = None,
    via: Via = (),
    *,
    judged: bool = True,
) -> Stored:
    """Store a reading as a new article, as a new version, or as a repeated visit to a known one.

    An article is known by any of its addresses, or by a redirect from one (`addresses`); two of
    them are joined where a page's canonical address says so and the readings agree (`joining`).
    via: the redirects that led here, which `joining.admits` admitted.

    profile: the template profile of the reading, recorded with the version. A reading of an older
    capture (an import) is inserted at its place in time among the versions and does not change the
    article's row, which holds the newest reading. Another reading of a version's own capture
    replaces that version. reread: reads earlier captures as this one was read; a version of the
    page is claimed only against such a reading, see `renewed` and `edits.cause`. Without it, every
    other reading is taken for an edit. judged: False for a reading whose run is not over: what
    would be an edit, or takes back a view count, is then PENDING and nothing is stored of it, see
    `admission`. The caller holds the transaction.
    """
    if article.canonical is not None:
        article = replace(article, canonical=addresses.named_instead(portal, article))
    known = addresses.find_via(conn, portal, article.url, via)
    if known is not None and _is_taken(conn, known, article, via):
        addresses.release(conn, portal.name, article.url)
        known = None
    if known is not None and known.variant and _has_text(conn, known.article_id, article):
        # Its other fields are those of the article's own address.
        visit = Visit(conn, capture_id, seen_at, replace(article, views=None), profile)
        visit.stand(portal, known.article_id, AddressReason.VARIANT, via)
        visit.note(known.article_id)
        return Stored(known.article_id, StoreOutcome.UNCHANGED)
    before, after = (None, None)
    if known is not None:
        if reread is not None:
            article = _renewed(conn, known.article_id, seen_at, article, reread)
        before, after = version_rows.neighbours(conn, known.article_id, utc(seen_at))
    if before is not None and before.capture_id == capture_id:
        article = edits.settled(before.standing, seen_at, article)
    if before is not None:
        article = _unclocked(conn, before, seen_at, article)
    visit = Visit(conn, capture_id, seen_at, article, profile)
    if known is None:
        stored = Stored(visit.insert(portal), StoreOutcome.NEW)
        visit.stand(portal, stored.article_id, AddressReason.OWN, via)
    else:
        ident = known.article_id
        if before is not None and before.capture_id == capture_id:
            outcome = visit.repeat(ident, before, newest=after is None)
        else:
            outcome = visit.compare(ident, before, after, reread, judged=judged)
        takes_back = not judged and visit.takes_back_views(portal, ident, reread)
        if outcome != StoreOutcome.PENDING and takes_back:
            outcome = StoreOutcome.PENDING
        if outcome == StoreOutcome.PENDING:
            return Stored(ident, outcome)
        visit.stand(portal, ident, known.why or AddressReason.OWN, via)
        moved = visit.move(portal, known, via)
        visit.note(ident)
        visit.observe_views(ident)
        stored = Stored(ident, outcome, moved)
    return _joined(conn, portal, article, stored, reread)


def _unclocked(
    conn: sqlite3.Connection, before: Version, seen_at: datetime, article: Article
) -> Article:
    """The article as before, where it differs in nothing but a clock that its page prints."""
    if before.standing.seen_at == seen_at:
        return article
    clockless = edits.unclocked(before.standing, seen_at, article)
    return clockless if before.reads_as(conn, clockless) else article


def _is_taken(conn: sqlite3.Connection, known: Known, article: Article, via: Via) -> bool:
    """Whether another article stands at an address that led to a known one, or from which it has
    moved on.
    """
    former = known.led or (known.why is None and known.url != article.url)
    return former and not via and joining.is_another(conn, known, article)


def _has_text(conn: sqlite3.Connection, article_id: int, article: Article) -> bool:
    """Whether a reading has the title and the text of an article."""
    row = conn.execute("SELECT text_key FROM article WHERE id = ?", (article_id,)).fetchone()
    return bool(row[0] == text_key.of_article(article))


def _joined(
    conn: sqlite3.Connection,
    portal: Portal,
    article: Article,
    stored: Stored,
    reread: Rereading | None,
) -> Stored:
    """Join a stored article with those that are the same one by their canonical addresses, or at
    the twins of its address.
    """
    if article.canonical is None and stored.outcome == StoreOutcome.UNCHANGED:
        return stored
    payload = reread.payload if reread is not None else partial(joining.payload_digest, conn)
    for other, where, why in joining.same(
        conn, portal, stored.article_id, article.url, article.canonical
    ):
        ident = joining.join(conn, stored.article_id, other, where, why, payload)
        new = stored.outcome == StoreOutcome.NEW
        stored = Stored(ident, StoreOutcome.UNCHANGED if new else stored.outcome, moved=True)
    return stored


def renewed(
    conn: sqlite3.Connection,
    portal: Portal,
    seen_at: datetime,
    article: Article,
    reread: Rereading,
    via: Via = (),
) -> Article:
    """Read the captures of the neighbouring versions again where they differ from a new reading.

    A version that reads differently today is renewed in its place: better rules and another profile
    are no edit. A capture that cannot be read any more leaves its version as it is, so that the
    difference counts as the page's. Returns the article with the dates that are known from before
    (`edits.settled`). The caller holds the transaction.
    """
    known = addresses.find_via(conn, portal, article.url, via)
    return _renewed(conn, known.article_id, seen_at, article, reread) if known else article


def _renewed(
    conn: sqlite3.Connection,
    article_id: int,
    seen_at: datetime,
    article: Article,
    reread: Rereading,
) -> Article:
    before, after = version_rows.neighbours(conn, article_id, utc(seen_at))
    if before is not None:
        article = edits.settled(before.standing, seen_at, article)
    for version in (before, after):
        if version is None:
            continue
        if version.reads_as(conn, article):
            break
        earlier = reread.read(version.capture_id, article.url)
        if earlier is None:
            continue
        at = version.standing.seen_at
        earlier = edits.settled(version.standing, at, earlier)
        if not version.reads_as(conn, earlier):
            version_rows.renew(conn, version.id, earlier, profile_of(reread, version.capture_id))
        if version is before:
            article = edits.settled(edits.standing(at, earlier), seen_at, article)
    return article


def differing(
    conn: sqlite3.Connection, portal: Portal, seen_at: datetime, article: Article, via: Via = ()
) -> int | None:
    """The capture that has to be read again before a reading may be called an edit: that of the
    version which stands at this time, if it reads differently. None where there is nothing to ask.
    """
    known = addresses.find_via(conn, portal, article.url, via)
    if known is None:
        return None
    before, _ = version_rows.neighbours(conn, known.article_id, utc(seen_at))
    if before is None:
        return None
    settled = edits.settled(before.standing, seen_at, article)
    return None if before.digest == reading_digest.of_article(settled) else before.capture_id


# --- queries of a crawl ---------------------------------------------------------------------------


def count(conn: sqlite3.Connection, portal: str) -> int:
    """Count the articles of a portal."""
    row = conn.execute("SELECT count(*) FROM article WHERE portal = ?", (portal,)).fetchone()
    return int(row[0])


def lose(conn: sqlite3.Connection, article_id: int, now: datetime) -> None:
    """Record that an article of the archive is no longer on the portal."""
    conn.execute(
        "UPDATE article SET gone_at = coalesce(gone_at, ?) WHERE id = ?", (utc(now), article_id)
    )


def last_id(conn: sqlite3.Connection) -> int:
    """The highest number of an article so far."""
    (last,) = conn.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    return int(last)


def dates_of(
    conn: sqlite3.Connection, portal: Portal, urls: Sequence[str]
) -> dict[str, str | None]:
    """Publication dates by URL, for those of the URLs that are articles of the archive."""
    found: dict[str, str | None] = {}
    for url in urls:
        known = addresses.find(conn, portal, url)
        if known is not None:
            (found[url],) = conn.execute(
                "SELECT published FROM article WHERE id = ?", (known.article_id,)
            ).fetchone()
    return found


def known_reading(
    conn: sqlite3.Connection,
    portal: Portal,
    article: Article,
    url: str,
    seen_at: datetime,
    via: Via = (),
    *,
    unsent: bool = False,
) -> Original | None:
    """The capture of this URL that holds the article's newest version, if both read the same. None
    for a visit that takes back a view count, because its page may have to be held.

    via: redirects that led here. One that is news about where the article stands is kept with what
    it led to.
    """
    if via and not addresses.are_of_one(
        conn, portal, [*(hop.url for hop in via if hop.url != article.url), article.url]
    ):
        return None
    row = conn.execute(
        """SELECT a.id, a.views, v.id,
        c.id, c.url, c.fetched_at, coalesce(c.wire_digest, c.digest)
        FROM article_address s JOIN article a ON a.id = s.article_id
        JOIN article_version v ON v.id = a.version_id
        JOIN capture c ON c.id = v.capture_id
        WHERE s.portal = ? AND s.url = ? AND c.url = ? AND c.method = 'GET'
        AND c.revisit_of IS NULL AND c.lost_at IS NULL""",
        (portal.name, article.url, url),
    ).fetchone()
    if row is None:
        return None
    ident, views, version_id, *capture = row
    fell = views is not None and (article.views is None or article.views < views)
    if fell and not (unsent or view_counts.may_fall(conn, portal.name, ident, article.views)):
        return None
    version, _ = version_rows.neighbours(conn, ident, utc(seen_at))
    if version is None or version.id != version_id:
        return None
    if not version.reads_as(conn, _unclocked(conn, version, seen_at, article)):
        return None
    return Original(*capture)


# --- reading back ---------------------------------------------------------------------------------


def find(conn: sqlite3.Connection, url_or_id: str) -> int:
    """The id of an article, by its number or any of its URLs; raises NotInArchive."""
    if url_or_id.isdecimal():
        number = int(url_or_id) if len(url_or_id) < 19 else -1
        row = conn.execute("SELECT id FROM article WHERE id = ?", (number,)).fetchone()
    else:
        url = url_or_id.encode("utf-8", "replace").decode()
        row = conn.execute(
            "SELECT article_id FROM article_address WHERE url = ? ORDER BY article_id LIMIT 1",
            (url,),
        ).fetchone()
    if row is None:
        raise NotInArchive(
            f"The archive has no article '{url_or_id}'. Give its number or its exact URL; "
            "'govnews search' finds both."
        )
    return int(row[0])


def full(conn: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """An article with all its parts, as values that JSON can hold."""

    def rows(sql: str) -> list[dict[str, Any]]:
        cursor = conn.execute(sql, (article_id,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    (article,) = rows("SELECT * FROM articles WHERE id = ?")
    article["attachments"] = rows(
        "SELECT url, name FROM attachment WHERE article_id = ? ORDER BY position"
    )
    article["images"] = rows(
        "SELECT url, caption FROM image WHERE article_id = ? ORDER BY position"
    )
    article["signers"] = json.loads(article["signers"] or "[]")
    article["document_refs"] = rows(
        "SELECT number, kind, issuer FROM document_ref WHERE article_id = ? ORDER BY position"
    )
    article["addresses"] = addresses.of_article(conn, article_id)
    article["evidence"] = rows(
        """SELECT field, raw, rule, place, confidence FROM evidence WHERE article_id = ?
        ORDER BY field"""
    )
    return article
