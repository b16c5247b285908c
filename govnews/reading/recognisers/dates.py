"""Dates in a line, the role that a label gives them, and the words of a line besides them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from govnews.reading import weights as w
from govnews.reading.recognisers.event_labels import names_event
from govnews.reading.recognisers.views import VIEWS
from govnews.vietnamese.dates import FoundDate, find_dates
from govnews.vietnamese.names import NAMES
from govnews.vietnamese.text import fold

_PUBLISHED_LABEL = re.compile(
    r"ngay (?:dang|xuat ban|dua tin|viet|phat hanh|tao|ban hanh|post)|dang (?:ngay|luc|vao|tai"
    r"|boi)|xuat ban|published|posted"
    r"|thoi gian dang|(?<!update )(?<!updated )(?<!modified )\bdate\b"
    r"|dang tin|gui luc|post date|tao ngay|viet ngay|created|publish"
)
_UPDATED_LABEL = re.compile(r"cap nhat|chinh sua|sua doi|sua lan|\bupdated?\b|modified")
LAST_UPDATE = re.compile(
    r"\blast (?:updated|modified|update|changed)|lan (?:cap nhat|chinh sua|sua)(?: lan)? cuoi"
    r"|(?:cap nhat|chinh sua|sua doi|sua) (?:lan )?(?:cuoi|gan nhat|moi nhat|gan day|sau cung)"
)
"""In folded text: a label that says outright that the page was published earlier."""

_ORDER = re.compile(r"(?:(?<=lần )thứ)(?= )|thứ(?= tự(?!\w))", re.IGNORECASE)
"""The first word of "thứ tự" and "lần thứ hai", which name no day once the accents are gone."""
_WEEKDAY = re.compile(
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|[tT][2-7]|cn)\b"
)
_DATE_WORDS = re.compile(
    r"gmt|utc|[+]\s?0?7(?::?00)?|(?:^|\s)(?:ngay|luc|vao|gio|phut|hom nay(?: la)?|la|tin"
    r"|bai)(?=\s|$)|\b(?:sa|ch|am|pm)\b"
)


RELATIVE = re.compile(
    r"\btrước\b|\bago\b|\bcách đây\b|hôm qua|hôm kia|tuần (?:rồi|qua)", re.IGNORECASE
)
"""In a date counted from the capture; a page clock never has these words."""

TODAY = re.compile(r"hôm nay", re.IGNORECASE)
"""In a date above the headline, the word of a page clock."""

HOUR_ALONE = re.compile(
    r"\d{1,2}\s?(?::|h|giờ)\s?\d{2}(?::\d{2})?(?:\s?(?:SA|CH|AM|PM|sáng|chiều|tối|phút))?",
    re.IGNORECASE,
)
"""A line that is only an hour: it goes with the date in the line before."""


BOX_START = re.compile(
    r"\d{1,2}(?:/\d{1,2})?|(?:tháng|thg|th)\.?\s?\d{1,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?",
    re.IGNORECASE,
)
"""A line that is only a day or a month, as boxes beside a headline have."""

BOX_END = re.compile(r"\d{1,2}[/-]\d{4}")
"""Month and year below the day in such a box."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that carries a date. role: "published", "updated", "bare", or "event" where its label
    says what else takes place then, or it heads a part of the text. alone: nothing else.
    clock: labelled as the present. today: that label is "Hôm nay" before the printed date.
    """

    found: FoundDate
    raw: str
    role: str
    alone: bool
    clock: bool
    today: bool = False


def date_lines(text: str, relative_to: datetime) -> list[DateLine]:
    """The dates in a short line, each with the role that its label gives it."""
    if len(text) > w.DATE_LINE_MAX_LENGTH:
        return []
    found_dates = list(find_dates(text, relative_to))
    if not found_dates or _is_span(text, found_dates):
        return []
    lines = []
    start = 0
    rest = fold(residue(text, relative_to, found_dates))
    # "Hôm nay, ngày 08/03/2026": the word and the date are both dates, and both the clock's.
    today = len(found_dates) > 1 and any(
        TODAY.fullmatch(text[found.start : found.end].strip(" ,")) for found in found_dates
    )
    for found in _printed_first(text, found_dates) if len(found_dates) > 1 else found_dates:
        printed = text[start : found.start]
        label = fold(printed)
        start = found.end
        role = "bare"
        updated, published = _last(_UPDATED_LABEL, label), _last(_PUBLISHED_LABEL, label)
        if updated >= 0 or published >= 0:
            role = "updated" if updated > published else "published"
        heads = found.end < len(text) and text[found.end :].strip() == ":"
        if heads or names_event(printed, labelled=role != "bare"):
            role = "event"
        today = today or label.rstrip(" ,|-").endswith("hom nay")
        clock = today or re.search(r"hom nay|bay gio|hien tai", label) is not None
        alone = len(rest) <= w.LONE_DATE_MAX_RESIDUE or not any(map(str.isalpha, rest))
        raw = text[: found.end][-w.DATE_EVIDENCE_LENGTH :]
        lines.append(DateLine(found, raw, role, alone, clock, today))
    return lines


_SPAN_FROM = re.compile(r"\btừ(?:\s{1,3}(?:ngày|lúc))?\s{0,3}\Z", re.IGNORECASE)
_SPAN_TO = re.compile(r"[\s,]{0,3}(?:đến|tới|[-–])", re.IGNORECASE)
_SPAN_END = re.compile(
    r"\btừ\s[^|•·]{1,60}\s(?:đến|tới)(?:\s{1,3}(?:hết\s{1,3})?(?:ngày)?)?\s{0,3}\Z", re.IGNORECASE
)

_UNTIL = re.compile(r"[\s,.]{0,3}(?:đến|tới)(?:\s{1,3}hết)?(?:\s{1,3}ngày)?\s{0,3}", re.IGNORECASE)
"""What stands between the two dates of "05/02/2027 đến hết ngày 07/02/2027"."""


def _is_span(text: str, dates: Iterable[FoundDate]) -> bool:
    """Whether a line says how long something lasts: "Từ 01/03/2024 đến 05/03/2024"."""
    if "ừ" in text.lower() and any(
        (_SPAN_FROM.search(text, 0, one.start) and _SPAN_TO.match(text, one.end))
        or _SPAN_END.search(text, 0, one.start)
        for one in dates
    ):
        return True
    ordered = sorted(dates, key=lambda item: item.start)
    return any(_UNTIL.fullmatch(text, a.end, b.start) for a, b in pairwise(ordered))


def _printed_first(text: str, found: list[FoundDate]) -> list[FoundDate]:
    """The dates in order, without one counted from the capture beside the same in print."""
    found = sorted(found, key=lambda item: item.start)
    kept = []
    for before, one, after in zip([None, *found], found, [*found[1:], None], strict=False):
        words = text[one.start : one.end]
        counted = RELATIVE.search(words) or TODAY.search(words)
        gaps = [
            text[first.end : second.start]
            for first, second in ((before, one), (one, after))
            if first is not None and second is not None
        ]
        if not (counted and any(not any(map(str.isalnum, gap)) for gap in gaps)):
            kept.append(one)
    return kept or found


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def has_weekday(text: str) -> bool:
    """Whether a line names a day of the week, as page clocks do (and some dates)."""
    return _WEEKDAY.search(fold(_without_order(text))) is not None


def _without_order(text: str) -> str:
    """A text in which "thứ tự" is no weekday once it is folded."""
    return _ORDER.sub("thứ#", text) if "hứ " in text or "HỨ " in text else text


_BYLINE = re.compile(
    r"(?<!\w)(?i:người (?:viết|đăng|gửi|nhập|soạn)|tác giả|biên tập|đăng bởi"
    rf"|(?:posted |written )?by|author)\s?:\s?(?:{NAMES.pattern}|[a-z][\w.]*)"
)


def without_byline(text: str) -> str:
    """A line of date and writer without its writer."""
    return text if ":" not in text else _BYLINE.sub(" ", text)


_LABELS = re.compile(
    r"(?:nguoi|duoc)\s+(?:dang|viet|gui)|chuyen muc|danh muc|the loai|muc|nguon(?: tin)?|tac gia"
    r"|so ky hieu|luot (?:xem|doc|truy cap)|thoi gian"
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
    folded = fold(_without_order(text))
    folded = _WORDS.sub(" ", folded)
    folded = re.sub(r"[\W_]+", " ", folded)
    folded = re.sub(
        r"(?:^|\s)(?:luc|ngay|vao|gio|boi|by|xem|luot|so|cuoi|lan|last|date)(?=\s|$)", " ", folded
    )
    return " ".join(folded.split())
