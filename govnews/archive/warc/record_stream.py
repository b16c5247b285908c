"""Read the records of a file in sequence within limits: a record is held in memory only up to the
maximum size of a page, and the file may not decompress to more than its size makes plausible.

This is the one place where bytes become a `Record`; reader.py opens it for single records, for
files of the archive and for those of other tools. It uses neither warcio (1.8) nor FastWARC (2.0):
both end a file that is truncated within its last record without an error, and neither continues
after a damaged record or limits the decompressed size; warcio does not read a file that is
compressed as one gzip member, and accepts any number of headers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import IO, NoReturn

from govnews.archive.content_encoding import MAX_PAYLOAD
from govnews.archive.warc.http_message import length_of, read_headers
from govnews.archive.warc.model import ANSWERS, Record
from govnews.errors import UnreadableInput

MAX_RECORD = MAX_PAYLOAD + (1 << 20)
"""Maximum size of a record block that is held in memory, in bytes."""

UNPACKED_FLOOR = 1 << 30
UNPACKED_RATIO = 100
"""Limits of decompression: a gigabyte, or a hundred times the size of the file if that is more. Web
pages compress to a fifth; a ratio of a thousand indicates a decompression bomb.
"""

_STEP = 1 << 16


class RecordStream:
    """Records in a stream of decompressed bytes.

    limit: maximum number of bytes read from it. name: of the file, for messages.
    """

    def __init__(self, stream: IO[bytes], limit: int, name: str = "") -> None:
        self._stream = stream
        self._left = limit
        self._name = name
        self._number = 0

    def records(self, types: frozenset[str] = ANSWERS) -> Iterator[Record]:
        """The records of these types in order; raises UnreadableInput at a broken place, after the
        records before it.
        """
        while (headers := self._head()) is not None:
            size = self._size(headers)
            if headers.get("warc-type", "").lower() not in types:
                self._skip(size)
            elif size > MAX_RECORD:
                self._skip(size)
                yield Record(0, 0, headers, b"", whole=False)
            else:
                yield Record(0, 0, headers, self._take(size))
            self._number += 1

    def single(self, offset: int, length: int) -> Record:
        """The only record of a gzip member, of any type; raises UnreadableInput when there is none,
        or when anything but line ends follows it.
        """
        headers = self._head()
        if headers is None:
            self._break("this is no WARC record")
        size = self._size(headers)
        rest = self._stream.read(self._left)
        if rest[size:] not in {b"\r\n\r\n", b"\n\n"}:
            given = headers.get("content-length", "")
            self._break(f"the record says {given} bytes and has {max(0, len(rest) - 4)}")
        return Record(offset, length, headers, rest[:size])

    def _head(self) -> dict[str, str] | None:
        """The headers of the next record by lower-case name, the first of each name; None at the
        end of the stream.
        """
        line = self._line()
        while line in {b"\r\n", b"\n"}:
            line = self._line()
        if not line:
            return None
        if not line.startswith(b"WARC/"):
            self._break("this is no WARC record")
        try:
            found = read_headers(self._line)
        except ValueError as error:
            self._break(f"the record cannot be read: {error}")
        return {name.lower(): value for name, value in reversed(found)}

    def _size(self, headers: dict[str, str]) -> int:
        length = length_of(headers.get("content-length", ""))
        if length is None:
            self._break("a record does not tell its length")
        return length

    def _line(self, limit: int = _STEP) -> bytes:
        """The next line with its end; empty at the end of the stream."""
        return self._counted(lambda: self._stream.readline(limit))

    def _take(self, size: int) -> bytes:
        return b"".join(self._parts(size))

    def _skip(self, size: int) -> None:
        """Skip a number of bytes."""
        for _ in self._parts(size):
            pass

    def _parts(self, size: int) -> Iterator[bytes]:
        while size:
            part = self._counted(lambda: self._stream.read(min(size, _STEP)))  # noqa: B023
            if not part:
                self._break("the file is cut")
            size -= len(part)
            yield part

    def _counted(self, read: Callable[[], bytes]) -> bytes:
        try:
            data = read()
        except (EOFError, OSError, zlib.error) as error:
            raise self._broken(str(error)) from error
        self._left -= len(data)
        if self._left < 0:
            self._break("it unpacks to far more than web pages do")
        return data

    def _broken(self, why: str) -> UnreadableInput:
        if not self._name:
            return UnreadableInput(why)
        return UnreadableInput(f"{self._name}: broken after record {self._number}: {why}")

    def _break(self, why: str) -> NoReturn:
        raise self._broken(why)
