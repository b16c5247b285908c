"""The Retry-After header (RFC 9110, 10.2.3), for the crawl and for web archives alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_RETRY_AFTER = 7 * 86400.0
"""Seconds; a server that asks for more gets a week."""


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a server asks to be left alone, from 0 to MAX_RETRY_AFTER; None for a value
    that is neither a number of seconds nor an HTTP date.

    now: aware. A date in the past asks for 0 seconds; one without a zone, or with `-0000`, is GMT.
    """
    text = (value or "").strip(" \t")
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
