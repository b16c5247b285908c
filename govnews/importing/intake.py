"""The pages of a portal on their way into the archive, from files and web archives alike: each is
written as a WARC record, read, and stored in one transaction like a crawled page.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from govnews.archive import admission, articles, captures, hold_notes, holds, judging, nameless
from govnews.archive.database import Archive
from govnews.archive.holds import Hold
from govnews.archive.warc.model import Exchange, Original, StoredAnswer, Written
from govnews.archive.warc.reader import read_exchange
from govnews.archive.warc.writer import WarcWriter
from govnews.errors import ArchiveError, PageRefused, UnreadableInput
from govnews.extraction_pool import BlockingPool, PageLost
from govnews.importing.provenance import provenance
from govnews.importing.reading import Unread, read_page
from govnews.importing.saved import SavedPage
from govnews.model import Article, Capture, ImportOutcome, Profile, StoreOutcome
from govnews.portal import Portal
from govnews.reading.urls import canonical_of_capture
from govnews.reading.validation import AFTER_CAPTURE
from govnews.reasons import Reason
from govnews.rereading import Rereader
from govnews.template_learner import Learner

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
    """Totals of an import. counts: pages by outcome. skipped: records and files that are no pages
    of the portal, by reason. refused: those that may be pages and cannot be used, by reason. held:
    readings that are held, by reason (`archive.holds`). details: the figures of one of them.
    """

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every page that was sought is among the articles."""
        short = (ImportOutcome.FAILED, ImportOutcome.NOT_AN_ARTICLE, ImportOutcome.HELD)
        return not self.refused and not any(self.counts[outcome] for outcome in short)


@dataclass(frozen=True, slots=True)
class _Page:
    """A response with its payload decoded, and the earlier capture of this payload, if any.

    refused: why the payload cannot be a page's whole content, else None.
    """

    exchange: Exchange
    body: bytes
    refused: PageRefused | None = None
    original: Original | None = None

    @property
    def unsent(self) -> bool:
        """Whether the server sent "not modified" without a body."""
        return self.original is not None and self.exchange.status == 304


@dataclass(frozen=True, slots=True)
class Reading:
    """A page that is being read in the other process. profile: the template profile in use."""

    outcome: Future[Article | Unread]
    profile: Profile | None


