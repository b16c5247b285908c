"""JSON-LD as pages have it: what spoils the JSON, and which object describes the article."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govnews.reading.page.json_ld import json_ld_articles, text_of
from govnews.reading.parse.document import parse
from tests.reading.pagelib import capture

DAY = "2025-09-21T14:30:00+07:00"
DATED = f'"datePublished": "{DAY}"'
NEWS = f'{{"@type": "NewsArticle", {DATED}}}'


def dates_of(*scripts: str, kind: str = "application/ld+json") -> list[Any]:
    """The dates of publication of all articles in these scripts, in order."""
    head = "".join(f"<script type='{kind}'>{script}</script>" for script in scripts)
    return [
        one.get("datePublished")
        for one in json_ld_articles(parse(capture("", head)).iter("script"))
    ]


SPOILT = [
    ("as it should be", NEWS),
    ("a line break in a string", f'{{"@type": "Article", "about": "một\nhai", {DATED}}}'),
    ("a tab in a string", f'{{"@type": "Article", "about": "một\thai", {DATED}}}'),
    ("commas too many", f'[{{"@type": "Article", "keywords": ["a", "b",], {DATED},}},]'),
    ("CDATA", f"<![CDATA[{NEWS}]]>"),
    ("CDATA behind a comment", f"//<![CDATA[\n{NEWS}\n//]]>"),
    ("CDATA in comments", f"/*<![CDATA[*/\n{NEWS}\n/*]]>*/"),
    ("an HTML comment", f"<!--\n{NEWS}\n-->"),
    ("comments of JavaScript", f'// dữ liệu\n{{"@type": "Article", /* ngày */ {DATED}}}'),
    ("an address in a string", f'{{"@type": "Article", "url": "https://mau.vn//1", {DATED},}}'),
    ("a semicolon", f"{NEWS};"),
    ("backslashes", f'{{"@type": "Article", "about": "C:\\xã \\\'Tin\\\' \\u0111", {DATED}}}'),
    ("entities", NEWS.replace('"', "&amp;quot;").replace("&amp;", "&")),
    ("two values", f'{{"@type": "Organization"}}\n{NEWS}'),
    ("a byte order mark", f"\ufeff{NEWS}"),
]


@pytest.mark.parametrize(("name", "script"), SPOILT, ids=[name for name, _ in SPOILT])
def test_a_script_that_pages_have(name: str, script: str) -> None:
    assert dates_of(script) == [DAY]


NESTED = [
    ("the type by its address", f'{{"@type": "http://schema.org/NewsArticle", {DATED}}}', [DAY]),
    ("the type with a prefix", f'{{"@type": "schema:BlogPosting", {DATED}}}', [DAY]),
    ("several types", f'{{"@type": ["Thing", "ReportageNewsArticle"], {DATED}}}', [DAY]),
    ("a page", f'{{"@type": "WebPage", {DATED}}}', [DAY]),
    ("a graph", f'{{"@graph": [{{"@type": "Person"}}, {NEWS}]}}', [DAY]),
    ("a list", f"[[{NEWS}]]", [DAY]),
    ("what a page is about", f'{{"@type": "WebPage", "mainEntity": {NEWS}}}', [DAY, None]),
    ("the page of an article", f'{{"@type": "WebPage", "mainEntityOfPage": {NEWS}}}', [DAY, None]),
    ("another thing", f'{{"@type": "Event", {DATED}}}', []),
    ("a list of others", f'{{"@type": "ItemList", "itemListElement": [{NEWS}]}}', []),
    ("a string", '"NewsArticle"', []),
    ("no JSON", "var x = {", []),
    ("single quotes", f"{{'@type': 'NewsArticle', 'datePublished': '{DAY}'}}", []),
    ("two commas", f'{{"@type": "Article",, {DATED}}}', []),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("name", "script", "dates"), NESTED, ids=[row[0] for row in NESTED])
def test_which_objects_are_articles(name: str, script: str, dates: list[Any]) -> None:
    assert dates_of(script) == dates


def test_a_broken_script_leaves_the_others() -> None:
    broken = '{"@type": "NewsArticle", "headline": "Lễ hội "Mừng lúa mới"", "datePublished": "1"}'
    assert dates_of(broken, NEWS, broken) == [DAY]


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("application/ld+json", True),
        ("Application/LD+JSON", True),
        ("application/ld+json; charset=utf-8", True),
        ("application/json", False),
        ("text/javascript", False),
    ],
)
def test_the_type_of_the_script(kind: str, read: bool) -> None:
    assert dates_of(NEWS, kind=kind) == [DAY] * read


def test_deep_nesting_is_no_article() -> None:
    assert dates_of("[" * 100_000 + NEWS + "]" * 100_000) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"Trồng &amp; chăm"', "Trồng & chăm"),
        ("1758439800", "1758439800"),
        ("1.7584398e9", "1758439800"),
        ("NaN", "nan"),
        (f'{{"@type": "Date", "@value": "{DAY}"}}', DAY),
        (f'["{DAY}", "x"]', DAY),
        ("[]", None),
        ("true", None),
        ("null", None),
        ('" "', None),
    ],
)
def test_the_text_of_a_property(value: str, text: str | None) -> None:
    assert text_of(json.loads(value)) == text
