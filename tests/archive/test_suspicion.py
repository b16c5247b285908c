"""The rules that say which readings of a run do not resemble their portal."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion import (
    Reading,
    Run,
    Section,
    are_reset,
    false_counts,
    suspicious,
)
from govnews.archive.text_key import of as key_of
from govnews.model import VIETNAM

WORDS = (
    "Sáng ngày hai mươi tháng năm Ủy ban nhân dân tỉnh tổ chức hội nghị trực tuyến đánh giá kết "
    "quả thực hiện nhiệm vụ phát triển kinh tế xã hội trong quý"
)


def article(number: int, **other: Any) -> dict[str, Any]:
    values = {
        "title": f"Hội nghị lần thứ {number} của tỉnh",
        "sapo": f"Hội nghị số {number} bàn về chuyển đổi số.",
        "author": "Kim Hạnh" if number % 2 else "Minh Đức",
        "published": f"2026-05-{number % 28 + 1:02}T08:00:00+07:00",
        "published_precision": "minute",
        "updated": None,
        "updated_precision": None,
        "section": "Tin hoạt động",
        "body": f"{WORDS} {number}.\n\nĐoạn thứ hai của bài {number}.",
        "attachments": "[]",
        "refs": "[]",
        "source": None,
        "views": 100 + number,
    }
    return {**values, **other}


def changed(number: int, **other: Any) -> Reading:
    before = article(number)
    now = {**before, **other}
    url = f"https://tinh.gov.vn/bai-{number}"
    return Reading(number, url, before["section"], key_of(now), before, now)


def added(number: int, **other: Any) -> Reading:
    """A page that has what it had not before."""
    return replace(changed(number), before={**article(number), **other})


def new(number: int, **other: Any) -> Reading:
    now = article(number, **other)
    return Reading(
        -number, f"https://tinh.gov.vn/bai-{number}", now["section"], key_of(now), None, now
    )


def missing(number: int) -> Reading:
    return Reading(
        number, f"https://tinh.gov.vn/bai-{number}", "Tin hoạt động", 0, article(number), {}
    )


def run(known: list[Reading], news: list[Reading], *, seen: int, **other: Any) -> Run:
    """A run that saw so many known articles as they were, all with all fields."""
    fields = ("title", "sapo", "author", "published", "section", "views", "attachments")
    section = Section(seen, Counter(dict.fromkeys(fields, seen)), **other)
    return Run(known, news, {None: section, "Tin hoạt động": replace(section)})


def reasons(found: Run) -> dict[int, HoldReason]:
    return {ident: one.reason for ident, one in suspicious(found).items()}


def file(number: int) -> str:
    return json.dumps([{"url": f"https://tinh.gov.vn/{number}.pdf", "name": "Tệp"}])


EDITS = {
    "a date that was corrected": [changed(1, published="2026-05-09T08:00:00+07:00")],
    "a headline": [changed(1, title="Hội nghị lần thứ nhất của tỉnh")],
    "an author who was added": [changed(1, author="Kim Hạnh - Minh Đức")],
    "two authors who were taken away": [changed(n, author=None) for n in (1, 2)],
    "a text that lost half": [changed(1, body=" ".join(article(1)["body"].split()[:20]))],
    "leads that were added to many": [added(n, sapo=None) for n in range(1, 11)],
    "authors who were printed at last": [added(n, author=None) for n in range(1, 11)],
    "a source that was printed at last on some": [changed(n, source="Báo Mẫu") for n in (1, 2)],
    "dates of change of one day, each with an edit": [
        changed(n, updated="2026-11-28", body=f"{WORDS} {n * 7}.") for n in (1, 2, 3, 4, 5)
    ],
    "daily tables": [replace(changed(n, body=f"{WORDS} {n * 7}."), edits=4) for n in range(1, 7)],
    "three authors who were corrected to one": [changed(n, author="Vũ Hà") for n in (1, 2, 3)],
    "three texts, each in its own way": [changed(n, body=f"{WORDS} {n * 7}.") for n in (1, 2, 3)],
    "an article that is gone": [missing(1)],
    "two that are gone": [missing(1), missing(2)],
    "a view count that was put back": [changed(1, views=3)],
    "a file that came": [changed(1, attachments=file(1))],
}


@pytest.mark.parametrize("known", EDITS.values(), ids=EDITS)
def test_edits_are_admitted(known: list[Reading]) -> None:
    assert reasons(run(known, [new(90), new(91)], seen=20, earlier=20)) == {}


BOTH = {
    "authors": (HoldReason.FIELD_LOST, [changed(n, author=None) for n in (1, 2)]),
    "half of the texts": (
        HoldReason.SHRUNK,
        [changed(n, body=" ".join(article(n)["body"].split()[:15])) for n in (1, 2)],
    ),
}


@pytest.mark.parametrize(("reason", "known"), BOTH.values(), ids=BOTH)
def test_what_both_pages_of_a_small_run_lose_is_held(
    reason: HoldReason, known: list[Reading]
) -> None:
    assert reasons(run(known, [], seen=0)) == {1: reason, 2: reason}
    assert reasons(run(known, [], seen=20)) == {}


BROKEN = {
    "authors gone": (HoldReason.FIELD_LOST, [changed(n, author=None) for n in range(1, 9)]),
    "dates of today": (
        HoldReason.SAME_CHANGE,
        [changed(n, published="2026-11-28T10:00:00+07:00") for n in range(1, 9)],
    ),
    "days and months swapped on a third": (
        HoldReason.FIELD_CHANGED,
        [changed(n, published=f"2026-{n:02}-05T08:00:00+07:00") for n in (1, 2, 3, 6, 7, 8)],
    ),
    "one author for all": (
        HoldReason.FIELD_CHANGED,
        [changed(n, author="Admin") for n in range(1, 9)],
    ),
    "headlines cut": (
        HoldReason.FIELD_CHANGED,
        [changed(n, title=f"Hội nghị lần thứ {n}…") for n in range(1, 9)],
    ),
    "the lead in the place of the text": (
        HoldReason.SHRUNK,
        [changed(n, body=f"Hội nghị số {n}.") for n in range(1, 9)],
    ),
    "an advertisement in three of many texts": (
        HoldReason.SAME_CHANGE,
        [changed(n, body=article(n)["body"] + "\n\nMua ngay hôm nay!") for n in (1, 2, 3)],
    ),
    "another advertisement in each": (
        HoldReason.ALL_CHANGED,
        [changed(n, body=article(n)["body"] + f"\n\nGiảm giá {n} %!") for n in range(1, 13)],
    ),
    "one new source for all": (
        HoldReason.FIELD_GAINED,
        [changed(n, source="Báo Mẫu") for n in range(1, 9)],
    ),
    "sources that change": (
        HoldReason.FIELD_CHANGED,
        [
            replace(changed(n, source=f"Báo {n}"), before=article(n, source="A"))
            for n in range(1, 9)
        ],
    ),
    "one new file on all": (
        HoldReason.FIELD_GAINED,
        [changed(n, attachments=file(1)) for n in range(1, 9)],
    ),
    "dates of change of today": (
        HoldReason.FIELD_GAINED,
        [changed(n, updated=f"2026-11-28T10:0{n}:00+07:00") for n in range(1, 9)],
    ),
    "moved dates of change": (
        HoldReason.FIELD_GAINED,
        [
            replace(changed(n, updated="2026-11-28"), before=article(n, updated="2026-11-27"))
            for n in range(1, 9)
        ],
    ),
    "an advertisement in texts that are edited ever again, too": (
        HoldReason.SAME_CHANGE,
        [
            replace(changed(n, body=article(n)["body"] + "\n\nMua ngay!"), edits=4 * (n > 3))
            for n in range(1, 9)
        ],
    ),
    "view counts of nothing": (HoldReason.VIEWS, [changed(n, views=0) for n in range(1, 9)]),
    "no view counts": (HoldReason.VIEWS, [changed(n, views=None) for n in range(1, 9)]),
    "many gone": (HoldReason.MANY_GONE, [missing(n) for n in range(1, 9)]),
    "one page that is another": (
        HoldReason.REPLACED,
        [
            changed(
                1, title="Lịch cắt điện", sapo=None, body="Công ty điện lực thông báo tạm ngừng."
            )
        ],
    ),
    "one page of which the lead is left": (
        HoldReason.LOST_MUCH,
        [replace(changed(1, body="Chỉ còn một câu."), before=article(1, body=f"{WORDS} {WORDS}"))],
    ),
    "one page without date and author": (
        HoldReason.LOST_MUCH,
        [changed(1, author=None, published=None, published_precision=None)],
    ),
}


@pytest.mark.parametrize(("reason", "known"), BROKEN.values(), ids=BROKEN)
def test_what_many_pages_do_at_once_is_held(reason: HoldReason, known: list[Reading]) -> None:
    assert reasons(run(known, [], seen=20)) == {one.ident: reason for one in known}


def test_news_is_held_in_the_company_of_held_pages() -> None:
    known = [changed(n, title=f"Hội nghị lần thứ {n}…") for n in range(1, 9)]
    assert reasons(run(known, [new(90)], seen=2))[-90] == HoldReason.IN_COMPANY


def test_news_that_shares_the_change_is_held_and_other_news_is_not() -> None:
    text = "\n\nMua ngay hôm nay!"
    known = [changed(n, body=article(n)["body"] + text) for n in (1, 2, 3)]
    news = [new(90, body=article(90)["body"] + text), new(91)]
    assert -90 in reasons(run(known, news, seen=40))
    assert -91 not in reasons(run(known, news, seen=40))


def test_a_section_is_judged_by_itself() -> None:
    own = [replace(changed(n, author=None), section="Thông báo") for n in (1, 2, 3)]
    seen = Section(60, Counter(dict.fromkeys(("author", "views"), 60)))
    whole = Run(own, [], {None: seen, "Tin hoạt động": seen})
    assert reasons(whole) == {}
    parted = replace(whole, sections={**whole.sections, "Thông báo": Section()})
    assert set(reasons(parted).values()) == {HoldReason.FIELD_LOST}


def test_one_text_under_several_addresses() -> None:
    text = {"title": "Đăng nhập", "sapo": None, "body": WORDS, "published": None}
    assert set(reasons(run([], [new(n, **text) for n in (1, 2, 3)], seen=0)).values()) == {
        HoldReason.ONE_TEXT
    }
    assert reasons(run([], [new(n, **text) for n in (1, 2)], seen=0)) == {}


def test_the_text_of_another_article() -> None:
    other = article(2)
    one = changed(1, title=other["title"], sapo=other["sapo"], body=other["body"])
    found = replace(
        run([one], [], seen=20), texts={one.key: frozenset({"https://tinh.gov.vn/bai-2"})}
    )
    assert reasons(found) == {1: HoldReason.ANOTHERS_TEXT}


def test_one_title_over_most_new_articles() -> None:
    named = [new(n, title="Cổng thông tin điện tử") for n in range(1, 9)]
    assert set(reasons(run([], [*named, new(20), new(21)], seen=0))) == {-n for n in range(1, 9)}
    assert reasons(run([], [*named[:4], *(new(n) for n in range(20, 30))], seen=0)) == {}


def test_new_articles_lack_what_their_section_had() -> None:
    news = [new(n, author=None) for n in (1, 2, 3)]
    had = {"earlier": 20, "earlier_having": Counter(author=20, published=20)}
    assert set(reasons(run([], news, seen=5, **had)).values()) == {HoldReason.FIELD_LACKING}
    some = {"earlier": 20, "earlier_having": Counter(author=12, published=20)}
    assert reasons(run([], news, seen=5, **some)) == {}
    assert reasons(run([], news[:2], seen=5, **had)) == {}


def test_a_portal_that_has_not_recovered_keeps_its_news_apart() -> None:
    troubled = replace(run([changed(1, author="Minh")], [new(90)], seen=0), troubled=True)
    assert set(reasons(troubled).values()) == {HoldReason.IN_COMPANY}


def test_losses_of_a_few_pages_at_a_time_add_up() -> None:
    earlier = [changed(n, author=None) for n in (11, 12, 13)]
    found = replace(run([changed(n, author=None) for n in (1, 2)], [], seen=15), recent=earlier)
    assert set(reasons(found).values()) == {HoldReason.FIELD_LOST}
    assert reasons(replace(found, recent=earlier[:1])) == {}
    half = [changed(n, body=" ".join(article(n)["body"].split()[:15])) for n in range(1, 6)]
    found = replace(run(half[:2], [], seen=15), recent=half[2:])
    assert set(reasons(found).values()) == {HoldReason.SHRUNK}


NEWS = {
    "an author where those of known pages are lost": (
        [changed(n, author=None) for n in range(1, 9)],
        [],
        [new(90)],
    ),
    "no author": ([changed(n, author=None) for n in range(1, 9)], [new(90, author=None)], []),
    "a greeting is on known pages": (
        [changed(n, body=article(n)["body"] + "\n\nChúc mừng năm mới!") for n in range(1, 9)],
        [new(90, body=article(90)["body"] + "\n\nChúc mừng năm mới!")],
        [new(91)],
    ),
    "a greeting has gone from them": (
        [added(n, body=article(n)["body"] + "\n\nChúc mừng năm mới!") for n in range(1, 9)],
        [],
        [new(90)],
    ),
    "one page stands for known ones": (
        [
            changed(n, title="Xác minh truy cập", sapo=None, author=None, body="Nhập các ký tự.")
            for n in range(1, 9)
        ],
        [],
        [new(90)],
    ),
    "one author is on known pages": (
        [changed(n, author="Admin") for n in range(1, 9)],
        [new(90, author="Admin")],
        [new(91)],
    ),
    "dates are false": (
        [changed(n, published=f"2026-11-28T10:0{n}:00+07:00") for n in range(1, 9)],
        [new(90)],
        [],
    ),
    "texts are false, each in its own way": (
        [changed(n, body=f"{WORDS} {n * 7}.") for n in range(1, 9)],
        [new(90)],
        [],
    ),
    "only counts of views are in doubt": (
        [changed(n, views=n) for n in range(1, 9)],
        [],
        [new(90)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("known", "held", "stored"), NEWS.values(), ids=NEWS)
def test_new_articles_in_the_company_of_broken_pages(
    known: list[Reading], held: list[Reading], stored: list[Reading]
) -> None:
    found = reasons(run(known, [*held, *stored], seen=2))
    assert {one.ident for one in known} <= found.keys()
    assert {ident for ident in found if ident < 0} == {one.ident for one in held}


def test_edits_of_most_of_a_section_hold_none_of_its_new_articles() -> None:
    edited = [changed(n, body=f"{WORDS} {n * 7}.") for n in range(1, 11)]
    found = run(edited, [new(90)], seen=4)
    whole = Section(44, Counter(author=44))
    in_portal = replace(found, sections={**found.sections, None: whole})
    assert set(reasons(in_portal)) == {one.ident for one in edited}
    all_of_it = replace(in_portal, sections={None: whole, "Tin hoạt động": Section()})
    assert reasons(all_of_it)[-90] == HoldReason.IN_COMPANY


def test_a_field_may_go_as_it_came() -> None:
    back = [added(n, author=None) for n in range(1, 21)]
    returned = [replace(one, before=one.now, now=one.before) for one in back]
    since = [changed(n, author=None) for n in (31, 32, 33)]
    news = [new(n, author=None) for n in (90, 91, 92)]
    found = run(since, news, seen=2, earlier=25, earlier_having=Counter(author=25))
    assert set(reasons(found)) == {31, 32, 33, -90, -91, -92}
    assert reasons(replace(found, returned=returned)) == {}


def test_returns_are_held_while_counts_go_back() -> None:
    returned = [replace(changed(n, body="Như cũ.", views=50), may_fall=False) for n in (11, 12)]
    counts = [(100, 110)] * 20
    fallen = run([changed(n, views=n) for n in range(1, 21)], [], seen=0)
    found = reasons(replace(fallen, returned=returned))
    assert found[11] == found[12] == HoldReason.RETURNED
    assert reasons(replace(run([], [], seen=20), returned=returned, counts=counts)) == {}


def test_pages_under_which_others_stand_leave_the_counts_of_the_rest_alone() -> None:
    text = "Hệ thống cần kiểm tra trước khi cho xem tiếp nội dung."
    checked = [
        changed(n, title="Xác minh truy cập", sapo=None, body=text, views=None)
        for n in range(1, 11)
    ]
    found = replace(run(checked, [], seen=20), counts=[(100, 120)] * 20)
    assert set(reasons(found)) == {one.ident for one in checked}
    assert false_counts(found) is None


FIRST = datetime(2026, 5, 1, tzinfo=VIETNAM)
SERIES = {
    "grown for days": ([(0, 3), (2, 9), (3, 12)], True),
    "grown for hours": ([(0, 3), (0.1, 9), (0.2, 12)], False),
    "seen twice": ([(0, 3), (4, 9)], False),
    "a copy that stands still": ([(0, 3), (2, 3), (3, 3)], False),
    "fallen again": ([(0, 9), (2, 3), (3, 12)], False),
}


@pytest.mark.parametrize(("days", "reset"), SERIES.values(), ids=SERIES)
def test_counters_that_grow_again_were_reset(days: list[tuple[float, int]], reset: bool) -> None:
    pages = [[(FIRST + timedelta(days=day), count + n) for day, count in days] for n in range(8)]
    assert are_reset(pages) is reset
    one_number = [[(FIRST + timedelta(days=day), count) for day, count in days] for _ in pages]
    assert not are_reset(one_number)
