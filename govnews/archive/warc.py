"""WARC 1.1 files (ISO 28500:2017): every exchange as it was sent, one gzip member per record.

Records are laid out here rather than by warcio's writer, which compresses at level 9 and hashes
twice (2.5 ms a page against 1.1); warcio reads them back, here and in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sqlite3
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from govnews.errors import ArchiveCorrupt, PageRefused, UnreadableInput
from govnews.model import Capture
from govnews.version import __version__

MAX_FILE = 1024 * 1024 * 1024
"""Bytes after which a new file is begun, as crawlers commonly do."""

MAX_PAYLOAD = 64 * 1024 * 1024
"""Bytes a payload may have after its content encoding is removed."""

LEVEL = 1
OPEN = ".open"
"""Ending of a file that is being written; it goes when the file is complete."""

REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. headers: name and value as received. payload: the body with its
    content encoding kept and its transfer encoding removed. fetched_at: aware.
    """

    url: str
    fetched_at: datetime
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int = 200
    reason: str = "OK"
    headers: Headers = ()
    payload: bytes = b""

    def header(self, name: str) -> str | None:
        """The first response header of this name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def capture(self, limit: int = MAX_PAYLOAD) -> Capture:
        """What reading needs of it; raises PageRefused when the payload unpacks to too much."""
        body = decode_payload(self.headers, self.payload, limit)
        return Capture(self.url, self.fetched_at, body, self.status, self.header("content-type"))


@dataclass(frozen=True, slots=True)
class Written:
    """Where a response (or revisit) record stands. file: relative to the data root."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier capture with the same payload. id: its capture row."""

    id: int
    url: str
    fetched_at: str


def decode_payload(headers: Headers, payload: bytes, limit: int = MAX_PAYLOAD) -> bytes:
    """The payload without its content encoding. One that does not unpack is returned as it is.

    Raises PageRefused when more than `limit` bytes would come out.
    """
    names = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    body = payload
    for coding in reversed([name.strip().lower() for name in names.split(",") if name.strip()]):
        if coding in {"gzip", "x-gzip", "deflate"}:
            body = _inflate(body, limit)
        elif coding == "br":
            body = _unbrotli(body, limit)
    if len(body) > limit:
        raise PageRefused("too-large", f"{len(body)} bytes, the limit is {limit}")
    return body


def _inflate(body: bytes, limit: int) -> bytes:
    for wbits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        stream = zlib.decompressobj(wbits)
        try:
            out = stream.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(out) > limit:
            raise PageRefused("too-large", f"unpacks to more than {limit} bytes")
        return out
    return body


