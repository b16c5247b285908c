"""Dates counted back beside their machine-readable form, days of the old calendar, bylines and
names of sites in heads as Drupal and others print them, and interviews.
"""

from __future__ import annotations

import pytest

from tests.reading.pagelib import article_of, paragraphs, text

TITLE = "Huyện Vân Lĩnh khánh thành trạm cấp nước xã Nậm Cắn"
TEXT = f"<div>{paragraphs(3)}</div>"

COUNTED = [
    ("<time datetime='2026-02-22T07:45:00+07:00'>1 tuần trước</time>", "2026-02-22T07:45"),
    ("<time datetime='2026-01-02T07:45'>2 tháng trước</time>", "2026-01-02T07:45"),
    ("<abbr title='2026-03-02T06:10:00+07:00'>3 giờ trước</abbr>", "2026-03-02T06:10"),
    ("<abbr title='28/02/2026 17:20'>2 ngày trước</abbr>", "2026-02-28T17:20"),
    ("<time datetime='2019-02-22T07:45:00+07:00'>3 giờ trước</time>", "2026-03-02T06:15"),
    ("<time>3 giờ trước</time>", "2026-03-02T06:15"),
]


@pytest.mark.parametrize(("line", "at"), COUNTED, ids=[row[0][:40] for row in COUNTED])
def test_a_date_counted_back_has_the_value_of_its_element(line: str, at: str) -> None:
    article = article_of(f"<div><h1>{TITLE}</h1><p>{line}</p>{TEXT}</div>")
    assert article.published is not None
    assert article.published.isoformat().startswith(at)


LUNAR = [
    "(25/8 Âm lịch)",
    "(tức 25/8 ÂL)",
    "(nhằm ngày 14 tháng Giêng năm Bính Ngọ)",
    "(14/1/Bính Ngọ)",
]


@pytest.mark.parametrize("day", LUNAR)
def test_an_hour_behind_the_day_of_the_old_calendar(day: str) -> None:
    article = article_of(f"<h1>{TITLE}</h1><p>Thứ hai - 02/02/2026 {day} 10:15</p>{TEXT}")
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-02T10:15:00+07:00"


def drupal(site: str, submitted: str, url: str = "/node/123") -> str:
    return (
        f"<header role='banner'><h1 class='site-name'>{site}</h1></header><main><article><header>"
        f"<h2 class='node__title'><a href='{url}'><span>{TITLE}</span></a></h2>"
        f"<div class='node__meta'><span>{submitted}</span></div></header>{TEXT}</article></main>"
    )


@pytest.mark.parametrize(
    "submitted",
    [
        "Được gửi bởi <span>Lò Thị Nga</span> vào <span>T2, 02/02/2026 - 07:45</span>",
        "Gửi bởi Lò Thị Nga vào Thứ hai, 02/02/2026 - 07:45",
        "Submitted by Lò Thị Nga on Mon, 02/02/2026 - 07:45",
        "Được đăng bởi Lò Thị Nga lúc 07:45 02/02/2026",
    ],
)
@pytest.mark.parametrize("site", ["Sở Y tế Vân Sơn", "UBND huyện Vân Lĩnh"])
def test_a_head_as_drupal_prints_it(site: str, submitted: str) -> None:
    article = article_of(drupal(site, submitted), f"<title>{TITLE} | {site}</title>")
    assert article.title == TITLE
    assert article.author == "Lò Thị Nga"
    assert article.section is None
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-02T07:45:00+07:00"


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Tin tức chi tiết", None),
        ("Bài viết chi tiết", None),
        ("Chi tiết tin tức", None),
        ("Nông nghiệp", "Nông nghiệp"),
    ],
)
def test_labels_above_the_headline(label: str, section: str | None) -> None:
    inner = f"<div><h3>{label}</h3><h1>{TITLE}</h1><p>02/02/2026 07:45</p>{TEXT}</div>"
    assert article_of(inner, f"<title>{TITLE}</title>").section == section


ANSWER = f"<p><b>Ông Lò Văn Páo:</b> {text(120)}</p>"
QUESTIONS = [
    ("Phóng viên: Xin ông cho biết kết quả của đợt tiêm chủng năm nay?", "Phóng viên: Còn gì?"),
    ("PV: Thưa ông, kết quả của đợt tiêm chủng năm nay thế nào?", "PV: Còn gì khó khăn?"),
    ("Thưa ông, kết quả của đợt tiêm chủng năm nay thế nào?", "Khó khăn lớn nhất là gì?"),
]


@pytest.mark.parametrize(("first", "second"), QUESTIONS)
@pytest.mark.parametrize("tag", ["b", "i"])
def test_the_first_question_of_an_interview_is_no_lead(first: str, second: str, tag: str) -> None:
    asked = [f"<p><{tag}>{question}</{tag}></p>{ANSWER}" for question in (first, second)]
    article = article_of(f"<h1>{TITLE}</h1><p>02/02/2026</p><div>{''.join(asked)}</div>")
    assert article.sapo is None
    assert article.body.startswith(first)


def test_a_lead_that_asks_is_one() -> None:
    lead = "Vì sao hàng nghìn hộ dân vùng cao của huyện vẫn chưa có nước sạch để dùng?"
    article = article_of(f"<h1>{TITLE}</h1><p>02/02/2026</p><div><p><b>{lead}</b></p>{TEXT}</div>")
    assert article.sapo == lead
