"""HTTP responses as stored in WARC records, with their transfer encoding removed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from govnews.archive.content_encoding import Headers, decode_payload
from govnews.errors import PageRefused
from govnews.reasons import Reason

MAX_LINE = 1 << 16
"""Maximum length of a header line in bytes."""

MAX_HEADERS = 1000
"""Maximum number of headers of a record or a response."""

_LENGTH_DIGITS = 16
"""Digits of a length that no payload reaches."""

_WITHOUT_BODY = frozenset({204, 304})
_UNPACKED = frozenset({"gzip", "x-gzip", "deflate"})
_CHUNK = re.compile(rb"(?:\r\n)?[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?(\r\n|\Z)")


@dataclass(frozen=True, slots=True)
class Message:
    """A response without its transfer encoding. headers: as received. cut: how the transfer shows
    that the payload is not whole, else None.
    """

    status: int
    reason: str
    headers: Headers
    payload: bytes
    cut: str | None = None


def read_headers(readline: Callable[[int], bytes]) -> Headers:
    """Names and values up to the empty line or the end; a folded line is appended to the one
    before.

    readline: returns the next line with its end, limited to a number of bytes. Lines may end with
    CR LF or LF. Raises ValueError when there are too many lines, or one is too long.
    """
    found: list[tuple[str, str]] = []
    while (line := readline(MAX_LINE)).strip():
        if len(line) >= MAX_LINE:
            raise ValueError("a line of a header is too long")
        text = _text(line)
        if text[0] in " \t" and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip()}".strip())
        elif ":" in text:
            name, _, value = text.partition(":")
            found.append((name.strip(), value.strip()))
        if len(found) > MAX_HEADERS:
            raise ValueError("there are too many headers")
    return tuple(found)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def payload_of(block: bytes) -> bytes:
    """The payload below the headers of a response, still encoded; raises ValueError."""
    stream = io.BytesIO(block)
    stream.readline()
    read_headers(stream.readline)
    return stream.read()


def parse_answer(block: bytes) -> Message | None:
    """Parse a response; None when the bytes are not HTTP.

    Raises ValueError for headers beyond the limits, PageRefused when the decoded transfer encoding
    is too large.
    """
    stream = io.BytesIO(block)
    protocol, _, rest = _text(stream.readline(MAX_LINE)).strip().partition(" ")
    code, _, reason = rest.strip().partition(" ")
    if not protocol.startswith("HTTP/") or not (code.isascii() and code.isdigit()):
        return None
    if len(code) != 3:
        return None
    found = read_headers(stream.readline)
    headers, payload, cut = _undo_transfer(found, stream.read())
    code_number = int(code)
    if cut is None and code_number not in _WITHOUT_BODY and headers == found:
        cut = _too_short(headers, payload)
    return Message(code_number, reason, headers, payload, cut)


def _undo_transfer(headers: Headers, payload: bytes) -> tuple[Headers, bytes, str | None]:
    """Remove the transfer codings, the last one first; stop at an unknown one. Returns headers,
    payload, and how the codings show that it is cut.

    Other tools keep the header and remove the coding, so bytes that are not encoded stay unchanged.
    """
    values = [value for name, value in headers if name.lower() == "transfer-encoding"]
    if not values:
        return headers, payload, None
    cut = None
    codings = [part.strip().lower() for part in ",".join(values).split(",") if part.strip()]
    while codings:
        coding = codings[-1].partition(";")[0].strip()
        if coding == "chunked":
            payload, ended = unchunk(payload)
            cut = cut or (None if ended else "its last chunk is missing")
        elif coding in _UNPACKED:
            payload, ended = _unpack(coding, payload)
            cut = cut or (None if ended else "the compressed answer breaks off before its end")
        elif coding != "identity":
            break
        codings.pop()
    kept = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
    if codings:
        kept.append(("Transfer-Encoding", ", ".join(codings)))
    return tuple(kept), payload, cut


def _unpack(coding: str, payload: bytes) -> tuple[bytes, bool]:
    """The decoded payload as far as it goes, and whether its end is there."""
    headers = (("Content-Encoding", coding),)
    try:
        return decode_payload(headers, payload), True
    except PageRefused as error:
        if error.reason != Reason.TRUNCATED:
            raise
        return decode_payload(headers, payload, whole=False), False


def length_of(stated: str) -> int | None:
    """The number of bytes that a Content-Length names; None for anything else."""
    valid = stated.isascii() and stated.isdigit() and len(stated) < _LENGTH_DIGITS
    return int(stated) if valid else None


def _too_short(headers: Headers, payload: bytes) -> str | None:
    """How the length that the server named shows that the payload is cut.

    Only a payload that is shorter says so: a tool that has undone a coding, and kept the length of
    what was sent, has more bytes than that.
    """
    stated = next((value for name, value in headers if name.lower() == "content-length"), "")
    length = length_of(stated)
    if length is None or len(payload) >= length:
        return None
    return f"it has {len(payload)} of {stated} bytes"


def unchunk(payload: bytes) -> tuple[bytes, bool]:
    """Remove the chunked coding in one pass, and say whether its last chunk is there; bytes that
    are not chunked stay unchanged. Extensions and trailers are dropped; a truncated payload is
    decoded as far as it goes.
    """
    out = bytearray()
    view = memoryview(payload)
    place = 0
    while head := _CHUNK.match(payload, place):
        size = int(head[1], 16)
        if size == 0 or not head[2]:
            return bytes(out), size == 0
        out += view[head.end() : head.end() + size]
        place = head.end() + size
    return (bytes(out), False) if place else (payload, True)
