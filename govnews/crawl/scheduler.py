"""The frontier as Scrapy's scheduler: every request is a leased row, none is in memory alone."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from typing import TYPE_CHECKING, cast

from scrapy import FormRequest, Request, Spider
from scrapy.core.scheduler import BaseScheduler

from govnews.archive import validators
from govnews.archive.database import explain
from govnews.crawl.items import Problem
from govnews.crawl.session import Session, session_of
from govnews.model import Kind
from govnews.reasons import Reason

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from govnews.archive.frontier import Claim
    from govnews.crawl.spider import PortalSpider

ACCEPT_ENCODING = "gzip, deflate, br"
ATTACHMENT_TIMEOUT = 300
"""Seconds for a file; pages have DOWNLOAD_TIMEOUT."""

CHECK_EVERY = 10
"""One of so many known pages is requested without validators although they are trusted."""

ATTACHMENT_MAX_SIZE = 60 * 1024 * 1024


class FrontierScheduler(BaseScheduler):
    """Claims rows when the engine has capacity, as many at a time as it fetches in parallel.

    Redirect hops, which Scrapy queues itself, wait in memory while their row stays leased: after a
    kill the row is fetched from its first URL.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ready: deque[Request] = deque()
        self._claimed: deque[Claim] = deque()
        self._spider: PortalSpider | None = None
        self._wake: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        return cls(crawler)

    @property
    def _session(self) -> Session | None:
        return session_of(self._spider)

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Takes the spider; one without a session (`scrapy shell`) uses memory only."""
        self._spider = cast("PortalSpider", spider)
        return None

    def close(self, reason: str) -> Deferred[None] | None:  # noqa: ARG002
        """Cancels the timer; there is no state to save."""
        if self._wake is not None:
            self._wake.cancel()
        return None

    def has_pending_requests(self) -> bool:
        """Whether a request is ready, now or after a wait of at most MAX_WAIT."""
        session = self._session
        if session is None:
            return bool(self._ready)
        request = self.next_request()
        if request is not None:
            self._ready.appendleft(request)
            self._wake_in(0.0)
            return True
        try:
            wait = session.seconds_to_wait()
        except sqlite3.Error as error:
            session.fail(explain(error, session.archive.path))
            return False
        if wait is not None:
            self._wake_in(wait)
        return wait is not None

    def _wake_in(self, seconds: float) -> None:
        """Wakes the engine after that time; its own heartbeat is five seconds."""
        if self._wake is not None:
            self._wake.cancel()
        slot = getattr(self._crawler.engine, "_slot", None)
        if slot is not None:
            loop = asyncio.get_event_loop()
            self._wake = loop.call_later(seconds + 0.01, slot.nextcall.schedule)

    def enqueue_request(self, request: Request) -> bool:
        """Queues the next hop of a redirect."""
        self._ready.append(request)
        return True

    def next_request(self) -> Request | None:
        """A waiting hop, or the next row that is due."""
        session, spider = self._session, self._spider
        if session is not None and session.over():
            self._ready.clear()  # their rows are leased, and released when the run closes
            self._claimed.clear()
            return None
        if self._ready:
            return self._ready.popleft()
        if session is None or spider is None:
            return None
        try:
            if session.may_claim():
                return self._claim(session, spider)
            self._give_back(session)
        except sqlite3.Error as error:
            session.fail(explain(error, session.archive.path))
        return None

    def _give_back(self, session: Session) -> None:
        """Releases rows claimed ahead while a Retry-After holds."""
        if self._claimed:
            session.frontier.release(*(claim.id for claim in self._claimed))
            self._claimed.clear()

    def _claim(self, session: Session, spider: PortalSpider) -> Request | None:
        while True:
            if not self._claimed:
                limit = self._crawler.settings.getint("CONCURRENT_REQUESTS")
                name, now = session.portal.name, session.now()
                self._claimed.extend(session.frontier.claim_several(name, now, limit))
            if not self._claimed:
                return None
            claim = self._claimed.popleft()
            try:
                return _conditional(make_request(claim, spider), claim, session)
            except ValueError as error:
                problem = Problem(Reason.BAD_URL, str(error))
                session.frontier.fail(claim.id, problem.reason, problem.detail, session.now())
                failed = session.progress.failed
                failed[problem.reason] = failed.get(problem.reason, 0) + 1


def _conditional(request: Request, claim: Claim, session: Session) -> Request:
    """The request with If-None-Match and If-Modified-Since, for a portal whose validators are
    trusted. One in CHECK_EVERY is sent without, to check them.
    """
    if claim.link.method != "GET":
        return request
    conn, portal = session.archive.conn, session.portal.name
    known = validators.find(conn, portal, request.url)
    if known is None:
        return request
    request.meta["known"] = known
    if session.trusts_validators and (claim.id + session.run_id) % CHECK_EVERY:
        if known.etag:
            request.headers["If-None-Match"] = known.etag
        if known.modified:
            request.headers["If-Modified-Since"] = known.modified
    return request


def make_request(claim: Claim, spider: PortalSpider) -> Request:
    """The request for a row; raises ValueError for an invalid URL."""
    link = claim.link
    meta = {"claim": claim, "hops": []}
    headers = {"Accept-Encoding": ACCEPT_ENCODING}
    if link.kind == Kind.ATTACHMENT:
        meta |= {"download_timeout": ATTACHMENT_TIMEOUT, "download_maxsize": ATTACHMENT_MAX_SIZE}
    if link.method == "POST" and link.payload is None:
        return FormRequest(
            link.url,
            callback=spider.parse,
            errback=spider.failed,
            method="POST",
            formdata=list(link.form),
            headers=headers,
            meta=meta,
            dont_filter=True,
        )
    if link.payload is not None:
        headers["Content-Type"] = "application/json; charset=utf-8"
    return Request(
        link.url,
        callback=spider.parse,
        errback=spider.failed,
        method=link.method,
        body=link.payload,
        headers=headers,
        meta=meta,
        dont_filter=True,
    )
