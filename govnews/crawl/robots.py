"""robots.txt: obeyed where there is one, also in its Crawl-delay; its sitemaps are read."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from govnews.archive.content_encoding import decode_payload
from govnews.crawl.failures import Refused, of_error, of_status
from govnews.crawl.items import Problem
from govnews.crawl.session import session_of
from govnews.errors import PageRefused
from govnews.families.named_feeds import named_feeds
from govnews.reasons import Reason
from govnews.url_syntax import authority, host_port

MAX_SIZE = 512 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 asks for 500 KiB at least)."""

_NOTHING = Protego.parse("")
_NO_RULES = frozenset({Reason.REFUSED, Reason.TOO_LARGE, Reason.REDIRECT_LOOP})

logger = logging.getLogger(__name__)


class RobotsMiddleware:
    """Asks each host for its robots.txt once, before anything else, and keeps to it (RFC 9309).

    Scrapy's own middleware takes an HTML page for rules, lets everything through when robots.txt
    cannot be had, and knows no Crawl-delay. Here: a 4xx status or an HTML page means that there is
    none; a 5xx status or a network error puts the page off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self._known: dict[str, asyncio.Task[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Refused for a URL that may not be asked for."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules(request)
        if not rules.can_fetch(request.url, self._agent):
            raise Refused(Problem(Reason.ROBOTS, f"robots.txt forbids {request.url}"))
        self._keep_delay(rules, request)

    async def _rules(self, request: Request) -> Protego:
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._known.get(site)
        if task is None:
            task = asyncio.ensure_future(self._ask(site))
            self._known[site] = task
        try:
            return await task
        except Refused:
            # The next page asks again: what fails now may pass.
            if self._known.get(site) is task:
                del self._known[site]
            raise

    async def _ask(self, site: str) -> Protego:
        rules = await self._fetch(f"{site}/robots.txt")
        await self._discover(rules, site)
        return rules

    async def _discover(self, rules: Protego, site: str) -> None:
        """Queues the sitemaps that robots.txt names, and the feeds that the home page names."""
        session = session_of(self._crawler.spider)
        if session is None or not session.portal.site.holds_host(site):
            return
        chosen = session.selection
        if chosen.sections:
            return  # what is found belongs to no section
        if chosen.since is None and chosen.until is None:
            # A sitemap without dates would have a run for a few days fetch all years.
            session.take_up(session.discovery.sitemaps(rules.sitemaps, f"{site}/robots.txt"))
        bounds = session.portal.site
        home = f"{site}{bounds.path}"
        asked = session.discovery.home_asked or authority(site) != bounds.authority
        if asked or not rules.can_fetch(home, self._agent):
            return
        session.discovery.home_asked = True
        ask = Request(home, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        self._keep_delay(rules, ask)
        try:
            response = await self._crawler.engine.download_async(ask)
            encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
            body = decode_payload((("Content-Encoding", encoding),), response.body, whole=False)
        except Exception as error:  # noqa: BLE001
            # No page of the run depends on it.
            logger.debug("%s could not be looked at for feeds: %r", home, error)
            return
        if response.status == 200:
            session.take_up(named_feeds(body, response.url, bounds))

    async def _fetch(self, url: str) -> Protego:
        ask = Request(url, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(ask)
        except Exception as error:
            problem = of_error(error, url)
            if problem.host is None and problem.reason in _NO_RULES:
                return _NOTHING
            raise Refused(problem) from error
        refusal = of_status(response)
        if refusal is not None and refusal.again:
            host = host_port(url)
            told = f"robots.txt cannot be had: {refusal.detail}"
            raise Refused(
                Problem(Reason.ROBOTS_UNAVAILABLE, told, again=True, wait=refusal.wait, host=host)
            )
        if refusal is not None:
            return _NOTHING
        return parse(response.body, (response.headers.get("Content-Encoding") or b"").decode())

    def _keep_delay(self, rules: Protego, request: Request) -> None:
        delay = rules.crawl_delay(self._agent)
        if not delay:
            return
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        wanted = max(float(delay), self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings.setdefault(key, {})["delay"] = wanted
        if key in downloader.slots:
            slot = downloader.slots[key]
            slot.delay = max(slot.delay, wanted)


def parse(payload: bytes, encoding: str) -> Protego:
    """The rules in a robots.txt; none when it is an HTML page or a picture in its place."""
    try:
        body = decode_payload((("Content-Encoding", encoding),), payload, MAX_SIZE, whole=False)
    except PageRefused:
        return _NOTHING
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"<") or b"\0" in start:
        return _NOTHING
    return Protego.parse(body.decode("utf-8-sig", "replace"))
