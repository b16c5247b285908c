"""Asks a host that seems sick for a page that it answered before."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from govnews.crawl.failures import of_error, of_status
from govnews.reasons import is_server_error


async def probe(crawler: Crawler, url: str) -> str | None:
    """What came instead of the page, as a sentence; None when the host answered with anything but
    a server error. The answer is not kept: the page has its own place in the frontier.
    """
    ask = Request(url, callback=NO_CALLBACK, dont_filter=True)
    try:
        response = await crawler.engine.download_async(ask)
    except Exception as error:  # noqa: BLE001
        problem = of_error(error, url)
        silent = problem.host is not None or problem.untried
        return f"{problem.reason}: {problem.detail}" if silent else None
    status = of_status(response)
    if status is None or not is_server_error(status.reason):
        return None
    return f"{url} answered before, and now {status.detail}"
