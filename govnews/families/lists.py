"""Mechanics of lists that families share: anchors, pagers and JSON lists."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from govnews.errors import NotAnArticle
from govnews.model import Capture, Link
from govnews.reading.parse.document import Element, page_text, parse
from govnews.reading.selectors import compiled, visible_text
from govnews.reading.urls import absolute
from govnews.vietnamese.text import clean, fold

MAX_LINKS = 50_000
"""Entries read from one sitemap, feed or list: the sitemap protocol's own limit."""

_NEXT = re.compile(
    r"(?:trang )?(?:sau|tiep(?: theo)?|ke tiep|next(?: page)?|cu hon|older.*|tin cu hon)\W*"
    r"|[»›>]+|\W*>\W*"
)
_FURNITURE = frozenset({"footer"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link on a listing page. furniture: in the footer. pager: its text is a page number or
    an arrow. nofollow: its page is not one that the site wants to be found, a hint that it is no
    article. element: the `<a>`, None for links out of JSON.
    """

    url: str
    text: str
    furniture: bool = False
    pager: bool = False
    nofollow: bool = False
    element: Element | None = None


def tree(capture: Capture) -> Element:
    """The tree of a listing page; raises NotAnArticle when there is none."""
    return parse(capture)


def anchors(root: Element, base: str) -> list[Anchor]:
    """The page's links to pages, in order, with the text of heading or title attribute."""
    href = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    base = absolute(base, href) or base if href else base
    found: list[Anchor] = []
    for element in root.iter("a", "area"):
        url = absolute(base, element.get("href") or "")
        if url is None or len(found) >= MAX_LINKS:
            continue
        text = visible_text(element) or clean(element.get("title") or "")
        pager = text.isdigit() or _NEXT.fullmatch(fold(text)) is not None
        furniture = any(node.tag in _FURNITURE for node in element.iterancestors())
        nofollow = "nofollow" in (element.get("rel") or "").lower()
        found.append(Anchor(url, text, furniture, pager, nofollow, element))
    return found


def chosen_anchors(root: Element, selectors: tuple[str, ...], found: list[Anchor]) -> list[Anchor]:
    """Those anchors that a family's selectors name."""
    picked = {id(element) for selector in selectors for element in _select(root, selector)}
    return [anchor for anchor in found if id(anchor.element) in picked]


def _select(root: Element, selector: str) -> list[Element]:
    result = compiled(selector)(root)
    return result if isinstance(result, list) else []


_HREF = re.compile(rb"""<a\s[^>]{0,500}?href\s*=\s*["']?([^"'\s>]{2,1000})""", re.IGNORECASE)


def hrefs(body: bytes) -> Iterator[str]:
    """Addresses that a page's links name, read from its bytes: a look that needs no tree."""
    for match in itertools.islice(_HREF.finditer(body), MAX_LINKS):
        yield html.unescape(match[1].decode("utf-8", "replace"))


def rel_next(root: Element) -> str | None:
    """The address that `rel="next"` names."""
    for element in root.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            return str(element.get("href") or "") or None
    return None


def page_link(found: list[Anchor], wanted: int) -> str | None:
    """The pager's link to a page: by its number, or by the word or arrow for "next"."""
    numbered = [anchor for anchor in found if anchor.text == str(wanted)]
    if numbered:
        return numbered[-1].url
    for anchor in found:
        if anchor.pager and not anchor.text.isdigit() and "»»" not in anchor.text:
            return anchor.url
    return None


_PAGE_NUMBER = re.compile(
    r"((?:[?&](?:page|trang|p|pageindex|pageno|cur|(start|offset))=)|/page[/-])(\d+)", re.IGNORECASE
)


def raise_page_number(url: str, entries: int) -> str | None:
    """The same address for the following page, or None when no page number stands in it.

    entries: how many the page holds; some lists count those and not pages.
    """
    match = _PAGE_NUMBER.search(url)
    if match is None:
        return None
    step = entries if match[2] else 1
    return f"{url[: match.start(3)]}{int(match[3]) + step}{url[match.end(3) :]}"


def posted(link: Link, template: str) -> Link:
    """The request for a page of a list that is asked for by a JSON POST."""
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


def json_anchors(capture: Capture) -> list[Anchor]:
    """Links in a JSON list: objects with an address, and HTML in strings (ASP.NET's `d`)."""
    try:
        data = json.loads(page_text(capture))
    except (ValueError, RecursionError) as error:
        raise NotAnArticle("not-html", f"broken JSON: {error}") from error
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
