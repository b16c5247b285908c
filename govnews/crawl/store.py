"""One transaction for a page: captures, article, links and the end of its lease, or nothing."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from datetime import timedelta

from scrapy.crawler import Crawler

from govnews.archive.database import Archive
from govnews.crawl.commit_batch import Batch
from govnews.crawl.download_handler import take_back_waiting
from govnews.crawl.items import Page
from govnews.crawl.probe import probe
from govnews.crawl.session import Session, session_of
from govnews.crawl.visit import Visit
from govnews.errors import ArchiveError

logger = logging.getLogger(__name__)


class StorePipeline:
    """The only place of a run that writes pages."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._batch = Batch(self._store, self._busy)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        return cls(crawler)

    async def process_item(self, page: Page) -> Page:
        """Stores the page and what became of it."""
        session = session_of(self._crawler.spider)
        if session is None or session.error is not None:
            return page
        await self._heed(session, page)
        await self._batch.stored(Visit(session, page))
        session.noticed(page.claim.link.url)
        return page

    async def _heed(self, session: Session, page: Page) -> None:
        """Draws from a page's end what it says about the host: whether to leave it alone."""
        problem, health = page.problem, session.health
        health.visited(problem, page.claim.link, session.now())
        if health.suspect:
            health.suspect, health.probing = False, True
            failure = await probe(self._crawler, health.probe_url)
            health.probed(failure, session.now())
        until, why = health.paused_until(session.now()), "it does not answer"
        if problem is not None and problem.wait is not None:
            until, why = session.now() + timedelta(seconds=problem.wait), "it asks for a pause"
        if until is not None and session.pause(until, why):
            take_back_waiting(self._crawler)

    def _busy(self) -> bool:
        session = session_of(self._crawler.spider)
        return session is not None and session.pool.busy

    def _store(self, visits: Sequence[Visit]) -> None:
        session = session_of(self._crawler.spider)
        if session is None or session.error is not None:
            return
        try:
            self._store_together(session.archive, visits)
            session.learner.stored(session.now())
        except (ArchiveError, OSError, sqlite3.Error) as error:
            session.fail(_explained(error))

    def _store_together(self, archive: Archive, visits: Sequence[Visit]) -> None:
        try:
            with archive.transaction() as conn:
                for visit in visits:
                    visit.store(conn)
        except (ArchiveError, OSError, sqlite3.Error):
            raise
        except Exception as error:
            # Nothing of them is stored now. All but the culprit will be, each by itself.
            if len(visits) > 1:
                for visit in visits:
                    self._store_together(archive, [visit])
                return
            url = visits[0].url
            logger.warning("%s could not be stored: %r", url, error)
            logger.debug("%s", url, exc_info=True)
            visits[0].give_up(error)
            with archive.transaction() as conn:
                visits[0].store(conn)
        for visit in visits:
            visit.count()
        for visit in visits:
            visit.leave_out()


def _explained(error: Exception) -> Exception:
    if isinstance(error, OSError):
        return ArchiveError(
            f"The archive cannot be written: {error}. What was stored is safe, and the next run "
            "goes on from there."
        )
    return error
