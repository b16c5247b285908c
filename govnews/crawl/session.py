"""One portal's run: state shared by scheduler, middlewares and pipelines, and its end.

State that must survive the process is in the archive.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from govnews.archive import (
    articles,
    captures,
    holds,
    joining,
    list_walks,
    moves,
    nameless,
    requeue,
    runs,
    validators,
)
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.list_walks import End, Walk
from govnews.archive.nameless import Names
from govnews.archive.warc.writer import WarcWriter
from govnews.crawl.circuit_breaker import Health
from govnews.crawl.discovery import Discovery
from govnews.crawl.held_pages import HeldPages
from govnews.crawl.left_out import LeftOut
from govnews.crawl.list_memory import ListMemory
from govnews.crawl.progress import Observer, Progress
from govnews.crawl.reading import Outcome as ReadingOutcome
from govnews.crawl.run_report import Notes, RunSummary
from govnews.crawl.selection import Horizon, Selection
from govnews.errors import GovnewsError
from govnews.extraction_pool import Pool
from govnews.families import seeds
from govnews.model import FrontierState, Link, RunOutcome
from govnews.portal import Portal
from govnews.reasons import Reason
from govnews.template_learner import Learner
from govnews.url_syntax import authority

MAX_WAIT = timedelta(seconds=120)
"""Longest wait for a page that is not due yet; later ones stay queued for the next run."""

LACKING_SHARE = 0.05
"""Share of the articles of a run that may lack a field which the portal file expects: a few pages
of every portal have no date or no author."""

EVERYTHING = Selection()


class Session:
    """The state of one portal's run.

    selection: the part of the portal to fetch. health: whether its hosts answer.
    transfers: tasks with an open connection. lists: what is remembered of each list that is walked,
    by the key of its first page. open_watermarks: of the walks that this run takes up. first_pages:
    keys of the first pages of all lists. pages: for each page of a list that was read in this run,
    the key of the list. started: when the run began.
    sitemaps: the index that listed each of them first. discovery: the feeds and sitemaps that the
    portal names itself. unreadable: what of a feed or sitemap cannot be read, by its address.
    left_out: what of it counts as none of the portal's articles.
    left: parameters of addresses that name nothing.
    gone_lists: names of lists that the portal has no longer, found in this run.
    horizon: where lists end, for a run with `since`. rows_failed: rows that failed in this run.
    not_before: when the host may be requested again. error: why the run cannot continue.
    incremental: the archive knew articles of the portal when the run began.
    trusts_validators: whether ETag and Last-Modified have changed whenever the page did.
    """

    def __init__(
        self,
        archive: Archive,
        portal: Portal,
        pool: Pool[ReadingOutcome],
        *,
        command: str,
        selection: Selection = EVERYTHING,
        observer: Observer | None = None,
    ) -> None:
        self.archive = archive
        self.left = LeftOut(portal, nameless.known(archive.conn, portal))
        self.portal = portal = self.left.portal
        self.pool = pool
        self.frontier = Frontier(archive.conn)
        self.writer = WarcWriter(archive.root, portal.name)
        self.selection = selection
        self.max_pages = min(selection.max_pages or portal.crawl.max_pages, portal.crawl.max_pages)
        self.horizon = Horizon(selection.since) if selection.since is not None else None
        self.progress = Progress(portal.name)
        self.transfers: set[asyncio.Task[Any]] = set()
        self.lists: dict[str, ListMemory] = {}
        self.pages: dict[str, str] = {}
        self.sitemaps: dict[str, str] = {}
        self.discovery = Discovery(portal)
        self.unreadable: dict[str, tuple[str, ...]] = {}
        self.left_out: dict[str, tuple[str, ...]] = {}
        self.gone_lists: list[str] = []
        self.rows_failed = 0
        self.interrupted = False
        self.error: Exception | None = None
        self.not_before: datetime | None = None
        self.started = self.now()
        self.held = HeldPages(archive, portal, self.writer, self.started)
        self.learner = Learner(archive, portal, self.now())
        self._observer = observer
        self._stopped: str | None = None
        self._aside = 0
        self._summary: RunSummary | None = None
        with archive.transaction() as conn:
            self._begin(conn, command)
        self.progress.queued = self._queued()
        if observer is not None:
            observer.began(self.progress)

    def _begin(self, conn: sqlite3.Connection, command: str) -> None:
        """Writes the beginning of the run, and queues what it begins with."""
        probe = captures.last_list(conn, self.portal.name)
        if probe is None or authority(probe) != self.portal.site.authority:
            probe = self.portal.base_url
        self.health = Health(self.portal.site.authority, probe)
        self.incremental = articles.count(conn, self.portal.name) > 0
        self.run_id = runs.start(conn, self.portal.name, command, self.started)
        self.trusts_validators = validators.are_trusted(conn, self.portal.name)
        requeue.dates_to_come(conn, self.portal.name, self.started)
        self.not_before = self.frontier.asked_to_wait(self.portal.name, self.started)
        if self.left.names:
            # Another command may have given the addresses the keys of the portal file.
            self._leave_out(conn)
        requeue.failures_due(conn, self.portal.name, self.started)
        list_walks.take_up(conn, self.portal.name)
        if self.not_before is None or self.not_before <= self.started + MAX_WAIT:
            # Otherwise nothing is asked in this run.
            wanted = [link for link in seeds(self.portal) if self.selection.wants(link)]
            self.frontier.seed(self.portal.name, wanted, self.started)
            self.frontier.requeue_due(
                self.portal.name, self.portal.crawl.revisit_days, self.started
            )
            self.held.requeue(conn)
            self.selection.set_aside(conn, self.portal.name)
        self.open_watermarks = list_walks.open_watermarks(conn, self.portal.name, self.started)
        self.first_pages = list_walks.first_pages(conn, self.portal.name)
        self.first_pages |= {link.key for link in seeds(self.portal)}

    @staticmethod
    def now() -> datetime:
        """The present, aware; the only clock of a run."""
        return datetime.now(UTC)

    # --- called by handler, middlewares and pipelines ---------------------------------------------

    def pause(self, until: datetime, why: str) -> bool:
        """Sends no request before that time; returns whether that is news. why: for people."""
        if self.not_before is not None and until <= self.not_before:
            return False
        self.not_before = until
        if self._observer is not None:
            self._observer.paused(self.portal.host, until - self.now(), why)
        return True

    def _take_up_failures(self, since: datetime) -> None:
        """Queues what failed since a time on account of a host that answers again."""
        with self.archive.transaction() as conn:
            again = requeue.failures_since(conn, self.portal.name, since)
        for reason in again:
            self.progress.failed[reason] -= 1
        self.progress.failed = {name: n for name, n in self.progress.failed.items() if n > 0}
        self.progress.queued += len(again)
        self.rows_failed -= len(again)

    def take_up(self, links: Iterable[Link]) -> None:
        """Queues what the portal names as a beginning, beside the seeds."""
        found = self.discovery.new(filter(self.selection.wants, links))
        try:
            with self.archive.transaction():
                self.progress.queued += self.frontier.seed(self.portal.name, found, self.now())
        except sqlite3.Error as error:
            self.fail(error)

    def leave_out(self, names: Names) -> None:
        """Leaves parameters out of addresses from now on, and joins what they had made several."""
        self.left.add(names)
        self.portal = self.left.portal
        self.held.use(self.portal)
        try:
            with self.archive.transaction() as conn:
                joined = self._leave_out(conn)
        except (GovnewsError, OSError, sqlite3.Error) as error:
            self.fail(error)
            return
        for memory in self.lists.values():
            memory.rename(self.portal.identity_key)
        self.progress.new = max(0, self.progress.new - joined)
        self.progress.queued = self._queued()

    def _leave_out(self, conn: sqlite3.Connection) -> int:
        now = self.now()
        joined = nameless.join(conn, self.portal, partial(joining.payload_digest, conn), now)
        moves.note(conn, self.writer, self.portal.name, now)
        return joined

    def fail(self, error: Exception) -> None:
        """Ends the run because of an error of the archive or the program; the first one is kept."""
        if self.error is None:
            self.error = error

    def cut(self) -> None:
        """Ends the run at once: claims nothing more, cancels transfers."""
        self.interrupted = True
        while self.transfers:
            self.transfers.pop().cancel()
        self.pool.close()

    def noticed(self, url: str) -> None:
        """A page is finished: notifies the observer."""
        self.progress.url = url
        if self._observer is not None:
            self._observer.advanced(self.progress)

    # --- called by the scheduler -----------------------------------------------------------------

    @property
    def stopped(self) -> str | None:
        """Why no more pages are claimed, as a sentence; None while they are."""
        return self._stopped or self.health.stopped

    def over(self) -> bool:
        """Whether the run claims no more pages."""
        return self.interrupted or self.stopped is not None or self.error is not None

    def _out_of_time(self) -> bool:
        if self._seconds_left() > 0:
            return False
        self._stopped = "the time limit (--max-time) is reached"
        return True

    def _seconds_left(self) -> float:
        most = self.selection.max_seconds
        if most is None:
            return math.inf
        return most - (self.now() - self.started).total_seconds()

    def may_claim(self) -> bool:
        """Whether a page may be requested now."""
        if self.over() or self._out_of_time() or self.health.probing:
            return False
        return self.not_before is None or self.now() >= self.not_before

    def seconds_to_wait(self) -> float | None:
        """Seconds until a queued page may be requested; None if the run does not wait for one."""
        if self.over() or self._out_of_time():
            return None
        now, due = self.now(), self.frontier.next_due(self.portal.name)
        if due is None or due > now + MAX_WAIT:
            since = self.health.recovered_from()
            if since is not None:
                self._take_up_failures(since)
                due = self.frontier.next_due(self.portal.name)
        if due is None:
            return None
        wait = max(due, self.not_before or due) - now
        if wait > MAX_WAIT:
            if self.not_before is not None and self.not_before - now > MAX_WAIT:
                until = self.not_before.isoformat(timespec="seconds")
                self._stopped = (
                    f"{self.portal.host} asks for no request until {until} (Retry-After)"
                )
            return None
        return min(max(0.0, wait.total_seconds()), max(0.0, self._seconds_left()))

    # --- the end ----------------------------------------------------------------------------------

    def close(self) -> RunSummary:
        """Ends the run: releases leases, closes files, writes the table `run`. Idempotent."""
        if self._summary is not None:
            return self._summary
        try:
            if self.error is None and not self.interrupted:
                self._judge()
                self.learner.settle()
            self.writer.close()
            with self.archive.transaction() as conn:
                if self.selection.partial and not self.over():
                    # What is leased now was set aside; nothing else is under way.
                    self._aside = self.frontier.counts(self.portal.name).get("leased", 0)
                requeue.what_is_leased(conn, self.portal.name)
                self._summary = self._summarise()
                done = self._summary
                runs.finish(conn, self.run_id, done.outcome, done.as_dict(), self.now())
        except (GovnewsError, OSError, sqlite3.Error) as error:
            # A consequence of an earlier error: the first one is reported.
            self.fail(error)
            self._summary = self._summary or RunSummary(
                self.portal.name,
                RunOutcome.INCOMPLETE,
                self.incremental,
                stopped=str(self.error),
            )
        if self._observer is not None:
            with contextlib.suppress(BrokenPipeError):
                self._observer.ended(self._summary)
        return self._summary

    def _judge(self) -> None:
        """Admits or holds what this run read otherwise, and counts it."""
        self.held.judge(self.run_id, self.learner.eras, self.now())
        progress, done = self.progress, self.held.judgement
        progress.changed += done.changed
        progress.unchanged += done.unchanged
        progress.gone += done.gone
        once = done.moved + len(done.variants)
        progress.new = max(0, progress.new - done.retracted - once)
        progress.unchanged += done.moved
        progress.not_found = max(0, progress.not_found - done.found_elsewhere)
        progress.pending = 0

    def _queued(self) -> int:
        counts = self.frontier.counts(self.portal.name)
        return counts.get(FrontierState.QUEUED, 0) + counts.get(FrontierState.LEASED, 0)

    def _summarise(self) -> RunSummary:
        progress, conn = self.progress, self.archive.conn
        left = self._queued() - self._aside
        reasons = Counter(progress.failed) + Counter(self.frontier.put_off(self.portal.name))
        if self.stopped is not None and self.health.dead:
            reasons[Reason.UNREACHABLE] += left - min(left, sum(reasons.values()))
        failed = dict((+reasons).most_common())
        rows = self.frontier.counts(self.portal.name).get(FrontierState.FAILED, 0)
        before = max(0, rows - self.rows_failed)
        held = holds.count_open(conn, self.portal.name)
        notes = self._notes(articles.count(conn, self.portal.name))
        unproven = self._unproven()
        outcome = RunOutcome.COMPLETE
        if self.interrupted:
            outcome = RunOutcome.INTERRUPTED
        elif any((
            failed, before, left, self.stopped, self.error, notes.short, unproven, held,
            self.held.short, self._lacks_fields(),
        )):  # fmt: skip
            outcome = RunOutcome.INCOMPLETE
        return RunSummary(
            portal=self.portal.name,
            outcome=outcome,
            incremental=self.incremental,
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
            held=held,
            missing=dict(progress.missing),
            unproven=[walk.sentence() for walk in unproven],
            stopped=self.stopped or (str(self.error) if self.error else None),
            seconds=round((self.now() - self.started).total_seconds(), 2),
            notes=notes.lines,
            repairs=list(self.archive.repairs),
        )

    def _lacks_fields(self) -> bool:
        """Whether too many articles lack a field that the portal file expects."""
        progress = self.progress
        most = LACKING_SHARE * progress.compared
        return any(count > most for count in progress.missing.values())

    def _unproven(self) -> list[Walk]:
        """The lists whose end is not proven. A bound that was asked for on the command line is part
        of what the run was for; what of a file was not read is among the notes.
        """
        wanted = {link.key for link in seeds(self.portal) if self.selection.wants(link)}
        wanted |= self.lists.keys()
        walks = list_walks.of_portal(self.archive.conn, self.portal.name)
        asked = self.selection.partial
        return [
            walk
            for walk in walks
            if walk.key in wanted
            and not walk.proven
            and walk.ended != End.PART_READ
            and not (asked and walk.ended in {None, End.BOUND})
        ]

    def _notes(self, articles: int) -> Notes:
        rules, expected = self.portal.crawl, self.portal.expect.min_articles
        notes = []
        if not rules.verify_tls:
            notes.append("certificates were not verified (verify_tls = false)")
        if rules.old_tls:
            notes.append("TLS 1.0 and 1.1 were allowed (old_tls = true)")
        if self._aside:
            notes.append(f"{self._aside} known pages outside the selection are left queued")
        if self.progress.continued:
            notes.append(
                f"articles of which only the first page is read: {self.progress.continued}; "
                "'govnews why URL body' of one names its second page"
            )
        notes += self.discovery.notes()
        broken = [f"{url}: {one}" for url, all_ in self.unreadable.items() for one in all_]
        notes += broken
        notes += [f"{url}: {one}" for url, all_ in self.left_out.items() for one in all_]
        left = self.left.notes(self.archive.conn)
        notes += left
        notes += [
            f"{name}: the portal has this list no longer; take it out of the portal file"
            for name in dict.fromkeys(self.gone_lists)
        ]
        notes += self.held.sentences()
        short = not self.selection.partial and not self.over() and articles < expected
        if short:
            had = f"{articles} articles" if articles else "no article"
            wanted = f", the portal file expects {expected}" if expected > 1 else ""
            notes.append(f"the archive has {had}{wanted}")
        return Notes(notes, short or bool(broken) or bool(left))


def session_of(spider: object) -> Session | None:
    """The session of a spider; None in `scrapy shell` and the like."""
    session = getattr(spider, "session", None)
    return session if isinstance(session, Session) else None
