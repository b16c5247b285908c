"""Cache of slow queries that are the same for all visitors, while the archive is unchanged."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from govnews.web.database import archive_path, read

SLOW_LIMIT = 60_000
"""Time limit of a query over the full archive, in milliseconds."""

MOST = 200
"""Number of cached results; the oldest are dropped first."""

Result = TypeVar("Result")
Stamp = tuple[tuple[int, int], ...]


class Memory:
    """Results by key, of one site; simultaneous requests of a key share one query.

    at_least: seconds for which a result is kept although the archive changed; a query that took
    longer than a second is kept as many times longer.
    """

    def __init__(self, at_least: float) -> None:
        self._at_least = at_least
        self._kept: dict[str, tuple[Stamp, float, Any]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def get(
        self,
        datasette: Any,
        key: str,
        function: Callable[[sqlite3.Connection], Result],
        limit: int = SLOW_LIMIT,
    ) -> Result:
        """The result of `function` on the archive, at most `at_least` seconds old.

        key: identifies the query; always with the same function. limit: in milliseconds.
        """
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            stamp = _stamp(archive_path(datasette))
            seen, until, result = self._kept.get(key, ((), 0.0, None))
            if seen and (seen == stamp or time.monotonic() < until):
                return result  # type: ignore[no-any-return]
            began = time.monotonic()
            result = await read(datasette, function, limit)
            took = time.monotonic() - began
            self._kept.pop(key, None)
            self._kept[key] = (stamp, began + took + self._at_least * max(1.0, took), result)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return result  # type: ignore[no-any-return]


def _stamp(path: Path) -> Stamp:
    """Modification times and sizes of the database and its log."""
    found = []
    for each in (path, path.with_name(path.name + "-wal")):
        try:
            status = each.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)
