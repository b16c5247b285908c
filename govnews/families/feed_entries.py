"""Reads one entry of a feed or sitemap: which address it means, and its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from govnews.families.feed_dates import feed_date
from govnews.families.xml_repair import ATOM, CONTROL, UNREADABLE, XML, Repaired, character
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, is_web_address

_PUBLISHED = ("pubdate", "published", "issued", "publication_date", "date", "created")
_MODIFIED = ("updated", "modified", "lastmod")

SITEMAPS = frozenset({"urlset", "sitemapindex"})
"""Roots of sitemaps: each `loc` of an entry is an address, where feeds have one for an entry."""

_RELATIONS = ("next", "prev-archive")
"""Links of a feed to its following page, the better first (RFC 5005)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or sitemap lists. url: absolute, None when it cannot be read exactly; why says
    what is wrong with it then. published, modified: ISO 8601. index: it is another sitemap.
    """

    url: str | None
    published: str | None = None
    modified: str | None = None
    index: bool = False
    why: str = ""


class EntryReader:
    """Reads entries. declared: entities that the document declares. bases: see _bases."""

    def __init__(self, document: Repaired, declared: frozenset[str], bases: list[str]) -> None:
        self._broken, self._declared, self._bases = document.broken, declared, bases

    def entries(self, node: Element, root: str) -> list[Entry]:
        """An entry with its address and dates; of a sitemap one for each `loc` in it."""
        raw = list(self._addresses(node, root))
        base = _declared_base(node, self._bases[0])
        named = root == "feed" or base != self._bases[0]
        bases = [base] if named else self._bases
        read = dict.fromkeys((one, address(one, bases)) for one in raw)
        exact = list(dict.fromkeys(url for _, url in read if url is not None))
        published, modified = self._dates(node)
        index = name_of(node) == "sitemap"
        if not exact:
            why = f"its address {shown(raw[0])} cannot be read exactly" if raw else "no address"
            return [Entry(None, why=why)]
        if node in self._broken and len(exact) > 1:
            why = "an element is not closed, and more than one address follows"
            return [Entry(None, why=why)]
        if root not in SITEMAPS:
            exact, read = exact[:1], {}
        found = [Entry(url, published, modified, index=index) for url in exact]
        unread = [one for one, url in read if url is None]
        why = "its address {} cannot be read exactly"
        return found + [Entry(None, why=why.format(shown(one))) for one in unread]

    def _addresses(self, node: Element, root: str) -> Iterator[str]:
        """What may be the entry's address, the best first."""
        own = [child for child in node if is_own(child, node) and child not in self._broken]
        if root in SITEMAPS:
            yield from self._texts(own, "loc")
            return
        for child in node:
            if name_of(child) == "origlink" and not is_own(child, node):
                yield from self._texts([child], "origlink")
        if root != "feed":
            yield from self._texts(own, "link")
        links = [child for child in node if name_of(child) == "link" and child not in self._broken]
        links = [one for one in links if is_own(one, node) or space_of(one) in ATOM]
        yield from _alternates(links)
        if root == "feed":
            yield from self._texts(own, "link")
            return
        for child in own:
            given = {key.lower(): value.strip().lower() for key, value in child.attrib.items()}
            if name_of(child) == "guid" and given.get("ispermalink", "true") != "false":
                yield from (one for one in self._texts([child], "guid") if is_web(one))
        about = next((node.get(key) for key in node.attrib if key.endswith("about")), None)
        if about and is_web(about):
            yield about

    def _texts(self, nodes: Iterable[Element], name: str) -> Iterator[str]:
        for node in nodes:
            if name_of(node) == name:
                text = self._leaf(node)
                if text is None or text.strip():
                    yield UNREADABLE if text is None else text

    def _leaf(self, node: Element) -> str | None:
        """The text of an element; None when there are elements in it."""
        parts = [node.text or ""]
        for child in node:
            if child.tag is not etree.Entity:
                return None
            known = character((child.text or "")[1:-1], self._declared)
            parts += [UNREADABLE if known is None else known, child.tail or ""]
        return "".join(parts)

    def _dates(self, node: Element) -> tuple[str | None, str | None]:
        """Days of publication and of the last change, as far as they are given."""
        found: dict[str, str] = {}
        nodes = [*node]
        for child in node:
            if name_of(child) == "news":
                nodes += child
        for child in nodes:
            name = name_of(child)
            if name in _PUBLISHED or name in _MODIFIED:
                read = feed_date(self._leaf(child) or "")
                if read is not None:
                    found.setdefault(name, read)
        published = next((found[name] for name in _PUBLISHED if name in found), None)
        return published, next((found[name] for name in _MODIFIED if name in found), None)


