"""What is still to be fetched, as plain rows behind four verbs: add, claim, done, fail.

A row is queued, then leased to a running crawl, then done, failed or gone. Leases need no clock:
only the holder of the writer lock leases, so whatever is leased when the archive is opened for
writing belonged to a run that died, and is queued again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, Literal

from govnews.archive.ways import PAGE, WAYS
from govnews.model import FrontierState, Kind, Link
from govnews.reasons import PASSING, PASSING_HTTP

PRIORITY: dict[str, int] = {
    Kind.SITEMAP: 0,
    Kind.FEED: 0,
    Kind.LISTING: 1,
    Kind.ARTICLE: 2,
    Kind.ATTACHMENT: 3,
}
"""Lists come first, so that a run knows early what there is."""


def utc(moment: datetime) -> str:
    """A time as the archive stores it: UTC to the second, `2026-03-02T02:15:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Claim:
    """A leased row. attempts: how often it was tried before this time."""

    id: int
    link: Link
    attempts: int
    found_on: str | None


_INSERT = """
INSERT INTO frontier (portal, key, url, kind, section, method, form, payload, page, modified,
    published, list_key, raised, watermark, ways, state, priority, found_on, first_found_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)
"""
# What only the index of a web archive named was never asked for: to a crawl it is new.
_ADD = f"""{_INSERT} ON CONFLICT (portal, key) DO UPDATE SET state = 'queued',
    section = excluded.section, page = excluded.page, modified = excluded.modified,
    published = excluded.published, ways = ways | excluded.ways, found_on = excluded.found_on,
    first_found_at = excluded.first_found_at
WHERE state = 'done' AND finished_at IS NULL
"""
_QUEUE = f"""{_INSERT} ON CONFLICT (portal, key) DO UPDATE SET state = 'queued', attempts = 0,
    not_before = NULL, error = NULL, error_detail = NULL, section = excluded.section,
    form = excluded.form, payload = excluded.payload, list_key = excluded.list_key,
    raised = excluded.raised, watermark = excluded.watermark
"""
# Whether a row is of an address from which its article has moved on to one that is visited.
_SECONDARY = """EXISTS (
    SELECT 1 FROM article_address s JOIN article a ON a.id = s.article_id AND a.url != s.url
    JOIN article_address p ON p.portal = a.portal AND p.url = a.url
    JOIN frontier f ON f.portal = p.portal AND f.key = p.key
    WHERE s.portal = frontier.portal AND s.url = frontier.url
    AND f.id != frontier.id AND f.state != 'gone'
)"""
# A portal that has moved to https names the address that answers. Other spellings, such as a
# parameter more, take turns in its lists.
_SAME_PAGE = f"{PAGE.format('url')} = {PAGE.format('?5')}"
# An address from which an article has moved on may have another one, if a list names it.
_WANTED_AGAIN = f"""(state = 'gone' AND coalesce(not_before, '') <= ?4
    OR state = 'done' AND finished_at <= ?6 AND {_SECONDARY})"""
_FOUND_AGAIN = f"""
UPDATE frontier SET ways = ways | ?3, url = iif({_SAME_PAGE}, ?5, url),
    attempts = iif({_WANTED_AGAIN}, 0, attempts),
    state = iif({_WANTED_AGAIN}, 'queued', state)
WHERE portal = ?1 AND key = ?2
AND (ways | ?3 != ways OR {_WANTED_AGAIN} OR url != ?5 AND {_SAME_PAGE})
"""
_CLAIM = """
UPDATE frontier SET state = 'leased' WHERE id IN (
    SELECT id FROM (
        SELECT * FROM (
            SELECT 0 AS tried, priority, id FROM frontier INDEXED BY frontier_ready
            WHERE portal = ?1 AND state = 'queued' AND not_before IS NULL
            ORDER BY priority, id LIMIT ?3
        ) UNION ALL SELECT * FROM (
            SELECT failed_runs > 0 OR attempts > 1, priority, id
            FROM frontier INDEXED BY frontier_due
            WHERE portal = ?1 AND state = 'queued' AND not_before IS NOT NULL AND not_before <= ?2
            ORDER BY not_before LIMIT ?3
        )
    ) ORDER BY tried, priority, id LIMIT ?3
)
RETURNING not_before IS NOT NULL AND (failed_runs > 0 OR attempts > 1), priority, id, key, url,
    kind, section, method, form, payload, page, modified, list_key, raised,
    watermark, attempts, found_on
"""
_NEXT_DUE = """
SELECT * FROM (
    SELECT NULL FROM frontier INDEXED BY frontier_ready
    WHERE portal = ?1 AND state = 'queued' AND not_before IS NULL LIMIT 1
) UNION ALL SELECT * FROM (
    SELECT not_before FROM frontier INDEXED BY frontier_due
    WHERE portal = ?1 AND state = 'queued' AND not_before IS NOT NULL ORDER BY not_before LIMIT 1
) LIMIT 1
"""
_DONE = """
UPDATE frontier SET state = 'done', attempts = 0, not_before = NULL, retry_after = NULL,
    error = NULL, error_detail = NULL, missing_since = NULL, failed_runs = 0, finished_at = ?
WHERE id = ? AND state = 'leased'
"""
_MISSING = """
SELECT iif(state = 'gone', missing_since, '') FROM frontier WHERE portal = ? AND key = ?
AND (missing_since IS NOT NULL OR state = 'gone')
"""
_ASK_OTHERWISE = """
UPDATE frontier SET state = 'queued', form = ?, payload = ?, attempts = 0, not_before = NULL
WHERE portal = ? AND key = ?
"""
_PUT_OFF = """
UPDATE frontier SET state = 'queued', attempts = attempts + 1, error = ?, error_detail = ?,
    not_before = ?, retry_after = ?, finished_at = ? WHERE id = ?
"""
_FAIL = """
UPDATE frontier SET state = 'failed', attempts = attempts + 1, failed_runs = failed_runs + 1,
    error = ?, error_detail = ?, not_before = ?, retry_after = ?, finished_at = ? WHERE id = ?
"""

TRY_AGAIN_DAYS = (0, 0, 2, 4, 8, 16, 30)
"""Days until a page is asked for again that failed for a reason that may pass, after the first,
second, … run in which it did; the last number holds for all that follow."""

READ_AGAIN_DAYS = (1, 3, 7, 30)
"""The same for a page that came and was not what it should be: a login, a maintenance page."""

GONE_AGAIN_DAYS = (1, 2, 4, 8, 16, 30)
"""The same for an article that the portal no longer had, while its lists still link to it."""


FURTHEST = timedelta(days=31)
"""No page is put off for longer; a later date was written by a wrong clock."""


def may_pass(reason: str) -> bool:
    """Whether a page that failed for this reason may be had by the next run."""
    return reason in PASSING or reason in PASSING_HTTP


FORMER_AGAIN = timedelta(days=30)
"""After that, an address from which an article has moved on is asked for again, if lists still name
it: another article may stand there."""

LOOK_AGAIN = timedelta(days=1)
"""After that, an article that its portal did not have is asked for once more."""


class Frontier:
    """The verbs, on a connection whose transactions belong to the caller."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def add(
        self,
        portal: str,
        links: Iterable[Link],
        found_on: str | None,
        now: datetime,
        way: Kind | None = None,
        *,
        gone_again: bool = True,
    ) -> int:
        """Queues links that are not known yet; returns how many those were.

        way: what kind of page led to them, remembered for articles. gone_again: an article that was
        gone and is linked again is queued again, ever less often.
        """
        new = 0
        for link in links:
            bit = WAYS[way] if way is not None and link.kind == "article" else 0
            row = _row(portal, link, found_on, now, bit)
            cursor = self._conn.execute(_ADD, row)
            new += cursor.rowcount
            if bit and gone_again and not cursor.rowcount:
                before = utc(now - FORMER_AGAIN)
                values = (portal, link.key, bit, utc(now), link.url, before)
                self._conn.execute(_FOUND_AGAIN, values)
        return new

    def add_aside(
        self,
        portal: str,
        links: Iterable[Link],
        found_on: str | None,
        now: datetime,
        way: Kind | None = None,
    ) -> None:
        """Adds links that a run is not for: leased until it ends, so that none is claimed."""
        for link in links:
            new = self.add(portal, [link], found_on, now)
            bit = WAYS[way] if way is not None and link.kind == "article" else 0
            self._conn.execute(
                """UPDATE frontier SET state = iif(?4, 'leased', state), ways = ways | ?3
                WHERE portal = ?1 AND key = ?2 AND (?4 OR ways | ?3 != ways)""",
                (portal, link.key, bit, new),
            )

    def again(self, portal: str, key: str) -> int:
        """Queues a row that is done; returns how many that are."""
        return self._conn.execute(
            "UPDATE frontier SET state = 'queued' WHERE portal = ? AND key = ? AND state = 'done'",
            (portal, key),
        ).rowcount

    def set_aside(self, portal: str, page: Link, found_on: str | None, now: datetime) -> None:
        """Keeps the page of a list for the next run; one that this run still asks for stays."""
        row = _row(portal, page, found_on, now)
        if self._conn.execute(f"{_QUEUE} WHERE state NOT IN ('queued', 'leased')", row).rowcount:
            self._conn.execute(
                "UPDATE frontier SET state = 'leased' WHERE portal = ? AND key = ?",
                (portal, page.key),
            )

    def take_up(self, portal: str, links: Iterable[Link]) -> None:
        """Queues links that were set aside: the run is for them after all."""
        self._conn.executemany(
            """UPDATE frontier SET state = 'queued'
            WHERE portal = ? AND key = ? AND state = 'leased'""",
            [(portal, link.key) for link in links],
        )

    def seed(self, portal: str, links: Iterable[Link], now: datetime) -> int:
        """Queues links whether they are known or not: where a run starts, pages of a list."""
        count = 0
        for link in links:
            cursor = self._conn.execute(
                f"{_QUEUE} WHERE state != 'leased'", _row(portal, link, None, now)
            )
            count += cursor.rowcount
        return count

    def requeue_due(self, portal: str, ages: Sequence[int], now: datetime) -> int:
        """Queues articles again that have passed the next of `ages` (days since first found)
        after their last visit, and those that were missing the last time; returns how many. Of the
        addresses of an article only the present one is due.
        """
        due, values = _due(ages, now)
        cursor = self._conn.execute(
            f"""UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
            WHERE portal = ? AND state = 'done' AND ({due}) AND NOT {_SECONDARY}""",
            (portal, *values),
        )
        return cursor.rowcount

    def waiting(
        self, portal: str, ages: Sequence[int], now: datetime
    ) -> Iterator[tuple[Link, Literal["queued", "due"]]]:
        """What a run that began now would find to be done, beside its seeds; changes nothing."""
        due, values = _due(ages, now)
        rows = self._conn.execute(
            f"""SELECT url, kind, section, page, modified, published, state FROM frontier
            WHERE portal = ? AND (state IN ('queued', 'leased')
                OR state = 'done' AND ({due}) AND NOT {_SECONDARY})
            ORDER BY priority, id""",
            (portal, *values),
        )
        for url, kind, section, page, modified, published, state in rows:
            link = Link(url, Kind(kind), section, modified=modified, page=page, published=published)
            yield link, "due" if state == FrontierState.DONE else "queued"

    def retry(self, portal: str | None = None, reason: str | None = None) -> int:
        """Queues failed rows again, of one portal or reason if named; returns how many. Rows that
        are gone come back only for their reason, when it is named.
        """
        cursor = self._conn.execute(
            """UPDATE frontier SET state = 'queued', attempts = 0, not_before = NULL
            WHERE (state = 'failed' OR state = 'gone' AND ?2 IS NOT NULL)
            AND (?1 IS NULL OR portal = ?1) AND (?2 IS NULL OR error = ?2)""",
            (portal, reason),
        )
        return cursor.rowcount

    def claim(self, portal: str, now: datetime) -> Claim | None:
        """Leases the next row whose time has come, or returns None."""
        claims = self.claim_several(portal, now, 1)
        return claims[0] if claims else None

    def claim_several(self, portal: str, now: datetime, limit: int) -> list[Claim]:
        """Leases so many rows at most, those that come first. One statement, atomic."""
        rows = self._conn.execute(_CLAIM, (portal, utc(now), limit)).fetchall()
        rows.sort(key=itemgetter(0, 1, 2))  # SQLite returns them in any order
        return [_claim(row[2:]) for row in rows]

    def next_due(self, portal: str) -> datetime | None:
        """The earliest time at which a queued row may be claimed; None when none is queued."""
        row = self._conn.execute(_NEXT_DUE, (portal,)).fetchone()
        if row is None:
            return None
        return datetime.fromisoformat(row[0]) if row[0] else datetime.min.replace(tzinfo=UTC)

    def done(self, claim_id: int, now: datetime) -> None:
        """The row was fetched and what was in it is stored; one that is queued anew stays so."""
        self._conn.execute(_DONE, (utc(now), claim_id))

    def ask_otherwise(self, portal: str, link: Link, now: datetime) -> None:
        """Queues another request for the same page: a row of its own where the address differs, and
        in the place of the first where only what is posted does.
        """
        if not self.seed(portal, [link], now):
            values = (_form(link), link.payload, portal, link.key)
            self._conn.execute(_ASK_OTHERWISE, values)

    def fail(
        self,
        claim_id: int,
        reason: str,
        detail: str,
        now: datetime,
        retry_at: datetime | None = None,
        retry_after: datetime | None = None,
    ) -> None:
        """The row could not be stored.

        retry_at: queued again for then; without it, failed, and asked for again by a later run,
        ever less often. retry_after: until when the host asked to be left alone (Retry-After).
        """
        again, quiet = retry_at, utc(retry_after) if retry_after is not None else None
        if again is None:
            days = TRY_AGAIN_DAYS if may_pass(reason) else READ_AGAIN_DAYS
            again = self._next_try(claim_id, days, now)
        values = (reason, _printable(detail), utc(again), quiet, utc(now), claim_id)
        self._conn.execute(_FAIL if retry_at is None else _PUT_OFF, values)

    def _next_try(self, claim_id: int, days: Sequence[int], now: datetime) -> datetime:
        """When a page is asked for again that could not be stored in this run either."""
        (before,) = self._conn.execute(
            "SELECT failed_runs FROM frontier WHERE id = ?", (claim_id,)
        ).fetchone()
        return now + timedelta(days=days[min(before, len(days) - 1)])

    def asked_to_wait(self, portal: str, now: datetime) -> datetime | None:
        """Until when a host asked an earlier run to leave it alone; None when that is past."""
        row = self._conn.execute(
            "SELECT max(retry_after) FROM frontier WHERE portal = ? AND retry_after > ?",
            (portal, utc(now)),
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def missing(self, claim_id: int, reason: str, detail: str, now: datetime) -> bool:
        """The server has no longer what it had. The first time, the row is done and looked at
        again after LOOK_AGAIN; returns whether it was missing before.
        """
        row = self._conn.execute(
            "SELECT missing_since FROM frontier WHERE id = ?", (claim_id,)
        ).fetchone()
        if row[0] is not None:
            return True
        self._conn.execute(
            """UPDATE frontier SET state = 'done', attempts = 0, not_before = NULL, error = ?2,
            error_detail = ?3, missing_since = ?4, finished_at = ?4 WHERE id = ?1""",
            (claim_id, reason, _printable(detail), utc(now)),
        )
        return False

    def moves(self, portal: str, row: str, url: str, key: str, now: datetime) -> None:
        """The article of a row stands at another address now, which takes the row's place in the
        schedule of visits. row: the key of the row. key: that of the address.
        """
        if row == key:
            self._conn.execute(
                "UPDATE frontier SET url = ? WHERE portal = ? AND key = ?", (url, portal, key)
            )
            return
        self._conn.execute(
            """INSERT INTO frontier (portal, key, url, kind, section, page, published, state,
            priority, ways, found_on, first_found_at, finished_at)
            SELECT portal, ?2, ?3, kind, section, page, published, 'done', priority, ways, url,
            first_found_at, ?4 FROM frontier WHERE portal = ?5 AND key = ?1
            ON CONFLICT DO NOTHING""",
            (row, key, url, utc(now), portal),
        )

    def is_lost(self, portal: str, others: Iterable[str], last_seen: str, *, again: bool) -> bool:
        """Whether an article that is missing under one of its keys is missing under the others
        too, and twice under one since it was last seen. again: under that one.
        """
        states = [self._conn.execute(_MISSING, (portal, one)).fetchone() for one in others]
        twice = again or any(state and (state[0] or "") >= last_seen for state in states)
        return twice and None not in states

    def try_instead(self, portal: str, links: Iterable[Link], now: datetime) -> int:
        """Queues the other addresses of an article that is missing, but for those where it is
        missing too; returns how many.
        """
        untried = [
            link
            for link in links
            if self._conn.execute(_MISSING, (portal, link.key)).fetchone() is None
        ]
        return self.seed(portal, untried, now)

    def gone(self, claim_id: int, reason: str, detail: str, now: datetime) -> None:
        """The server says that it is no more; it is asked for again only where a list still links
        to it.
        """
        again = self._next_try(claim_id, GONE_AGAIN_DAYS, now)
        self._conn.execute(
            """UPDATE frontier SET state = 'gone', attempts = attempts + 1,
            failed_runs = failed_runs + 1, error = ?, error_detail = ?, not_before = ?,
            finished_at = ? WHERE id = ?""",
            (reason, _printable(detail), utc(again), utc(now), claim_id),
        )

    def release(self, *claim_ids: int) -> None:
        """Gives leases back untried."""
        self._conn.executemany(
            "UPDATE frontier SET state = 'queued' WHERE id = ? AND state = 'leased'",
            [(claim_id,) for claim_id in claim_ids],
        )

    def last_id(self) -> int:
        """The highest row number so far: what a run finds gets higher ones."""
        (last,) = self._conn.execute("SELECT coalesce(max(id), 0) FROM frontier").fetchone()
        return int(last)

    def counts(self, portal: str | None = None) -> dict[str, int]:
        """Rows by state."""
        rows = self._conn.execute(
            "SELECT state, count(*) FROM frontier WHERE ?1 IS NULL OR portal = ?1 GROUP BY state",
            (portal,),
        )
        return dict(rows.fetchall())

    def put_off(self, portal: str) -> dict[str, int]:
        """Queued rows that were tried and put off, by reason."""
        rows = self._conn.execute(
            """SELECT error, count(*) FROM frontier WHERE portal = ? AND state = 'queued'
            AND error IS NOT NULL GROUP BY error""",
            (portal,),
        )
        return dict(rows.fetchall())

    def failures(self, portal: str | None = None) -> dict[str, int]:
        """Failed and gone rows by reason."""
        rows = self._conn.execute(
            """SELECT error, count(*) FROM frontier WHERE state IN ('failed', 'gone')
            AND error IS NOT NULL AND (?1 IS NULL OR portal = ?1)
            GROUP BY error ORDER BY 2 DESC, 1""",
            (portal,),
        )
        return dict(rows.fetchall())


def release_all(conn: sqlite3.Connection) -> int:
    """Queues every leased row again: their run is dead, or the lock could not have been taken."""
    return conn.execute("UPDATE frontier SET state = 'queued' WHERE state = 'leased'").rowcount


def _due(ages: Sequence[int], now: datetime) -> tuple[str, list[Any]]:
    """SQL that holds for a row that is done and is to be visited again, and its values."""
    parts, values = ["missing_since IS NOT NULL AND finished_at <= ?"], list[Any]()
    values.append(utc(now - LOOK_AGAIN))
    for age in ages:
        parts.append(
            "kind = 'article' AND first_found_at <= ?"
            " AND julianday(finished_at) < julianday(first_found_at) + ?"
        )
        values += [utc(now - timedelta(days=age)), age]
    return " OR ".join(f"({part})" for part in parts), values


def _claim(row: tuple[Any, ...]) -> Claim:
    ident, key, url, kind, section, method, form, payload, page, modified, list_key = row[:11]
    raised, watermark, attempts, found_on = row[11:]
    pairs = tuple((name, value) for name, value in json.loads(form)) if form else ()
    link = Link(url, Kind(kind), section, method, pairs, payload, modified, page)
    link = replace(link, list_key=list_key, raised=bool(raised), watermark=watermark)
    if kind == Kind.ARTICLE:
        link = replace(link, identity=key)
    return Claim(ident, link, attempts, found_on)


def _printable(detail: str) -> str:
    """What a server or a library said, cut short; SQLite takes no lone surrogates."""
    return detail[:500].encode("utf-8", "replace").decode()


def _form(link: Link) -> str | None:
    return json.dumps(link.form, ensure_ascii=False) if link.form else None


def _row(
    portal: str, link: Link, found_on: str | None, now: datetime, ways: int = 0
) -> tuple[Any, ...]:
    return (
        portal, link.key, link.url, link.kind, link.section, link.method, _form(link), link.payload,
        link.page, link.modified, link.published, link.list_key, link.raised,
        link.watermark, ways,
        PRIORITY[link.kind], found_on, utc(now),
    )  # fmt: skip
