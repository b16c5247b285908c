"""The archive by month or year that some lists have instead of a pager."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govnews.families.lists import Anchor
from govnews.vietnamese.text import fold

MIN_PERIODS = 3
"""Months or years that a page must name to have an archive of them."""

MAX_PERIODS = 600
"""Fifty years of months."""

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)
_YEAR = r"(?:19|20)\d\d"
_NUMBERED = r"thang (?:0?[1-9]|1[0-2]|mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: mot| hai)?)"
_PERIOD = re.compile(
    rf"(?:{_NUMBERED}\s*(?:,|/|-|\.|nam)?\s*{_YEAR}|(?:0?[1-9]|1[0-2])\s*[/.-]\s*{_YEAR}"
    rf"|{_YEAR}\s*[/.-]\s*(?:0?[1-9]|1[0-2])|(?:{_MONTHS})\.?,?\s+{_YEAR}|(?:nam )?{_YEAR})"
    r"\s*(?:[(\[]\s*\d[\d.,]*\s*(?:bai viet|tin|bai)?\s*[)\]])?"
)
"""In folded text: a month with its year, or a year, with how many articles it has."""


def date_archives(anchors: Iterable[Anchor]) -> list[str]:
    """Addresses of the lists by month or year that a page links to, in its order."""
    found = [one.url for one in anchors if _PERIOD.fullmatch(fold(one.text).strip())]
    return found[:MAX_PERIODS] if len(set(found)) >= MIN_PERIODS else []
