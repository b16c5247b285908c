"""More printed forms of dates: numbers that are none, clocks, zones, words for months."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.model import VIETNAM
from govnews.vietnamese.dates import find_dates, parse_date

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)

ROWS = [
    ("1/1/1990", "1990-01-01"),
    ("31/12/1989", None),
    ("29/02/2024", "2024-02-29"),
    ("29/02/2023", None),
    ("5/6/2021", "2021-06-05"),
    ("05 / 06 / 2021", "2021-06-05"),
    ("05/06-2021", None),
    ("2021/06/05", None),
    ("5.6.2021 8g30", "2021-06-05T08:30:00+07:00"),
    ("05/06/2021 - 8h05", "2021-06-05T08:05:00+07:00"),
    ("05/06/2021 8:05:09", "2021-06-05T08:05:09+07:00"),
    ("05/06/2021 8:05 sáng", "2021-06-05T08:05:00+07:00"),
    ("05/06/2021 8:05 tối", "2021-06-05T20:05:00+07:00"),
    ("05/06/2021 12:30 trưa", "2021-06-05T12:30:00+07:00"),
    ("05/06/2021 12:30 AM", "2021-06-05T00:30:00+07:00"),
    ("05/06/2021 24:10", "2021-06-05"),
    ("2021-06-05T01:00:00+00:00", "2021-06-05T08:00:00+07:00"),
    ("2021-06-05T01:00:00-05:00", "2021-06-05T13:00:00+07:00"),
    ("2021-06-05T22:30:00.123Z", "2021-06-06T05:30:00+07:00"),
    ("2021-06-05 08:00", "2021-06-05T08:00:00+07:00"),
    ("ngày 5 tháng 6 năm 2021", "2021-06-05"),
    ("Ngày 05 tháng sáu năm 2021", "2021-06-05"),
    ("5 tháng giêng 2021", "2021-01-05"),
    ("5 thg 6, 2021", "2021-06-05"),
    ("Chủ nhật, 06/06/2021", "2021-06-06"),
    ("Thứ Bảy, ngày 05/06/2021, 08:00", "2021-06-05T08:00:00+07:00"),
    ("05/06/27", None),
    ("05/06/20", "2020-06-05"),
    ("hôm nay", "2026-03-02"),
    ("hôm kia", "2026-02-28"),
    ("45 giây trước", "2026-03-02T09:14:00+07:00"),
    ("1 tuần trước", "2026-02-23"),
    ("3 tháng trước", "2025-12"),
    ("12/5", None),
    ("tháng 5/2021", None),
    ("năm 2021", None),
    ("24/05/2021/NQ", None),
    ("192.168.10.2021", None),
    ("0912.345.678", None),
    ("số 15/2021/QĐ-UBND", None),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_one_string(text: str, expected: str | None) -> None:
    moment = parse_date(text, NOW)
    assert (moment.isoformat() if moment else None) == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Đăng 05/06/2021", [(5, 15)]),
        ("từ 01/06/2021 đến 05/06/2021", [(3, 13), (18, 28)]),
        ("không có ngày nào", []),
        ("2 giờ trước", [(0, 11)]),
    ],
)
def test_where_dates_stand(text: str, places: list[tuple[int, int]]) -> None:
    assert [(found.start, found.end) for found in find_dates(text, NOW)] == places
