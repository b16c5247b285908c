"""The hour in a date: its forms in Vietnam and elsewhere, halves of the day, zones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from govnews.model import VIETNAM, Moment, Precision

_ZONES: dict[str, float | None] = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "ICT": 7, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "CET": 1, "CEST": 2, "AEST": 10, "AEDT": 11, "ET": None, "IST": None, "BST": None,
}  # fmt: skip
"""Hours from UTC, of RFC 5322 and of Vietnam's neighbours. None: names of more than one zone."""

_ZONE = (
    r"(?:\s?[\[(]?(?P<zone{0}>(?:GMT|UTC|Z)?\s?[+-](?:0\d|1[0-4]):?[0-5]\d(?![\d/.-])"
    r"|(?:GMT|UTC)\s?(?:[+]\s?|-)\d{{1,2}}(?![\d/.:-])"
    rf"|(?<=\d)[+-](?:0\d|1[0-4])(?![\w/.-])|(?-i:{'|'.join(sorted(_ZONES, reverse=True))})(?!\w))"
    r"[\])]?(?:\s?\((?:[a-z]++\s?)+\stime\))?)?"
)
CLOCK = (
    r"(?<![\d.,:/])(?P<hour{0}>\d{{1,2}})\s?(?:[:hg]|giờ)\s?(?P<minute{0}>\d{{2}})(?!\d)"
    r"(?:\s?[:m]\s?(?P<second{0}>\d{{2}})(?!\d)(?:[.,]\d{{1,9}}(?![\d/]))?)?"
    r"(?:\s?(?:phút|['’p](?![\w.])))?"
    r"(?:\s?(?P<half{0}>SA|CH|[AP]\.?M\b\.?|sáng|chiều|tối|trưa)(?!\w))?" + _ZONE
)
"""An hour with its minute. The field is a suffix for the names of the groups."""

DOTTED = re.compile(
    r"[\s,|–-]{1,3}(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?:\.(?P<second>[0-5]\d))?(?![\d.])"
)
"""An hour with a point, which is one only behind a date with points."""

WEEKDAYS = {
    "thứ hai": 0, "thứ 2": 0, "t2": 0, "mon": 0, "thứ ba": 1, "thứ 3": 1, "t3": 1, "tue": 1,
    "thứ tư": 2, "thứ 4": 2, "t4": 2, "wed": 2, "thứ năm": 3, "thứ 5": 3, "t5": 3, "thu": 3,
    "thứ sáu": 4, "thứ 6": 4, "t6": 4, "fri": 4, "thứ bảy": 5, "thứ bẩy": 5, "thứ 7": 5, "t7": 5,
    "sat": 5, "chủ nhật": 6, "chúa nhật": 6, "cn": 6, "sun": 6,
}  # fmt: skip
WEEKDAY = (
    r"(?<!\w)(?:thứ\s(?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|ch(?:ủ|úa)\snhật|cn|t[2-7]"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)(?!\w)\.?"
)
_LUNAR = (
    r"\([^()]{1,30}(?:âm lịch|(?<!\w)[âa]l(?!\w)|(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)\s"
    r"(?:tý|sửu|dần|mão|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi))[^()]{0,12}\)"
)
"""The day of the old calendar behind a date: "(25/8 Âm lịch)", "(tức 25/8 năm Bính Ngọ)"."""
GAP = (
    rf"(?:{_LUNAR}|[\s,;|()\[\]•·–—-]|{WEEKDAY}|(?<!\w)(?:lúc|ngày|giờ)(?!\w)\s?:?|(?<!\w)(?:vào|at|on)(?!\w)"
    r"|(?<=\d)T(?=\d))"
)
"""What may stand between a date and its hour, one piece of it."""


def zone_of(name: str) -> tzinfo | None:
    """The zone that a text names; None where the name stands for more than one."""
    digits = re.search(r"([+-])\s?(\d{1,2})(?::?(\d{2}))?", name)
    if digits is None:
        hours = _ZONES[name]
        if hours is None:
            return None
        size = timedelta(hours=hours)
    else:
        size = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
        if size > timedelta(hours=14):
            return None
        size = size if digits[1] == "+" else -size
    if not size:
        return UTC
    return VIETNAM if size == timedelta(hours=7) else timezone(size)


def with_clock(day: datetime, match: re.Match[str], side: str = "") -> Moment:
    """A day with the hour that a match of CLOCK has; the day alone where there is no such hour.

    An hour of a zone that nobody can tell is no hour of this day either.
    """
    got = match.groupdict()
    hour, minute = int(got[f"hour{side}"]), int(got[f"minute{side}"])
    second = got.get(f"second{side}")
    half = (got.get(f"half{side}") or "").upper().replace(".", "")
    if half in {"CH", "PM", "CHIỀU", "TỐI"} and hour < 12:
        hour += 12
    elif half in {"SA", "AM", "SÁNG"} and hour == 12:
        hour = 0
    name = got.get(f"zone{side}")
    zone = zone_of(name.upper() if name[-1].isdigit() else name) if name else VIETNAM
    if hour > 23 or minute > 59 or int(second or 0) > 59 or zone is None:
        return Moment(day, "day")
    at = day.replace(hour=hour, minute=minute, second=int(second or 0), tzinfo=zone)
    precision: Precision = "minute" if second is None else "second"
    return Moment(at, precision)


def weekday_of(text: str) -> int | None:
    """The day of the week that a text names, Monday as 0; None where it names none or several."""
    named = {_weekday(match[0]) for match in _NAMED.finditer(text)}
    return named.pop() if len(named) == 1 else None


_NAMED = re.compile(WEEKDAY, re.IGNORECASE)


def _weekday(name: str) -> int:
    name = " ".join(name.lower().rstrip(".").split())
    return WEEKDAYS[name] if name in WEEKDAYS else WEEKDAYS[name[:3]]
