"""What a run remembers of each list that it walks; what must outlast it is in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field

from govnews.model import Link


@dataclass(slots=True)
class ListMemory:
    """One list.

    contents: by what a page lists, the number of the page. listed: by the key of an article, that
    of the first page on which it stood. pages: keys of the pages. others: by the key of a page,
    the other requests for it, the likeliest first. started: the first page was read in this run.
    """

    contents: dict[int, int] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    others: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    started: bool = False
