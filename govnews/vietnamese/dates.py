"""The grammar of printed dates: day first, +07:00 where no zone is printed.

Nothing here reads the clock or the zone of the machine: relative forms ("2 giờ trước") count from a
time that the caller passes. A text that is no date in one of these forms is none; no part of it is
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from govnews.model import VIETNAM, Moment
from govnews.vietnamese.clocks import CLOCK, DOTTED, GAP, weekday_of, with_clock
from govnews.vietnamese.relative_dates import find_relative, room_of
from govnews.vietnamese.text import SHORT, clean

MIN_YEAR = 1990
"""Earliest year: no portal is older than the web, so an earlier year is no date of publication."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date inside a text. moment: its value. start, end: its position. swapped: its value with
    the month first, where the text leaves the order open.
    """

    moment: Moment
    start: int
    end: int
    swapped: Moment | None = None


_MONTHS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_WORD = "|".join(
    word.replace(" ", r"\s+")
    for word in sorted(_MONTHS, key=len, reverse=True)
    if not re.fullmatch("[a-z]{3}", word) or word == "hai"
)
_MONTH = (
    rf"(?:(?:tháng|thg)\.?\s*(?P<{{0}}>\d{{{{1,2}}}}|{_WORD})"
    r"|(?:th|(?<=[/-])t)\.?\s?(?P<{0}s>\d{{1,2}}))"
)
_ENGLISH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    rf"(?<![\d/.,-])(?P<iso_y>\d{{4}})(?P<iso_sep>[-/.])(?P<iso_m>\d{{1,2}})(?P=iso_sep)"
    r"(?P<iso_d>\d{1,2})(?![\d/-]|\.\d)"
    r"|(?<![\d/.,-])(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<y>\d{4}|\d{2}(?![:h]))(?![\d/]|-(?!\d{1,2}:\d))"
    rf"|(?:(?<!\w)ngày\s{{1,3}})?(?<![\d.,/-])(?P<wd>\d{{1,2}})[\s,./–-]{{0,3}}{_MONTH.format('wm')}"
    r"(?P<comma>[\s,./–-]{1,3})(?P<word>năm\s{1,3})?(?P<wy>\d{4})(?!\d)"
    rf"|(?<!\w){_MONTH.format('tm')}[\s,]{{1,3}}(?P<td>\d{{1,2}})[\s,]{{1,3}}(?P<ty>\d{{4}})(?!\d)"
    rf"|(?<!\w)(?P<em>{_ENGLISH})\.?\s{{1,3}}(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?,\s?|\s)"
    r"(?:(?P<e_clock>\d{2}:\d{2}:\d{2})\s(?:(?P<e_zone>[A-Z]{3,4})\s)?)?(?P<ey>\d{4})(?![\d:])"
    rf"|(?<![\w./,-])(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s./-]{{1,2}}(?P<fm>{_ENGLISH})\.?"
    r"[\s,./-]{1,3}(?P<fy>\d{4})(?!\d)",
    re.IGNORECASE,
)
_BEFORE = re.compile(CLOCK.format("") + rf"{GAP}{{0,12}}\Z", re.IGNORECASE)
_AFTER = re.compile(rf"{GAP}{{0,12}}+{CLOCK.format('')}", re.IGNORECASE)
_NEXT = re.compile(rf"{GAP}{{0,12}}+(?:{_DAY.pattern})", re.IGNORECASE)
_REACH = 48
"""Characters before a date in which its hour and weekday stand."""

_AMOUNT = re.compile(
    r"\s?(?:%|(?:năm|tuổi|tháng|ngày|giờ|phút|triệu|tỷ|nghìn|đồng|người|lần|km|kg|ha|m|m2)(?!\w))",
    re.IGNORECASE,
)
"""Behind 3-5-10, what makes it amounts and no day of the year 2010."""

_AMERICAN = re.compile(r"[\s,|–-]{1,3}\d{1,2}:\d{2}(?P<second>:\d{2})?\s[AP]M\b", re.IGNORECASE)
_AMERICAN_BEFORE = re.compile(
    r"(?<!\d)\d{1,2}:\d{2}(?P<second>:\d{2})?\s[AP]M[\s,|–-]{1,3}\Z", re.IGNORECASE
)
_SIGN = re.compile(r"\d\s?[/.\-]\s?\d|tháng|thg|th\.?\s?\d", re.IGNORECASE)
_ENGLISH_SIGN = re.compile(rf"(?<![^\W\d]){_ENGLISH}(?![^\W\d])", re.IGNORECASE)
"""Substrings without which a text has no date of that kind."""

_HINT = re.compile(
    r"\d(?:\s?[/.\-]\s?\d|\d\d\d|\s?th)|tháng |thg|th\.?\s?\d|trước|hôm |ago\b|cách đây"
    r"|tuần (?:rồi|qua)",
    re.IGNORECASE,
)
"""What some date has; most lines are rejected here."""


def find_dates(text: str, relative_to: datetime | None = None) -> Iterator[FoundDate]:
    """The dates in a text, in order. relative_to: aware time that "2 giờ trước" counts from."""
    if _HINT.search(text) is None:
        return
    if _SIGN.search(text) or _ENGLISH_SIGN.search(text):
        for found, short in _short(text) if len(text) <= SHORT else _printed(text):
            if not short or relative_to is None or found.moment.at.year <= relative_to.year:
                iso = _ISO.match(text, found.start) is not None
                yield replace(found, moment=local(found.moment)) if iso else found
    if relative_to is not None:
        for moment, start, end in find_relative(text, relative_to):
            yield FoundDate(moment, start, end)


def parse_date(text: str, relative_to: datetime | None = None) -> Moment | None:
    """The first date in a string."""
    return next((found.moment for found in find_dates(clean(text), relative_to)), None)


_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_EPOCH = re.compile(r"(?:/Date\()?([1-9]\d{9}|[1-9]\d{12})(?:(?:[+-]\d{4})?\)/)?")
_SECONDS_DIGITS = 10
"""An epoch of more digits counts milliseconds."""

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(\D.*)?)?")


def parse_declared(text: str) -> Moment | None:
    """The date in a machine-readable declaration, in the zone that it names: ISO 8601, an e-mail's
    form, an epoch, which is UTC.
    """
    text = clean(text)
    epoch = _EPOCH.fullmatch(text)
    if epoch is not None:
        seconds = int(epoch[1]) // (1000 if len(epoch[1]) > _SECONDS_DIGITS else 1)
        return Moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), "second")
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        year, month, day, hour, minute, second, rest = compact.groups()
        clock = ":".join(part for part in (hour, minute, second) if part)
        text = f"{year}-{month}-{day}" + (f"T{clock}{rest or ''}" if clock else "")
    return next((found.moment for found, _ in _printed(text)), None)


def local(moment: Moment) -> Moment:
    """The same moment in Vietnam's time where it is in UTC, which machines keep and no portal's
    readers have; any other as it is.
    """
    if moment.at.tzinfo is not UTC:
        return moment
    return Moment(moment.at.astimezone(VIETNAM), moment.precision)


def in_vietnam(moment: Moment) -> Moment:
    """The same moment in Vietnam's time; a day, month or year is as it is."""
    if moment.precision not in {"minute", "second"}:
        return moment
    return Moment(moment.at.astimezone(VIETNAM), moment.precision)


