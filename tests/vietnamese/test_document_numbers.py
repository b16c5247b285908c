"""Numbers of official papers: found, taken apart, and not seen where there is none."""

from __future__ import annotations

import pytest

from govnews.vietnamese.document_numbers import find_printed, find_refs
from govnews.vietnamese.text import clean

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
        "đạt 1.250/KH 1.400 ha",
        "12.345/TB",
        "đạt 95,5/KH 100",
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


DASHES = [
    ("64/2024/QĐ\u2010UBND", "64/2024/QĐ-UBND"),
    ("64/2024/QĐ\u2011UBND", "64/2024/QĐ-UBND"),
    ("7/NQ\u2012HĐND", "7/NQ-HĐND"),
    ("7/NQ \u2013 HĐND", "7/NQ-HĐND"),
    ("318/KH\u2014UBND", "318/KH-UBND"),
    ("318/KH\u2015UBND", "318/KH-UBND"),
    ("318/KH\u2212UBND", "318/KH-UBND"),
    ("26\u2011NQ/TW", "26-NQ/TW"),
    ("3.415/QĐ-UBND", "3.415/QĐ-UBND"),
    ("21,22/QĐ-UBND", "22/QĐ-UBND"),
    ("64/QĐ-UBND-Tỉnh", "64/QĐ-UBND"),
    ("7/NQ \u2014 UBND tỉnh", "7/NQ"),
]


@pytest.mark.parametrize(("text", "number"), DASHES, ids=[ascii(row[0]) for row in DASHES])
def test_dashes_and_points(text: str, number: str) -> None:
    ((ref, printed),) = find_printed(f"Theo {text}, các xã rà soát.")
    assert ref.number == number
    assert printed in text


def test_a_soft_hyphen_between_codes_is_a_hyphen_and_elsewhere_nothing() -> None:
    text = clean("Kế hoạch 45/KH\u00adUBND, Quyết định 9/2024/QĐ\u00adUBND và 8/QĐ-UB\u00adND")
    assert [ref.number for ref in find_refs(text)] == ["45/KH-UBND", "9/2024/QĐ-UBND", "8/QĐ-UBND"]


@pytest.mark.parametrize(
    "printed",
    ["88/КН-UВND", "88/ΚΗ-UΒΝD", "88/KH-UBΝD"],
    ids=["Cyrillic", "Greek", "one letter"],
)
def test_letters_of_other_alphabets(printed: str) -> None:
    ((ref, raw),) = find_printed(f"Kế hoạch số {printed} về đấu nối nước sạch")
    assert ref.number == "88/KH-UBND"
    assert raw == printed
