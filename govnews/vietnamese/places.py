"""The provinces of Vietnam before and since 1 July 2025, when 63 became 34, and their successors.

A slug identifies a unit only together with its era: `tayninh` is one of the 63 and one of the 34.
Codes were reassigned (80 was Long An and is Tây Ninh), so no unit is found by its code.

Everything that depends on the day of the merger derives it from MERGER; a test finds any second
statement of it in the package.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from govnews.errors import UnknownProvince
from govnews.model import VIETNAM
from govnews.vietnamese.text import fold

MERGER = date(2025, 7, 1)
"""The first day of the 34 provinces, in local time."""

PUBLISHED_SINCE_MERGER = f"{MERGER:%Y-%m}"
"""The smallest stored `published` of the era of 34 provinces. The text is local and may end with
the month or the year; the year 2025 alone sorts before it and counts as the earlier era.
"""

SEEN_SINCE_MERGER = f"{datetime.combine(MERGER, time(), VIETNAM).astimezone(UTC):%Y-%m-%dT%H}"
"""The smallest stored `first_seen` of the era of 34 provinces, in UTC (seven hours behind)."""


class Era(StrEnum):
    """Before or since the merger; the value is stored in the archive and in exports."""

    OLD = f"until-{MERGER - timedelta(days=1)}"
    NEW = f"from-{MERGER}"


_KINDS = re.compile(r"^(?:tinh|thanh pho|tp|t\.p)\b[\s.]*")
_WHICH = re.compile(r"(?<![\s,])[\s,]*+\(?\b(cu|moi|old|new)\)?$")
_ERA_OF = {"cu": Era.OLD, "old": Era.OLD, "moi": Era.NEW, "new": Era.NEW}
_OTHER_NAMES = {"saigon": "hochiminhcity", "hcm": "hochiminhcity", "tphcm": "hochiminhcity"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One province or centrally run city of one era; fields in the order of provinces.tsv.

    slug: its name in URLs, unique within its era. code: of the General Statistics Office.
    kind: "province" or "city". domain: of its portal. successor: slug of the unit of the 34 that
    it is part of since the merger; None for the 34. region: economic region until then.
    """

    era: Era
    slug: str
    code: str
    name: str
    kind: str
    domain: str | None = None
    successor: str | None = None
    region: str | None = None

    @property
    def label(self) -> str:
        """The name, with the era in Vietnamese where both eras have one of this name."""
        if len([unit for unit in units() if unit.name == self.name]) == 1:
            return self.name
        return f"{self.name} ({'cũ' if self.era == Era.OLD else 'mới'})"


@cache
def units() -> tuple[Unit, ...]:
    """All 97 units: the 63 old ones, then the 34 new ones."""
    text = (resources.files("govnews.vietnamese") / "provinces.tsv").read_text(encoding="utf-8")
    rows = [[value or None for value in line.split("\t")] for line in text.splitlines()[1:]]
    return tuple(Unit(Era(row[0]), *row[1:]) for row in rows)  # type: ignore[arg-type]


def predecessors(unit: Unit) -> tuple[Unit, ...]:
    """The old units that were merged into a new one; none for an old one."""
    if unit.era == Era.OLD:
        return ()
    return tuple(old for old in units() if old.successor == unit.slug)


def portal_slugs(unit: Unit) -> frozenset[str]:
    """Provinces in portal files whose articles of the unit's era belong to the unit.

    A portal of a dissolved province that continued to publish belongs to the successor; one with
    the name of a current province (hue) belonged to the old province before (thuathienhue).
    """
    slugs = {era: {u.slug for u in units() if u.era == era} for era in Era}
    if unit.era == Era.NEW:
        others = {u.slug for u in predecessors(unit)} - slugs[Era.NEW]
    else:
        heirs = [u for u in units() if u.era == Era.NEW and u.slug not in slugs[Era.OLD]]
        others = {u.slug for u in heirs if predecessors(u) == (unit,)}
    return frozenset({unit.slug, *others})


@cache
def units_by_portal() -> Mapping[tuple[Era, str], Unit]:
    """The unit that an article belongs to, by its era and the province of its portal."""
    return {(unit.era, slug): unit for unit in units() for slug in portal_slugs(unit)}


def find(name: str, *, lineage: bool = False) -> tuple[Unit, ...]:
    """The units with a name: with or without diacritics, a slug, "tỉnh" or "TP" before it.

    A name of both eras finds both units; "(cũ)" or "(mới)" after it selects one. lineage: include
    the predecessors of a current unit. Raises UnknownProvince naming the nearest.
    """
    wanted, era = _wanted(name)
    found = [
        unit
        for unit in units()
        if wanted in {_key(unit.name), _key(unit.slug)} and era in {None, unit.era}
    ]
    if not found:
        raise UnknownProvince(name, *_nearest(wanted, name))
    if lineage:
        found += [old for unit in found for old in predecessors(unit) if old not in found]
    return tuple(found)


def _wanted(name: str) -> tuple[str, Era | None]:
    """The key of a typed name, and its era if it names one."""
    plain = " ".join(fold(name).split())
    which = _WHICH.search(plain)
    bare = plain[: which.start()] if which else plain
    key = _key(bare)
    return _OTHER_NAMES.get(key, key), _ERA_OF[which[1]] if which else None


def _key(name: str) -> str:
    """The letters of a name, without diacritics and without the kind of unit before them."""
    plain = fold(name).strip()
    bare = _KINDS.sub("", plain) or plain
    return re.sub(r"[^a-z]+", "", bare)


def _nearest(wanted: str, name: str) -> tuple[str | None, str]:
    """The nearest name, and advice for a code, which has had two meanings."""
    digits = name.strip()
    if digits.isdecimal():
        meanings = ", ".join(f"{unit.name} {unit.era}" for unit in units() if unit.code == digits)
        return None, f"Codes were given out anew ({digits}: {meanings}). " if meanings else ""
    keys = {_key(unit.name): unit.name for unit in units()}
    near = difflib.get_close_matches(wanted, keys, n=1, cutoff=0.5)
    return (keys[near[0]] if near else None), ""
