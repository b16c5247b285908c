"""Base of all families, and the rules for an unknown CMS: links with headlines as their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from govnews.errors import NotAnArticle
from govnews.families import feeds, lists
from govnews.families.addresses import is_never_article, looks_like_article, names_page
from govnews.families.date_archives import chosen_archives, date_archives, is_archive
from govnews.families.date_beside import date_beside, views_beside
from govnews.families.entries import of_the_same_form, with_a_heading
from govnews.families.listing_state import clicked_anchors, listing_state
from govnews.families.lists import Anchor
from govnews.families.named_feeds import named_feeds
from govnews.families.pagers import Pagers, find_json_pagers, find_pagers
from govnews.model import Capture, Kind, Link, Listing
from govnews.portal import Portal
from govnews.reading.parse.document import Element, parse
from govnews.reading.selectors import NO_HINTS, Hints
from govnews.reading.urls import absolute, canonical, is_page
from govnews.reasons import Reason

_OTHER_SITEMAP = re.compile(
    r"taxonom|categor|posts-page-|(?:tag|author|user|page|image|video)s?[-_]sitemap"
    r"|sitemap[-_](?:tags?|authors?|users?|pages|images?|videos?)[-_.]",
    re.IGNORECASE,
)
"""Names of sitemaps of WordPress and its plugins that list no articles."""

_POSTS = re.compile(r"posts?[-_.]|news|article|bai-?viet|tin-?tuc", re.IGNORECASE)
"""Names of sitemaps that list articles only."""

MIN_HEADLINE = 18
"""Shortest text of a link, in characters, that may be a headline."""


def _date(
    anchors: list[Anchor], leads_to: Mapping[Element | None, str], fetched_at: datetime
) -> str | None:
    """The date printed beside one of the links to an article."""
    dates = (date_beside(anchor, leads_to, fetched_at) for anchor in anchors)
    return next(filter(None, dates), None)


def _views(anchors: list[Anchor], leads_to: Mapping[Element | None, str]) -> int | None:
    """The count of views printed beside one of the links to an article."""
    counts = (views_beside(anchor, leads_to) for anchor in anchors)
    return next((count for count in counts if count is not None), None)


def _in_order(anchors: list[Anchor]) -> Iterable[str]:
    """Canonical addresses in the page's order, each once."""
    return dict.fromkeys(canonical(anchor.url) for anchor in anchors)


HTML_END = 2000
"""Bytes at the end of a page that hold `</body>` or `</html>`, and what counters add behind it."""

_HTML_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)

_RAISED = frozenset({"own-address", "pattern"})
"""Rules of pagers that make an address which stands nowhere on the page."""


def _listing(articles: Iterable[Link], pagers: Pagers, *, named_only: bool = False) -> Listing:
    """A page of a list with what its pagers say. named_only: without the addresses that no page
    names.
    """
    links = tuple(
        replace(candidate.link, raised=candidate.rule in _RAISED)
        for candidate in pagers.candidates
        if not (named_only and candidate.rule in _RAISED)
    )
    return Listing(
        tuple(articles),
        links[:1],
        links[1:],
        last=pagers.proof if pagers.is_last else None,
        announced_pages=pagers.announced_pages,
        announced_articles=pagers.announced_articles,
        not_understood=pagers.not_understood,
        beside=pagers.beside,
    )


def _counted(urls: list[str]) -> str:
    return f"{len(urls)}, such as {urls[0]}"


def _next_by_template(portal: Portal, link: Link) -> Link | None:
    """The next page of a list that the portal file asks for with a body of its own."""
    for section in portal.sections:
        if link.payload is not None and section.post and section.name == link.section:
            following = replace(link, page=link.page + 1, modified=None, raised=True)
            return lists.posted(following, section.post)
    return None


