"""Import pages from files: each is written as a WARC record of the archive, read, and stored in one
transaction like a crawled page.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from govnews.archive import (
    admission,
    articles,
    captures,
    hold_notes,
    holds,
    judging,
    nameless,
)
from govnews.archive.database import Archive
from govnews.archive.holds import Hold
from govnews.archive.warc.model import Exchange, Original, Skipped, StoredAnswer, Written
from govnews.archive.warc.reader import read_exchange, read_wacz, read_warc
from govnews.archive.warc.writer import WarcWriter
from govnews.errors import ArchiveError, PageRefused, UnreadableInput
from govnews.extraction_pool import BlockingPool, PageLost
from govnews.importing import saved
from govnews.importing.reading import Unread, read_page
from govnews.model import Article, Capture, ImportOutcome, Profile, StoreOutcome
from govnews.portal import Portal
from govnews.reading.urls import canonical_of_capture
from govnews.rereading import Rereader
from govnews.template_learner import Learner

AHEAD = 2
"""Number of responses that are read ahead while an earlier one is stored."""

_PAGES = {"text/html", "application/xhtml+xml", "text/plain", ""}


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome for one page of an input file.

    outcome: KNOWN when the archive already has this page; nothing was written then. reason: why it
    is no article or failed, else None.
    """

    file: str
    url: str
    outcome: ImportOutcome
    reason: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Tally:
    """Totals of an import. counts: pages by outcome. skipped: records and files by reason. held:
    readings that are held, by reason (`archive.holds`). details: the figures of one of them.
    """

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every page that was sought is among the articles."""
        short = (ImportOutcome.FAILED, ImportOutcome.NOT_AN_ARTICLE, ImportOutcome.HELD)
        return not any(self.counts[outcome] for outcome in short)


@dataclass(frozen=True, slots=True)
class _Page:
    """A response with its payload decoded, and the earlier capture of this payload, if any."""

    exchange: Exchange
    body: bytes
    original: Original | None = None

    @property
    def unsent(self) -> bool:
        """Whether the server sent "not modified" without a body."""
        return self.original is not None and self.exchange.status == 304


@dataclass(frozen=True, slots=True)
class _Reading:
    """A page that is being read in the other process. profile: the template profile in use."""

    outcome: Future[Article | Unread]
    profile: Profile | None


class Importer:
    """Import files for one portal into an archive that is open for writing.

    captured_at: when the pages were saved. A WARC record has its own time; other files have their
    modification time when this is None.
    """

    def __init__(
        self, archive: Archive, portal: Portal, *, captured_at: datetime | None = None
    ) -> None:
        self.tally = Tally()
        self._archive = archive
        self._portal = portal = nameless.known(archive.conn, portal)
        self._captured_at = captured_at
        self._writer = WarcWriter(archive.root, portal.name)
        self._learner = Learner(archive, portal, datetime.now(UTC))
        self._last_article = articles.last_id(archive.conn)
        self._decided: list[int] = []
        self._by_digest: dict[str, int] = {}
        self._pool: BlockingPool[Article | Unread] | None = None

    def close(self) -> None:
        """Flush the WARC files, and renew readings that were made before the profile
        was learned.
        """
        if self._pool is not None:
            self._pool.close()
        self._judge_new()
        hold_notes.note(self._archive.conn, self._writer, self._decided, datetime.now(UTC))
        self._writer.close()
        self._learner.settle()

    def run(self, path: Path, url: str | None = None) -> Iterator[Imported]:
        """Import the pages of a file, each in its own transaction.

        url: URL of a saved page, when the file does not state it. An unreadable page is yielded
        with its reason; the pages before it stay stored.
        """
        try:
            kind = saved.kind_of(path)
            if kind == "page":
                yield self._counted(self._saved(path, url))
                return
            records = (read_wacz if kind == "wacz" else read_warc)(path)
            for found, reading in self._ahead(records):
                done = self.take(str(path), found, reading)
                if done is not None:
                    yield done
        except (UnreadableInput, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield self._counted(Imported(str(path), "", ImportOutcome.FAILED, reason))

    def run_tree(self, folder: Path, urls: Mapping[str, str]) -> Iterator[Imported]:
        """Import all pages and WARC files below a folder, in the order of their paths.

        urls: URL of each file, by its path below the folder. A file of the map that the folder does
        not have counts as failed.
        """
        seen = set()
        for path in self._files(folder):
            name = path.relative_to(folder).as_posix()
            seen.add(name)
            yield from self.run(path, urls.get(name))
        for name in sorted(urls.keys() - seen):
            reason = "the URL map names it, the folder does not have it"
            yield self._counted(
                Imported(str(folder / name), urls[name], ImportOutcome.FAILED, reason)
            )

    def _files(self, folder: Path) -> Iterator[Path]:
        """Files that may hold pages; links are not followed, so that no file outside is read."""
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(
                f for f in folders if not f.startswith(".") and not f.endswith("_files")
            )
            for name in sorted(names):
                path = Path(place) / name
                if path.is_symlink() or not path.is_file():
                    self.tally.skipped["files: a link or no plain file"] += 1
                elif name.startswith(".") or not saved.may_hold_pages(name):
                    self.tally.skipped["files: another kind"] += 1
                else:
                    yield path

    def _counted(self, done: Imported) -> Imported:
        self.tally.counts[done.outcome] += 1
        if done.title is not None:
            self._learner.stored(datetime.now(UTC))
        return done

    def _saved(self, path: Path, url: str | None) -> Imported:
        """Store the page in a file, unless its address is said to be one outside the portal."""
        if url is not None and not self._portal.site.holds(url):
            why = f"{url} is no address of {self._portal.name}"
            return Imported(str(path), url, ImportOutcome.FAILED, why)
        exchange = saved.page(path, url, self._portal, self._captured_at)
        return self._store(str(path), exchange, at=None)

    # --- records of other tools -------------------------------------------------------------------

    def take(
        self, file: str, found: StoredAnswer | Skipped, reading: _Reading | None = None
    ) -> Imported | None:
        """Store a response if it is a page of the portal; else count the reason and return None.

        file: source of the response, for messages. reading: the reading, if it has begun already.
        """
        if isinstance(found, Skipped):
            self.tally.skipped[f"records: {found.reason}"] += 1
            return None
        exchange, original = found.exchange, None
        if not self._portal.site.holds(exchange.url):
            self.tally.skipped["records: other site"] += 1
            return None
        if found.revisit:
            original = self._original(found)
            if original is None:
                self.tally.skipped["records: a revisit of a page that is not here"] += 1
                return None
        if original is None and exchange.status != 200:
            self.tally.skipped[f"records: status {exchange.status}"] += 1
            return None
        if original is None and _media_type(exchange) not in _PAGES:
            self.tally.skipped["records: no page"] += 1
            return None
        at = exchange.fetched_at
        done = self._store(file, exchange, at=at, revisit_of=original, reading=reading)
        if done.outcome != ImportOutcome.FAILED and not found.revisit:
            ident = captures.find_at(self._archive.conn, self._portal.name, exchange.url, at)
            if ident is not None:
                self.remember(found.digest, ident)
        return self._counted(done)

    def failed(self, url: str, reason: str) -> Imported:
        """Count a response that could not be retrieved."""
        return self._counted(Imported(url, url, ImportOutcome.FAILED, reason))

    def remember(self, digest: str | None, capture_id: int) -> None:
        """Remember a capture by another tool's digest, to which later revisits may refer."""
        if digest is not None:
            self._by_digest[digest] = capture_id

    def remembers(self, digest: str | None) -> bool:
        """Whether a payload with this digest was imported already."""
        return digest in self._by_digest

    def _original(self, found: StoredAnswer) -> int | None:
        """The capture with a revisit's payload: by its digest, or by its URL and time."""
        if found.digest is not None and found.digest in self._by_digest:
            return self._by_digest[found.digest]
        url, at = found.refers_to
        if url is None or at is None:
            return None
        return captures.find_at(self._archive.conn, self._portal.name, url, at)

    # --- storing ----------------------------------------------------------------------------------

    def _store(
        self,
        file: str,
        exchange: Exchange,
        *,
        at: datetime | None,
        revisit_of: int | None = None,
        reading: _Reading | None = None,
    ) -> Imported:
        """Store an exchange. at: the capture time that makes a page with this payload a known one;
        None for any time, when it is only the file's modification time.
        """
        conn, name = self._archive.conn, self._portal.name
        try:
            page = self._page(exchange, revisit_of)
        except PageRefused as error:
            return Imported(file, exchange.url, ImportOutcome.FAILED, str(error))
        if captures.is_known(conn, name, exchange.url, captures.payload_digest(page.body), at):
            return Imported(file, exchange.url, ImportOutcome.KNOWN)
        article = self._read(page, reading)
        if isinstance(article, Unread) and article.failed:
            return Imported(file, exchange.url, ImportOutcome.FAILED, article.reason)
        with self._archive.transaction():
            # Every page is stored with kind 'article', as newer rules may find an article in it.
            written = self._write(page)
            capture_id = captures.insert(
                conn, name, "article", page.exchange, page.body, written, page.original
            )
            if isinstance(article, Unread):
                return Imported(file, exchange.url, ImportOutcome.NOT_AN_ARTICLE, article.reason)
            seen, eras = exchange.fetched_at, self._learner.eras
            reread = Rereader(self._archive, self._portal, eras, self._read_again)
            profile = eras.profile_at(seen)
            stored = admission.admit(
                conn, self._portal, capture_id, seen, article, profile, reread, key=None
            )
            if stored.outcome == StoreOutcome.PENDING:
                return self._judge(file, article, holds.last(conn), reread)
        return Imported(file, article.url, ImportOutcome(stored.outcome), title=article.title)

    def _judge(self, file: str, article: Article, hold: Hold, reread: Rereader) -> Imported:
        """Admit a reading that changes an article, or hold it, by what its page alone shows."""
        done = self._judge_of(reread).settle_alone(hold)
        self._note(done)
        outcome, reason = ImportOutcome.CHANGED, None
        if done.held:
            (which,) = done.held
            outcome, reason = ImportOutcome.HELD, holds.REASONS[which].meaning
        elif done.discarded:
            outcome, reason = ImportOutcome.HELD, "a person has discarded this reading of the page"
        elif done.unchanged:
            outcome = ImportOutcome.UNCHANGED
        return Imported(file, article.url, outcome, reason, title=article.title)

    def _note(self, done: judging.Judgement) -> None:
        self._decided += done.decided
        self.tally.held += done.held
        self.tally.details = done.details | self.tally.details

    def _judge_of(self, reread: Rereader) -> judging.Judge:
        now = datetime.now(UTC)
        return judging.Judge(
            self._archive.conn,
            self._portal,
            now,
            self._last_article,
            reread,
            reread.inspect,
            now,
        )

    def _judge_new(self) -> None:
        """Hold new articles that have one text under several addresses."""
        reread = Rereader(self._archive, self._portal, self._learner.eras)
        with self._archive.transaction():
            done = self._judge_of(reread).settle_new()
        self._note(done)
        self.tally.counts[ImportOutcome.NEW] -= done.retracted
        self.tally.counts[ImportOutcome.HELD] += done.retracted
        self.tally.counts = +self.tally.counts

    def _read_again(self, capture: Capture, profile: Profile | None) -> Article | None:
        """The article of an earlier capture; None when it cannot be read."""
        try:
            article = self._begin_reading(capture, profile).outcome.result()
        except PageLost:
            return None
        return article if isinstance(article, Article) else None

    def _page(self, exchange: Exchange, revisit_of: int | None) -> _Page:
        """Decode the payload; raises PageRefused when it is too large."""
        conn = self._archive.conn
        if revisit_of is None:
            body = exchange.capture().body
            digest = captures.payload_digest(body)
            original = captures.find_original(conn, self._portal.name, exchange.url, digest)
            return _Page(exchange, body, original)
        original, file, offset = captures.original_of(conn, revisit_of)
        sent = read_exchange(self._archive.root, file, offset)
        whole = replace(exchange, payload=sent.payload, headers=exchange.headers or sent.headers)
        return _Page(whole, sent.capture().body, original)

    def _read(self, page: _Page, reading: _Reading | None) -> Article | Unread:
        profile = self._learner.eras.profile_at(page.exchange.fetched_at)
        if reading is None or reading.profile is not profile:
            reading = self._begin(page)
        try:
            article = reading.outcome.result()
        except PageLost as lost:
            return Unread(f"{lost.reason}: {lost}", failed=True)
        if isinstance(article, Article) and page.unsent:
            return replace(article, views=None)  # a response without a body has no view count
        return article

    # --- reading ----------------------------------------------------------------------------------

    def _begin(self, page: _Page) -> _Reading:
        exchange = page.exchange
        url = canonical_of_capture(exchange.url)
        kind = exchange.header("content-type")
        status = 200 if page.unsent else exchange.status
        profile = self._learner.eras.profile_at(exchange.fetched_at)
        return self._begin_reading(
            Capture(url, exchange.fetched_at, page.body, status, kind), profile
        )

    def _begin_reading(self, capture: Capture, profile: Profile | None) -> _Reading:
        if self._pool is None:
            # Started for the first page only, because a process takes a moment to start.
            self._pool = BlockingPool(read_page, (self._portal,))
        return _Reading(self._pool.submit(capture, profile), profile)

    def _ahead(
        self, records: Iterable[StoredAnswer | Skipped]
    ) -> Iterator[tuple[StoredAnswer | Skipped, _Reading | None]]:
        """Responses in order. The next ones are read ahead in the other process, as far as they can
        be recognized as pages before the earlier ones are stored.
        """
        waiting: deque[tuple[StoredAnswer | Skipped, _Reading | None]] = deque()
        broken: Exception | None = None
        try:
            for found in records:
                waiting.append((found, self._begin_early(found)))
                if len(waiting) > AHEAD:
                    yield waiting.popleft()
        except (UnreadableInput, OSError) as error:
            broken = error
        yield from waiting
        if broken is not None:
            raise broken

    def _begin_early(self, found: StoredAnswer | Skipped) -> _Reading | None:
        if isinstance(found, Skipped) or found.revisit or found.exchange.status != 200:
            return None
        exchange, portal = found.exchange, self._portal
        if not portal.site.holds(exchange.url) or _media_type(exchange) not in _PAGES:
            return None
        try:
            body = exchange.capture().body
        except PageRefused:
            return None
        digest, at = captures.payload_digest(body), exchange.fetched_at
        if captures.is_known(self._archive.conn, portal.name, exchange.url, digest, at):
            return None
        return self._begin(_Page(exchange, body))

    def _write(self, page: _Page) -> Written:
        try:
            return self._writer.write(page.exchange, "article", page.original)
        except OSError as error:
            raise ArchiveError(
                f"{self._archive.root / 'warc'} cannot be written: {error.strerror or error}. What "
                "was imported is safe; make room and run the command again."
            ) from error


def _media_type(exchange: Exchange) -> str:
    return (exchange.header("content-type") or "").partition(";")[0].strip().lower()
