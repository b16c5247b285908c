"""WARC 1.1 files (ISO 28500:2017): every exchange as it was sent, one gzip member per record.

Records are laid out here rather than by warcio's writer, which compresses at level 9 and hashes
twice (2.5 ms a page against 1.1); warcio reads them back, here and in the tests.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
import re
import sys
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from govnews.archive.content_encoding import MAX_PAYLOAD, Headers, decode_payload
from govnews.archive.warc.members import members
from govnews.errors import ArchiveCorrupt, UnreadableInput
from govnews.model import Capture
from govnews.version import __version__

MAX_FILE = 1024 * 1024 * 1024
"""Bytes after which a new file is begun, as crawlers commonly do."""

LEVEL = 2
"""Of ISA-L: as small as zlib at 1, in a fifth of its time."""

GZIP = zlib.MAX_WBITS | 16
OPEN = ".open"
"""Ending of a file that is being written; it goes when the file is complete."""

NOTES = 200
"""Lines about visits without a payload that are gathered into one record."""

NOTES_TYPE = "application/x-ndjson"
"""Content-Type of those records: JSON, one line for a visit (see observations.py)."""

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""Profile of a revisit whose payload is the original's, byte for byte."""

SAME_READING = "urn:x-govnews:revisit:same-reading"
"""Profile of a revisit whose payload is the original's once unpacked, but was packed otherwise.
WARC 1.1 (6.7.1) leaves profiles open, for "substantial duplicates" too: the record has the
answer's headers and the digest of the payload that came and was not kept.
"""

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""Profile of a revisit for which the server sent nothing: status 304, the original still holds."""

_BREAKS = re.compile(r"[\r\n\0]+")


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
    """Where a response (or revisit) record stands. file: relative to the data root.
    payload_digest: SHA-256 of the payload as sent, `sha256:` and hex digits.
    """

    file: str
    offset: int
    length: int
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier capture that has this payload, or one that reads the same. id: its capture row.
    payload_digest: as in Written.
    """

    id: int
    url: str
    fetched_at: str
    payload_digest: str


# --- writing --------------------------------------------------------------------------------------


def warc_date(moment: datetime) -> str:
    """A WARC-Date with the precision that the archive keeps: seconds, UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def sha256(data: bytes) -> str:
    """A digest as the archive's rows have it: `sha256:` and hex digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _base32(digest: str) -> str:
    """The same digest as WARC files commonly have it."""
    return "sha256:" + base64.b32encode(bytes.fromhex(digest.removeprefix("sha256:"))).decode()


def _record(headers: list[tuple[str, str]], block: bytes, *, dense: bool = False) -> bytes:
    lines = [f"{name}: {_one_line(value)}" for name, value in headers]
    lines.append(f"WARC-Block-Digest: {_base32(sha256(block))}")
    lines += [f"Content-Length: {len(block)}", "", ""]
    head = "\r\n".join(["WARC/1.1", *lines]).encode("utf-8", "replace")
    data = head + block + b"\r\n\r\n"
    if dense:
        return zlib.compress(data, 9, GZIP)
    return isal_zlib.compress(data, LEVEL, GZIP)


def _one_line(value: str) -> str:
    if not value.isprintable():
        value = _BREAKS.sub(" ", value)
    return value.strip()


