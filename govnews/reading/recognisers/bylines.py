"""Lines that sign a text or name its source: "Tác giả: X", "Theo X", a name alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govnews.reading import weights as w
from govnews.vietnamese.names import (
    EDITED,
    INNER_LABEL,
    LABELLED,
    NAMES,
    clean_name,
    is_paper,
    is_section_name,
    looks_like_name,
)
from govnews.vietnamese.text import fold, remembered


@dataclass(frozen=True, slots=True)
class Signature:
    """A line that signs. name: cleaned, None for an account or an editor. rule: its form. sure:
    labelled.
    """

    name: str | None
    rule: str
    sure: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that names where a text was taken from. name: as printed. labelled: by "Nguồn:"."""

    name: str
    labelled: bool


_ANOTHER_ROLE = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[-–;|,.]\s*+)?+\b(?:biên tập(?: viên)?|btv|hiệu đính|nguồn(?: tin)?)"
    r"\s*+[:：].*",
    re.IGNORECASE,
)
"""What follows the author in a line: an editor, a source."""


@remembered(w.CACHED_INFO_LINES)
def read_signature(text: str) -> Signature | None:
    """The signature that a line consists of, in any of the printed forms, or None."""
    if not 2 <= len(text) <= w.SIGNATURE_MAX_LENGTH:
        return None
    bare = text.strip(" \t*-–—.·•|")
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    if is_editor(bare):
        return Signature(None, "editor", sure=True)
    labelled = LABELLED.fullmatch(bare)
    if labelled and len(labelled["name"]) <= w.LABELLED_NAME_MAX_LENGTH:
        return _labelled(labelled["label"], labelled["mark"], labelled["name"])
    if bare.lower().startswith("theo "):
        return None  # it names a source, or begins a sentence
    if looks_like_name(text) and not is_section_name(text) and read_source(text) is None:
        return Signature(clean_name(text), "name-line", sure=False)
    return None


def is_editor(text: str) -> bool:
    """Whether a line names an editor: "Biên tập: X"."""
    return EDITED.fullmatch(text) is not None


def _labelled(label: str, mark: str, name: str) -> Signature | None:
    name = _ANOTHER_ROLE.sub("", name) or name
    if name.endswith("?") or (re.search(r"[.!?]\s+\S", name) and not NAMES.fullmatch(name)):
        return None
    doubtful = fold(label) in {"tin", "bai", "thuc hien", "phong vien"} or not mark.strip()
    if doubtful and not looks_like_name(INNER_LABEL.sub(r"\1 ", name)):
        return None
    if is_section_name(name):
        return None
    return Signature(clean_name(name), "label", sure=True)


_SOURCE_LABEL = re.compile(
    r"(?:theo\s+)?(?:dẫn\s+|trích\s+)?(?:\(nguồn\)|nguồn(?:\s+(?:tin|bài|trích|dẫn))?|source)"
    r"\s*[:：]\s*(?:theo\s*:?\s+)?(?P<name>\S.*)",
    re.IGNORECASE,
)
_THEO = re.compile(r"(?:tin\s+)?theo\s*:?\s+(?P<name>\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,6}(?:/\S*)?", re.IGNORECASE)
_NO_SOURCE = re.compile(
    r"(?:ke hoach|bao cao|thong ke(?! (?:tinh|thanh pho|huyen|trung uong)\b)"
    r"|quy (?:dinh|che)|nghi (?:quyet|dinh)|quyet dinh|thong (?:bao|tu)"
    r"|danh gia|lich|chuong trinh|du (?:bao|kien)|ket (?:luan|qua)|yeu cau|ong|ba|dong chi|luat"
    r"|dieu|do|chi thi|cong (?:van|dien)|huong dan|loi|so lieu|tinh than|phan cong|de (?:nghi|an)"
    r"|y kien|giay moi|to trinh|noi dung|phuong an|ghi nhan|thoi gian|anh|chi)\b"
)
"""In folded text: what stands behind "Theo" at the beginning of a sentence."""


@remembered(w.CACHED_INFO_LINES)
def read_source(text: str) -> SourceLine | None:
    """The source that a line consists of: "(Theo TTXVN)", "Nguồn: Báo Chính phủ"; or None."""
    if not 2 <= len(text) <= w.SIGNATURE_MAX_LENGTH:
        return None
    bare = text.strip(" \t*-–—·•|")
    if bare.endswith((")", "]", ").", "].")) and bare.startswith(("(", "[")):
        bare = bare[1:].rstrip(".")[:-1].strip()
    labelled = _SOURCE_LABEL.fullmatch(bare)
    theo = labelled or _THEO.fullmatch(bare)
    if theo is None:
        return None
    name = theo["name"].strip(' \t.,;*-–—·•|[]"“”')
    name = name if "(" in name else name.rstrip(" .)")
    if labelled:
        of_text = len(name) > 1 and not name.lower().startswith("ảnh ")
        return SourceLine(name, labelled=True) if of_text else None
    return SourceLine(name, labelled=False) if looks_like_source(name) else None


def looks_like_source(name: str) -> bool:
    """Whether a text may name a paper, an agency, a site or a person, and is no sentence."""
    if _ADDRESS.fullmatch(name) or (is_paper(name) and "," not in name):
        return True
    if not name[:1].isupper() or len(name.split()) > w.SOURCE_MAX_WORDS:
        return False
    if re.search(r"[:;!?]|[.,]\s|\d", name.replace(", ", " , ") if name.istitle() else name):
        return False
    return _NO_SOURCE.match(fold(name)) is None
