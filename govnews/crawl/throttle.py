"""How fast a host is asked: never faster than it wants, slower while it is slow or in trouble."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response

MAX_DELAY = 60.0
"""Seconds; a host in trouble is not asked more seldom than this: the run ends before (health)."""


class PaceMiddleware:
    """Lets the delay of a host follow how it feels.

    A host that takes two seconds for an answer is asked every two seconds at most; one that
    answers with an error, or not at all, half as often each time. The floor is the portal file's
    delay or robots.txt's Crawl-delay, whichever is longer. A portal whose file says `delay = 0`
    has asked not to be spared.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PaceMiddleware:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Takes the time of an answer into account."""
        slot, floor = self._slot(request)
        if slot is not None:
            if response.status >= 500 or response.status == 429:
                slot.delay = slower(slot.delay)
            else:
                slot.delay = follow(slot.delay, floor, request.meta.get("download_latency", 0.0))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """A host that does not answer is asked less often."""
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
    """The delay after an answer: half of the way to what the host's own pace asks for."""
    wanted = min(MAX_DELAY, max(floor, latency))
    return max(floor, (delay + wanted) / 2) if abs(delay - wanted) > 0.01 else wanted
