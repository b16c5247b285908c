"""The Retry-After header (RFC 9110, 10.2.3), for the crawl and for web archives alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

MAX_RETRY_AFTER = 7 * 86400.0
"""Seconds; a server that asks for more gets a week."""

MAX_VALUES = 20
"""Values of one header that are read."""


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a server asks to be left alone, from 0 to MAX_RETRY_AFTER; None for a value
    that is neither a number of seconds nor an HTTP date.

    value: of the header; of several, joined by commas, the longest holds. now: aware. A date in the
    past asks for 0 seconds; one without a zone, or with `-0000`, is GMT.
    """
    parts = (value or "").split(",")[:MAX_VALUES]
    # A date has a comma of its own, behind the weekday.
    dates = [f"{weekday},{rest}" for weekday, rest in pairwise(parts)]
    waits = [_parse(text.strip(" \t"), now) for text in (*parts, *dates)]
    return max((wait for wait in waits if wait is not None), default=None)


def _parse(text: str, now: datetime) -> float | None:
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0")  # Python refuses to convert numbers of thousands of digits
        return MAX_RETRY_AFTER if len(digits) > 9 else min(float(digits or 0), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - now) / timedelta(seconds=1)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), MAX_RETRY_AFTER)
