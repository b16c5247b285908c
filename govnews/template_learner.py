"""Learn a portal's template profile when it is due, and renew readings made without it.

A crawl and an import learn once, from the first AFTER articles; `govnews portals learn` learns
again at each call. What was read before is read again, because a better profile is not an edit of
the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

from govnews.archive import captures, profiles, version_rows
from govnews.archive.database import Archive
from govnews.archive.frontier import utc
from govnews.archive.profiles import Era, Eras
from govnews.errors import ArchiveError, PageRefused, UsageError
from govnews.model import Profile
from govnews.portal import Portal
from govnews.reading import learning, weights
from govnews.rereading import Rereader

AFTER = 20
"""Number of articles after which a crawl or an import learns a profile."""

SAMPLE = 40
"""Maximum number of articles, the newest ones, that a profile is learned from."""

BATCH = 50
"""Versions that are read again before they are stored in one transaction."""

_OTHERS = """SELECT v.id, v.capture_id, a.url FROM article_version v
JOIN article a ON a.id = v.article_id JOIN capture c ON c.id = v.capture_id
WHERE a.portal = :portal AND v.id > :last AND c.fetched_at >= :begins AND c.fetched_at < :ends
AND v.id IN (
    SELECT id FROM article_version WHERE profile IS NULL
    UNION ALL SELECT o.id FROM profile p JOIN article_version o ON o.profile = p.digest
    WHERE p.portal = :portal AND p.digest != :profile)
ORDER BY v.id LIMIT :most"""
"""Versions of an era that were read without a profile or with another one than its own."""


def learn(archive: Archive, portal: Portal, learned_at: datetime) -> tuple[Era, bool]:
    """Learn a portal's profile from its newest articles and store it; True when it is new. After a
    redesign the articles are those of the present template.

    The archive is open for writing. Raises UsageError when there are too few articles, and the
    errors of reading their captures.
    """
    begins, form = profiles.last_era(archive.conn, portal.name)
    idents = profiles.samples(archive.conn, portal.name, SAMPLE, begins)
    era = Era(begins, learned(archive, portal, idents), form)
    with archive.transaction() as conn:
        new = profiles.store(conn, portal.name, era, idents, learned_at)
    if new:
        profiles.note(archive.root, portal.name, era, learned_at)
    return era, new


def learned(archive: Archive, portal: Portal, capture_ids: Iterable[int]) -> Profile:
    """The profile of these captures; raises UsageError when they are too few."""
    found = learning.learn(captures.load(archive, ident) for ident in capture_ids)
    if found.pages < weights.PROFILE_MIN_PAGES:
        raise UsageError(
            f"The archive has {found.pages} pages of {portal.name} to learn from; "
            f"{weights.PROFILE_MIN_PAGES} are needed. 'govnews crawl {portal.name}' fetches more."
        )
    return found


class Learner:
    """The profiles that a run reads with. eras: none until there is a profile."""

    def __init__(self, archive: Archive, portal: Portal, now: datetime) -> None:
        self.eras = Eras()
        self._archive = archive
        self._portal = portal
        self._gave_up = False
        try:
            self.eras = profiles.eras(archive.conn, portal.name)
        except UsageError:
            self.eras = Eras()  # stored in an older format; learned again below
        self._learn_when_due(now)

    def stored(self, now: datetime) -> None:
        """Learn the profile when it is due; call it after each new article, outside of
        transactions.
        """
        self._learn_when_due(now)

    def settle(self) -> None:
        """Read again, at the end of a run, each version that was read without the profile of its
        era, whatever their number, BATCH at a time.

        What a killed run leaves, the next one takes up. A reading whose capture is damaged or has
        no article any more stays.
        """
        for era, after in zip_longest(self.eras.all, self.eras.all[1:]):
            begins, ends = (
                utc(one.valid_from) if one is not None and one.valid_from is not None else None
                for one in (era, after)
            )
            last = 0
            while found := self._archive.conn.execute(
                _OTHERS,
                {
                    "portal": self._portal.name, "profile": era.digest, "last": last,
                    "most": BATCH, "begins": begins or "", "ends": ends or "~",
                },
            ).fetchall():  # fmt: skip
                last = found[-1][0]
                self._renew(found, era.digest)

    def _renew(self, found: Sequence[tuple[int, int, str]], digest: str | None) -> None:
        reread = Rereader(self._archive, self._portal, self.eras)
        readings = [(ident, reread.read(capture_id, url)) for ident, capture_id, url in found]
        with self._archive.transaction() as conn:
            for ident, article in readings:
                if article is not None:
                    known = version_rows.settled(conn, ident, article)
                    version_rows.renew(conn, ident, known, digest)

    def _learn_when_due(self, now: datetime) -> None:
        if self.eras.all or self._gave_up:
            return
        if len(profiles.samples(self._archive.conn, self._portal.name, AFTER)) < AFTER:
            return
        try:
            era, _ = learn(self._archive, self._portal, now)
            self.eras = self.eras.put(era)
        except (ArchiveError, PageRefused, UsageError):
            self._gave_up = True  # a capture cannot be read; reading continues without a profile
