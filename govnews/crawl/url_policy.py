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
from govnews.reasons import Reason
from govnews.site import Site
from govnews.url_syntax import host_port


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
        name = (urlsplit(request.url).hostname or "").lower()
        self._check_address(request.url, name, allowed=session.portal.crawl.allow_private)
        host = host_port(request.url)
        closed = session.health.closed(host, session.now())
        if closed is not None:
            why, until = closed
            raise Refused(Problem(Reason.UNREACHABLE, f"{host}: {why}", again=True, until=until))
        if request.meta.get("hops") and request.meta.pop("known", None) is not None:
            # Validators of the first address are not those of the redirect's target.
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
        claim = request.meta.get("claim")
        if isinstance(claim, Claim):
            self._check_redirect(request, claim, session.portal.site)

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
    def _check_redirect(request: Request, claim: Claim, site: Site) -> None:
        """Pages lie within the portal's bounds, feeds and sitemaps on its hosts, files anywhere;
        an article or a file is no home page.
        """
        url, kind, redirected = request.url, claim.link.kind, bool(request.meta.get("hops"))
        single = kind in {Kind.ARTICLE, Kind.ATTACHMENT}
        anywhere = kind == Kind.ATTACHMENT
        if (anywhere or site.holds_host(url)) and redirected and single and site.is_home(url):
            detail = f"{claim.link.url} leads to the home page"
            raise Refused(Problem(Reason.TO_HOME, detail, leads_to=url))
        if anywhere or site.holds(url):
            return
        if kind in {Kind.FEED, Kind.SITEMAP} and site.holds_host(url):
            return
        detail = f"{claim.link.url} leads to {url}"
        raise Refused(Problem(Reason.OFF_SITE, detail, leads_to=url))
