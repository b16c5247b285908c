"""News in the company of broken pages, and new articles that lack what those before them had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.alike import GONE_PARAGRAPH, Mark, marks, values_of
from govnews.archive.suspicion.many_pages import COMPANY_SHARE, NOTABLE, Scope, value_of
from govnews.archive.suspicion.readings import (
    SEVERAL,
    Found,
    Held,
    Reading,
    Run,
    Suspicion,
    changes_of,
    has,
    many,
)

SECTION_SHARE = 0.9
"""Share of the held pages of one section, above which all its new articles are held too. An editor
may correct most of its articles in a day, a template breaks all of them."""

LACKING_SHARE = 0.95
"""Share of a section's earlier articles that have a field which its new ones should have too."""

LACKING_BEFORE = 5
"""Earlier articles that a section needs for that comparison."""

LACKING_SEVERAL = 3
"""New articles that have to lack the field; two notices may have no author."""

LACKING_IN_PORTAL = 0.9
"""Share of new articles that have to lack it, where the whole portal is compared: a section of its
own may print no authors, but a new template that prints no section leaves nothing else to compare.
"""


@dataclass(frozen=True, slots=True)
class Faults:
    """What shows that a new article has the fault of known pages.

    signs: texts and values that several of these have, and did not have. lost: fields that several
    have lost. plain: idents of the pages whose change consists of that alone; whether a new article
    is like others cannot be seen on it.
    """

    signs: frozenset[Mark]
    lost: frozenset[str]
    plain: frozenset[int]

    def are_on(self, new: Reading) -> bool:
        """Whether a new article has one of them."""
        found = {*values_of(new.now), *_own_values(new, NOTABLE)}
        return bool(found & self.signs) or any(not has(new.now, name) for name in self.lost)


_CHECKED = ("sapo", "author", "section", "source", "attachments")
_BESIDE = frozenset({"title", "body", "views", "refs", "signers", "updated", "updated_precision"})
"""Columns whose change is seen by marks, or says nothing about new articles."""


def faults(run: Run, others: Collection[int], common: Mapping[Mark, set[int]]) -> Faults:
    """What the known pages of a run have in common. others: those in whose place another page
    stands. common: what several pages say otherwise.
    """
    read = [one for one in run.known if not one.is_missing and one.before is not None]
    mine = [one for one in read if one.ident not in others]
    lost = Counter(name for one in mine for name in _lost(one))
    values = Counter(
        value for one in mine for value in _own_values(one, changes_of(one) & {*_CHECKED})
    )
    signs = frozenset(common) | {value for value, count in values.items() if count >= SEVERAL}
    away = frozenset(name for name, count in lost.items() if count >= SEVERAL)
    plain = frozenset(
        one.ident
        for one in read
        if _says_no_more(one, common) and (one.ident in others or _has_no_more(one, signs, away))
    )
    return Faults(signs, away, plain)


def _lost(one: Reading) -> list[str]:
    return [name for name in NOTABLE if has(one.before, name) and not has(one.now, name)]


def _own_values(one: Reading, names: Collection[str]) -> list[Mark]:
    return [(name, value_of(one, name)) for name in names if has(one.now, name)]


def _says_no_more(one: Reading, common: Mapping[Mark, set[int]]) -> bool:
    """Whether the texts of a page differ from those before in nothing but common ones."""
    found = set(marks(one))
    added = {mark for mark in found if mark[0] != GONE_PARAGRAPH}
    if any(mark not in common for mark in added):
        return False
    return bool(added) or all(mark in common for mark in found)


def _has_no_more(one: Reading, signs: Collection[Mark], lost: Collection[str]) -> bool:
    """The same of its other fields. A date of the day is on new articles by nature."""
    away = {*_lost(one)} & {*lost}
    changed = changes_of(one) - _BESIDE - away - {f"{name}_precision" for name in away}
    return changed <= {*_CHECKED} and all(value in signs for value in _own_values(one, changed))


def company(scope: Scope, held: Held, shared: Faults, *, troubled: bool) -> Found:
    """All other news of a section or portal most of whose known pages are held; of new articles
    only those that have the fault of the known ones, where that can be seen. A count of views that
    is in doubt says nothing about texts.
    """
    apart = [
        one
        for one in scope.known
        if one.ident in held and held[one.ident].reason != HoldReason.VIEWS
    ]
    count = len(apart) + scope.section.missed
    hidden = sum(one.ident not in shared.plain for one in apart) + scope.section.missed
    detail = f"{count} of {scope.total} known pages are held or missing"
    all_new = many(hidden, scope.total, COMPANY_SHARE if scope.name is None else SECTION_SHARE)
    if troubled:
        detail = "the portal does not read as it did before its pages were held"
        all_new |= hidden > 0 or not apart
    if troubled or many(count, scope.total, COMPANY_SHARE):
        known = [one for one in scope.known if one.ident not in held]
        new = [one for one in scope.new if all_new or shared.are_on(one)]
        for one in (*known, *new):
            yield one.ident, Suspicion(HoldReason.IN_COMPANY, detail)


def lacking(scope: Scope) -> Found:
    """New articles without a field that those of their section had so far."""
    section, new = scope.section, scope.new
    if section.earlier < LACKING_BEFORE:
        return
    share = LACKING_IN_PORTAL if scope.name is None else 0.5
    for column in NOTABLE[:-1]:
        if scope.is_gone_again(column, 0):
            continue
        if section.earlier_having[column] < LACKING_SHARE * section.earlier:
            continue
        lack = [one for one in new if not has(one.now, column)]
        if many(len(lack), len(new), share, LACKING_SEVERAL):
            detail = (
                f"{len(lack)} of {len(new)} new articles{scope.where} have no {column}, "
                f"{section.earlier_having[column]} of {section.earlier} before them have one"
            )
            for one in lack:
                yield one.ident, Suspicion(HoldReason.FIELD_LACKING, detail)
