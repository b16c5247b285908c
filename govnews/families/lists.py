"""Mechanics of lists that families share: anchors and JSON lists."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from govnews.errors import NotAnArticle
from govnews.families.pagers import is_of_pager
from govnews.model import Capture, Link
from govnews.reading.parse.document import Element, page_text, parse
from govnews.reading.selectors import compiled, visible_text
from govnews.reading.urls import absolute
from govnews.reasons import Reason
from govnews.vietnamese.text import clean

MAX_LINKS = 50_000
"""Entries read from one sitemap, feed or list: the sitemap protocol's own limit."""

_FURNITURE = frozenset({"footer"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link on a listing page.

    furniture: in the footer. pager: its text is a page number, an arrow or a word of a pager.
    nofollow: the site does not want its page to be found, a hint that it is no article.
    element: the `<a>`, None for links from JSON.
    """

    url: str
    text: str
    furniture: bool = False
    pager: bool = False
    nofollow: bool = False
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
        nofollow = "nofollow" in (element.get("rel") or "").lower()
        found.append(Anchor(url, text, furniture, pager, nofollow, element))
    return found


def chosen_anchors(root: Element, selectors: tuple[str, ...], found: list[Anchor]) -> list[Anchor]:
    """The anchors that match a family's selectors."""
    picked = {id(element) for selector in selectors for element in _select(root, selector)}
    return [anchor for anchor in found if id(anchor.element) in picked]


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


def _title(entry: dict[str, Any]) -> str:
    """The title of an entry: a text, or an object with the rendered one, as WordPress has it."""
    for key in _TITLE_KEYS:
        value = entry.get(key)
        if isinstance(value, dict):
            value = value.get("rendered")
            value = html.unescape(value) if isinstance(value, str) else None
        if isinstance(value, str):
            return clean(value)
    return ""


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
            yield Anchor(url, _title(lower))
        for value in data.values():
            if isinstance(value, list | dict | str):
                yield from _json_anchors(value, capture, depth + 1)
