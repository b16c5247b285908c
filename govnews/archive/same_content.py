"""Whether two readings have the same content in another form: an article under a new template.

The words of headline, lead and body have to be the same, in the same order. Spaces, punctuation,
paragraphs, and whether the lead stands apart are form. So is a date to a lesser precision, a field
that the new template prints on no page or now prints on all, and another name of a section.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from govnews.archive.suspicion import many
from govnews.archive.suspicion.many_pages import FIELD_SHARE
from govnews.archive.suspicion.readings import SEVERAL
from govnews.model import VIETNAM, Article, Precision

FIELDS = ("sapo", "author", "updated", "section", "views", "attachments")
"""Fields that a template may print or leave out."""

_WORDS = re.compile(r"\d+(?:[.,:/-]\d+)*%?|[^\W\d]+|\d")
"""Figures are words with their punctuation: 1,5 is not 15, and 80% is not 80."""

_PRINTED: Mapping[Precision, str] = {
    "year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M",
    "second": "%Y-%m-%d %H:%M:%S",
}  # fmt: skip
_PRECISIONS = tuple(_PRINTED)


def same_content(before: Article, now: Article, form: Collection[str]) -> bool:
    """Whether only the form differs. form: what the template of the later reading does otherwise
    than the earlier one, as `form_of` names it.
    """
    return (
        _same_words(before, now, form)
        and _same_date(before, now, "published", form)
        and _same_date(before, now, "updated", form)
        and _same_line(before, now, "author", form)
        and (_same_line(before, now, "section", form) or _renaming(before, now) in form)
        and _same_files(before, now, form)
    )


def form_of(pairs: Iterable[tuple[Article, Article]]) -> frozenset[str]:
    """The FIELDS that came or went on many of these pages, each an earlier and a later reading; and
    the sections that have another name on all of their pages.
    """
    changed: Counter[str] = Counter()
    sections: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for before, now in pairs:
        total += 1
        changed.update(name for name in FIELDS if _has(before, name) != _has(now, name))
        if before.section and now.section:
            sections[before.section][_renaming(before, now)] += 1
    form = {name for name in FIELDS if many(changed[name], total, FIELD_SHARE)}
    return frozenset(form | _renamed(sections))


def _renaming(before: Article, now: Article) -> str:
    return f"section: {before.section} → {now.section}"


def _renamed(sections: Mapping[str, Counter[str]]) -> set[str]:
    """The sections that all of their pages call otherwise: each the same, and no two sections so.
    A template that calls all sections by one name has lost them.
    """
    found = {
        old: next(iter(names)).partition(" → ")[2]
        for old, names in sections.items()
        if len(names) == 1 and names.total() >= SEVERAL
    }
    taken = Counter(found.values())
    return {
        f"section: {old} → {new}" for old, new in found.items() if old != new and taken[new] == 1
    }


def words(article: Article) -> list[str]:
    """The words of headline, lead and body."""
    return _WORDS.findall(f"{article.title}\n{article.sapo or ''}\n{article.body}")


def _same_words(before: Article, now: Article, form: Collection[str]) -> bool:
    """Whether both say the same; a lead that the template leaves out or adds is form."""
    if words(before) == words(now):
        return True
    if "sapo" not in form or (before.sapo and now.sapo):
        return False
    return words(replace(before, sapo=None)) == words(replace(now, sapo=None))


def _has(article: Article, name: str) -> bool:
    value = getattr(article, name)
    return value is not None and value not in {"", ()}


def _same_line(before: Article, now: Article, name: str, form: Collection[str]) -> bool:
    old, new = (_WORDS.findall(getattr(one, name) or "") for one in (before, now))
    return old == new or (name in form and not (old and new))


def _same_date(before: Article, now: Article, name: str, form: Collection[str]) -> bool:
    old: datetime | None = getattr(before, name)
    new: datetime | None = getattr(now, name)
    if old is None or new is None:
        return old is new or name in form
    named: list[Precision] = [getattr(one, f"{name}_precision") or "day" for one in (before, now)]
    printed = _PRINTED[min(named, key=_PRECISIONS.index)]
    clocked = "%H" in printed
    one, other = (
        (moment.astimezone(VIETNAM) if clocked else moment).strftime(printed)
        for moment in (old, new)
    )
    return one == other


def _same_files(before: Article, now: Article, form: Collection[str]) -> bool:
    old, new = ({file.url for file in one.attachments} for one in (before, now))
    return old == new or ("attachments" in form and (old <= new or new <= old))
