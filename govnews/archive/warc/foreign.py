"""WARC files and WACZ packages of other tools, within bounds: a record is held in memory only up to
what a page may have, and a file may not unpack to more than its size makes likely.

Gzip by record, gzip of the whole file and no gzip at all are read alike.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from govnews.archive.content_encoding import MAX_PAYLOAD, Headers
from govnews.archive.warc.writer import Exchange, unchunk
from govnews.errors import UnreadableInput
from govnews.reading.urls import is_web_address

MAX_RECORD = MAX_PAYLOAD + (1 << 20)
MAX_LINE = 1 << 16
MAX_HEADERS = 1000
MAX_MEMBERS = 10_000
"""WARC files that a WACZ may have."""

UNPACKED_FLOOR = 1 << 30
UNPACKED_RATIO = 100
"""A file may unpack to a gigabyte, or to a hundred times its size if that is more. Web pages shrink
to a fifth; what shrinks to a thousandth is made to fill memory or time."""

_SAME_PAYLOAD = ("identical-payload-digest", "server-not-modified")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Found:
    """An answer in a file. digest: of its payload as the file tells it, for revisits to refer to.

    revisit: the payload is that of an earlier answer, with this digest, or with `refers_to`: its
    URL and time.
    """

    exchange: Exchange
    digest: str | None = None
    revisit: bool = False
    refers_to: tuple[str | None, datetime | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that cannot be used, and why in a few words."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Record:
    """Headers by lower-case name; no block where it is larger than any page may be."""

    headers: Mapping[str, str]
    block: bytes | None


def read_warc(path: Path) -> Iterator[Found | Skipped]:
    """The answers of a WARC file in order; raises UnreadableInput where it is broken, after what
    came before has been given out.
    """
    with path.open("rb") as stream:
        yield from _answers(_Source(stream, path.name, path.stat().st_size))


def read_wacz(path: Path) -> Iterator[Found | Skipped]:
    """The answers of all WARC files of a WACZ package; nothing is unpacked to the disk."""
    try:
        with zipfile.ZipFile(path) as package:
            members = [
                info
                for info in package.infolist()
                if info.filename.startswith("archive/")
                and info.filename.lower().endswith((".warc", ".warc.gz"))
            ]
            if not members:
                raise UnreadableInput("no WARC file is in the package's archive/ folder")
            if len(members) > MAX_MEMBERS:
                raise UnreadableInput(f"more than {MAX_MEMBERS} WARC files are in the package")
            for info in members:
                name = ascii(info.filename)[1:-1]
                with package.open(info) as opened:
                    stream = cast(zipfile.ZipExtFile, opened)
                    yield from _answers(_Source(stream, name, info.compress_size))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # RuntimeError: a member is encrypted; NotImplementedError: packed in an unusual way.
        raise UnreadableInput(f"the package cannot be read: {error}") from error


class _Source:
    """The bytes of a WARC file, unpacked. packed: how many there are before unpacking."""

    def __init__(
        self, stream: io.BufferedReader | zipfile.ZipExtFile, name: str, packed: int
    ) -> None:
        self.name = name
        self.number = 0
        self._left = max(UNPACKED_FLOOR, UNPACKED_RATIO * packed)
        start = stream.peek(4)[:4]
        if start == _ZSTD:
            raise UnreadableInput(f"{name}: packed with zstandard; unpack it first")
        self._stream: gzip.GzipFile | io.BufferedReader | zipfile.ZipExtFile = stream
        if start.startswith(_GZIP):
            self._stream = gzip.GzipFile(fileobj=stream)

    def broken(self, why: str) -> UnreadableInput:
        return UnreadableInput(f"{self.name}: broken after record {self.number}: {why}")

    def line(self) -> bytes:
        """The next line with its end; empty at the end of the file."""
        return self._counted(lambda: self._stream.readline(MAX_LINE))

    def take(self, size: int) -> bytes:
        """So many bytes, neither more nor less."""
        parts = list(self._parts(size))
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Passes over so many bytes without keeping them."""
        for _ in self._parts(size):
            pass

    def _parts(self, size: int) -> Iterator[bytes]:
        while size:
            part = self._counted(lambda: self._stream.read(min(size, _STEP)))  # noqa: B023
            if not part:
                raise self.broken("the file is cut")
            size -= len(part)
            yield part

    def _counted(self, read: Callable[[], bytes]) -> bytes:
        try:
            data = read()
        except (EOFError, OSError, zlib.error) as error:
            raise self.broken(str(error)) from error
        self._left -= len(data)
        if self._left < 0:
            raise self.broken("it unpacks to far more than web pages do")
        return data


