"""Group commit: visits that are ready at about the same time share a transaction.

A commit writes the same few database pages for one article as for ten: indexes, the search index,
the frontier. All rows of one visit are still in one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

MOST = 16
"""Visits in a transaction; a kill costs at most as many repeated requests."""

WAIT = 0.05
"""Seconds that a visit waits for others while pages are being read."""

T = TypeVar("T")


class Batch(Generic[T]):
    """Collects items and stores them together.

    store: called with the collected items. busy: whether more are expected; if not, nothing waits.
    """

    def __init__(self, store: Callable[[Sequence[T]], None], busy: Callable[[], bool]) -> None:
        self._store = store
        self._busy = busy
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None

    async def stored(self, item: T) -> None:
        """Returns when the item and those collected with it are stored."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((item, done))
        alone = not self._busy()
        if self._timer is not None and alone:
            self._timer.cancel()
        if self._timer is None or alone:
            self._timer = loop.call_later(0.0 if alone else WAIT, self._flush)
        if len(self._waiting) >= MOST:
            self._flush()
        await done

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        try:
            self._store([item for item, _ in waiting])
        finally:
            for _, done in waiting:
                if not done.done():
                    done.set_result(None)
