"""Reads feeds and sitemaps: RSS, Atom, sitemaps and indexes of them."""

from __future__ import annotations

import re
import zlib
from email.utils import parsedate_to_datetime

from lxml import etree

from govnews.errors import NotAnArticle, PageRefused
from govnews.families.lists import MAX_LINKS
from govnews.model import VIETNAM, Capture, Kind, Link, Listing
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, canonical, is_page

MAX_SITEMAP = 50 * 1024 * 1024
"""Bytes of a sitemap, unpacked: the protocol's limit too."""


def read_xml(capture: Capture, link: Link) -> Listing:
    """The entries of an RSS or Atom feed, a sitemap or a sitemap index; entities stay unread."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(_unpacked(capture.body).strip(), parser)
    except etree.XMLSyntaxError as error:
        raise NotAnArticle("not-html", f"broken XML: {error}") from error
    if root is None or _name(root) not in {"rss", "feed", "rdf", "urlset", "sitemapindex"}:
        raise NotAnArticle("not-html", "neither a feed nor a sitemap")
    entries = [node for node in root.iter() if _name(node) in {"item", "entry", "url", "sitemap"}]
    articles: dict[str, Link] = {}
    more: dict[str, Link] = {}
    for entry in entries[:MAX_LINKS]:
        url, modified = _entry(entry, capture.url)
        if url is None:
            continue
        if _name(entry) == "sitemap":
            more[url] = Link(url, "sitemap", link.section, modified=modified, page=link.page + 1)
        elif is_page(url):
            kind: Kind = "article"
            told = modified if link.kind == "feed" else None
            articles[url] = Link(url, kind, link.section, modified=modified, published=told)
    return Listing(tuple(articles.values()), tuple(more.values()) if link.page < 4 else ())


def _unpacked(body: bytes) -> bytes:
    """The text of a sitemap that is a gzip file (`sitemap.xml.gz`), within bounds."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        text = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_SITEMAP + 1)
    except zlib.error as error:
        raise NotAnArticle("not-html", f"broken gzip: {error}") from error
    if len(text) > MAX_SITEMAP:
        raise PageRefused("too-large", f"unpacks to more than {MAX_SITEMAP} bytes")
    return text


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _entry(entry: Element, base: str) -> tuple[str | None, str | None]:
    url = modified = None
    for child in entry:
        name, text = _name(child), (child.text or "").strip()
        if name in {"link", "loc"} and url is None:
            href = text or child.get("href") or ""
            url = absolute(base, href) if child.get("rel") in {None, "alternate"} else None
        elif name in {"pubdate", "updated", "lastmod", "published", "date"} and text:
            modified = _iso(text) or modified
    return (canonical(url) if url else None), modified


def _iso(text: str) -> str | None:
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return text[:25]
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
