"""Brings in what was saved elsewhere: text dumps, saved HTML, WARC files. The same reading as a
crawl's, into the same tables; each page is kept as a WARC record of the archive's own.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from govnews.archive import articles, captures
from govnews.archive.database import Archive
from govnews.archive.warc import MAX_PAYLOAD, Exchange, WarcWriter, Written, iter_exchanges
from govnews.errors import ArchiveError, NotAnArticle, PageRefused, UnreadableInput
from govnews.families import read
from govnews.learning import Learner
from govnews.model import Capture
from govnews.portal import Portal
from govnews.reading.urls import absolute, canonical, same_site

Outcome = Literal["new", "changed", "unchanged", "known", "not-an-article", "failed"]

_GZIP = b"\x1f\x8b"
_TAG = re.compile(rb"<(?:!doctype|html|head|body|meta|div|table|p|title)\b", re.IGNORECASE)
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_CANONICAL = re.compile(
    rb"""<link[^>]{0,200}?rel=["']?canonical["']?[^>]{0,500}?href=["']([^"'>]+)"""
    rb"""|<link[^>]{0,500}?href=["']([^"'>]+)["'][^>]{0,200}?rel=["']?canonical"""
    rb"""|<meta[^>]{0,200}?property=["']og:url["'][^>]{0,200}?content=["']([^"'>]+)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one page of an input file.

    outcome: "known" when the archive has this very page already; nothing was written then.
    reason: why it is no article or failed, else None.
    """

    file: str
    url: str
    outcome: Outcome
    reason: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Tally:
    """How an import went. counts: pages by outcome. skipped: records by why."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def complete(self) -> bool:
        """Whether every page that was sought is in the archive."""
        return not self.counts["failed"] and not self.counts["not-an-article"]


class Importer:
    """Imports files for one portal into an archive that is open for writing.

    captured_at: when the pages were saved; a WARC record has its own time, for other files it is
    the time of the file's last change when None.
    """

    def __init__(
        self, archive: Archive, portal: Portal, *, captured_at: datetime | None = None
    ) -> None:
        self.tally = Tally()
        self._archive = archive
        self._portal = portal
        self._captured_at = captured_at
        self._writer = WarcWriter(archive.root, portal.name)
        self._learner = Learner(archive, portal, datetime.now(UTC))

    def close(self) -> None:
        """Makes the WARC files durable, and the readings those of the profile learned meanwhile."""
        self._writer.close()
        self._learner.settle()

    def run(self, path: Path, url: str | None = None) -> Iterator[Imported]:
        """One file's pages, each stored in a transaction of its own.

        url: where a saved page comes from, when the file does not say. What cannot be read is
        given out with its reason, and the pages before it are stored.
        """
        try:
            warc = _is_warc(path)
            exchanges = self._from_warc(path) if warc else self._from_page(path, url)
            for exchange in exchanges:
                done = self._store(path, exchange, from_warc=warc)
                self.tally.counts[done.outcome] += 1
                if done.title is not None:
                    self._learner.stored(datetime.now(UTC))
                yield done
        except (UnreadableInput, OSError) as error:
            self.tally.counts["failed"] += 1
            reason = getattr(error, "strerror", None) or str(error)
            yield Imported(str(path), "", "failed", reason)

    # --- reading files ----------------------------------------------------------------------------

    def _from_page(self, path: Path, url: str | None) -> Iterator[Exchange]:
        if path.stat().st_size > MAX_PAYLOAD:
            raise UnreadableInput(f"more than {MAX_PAYLOAD} bytes")
        body = path.read_bytes()
        if body.startswith(_GZIP):
            body = _gunzip(path)
        if not body.strip():
            raise UnreadableInput("the file is empty")
        html = _TAG.search(body[:65536]) is not None
        moment = self._captured_at or datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
        where = url or (self._stated_url(body) if html else None) or _file_url(path, body)
        kind = "text/html" if html else "text/plain"
        yield Exchange(where, moment, headers=(("Content-Type", kind),), payload=body)

    def _stated_url(self, body: bytes) -> str | None:
        """The address that a saved page names as its own, if it is one of the portal's."""
        head = body[:65536]
        for match in (_SAVED_FROM.search(head), _CANONICAL.search(head)):
            if match is None:
                continue
            raw = next(group for group in match.groups() if group)
            found = absolute(self._portal.base_url, raw.decode("utf-8", "replace"))
            if found and same_site(found, self._portal.host):
                return canonical(found)
        return None

    def _from_warc(self, path: Path) -> Iterator[Exchange]:
        for exchange in iter_exchanges(path):
            kind = (exchange.header("content-type") or "").partition(";")[0].strip().lower()
            if not same_site(exchange.url, self._portal.host):
                self.tally.skipped["other site"] += 1
            elif exchange.status != 200:
                self.tally.skipped[f"status {exchange.status}"] += 1
            elif kind not in {"text/html", "application/xhtml+xml", "text/plain", ""}:
                self.tally.skipped["no page"] += 1
            else:
                yield exchange

    # --- storing ----------------------------------------------------------------------------------

    def _store(self, path: Path, exchange: Exchange, *, from_warc: bool) -> Imported:
        try:
            capture = exchange.capture()
        except PageRefused as error:
            return Imported(str(path), exchange.url, "failed", str(error))
        digest = captures.payload_digest(capture.body)
        conn = self._archive.conn
        # A saved page's time is a guess from its file; a WARC record's is part of what it is.
        at = exchange.fetched_at if from_warc else None
        if captures.is_known(conn, self._portal.name, exchange.url, digest, at):
            return Imported(str(path), exchange.url, "known")
        try:
            profile = self._learner.profile
            article = read(_canonical_capture(capture), self._portal, profile)
        except NotAnArticle as error:
            article, reason = None, error.reason
        except PageRefused as error:
            return Imported(str(path), exchange.url, "failed", str(error))
        with self._archive.transaction():
            if article is not None:
                self._learner.renew(conn, article.url)
            written = self._write(exchange, "article" if article else "listing")
            capture_id = captures.insert(
                conn,
                self._portal.name,
                "article" if article else "listing",
                exchange,
                capture.body,
                written,
            )
            if article is None:
                return Imported(str(path), exchange.url, "not-an-article", reason)
            seen = exchange.fetched_at
            stored = articles.store(conn, self._portal, capture_id, seen, article, profile)
        return Imported(str(path), article.url, stored.outcome, title=article.title)

    def _write(self, exchange: Exchange, kind: str) -> Written:
        try:
            return self._writer.write(exchange, kind)
        except OSError as error:
            raise ArchiveError(
                f"{self._archive.root / 'warc'} cannot be written: {error.strerror or error}. What "
                "was imported is safe; make room and run the command again."
            ) from error


def _canonical_capture(capture: Capture) -> Capture:
    url = canonical(capture.url) if capture.url.startswith("http") else capture.url
    return Capture(url, capture.fetched_at, capture.body, capture.status, capture.content_type)


def _file_url(path: Path, body: bytes) -> str:
    """What names a page that does not say where it comes from: its file's name and its content,
    so that two files of one name are two pages, and the same file twice is one.
    """
    return f"file:///{quote(path.name)}?sha256={hashlib.sha256(body).hexdigest()[:16]}"


def _is_warc(path: Path) -> bool:
    with path.open("rb") as stream:
        start = stream.read(5)
    if start.startswith(_GZIP):
        try:
            with gzip.open(path) as unpacked:
                start = unpacked.read(5)
        except (OSError, EOFError) as error:
            raise UnreadableInput(f"the gzip data is broken: {error}") from error
    return start == b"WARC/"


def _gunzip(path: Path) -> bytes:
    try:
        with gzip.open(path) as unpacked:
            body = unpacked.read(MAX_PAYLOAD + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableInput(f"the gzip data is broken: {error}") from error
    if len(body) > MAX_PAYLOAD:
        raise UnreadableInput(f"unpacks to more than {MAX_PAYLOAD} bytes")
    return body
