"""Import a portal from a web archive: every capture of a page keeps its own time and URL.

Resumable without a ledger of its own: captures of a time that the archive has are not requested
again, and a payload that the index lists with a known digest is recorded as a visit and not
fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from urllib.parse import urlsplit

from govnews.archive import captures, requeue
from govnews.archive.content_encoding import Headers
from govnews.archive.database import Archive
from govnews.archive.warc.model import Exchange, StoredAnswer
from govnews.errors import UsageError, WebArchiveBusy, WebArchiveUnavailable
from govnews.http_client import Answer, Client
from govnews.importing import cdx
from govnews.importing.intake import Imported, Intake
from govnews.model import ImportOutcome
from govnews.portal import Portal
from govnews.reading.urls import canonical, is_page, is_web_address

_PAGES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "warc/revisit", "", "unk", "-"}
)
_ORIGINAL = "x-archive-orig-"
_OF_THE_TRANSFER = {
    "content-type",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "connection",
}
MAX_FAILURES = 5
"""Number of consecutive failed pages after which the rescue stops."""


def server_of(source: str) -> tuple[str, str]:
    """The CDX server and the prefix of replay URLs, for the URL of a web archive.

    web.archive.org has its index on another path; a collection of pywb has it below itself. Raises
    UsageError for an invalid URL.
    """
    if not is_web_address(source):
        raise UsageError(f"'{source}' is no http address of a web archive")
    base = source.rstrip("/") + "/"
    parts = urlsplit(base)
    if parts.hostname == "web.archive.org":
        top = f"{parts.scheme}://{parts.netloc}"
        return f"{top}/cdx/search/cdx", f"{top}/web/"
    return f"{base}cdx", base


class Rescue:
    """A rescue into an archive that is open for writing.

    source: URL of the web archive or its collection. server: its CDX server, where it differs from
    the result of `server_of`. limit: maximum number of pages to fetch.
    """

    def __init__(
        self,
        archive: Archive,
        portal: Portal,
        client: Client,
        source: str,
        *,
        server: str | None = None,
        limit: int | None = None,
    ) -> None:
        self.stopped: str | None = None
        self.fetched = 0
        self._archive = archive
        self._portal = portal
        self._client = client
        self._limit = limit
        default, self._replay = server_of(source)
        self._server = server or default
        self._intake = Intake(archive, portal)
        self.tally = self._intake.tally
        self._failures = 0
        self._noted: set[str] = set()

    def close(self) -> None:
        """Flush the WARC files."""
        self._intake.close()

    def run(self) -> Iterator[Imported]:
        """Yield the outcome of each capture; known ones are only counted.

        `stopped` states why it ended early. Raises WebArchiveUnavailable when the index cannot be
        read.
        """
        parts = urlsplit(self._portal.base_url)
        whole_host = self._portal.site.path == "/"
        site = parts.netloc.removeprefix("www.") if whole_host else self._portal.base_url
        rows = cdx.captures(self._client, self._server, site, prefix=not whole_host)
        others = (
            cdx.captures(self._client, self._server, host, prefix=False)
            for host in self._portal.hosts
        )
        try:
            yield from self._take_all(chain(rows, *others))
        except WebArchiveBusy as error:
            self.stopped = str(error)

    def _take_all(self, rows: Iterator[cdx.Row]) -> Iterator[Imported]:
        for row in rows:
            if not self._wanted(row):
                continue
            try:
                done = self._take(row)
            except WebArchiveBusy:
                raise
            except WebArchiveUnavailable as error:
                done = self._intake.failed(row.url, str(error))
            self._note(row)
            if done is not None:
                yield done
            self._failures = (
                self._failures + 1 if done and done.outcome == ImportOutcome.FAILED else 0
            )
            if self._failures >= MAX_FAILURES:
                self.stopped = f"{MAX_FAILURES} captures in a row could not be fetched"
            if self.stopped is not None:
                return

    def _note(self, row: cdx.Row) -> None:
        """Note in the frontier that the index lists the page: one of the ways that led to it."""
        url = canonical(row.url)
        if url in self._noted:
            return
        with self._archive.transaction() as conn:
            if requeue.note_indexed(conn, self._portal, url, self._server, datetime.now(UTC)):
                self._noted.add(url)

    def _wanted(self, row: cdx.Row) -> bool:
        pattern = self._portal.crawl.article_url
        skipped = self.tally.skipped
        if not self._portal.site.holds(row.url):
            skipped["captures: other site"] += 1
        elif row.status not in {200, None}:
            skipped[f"captures: status {row.status}"] += 1
        elif row.mime.partition(";")[0] not in _PAGES or not is_page(row.url):
            skipped["captures: no page"] += 1
        elif pattern and not re.search(pattern, row.url):
            skipped["captures: no article's address"] += 1
        else:
            return True
        return False

    def _take(self, row: cdx.Row) -> Imported | None:
        known = captures.find_at(self._archive.conn, self._portal.name, row.url, row.at)
        if known is not None:
            self._intake.remember(row.digest, known)
            self.tally.counts[ImportOutcome.KNOWN] += 1
            return None
        if self._intake.remembers(row.digest):
            same = StoredAnswer(Exchange(row.url, row.at), row.digest, revisit=True)
            return self._intake.take(row.url, same)
        if self._limit is not None and self.fetched >= self._limit:
            self.stopped = f"{self._limit} pages were fetched, as --limit says"
            return None
        self.fetched += 1
        answer = self._client.get(f"{self._replay}{row.timestamp}id_/{row.url}")
        vague = row.status is None or row.mime == "warc/revisit"
        if vague and answer.status in {301, 302, 303, 307, 308, 404, 410}:
            self.tally.skipped[f"captures: status {answer.status}"] += 1
            return None
        problem = _problem(answer, row.at)
        if problem is not None:
            return self._intake.failed(row.url, problem)
        exchange = Exchange(row.url, row.at, headers=_headers(answer), payload=answer.body)
        return self._intake.take(row.url, StoredAnswer(exchange, row.digest))


def _problem(answer: Answer, at: datetime) -> str | None:
    """Why a response is not the requested capture; None when it is."""
    if answer.status != 200:
        return f"the web archive answers with status {answer.status}"
    stated = answer.headers.get("memento-datetime")
    if stated is None:
        return None
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return f"the web archive gives no time: {stated}"
    if moment != at:
        return f"the web archive gives the capture of another time: {stated}"
    return None


def _headers(answer: Answer) -> Headers:
    """The portal's own headers as far as the web archive returns them, and their source."""
    own = [
        (name.removeprefix(_ORIGINAL), value)
        for name, value in answer.headers.items()
        if name.startswith(_ORIGINAL)
    ]
    kept = [(name, value) for name, value in own if name not in _OF_THE_TRANSFER]
    kept += [
        (name, answer.headers[name])
        for name in ("content-type", "content-encoding", "memento-datetime")
        if name in answer.headers
    ]
    return tuple((name.title(), value) for name, value in [*kept, ("content-location", answer.url)])
