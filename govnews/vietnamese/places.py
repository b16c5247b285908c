"""The provinces of Vietnam before and since 1 July 2025, when 63 became 34, and who became whom.

A slug names a unit only together with its era: `tayninh` is one of the 63 and one of the 34. Codes
were given out anew (80 was Long An and is Tây Ninh), so they find nothing here.

An article belongs to the unit that its portal's province was when it was published. That follows
from what the article's row has (its portal's province, its date), so it is computed and not
stored: the view `article_provinces` and `condition` say the same.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from govnews.errors import UnknownProvince
from govnews.vietnamese.text import fold

Era = Literal["until-2025-06-30", "from-2025-07-01"]
OLD: Era = "until-2025-06-30"
NEW: Era = "from-2025-07-01"

_KINDS = re.compile(r"^(?:tinh|thanh pho|tp|t\.p)\b[\s.]*")
_WHICH = re.compile(r"[\s,]*\(?\b(cu|moi|old|new)\)?$")
_ERA_OF: dict[str, Era] = {"cu": OLD, "old": OLD, "moi": NEW, "new": NEW}
_OTHER_NAMES = {"saigon": "hochiminhcity", "hcm": "hochiminhcity", "tphcm": "hochiminhcity"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One province or centrally run city of one era.

    slug: its name in URLs, unique within its era. code: of the General Statistics Office.
    kind: "province" or "city". domain: of its portal. successor: slug of the unit of the 34 that
    it is part of since 1 July 2025; None for the 34. region: economic region until then.
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
        return f"{self.name} ({'cũ' if self.era == OLD else 'mới'})"


@cache
def units() -> tuple[Unit, ...]:
    """All 97 units: the 63 old ones, then the 34 new ones."""
    text = (resources.files("govnews") / "provinces.tsv").read_text(encoding="utf-8")
    rows = [[value or None for value in line.split("\t")] for line in text.splitlines()[1:]]
    return tuple(Unit(*row) for row in rows)  # type: ignore[arg-type]


def predecessors(unit: Unit) -> tuple[Unit, ...]:
    """The old units that went into a new one; none for an old one."""
    if unit.era == OLD:
        return ()
    return tuple(old for old in units() if old.successor == unit.slug)


def find(name: str, *, lineage: bool = False) -> tuple[Unit, ...]:
    """The units that a name means: with or without diacritics, a slug, "tỉnh" or "TP" before it.

    A name that both eras have means both units; "(cũ)" or "(mới)" behind it chooses one.
    lineage: with the predecessors of the new unit. Raises UnknownProvince naming the nearest.
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
    """The key of a name as typed, and the era if it names one."""
    plain = " ".join(fold(name).split())
    which = _WHICH.search(plain)
    bare = plain[: which.start()] if which else plain
    key = _key(bare)
    return _OTHER_NAMES.get(key, key), _ERA_OF[which[1]] if which else None


def _key(name: str) -> str:
    """Only the letters, without diacritics and without the kind of unit before them."""
    plain = fold(name).strip()
    bare = _KINDS.sub("", plain) or plain
    return re.sub(r"[^a-z]+", "", bare)


def _nearest(wanted: str, name: str) -> tuple[str | None, str]:
    digits = name.strip()
    if digits.isdecimal():
        with_code = [unit for unit in units() if unit.code == digits]
        said = ", ".join(f"{unit.name} {unit.era}" for unit in with_code)
        return None, f"Codes were given out anew ({digits}: {said}). " if said else ""
    keys = {_key(unit.name): unit.name for unit in units()}
    near = difflib.get_close_matches(wanted, keys, n=1, cutoff=0.5)
    return (keys[near[0]] if near else None), ""


# --- articles -------------------------------------------------------------------------------------

# The smallest values that are of July 2025 or later: `published` is local and may end with the
# month or the year (2025 alone counts as old), `first_seen` is UTC, seven hours behind.
_SINCE = """(CASE WHEN {a}.published IS NOT NULL THEN {a}.published >= '2025-07'
ELSE {a}.first_seen >= '2025-06-30T17' END)"""


def since_merger(article: str = "a") -> str:
    """SQL that is 1 for an article of the 34 provinces' time, 0 for an older one.

    article: name or alias of the table `article` in the statement.
    """
    return _SINCE.format(a=article)


def condition(chosen: Iterable[Unit], article: str = "a") -> tuple[str, list[str]]:
    """SQL that holds for the articles of these units, and the values of its `?` marks in order.

    article: name or alias of the table `article` (or the view `articles`) in the statement.
    """
    slugs: dict[Era, set[str]] = {}
    for unit in chosen:
        slugs.setdefault(unit.era, set()).update(_portal_slugs(unit))
    parts, values = [], list[str]()
    for era, names in slugs.items():
        when = "" if era == NEW else "NOT "
        marks = ", ".join("?" * len(names))
        parts.append(f"({article}.province IN ({marks}) AND {when}{since_merger(article)})")
        values += sorted(names)
    return f"({' OR '.join(parts) or '0'})", values


def count(conn: sqlite3.Connection, chosen: Iterable[Unit]) -> int:
    """How many articles of these units the archive has."""
    where, values = condition(chosen)
    row = conn.execute(f"SELECT count(*) FROM article a WHERE {where}", values).fetchone()
    return int(row[0])


def _portal_slugs(unit: Unit) -> set[str]:
    """The provinces that a portal file may name and whose articles of the era are this unit's.

    A portal of a dissolved province that went on publishing spoke for the successor; one that is
    filed under a name of the 34 (hue) spoke, earlier, for the old province (thuathienhue).
    """
    by_era = {era: {u.slug for u in units() if u.era == era} for era in (OLD, NEW)}
    if unit.era == NEW:
        return {unit.slug} | {u.slug for u in predecessors(unit) if u.slug not in by_era[NEW]}
    heirs = [u for u in units() if u.era == NEW and u.slug not in by_era[OLD]]
    return {unit.slug} | {u.slug for u in heirs if predecessors(u) == (unit,)}
