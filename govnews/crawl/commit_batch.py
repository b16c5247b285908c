"""Pages that are ready at about the same time share a transaction.

A commit writes the same few pages of the database for one article as for ten: indexes, the search
index, the frontier. Each page still has all of itself in one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

MOST = 16
"""Pages in a transaction; a kill costs no more than fetching so many again."""

WAIT = 0.05
"""Seconds that a page waits for others while some are being read."""

T = TypeVar("T")


class Batch(Generic[T]):
    """Collects what is to be stored. store: called with all that has come together. busy: whether
    more may come soon; while nothing may, nothing waits.
    """

    def __init__(self, store: Callable[[Sequence[T]], None], busy: Callable[[], bool]) -> None:
        self._store = store
        self._busy = busy
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None

    async def stored(self, item: T) -> None:
        """Returns when the item has been stored with those that came beside it."""
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
