"""What a person decides on held readings: they are admitted, discarded, or a portal's new template
is learned from them.

Each decision is a line in the WARC files before it is committed, so that a database which is made
from them knows it too.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from govnews.archive import (
    admission,
    hold_notes,
    holds,
    moves,
    nameless,
    profiles,
    reused,
    variants,
)
from govnews.archive.database import Archive
from govnews.archive.holds import GONE, Hold, HoldReason, HoldState
from govnews.archive.profiles import Era, Eras
from govnews.archive.same_content import form_of
from govnews.archive.warc.writer import WarcWriter
from govnews.errors import UsageError
from govnews.model import Article, Cause, Profile, StoreOutcome
from govnews.portal import Portal
from govnews.reading.page.template import fits
from govnews.rereading import Rereader
from govnews.template_learner import SAMPLE, learned

BATCH = 200
"""Captures whose decisions share a transaction; those of one page always do."""

COMPARED = 100
"""Pages, the newest ones, by which a new template is compared with the one before it."""

FORM = "form"
"""Outcome of a page that says the same under another template."""


@dataclass(slots=True)
class Decisions:
    """What became of held readings. counts: captures by outcome: `new`, `changed`, `form`,
    `unchanged`, `gone` or `discarded`. pages: how many pages they belong to. unreadable: holds that
    stay open because their capture cannot be read. left: pages that a redesign leaves held, because
    they are missing or do not have the new template.
    """

    counts: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    unreadable: list[Hold] = field(default_factory=list)
    left: int = 0


class _Undone(Exception):
    """Rolls a trial back."""


class Reviewer:
    """Decides on the held readings of one portal. note: the reason that a person gives. trial:
    everything is done and rolled back. The archive is open for writing.
    """

    def __init__(
        self,
        archive: Archive,
        portal: str,
        now: datetime,
        *,
        note: str | None = None,
        trial: bool = False,
    ) -> None:
        self.done = Decisions()
        self._archive = archive
        self._name = portal
        self._now = now
        self._note = note
        self._trial = trial

    def accept(self, portal: Portal, chosen: Iterable[Hold]) -> None:
        """Admit readings, each with the profile of its capture's time."""
        eras = profiles.eras(self._archive.conn, self._name)
        for batch in _batches(chosen):
            with self._transaction() as (conn, writer):
                self._admit(conn, writer, portal, batch, eras)

    def accept_as_new(self, portal: Portal, chosen: Iterable[Hold]) -> None:
        """Admit readings as those of another article, which stands at the address of a known one:
        that is gone since the first of them.
        """
        eras = profiles.eras(self._archive.conn, self._name)
        for page in _by_page(chosen):
            readings = [hold for hold in page if GONE not in hold.changes]
            if not readings:
                self.done.left += 1
                continue
            with self._transaction() as (conn, writer):
                known, first = nameless.known(conn, portal), readings[0]
                if reused.give_away(conn, known, first.url, first.seen_at):
                    reused.record(conn, self._name, first.url, first.seen_at, self._now)
                    holds.of_none(conn, [hold.id for hold in readings])
                own = [replace(hold, article_id=None) for hold in readings]
                self._admit(conn, writer, portal, own, eras)

    def discard(self, chosen: Iterable[Hold]) -> None:
        """Store nothing of readings; a page that was missing is asked for again."""
        for batch in _batches(chosen):
            with self._transaction() as (conn, writer):
                for hold in batch:
                    if GONE in hold.changes and hold.key is not None:
                        holds.ask_again(conn, self._name, hold.key)
                self.done.counts["discarded"] += len(batch)
                self._decide(conn, writer, batch, HoldState.DISCARDED)

    def redesign(self, portal: Portal) -> Era:
        """Learn the portal's new template from the held pages, and admit those that have it. Others
        stay held: a template takes no page away, and what was held before it is another matter.

        Raises UsageError where no page is held, or too few to learn from.
        """
        conn = self._archive.conn
        found = holds.of_portal(conn, self._name, HoldState.OPEN)
        chosen = [hold for hold in found if GONE not in hold.changes]
        if not chosen:
            raise UsageError(f"No page of {self._name} is held, so there is nothing to learn from.")
        newest = [page[-1] for page in reversed(_by_page(chosen))]
        samples = [hold.capture_id for hold in newest if hold.capture_id is not None][:SAMPLE]
        profile = learned(self._archive, portal, samples)
        chosen = [hold for hold in chosen if self._has_template(portal, profile, hold)]
        newest = [page[-1] for page in reversed(_by_page(chosen))]
        era = Era(chosen[0].seen_at, profile)
        era = replace(era, form=form_of(self._pairs(portal, era, newest[:COMPARED])))
        with self._transaction() as (conn, writer):
            new = profiles.store(conn, self._name, era, samples, self._now)
            eras = profiles.eras(conn, self._name)
            self._admit(conn, writer, portal, chosen, eras)
            if new and not self._trial:
                profiles.note(self._archive.root, self._name, era, self._now)
        self.done.left = len({hold.url for hold in found} - {hold.url for hold in chosen})
        return era

    def _has_template(self, portal: Portal, profile: Profile, hold: Hold) -> bool:
        if hold.capture_id is None:
            return False
        capture = Rereader(self._archive, portal, Eras()).capture(hold.capture_id, hold.url)
        return capture is not None and fits(profile, capture)

    def _pairs(
        self, portal: Portal, era: Era, newest: Sequence[Hold]
    ) -> Iterator[tuple[Article, Article]]:
        """The readings of pages before and after a redesign, of those that had one before."""
        conn = self._archive.conn
        eras = profiles.eras(conn, self._name).put(era)
        reread = Rereader(self._archive, portal, eras)
        for hold in newest:
            row = conn.execute(
                "SELECT capture_id FROM article WHERE id = ?", (hold.article_id,)
            ).fetchone()
            if row is None or hold.capture_id is None:
                continue
            before, now = (reread.read(ident, hold.url) for ident in (row[0], hold.capture_id))
            if before is not None and now is not None:
                yield before, now

    def _admit(
        self,
        conn: sqlite3.Connection,
        writer: WarcWriter,
        portal: Portal,
        batch: Sequence[Hold],
        eras: Eras,
    ) -> None:
        portal = nameless.known(conn, portal)
        reread = Rereader(self._archive, portal, eras)
        admitted, alike = [], []
        for hold in batch:
            outcome = admission.store_held(conn, portal, hold, reread)
            if outcome is None:
                self.done.unreadable.append(hold)
                continue
            if outcome == StoreOutcome.CHANGED and _is_form(conn, hold):
                outcome = FORM
            if outcome == StoreOutcome.NEW and hold.reason == HoldReason.ONE_TEXT:
                alike.append(hold.url)
            self.done.counts[outcome] += 1
            admitted.append(hold)
        moves.absorb(conn, self._name, variants.accepted(conn, self._name, alike), self._now)
        if not self._trial:
            moves.note(conn, writer, self._name, self._now)
        self._decide(conn, writer, admitted, HoldState.ACCEPTED)

    def _decide(
        self,
        conn: sqlite3.Connection,
        writer: WarcWriter,
        batch: Sequence[Hold],
        state: HoldState,
    ) -> None:
        idents = [hold.id for hold in batch]
        self.done.pages += len({hold.url for hold in batch})
        holds.decide(conn, idents, state, self._now, self._note)
        if not self._trial:
            hold_notes.note(conn, writer, idents, self._now)

    @contextmanager
    def _transaction(self) -> Iterator[tuple[sqlite3.Connection, WarcWriter]]:
        """A transaction whose notes are in a WARC file before it is committed."""
        writer = WarcWriter(self._archive.root, self._name)
        try:
            with suppress(_Undone), self._archive.transaction() as conn:
                yield conn, writer
                writer.flush()
                if self._trial:
                    raise _Undone
        finally:
            writer.close()


def _is_form(conn: sqlite3.Connection, hold: Hold) -> bool:
    """Whether the version of a capture says what the one before it said."""
    row = conn.execute(
        "SELECT cause FROM article_version WHERE capture_id = ? ORDER BY id DESC LIMIT 1",
        (hold.capture_id,),
    ).fetchone()
    return row is not None and row[0] == Cause.READER


def _by_page(chosen: Iterable[Hold]) -> list[list[Hold]]:
    """Holds by page, each page's by the time of their captures, the pages by that of the last."""
    ordered = sorted(chosen, key=lambda hold: (hold.url, hold.seen_at, hold.id))
    pages = [list(page) for _, page in groupby(ordered, key=lambda hold: hold.url)]
    return sorted(pages, key=lambda page: (page[-1].seen_at, page[-1].id))


def _batches(chosen: Iterable[Hold]) -> Iterator[list[Hold]]:
    """About BATCH holds at a time, those of a page together."""
    batch: list[Hold] = []
    for page in _by_page(chosen):
        if batch and len(batch) + len(page) > BATCH:
            yield batch
            batch = []
        batch += page
    if batch:
        yield batch
