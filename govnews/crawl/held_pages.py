"""The held pages of a portal during a run: asked for again, passed, and judged at its end."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from govnews.archive import hold_notes, holds, judging, moves, runs, view_counts
from govnews.archive.database import Archive
from govnews.archive.holds import UNDECIDED, HoldState
from govnews.archive.judging import Judgement
from govnews.archive.profiles import Eras
from govnews.archive.warc.writer import WarcWriter
from govnews.portal import Portal
from govnews.rereading import Rereader

AGAIN = 50
"""Held pages that a run asks for again, the newest ones; when one of them reads as before, the run
asks for all of them."""


class HeldPages:
    """The holds of one portal. judgement: of the run that has ended. started: when it began."""

    def __init__(
        self, archive: Archive, portal: Portal, writer: WarcWriter, started: datetime
    ) -> None:
        self.judgement = Judgement()
        self._archive = archive
        self._portal = portal
        self._writer = writer
        self._started = started
        self._any = holds.are_there(archive.conn, portal.name, *UNDECIDED)
        self._asks_for_all = self._asked_for_all = False

    def use(self, portal: Portal) -> None:
        """Judge by other rules for the addresses of the portal."""
        self._portal = portal

    def requeue(self, conn: sqlite3.Connection) -> None:
        """Queue some of them, to see whether the portal has recovered."""
        if self._any:
            holds.requeue(conn, self._portal.name, self._started, AGAIN)

    def passed(self, conn: sqlite3.Connection, url: str, now: datetime) -> int:
        """A known page reads as before: what was held of it is over, and the other held pages may
        read well again too. Returns how many of them were queued.
        """
        if not self._any:
            return 0
        ids = holds.passed(conn, self._portal.name, url, now)
        if not ids:
            return 0
        hold_notes.note(conn, self._writer, ids, now)
        self._any = holds.are_there(conn, self._portal.name, *UNDECIDED)
        if self._asked_for_all:
            return 0
        self._asks_for_all = True
        return holds.requeue(conn, self._portal.name, self._started)

    def committed(self) -> None:
        """What was queued is stored; all held pages are queued once in a run."""
        self._asked_for_all |= self._asks_for_all

    def wait(self, conn: sqlite3.Connection, now: datetime) -> None:
        """The reading that was inserted last waits for the end of its run: a line in the WARC files
        says so at once, for a database that is made from them after a kill.
        """
        if holds.are_there(conn, self._portal.name, HoldState.PENDING):
            hold_notes.note(conn, self._writer, [holds.last(conn).id], now)
            self._writer.flush()

    def judge(self, run_id: int, eras: Eras, now: datetime) -> None:
        """Admit or hold what this run, and those before it that were cut short, read otherwise."""
        with self._archive.transaction() as conn:
            waiting = holds.are_there(conn, self._portal.name, HoldState.PENDING)
            since, last_article = runs.not_judged(conn, self._portal.name, run_id)
            reread = Rereader(self._archive, self._portal, eras)
            judge = judging.Judge(
                conn, self._portal, since, last_article, reread, reread.inspect, now
            )
            self.judgement = judge.settle()
        conn = self._archive.conn
        hold_notes.note(conn, self._writer, self.judgement.decided, now)
        view_counts.note(conn, self._writer, self.judgement.withdrawn, now)
        moves.note(conn, self._writer, self._portal.name, now)
        if waiting:
            hold_notes.note_judged(self._writer, now)

    @property
    def short(self) -> bool:
        """Whether the run left something out that is not among the open holds."""
        return bool(self.judgement.missed or self.judgement.withdrawn)

    def sentences(self) -> list[str]:
        """What was held in this run, and what was missing that is not taken for removed yet."""
        done = self.judgement
        found = holds.sentences(done.held, done.details, self._portal.name)
        if done.moved:
            found.append(
                f"{done.moved} articles stand under other addresses than before; 'govnews history' "
                "of one shows them"
            )
        if done.reset:
            found.append(
                f"{done.reset} held view counts are stored: the portal has reset its counters, "
                "which grow again"
            )
        if done.twins:
            found.append(
                f"{done.twins} articles were taken off one of two addresses where they stood; "
                "'govnews history' of one shows them"
            )
        if done.variants:
            one = done.variants[0]
            found.append(
                f"{len(done.variants)} pages are articles under another address, such as {one.url} "
                f"of {one.of_url}; each is stored once"
            )
        if done.withdrawn:
            found.append(
                f"{len(done.withdrawn)} view counts are left out as false: {done.why_withdrawn}"
            )
        if done.missed:
            found.append(
                f"{done.missed} known articles are missing at once; none is taken for removed"
            )
        return found
