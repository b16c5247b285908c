"""What takes long to count and is the same for everybody: counted once, kept while it holds."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from govnews.web.reading import archive_path, read

SLOW_LIMIT = 60_000
"""Milliseconds that counting over a whole archive may take."""

KEPT_AT_LEAST = 30
"""Seconds that a result is kept while a crawl writes; older ones are counted again."""

MOST = 200
"""Results that are kept; the oldest go first."""

Result = TypeVar("Result")
Stamp = tuple[tuple[int, int], ...]


class Memory:
    """Results by key, of one site. Ten that ask at once wait for one that counts."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Stamp, float, Any]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(
        self, datasette: Any, key: str, function: Callable[[sqlite3.Connection], Result]
    ) -> Result:
        """What `function` reads from the archive, at most KEPT_AT_LEAST seconds old if it changed.

        key: what is counted; the same function for the same key.
        """
        async with self._locks.setdefault(key, asyncio.Lock()):
            stamp = _stamp(archive_path(datasette))
            seen, since, result = self._kept.get(key, ((), 0.0, None))
            if seen and (seen == stamp or time.monotonic() - since < KEPT_AT_LEAST):
                return result  # type: ignore[no-any-return]
            result = await read(datasette, function, SLOW_LIMIT)
            self._kept.pop(key, None)
            self._kept[key] = (stamp, time.monotonic(), result)
            if len(self._kept) > MOST:
                oldest = next(iter(self._kept))
                del self._kept[oldest], self._locks[oldest]
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
