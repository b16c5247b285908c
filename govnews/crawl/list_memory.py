"""What a run remembers of each list that it walks; what must outlast it is in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from govnews.archive.list_walks import End
from govnews.model import Link


@dataclass(slots=True)
class ListMemory:
    """One list.

    contents: by what a page lists, the number of the page. listed: by the key of an article, that
    of the first page on which it stood. pages: those that this run read, by key. others: by the key
    of a page, the other requests for it, the likeliest first. queued: keys of pages that this run
    queued. fresh: articles beyond the list's watermark. unproven: by the key of a page, how a walk
    ended there without a proof, and why. total: articles that the list announced last. most: the
    most pages that it announced. again: keys of pages that are read once more for what slipped onto
    them. stale: pages in a row that listed nothing which earlier ones had
    not. started: the first page was read in this run. relies: a walk of an earlier run, which goes
    on, covers the rest. joined: by the watermark of such a walk, that of the one that met it.
    """

    contents: dict[int, int] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Link] = field(default_factory=dict)
    others: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    queued: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    unproven: dict[str, tuple[End, str]] = field(default_factory=dict)
    total: int | None = None
    most: int = 0
    again: set[str] = field(default_factory=set)
    stale: int = 0
    started: bool = False
    relies: bool = False
    joined: dict[int, int] = field(default_factory=dict)

    def rename(self, key_of: Callable[[str], str]) -> None:
        """Call the articles by other keys, which are made of those that they had."""
        listed: dict[str, str] = {}
        for key, page in self.listed.items():
            listed.setdefault(key_of(key), page)
        self.listed, self.fresh = listed, {key_of(key) for key in self.fresh}
