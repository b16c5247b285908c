"""From a payload to a tree, within bounds of size and depth."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TypeAlias

from bs4 import BeautifulSoup
from lxml import etree

from govnews.errors import NotAnArticle, PageRefused
from govnews.model import Capture
from govnews.reading import weights as w
from govnews.reading.parse.escaped import has_escaped_tags, unescape_tags
from govnews.reading.parse.old_fonts import convert_old_fonts, has_old_fonts
from govnews.reasons import Reason
from govnews.vietnamese.encodings import decode, legible

Element: TypeAlias = etree._Element

_PDF_OR_IMAGE = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TAG = re.compile(rb"<[a-zA-Z!/?]")
_MARKS = re.compile("[\u0300-\u036f]+")
_MARKS_LEAD = (b"\xcc", b"\xcd")
"""The first bytes of all marks in UTF-8."""


def is_text(capture: Capture) -> bool:
    """Whether the capture is a plain text dump and not HTML."""
    kind = (capture.content_type or "").partition(";")[0].strip().lower()
    if kind:
        return kind == "text/plain"
    return not _TAG.search(capture.body[: w.SNIFFED_BYTES].replace(b"\0", b""))


def page_text(capture: Capture) -> str:
    """The payload as text; raises PageRefused when it is too large, NotAnArticle when binary."""
    body = capture.body
    if len(body) > w.MAX_BYTES:
        raise PageRefused(Reason.TOO_LARGE, f"{len(body)} bytes, the limit is {w.MAX_BYTES}")
    if body.startswith(_PDF_OR_IMAGE):
        raise NotAnArticle(Reason.NOT_HTML, "the payload is a binary file")
    text, charset = decode(body, capture.content_type)
    other = charset != "utf-8"
    if other or b"\0" in body:  # which is quicker to see in bytes than in a text
        text = text.replace("\0", "")
    if charset in {"tcvn3", "vni"}:
        text = re.sub(r"[^<>]+", lambda run: legible(run[0]), text)
    if other or any(lead in body for lead in _MARKS_LEAD):
        text = _composed(text)
    return text


def _composed(text: str) -> str:
    """A text whose marks are put together with the letters before them."""
    parts = []
    done = 0
    for marks in _MARKS.finditer(text):
        start = max(done, marks.start() - 1)
        parts += [text[done:start], unicodedata.normalize("NFC", text[start : marks.end()])]
        done = marks.end()
    return "".join([*parts, text[done:]]) if parts else text


def parse(capture: Capture) -> Element:
    """The page's tree. lxml reads nearly all; BeautifulSoup what lxml gives up on."""
    text = page_text(capture)
    if not text.strip():
        raise NotAnArticle(Reason.EMPTY, "the payload is empty")
    _refuse_xml(text)
    data = text.encode("utf-8", "replace")
    tree = _parse_lxml(data)
    if tree is None:
        soup = BeautifulSoup(text, "html.parser")
        tree = _parse_lxml(str(soup).encode("utf-8", "replace"))
    if tree is None:
        raise NotAnArticle(Reason.EMPTY, "nothing in the payload is HTML")
    if has_old_fonts(data):
        convert_old_fonts(tree)
    if has_escaped_tags(data):
        unescape_tags(tree, _parse_lxml)
    return tree


_PROLOG = re.compile(
    r"\s*+(?P<xml><\?xml\b[^>]{0,200}+>)?(?:\s++|<!--(?:[^-]++|-(?!->))*+-->|<\?[^>]{0,300}+>"
    r"|<!DOCTYPE\b[^>]{0,300}+>)*+<(?P<root>[A-Za-z][\w:.-]{0,40})",
    re.IGNORECASE,
)
_FEEDS = {
    "rss": "a feed (RSS)", "feed": "a feed (Atom)", "rdf:rdf": "a feed (RSS 1.0)",
    "urlset": "a sitemap", "sitemapindex": "an index of sitemaps", "opml": "a list of feeds (OPML)",
}  # fmt: skip
_OF_HTML = frozenset({
    "html", "head", "title", "meta", "link", "style", "script", "base", "body", "div", "p", "span",
    "table", "section", "article", "main", "header", "form", "center", "font", "h1", "h2", "h3",
    "ul", "ol", "a", "img", "iframe", "frameset", "noscript", "b", "strong",
})  # fmt: skip


def _refuse_xml(text: str) -> None:
    """Refuses a feed, a sitemap, or other XML whose root is no element of HTML."""
    match = _PROLOG.match(text.lstrip("\ufeff"))
    if match is None:
        return
    root = match["root"].lower()
    if root in _FEEDS:
        raise NotAnArticle(Reason.NOT_HTML, _FEEDS[root])
    if match["xml"] and root.rpartition(":")[2] not in _OF_HTML:
        raise NotAnArticle(Reason.NOT_HTML, f"an XML document, <{root}>")


def _parse_lxml(data: bytes) -> Element | None:
    try:
        return etree.fromstring(data, _parser(len(data) > w.LXML_MAX_VALUE))
    except (etree.XMLSyntaxError, ValueError):
        return None


@cache  # making one takes a tenth of the time of parsing a page
def _parser(huge: bool) -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        recover=True,
        huge_tree=huge,
    )


def xpath(element: Element) -> str:
    """The XPath of an element in its document."""
    return str(element.getroottree().getpath(element))
