"""What a run remembers of each list that it walks; what must outlast it is in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field

from govnews.model import Link


@dataclass(slots=True)
class ListMemory:
    """One list. contents: by what a page lists, the number of the page.

    listed: keys of the articles on its pages. pages: keys of its pages. others: by the key of a
    page, the other requests for it, the likeliest first. raised: keys of pages whose address stood
    nowhere. started: its first page was read in this run.
    """

    contents: dict[int, int] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    others: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    raised: set[str] = field(default_factory=set)
    started: bool = False
