"""The part of a portal that a run fetches: sections, dates, pages, time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from govnews.archive import requeue
from govnews.model import Kind, Link, Listing


@dataclass(frozen=True, slots=True)
class Selection:
    """What a run fetches; the default is everything that is new or due.

    sections: names as in the portal file; empty for all. since, until: days of publication, both
    included, in local time. max_pages: listing pages walked for each section. max_seconds: no
    page is claimed after that time. full: every list is read to its end, known or not.
    """

    sections: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    max_pages: int | None = None
    max_seconds: float | None = None
    full: bool = False

    @property
    def partial(self) -> bool:
        """Whether some of what is new or due is left out on purpose."""
        return bool(self.sections or self.since or self.until or self.max_pages)

    def wants(self, link: Link) -> bool:
        """Whether a link is in the selection, by the date in its list.

        An article without a date there has to be fetched for it.
        """
        if self.sections and link.section not in self.sections:
            return False
        if link.kind != Kind.ARTICLE:
            return True
        latest = link.published or link.modified
        if self.since is not None and latest is not None and latest[:10] < self.since.isoformat():
            return False
        published = link.published
        return self.until is None or published is None or published[:10] <= self.until.isoformat()

    def set_aside(self, conn: sqlite3.Connection, portal: str) -> None:
        """Leases what is queued and not wanted, so that it is not claimed; the lease ends with
        the run.
        """
        requeue.set_aside(
            conn,
            portal,
            sections=self.sections,
            since=self.since,
            until=self.until,
        )


@dataclass(slots=True)
class _Held:
    more: tuple[Link, ...]
    waiting: set[str]


@dataclass(slots=True)
class Horizon:
    """Where lists end in a run for recent articles only (`--since`).

    Many lists print dates beside their links: a page on which all are too old ends the list.
    Without dates, the next page waits until the articles of this one are read: one that is recent
    enough, or has no date, releases it.
    """

    since: date
    _held: list[_Held] = field(default_factory=list)

    def beyond(self, listing: Listing) -> bool | None:
        """Whether all articles of a list page are too old; None where it does not say: one old date
        among links without any proves nothing.
        """
        latest = [link.published or link.modified for link in listing.articles]
        dates = [one[:10] for one in latest if one]
        if dates and max(dates) >= self.since.isoformat():
            return False
        return True if dates and len(dates) == len(latest) else None

    def hold(self, more: tuple[Link, ...], waiting: Iterable[str]) -> None:
        """Holds the next pages until the articles with these keys are read."""
        self._held.append(_Held(more, set(waiting)))

    def read(self, key: str, published: datetime | None, *, failed: bool = False) -> list[Link]:
        """An article is finished; returns the pages that it releases."""
        recent = published is None or published.date() >= self.since
        freed: list[Link] = []
        for held in [one for one in self._held if key in one.waiting]:
            held.waiting.discard(key)
            leads_on = recent and not failed
            if leads_on or not held.waiting:
                self._held.remove(held)
            if leads_on:
                freed += held.more
        return freed
