"""Which readings of a run do not resemble their portal: rules over all of them, a pure function.

One page that reads otherwise is an edit; many that read otherwise in the same way, in one run, are
a broken or rebuilt portal. Pages are compared with what the archive knew of them, new articles with
those of their section before them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govnews.archive.holds import HoldReason
from govnews.vietnamese.text import fold

SEVERAL = 3
"""Pages that have to behave alike before a run is suspicious: two authors may edit in one night."""

FIELD_SHARE = 0.2
"""Share of the known pages of a run that lose or change the same field. Swapped days and months
change the dates of a third of the pages; editors change the headlines of one or two in a hundred.
"""

TEXT_SHARE = 0.3
"""Share of the known pages whose texts change, above which it is no editing."""

TEXT_SEVERAL = 4
"""Pages whose texts have to change for that; in a small run three may be edited."""

COMPANY_SHARE = 0.3
"""Share of held pages among the known ones of a run, above which all its other news is held too."""

SHRUNK = 0.5
"""A text is said to have shrunk when it has fewer than this share of its words."""

SHRUNK_FROM = 20
"""Words of the shortest text that can be said to shrink."""

OTHER_TEXT = 0.2
"""Share of words that two texts have in common, below which they are different texts."""

LEAP, LEAP_FROM = 10, 1000
"""A view count has leapt when it is more than so many times the last one, and so many more."""

ONE_COUNT_SHARE = 0.4
"""Share of the view counts of a run that are one and the same number."""

ONE_COUNT_FROM = 10
"""Views that such a number has to be above twice the last one: where nobody reads, the crawler
itself raises all counts from 1 to 2."""

LACKING_SHARE = 0.95
"""Share of a section's earlier articles that have a field which its new ones should have too."""

LACKING_BEFORE = 5
"""Earlier articles that a section needs for that comparison."""

LACKING_SEVERAL = 2
"""New articles that have to lack the field."""

ONE_TITLE_OF = 10
"""New articles of a run from which on one title over half of them is suspicious."""

NOTABLE = ("title", "sapo", "author", "published", "section", "attachments")
"""Fields whose loss or change on many pages at once is suspicious, beside the text."""

