"""Dates of feeds and sitemaps: W3C's and e-mail's forms, and what Vietnamese systems write."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from govnews.model import VIETNAM
from govnews.vietnamese.dates import MIN_YEAR, find_dates, in_vietnam

_W3C = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?"
    r"([Zz]|(?:GMT|UTC)?[+-]\d\d:?\d\d|[+-]\d\d)?)?\Z"
)
_ZONE = re.compile(r"\s*(?:GMT|UTC)\s?([+-])\s?(\d{1,2})(?::?(\d\d))?\Z", re.IGNORECASE)
_HALF_DAY = re.compile(r"\d\s?[AP]M\b", re.IGNORECASE)


def feed_date(text: str) -> str | None:
    """A moment in ISO 8601 with +07:00, or a day where there is no clock; None when it cannot be
    read, or in more than one way. Without a zone, the time is Vietnam's.
    """
    text = " ".join(text.split())[:100]
    if not text:
        return None
    match = _W3C.match(text)
    if match is not None:
        return _w3c(*match.groups())
    if "/" in text or re.match(r"\d{1,2}[.-]\d{1,2}[.-]\d{4}", text):
        return _printed(text)
    return _mail(text) or _printed(text)


def _w3c(day: str, clock: str | None, zone: str | None) -> str | None:
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}")
    except ValueError:
        return None
    if moment.year < MIN_YEAR:
        return None
    if clock is None:
        return day
    if zone is None:
        return _iso(moment.replace(tzinfo=VIETNAM))
    digits = "+00:00" if zone in "Zz" else zone.upper().removeprefix("GMT").removeprefix("UTC")
    try:
        return _iso(datetime.fromisoformat(f"{moment.isoformat()}{digits}"))
    except ValueError:
        return None


def _mail(text: str) -> str | None:
    zone = _ZONE.search(text)
    if zone is not None:
        text = f"{text[: zone.start()]} {zone[1]}{int(zone[2]):02d}{zone[3] or '00'}"
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if text.endswith("-0000") else VIETNAM)
    return _iso(moment) if MIN_YEAR < moment.year < 2200 else None


def _printed(text: str) -> str | None:
    """The one day-first date in a text. With AM or PM, the month comes first in some systems."""
    found = list(find_dates(text))
    if len(found) != 1 or found[0].moment.precision in {"month", "year"}:
        return None
    moment = in_vietnam(found[0].moment)
    if _HALF_DAY.search(text) and moment.at.day <= 12 and moment.at.day != moment.at.month:
        return None
    return moment.isoformat()


def _iso(moment: datetime) -> str | None:
    try:
        return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
    except OverflowError:
        return None
