"""Where an article begins and ends: leads above the text, lines and files below it."""

from __future__ import annotations

import pytest

from govnews.model import Profile
from tests.reading.pagelib import (
    DATE,
    TITLE,
    article_of,
    context_of,
    paragraphs,
    phrase,
    rule_of,
    text,
)

HEAD = f"<h1>{TITLE}</h1>"
PIC = "<p>Ảnh đẹp</p>"
FILE = "<p><a href='/a.pdf'>Quyết định</a></p>"


def files(body: str) -> int:
    return len(article_of(body).attachments)


@pytest.mark.parametrize(("size", "rule"), [(20, "selector"), (19, "densest-prose")])
def test_the_element_of_a_selector(size: int, rule: str) -> None:
    body = f"<div>{HEAD}{DATE}<div id='b'>{text(size)}</div><div>{paragraphs(3)}</div></div>"
    read = article_of(body, hints={"body": ("#b",)})
    assert (text(100, start="Đoạn 0 kể ")[:30] in read.body) == (rule != "selector")


@pytest.mark.parametrize(("size", "known"), [(40, True), (39, False)])
def test_the_path_of_a_profile(size: int, known: bool) -> None:
    body = f"<div>{HEAD}{DATE}<div class='b'>{text(size)}</div><div>{paragraphs(3)}</div></div>"
    profile = Profile(frozenset(), ("body/div/div.b", "body/div"), 9)
    path = "html/body/div/div.b"
    read = article_of(body, profile=Profile(profile.noise, (path, path[5:]), 9))
    assert ("Đoạn 1" not in read.body) == known


LABEL = "<p>Ngày đăng: 12/05/2023</p>"


@pytest.mark.parametrize(("between", "found"), [(4, True), (5, False)])
def test_a_labelled_date_above_the_headline(between: int, found: bool) -> None:
    body = f"<div>{LABEL}{PIC * between}{HEAD}<div>{paragraphs(3)}</div></div>"
    assert (article_of(body).published is not None) == found


LEAD = text(90, start="Lời dẫn kể ")


@pytest.mark.parametrize(
    ("between", "lead"), [(24, True), (25, False)], ids=["25 lines above", "26 lines above"]
)
def test_a_lead_far_above_the_text(between: int, lead: bool) -> None:
    body = f"<div>{HEAD}<p>{LEAD}</p>{PIC * between}<div>{paragraphs(6)}</div></div>"
    read = article_of(body)
    assert (LEAD in [read.sapo, *read.paragraphs]) == lead


@pytest.mark.parametrize(("size", "lead"), [(30, True), (29, False)])
def test_a_short_line_between_headline_and_text(size: int, lead: bool) -> None:
    line = text(size, start="Lời dẫn kể ")
    body = f"<div>{HEAD}{DATE}<p>{line}</p><div>{paragraphs(6)}</div></div>"
    read = article_of(body)
    assert (line in [read.sapo, *read.paragraphs]) == lead


@pytest.mark.parametrize(("between", "count"), [(39, 1), (40, 0)])
def test_files_below_the_text(between: int, count: int) -> None:
    body = (
        f"<div>{HEAD}{DATE}<div>{paragraphs(4)}</div><section>{PIC * between}{FILE}</section></div>"
    )
    assert files(body) == count


@pytest.mark.parametrize(("levels", "count"), [(3, 1), (4, 0)])
def test_files_elements_away_from_the_text(levels: int, count: int) -> None:
    opened, closed = "<div>" * levels, "</div>" * levels
    core = f"{opened}<div>{HEAD}{DATE}{paragraphs(4)}</div>{closed}"
    assert files(f"<section>{core}<section>{FILE}</section></section>") == count


OTHERS = "<div><h3>Tin khác</h3><ul><li><a href='/tin/x'>Khai mạc hội thao</a></li></ul></div>"


@pytest.mark.parametrize(("levels", "count"), [(1, 1), (2, 0)])
def test_files_past_a_box_of_other_articles(levels: int, count: int) -> None:
    opened, closed = "<div>" * levels, "</div>" * levels
    core = f"{opened}<div>{HEAD}{DATE}{paragraphs(4)}</div>{closed}"
    assert files(f"<section>{core}{OTHERS}<section>{FILE}</section></section>") == count


@pytest.mark.parametrize(("between", "lines"), [(9, 0), (10, 10)])
def test_lines_down_to_the_date_are_the_head(between: int, lines: int) -> None:
    body = f"<div>{HEAD}{PIC * between}{DATE}{paragraphs(4)}</div>"
    assert article_of(body).paragraphs.count("Ảnh đẹp") == lines


@pytest.mark.parametrize(("size", "goes_on"), [(150, True), (149, False)])
def test_text_behind_a_box_of_other_articles(size: int, goes_on: bool) -> None:
    box = "<div><h3>Tin liên quan</h3><p><a href='/tin/x'>Khai mạc hội thao toàn tỉnh</a></p></div>"
    after = f"<section><p>{text(99)}</p><p>{text(size, start='Phần sau kể ')}</p></section>"
    body = f"<div>{HEAD}{DATE}<div>{paragraphs(4)}{box}{after}</div></div>"
    assert ("Phần sau" in article_of(body).body) == goes_on


LINKS = [
    ("a headline's link", f"<p><a href='/x'>{phrase(30)}</a></p>" * 2, False),
    ("most of a line", f"<p>Xem <a href='/x'>{phrase(30)}</a></p>" * 2, True),
]


@pytest.mark.parametrize(("name", "line", "kept"), LINKS, ids=[row[0] for row in LINKS])
def test_links_inside_the_text(name: str, line: str, kept: bool) -> None:
    body = f"<div>{HEAD}{DATE}<div>{paragraphs(3)}{line}{paragraphs(2, 120)}</div></div>"
    assert (phrase(30) in article_of(body).body) == kept


def test_a_menu_is_no_headline() -> None:
    context = context_of(f"<div>{HEAD}{DATE}{paragraphs(2)}</div>")
    assert context.prose[0] == pytest.approx(len(TITLE) * 0.25)
    assert rule_of(article_of(f"<div>{HEAD}{DATE}{paragraphs(2)}</div>"), "title") == "headline"
