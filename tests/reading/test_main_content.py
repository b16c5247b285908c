"""Which element holds the text: pairs of elements, and how much text tips the balance."""

from __future__ import annotations

import pytest

from govnews.reading.page.joining import join_siblings
from govnews.reading.page.main_content import (
    find_core,
    near_title_only,
    own_run,
    prose,
)
from govnews.reading.parse.lines import Page
from tests.reading.pagelib import context_of, page_of, paragraphs, phrase, text

TIMES = 20


def amount(line: str) -> float:
    return prose(page_of(line).blocks[0])


PROSE = [
    ("a sentence", f"<p>{text(100)}</p>", 100.0),
    ("24 characters", f"<p>{text(24)}</p>", 0.0),
    ("25 characters", f"<p>{text(25)}</p>", 25.0),
    ("79 characters of a heading", f"<p>{phrase(79)}</p>", 79 * 0.25),
    ("80 characters of a heading", f"<p>{phrase(80)}</p>", 80.0),
    ("900 characters", f"<p>{text(900)}</p>", 900.0),
    ("901 characters", f"<p>{text(901)}</p>", 900.0),
    ("two fifths of a link", f"<p><a href='/x'>{'a' * 40}</a>{'b' * 59}.</p>", 60.0),
    ("more of a link", f"<p><a href='/x'>{'a' * 41}</a>{'b' * 58}.</p>", 0.0),
    ("299 characters of an address", f"<p>{text(299, start='Địa chỉ: ')}</p>", 0.0),
    ("300 characters of an address", f"<p>{text(300, start='Địa chỉ: ')}</p>", 300.0),
]


@pytest.mark.parametrize(("name", "line", "value"), PROSE, ids=[row[0] for row in PROSE])
def test_prose(name: str, line: str, value: float) -> None:
    assert amount(line) == pytest.approx(value)


def group(mark: str, count: int = TIMES) -> str:
    return f"<p>{mark}</p>" * count


def core_of(body: str, weights: dict[str, float], kinds: dict[str, str] | None = None) -> str:
    """Id of the core; weights and kinds of the lines by what they say; `T` is the headline."""
    page = page_of(body)
    lines = [block.text for block in page.blocks]
    title = lines.index("T") if "T" in lines else None
    found = find_core(
        page,
        [weights.get(line, 0.0) for line in lines],
        [(kinds or {}).get(line) for line in lines],
        title,
    )
    assert found is not None
    near = (page.nodes[step].get("id") for step in page.ancestors(found))
    return next((name for name in near if name), "page")


def thrice(tag: str, name: str, inner: str) -> str:
    opened, closed = f"<{tag}>", f"</{tag.split(maxsplit=1)[0]}>"
    return f"<div id='{name}'>{opened * 3}{inner}{closed * 3}</div>"


FACTORS = [
    ("a landmark", "footer", 0.2),
    ("an article", "article", 1.5),
    ("a body by its itemprop", "div itemprop='articleBody'", 1.5 * 1.25),
    ("a widget's name", "div class='sidebar'", 0.4),
    ("a content's name", "div class='content'", 1.25),
]


@pytest.mark.parametrize(("name", "tag", "factor"), FACTORS, ids=[row[0] for row in FACTORS])
@pytest.mark.parametrize(("share", "winner"), [(1.2, "named"), (0.85, "plain")])
def test_names_and_tags(name: str, tag: str, factor: float, share: float, winner: str) -> None:
    body = thrice(tag, "named", group("A")) + thrice("div", "plain", group("B"))
    assert core_of(body, {"A": share * 100 / factor, "B": 100.0}) == winner


VOTES = [
    ("lines of an element itself", 95.0, "direct"),
    ("against paragraphs", 105.0, "rest"),
]


@pytest.mark.parametrize(("name", "other", "winner"), VOTES, ids=[row[0] for row in VOTES])
def test_a_line_votes_for_its_own_element(name: str, other: float, winner: str) -> None:
    direct = "<div id='direct' class='sidebar'><div>A<br>A</div></div>"
    body = f"{direct}<div><div id='rest'>{group('B', 2)}</div></div>"
    assert core_of(body, {"A": 100.0, "B": other}) == winner


@pytest.mark.parametrize(
    ("weights", "winner"),
    [
        ({"A": 100.0, "B": 100.0, "C": 100.0}, "around"),
        ({"A": 100.0, "B": 60.0, "C": 0.0}, "a"),
    ],
)
def test_the_element_around_has_half_a_vote(weights: dict[str, float], winner: str) -> None:
    parts = "".join(f"<div id='{mark.lower()}'>{group(mark, 2)}</div>" for mark in "ABC")
    assert core_of(f"<div id='around'>{parts}</div>", weights) == winner


@pytest.mark.parametrize(("count", "winner"), [(5, "around"), (3, "part")])
def test_the_next_one_has_a_quarter(count: int, winner: str) -> None:
    part = f"<section><div id='part'>{group('A', 2)}</div></section>"
    assert core_of(f"<div id='around'>{part * count}</div>", {"A": 100.0}) == winner


@pytest.mark.parametrize(("other", "winner"), [(44.0, "linked"), (56.0, "plain")])
def test_links_count_against_an_element(other: float, winner: str) -> None:
    linked = f"<p>{'b' * 70}<a href='/x'>{'a' * 30}</a></p>"
    body = f"<section><div id='linked'>{linked * TIMES}</div></section>"
    body += f"<section><div id='plain'>{group('B')}</div></section>"
    assert core_of(body, {"b" * 70 + "a" * 30: 100.0, "B": other}) == winner


