"""What a saved page says of itself: the address it was saved from, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from govnews.importing.recognise import START
from govnews.reading.urls import absolute, is_web_address


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page in a file.

    name: of the file, or its place in a package. body: the page. media_type: as a Content-Type has
    it. url: the address that the program which saved it wrote down, or the server of its package.
    hint: the address that the page itself names as its own, which may be wrong. at: when it was
    saved, by the same word. modified: the file's own time.
    """

    name: str
    body: bytes
    media_type: str
    url: str | None = None
    hint: str | None = None
    at: datetime | None = None
    modified: datetime | None = None


# How programs write down where a page was saved from, and when.
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\r\n]{0,80}))?"
)
_HTTRACK = re.compile(
    rb"<!-- (?:Mirrored from|Created by) (\S+) by HTTrack Website Copier/[^,]{0,80}"
    rb"(?:\[[^\]]{0,40}\])?, ([^>]{10,60}?) -->"
)
_READER = re.compile(
    rb"""<a[^>]{0,300}?class=["'][^"']*?\breader-domain\b[^"']*["'][^>]{0,300}?href=["']([^"']+)"""
    rb"""|<a[^>]{0,300}?href=["']([^"']+)["'][^>]{0,300}?class=["'][^"']*?\breader-domain\b"""
)
_CANONICAL = re.compile(
    rb"""<link[^>]{0,200}?rel=["']?canonical["']?[^>]{0,500}?href=["']([^"'>]+)"""
    rb"""|<link[^>]{0,500}?href=["']([^"'>]+)["'][^>]{0,200}?rel=["']?canonical"""
    rb"""|<meta[^>]{0,200}?property=["']og:url["'][^>]{0,200}?content=["']([^"'>]+)""",
    re.IGNORECASE,
)
_JS_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")


def of_html(
    name: str, body: bytes, modified: datetime | None, media_type: str = "text/html"
) -> SavedPage:
    """A page with what its markup says of where it was saved from."""
    head = body[:START].replace(b"\0", b"")
    url, at = _written_down(head)
    hint = _named(_CANONICAL, head)
    return SavedPage(name, body, media_type, url, hint, at, modified)


def _written_down(head: bytes) -> tuple[str | None, datetime | None]:
    """Address and time as the program wrote them that saved the page."""
    for pattern in (_SINGLE_FILE, _HTTRACK):
        match = pattern.search(head)
        url = _address(match[1].decode("utf-8", "replace")) if match is not None else None
        if match is not None and url is not None:
            return url, moment_of((match[2] or b"").decode("ascii", "replace"))
    for pattern in (_SAVED_FROM, _READER):
        url = _address(_named(pattern, head) or "")
        if url is not None:
            return url, None
    return None, None


def _named(pattern: re.Pattern[bytes], head: bytes) -> str | None:
    """The address that a pattern finds, as it stands there."""
    match = pattern.search(head)
    raw = next((group for group in match.groups() if group), None) if match else None
    return unescape(raw.decode("utf-8", "replace")).strip() if raw is not None else None


def _address(raw: str) -> str | None:
    """A web address; HTTrack leaves the scheme out."""
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:/|$)", raw):
        raw = f"http://{raw}"
    return absolute("", raw) if is_web_address(raw) else None


def moment_of(text: str) -> datetime | None:
    """The moment of an HTTP or mail date, of an ISO date, or of a date as JavaScript prints it; in
    UTC, to the second.
    """
    text = text.strip()
    script = _JS_DATE.match(text)
    try:
        if script is not None:
            month, day, year, clock, zone = script.groups()
            moment = datetime.strptime(f"{day} {month} {year} {clock} {zone}", "%d %b %Y %X %z")
        elif text[:4].isdigit():
            moment = datetime.fromisoformat(text)
        else:
            moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, TypeError):
        return None
