"""What all families share, and the reading of an unknown CMS: links that look like headlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from govnews.families import feeds, lists
from govnews.families.addresses import is_never_article, looks_like_article, names_page
from govnews.families.date_beside import date_beside
from govnews.families.lists import Anchor
from govnews.families.named_feeds import named_feeds
from govnews.model import Capture, Link, Listing
from govnews.portal import Portal
from govnews.reading.parse.document import Element
from govnews.reading.selectors import NO_HINTS, Hints
from govnews.reading.urls import absolute, canonical, is_page, same_site

_OTHER_SITEMAP = re.compile(
    r"taxonom|categor|posts-page-|(?:tag|author|user|page|image|video)s?[-_]sitemap"
    r"|sitemap[-_](?:tags?|authors?|users?|pages|images?|videos?)[-_.]",
    re.IGNORECASE,
)
"""Names of sitemaps that list something else than articles, as WordPress and its plugins write."""

_POSTS = re.compile(r"posts?[-_.]|news|article|bai-?viet|tin-?tuc", re.IGNORECASE)
"""Names of sitemaps that list articles only."""

MIN_HEADLINE = 18
"""Characters of a link's text from which it may be a headline."""


def _date(
    anchors: list[Anchor], leads_to: Mapping[Element | None, str], fetched_at: datetime
) -> str | None:
    """What is printed beside one of the links to an article."""
    dates = (date_beside(anchor, leads_to, fetched_at) for anchor in anchors)
    return next(filter(None, dates), None)


