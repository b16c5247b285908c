"""Feeds and sitemaps for tests, and what is read of them."""

from __future__ import annotations

from datetime import datetime

from govnews.families.feeds import read_feed
from govnews.model import VIETNAM, Capture, Kind, Link, Listing

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
HOME = "https://mau.gov.vn"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
ATOM = "http://www.w3.org/2005/Atom"
SPACES = (
    f'xmlns:atom="{ATOM}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
MAPS = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
ONE = f"<item><title>Một</title><link>{HOME}/tin/1.html</link></item>"
TWO = f"<item><title>Hai</title><link>{HOME}/tin/2.html</link></item>"


def rss(*items: str, head: str = HEAD, channel: str = "") -> str:
    body = "".join(items)
    return (
        f'{head}<rss version="2.0" {SPACES}><channel><title>Kênh tin</title>'
        f"<link>{HOME}/</link>{channel}{body}</channel></rss>"
    )


def item(inner: str) -> str:
    return rss(f"<item><title>Một</title>{inner}</item>")


def atom(entry: str, attributes: str = "") -> str:
    return (
        f'{HEAD}<feed xmlns="{ATOM}" {attributes}><title>Kênh</title><entry>{entry}</entry></feed>'
    )


def urls(*entries: str) -> str:
    return f"{HEAD}<urlset {MAPS}>{''.join(entries)}</urlset>"


def url(inner: str) -> str:
    return urls(f"<url>{inner}</url>")


def walked(text: str | bytes, kind: Kind = "feed", at: str = f"{HOME}/tin/rss.xml") -> Listing:
    body = text if isinstance(text, bytes) else text.encode()
    return read_feed(Capture(at, AT, body), Link(at, kind))


def paths(found: Listing) -> list[str]:
    return [link.url.removeprefix(HOME) for link in (*found.articles, *found.more)]


QUERY = "/tin.html?id=1&catid=2"
