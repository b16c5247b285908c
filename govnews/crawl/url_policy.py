"""Checks every request, redirect hops included, before it is sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from govnews.addresses import is_public, literal
from govnews.archive.frontier import Claim
from govnews.crawl import resolver
from govnews.crawl.failures import Refused
from govnews.crawl.items import Problem
from govnews.crawl.session import session_of
from govnews.model import Kind
from govnews.reading.urls import is_home, same_site
from govnews.reasons import Reason


class GuardMiddleware:
    """Refuses private addresses, dead hosts, and redirects that lead away from the page."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Refused for a request that must not be sent."""
        session = session_of(self._crawler.spider)
        if session is None:
            return
        parts = urlsplit(request.url)
        host = (parts.hostname or "").lower()
        self._check_address(request.url, host, allowed=session.portal.crawl.allow_private)
        closed = session.health.closed(host, session.now())
        if closed is not None:
            why, until = closed
            raise Refused(Problem(Reason.UNREACHABLE, f"{host}: {why}", again=True, until=until))
        if request.meta.get("hops") and request.meta.pop("known", None) is not None:
            # Validators of the first address are not those of the redirect's target.
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
        claim = request.meta.get("claim")
        if isinstance(claim, Claim) and claim.link.kind != Kind.ATTACHMENT:
            self._check_redirect(request, claim, session.portal.host)

    @staticmethod
    def _check_address(url: str, host: str, *, allowed: bool) -> None:
        if allowed:
            if len(resolver.trusted_hosts) < resolver.MAX_HOSTS:
                resolver.trusted_hosts.add(host)
            return
        address = literal(host)
        if address is not None and not is_public(address):
            raise Refused(Problem(Reason.PRIVATE_ADDRESS, f"{url} is no public address"))

    @staticmethod
    def _check_redirect(request: Request, claim: Claim, host: str) -> None:
        if not same_site(request.url, host):
            detail = f"{claim.link.url} leads to {request.url}"
            raise Refused(Problem(Reason.OFF_SITE, detail, leads_to=request.url))
        if is_home(request.url) and request.meta.get("hops") and claim.link.kind == Kind.ARTICLE:
            detail = f"{claim.link.url} leads to the home page"
            raise Refused(Problem(Reason.TO_HOME, detail, leads_to=request.url))
