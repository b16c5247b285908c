"""What each sign of a headline is worth: lines that differ in one sign, and by how many points."""

from __future__ import annotations

import pytest

from govnews.reading.page.headline import doubts, own_points, points_around
from tests.reading.pagelib import context_of, phrase, text

T = phrase(40)
L = "KhaimạchộinghịtoàntỉnhbànviệctrồngcâyrừA"
"""Forty characters without a blank, to be cut anywhere."""


def own(line: str, head: str = "") -> float | None:
    return own_points(context_of(f"<div>{line}</div>", head), 0)


def declared(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


OWN = [
    ("h1", f"<h1>{T}</h1>", f"<p>{T}</p>", 5.0),
    ("h2", f"<h2>{T}</h2>", f"<p>{T}</p>", 4.0),
    ("h3", f"<h3>{T}</h3>", f"<p>{T}</p>", 3.0),
    ("h4", f"<h4>{T}</h4>", f"<p>{T}</p>", 2.0),
    ("h5", f"<h5>{T}</h5>", f"<p>{T}</p>", 1.5),
    ("h6", f"<h6>{T}</h6>", f"<p>{T}</p>", 1.0),
    ("caption", f"<table><caption>{T}</caption></table>", f"<p>{T}</p>", 1.0),
    ("bold", f"<p><b>{T}</b></p>", f"<p>{T}</p>", 1.5),
    ("nine tenths bold", f"<p><b>{T[:36]}</b>{T[36:]}</p>", f"<p>{T}</p>", 1.5),
    ("less bold", f"<p><b>{T[:35]}</b>{T[35:]}</p>", f"<p>{T}</p>", 0.0),
    ("25 characters", f"<h1>{phrase(25)}</h1>", f"<h1>{phrase(24)}</h1>", 1.5),
    ("15 characters", f"<h1>{phrase(15)}</h1>", f"<h1>{phrase(14)}</h1>", 2.0),
    ("61, a sentence", f"<h1>{phrase(61)}</h1>", f"<h1>{text(61)}</h1>", 4.0),
    ("60, a sentence", f"<h1>{phrase(60)}</h1>", f"<h1>{text(60)}</h1>", 2.0),
    ("200 characters", f"<h1>{phrase(200)}</h1>", f"<h1>{phrase(201)}</h1>", 2.0),
    ("a link", f"<h1>{T}</h1>", f"<h1><a href='/x'>{T}</a></h1>", 4.0),
    (
        "four fifths of a link",
        f"<h1><a href='/x'>{L[:32]}</a>{L[32:]}</h1>",
        f"<h1><a href='/x'>{L[:33]}</a>{L[33:]}</h1>",
        2.0,
    ),
    (
        "three tenths of a link",
        f"<h1><a href='/x'>{L[:12]}</a>{L[12:]}</h1>",
        f"<h1><a href='/x'>{L[:13]}</a>{L[13:]}</h1>",
        2.0,
    ),
]


@pytest.mark.parametrize(("name", "better", "worse", "points"), OWN, ids=[row[0] for row in OWN])
def test_a_line_by_itself(name: str, better: str, worse: str, points: float) -> None:
    one, other = own(better), own(worse)
    assert one is not None
    assert other is not None
    assert one - other == pytest.approx(points)


def test_a_declared_line() -> None:
    plain, known = own(f"<p>{T}</p>"), own(f"<p>{T}</p>", declared(T))
    assert plain is not None
    assert known == pytest.approx(plain + 6.0)


LONG = phrase(100)


@pytest.mark.parametrize(
    ("shown", "points"),
    [(39, 6.0 * (0.6 + 0.39 * 0.39)), (38, 0.0), (70, 6.0 * (0.6 + 0.39 * 0.7))],
)
def test_a_declared_line_cut_short(shown: int, points: float) -> None:
    line = f"<p>{phrase(100)[:shown].strip()}</p>"
    plain, known = own(line), own(line, declared(LONG))
    assert plain is not None
    assert known is not None
    assert known - plain == pytest.approx(points, abs=0.1)


@pytest.mark.parametrize(
    ("title", "line", "match"),
    [
        (L[:30], L[:20], True),
        (L[:30], L[:19], False),
        (phrase(8), phrase(8), True),
        ("Thư ngỏ", "Thư ngỏ", True),
        ("Thư ngỏ", "Thư", False),
        ("Thư ngỏ - Cổng thông tin điện tử", "Thư ngỏ", False),
        (phrase(40), f"{phrase(39)}…", True),
        (phrase(40), phrase(40, "Sáng nay "), False),
        (phrase(40), phrase(40).upper(), True),
        (f"{phrase(20)} - Cổng thông tin điện tử", phrase(20), True),
        (f"{phrase(12)} - Cổng thông tin điện tử", phrase(12), True),
        (f"{phrase(11)} - Cổng thông tin điện tử", phrase(11), False),
        (phrase(120, "Website "), phrase(120, "Website "), True),
        (phrase(119, "Website "), phrase(119, "Website "), False),
    ],
)
def test_what_the_head_declares(title: str, line: str, match: bool) -> None:
    assert (context_of("<p>x</p>", declared(title)).metadata.title_match(line) > 0.5) == match


@pytest.mark.parametrize(
    ("line", "possible"),
    [(phrase(8), True), (phrase(7), False), (phrase(320), True), (phrase(321), False)],
)
def test_lengths_of_a_headline(line: str, possible: bool) -> None:
    assert (own(f"<h1>{line}</h1>") is not None) == possible


DOUBTS = [
    ("a plain line", f"<p>{T}</p>", 0.0),
    ("a site's name", "<h1>Cổng thông tin điện tử tỉnh Mẫu</h1>", 5.0),
    ("an authority's name", "<h1>UBND huyện Vân Lĩnh</h1>", 5.0),
    ("a headline about it", "<h1>UBND huyện Vân Lĩnh tiếp công dân</h1>", 0.0),
    ("a signer's post", "<p>KT. CHỦ TỊCH</p>", 5.0),
    ("45 characters of a post", f"<p>{phrase(45, 'Chủ tịch tỉnh ').upper()}</p>", 5.0),
    ("46 characters of a post", f"<p>{phrase(46, 'Chủ tịch tỉnh ').upper()}</p>", 0.0),
    ("a view's heading", "<p>Chi tiết hội nghị</p>", 5.0),
    ("a module", "<h1>Tin tức sự kiện</h1>", None),
    ("an address", "<h1>Địa chỉ: Số 1 đường Hùng Vương</h1>", None),
    ("59 characters of a category", f"<p>{phrase(59, 'Chuyên mục: ')}</p>", None),
    ("60 characters of a category", f"<p>{phrase(60, 'Chuyên mục: ')}</p>", 0.0),
    ("a category as a heading", f"<h2>{phrase(59, 'Chuyên mục: ')}</h2>", 0.0),
]


@pytest.mark.parametrize(("name", "line", "cost"), DOUBTS, ids=[row[0] for row in DOUBTS])
def test_words_that_cost(name: str, line: str, cost: float | None) -> None:
    assert doubts(context_of(f"<div>{line}</div>"), 0) == cost


def nested(count: int, inner: str, outer: str = "<section>{}</section>") -> str:
    """The inner element with so many elements around it, the last of them the outer one."""
    return outer.format("<section>" * count + inner + "</section>" * count)


P = f"<p>{T}</p>"
CRUMB = "<ul><li><a href='/'>Trang chủ</a></li>{}<li>{}</li></ul>"
STEPS = "".join(f"<li><a href='/{n}'>Mục {n}</a></li>" for n in range(9))
STEP = "<li><a href='/1'>Mục 1</a></li>"
AROUND = [
    ("nothing around", P, 0, 0.0),
    ("a title's class", f"<p class='title'>{T}</p>", 0, 2.5),
    ("a title's class around", f"<div class='title'>{P}</div>", 0, 2.5),
    ("a title's class farther around", f"<div class='title'><div>{P}</div></div>", 0, 0.0),
    ("a title's class inside", f"<p><b><i><u class='title'>{T}</u></i></b></p>", 0, 2.5),
    ("a title's class deeper", f"<p><b><i><u><s class='title'>{T}</s></u></i></b></p>", 0, 0.0),
    ("a lead's class", f"<p class='sapo'>{T}</p>", 0, -4.0),
    ("a date", "<p>Ngày đăng: 12/05/2023 08:30</p>", 0, -6.0),
    ("a caption", f"<p><img src='/a.jpg'></p><p><i>{T}</i></p>", 1, -4.0),
    ("a breadcrumb's class", nested(2, P, "<div class='breadcrumb'>{}</div>"), 0, -5.0),
    ("that class farther around", nested(3, P, "<div class='breadcrumb'>{}</div>"), 0, -1.5),
    ("a foot", f"<footer>{P}</footer>", 0, -4.0),
    ("a list's item", f"<li><div>{P}</div></li>", 0, -2.0),
    ("a list's item farther around", f"<li><div><div>{P}</div></div></li>", 0, 0.0),
    ("a widget's name", nested(3, P, "<div class='sidebar'>{}</div>"), 0, -1.5),
    ("a widget's name farther around", nested(4, P, "<div class='sidebar'>{}</div>"), 0, 0.0),
    ("a breadcrumb's last step", CRUMB.format(STEP, T), 2, -8.0),
    ("120 characters there", CRUMB.format(STEP, phrase(120)), 2, -2.0),
    ("119 characters there", CRUMB.format(STEP, phrase(119)), 2, -8.0),
    ("eight steps", CRUMB.format(STEP * 6, T), 7, -8.0),
    ("nine steps", CRUMB.format(STEP * 7, T), 8, -2.0),
    ("its list around", f"<ul><li>Trang chủ</li><li><div>{P}</div></li></ul>", 1, -2.0),
    ("its list close around", f"<div><p>Trang chủ</p><div>{P}</div></div>", 1, -6.0),
    ("a text in that list", f"<div><p>Trang chủ</p>{P}<p>{text(80)}</p></div>", 1, None),
    ("a teaser", f"<div><p><a href='/x'>{phrase(30)}</a></p>{P}</div>", 1, -4.0),
    ("a teaser two lines below", f"<div><p><a href='/x'>{T}</a></p><p>Mới</p>{P}</div>", 2, -4.0),
    (
        "three lines below",
        f"<div><p><a href='/x'>{T}</a></p><p>Mới</p><p>Nóng</p>{P}</div>",
        3,
        0.0,
    ),
    ("below a short link", f"<div><p><a href='/x'>{phrase(19)}</a></p>{P}</div>", 1, 0.0),
    ("below a longer link", f"<div><p><a href='/x'>{phrase(20)}</a></p>{P}</div>", 1, -4.0),
    ("a teaser, farther", f"<div><div><p><a href='/x'>{T}</a></p></div>{P}</div>", 1, -4.0),
    (
        "a teaser, too far",
        f"<div><div><div><p><a href='/x'>{T}</a></p></div></div>{P}</div>",
        1,
        0.0,
    ),
]


@pytest.mark.parametrize(
    ("name", "body", "position", "points"), AROUND, ids=[row[0] for row in AROUND]
)
def test_surroundings(name: str, body: str, position: int, points: float | None) -> None:
    got = points_around(context_of(f"<div><div>{body}</div></div>"), position)
    if points is None:
        assert got > -5.0
    else:
        assert got == pytest.approx(points)


SHORT = "<p>Ảnh đẹp</p>"
D = "<p>12/05/2023 08:30</p>"
DATES = [
    ("right below", f"{P}{D}", 0, 4.0),
    ("two below", f"{P}{SHORT}{D}", 0, 3.5),
    ("four below", f"{P}{SHORT * 3}{D}", 0, 2.5),
    ("five below", f"{P}{SHORT * 4}{D}", 0, 0.0),
    ("right above", f"{D}{P}", 1, 3.0),
    ("three above", f"{D}{SHORT * 2}{P}", 3, 3.0),
    ("four above", f"{D}{SHORT * 3}{P}", 4, 0.0),
    ("a clock above", f"<p>Bây giờ là 09:15 02/03/2026</p>{P}", 1, 0.0),
    ("a date of today above", f"<p>02/03/2026 09:15</p>{P}", 1, 3.0),
    ("five elements away", f"{P}{nested(3, D)}", 0, 4.0),
    ("six elements away", f"{P}{nested(4, D)}", 0, 0.0),
    ("linked", f"{P}<p><a href='/x'>12/05/2023</a> 08:30 GMT+7</p>", 0, 0.0),
    ("a bit linked", f"{P}<p>12/05/2023 | <a href='/x'>Kinh tế</a></p>", 0, 4.0),
    ("below a text", f"{P}{SHORT}<p>{text(80)}</p>{D}", 0, None),
    ("below a short text", f"{P}{SHORT}<p>{text(60)}</p>{D}", 0, 3.0 + 1.2),
]


@pytest.mark.parametrize(("name", "body", "position", "points"), DATES, ids=[r[0] for r in DATES])
def test_dates_beside(name: str, body: str, position: int, points: float | None) -> None:
    got = points_around(context_of(f"<main><div>{body}</div></main>"), position)
    text_points = points_around(context_of(f"<main><div>{P}</div></main>"), 0)
    if points is None:
        assert got < 3.0
    else:
        assert got - text_points == pytest.approx(points)


@pytest.mark.parametrize(
    ("levels", "points"),
    [(0, 4.0), (1, 4.0), (2, 0.0)],
    ids=["beside", "in one more", "in two more"],
)
def test_a_date_that_only_the_page_holds_too(levels: int, points: float) -> None:
    inner = "<section>" * levels + D + "</section>" * levels
    assert points_around(context_of(f"{P}{inner}"), 0) == pytest.approx(points)


def q(size: int) -> str:
    return f"<p>{text(size)}</p>"


TEXTS = [
    ("a unit of text", f"{P}{q(60)}", 0, 1.2),
    ("three units", f"{P}{q(180)}", 0, 2.4),
    ("seven units", f"{P}{q(420)}", 0, 3.6),
    ("very much text", f"{P}{q(700) * 3}", 0, 5.0),
    ("thirty-nine lines below", f"{P}{SHORT * 38}{q(60)}", 0, 1.2),
    ("forty lines below", f"{P}{SHORT * 39}{q(60)}", 0, 0.0),
    ("farther text counts less", f"{P}{q(60)}</div><div>{q(200)}", 0, 2.4),
    ("a lead above", f"{q(60)}{P}", 1, -3.5),
    ("less than a lead above", f"{q(59)}{P}", 1, 0.0),
    ("three lines above", f"{q(60)}{SHORT * 2}{P}", 3, -3.5),
    ("four lines above", f"{q(60)}{SHORT * 3}{P}", 4, 0.0),
    ("299 characters above", f"{q(299)}{P}", 1, -3.5),
    ("300 characters above", f"{q(300)}{P}", 1, -6.0),
]


@pytest.mark.parametrize(("name", "body", "position", "points"), TEXTS, ids=[r[0] for r in TEXTS])
def test_text_around(name: str, body: str, position: int, points: float) -> None:
    got = points_around(context_of(f"<section><div>{body}</div></section>"), position)
    assert got == pytest.approx(points, abs=0.05)
