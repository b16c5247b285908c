"""Learn a portal's template profile when it is due, and renew readings made without it.

A crawl and an import learn once, from the first AFTER articles; `govnews portals learn` learns
again at each call. What was read before is read again, because a better profile is not an edit of
the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from govnews.archive import captures, profiles, version_rows
from govnews.archive.database import Archive
from govnews.errors import ArchiveError, PageRefused, UsageError
from govnews.model import Profile
from govnews.portal import Portal
from govnews.reading import weights
from govnews.reading.page import template
from govnews.rereading import Rereader

AFTER = 20
"""Number of articles after which a crawl or an import learns a profile."""

SAMPLE = 40
"""Maximum number of articles, the newest ones, that a profile is learned from."""

BATCH = 50
"""Versions that are read again before they are stored in one transaction."""

_OTHERS = """SELECT v.id, v.capture_id, a.url FROM article_version v
JOIN article a ON a.id = v.article_id WHERE a.portal = :portal AND v.id > :last AND v.id IN (
    SELECT id FROM article_version WHERE profile IS NULL
    UNION ALL SELECT o.id FROM profile p JOIN article_version o ON o.profile = p.digest
    WHERE p.portal = :portal AND p.digest != :profile)
ORDER BY v.id LIMIT :most"""
"""Versions of a portal that were read without a profile or with an earlier one."""


def learn(archive: Archive, portal: Portal, learned_at: datetime) -> tuple[Profile, bool]:
    """Learn a portal's profile from its newest articles and store it; True when it is new.

    The archive is open for writing. Raises UsageError when there are too few articles, and the
    errors of reading their captures.
    """
    idents = profiles.samples(archive.conn, portal.name, SAMPLE)
    learned = template.learn(captures.load(archive, ident) for ident in idents)
    if learned.pages < weights.PROFILE_MIN_PAGES:
        raise UsageError(
            f"The archive has {learned.pages} pages of {portal.name} to learn from; "
            f"{weights.PROFILE_MIN_PAGES} are needed. 'govnews crawl {portal.name}' fetches more."
        )
    with archive.transaction() as conn:
        new = profiles.store(conn, portal.name, learned, idents, learned_at)
    if new:
        profiles.note(archive.root, portal.name, learned, learned_at)
    return learned, new


class Learner:
    """The profile that a run reads with. profile: None until there is one."""

    def __init__(self, archive: Archive, portal: Portal, now: datetime) -> None:
        self.profile: Profile | None = None
        self._archive = archive
        self._portal = portal
        self._gave_up = False
        try:
            self.profile = profiles.current(archive.conn, portal.name)
        except UsageError:
            self.profile = None  # stored in an older format; learned again below
        self._learn_when_due(now)

    def stored(self, now: datetime) -> None:
        """Learn the profile when it is due; call it after each new article, outside of
        transactions.
        """
        self._learn_when_due(now)

    def settle(self) -> None:
        """Read again, at the end of a run, each version that was read without the current profile,
        whatever their number, BATCH at a time.

        What a killed run leaves, the next one takes up. A reading whose capture is damaged or has
        no article any more stays.
        """
        if self.profile is None:
            return
        digest, last = profiles.digest_of(self.profile), 0
        while True:
            found = self._archive.conn.execute(
                _OTHERS,
                {"portal": self._portal.name, "profile": digest, "last": last, "most": BATCH},
            ).fetchall()
            if not found:
                return
            last = found[-1][0]
            self._renew(found, digest)

    def _renew(self, found: Sequence[tuple[int, int, str]], digest: str | None) -> None:
        reread = Rereader(self._archive, self._portal, self.profile)
        readings = [(ident, reread.read(capture_id, url)) for ident, capture_id, url in found]
        with self._archive.transaction() as conn:
            for ident, article in readings:
                if article is not None:
                    known = version_rows.settled(conn, ident, article)
                    version_rows.renew(conn, ident, known, digest)

    def _learn_when_due(self, now: datetime) -> None:
        if self.profile is not None or self._gave_up:
            return
        if len(profiles.samples(self._archive.conn, self._portal.name, AFTER)) < AFTER:
            return
        try:
            self.profile, _ = learn(self._archive, self._portal, now)
        except (ArchiveError, PageRefused, UsageError):
            self._gave_up = True  # a capture cannot be read; reading continues without a profile
