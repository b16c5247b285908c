"""What a page's head declares about its article: titles, date of publication, authors.

These declarations are often generic or wrong, so a field takes one only where the page prints
nothing better.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from govnews.reading import weights as w
from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.page.json_ld import json_ld_articles, text_of
from govnews.reading.parse.document import Element
from govnews.vietnamese.encodings import visible
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
    "article.published", "og:article:published_time", "pubdate", "bt:pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "publication-date", "pub_date",
    "dc.date.issued", "dc.issued", "dcterms.issued", "dcterms.available", "dc.date",
    "dc.date.created", "dc.created", "dcterms.created", "dcterms.date", "date", "created",
    "datecreated", "sailthru.date", "parsely-pub-date", "article_date_original",
)  # fmt: skip
_VAGUE_DATE_METAS = frozenset({"date", "dc.date", "dcterms.date"})
"""Names of which it is not said what happened then."""
_MODIFIED_METAS = (
    "article:modified_time", "datemodified", "og:updated_time", "article:modified",
    "og:article:modified_time", "dc.date.modified", "dc.modified", "dcterms.modified", "revised",
)  # fmt: skip
_AUTHOR_METAS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "article:author_name", "article.author", "citation_author",
)  # fmt: skip
_WRITTEN_BY = frozenset({"written by", "duoc viet boi", "tac gia", "by", "author"})
_DESCRIPTION_METAS = ("og:description", "description", "twitter:description", "dc.description")
_DUBLIN_CORE = re.compile(r"^(dc|dcterms):")
_SEPARATOR = re.compile(r"(?<!\s)\s++[-–—|:»>•/]++\s++|(?:(?<!\s)\s++)?+(?:\||::|»)\s*+")


@dataclass(frozen=True, slots=True)
class Declared:
    """A text that the head declares. place: the element and property that hold it. sure: False for
    a date under a name that does not say what happened then.
    """

    text: str
    place: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head's declarations, each kind in order of preference.

    titles: without the site's own name where that can be recognised. published, modified:
    machine-readable dates as raw text. sections: of the article. descriptions: of the page.
    texts: of the article, as JSON-LD repeats it.
    og_type: the Open Graph type, such as "article".
    canonical: the address that the page names as its own, as written; None where it names several.
    base: the address that its links count from, as written.
    authors: those of JSON-LD. named: those of `<meta>`, which are the site's as often.
    squeezed: the titles as `title_match` compares them. initials: their first characters.
    """

    titles: tuple[Declared, ...] = ()
    published: tuple[Declared, ...] = ()
    modified: tuple[Declared, ...] = ()
    authors: tuple[Declared, ...] = ()
    named: tuple[Declared, ...] = ()
    site_name: str | None = None
    sections: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    og_type: str | None = None
    canonical: str | None = None
    base: str | None = None
    squeezed: tuple[str, ...] = ()
    initials: frozenset[str] = frozenset()

    def title_match(self, text: str) -> float:
        """How well a text fits a declared title, from 0.0 to 1.0.

        1.0 is the same words; above 0.6 one of the two begins with the other; 0.0 is no match.
        """
        first = text[:1]
        if first.isalnum():
            folded = first.lower() if first.isascii() else fold(first)
            if folded not in self.initials:
                return 0.0
        folded = _squeeze(text)
        if len(folded) < w.TITLE_MIN_LENGTH:
            return float(bool(folded) and folded in self.squeezed)
        best = 0.0
        for other in self.squeezed:
            if folded == other:
                return 1.0
            short, long = sorted((folded, other), key=len)
            if len(short) >= w.TITLE_START_MIN_LENGTH and long.startswith(short):
                best = max(best, w.CUT_TITLE_MATCH + w.CUT_TITLE_SHARE * len(short) / len(long))
        return best

    def likeness(self, text: str, url: str) -> float:
        """The share of words that a heading has in common with a declared title, or with the last
        steps of the page's address: heads have shorter or longer forms of many headlines.
        """
        words = set(_squeeze(text).split())
        if len(words) < w.ALIKE_MIN_WORDS:
            return 0.0
        steps = [step.rpartition(".")[0] or step for step in urlsplit(url).path.split("/")[-2:]]
        others = (set(re.findall(r"\w+", other)) for other in (*self.squeezed, *map(_words, steps)))
        return max((2 * len(words & one) / (len(words) + len(one)) for one in others), default=0.0)


def _words(step: str) -> str:
    """The words of a step of an address."""
    return fold(unquote(step)).replace("_", " ")


NO_METADATA = Metadata()
"""The metadata of a text dump."""


