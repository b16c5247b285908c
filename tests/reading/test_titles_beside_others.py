"""Headlines beside headings of sections and names of sites, and headlines of a word or two."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, URL, article_of, paragraphs, phrase, refusal_of

LONG = "Xã Bản Hon sửa xong mương thủy lợi dài ba cây số"
TEXT = paragraphs(3)
SELF = URL.removeprefix("https://mau.gov.vn")


def boxed(above: str, title: str, between: str = "") -> str:
    return f"{above}{between}<div>{title}{DATE}{TEXT}</div>"


def heading(tag: str, text: str = LONG) -> str:
    return f"<{tag}>{text}</{tag}>"


SECTION = heading("h2", "Tin hoạt động")
OWN = "Bản Hon đón nước về"
STEP = "Kinh tế huyện nhà"
MENU = f"<ul><li><a href='/'>Trang chủ</a></li><li><a href='/k'>{STEP}</a></li></ul>"
SIXTY = phrase(60, "Chuyên mục ")
TITLES = [
    ("a smaller heading", "Tin hoạt động", boxed(SECTION, heading("h3")), LONG),
    ("that links to nothing", "Gương người tốt", boxed(heading("h2", "Gương người tốt"),
     heading("h3", f"<a href='#'>{LONG}</a>")), LONG),
    ("to a script", "Gương người tốt", boxed(heading("h2", "Gương người tốt"),
     heading("h3", f"<a href='javascript:void(0)'>{LONG}</a>")), LONG),
    ("to itself", "Kinh tế huyện nhà", boxed(heading("h1", "Kinh tế huyện nhà"),
     heading("h4", f"<a href='{SELF}#top'>{LONG}</a>")), LONG),
    ("to another page", "Kinh tế huyện nhà", boxed(heading("h2", "Kinh tế huyện nhà"),
     heading("h4", f"<a href='/tin/bai-2.html'>{LONG}</a>")), "Kinh tế huyện nhà"),
    ("two lines below", "Tin hoạt động", boxed(SECTION, heading("h3"), "<p>Mục</p>"), LONG),
    ("three lines below", "Tin hoạt động", boxed(SECTION, heading("h3"), "<p>Mục</p>" * 2),
     "Tin hoạt động"),
    ("a section of 60", SIXTY, boxed(heading("h2", SIXTY), heading("h3")), LONG),
    ("of 61", f"{SIXTY}a", boxed(heading("h2", f"{SIXTY}a"), heading("h3")), f"{SIXTY}a"),
    ("a subtitle in the same box", OWN, f"<h2>{OWN}</h2>{heading('h3')}{DATE}{TEXT}", OWN),
    ("a lead that is a sentence", OWN, boxed(heading("h1", OWN), heading("h2", f"{LONG}.")), OWN),
    ("a lead by its class", OWN, boxed(heading("h1", OWN), f"<h2 class='sapo'>{LONG}</h2>"), OWN),
    ("a date between", OWN, f"<h1>{OWN}</h1>{DATE}<div>{heading('h2')}{DATE}{TEXT}</div>", OWN),
    ("a section of the menu", "x", f"{MENU}<h1>{STEP}</h1>{heading('h3')}{DATE}{TEXT}", LONG),
    ("and a date above", "x", f"{MENU}<h2>{STEP}</h2>{DATE}{heading('h3')}{TEXT}", LONG),
    ("and of the breadcrumb", "x", (f"<p><a href='/'>Trang chủ</a> › <a href='/k'>{STEP}</a></p>"
     f"<h2>{STEP}</h2>{DATE}{heading('h3')}{TEXT}"), LONG),
    ("and a lead below", "x",
     f"{MENU}<h2>{STEP}</h2>{DATE}{heading('h3', f'{LONG}.')}{TEXT}", STEP),
    ("the name of an authority", "UBND HUYỆN VÂN LĨNH", ("<h1>UBND HUYỆN VÂN LĨNH</h1>"
     f"<div class='tieude'>{LONG}</div>{DATE}{TEXT}"), LONG),
    ("of a place and those around it", "x", ("<div><h1>Xã Bản Hon - huyện Vân Lĩnh - tỉnh Mẫu</h1>"
     f"</div><div>{heading('h2')}{DATE}{TEXT}</div>"), LONG),
    ("a headline that begins so", "x", (f"<h2>Huyện Vân Lĩnh</h2><div><h1>{LONG}</h1>{DATE}{TEXT}"
     "</div>"), LONG),
    ("two words", "Thư ngỏ", f"<h1>Thư ngỏ</h1>{DATE}{TEXT}", "Thư ngỏ"),
    ("two words and the site", "Thư ngỏ - Cổng thông tin", f"<h3>Thư ngỏ</h3>{DATE}{TEXT}",
     "Thư ngỏ"),
    ("two words in no heading", "Thư ngỏ", f"<div class='title'>Thư ngỏ</div>{DATE}{TEXT}",
     "Thư ngỏ"),
    ("two words above a longer heading", "Cáo phó", f"<h1>Cáo phó</h1>{DATE}{heading('h2')}{TEXT}",
     "Cáo phó"),
    ("one word", "Lũ", f"<h1>Lũ</h1>{DATE}{TEXT}", "Lũ"),
    ("a widget's word", LONG, f"<h3>Bản đồ</h3><p>x</p><p class='title'>{LONG}</p>{DATE}{TEXT}",
     LONG),
]  # fmt: skip


@pytest.mark.parametrize(("name", "head", "body", "title"), TITLES, ids=[row[0] for row in TITLES])
def test_titles(name: str, head: str, body: str, title: str) -> None:
    assert article_of(f"<div>{body}</div>", f"<title>{head}</title>").title == title


@pytest.mark.parametrize(("word", "reason"), [("Lũ", None), ("L", "empty")])
def test_the_shortest_headline(word: str, reason: str | None) -> None:
    assert refusal_of(f"<div><h1>{word}</h1>{DATE}{TEXT}</div>") == reason


def test_a_short_heading_without_a_date_is_no_headline() -> None:
    assert refusal_of(f"<div><h1>Thư ngỏ</h1>{TEXT}</div>") == "empty"
