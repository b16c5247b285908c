"""Which articles an export is of: one set of filters for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from govnews.archive.provinces import Unit, condition
from govnews.archive.search import found_ids
from govnews.text import fold


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters that all have to hold; without any, everything is chosen.

    query: what a search finds. portal: name of a portal. units: the provinces that it was
    published for. since, until: first and last day of the printed date. A date that is printed
    to the month or the year counts as in the range when it can be; an article without a date is in
    no range.
    """

    query: str | None = None
    portal: str | None = None
    units: Sequence[Unit] | None = None
    since: date | None = None
    until: date | None = None

    @property
    def everything(self) -> bool:
        """Whether there is no filter."""
        return self == Selection()

    def condition(self) -> tuple[str, list[Any]]:
        """SQL that holds for the chosen rows `a` of `article` or `articles`, and its values."""
        parts, values = ["1"], list[Any]()
        if self.portal is not None:
            parts.append("a.portal = ?")
            values.append(self.portal)
        if self.units is not None:
            where, slugs = condition(self.units)
            parts.append(where)
            values += slugs
        if self.since is not None:
            parts.append("a.published >= substr(?, 1, length(a.published))")
            values.append(self.since.isoformat())
        if self.until is not None:
            parts.append("substr(a.published, 1, 10) <= ?")
            values.append(self.until.isoformat())
        if self.query is not None:
            found, bounds = found_ids(self.query)
            parts.append(f"a.id IN ({found})")
            values += bounds
        return " AND ".join(parts), values

    def concerns(self, province: str | None, month: str | None) -> bool:
        """Whether a line of the coverage ledger is about what was chosen; a query and a portal
        play no part. Lines without a month belong to every range.
        """
        if self.units is not None and province not in condition(self.units)[1]:
            return False
        if month is None:
            return True
        return not (
            (self.since is not None and month < self.since.isoformat()[:7])
            or (self.until is not None and month > self.until.isoformat()[:7])
        )

    def name(self) -> str:
        """A short name for a dataset of it: lower case letters, digits, `.`, `_` and `-`."""
        parts = [self.portal, *(unit.slug for unit in self.units or ())]
        parts += [day.isoformat() for day in (self.since, self.until) if day is not None]
        if self.query is not None:
            parts.append("-".join(re.findall(r"[a-z0-9]+", fold(self.query)))[:40])
        plain = [re.sub(r"[^a-z0-9._-]+", "-", fold(part)) for part in parts if part]
        return "-".join(["govnews", *dict.fromkeys(plain)])

    def words(self) -> dict[str, Any]:
        """The filters that are set, as they are written down in a dataset."""
        named = {
            "query": self.query,
            "portal": self.portal,
            "provinces": [f"{unit.slug} ({unit.era})" for unit in self.units or ()] or None,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {name: value for name, value in named.items() if value is not None}