def _squeeze(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


_DECLARING = ("title", "meta", "link", "base", "script")


def read_metadata(root: Element) -> Metadata:
    """The declarations of `<title>`, `<meta>`, `<link>`, `<base>` and JSON-LD."""
    found: dict[str, list[Element]] = {name: [] for name in _DECLARING}
    for element in root.iter(*_DECLARING):  # once, for it goes through the page
        found[element.tag].append(element)
    metas = _metas(found["meta"])
    site_name = metas.get("og:site_name")
    titles = [Declared(metas[name], f"meta[{name}]") for name in _TITLE_METAS if name in metas]
    titles += [Declared(visible("".join(one.itertext())), "title") for one in found["title"][:1]]
    published = [
        Declared(metas[name], f"meta[{name}]", name not in _VAGUE_DATE_METAS)
        for name in _DATE_METAS
        if name in metas
    ]
    modified = [Declared(metas[name], f"meta[{name}]") for name in _MODIFIED_METAS if name in metas]
    authors: list[Declared] = []
    texts: list[str] = []
    sections = [metas["article:section"]] if "article:section" in metas else []
    for article in _of_titles(json_ld_articles(found["script"]), titles):
        for name, dates in (("datePublished", published), ("dateModified", modified)):
            date = text_of(article.get(name))
            if date is not None:
                dates.append(Declared(date, f"json-ld[{name}]"))
        headline = text_of(article.get("headline"))
        if headline is not None:
            titles.append(Declared(visible(headline), "json-ld[headline]"))
        authors = authors or list(_json_ld_authors(article))
        section = text_of(article.get("articleSection"))
        sections += [clean(section)] if section is not None else []
        text = text_of(article.get("articleBody"))
        texts += [text] if text is not None else []
    proper = tuple(part for title in titles for part in _without_site_name(title, site_name))
    squeezed = tuple(_squeeze(title.text) for title in proper)
    return Metadata(
        titles=proper,
        published=tuple(published),
        modified=tuple(modified),
        authors=tuple(authors),
        named=tuple(_meta_authors(metas)),
        site_name=site_name,
        sections=tuple(sections),
        texts=tuple(texts),
        descriptions=tuple(metas[name] for name in _DESCRIPTION_METAS if name in metas),
        og_type=metas.get("og:type"),
        canonical=_canonical(found["link"]),
        base=next(filter(None, (element.get("href") for element in found["base"])), None),
        squeezed=squeezed,
        initials=frozenset(title[:1] for title in squeezed),
    )


def _metas(elements: list[Element]) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in elements:
        name = meta.get("property") or meta.get("name") or _undated(meta.get("itemprop"))
        content = meta.get("content")
        if name and content and content.strip():
            name = _DUBLIN_CORE.sub(r"\1.", name.strip().lower())
            metas.setdefault(name, visible(content))
    return metas


def _undated(itemprop: str | None) -> str | None:
    """The name of a property of microdata; None for a date, whose item has to be known."""
    return None if itemprop is None or itemprop.lower().startswith("date") else itemprop


def _canonical(links: list[Element]) -> str | None:
    """The target of `<link rel="canonical">` (RFC 6596)."""
    named = {
        (link.get("href") or "").strip()
        for link in links
        if "canonical" in (link.get("rel") or "").lower().split()
    } - {""}
    return named.pop() if len(named) == 1 else None


def _without_site_name(title: Declared, site_name: str | None) -> Iterator[Declared]:
    """A declared title and its parts, except the parts that are the site's name."""
    if not title.text:
        return
    parts = [part for part in _SEPARATOR.split(title.text) if part]
    kept = [part for part in parts if not _is_site_name(part, site_name)]
    if len(kept) == len(parts):
        yield title
    for part in kept:
        if part != title.text and len(part) >= w.DECLARED_PART_MIN_LENGTH:
            yield Declared(part, title.place)


def _is_site_name(text: str, site_name: str | None) -> bool:
    folded = fold(text)
    if site_name and folded == fold(site_name):
        return True
    return SITE_WORDS.search(folded) is not None and len(folded) < w.SITE_NAME_MAX_LENGTH


def _of_titles(articles: list[dict[str, Any]], titles: list[Declared]) -> list[dict[str, Any]]:
    """The articles in their order, before others those that have a title of the page."""
    own = {_squeeze(title.text) for title in titles}
    return sorted(
        articles,
        key=lambda one: _squeeze(text_of(one.get("headline") or one.get("name")) or "") not in own,
    )


def _meta_authors(metas: dict[str, str]) -> Iterator[Declared]:
    """Who `<meta>` says wrote the page: many systems name the site there, or who made it."""
    names = [name for name in _AUTHOR_METAS if name in metas]
    if fold(metas.get("twitter:label1", "")) in _WRITTEN_BY:
        names.append("twitter:data1")
    for name in names:
        if "://" not in metas.get(name, "://"):
            yield Declared(metas[name], f"meta[{name}]")


def _json_ld_authors(article: dict[str, Any]) -> Iterator[Declared]:
    author = article.get("author")
    for person in author if isinstance(author, list) else [author]:
        names = person.get("name") if isinstance(person, dict) else person
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and name.strip():
                yield Declared(visible(html.unescape(name)), "json-ld[author]")