def _unbrotli(body: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    out = bytearray()
    try:
        for start in range(0, len(body), 4096):
            out += stream.process(body[start : start + 4096])
            if len(out) > limit:
                raise PageRefused("too-large", f"unpacks to more than {limit} bytes")
    except brotli.error:
        return body
    return bytes(out)


# --- writing --------------------------------------------------------------------------------------


def warc_date(moment: datetime) -> str:
    """A WARC-Date with the precision that the archive keeps: seconds, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


def _record(headers: list[tuple[str, str]], block: bytes) -> bytes:
    lines = [f"{name}: {_one_line(value)}" for name, value in headers]
    lines += [f"WARC-Block-Digest: {_digest(block)}", f"Content-Length: {len(block)}", "", ""]
    head = "\r\n".join(["WARC/1.1", *lines]).encode("utf-8", "replace")
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(head + block + b"\r\n\r\n") + packer.flush()


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _http_head(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{_one_line(name)}: {_one_line(value)}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("utf-8", "replace")


class WarcWriter:
    """Appends exchanges to files of its own: `PREFIX-20260302021500-00000.warc.gz`.

    The first file is made with the first exchange, so that a run that fetches nothing leaves none.
    """

    def __init__(self, root: Path, prefix: str) -> None:
        self._root = root
        self._prefix = prefix
        self._serial = 0
        self._file: IO[bytes] | None = None
        self._name = ""
        self._offset = 0

    def write(self, exchange: Exchange, kind: str, original: Original | None = None) -> Written:
        """Appends request and response; with `original`, a revisit record without the payload.

        kind: what the URL was fetched as; kept in the record so that an index can be rebuilt.
        """
        if self._file is None or self._offset >= MAX_FILE:
            self._begin(exchange.fetched_at)
        request, response = self._records(exchange, kind, original)
        offset = self._offset + len(request)
        self._append(request + response)
        return Written(f"warc/{self._name}", offset, len(response))

    def _append(self, data: bytes) -> None:
        if self._file is None:
            raise ValueError("the writer is closed")
        try:
            self._file.write(data)
            self._file.flush()
        except OSError:
            # What was written of it is no whole record: take it back, keep what was there.
            os.ftruncate(self._file.fileno(), self._offset)
            self._file.seek(self._offset)
            raise
        self._offset += len(data)

    def _begin(self, now: datetime) -> None:
        self.close()
        folder = self._root / "warc"
        folder.mkdir(parents=True, exist_ok=True)
        stamp = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        while True:
            self._name = f"{self._prefix}-{stamp}-{self._serial:05d}.warc.gz"
            self._serial += 1
            try:
                if (folder / self._name).exists():
                    continue
                self._file = (folder / (self._name + OPEN)).open("xb", buffering=0)
                break
            except FileExistsError:
                continue
        self._offset = 0
        info = (
            f"software: govnews/{__version__}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/\r\n"
        )
        headers = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<{uuid.uuid4().urn}>"),
            ("WARC-Date", warc_date(now)),
            ("WARC-Filename", self._name),
            ("Content-Type", "application/warc-fields"),
        ]
        self._append(_record(headers, info.encode()))

    def _records(
        self, exchange: Exchange, kind: str, original: Original | None
    ) -> tuple[bytes, bytes]:
        ident = f"<{uuid.uuid4().urn}>"
        common = [
            ("WARC-Target-URI", exchange.url),
            ("WARC-Date", warc_date(exchange.fetched_at)),
        ]
        path = exchange.url.split("/", 3)[3] if exchange.url.count("/") > 2 else ""
        ask = _http_head(f"{exchange.method} /{path} HTTP/1.1", exchange.request_headers)
        request = _record(
            [
                ("WARC-Type", "request"),
                ("WARC-Record-ID", f"<{uuid.uuid4().urn}>"),
                *common,
                ("WARC-Concurrent-To", ident),
                ("Content-Type", "application/http; msgtype=request"),
            ],
            ask + exchange.request_body,
        )
        head = _http_head(f"HTTP/1.1 {exchange.status} {exchange.reason}".strip(), exchange.headers)
        headers = [
            ("WARC-Type", "response" if original is None else "revisit"),
            ("WARC-Record-ID", ident),
            *common,
            ("WARC-Payload-Digest", _digest(exchange.payload)),
            ("Govnews-Portal", self._prefix),
            ("Govnews-Kind", kind),
            ("Content-Type", "application/http; msgtype=response"),
        ]
        if original is not None:
            headers += [
                ("WARC-Profile", REVISIT),
                ("WARC-Refers-To-Target-URI", original.url),
                ("WARC-Refers-To-Date", original.fetched_at),
            ]
        return request, _record(headers, head + (exchange.payload if original is None else b""))

    def close(self) -> None:
        """Makes what was written durable and closes the file."""
        if self._file is not None:
            os.fdatasync(self._file.fileno())
            self._file.close()
            path = self._root / "warc" / self._name
            path.with_name(self._name + OPEN).rename(path)
            self._file = None


# --- reading --------------------------------------------------------------------------------------


def read_exchange(root: Path, file: str, offset: int) -> Exchange:
    """The exchange whose response record stands there; raises ArchiveCorrupt naming the place."""
    path = root / file
    if not path.exists() and path.with_name(path.name + OPEN).exists():
        path = path.with_name(path.name + OPEN)
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            for record in ArchiveIterator(stream):
                return _exchange(record)
    except (OSError, ArchiveLoadFailed, EOFError, zlib.error, ValueError) as error:
        raise ArchiveCorrupt(
            f"{path}, offset {offset}: the record does not read back: {error}"
        ) from error
    raise ArchiveCorrupt(f"{path}, offset {offset}: there is no record")


def iter_exchanges(path: Path) -> Iterator[Exchange]:
    """The responses and resources of any WARC file, gzip'd or not, in order.

    Raises UnreadableInput naming the place; what came before it has been given out.
    """
    place = 0
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                place = records.get_record_offset()
                target = record.rec_headers.get_header("WARC-Target-URI") or ""
                if record.rec_type in {"response", "resource"} and target.startswith("http"):
                    yield _exchange(record)
    except (OSError, ArchiveLoadFailed, EOFError, zlib.error, ValueError) as error:
        raise UnreadableInput(f"{path}: broken after offset {place}: {error}") from error


def _exchange(record: Any) -> Exchange:
    rec, http = record.rec_headers, record.http_headers
    payload = record.raw_stream.read()
    length = record.payload_length
    date = rec.get_header("WARC-Date") or "1970-01-01T00:00:00Z"
    url = (rec.get_header("WARC-Target-URI") or "").strip("<>")
    moment = datetime.fromisoformat(date)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(length, int) and 0 < length != len(payload) and record.rec_type != "revisit":
        raise ValueError(f"{url}: the record is cut: {len(payload)} of {length} bytes")
    if http is None:
        kind = rec.get_header("Content-Type") or "application/octet-stream"
        return Exchange(url, moment, headers=(("Content-Type", kind),), payload=payload)
    headers = tuple((str(name), str(value)) for name, value in http.headers)
    if (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        payload = _unchunk(payload)
        headers = tuple(pair for pair in headers if pair[0].lower() != "transfer-encoding")
    code, _, reason = (http.statusline or "200 OK").partition(" ")
    status = int(code) if code.isdigit() else 200
    return Exchange(url, moment, status=status, reason=reason, headers=headers, payload=payload)


def _unchunk(payload: bytes) -> bytes:
    """Removes the chunked coding that other tools leave in; bytes that are not chunked stay."""
    out, rest = bytearray(), payload
    while rest:
        size, found, rest = rest.partition(b"\r\n")
        try:
            count = int(size.split(b";")[0], 16)
        except ValueError:
            return payload if not out else bytes(out)
        if not found or count == 0:
            break
        out += rest[:count]
        rest = rest[count + 2 :]
    return bytes(out)


# --- after a kill ---------------------------------------------------------------------------------


def recover(root: Path, conn: sqlite3.Connection) -> list[str]:
    """Closes the files that a killed run left open; a torn last record is cut off.

    Whole records stay, stored in the database or not: a page that was written but not stored is
    still queued, and fetched again. Returns sentences about what was mended.
    """
    said = []
    for path in sorted((root / "warc").glob(f"*.warc.gz{OPEN}")):
        name = path.name.removesuffix(OPEN)
        row = conn.execute(
            "SELECT max(warc_offset + warc_length) FROM capture WHERE warc_file = ?",
            (f"warc/{name}",),
        ).fetchone()
        end = _end_of_whole_records(path, row[0] or 0)
        size = path.stat().st_size
        if end == 0:
            path.unlink()
            said.append(f"{name} held no whole record and was removed")
            continue
        if size > end:
            os.truncate(path, end)
            said.append(f"{name}: a torn record of {size - end} bytes was cut off its end")
        path.rename(path.with_name(name))
    return said


def _end_of_whole_records(path: Path, start: int) -> int:
    """Where the last whole gzip member ends, looking on from `start`."""
    end = start
    with path.open("rb") as stream:
        stream.seek(start)
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        position = start
        while chunk := stream.read(1 << 16):
            position += len(chunk)
            while chunk:
                try:
                    unpacker.decompress(chunk)
                except zlib.error:
                    return end
                if not unpacker.eof:
                    break
                chunk = unpacker.unused_data
                end = position - len(chunk)
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return end
