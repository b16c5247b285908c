"""How many articles and pages a list says that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from govnews.families.pagers.marks import label_text
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS
from govnews.vietnamese.text import fold

_N = r"(\d{1,3}(?:[.,]\d{3})+|\d{1,7})"
_UNIT = (
    r"(?:bai viet|bai|tin tuc|tin bai|tin|ket qua|ban ghi|muc tin|muc|van ban|dong|phan tu|results?"
    r"|entries|items?|records?|articles?|posts?)"
)
_RANGE = re.compile(
    rf"{_N}\s*(?:-|–|—|den|toi|to)\s*{_N}\s*(?:{_UNIT}\s*)?"
    rf"(?:/|cua|of|trong so|trong tong so|trong|tren tong so|tren|out of)\W*(?:tong so)?\W*{_N}"
)
_TOTAL = re.compile(
    rf"(?:\btong(?: cong| so)?|\bco tat ca|\btat ca|\A\W*co|\btim thay|\btim duoc|\bfound|\btotal)"
    rf"(?: {_UNIT})?\W*(?:co|la)?\W*{_N}(?:\s*{_UNIT})?(?=\W|\Z)"
)
_SHOWN = re.compile(
    rf"\W*(?:hien thi|dang xem|da xem|showing)\W*{_N}\s*(?:{_UNIT}\s*)?"
    rf"(?:/|cua|of|tren tong so|tren|trong tong so|trong)\W*(?:tong so\W*)?{_N}\s*{_UNIT}\W*"
)
"""How many articles of all are on the page: "Hiển thị 10 / 40 tin"."""

_TOTAL_MAX_LENGTH = 60
"""Characters above which a text is a sentence that happens to hold a number, not a counter."""

_LABELLED = re.compile(rf"\W*(?:tong(?: cong| so)?(?: {_UNIT})?|total(?: {_UNIT})?)\W*{_N}\W*")
_ALONE = re.compile(rf"\W*{_N}\s*{_UNIT}\W*")
_BRACKETED = re.compile(rf"\d\s*(?:trang|pages?)?\s*\({_N}\s*{_UNIT}\)")
_NOT = re.compile(r"truy cap|online|luot|xem|binh luan|visit|ngay|dong chi")


_VISITS = re.compile(r"truy cap|\bonline\b|\bvisit|khach (?:tham|xem)|dang xem trang")
_BOX_MAX_LENGTH = 300
"""Characters above which an element is more than a box of counters."""

_BOX_ABOVE = 6
"""Elements before a counter among which the heading of its box is looked for."""

_BOX_DEPTH = 3


def counts_visits(element: Element) -> bool:
    """Whether a text stands in a box of visits: "Thống kê truy cập"."""
    place: Element | None = element
    for _ in range(_BOX_DEPTH):
        if place is None or place.tag == "body":
            return False
        lines = [place]
        for before in islice(place.itersiblings(preceding=True), _BOX_ABOVE):
            lines.append(before)
            if before.tag in HEADINGS:
                break
        for line in lines:
            text = label_text(line)
            if len(text) <= _BOX_MAX_LENGTH and _VISITS.search(fold(text)):
                return True
        place = place.getparent()
    return False


def number(text: str) -> int:
    """A printed count: a dot or a comma groups thousands."""
    return int(re.sub(r"[.,]", "", text))


def item_range(texts: Iterable[str]) -> tuple[int, int, int] | None:
    """First, last and number of all articles out of "Hiển thị 81 - 88 của 88 kết quả"."""
    for text in texts:
        folded = fold(text)
        match = _RANGE.search(folded)
        if match is None or re.search(r"ngay|thang|\d/\d", folded):
            continue
        if match[0].count("/") and not re.search(_UNIT, folded):
            continue
        first, last, total = number(match[1]), number(match[2]), number(match[3])
        if 1 <= first <= last <= total:
            return first, last, total
    return None


def article_count(texts: Iterable[str]) -> int | None:
    """The number of articles that short texts of a page announce; None where they name none or
    several.
    """
    labelled: set[int] = set()
    alone: set[int] = set()
    for text in texts:
        folded = fold(text)
        match = _SHOWN.fullmatch(folded)
        if match is not None and number(match[1]) <= number(match[2]):
            labelled.add(number(match[2]))
            continue
        if _NOT.search(folded):
            continue
        match = _LABELLED.fullmatch(folded)
        if match is None:
            found = _TOTAL.search(folded) if len(folded) <= _TOTAL_MAX_LENGTH else None
            match = found if found and re.search(_UNIT, folded) else None
        if match is not None:
            labelled.add(number(match[1]))
            continue
        match = _ALONE.fullmatch(folded) or _BRACKETED.search(folded)
        if match is not None:
            alone.add(number(match[1]))
    for counts in (labelled, alone):
        if len(counts) == 1:
            return counts.pop()
    return None
