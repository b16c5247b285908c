"""Files that hold one page each: saved HTML and text dumps, plain or gzip'd."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from govnews.archive.content_encoding import MAX_PAYLOAD
from govnews.archive.warc.model import Exchange
from govnews.errors import UnreadableInput
from govnews.portal import Portal
from govnews.reading.urls import absolute, canonical

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".warc", ".wacz")
_TAG = re.compile(rb"<(?:!doctype|html|head|body|meta|div|table|p|title)\b", re.IGNORECASE)
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_CANONICAL = re.compile(
    rb"""<link[^>]{0,200}?rel=["']?canonical["']?[^>]{0,500}?href=["']([^"'>]+)"""
    rb"""|<link[^>]{0,500}?href=["']([^"'>]+)["'][^>]{0,200}?rel=["']?canonical"""
    rb"""|<meta[^>]{0,200}?property=["']og:url["'][^>]{0,200}?content=["']([^"'>]+)""",
    re.IGNORECASE,
)


def may_hold_pages(name: str) -> bool:
    """Whether a file of this name in a folder may hold pages."""
    return name.lower().removesuffix(".gz").endswith(_ENDINGS)


def kind_of(path: Path) -> Literal["warc", "wacz", "page"]:
    """The type of a file, by its first bytes; raises UnreadableInput for broken gzip data."""
    with path.open("rb") as stream:
        start = stream.read(5)
    if start.startswith(_ZIP):
        return "wacz"
    if start.startswith(_GZIP):
        try:
            with gzip.open(path) as unpacked:
                start = unpacked.read(5)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableInput(f"the gzip data is broken: {error}") from error
    # A WARC that is compressed with zstandard is recognized so that its error names the format.
    return "warc" if start == b"WARC/" or start.startswith(b"\x28\xb5\x2f\xfd") else "page"


def page(path: Path, url: str | None, portal: Portal, captured_at: datetime | None) -> Exchange:
    """The page in a file. url: its URL, else the one that the page states, else the file's name.

    captured_at: None takes the file's modification time. Raises UnreadableInput.
    """
    if path.stat().st_size > MAX_PAYLOAD:
        raise UnreadableInput(f"more than {MAX_PAYLOAD} bytes")
    body = path.read_bytes()
    if body.startswith(_GZIP):
        body = _gunzip(path)
    if not body.strip():
        raise UnreadableInput("the file is empty")
    html = _TAG.search(_start(body)) is not None
    moment = captured_at or datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    where = url or (_stated_url(body, portal) if html else None) or _file_url(path, body)
    kind = "text/html" if html else "text/plain"
    return Exchange(where, moment, headers=(("Content-Type", kind),), payload=body)


def _start(body: bytes) -> bytes:
    """The beginning of a file; the zeros of UTF-16 are left out, so that its tags are seen."""
    return body[:65536].replace(b"\0", b"")


def _stated_url(body: bytes, portal: Portal) -> str | None:
    """The URL that a saved page states as its own, if it belongs to the portal."""
    head = _start(body)
    for match in (_SAVED_FROM.search(head), _CANONICAL.search(head)):
        if match is None:
            continue
        raw = next(group for group in match.groups() if group)
        found = absolute(portal.base_url, raw.decode("utf-8", "replace"))
        if found and portal.site.holds(found):
            return canonical(found)
    return None


def _file_url(path: Path, body: bytes) -> str:
    """The URL of a page that states none: made from its file's name and its content, so that two
    files of one name are two pages, and the same file twice is one.
    """
    return f"file:///{quote(path.name)}?sha256={hashlib.sha256(body).hexdigest()[:16]}"


def _gunzip(path: Path) -> bytes:
    try:
        with gzip.open(path) as unpacked:
            body = unpacked.read(MAX_PAYLOAD + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableInput(f"the gzip data is broken: {error}") from error
    if len(body) > MAX_PAYLOAD:
        raise UnreadableInput(f"unpacks to more than {MAX_PAYLOAD} bytes")
    return body
