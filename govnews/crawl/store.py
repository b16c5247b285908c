"""One transaction for a page: captures, article, links and the end of its lease, or nothing."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from scrapy.crawler import Crawler

from govnews.archive import articles, captures
from govnews.archive.warc import Exchange, Original
from govnews.crawl import ledger
from govnews.crawl.follow import follow
from govnews.crawl.items import Page, Problem
from govnews.crawl.session import Session, session_of
from govnews.crawl.wire import take_back_waiting
from govnews.errors import ArchiveError
from govnews.model import Link

MAX_ATTEMPTS = 3
BACK_OFF = (1.0, 4.0)
"""Seconds before the second and the third attempt, where the server names none."""

LATER = timedelta(hours=1)
"""Puts a page of a dead host beyond this run; the next run does not wait for it."""

VANISHED = frozenset(
    {"http-404", "http-410", "soft-404", "home", "redirected-home", "redirected-off-site"}
)
"""Reasons that mean, for an article of the archive, that the portal no longer has it."""

logger = logging.getLogger(__name__)


class StorePipeline:
    """The only place of a run that writes pages."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        return cls(crawler)

    def process_item(self, page: Page) -> Page:
        """Stores the page and what became of it."""
        session = session_of(self._crawler.spider)
        if session is None or session.error is not None:
            return page
        try:
            self._store(session, page)
        except (ArchiveError, OSError, sqlite3.Error) as error:
            session.fail(_explained(error))
        except Exception as error:
            logger.warning("%s could not be stored: %r", page.claim.link.url, error)
            logger.debug("%s", page.claim.link.url, exc_info=True)
            self._give_up(session, page, error)
        session.noticed(page.claim.link.url)
        return page

    def _store(self, session: Session, page: Page) -> None:
        problem = page.problem
        session.health.visited(problem)
        if problem is not None and problem.wait is not None:
            session.pause(session.now() + timedelta(seconds=problem.wait))
            take_back_waiting(self._crawler)
        Visit(session, page).store()
        if page.article is not None:
            session.learner.stored(session.now())

    def _give_up(self, session: Session, page: Page, error: Exception) -> None:
        """What cannot be stored is recorded as such, and the run goes on."""
        page.hops, page.bodies, page.article, page.listing = (), [], None, None
        page.problem = Problem("store-error", f"{type(error).__name__}: {error}")
        try:
            Visit(session, page).store()
        except (ArchiveError, OSError, sqlite3.Error) as second:
            session.fail(_explained(second))


