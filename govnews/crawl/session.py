"""One portal's run: what scheduler, middlewares and pipelines share, and how it ends.

All that must outlast the process is in the archive, not here.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from govnews.archive import runs
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.warc.writer import WarcWriter
from govnews.crawl import ledger
from govnews.crawl.circuit_breaker import Health
from govnews.crawl.discovery import Discovery
from govnews.crawl.progress import Observer, Progress
from govnews.crawl.readers import Readers
from govnews.crawl.run_report import Outcome, RunSummary
from govnews.crawl.selection import Horizon, Selection
from govnews.errors import GovnewsError
from govnews.families import seeds
from govnews.model import Link
from govnews.portal import Portal
from govnews.template_learner import Learner

MAX_WAIT = timedelta(seconds=120)
"""Longest time that a run waits for a page whose time has not come; later ones are left queued."""

EVERYTHING = Selection()


class Session:
    """The state of one portal's run.

    selection: which part of the portal the run is for. health: whether its hosts answer.
    transfers: tasks that hold a connection. lists: for each list, the content of its pages and
    their numbers, to notice lists that run in circles. sitemaps: which index named each of them
    first. discovery: the feeds and sitemaps that the portal names itself. unreadable: what of a
    feed or sitemap cannot be read, by its address. horizon: where lists end, for a run with
    `since`. rows_failed: rows that became failed in this run. not_before: when the host may be
    asked again. error: what made the run impossible. trusts_validators: whether its ETag and
    Last-Modified have been found to tell the truth.
    """

    def __init__(
        self,
        archive: Archive,
        portal: Portal,
        readers: Readers,
        *,
        command: str,
        selection: Selection = EVERYTHING,
        observer: Observer | None = None,
    ) -> None:
        self.archive = archive
        self.portal = portal
        self.readers = readers
        self.frontier = Frontier(archive.conn)
        self.writer = WarcWriter(archive.root, portal.name)
        self.selection = selection
        self.max_pages = min(selection.max_pages or portal.crawl.max_pages, portal.crawl.max_pages)
        self.horizon = Horizon(selection.since) if selection.since is not None else None
        self.health = Health(portal.host)
        self.progress = Progress(portal.name)
        self.transfers: set[asyncio.Task[Any]] = set()
        self.lists: dict[str, dict[int, int]] = {}
        self.sitemaps: dict[str, str] = {}
        self.discovery = Discovery(portal)
        self.unreadable: dict[str, tuple[str, ...]] = {}
        self.rows_failed = 0
        self.interrupted = False
        self.error: Exception | None = None
        self.not_before: datetime | None = None
        self.learner = Learner(archive, portal, self.now())
        self._observer = observer
        self._stopped: str | None = None
        self._aside = 0
        self._started = self.now()
        self._summary: RunSummary | None = None
        with archive.transaction() as conn:
            self._known_before = ledger.article_count(conn, portal.name)
            self.run_id = runs.start(conn, portal.name, command, self._started)
            self.trusts_validators = ledger.trusts_validators(conn, portal.name)
            self.not_before = ledger.asked_to_wait(conn, portal.name, self._started)
            ledger.queue_again(conn, portal.name)
            if self.not_before is None or self.not_before <= self._started + MAX_WAIT:
                # Otherwise nothing will be asked, and queueing would forget who asked for peace.
                wanted = [link for link in seeds(portal) if selection.wants(link)]
                self.frontier.seed(portal.name, wanted, self._started)
                self.frontier.requeue_due(portal.name, portal.crawl.revisit_days, self._started)
                selection.set_aside(conn, portal.name)
        self.progress.queued = self._queued()
        if observer is not None:
            observer.began(self.progress)

    @staticmethod
    def now() -> datetime:
        """The present, aware; the only clock of a run."""
        return datetime.now(UTC)

    # --- what handler, middlewares and pipelines tell ---------------------------------------------

    def pause(self, until: datetime) -> None:
        """The host asked to be left alone: no request before that time."""
        if self.not_before is None or until > self.not_before:
            self.not_before = until

    def take_up(self, links: Iterable[Link]) -> None:
        """Queues what the portal names as a beginning, beside the seeds."""
        found = self.discovery.new(filter(self.selection.wants, links))
        try:
            with self.archive.transaction():
                self.progress.queued += self.frontier.seed(self.portal.name, found, self.now())
        except sqlite3.Error as error:
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """Something is wrong with the archive or the program: the run cannot go on."""
        if self.error is None:
            self.error = error

    def cut(self) -> None:
        """Ends the run at once: nothing more is claimed, transfers are broken off."""
        self.interrupted = True
        while self.transfers:
            self.transfers.pop().cancel()
        self.readers.close()

    def noticed(self, url: str) -> None:
        """A page is finished; tells the observer."""
        self.progress.url = url
        if self._observer is not None:
            self._observer.advanced(self.progress)

    # --- what the scheduler asks -----------------------------------------------------------------

    @property
    def stopped(self) -> str | None:
        """Why no more pages are claimed, a sentence for people; None while they are."""
        return self._stopped or self.health.stopped

    def over(self) -> bool:
        """Whether the run takes no more pages."""
        return self.interrupted or self.stopped is not None or self.error is not None

    def _out_of_time(self) -> bool:
        most = self.selection.max_seconds
        if most is None or (self.now() - self._started).total_seconds() < most:
            return False
        self._stopped = "the time that it was given is over"
        return True

    def may_claim(self) -> bool:
        """Whether a page may be asked for now."""
        if self.over() or self._out_of_time():
            return False
        return self.not_before is None or self.now() >= self.not_before

    def seconds_to_wait(self) -> float | None:
        """Seconds until a queued page may be asked for; None when the run need not wait."""
        if self.over() or self._out_of_time():
            return None
        due = self.frontier.next_due(self.portal.name)
        if due is None:
            return None
        now = self.now()
        wait = max(due, self.not_before or due) - now
        if wait > MAX_WAIT:
            if self.not_before is not None and self.not_before - now > MAX_WAIT:
                until = self.not_before.isoformat(timespec="seconds")
                self._stopped = f"{self.portal.host} asked to be left alone until {until}"
            return None
        return max(0.0, wait.total_seconds())

    # --- the end ----------------------------------------------------------------------------------

    def close(self) -> RunSummary:
        """Ends the run once: leases given back, files closed, ledger written."""
        if self._summary is not None:
            return self._summary
        try:
            self.writer.close()
            if self.error is None:
                self.learner.settle()
            with self.archive.transaction() as conn:
                if self.selection.partial and not self.over():
                    # What is leased now was set aside; nothing else is under way.
                    self._aside = self.frontier.counts(self.portal.name).get("leased", 0)
                ledger.give_back(conn, self.portal.name)
                self._summary = self._summarise()
                done = self._summary
                runs.finish(conn, self.run_id, done.outcome, done.as_dict(), self.now())
        except (GovnewsError, OSError, sqlite3.Error) as error:
            # The archive is already in trouble: the first error is the one to report.
            self.fail(error)
            self._summary = self._summary or RunSummary(
                self.portal.name, "incomplete", self._known_before > 0, stopped=str(self.error)
            )
        if self._observer is not None:
            with contextlib.suppress(BrokenPipeError):
                self._observer.ended(self._summary)
        return self._summary

    def _queued(self) -> int:
        counts = self.frontier.counts(self.portal.name)
        return counts.get("queued", 0) + counts.get("leased", 0)

    def _summarise(self) -> RunSummary:
        progress, conn = self.progress, self.archive.conn
        left = self._queued() - self._aside
        reasons = Counter(progress.failed) + Counter(ledger.put_off(conn, self.portal.name))
        if self.stopped is not None and self.health.dead:
            reasons["unreachable"] += left - min(left, sum(reasons.values()))
        failed = dict((+reasons).most_common())
        rows = self.frontier.counts(self.portal.name).get("failed", 0)
        before = max(0, rows - self.rows_failed)
        notes = self._notes(ledger.article_count(conn, self.portal.name))
        outcome: Outcome = "complete"
        if self.interrupted:
            outcome = "interrupted"
        elif failed or before or left or self.stopped or self.error or notes.short:
            outcome = "incomplete"
        return RunSummary(
            portal=self.portal.name,
            outcome=outcome,
            incremental=self._known_before > 0,
            requests=progress.requests,
            bytes=progress.bytes,
            listing_pages=progress.listing_pages,
            articles_new=progress.new,
            articles_changed=progress.changed,
            articles_unchanged=progress.unchanged,
            attachments=progress.attachments,
            not_found=progress.not_found,
            gone=progress.gone,
            vanished=self.health.vanished,
            failed=failed,
            failed_before=before,
            queued_left=left,
            missing=dict(progress.missing),
            stopped=self.stopped or (str(self.error) if self.error else None),
            seconds=round((self.now() - self._started).total_seconds(), 2),
            notes=notes.said,
            repairs=list(self.archive.repairs),
        )

    def _notes(self, articles: int) -> ledger.Notes:
        rules, expected = self.portal.crawl, self.portal.expect.min_articles
        said = []
        if not rules.verify_tls:
            said.append("certificates were not verified (verify_tls = false)")
        if rules.old_tls:
            said.append("TLS 1.0 and 1.1 were allowed (old_tls = true)")
        if self._aside:
            said.append(f"{self._aside} known pages outside of what was asked for are left queued")
        said += self.discovery.notes()
        broken = [f"{url}: {one}" for url, all_ in self.unreadable.items() for one in all_]
        said += broken
        short = not self.selection.partial and not self.over() and articles < expected
        if short:
            said.append(f"the archive has {articles} articles, the portal file expects {expected}")
        return ledger.Notes(said, short or bool(broken))


def session_of(spider: object) -> Session | None:
    """The session of a spider; None in `scrapy shell` and its like."""
    session = getattr(spider, "session", None)
    return session if isinstance(session, Session) else None
