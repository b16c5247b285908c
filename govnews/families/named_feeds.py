"""The feeds that a page names for itself: in its head, or by links that are plainly feeds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from govnews.model import Kind, Link
from govnews.reading.urls import absolute, canonical
from govnews.site import Site

MAX_FEEDS = 10
"""Feeds taken from one page."""

_LOOKED_AT = 512 * 1024
_TAG = re.compile(rb"<(link|a|base)\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""([a-zA-Z]{1,20})\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"']{1,1000}))"""
)
_TYPES = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/feed\+json", re.IGNORECASE)
_LIKE_A_FEED = re.compile(
    r"/(?:rss2?|feed|atom)(?:\.xml|\.aspx|\.ashx|\.php)?/?\Z|/rss/[^/]+/?\Z|\.rss\Z", re.IGNORECASE
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:format=feed|feed=(?:rss2?|atom))(?:&|\Z)", re.IGNORECASE)
_OTHERS = re.compile(
    r"comment|binh-?luan|phan-?hoi|repl(?:y|ies)|/(?:author|tag|tags|search)/|[?&](?:s|author|tag)=",
    re.IGNORECASE,
)
"""Feeds of something else than articles, or of a part that other feeds have too."""

_FORM = re.compile(r"rss2?|atom|rdf|json|(?<=type=)\w+", re.IGNORECASE)


def named_feeds(body: bytes, url: str, site: Site) -> tuple[Link, ...]:
    """Links to a page's feeds on the same site, each list once: of RSS and Atom of the same, the
    first. Read from the page's bytes, without a tree. url: the page's own.
    """
    found: dict[str, Link] = {}
    for address in _addresses(_without_comments(body[:_LOOKED_AT]), url):
        path = unquote(address)
        if site.holds_host(address) and _OTHERS.search(path) is None and len(found) < MAX_FEEDS:
            found.setdefault(_FORM.sub("", path), Link(canonical(address), Kind.FEED))
    return tuple(found.values())


def _addresses(body: bytes, base: str) -> Iterator[str]:
    for tag in _TAG.finditer(body):
        name = tag[1].lower()
        given = _attributes(tag[2])
        address = absolute(base, given.get("href", ""))
        if address is None:
            continue
        if name == b"base":
            base = address
        elif name == b"link":
            if "alternate" in given.get("rel", "").lower() and _TYPES.match(given.get("type", "")):
                yield address
        elif _TYPES.match(given.get("type", "")) or _is_like_a_feed(address):
            yield address


def _without_comments(body: bytes) -> bytes:
    parts, pos = [], 0
    while (start := body.find(b"<!--", pos)) >= 0:
        end = body.find(b"-->", start + 4)
        if end < 0:
            break
        parts.append(body[pos:start])
        pos = end + 3
    return b"".join([*parts, body[pos:]])


def _is_like_a_feed(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_LIKE_A_FEED.search(parts.path) or _FEED_QUERY.search(parts.query))


def _attributes(tag: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag):
        value = html.unescape((double or single or bare).decode("utf-8", "replace")).strip()
        found.setdefault(name.decode().lower(), value)
    return found
