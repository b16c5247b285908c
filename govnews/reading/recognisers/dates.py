"""Dates in a line, the role that a label gives them, and the words of a line besides them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from govnews.reading import weights as w
from govnews.reading.recognisers.views import VIEWS
from govnews.vietnamese.dates import FoundDate, find_dates
from govnews.vietnamese.text import fold

_PUBLISHED_LABEL = re.compile(
    r"ngay (?:dang|xuat ban|dua tin|viet|phat hanh|tao|ban hanh|post)|dang (?:ngay|luc|vao|tai"
    r"|boi)|xuat ban|published|posted"
    r"|thoi gian(?: dang)?|date|dang tin|gui luc|post date|tao ngay|viet ngay|created|publish"
)
_UPDATED_LABEL = re.compile(r"cap nhat|chinh sua|sua doi|sua lan|updated|modified")
_WEEKDAY = re.compile(
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|[tT][2-7]|cn)\b"
)
_DATE_WORDS = re.compile(
    r"gmt|utc|[+]\s?0?7(?::?00)?|(?:^|\s)(?:ngay|luc|vao|gio|phut|hom nay(?: la)?|la|tin"
    r"|bai)(?=\s|$)|\b(?:sa|ch|am|pm)\b"
)


RELATIVE = re.compile(r"\btrước\b|hôm qua|hôm kia", re.IGNORECASE)
"""In a date counted from the capture; a page clock never has these words."""

TODAY = re.compile(r"hôm nay", re.IGNORECASE)
"""In a date above the headline, the word of a page clock."""

HOUR_ALONE = re.compile(
    r"\d{1,2}\s?(?::|h|giờ)\s?\d{2}(?::\d{2})?(?:\s?(?:SA|CH|AM|PM|sáng|chiều|tối|phút))?",
    re.IGNORECASE,
)
"""A line that is only an hour: it goes with the date in the line before."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that carries a date. role: "published", "updated" or "bare". alone: nothing else."""

    found: FoundDate
    raw: str
    role: str
    alone: bool
    clock: bool


def date_lines(text: str, relative_to: datetime) -> list[DateLine]:
    """The dates in a short line, each with the role that its label gives it."""
    if len(text) > w.DATE_LINE_MAX_LENGTH:
        return []
    lines = []
    start = 0
    found_dates = list(find_dates(text, relative_to))
    rest = fold(residue(text, relative_to, found_dates)) if found_dates else ""
    # "Hôm nay, ngày 08/03/2026": the word and the date are both dates, and both the clock's.
    today = len(found_dates) > 1 and any(
        TODAY.fullmatch(text[found.start : found.end].strip(" ,")) for found in found_dates
    )
    for found in sorted(found_dates, key=lambda item: item.start):
        label = fold(text[start : found.start])
        start = found.end
        role = "bare"
        updated, published = _last(_UPDATED_LABEL, label), _last(_PUBLISHED_LABEL, label)
        if updated >= 0 or published >= 0:
            role = "updated" if updated > published else "published"
        clock = today or re.search(r"hom nay|bay gio|hien tai", label) is not None
        alone = len(rest) <= w.LONE_DATE_MAX_RESIDUE or not any(map(str.isalpha, rest))
        lines.append(
            DateLine(found, text[: found.end][-w.DATE_EVIDENCE_LENGTH :], role, alone, clock)
        )
    return lines


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def has_weekday(text: str) -> bool:
    """Whether a line names a day of the week, as page clocks do (and some dates)."""
    return _WEEKDAY.search(fold(text)) is not None


_LABELS = re.compile(
    r"(?:nguoi|duoc)\s+(?:dang|viet|gui)|chuyen muc|danh muc|the loai|muc|nguon(?: tin)?|tac gia"
    r"|so ky hieu|luot (?:xem|doc|truy cap)"
)


_WORDS = re.compile(
    "|".join(p.pattern for p in (_PUBLISHED_LABEL, _UPDATED_LABEL, _WEEKDAY, _LABELS, _DATE_WORDS))
)


def residue(text: str, relative_to: datetime, dates: Iterable[FoundDate] | None = None) -> str:
    """What is left of a line when its dates, view counts, labels and punctuation are taken out.

    dates: those in the line when they are known already.
    """
    if dates is None:
        dates = find_dates(text, relative_to)
    for found in sorted(dates, key=lambda item: -item.start):
        text = text[: found.start] + " " + text[found.end :]
    for pattern in VIEWS:
        text = pattern.sub(" ", text)
    folded = fold(text)
    folded = _WORDS.sub(" ", folded)
    folded = re.sub(r"[\W_]+", " ", folded)
    folded = re.sub(
        r"(?:^|\s)(?:luc|ngay|vao|gio|boi|by|xem|luot|so|cuoi|lan)(?=\s|$)", " ", folded
    )
    return " ".join(folded.split())
