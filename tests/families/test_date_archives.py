"""The months and years of a list: where they are offered, and that they do not open each other."""

from __future__ import annotations

import pytest

from govnews.families import walk
from govnews.model import Capture, Kind, Link
from govnews.portal import CrawlRules, Portal, Section
from tests.families.pagerlib import AT, HOST, page

FORMS = {
    "parameter": "/tin?nam={}",
    "path": "/tin/{}",
    "path-with-ending": "/tin/nam-{}.html",
    "month": "/tin?thang=5-{}",
}
YEARS = (2024, 2023, 2022)
PAGER = "<b>1</b> <a href='/tin?page=2'>2</a>"
SELECT = "".join(f"<option value='{year}'>Năm {year}</option>" for year in YEARS)
HIDDEN = "<input type='hidden' name='cat' value='4'>"


def links(form: str, present: int | None = None) -> str:
    """Links to years, the present one without a link."""
    return " ".join(
        f"<b>{year}</b>" if year == present
        else f"<a href='{form.format(year)}'>Năm {year}</a>"
        for year in YEARS
    )  # fmt: skip


def archives(html: str, path: str, number: int = 1, sections: tuple[str, ...] = ()) -> list[str]:
    """Paths of the archives that a page of a list offers."""
    rules = CrawlRules(article_url="/bai-viet-")
    named = tuple(Section(one, HOST + one) for one in sections)
    portal = Portal("mau", "Mẫu", "generic", f"{HOST}/", sections=named, crawl=rules)
    capture = Capture(HOST + path, AT, html.encode(), content_type="text/html")
    found = walk(capture, portal, Link(HOST + path, Kind.LISTING, "Tin", page=number))
    return [one.url.removeprefix(HOST) for one in found.archives]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("pager", ["", PAGER], ids=["no-pager", "pager"])
def test_a_list_offers_its_years(form: str, pager: str) -> None:
    assert archives(page(links(form) + pager), "/tin") == [form.format(year) for year in YEARS]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("linked", [True, False], ids=["all-linked", "present-without-link"])
def test_a_year_opens_no_years(form: str, linked: bool) -> None:
    """Each page of a year prints all years again."""
    years = ("2025", *map(str, YEARS))
    others = "".join(f"<a href='{form.format(year)}'>{year}</a> " for year in years)
    shown = others if linked else others.replace(f"<a href='{form.format(2023)}'>2023</a>", "2023")
    assert archives(page(shown), form.format(2023)) == []


def test_a_later_page_offers_none() -> None:
    assert archives(page(links("/tin?nam={}") + PAGER), "/tin?page=2", 2) == []


def test_a_year_that_the_portal_file_names_offers_the_others() -> None:
    got = archives(page(links("/tin?nam={}")), "/tin?nam=2024", sections=("/tin?nam=2024",))
    assert got == ["/tin?nam=2023", "/tin?nam=2022"]


def test_a_list_that_stands_for_its_newest_year_is_no_archive() -> None:
    shown = links("/tin?nam={}").replace("/tin?nam=2024", "/tin")
    assert archives(page(f"{shown} <a href='/tin?nam=2021'>2021</a>"), "/tin")[:1] == [
        "/tin?nam=2023"
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<form action='/tin'><select name='nam'>{SELECT}</select></form>", "/tin?nam={}"),
        (
            f"<form>{HIDDEN}<select name='nam'>{SELECT}</select><input type='submit'></form>",
            "/tin?cat=4&nam={}",
        ),
        (
            "<select onchange='location=this.value'>"
            + "".join(f"<option value='/tin/{year}'>{year}</option>" for year in YEARS)
            + "</select>",
            "/tin/{}",
        ),
        (f"<form method='post'><select name='nam'>{SELECT}</select></form>", ""),
        (f"<form><input name='tu-khoa'><select name='nam'>{SELECT}</select></form>", ""),
        (f"<select name='nam'>{SELECT}</select>", ""),
        ("<form><select name='nam'><option>2024</option><option>2023</option></select></form>", ""),
    ],
    ids=["get", "hidden", "addresses", "post", "search", "no-form", "two"],
)
def test_years_of_a_select(markup: str, expected: str) -> None:
    wanted = [expected.format(year) for year in YEARS] if expected else []
    assert archives(page(markup), "/tin") == wanted
