"""Document numbers: the official documents that a text names, and their issuers.

Formats follow Decree 30/2020/NĐ-CP on clerical work: `number/TYPE-BODY` for administrative
documents, `number/year/TYPE-BODY` for legal normative ones.
"""

from __future__ import annotations

import re

from govnews.model import DocumentRef
from govnews.vietnamese.text import fold

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
_CODE = rf"[{_UPPER}](?:[{_UPPER}a-zđ]*[{_UPPER}])?\d{{0,2}}"
_NUMBER = re.compile(
    rf"(?<![\w/])\d{{1,6}}[a-z]?[ ]?/[ ]?(?:(?:19|20)\d\d[ ]?/[ ]?)?(?:{_CODE}(?:g|r)?)"
    rf"(?:(?:[ ]?[-–][ ]?|&)(?:{_CODE}(?:g|r)?))*(?:[ ]?\([{_UPPER}\d]{{1,8}}\))?(?![\w/])"
)


_PARTY_NUMBER = re.compile(
    rf"(?<![\w/])\d{{1,4}}\s?-\s?(?:NQ|QĐ|CT|KL|HD|TB|KH|BC|CTr|QC|QyĐ|ĐA|TTr|CV)\s?/\s?{_CODE}"
    rf"(?:-{_CODE})?(?![\w/])"
)
"""Documents of the Party have the hyphen first: `19-NQ/TW`."""


def find_refs(text: str) -> list[DocumentRef]:
    """The document numbers in a text, in order of first appearance, each once."""
    found: dict[str, DocumentRef] = {}
    lines = [line for line in text.split("\n") if "/" in line]
    for match in (match for line in lines for match in _matches(line)):
        number = re.sub(r"\s*([/\-–])\s*", r"\1", match[0]).strip()
        if match.re is _PARTY_NUMBER:
            kind, body = number.partition("-")[2].split("/")
            ref = DocumentRef(number, _lookup(KINDS, kind), _lookup(ISSUERS, body.split("-")[0]))
            found.setdefault(number, ref)
        elif _is_number(number):
            found.setdefault(number, DocumentRef(number, *_kind_and_issuer(number)))
    return list(found.values())


def _matches(line: str) -> list[re.Match[str]]:
    matches = [*_NUMBER.finditer(line), *_PARTY_NUMBER.finditer(line)]
    return sorted(matches, key=lambda match: match.start())


def _is_number(number: str) -> bool:
    """Whether it is no fraction of words such as `1/A`: it has a hyphenated code or a
    known type.
    """
    tail = number.rpartition("/")[2]
    head = re.split(r"[-–]", tail)[0]
    return ("-" in tail or "–" in tail) or _lookup(KINDS, head) is not None or "QH" in tail


def _lookup(table: dict[str, str], code: str) -> str | None:
    code = code.strip().upper()
    if code in table:
        return table[code]
    stripped = re.sub(r"\d+$", "", code)
    return table.get(stripped) if len(stripped) > 1 else None


def _kind_and_issuer(number: str) -> tuple[str | None, str | None]:
    """The type and issuer of the codes; a letter (công văn) has the body first: `1234/UBND-KT`."""
    codes = re.split(r"[-–]", number.rpartition("/")[2])
    first = codes[0].strip()
    kind = _lookup(KINDS, first)
    rest = codes[1:] if kind else codes
    if kind is None and _lookup(ISSUERS, first) is not None:
        kind = "Công văn"
    issuer = next((name for code in rest if (name := _lookup(ISSUERS, code))), None)
    if issuer is None and fold(first).startswith("qh"):
        issuer = ISSUERS["QH"]
    return kind, issuer
