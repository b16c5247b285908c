"""Dates that are counted from the capture: "2 giờ trước", "Hôm qua lúc 14:30"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from govnews.model import VIETNAM, Moment, Precision
from govnews.vietnamese.clocks import CLOCK, WEEKDAY, weekday_of, with_clock

_SIZES = {
    "giây": timedelta(seconds=1), "phút": timedelta(minutes=1), "giờ": timedelta(hours=1),
    "tiếng": timedelta(hours=1), "ngày": timedelta(days=1), "tuần": timedelta(weeks=1),
}  # fmt: skip
_ENGLISH = {
    "second": "giây", "minute": "phút", "hour": "giờ", "day": "ngày", "week": "tuần",
    "month": "tháng", "year": "năm",
}  # fmt: skip
_UNIT = rf"(?:giây|phút|giờ|tiếng|ngày|tuần|tháng|năm|(?:{'|'.join(_ENGLISH)})s?)"
_PART = re.compile(rf"(\d{{1,3}})\s+({_UNIT})(?!\w)", re.IGNORECASE)
_SPAN = rf"\d{{1,3}}\s+{_UNIT}(?:(?:\s|,|và|and){{1,5}}+\d{{1,3}}\s+{_UNIT}){{0,4}}"
_AGO = re.compile(
    rf"(?<![\w.,/-])(?<!thứ\s)(?<!cách đây\s){_SPAN}\s+(?:trước|ago)\b"
    rf"|\bcách đây\s{{1,3}}(?:(?:khoảng|hơn|gần)\s{{1,3}})?{_SPAN}(?:\s{{1,3}}trước)?(?!\w)",
    re.IGNORECASE,
)
_YESTERDAY = re.compile(
    r"\b(?P<word>hôm qua|hôm kia|hôm nay)\b(?:\s*,?\s*(?:lúc)?\s*" + CLOCK.format("") + ")?",
    re.IGNORECASE,
)
_DAYS_BACK = {"hôm nay": 0, "hôm qua": 1, "hôm kia": 2}
_LAST_WEEK = re.compile(
    rf"(?P<weekday>{WEEKDAY})\s+tuần\s+(?:trước|rồi|qua)\b(?:\s*,?\s*(?:lúc)?\s*{CLOCK.format('')})?",
    re.IGNORECASE,
)
_SIGN = re.compile(r"trước|cách đây|hôm |\bago\b|tuần (?:rồi|qua)", re.IGNORECASE)
"""Texts without one of these words have no such date; most lines are rejected here."""

_LEEWAY = {
    **{unit: max(size, timedelta(hours=1)) for unit, size in _SIZES.items()},
    "tháng": timedelta(days=31), "năm": timedelta(days=366),
}  # fmt: skip
"""How far "2 giờ trước" may be from what it stands for: portals round, and keep pages in caches."""


def find_relative(text: str, now: datetime) -> Iterator[tuple[Moment, int, int]]:
    """The dates that a text counts from `now`, each with its position."""
    if not _SIGN.search(text):
        return
    now = now.astimezone(VIETNAM)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for match in _AGO.finditer(text):
        moment = _ago(_parts(match[0]), now)
        if moment is not None:
            yield moment, match.start(), match.end()
    for match in _YESTERDAY.finditer(text):
        day = today - timedelta(days=_DAYS_BACK[" ".join(match["word"].lower().split())])
        yield _at(day, match), match.start(), match.end()
    for match in _LAST_WEEK.finditer(text):
        weekday = weekday_of(match["weekday"])
        if weekday is not None:
            day = today - timedelta(days=today.weekday() + 7 - weekday)
            yield _at(day, match), match.start(), match.end()


def room_of(text: str) -> timedelta | None:
    """How far the dates that a text counts back may be from the true ones; None without any."""
    units = [unit for match in _AGO.finditer(text) for _, unit in _parts(match[0])[-1:]]
    if units:
        return max(_LEEWAY[unit] for unit in units)
    other = _YESTERDAY.search(text) or _LAST_WEEK.search(text)
    return timedelta(days=1) if other else None


def _parts(text: str) -> list[tuple[int, str]]:
    found = []
    for count, unit in _PART.findall(text):
        name = unit.lower()
        found.append((int(count), _ENGLISH.get(name.removesuffix("s"), name)))
    return found


def _at(day: datetime, match: re.Match[str]) -> Moment:
    return with_clock(day, match) if match["hour"] is not None else Moment(day, "day")


def _ago(parts: list[tuple[int, str]], now: datetime) -> Moment | None:
    """The time so long before `now`, to the smallest unit; months and years are no exact spans."""
    months = sum(
        count * (12 if unit == "năm" else 1) for count, unit in parts if unit not in _SIZES
    )
    if months:
        year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
        if year < 1:
            return None
        coarse: Precision = "year" if all(unit == "năm" for _, unit in parts) else "month"
        return Moment(datetime(year, month + 1, 1, tzinfo=VIETNAM), coarse)
    span = sum((count * _SIZES[unit] for count, unit in parts if unit in _SIZES), timedelta())
    at = (now - span).replace(second=0, microsecond=0)
    if parts[-1][1] in {"ngày", "tuần"}:
        return Moment(at.replace(hour=0, minute=0), "day")
    return Moment(at, "minute")
