"""The grammar of Vietnamese dates: day first, +07:00, from the text of a page to a datetime.

The grammar comes first because it is right and fast on the forms that portals print; dateparser is
called only for a complete string that the grammar does not know. Nothing here reads the clock:
relative forms ("2 giờ trước") count from a time that the caller passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from govnews.model import VIETNAM, Moment, Precision
from govnews.vietnamese.text import SHORT, clean

MIN_YEAR = 1990
"""Earliest year: no portal is older than the web, so an earlier year is no date of publication."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date inside a text. moment: its value. start, end: its position."""

    moment: Moment
    start: int
    end: int


_MONTHS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTH_WORD = "|".join(word.replace(" ", r"\s+") for word in sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?:\d{{1,2}}|{_MONTH_WORD})"

_CLOCK = (
    r"(?P<hour{0}>\d{{1,2}})\s?(?:[:hg]|giờ)\s?(?P<minute{0}>\d{{2}})(?!\d)"
    r"(?:\s?[:m]\s?(?P<second{0}>\d{{2}})(?!\d))?(?:\.\d{{1,7}})?(?:\s?(?:phút|['’p](?!\w)))?"
    r"(?:\s?(?P<half{0}>SA|CH|AM|PM|sáng|chiều|tối|trưa)\b)?"
)
_GAP = r"(?:\s|,|\||-|–|\(|lúc|vào|T|Thứ \w+|Chủ nhật)*"
_GAP_BACK = r"(?:\s|,|\||-|–|\)|ngày|Thứ \w+|Chủ nhật|(?:GMT|UTC)\s?\+0?7(?::00)?)*"

_PATTERN = re.compile(
    rf"""
    (?:(?<!\d){_CLOCK.format("_a")}{_GAP_BACK})?
    (?:
      (?<![\d/.,-])(?P<iso_y>\d{{4}})-(?P<iso_m>\d{{1,2}})-(?P<iso_d>\d{{1,2}})(?![\d/-])
    | (?<![\d/.,-])(?P<d>\d{{1,2}})\s?(?P<sep>[/.\-])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?
      (?P<y>\d{{4}}|\d{{2}}(?![:h]))(?![\d/-])
    | (?:(?<!\w)ngày\s+)?(?<!\d)(?P<wd>\d{{1,2}})\s*,?\s*(?:tháng|thg)\s+(?P<wm>{_MONTH})\s*,?\s*
      (?:năm\s+)?(?P<wy>\d{{4}})(?!\d)
    | (?<!\w)(?:tháng|thg)\s+(?P<tm>{_MONTH})\s+(?P<td>\d{{1,2}})\s*,?\s+(?P<ty>\d{{4}})(?!\d)
    )
    (?:{_GAP}{_CLOCK.format("_b")}(?:\s?(?P<zone>Z|(?:GMT|UTC)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?)(?![\d]))?)?
    """,
    re.VERBOSE | re.IGNORECASE,
)

_UNITS = {
    "giây": timedelta(seconds=1), "phút": timedelta(minutes=1), "giờ": timedelta(hours=1),
    "tiếng": timedelta(hours=1), "ngày": timedelta(days=1), "tuần": timedelta(weeks=1),
}  # fmt: skip
_AGO = re.compile(
    r"(?<!\d)(\d{1,3})\s+(giây|phút|giờ|tiếng|ngày|tuần|tháng|năm)\s+trước\b", re.IGNORECASE
)
_YESTERDAY = re.compile(
    r"\b(hôm qua|hôm kia|hôm nay)\b(?:\s*,?\s*(?:lúc)?\s*" + _CLOCK.format("") + ")?", re.IGNORECASE
)
_DAYS_BACK = {"hôm nay": 0, "hôm qua": 1, "hôm kia": 2}


_SIGN = re.compile(r"\d\s?[/.\-]\s?\d|tháng|thg", re.IGNORECASE)
_RELATIVE_SIGN = re.compile(r"trước|hôm ", re.IGNORECASE)
"""Substrings without which a text has no date of that kind; most lines are rejected here."""


def find_dates(text: str, relative_to: datetime | None = None) -> Iterator[FoundDate]:
    """The dates in a text, in order. relative_to: aware time that "2 giờ trước" counts from."""
    if _SIGN.search(text):
        for match in _matches(text) if len(text) <= SHORT else _PATTERN.finditer(text):
            moment = _moment(match, relative_to)
            if moment is not None:
                yield FoundDate(moment, match.start(), match.end())
    if relative_to is not None and _RELATIVE_SIGN.search(text):
        yield from _find_relative(text, relative_to.astimezone(VIETNAM))


@lru_cache(maxsize=1_000)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_PATTERN.finditer(text))


_LEEWAY = {
    **{unit: max(size, timedelta(hours=1)) for unit, size in _UNITS.items()},
    "tháng": timedelta(days=31), "năm": timedelta(days=366),
}  # fmt: skip
"""How far "2 giờ trước" may be from what it stands for: portals round, and keep pages in caches."""


