"""Pagers of JSON lists: an address or a cursor in the answer, or a counter in the request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from govnews.families.pagers.labels import words
from govnews.families.pagers.result import PagerCandidate, Pagers
from govnews.model import Capture, Kind, Link
from govnews.reading.urls import absolute, canonical
from govnews.site import Site

MAX_DEPTH = 4
"""How deep the fields that say how a list goes on may lie; the articles lie beside them."""

MAX_FIELDS = 2000
"""Fields that are read."""

_NEXT_ADDRESS = words(
    "next nextlink odatanextlink nextpageurl nextpagelink nexturl nexthref hydranext nextpage"
    " nextrecordsurl urlnext linknext"
)
_NEXT_NUMBER = words("nextpage nextpagenumber nextpageno nextpageindex nextoffset next")
_CURSORS: Mapping[str, str] = {
    "after": "after",
    "aftercursor": "after",
    "endcursor": "after",
    "cursor": "cursor",
    "nextcursor": "cursor",
    "cursornext": "cursor",
    "cursormark": "cursorMark",
    "nextcursormark": "cursorMark",
    "nextpagetoken": "pageToken",
    "nexttoken": "nextToken",
    "continuation": "continuation",
    "nextcontinuation": "continuation",
    "continuationtoken": "continuationToken",
    "scrollid": "scroll_id",
    "lastid": "lastId",
    "nextmaxid": "max_id",
}
"""Names of a cursor in an answer, without signs, and the parameter that it is sent back as."""

_TOTALS = words(
    "total totalcount totalelements itotalrecords itotaldisplayrecords recordstotal recordsfiltered"
    " totalrecords totalrecord totalitems totalitem totalresults totalresult numfound tongso"
    " tongsobanghi odatacount totalrow totalrows totalhits hydratotalitems totaldocs totalentries"
    " rowcount totalrowcount recordcount totalnews sotin count"
)
_PAGES = words(
    "totalpages totalpage lastpage pagecount numpages pagetotal totalpagecount tongsotrang sotrang"
    " pages maxpage"
)
_GOES_ON = words("hasnext hasmore hasnextpage more hasmorepages ismore hasnextitems")
_ENDS = words("last islast islastpage isend end lastpagereached finished nomore")

_PAGE = re.compile(
    r"(?:.*[_.\[$-])?(?:page|paged|trang|p|pg|pageno|page_?num(?:ber)?|page_?index|pageidx|cur|"
    r"current_?page|trang_?so|so_?trang|npage|ipage|page_?no)\]?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:.*[_.\[$-])?(?:start|offset|skip|from|idisplaystart|first_?result|start_?index|startrow"
    r"|start_?row|begin|limitstart)\]?",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"(?:.*[_.\[$-])?(?:take|limit|size|length|rows|idisplaylength|page_?size|per_?page|top|count"
    r"|max_?results|num|items_?per_?page|page_?limit|so_?tin|so_?luong)\]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field beside the articles. name: in lower case, letters only."""

    name: str
    value: Any
    path: str


def find_json_pagers(
    data: Any, capture: Capture, link: Link, entries: int, site: Site | None = None
) -> Pagers:
    """The following page of a JSON list. data: the decoded answer. entries: how many articles
    were read from it, for lists that say no page size. site: where the following page may lie; on
    the list's own host if None.
    """
    site = site or Site.around(capture.url)
    fields = list(_fields(data, "", 0))[:MAX_FIELDS]
    shown, entries = entries, max(entries, _longest(data, 0))
    request = _Request.of(link, capture.url)
    total, pages = _announced(fields, entries), _number(fields, _PAGES)
    proof = _proof(fields, request, entries, total, pages, link.page)
    goes_on = proof is None and _goes_on(fields, request, shown, total, pages, link.page)
    if not shown and not goes_on:
        return Pagers(announced_pages=pages, announced_articles=total)
    found: list[PagerCandidate] = []
    outside: list[str] = []
    if proof is None:
        following = _following(fields, request, entries, capture, link, goes_on=goes_on)
        for rule, score, url_or_link in following:
            asked = _checked(url_or_link, link, site)
            if isinstance(url_or_link, str) and not site.holds(url_or_link):
                outside.append(f"the answer leads to {url_or_link}, which is not of the portal")
            if asked is not None and all(asked != one.link for one in found):
                found.append(PagerCandidate(asked, rule, score, (f"{rule} {score:+g}",), pages))
    return Pagers(
        tuple(sorted(found, key=lambda one: -one.score)),
        announced_pages=pages,
        announced_articles=total,
        is_last=proof is not None,
        proof=proof,
        not_understood=_named(fields, outside, goes_on=goes_on) if not found else (),
    )