def _http_head(first: str, headers: Headers) -> bytes:
    lines = [_one_line(first)]
    lines += [f"{_one_line(name)}: {_one_line(value)}" for name, value in headers]
    lines += ["", ""]
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
        self._notes: list[str] = []
        self._noted_at = datetime.now(UTC)

    def write(
        self,
        exchange: Exchange,
        kind: str,
        original: Original | None = None,
        links: str | None = None,
        redirected_from: str | None = None,
    ) -> Written:
        """Appends request and response; with `original`, a revisit record without the payload.

        kind: what the URL was fetched as. links: digest of what a list leads to. redirected_from:
        address whose answer redirected here. All are kept in the record so that an index can be
        rebuilt.
        """
        if self._file is None or self._offset >= MAX_FILE:
            self._begin(exchange.fetched_at)
        unsent = original is not None and exchange.status == 304
        digest = original.payload_digest if original and unsent else sha256(exchange.payload)
        own = [("Govnews-Kind", kind), *([("Govnews-Links", links)] if links else [])]
        if redirected_from is not None:
            own.append(("Govnews-Redirected-From", redirected_from))
        request, answer = self._records(exchange, own, digest, original)
        offset = self._offset + len(request)
        self._append(request + answer)
        return Written(f"warc/{self._name}", offset, len(answer), digest)

    def note(self, line: str, now: datetime) -> None:
        """Keeps a line of JSON about a visit whose payload is not kept. Lines go into the file
        NOTES at a time, as one metadata record, and the last of them when it is closed.
        """
        if self._file is None:
            self._begin(now)
        self._notes.append(line)
        self._noted_at = now
        if len(self._notes) >= NOTES:
            self._write_notes()

    def _write_notes(self) -> None:
        if not self._notes:
            return
        headers = [
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", f"<{uuid.uuid4().urn}>"),
            ("WARC-Date", warc_date(self._noted_at)),
            ("Govnews-Portal", self._prefix),
            ("Content-Type", NOTES_TYPE),
        ]
        block = "".join(f"{line}\n" for line in self._notes).encode()
        self._append(_record(headers, block, dense=True))
        self._notes = []

    def _append(self, data: bytes) -> None:
        if self._file is None:
            raise ValueError("the writer is closed")
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
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
        while self._file is None:
            self._name = f"{self._prefix}-{stamp}-{self._serial:05d}.warc.gz"
            self._serial += 1
            if not (folder / self._name).exists():
                with contextlib.suppress(FileExistsError):
                    self._file = (folder / (self._name + OPEN)).open("xb", buffering=0)
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
        self,
        exchange: Exchange,
        own: list[tuple[str, str]],
        digest: str,
        original: Original | None,
    ) -> tuple[bytes, bytes]:
        """The request record, empty when nothing was asked (an imported page), and the answer's."""
        ident = f"<{uuid.uuid4().urn}>"
        common = [
            ("WARC-Target-URI", exchange.url),
            ("WARC-Date", warc_date(exchange.fetched_at)),
        ]
        about = [
            ("WARC-Record-ID", ident),
            *common,
            ("WARC-Payload-Digest", _base32(digest)),
            ("Govnews-Portal", self._prefix),
            *own,
        ]
        if not exchange.url.startswith(("http://", "https://")):
            media_type = exchange.header("content-type") or "application/octet-stream"
            headers = [("WARC-Type", "resource"), *about, ("Content-Type", media_type)]
            return b"", _record(headers, exchange.payload)
        request = _request(exchange, common, ident) if exchange.request_headers else b""
        about.append(("Content-Type", "application/http; msgtype=response"))
        head = _http_head(f"HTTP/1.1 {exchange.status} {exchange.reason}", exchange.headers)
        if original is None:
            return request, _record([("WARC-Type", "response"), *about], head + exchange.payload)
        profile = IDENTICAL if original.payload_digest == digest else SAME_READING
        if exchange.status == 304:
            profile = NOT_MODIFIED
        about += [
            ("WARC-Profile", profile),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", original.fetched_at),
        ]
        return request, _record([("WARC-Type", "revisit"), *about], head)

    def close(self) -> None:
        """Makes what was written durable and closes the file."""
        if self._file is None:
            return
        try:
            self._write_notes()
        finally:
            file, self._file = self._file, None
            self._finish(file)

    def _finish(self, file: IO[bytes]) -> None:
        path = self._root / "warc" / self._name
        unfinished = path.with_name(self._name + OPEN)
        with file:
            os.fdatasync(file.fileno())
        if self._offset:
            unfinished.rename(path)
        else:
            unfinished.unlink()  # not even its first record found room


def _request(exchange: Exchange, common: list[tuple[str, str]], concurrent_to: str) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = _http_head(f"{exchange.method} {target} HTTP/1.1", exchange.request_headers)
    headers = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<{uuid.uuid4().urn}>"),
        *common,
        ("WARC-Concurrent-To", concurrent_to),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return _record(headers, head + exchange.request_body)


# --- reading --------------------------------------------------------------------------------------


_BROKEN = (
    ArchiveLoadFailed, StatusAndHeadersParserException, OSError, EOFError, zlib.error, ValueError,
)  # fmt: skip


def read_exchange(root: Path, file: str, offset: int) -> Exchange:
    """The exchange whose response record stands there; raises ArchiveCorrupt naming the place."""
    path = root / file
    if not path.exists() and path.with_name(path.name + OPEN).exists():
        path = path.with_name(path.name + OPEN)
    place = f"{path}, offset {offset}"
    try:
        with path.open("rb") as stream:
            member = next(members(stream, offset, sys.maxsize), None)
        if member is None:
            raise ArchiveCorrupt(f"{place}: there is no whole record")
        return parse_exchange(member.head)
    except (OSError, UnreadableInput) as error:
        raise ArchiveCorrupt(f"{place}: {error}") from error


def parse_exchange(record: bytes) -> Exchange:
    """The exchange of one response, revisit or resource record; raises UnreadableInput."""
    try:
        return next(_exchange(parsed) for parsed in ArchiveIterator(io.BytesIO(record)))
    except (*_BROKEN, StopIteration) as error:
        raise UnreadableInput(f"the record does not read back: {error}") from error


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
        payload = unchunk(payload)
        headers = tuple(pair for pair in headers if pair[0].lower() != "transfer-encoding")
    code, _, reason = (http.statusline or "200 OK").partition(" ")
    status = int(code) if code.isdigit() else 200
    return Exchange(url, moment, status=status, reason=reason, headers=headers, payload=payload)


_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})\s*(?:;|\Z)")


def unchunk(payload: bytes) -> bytes:
    """Removes the chunked coding that other tools leave in; bytes that are not chunked stay."""
    out, rest = bytearray(), payload
    while rest:
        size, found, rest = rest.partition(b"\r\n")
        digits = _CHUNK.match(size)
        if digits is None:
            return payload if not out else bytes(out)
        count = int(digits[1], 16)
        if not found or count == 0:
            break
        out += rest[:count]
        rest = rest[count + 2 :]
    return bytes(out)
