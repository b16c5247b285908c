"""Read WARC files: single records by position, all records of a file of the archive with the
damaged ranges, and the responses in records of other tools.

record_stream.py decides which bytes are a record, `exchange_of` which record is an exchange, for
all of them alike.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from govnews.archive.warc import record_stream
from govnews.archive.warc.gzip_members import Member, members
from govnews.archive.warc.http_message import Message, parse_answer, payload_of
from govnews.archive.warc.model import (
    OPEN,
    Damage,
    Exchange,
    Record,
    Skipped,
    StoredAnswer,
    parse_warc_date,
)
from govnews.archive.warc.record_stream import RecordStream
from govnews.errors import ArchiveCorrupt, PageRefused, UnreadableInput
from govnews.reading.urls import is_web_address

_NO_WEB_PAGE = "no web page"
_SAME_PAYLOAD = ("identical-payload-digest", "server-not-modified")
_MAGIC = b"\x1f\x8b\x08"
_STEP = 1 << 20


# --- exchanges ------------------------------------------------------------------------------------


def exchange_of(record: Record) -> Exchange:
    """The exchange of a response, revisit or resource record; a revisit's has no payload.

    Raises UnreadableInput with the reason in a few words.
    """
    headers = record.headers
    url = headers.get("warc-target-uri", "").strip("<> ")
    if not (is_web_address(url) or url.startswith("file:")):
        raise UnreadableInput(_NO_WEB_PAGE)
    if not record.whole:
        raise UnreadableInput("too large")
    moment = parse_warc_date(headers.get("warc-date", ""))
    if moment is None:
        raise UnreadableInput("no valid date")
    if "warc-segment-number" in headers:
        raise UnreadableInput("in segments")
    cut = "its WARC record says that it is cut" if "warc-truncated" in headers else None
    if record.type == "resource":
        kind = (("Content-Type", headers.get("content-type", "application/octet-stream")),)
        return Exchange(url, moment, headers=kind, payload=record.block, cut=cut)
    if record.type == "revisit" and not record.block.strip():
        return Exchange(url, moment)  # it states only that the payload was the same
    if record.type not in {"response", "revisit"}:
        raise UnreadableInput("no answer")
    answer = _answer(record.block)
    return Exchange(
        url,
        moment,
        status=answer.status,
        reason=answer.reason,
        headers=answer.headers,
        payload=answer.payload,
        cut=cut or (answer.cut if record.type == "response" else None),
    )


def _answer(block: bytes) -> Message:
    try:
        answer = parse_answer(block)
    except PageRefused as error:
        raise UnreadableInput("too large") from error
    except ValueError as error:
        raise UnreadableInput(str(error)) from error
    if answer is None:
        raise UnreadableInput("no HTTP answer")
    return answer


# --- files of the archive -------------------------------------------------------------------------


def read_exchange(root: Path, file: str, offset: int) -> Exchange:
    """The exchange of the response record at an offset; raises ArchiveCorrupt naming the place."""
    path = root / file
    if not path.exists() and path.with_name(path.name + OPEN).exists():
        path = path.with_name(path.name + OPEN)
    place = f"{path}, offset {offset}"
    try:
        with path.open("rb") as stream:
            member = next(members(stream, offset, _most()), None)
        if member is None:
            raise ArchiveCorrupt(f"{place}: there is no whole record")
        return exchange_of(_record(member))
    except UnreadableInput as error:
        raise ArchiveCorrupt(f"{place}: the record does not read back: {error}") from error
    except OSError as error:
        raise ArchiveCorrupt(f"{place}: {error}") from error


def walk(path: Path, start: int = 0) -> Iterator[Record | Damage]:
    """All records of a record-compressed WARC file from an offset on; after a damaged one, from the
    next complete one on.

    Digests are not compared; see `fault`. Raises OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        place = start
        while place < size:
            for member in members(stream, place, _most()):
                place = member.end
                try:
                    yield _record(member)
                except UnreadableInput as error:
                    yield Damage(member.begin, member.end - member.begin, str(error))
            if place < size:
                begin, place = place, _next_record(stream, place + 1, size)
                cut = " or the file is cut" if place == size else ""
                yield Damage(begin, place - begin, f"the gzip data is damaged{cut}")


def _most() -> int:
    """Number of bytes of a member to keep: those of the largest record, with its headers."""
    return record_stream.MAX_RECORD + _STEP


def _record(member: Member) -> Record:
    stream = RecordStream(io.BytesIO(member.head), len(member.head))
    return stream.single(member.begin, member.end - member.begin)


def _next_record(stream: IO[bytes], start: int, size: int) -> int:
    """The offset of the next complete record; the size of the file when there is none."""
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
    """The mismatch of a record's digests in words; None when they match or there are none."""
    block = record.block
    if not _holds(record.headers.get("warc-block-digest"), block):
        return "the record's content is not what its digest says"
    if record.type in {"response", "resource"}:
        try:
            payload = payload_of(block) if record.type == "response" else block
        except ValueError as error:
            return f"the answer cannot be read: {error}"
        if not _holds(record.headers.get("warc-payload-digest"), payload):
            return "the page is not what its digest says"
    return None


def _holds(digest: str | None, data: bytes) -> bool:
    """Whether data has a digest; True for an unknown algorithm."""
    algorithm, _, value = (digest or "").partition(":")
    if algorithm.lower() not in {"sha256", "sha1"}:
        return True
    found = hashlib.new(algorithm.lower(), data, usedforsecurity=False)
    return value.upper() in {base64.b32encode(found.digest()).decode(), found.hexdigest().upper()}


def stated_digest(record: Record) -> str | None:
    """The payload digest that a record states, in the form of rows; None for another algorithm."""
    algorithm, _, value = record.headers.get("warc-payload-digest", "").partition(":")
    if algorithm != "sha256":
        return None
    try:
        return "sha256:" + base64.b32decode(value).hex()
    except ValueError:
        return None


# --- files of other tools -------------------------------------------------------------------------


def stored(record: Record) -> StoredAnswer | Skipped:
    """A record of another tool's file as the answer that it holds."""
    headers = record.headers
    try:
        exchange = exchange_of(record)
    except UnreadableInput as error:
        return Skipped(str(error), sought=str(error) != _NO_WEB_PAGE)
    digest = headers.get("warc-payload-digest")
    if record.type != "revisit":
        return StoredAnswer(exchange, digest)
    if not headers.get("warc-profile", _SAME_PAYLOAD[0]).endswith(_SAME_PAYLOAD):
        # For example our own for pages that read the same: their payload was a different one.
        return Skipped("a revisit whose payload was not kept")
    refers_to = (
        headers.get("warc-refers-to-target-uri", "").strip("<> ") or None,
        parse_warc_date(headers.get("warc-refers-to-date", "")),
    )
    return StoredAnswer(exchange, digest, revisit=True, refers_to=refers_to)
