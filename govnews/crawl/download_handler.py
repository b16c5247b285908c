"""Where requests leave: notes every exchange as it was on the wire, and can cut it short."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from twisted.python.failure import Failure

from govnews.archive.content_encoding import Headers
from govnews.archive.warc.model import Exchange
from govnews.crawl.failures import TakenBack
from govnews.crawl.session import Session, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, whose transfers can be ended at once: Ctrl-C must not
    wait for a server that takes its time.
    """

    async def download_request(self, request: Request) -> Response:
        """The answer, added to the request's hops; raises TakenBack when the run is cut short."""
        session = session_of(self.crawler.spider)
        task = asyncio.current_task()
        if session is None or task is None:
            return await super().download_request(request)
        if session.interrupted:
            raise TakenBack(f"{request.url} was not asked for")
        session.transfers.add(task)
        try:
            response = await super().download_request(request)
        except asyncio.CancelledError:
            raise TakenBack(f"{request.url} was cut short") from None
        finally:
            session.transfers.discard(task)
        session.health.answered(urlsplit(request.url).hostname or "")
        hops = request.meta.get("hops")
        if hops is not None:
            hops.append(_exchange(request, response))
        return response


def take_back_waiting(crawler: Crawler) -> None:
    """Withdraws the requests that wait for their turn (delay) and have not left yet."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            request, waiting = slot.queue.popleft()
            why = TakenBack(f"{request.url} was not asked for")
            waiting.errback(Failure(why))  # type: ignore[no-untyped-call]


def _exchange(request: Request, response: Response) -> Exchange:
    try:
        reason = HTTPStatus(response.status).phrase
    except ValueError:
        reason = ""
    return Exchange(
        url=request.url,
        fetched_at=Session.now().replace(microsecond=0),
        method=request.method,
        request_headers=(("Host", urlsplit(request.url).netloc), *_pairs(request)),
        request_body=request.body,
        status=response.status,
        reason=reason,
        headers=_pairs(response),
        payload=response.body,
    )


def _pairs(message: Request | Response) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )
