"""Which links lead to the second page of a text."""

from __future__ import annotations

import pytest

from govnews.reading.reader import read
from tests.reading.pagelib import URL, capture

TEXT = "<h1>Trồng cây bên suối</h1>" + "<p>Sáng nay cả xã ra bờ suối trồng hai nghìn cây.</p>" * 9
PATH = URL.partition("//")[2].partition("/")[2]

LINKS = [
    ("its own address and a number", "<a href='{url}/2/'>2</a>", True),
    ("from the root", "<a href='/{path}/2'>2</a>", True),
    ("an escape", "<a href='/{path}/%32'>2</a>", True),
    ("dots", "<a href='/{path}/x/../2'>2</a>", True),
    ("a next page by a parameter", "<link rel='Next' href='?trang=2'>", True),
    ("a part of a post", "<a class='post-page-numbers' href='?page=2'>2</a>", True),
    ("another parameter", "<a href='?trang=2'>2</a>", False),
    ("the third page", "<a href='{url}/3/'>3</a>", False),
    ("another page", "<a href='/tin/2'>2</a>", False),
    ("a place in the page", "<a href='#2'>2</a>", False),
    ("a base elsewhere", "<base href='{url}/2/'><a href='?'>2</a><a href='.'>2</a>", True),
]


@pytest.mark.parametrize(("name", "links", "expected"), LINKS, ids=[each[0] for each in LINKS])
def test_further_page(name: str, links: str, expected: bool) -> None:
    page = TEXT + links.format(url=URL, path=PATH)
    rules = {item.rule for item in read(capture(page)).evidence}
    assert ("further-page" in rules) == expected