# --- records --------------------------------------------------------------------------------------


def _records(source: _Source) -> Iterator[_Record]:
    while True:
        line = source.line()
        while line in {b"\r\n", b"\n"}:
            line = source.line()
        if not line:
            return
        if not line.startswith(b"WARC/"):
            raise source.broken("what follows is no WARC record")
        headers = _headers(source)
        length = headers.get("content-length", "")
        if not length.isdecimal():
            raise source.broken("a record does not tell its length")
        wanted = headers.get("warc-type") in {"response", "resource", "revisit"}
        if wanted and int(length) <= MAX_RECORD:
            yield _Record(headers, source.take(int(length)))
        else:
            source.skip(int(length))
            if wanted:
                yield _Record(headers, None)
        source.number += 1


def _headers(source: _Source) -> dict[str, str]:
    found: list[tuple[str, str]] = []
    while (line := source.line()).strip():
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            continue
        name, _, value = text.partition(":")
        found.append((name.strip().lower(), value.strip()))
        if len(found) > MAX_HEADERS:
            raise source.broken("a record has too many headers")
    return dict(reversed(found))  # the first of a name holds


def _answers(source: _Source) -> Iterator[Found | Skipped]:
    for record in _records(source):
        yield _answer(record)


def _answer(record: _Record) -> Found | Skipped:
    headers, block = record.headers, record.block
    url = headers.get("warc-target-uri", "").strip("<> ")
    moment = _moment(headers.get("warc-date", ""))
    if not (is_web_address(url) or url.startswith("file:")):
        return Skipped("no web page")
    if block is None:
        return Skipped("too large")
    if moment is None:
        return Skipped("no valid date")
    if "warc-truncated" in headers or "warc-segment-number" in headers:
        return Skipped("not whole in its file")
    digest = headers.get("warc-payload-digest")
    if headers["warc-type"] == "resource":
        kind = headers.get("content-type", "application/octet-stream")
        return Found(
            Exchange(url, moment, headers=(("Content-Type", kind),), payload=block), digest
        )
    exchange = _parse_http(url, moment, block)
    if headers["warc-type"] == "revisit":
        if not headers.get("warc-profile", _SAME_PAYLOAD[0]).endswith(_SAME_PAYLOAD):
            # Such as our own for pages that read the same: the payload was another one.
            return Skipped("a revisit whose payload was not kept")
        refers_to = (
            headers.get("warc-refers-to-target-uri", "").strip("<> ") or None,
            _moment(headers.get("warc-refers-to-date", "")),
        )
        # One without an answer's headers says only that the payload was the same.
        return Found(exchange or Exchange(url, moment), digest, revisit=True, refers_to=refers_to)
    return Found(exchange, digest) if exchange is not None else Skipped("no HTTP answer")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.replace(microsecond=0)


def _parse_http(url: str, moment: datetime, block: bytes) -> Exchange | None:
    """An answer from its bytes, without its transfer encoding; None when it is no HTTP."""
    stream = io.BytesIO(block)
    protocol, _, rest = stream.readline(MAX_LINE).decode("latin-1").strip().partition(" ")
    code, _, reason = rest.strip().partition(" ")
    if not protocol.startswith("HTTP/") or not (code.isdecimal() and len(code) == 3):
        return None
    headers: list[tuple[str, str]] = []
    while (line := stream.readline(MAX_LINE)).strip():
        text = _text(line)
        if text[0] in " \t" and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {text.strip()}")
        elif ":" in text:
            name, _, value = text.partition(":")
            headers.append((name.strip(), value.strip()))
    payload = stream.read()
    kept: Headers = tuple(headers)
    if any(
        name.lower() == "transfer-encoding" and "chunked" in value.lower()
        for name, value in headers
    ):
        payload = unchunk(payload)
        kept = tuple(pair for pair in headers if pair[0].lower() != "transfer-encoding")
    return Exchange(url, moment, status=int(code), reason=reason, headers=kept, payload=payload)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
