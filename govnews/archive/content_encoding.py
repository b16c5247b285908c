"""Content encodings: payloads are kept as sent and unpacked when they are read, within bounds."""

from __future__ import annotations

import zlib

import brotli

from govnews.errors import PageRefused
from govnews.reasons import Reason

MAX_PAYLOAD = 64 * 1024 * 1024
"""Bytes a payload may have after its content encoding is removed."""

Headers = tuple[tuple[str, str], ...]


def decode_payload(
    headers: Headers, payload: bytes, limit: int = MAX_PAYLOAD, *, whole: bool = False
) -> bytes:
    """The payload without its content encoding. One that does not unpack is returned as it is.

    whole: one that breaks off is refused; otherwise what there is of it comes out. Raises
    PageRefused for that, and when more than `limit` bytes would come out.
    """
    names = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    body = payload
    for coding in reversed([name.strip().lower() for name in names.split(",") if name.strip()]):
        if coding in {"gzip", "x-gzip", "deflate"}:
            body = _inflate(body, limit, whole=whole)
        elif coding == "br":
            body = _unbrotli(body, limit, whole=whole)
    if len(body) > limit:
        raise PageRefused(Reason.TOO_LARGE, f"{len(body)} bytes, the limit is {limit}")
    return body


def _inflate(body: bytes, limit: int, *, whole: bool) -> bytes:
    for wbits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        stream = zlib.decompressobj(wbits)
        try:
            out = stream.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(out) > limit:
            raise PageRefused(Reason.TOO_LARGE, f"unpacks to more than {limit} bytes")
        if whole and body and not stream.eof:
            raise PageRefused(Reason.TRUNCATED, _BREAKS_OFF)
        return out
    return body


_STEP = 1024 * 1024
_BREAKS_OFF = "the compressed page breaks off before its end"


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
