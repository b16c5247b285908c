"""What takes long to count and is the same for everybody: counted once, kept while it holds."""

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
"""Milliseconds that counting over a whole archive may take."""

MOST = 200
"""Results that are kept; the oldest go first."""

Result = TypeVar("Result")
Stamp = tuple[tuple[int, int], ...]


class Memory:
    """Results by key, of one site. Ten that ask at once wait for one that counts.

    at_least: seconds that a result is kept although the archive changed; what took longer than a
    second to count is kept that many times as long.
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
        """What `function` reads from the archive as it is now, or was `at_least` seconds ago.

        key: what is counted; the same function for the same key. limit: in milliseconds.
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
    """Changes when the database or its log does."""
    found = []
    for each in (path, path.with_name(path.name + "-wal")):
        try:
            status = each.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)