class Family:
    """The generic family; the others override what differs.

    hints: selectors by field. article_url: pattern of the family's article URLs.
    headline_links: CSS selectors of the links to articles on a listing page.
    """

    hints: ClassVar[Hints] = NO_HINTS
    article_url: ClassVar[re.Pattern[str] | None] = None
    headline_links: ClassVar[tuple[str, ...]] = ()

    def seeds(self, portal: Portal) -> tuple[Link, ...]:
        """Feeds, sitemaps and the first page of each section; the home page where none is named."""
        rules, base = portal.crawl, portal.base_url
        links = [Link(canonical(urljoin(base, url)), Kind.FEED) for url in rules.feeds]
        links += [Link(canonical(urljoin(base, url)), Kind.SITEMAP) for url in rules.sitemaps]
        for section in portal.sections:
            link = Link(canonical(section.url), Kind.LISTING, section.name)
            links.append(link if section.post is None else lists.posted(link, section.post))
        return tuple(links) or (Link(canonical(base), Kind.LISTING),)

    def walk(self, capture: Capture, portal: Portal, link: Link) -> Listing:
        """Links of a listing page, a JSON list, a feed or a sitemap."""
        if link.kind in {Kind.FEED, Kind.SITEMAP}:
            return self._from_feed(feeds.read_feed(capture, link), portal, link)
        if lists.is_json(capture):
            return self._from_json(capture, portal, link)
        root = parse(capture)
        anchors = lists.anchors(root, capture.url)
        articles = self.articles(root, anchors, portal, link, capture.fetched_at)
        if not articles:
            anchors = list(clicked_anchors(root, capture.url))
            articles = self.articles(root, anchors, portal, link, capture.fetched_at)
        if not articles:
            return self._without_articles(root, capture, portal, link)
        pagers = find_pagers(
            root, capture, link, {article.url for article in articles}, portal.site
        )
        named = named_feeds(capture.body, capture.url, portal.site)
        whole = _HTML_END.search(capture.body[-HTML_END:]) is not None
        listing = replace(_listing(articles, pagers), feeds=named, whole=whole)
        if link.page > 1:
            return listing
        return replace(listing, archives=self.archives(root, anchors, portal, link))

    def _from_feed(self, found: Listing, portal: Portal, link: Link) -> Listing:
        """Of a feed or sitemap, what is the portal's and may be articles; the rest is counted."""
        own = [entry for entry in found.articles if portal.site.holds(entry.url)]
        others = [one.url for one in found.articles if not portal.site.holds(one.url)]
        wanted = [entry for entry in own if self._is_listed(entry, portal, link)]
        files = [more for more in found.more if portal.site.holds_host(more.url)]
        outside = [more.url for more in found.more if not portal.site.holds_host(more.url)]
        deeper = [
            more for more in files if more.kind == Kind.FEED or self.is_sitemap_of_articles(more)
        ]
        off_site, left_out = [], []
        if outside:
            off_site.append(f"files on other sites, not read: {_counted(outside)}")
        if others and not own:
            off_site.append(f"all entries lead to other sites: {_counted(others)}")
        elif others:
            left_out.append(f"entries that lead to other sites: {_counted(others)}")
        if files and not deeper:
            names = [more.url for more in files]
            left_out.append(f"sitemaps that are not of articles, by their names: {_counted(names)}")
        guessed = self._guessed_away(own, wanted, portal)
        if guessed:
            left_out.append(f"entries that do not look like articles: {_counted(guessed)}")
        return Listing(
            tuple(wanted),
            tuple(deeper),
            problems=found.problems,
            off_site=tuple(off_site),
            left_out=tuple(left_out),
        )

    def _guessed_away(self, own: list[Link], wanted: list[Link], portal: Portal) -> list[str]:
        """Entries that the looks of their address keep out, and no rule of the portal file."""
        if portal.crawl.article_url is not None:
            return []
        listed = {entry.url for entry in wanted}
        left = [entry.url for entry in own if entry.url not in listed]
        return [url for url in left if not self._is_list(url, portal) and not is_never_article(url)]

    def _without_articles(
        self, root: Element, capture: Capture, portal: Portal, link: Link
    ) -> Listing:
        """A page that leads to no article: empty by its own word, or it names where the list is.

        Raises NotAnArticle with the reason for everything else.
        """
        state = listing_state(root, capture, portal.site)
        inside = tuple(canonical(url) for url in state.leads_to)
        if inside:
            here = replace(link, method="GET", form=(), payload=None, modified=None)
            return Listing(elsewhere=tuple(replace(here, url=url) for url in inside))
        if state.reason == Reason.EMPTY:
            # A page in the middle may be empty, and its pager lead on.
            pagers = find_pagers(root, capture, link, frozenset(), portal.site)
            return replace(_listing((), pagers, named_only=True), empty=state.detail)
        raise NotAnArticle(state.reason, state.detail)

    def archives(
        self, root: Element, anchors: list[Anchor], portal: Portal, link: Link
    ) -> tuple[Link, ...]:
        """The months or years of a list, where its first page names them, beside a pager or without
        one. A page of an archive names the same ones again: it has none, unless the portal file
        names it as a list.
        """
        urls = [*date_archives(anchors), *chosen_archives(root, link.url)]
        found = list(dict.fromkeys(canonical(url) for url in urls))
        if is_archive(link.url, found) and not self._is_list(link.url, portal):
            return ()
        return tuple(
            Link(url, Kind.LISTING, link.section)
            for url in found
            if portal.site.holds(url) and url != link.url
        )

    def articles(
        self,
        root: Element,
        anchors: list[Anchor],
        portal: Portal,
        link: Link,
        fetched_at: datetime,
    ) -> list[Link]:
        """Links to articles, each once, in the page's order, with date and count beside each."""
        chosen = lists.chosen_anchors(root, self.headline_links, anchors)
        found: dict[str, list[Anchor]] = {}
        for anchor in chosen or anchors:
            url = canonical(anchor.url)
            if url in found or self.is_article(anchor, url, portal, sure=bool(chosen)):
                found.setdefault(url, []).append(anchor)
        if not chosen and portal.crawl.article_url is None and self.article_url is None:
            for anchor in self._without_headline(anchors, found, portal):
                found.setdefault(canonical(anchor.url), []).append(anchor)
            found = {url: found[url] for url in _in_order(anchors) if url in found}
        leads_to = {one.element: url for url, same in found.items() for one in same}
        return [
            Link(
                url,
                Kind.ARTICLE,
                link.section,
                published=_date(same, leads_to, fetched_at),
                views=_views(same, leads_to),
            )
            for url, same in found.items()
        ]

    def _without_headline(
        self, anchors: list[Anchor], found: Mapping[str, list[Anchor]], portal: Portal
    ) -> list[Anchor]:
        """The links to entries that have no headline of their own, and are entries by their place
        and address.
        """
        named = [(canonical(anchor.url), anchor) for anchor in anchors]
        rest = [
            anchor for url, anchor in named
            if url not in found and not anchor.furniture and not anchor.pager
            and portal.site.holds(url) and is_page(url) and not is_never_article(url)
            and not self._is_list(url, portal)
        ]  # fmt: skip
        headed = list(with_a_heading(rest, MIN_HEADLINE))
        accepted = [anchor for url, anchor in named if url in found]
        return [*headed, *of_the_same_form(rest, [*accepted, *headed])]

    def links(self, capture: Capture, portal: Portal) -> tuple[Link, ...]:
        """Links to other articles on an article's page; none without a pattern of article URLs,
        because the text of a link is not enough outside of a list.
        """
        rule = re.compile(portal.crawl.article_url) if portal.crawl.article_url else None
        rule = rule or self.article_url
        if rule is None:
            return ()
        found: dict[str, Link] = {}
        for raw in lists.hrefs(capture.body):
            url = absolute(capture.url, raw)
            if url is None or rule.search(url) is None or not portal.site.holds(url):
                continue
            url = canonical(url)
            if is_page(url) and not self._is_list(url, portal) and not is_never_article(url):
                found[url] = Link(url, Kind.ARTICLE)
        return tuple(found.values())

    def is_article(self, anchor: Anchor, url: str, portal: Portal, *, sure: bool) -> bool:
        """Whether a link leads to an article: by the portal's rule, the family's, or its text."""
        if not portal.site.holds(url) or not is_page(url) or self._is_list(url, portal):
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

    def _is_listed(self, entry: Link, portal: Portal, link: Link) -> bool:
        """Whether an entry of a feed or sitemap is an article.

        Feeds list only articles, sitemaps all pages of the site.
        """
        url = entry.url
        if not portal.site.holds(url) or self._is_list(url, portal) or is_never_article(url):
            return False
        if portal.crawl.article_url is not None:
            return re.search(portal.crawl.article_url, url) is not None
        if link.kind == Kind.SITEMAP and self.article_url is not None:
            return self.article_url.search(url) is not None
        if link.kind == "sitemap" and not portal.crawl.sitemaps and not _POSTS.search(link.url):
            # The portal file does not name this sitemap: it may list whatever the site has.
            return looks_like_article(url)
        return names_page(url)

    def is_sitemap_of_articles(self, link: Link) -> bool:
        """Whether a sitemap of an index may list articles."""
        return _OTHER_SITEMAP.search(urlsplit(link.url).path) is None

    @staticmethod
    def _is_list(url: str, portal: Portal) -> bool:
        bare = url.rstrip("/")
        return bare == portal.base_url.rstrip("/") or any(
            bare == canonical(section.url).rstrip("/") for section in portal.sections
        )

    def _from_json(self, capture: Capture, portal: Portal, link: Link) -> Listing:
        data = lists.read_json(capture)
        found: dict[str, Link] = {}
        for anchor in lists.json_anchors(data, capture):
            url = canonical(anchor.url)
            if url not in found and self.is_article(anchor, url, portal, sure=False):
                found[url] = Link(url, Kind.ARTICLE, link.section)
        if not found and link.page == 1:
            raise NotAnArticle(Reason.NO_LINKS, "nothing in the JSON leads to an article")
        pagers = find_json_pagers(data, capture, link, len(found), portal.site)
        if not found:
            return replace(_listing((), pagers), empty="the JSON has no entries")
        listing = _listing(found.values(), pagers)
        following = _next_by_template(portal, link)
        if following is None or pagers.is_last:
            return listing
        others = (*listing.more, *listing.others)
        return replace(listing, more=(following,), others=others)
