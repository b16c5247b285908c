"""Gzip files with one gzip member for each WARC record."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK_SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A complete gzip member: its start and end offsets, and the first bytes of its content."""

    begin: int
    end: int
    head: bytes


def members(stream: IO[bytes], start: int, keep: int) -> Iterator[Member]:
    """The complete gzip members from an offset on, with `keep` bytes of each; ends at a truncated
    or damaged one.
    """
    stream.seek(start)
    begin, chunk = start, stream.read(_CHUNK_SIZE)
    while chunk:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        head = bytearray()
        while not unpacker.eof:
            if not chunk:
                return
            try:
                data = unpacker.decompress(chunk)
            except zlib.error:
                return
            head += data[: keep - len(head)]
            chunk = unpacker.unused_data or stream.read(_CHUNK_SIZE)
        end = stream.tell() - len(chunk)
        yield Member(begin, end, bytes(head))
        begin = end
