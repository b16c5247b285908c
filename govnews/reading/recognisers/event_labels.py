"""Labels that say of a date that something else than a publication takes place then."""

from __future__ import annotations

import re

from govnews.vietnamese.text import fold

_LABEL_START = re.compile(r"[|•·(),;]|\s[–-]\s|(?<=\S)\s+(?=[A-ZĐÁÀẢÃẠĂÂÉÈÊÍÌÓÒÔƠÚÙƯÝ])")
_OF_PUBLICATION = re.compile(
    r"\b(?:(?:boi|by|nguoi dang|nguoi viet)\b.*|(?:ngay|gio|phut|luc|vao|hom|nay|dang|tai|tin|bai"
    r"|viet|noi dung|trang|xuat ban|phat hanh|ban hanh|tao|gui|dua|nhap|soan|len|lai|hoi|tra loi"
    r"|duoc|da|thoi|gian|diem|cap nhat|chinh|sua|doi|lan|cuoi|cung|sau|gan|nhat|moi|day|thu|thang"
    r"|nam|la|so|website|cua|am lich|duong lich|tac gia|nguon|chuyen muc|luot xem|tu|den|first"
    r"|publi\w+|post\w*|date\w*|time"
    r"|on|at|created|updated?|last|modified|changed|this|page|article|was|release\w*)\b)"
)
"""In folded text: the words of which labels of publication are made."""
_WHEN = re.compile(
    r":(?:[\s,–-]++|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật|lúc\b|vào\b|hồi\b|ngày\b|từ\b"
    r"|sáng\b|chiều\b|tối\b|trước\b|đến\b|hết\b|\d{1,2}\s?(?:giờ|h|g)\b)*+\Z",
    re.IGNORECASE,
)
"""What stands between a label and its date."""
_OF_TIME = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:ngay|gio|thoi (?:gian|han|diem)|han|lich|ky han|dot|tu)\b"
)
_HAPPENS = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:thoi han|han (?:chot|cuoi|nop|nhan|dang ky)|het han|khai mac|be mac"
    r"|dien ra|to chuc|bat dau|ket thuc)\b"
)
"""In folded text: what says without a colon that something else takes place then."""
_VIETNAMESE = re.compile(r"[đĐơƠưƯăĂ]|[\u1ea0-\u1ef9]")
"""Letters that only Vietnamese has. Labels in other languages are not judged."""


_OPEN = re.compile(r"\b(?:tinh den|ke tu|tu|den|truoc|sau)(?: (?:ngay|het|het ngay))?\Z")
"""In folded text: what has a day as its bound: "Áp dụng từ ngày", "tính đến"."""


def _says_of_what(printed: str, label: str, folded: str) -> bool:
    """Whether words before a date say what it bounds or what is of that day: "Giá vàng ngày"."""
    if _OPEN.search(folded) is not None:
        return _OF_PUBLICATION.sub("", folded).strip() != ""
    if not folded.endswith(" ngay") or not label[1:].islower() or not label[:1].isupper():
        return False
    left = [word for word in _OF_PUBLICATION.sub(" ", folded).split() if word.isalpha()]
    return len(left) > 1 and printed.strip(" (*•-–").startswith(label)


def names_event(printed: str, *, labelled: bool) -> bool:
    """Whether the label before a date names something else than a publication: "Ngày tổ chức:",
    "Hạn chót đăng ký:", "Cập nhật giá ngày". labelled: it has a word of publication in it.
    """
    label = _LABEL_START.split(_WHEN.sub(":", printed).rstrip())[-1].strip()
    before, colon, after = label.rpartition(":")
    if colon and after.strip():
        return False
    own = before.strip() if colon else label
    folded = fold(own)
    if _HAPPENS.match(folded) or (not colon and _says_of_what(printed, label, folded)):
        return True
    if not (colon or labelled) or not any(map(str.isalpha, own)):
        return False
    if not (_OF_TIME.match(folded) or _VIETNAMESE.search(own)):
        return False
    return any(map(str.isalpha, _OF_PUBLICATION.sub(" ", folded)))
