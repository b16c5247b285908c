"""Request rate of each host: the configured delay at least, longer while it is slow or failing."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response

from govnews.crawl.session import session_of

MAX_DELAY = 60.0
"""Seconds; the longest delay of a failing host."""


class PaceMiddleware:
    """Adapts the delay of a host to its latency and errors.

    A host that takes two seconds for a response gets a request every two seconds at most; the delay
    doubles with each error or missing response. The floor is the portal file's delay or
    robots.txt's Crawl-delay, whichever is longer. With `delay = 0` the delay does not adapt. Pages
    that are sick on a host that is well (circuit_breaker.py) lengthen nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PaceMiddleware:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Adapts the delay to the latency or the error of a response."""
        slot, floor = self._slot(request)
        if slot is not None:
            session = session_of(self._crawler.spider)
            well = session is not None and session.health.pages_are_sick
            if response.status == 429 or (response.status >= 500 and not well):
                slot.delay = slower(slot.delay)
            else:
                slot.delay = follow(slot.delay, floor, request.meta.get("download_latency", 0.0))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """Lengthens the delay of a host that does not answer."""
        slot, _ = self._slot(request)
        if slot is not None and "download_latency" not in request.meta:
            slot.delay = slower(slot.delay)

    def _slot(self, request: Request) -> tuple[Slot | None, float]:
        downloader = self._crawler.engine.downloader
        key = request.meta.get("download_slot") or downloader.get_slot_key(request)
        slot = downloader.slots.get(key)
        own = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        floor = float(downloader.per_slot_settings.get(key, {}).get("delay", own))
        return (slot, floor) if floor > 0 else (None, 0.0)


def slower(delay: float) -> float:
    """The delay after an error."""
    return min(MAX_DELAY, delay * 2)


def follow(delay: float, floor: float, latency: float) -> float:
    """The delay after a response: half of the way from the present delay to the latency."""
    wanted = min(MAX_DELAY, max(floor, latency))
    return max(floor, (delay + wanted) / 2) if abs(delay - wanted) > 0.01 else wanted
