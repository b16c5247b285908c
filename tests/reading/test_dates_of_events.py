"""A date whose label names an event is text: the page's own date is another one."""

from __future__ import annotations

import pytest

from govnews.model import VIETNAM
from govnews.reading.recognisers.dates import date_lines
from tests.reading.pagelib import NOW, TITLE, article_of, paragraphs, text

EVENTS = [
    "Thời gian tổ chức: 08 giờ 00 ngày 15/02/2026",
    "Ngày tổ chức: 15/02/2026",
    "Bắt đầu: vào sáng thứ bảy, ngày 14/02/2026",
    "Ngày khai mạc: Thứ Bảy, 14/02/2026",
    "Hạn chót đăng ký: 15/02/2026",
    "Hạn nộp hồ sơ 15/02/2026",
    "Ngày đấu giá: 15/02/2026",
    "* Ngày thi: 15/02/2026",
    "1. Khởi hành: 07:30 15/02/2026",
    "Thời hạn nộp hồ sơ: trước 17 giờ ngày 15/02/2026",
    "Lịch phát sóng: 20h ngày 15/02/2026",
    "(Tính đến ngày 15/02/2026)",
    "Áp dụng từ ngày 15/02/2026",
    "Ngày 15/02/2026:",
    "Giá vàng ngày 15/02/2026",
    "Cập nhật giá ngày 15/02/2026",
    "(Số liệu cập nhật đến 17h00 ngày 15/02/2026)",
    "Dữ liệu cập nhật: 15/02/2026",
]
SPANS = [
    "(Từ 10/02/2026 đến 15/02/2026)",
    "Thời gian: từ ngày 10/02/2026 đến hết ngày 15/02/2026",
    "Thời gian: 10/02/2026 đến ngày 15/02/2026",
]
OF_THE_PAGE = [
    "Ngày đăng: 15/02/2026",
    "Chuyên mục Tin tức Ngày đăng: 15/02/2026",
    "Đăng bởi quantri lúc 08:30 15/02/2026",
    "Người đăng: quantri - 15/02/2026",
    "Tin cập nhật lần cuối vào 15/02/2026",
    "Cập nhật ngày 15/02/2026",
    "Ngày gửi: 15/02/2026",
    "Thời gian đăng: 15/02/2026",
    "Đăng lúc: Thứ Bảy, ngày 14/02/2026",
    "Thời gian: 15/02/2026",
    "Tin ảnh: Nguyễn Văn An 15/02/2026",
    "Bản tin ngày 15/02/2026",
    "Quản trị viên 15/02/2026",
    "Vân Lĩnh, ngày 15/02/2026",
    "Đăng từ ngày 15/02/2026",
    "Publication date: 15/02/2026",
    "Veröffentlicht am: 15.02.2026 08:30",
    "Publié le : 15/02/2026",
]


@pytest.mark.parametrize("line", EVENTS)
def test_what_names_an_event(line: str) -> None:
    assert {date.role for date in date_lines(line, NOW)} == {"event"}


@pytest.mark.parametrize("line", OF_THE_PAGE)
def test_what_names_the_page(line: str) -> None:
    assert {date.role for date in date_lines(line, NOW)} <= {"published", "updated", "bare"}
    assert date_lines(line, NOW)


@pytest.mark.parametrize("line", SPANS)
def test_a_span_of_days_has_no_date(line: str) -> None:
    assert date_lines(line, NOW) == []


SCHEDULES = [
    *EVENTS,
    *SPANS,
    "Vào lúc: 7 giờ 30 phút, ngày 15/02/2026",
    "Thời gian: 08 giờ 00 ngày 15/02/2026",
]
PLACE = "<p>Địa điểm: Nhà văn hóa trung tâm</p>"
OWN = "<p class='d'>Thứ hai - 02/02/2026 08:15</p>"


@pytest.mark.parametrize("line", SCHEDULES)
@pytest.mark.parametrize("tag", ["p", "li", "div"])
def test_an_event_that_opens_the_text_stays_there(line: str, tag: str) -> None:
    first = f"<{tag}>{line}</{tag}><{tag}>Địa điểm: Nhà văn hóa trung tâm</{tag}>"
    first = f"<ul>{first}</ul>" if tag == "li" else first
    article = article_of(f"<h1>{TITLE}</h1>{OWN}<div>{first}{paragraphs(2)}</div>")
    assert article.body.startswith(line)
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-02T08:15:00+07:00"
    assert article.updated is None


@pytest.mark.parametrize("line", SCHEDULES)
def test_an_event_amid_the_text_is_no_date_of_the_page(line: str) -> None:
    body = f"<div>{paragraphs(1)}<p>{line}</p>{PLACE}{paragraphs(2)}</div>"
    article = article_of(f"<h1>{TITLE}</h1>{body}")
    assert line in article.body
    assert (article.published, article.updated) == (None, None)


@pytest.mark.parametrize("line", SCHEDULES)
def test_the_declared_date_stands_beside_an_event(line: str) -> None:
    head = '<meta property="article:published_time" content="2026-02-02T07:45:00+07:00">'
    article = article_of(f"<h1>{TITLE}</h1><div><p>{line}</p>{PLACE}{paragraphs(2)}</div>", head)
    assert line in article.body
    assert article.published is not None
    assert article.published.astimezone(VIETNAM).isoformat() == "2026-02-02T07:45:00+07:00"


def test_a_label_of_time_below_the_headline_is_the_date_of_a_page_without_another() -> None:
    article = article_of(f"<h1>{TITLE}</h1><p>Thời gian: 02/02/2026 08:15</p>{paragraphs(3)}")
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-02T08:15:00+07:00"


def test_a_time_alone_below_the_date_of_the_page_is_text() -> None:
    line = "Thời gian: 08 giờ 00 ngày 15/02/2026"
    article = article_of(f"<h1>{TITLE}</h1>{OWN}<div><p>{line}</p>{paragraphs(3)}</div>")
    assert article.body.startswith(line)
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-02T08:15:00+07:00"


def test_an_event_ahead_does_not_drop_the_date_of_the_page() -> None:
    printed = "<p>15/02/2026 08:15</p>"
    ahead = "<p>Ngày đăng: 20/12/2026</p>"
    article = article_of(f"<h1>{TITLE}</h1>{ahead}{printed}<div>{paragraphs(3)}</div>")
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-15T08:15:00+07:00"


def test_a_date_ahead_that_stands_alone_is_still_reported() -> None:
    article = article_of(f"<h1>{TITLE}</h1><p>Ngày đăng: 20/12/2026</p>{paragraphs(3)}")
    assert article.published is None
    rules = [item.rule for item in article.evidence if item.field == "published"]
    assert rules == ["date-label (dropped: after the capture)"]


def test_a_clock_in_the_navigation_is_no_date() -> None:
    clock = (
        "<nav><span>Thứ hai, 02/03/2026, 09:10</span><ul><li><a href='/'>Trang chủ</a></ul></nav>"
    )
    lead = text(150, start="Hội thi ")
    article = article_of(f"<div>{clock}<h1>{TITLE}</h1><p>{lead}</p>{paragraphs(2)}</div>")
    assert article.published is None
