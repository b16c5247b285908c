"""The steps of reading: their order, and that no step changes what another one reads."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.model import VIETNAM, Article, Capture
from govnews.reading.page.context import Regions
from govnews.reading.page.segmentation import segment
from govnews.reading.reader import STEPS, open_page, read, take_steps
from govnews.reading.selectors import NO_HINTS
from tests.caselib import Case, load_cases

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
FIRST = "<p>Sở Nội vụ thông báo lịch tiếp công dân định kỳ của lãnh đạo Sở trong tháng này.</p>"
TITLE = "Lịch tiếp công dân định kỳ của Sở Nội vụ"


def page(body: str, head: str = "") -> Capture:
    text = f"<html><head>{head}<title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body>"
    return Capture("https://mau.gov.vn/tin/bai-1.html", NOW, f"{text}</html>".encode())


def evidence(article: Article, field: str) -> list[tuple[str, str]]:
    return [(item.raw, item.rule) for item in article.evidence if item.field == field]


def test_a_step_needs_only_what_earlier_steps_find() -> None:
    names = [step.name for step in STEPS]
    assert len(set(names)) == len(names)
    for order, step in enumerate(STEPS):
        assert set(step.needs) <= set(names[:order]), step.name


ARTICLES = [case for case in load_cases() if case.expected["kind"] == "article"]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_no_step_changes_the_page_or_its_regions(case: Case) -> None:
    context = open_page(case.capture, NO_HINTS, None)
    regions = segment(context)
    first = take_steps(context, regions)
    texts = [block.text for block in context.blocks]
    assert take_steps(context, regions) == first
    assert [block.text for block in context.blocks] == texts
    assert segment(context) == regions


def test_a_name_behind_the_last_sentence_is_cut_off_the_paragraph_and_not_off_the_page() -> None:
    last = "Người dân mang theo giấy tờ tùy thân khi đến làm việc."
    capture = page(f"{FIRST}<p>{last} <b>Nguyễn Văn An</b></p>")
    article = read(capture)
    assert article.author == "Nguyễn Văn An"
    assert article.body.endswith(last)
    assert evidence(article, "author") == [("Nguyễn Văn An", "signature-inline")]

    context = open_page(capture, NO_HINTS, None)
    take_steps(context, segment(context))
    assert context.blocks[-1].text == f"{last} Nguyễn Văn An"


def test_an_account_below_the_text_is_consumed_and_names_nobody() -> None:
    second = "<p>Người dân mang theo giấy tờ tùy thân khi đến làm việc với lãnh đạo Sở.</p>"
    article = read(page(f"{FIRST}{second}<p style='text-align: right'>quantri</p>"))
    assert article.author is None
    assert evidence(article, "author") == []
    assert "quantri" not in article.body


def test_regions_without_lines_are_other_regions() -> None:
    regions = Regions(title=0, head=(1,), body=(2, 3, 4), tail=(5,))
    assert regions.without([2, 4]) == Regions(title=0, head=(1,), body=(3,), tail=(5,))
    assert regions.without([]) is regions
    assert regions.body == (2, 3, 4)
    assert regions.with_text(3, "a").with_text(4, "b").shortened == {3: "a", 4: "b"}
    assert regions.shortened == {}


@pytest.mark.parametrize("kind", ['{"@id": "x"}', '[{"@id": "x"}, 3]', "null", "7"])
def test_an_odd_type_in_json_ld_is_passed_over(kind: str) -> None:
    linked = f'[{{"@type": {kind}}}, {{"@type": "Article", "datePublished": "2026-02-27"}}]'
    head = f'<script type="application/ld+json">{linked}</script>'
    article = read(page(FIRST, head))
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-02-27"
    assert evidence(article, "published") == [("2026-02-27", "declared-date")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", None),
        ('<link rel="canonical" href="/tin/chinh.html?utm_source=x#y">', "/tin/chinh.html"),
        ('<link rel="Canonical nofollow" href=" chinh.html ">', "/tin/chinh.html"),
        ('<base href="/goc/"><link rel="canonical" href="chinh.html">', "/goc/chinh.html"),
        ('<link rel="canonical" href="">', None),
        ('<link rel="canonical">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="http://[/">', None),
        ('<link rel="alternate" href="/tin/khac.html">', None),
        ('<link rel="canonical" href="/a"><link rel="canonical" href="/b">', None),
        ('<link rel="canonical" href="/a"><link rel="canonical" href="/a">', "/a"),
    ],
)
def test_the_address_that_a_page_names_as_its_own(head: str, expected: str | None) -> None:
    article = read(page(FIRST * 3, head))
    assert article.canonical == (f"https://mau.gov.vn{expected}" if expected else None)
