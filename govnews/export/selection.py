"""The selection of articles for an export: a search and its filters, for every format."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from govnews.archive import provinces, search
from govnews.archive.search import Filters
from govnews.vietnamese.text import fold

_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that match a search and pass the filters; by default all articles."""

    query: str | None = None
    filters: Filters = _NO_FILTERS

    @property
    def everything(self) -> bool:
        """Whether all articles are chosen."""
        return self == Selection()

    def condition(self, conn: sqlite3.Connection) -> tuple[str, list[Any]]:
        """SQL condition on the `id` of the chosen articles, and its values."""
        if self.everything:
            return "1", []
        return search.condition(conn, self.query, self.filters)

    def concerns(self, portal: str, province: str | None, month: str | None) -> bool:
        """Whether a line of the coverage ledger belongs to the selection, by portal, province and
        month only. Lines without a month belong to every range.
        """
        wanted = self.filters
        if wanted.portals and portal not in wanted.portals:
            return False
        if wanted.units is not None and province not in provinces.condition(wanted.units)[1]:
            return False
        if month is None:
            return True
        return not (
            (wanted.since is not None and month < wanted.since.isoformat()[:7])
            or (wanted.until is not None and month > wanted.until.isoformat()[:7])
        )

    def name(self) -> str:
        """A short name for a dataset of it: lower-case letters, digits, `.`, `_` and `-`."""
        wanted = self.filters
        parts = [*wanted.portals, *(unit.slug for unit in wanted.units or ())]
        parts += [day.isoformat() for day in (wanted.since, wanted.until) if day is not None]
        words = (wanted.number, wanted.author, wanted.signer, wanted.section)
        parts += [part for part in words if part]
        if self.query is not None:
            parts.append("-".join(re.findall(r"[a-z0-9]+", fold(self.query)))[:40])
        plain = [re.sub(r"[^a-z0-9._-]+", "-", fold(part)) for part in parts]
        return "-".join(["govnews", *dict.fromkeys(plain)])

    def words(self) -> dict[str, Any]:
        """The query and the filters that are set, for the documentation of a dataset."""
        wanted = self.filters
        named = {
            "query": self.query,
            "portals": list(wanted.portals),
            "provinces": [f"{unit.slug} ({unit.era})" for unit in wanted.units or ()],
            "since": wanted.since.isoformat() if wanted.since else None,
            "until": wanted.until.isoformat() if wanted.until else None,
            "number": wanted.number,
            "has_attachment": wanted.has_attachment,
            "author": wanted.author,
            "signer": wanted.signer,
            "section": wanted.section,
        }
        return {name: value for name, value in named.items() if value}
