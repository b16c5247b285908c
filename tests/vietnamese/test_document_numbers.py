"""Numbers of official papers: found, taken apart, and not seen where there is none."""

from __future__ import annotations

import pytest

from govnews.vietnamese.document_numbers import find_refs

NUMBERS = [
    ("Quyết định số 1719/QĐ-TTg", "1719/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
    ("Nghị định 30/2020/NĐ-CP", "30/2020/NĐ-CP", "Nghị định", "Chính phủ"),
    ("Nghị quyết số 14/2022/NQ-HĐND", "14/2022/NQ-HĐND", "Nghị quyết", "Hội đồng nhân dân"),
    ("Kế hoạch số 88/KH-UBND", "88/KH-UBND", "Kế hoạch", "Ủy ban nhân dân"),
    ("Công văn 1234/UBND-KT", "1234/UBND-KT", "Công văn", "Ủy ban nhân dân"),
    ("số 1502/SGDĐT-GDTH", "1502/SGDĐT-GDTH", "Công văn", "Sở Giáo dục và Đào tạo"),
    ("Thông tư 05/2019/TT-BXD", "05/2019/TT-BXD", "Thông tư", "Bộ Xây dựng"),
    ("Nghị quyết số 19-NQ/TW", "19-NQ/TW", "Nghị quyết", "Ban Chấp hành Trung ương"),
    ("Chỉ thị 40-CT/TU", "40-CT/TU", "Chỉ thị", "Tỉnh ủy"),
    ("Chương trình 12-CTr/TU", "12-CTr/TU", "Chương trình", "Tỉnh ủy"),
    ("Luật số 43/2019/QH14", "43/2019/QH14", "Luật, nghị quyết của Quốc hội", "Quốc hội"),
    ("Công điện số 02 / CĐ - TTg", "02/CĐ-TTg", "Công điện", "Thủ tướng Chính phủ"),
    ("Tờ trình số 77/TTr-SNV", "77/TTr-SNV", "Tờ trình", "Sở Nội vụ"),
    ("Báo cáo số 5a/BC-UBND", "5a/BC-UBND", "Báo cáo", "Ủy ban nhân dân"),
]


@pytest.mark.parametrize(
    ("text", "number", "kind", "issuer"), NUMBERS, ids=[row[1] for row in NUMBERS]
)
def test_one_number(text: str, number: str, kind: str, issuer: str) -> None:
    (ref,) = find_refs(f"Căn cứ {text}, các đơn vị triển khai.")
    assert (ref.number, ref.kind, ref.issuer) == (number, kind, issuer)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 12/5/2021",
        "đạt 34/63 tỉnh",
        "tỷ lệ 1/3 số hộ",
        "vụ việc 24/7",
        "giá 20.000 đồng/kg",
        "nhóm 1/A",
        "km 12/QL1",
        "https://longan.gov.vn/a/12/van-ban",
        "",
    ],
)
def test_no_number(text: str) -> None:
    assert find_refs(text) == []


def test_each_once_in_order() -> None:
    text = "Theo 12/NQ-CP và 88/KH-UBND.\nKế hoạch 88/KH-UBND thay 12/NQ-CP; xem 19-NQ/TW."
    assert [ref.number for ref in find_refs(text)] == ["12/NQ-CP", "88/KH-UBND", "19-NQ/TW"]


def test_an_unknown_body_has_a_kind_and_no_issuer() -> None:
    (ref,) = find_refs("Quyết định số 15/QĐ-XYZ")
    assert (ref.kind, ref.issuer) == ("Quyết định", None)
