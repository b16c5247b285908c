"""Rebuild articles, versions and views from the captures, in a database beside the archive's.

The result is what a fresh import of the same captures would store: it uses the same `read` and the
same `articles.store`. The archive's own tables are unchanged until `differences.apply` replaces
what differs. The database is kept until then, so that a rebuild can be interrupted at any time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from govnews.archive import (
    addresses,
    articles,
    captures,
    joining,
    moves,
    nameless,
    observations,
    profiles,
    reading_digest,
    reused,
)
from govnews.archive.addresses import Via
from govnews.archive.database import Archive
from govnews.model import Article
from govnews.portal import Portal
from govnews.reading.urls import canonical
from govnews.reasons import LINKS_ONLY, NOT_THERE
from govnews.replay.reading import Job, Outcome, Portals, Unread, outcomes
from govnews.rereading import Rereader

FOLDER = "replay"
"""Folder of the rebuilt database in the data root."""

BATCH = 100
"""Captures that are stored in one transaction."""

FEW = 200
"""Captures that one process reads in the time that several would take to start."""

_TABLES = """
CREATE TABLE replayed (capture_id INTEGER PRIMARY KEY, reason TEXT, detail TEXT, failed INTEGER);
CREATE TABLE lost (portal TEXT, url TEXT, at TEXT, UNIQUE (portal, url, at));
CREATE TABLE rules (fingerprint TEXT);
"""
_RULES = (
    "reading", "families", "vietnamese", "model.py", "site.py", "identity.py", "url_syntax.py",
    "archive/addresses.py", "archive/articles.py", "archive/columns.py", "archive/edits.py",
    "archive/joining.py", "archive/likeness.py", "archive/moves.py", "archive/nameless.py",
    "archive/reading_digest.py", "archive/reused.py",
    "archive/same_content.py", "archive/text_key.py", "archive/variants.py",
    "archive/version_rows.py",
    "archive/visits.py",
)  # fmt: skip

_ADMITTED = """NOT EXISTS
(SELECT 1 FROM hold h WHERE h.capture_id = c.id AND h.state != 'accepted'
    AND h.changes != '["views"]')"""
_COUNTED = """c.status != 304 AND NOT c.false_views AND NOT EXISTS
(SELECT 1 FROM hold h WHERE h.capture_id = c.id AND h.state != 'accepted')"""
_CAPTURES = f"""
SELECT c.id, c.portal, c.url, c.fetched_at, c.status, o.warc_file, o.warc_offset,
c.redirected_from IS NOT NULL, {_COUNTED}, c.headers
FROM capture c JOIN capture o ON o.id = coalesce(c.revisit_of, c.id)
WHERE c.kind = 'article' AND c.lost_at IS NULL AND c.portal = ? AND {_ADMITTED}
ORDER BY c.fetched_at, c.id
"""


@dataclass(slots=True)
class Tally:
    """The counts of a rebuild. unread: pages that are no articles, by reason. failed: captures that
    are damaged or on which the reader failed: id and reason. lost: captures whose loss is known.
    """

    captures: int = 0
    articles: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[int, str]] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    @property
    def unknown(self) -> list[int]:
        """Captures that could not be read; articles that were read from them stay."""
        return [*self.lost, *(capture_id for capture_id, _ in self.failed)]


def fingerprint(portals: Portals) -> str:
    """Digest of everything that affects reading: the code of the rules, portal files
    and profiles.
    """
    digest = hashlib.sha256()
    top = Path(__file__).parents[1]
    for name in _RULES:
        place = top / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    for name in sorted(portals):
        portal, eras = portals[name]
        templates = [(era.digest, str(era.valid_from), sorted(era.form)) for era in eras.all]
        digest.update(f"{portal!r} {templates}".encode())
    return digest.hexdigest()


class Rebuild:
    """The tables of some portals during a rebuild. Close it to continue later; `remove` ends it.

    archive: open for writing, so that no capture is added meanwhile.
    """

    def __init__(self, archive: Archive, portals: Iterable[Portal]) -> None:
        self._archive = archive
        self._portals: Portals = {
            portal.name: (
                nameless.known(archive.conn, portal),
                profiles.eras(archive.conn, portal.name),
            )
            for portal in portals
        }
        self._reused = {name: reused.recorded(archive.conn, name) for name in self._portals}
        self.folder = archive.root / FOLDER
        self._open(f"{fingerprint(self._portals)} {self._decisions()}")

    def _decisions(self) -> str:
        """Digest of what was decided about held readings and moves, and of the observations of
        captures that may be read already.
        """
        digest = hashlib.sha256()
        for query in (
            "SELECT capture_id, state, changes FROM hold ORDER BY id",
            "SELECT url, other FROM article_move ORDER BY portal, url, other",
            "SELECT count(*), max(seen_at) FROM observation",
        ):
            for row in self._archive.conn.execute(query):
                digest.update(repr(row).encode())
        return digest.hexdigest()

    def _open(self, rules: str) -> None:
        self.made = Archive.open(self.folder, write=True)
        self.conn = self.made.conn
        known = self.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'rules'").fetchone()
        if known and self.conn.execute("SELECT fingerprint FROM rules").fetchone() == (rules,):
            return
        if known:
            self.remove()
            self._open(rules)
            return
        with self.made.transaction() as conn:
            for statement in _TABLES.strip().splitlines():
                conn.execute(statement)
            # This database is not searched, and the index is the slowest part of storing.
            triggers = conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                conn.execute(f"DROP TRIGGER {name}")
            conn.execute("INSERT INTO rules VALUES (?)", (rules,))

    def run(self, processes: int, advanced: Callable[[int, int], None]) -> Tally:
        """Read the captures not yet read. advanced: called with the number done and the total."""
        # The captures stay in the archive's own database.
        self.conn.execute("PRAGMA foreign_keys = OFF")
        total = self._count()
        (done,) = self.conn.execute("SELECT count(*) FROM replayed").fetchone()
        advanced(done, total)
        if total - done < FEW:
            processes = 1
        for name in self._portals:
            work = outcomes(self._archive.root, self._portals, self._jobs(name), processes)
            while batch := _take(work, BATCH):
                with self.made.transaction():
                    for job, outcome in batch:
                        self._store(job, outcome)
                done += len(batch)
                advanced(done, total)
        self._join_moved()
        self._note_losses()
        with self._archive.transaction() as conn:
            for name in self._portals:
                reading_digest.upgrade_all(conn, name)
        return self._tally()

    def _count(self) -> int:
        marks = ", ".join("?" * len(self._portals))
        row = self._archive.conn.execute(
            f"""SELECT count(*) FROM capture c WHERE kind = 'article' AND portal IN ({marks})
            AND {_ADMITTED} AND lost_at IS NULL AND (status BETWEEN 200 AND 299 OR status = 304)""",
            list(self._portals),
        ).fetchone()
        return int(row[0])

    def _jobs(self, portal: str) -> Iterator[Job]:
        """The captures to read; those that only show that a page is gone are recorded
        on the way.
        """
        known = {row[0] for row in self.conn.execute("SELECT capture_id FROM replayed")}
        for *values, headers in self._archive.conn.execute(_CAPTURES, (portal,)):
            job = Job(*values)
            if 200 <= job.status < 300 or job.status == 304:
                if job.capture_id not in known:
                    yield job
            elif job.status in {404, 410} or self._leads_away(job, headers):
                self._lost(job)

    # --- storing ----------------------------------------------------------------------------------

    def _store(self, job: Job, outcome: Outcome) -> None:
        why: Sequence[object] = (None, None, False)
        if isinstance(outcome, Unread):
            why = (outcome.reason, outcome.detail, outcome.failed)
            if outcome.reason in NOT_THERE or self._leads_to_list(job, outcome.reason):
                self._lost(job)
        else:
            self._store_article(job, outcome)
        self.conn.execute("INSERT INTO replayed VALUES (?, ?, ?, ?)", (job.capture_id, *why))

    def _store_article(self, job: Job, article: Article) -> None:
        portal, eras = self._portals[job.portal]
        moment = datetime.fromisoformat(job.fetched_at)
        reading = article if job.counted else replace(article, views=None)
        reread, via = Rereader(self._archive, portal, eras), self._via(job)
        profile = eras.profile_at(moment)
        for since in self._reused[job.portal].get(article.url, ()):
            if since <= moment and not self._is_given_away(portal, article.url, since):
                reused.give_away(self.conn, portal, article.url, since)
        if not joining.admits(self.conn, portal, reading, via, reread.payload):
            self._lost(job)
            return
        store = partial(articles.store, self.conn, portal, job.capture_id)
        store(moment, reading, profile, reread, via)
        for seen in observations.of_capture(self._archive.conn, job.capture_id):
            observed = seen.of(article)
            store(seen.seen_at, observed, profile, reread)

    def _is_given_away(self, portal: Portal, url: str, since: datetime) -> bool:
        return addresses.find(self.conn, portal, reused.former(url, since)) is not None

    def _via(self, job: Job) -> Via:
        return addresses.via_of(self._archive.conn, job.capture_id) if job.redirected else ()

    # --- articles gone from the portal
    # ----------------------------------------------------------------

    def _leads_away(self, job: Job, headers: str) -> bool:
        target = _target(job.url, job.status, headers)
        if target is None:
            return False
        site = self._portals[job.portal][0].site
        return not site.holds(target) or site.is_home(target)

    def _leads_to_list(self, job: Job, reason: str) -> bool:
        portal, _ = self._portals[job.portal]
        start = canonical(captures.asked_for(self._archive.conn, job.capture_id))
        return (
            reason in LINKS_ONLY
            and job.redirected
            and addresses.leads_away(self.conn, portal, start, job.url)
        )

    def _lost(self, job: Job) -> None:
        url = captures.asked_for(self._archive.conn, job.capture_id)
        row = (job.portal, canonical(url), job.fetched_at)
        self.conn.execute("INSERT OR IGNORE INTO lost VALUES (?, ?, ?)", row)

    def _join_moved(self) -> None:
        """Join the articles that the archive has found to be one by their texts."""
        for name, (portal, _) in self._portals.items():
            pairs = self._archive.conn.execute(
                "SELECT url, other, why FROM article_move WHERE portal = ? ORDER BY joined_at",
                (name,),
            ).fetchall()
            with self.made.transaction() as conn:
                moves.join_recorded(conn, portal, pairs, self._payload)

    def _payload(self, capture_id: int) -> str | None:
        return joining.payload_digest(self._archive.conn, capture_id)

    def _note_losses(self) -> None:
        """Mark an article as gone as a crawl does: when it is missing twice under one of its keys,
        and under each of the others, since it was last there.
        """
        missing: dict[int, Counter[str]] = {}
        with self.made.transaction() as conn:
            conn.execute("UPDATE article SET gone_at = NULL WHERE gone_at IS NOT NULL")
            for name, url, at in conn.execute("SELECT * FROM lost ORDER BY at").fetchall():
                portal, _ = self._portals[name]
                known = addresses.find(conn, portal, url)
                if known is None:
                    continue
                ident, key = known.article_id, portal.identity_key(url)
                if at < addresses.last_seen(conn, ident, key):
                    continue
                found = missing.setdefault(ident, Counter())
                found[key] += at >= addresses.last_seen(conn, ident)
                others = addresses.others(conn, portal, ident, url)
                if max(found.values()) > 1 and found.keys() >= others.keys():
                    articles.lose(conn, ident, datetime.fromisoformat(at))
            for name in self._portals:
                reused.lose_again(conn, name)

    # --- completion
    # -----------------------------------------------------------------------------------

    def _tally(self) -> Tally:
        tally = Tally()
        rows = self.conn.execute("SELECT capture_id, reason, detail, failed FROM replayed")
        for capture_id, reason, detail, failed in rows:
            tally.captures += 1
            if failed:
                tally.failed.append((capture_id, f"{reason}: {detail}"))
            elif reason:
                tally.unread[reason] += 1
        lost = "SELECT id FROM capture WHERE lost_at IS NOT NULL"
        tally.lost = [row[0] for row in self._archive.conn.execute(lost)]
        (tally.articles,) = self.conn.execute("SELECT count(*) FROM article").fetchone()
        return tally

    def remove(self) -> None:
        """End the rebuild and remove its database."""
        self.made.close()
        shutil.rmtree(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.made.close()


def _take(work: Iterator[tuple[Job, Outcome]], count: int) -> list[tuple[Job, Outcome]]:
    return [found for _, found in zip(range(count), work, strict=False)]


def _target(url: str, status: int, headers: str) -> str | None:
    """The target of a redirect; None for another response."""
    if not 300 <= status < 400 or status == 304:
        return None
    named = {name.lower(): value for name, value in json.loads(headers)}
    location = named.get("location")
    try:
        return urljoin(url, location) if location else None
    except ValueError:
        return None
