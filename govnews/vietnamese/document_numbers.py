"""Document numbers: the official documents that a text names, and their issuers.

Formats follow Decree 30/2020/NĐ-CP on clerical work: `number/TYPE-BODY` for administrative
documents, `number/year/TYPE-BODY` for legal normative ones.
"""

from __future__ import annotations

import re

from govnews.model import DocumentRef
from govnews.vietnamese.text import DASHES, fold, latin_capitals, plain_dashes

KINDS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QYĐ": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTR": "Chương trình",
    "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTR": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện", "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo", "NĐ": "Nghị định",
    "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "L": "Luật", "PL": "Pháp lệnh",
    "QH": "Luật, nghị quyết của Quốc hội", "CV": "Công văn", "KL": "Kết luận",
    "LCT": "Lệnh công bố",
    "VBHN": "Văn bản hợp nhất", "QCPH": "Quy chế phối hợp", "QĐND": "Quyết định",
}  # fmt: skip
ISSUERS = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ", "TU": "Tỉnh ủy", "TW": "Ban Chấp hành Trung ương",
    "QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội", "CTN": "Chủ tịch nước",
    "BCĐ": "Ban Chỉ đạo", "VPUBND": "Văn phòng Ủy ban nhân dân", "VP": "Văn phòng",
    "VPCP": "Văn phòng Chính phủ", "BNV": "Bộ Nội vụ", "BTC": "Bộ Tài chính", "BCA": "Bộ Công an",
    "BCT": "Bộ Công Thương", "BYT": "Bộ Y tế", "BXD": "Bộ Xây dựng", "BTP": "Bộ Tư pháp",
    "BGDĐT": "Bộ Giáo dục và Đào tạo", "BTTTT": "Bộ Thông tin và Truyền thông",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư", "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BTNMT": "Bộ Tài nguyên và Môi trường", "BGTVT": "Bộ Giao thông vận tải",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội", "BKHCN": "Bộ Khoa học và Công nghệ",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch", "BQP": "Bộ Quốc phòng",
    "SNV": "Sở Nội vụ", "STC": "Sở Tài chính", "SYT": "Sở Y tế", "SXD": "Sở Xây dựng",
    "STP": "Sở Tư pháp", "SCT": "Sở Công Thương", "SGDĐT": "Sở Giáo dục và Đào tạo",
    "STTTT": "Sở Thông tin và Truyền thông", "SKHĐT": "Sở Kế hoạch và Đầu tư",
    "STNMT": "Sở Tài nguyên và Môi trường", "SKHCN": "Sở Khoa học và Công nghệ",
    "SGTVT": "Sở Giao thông vận tải", "SNNPTNT": "Sở Nông nghiệp và Phát triển nông thôn",
}  # fmt: skip

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_CODE = rf"[{_UPPER}][{_UPPER}a-zđ]*+\d{{0,2}}+(?:(?<=[{_UPPER}\d])|(?<=[{_UPPER}][gr]))(?![\w/])"
_DASH = rf"(?>[ ]?[-\u2010-\u2013\u2212][ ]?|[{DASHES}])"
_NUMBER = re.compile(
    rf"(?<![\w/])(?:[1-9]\d{{0,2}}(?:\.\d{{3}})++|\d{{1,6}}+[a-z]?+)[ ]?/[ ]?"
    rf"(?>(?:(?:19|20)\d\d[ ]?/[ ]?)?){_CODE}(?:(?:{_DASH}|&){_CODE})*+"
    rf"(?:[ ]?\([{_UPPER}\d]{{1,8}}\)(?![\w/]))?+"
)
"""A code is taken to its end or not at all, so that no beginning of it is tried again."""

_PARTY_NUMBER = re.compile(
    rf"(?<![\w/])\d{{1,4}}+\s?{_DASH}\s?(?:NQ|QĐ|CT|KL|HD|TB|KH|BC|CTr|QC|QyĐ|ĐA|TTr|CV)"
    rf"\s?/\s?{_CODE}(?:{_DASH}{_CODE})?+"
)
"""Documents of the Party have the hyphen first: `19-NQ/TW`."""

_PART_OF_A_FIGURE = re.compile(r"\d[.,]\Z")


def find_refs(text: str) -> list[DocumentRef]:
    """The document numbers in a text, in order of first appearance, each once."""
    return [ref for ref, _ in find_printed(text)]


def find_printed(text: str) -> list[tuple[DocumentRef, str]]:
    """The document numbers in a text, each once, with the text that they were read from.

    A number has hyphens, whatever dashes the text has.
    """
    found: dict[str, tuple[DocumentRef, str]] = {}
    lines = [line for line in text.split("\n") if "/" in line]
    for line, match in ((each, match) for each in lines for match in _matches(each)):
        printed = line[match.start() : match.end()]
        number = re.sub(r"\s*+([/-])\s*+", r"\1", plain_dashes(match[0])).strip()
        if match.re is _PARTY_NUMBER:
            kind, body = number.partition("-")[2].split("/")
            ref = DocumentRef(number, _lookup(KINDS, kind), _lookup(ISSUERS, body.split("-")[0]))
            found.setdefault(number, (ref, printed))
        elif _is_number(number) and not _is_figure(match, number):
            ref = DocumentRef(number, *_kind_and_issuer(number))
            found.setdefault(number, (ref, printed))
    return list(found.values())


def _matches(line: str) -> list[re.Match[str]]:
    line = latin_capitals(line)
    matches = [*_NUMBER.finditer(line), *_PARTY_NUMBER.finditer(line)]
    return sorted(matches, key=lambda match: match.start())


def _is_figure(match: re.Match[str], number: str) -> bool:
    """Whether it is an amount beside a word such as `1.250/KH`: without a hyphen, a number of
    documents has no point.
    """
    if "-" in number:
        return False
    before = match.string[max(0, match.start() - 2) : match.start()]
    return "." in number or _PART_OF_A_FIGURE.search(before) is not None


def _is_number(number: str) -> bool:
    """Whether it is no fraction of words such as `1/A`: it has a hyphenated code or a
    known type.
    """
    tail = number.rpartition("/")[2]
    head = tail.split("-")[0]
    return "-" in tail or _lookup(KINDS, head) is not None or "QH" in tail


def _lookup(table: dict[str, str], code: str) -> str | None:
    code = code.strip().upper()
    if code in table:
        return table[code]
    stripped = code.rstrip("0123456789")
    return table.get(stripped) if len(stripped) > 1 else None


def _kind_and_issuer(number: str) -> tuple[str | None, str | None]:
    """The type and issuer of the codes; a letter (công văn) has the body first: `1234/UBND-KT`."""
    codes = number.rpartition("/")[2].split("-")
    first = codes[0].strip()
    kind = _lookup(KINDS, first)
    rest = codes[1:] if kind else codes
    if kind is None and _lookup(ISSUERS, first) is not None:
        kind = "Công văn"
    issuer = next((name for code in rest if (name := _lookup(ISSUERS, code))), None)
    if issuer is None and fold(first).startswith("qh"):
        issuer = ISSUERS["QH"]
    return kind, issuer