def leeway(text: str, at: datetime) -> timedelta | None:
    """How far a date counted back from the capture ("2 giờ trước") may be from the true one.

    at: the date that was read from the text. None where the text prints that date.
    """
    for found in find_dates(text):
        moment = found.moment
        if moment.at == at or (moment.precision == "day" and moment.at.date() == at.date()):
            return None
    return room_of(text)


def _printed(text: str) -> tuple[tuple[FoundDate, bool], ...]:
    """The printed dates of a text, each with whether its year has two digits."""
    found: list[tuple[FoundDate, bool]] = []
    at = 0
    while (match := _DAY.search(text, at)) is not None:
        one = _date_at(text, match, at)
        at = one.end if one is not None else match.end()
        if one is not None:
            found.append((one, len(match["y"] or "    ") == 2))
    return tuple(found)


_short = lru_cache(maxsize=1_000)(_printed)


def _date_at(text: str, match: re.Match[str], floor: int) -> FoundDate | None:
    """The date of a match, with the hour behind it or before it. floor: where the last one ends."""
    day, swapped = _days(text, match)
    if day is None:
        return None
    start, end = match.start(), match.end()
    if match["e_clock"]:
        clock = _AFTER.match(f" {match['e_clock']} {match['e_zone'] or ''}")
        return FoundDate(with_clock(day, clock) if clock else Moment(day, "day"), start, end)
    low = max(floor, start - _REACH)
    before, after = _BEFORE.search(text[low:start]), _AFTER.match(text, end)
    if match["sep"] == "." and after is None:
        after = DOTTED.match(text, end)
    if after is not None and not (before is not None and _NEXT.match(text, after.end())):
        clock, end = after, after.end()
    else:
        clock = before
        start = low + before.start() if before is not None else start
    if clock is None:
        return FoundDate(Moment(day, "day"), start, end)
    other = with_clock(swapped, clock) if swapped is not None else None
    return FoundDate(with_clock(day, clock), start, end, other)


