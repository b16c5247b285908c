"""One reading that is being stored: a new article, a repeated visit, or a new version."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from govnews.archive import (
    addresses,
    columns,
    edits,
    profiles,
    reading_digest,
    text_key,
    version_rows,
    view_counts,
)
from govnews.archive.addresses import Known, Via
from govnews.archive.edits import Rereading
from govnews.archive.frontier import utc
from govnews.archive.profiles import Era
from govnews.archive.version_rows import Version
from govnews.model import AddressReason, Article, Cause, Profile, StoreOutcome
from govnews.portal import Portal

_ARTICLE = tuple(column.name for column in columns.ARTICLE)

_VERSION = tuple(column.name for column in columns.VERSION)

_take_article = columns.taker(_ARTICLE)

_take_version = columns.taker(_VERSION)


def _insert(table: str, *names: str) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


_INSERT_ARTICLE = _insert(
    "article",
    *(*_ARTICLE, "portal", "province", "url", "first_seen", "last_seen", "capture_id", "text_key"),
)

_INSERT_VERSION = _insert(
    "article_version",
    *(*_VERSION, "article_id", "capture_id", "seen_at", "digest", "profile", "cause"),
)


class Visit:
    """A reading that is being stored."""

    def __init__(
        self,
        conn: sqlite3.Connection,
        capture_id: int,
        seen_at: datetime,
        article: Article,
        profile: Profile | None,
    ) -> None:
        self._conn = conn
        self._capture_id = capture_id
        self._moment = seen_at
        self._seen_at = utc(seen_at)
        self._article = article
        self._profile = profiles.digest_of(profile)

    def insert(self, portal: Portal) -> int:
        """Insert a new article with its first version; returns its id."""
        own = (portal.name, portal.province, self._article.url)
        seen = (self._seen_at, self._seen_at, self._capture_id)
        values = (*_take_article(self._article), *own, *seen, text_key.of_article(self._article))
        cursor = self._conn.execute(_INSERT_ARTICLE, values)
        article_id = int(cursor.lastrowid or 0)
        self.add_version(article_id, Cause.PAGE)
        version_rows.add_parts(self._conn, article_id, self._article)
        version_rows.point_to_newest(self._conn, article_id)
        self.observe_views(article_id)
        return article_id

    def repeat(self, article_id: int, version: Version, *, newest: bool) -> StoreOutcome:
        """Another reading of a version's own capture, which replaces it."""
        if not version.reads_as(self._conn, self._article):
            version_rows.renew(self._conn, version.id, self._article, self._profile)
            return StoreOutcome.CHANGED
        version_rows.name_profile(self._conn, version.id, self._profile)
        if newest:
            kept = self._counts_later(article_id)
            version_rows.replace_parts(self._conn, article_id, self._article, keep_views=kept)
        return StoreOutcome.UNCHANGED

    def compare(
        self,
        article_id: int,
        before: Version | None,
        after: Version | None,
        reread: Rereading | None,
        *,
        judged: bool,
    ) -> StoreOutcome:
        """A reading of another capture than those of the versions before and after it."""
        if before is not None and before.reads_as(self._conn, self._article):
            return StoreOutcome.UNCHANGED
        if after is not None and after.reads_as(self._conn, self._article):
            self.antedate(after)
            return StoreOutcome.UNCHANGED
        if before is not None and self.has_payload_of(before, reread):
            return StoreOutcome.UNCHANGED  # only the time of the visit made the difference
        if after is not None and self.has_payload_of(after, reread):
            self.antedate(after)
            version_rows.renew(self._conn, after.id, self._article, self._profile)
            return StoreOutcome.UNCHANGED
        if after is not None and self.is_before(after, reread):
            return StoreOutcome.UNCHANGED
        cause = self.cause(before, reread)
        if not judged and cause == Cause.PAGE:
            return StoreOutcome.PENDING
        self.add_version(article_id, cause)
        if after is None:
            self.make_newest(article_id)
        return StoreOutcome.CHANGED

    def is_before(self, after: Version, reread: Rereading | None) -> bool:
        """Compare the next version with this reading, which comes late: it may be the same, once it
        knows this one's dates; if not, its cause may be another one.
        """
        url, seen_at = self._article.url, after.standing.seen_at
        later = reread.read(after.capture_id, url) if reread is not None else None
        if reread is None or later is None:
            return False
        own = edits.standing(self._moment, self._article)
        later = edits.settled(own, seen_at, later)
        clockless = edits.unclocked(own, seen_at, later)
        if reading_digest.of_article(clockless) == reading_digest.of_article(self._article):
            later = clockless
        same = reading_digest.of_article(later) == reading_digest.of_article(self._article)
        if same:
            self.antedate(after)
        else:
            now = reread.read(self._capture_id, url, seen_at)
            cause = edits.cause(own, seen_at, later, earlier=self._article, now=now)
            eras = (reread.era(self._capture_id), reread.era(after.capture_id))
            if edits.is_other_form(*eras, self._article, later):
                cause = Cause.READER
            self._conn.execute(
                "UPDATE article_version SET cause = ? WHERE id = ?", (cause, after.id)
            )
        version_rows.renew(self._conn, after.id, later, profile_of(reread, after.capture_id))
        return same

    def takes_back_views(self, portal: Portal, article_id: int, reread: Rereading | None) -> bool:
        """Whether this visit, the latest one, counts fewer views than that before it, or none,
        though its template prints them and nobody has accepted that.
        """
        era = reread.era(self._capture_id) if reread is not None else None
        if self._article.views is None and era is not None and "views" in era.form:
            return False
        (before,) = self._conn.execute(
            "SELECT max(views) FROM article WHERE id = ? AND last_seen <= ?",
            (article_id, self._seen_at),
        ).fetchone()
        views = self._article.views
        fell = before is not None and (views is None or views < before)
        return fell and not view_counts.may_fall(self._conn, portal.name, article_id, views)

    def has_payload_of(self, version: Version, reread: Rereading | None) -> bool:
        """Whether this visit's capture brought the same bytes as a version's."""
        if reread is None:
            return False
        own = reread.payload(self._capture_id)
        return own is not None and own == reread.payload(version.capture_id)

    def cause(self, before: Version | None, reread: Rereading | None) -> Cause:
        """Why this reading differs from the version before it; the first one is the page's."""
        if before is None or reread is None:
            return Cause.PAGE
        url, seen_at = self._article.url, self._moment
        earlier = reread.read(before.capture_id, url)
        eras = (reread.era(before.capture_id), reread.era(self._capture_id))
        if edits.is_other_form(*eras, earlier, self._article):
            return Cause.READER
        if earlier is not None and self.has_same_page(before, earlier, eras, reread):
            return Cause.READER
        return edits.cause(
            before.standing,
            seen_at,
            self._article,
            earlier=earlier,
            now=reread.read(before.capture_id, url, seen_at),
        )

    def has_same_page(
        self,
        before: Version,
        earlier: Article,
        eras: tuple[Era | None, Era | None],
        reread: Rereading,
    ) -> bool:
        """Whether only the profile makes the difference to the version before: both captures read
        alike with the profile of one of the two. earlier: the capture of that version, as it reads.
        """
        then, now = eras
        if (then.digest if then else None) == (now.digest if now else None):
            return False
        url = self._article.url
        for era, capture_id, other in (
            (then, self._capture_id, earlier),
            (now, before.capture_id, self._article),
        ):
            found = reread.read_as(capture_id, url, era)
            if found is not None and reading_digest.of_article(found) == reading_digest.of_article(
                other
            ):
                return True
        return False

    def add_version(self, article_id: int, cause: Cause) -> None:
        digest = reading_digest.of_article(self._article)
        own = (article_id, self._capture_id, self._seen_at, digest, self._profile, cause)
        self._conn.execute(_INSERT_VERSION, (*_take_version(self._article), *own))

    def antedate(self, version: Version) -> None:
        """Move the start of a version back to this earlier visit."""
        self._conn.execute(
            "UPDATE article_version SET seen_at = ?, capture_id = ?, profile = ? WHERE id = ?",
            (self._seen_at, self._capture_id, self._profile, version.id),
        )
        self._conn.execute(
            "UPDATE article SET capture_id = ? WHERE version_id = ?",
            (self._capture_id, version.id),
        )

    def note(self, article_id: int) -> None:
        """Record a further visit; the view count and its evidence are those of the latest visit."""
        counts = self._counts(article_id)
        views = self._article.views if counts else None
        latest = self._conn.execute(
            """UPDATE article SET views = coalesce(?2, views), last_seen = ?1,
            gone_at = CASE WHEN gone_at > ?1 THEN gone_at END
            WHERE id = ?3 AND last_seen <= ?1""",
            (self._seen_at, views, article_id),
        )
        if latest.rowcount and counts:
            found = version_rows.evidence_rows(article_id, self._article)
            self._conn.executemany(
                "INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?, ?)",
                [row for row in found if row[1] == "views"],
            )
        self._conn.execute(
            "UPDATE article SET first_seen = min(first_seen, ?) WHERE id = ?",
            (self._seen_at, article_id),
        )

    def _counts(self, article_id: int) -> bool:
        """Whether the view count of this visit holds: of two addresses that were read in the same
        second, the higher one does, whichever was stored first.
        """
        if self._article.views is None:
            return False
        higher = self._conn.execute(
            """SELECT 1 FROM view_observation WHERE article_id = ? AND observed_at = ?
            AND views > ? AND capture_id != ?""",
            (article_id, self._seen_at, self._article.views, self._capture_id),
        ).fetchone()
        return higher is None

    def _counts_later(self, article_id: int) -> bool:
        """Whether another visit has a later view count, or a higher one of the same second."""
        later = self._conn.execute(
            """SELECT 1 FROM view_observation WHERE article_id = ?1 AND (observed_at > ?2
            OR observed_at = ?2 AND capture_id != ?3 AND views > ?4)""",
            (article_id, self._seen_at, self._capture_id, self._article.views or 0),
        ).fetchone()
        return later is not None

    def make_newest(self, article_id: int) -> None:
        """Write this reading to the article's row and its parts."""
        kept = self._counts_later(article_id)
        version_rows.write_reading(
            self._conn, article_id, self._capture_id, self._article, keep_views=kept
        )
        version_rows.point_to_newest(self._conn, article_id)

    def stand(self, portal: Portal, article_id: int, why: AddressReason, via: Via) -> None:
        """Record the address of this visit. why: for one that is new."""
        url, canonical = self._article.url, self._article.canonical
        addresses.note(self._conn, portal, article_id, url, self._moment, why, canonical, via)

    def move(self, portal: Portal, known: Known, via: Via) -> bool:
        """Make the address of the latest visit the article's; returns whether it is another one. Of
        two in the same second the first by its letters counts, whichever was stored first.
        """
        url, canonical = self._article.url, self._article.canonical
        if url == known.url and canonical is None:
            return False
        url = addresses.present(self._conn, portal, known, url, canonical, via)
        if url == known.url:
            return False
        moved = self._conn.execute(
            """UPDATE article SET url = ?1 WHERE id = ?2
            AND (last_seen < ?3 OR last_seen = ?3 AND url > ?1)""",
            (url, known.article_id, self._seen_at),
        )
        return moved.rowcount > 0

    def observe_views(self, article_id: int) -> None:
        if self._counts(article_id):
            self._conn.execute(
                "INSERT OR REPLACE INTO view_observation VALUES (?, ?, ?, ?)",
                (article_id, self._seen_at, self._article.views, self._capture_id),
            )


def profile_of(reread: Rereading, capture_id: int) -> str | None:
    """Digest of the profile that a capture is read with."""
    era = reread.era(capture_id)
    return era.digest if era is not None else None
