"""Display names of portals and provinces."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from govnews.errors import BadPortalFile, UnknownPortal
from govnews.portal import Registry
from govnews.vietnamese.places import Era, units_by_portal


class Names:
    """Names for one archive. root: its data root, which may have portal files of its own."""

    def __init__(self, root: Path) -> None:
        self._registry = Registry(root)
        self._portals: dict[str, str] = {}

    def portal(self, name: str) -> str:
        """A portal's title; its short name where there is no portal file that can be read."""
        if name not in self._portals:
            try:
                self._portals[name] = self._registry.load(name).title
            except (UnknownPortal, BadPortalFile):
                self._portals[name] = name
        return self._portals[name]


@lru_cache(maxsize=512)  # called a thousand times for the facets of one page
def unit_label(slug: str | None, *, since: int) -> str | None:
    """The name of the province that an article was published for.

    slug: of its portal's province. since: 1 for an article of the 34 provinces' time.
    """
    if slug is None:
        return None
    unit = units_by_portal().get((Era.NEW if since else Era.OLD, slug))
    return unit.label if unit else slug