class Intake:
    """The way of pages of one portal into an archive that is open for writing. tally: its totals,
    which several portals may share.
    """

    def __init__(self, archive: Archive, portal: Portal, tally: Tally | None = None) -> None:
        self.tally = tally or Tally()
        self._archive = archive
        self._portal = portal = nameless.known(archive.conn, portal)
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

    def _counted(self, done: Imported) -> Imported:
        self.tally.counts[done.outcome] += 1
        if done.title is not None:
            self._learner.stored(datetime.now(UTC))
        return done

    # --- saved pages ------------------------------------------------------------------------------

    def save(
        self, file: str, page: SavedPage, url: str | None, captured_at: datetime | None
    ) -> Imported:
        """Store a saved page. file: for messages. url, captured_at: what the user says of it."""
        try:
            found = provenance(page, self._portal, url, captured_at)
        except UnreadableInput as error:
            where = url or page.url or ""
            return self._counted(Imported(file, where, ImportOutcome.FAILED, str(error)))
        kind = (("Content-Type", page.media_type),)
        exchange = Exchange(found.url, found.at, headers=kind, payload=page.body)
        return self._counted(self._store(file, exchange, at=page.at, guessed=found.guessed))

    # --- records of other tools -------------------------------------------------------------------

    def lacks(self, found: StoredAnswer) -> bool:
        """Whether an answer is a revisit of a page that has not come yet."""
        return found.revisit and self._original(found) is None

    def take(
        self, file: str, found: StoredAnswer, reading: Reading | None = None
    ) -> Imported | None:
        """Store a response if it is a page of the portal; else count the reason and return None.

        file: source of the response, for messages. reading: the reading, if it has begun already.
        """
        exchange, original = found.exchange, None
        if not self._portal.site.holds(exchange.url):
            self.tally.skipped["records: other site"] += 1
            return None
        if found.revisit:
            original = self._original(found)
            if original is None:
                self.tally.refused["records: a revisit of a page that is not here"] += 1
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
        reading: Reading | None = None,
        guessed: bool = False,
    ) -> Imported:
        """Store an exchange. at: the capture time that makes a page with this payload a known one;
        None for any time. guessed: its time is only that of a file.
        """
        conn, name = self._archive.conn, self._portal.name
        page = self._page(exchange, revisit_of)
        known = captures.is_known(conn, name, exchange.url, captures.payload_digest(page.body), at)
        if page.refused is not None:
            return self._keep_refused(file, page, page.refused, known=known)
        if known:
            return Imported(file, exchange.url, ImportOutcome.KNOWN)
        article = self._read(page, reading)
        if isinstance(article, Unread) and article.failed:
            return Imported(file, exchange.url, ImportOutcome.FAILED, article.reason)
        if guessed and isinstance(article, Article) and _is_of_later(article):
            return Imported(file, exchange.url, ImportOutcome.FAILED, _TOO_EARLY)
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

    def _keep_refused(self, file: str, page: _Page, why: PageRefused, *, known: bool) -> Imported:
        """Keep what there is of a page that is not whole, without reading it."""
        if not known and why.reason == Reason.TRUNCATED:
            with self._archive.transaction() as conn:
                name, written = self._portal.name, self._write(page)
                captures.insert(
                    conn, name, "article", page.exchange, page.body, written, page.original
                )
        return Imported(file, page.exchange.url, ImportOutcome.FAILED, str(why))

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
        """The page with its payload decoded, and whether that is whole."""
        conn = self._archive.conn
        if revisit_of is None:
            body, refused = _decoded(exchange)
            digest = captures.payload_digest(body)
            original = captures.find_original(conn, self._portal.name, exchange.url, digest)
            return _Page(exchange, body, refused, original)
        original, file, offset = captures.original_of(conn, revisit_of)
        sent = read_exchange(self._archive.root, file, offset)
        whole = replace(exchange, payload=sent.payload, headers=exchange.headers or sent.headers)
        return _Page(whole, *_decoded(sent), original)

    def _read(self, page: _Page, reading: Reading | None) -> Article | Unread:
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

    def _begin(self, page: _Page) -> Reading:
        exchange = page.exchange
        url = canonical_of_capture(exchange.url)
        kind = exchange.header("content-type")
        status = 200 if page.unsent else exchange.status
        profile = self._learner.eras.profile_at(exchange.fetched_at)
        return self._begin_reading(
            Capture(url, exchange.fetched_at, page.body, status, kind), profile
        )

    def _begin_reading(self, capture: Capture, profile: Profile | None) -> Reading:
        if self._pool is None:
            # Started for the first page only, because a process takes a moment to start.
            self._pool = BlockingPool(read_page, (self._portal,))
        return Reading(self._pool.submit(capture, profile), profile)

    def begin_early(self, found: StoredAnswer) -> Reading | None:
        """Begin the reading of a page that will be taken soon; None for what is none, or known."""
        if found.revisit or found.exchange.status != 200:
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


_TOO_EARLY = (
    "the time of its file lies before the date that the page prints; --captured-at says when "
    "it was saved"
)


def _is_of_later(article: Article) -> bool:
    """Whether the reader dropped a printed date because the capture is older."""
    return any(AFTER_CAPTURE in item.rule for item in article.evidence)


def _decoded(exchange: Exchange) -> tuple[bytes, PageRefused | None]:
    """The payload as far as it can be decoded, and why it cannot be a page's whole content."""
    try:
        return exchange.capture().body, None
    except PageRefused as error:
        return exchange.decoded(), error


def _media_type(exchange: Exchange) -> str:
    return (exchange.header("content-type") or "").partition(";")[0].strip().lower()
