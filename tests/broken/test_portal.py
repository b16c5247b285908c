"""The lively portal is read right in both of its skins, and its lists name all of its articles."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

import govnews
from govnews.model import VIETNAM
from tests.broken.articles import SECTIONS, content
from tests.broken.catalogue import BREAKAGES
from tests.broken.portal import PER_PAGE, Portal, Skin, Visit, article, redesigned

URL = "http://127.0.0.1:8099"


@pytest.fixture
def portal() -> Portal:
    made = Portal(datetime.now(VIETNAM), 6)
    made.day = 6
    return made


@pytest.mark.parametrize("skin", [article, redesigned])
def test_every_field_of_every_article_is_read(portal: Portal, skin: Skin) -> None:
    numbers = portal.numbers()
    assert len(numbers) == 54
    for number in numbers:
        page, said = portal.page(number), content(number)
        read = govnews.extract(skin(page, portal).encode(), URL + said.path)
        assert read.title == said.title
        assert read.sapo == said.sapo
        assert read.author == said.author
        assert read.published == page.published
        assert read.section == SECTIONS[said.section]
        assert read.views == page.count
        assert read.body == "\n\n".join(said.paragraphs)
        assert [(file.url, file.name) for file in read.attachments] == [
            (URL + url, name) for url, name in said.files
        ]


def test_lists_name_all_articles_once_and_articles_come_each_day(portal: Portal) -> None:
    listed = []
    for section in SECTIONS:
        paths = [f"/{section}", *(f"/{section}?page={page}" for page in range(2, 9))]
        pages = [Visit(portal, path, False).usual.body.decode() for path in paths]
        for page in pages:
            own = page.partition('<ul class="list">')[2].partition("</ul>")[0]
            found = re.findall(r"-(\d+)\.html", own)
            assert len(found) <= PER_PAGE
            listed += found
    assert sorted(map(int, listed)) == sorted(portal.numbers())
    assert [len(portal.numbers(day)) for day in range(1, 7)] == [44, 46, 48, 50, 52, 54]


def test_the_page_of_an_article_is_never_the_same_on_two_days(portal: Portal) -> None:
    path = content(7).path
    bodies = set()
    for day in range(1, 7):
        portal.day = day
        bodies.add(portal.answer(path, False).body)
    assert len(bodies) == 6


def test_a_breakage_changes_what_is_sent(portal: Portal) -> None:
    from tests.broken import breakages  # noqa: F401

    portal.port, portal.elsewhere = 8099, 8098
    portal.day = 4
    numbers = portal.numbers()
    for breakage in BREAKAGES.values():
        paths = ["/", "/tin-tuc", *(content(number).path for number in numbers)]
        visits = [Visit(portal, path, False) for path in paths]
        assert any(breakage.answer(one) != one.usual for one in visits), breakage.name
