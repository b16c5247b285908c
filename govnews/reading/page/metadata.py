"""What the page's head says about the article: titles, dates, canonical URL.

It is often generic or wrong: nothing from here is believed alone while the page prints the same
field.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.parse.document import Element
from govnews.vietnamese.encodings import unfont
from govnews.vietnamese.text import clean, fold

_TITLE_METAS = (
    "og:title",
    "twitter:title",
    "dc.title",
    "title",
    "headline",
    "og:description-title",
)
_DATE_METAS = (
    "article:published_time", "datepublished", "og:published_time", "article:published",
    "pubdate", "publishdate", "publish-date", "dc.date.issued", "dc.date", "dcterms.created",
    "dcterms.date", "date", "created", "sailthru.date", "parsely-pub-date", "article_date_original",
)  # fmt: skip
_UPDATE_METAS = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_ARTICLE_TYPES = {"NewsArticle", "Article", "BlogPosting", "Report", "WebPage"}
_SEPARATOR = re.compile(r"\s+[-–—|:»>•/]+\s+|\s*(?:\||::|»)\s*")


@dataclass(slots=True)
class Signals:
    """Hints of the page's head, each with its place.

    titles: (text, place) best first, the site's own name taken out where it can be told.
    published, updated: (raw text, place) of machine-readable dates.
    authors: (name, place). og_type: such as "article". canonical: URL or None.
    """

    titles: list[tuple[str, str]] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)
    updated: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)
    description: str | None = None
    section: str | None = None
    site_name: str | None = None
    og_type: str | None = None
    canonical: str | None = None
    _squeezed: list[str] = field(default_factory=list)
    _starts: set[str] = field(default_factory=set)

    def title_match(self, text: str) -> float:
        """How well a text fits a declared title: 1.0 the same, above 0.5 a clear part, 0.0 not."""
        if len(self._squeezed) != len(self.titles):
            self._squeezed = [_squeeze(title) for title, _ in self.titles]
            self._starts = {title[:1] for title in self._squeezed}
        if text[:1].isalnum() and fold(text[0]) not in self._starts:
            return 0.0
        start = _squeeze(text[:24])[:3]
        if not any(title.startswith(start) for title in self._squeezed):
            return 0.0
        folded = _squeeze(text)
        if len(folded) < 8:
            return 0.0
        best = 0.0
        for other in self._squeezed:
            if folded == other:
                return 1.0
            short, long = sorted((folded, other), key=len)
            if len(short) >= 20 and long.startswith(short):
                best = max(best, 0.6 + 0.39 * len(short) / len(long))
        return best


def _squeeze(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def head_signals(root: Element) -> Signals:
    """Reads `<title>`, `<meta>`, `<link rel=canonical>` and JSON-LD."""
    signals = Signals()
    metas = _metas(root)
    signals.site_name = metas.get("og:site_name")
    signals.og_type = metas.get("og:type")
    signals.description = metas.get("og:description") or metas.get("description")
    signals.section = metas.get("article:section")
    for name in _TITLE_METAS:
        if name in metas:
            _add_title(signals, metas[name], f"meta[{name}]")
    element = next(root.iter("title"), None)
    if element is not None:
        _add_title(signals, clean(unfont("".join(element.itertext()))), "title")
    signals.published += [(metas[n], f"meta[{n}]") for n in _DATE_METAS if n in metas]
    signals.updated += [(metas[n], f"meta[{n}]") for n in _UPDATE_METAS if n in metas]
    link = root.find(".//link[@rel='canonical']")
    signals.canonical = (link.get("href") if link is not None else None) or metas.get("og:url")
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        _read_json_ld(signals, script.text or "")
    return signals


def _metas(root: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            metas.setdefault(name.strip().lower(), clean(unfont(content)))
    return metas


def _add_title(signals: Signals, text: str, place: str) -> None:
    """Adds a declared title and its parts, but not the parts that are the site's name."""
    if not text:
        return
    parts = [part for part in _SEPARATOR.split(text) if part]
    kept = [part for part in parts if not _is_site_name(part, signals)]
    if len(kept) == len(parts):
        signals.titles.append((text, place))
    signals.titles += [(part, place) for part in kept if part != text and len(part) >= 12]


def _is_site_name(text: str, signals: Signals) -> bool:
    folded = fold(text)
    if signals.site_name and folded == fold(signals.site_name):
        return True
    return SITE_WORDS.search(folded) is not None and len(folded) < 120


def _read_json_ld(signals: Signals, text: str) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for thing in _things(data):
        kind = thing.get("@type")
        kinds = set(kind) if isinstance(kind, list) else {kind}
        if not kinds & _ARTICLE_TYPES:
            continue
        for key, target in (
            ("datePublished", signals.published),
            ("dateModified", signals.updated),
        ):
            if isinstance(thing.get(key), str):
                target.append((thing[key], f"json-ld[{key}]"))
        if isinstance(thing.get("headline"), str):
            _add_title(signals, clean(thing["headline"]), "json-ld[headline]")
        author = thing.get("author")
        for person in author if isinstance(author, list) else [author]:
            name = person.get("name") if isinstance(person, dict) else person
            if isinstance(name, str) and name.strip():
                signals.authors.append((clean(name), "json-ld[author]"))


def _things(data: Any, depth: int = 0) -> list[dict[str, Any]]:
    if depth > 4:
        return []
    if isinstance(data, list):
        return [thing for item in data for thing in _things(item, depth + 1)]
    if not isinstance(data, dict):
        return []
    return [data, *_things(data.get("@graph", []), depth + 1)]