NEAR = [
    (
        "above the headline",
        "<div id='far'>{far}</div><div id='near'><h1>T</h1>{near}</div>",
        0.01 / 0.6,
        {},
    ),
    (
        "in a widget",
        (
            "<div id='near'><h1>T</h1><section>{near}</section><div id='far'><h3>W</h3>{far}</div>"
            "</div>"
        ),
        0.02,
        {"W": "widget"},
    ),
    (
        "past a list of others",
        "<div id='o'><h1>T</h1><div id='near'>{near}</div><p>R</p><div id='far'>{far}</div></div>",
        0.3,
        {"R": "related"},
    ),
    (
        "far past a list of others",
        (
            "<div><div><h1>T</h1><div id='near'>{near}</div><p>R</p></div><div id='far'>{far}</div>"
            "</div>"
        ),
        0.02 * 0.6,
        {"R": "related"},
    ),
    (
        "in another cell",
        (
            "<table><tr><td id='near'><h1>T</h1>{near}</td><td id='far'><p>-</p>{far}</td></tr>"
            "</table>"
        ),
        0.1 * 0.6,
        {},
    ),
    (
        "an element away",
        "<div><div id='near'><h1>T</h1>{near}</div><div id='far'>{far}</div></div>",
        0.6,
        {},
    ),
]


@pytest.mark.parametrize(("name", "body", "factor", "kinds"), NEAR, ids=[row[0] for row in NEAR])
@pytest.mark.parametrize(("share", "winner"), [(1.25, "far"), (0.8, "near")])
def test_text_near_the_headline(
    name: str, body: str, factor: float, kinds: dict[str, str], share: float, winner: str
) -> None:
    made = body.format(near=group("B"), far=group("A"))
    assert core_of(made, {"A": share * 100 / factor, "B": 100.0}, kinds) == winner


def lone_title(body: str) -> str:
    """Id of the element that a headline without text has for itself."""
    page = page_of(body)
    title = next(n for n, block in enumerate(page.blocks) if block.text == "T")
    node = near_title_only(page, [None] * len(page.blocks), title)
    return str(page.nodes[node].get("id"))


LINK = f"<p><a href='/x'>{phrase(21)}</a></p>"
SHORT_LINK = f"<p><a href='/x'>{phrase(20)}</a></p>"
OWN = "<div id='own'><h1>T</h1></div>"
LONE = [
    ("three linked headlines", OWN + LINK * 3, "all"),
    ("four linked headlines", OWN + LINK * 4, "own"),
    ("short links", OWN + SHORT_LINK * 4, "all"),
    ("six lines above", "<p>x</p>" * 6 + OWN, "all"),
    ("seven lines above", "<p>x</p>" * 7 + OWN, "own"),
]


@pytest.mark.parametrize(("name", "body", "found"), LONE, ids=[row[0] for row in LONE])
def test_a_headline_without_text(name: str, body: str, found: str) -> None:
    around = f"<section>{'<p>y</p>' * 9}<div id='all'>{body}</div>{LINK * 9}</section>"
    assert lone_title(around) == found


def joined(body: str) -> set[str]:
    """Ids of what is joined to the element `core`, by the real prose of the lines."""
    context = context_of(body)
    page = context.page
    core = next(n for n, node in enumerate(page.nodes) if node.get("id") == "core")
    title = next(n for n, block in enumerate(page.blocks) if block.tag == "h1")
    nodes = join_siblings(page, core, list(context.prose), list(context.kinds), title)
    return {str(page.nodes[node].get("id")) for node in nodes}


CORE = f"<h1>{phrase(40)}</h1><div id='core'>{paragraphs(3)}</div>"


def more(inner: str) -> str:
    return f"<div id='more'>{inner}</div>"


def half_linked(prose_size: int, linked: int) -> str:
    """A text of so much prose, and so many linked characters below it."""
    return f"<p>{text(prose_size)}</p><p><a href='/x'>{'a' * linked}</a></p>"


JOINED = [
    ("a text", more(f"<p>{text(40)}</p>"), True),
    ("less than a text", more(f"<p>{text(39)}</p>"), False),
    ("a text with some links", more(half_linked(90, 26)), True),
    ("a text with many links", more(half_linked(90, 28)), False),
    ("a longer text with many links", more(half_linked(100, 60)), True),
    ("99 characters with many links", more(half_linked(99, 60)), False),
    ("a longer text and too many links", more(half_linked(100, 500)), False),
    ("a longer text and less than too many", more(half_linked(100, 499)), True),
    ("three elements between", "<div>Ảnh</div>" * 3 + more(f"<p>{text(60)}</p>"), True),
    ("four elements between", "<div>Ảnh</div>" * 4 + more(f"<p>{text(60)}</p>"), False),
    ("a sidebar", f"<div id='more' class='sidebar'><p>{text(90)}</p></div>", False),
    ("a dashed item", more("<p>- Giao Sở Nội vụ</p>"), True),
]


@pytest.mark.parametrize(("name", "after", "joins"), JOINED, ids=[row[0] for row in JOINED])
def test_what_goes_on_with_the_text(name: str, after: str, joins: bool) -> None:
    found = joined(f"<section>{CORE}{after}</section>")
    assert ("more" in found) == joins


@pytest.mark.parametrize(("size", "parent"), [(40, True), (39, False)])
def test_a_lone_block_before_bare_text(size: int, parent: bool) -> None:
    context = context_of(f"<section id='all'><div id='core'>{text(90)}</div>{text(size)}</section>")
    page = context.page
    core = next(n for n, node in enumerate(page.nodes) if node.get("id") == "core")
    found: int = own_run(page, core, list(context.prose), list(context.kinds))
    assert (page.nodes[found].get("id") == "all") == parent


def test_a_page_without_prose_has_no_core() -> None:
    page: Page = page_of("<p>x</p>")
    assert find_core(page, [0.0], [None], None) is None
