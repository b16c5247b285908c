"""JSON-LD as pages have it: its objects, also where comments, commas or entities spoil the JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from govnews.reading import weights as w
from govnews.reading.parse.document import Element

_TYPE = "application/ld+json"
_OPENING = re.compile(r"(?:\s|(?://|/\*)?\s?<!\[CDATA\[(?:\s?\*/)?|<!--|;|\ufeff)*+")
_CLOSING = ("//", "/*", "*/", "]]>", "-->", ";")
"""What ends the wrapping of a block, in any order."""

_SPOILT = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*+(?:"|\Z))|,(?=\s*+[}\]])|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|//[^\n]*+',
    re.DOTALL,
)
_BACKSLASH = re.compile(r"\\(?P<escape>[\"\\/bfnrt]|u[0-9a-fA-F]{4})?")
_ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report)")
_PARTS = ("@graph", "mainEntity", "mainEntityOfPage")
"""The properties under which an object holds what it is about."""


def json_ld_articles(scripts: Iterable[Element]) -> list[dict[str, Any]]:
    """The JSON-LD objects of a page's scripts that describe an article or its page, articles
    first.
    """
    entities = [entity for script in scripts for entity in _script(script)]
    ranked = [(_rank(entity), entity) for entity in entities]
    articles = [one for rank in (0, 1) for own, one in ranked if own == rank]
    known = {
        one["@id"]: one for one in entities if isinstance(one.get("@id"), str) and "name" in one
    }
    return [_with_authors(article, known) for article in articles]


def _with_authors(article: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """An article with the persons that it names by their address in the page."""
    authors = article.get("author")
    listed = authors if isinstance(authors, list) else [authors]
    found = [
        known.get(str(one.get("@id")), one) if isinstance(one, dict) and "name" not in one else one
        for one in listed
    ]
    return article if found == listed else {**article, "author": found}


def text_of(value: Any) -> str | None:
    """The text of a property: itself, of a typed value, or the first of a list; a number too."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.0f}"
    return html.unescape(value) if isinstance(value, str) and value.strip() else None


def _script(script: Element) -> Iterator[dict[str, Any]]:
    if (script.get("type") or "").split(";")[0].strip().lower() != _TYPE:
        return
    for data in _values(script.text or ""):
        yield from _entities(data)


def _values(text: str) -> list[Any]:
    """The values in a script; none where it cannot be read in any of the forms that pages have."""
    text = _unwrapped(text)
    tries = [text, _SPOILT.sub(_mended, text)]
    if "&quot;" in text or "&#34;" in text:
        tries += [html.unescape(one) for one in tries]
    for one in dict.fromkeys(tries):
        try:
            return _decoded(one)
        except (ValueError, RecursionError):
            continue
    return []


def _mended(match: re.Match[str]) -> str:
    """A string with its backslashes as JSON has them; nothing of a comment or a comma too many."""
    return _BACKSLASH.sub(lambda one: one[0] if one["escape"] else r"\\", match["text"] or "")


def _unwrapped(text: str) -> str:
    """A script without the comments and CDATA marks around its JSON."""
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening else text
    return _without_closing(text)


_DECODER = json.JSONDecoder(strict=False)
_BETWEEN = re.compile(r"[\s,;]*+")


def _decoded(text: str) -> list[Any]:
    """One value after another: some pages print several in one script."""
    values = []
    at = 0
    while (between := _BETWEEN.match(text, at)) is not None and between.end() < len(text):
        value, at = _DECODER.raw_decode(text, between.end())
        values.append(value)
    return values


def _entities(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > w.MAX_JSON_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _entities(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in _PARTS:
            yield from _entities(data.get(name), depth + 1)


def _kinds(entity: dict[str, Any]) -> list[str]:
    """The types of an object without the vocabulary: `http://schema.org/NewsArticle`, too."""
    kinds = entity.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return [re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)]


def _rank(entity: dict[str, Any]) -> int | None:
    """0 for an article, 1 for a page, None for what is neither."""
    kinds = _kinds(entity)
    if any(map(_ARTICLE.fullmatch, kinds)):
        return 0
    return 1 if "WebPage" in kinds else None


def _without_closing(text: str) -> str:
    """A block without the wrapping at its end."""
    end = len(text)
    while end:
        if text[end - 1].isspace():
            end -= 1
            continue
        ending = next((one for one in _CLOSING if text.endswith(one, 0, end)), None)
        if ending is None:
            break
        end -= len(ending)
    return text[:end]
