"""What one line says about the article: a date, a view count, a signature, or nothing of the kind.

Every rule looks at one whole line. A sentence of the body that contains a date or the word "lượt
xem" is no such line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from govnews.vietnamese.dates import FoundDate, find_dates
from govnews.vietnamese.text import fold

# --- views ------------------------------------------------------------------------------------

# "Lượt truy cập" is not among them: it counts the visits of a whole site.
_NUMBER = r"(\d{1,3}(?:[.,  ]\d{3})+|\d+)(?![\d/:]|[.,]\d|\s?[kKmM]\b)"
_VIEWS_LABEL = (
    r"(?:số\s+)?(?:lượt|lần)\s*(?:người\s+)?(?:xem|đọc|view)|đã\s+(?:xem|đọc)"
    r"|(?:số\s+)?(?:người\s+)?(?:xem|đọc)|views?(?:\(s\))?|hits|lượt|👁\ufe0f?|👀"
)
_VIEWS = (
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


def find_views(text: str) -> tuple[int, str] | None:
    """A view count in a short line, and the raw text; a dot or comma groups thousands."""
    if len(text) > 240 or not _DIGIT.search(text):
        return None
    for part in SEPARATORS.split(text):
        for pattern in _VIEWS:
            match = pattern.search(part)
            if match and not _NOT_VIEWS.search(fold(part[: match.end() + 12])):
                return int(re.sub(r"\D", "", match[1])), match[0]
    return None


SEPARATORS = re.compile(r"\s[/|•·]\s|[|•·]")
"""What divides the parts of a line beside a headline."""


def is_views_label(text: str) -> bool:
    """Whether a line is only a label such as "Lượt xem:", the number standing in the next."""
    return len(text) < 30 and _VIEWS_ALONE.fullmatch(text) is not None


def lone_number(text: str) -> int | None:
    """The number that a line consists of, or None."""
    match = _NUMBER_ALONE.fullmatch(text)
    return int(re.sub(r"\D", "", match[1])) if match else None


# --- dates ------------------------------------------------------------------------------------

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
"""In a date counted from the capture; a page clock never says this."""

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
    """The dates in a short line, each with what its label says it is."""
    if len(text) > 300:
        return []
    lines = []
    start = 0
    found_dates = list(find_dates(text, relative_to))
    rest = fold(residue(text, relative_to, found_dates)) if found_dates else ""
    for found in sorted(found_dates, key=lambda item: item.start):
        label = fold(text[start : found.start])
        start = found.end
        role = "bare"
        updated, published = _last(_UPDATED_LABEL, label), _last(_PUBLISHED_LABEL, label)
        if updated >= 0 or published >= 0:
            role = "updated" if updated > published else "published"
        clock = "hom nay" in label or re.search(r"bay gio|hien tai", label) is not None
        alone = len(rest) <= 3 or not any(map(str.isalpha, rest))
        lines.append(DateLine(found, text[: found.end][-120:], role, alone, clock))
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
    for pattern in _VIEWS:
        text = pattern.sub(" ", text)
    folded = fold(text)
    folded = _WORDS.sub(" ", folded)
    folded = re.sub(r"[\W_]+", " ", folded)
    folded = re.sub(
        r"(?:^|\s)(?:luc|ngay|vao|gio|boi|by|xem|luot|so|cuoi|lan)(?=\s|$)", " ", folded
    )
    return " ".join(folded.split())


# --- signatures -------------------------------------------------------------------------------

_LETTER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_WORD = rf"[{_LETTER}][\w’'.]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,5}}"
_NAMES = re.compile(rf"{_NAME}(?:\s*(?:[-–,;&/+]|và|\.)\s*{_NAME}){{0,4}}\.?")
_LABELLED = re.compile(
    r"(?P<label>(?:nhóm\s+)?tác giả(?:\s+bài viết)?|người viết|(?:tin\s*,?\s*bài|tin|bài viết"
    r"|bài)\s*(?:,|và|&|-|–|/|\+)?\s*(?:ảnh|hình)(?:\s+và\s+clip)?"
    r"|tin\s*[,/-]?\s*bài|thực hiện|bài viết|bài|tin|phóng viên|người đăng|đăng bởi|nguồn tin"
    r"|biên tập|biên soạn|viết bởi|cộng tác viên"
    r"|written by|posted by|author|by|ctv|pv|btv)\s*(?P<mark>[:：]|\s[-–]\s|(?<=tin)\s"
    r"|(?<=by)\s|(?<=ảnh)\s)\s*(?P<name>.+)",
    re.IGNORECASE,
)
_THEO = re.compile(
    r"[(\[]?\s*(?:\(?nguồn\)?\s*:\s*)?theo\s*:?\s+(?P<name>[^.:;!?]{2,70}?(?:\.[a-z]{2,5}){0,3})\s*\.?"
    r"\s*[)\]]?\.?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*[-–,]?\s*[(\[]\s*(?:t/?h|th|tổng hợp|st|sưu tầm|s/?t|biên tập|biên soạn|lược ghi|ghi"
    r"|lược dịch|giới thiệu|tin,? ảnh|bài,? ảnh)\s*[)\]]\.?$"
    r"|\s+[-–]?\s*t/h\.?$|\s*[-–]\s*(?:tổng hợp|sưu tầm)\.?$",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r"\s*[(\[][^()\[\]]{2,90}[)\]]\s*\.?$")
_INNER_LABEL = re.compile(
    r"([-–,;/|&])\s*(?:(?:hình\s+)?ảnh|tin|bài|video|clip|tin,?\s+ảnh|bài,?\s+ảnh)\s*:\s*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:admin\w*|administrator|quan ?tri\w*|quan tri vien|bien tap vien|super ?user|user\w*"
    r"|root|host|webmaster|editor|ban bien tap website"
    r"|btv|bbt|[a-z0-9_.]+@.*|[a-z][a-z0-9_.-]*\d[a-z0-9_.-]*)"
)


_ROLE = re.compile(r"(?:CTV|BTV|PV|Phóng viên|Cộng tác viên)\.?\s+(?=\w)", re.IGNORECASE)


def clean_name(raw: str) -> str | None:
    """A name without role, brackets and remarks; None when it is an account or no name at all."""
    name = raw.strip(' \t:;,|*-–—_·•./"“”')
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    for _ in range(2):
        name = _TAIL.sub("", name).strip()
        name = _AFFILIATION.sub("", name).strip() or name
    labelled = _LABELLED.fullmatch(name)
    if labelled:
        name = labelled["name"].strip()
    theo = _THEO.fullmatch(name)
    if theo:
        name = theo["name"].strip()
    name = name.strip(' \t:;,|*-–—_·•/"“”')
    if name.endswith(".") and not re.search(r"\b\w\.$", name):
        name = name[:-1]
    if len(name) < 2 or len(name) > 80 or _ACCOUNT.fullmatch(fold(name)):
        return None
    name = _ROLE.sub("", _INNER_LABEL.sub(r"\1 ", name))
    site = re.fullmatch(r"[\w.-]+\.(?:vn|com|net|org)", name) is not None
    if re.search(r"https?:|www\.|\d{3,}", name):
        return None
    return name if site or re.search(rf"[{_LETTER}]", name) else None


_POST = re.compile(
    r"(?:(?:kt|tm|tl|tuq|q)\b\.?\s*)*(?:(?:thua|thay) (?:lenh|mat) )?(?:pho |quyen )?"
    r"(?:chu tich|giam doc|bi thu|chanh van phong|chanh thanh tra|truong ban|truong phong"
    r"|cuc truong"
    r"|chi cuc truong|vien truong|chanh an|chu nhiem|tong bien tap|thu truong|bo truong"
    r"|uy ban nhan dan|ban thuong vu|ban to chuc|hoi dong)\b.{0,40}"
)


def is_post(text: str) -> bool:
    """Whether a line in capitals is the post of the one who signs a document below it."""
    return text.isupper() and len(text) <= 70 and _POST.fullmatch(fold(text)) is not None


def is_account(text: str) -> bool:
    """Whether a line is the name of a login, such as quantri or admin."""
    return len(text) <= 30 and _ACCOUNT.fullmatch(fold(text.strip(" .-"))) is not None


@dataclass(frozen=True, slots=True)
class Signature:
    """A line that signs. name: cleaned, None for an account. rule: its form. sure: labelled."""

    name: str | None
    rule: str
    sure: bool


def read_signature(text: str) -> Signature | None:
    """The signature that a whole line is, in any of the printed forms, or None."""
    if not 2 <= len(text) <= 110:
        return None
    bare = text.strip(" \t*-–—.·•|")
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    labelled = _LABELLED.fullmatch(bare)
    if labelled and len(labelled["name"]) <= 70:
        if re.search(r"[.!?]\s+\S", labelled["name"]) and not _NAMES.fullmatch(labelled["name"]):
            return None
        label = fold(labelled["label"])
        doubtful = (
            label in {"tin", "bai", "bien tap", "thuc hien", "phong vien"}
            or not labelled["mark"].strip()
        )
        if doubtful and not looks_like_name(_INNER_LABEL.sub(r"\1 ", labelled["name"])):
            return None
        return Signature(clean_name(labelled["name"]), "label", sure=True)
    theo = _THEO.fullmatch(bare)
    if theo and len(theo["name"].split()) <= 9:
        return Signature(clean_name(theo["name"]), "theo", sure=False)
    if looks_like_name(text):
        return Signature(clean_name(text), "name-line", sure=False)
    return None


def looks_like_name(text: str) -> bool:
    """Whether a line is made of capitalised words as names are, remarks in brackets aside."""
    core = _AFFILIATION.sub("", _TAIL.sub("", text.strip(' *-–—."“”:'))).strip()
    if not 2 <= len(core) <= 60 or any(char.isdigit() for char in core):
        return False
    return _NAMES.fullmatch(core) is not None