class Family:
    """The generic family; the others change what differs.

    hints: selectors by field. article_url: what the family's article addresses look like.
    headline_links: CSS selectors of the links to articles on a listing page.
    """

    hints: ClassVar[Hints] = NO_HINTS
    article_url: ClassVar[re.Pattern[str] | None] = None
    headline_links: ClassVar[tuple[str, ...]] = ()

    def seeds(self, portal: Portal) -> tuple[Link, ...]:
        """Feeds, sitemaps and the first page of each section; the home page where none is named."""
        rules, base = portal.crawl, portal.base_url
        links = [Link(canonical(urljoin(base, url)), "feed") for url in rules.feeds]
        links += [Link(canonical(urljoin(base, url)), "sitemap") for url in rules.sitemaps]
        for section in portal.sections:
            link = Link(canonical(section.url), "listing", section.name)
            links.append(link if section.post is None else lists.posted(link, section.post))
        return tuple(links) or (Link(canonical(base), "listing"),)

    def walk(self, capture: Capture, portal: Portal, link: Link) -> Listing:
        """Links of a listing page, a JSON list, a feed or a sitemap."""
        if link.kind in {"feed", "sitemap"}:
            found = feeds.read_feed(capture, link)
            wanted = [entry for entry in found.articles if self._is_told(entry, portal, link)]
            deeper = [entry for entry in found.more if same_site(entry.url, portal.host)]
            deeper = list(filter(self.is_sitemap_of_articles, deeper))
            return Listing(tuple(wanted), tuple(deeper), found.problems)
        if lists.is_json(capture):
            return self._from_json(capture, portal, link)
        root = lists.tree(capture)
        anchors = lists.anchors(root, capture.url)
        articles = self.articles(root, anchors, portal, link, capture.fetched_at)
        more = self.next_pages(root, anchors, capture, link) if articles else ()
        if link.page >= portal.crawl.max_pages:
            more = ()
        named = named_feeds(capture.body, capture.url, portal.host)
        return Listing(tuple(articles), tuple(more), feeds=named)

    def articles(
        self,
        root: Element,
        anchors: list[Anchor],
        portal: Portal,
        link: Link,
        fetched_at: datetime,
    ) -> list[Link]:
        """Links to articles, each once, in the page's order, with the dates beside them."""
        chosen = lists.chosen_anchors(root, self.headline_links, anchors)
        found: dict[str, list[Anchor]] = {}
        for anchor in chosen or anchors:
            url = canonical(anchor.url)
            if url in found or self.is_article(anchor, url, portal, sure=bool(chosen)):
                found.setdefault(url, []).append(anchor)
        leads_to = {one.element: url for url, same in found.items() for one in same}
        return [
            Link(url, "article", link.section, published=_date(same, leads_to, fetched_at))
            for url, same in found.items()
        ]

    def links(self, capture: Capture, portal: Portal) -> tuple[Link, ...]:
        """Links to other articles on an article's page; none where no rule tells what an
        article's address looks like, for looks alone are not enough outside of a list.
        """
        rule = re.compile(portal.crawl.article_url) if portal.crawl.article_url else None
        rule = rule or self.article_url
        if rule is None:
            return ()
        found: dict[str, Link] = {}
        for raw in lists.hrefs(capture.body):
            url = absolute(capture.url, raw)
            if url is None or rule.search(url) is None or not same_site(url, portal.host):
                continue
            url = canonical(url)
            if is_page(url) and not self._is_list(url, portal) and not is_never_article(url):
                found[url] = Link(url, "article")
        return tuple(found.values())

    def is_article(self, anchor: Anchor, url: str, portal: Portal, *, sure: bool) -> bool:
        """Whether a link leads to an article: by the portal's rule, the family's, or its looks."""
        if not same_site(url, portal.host) or not is_page(url) or self._is_list(url, portal):
            return False
        if is_never_article(url):
            return False
        if portal.crawl.article_url is not None:
            return re.search(portal.crawl.article_url, url) is not None
        if sure:
            return True
        if anchor.furniture or anchor.pager:
            return False
        if self.article_url is not None:
            return self.article_url.search(url) is not None
        if len(anchor.text) < MIN_HEADLINE or not names_page(url):
            return False
        return not anchor.nofollow or looks_like_article(url)

    def _is_told(self, entry: Link, portal: Portal, link: Link) -> bool:
        """Whether an entry of a feed or sitemap is an article: feeds list nothing else, sitemaps
        whatever the site has.
        """
        url = entry.url
        if not same_site(url, portal.host) or self._is_list(url, portal) or is_never_article(url):
            return False
        if portal.crawl.article_url is not None:
            return re.search(portal.crawl.article_url, url) is not None
        if link.kind == "sitemap" and self.article_url is not None:
            return self.article_url.search(url) is not None
        if link.kind == "sitemap" and not portal.crawl.sitemaps and not _POSTS.search(link.url):
            # The portal file does not name this sitemap: it may list whatever the site has.
            return looks_like_article(url)
        return names_page(url)

    def is_sitemap_of_articles(self, link: Link) -> bool:
        """Whether a sitemap that an index names may list articles."""
        return _OTHER_SITEMAP.search(urlsplit(link.url).path) is None

    @staticmethod
    def _is_list(url: str, portal: Portal) -> bool:
        bare = url.rstrip("/")
        return bare == portal.base_url.rstrip("/") or any(
            bare == canonical(section.url).rstrip("/") for section in portal.sections
        )

    def next_pages(
        self, root: Element, anchors: list[Anchor], capture: Capture, link: Link
    ) -> tuple[Link, ...]:
        """The next page of the list, where a pager leads to one."""
        wanted = link.page + 1
        href = lists.rel_next(root)
        url = absolute(capture.url, href) if href else None
        if url is None:
            url = lists.page_link(anchors, wanted)
        if url is None or canonical(url) == link.url:
            return ()
        return (Link(canonical(url), "listing", link.section, page=wanted),)

    def _from_json(self, capture: Capture, portal: Portal, link: Link) -> Listing:
        found: dict[str, Link] = {}
        for anchor in lists.json_anchors(capture):
            url = canonical(anchor.url)
            if url not in found and self.is_article(anchor, url, portal, sure=False):
                found[url] = Link(url, "article", link.section)
        more = self.next_json(portal, link, len(found)) if found else ()
        if link.page >= portal.crawl.max_pages:
            more = ()
        return Listing(tuple(found.values()), more)

    def next_json(self, portal: Portal, link: Link, entries: int) -> tuple[Link, ...]:
        """The next page of a JSON list: the same request with its page number raised."""
        following = replace(link, page=link.page + 1, modified=None)
        for section in portal.sections:
            if link.payload is not None and section.post and section.name == link.section:
                return (lists.posted(following, section.post),)
        url = lists.raise_page_number(link.url, entries)
        return () if url is None else (replace(following, url=url),)