_LOST_MUCH = frozenset({"title", "sapo", "author", "published", "body"})
_TEXTS = frozenset({"title", "sapo", "body", "author", "published", "attachments", "section"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a run that is not the one that stands.

    ident: any number that is unique in the run. key: of its text, see `text_key`. before: the
    columns that stand for the page, with its view count; None for a new article. now: the same of
    the reading; empty for a missing page.
    """

    ident: int
    url: str
    section: str | None
    key: int
    before: Mapping[str, Any] | None
    now: Mapping[str, Any]

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
    that read as before, its view count of the visit before and that of this run.
    """

    known: Sequence[Reading]
    new: Sequence[Reading]
    sections: Mapping[str | None, Section]
    texts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    troubled: bool = False
    counts: Sequence[tuple[int, int]] = ()


Held = dict[int, Suspicion]


def suspicious(run: Run) -> Held:
    """The readings to hold, by `ident`, each with the first reason that applies."""
    held: Held = {}
    for rule in (_alone, _strangers_text, _one_text, _same_change):
        _note(held, rule(run))
    for name, section in run.sections.items():
        known, new = (
            [one for one in readings if name is None or one.section == name]
            for readings in (run.known, run.new)
        )
        scope = _Scope(name, section, known, new)
        for mass in (_many_gone, _fields, _shrunk, _texts, _views):
            _note(held, mass(scope))
        if name is not None:
            _note(held, _lacking(name, section, new))
        _note(held, _company(scope, held, troubled=run.troubled))
    _note(held, _one_title(run.new))
    why = false_counts(run)
    if why is not None:
        _note(held, ((one.ident, why) for one in run.new if one.now["views"] is not None))
    return held


def false_counts(run: Run) -> Suspicion | None:
    """Whether the view counts of a run are none of the articles' own, and why: most are one number,
    many have leapt, or many fell.
    """
    total = len(run.counts)
    leapt = [now for before, now in run.counts if now > LEAP * before + LEAP_FROM]
    other = Counter(now for before, now in run.counts if now > 2 * before + ONE_COUNT_FROM)
    count, pages = other.most_common(1)[0] if other else (0, 0)
    fell = sum(map(_views_fell, run.known))
    detail = None
    if many(pages, total, ONE_COUNT_SHARE):
        detail = f"{pages} of {total} pages count {count} views"
    elif many(len(leapt), total, FIELD_SHARE):
        detail = f"the view counts of {len(leapt)} of {total} pages have leapt"
    elif many(fell, total + fell, COMPANY_SHARE):
        detail = f"{fell} of {total + fell} pages count fewer views or none"
    return Suspicion(HoldReason.VIEWS, detail) if detail is not None else None


def _note(held: Held, found: Iterable[tuple[int, Suspicion]]) -> None:
    for ident, suspicion in list(found):
        held.setdefault(ident, suspicion)


Found = Iterator[tuple[int, Suspicion]]


# --- one page by itself --------------------------------------------------------------------------


def _alone(run: Run) -> Found:
    """A page that is another one, or has lost most of what it had."""
    for one in run.known:
        if one.before is None or one.is_missing:
            continue
        lost = sorted(name for name in _LOST_MUCH if one.before[name] and not one.now[name])
        if len(lost) > 1:
            detail = f"it has lost {' and '.join(lost)}"
            yield one.ident, Suspicion(HoldReason.LOST_MUCH, detail)
        elif fold(one.before["title"]) != fold(one.now["title"]) and _another_text(one):
            detail = f"it was '{one.before['title']}', it is '{one.now['title']}'"
            yield one.ident, Suspicion(HoldReason.REPLACED, detail)


def _another_text(one: Reading) -> bool:
    before, now = (_words(values) for values in (one.before or {}, one.now))
    return len(before & now) < OTHER_TEXT * max(1, min(len(before), len(now)))


def _words(values: Mapping[str, Any]) -> set[str]:
    return set(fold(f"{values.get('sapo') or ''} {values.get('body') or ''}").split())


# --- texts ---------------------------------------------------------------------------------------


def _strangers_text(run: Run) -> Found:
    """A known page that has the text which another article of the archive has."""
    for one in run.known:
        if one.is_missing or not _changed(one) & {"title", "body"}:
            continue
        others = run.texts.get(one.key, frozenset()) - {one.url}
        if others:
            detail = f"the text of {min(others)}"
            yield one.ident, Suspicion(HoldReason.ANOTHERS_TEXT, detail)


def _one_text(run: Run) -> Found:
    """One text under several addresses in this run."""
    groups: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    for one in (*run.known, *run.new):
        if not one.is_missing and (one.before is None or _changed(one) & {"title", "body"}):
            day = (one.now["published"] or "")[:10]
            groups[one.key, day].append(one)
    for (key, _), alike in groups.items():
        addresses = {one.url for one in alike} | run.texts.get(key, frozenset())
        if len(addresses) >= SEVERAL:
            detail = f"the same text under {len(addresses)} addresses"
            for one in alike:
                yield one.ident, Suspicion(HoldReason.ONE_TEXT, detail)


def _one_title(new: Sequence[Reading]) -> Found:
    if len(new) < ONE_TITLE_OF:
        return
    counts = Counter(one.now["title"] for one in new)
    title, count = counts.most_common(1)[0]
    if count * 2 > len(new):
        detail = f"{count} of {len(new)} new articles have the title '{title}'"
        for one in new:
            if one.now["title"] == title:
                yield one.ident, Suspicion(HoldReason.ONE_TITLE, detail)


# --- the same change on several pages -------------------------------------------------------------


def _same_change(run: Run) -> Found:
    """A paragraph that came or went, or a new value, on several pages; new articles that share it
    are held with them.
    """
    signs: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in run.known:
        for sign in _marks(one):
            signs[sign].add(one.ident)
    common = {sign: idents for sign, idents in signs.items() if len(idents) >= SEVERAL}
    for (kind, text), idents in common.items():
        detail = f"{len(idents)} pages: {kind} '{text[:80]}'"
        for ident in sorted(idents):
            yield ident, Suspicion(HoldReason.SAME_CHANGE, detail)
        for one in run.new:
            if (kind, text) in set(_values(one.now)):
                yield one.ident, Suspicion(HoldReason.SAME_CHANGE, detail)


def _marks(one: Reading) -> Iterator[tuple[str, str]]:
    if one.before is None or one.is_missing:
        return
    before, now = set(_values(one.before)), set(_values(one.now))
    yield from now - before
    yield from ((f"no longer {kind}", text) for kind, text in before - now if kind == "paragraph")


def _values(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("title", "author", "published", "section"):
        if values[name]:
            yield name, values[name]
    for paragraph in values["body"].split("\n\n"):
        if paragraph:
            yield "paragraph", paragraph


# --- many pages of a section or of the portal -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scope:
    """A section, or the portal, with its known pages that were read otherwise, and its new ones."""

    name: str | None
    section: Section
    known: Sequence[Reading]
    new: Sequence[Reading]

    @property
    def total(self) -> int:
        """Known pages that this run visited."""
        return self.section.seen + self.section.missed + len(self.known)

    @property
    def read(self) -> Sequence[Reading]:
        return [one for one in self.known if not one.is_missing and one.before is not None]

    def hold(self, reason: HoldReason, what: str, pages: Sequence[Reading], of: int) -> Found:
        where = f" in section '{self.name}'" if self.name is not None else ""
        detail = f"{len(pages)} of {of} pages{where} {what}"
        for one in pages:
            yield one.ident, Suspicion(reason, detail)


def many(count: int, total: int, share: float, several: int = SEVERAL) -> bool:
    """Whether a number of pages, of so many, is too large for chance."""
    return count >= several and count >= share * total


def _many_gone(scope: _Scope) -> Found:
    missing = [one for one in scope.known if one.is_missing]
    if missing and many(len(missing) + scope.section.missed, scope.total, FIELD_SHARE):
        yield from scope.hold(HoldReason.MANY_GONE, "are missing", missing, scope.total)


def _fields(scope: _Scope) -> Found:
    for name in NOTABLE:
        had = [one for one in scope.read if _has(one.before, name)]
        total = len(had) + scope.section.having[name]
        lost = [one for one in had if not _has(one.now, name)]
        if many(len(lost), total, FIELD_SHARE):
            yield from scope.hold(HoldReason.FIELD_LOST, f"have lost {name}", lost, total)
        changed = [one for one in had if name in _changed(one)]
        if many(len(changed), total, FIELD_SHARE):
            what = f"have another {name}"
            yield from scope.hold(HoldReason.FIELD_CHANGED, what, changed, total)
        if many(len(changed), total, COMPANY_SHARE):
            what = f"are new, and {len(changed)} of {total} known ones have another {name}, or none"
            yield from scope.hold(HoldReason.IN_COMPANY, what, scope.new, len(scope.new))


def _shrunk(scope: _Scope) -> Found:
    shrunk = [one for one in scope.read if _has_shrunk(one)]
    if many(len(shrunk), scope.total, FIELD_SHARE):
        yield from scope.hold(HoldReason.SHRUNK, "have shrunk by half", shrunk, scope.total)


def _has_shrunk(one: Reading) -> bool:
    before, now = (len((values["body"] or "").split()) for values in (one.before or {}, one.now))
    return before >= SHRUNK_FROM and now < SHRUNK * before


def _texts(scope: _Scope) -> Found:
    changed = [one for one in scope.read if _changed(one) & _TEXTS]
    if many(len(changed), scope.total, TEXT_SHARE, TEXT_SEVERAL):
        yield from scope.hold(HoldReason.ALL_CHANGED, "read otherwise", changed, scope.total)


def _views(scope: _Scope) -> Found:
    """View counts that fell, or that no page prints any more."""
    fell = [one for one in scope.read if _views_fell(one)]
    total = sum(one.before is not None and one.before["views"] is not None for one in scope.read)
    total += scope.section.having["views"]
    if many(len(fell), total, FIELD_SHARE):
        yield from scope.hold(HoldReason.VIEWS, "count fewer views or none", fell, total)


def _views_fell(one: Reading) -> bool:
    before, now = (one.before or {}).get("views"), one.now.get("views")
    return not one.is_missing and before is not None and (now is None or now < before)


def _company(scope: _Scope, held: Held, *, troubled: bool) -> Found:
    """All other news of a section or portal most of whose known pages are held."""
    apart = sum(one.ident in held for one in scope.known) + scope.section.missed
    if troubled or many(apart, scope.total, COMPANY_SHARE):
        others = [one for one in scope.known if one.ident not in held]
        detail = f"{apart} of {scope.total} known pages are held or missing"
        if troubled:
            detail = "the portal does not read as it did before its pages were held"
        for one in (*others, *scope.new):
            yield one.ident, Suspicion(HoldReason.IN_COMPANY, detail)


def _lacking(name: str, section: Section, new: Sequence[Reading]) -> Found:
    """New articles without a field that those of their section had so far."""
    if section.earlier < LACKING_BEFORE:
        return
    for column in NOTABLE[:-1]:
        if section.earlier_having[column] < LACKING_SHARE * section.earlier:
            continue
        lack = [one for one in new if not _has(one.now, column)]
        if len(lack) >= LACKING_SEVERAL and 2 * len(lack) >= len(new):
            detail = (
                f"{len(lack)} of {len(new)} new articles in section '{name}' have no {column}, "
                f"{section.earlier_having[column]} of {section.earlier} before them have one"
            )
            for one in lack:
                yield one.ident, Suspicion(HoldReason.FIELD_LACKING, detail)


# --- two readings ---------------------------------------------------------------------------------


def _has(values: Mapping[str, Any] | None, name: str) -> bool:
    value = values[name] if values is not None else None
    return bool(json.loads(value)) if name == "attachments" and value else bool(value)


def changed_columns(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the columns that differ; the view count only where it fell or is missing."""
    names = [name for name in now if name != "views" and before.get(name) != now[name]]
    views = before.get("views")
    if views is not None and (now["views"] is None or now["views"] < views):
        names.append("views")
    return tuple(names)


def _changed(one: Reading) -> frozenset[str]:
    if one.before is None or one.is_missing:
        return frozenset()
    return frozenset(changed_columns(one.before, one.now))
