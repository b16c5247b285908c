"""Readings of one article before and after a redesign: what is form, and what is an edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from govnews.archive.same_content import FIELDS, form_of, same_content
from govnews.model import VIETNAM, Article, Attachment

DAY = datetime(2026, 3, 2, tzinfo=VIETNAM)
BEFORE = Article(
    "https://songcau.example.vn/bai-1",
    "Tỉnh họp về 1,5 triệu ha rừng",
    "Đoạn một nói đến 80% hồ sơ.\n\nĐoạn hai, ngày 01/02/2026.",
    sapo="Lời dẫn của bài.",
    author="Lê Vân",
    published=DAY.replace(hour=14, minute=30),
    published_precision="minute",
    updated=DAY.replace(hour=15),
    updated_precision="minute",
    section="Tin tức",
    views=10,
    attachments=(Attachment("https://songcau.example.vn/a.pdf", "A"),),
)

FORM: dict[str, dict[str, Any]] = {
    "nothing": {},
    "another count of views": {"views": 3},
    "no count of views": {"views": None},
    "the lead in the body": {"sapo": None, "body": f"{BEFORE.sapo}\n\n{BEFORE.body}"},
    "one paragraph": {"body": BEFORE.body.replace("\n\n", " ")},
    "more paragraphs": {"body": BEFORE.body.replace(", ngày", "\n\nngày")},
    "a full stop less": {"body": BEFORE.body.rstrip(".")},
    "quotation marks": {"title": f"“{BEFORE.title}”"},
    "spaces": {"title": BEFORE.title.replace(" ", "  ")},
    "the day only": {"published": DAY, "published_precision": "day"},
    "the year only": {
        "published": datetime(2026, 1, 1, tzinfo=VIETNAM), "published_precision": "year",
    },
    "seconds": {
        "published": DAY.replace(hour=14, minute=30, second=59), "published_precision": "second",
    },
    "the time in another zone": {"published": datetime.fromisoformat("2026-03-02T07:30:00Z")},
    "a comma in the author": {"author": "Lê Vân."},
    "the name of a file": {"attachments": (Attachment("https://songcau.example.vn/a.pdf"),)},
    "pictures": {"images": ()},
}  # fmt: skip
"""What is form whatever the template does on other pages."""

CONTENT: dict[str, dict[str, Any]] = {
    "a word more": {"body": BEFORE.body + " Thêm."},
    "a word less": {"body": BEFORE.body.replace(" hồ sơ", "")},
    "another order": {"body": "\n\n".join(reversed(BEFORE.paragraphs))},
    "a figure": {"body": BEFORE.body.replace("80%", "60%")},
    "a decimal comma less": {"title": BEFORE.title.replace("1,5", "15")},
    "a decimal point": {"title": BEFORE.title.replace("1,5", "1.5")},
    "a percent sign less": {"body": BEFORE.body.replace("80%", "80")},
    "a date in the text": {"body": BEFORE.body.replace("01/02", "02/01")},
    "a tone": {"title": BEFORE.title.replace("họp", "hợp")},
    "a capital letter": {"title": BEFORE.title.replace("Tỉnh", "TỈNH")},
    "the lead at the end": {"sapo": None, "body": f"{BEFORE.body}\n\n{BEFORE.sapo}"},
    "another day": {"published": DAY.replace(day=3), "published_precision": "day"},
    "another minute": {"published": DAY.replace(hour=14, minute=31)},
    "no date": {"published": None, "published_precision": None},
    "another author": {"author": "Vân Lê"},
    "another section": {"section": "Sự kiện"},
    "another file": {"attachments": (Attachment("https://songcau.example.vn/b.pdf", "A"),)},
}
"""What is an edit whatever the template does on other pages."""

MISSING: dict[str, dict[str, Any]] = {
    "sapo": {"sapo": None},
    "author": {"author": None},
    "section": {"section": None},
    "updated": {"updated": None, "updated_precision": None},
    "attachments": {"attachments": ()},
}
"""What is form where the template leaves the field out on many pages."""


@pytest.mark.parametrize("name", FORM)
def test_form(name: str) -> None:
    now = replace(BEFORE, **FORM[name])
    assert same_content(BEFORE, now, ())
    assert same_content(now, BEFORE, ())


@pytest.mark.parametrize("name", CONTENT)
def test_content(name: str) -> None:
    now = replace(BEFORE, **CONTENT[name])
    assert not same_content(BEFORE, now, FIELDS)
    assert not same_content(now, BEFORE, FIELDS)


@pytest.mark.parametrize("name", MISSING)
def test_a_field_that_is_missing_is_form_where_the_template_leaves_it_out(name: str) -> None:
    now = replace(BEFORE, **MISSING[name])
    others = set(FIELDS) - {name}
    assert same_content(BEFORE, now, {name})
    assert same_content(now, BEFORE, {name})
    assert not same_content(BEFORE, now, others)
    assert not same_content(now, BEFORE, others)


def test_the_fields_of_a_template_are_those_that_came_or_went_on_many_pages() -> None:
    same, without = (BEFORE, BEFORE), (BEFORE, replace(BEFORE, author=None, views=None))
    added = (replace(BEFORE, section=None), BEFORE)
    assert form_of([]) == frozenset()
    assert form_of([without] * 2) == frozenset()
    assert form_of([without] * 3) == {"author", "views"}
    assert form_of([without] * 3 + [same] * 12) == {"author", "views"}
    assert form_of([without] * 3 + [same] * 13) == frozenset()
    assert form_of([added] * 3 + [without] * 3) == {"author", "section", "views"}
    assert form_of([(BEFORE, replace(BEFORE, author="Khác"))] * 9) == frozenset()


def test_a_day_is_the_day_of_the_printed_zone() -> None:
    """Half past eight in the evening at -05:00 is the next day in Vietnam."""
    evening = datetime.fromisoformat("2026-03-02T20:30:00-05:00")
    before = replace(BEFORE, published=evening)
    assert same_content(before, replace(before, published=DAY, published_precision="day"), ())
    other = DAY.replace(day=3)
    assert not same_content(before, replace(before, published=other, published_precision="day"), ())


def in_section(number: int, section: str) -> Article:
    return replace(BEFORE, url=f"{BEFORE.url}{number}", section=section)


def renamed(**names: str) -> list[tuple[Article, Article]]:
    """Five pages of each section, before and after."""
    return [
        (in_section(n, old), in_section(n, new)) for old, new in names.items() for n in range(5)
    ]


def test_a_section_that_all_its_pages_call_otherwise_is_form() -> None:
    form = form_of(renamed(A="Tin tức", B="B"))
    assert form == {"section: A → Tin tức"}
    assert same_content(in_section(9, "A"), in_section(9, "Tin tức"), form)
    for old, new in (("A", "B"), ("B", "Tin tức"), ("B", "A")):
        assert not same_content(in_section(9, old), in_section(9, new), form)
    edited = replace(in_section(9, "Tin tức"), body="Đoạn khác.")
    assert not same_content(in_section(9, "A"), edited, form)


def test_sections_that_are_mixed_up_or_have_one_name_are_no_form() -> None:
    assert form_of(renamed(A="Trang chủ", B="Trang chủ")) == set()
    assert form_of(renamed(A="B", B="B")) == set()
    mixed = [*renamed(A="C"), (in_section(9, "A"), in_section(9, "D"))]
    assert form_of(mixed) == set()
    assert form_of(renamed(A="C")[:2]) == set()
    # Two sections that change their names are two sections still.
    assert form_of(renamed(A="B", B="A")) == {"section: A → B", "section: B → A"}
