"""Mechanics of lists that families share: anchors, JSON lists, feeds and sitemaps."""

from __future__ import annotations

import html
import itertools
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from govnews.errors import NotAnArticle, PageRefused
from govnews.families.pagers import is_of_pager
from govnews.model import VIETNAM, Capture, Kind, Link, Listing
from govnews.reading.parse.document import Element, page_text, parse
from govnews.reading.selectors import compiled, visible_text
from govnews.reading.urls import absolute, canonical, is_page
from govnews.reasons import Reason
from govnews.vietnamese.dates import find_dates
from govnews.vietnamese.text import clean

MAX_LINKS = 50_000
"""Entries read from one sitemap, feed or list: the sitemap protocol's own limit."""

MAX_SITEMAP = 50 * 1024 * 1024
"""Bytes of a sitemap, unpacked: the protocol's limit too."""

_FURNITURE = frozenset({"footer"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link on a listing page.

    furniture: in the footer. pager: its text is a page number, an arrow or a word of a pager.
    element: the `<a>`, None for links from JSON.
    """

    url: str
    text: str
    furniture: bool = False
    pager: bool = False
    element: Element | None = None


def anchors(root: Element, base: str) -> list[Anchor]:
    """The page's links to pages, in order, with the text of heading or title attribute."""
    href = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    base = absolute(base, href) or base if href else base
    found: list[Anchor] = []
    for element in root.iter("a", "area"):
        url = absolute(base, element.get("href") or "")
        if url is None or len(found) >= MAX_LINKS:
            continue
        text = visible_text(element)
        pager = is_of_pager(element, text, url, base)
        text = text or clean(element.get("title") or "")
        furniture = any(node.tag in _FURNITURE for node in element.iterancestors())
        found.append(Anchor(url, text, furniture, pager, element))
    return found


def chosen_anchors(root: Element, selectors: tuple[str, ...], found: list[Anchor]) -> list[Anchor]:
    """The anchors that match a family's selectors."""
    picked = {id(element) for selector in selectors for element in _select(root, selector)}
    return [anchor for anchor in found if id(anchor.element) in picked]


_BESIDE_LEVELS = 4
_DATE_LINE = 60
_DATE_IN_PATH = re.compile(r"/(20\d\d)-(\d\d)-(\d\d)/")


def date_beside(
    anchor: Anchor, leads_to: Mapping[Element | None, str], fetched_at: datetime
) -> str | None:
    """The date that a list prints beside a link, ISO 8601, or None.

    It is a short line of its own, in the part of the page with this link and no other article's.

    leads_to: addresses of articles, by the elements that link to them. fetched_at: what
    "2 giờ trước" counts from.
    """
    in_path = _DATE_IN_PATH.search(anchor.url)
    if in_path is not None:
        return "-".join(in_path.groups())
    node = anchor.element
    own = leads_to[node]
    for _ in range(_BESIDE_LEVELS):
        node = node.getparent() if node is not None else None
        if node is None or any(leads_to.get(one, own) != own for one in node.iter("a")):
            return None
        for piece in node.itertext():
            line = " ".join(piece.split())
            if not 4 < len(line) <= _DATE_LINE or line in anchor.text:
                continue
            found = next(find_dates(line, fetched_at), None)
            if found is not None and found.moment.precision not in {"month", "year"}:
                return found.moment.isoformat()
    return None


def _select(root: Element, selector: str) -> list[Element]:
    result = compiled(selector)(root)
    return result if isinstance(result, list) else []


_HREF = re.compile(rb"""<a\s[^>]{0,500}?href\s*=\s*["']?([^"'\s>]{2,1000})""", re.IGNORECASE)


def hrefs(body: bytes) -> Iterator[str]:
    """Addresses of a page's links, found in its bytes without parsing a tree."""
    for match in itertools.islice(_HREF.finditer(body), MAX_LINKS):
        yield html.unescape(match[1].decode("utf-8", "replace"))


def posted(link: Link, template: str) -> Link:
    """The request for a page of a list by JSON POST."""
    return replace(link, method="POST", payload=template.replace("{page}", str(link.page)))


# --- JSON lists -----------------------------------------------------------------------------------

_LINK_KEYS = (
    "url",
    "link",
    "href",
    "detailurl",
    "urlalias",
    "permalink",
    "friendlyurl",
    "linkdetail",
)
_TITLE_KEYS = ("title", "name", "tieude", "headline", "subject", "titlecurrentvalue")


def is_json(capture: Capture) -> bool:
    """Whether the payload is JSON, by its type or its first character."""
    if "json" in (capture.content_type or "").lower():
        return True
    return capture.body.lstrip()[:1] in {b"{", b"["}


def read_json(capture: Capture) -> Any:
    """The decoded payload; raises NotAnArticle when it is not JSON."""
    try:
        return json.loads(page_text(capture))
    except (ValueError, RecursionError) as error:
        raise NotAnArticle(Reason.NOT_HTML, f"broken JSON: {error}") from error


def json_anchors(data: Any, capture: Capture) -> list[Anchor]:
    """Links in a JSON list: objects with an address, and HTML in strings (ASP.NET's `d`)."""
    return list(_json_anchors(data, capture, 0))[:MAX_LINKS]


def _json_anchors(data: Any, capture: Capture, depth: int) -> Iterator[Anchor]:
    if depth > 8:
        return
    if isinstance(data, list):
        for item in data:
            yield from _json_anchors(item, capture, depth + 1)
    elif isinstance(data, str) and "<a " in data:
        part = Capture(capture.url, capture.fetched_at, data.encode(), content_type="text/html")
        yield from anchors(parse(part), capture.url)
    elif isinstance(data, dict):
        lower = {key.lower(): value for key, value in data.items()}
        href = next((lower[key] for key in _LINK_KEYS if isinstance(lower.get(key), str)), None)
        url = absolute(capture.url, href) if href else None
        if url:
            title = next((lower[key] for key in _TITLE_KEYS if isinstance(lower.get(key), str)), "")
            yield Anchor(url, clean(title))
        for value in data.values():
            if isinstance(value, list | dict | str):
                yield from _json_anchors(value, capture, depth + 1)


# --- feeds and sitemaps ---------------------------------------------------------------------------


def read_xml(capture: Capture, link: Link) -> Listing:
    """The entries of an RSS or Atom feed, a sitemap or an index; entities are not resolved."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(_unpacked(capture.body).strip(), parser)
    except etree.XMLSyntaxError as error:
        raise NotAnArticle(Reason.NOT_HTML, f"broken XML: {error}") from error
    if root is None or _name(root) not in {"rss", "feed", "rdf", "urlset", "sitemapindex"}:
        raise NotAnArticle(Reason.NOT_HTML, "neither a feed nor a sitemap")
    entries = [node for node in root.iter() if _name(node) in {"item", "entry", "url", "sitemap"}]
    articles: dict[str, Link] = {}
    more: dict[str, Link] = {}
    for entry in entries[:MAX_LINKS]:
        url, modified = _entry(entry, capture.url)
        if url is None:
            continue
        if _name(entry) == "sitemap":
            more[url] = Link(url, Kind.SITEMAP, link.section, modified=modified, page=link.page + 1)
        elif is_page(url):
            published = modified if link.kind == Kind.FEED else None
            articles[url] = Link(
                url, Kind.ARTICLE, link.section, modified=modified, published=published
            )
    return Listing(tuple(articles.values()), tuple(more.values()) if link.page < 4 else ())


def _unpacked(body: bytes) -> bytes:
    """The text of a sitemap that is a gzip file (`sitemap.xml.gz`), within bounds."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        text = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_SITEMAP + 1)
    except zlib.error as error:
        raise NotAnArticle(Reason.NOT_HTML, f"broken gzip: {error}") from error
    if len(text) > MAX_SITEMAP:
        raise PageRefused(Reason.TOO_LARGE, f"unpacks to more than {MAX_SITEMAP} bytes")
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
