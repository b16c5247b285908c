"""Lines that sign a text, by their form."""

from __future__ import annotations

import pytest

from govnews.reading.recognisers.bylines import read_signature

SIGNED = [
    ("Tác giả: Nguyễn Văn An", "label", "Nguyễn Văn An"),
    ("Nhóm tác giả: Thu Hà - Minh Đức", "label", "Thu Hà - Minh Đức"),
    ("Tin, ảnh: Thu Hà", "label", "Thu Hà"),
    ("Bài và ảnh: Thu Hà", "label", "Thu Hà"),
    ("Tin/ảnh: Thu Hà", "label", "Thu Hà"),
    ("(Tin, bài: Thu Hà)", "label", "Thu Hà"),
    ("Người viết: Thu Hà", "label", "Thu Hà"),
    ("Thực hiện: Thu Hà", "label", "Thu Hà"),
    ("Biên tập: Thu Hà", "label", "Thu Hà"),
    ("Người đăng: admin", "label", None),
    ("By Thu Ha", "label", "Thu Ha"),
    ("Theo TTXVN", "theo", "TTXVN"),
    ("(Theo Báo Chính phủ)", "theo", "Báo Chính phủ"),
    ("Nguồn: Theo baochinhphu.vn", "theo", "baochinhphu.vn"),
    ("Nguyễn Văn An", "name-line", "Nguyễn Văn An"),
    ("Nguyễn Văn An (T/h)", "name-line", "Nguyễn Văn An"),
    ("Thu Hà - Minh Đức", "name-line", "Thu Hà - Minh Đức"),
    ("P.V", "name-line", "P.V"),
]


@pytest.mark.parametrize(("text", "rule", "name"), SIGNED, ids=[row[0] for row in SIGNED])
def test_a_line_that_signs(text: str, rule: str, name: str | None) -> None:
    signature = read_signature(text)
    assert signature is not None
    assert (signature.rule, signature.name) == (rule, name)
    assert signature.sure == (rule == "label")


@pytest.mark.parametrize(
    "text",
    [
        "Tin: hội nghị kết thúc tốt đẹp",
        "Bài học rút ra từ vụ lúa",
        "Thực hiện: các sở, ngành triển khai kế hoạch",
        "Tác giả: ông An. Ông sinh năm 1950 tại Huế",
        "Theo đó, mỗi hộ nhận 2 triệu đồng; phần còn lại chia đều",
        "Hội nghị kết thúc lúc 11 giờ.",
        "1. Giao Sở Nội vụ:",
        "X",
        "",
    ],
)
def test_a_line_that_does_not(text: str) -> None:
    assert read_signature(text) is None
