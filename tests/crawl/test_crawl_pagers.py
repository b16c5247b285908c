"""Lists whose pagers are postbacks, scripts or counters, walked to their last article."""

# ruff: noqa: E501 (markup stands in one line)

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.crawl.crawllib import crawl, errors, rows
from tests.crawl.site import Answer, Site, headline, portal_file

pytestmark = pytest.mark.slow

PAGES, SIZE = 13, 2


def numbers(first: int, number: int) -> list[int]:
    return [first + number * SIZE + k for k in range(SIZE)]


def html(articles: list[int], pager: str) -> bytes:
    links = "".join(f'<li><a href="/bai-{n}">{headline(n)}</a></li>' for n in articles)
    return f"<html><body><ul>{links}</ul>{pager}</body></html>".encode()


def grid(number: int) -> str:
    """A GridView's pager: five numbers, and an ellipsis to the blocks before and behind."""
    start = (number - 1) // 5 * 5 + 1
    shown = range(start, min(start + 5, PAGES + 1))

    def link(page: int, label: object) -> str:
        return f"<a href=\"javascript:__doPostBack('ctl00$gv','Page${page}')\">{label}</a>"

    before = link(start - 1, "...") if start > 1 else ""
    behind = link(shown[-1] + 1, "...") if shown[-1] < PAGES else ""
    middle = "".join(f"<span>{n}</span>" if n == number else link(n, n) for n in shown)
    return f'<input type="hidden" name="__VIEWSTATE" value="trang{number}">{before}{middle}{behind}'


def test_a_grid_in_the_generic_family_is_walked_over_its_blocks(tmp_path: Path) -> None:
    def posted(body: bytes) -> Answer:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        wanted = int(form["__EVENTARGUMENT"].removeprefix("Page$"))
        right = form["__VIEWSTATE"] == f"trang{wanted - 1}" and form["__EVENTTARGET"] == "ctl00$gv"
        wanted = wanted if right else 1
        return Answer(html(numbers(0, wanted), f'<form method="post">{grid(wanted)}</form>'))

    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.pages["/tin"] = Answer(html(numbers(0, 1), f'<form method="post">{grid(1)}</form>'))
        site.posts["/tin"] = posted
        wanted = [n for page in range(1, PAGES + 1) for n in numbers(0, page)]
        site.articles(wanted)
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == wanted


@pytest.mark.parametrize("wrong", ["ctl00$tin", "ctl00$vb"])
@pytest.mark.parametrize("how", ["repeats", "fails"])
def test_of_two_grids_on_a_page_the_one_of_the_list_is_walked(
    tmp_path: Path, wrong: str, how: str
) -> None:
    """Both requests go to one address; the first that is tried may be the other grid's."""

    def pagers(number: int) -> str:
        if number == 3:
            return ""
        follow = f"__doPostBack('{{}}','Page${number + 1}')"
        links = [f'<a href="javascript:{follow.format(name)}">{number + 1}</a>' for name in GRIDS]
        return f'<input type="hidden" name="__VIEWSTATE" value="{number}">' + "<hr>".join(links)

    def posted(body: bytes) -> Answer:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if form["__EVENTTARGET"] != wrong:
            return shown(int(form["__EVENTARGUMENT"].removeprefix("Page$")))
        return shown(1) if how == "repeats" else Answer(b"no such page", 404)

    def shown(number: int) -> Answer:
        return Answer(html(numbers(0, number), f'<form method="post">{pagers(number)}</form>'))

    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.pages["/tin"] = shown(1)
        site.posts["/tin"] = posted
        expected = [n for page in range(1, 4) for n in numbers(0, page)]
        site.articles(expected)
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == expected


GRIDS = ("ctl00$tin", "ctl00$vb")
SCRIPTED = {
    "/sp": "<a href='javascript:' onclick='RefreshPageTo(event, \"/sp?Paged=TRUE\\u0026trang={next}\");'>"
    "<img src='next.gif' alt='Next'></a>",
    "/more": "<div class='more'><button data-url='/more?page={next}'>Xem thêm</button></div>",
    "/chon": "<select onchange='location=this.value'><option value='/chon?page={now}' selected>{now}"
    "</option><option value='/chon?page={next}'>{next}</option></select>",
    "/last": "<a href='/last?page=4'>&gt;&gt;</a> <a href='/last?page={next}'>&gt;</a>",
    "/lich": "<table class='calendar'><tr><td><a href='/ngay-2'>2</a></td></tr></table>"
    "<a href='/lich?trang={next}'>[{next}]</a><div class='owl-nav'><a href='/'>›</a></div>",
}


def test_scripts_selects_and_arrows_are_walked(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=tuple(SCRIPTED))
        wanted: list[int] = []
        for place, (first, pager) in enumerate(SCRIPTED.items()):
            for number in range(1, 5):
                found = re.search(r"/\w+\?[^'\"]*(?:page|trang)=\{next\}", pager)
                assert found is not None
                path = found[0].replace("\\u0026", "&").format(next=number)
                articles = numbers(100 * (place + 1), number)
                shown = pager.format(now=number, next=number + 1) if number < 4 else ""
                site.pages[first if number == 1 else path] = Answer(html(articles, shown))
                site.articles(articles)
                wanted += articles
        result = crawl(tmp_path, "thu")
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == wanted


def test_json_lists_that_count_articles_end_by_their_total(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/api?skip=0&take=2",))
        for skip in range(0, 7, 2):
            left = [n for n in (skip + 1, skip + 2) if n <= 7]
            data = {"Total": 7, "Data": [{"Title": headline(n), "Url": f"/bai-{n}"} for n in left]}
            body = json.dumps(data).encode()
            site.pages[f"/api?skip={skip}&take=2"] = Answer(body, kind="application/json")
        site.articles(range(1, 8))
        result = crawl(tmp_path, "thu")
        asked = [path for path in site.paths if path.startswith("/api")]
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == list(range(1, 8))
    assert asked == [f"/api?skip={skip}&take=2" for skip in range(0, 7, 2)]


def stored(root: Path) -> list[int]:
    """Numbers of the articles in the archive."""
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))
