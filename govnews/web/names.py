"""Portals and provinces by the names that people know them by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from govnews.archive import provinces
from govnews.errors import BadPortalFile, UnknownPortal
from govnews.portal import Registry


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


@cache
def _units() -> Mapping[tuple[str, str], provinces.Unit]:
    """The unit of an era for which a portal's province speaks."""
    return {
        (unit.era, slug): unit
        for unit in provinces.units()
        for slug in provinces.condition([unit])[1]
    }


@lru_cache(maxsize=512)  # asked a thousand times for the facets of one page
def unit_label(slug: str | None, *, since: int) -> str | None:
    """The name of the province that an article was published for.

    slug: of its portal's province. since: 1 for an article of the 34 provinces' time.
    """
    if slug is None:
        return None
    unit = _units().get((provinces.NEW if since else provinces.OLD, slug))
    return unit.label if unit else slug
