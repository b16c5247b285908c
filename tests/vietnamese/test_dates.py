"""The printed forms of Vietnamese dates, and that nothing else is taken for one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.model import VIETNAM
from govnews.vietnamese.dates import find_dates, leeway, parse_date

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)

FORMS = [
    ("Thứ Hai, 24/05/2021 | 14:30 GMT+7", "2021-05-24T14:30:00+07:00"),
    ("Thứ Hai, 24/05/2021, 14:30 (GMT+7)", "2021-05-24T14:30:00+07:00"),
    ("24/5/2021 2:30:00 CH", "2021-05-24T14:30:00+07:00"),
    ("24/5/2021 12:05:00 SA", "2021-05-24T00:05:00+07:00"),
    ("24/5/2021 12:05 CH", "2021-05-24T12:05:00+07:00"),
    ("ngày 24 tháng 5 năm 2021", "2021-05-24"),
    ("14h30 ngày 24/5/2021", "2021-05-24T14:30:00+07:00"),
    ("14 giờ 30 phút, ngày 24 tháng 5 năm 2021", "2021-05-24T14:30:00+07:00"),
    ("24-05-2021", "2021-05-24"),
    ("24.05.2021", "2021-05-24"),
    ("Ngày đăng: 24/05/2021", "2021-05-24"),
    ("Cập nhật lúc: 14:30 24/05/2021", "2021-05-24T14:30:00+07:00"),
    ("Tháng Năm 24, 2021", "2021-05-24"),
    ("24 Tháng Mười Hai, 2021", "2021-12-24"),
    ("Thứ tư, 24 Tháng 5 2021 08:05", "2021-05-24T08:05:00+07:00"),
    ("07:30 | 24/05/2021", "2021-05-24T07:30:00+07:00"),
    ("2021-05-24T07:30:00Z", "2021-05-24T14:30:00+07:00"),
    ("2021-05-24T14:30:00+07:00", "2021-05-24T14:30:00+07:00"),
    ("24/05/21", "2021-05-24"),
    ("2 giờ trước", "2026-03-02T07:15:00+07:00"),
    ("15 phút trước", "2026-03-02T09:00:00+07:00"),
    ("Cách đây 2 ngày", "2026-02-28"),
    ("cách đây khoảng 2 giờ", "2026-03-02T07:15:00+07:00"),
    ("Đăng cách đây 1 giờ 15 phút", "2026-03-02T08:00:00+07:00"),
    ("Cách đây 3 ngày trước", "2026-02-27"),
    ("3 ngày trước", "2026-02-27"),
    ("2 tháng trước", "2026-01"),
    ("1 năm trước", "2025"),
    ("Hôm qua", "2026-03-01"),
    ("Hôm qua lúc 14:30", "2026-03-01T14:30:00+07:00"),
    ("24 Th5 2021", "2021-05-24"),
    ("31/02/2021", None),
    ("số 24/5/2021/NQ-HĐND", None),
    ("1.234.567", None),
    ("24/13/2021", None),
    ("24/05/1821", None),
    ("Điện thoại 0210.3846.647", None),
    ("10-15 triệu", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[form[0] or "empty" for form in FORMS])
def test_forms(text: str, expected: str | None) -> None:
    moment = parse_date(text, NOW)
    assert (moment.isoformat() if moment else None) == expected


def test_an_impossible_clock_leaves_the_day() -> None:
    moment = parse_date("24/05/2021 25:61", NOW)
    assert moment is not None
    assert moment.isoformat() == "2021-05-24"


@pytest.mark.parametrize("text", ["May 24, 2021", "24 May 2021"])
def test_english_months(text: str) -> None:
    moment = parse_date(text, NOW)
    assert moment is not None
    assert moment.isoformat() == "2021-05-24"


def test_relative_words_need_a_time_to_count_from() -> None:
    assert list(find_dates("2 giờ trước")) == []


def test_several_dates_in_order() -> None:
    text = "Ngày đăng: 24/05/2021 - Cập nhật: 25/05/2021 08:00"
    assert [found.moment.isoformat() for found in find_dates(text)] == [
        "2021-05-24",
        "2021-05-25T08:00:00+07:00",
    ]


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2199, 12, 31)),  # noqa: DTZ001
    st.sampled_from(
        [
            "%d/%m/%Y %H:%M",
            "%H:%M %d/%m/%Y",
            "%d-%m-%Y, %H:%M",
            "%Y-%m-%dT%H:%M",
            "ngày %d tháng %m năm %Y, %H giờ %M phút",
        ]
    ),
)
def test_every_day_and_minute_reads_back(at: datetime, form: str) -> None:
    moment = parse_date(at.strftime(form), NOW)
    assert moment is not None
    assert moment.at == at.replace(second=0, microsecond=0, tzinfo=VIETNAM)
    assert moment.at.utcoffset() == timedelta(hours=7)


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_not(text: str) -> None:
    for found in find_dates(text, NOW):
        assert found.moment.at.tzinfo is not None
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("5 phút trước", 1),
        ("2 giờ trước", 1),
        ("3 ngày trước", 24),
        ("2 tuần trước", 7 * 24),
        ("2 tháng trước", 31 * 24),
        ("1 năm trước", 366 * 24),
        ("1 ngày 2 giờ trước", 1),
        ("Hôm qua", 24),
        ("Thứ 5 tuần trước", 24),
        ("Hôm nay, 12/05/2021", None),
        ("Đăng 12/05/2021 08:30", None),
        ("12/05/2021 08:30 (5 năm trước)", None),
        ("", None),
    ],
)
def test_how_far_a_date_counted_back_may_be_off(text: str, hours: int | None) -> None:
    at = datetime(2021, 5, 12, 8, 30, tzinfo=VIETNAM)
    assert leeway(text, at) == (timedelta(hours=hours) if hours is not None else None)
