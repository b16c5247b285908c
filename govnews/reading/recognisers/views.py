"""View counts in a line: "Lượt xem: 1.234", "56 lượt đọc"."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.vietnamese.text import fold

# "Lượt truy cập" is not among them, because it counts the visits of a site.
_NUMBER = r"(\d{1,3}(?:[.,  ]\d{3})+|\d+)(?![\d/:]|[.,]\d|\s?[kKmM]\b)"
_VIEWS_LABEL = (
    r"(?:số\s+)?(?:lượt|lần)\s*(?:người\s+)?(?:xem|đọc|view)|đã\s+(?:xem|đọc)"
    r"|(?:số\s+)?(?:người\s+)?(?:xem|đọc)|views?(?:\(s\))?|hits|lượt|👁\ufe0f?|👀"
)
VIEWS = (
    re.compile(
        rf"(?<![\w])(?:{_VIEWS_LABEL})\s*(?:tin|bài viết|bài|trang)?(?:\s*(?:này"
        rf"|là))?\s*[:;=\-–(\[|]?\s*{_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,/:+]){_NUMBER}\s*(?:lượt\s*(?:người\s*)?(?:xem|đọc|view)"
        rf"|lần\s+(?:xem|đọc)"
        r"|views?\b|hits\b|(?:người\s+)?(?:xem|đọc)\b|lượt\b)",
        re.IGNORECASE,
    ),
)
_NOT_VIEWS = re.compile(
    r"tong|hom nay|trong (?:tuan|thang)|online|tat ca|khach|truc tuyen|danh gia|binh chon|thich"
    r"|chia se|tai ve|tai xuong|binh luan"
)
_VIEWS_ALONE = re.compile(rf"[(\[|\s]*(?:{_VIEWS_LABEL})\s*[:;=\-–]?\s*[)\]|\s]*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"\s*{_NUMBER}\s*")


_DIGIT = re.compile(r"\d")


SEPARATORS = re.compile(r"\s[/|•·]\s|[|•·]")
"""What divides the parts of a line beside a headline."""


def find_views(text: str) -> tuple[int, str] | None:
    """A view count in a short line, and the raw text; a dot or comma groups thousands."""
    if len(text) > w.INFO_MAX_LENGTH or not _DIGIT.search(text):
        return None
    for part in SEPARATORS.split(text):
        for pattern in VIEWS:
            match = pattern.search(part)
            if match and not _NOT_VIEWS.search(fold(part[: match.end() + w.VIEWS_CONTEXT])):
                return int(re.sub(r"\D", "", match[1])), match[0]
    return None


def is_views_label(text: str) -> bool:
    """Whether a line is only a label such as "Lượt xem:", the number standing in the next."""
    return len(text) < w.LABEL_MAX_LENGTH and _VIEWS_ALONE.fullmatch(text) is not None


def lone_number(text: str) -> int | None:
    """The number that a line consists of, or None."""
    match = _NUMBER_ALONE.fullmatch(text)
    return int(re.sub(r"\D", "", match[1])) if match else None
