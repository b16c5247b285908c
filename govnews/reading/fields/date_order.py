"""Day or month first: a date that leaves it open is read as the other dates of its page are."""

from __future__ import annotations

import re
from datetime import timedelta

from govnews.model import Moment
from govnews.reading import weights as w
from govnews.reading.page.context import PageContext
from govnews.vietnamese.dates import FoundDate, local, parse_declared

_LIKE = re.compile(
    r"(?<![\d/])(\d{1,2})/(\d{1,2})/\d{4}[\s,|–-]{1,3}\d{1,2}:\d{2}:\d{2}\s[AP]M\b", re.IGNORECASE
)
"""The form of a date that may have the month first."""

_MONTHS = 12


def in_order(context: PageContext, raw: str, found: FoundDate) -> Moment:
    """The value of a date, in the order that the page shows. raw: the line up to the date's end.

    What the head declares decides, then other dates of the same form, then the time of the capture,
    which no date of publication follows; else the order that its own form has.
    """
    one, other = found.moment, found.swapped
    if other is None:
        return one
    declared = {
        local(moment).at.date()
        for date in context.metadata.published
        if date.sure and (moment := parse_declared(date.text)) is not None
    }
    if (one.at.date() in declared) != (other.at.date() in declared):
        return one if one.at.date() in declared else other
    month_first = _is_month_first(context)
    numbers = _LIKE.search(raw)
    if month_first is not None and numbers is not None:
        is_so = one.at.month == int(numbers[1])
        return one if is_so == month_first else other
    latest = context.now + timedelta(days=w.DAYS_AHEAD)
    return other if one.at > latest >= other.at else one


def _is_month_first(context: PageContext) -> bool | None:
    """Whether the dates of this form on the page have the month first; None where none says it."""
    orders = {
        int(second) > _MONTHS
        for block in context.blocks
        if len(block.text) <= w.DATE_LINE_MAX_LENGTH
        for first, second in _LIKE.findall(block.text)
        if (int(first) > _MONTHS) != (int(second) > _MONTHS)
    }
    return orders.pop() if len(orders) == 1 else None
