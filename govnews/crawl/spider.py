"""One spider for each portal, made from its file; responses and errors become items."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar, cast

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from govnews.archive.frontier import Claim
from govnews.archive.validators import Validators
from govnews.archive.warc.model import Exchange
from govnews.crawl.failures import of_error, of_status
from govnews.crawl.items import Page, Problem
from govnews.crawl.session import Session
from govnews.portal import Portal

AT_ONCE = 8
"""Requests in flight to a portal with `delay = 0`."""

AT_ONCE_WITH_DELAY = 2
"""The same with a delay: enough that a slow response does not lengthen it."""


class PortalSpider(Spider):
    """Base of the generated spiders. session: set by the runner; None in `scrapy shell`."""

    portal: ClassVar[Portal]

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    async def start(self) -> AsyncIterator[Any]:
        """No start requests: the scheduler claims them from the frontier."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    def parse(self, response: Response, **_: Any) -> Iterator[Page]:
        """The page of a response."""
        request = cast(Request, response.request)
        unsent = response.status == 304 and "known" in request.meta
        yield _page(request, None if unsent else of_status(response))

    def failed(self, failure: Failure) -> Iterator[Page]:
        """The page of a request without a response, with its problem."""
        request = cast(Request, cast(Any, failure).request)
        yield _page(request, of_error(cast(BaseException, failure.value), request.url))


def _page(request: Request, problem: Problem | None) -> Page:
    hops = tuple(cast("list[Exchange]", request.meta["hops"]))
    known = cast("Validators | None", request.meta.get("known"))
    return Page(cast(Claim, request.meta["claim"]), hops, problem, known)


def spider_class(portal: Portal) -> type[PortalSpider]:
    """The spider of a portal, with the settings of its file."""
    rules = portal.crawl
    at_once = AT_ONCE_WITH_DELAY if rules.delay else AT_ONCE
    settings: dict[str, Any] = {
        "DOWNLOAD_DELAY": rules.delay,
        "CONCURRENT_REQUESTS": at_once,
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
        "DOWNLOAD_VERIFY_CERTIFICATES": rules.verify_tls,
    }
    if rules.old_tls:
        settings["DOWNLOAD_TLS_MIN_VERSION"] = "TLSv1.0"
        settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] = "DEFAULT:@SECLEVEL=0"
    members = {
        "__doc__": f"Spider of {portal.title}.",
        "name": portal.name,
        "portal": portal,
        "custom_settings": settings,
    }
    return type(f"{portal.name.title().replace('-', '')}Spider", (PortalSpider,), members)
