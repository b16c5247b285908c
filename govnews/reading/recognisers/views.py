"""View counts in a line: "Lượt xem: 1.234", "56 lượt đọc"."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.vietnamese.text import fold, remembered

# "Lượt truy cập" is not among them, because it counts the visits of a site.
_THOUSANDS = {"k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}
_NUMBER = (
    r"(\d{1,3}(?:[.,]\d{1,2})?\s?(?:k|nghìn|ngàn|triệu)\b|\d{1,3}(?:[.,  ]\d{3})+|\d+)"
    r"(?![\d/:]|[.,]\d|\s?[kKmM]\b)"
)
"""A count in full, or rounded: "1,2K"."""
_VIEWS_LABEL = (
    r"(?:số\s+)?(?:lượt|lần)\s*(?:người\s+)?(?:xem|đọc|view)|đã\s+(?:xem|đọc)"
    r"|(?:số\s+)?(?:người\s+)?(?:xem|đọc)|views?(?:\(s\)|\s*counts?)?|hits|reads|lượt"
    r"|👁\ufe0f?|👀"
)
VIEWS = (
    re.compile(
        rf"(?<![\w])(?:{_VIEWS_LABEL})\s*(?:tin|bài viết|bài|trang)?(?:\s*(?:này"
        rf"|là))?\s*[:;=\-–(\[|]?\s*{_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,/:+]){_NUMBER}\s*(?:(?:số\s+)?lượt\s*(?:người\s*)?(?:xem|đọc|view)"
        rf"|(?:số\s+)?lần\s+(?:xem|đọc)"
        r"|views?\b|hits\b|reads?\b|(?:người\s+)?(?:xem|đọc)\b|lượt\b)",
        re.IGNORECASE,
    ),
)
_TIMES = re.compile(rf"(?<!\w)(?:viewed|read)\s*:?\s*{_NUMBER}\s*times?\b", re.IGNORECASE)
_OF_THE_SITE = re.compile(
    r"tong|hom nay|trong (?:tuan|thang)|online|tat ca|khach|truc tuyen|truy cap"
)
_OTHER_COUNT = re.compile(
    r"danh gia|binh (?:chon|luan)|thich|chia se|tai (?:ve|xuong)|(?:luot|da) tai|downloads?|nghe\b"
    r"|\bdiem\b|\bsao\b|phan hoi|tra loi|\bvotes?\b|\bratings?\b|comments?|shares?|\blikes?\b"
    r"|\b\d(?:[.,]\d)?\s*/\s*(?:5|10)\b"
)
"""In folded text: what is counted where it is not how often an article was read."""
_BARE = re.compile(r"\blượt\W*\d[\d.,\s]*\Z|\d\s*lượt\Z", re.IGNORECASE)
"""A count of which it is not said what was done so often."""
_PARTING = re.compile(r"[-–|,;:]")
_TELLING = re.compile(r"[-–|,;:.\d]")
_OF_THIS = re.compile(
    r"(?:(?:bai(?: viet)?|tin(?: bai)?|trang|noi dung)\b)?(?: ?nay\b)?(?: ?(?:hien|da|dang)\b){0,2}"
    r"(?: ?(?:co|duoc)\b)?"
)
"""In folded text: what a sentence says before the count of its own page."""
_VIEWS_ALONE = re.compile(rf"[(\[|\s]*(?:{_VIEWS_LABEL})\s*[:;=\-–]?\s*[)\]|\s]*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"\s*{_NUMBER}\s*", re.IGNORECASE)


_DIGIT = re.compile(r"\d")


SEPARATORS = re.compile(r"\s[/|•·]\s|[|•·]")
"""What divides the parts of a line beside a headline."""


@remembered(w.CACHED_INFO_LINES)
def find_views(text: str) -> tuple[int, str] | None:
    """A view count in a short line, and the raw text; a dot or comma groups thousands."""
    if len(text) > w.INFO_MAX_LENGTH or not _DIGIT.search(text):
        return None
    for part in SEPARATORS.split(text):
        for pattern in (*VIEWS, _TIMES) if "time" in part else VIEWS:
            for match in pattern.finditer(part):
                if _counts_views(text, part, match):
                    return _count(match[1]), match[0]
    return None


def _counts_views(text: str, part: str, match: re.Match[str]) -> bool:
    """Whether a number counts views of an article: neither of the site, nor votes, shares, files.

    What stands between the number before and this one belongs to the former, unless it is a label.
    """
    if _BARE.search(match[0]) and _OTHER_COUNT.search(fold(text)):
        return False
    if _is_told(part, match):
        return False
    before = re.split(r"\d", part[: match.start()])
    own = before[-1] if len(before) == 1 or before[-1].rstrip().endswith(":") else ""
    after = _PARTING.split(part[match.end() : match.end() + w.VIEWS_CONTEXT])[0]
    near = fold(f"{before[-1]}{match[0]}{after}")
    return _OF_THE_SITE.search(near) is None and _OTHER_COUNT.search(fold(own)) is None


def _is_told(part: str, match: re.Match[str]) -> bool:
    """Whether a sentence tells of views of something else ("Kênh đạt 302 lượt xem.")."""
    if not part.rstrip().endswith((".", "!", "…")):
        return False
    before = fold(_TELLING.split(part[: match.start()])[-1]).strip()
    return any(map(str.isalpha, before)) and _OF_THIS.fullmatch(before) is None


@remembered(w.CACHED_INFO_LINES)
def is_views_label(text: str) -> bool:
    """Whether a line is only a label such as "Lượt xem:", the number standing in the next."""
    return len(text) < w.LABEL_MAX_LENGTH and _VIEWS_ALONE.fullmatch(text) is not None


def lone_number(text: str) -> int | None:
    """The number that a line consists of, or None."""
    match = _NUMBER_ALONE.fullmatch(text)
    return _count(match[1]) if match else None


def _count(number: str) -> int:
    """The count that a number prints, in full or rounded."""
    for unit, times in _THOUSANDS.items():
        if number.lower().endswith(unit):
            return round(float(number[: -len(unit)].replace(",", ".")) * times)
    return int(re.sub(r"\D", "", number))
