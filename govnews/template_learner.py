"""Learns a portal's profile when it is due, and renews readings that were made without it.

A crawl and an import learn once, from the first AFTER articles; `govnews portals learn` learns
anew at each call. A reading made with another profile is renewed before it is compared with a newer
capture, because a better profile is no edit of the page.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from govnews.archive import articles, captures, profiles
from govnews.archive.database import Archive
from govnews.errors import ArchiveError, NotAnArticle, PageRefused, UsageError
from govnews.families import read
from govnews.model import Profile
from govnews.portal import Portal
from govnews.reading import weights
from govnews.reading.page import template

AFTER = 20
"""Number of articles from which a crawl or an import learns a profile."""

SAMPLE = 40
"""Number of articles, the newest ones, that a profile is learned from at most."""


def learn(archive: Archive, portal: Portal, learned_at: datetime) -> tuple[Profile, bool]:
    """Learns a portal's profile from its newest articles and stores it; True when it is new.

    The archive is open for writing. Raises UsageError when there are too few articles, and what
    reading their captures back raises.
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
    """The profile that one run reads with. profile: None until there is one."""

    def __init__(self, archive: Archive, portal: Portal, now: datetime) -> None:
        self.profile: Profile | None = None
        self._archive = archive
        self._portal = portal
        self._early = False
        self._gave_up = False
        try:
            self.profile = profiles.current(archive.conn, portal.name)
        except UsageError:
            self.profile = None  # stored in an older form; it is learned anew below
        self._learn_when_due(now)

    def stored(self, now: datetime) -> None:
        """Learns the profile when it is due; call it after each new article, in no transaction."""
        self._early = self._learn_when_due(now) or self._early

    def settle(self) -> None:
        """Renews, at the end of a run, the readings that it made before it learned the profile."""
        if not self._early:
            return
        with self._archive.transaction() as conn:
            rows = conn.execute(
                "SELECT url FROM article WHERE portal = ? ORDER BY id DESC LIMIT ?",
                (self._portal.name, 2 * SAMPLE),
            ).fetchall()
            for (url,) in rows:
                self.renew(conn, url)

    def renew(self, conn: sqlite3.Connection, url: str) -> None:
        """Renews the newest reading of an article that was made with another profile.

        A reading whose capture is damaged or no longer reads stays. The caller holds the
        transaction.
        """
        row = conn.execute(
            """SELECT v.capture_id FROM article a JOIN article_version v ON v.id = a.version_id
            WHERE a.portal = ? AND a.url = ? AND v.profile IS NOT ?""",
            (self._portal.name, url, profiles.digest_of(self.profile)),
        ).fetchone()
        if row is None:
            return
        try:
            capture = captures.load(self._archive, row[0])
            # An imported page was requested under another form of the address.
            article = read(replace(capture, url=url), self._portal, self.profile)
        except (ArchiveError, NotAnArticle, PageRefused):
            return
        seen = capture.fetched_at
        articles.store(conn, self._portal, row[0], seen, article, self.profile)

    def _learn_when_due(self, now: datetime) -> bool:
        if self.profile is not None or self._gave_up:
            return False
        if len(profiles.samples(self._archive.conn, self._portal.name, AFTER)) < AFTER:
            return False
        try:
            self.profile, _ = learn(self._archive, self._portal, now)
        except (ArchiveError, PageRefused, UsageError):
            self._gave_up = True  # a capture does not read back: reading goes on without
            return False
        return True
