"""Names of persons, accounts and posts, and the labels before a name in bylines."""

from __future__ import annotations

import re

from govnews.vietnamese.text import fold

_LETTER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_WORD = rf"[{_LETTER}][\w’'.]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,5}}"
NAMES = re.compile(rf"{_NAME}(?:\s*(?:[-–,;&/+]|và|\.)\s*{_NAME}){{0,4}}\.?")
LABELLED = re.compile(
    r"(?P<label>(?:nhóm\s+)?tác giả(?:\s+bài viết)?|người viết|(?:tin\s*,?\s*bài|tin|bài viết"
    r"|bài)\s*(?:,|và|&|-|–|/|\+)?\s*(?:ảnh|hình)(?:\s+và\s+clip)?"
    r"|tin\s*[,/-]?\s*bài|thực hiện|bài viết|bài|tin|phóng viên|người đăng|đăng bởi|nguồn tin"
    r"|biên tập|biên soạn|viết bởi|cộng tác viên"
    r"|written by|posted by|author|by|ctv|pv|btv)\s*(?P<mark>[:：]|\s[-–]\s|(?<=tin)\s"
    r"|(?<=by)\s|(?<=ảnh)\s)\s*(?P<name>.+)",
    re.IGNORECASE,
)
THEO = re.compile(
    r"[(\[]?\s*(?:\(?nguồn\)?\s*:\s*)?theo\s*:?\s+(?P<name>[^.:;!?]{2,70}?(?:\.[a-z]{2,5}){0,3})\s*\.?"
    r"\s*[)\]]?\.?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<!\s)\s*+[-–,]?+\s*+[(\[]\s*+(?:t/?h|th|tổng hợp|st|sưu tầm|s/?t|biên tập"
    r"|biên soạn|lược ghi|ghi"
    r"|lược dịch|giới thiệu|tin,? ảnh|bài,? ảnh)\s*+[)\]]\.?$"
    r"|(?<!\s)\s++[-–]?+\s*+t/h\.?$|(?<!\s)\s*+[-–]\s*+(?:tổng hợp|sưu tầm)\.?$",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r"(?<!\s)\s*+[(\[][^()\[\]]{2,90}+[)\]]\s*+\.?$")
INNER_LABEL = re.compile(
    r"([-–,;/|&])\s*(?:(?:hình\s+)?ảnh|tin|bài|video|clip|tin,?\s+ảnh|bài,?\s+ảnh)\s*:\s*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:admin\w*|administrator|quan ?tri\w*|quan tri vien|bien tap vien|super ?user|user\w*"
    r"|root|host|webmaster|editor|ban bien tap website"
    r"|btv|bbt|[a-z0-9_.]+@.*|[a-z](?=[a-z_.-]*+\d)[a-z0-9_.-]*+)"
)


_ROLE = re.compile(r"(?:CTV|BTV|PV|Phóng viên|Cộng tác viên)\.?\s+(?=\w)", re.IGNORECASE)


def clean_name(raw: str) -> str | None:
    """A name without role, brackets and remarks; None for an account or text that is no name."""
    name = raw.strip(' \t:;,|*-–—_·•./"“”')
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    for _ in range(2):
        name = _TAIL.sub("", name).strip()
        name = _AFFILIATION.sub("", name).strip() or name
    labelled = LABELLED.fullmatch(name)
    if labelled:
        name = labelled["name"].strip()
    theo = THEO.fullmatch(name)
    if theo:
        name = theo["name"].strip()
    name = name.strip(' \t:;,|*-–—_·•/"“”')
    if name.endswith(".") and not re.search(r"\b\w\.$", name):
        name = name[:-1]
    if len(name) < 2 or len(name) > 80 or _ACCOUNT.fullmatch(fold(name)):
        return None
    name = _ROLE.sub("", INNER_LABEL.sub(r"\1 ", name))
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
    """Whether a line in capitals is the post of the signer of a document."""
    return text.isupper() and len(text) <= 70 and _POST.fullmatch(fold(text)) is not None


def is_account(text: str) -> bool:
    """Whether a line is a login name, such as quantri or admin."""
    return len(text) <= 30 and _ACCOUNT.fullmatch(fold(text.strip(" .-"))) is not None


def looks_like_name(text: str) -> bool:
    """Whether a line consists of capitalised words like a name, ignoring remarks in brackets."""
    core = _AFFILIATION.sub("", _TAIL.sub("", text.strip(' *-–—."“”:'))).strip()
    if not 2 <= len(core) <= 60 or any(char.isdigit() for char in core):
        return False
    return NAMES.fullmatch(core) is not None
