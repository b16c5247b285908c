"""Counters of views that their portal has reset: held counts that grow from visit to visit."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from govnews.archive import holds
from govnews.archive.admission import store_held
from govnews.archive.edits import Rereading
from govnews.archive.holds import Hold, HoldReason, HoldState
from govnews.archive.suspicion import are_reset
from govnews.portal import Portal

NOTE = "the portal has reset its counters, which grow again"


def accept(
    conn: sqlite3.Connection,
    portal: Portal,
    pending: Sequence[Hold],
    reread: Rereading,
    now: datetime,
) -> list[int]:
    """Store the held view counts of a portal whose counters were reset, and record them as
    accepted; returns the numbers of their holds. pending: the readings of the run.
    """
    found = holds.of_portal(conn, portal.name, HoldState.OPEN)
    held = [hold for hold in found if hold.reason == HoldReason.VIEWS and _counts(hold)]
    series: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for hold in held:
        series[hold.url].append((hold.seen_at, hold.reading["views"]))
    for hold in pending:
        if hold.url in series and hold.reading.get("views") is not None:
            series[hold.url].append((hold.seen_at, hold.reading["views"]))
    if not are_reset(list(series.values())):
        return []
    stored = [hold.id for hold in held if store_held(conn, portal, hold, reread) is not None]
    holds.decide(conn, stored, HoldState.ACCEPTED, now, NOTE)
    return stored


def _counts(hold: Hold) -> bool:
    return hold.changes == ("views",) and hold.reading.get("views") is not None
