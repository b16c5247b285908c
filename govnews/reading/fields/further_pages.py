"""A text that goes on on further pages of its own, of which only this one is read.

The page says so: it links to its own address with a number more (`…/2/`), or names such a page as
the next one. Nothing is read from there; the evidence tells that the text has a second part.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from govnews.model import Evidence
from govnews.reading.fields.found import Found
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.parse.document import Element, xpath
from govnews.reading.urls import absolute, canonical

RULE = "further-page"
SECOND = "2"
PART_CLASS = re.compile(r"(?:^|\s)post-page-numbers(?:\s|$)")
"""What WordPress calls the links to the parts of a post, in every theme."""


def find_further_page(context: PageContext, regions: Regions) -> Found[str] | None:
    """The address of the second page of the text. A text of several fields keeps its lines."""
    if context.root is None or not regions.body:
        return None
    own, moved = canonical(context.url), context.base != context.url
    for element in context.root.iter("a", "link"):
        href = element.get("href")
        if not href or not _may_be_second(href, element, moved=moved):
            continue
        target = absolute(context.base, href)
        if target is not None and _is_second(own, canonical(target), element):
            evidence = Evidence("body[1]", canonical(target), RULE, xpath(element))
            return Found(canonical(target), (evidence,))
    return None


_PATH = re.compile(r"[^?#;]*+")


def _may_be_second(href: str, element: Element, *, moved: bool) -> bool:
    """Whether a link has to be resolved to see if it leads there; most need not.

    moved: links count from another address than the page's.
    """
    if SECOND not in href and href[:1] not in {"?", ";", "."} and "/." not in href:
        return False
    path = _PATH.match(href)[0].rstrip("/ \t\r\n")  # type: ignore[index]
    if path.endswith((f"/{SECOND}", "/%32")) or path in {SECOND, "%32"}:
        return True
    if path[:1] == "." or "/." in path or "(" in path or (moved and not path):
        return True  # what it ends in is seen when it is resolved
    names_it = "next" in (element.get("rel") or "").lower()
    return names_it or PART_CLASS.search(element.get("class") or "") is not None


def _is_second(own: str, target: str, element: Element) -> bool:
    """Whether a link leads to the second page of the text at an address."""
    one, other = urlsplit(own), urlsplit(target)
    if one.netloc.removeprefix("www.") != other.netloc.removeprefix("www."):
        return False
    path, there = one.path.rstrip("/"), other.path.rstrip("/")
    if path and there == f"{path}/{SECOND}" and one.query == other.query:
        return True
    names_it = "next" in (element.get("rel") or "").lower().split()
    if path != there or not (names_it or PART_CLASS.search(element.get("class") or "")):
        return False
    more = set(parse_qsl(other.query)) - set(parse_qsl(one.query))
    return [value for _, value in more] == [SECOND]
