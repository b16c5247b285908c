"""Content encodings: payloads are stored as sent and decoded within limits when they are read."""

from __future__ import annotations

import zlib

import brotli

from govnews.errors import PageRefused
from govnews.reasons import Reason

MAX_PAYLOAD = 64 * 1024 * 1024
"""Maximum size of a decoded payload in bytes."""

MAX_CODINGS = 5
"""Content codings of one payload; servers use one, and a proxy in their front a second."""

Headers = tuple[tuple[str, str], ...]


def decode_payload(
    headers: Headers, payload: bytes, limit: int = MAX_PAYLOAD, *, whole: bool = True
) -> bytes:
    """The payload without its content encoding; one that cannot be decoded is returned unchanged.

    whole: refuse a truncated payload; otherwise return the part that can be decoded. Raises
    PageRefused for a truncated payload, and when more than `limit` bytes would result.
    """
    names = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    codings = [name.strip().lower() for name in names.split(",") if name.strip()]
    if len(codings) > MAX_CODINGS:
        raise PageRefused(Reason.TOO_LARGE, f"it is packed {len(codings)} times")
    body = payload
    for coding in reversed(codings):
        if coding in {"gzip", "x-gzip", "deflate"}:
            body = _inflate(body, limit, whole=whole)
        elif coding == "br":
            body = _unbrotli(body, limit, whole=whole)
    if len(body) > limit:
        raise PageRefused(Reason.TOO_LARGE, f"{len(body)} bytes, the limit is {limit}")
    return body


def _inflate(body: bytes, limit: int, *, whole: bool) -> bytes:
    """The content of all members of gzip data (RFC 1952, 2.2), or of zlib or raw deflate data; what
    follows the last member is no part of the page.
    """
    out = bytearray()
    rest = body
    while rest:
        member = _member(rest, limit + 1 - len(out))
        if member is None and rest is body and not body.startswith(_GZIP):
            return body  # the header says more than is true
        content, following, ended = member or (b"", b"", False)
        out += content
        if len(out) > limit:
            raise PageRefused(Reason.TOO_LARGE, f"unpacks to more than {limit} bytes")
        if whole and not ended:
            raise PageRefused(Reason.TRUNCATED, _BREAKS_OFF)
        rest = following if following.startswith(_GZIP) else b""
    return bytes(out)


def _member(body: bytes, most: int) -> tuple[bytes, bytes, bool] | None:
    """The first bytes of compressed data, what follows it, and whether its end is there; None for
    anything else, and for data that is damaged.
    """
    for wbits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        stream = zlib.decompressobj(wbits)
        try:
            return stream.decompress(body, most), stream.unused_data, stream.eof
        except zlib.error:
            continue
    return None


_GZIP = b"\x1f\x8b"
_STEP = 1024 * 1024
_BREAKS_OFF = "the compressed page breaks off before its end, or is damaged"


def _unbrotli(body: bytes, limit: int, *, whole: bool) -> bytes:
    stream = brotli.Decompressor()
    out = bytearray()
    try:
        rest = body
        while not stream.is_finished():
            if not rest and stream.can_accept_more_data():
                break
            out += stream.process(rest, output_buffer_limit=_STEP)
            rest = b""
            if len(out) > limit:
                raise PageRefused(Reason.TOO_LARGE, f"unpacks to more than {limit} bytes")
    except brotli.error:
        return body
    if whole and body and not stream.is_finished():
        raise PageRefused(Reason.TRUNCATED, _BREAKS_OFF)
    return bytes(out)
