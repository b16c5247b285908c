"""Download handler that records each exchange as sent and received, and can be cancelled."""

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
from govnews.url_syntax import host_port

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https with transfers that can be cancelled.

    Ctrl-C must not wait for a slow server.
    """

    async def download_request(self, request: Request) -> Response:
        """The response, recorded in the request's hops; raises TakenBack if the run is stopped."""
        session = session_of(self.crawler.spider)
        task = asyncio.current_task()
        if session is None or task is None:
            return await super().download_request(request)
        if session.interrupted:
            raise TakenBack(f"{request.url} was not requested")
        session.transfers.add(task)
        try:
            response = await super().download_request(request)
        except asyncio.CancelledError:
            raise TakenBack(f"{request.url} was cut short") from None
        finally:
            session.transfers.discard(task)
        session.health.answered(host_port(request.url))
        hops = request.meta.get("hops")
        if hops is not None:
            hops.append(_exchange(request, response))
        return response


def take_back_waiting(crawler: Crawler) -> None:
    """Withdraws the requests that wait for the host's delay and were not sent yet."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            request, waiting = slot.queue.popleft()
            why = TakenBack(f"{request.url} was not requested")
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
