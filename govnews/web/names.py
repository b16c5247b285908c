"""Portals and provinces by the names that people know them by."""

from __future__ import annotations

from pathlib import Path

from govnews.archive import provinces
from govnews.errors import BadPortalFile, UnknownPortal
from govnews.portal import Registry


class Names:
    """Names for one archive. root: its data root, which may have portal files of its own."""

    def __init__(self, root: Path) -> None:
        self._registry = Registry(root)
        self._portals: dict[str, str] = {}
        self._provinces = {unit.slug: unit.name for unit in reversed(provinces.units())}

    def portal(self, name: str) -> str:
        """A portal's title; its short name where there is no portal file that can be read."""
        if name not in self._portals:
            try:
                self._portals[name] = self._registry.load(name).title
            except (UnknownPortal, BadPortalFile):
                self._portals[name] = name
        return self._portals[name]

    def province(self, slug: str) -> str:
        """A province's name; the slug where it is none of Vietnam's."""
        return self._provinces.get(slug, slug)
