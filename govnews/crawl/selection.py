"""Which part of a portal a run is for: sections, a span of dates, so many pages, so much time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from govnews.model import VIETNAM, Link, Listing


@dataclass(frozen=True, slots=True)
class Selection:
    """What a run is asked to fetch; the default is everything that is new or due.

    sections: names as in the portal file; empty for all. since, until: days of publication, both
    included, in local time. max_pages: listing pages walked for each section. max_seconds: no
    page is claimed after that time.
    """

    sections: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    max_pages: int | None = None
    max_seconds: float | None = None

    @property
    def partial(self) -> bool:
        """Whether some of what is new or due is left out on purpose."""
        return bool(self.sections or self.since or self.until or self.max_pages)

    def wants(self, link: Link) -> bool:
        """Whether a link belongs to the part. What a list tells of its dates decides; an article
        whose date nobody tells has to be fetched to be known.
        """
        if self.sections and link.section not in self.sections:
            return False
        if link.kind != "article":
            return True
        told = link.published or link.modified
        if self.since is not None and told is not None and told[:10] < self.since.isoformat():
            return False
        printed = link.published
        return self.until is None or printed is None or printed[:10] <= self.until.isoformat()

    def set_aside(self, conn: sqlite3.Connection, portal: str) -> None:
        """Leases what is queued and not wanted, so that it is not claimed; the lease ends with
        the run.
        """
        unwanted: list[str] = []
        values: list[Any] = []
        if self.sections:
            marks = ", ".join("?" * len(self.sections))
            unwanted.append(f"section IS NULL OR section NOT IN ({marks})")
            values += self.sections
        told = "substr(coalesce(published, modified), 1, 10)"
        known = """EXISTS (SELECT 1 FROM article a WHERE a.portal = frontier.portal
            AND a.url = frontier.url AND substr(a.published, 1, 10)"""
        if self.since is not None:
            unwanted.append(f"kind = 'article' AND ({told} < ? OR {known} < ?))")
            values += [self.since.isoformat()] * 2
            # Its list is walked from the beginning, which shows how far it has to be.
            unwanted.append("kind = 'listing' AND page > 1")
        if self.max_pages is not None:
            unwanted.append("kind = 'listing' AND page > ?")
            values.append(self.max_pages)
        if self.until is not None:
            unwanted.append(f"kind = 'article' AND (substr(published, 1, 10) > ? OR {known} > ?))")
            values += [self.until.isoformat()] * 2
        if not unwanted:
            return
        conn.execute(
            f"""UPDATE frontier SET state = 'leased' WHERE portal = ? AND state = 'queued'
            AND ({" OR ".join(f"({one})" for one in unwanted)})""",
            (portal, *values),
        )


@dataclass(slots=True)
class _Held:
    more: tuple[Link, ...]
    waiting: set[str]


@dataclass(slots=True)
class Horizon:
    """Where lists end for a run that is for recent articles only (`--since`).

    Many lists print dates beside their links: a page on which all of them are too old ends the
    list. Where they print none, the following page waits until the articles of this one are read:
    one that is recent enough, or has no date, leads on.
    """

    since: date
    _held: list[_Held] = field(default_factory=list)

    def beyond(self, listing: Listing) -> bool | None:
        """Whether a page of a list is older than what is wanted; None when it does not tell: one
        old date among links without any proves nothing.
        """
        told = [link.published or link.modified for link in listing.articles]
        dates = [one[:10] for one in told if one]
        if dates and max(dates) >= self.since.isoformat():
            return False
        return True if dates and len(dates) == len(told) else None

    def hold(self, more: tuple[Link, ...], waiting: Iterable[str]) -> None:
        """Keeps the following pages back until the articles at these addresses are read."""
        self._held.append(_Held(more, set(waiting)))

    def read(self, url: str, published: datetime | None, *, failed: bool = False) -> list[Link]:
        """An article is finished; returns the pages that may be asked for now."""
        recent = published is None or published.astimezone(VIETNAM).date() >= self.since
        freed: list[Link] = []
        for held in [one for one in self._held if url in one.waiting]:
            held.waiting.discard(url)
            leads_on = recent and not failed
            if leads_on or not held.waiting:
                self._held.remove(held)
            if leads_on:
                freed += held.more
        return freed
