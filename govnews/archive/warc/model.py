"""Data types of WARC files (ISO 28500:2017): exchanges and the records that hold them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from govnews.archive.content_encoding import MAX_PAYLOAD, Headers, decode_payload
from govnews.errors import PageRefused
from govnews.model import Capture
from govnews.reasons import Reason

OPEN = ".open"
"""Suffix of a file that is being written; removed when the file is complete."""

NOTES_TYPE = "application/x-ndjson"
"""Content-Type of metadata records about visits without a payload: JSON, one line for each visit
(see observations.py).
"""

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""Profile of a revisit with the same payload as the original, byte for byte."""

SAME_READING = "urn:x-govnews:revisit:same-reading"
"""Profile of a revisit whose payload equals the original's after decoding, but was encoded
differently. WARC 1.1 (6.7.1) leaves profiles open, for "substantial duplicates" too: the record has
the response's headers and the digest of the payload that was received and not kept.
"""

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""Profile of a revisit without a body: status 304, the original is still valid."""

ANSWERS = frozenset({"response", "revisit", "resource"})
"""Types of the records that hold a response."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response. headers: name and value as received. payload: the body with its
    content encoding kept and its transfer encoding removed. fetched_at: aware. cut: how the
    transfer shows that the payload is not whole, else None.
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
    cut: str | None = None

    def header(self, name: str) -> str | None:
        """The first response header of this name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def capture(self, limit: int = MAX_PAYLOAD) -> Capture:
        """The input of the reader; raises PageRefused when the payload is known not to be whole, or
        is too large when decoded.
        """
        if self.cut is not None:
            raise PageRefused(Reason.TRUNCATED, self.cut)
        body = decode_payload(self.headers, self.payload, limit)
        return Capture(self.url, self.fetched_at, body, self.status, self.header("content-type"))

    def decoded(self) -> bytes:
        """The payload without its content encoding, as far as it goes; as sent when it would be too
        large. This is what digest and size of a capture's row are of.
        """
        try:
            return decode_payload(self.headers, self.payload, whole=False)
        except PageRefused:
            return self.payload


@dataclass(frozen=True, slots=True)
class Written:
    """The location of a response (or revisit) record. file: relative to the data root.
    payload_digest: SHA-256 of the payload as sent, `sha256:` and hex digits.
    """

    file: str
    offset: int
    length: int
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier capture with the same payload, or one that reads the same. id: its capture row.
    payload_digest: as in Written.
    """

    id: int
    url: str
    fetched_at: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a WARC file. offset, length: its position in the file in bytes; both 0 in a
    stream without positions. headers: by lower-case name. block: its content. whole: False if the
    content exceeds the size limit of a page; block is empty then.
    """

    offset: int
    length: int
    headers: Mapping[str, str]
    block: bytes
    whole: bool = True

    @property
    def type(self) -> str:
        """`response`, `revisit`, `request`, …"""
        return self.headers.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True)
class Damage:
    """A range of a file without a readable record. why: the reason in words."""

    offset: int
    length: int
    why: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A response in a file of another tool.

    digest: of its payload as the file states it, for revisits to refer to. revisit: the payload is
    that of an earlier response, found by this digest, or by `refers_to`, its URL and time.
    """

    exchange: Exchange
    digest: str | None = None
    revisit: bool = False
    refers_to: tuple[str | None, datetime | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that cannot be used, with the reason in a few words. sought: it may have been a page
    of a portal; otherwise it is something else, such as a look-up of a host's name.
    """

    reason: str
    sought: bool = True


def warc_date(moment: datetime) -> str:
    """Format a WARC-Date with the precision of the archive: seconds, UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def parse_warc_date(text: str) -> datetime | None:
    """The moment of a WARC-Date in UTC, to the second; None for anything else, and for a year that
    leaves no room for other zones. A date without a zone is UTC; a year or a month is its first day
    (WARC 1.1, 5.4), a leap second the one before it.
    """
    stated = text.strip()
    if re.fullmatch(r"\d{4}(?:-\d\d)?", stated):
        stated += "-01" if "-" in stated else "-01-01"
    try:
        moment = datetime.fromisoformat(re.sub(r"(?<=:\d\d):60(?!\d)", ":59", stated))
        if not MINYEAR < moment.year < MAXYEAR:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def sha256(data: bytes) -> str:
    """A digest in the form of the archive's rows: `sha256:` and hex digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def base32(digest: str) -> str:
    """The same digest in base32, the common form in WARC files."""
    return "sha256:" + base64.b32encode(bytes.fromhex(digest.removeprefix("sha256:"))).decode()
