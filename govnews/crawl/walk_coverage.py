"""What of a list was read before, or is left to another walk, as one of its pages shows it.

A list has a watermark: the row of the frontier up to which its articles are proven to be read. New
articles stand before them, whatever led to those. A walk that was stopped has a watermark too: what
the list had up to that row is covered once the walk, which the next run takes up, has reached known
ground. Several such walks may go on at once; each relies on older ones only.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from govnews.archive import list_walks
from govnews.archive.list_walks import Walk
from govnews.crawl.list_memory import ListMemory
from govnews.crawl.session import Session
from govnews.model import Link, Listing


@dataclass(frozen=True, slots=True)
class Coverage:
    """One page of a list, and what covers the pages behind it. key: names the list."""

    session: Session
    conn: sqlite3.Connection
    link: Link
    listing: Listing
    memory: ListMemory
    key: str

    @property
    def own(self) -> list[Link]:
        """The page's articles without those that stand on every page, in a box beside the list:
        they tell nothing of this one.
        """
        listed = self.memory.listed
        return [one for one in self.listing.articles if listed[one.key] == self.link.key]

    def beyond(self, watermark: int) -> list[Link]:
        """The page's own articles that were found after a row of the frontier."""
        return list_walks.beyond(self.conn, self.session.portal.name, self.own, watermark)

    @property
    def from_the_top(self) -> bool:
        """Whether this run has read the list from its first page to this one."""
        first = self.link.page == 1 or self.link.key == self.key
        return first or self.link.key in self.memory.queued

    @property
    def mark(self) -> int:
        """The row of the frontier up to which the list is covered once this walk has ended."""
        if self.from_the_top:
            return self.session.frontier.last_id()
        return self._raised(self.link.watermark)

    def is_known(self, walk: Walk) -> bool:
        """Whether all articles were read before the list was last read to a proven end."""
        fresh = self.memory.fresh  # this page's are among them
        if walk.full_since is not None or any(one.key in fresh for one in self.own):
            return False
        return not self._has_grown(walk)

    def joins_older_walk(self) -> bool:
        """Whether a walk that an earlier run began, and this one takes up, covers what follows: it
        is left to that.
        """
        # Its own watermark tells nothing to a walk that is taken up: new articles have pushed what
        # it had read itself down to where it goes on.
        marks = self.session.open_watermarks.get(self.key, ())
        own, top = self._raised(self.link.watermark), self.from_the_top
        older = [mark for mark in marks if top or (mark < own and self._raised(mark) != own)]
        if not older or self.beyond(max(older)):
            return False
        self._join(max(older))
        return True

    def meets_another_walk(self) -> bool:
        """Whether the following page was read in this run already, by a walk that an earlier run
        began: that one goes on from there.
        """
        (following, *_) = self.listing.more or (None,)
        read = self.memory.pages.get(following.key) if following is not None else None
        if following is None or read is None or read.page != following.page:
            return False
        self._join(read.watermark)
        return True

    def _join(self, older: int) -> None:
        """Leaves the rest to an older walk: together they cover what this one has read and what
        that one will.
        """
        self.memory.relies = True
        mark = self.mark
        if mark > older:
            self.memory.joined[older] = mark
            name = self.session.portal.name
            list_walks.raise_watermark(self.conn, name, self.key, older, mark)

    def _raised(self, mark: int) -> int:
        """A watermark of when the run began, raised by the walks that have met its walk since."""
        while mark in self.memory.joined:
            mark = self.memory.joined[mark]
        return mark

    def _has_grown(self, walk: Walk) -> bool:
        """Whether the list announces more than it did when its end was proven, and than was found
        since: some of it stands behind what is known.
        """
        articles, pages = self.listing.announced_articles, self.listing.announced_pages
        if articles is not None and walk.proven_articles is not None:
            return articles - walk.proven_articles > len(self.memory.fresh)
        if pages is not None and walk.proven_pages is not None:
            return pages > walk.proven_pages and not self.memory.fresh
        return False
