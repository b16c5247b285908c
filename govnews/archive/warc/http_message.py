"""HTTP answers as WARC records hold them, with the codings of their transfer undone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from govnews.archive.content_encoding import Headers, decode_payload

MAX_LINE = 1 << 16
"""Bytes that a line of a header may have."""

MAX_HEADERS = 1000
"""Headers that a record or an answer may have."""

_UNPACKED = frozenset({"gzip", "x-gzip", "deflate"})
_CHUNK = re.compile(rb"(?:\r\n)?[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?(\r\n|\Z)")


@dataclass(frozen=True, slots=True)
class Message:
    """An answer without the coding of its transfer. headers: as received."""

    status: int
    reason: str
    headers: Headers
    payload: bytes


def read_headers(readline: Callable[[int], bytes]) -> Headers:
    """Names and values up to the empty line or the end; a folded line joins the one before it.

    readline: gives the next line with its end, of at most so many bytes. Lines may end with CR LF
    or LF. Raises ValueError where there are too many, or one is too long.
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
    """What stands below the headers of an answer, its codings kept; raises ValueError."""
    stream = io.BytesIO(block)
    stream.readline()
    read_headers(stream.readline)
    return stream.read()


def parse_answer(block: bytes) -> Message | None:
    """An answer from its bytes; None when they are no HTTP.

    Raises ValueError where its headers are out of bounds, PageRefused where its transfer
    coding unpacks to too much.
    """
    stream = io.BytesIO(block)
    protocol, _, rest = _text(stream.readline(MAX_LINE)).strip().partition(" ")
    code, _, reason = rest.strip().partition(" ")
    if not protocol.startswith("HTTP/") or not (code.isascii() and code.isdigit()):
        return None
    if len(code) != 3:
        return None
    headers, payload = _undo_transfer(read_headers(stream.readline), stream.read())
    return Message(int(code), reason, headers, payload)


def _undo_transfer(headers: Headers, payload: bytes) -> tuple[Headers, bytes]:
    """Removes the transfer codings, the last one first; an unknown one stays, as do its inner ones.

    Other tools keep the header and undo the coding, so that bytes that are not coded stay.
    """
    values = [value for name, value in headers if name.lower() == "transfer-encoding"]
    if not values:
        return headers, payload
    codings = [part.strip().lower() for part in ",".join(values).split(",") if part.strip()]
    while codings:
        coding = codings[-1].partition(";")[0].strip()
        if coding == "chunked":
            payload = unchunk(payload)
        elif coding in _UNPACKED:
            payload = decode_payload((("Content-Encoding", coding),), payload)
        elif coding != "identity":
            break
        codings.pop()
    kept = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
    if codings:
        kept.append(("Transfer-Encoding", ", ".join(codings)))
    return tuple(kept), payload


def unchunk(payload: bytes) -> bytes:
    """Removes the chunked coding in one pass; bytes that are not chunked stay. Extensions and
    trailers are dropped; of a payload that breaks off, what there is of it comes out.
    """
    out = bytearray()
    view = memoryview(payload)
    place = 0
    while head := _CHUNK.match(payload, place):
        size = int(head[1], 16)
        if size == 0 or not head[2]:
            return bytes(out)
        out += view[head.end() : head.end() + size]
        place = head.end() + size
    return bytes(out) if place else payload
