"""State of a site between requests: names of portals, cached counts and hits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from govnews.web.cache import Memory
from govnews.web.database import archive_path
from govnews.web.names import Names


@dataclass(frozen=True, slots=True)
class State:
    """root: the data root. names: of portals. memory: counts. searches: pages of hits.

    A crawl changes the archive constantly: counts may be half a minute old, hits never.
    """

    root: Path
    names: Names
    memory: Memory = field(default_factory=lambda: Memory(at_least=30))
    searches: Memory = field(default_factory=lambda: Memory(at_least=0))


_STATES: WeakKeyDictionary[Any, State] = WeakKeyDictionary()


def state(datasette: Any) -> State:
    """The state of this site."""
    found = _STATES.get(datasette)
    if found is None:
        root = archive_path(datasette).parent
        found = _STATES[datasette] = State(root, Names(root))
    return found