class Visit:
    """The storing of one page."""

    def __init__(self, session: Session, page: Page) -> None:
        self._session = session
        self._page = page
        self._claim = page.claim
        self._name = session.portal.name
        self._now: datetime = session.now()

    def store(self) -> None:
        """Stores what there is; the counters move when it is committed."""
        problem = self._page.problem
        session, frontier = self._session, self._session.frontier
        with session.archive.transaction() as conn:
            if problem is not None and problem.untried:
                frontier.release(self._claim.id)
                return
            if self._page.article is not None:
                session.learner.renew(conn, self._page.article.url)
            capture_id = self._captures(conn)
            if problem is not None:
                said = self._problem(conn, problem)
            elif capture_id is None:
                said = self._problem(conn, Problem("error", "no answer and no reason"))
            else:
                said = self._success(conn, capture_id)
        self._count(said)

    # --- captures ---------------------------------------------------------------------------------

    def _captures(self, conn: sqlite3.Connection) -> int | None:
        """Writes every exchange to the WARC and its row; returns the row of the last one."""
        ident = None
        kind = self._claim.link.kind
        for exchange, body in zip(self._page.hops, self._page.bodies, strict=True):
            digest = captures.payload_digest(body)
            original = None
            if exchange.method == "GET" and body:
                original = captures.find_original(conn, self._name, exchange.url, digest)
                original = original or self._same_reading(conn, exchange)
            if self._page.known is not None and exchange is self._page.hops[-1]:
                ledger.compare(conn, self._name, self._page.known, exchange, digest)
            written = self._session.writer.write(exchange, kind, original)
            ident = captures.insert(conn, self._name, kind, exchange, body, written, original)
        return ident

    def _same_reading(self, conn: sqlite3.Connection, exchange: Exchange) -> Original | None:
        """The capture that already holds an article that reads the same: its payload is enough,
        unless the portal file says `keep = "all"`.
        """
        article = self._page.article
        last = exchange is self._page.hops[-1]
        if article is None or not last or self._session.portal.crawl.keep == "all":
            return None
        known = ledger.known_reading(conn, self._name, article.url, exchange.url)
        if known is None or known[1] != articles.reading_digest(article):
            return None
        return known[0]

    # --- what became of it ----------------------------------------------------------------------

    def _success(self, conn: sqlite3.Connection, capture_id: int) -> str:
        page, session, link = self._page, self._session, self._claim.link
        said = "attachments"
        if page.article is not None and page.capture is not None:
            # A server that sent nothing told no count of views.
            article = replace(page.article, views=None) if page.unsent else page.article
            seen = page.hops[-1].fetched_at
            stored = articles.store(conn, session.portal, capture_id, seen, article, page.profile)
            files = [
                Link(file.url, "attachment", link.section)
                for file in page.article.attachments
                if file.url.startswith(("http://", "https://"))
            ]
            others = [link for link in page.links if session.selection.wants(link)]
            found = [*files, *others]
            added = session.frontier.add(self._name, found, page.article.url, self._now)
            session.progress.queued += added
            self._beyond(page.article.published)
            said = stored.outcome
        elif page.listing is not None:
            url = page.hops[-1].url
            added = follow(session, conn, self._claim, page.listing, url, self._now)
            session.progress.queued += added
            said = "listing_pages"
        session.frontier.done(self._claim.id, self._now)
        return said

    def _beyond(self, published: datetime | None, *, failed: bool = False) -> None:
        """Goes on with a list that waited for this article's date."""
        session, link = self._session, self._claim.link
        if session.horizon is not None and link.kind == "article":
            more = session.horizon.read(link.url, published, failed=failed)
            session.frontier.take_up(self._name, more)
            session.progress.queued += session.frontier.seed(self._name, more, self._now)

    def _problem(self, conn: sqlite3.Connection, problem: Problem) -> str:
        frontier, claim, now = self._session.frontier, self._claim, self._now
        link = claim.link
        retry_at = self._retry_at(problem)
        if retry_at is not None:
            frontier.fail(claim.id, problem.reason, problem.detail, now, retry_at)
            return "put-off"
        self._beyond(None, failed=True)
        if link.kind == "listing" and link.page > 1 and problem.gone:
            # Some portals answer 404 to the page after the last one.
            frontier.done(claim.id, now)
            return "listing_pages"
        if link.kind == "article" and problem.reason in VANISHED:
            known = ledger.has_article(conn, self._name, link.url)
            if known and not frontier.missing(claim.id, problem.reason, problem.detail, now):
                return "not_found"
            if known or problem.gone:
                ledger.lose(conn, self._name, link.url, now)
                frontier.gone(claim.id, problem.reason, problem.detail, now)
                return "gone" if known else "missed"
        if link.kind == "attachment" and problem.gone:
            frontier.gone(claim.id, problem.reason, problem.detail, now)
            return "missed"
        frontier.fail(claim.id, problem.reason, problem.detail, now)
        return "failed"

    def _retry_at(self, problem: Problem) -> datetime | None:
        """When the page is tried again; None when it is not."""
        if problem.reason == "unreachable":
            return self._now + LATER
        if not problem.again:
            return None
        attempts = self._claim.attempts + 1
        if attempts >= MAX_ATTEMPTS and problem.wait is None:
            return None
        if attempts >= MAX_ATTEMPTS * 2:
            return None
        wait = problem.wait
        if wait is None:
            wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
        return self._now + timedelta(seconds=wait)

    def _count(self, said: str) -> None:
        session, page = self._session, self._page
        progress = session.progress
        progress.requests += len(page.hops)
        progress.bytes += sum(len(hop.payload) for hop in page.hops)
        if said == "put-off":
            return
        progress.queued -= 1
        if said in {"failed", "missed"}:
            reason = page.problem.reason if page.problem else "error"
            progress.failed[reason] = progress.failed.get(reason, 0) + 1
            session.rows_failed += said == "failed"
        else:
            setattr(progress, said, getattr(progress, said) + 1)


def _explained(error: Exception) -> Exception:
    if isinstance(error, OSError):
        return ArchiveError(
            f"The archive cannot be written: {error}. What was stored is safe, and the next run "
            "goes on from there."
        )
    return error
