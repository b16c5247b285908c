"""Lines that sign a text, by their form."""

from __future__ import annotations

import pytest

from govnews.reading.recognisers.bylines import read_signature, read_source

SIGNED = [
    ("Tác giả: Nguyễn Văn An", "label", "Nguyễn Văn An"),
    ("Nhóm tác giả: Thu Hà - Minh Đức", "label", "Thu Hà - Minh Đức"),
    ("Tin, ảnh: Thu Hà", "label", "Thu Hà"),
    ("Bài và ảnh: Thu Hà", "label", "Thu Hà"),
    ("Tin/ảnh: Thu Hà", "label", "Thu Hà"),
    ("(Tin, bài: Thu Hà)", "label", "Thu Hà"),
    ("Người viết: Thu Hà", "label", "Thu Hà"),
    ("Thực hiện: Thu Hà", "label", "Thu Hà"),
    ("Biên soạn: Thu Hà", "label", "Thu Hà"),
    ("Tin, ảnh: Thu Hà - Biên tập: Minh Đức", "label", "Thu Hà"),
    ("Tác giả: Thu Hà; Nguồn: TTXVN", "label", "Thu Hà"),
    ("Biên tập: Thu Hà", "editor", None),
    ("BTV: Thu Hà", "editor", None),
    ("Người biên tập: Thu Hà", "editor", None),
    ("Người đăng: admin", "label", None),
    ("By Thu Ha", "label", "Thu Ha"),
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
    assert signature.sure == (rule in {"label", "editor"})


@pytest.mark.parametrize(
    "text",
    [
        "Tin: hội nghị kết thúc tốt đẹp",
        "Bài học rút ra từ vụ lúa",
        "Thực hiện: các sở, ngành triển khai kế hoạch",
        "Tác giả: ông An. Ông sinh năm 1950 tại Huế",
        "Theo đó, mỗi hộ nhận 2 triệu đồng; phần còn lại chia đều",
        "Theo TTXVN",
        "Theo Thống kê tỉnh Sông Mẫu",
        "Theo Kế hoạch Phát Triển",
        "TIN TỨC",
        "Tin Tức",
        "TIN TỨC - SỰ KIỆN",
        "Tin - Ảnh",
        "Đơn vị thực hiện: Phòng Văn hóa",
        "Hội nghị kết thúc lúc 11 giờ.",
        "1. Giao Sở Nội vụ:",
        "X",
        "",
    ],
)
def test_a_line_that_does_not(text: str) -> None:
    assert read_signature(text) is None


SOURCES = [
    ("Theo TTXVN", "TTXVN", False),
    ("(Theo Báo Chính phủ)", "Báo Chính phủ", False),
    ("[Theo Sở Y tế].", "Sở Y tế", False),
    ("Theo Thống kê tỉnh Sông Mẫu", "Thống kê tỉnh Sông Mẫu", False),
    ("Theo: Thu Hà (Báo Bản Hon)", "Thu Hà (Báo Bản Hon)", False),
    ("Nguồn: Theo baochinhphu.vn", "baochinhphu.vn", True),
    ("Nguồn tin: Cổng TTĐT huyện", "Cổng TTĐT huyện", True),
    ("(Nguồn: Đài PT-TH tỉnh)", "Đài PT-TH tỉnh", True),
    ("Nguồn: https://baobanhon.vn/tin/1.html", "https://baobanhon.vn/tin/1.html", True),
    ("Trích nguồn: VOV", "VOV", True),
]


@pytest.mark.parametrize(("text", "name", "labelled"), SOURCES, ids=[row[0] for row in SOURCES])
def test_a_line_that_names_the_source(text: str, name: str, labelled: bool) -> None:
    source = read_source(text)
    assert source is not None
    assert (source.name, source.labelled) == (name, labelled)


@pytest.mark.parametrize(
    "text",
    [
        "Theo kế hoạch, các bản còn lại làm trong quý II.",
        "Theo Kế hoạch của huyện",
        "Theo Báo cáo của tổ thi công",
        "Theo Sở Y tế, dịch đã lui.",
        "Theo ông Sùng A Dế",
        "Theo đó",
        "Nguồn ảnh: Internet",
        "Nguồn nước: giếng khoan",
        "Ghi rõ nguồn: bắt buộc",
        "Nguồn:",
        "",
    ],
)
def test_a_line_that_names_none(text: str) -> None:
    assert read_source(text) is None
