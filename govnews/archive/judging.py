"""The end of a run: all that it read otherwise is judged together, and stored or held."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from govnews.archive import (
    columns,
    decisions,
    holds,
    moves,
    reading_digest,
    resets,
    runs,
    text_key,
    variants,
    view_counts,
)
from govnews.archive.admission import NAMES, standing, store_held, version_columns
from govnews.archive.edits import Rereading
from govnews.archive.frontier import utc
from govnews.archive.holds import GONE, Hold, HoldReason, HoldState
from govnews.archive.suspicion import (
    Reading,
    Run,
    Section,
    Suspicion,
    changes_of,
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

LONG_BODY = 80
"""Characters from which on one text under several titles is no "Xem tệp đính kèm"."""

RECENT = timedelta(days=7)
"""Edits of that time are counted with those of a run."""

KEPT = 0.5
"""Share of an article's text that stands on a page with a new field for a password, if the field is
only a box beside it."""

EARLIER = 200
"""Articles before a run, the newest ones, with which its new articles are compared."""

_HAVING_NAMES = (
    "attachments", "title", "sapo", "author", "published", "section", "source", "views",
)  # fmt: skip
_HAVING = ", ".join(
    (
        "sum(EXISTS (SELECT 1 FROM attachment t WHERE t.article_id = a.id))",
        *(f"sum(coalesce(a.{name}, '') != '')" for name in _HAVING_NAMES[1:]),
    )
)

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
        known = [self._reading(hold) for hold in waiting]
        new = self._new(with_texts=bool(waiting))
        sections = self._sections()
        counts = view_counts.of_run(self.conn, self.portal.name, self.since, self.last_article)
        run = Run(
            known,
            new,
            sections,
            self._texts(known),
            self._troubled(sections, known),
            [(count.before, count.views) for count in counts if count.before is not None],
            self._recent(),
            decisions.accepted_texts(self.conn, self.portal.name),
            [self._reading(hold) for hold in returned],
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
        known = [self._reading(hold)]
        return self._decide(Run(known, [], {}, self._texts(known)), [hold])

    def settle_new(self) -> Judgement:
        """Take back new articles that are one text, or have one title."""
        accepted = decisions.accepted_texts(self.conn, self.portal.name)
        new = self._new(with_texts=False)
        return self._decide(Run([], new, {}, self._texts([]), accepted=accepted), [])

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

    def _reading(self, hold: Hold) -> Reading:
        before = standing(self.conn, hold.article_id) if hold.article_id is not None else None
        section = before["section"] if before is not None else hold.reading.get("section")
        key = text_key.of(hold.reading) if hold.reading else 0
        edits = runs.edits_alone(self.conn, self.portal.name, hold.article_id, hold.seen_at)
        may_fall = hold.article_id is not None and view_counts.may_fall(
            self.conn, hold.portal, hold.article_id, hold.reading.get("views")
        )
        return Reading(
            hold.id, hold.url, section, key, before, hold.reading, edits, may_fall=may_fall
        )

    def _new(self, *, with_texts: bool) -> list[Reading]:
        """The new articles of the run; their idents are negative. with_texts: with their bodies,
        which take room in a long first run and are only compared with changed ones.
        """
        rows = self.conn.execute(
            f"""SELECT a.id, a.url, a.text_key, {version_columns("v")}, a.views
            FROM article a JOIN article_version v ON v.id = a.version_id
            WHERE a.portal = ? AND a.id > ?""",
            (self.portal.name, self.last_article),
        )
        found = []
        for ident, url, key, *row in rows:
            now = dict(zip(NAMES, row, strict=True))
            body = hash(now["body"]) if len(now["body"]) >= LONG_BODY else 0
            if not with_texts:
                now["body"] = ""
            found.append(Reading(-ident, url, now["section"], key, None, now, body=body))
        return found

    def _recent(self) -> list[Reading]:
        """The last edits of articles in earlier runs, but for those that a person accepted: a
        portal may break a few pages at a time.
        """
        first = runs.last_version_before(self.conn, self.portal.name, self.now - RECENT)
        if first is None:
            return []
        rows = self.conn.execute(
            f"""SELECT a.url, {version_columns("p")}, {version_columns("v")} FROM article_version v
            JOIN article a ON a.version_id = v.id AND a.portal = ?1
            JOIN article_version p ON p.id = (
                SELECT id FROM article_version o WHERE o.article_id = a.id AND o.id != v.id
                AND o.seen_at <= v.seen_at ORDER BY o.seen_at DESC, o.id DESC LIMIT 1)
            WHERE v.id > ?2 AND v.cause = 'page' AND v.seen_at < ?3
            AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.capture_id = v.capture_id)""",
            (self.portal.name, first, utc(self.since)),
        )
        width, found = len(columns.VERSION), []
        for url, *values in rows:
            before, after = (
                dict(zip(NAMES, (*each, None), strict=True))
                for each in (values[:width], values[width:])
            )
            found.append(Reading(0, url, before["section"], 0, before, after))
        return found

    def _texts(self, known: Sequence[Reading]) -> dict[int, frozenset[str]]:
        """The articles, by the key of their text, that have the same as a reading of the run."""
        found: dict[int, set[str]] = defaultdict(set)
        name = self.portal.name
        for key, url in self.conn.execute(
            """SELECT b.text_key, b.url FROM article a
            JOIN article b ON b.text_key = a.text_key AND b.portal = a.portal AND b.id != a.id
            WHERE a.portal = ? AND a.id > ?""",
            (name, self.last_article),
        ):
            found[key].add(url)
        for one in known:
            rows = self.conn.execute(
                "SELECT url FROM article WHERE text_key = ? AND portal = ?", (one.key, name)
            )
            found[one.key] |= {url for (url,) in rows}
        return {key: frozenset(urls) for key, urls in found.items()}

    def _sections(self) -> dict[str | None, Section]:
        """What is known of each section, and of the portal under None."""
        sections: dict[str | None, Section] = defaultdict(Section, {None: Section()})

        def scopes(name: str | None) -> list[Section]:
            return [sections[None]] if name is None else [sections[None], sections[name]]

        seen = self.conn.execute(
            f"""SELECT a.section, count(*), {_HAVING} FROM article a
            WHERE a.portal = ?1 AND a.last_seen >= ?2 AND a.id <= ?3
            AND NOT EXISTS (SELECT 1 FROM hold h
                WHERE h.article_id = a.id AND h.state = 'pending')
            GROUP BY 1""",
            (self.portal.name, utc(self.since), self.last_article),
        )
        for name, count, *having in seen:
            for each in scopes(name):
                each.seen += count
                each.having.update(dict(zip(_HAVING_NAMES, having, strict=True)))
        earlier = self.conn.execute(
            f"""SELECT a.section, count(*), {_HAVING} FROM (
                SELECT * FROM article WHERE portal = ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3
            ) a GROUP BY 1""",
            (self.portal.name, self.last_article, EARLIER),
        )
        for name, count, *having in earlier:
            sections[name].earlier = count
            sections[name].earlier_having.update(dict(zip(_HAVING_NAMES, having, strict=True)))
        missed = self.conn.execute(
            """SELECT a.section, count(DISTINCT a.id) FROM frontier f
            JOIN article_address s ON s.portal = f.portal AND s.url = f.url
            JOIN article a ON a.id = s.article_id
            WHERE f.portal = ?1 AND f.missing_since >= ?2 AND f.state = 'done'
            AND a.last_seen < ?2 GROUP BY 1""",
            (self.portal.name, utc(self.since)),
        )
        for name, count in missed:
            for each in scopes(name):
                each.missed += count
        return dict(sections)

    def _troubled(self, sections: Mapping[str | None, Section], known: Sequence[Reading]) -> bool:
        """Whether known pages are held since an earlier run, and none of this one reads well but
        for its view count.
        """
        read = (one for one in known if not one.is_missing)
        if sections[None].seen or any(changes_of(one) <= {"views"} for one in read):
            return False
        row = self.conn.execute(
            """SELECT 1 FROM hold WHERE portal = ? AND state = 'open' AND article_id IS NOT NULL
            AND reason NOT IN (?, ?) LIMIT 1""",
            (self.portal.name, HoldReason.MANY_GONE, HoldReason.VIEWS),
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