def _alternates(links: list[Element]) -> Iterator[str]:
    """Addresses of `<link href>`: pages before other forms of the same."""
    relation = "http://www.iana.org/assignments/relation/alternate"
    alternates = [
        (one.get("type") or "text/html", one.get("href") or "")
        for one in links
        if (one.get("rel") or "alternate").strip().lower() in {"alternate", relation}
    ]
    pages = [href for kind, href in alternates if "html" in kind.lower() and href.strip()]
    yield from pages[:1]


def following_page(root: Element, base: str) -> tuple[str | None, str]:
    """The page of a feed that follows this one, None where it names none; with what is wrong with
    its address.
    """
    links = [
        child
        for place in root.iter(etree.Element)
        if name_of(place) in {"feed", "channel", "rss", "rdf"}
        for child in place
        if name_of(child) == "link" and (space_of(child) in ATOM or name_of(place) == "feed")
    ]
    for relation in _RELATIONS:
        for link in links:
            given = (link.get("rel") or "").strip().lower().rpartition("/")[2]
            if given != relation or not (link.get("href") or "").strip():
                continue
            url = address(link.get("href") or "", [_declared_base(link, base)])
            if url is None:
                return None, f"its next page {shown(link.get('href') or '')} cannot be read exactly"
            return url, ""
    return None, ""


def name_of(node: Element) -> str:
    """The local name of an element, in small letters."""
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def space_of(node: Element) -> str:
    """The namespace of an element, empty for none."""
    return str(node.tag).rpartition("}")[0].lstrip("{") if isinstance(node.tag, str) else ""


def is_own(child: Element, entry: Element) -> bool:
    """Whether an element is of the vocabulary of its entry."""
    return space_of(child) in {"", space_of(entry)}


def _declared_base(node: Element, base: str) -> str:
    """What `xml:base` makes of the file's address at this element."""
    declared = [one.get(f"{{{XML}}}base") for one in (node, *node.iterancestors())]
    for part in reversed(declared):
        if part and UNREADABLE not in part:
            base = absolute(base, part) or base
    return base


# --- addresses ------------------------------------------------------------------------------------

_EDGE = f" \t\r\n\f\v\0\u00a0\ufeff{CONTROL}"
_DOUBTFUL = re.compile(f'[\x00-\x1f\x7f<>"\\\\{UNREADABLE}{CONTROL}]|\\]\\Z')
"""Not in an address, and no `]` at its end: that is left over from a CDATA section."""

_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


def is_web(text: str) -> bool:
    """Whether a text begins as an absolute http or https address does."""
    return _WEB.match(text.strip(_EDGE)) is not None


def address(raw: str, bases: list[str]) -> str | None:
    """An address as it was meant, or None when there is more than one way to read it.

    bases: what a relative one may be relative to, the file's own address first.
    """
    text = raw.strip(_EDGE).replace("&amp;", "&")
    if not text or _DOUBTFUL.search(text):
        return None
    if _WEB.match(text):
        return text if is_web_address(text) else None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|https?/", text) or text.startswith("#"):
        return None
    site = urlsplit(bases[0])
    host = text.partition("/")[0].lower()
    if host.startswith("www.") or host == site.netloc.lower():
        return absolute(bases[0], f"{site.scheme}://{text}")
    meant = {absolute(base, urljoin(base, text)) for base in bases}
    return meant.pop() if len(meant) == 1 else None


def shown(text: str) -> str:
    """The beginning of a text, for a message."""
    short = " ".join(text.replace(UNREADABLE, "?").replace(CONTROL, "?").split())
    return f"'{short[:77]}…'" if len(short) > 80 else f"'{short}'"
