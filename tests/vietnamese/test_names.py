"""Names of persons and offices, accounts and posts: what a line or a byline's value is."""

from __future__ import annotations

import pytest

from govnews.vietnamese.names import clean_name, is_account, is_post, looks_like_name

PERSONS = [
    "Nguyễn Văn An",
    "Lê Thị Thu Hà",
    "Kim Hạnh",
    "Ma Thị Pà",
    "Y Thông Niê",
    "Thanh Tùng - Minh Đức",
    "Hồng Nhung, Quốc Bảo",
    "Phương Anh và Đức Duy",
    "Đ.T",
    "P.V",
    "Nguyễn Hoàng (T/h)",
    "Lệ Quyên (Sở Tư pháp)",
    "Thu Trang - Tổng hợp",
    "“Hoàng Long”",
    "TTXVN",
    "Bảo Châu.",
]
NO_NAMES = [
    "Ủy ban nhân dân tỉnh họp phiên thường kỳ",
    "hoàng long",
    "Xin cảm ơn ông!",
    "Hội nghị kết thúc lúc 11 giờ.",
    "Khu 3",
    "12/05/2021",
    "A",
    "",
    "Nguyễn Văn An cho biết như vậy",
    "Nguyễn Văn An Bùi Thị Bích Trần Quang Dũng Hoàng Thị Minh Châu Đỗ Quyên",
    "- Sở Nội vụ;",
]


@pytest.mark.parametrize("text", PERSONS)
def test_a_line_of_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize("text", NO_NAMES)
def test_a_line_that_is_no_name(text: str) -> None:
    assert not looks_like_name(text)


CLEANED = [
    ("Nguyễn Văn An", "Nguyễn Văn An"),
    ("  *Nguyễn Văn An* ", "Nguyễn Văn An"),
    ("(Nguyễn Văn An)", "Nguyễn Văn An"),
    ("Nguyễn Văn An.", "Nguyễn Văn An"),
    ("Nguyễn Văn An (Tổng hợp)", "Nguyễn Văn An"),
    ("Nguyễn Văn An (Văn phòng UBND tỉnh)", "Nguyễn Văn An"),
    ("Nguyễn Văn An - sưu tầm", "Nguyễn Văn An"),
    ("PV Nguyễn Văn An", "Nguyễn Văn An"),
    ("CTV. Thu Thảo", "Thu Thảo"),
    ("Tác giả: Thu Thảo", "Thu Thảo"),
    ("Thu Thảo - Ảnh: Minh Quân", "Thu Thảo - Minh Quân"),
    ("Đ.T.", "Đ.T"),
    ("baochinhphu.vn", "baochinhphu.vn"),
    ("admin", None),
    ("Administrator", None),
    ("quantri", None),
    ("Quản trị viên", None),
    ("user01", None),
    ("btv", None),
    ("vanphong@longan.gov.vn", None),
    ("https://longan.gov.vn", None),
    ("0912345678", None),
    ("tin tức", None),
    ("A", None),
    ("", None),
    ("X" * 81, None),
]


@pytest.mark.parametrize(("raw", "name"), CLEANED, ids=[raw[:30] or "empty" for raw, _ in CLEANED])
def test_clean_name(raw: str, name: str | None) -> None:
    assert clean_name(raw) == name


@pytest.mark.parametrize(
    "text",
    [
        "CHỦ TỊCH",
        "KT. CHỦ TỊCH",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        "TL. GIÁM ĐỐC",
        "QUYỀN GIÁM ĐỐC",
        "CHÁNH VĂN PHÒNG",
        "THỪA LỆNH CHỦ TỊCH",
        "PHÓ TRƯỞNG BAN",
    ],
)
def test_a_post(text: str) -> None:
    assert is_post(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch",
        "chủ tịch",
        "NGUYỄN VĂN AN",
        "THÔNG BÁO",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TIẾP ĐOÀN ĐẠI BIỂU CẤP CAO CỦA NƯỚC BẠN LÀO VÀ CAMPUCHIA",
        "",
    ],
)
def test_no_post(text: str) -> None:
    assert not is_post(text)


@pytest.mark.parametrize(
    "text", ["admin", "quantri", "quan tri", "Admin2", "bbt", "host", "nva.123"]
)
def test_an_account(text: str) -> None:
    assert is_account(text)


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "Minh Anh", "", "x" * 31 + "1"])
def test_no_account(text: str) -> None:
    assert not is_account(text)