def _named(fields: list[_Field], outside: list[str], *, goes_on: bool) -> tuple[str, ...]:
    """For a person: addresses that are not of the portal, and the fields that say that more
    follows.
    """
    said = [one for one in fields if one.name in _GOES_ON | _PAGES | _TOTALS]
    more = [f"JSON: {', '.join(f'{one.name}={one.value}' for one in said[:3])}"] if goes_on else []
    return tuple(dict.fromkeys([*outside, *more]))


# --- the answer -----------------------------------------------------------------------------------


def _fields(data: Any, path: str, depth: int) -> Iterator[_Field]:
    """The plain fields of an answer, apart from those of its articles."""
    if depth > MAX_DEPTH or not isinstance(data, dict):
        return
    for key, value in data.items():
        name = re.sub(r"[^a-z]", "", str(key).lower())
        if isinstance(value, dict):
            href = value.get("href")
            if isinstance(href, str):
                yield _Field(name, href, path)
            yield from _fields(value, f"{path}.{name}", depth + 1)
        elif not isinstance(value, list):
            yield _Field(name, value, path)


def _longest(data: Any, depth: int) -> int:
    """The number of entries of the longest list in an answer."""
    if depth > MAX_DEPTH:
        return 0
    if isinstance(data, list):
        return len(data)
    if isinstance(data, dict):
        return max((_longest(value, depth + 1) for value in data.values()), default=0)
    return 0


def _number(fields: list[_Field], names: frozenset[str]) -> int | None:
    for field in fields:
        if field.name in names and not isinstance(field.value, bool):
            text = str(field.value).strip()
            if text.isascii() and text.isdigit() and len(text) < 10:
                return int(text)
    return None


def _announced(fields: list[_Field], entries: int) -> int | None:
    total = _number(fields, _TOTALS - {"count"})
    if total is None:
        total = _number(fields, frozenset({"count"}))
        if total is not None and total < entries:
            return None
    return total


def _proof(
    fields: list[_Field],
    request: _Request,
    entries: int,
    total: int | None,
    pages: int | None,
    page: int,
) -> str | None:
    """What in an answer says that it is the last one."""
    for field in fields:
        if field.name in _ENDS and field.value is True:
            return f"'{field.name}' is true"
        if field.name in _GOES_ON and field.value is False:
            return f"'{field.name}' is false"
    for field in fields:
        if field.name in _NEXT_ADDRESS and field.value in (None, "", False):
            return f"'{field.name}' is empty"
    counted = request.page if request.page is not None else page
    if pages is not None and counted >= pages >= 1:
        return f"page {counted} of {pages}"
    if page > 1 and request.skips and not any(one.name in _NEXT_ADDRESS for one in fields):
        return "no address of a following page, as OData names it"
    if total is None or not entries:
        return None
    before = request.offset
    if before is None and request.size:
        before = (counted - 1) * request.size
    if before is None or total <= before or before + entries < total:
        return None
    # A full page whose total is its own number of entries counts itself and not the list.
    counts_itself = total == entries and (entries == request.size or before > 0)
    return None if counts_itself else f"articles to {before + entries} of {total}"


def _goes_on(
    fields: list[_Field], request: _Request, entries: int, total: int | None, pages: int | None,
    page: int,
) -> bool:  # fmt: skip
    """Whether an answer says that more follows, in whatever way."""
    if any(field.name in _GOES_ON and field.value is True for field in fields):
        return True
    counted = request.page if request.page is not None else page
    if pages is not None:
        return counted < pages
    before, size = request.offset, request.size or entries
    if before is None:
        before = (counted - 1) * size
    if not size:
        return False  # nothing says how much the pages before it held
    return total is not None and before + entries < total


def _following(
    fields: list[_Field],
    request: _Request,
    entries: int,
    capture: Capture,
    link: Link,
    *,
    goes_on: bool,
) -> Iterator[tuple[str, float, str | Link]]:
    """Rule, score and request of what may be the following page."""
    if link.payload is None:
        for field in fields:
            if field.name in _NEXT_ADDRESS and isinstance(field.value, str):
                url = absolute(capture.url, field.value.strip())
                if url is not None and re.search(r"[/?]", field.value):
                    yield "next-address", 9.0, url
        yield from _cursors(fields, request)
        number = _number(fields, _NEXT_NUMBER)
        if number is not None:
            name = request.page_name or ("offset" if request.offset_name else "page")
            yield "next-number", 6.0, request.url_with(name, str(number))
    raised = request.raised(entries)
    if raised is not None:
        yield "counter", 5.0, raised
    elif link.payload is None and re.search(r"/wp-json/|rest_route=", request.url):
        yield "counter", 5.0, request.url_with("page", str(link.page + 1))
    elif link.payload is None and "$top" in request.values:
        yield "counter", 4.0, request.url_with("$skip", str(request.size or entries))
    elif link.payload is None and (request.size_name or goes_on):
        known = link.page + 1
        yield "guess", 1.0, request.url_with("page", str(known))


