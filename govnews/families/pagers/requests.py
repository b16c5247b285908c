"""The requests that an element makes: by address, postback, script or form."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from govnews.families.pagers.labels import words
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, is_page

MAX_SCRIPT = 4000
"""Characters of a handler that are read; longer ones are programs, not calls."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, before the state of its form is added.

    key: what makes it this request, with the page number in it. url: the address; for a POST None
    where it is the form's own. fields: what is posted beside the form's state. form: an element
    of the form whose state goes along.
    """

    key: str
    url: str | None = None
    method: Literal["GET", "POST"] = "GET"
    fields: tuple[tuple[str, str], ...] = ()
    form: Element | None = None


_POSTBACK = re.compile(
    r"__doPostBack\(\s*(['\"])(?P<target>[^'\"]*)\1\s*,\s*(['\"])(?P<argument>[^'\"]*)\3"
    r"|WebForm_PostBackOptions\(\s*(['\"])(?P<target2>[^'\"]*)\5\s*,\s*(['\"])"
    r"(?P<argument2>[^'\"]*)\7"
)
_QUOTED = re.compile(r"(['\"])(?P<text>[^'\"\s<>]{1,2000})\1(?:\s?\+\s?(?P<added>\d{1,6})\b)?")
_ADDRESS = re.compile(
    r"(?:https?:|%2F|https?%3A|\.{0,2}/)|.*?(?:\?|\.(?:aspx|html?|php|jsp|do|cpx|ashx)\b)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"\.(?:elements\[)?['\"]?([\w$:]+)['\"]?\]?\.value\s*=\s*['\"]?(\d{1,6})\b")
_LIVEWIRE = re.compile(r"\bgotoPage\(\s*(\d{1,6})\s*,\s*['\"]([\w-]+)['\"]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([/'\"&])")

HANDLERS = (
    "onclick",
    "onmousedown",
    "onkeypress",
    "wire:click",
    "ng-click",
    "@click",
    "v-on:click",
)
DATA_ADDRESSES = words(
    "hx-get data-hx-get data-url data-href data-link data-next data-next-url data-nexturl"
    " data-next-href"
    " data-next-page-url data-ajax-url data-load-url data-page-url data-pagination-url"
    " data-request-url data-uri data-path ng-href up-href data-action data-load-more-url"
)
NEXT_ADDRESSES = (
    "data-next", "data-next-url", "data-nexturl", "data-next-page-url", "data-next-href", "hx-get",
    "data-hx-get", "data-load-more-url",
)  # fmt: skip
"""Attributes of a list, or of a place below it, that name the address of what follows."""

_NO_ADDRESS = words(
    "data-src data-original data-image data-img data-bg data-background data-thumb data-icon"
    " data-lazy data-lazy-src data-share-url data-share data-avatar data-poster"
)


def unescaped(script: str) -> str:
    """A handler as the script engine sees it: entities, `\\u0026`, `\\x26` and `\\'` decoded."""
    script = script[:MAX_SCRIPT]
    if "&" in script:
        script = html.unescape(script)
    if "%27" in script or "%22" in script:
        script = unquote(script)
    if "\\" in script:
        script = _ESCAPE.sub(lambda found: found[3] or chr(int(found[1] or found[2], 16)), script)
    return script


def by_script(script: str, element: Element, base: str, own: str) -> Iterator[Ask]:
    """The requests that a handler or a `javascript:` address names."""
    script = unescaped(script)
    match = _POSTBACK.search(script)
    if match is not None:
        target = match["target"] or match["target2"] or ""
        argument = match["argument"] or match["argument2"] or ""
        if target or argument:
            yield postback(target, argument, element)
            return
    assigned = tuple(_ASSIGNED.findall(script)) if "submit" in script.lower() else ()
    if assigned:
        key = "&".join(f"{name}={value}" for name, value in assigned)
        yield Ask(f"\0{key}", method="POST", fields=assigned, form=element)
        return
    match = _LIVEWIRE.search(script)
    if match is not None:
        yield by_parameter(own, match[2], match[1])
        return
    for match in _QUOTED.finditer(script):
        if _ADDRESS.match(match["text"]) is None:
            continue
        address = match["text"] + (match["added"] or "")
        if "%3F" in address.upper() or address.upper().startswith(("%2F", "HTTP%3A", "HTTPS%3A")):
            address = unquote(address)
        url = absolute(base, address)
        if url is not None and is_page(url) and url.partition("#")[0] != own:
            yield Ask(url, url)


def postback(target: str, argument: str, element: Element) -> Ask:
    """A WebForms postback."""
    fields = (("__EVENTTARGET", target), ("__EVENTARGUMENT", argument))
    return Ask(f"{target}\0{argument}", method="POST", fields=fields, form=element)


def by_parameter(own: str, name: str, value: str) -> Ask:
    """The page's own address with one parameter set."""
    parts = urlsplit(own)
    pairs = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] != name]
    query = "&".join([*pairs, urlencode([(name, value)])])
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    return Ask(url, url)


def requests_of(element: Element, base: str, own: str) -> Iterator[Ask]:
    """The requests of a link, a button or another element that can be pressed, in the order in
    which they are to be believed. base: what addresses are relative to. own: the page's address;
    a link to it asks for nothing.
    """
    href = (element.get("href") or "").strip()
    script = ""
    if href[:11].lower() == "javascript:":
        script = href[11:]
    elif href:
        url = absolute(base, href)
        if url is not None and is_page(url) and url.partition("#")[0] != own:
            yield Ask(url, url)
    if script:
        yield from by_script(script, element, base, own)
    for name in HANDLERS:
        handler = element.get(name)
        if handler:
            yield from by_script(handler, element, base, own)
    for name, value in sorted(element.items(), key=lambda pair: pair[0] not in NEXT_ADDRESSES):
        named = name in DATA_ADDRESSES
        if not named and not (name.startswith("data-") and name not in _NO_ADDRESS):
            continue
        if (
            not value
            or len(value) > 2000
            or (not named and not value.startswith(("/", "http", "?")))
        ):
            continue
        url = absolute(base, value)
        if url is not None and is_page(url) and ("/" in value or "?" in value):
            yield Ask(url, url)
    yield from _by_button(element)


def _by_button(element: Element) -> Iterator[Ask]:
    """The request of a submit or image button, with its form's state."""
    kind = (element.get("type") or ("submit" if element.tag == "button" else "text")).lower()
    if element.tag not in {"input", "button"} or kind not in {"submit", "image"}:
        return
    if next(element.iterancestors("form"), None) is None and not element.get("name"):
        return
    name, value = element.get("name") or "", element.get("value") or ""
    if kind == "image":
        dot = f"{name}." if name else ""
        fields: tuple[tuple[str, str], ...] = ((f"{dot}x", "8"), (f"{dot}y", "8"))
    else:
        fields = ((name, value),) if name else ()
    yield Ask(f"{name}\0{value}", method="POST", fields=fields, form=element)
