"""Saved searches: each remembers the last article that it reported, and reports newer ones only.

They are kept in `watches.json` of the data root, not in the database: a saved search can run beside
a crawl, which holds the writer lock.
"""

from __future__ import annotations

import fcntl
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from govnews.archive.search import Filters, Hit, Query, parse_query, search
from govnews.errors import ArchiveError, NoSuchWatch, UsageError
from govnews.vietnamese.places import Unit, units

FILE = "watches.json"
_ALL = 1_000_000_000

_NAME = re.compile(r"[\w][\w.-]{0,62}\Z")


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search. query: as typed, or empty. aliases: as for a search.

    reported_up_to: id of the newest article in the archive at its last run; greater ids are new.
    """

    name: str
    query: str
    filters: Filters
    aliases: bool
    reported_up_to: int


def load(root: Path) -> dict[str, Watch]:
    """The saved searches of a data root by name; raises ArchiveError for an unreadable file."""
    path = root / FILE
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {row["name"]: _from_json(row) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise ArchiveError(
            f"{path} cannot be read: {error}. Mend or remove it; the archive itself is whole."
        ) from error


def find(root: Path, name: str) -> Watch:
    """A saved search by name; raises NoSuchWatch."""
    watches = load(root)
    if name not in watches:
        raise NoSuchWatch(name, list(watches))
    return watches[name]


def add(root: Path, conn: sqlite3.Connection, watch: Watch) -> Watch:
    """Save a search that reports articles added from now on; raises UsageError for a bad query."""
    if not _NAME.match(watch.name):
        raise UsageError(
            f"'{watch.name}' cannot name a watch: letters, digits, dots and dashes, at most 63."
        )
    search(conn, _parsed(watch), watch.filters, limit=0)
    saved = replace(watch, reported_up_to=newest(conn))
    with _changing(root) as watches:
        if watch.name in watches:
            raise UsageError(f"There is a watch '{watch.name}' already. Choose another name.")
        watches[watch.name] = saved
    return saved


def remove(root: Path, name: str) -> None:
    """Remove a saved search; raises NoSuchWatch."""
    with _changing(root) as watches:
        if name not in watches:
            raise NoSuchWatch(name, list(watches))
        del watches[name]


def news(conn: sqlite3.Connection, watch: Watch) -> tuple[list[Hit], int]:
    """The articles added since its last run, newest first, and the id of the newest one checked."""
    up_to = newest(conn)
    filters = replace(watch.filters, newer_than=watch.reported_up_to)
    hits = search(conn, _parsed(watch), filters, order="date", limit=_ALL).hits
    # Articles that a crawl stores from now on are reported by the next run.
    return [hit for hit in hits if hit.id <= up_to], up_to


def mark_reported(root: Path, name: str, up_to: int) -> None:
    """Record the id of the newest article that a saved search has reported."""
    with _changing(root) as watches:
        if name in watches:
            watches[name] = replace(watches[name], reported_up_to=up_to)


def newest(conn: sqlite3.Connection) -> int:
    """The id of the article that was stored last; 0 in an empty archive."""
    (ident,) = conn.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    return int(ident)


def _parsed(watch: Watch) -> Query | None:
    return parse_query(watch.query, aliases=watch.aliases) if watch.query else None


@contextmanager
def _changing(root: Path) -> Iterator[dict[str, Watch]]:
    """The saved searches, locked for one process and written atomically at the end."""
    path = root / FILE
    try:
        with (root / (FILE + ".lock")).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            watches = load(root)
            yield watches
            rows = [to_json(watch) for watch in watches.values()]
            beside = path.with_name(FILE + ".part")
            beside.write_text(
                json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
            beside.replace(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error}") from error


def to_json(watch: Watch) -> dict[str, Any]:
    """The form in the file and in lists: filters that are set, days as ISO 8601."""
    row = asdict(watch)
    filters = {
        name: value for name, value in row["filters"].items() if value not in (None, (), False)
    }
    for name in ("since", "until"):
        if name in filters:
            filters[name] = filters[name].isoformat()
    if watch.filters.units is not None:
        filters["units"] = [[unit.era, unit.slug] for unit in watch.filters.units]
    return row | {"filters": filters}


def _from_json(row: dict[str, Any]) -> Watch:
    given = dict(row["filters"])
    for name in ("since", "until"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    if "units" in given:
        given["units"] = tuple(_unit(era, slug) for era, slug in given["units"])
    given["portals"] = tuple(given.get("portals", ()))
    return Watch(
        row["name"],
        row["query"],
        Filters(**given),
        bool(row["aliases"]),
        int(row["reported_up_to"]),
    )


def _unit(era: str, slug: str) -> Unit:
    return next(unit for unit in units() if (unit.era, unit.slug) == (era, slug))
