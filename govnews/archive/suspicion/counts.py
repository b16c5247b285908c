"""View counts that are none of the articles' own."""

from __future__ import annotations

from collections import Counter

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.many_pages import COMPANY_SHARE, FIELD_SHARE, views_fell
from govnews.archive.suspicion.readings import Run, Suspicion, many

LEAP, LEAP_FROM = 10, 1000
"""A view count has leapt when it is more than so many times the last one, and so many more."""

ONE_COUNT_SHARE = 0.4
"""Share of the view counts of a run that are one and the same number."""

ONE_COUNT_FROM = 10
"""Views that such a number has to be above twice the last one: where nobody reads, the crawler
itself raises all counts from 1 to 2."""


def false_counts(run: Run) -> Suspicion | None:
    """Whether the view counts of a run are none of the articles' own, and why: most are one number,
    many have leapt, or many fell.
    """
    total = len(run.counts)
    leapt = [now for before, now in run.counts if now > LEAP * before + LEAP_FROM]
    other = Counter(now for before, now in run.counts if now > 2 * before + ONE_COUNT_FROM)
    count, pages = other.most_common(1)[0] if other else (0, 0)
    fell = sum(map(views_fell, run.known))
    detail = None
    if many(pages, total, ONE_COUNT_SHARE):
        detail = f"{pages} of {total} pages count {count} views"
    elif many(len(leapt), total, FIELD_SHARE):
        detail = f"the view counts of {len(leapt)} of {total} pages have leapt"
    elif many(fell, total + fell, COMPANY_SHARE):
        detail = f"{fell} of {total + fell} pages count fewer views or none"
    return Suspicion(HoldReason.VIEWS, detail) if detail is not None else None