def leeway(text: str, at: datetime) -> timedelta | None:
    """How far a date counted back from the capture ("2 giờ trước") may be from the true one.

    at: the date that was read from the text. None where the text prints that date.
    """
    if any(found.moment.at == at for found in find_dates(text)):
        return None
    found = [_LEEWAY[match[2].lower()] for match in _AGO.finditer(text)]
    if found:
        return max(found)
    return timedelta(days=1) if _YESTERDAY.search(text) else None


def parse_date(text: str, relative_to: datetime | None = None) -> Moment | None:
    """The first date in a string; dateparser is called when the grammar finds none."""
    text = clean(text)
    for found in find_dates(text, relative_to):
        return found.moment
    return _ask_dateparser(text, relative_to)


def _moment(match: re.Match[str], relative_to: datetime | None) -> Moment | None:
    got = match.groupdict()
    day = got["iso_d"] or got["d"] or got["wd"] or got["td"]
    month = got["iso_m"] or got["m"] or got["wm"] or got["tm"]
    year = _year(got["iso_y"] or got["y"] or got["wy"] or got["ty"], relative_to)
    if year is None:
        return None
    number = int(month) if month.isdigit() else _MONTHS[" ".join(month.lower().split())]
    clock = _clock(got, "_b") or _clock(got, "_a")
    return _build(year, number, int(day), clock, got["zone"])


def _year(text: str, relative_to: datetime | None) -> int | None:
    if len(text) == 4:
        return int(text)
    year = 2000 + int(text)
    return year if relative_to is None or year <= relative_to.year else None


_Clock = tuple[int, int, int | None]


def _clock(got: dict[str, str | None], side: str) -> _Clock | None:
    hour, minute = got.get(f"hour{side}"), got.get(f"minute{side}")
    if hour is None or minute is None:
        return None
    second = got.get(f"second{side}")
    half = (got.get(f"half{side}") or "").upper()
    hours = int(hour)
    if half in {"CH", "PM", "CHIỀU", "TỐI"} and hours < 12:
        hours += 12
    elif half in {"SA", "AM", "SÁNG"} and hours == 12:
        hours = 0
    return hours, int(minute), int(second) if second is not None else None


def _build(
    year: int, month: int, day: int, clock: _Clock | None, zone: str | None
) -> Moment | None:
    if not MIN_YEAR <= year <= 2200:
        return None
    try:
        at = datetime(year, month, day, tzinfo=VIETNAM)
    except ValueError:
        return None
    if clock is None:
        return Moment(at, "day")
    hour, minute, second = clock
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return Moment(at, "day")
    at = at.replace(hour=hour, minute=minute, second=second or 0)
    if zone is not None:
        at = (at - _offset(zone) + timedelta(hours=7)) if _offset(zone) is not None else at
    precision: Precision = "minute" if second is None else "second"
    return Moment(at, precision)


def _offset(zone: str) -> timedelta:
    digits = re.search(r"([+-])(\d{1,2})(?::?(\d{2}))?", zone)
    if digits is None:
        return timedelta(0)  # Z, GMT
    size = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return size if digits[1] == "+" else -size


def _find_relative(text: str, now: datetime) -> Iterator[FoundDate]:
    for match in _AGO.finditer(text):
        count, unit = int(match[1]), match[2].lower()
        if unit in {"tháng", "năm"}:
            months = count * (12 if unit == "năm" else 1)
            year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
            at = datetime(year, month + 1, 1, tzinfo=VIETNAM)
            coarse: Precision = "year" if unit == "năm" else "month"
            yield FoundDate(Moment(at, coarse), match.start(), match.end())
            continue
        at = now - count * _UNITS[unit]
        precision: Precision = "day"
        if unit in {"giây", "phút", "giờ", "tiếng"}:
            precision = "minute"
            at = at.replace(second=0, microsecond=0)
        else:
            at = at.replace(hour=0, minute=0, second=0, microsecond=0)
        yield FoundDate(Moment(at, precision), match.start(), match.end())
    for match in _YESTERDAY.finditer(text):
        date = now - timedelta(days=_DAYS_BACK[" ".join(match[1].lower().split())])
        moment = _build(date.year, date.month, date.day, _clock(match.groupdict(), ""), None)
        if moment is not None:
            yield FoundDate(moment, match.start(), match.end())


def _ask_dateparser(text: str, relative_to: datetime | None) -> Moment | None:
    if not 4 <= len(text) <= 60 or not re.search(r"\d{4}", text) or "/" in text:
        return None
    import dateparser

    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False}
    if relative_to is not None:
        settings["RELATIVE_BASE"] = relative_to.astimezone(VIETNAM).replace(tzinfo=None)
    found = dateparser.parse(text, languages=["vi", "en"], settings=settings)
    if found is None:
        return None
    has_clock = bool(re.search(r"\d\s?[:hg]\s?\d", text))
    clock = (found.hour, found.minute, None) if has_clock else None
    return _build(found.year, found.month, found.day, clock, None)
