"""What many pages of a section or of the portal do at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.readings import (
    SEVERAL,
    Found,
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

GAINED_SHARE = 0.9
"""Share of one value among those of a field that many pages have gained, from which on it is none
of their own. A field that a template prints at last has each page's own value."""

NOTABLE = ("title", "sapo", "author", "published", "section", "source", "attachments")
"""Fields whose loss or change on many pages at once is suspicious, beside the text."""

DATES = frozenset({"published", "updated"})
"""Fields whose values are compared by their days."""

_TEXTS = frozenset({"title", "sapo", "body", "author", "published", "attachments", "section"})


@dataclass(frozen=True, slots=True)
class Scope:
    """A section, or the portal, with its known pages that were read otherwise, and its new ones.
    others: idents of known pages in whose place another one stands.
    """

    name: str | None
    section: Section
    known: Sequence[Reading]
    new: Sequence[Reading]
    recent: Sequence[Reading]
    returned: Sequence[Reading] = ()
    others: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        """Known pages that this run visited."""
        seen = self.section.seen + len(self.returned)
        return seen + self.section.missed + len(self.known)

    @property
    def read(self) -> Sequence[Reading]:
        """Known pages that were read, as other than before."""
        mine = (one for one in self.known if one.ident not in self.others)
        return [one for one in mine if not one.is_missing and one.before is not None]

    @property
    def where(self) -> str:
        """The section, for a sentence."""
        return f" in section '{self.name}'" if self.name is not None else ""

    def is_gone_again(self, name: str, lost: int) -> bool:
        """Whether a field goes as it came: most pages without it read as they did before it."""
        gone = [one for one in self.returned if has(one.before, name) and not has(one.now, name)]
        return many(len(gone), len(gone) + lost, 0.5)

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
        if scope.is_gone_again(name, len(lost)):
            continue
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
        yield from _new_ones_like(scope, name, changed, total)


def _new_ones_like(scope: Scope, name: str, changed: Sequence[Reading], total: int) -> Found:
    """New articles that may have the fault of known ones with another value of a field, or none."""
    if not many(len(changed), total, COMPANY_SHARE):
        return
    values = Counter(value_of(one, name) for one in changed if has(one.now, name))
    own = sum(count for count in values.values() if count < SEVERAL)
    any_value = name in DATES or many(own, total, COMPANY_SHARE)
    lost = many(len(changed) - values.total(), total, COMPANY_SHARE)
    alike = [
        one
        for one in scope.new
        if (lost if not has(one.now, name) else any_value or values[value_of(one, name)] >= SEVERAL)
    ]
    what = f"are new, and {len(changed)} of {total} known ones have another {name}, or none"
    yield from scope.hold(HoldReason.IN_COMPANY, what, alike, len(scope.new))


def value_of(one: Reading, name: str) -> str:
    """The present value of a field, by which it is compared with that of other pages."""
    value = str(one.now.get(name))
    return value[: len("2021-05-24")] if name in DATES else value


def _gained(scope: Scope) -> Found:
    """One value of a field that many pages did not have before; or one day of change, where nothing
    else of note did.
    """
    for name in (*NOTABLE, "updated"):
        gained = [one for one in scope.read if has(one.now, name) and _has_gained(one, name)]
        values = Counter(value_of(one, name) for one in gained)
        for value, count in values.most_common(1):
            if many(count, len(gained), GAINED_SHARE) and many(count, scope.total, FIELD_SHARE):
                alike = [one for one in gained if value_of(one, name) == value]
                what = f"have gained the same {name}"
                yield from scope.hold(HoldReason.FIELD_GAINED, what, alike, scope.total)
                if name not in DATES:
                    news = [one for one in scope.new if value_of(one, name) == value]
                    yield from scope.hold(HoldReason.FIELD_GAINED, what, news, len(scope.new))


def _has_gained(one: Reading, name: str) -> bool:
    if name == "updated":
        return name in changes_of(one) and not changes_of(one) & _TEXTS
    return not has(one.before, name)


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


MASS = (_many_gone, _fields, _gained, _shrunk, _texts, _views)
"""The rules over the known pages of a scope, in the order in which they apply."""
