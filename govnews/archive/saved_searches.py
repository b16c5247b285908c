"""Saved searches: each remembers up to which article it has told, so that it tells only new ones.

They are kept in `watches.json` of the data root, not in the database: a watch runs beside a crawl,
which holds the database for itself.
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

    told_up_to: id of the newest article in the archive when it last ran; what came later is new.
    """

    name: str
    query: str
    filters: Filters
    aliases: bool
    told_up_to: int


def load(root: Path) -> dict[str, Watch]:
    """The watches of a data root by name; raises ArchiveError when the file cannot be read."""
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
    """One watch; raises NoSuchWatch."""
    watches = load(root)
    if name not in watches:
        raise NoSuchWatch(name, list(watches))
    return watches[name]


def add(root: Path, conn: sqlite3.Connection, watch: Watch) -> Watch:
    """Saves a search that will tell what comes from now on. Raises UsageError for a bad one."""
    if not _NAME.match(watch.name):
        raise UsageError(
            f"'{watch.name}' cannot name a watch: letters, digits, dots and dashes, at most 63."
        )
    search(conn, _parsed(watch), watch.filters, limit=0)
    saved = replace(watch, told_up_to=newest(conn))
    with _changing(root) as watches:
        if watch.name in watches:
            raise UsageError(f"There is a watch '{watch.name}' already. Choose another name.")
        watches[watch.name] = saved
    return saved


def remove(root: Path, name: str) -> None:
    """Forgets a watch; raises NoSuchWatch."""
    with _changing(root) as watches:
        if name not in watches:
            raise NoSuchWatch(name, list(watches))
        del watches[name]


def news(conn: sqlite3.Connection, watch: Watch) -> tuple[list[Hit], int]:
    """The articles that came since it last ran, newest first, and up to which id it has told."""
    up_to = newest(conn)
    filters = replace(watch.filters, newer_than=watch.told_up_to)
    hits = search(conn, _parsed(watch), filters, order="date", limit=_ALL).hits
    # What a crawl stores at this very moment is told next time.
    return [hit for hit in hits if hit.id <= up_to], up_to


def told(root: Path, name: str, up_to: int) -> None:
    """Remembers up to which article a watch has told."""
    with _changing(root) as watches:
        if name in watches:
            watches[name] = replace(watches[name], told_up_to=up_to)


def newest(conn: sqlite3.Connection) -> int:
    """The id of the article that was stored last; 0 in an empty archive."""
    (ident,) = conn.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    return int(ident)


def _parsed(watch: Watch) -> Query | None:
    return parse_query(watch.query, aliases=watch.aliases) if watch.query else None


@contextmanager
def _changing(root: Path) -> Iterator[dict[str, Watch]]:
    """The watches, to be changed by one process at a time; saved whole or not at all."""
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
    """As it is in the file and in lists: filters that are set, days as ISO 8601."""
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
        row["name"], row["query"], Filters(**given), bool(row["aliases"]), int(row["told_up_to"])
    )


def _unit(era: str, slug: str) -> Unit:
    return next(unit for unit in units() if (unit.era, unit.slug) == (era, slug))
