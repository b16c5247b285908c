"""What many pages of a section or of the portal do at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.readings import (
    Found,
    Held,
    Reading,
    Section,
    Suspicion,
    changes_of,
    has,
    is_renewed,
    many,
    many_or_both,
)

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

NOTABLE = ("title", "sapo", "author", "published", "section", "attachments")
"""Fields whose loss or change on many pages at once is suspicious, beside the text."""

_TEXTS = frozenset({"title", "sapo", "body", "author", "published", "attachments", "section"})


@dataclass(frozen=True, slots=True)
class Scope:
    """A section, or the portal, with its known pages that were read otherwise, and its new ones."""

    name: str | None
    section: Section
    known: Sequence[Reading]
    new: Sequence[Reading]
    recent: Sequence[Reading]

    @property
    def total(self) -> int:
        """Known pages that this run visited."""
        return self.section.seen + self.section.missed + len(self.known)

    @property
    def read(self) -> Sequence[Reading]:
        """Known pages that were read, as other than before."""
        return [one for one in self.known if not one.is_missing and one.before is not None]

    @property
    def where(self) -> str:
        """The section, for a sentence."""
        return f" in section '{self.name}'" if self.name is not None else ""

    def hold(self, reason: HoldReason, what: str, pages: Sequence[Reading], of: int) -> Found:
        """Hold pages, so many of a number."""
        detail = f"{len(pages)} of {of} pages{self.where} {what}"
        for one in pages:
            yield one.ident, Suspicion(reason, detail)


def _many_gone(scope: Scope) -> Found:
    missing = [one for one in scope.known if one.is_missing]
    if missing and many(len(missing) + scope.section.missed, scope.total, FIELD_SHARE):
        yield from scope.hold(HoldReason.MANY_GONE, "are missing", missing, scope.total)


def _fields(scope: Scope) -> Found:
    for name in NOTABLE:
        had = [one for one in scope.read if has(one.before, name)]
        total = len(had) + scope.section.having[name]
        lost = [one for one in had if not has(one.now, name)]
        before = sum(has(one.before, name) and not has(one.now, name) for one in scope.recent)
        if many_or_both(len(lost), total, FIELD_SHARE):
            yield from scope.hold(HoldReason.FIELD_LOST, f"have lost {name}", lost, total)
        elif lost and many(len(lost) + before, total + before, FIELD_SHARE):
            what = f"have lost {name}, after {before} in a week"
            yield from scope.hold(HoldReason.FIELD_LOST, what, lost, total)
        changed = [one for one in had if name in changes_of(one) and not _is_expected(one, name)]
        if many(len(changed), total, FIELD_SHARE):
            what = f"have another {name}"
            yield from scope.hold(HoldReason.FIELD_CHANGED, what, changed, total)
        if many(len(changed), total, COMPANY_SHARE):
            what = f"are new, and {len(changed)} of {total} known ones have another {name}, or none"
            yield from scope.hold(HoldReason.IN_COMPANY, what, scope.new, len(scope.new))


def _shrunk(scope: Scope) -> Found:
    shrunk = [one for one in scope.read if _has_shrunk(one)]
    before = sum(map(_has_shrunk, scope.recent))
    if many_or_both(len(shrunk), scope.total, FIELD_SHARE):
        yield from scope.hold(HoldReason.SHRUNK, "have shrunk by half", shrunk, scope.total)
    elif shrunk and many(len(shrunk) + before, scope.total + before, FIELD_SHARE):
        what = f"have shrunk by half, after {before} in a week"
        yield from scope.hold(HoldReason.SHRUNK, what, shrunk, scope.total)


def _has_shrunk(one: Reading) -> bool:
    before, now = (len((values["body"] or "").split()) for values in (one.before or {}, one.now))
    return before >= SHRUNK_FROM and now < SHRUNK * before


def _texts(scope: Scope) -> Found:
    changed = [one for one in scope.read if _lost_or_changed(one) & _TEXTS and not one.is_living]
    if many(len(changed), scope.total, TEXT_SHARE, TEXT_SEVERAL):
        yield from scope.hold(HoldReason.ALL_CHANGED, "read otherwise", changed, scope.total)


def _is_expected(one: Reading, name: str) -> bool:
    return one.is_living or (name == "published" and is_renewed(one))


def _lost_or_changed(one: Reading) -> frozenset[str]:
    """What reads otherwise, but for fields that the page did not have before."""
    return frozenset(name for name in changes_of(one) if has(one.before, name))


def _views(scope: Scope) -> Found:
    """View counts that fell, or that no page prints any more."""
    fell = [one for one in scope.read if views_fell(one)]
    total = sum(one.before is not None and one.before["views"] is not None for one in scope.read)
    total += scope.section.having["views"]
    if many(len(fell), total, FIELD_SHARE):
        yield from scope.hold(HoldReason.VIEWS, "count fewer views or none", fell, total)


def views_fell(one: Reading) -> bool:
    """Whether a known page counts fewer views than before, or none, which it may not."""
    before, now = (one.before or {}).get("views"), one.now.get("views")
    return (
        not (one.is_missing or one.may_fall)
        and before is not None
        and (now is None or now < before)
    )


def company(scope: Scope, held: Held, *, troubled: bool) -> Found:
    """All other news of a section or portal most of whose known pages are held."""
    apart = sum(one.ident in held for one in scope.known) + scope.section.missed
    if troubled or many(apart, scope.total, COMPANY_SHARE):
        others = [one for one in scope.known if one.ident not in held]
        detail = f"{apart} of {scope.total} known pages are held or missing"
        if troubled:
            detail = "the portal does not read as it did before its pages were held"
        for one in (*others, *scope.new):
            yield one.ident, Suspicion(HoldReason.IN_COMPANY, detail)


def lacking(scope: Scope) -> Found:
    """New articles without a field that those of their section had so far."""
    section, new = scope.section, scope.new
    if section.earlier < LACKING_BEFORE:
        return
    share = LACKING_IN_PORTAL if scope.name is None else 0.5
    for column in NOTABLE[:-1]:
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


MASS = (_many_gone, _fields, _shrunk, _texts, _views)
"""The rules over the known pages of a scope, in the order in which they apply."""
