"""A WARC file of the archive record by record: all that is whole, and every place that is not."""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from govnews.archive.warc.members import members

_MAGIC = b"\x1f\x8b\x08"
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record. offset, length: its place in the file. headers: by lower-case name.
    block: what stands below them. data: all of it, unpacked.
    """

    offset: int
    length: int
    headers: Mapping[str, str]
    block: bytes
    data: bytes

    @property
    def type(self) -> str:
        """`response`, `revisit`, `request`, …"""
        return self.headers.get("warc-type", "")


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file that holds no record that can be read. why: in words."""

    offset: int
    length: int
    why: str


def walk(path: Path) -> Iterator[Record | Damage]:
    """All records of a gzip'd WARC file; after a damaged one, from the next whole one on.

    Digests are not compared; see `fault`. Raises OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        place = 0
        while place < size:
            for member in members(stream, place, sys.maxsize):
                place = member.end
                yield _record(member.begin, member.end - member.begin, member.head)
            if place < size:
                begin, place = place, _next_record(stream, place + 1, size)
                cut = " or the file is cut" if place == size else ""
                yield Damage(begin, place - begin, f"the gzip data is damaged{cut}")


def _record(offset: int, length: int, data: bytes) -> Record | Damage:
    head, _, rest = data.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not version.startswith("WARC/"):
        return Damage(offset, length, "this is no WARC record")
    pairs = [line.partition(":") for line in lines]
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    given = headers.get("content-length", "")
    size = int(given) if given.isdecimal() else -1
    if size != len(rest) - 4:
        return Damage(offset, length, f"the record says {given} bytes and has {len(rest) - 4}")
    return Record(offset, length, headers, rest[:size], data)


def _next_record(stream: IO[bytes], start: int, size: int) -> int:
    """Where the next whole record begins; the size of the file when there is none."""
    place = start
    while place < size:
        stream.seek(place)
        chunk = stream.read(_STEP + len(_MAGIC))
        found = chunk.find(_MAGIC)
        if found < 0:
            place += _STEP
            continue
        place += found
        member = next(members(stream, place, 5), None)
        if member is not None and member.head == b"WARC/":
            return place
        place += 1
    return size


def fault(record: Record) -> str | None:
    """What is wrong with a record's digests; None when they hold or there are none."""
    if not _holds(record.headers.get("warc-block-digest"), record.block):
        return "the record's content is not what its digest says"
    if record.type in {"response", "resource"}:
        payload = record.block
        if record.type == "response":
            payload = payload.partition(b"\r\n\r\n")[2]
        if not _holds(record.headers.get("warc-payload-digest"), payload):
            return "the page is not what its digest says"
    return None


def _holds(digest: str | None, data: bytes) -> bool:
    """Whether data has a digest; True when it is of a kind that is not known here."""
    algorithm, _, value = (digest or "").partition(":")
    if algorithm.lower() not in {"sha256", "sha1"}:
        return True
    found = hashlib.new(algorithm.lower(), data, usedforsecurity=False)
    return value.upper() in {base64.b32encode(found.digest()).decode(), found.hexdigest().upper()}


def payload_digest(record: Record) -> str | None:
    """The digest of the payload that a record names, as rows have it; None for another kind."""
    algorithm, _, value = record.headers.get("warc-payload-digest", "").partition(":")
    if algorithm != "sha256":
        return None
    try:
        return "sha256:" + base64.b32decode(value).hex()
    except ValueError:
        return None