def _days(text: str, match: re.Match[str]) -> tuple[datetime | None, datetime | None]:
    """The day of a match, and the one with the month first where the text leaves that open."""
    got = match.groupdict()
    if got["d"]:
        return _numbers(text, match)
    if got["wm"] == "năm" and not (got["word"] or "," in got["comma"]):
        return None, None  # "ngày 10 tháng năm 2015": the month was left blank
    day = got["iso_d"] or got["wd"] or got["td"] or got["ed"] or got["fd"]
    month = got["iso_m"] or got["wm"] or got["wms"] or got["tm"] or got["tms"]
    english = got["em"] or got["fm"]
    year = got["iso_y"] or got["wy"] or got["ty"] or got["ey"] or got["fy"]
    name = english[:3].lower() if english else " ".join(month.lower().split())
    return _day(int(year), int(name) if name.isdigit() else _MONTHS[name], int(day)), None


def _numbers(text: str, match: re.Match[str]) -> tuple[datetime | None, datetime | None]:
    """The day of 24/05/2021: day first, unless form and weekday say that it is American.

    ASP.NET prints 3/6/2026 8:30:53 AM in its American form: no leading zeros, seconds, AM or PM.
    """
    first, second, printed = match["d"], match["m"], match["y"]
    short = len(printed) == 2
    if short:
        numbers = len(first) == 2 == len(second)
        if not (numbers or match["sep"] == "/") or _AMOUNT.match(text, match.end()):
            return None, None
    year = int(printed) + (2000 if short else 0)
    day = _day(year, int(second), int(first))
    tail = None
    if match["sep"] == "/" and not short:
        before = text[max(0, match.start() - _REACH) : match.start()]
        tail = _AMERICAN.match(text, match.end()) or _AMERICAN_BEFORE.search(before)
    if tail is None:
        return day, None
    other = _day(year, int(first), int(second))
    if day is None or other is None or day == other:
        return day or other, None
    named = weekday_of(text[max(0, match.start() - _REACH) : match.end() + _REACH])
    if named is not None and (named == day.weekday()) != (named == other.weekday()):
        return (day if named == day.weekday() else other), None
    hour = re.search(r"\d+", tail[0])
    parts = (first, second, hour[0] if hour else "")
    if not tail["second"] or any(part.startswith("0") for part in parts):
        return day, None
    if any(len(part) == 1 for part in parts):
        return other, day
    return day, other


def _day(year: int, month: int, day: int) -> datetime | None:
    if not MIN_YEAR <= year <= 2200:
        return None
    try:
        return datetime(year, month, day, tzinfo=VIETNAM)
    except ValueError:
        return None
