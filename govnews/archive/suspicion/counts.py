"""View counts that are none of the articles' own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.alone import other_pages
from govnews.archive.suspicion.many_pages import COMPANY_SHARE, FIELD_SHARE, views_fell
from govnews.archive.suspicion.readings import Found, Run, Suspicion, many

LEAP, LEAP_FROM = 10, 1000
"""A view count has leapt when it is more than so many times the last one, and so many more."""

ONE_COUNT_SHARE = 0.4
"""Share of the view counts of a run that are one and the same number."""

ONE_COUNT_FROM = 10
"""Views that such a number has to be above twice the last one: where nobody reads, the crawler
itself raises all counts from 1 to 2."""


RESET_VISITS, RESET_TIME = 3, timedelta(days=3)
"""Visits at which a counter has to be lower, over so much time, to have been reset for good."""

RESET_GROWN = 0.5
"""Share of such counters that have to have grown meanwhile; a stale copy of a portal counts
nobody."""

RESET_SHARE = 0.9
"""Share of such counters that may not have fallen again."""


def are_reset(series: Sequence[Sequence[tuple[datetime, int]]]) -> bool:
    """Whether counters were reset by their portal. series: for each page, the counts since it first
    counted fewer views than before, which grow from there.
    """
    long = [
        [count for _, count in one]
        for one in series
        if len(one) >= RESET_VISITS and one[-1][0] - one[0][0] >= RESET_TIME
    ]
    growing = [counts for counts in long if counts == sorted(counts)]
    grown = [counts for counts in growing if counts[0] < counts[-1]]
    own = len({counts[-1] for counts in grown}) > 1
    return (
        own
        and many(len(grown), len(long), RESET_GROWN)
        and many(len(growing), len(long), RESET_SHARE)
    )


def false_counts(run: Run) -> Suspicion | None:
    """Whether the view counts of a run are none of the articles' own, and why: most are one number,
    many have leapt, or many fell.
    """
    total = len(run.counts)
    leapt = [now for before, now in run.counts if now > LEAP * before + LEAP_FROM]
    other = Counter(now for before, now in run.counts if now > 2 * before + ONE_COUNT_FROM)
    count, pages = other.most_common(1)[0] if other else (0, 0)
    fell, all_counts = _fallen(run)
    detail = None
    if many(pages, total, ONE_COUNT_SHARE):
        detail = f"{pages} of {total} pages count {count} views"
    elif many(len(leapt), total, FIELD_SHARE):
        detail = f"the view counts of {len(leapt)} of {total} pages have leapt"
    elif many(fell, all_counts, COMPANY_SHARE):
        detail = f"{fell} of {all_counts} pages count fewer views or none"
    return Suspicion(HoldReason.VIEWS, detail) if detail is not None else None


def stale(run: Run) -> Found:
    """Pages that read as earlier versions, where the counts went back as well: a cache or a backup
    answers in the portal's place.
    """
    fell, all_counts = _fallen(run)
    if many(fell, all_counts, COMPANY_SHARE):
        detail = f"as an earlier version; {fell} of {all_counts} pages count fewer views or none"
        for one in run.returned:
            yield one.ident, Suspicion(HoldReason.RETURNED, detail)


def _fallen(run: Run) -> tuple[int, int]:
    """How many known pages count fewer views than before, and of how many. A page in the place of
    another one counts for neither.
    """
    others = other_pages(run)
    mine = [one for one in (*run.known, *run.returned) if one.ident not in others]
    fell = sum(map(views_fell, mine))
    return fell, len(run.counts) + fell
