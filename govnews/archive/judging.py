"""The end of a run: all that it read otherwise is judged together, and stored or held."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from govnews.archive import (
    decisions,
    holds,
    moves,
    reading_digest,
    resets,
    variants,
    view_counts,
)
from govnews.archive.admission import standing, store_held
from govnews.archive.edits import Rereading
from govnews.archive.holds import GONE, Hold, HoldReason, HoldState
from govnews.archive.run_readings import RunReadings
from govnews.archive.suspicion import (
    Reading,
    Run,
    Suspicion,
    false_counts,
    many,
    suspicious,
)
from govnews.archive.suspicion.alone import share_kept
from govnews.archive.suspicion.many_pages import FIELD_SHARE
from govnews.archive.variants import Variant
from govnews.archive.view_counts import Count
from govnews.model import AddressReason
from govnews.portal import Portal

KEPT = 0.5
"""Share of an article's text that stands on a page with a new field for a password, if the field is
only a box beside it."""

Inspect = Callable[[int, int, str], HoldReason | None]
"""Compares the pages of two captures of a URL, that of the version that stands and a new one: a
reason to hold the new one whatever the others of its run are like, or None."""


@dataclass(slots=True)
class Judgement:
    """What was decided at the end of a run.

    changed, unchanged, new, gone: pages that were admitted after all. held: pages that are held, by
    reason. details: the figures of the first one, by reason. discarded: pages that read as a person
    has discarded before. retracted: new articles among both, which had been stored. missed: known
    articles that were missing for the first time, where so many were that it is no removal; else 0.
    moved: new articles that are known ones under another address. variants: new articles that are
    others under an address of a pattern. twins: articles that are missing, and that stand under
    another address where they were published, too. found_elsewhere: those of them
    whose old address is missing. decided: numbers of the holds that it opened or ended. withdrawn:
    view counts of pages that read as before or are new, which were left out, and why. reset: held
    view counts that are stored after all, because the counters grow from them.
    """

    changed: int = 0
    unchanged: int = 0
    new: int = 0
    gone: int = 0
    discarded: int = 0
    retracted: int = 0
    missed: int = 0
    moved: int = 0
    found_elsewhere: int = 0
    variants: Sequence[Variant] = ()
    twins: int = 0
    held: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)
    decided: list[int] = field(default_factory=list)
    withdrawn: Sequence[Count] = ()
    reset: int = 0
    why_withdrawn: str = ""

    def count(self, suspicion: Suspicion) -> None:
        """Count a page that is held."""
        self.held[suspicion.reason] += 1
        self.details.setdefault(suspicion.reason, suspicion.detail)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges what a run read. since: when the run began. last_article: the last one before it.

    reread: reads the captures that are admitted. inspect: compares two pages. now: present time.
    """

    conn: sqlite3.Connection
    portal: Portal
    since: datetime
    last_article: int
    reread: Rereading
    inspect: Inspect
    now: datetime

    @property
    def readings(self) -> RunReadings:
        """What the run has read, and what it is compared with."""
        return RunReadings(self.conn, self.portal.name, self.since, self.last_article, self.now)

    def settle(self) -> Judgement:
        """Admit or hold all that waits, and take back what of the new articles is suspicious. The
        caller holds the transaction.
        """
        moved = moves.join(
            self.conn,
            self.portal.name,
            moves.missing_since(self.conn, self.since),
            self.reread.payload,
            self.last_article,
            self.now,
        )
        others = moves.absorb(
            self.conn,
            self.portal.name,
            variants.found(self.conn, self.portal.name, self.last_article),
            self.now,
        )
        found = moves.twins(self.conn, self.portal.name)
        twins = moves.absorb(self.conn, self.portal.name, found, self.now)
        pending = holds.of_portal(self.conn, self.portal.name, HoldState.PENDING)
        reset = resets.accept(self.conn, self.portal, pending, self.reread, self.now)
        returned = [hold for hold in pending if self._is_return(hold)]
        waiting = [hold for hold in pending if hold not in returned]
        known = [self.readings.reading(hold) for hold in waiting]
        new = self.readings.new(with_texts=bool(waiting))
        sections = self.readings.sections()
        counts = view_counts.of_run(self.conn, self.portal.name, self.since, self.last_article)
        run = Run(
            known,
            new,
            sections,
            self.readings.texts(known),
            self.readings.troubled(sections, known),
            [(count.before, count.views) for count in counts if count.before is not None],
            self.readings.recent(),
            decisions.accepted_texts(self.conn, self.portal.name),
            [self.readings.reading(hold) for hold in returned],
        )
        why = false_counts(run)
        done = self._decide(run, [*waiting, *returned])
        if why is not None:
            counts += view_counts.first_ones(self.conn, self.portal.name, self.since)
            view_counts.withdraw(self.conn, counts)
            done.withdrawn, done.why_withdrawn = counts, why.detail
        done.decided += reset
        done.reset = len(reset)
        done.missed, done.moved, done.variants = self._many_missed(run), len(moved), others
        done.twins = len(twins)
        done.found_elsewhere = sum(move.why == AddressReason.MOVED for move in moved)
        return done

    def settle_alone(self, hold: Hold) -> Judgement:
        """Admit or hold one reading by itself: captures of other times, which an import brings, say
        nothing about each other.
        """
        known = [self.readings.reading(hold)]
        return self._decide(Run(known, [], {}, self.readings.texts(known)), [hold])

    def settle_new(self) -> Judgement:
        """Take back new articles that are one text, or have one title."""
        accepted = decisions.accepted_texts(self.conn, self.portal.name)
        new = self.readings.new(with_texts=False)
        return self._decide(Run([], new, {}, self.readings.texts([]), accepted=accepted), [])

    def _decide(self, run: Run, waiting: Sequence[Hold]) -> Judgement:
        done, held = Judgement(), suspicious(run)
        undecided = holds.are_there(self.conn, self.portal.name, HoldState.OPEN)
        returned = {one.ident for one in run.returned}
        for hold in waiting:
            suspicion = held.get(hold.id)
            if suspicion is None and hold.id not in returned:
                suspicion = decisions.standing(self.conn, hold.portal, hold.url, hold.reading)
            earlier = decisions.discarded(self.conn, self.portal.name, hold.url, hold.reading)
            if earlier is not None:
                decisions.discard(self.conn, hold.id, earlier, self.now)
                done.discarded += 1
                done.decided.append(hold.id)
            elif suspicion is None:
                self._admit(hold, done)
            else:
                self._hold(hold, suspicion, done)
        for reading in run.new:
            if self._retract_discarded(reading, done):
                continue
            suspicion = held.get(reading.ident)
            if suspicion is None and undecided:
                suspicion = self._held_before(reading)
            if suspicion is not None:
                self._retract(reading, suspicion, done)
            elif undecided:
                done.decided += holds.passed(self.conn, self.portal.name, reading.url, self.now)
        return done

    def _is_return(self, hold: Hold) -> bool:
        """Whether a page reads again as it did in an earlier version: what came between was not
        its own, or was taken back.
        """
        if GONE in hold.changes or hold.article_id is None:
            return False
        row = self.conn.execute(
            """SELECT 1 FROM article_version v JOIN article a ON a.id = v.article_id
            WHERE a.id = ? AND v.id != a.version_id AND v.digest = ?""",
            (hold.article_id, reading_digest.digest_of(hold.reading)),
        ).fetchone()
        return row is not None

    def _many_missed(self, run: Run) -> int:
        """How many were missing for the first time, if they are too many to have been removed."""
        section = run.sections[None]
        total = section.seen + section.missed + len(run.known)
        return section.missed if many(section.missed, total, FIELD_SHARE) else 0

    # --- each of them -----------------------------------------------------------------------------

    def _admit(self, hold: Hold, done: Judgement) -> None:
        outcome, reason = None, self._sign(hold)
        if reason is None:
            outcome = store_held(self.conn, self.portal, hold, self.reread)
        if outcome is None:
            reason = reason or HoldReason.UNREADABLE
            self._hold(hold, Suspicion(reason, reason.meaning), done)
            return
        holds.drop(self.conn, hold.id)
        done.decided += holds.passed(self.conn, hold.portal, hold.url, self.now)
        setattr(done, outcome, getattr(done, outcome) + 1)

    def _sign(self, hold: Hold) -> HoldReason | None:
        row = self.conn.execute(
            "SELECT capture_id FROM article WHERE id = ?", (hold.article_id,)
        ).fetchone()
        if row is None or hold.capture_id is None or GONE in hold.changes:
            return None
        sign = self.inspect(row[0], hold.capture_id, hold.url)
        if sign == HoldReason.PASSWORD and hold.article_id is not None:
            kept = share_kept(standing(self.conn, hold.article_id), hold.reading)
            return sign if kept < KEPT else None  # else it is a box beside the text
        return sign

    def _hold(self, hold: Hold, suspicion: Suspicion, done: Judgement) -> None:
        if suspicion.reason == HoldReason.VIEWS and hold.article_id is not None:
            # Only the count is in doubt.
            outcome = store_held(self.conn, self.portal, hold, self.reread, counted=False)
            if outcome is not None:
                setattr(done, outcome, getattr(done, outcome) + 1)
                holds.limit_to_views(self.conn, hold.id)
        holds.keep_open(self.conn, hold.id, suspicion.reason, suspicion.detail, self.now)
        done.decided.append(hold.id)
        done.count(suspicion)

    def _held_before(self, new: Reading) -> Suspicion | None:
        """Why a new article is held since an earlier run, if it reads as it did then."""
        if not holds.of_page(self.conn, self.portal.name, new.url, HoldState.OPEN):
            return None
        reading = standing(self.conn, -new.ident)
        return decisions.standing(self.conn, self.portal.name, new.url, reading)

    def _retract_discarded(self, new: Reading, done: Judgement) -> bool:
        """Take a new article back whose reading a person has discarded; returns whether it is."""
        if not holds.of_page(self.conn, self.portal.name, new.url, HoldState.DISCARDED):
            return False
        reading = standing(self.conn, -new.ident)
        earlier = decisions.discarded(self.conn, self.portal.name, new.url, reading)
        if earlier is None:
            return False
        for hold_id in self._take_back(new):
            decisions.discard(self.conn, hold_id, earlier, self.now)
            done.decided.append(hold_id)
        done.discarded += 1
        done.retracted += 1
        return True

    def _retract(self, new: Reading, suspicion: Suspicion, done: Judgement) -> None:
        """Hold a new article."""
        for hold_id in self._take_back(new):
            holds.keep_open(self.conn, hold_id, suspicion.reason, suspicion.detail, self.now)
            done.decided.append(hold_id)
        done.count(suspicion)
        done.retracted += 1

    def _take_back(self, new: Reading) -> list[int]:
        """Remove a new article: its captures become pending holds, whose numbers are returned."""
        conn, ident = self.conn, -new.ident
        keys = conn.execute(
            """SELECT f.key FROM article_address s
            JOIN frontier f ON f.portal = s.portal AND f.key = s.key
            WHERE s.article_id = ? ORDER BY s.url != ?""",
            (ident, new.url),
        ).fetchall()
        seen = conn.execute(
            """SELECT capture_id, min(seen_at) FROM (
                SELECT capture_id, seen_at FROM article_version WHERE article_id = ?1
                UNION ALL
                SELECT capture_id, observed_at FROM view_observation WHERE article_id = ?1
            ) GROUP BY 1""",
            (ident,),
        ).fetchall()
        reading = standing(conn, ident)
        conn.execute("DELETE FROM article WHERE id = ?", (ident,))
        # Each address is asked for again, also those that only led here.
        places = [(key, None, seen[0][1]) for (key,) in keys[1:]]
        places += [(keys[0][0] if keys else None, *one) for one in seen]
        return [
            holds.pend(
                conn,
                self.portal.name,
                new.url,
                key=key,
                capture_id=capture_id,
                seen_at=datetime.fromisoformat(seen_at),
                article_id=None,
                changes=(),
                reading=reading,
            )
            for key, capture_id, seen_at in places
        ]
