"""What a run read otherwise, and what it is compared with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govnews.archive.holds import HoldReason

SEVERAL = 3
"""Pages that have to behave alike before a run is suspicious: two authors may edit in one night."""

LIVING = 3
"""Edits from which on a page is one that is edited ever again: a price table, a live report."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a run that is not the one that stands.

    ident: any number that is unique in the run. key: of its text, see `text_key`. before: the
    columns that stand for the page, with its view count; None for a new article. now: the same of
    the reading; empty for a missing page. edits: how often the page was edited before, not counting
    runs in which many pages were.
    body: a key of its text without title and lead; 0 for a short one. may_fall: whether it may
    count fewer views than before, see `view_counts.may_fall`.
    """

    ident: int
    url: str
    section: str | None
    key: int
    before: Mapping[str, Any] | None
    now: Mapping[str, Any]
    edits: int = 0
    body: int = 0
    may_fall: bool = False

    @property
    def is_living(self) -> bool:
        """Whether the page is edited ever again."""
        return self.edits >= LIVING

    @property
    def is_missing(self) -> bool:
        """Whether the portal did not have the page."""
        return not self.now


@dataclass(slots=True)
class Section:
    """What is known of a section (or of the portal, under None).

    seen: known articles of this run that read as before. having: of those, how many have a field.
    earlier: articles that were admitted before this run. earlier_having: of those, by field.
    missed: known articles that were missing for the first time in this run.
    """

    seen: int = 0
    having: Counter[str] = field(default_factory=Counter)
    earlier: int = 0
    earlier_having: Counter[str] = field(default_factory=Counter)
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a reading is held. detail: the figures, as a sentence for people."""

    reason: HoldReason
    detail: str


@dataclass(frozen=True, slots=True)
class Run:
    """All that a run read otherwise, and what it is compared with.

    known: readings of known articles, missing ones included. new: those of new articles. sections:
    by name; the portal's own under None. texts: for each text key of the run's readings, the URLs
    of the articles of the archive that have it now. troubled: the portal has open holds of an
    earlier run, and nothing of this one says that it has recovered. counts: for each known article
    that read as before, its view count of the visit before and that of this run. recent: the last
    edits of earlier runs, which are counted with those of this one. accepted: keys of texts that a
    person has accepted under several addresses. returned: readings of known articles that are those
    of earlier versions; they are not among `known`.
    """

    known: Sequence[Reading]
    new: Sequence[Reading]
    sections: Mapping[str | None, Section]
    texts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    troubled: bool = False
    counts: Sequence[tuple[int, int]] = ()
    recent: Sequence[Reading] = ()
    accepted: frozenset[int] = frozenset()
    returned: Sequence[Reading] = ()


Held = dict[int, Suspicion]

Found = Iterator[tuple[int, Suspicion]]


def many_or_both(count: int, total: int, share: float) -> bool:
    """The same for what editors hardly do: also two pages, where the run visited only these two."""
    return many(count, total, share) or count == total == SEVERAL - 1


def many(count: int, total: int, share: float, several: int = SEVERAL) -> bool:
    """Whether a number of pages, of so many, is too large for chance."""
    return count >= several and count >= share * total


def has(values: Mapping[str, Any] | None, name: str) -> bool:
    """Whether a reading has a field."""
    value = values.get(name) if values is not None else None
    return bool(json.loads(value)) if name == "attachments" and value else bool(value)


def changed_columns(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the columns that differ; the view count only where it fell or is missing."""
    names = [name for name in now if name != "views" and before.get(name) != now[name]]
    views = before.get("views")
    if views is not None and (now["views"] is None or now["views"] < views):
        names.append("views")
    return tuple(names)


def is_renewed(one: Reading) -> bool:
    """Whether a page has a later date and another text: a table that is printed anew each day."""
    if one.before is None or "body" not in changes_of(one):
        return False
    before, now = one.before["published"], one.now["published"]
    return before is not None and now is not None and before < now


def changes_of(one: Reading) -> frozenset[str]:
    """The columns of a known page that read otherwise; none of a missing one."""
    if one.before is None or one.is_missing:
        return frozenset()
    return frozenset(changed_columns(one.before, one.now))
