"""Dates that lists print beside their links, and dates that only stand near one."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.families import walk
from govnews.families.date_beside import date_of_line
from govnews.model import VIETNAM, Capture, Link
from govnews.portal import CrawlRules, Portal

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
TODAY = "2026-03-02"
A = '<a href="/bai-1">Khai mạc hội nghị xúc tiến đầu tư năm 2025</a>'

DATED = {
    "span": f"<li>{A}<span>(11/06/2025)</span></li>",
    "text": f"<li>{A} (11/06/2025)</li>",
    "line": f"<li>{A}<br>11/06/2025</li>",
    "block": f"<li><h3>{A}</h3><p>11/06/2025</p><p>Căn cứ Luật ngày 19/6/2015.</p></li>",
    "block-behind-teaser": f"<li><h3>{A}</h3><p>Luật ngày 19/6/2015.</p><p>11/06/2025</p></li>",
    "before": f"<li><span>11.06.2025</span> {A}</li>",
    "cell": f"<table><tr><td>{A}</td><td>11-06-2025</td></tr></table>",
    "label": f"<div><h3>{A}</h3><div>Ngày đăng: 11/06/2025</div></div>",
    "label-and-count": f"<div>{A}<div>Ngày đăng: 11/06/2025 | Lượt xem: 1.234</div></div>",
    "weekday-clock": f"<div>{A}<div>Thứ Tư, 11/06/2025 | 14:30 GMT+7</div></div>",
    "clock-in-front": f"<div>{A}<div>14:30 - 11/06/2025</div></div>",
    "published-and-updated": (
        f"<div>{A}<div>Cập nhật: 12/06/2025 - Đăng ngày: 11/06/2025</div></div>"
    ),
    "updated-only": f"<div>{A}<div>Cập nhật lúc 11/06/2025</div></div>",
    "words": f"<div>{A}<div>Ngày 11 tháng 6 năm 2025</div></div>",
    "bold": f"<div>{A}<p><b>11/06/2025</b></p></div>",
    "time-in-a-sentence": f"<div>{A}<p>Tin tức – <time>11/06/2025</time> – quản trị đăng</p></div>",
    "class-beside-a-section": (
        f'<div>{A}<p><a href="/tin">Tin tức</a> <span class="post-date">11/06/2025</span></p></div>'
    ),
    "card": (
        '<a href="/bai-1"><h3>Khai mạc hội nghị xúc tiến đầu tư</h3><p>Căn cứ Luật ngày 19/6/2015'
        "</p><p>11/06/2025</p></a>"
    ),
    "image-and-headline": (
        f'<li><a href="/bai-1"><img src="a" alt=""></a><div>{A}<span>11/06/2025</span></div></li>'
    ),
    "path": '<li><a href="/tin/2025-06-11/bai-1">Khai mạc hội nghị xúc tiến đầu tư</a></li>',
}

UNDATED = {
    "teaser": f"<li>{A}<p>Căn cứ Luật ngày 19/6/2015</p></li>",
    "teaser-bold": f"<li>{A}<p>Căn cứ Luật ngày <b>19/6/2015</b> của Quốc hội</p></li>",
    "teaser-short-bold": f"<li>{A}<p>Luật ngày <b>19/6/2015</b></p></li>",
    "teaser-in-spans": f"<li>{A}<p><span>Căn cứ Luật ngày </span><span>19/6/2015</span></p></li>",
    "teaser-link": f'<li>{A}<p>Theo Luật ngày <a href="/x">19/6/2015</a> thì</p></li>',
    "teaser-without-block": f"<li>{A} Căn cứ Luật ngày <i>19/6/2015</i>, tỉnh họp.</li>",
    "teaser-in-a-block-of-dates": f'<li class="update date">{A} Luật <b>19/6/2015</b></li>',
    "today-in-words": f"<li>{A}<p>Hôm nay, tỉnh tổ chức lễ khai mạc</p></li>",
    "yesterday-in-words": f"<li>{A}<p>Lễ hội vào hôm qua</p></li>",
    "days-ago-in-words": f"<li>{A}<p>Mưa lớn 3 ngày trước</p></li>",
    "decision": f"<li>{A}<p>QĐ 19/6/2015</p></li>",
    "number": f"<li>{A}<p>Số 12/QĐ-UBND ngày 19/6/2015</p></li>",
    "deadline": f"<li>{A}<p>Hạn nộp: 19/6/2015</p></li>",
    "in-force": f"<li>{A}<p>Hiệu lực từ ngày 19/6/2015</p></li>",
    "span-of-days": f"<li>{A}<p>19/6/2015 - 20/6/2015</p></li>",
    "from-to": f"<li>{A}<p>Từ 19/6/2015 đến 20/6/2015</p></li>",
    "month": f"<li>{A}<p>2 tháng trước</p></li>",
    "in-the-headline": '<li><a href="/bai-1">Lịch làm việc tuần từ 15/6/2015</a></li>',
    "clock-of-the-page": f"<li>{A}<p>Hôm nay là Thứ Hai, 02/03/2026</p></li>",
    "script": f"<li>{A}<script>11/06/2025</script></li>",
    "impossible": f"<li>{A}<p>45/16/2025</p></li>",
}  # fmt: skip


def linked(html: str) -> tuple[Link, ...]:
    page = f"<html><body><ul>{html}</ul></body></html>"
    capture = Capture("https://mau.gov.vn/tin", AT, page.encode(), content_type="text/html")
    portal = Portal(
        "mau", "M", "generic", "https://mau.gov.vn/", crawl=CrawlRules(article_url="bai-")
    )
    return walk(capture, portal, Link("https://mau.gov.vn/tin", "listing")).articles


def date(html: str, other: str = "") -> str | None:
    return next(link.published for link in linked(html + other) if link.url.endswith("bai-1"))


@pytest.mark.parametrize("name", DATED)
def test_a_line_that_is_a_date_is_the_article_s(name: str) -> None:
    told = date(DATED[name])
    assert told is not None
    assert told[:10] == "2025-06-11"


@pytest.mark.parametrize("name", UNDATED)
def test_a_date_in_other_words_is_not(name: str) -> None:
    assert date(UNDATED[name]) is None


def test_a_date_of_another_article_is_not() -> None:
    assert (
        date(f"<li>{A}</li>", '<li><a href="/bai-2">Bài khác</a> <span>11/06/2025</span></li>')
        is None
    )


EYE = '<em class="fa fa-eye">&nbsp;</em>'
VIEWED = {
    "nukeviet": (
        f"<div><h3>{A}</h3><ul><li>02/03/2026 08:30:00 AM</li><li>{EYE} Đã xem: 1204</li>"
        "<li>Phản hồi: 3</li></ul><p>Sáng nay, tỉnh họp.</p></div>"
    ),
    "label-and-date": f"<div>{A}<div>Ngày đăng: 11/06/2025 | Lượt xem: 1.204</div></div>",
    "an-eye": f"<div><h3>{A}</h3><ul><li>{EYE} 1204</li><li>3</li></ul></div>",
    "before": f"<li><span>1204 lượt xem</span> {A}</li>",
    "cell": f"<table><tr><td>{A}</td><td>Lượt đọc: 1204</td></tr></table>",
}

UNVIEWED = {
    "none": f"<li>{A}</li>",
    "of-another": f'<li>{A}</li><li><a href="/bai-2">Bài khác</a> Lượt xem: 1204</li>',
    "of-the-list": f"<li>{A}</li><li><a href='/bai-2'>Bài khác</a></li><p>Lượt xem: 9</p>",
    "another-icon": f"<li>{A}<p><em class='fa fa-comment-o'>&nbsp;</em> 1204</p></li>",
    "comments": f"<li>{A}<p>Phản hồi: 1204</p></li>",
    "a-sentence": f"<li>{A}<p>Chương trình đạt 1204 lượt xem.</p></li>",
    "visits-of-the-site": f"<li>{A}<p>Tổng lượt xem: 1204</p></li>",
}  # fmt: skip


def views(html: str) -> int | None:
    return next(link.views for link in linked(html) if link.url.endswith("bai-1"))


@pytest.mark.parametrize("name", VIEWED)
def test_a_count_beside_a_link_is_the_article_s(name: str) -> None:
    assert views(VIEWED[name]) == 1204


@pytest.mark.parametrize("name", UNVIEWED)
def test_a_count_of_something_else_is_not(name: str) -> None:
    assert views(UNVIEWED[name]) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hôm nay", TODAY),
        ("Hôm nay, 08:30", f"{TODAY}T08:30:00+07:00"),
        ("2 giờ trước", f"{TODAY}T07:15:00+07:00"),
        ("Hôm qua", "2026-03-01"),
        ("3 ngày trước", "2026-02-27"),
        ("Đăng: 24/05/2021", "2021-05-24"),
        ("24/05/2021 2:30:00 CH", "2021-05-24T14:30:00+07:00"),
        ("", None),
        ("2021", None),
        ("x" * 70 + " 24/05/2021", None),
    ],
)
def test_lines(line: str, expected: str | None) -> None:
    assert date_of_line(line, AT) == expected
