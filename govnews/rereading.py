"""Read stored captures again, so that two readings are compared only where one reader made both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.archive.holds import HoldReason
from govnews.archive.profiles import Era, Eras
from govnews.errors import ArchiveError, NotAnArticle, PageRefused
from govnews.extraction_pool import PageLost, read_here
from govnews.families import read
from govnews.model import Article, Capture, Profile
from govnews.portal import Portal
from govnews.reading.page.template import fits

Reader = Callable[[Capture, Profile | None], Article | None]

PASSWORD = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
"""A field for a password, in the bytes of a page."""

END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""The end of a page, which the template of most portals prints."""


class Rereader:
    """The readings of earlier captures for one new reading (`archive.edits.Rereading`).

    eras: those of the portal; each capture is read with the profile of its time. reader: where
    captures are read; by default in this process, with the time limit of a page.
    """

    def __init__(
        self,
        archive: Archive,
        portal: Portal,
        eras: Eras,
        reader: Reader | None = None,
    ) -> None:
        self._archive = archive
        self._portal = portal
        self._eras = eras
        self._reader = reader or self._read_here
        self._known: dict[tuple[int, datetime | None], Article | None] = {}

    def payload(self, capture_id: int) -> str | None:
        """The digest of a capture's payload; None for an unknown capture."""
        row = self._archive.conn.execute(
            "SELECT digest FROM capture WHERE id = ?", (capture_id,)
        ).fetchone()
        return row[0] if row else None

    def era(self, capture_id: int) -> Era | None:
        """The era of a capture, whose profile it is read with; None before the first one."""
        row = self._archive.conn.execute(
            "SELECT fetched_at FROM capture WHERE id = ?", (capture_id,)
        ).fetchone()
        return self._eras.at(datetime.fromisoformat(row[0])) if row else None

    def capture(self, capture_id: int, url: str, at: datetime | None = None) -> Capture | None:
        """A capture as the page of this URL, at another time if one is given; None if it is lost.

        An imported page was requested under another form of the address.
        """
        try:
            found = captures.load(self._archive, capture_id)
        except (ArchiveError, PageRefused):
            return None
        return replace(found, url=url, fetched_at=at or found.fetched_at)

    def inspect(self, before_id: int, now_id: int, url: str) -> HoldReason | None:
        """A sign that a page is not what it was: a field for a password, no end, another
        template. None
        where there is none, or one of the two captures cannot be read.
        """
        before, now = self.capture(before_id, url), self.capture(now_id, url)
        if before is None or now is None:
            return None
        if PASSWORD.search(now.body) and not PASSWORD.search(before.body):
            return HoldReason.PASSWORD
        if END.search(before.body) and not END.search(now.body):
            return HoldReason.CUT
        then, today = self._eras.at(before.fetched_at), self._eras.at(now.fetched_at)
        if then is None or today is None or not fits(then.profile, before):
            return None
        return None if fits(today.profile, now) else HoldReason.TEMPLATE

    def put(self, capture_id: int, at: datetime | None, article: Article | None) -> None:
        """Take note of a reading that was made elsewhere; None: the capture cannot be read."""
        self._known[capture_id, at] = article

    def read(self, capture_id: int, url: str, at: datetime | None = None) -> Article | None:
        """The article of a capture; None when it cannot be read or is no article any more."""
        if (capture_id, at) not in self._known:
            capture = self.capture(capture_id, url, at)
            era = self.era(capture_id)
            profile = era.profile if era is not None else None
            article = self._reader(capture, profile) if capture is not None else None
            if article is not None and capture is not None and capture.status == 304:
                article = replace(article, views=None)  # a response without a body has no count
            self.put(capture_id, at, article)
        return self._known[capture_id, at]

    def read_as(self, capture_id: int, url: str, era: Era | None) -> Article | None:
        """The article of a capture, read with the profile of another era than its own."""
        capture = self.capture(capture_id, url)
        if capture is None:
            return None
        return self._reader(capture, era.profile if era is not None else None)

    def _read_here(self, capture: Capture, profile: Profile | None) -> Article | None:
        try:
            return read_here(read, capture, self._portal, profile)
        except (NotAnArticle, PageRefused, PageLost):
            return None
        except Exception:  # noqa: BLE001
            # A page on which a reader fails must not affect the others.
            return None
