"""Feeds and sitemaps that a portal names itself, in robots.txt and on pages, beyond its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from govnews.families import family_of, seeds
from govnews.model import Kind, Link
from govnews.portal import Portal
from govnews.reading.urls import absolute, canonical

MAX_FOUND = 20
"""Feeds and sitemaps that one run takes up in this way."""


class Discovery:
    """What was found in a run, and what of it could not be read.

    unread: feeds and sitemaps, with the reason. no_articles: pages that sitemaps list and no rule
    calls articles, with what they are.
    home_asked: the home page has been searched for feeds, or the run reads it anyway.
    """

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._starts = {link.url for link in seeds(portal)}
        self._found: set[str] = set()
        self.unread: dict[str, str] = {}
        self.no_articles: dict[str, str] = {}
        self.home_asked = canonical(portal.base_url) in self._starts

    def new(self, links: Iterable[Link]) -> list[Link]:
        """Those links that the run does not start from and has not found before."""
        fresh = []
        for link in links:
            if link.url in self._starts or link.url in self._found or len(self._found) >= MAX_FOUND:
                continue
            self._found.add(link.url)
            fresh.append(link)
        return fresh

    def sitemaps(self, named: Iterable[str], robots: str) -> list[Link]:
        """Links to the sitemaps that a robots.txt names, as far as they may list articles of the
        portal. robots: its address.
        """
        urls = (absolute(robots, name) for name in named)
        site = self._portal.site
        own = {canonical(url): None for url in urls if url and site.holds_host(url)}
        links = [Link(url, Kind.SITEMAP) for url in own]
        return list(filter(family_of(self._portal).is_sitemap_of_articles, links))

    def notes(self) -> list[str]:
        """Sentences for the summary."""
        notes = [
            f"the portal names a feed or sitemap that cannot be read: {url} ({why})"
            for url, why in self.unread.items()
        ]
        if self.no_articles:
            counts = Counter(self.no_articles.values()).most_common()
            kinds = ", ".join(f"{count} {reason}" for reason, count in counts)
            notes.append(f"pages of sitemaps that are no articles: {kinds}")
        return notes

    def promised(self, link: Link) -> bool:
        """Whether the portal file names a link itself."""
        return link.url in self._starts

    def found(self, link: Link) -> bool:
        """Whether a link was found in this way; the portal file does not promise it."""
        return link.url in self._found