def _cursors(fields: list[_Field], request: _Request) -> Iterator[tuple[str, float, str]]:
    for field in fields:
        if field.name not in _CURSORS or field.value in (None, "", False):
            continue
        if not isinstance(field.value, str | int):
            continue
        name = next((one for one in request.values if one.lower() in _CURSORS), None)
        name = name or _CURSORS[field.name]
        yield "cursor", 8.0, request.url_with(name, str(field.value))


def _checked(asked: str | Link, link: Link, site: Site) -> Link | None:
    if isinstance(asked, Link):
        return asked
    url = canonical(asked)
    if url == link.url or not site.holds(url):
        return None
    return Link(url, Kind.LISTING, link.section, page=link.page + 1)


# --- the request ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Request:
    """What a list was asked with: the parameters of its address, or the fields of its payload."""

    link: Link
    url: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, link: Link, url: str) -> _Request:
        if link.payload is None:
            return cls(link, url, dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)))
        try:
            data = json.loads(link.payload)
        except (ValueError, RecursionError):
            data = {}
        plain = data if isinstance(data, dict) else {}
        return cls(link, url, {str(k): str(v) for k, v in plain.items() if _countable(v)})

    def _named(self, pattern: re.Pattern[str]) -> str | None:
        return next(
            (name for name, value in self.values.items()
             if pattern.fullmatch(name) and value.isascii() and value.isdigit()
             and len(value) < 10),
            None,
        )  # fmt: skip

    @property
    def page_name(self) -> str | None:
        name = self._named(_PAGE)
        return None if name is None or _SIZE.fullmatch(name) else name

    @property
    def offset_name(self) -> str | None:
        return self._named(_OFFSET)

    @property
    def size_name(self) -> str | None:
        return self._named(_SIZE)

    @property
    def skips(self) -> bool:
        """Whether an answer named the request, as OData does: no one else makes its tokens."""
        return any(name.lower() == "$skiptoken" for name in self.values)

    @property
    def page(self) -> int | None:
        """The page that was asked for, counted from 1."""
        name = self.page_name
        if name is None:
            return None
        number = int(self.values[name])
        return number + 1 if number == self.link.page - 1 else number

    @property
    def offset(self) -> int | None:
        return int(self.values[self.offset_name]) if self.offset_name else None

    @property
    def size(self) -> int | None:
        return int(self.values[self.size_name]) or None if self.size_name else None

    def raised(self, entries: int) -> str | Link | None:
        """The same request for the following page; None where it has no counter."""
        changes: dict[str, str] = {}
        if self.offset_name is not None:
            step = self.size or entries
            changes[self.offset_name] = str(int(self.values[self.offset_name]) + step)
        if self.page_name is not None:
            changes[self.page_name] = str(int(self.values[self.page_name]) + 1)
        if self.link.payload is None:
            return self._raised_url(changes)
        if not changes:
            return None
        data = json.loads(self.link.payload)
        for name, value in changes.items():
            data[name] = value if isinstance(data[name], str) else int(value)
        payload = json.dumps(data, ensure_ascii=False)
        return replace(self.link, payload=payload, page=self.link.page + 1, modified=None)

    def _raised_url(self, changes: Mapping[str, str]) -> str | None:
        if changes:
            url = self.url
            for name, value in changes.items():
                url = _with_parameter(url, name, value)
            return url
        parts = urlsplit(self.url)
        match = re.search(r"/(?:page|trang|p)[/-](\d{1,6})(?=/|\.|\Z)", parts.path, re.IGNORECASE)
        if match is None:
            return None
        path = f"{parts.path[: match.start(1)]}{int(match[1]) + 1}{parts.path[match.end(1) :]}"
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    def url_with(self, name: str, value: str) -> str:
        """The address with one parameter set."""
        return _with_parameter(self.url, name, value)


def _countable(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _with_parameter(url: str, name: str, value: str) -> str:
    """An address with one parameter set in its place, or added at its end."""
    parts = urlsplit(url)
    pair = f"{quote(name, safe='$[]')}={quote(value, safe='')}"
    pairs = parts.query.split("&") if parts.query else []
    names = [quote(one.partition("=")[0], safe="$[]%") for one in pairs]
    wanted = quote(name, safe="$[]")
    if wanted in names:
        pairs[names.index(wanted)] = pair
    else:
        pairs.append(pair)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(pairs), ""))
