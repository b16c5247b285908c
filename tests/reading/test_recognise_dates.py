"""What one line says about dates: which they are by their labels, and what else it holds."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.model import VIETNAM
from govnews.reading.recognisers.dates import (
    HOUR_ALONE,
    date_lines,
    has_weekday,
    residue,
    without_byline,
)

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)

LINES = [
    ("12/05/2021", [("bare", True)]),
    ("Ngày đăng: 12/05/2021", [("published", True)]),
    ("Đăng lúc 08:30 12/05/2021", [("published", True)]),
    ("Ngày xuất bản 12/05/2021 08:30", [("published", True)]),
    ("Ngày ban hành: 12/05/2021", [("published", True)]),
    ("Published 12/05/2021", [("published", True)]),
    ("Thời gian đăng: 12/05/2021", [("published", True)]),
    ("Cập nhật: 12/05/2021", [("updated", True)]),
    ("Chỉnh sửa lần cuối 12/05/2021", [("updated", True)]),
    ("Ngày đăng 12/05/2021 - Cập nhật 13/05/2021", [("published", True), ("updated", True)]),
    ("Thứ Tư, 12/05/2021", [("bare", True)]),
    ("12/05/2021 | Lượt xem: 300", [("bare", True)]),
    ("Hội nghị ngày 12/05/2021 tại Hà Nội", [("bare", False)]),
    ("Last updated: 12/05/2021", [("updated", True)]),
    ("Update date: 12/05/2021", [("updated", True)]),
    ("Date: 12/05/2021", [("published", True)]),
    ("Hôm nay, 02/03/2026", [("bare", True)]),
    ("Hôm qua, 01/03/2026 08:30", [("bare", True)]),
    ("2 giờ trước (12/05/2021 08:30)", [("bare", True)]),
    ("Ngày đăng: 12/05/2021 - cập nhật 2 giờ trước", [("published", True), ("updated", True)]),
    ("Không có ngày", []),
    ("Từ 01/03/2024 đến 05/03/2024", []),
    ("Thời gian: từ 8h ngày 01/03 đến hết ngày 05/03/2024", []),
    ("Từ ngày 01/03/2024 - 05/03/2024", []),
    ("Thứ Tư, 01/03/2024 - 08:30", [("bare", True)]),
    ("Tự hào, 01/03/2024 - 08:30", [("bare", False)]),
    ("12/05", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), LINES, ids=[text or "empty" for text, _ in LINES])
def test_date_lines(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(line.role, line.alone) for line in date_lines(text, NOW)] == found


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Bây giờ là 09:15 02/03/2026", True),
        ("Ngày đăng: 02/03/2026", False),
        ("02/03/2026", False),
        ("Hôm nay, ngày 02 tháng 3 năm 2026", True),
        ("Hôm nay: 02/03/2026", True),
        ("Hôm nay 08:30", False),
        ("Hôm qua, 01/03/2026", False),
    ],
)
def test_a_page_clock_says_so(text: str, clock: bool) -> None:
    assert any(line.clock for line in date_lines(text, NOW)) == clock


RESIDUES = [
    ("12/05/2021", ""),
    ("Thứ Tư, 12/05/2021 08:30 GMT+7", ""),
    ("Ngày đăng: 12/05/2021", ""),
    ("Cập nhật lúc: 08:30 12/05/2021", ""),
    ("12/05/2021 | Lượt xem: 300", ""),
    ("300 lượt xem", ""),
    ("Tác giả: Thu Hà 12/05/2021", "thu ha"),
    ("Chuyên mục: Kinh tế | 12/05/2021", "kinh te"),
    ("Khai mạc hội chợ 12/05/2021", "khai mac hoi cho"),
    ("Thứ tự 12/05/2021", "thu tu"),
    ("Hội chợ lần thứ hai 12/05/2021", "hoi cho thu hai"),
]


@pytest.mark.parametrize(("text", "rest"), RESIDUES, ids=[text for text, _ in RESIDUES])
def test_residue(text: str, rest: str) -> None:
    assert residue(text, NOW) == rest


@pytest.mark.parametrize("text", ["Thứ Hai, 12/05", "CHỦ NHẬT", "thứ 5 ngày", "Monday", "T2 12/05"])
def test_a_weekday(text: str) -> None:
    assert has_weekday(text)


@pytest.mark.parametrize("text", ["12/05/2021", "Thứ trưởng", "nhật ký", "Thứ tự", "lần thứ hai"])
def test_no_weekday(text: str) -> None:
    assert not has_weekday(text)


@pytest.mark.parametrize("text", ["08:30", "8h30", "14:30:05", "8 giờ 30", "02:30 CH", "9:05 sáng"])
def test_an_hour_alone(text: str) -> None:
    assert HOUR_ALONE.fullmatch(text)


@pytest.mark.parametrize("text", ["8", "8:3", "12/05", "lúc 8:30", "8:30 tại"])
def test_no_hour_alone(text: str) -> None:
    assert not HOUR_ALONE.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Người viết: Minh Sơn - Kim Hạnh 12/05/2021", "12/05/2021"),
        ("12/05/2021 | Tác giả: Thu Hà", "12/05/2021 |"),
        ("Người đăng: quantri 12/05/2021", "12/05/2021"),
        ("Khai mạc hội chợ 12/05/2021", "Khai mạc hội chợ 12/05/2021"),
        ("Người viết: Khai mạc hội chợ 12/05/2021", "mạc hội chợ 12/05/2021"),
    ],
)
def test_a_line_without_its_writer(text: str, rest: str) -> None:
    assert without_byline(text).strip() == rest
