"""Section, author, dates and views: how far, how long and how many still count."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import (
    DATE,
    TITLE,
    article_of,
    paragraphs,
    phrase,
    rule_of,
)

HEAD = f"<h1>{TITLE}</h1>{DATE}"
TEXT = f"<div>{paragraphs(4)}</div>"
PIC = "<p>Ảnh đẹp</p>"


def section_of(above: str, below: str = "") -> str | None:
    return article_of(f"<div>{above}<div>{HEAD}{below}{TEXT}</div></div>").section


def crumb(steps: int, last: str = "Giáo dục") -> str:
    links = "".join(f"<a href='/{n}'>Mục {n}</a> » " for n in range(steps - 2))
    return f"<p><a href='/'>Trang chủ</a> » {links}<a href='/x'>{last}</a></p>"


def crumb_list(steps: int) -> str:
    links = "".join(f"<li><a href='/{n}'>Mục {n}</a></li>" for n in range(steps - 2))
    home = "<li><a href='/'>Trang chủ</a></li>"
    return f"<ul>{home}{links}<li><a href='/x'>Giáo dục</a></li></ul>"


def box(lines: int) -> str:
    return f"<div class='breadcrumb'>{'<p>Mục</p>' * (lines - 1)}<p>Giáo dục</p></div>"


LINES = "<p>Tỉnh.</p>"
SECTIONS = [
    ("a breadcrumb", crumb(3), "Giáo dục"),
    ("eight steps", crumb(8), "Giáo dục"),
    ("nine steps", crumb(9), None),
    ("a list of five", crumb_list(5), "Giáo dục"),
    ("a list of six", crumb_list(6), None),
    ("25 lines above", crumb(3) + LINES * 24, "Giáo dục"),
    ("26 lines above", crumb(3) + LINES * 25, None),
    ("ten lines named so", box(10) + LINES * 4, "Giáo dục"),
    ("eleven lines named so", box(11) + LINES * 4, None),
    ("400 characters", f"<p>Trang chủ » {phrase(377)} » Giáo dục</p>", "Giáo dục"),
    ("401 characters", f"<p>Trang chủ » {phrase(378)} » Giáo dục</p>", None),
    ("a step of 120", crumb(3, phrase(120)), phrase(120)),
    ("a step of 121", crumb(3, phrase(121)), "Mục 0"),
    ("the headline cut at 31", crumb(3, TITLE[:31]), "Mục 0"),
    ("the headline cut at 30", crumb(3, TITLE[:30].strip()), TITLE[:30].strip()),
    ("a link right above", "<p><a href='/x'>Giáo dục</a></p>", "Giáo dục"),
    ("a link of 60", f"<p><a href='/x'>{phrase(60)}</a></p>", phrase(60)),
    ("a link of 61", f"<p><a href='/x'>{phrase(61)}</a></p>", None),
    ("three elements up", "<div><p><a href='/x'>Giáo dục</a></p></div>", "Giáo dục"),
    ("four elements up", "<div><div><p><a href='/x'>Giáo dục</a></p></div></div>", "Giáo dục"),
    ("five elements up", "<div><div><div><p><a href='/x'>Giáo dục</a></p></div></div></div>", None),
    ("a label of 40", f"<p><b>{phrase(40)}</b></p>", phrase(40)),
    ("a label of 41", f"<p><b>{phrase(41)}</b></p>", None),
    (
        "a label four elements up",
        "<div><div><div><p><b>Giáo dục</b></p></div></div></div>",
        "Giáo dục",
    ),
    (
        "a label five elements up",
        "<div><div><div><div><p><b>Giáo dục</b></p></div></div></div></div>",
        None,
    ),
]


@pytest.mark.parametrize(("name", "above", "section"), SECTIONS, ids=[row[0] for row in SECTIONS])
def test_sections(name: str, above: str, section: str | None) -> None:
    assert section_of(above) == section


@pytest.mark.parametrize(("dates", "section"), [(2, "Giáo dục"), (3, None)])
def test_a_link_above_dates(dates: int, section: str | None) -> None:
    assert section_of("<p><a href='/x'>Giáo dục</a></p>" + DATE * dates) == section


@pytest.mark.parametrize(("links", "section"), [(3, "Mục 2"), (4, None)])
def test_a_list_above_the_headline(links: int, section: str | None) -> None:
    steps = "".join(f"<li><a href='/{n}'>Mục {n}</a></li>" for n in range(links))
    assert section_of(f"<ul>{steps}</ul>") == section


@pytest.mark.parametrize(("size", "section"), [(200, "Giáo dục"), (201, None)])
def test_a_labelled_section(size: int, section: str | None) -> None:
    line = "Chuyên mục: Giáo dục | Ngày đăng: 12/05/2023 "
    assert section_of("", f"<p>{line}{'-' * (size - len(line))}</p>") == section


def author_of(last: str, below: str = "", above: str = "") -> tuple[str | None, str | None]:
    body = f"<div>{HEAD}{above}<div>{paragraphs(4)}{last}</div>{below}</div>"
    article = article_of(body)
    return article.author, rule_of(article, "author")


def long_name(size: int) -> str:
    """Names of persons of exactly this size."""
    names = "Nguyễn Văn An, Lê Thị Bình, Trần Đức Cường, Phạm Thu Dung, Hoàng Minh Đức, Vũ Hà, " * 2
    return names[: size - 2].rstrip(", ").ljust(size, "a")


R = "<p style='text-align:right'><b>{}</b></p>"
AUTHORS = [
    ("a name", "<p>Nguyễn Văn An</p>", "Nguyễn Văn An"),
    ("one word", "<p>Bình</p>", None),
    ("two words", "<p>Văn An</p>", "Văn An"),
    ("six words", "<p>An Bình Cường Dung Đức Hà</p>", "An Bình Cường Dung Đức Hà"),
    ("seven words", "<p>An Bình Cường Dung Đức Hà Lan</p>", None),
    ("a line of 114", f"<p>Hoàng Thị Minh Nguyệt ({phrase(90, 'Sở Y tế ')})</p>", None),
    ("a line of 106", f"<p>Minh Nguyệt Hà ({phrase(90, 'Sở Y tế ')})</p>", "Minh Nguyệt Hà"),
    ("a labelled name of 70", f"<p>Tác giả: {long_name(70)}</p>", long_name(70)),
    ("a labelled name of 71", f"<p>Tác giả: {long_name(71)}</p>", None),
    ("a place of 60", R.format(phrase(60, "Bản Nà ")), phrase(60, "Bản Nà ")),
    ("a place of 61", R.format(phrase(61, "Bản Nà ")), None),
]


@pytest.mark.parametrize(("name", "last", "author"), AUTHORS, ids=[row[0] for row in AUTHORS])
def test_the_last_line_signs(name: str, last: str, author: str | None) -> None:
    assert author_of(last)[0] == author


@pytest.mark.parametrize(("lines", "signed"), [(5, True), (6, False)])
def test_lines_after_a_signature(lines: int, signed: bool) -> None:
    after = "".join(f"<p>Nguồn: Ảnh số {n} của tỉnh</p>" for n in range(lines))
    assert (author_of(f"<p>Nguyễn Văn An</p>{after}")[0] is not None) == signed


@pytest.mark.parametrize(("size", "office"), [(90, True), (91, False)])
def test_an_office_below_a_name(size: int, office: bool) -> None:
    name = phrase(size - 2, "Sở Nội vụ ")
    body = f"<div>{HEAD}<div>{paragraphs(3)}<div>Nguyễn Văn An<br>({name})</div></div></div>"
    article = article_of(body)
    assert (article.author == "Nguyễn Văn An") == office


BELOW = [
    ("a name below", "<section><p>Nguyễn Văn An</p></section>", "Nguyễn Văn An"),
    ("four words", "<section><p>Nguyễn Thị Thu An</p></section>", "Nguyễn Thị Thu An"),
    ("five words", "<section><p>Tôn Nữ Thị Thu An</p></section>", None),
    ("one word", "<section><p>An</p></section>", None),
    (
        "three lines below",
        f"<section>{PIC * 2}<p><b>Nguyễn Văn An</b></p></section>",
        "Nguyễn Văn An",
    ),
    ("four lines below", f"<section>{PIC * 3}<p><b>Nguyễn Văn An</b></p></section>", None),
]


@pytest.mark.parametrize(("name", "below", "author"), BELOW, ids=[row[0] for row in BELOW])
def test_a_line_below_the_text_signs(name: str, below: str, author: str | None) -> None:
    assert author_of("", below)[0] == author


@pytest.mark.parametrize(("size", "author"), [(200, "Thu Hà"), (201, None)])
def test_a_labelled_author_in_a_line(size: int, author: str | None) -> None:
    line = "12/05/2023 - Đăng bởi: Thu Hà | "
    assert author_of("", above=f"<p>{line}{'-' * (size - len(line))}</p>")[0] == author


@pytest.mark.parametrize(("size", "author"), [(120, "Thu Hà"), (121, None)])
def test_an_author_by_class_in_a_line(size: int, author: str | None) -> None:
    rest = "-" * (size - len("Thu Hà  12/05/2023"))
    line = f"<p><span class='author'>Thu Hà</span> {rest} 12/05/2023</p>"
    assert author_of("", above=line)[0] == author


@pytest.mark.parametrize(("size", "count"), [(120, 53), (121, None)])
def test_a_count_beside_an_icon(size: int, count: int | None) -> None:
    rest = "-" * (size - len("53  12/05/2023"))
    line = f"<p><i class='fa fa-eye'></i><b>53</b> {rest} 12/05/2023</p>"
    assert article_of(f"<div>{HEAD}{line}{TEXT}</div>").views == count


@pytest.mark.parametrize(("size", "count"), [(39, 5), (40, None)])
def test_a_number_in_a_selected_count(size: int, count: int | None) -> None:
    line = "Có tất cả 5 người quan tâm "
    body = f"<div>{HEAD}<p id='v'>{line}{'a' * (size - len(line))}</p>{TEXT}</div>"
    assert article_of(body, hints={"views": ("#v",)}).views == count


def published(body: str, head: str = "") -> str | None:
    at = article_of(body, head).published
    return at.isoformat() if at else None


DECLARED = "article:published_time"
CLOCK = [
    ("two minutes", DECLARED, "2026-03-02T09:13:00+07:00", True),
    ("at that moment", DECLARED, "2026-03-02T09:15:00+07:00", True),
    ("two days", DECLARED, "2026-02-28T09:15:00+07:00", True),
    ("an hour ahead", DECLARED, "2026-03-02T10:15:00+07:00", True),
    ("a day ahead", DECLARED, "2026-03-03T09:15:00+07:00", True),
    ("more than a day ahead", DECLARED, "2026-03-03T09:16:00+07:00", False),
    ("two minutes, of nothing", "date", "2026-03-02T09:13:00+07:00", False),
    ("two days, of nothing", "dc.date", "2026-02-28T09:15:00+07:00", False),
    ("seven days, of nothing", "date", "2026-02-23T09:15:00+07:00", False),
    ("more than seven days, of nothing", "date", "2026-02-23T09:14:00+07:00", True),
    ("a day, of nothing", "date", "2026-02-28", True),
]


@pytest.mark.parametrize(("name", "of", "date", "believed"), CLOCK, ids=[row[0] for row in CLOCK])
def test_a_declared_date_near_the_capture(name: str, of: str, date: str, believed: bool) -> None:
    """What a date declares decides, not how long before the capture it is."""
    head = f'<meta property="{of}" content="{date}">'
    got = published(f"<div><h1>{TITLE}</h1>{TEXT}</div>", head)
    whole = date if "T" in date else f"{date}T00:00:00+07:00"
    assert got == (whole if believed else None)


D = "12/05/2023"
LINKS = "<li><a href='/{}'>Mục</a></li>"
H = f"<h1>{TITLE}</h1>"
NEW = "02/03/2026"
MENU = "<a href='/muc'>Mục</a> | "


def nested(levels: int, inner: str) -> str:
    """A part of the page in so many elements."""
    return "<div>" * levels + inner + "</div>" * levels


DATES = [
    ("three links below a date", f"<p>{D}</p><ul>{LINKS * 3}</ul><div>{H}{TEXT}</div>", True),
    ("four links below a date", f"<p>{D}</p><ul>{LINKS * 4}</ul><div>{H}{TEXT}</div>", False),
    (
        "a weekday beside a link, close",
        f"<p><a href='/'>Mục</a></p><div><div><p>Thứ Sáu, {D}</p></div></div>{H}{TEXT}",
        True,
    ),
    (
        "a weekday beside a link, far",
        f"<p><a href='/'>Mục</a></p><div><div><div><p>Thứ Sáu, {D}</p></div></div></div>{H}{TEXT}",
        False,
    ),
    (
        "a weekday beside a menu",
        f"<p>{MENU * 4}</p><p>Thứ Sáu, {D}</p>{H}{TEXT}",
        False,
    ),
    ("a weekday beside a trail", f"<p>{MENU * 3}</p><p>Thứ Sáu, {D}</p>{H}{TEXT}", True),
    ("a menu in one line below", f"<p>{D}</p><p>{MENU * 4}</p>{H}{TEXT}", False),
    ("a trail in one line below", f"<p>{D}</p><p>{MENU * 3}</p>{H}{TEXT}", True),
    ("today", f"<p>{NEW}</p>{H}{TEXT}", True),
    ("a moment ago", f"<p>{NEW} 09:14</p>{H}{TEXT}", True),
    ("the word of a clock", f"<p>Hôm nay 09:15</p>{H}{TEXT}", False),
    ("the words of a clock", f"<p>Hôm nay, ngày 2 tháng 3 năm 2026</p>{H}{TEXT}", False),
    ("five elements up", f"{nested(4, f'<p>{NEW}</p>')}{H}{TEXT}", True),
    ("another part of the page", f"{nested(5, f'<p>{NEW}</p>')}{H}{TEXT}", False),
    ("three fifths linked", f"{H}{PIC * 4}<p><a href='/x'>{D}</a>abcdefg</p>{TEXT}", True),
    ("more linked", f"{H}{PIC * 4}<p><a href='/x'>{D}</a>abcdef</p>{TEXT}", False),
    ("linked, three lines away", f"{H}{PIC * 2}<p><a href='/x'>{D}</a></p>{TEXT}", True),
    ("linked, four lines away", f"{H}{PIC * 3}<p><a href='/x'>{D}</a></p>{TEXT}", False),
    ("the first line", f"{H}<div><p>{D}</p>{paragraphs(4)}</div>", True),
    ("the third line from the end", f"{H}<div>{paragraphs(4)}<p>{D}</p>{PIC * 2}</div>", True),
    ("the fourth line from the end", f"{H}<div>{paragraphs(4)}<p>{D}</p>{PIC * 3}</div>", False),
    ("ten lines below", f"{H}{PIC * 9}<p>{D}</p>{TEXT}", True),
]


@pytest.mark.parametrize(("name", "body", "found"), DATES, ids=[row[0] for row in DATES])
def test_printed_dates(name: str, body: str, found: bool) -> None:
    assert (published(f"<div>{body}</div>") is not None) == found


def lines(*texts: str) -> str:
    return "".join(f"<div>{line}</div>" for line in texts)


BOXES = [
    ("day above month and year", lines("12", "Th5, 2023"), D),
    ("three lines", lines("12", "Tháng 5", "2023"), D),
    ("four lines", lines("12", "Tháng", "5", "2023"), None),
    ("month first", lines("May", "12", "2023"), D),
    ("with a slash", lines("12", "05/2023"), D),
    ("day and month above the year", lines("12/5", "2023"), D),
    ("an hour below", lines("12", "Th5, 2023", "14:30"), D),
    ("a line of 24", lines("12", "Tháng mười hai, năm 2023"), "12/12/2023"),
    ("a line of 25", lines("12", "Tháng mười hai , năm 2023"), None),
    ("no year", lines("12", "Th5"), None),
    ("a number alone", lines("12"), None),
]


@pytest.mark.parametrize(("name", "box", "day"), BOXES, ids=[row[0] for row in BOXES])
def test_day_and_month_in_a_box(name: str, box: str, day: str | None) -> None:
    at = article_of(f"<div><div>{box}</div>{H}{TEXT}</div>").published
    assert (at.strftime("%d/%m/%Y") if at else None) == day


BELOW_TITLE = [
    ("a friendly day", f"<p>Hôm nay, {NEW}</p>", f"{NEW} 00:00"),
    ("with its hour", f"<p>Hôm nay, 08:30 {NEW}</p>", f"{NEW} 08:30"),
    ("a clock", f"<p>Bây giờ là 09:15 {NEW}</p>", None),
]


@pytest.mark.parametrize(("name", "line", "at"), BELOW_TITLE, ids=[row[0] for row in BELOW_TITLE])
def test_today_below_the_headline_is_no_clock(name: str, line: str, at: str | None) -> None:
    moment = article_of(f"<div>{H}{line}{TEXT}</div>").published
    assert (moment.strftime("%d/%m/%Y %H:%M") if moment else None) == at


ORDERS = [
    ("its own form", "2/3/2026 8:30:53 AM", "", "", "03/02"),
    ("the head", "2/3/2026 8:30:53 AM", "", "2026-03-02T08:30:53+07:00", "02/03"),
    ("the capture", "12/1/2026 8:30:53 AM", "", "", "12/01"),
    ("another with the month first", "10/11/2025 10:30:53 AM", "9/25/2025 8:00:00 AM", "", "11/10"),
    ("another of a script", "10/11/2025 10:30:53 AM", "9/25/2025, 8:00:00 AM", "", "11/10"),
    ("another with the day first", "2/3/2025 8:30:53 AM", "25/9/2024 8:00:00 AM", "", "02/03"),
    ("the last day of a month", "2/3/2025 8:30:53 AM", "12/11/2024 8:00:00 AM", "", "03/02"),
    ("nothing", "10/11/2025 10:30:53 AM", "", "", "10/11"),
]


@pytest.mark.parametrize(
    ("name", "printed", "other", "head", "day"), ORDERS, ids=[row[0] for row in ORDERS]
)
def test_day_or_month_first(name: str, printed: str, other: str, head: str, day: str) -> None:
    foot = f"<p>Các tin khác</p><ul><li><a href='/a'>Khai trương</a> ({other})</li></ul>"
    body = f"<div>{H}<p>{printed}</p>{TEXT}{foot * bool(other)}</div>"
    at = article_of(body, f'<meta property="{DECLARED}" content="{head}">').published
    assert at is not None
    assert at.strftime("%d/%m") == day


TIME = "<time datetime='2023-05-12'></time>"
TIMES = [
    ("two elements up", f"<p>Ảnh <b><i>{TIME}</i></b></p>", False),
    ("one element up", f"<p>Ảnh <b>{TIME}</b></p>", True),
]


@pytest.mark.parametrize(("name", "line", "found"), TIMES, ids=[row[0] for row in TIMES])
def test_an_unprinted_time(name: str, line: str, found: bool) -> None:
    assert (published(f"<div><h1>{TITLE}</h1>{line}{TEXT}</div>") is not None) == found


@pytest.mark.parametrize(("lines", "found"), [(11, True), (12, False)])
def test_an_unprinted_time_far_below(lines: int, found: bool) -> None:
    line = f"<p>Ảnh {TIME}</p>"
    body = f"<div><h1>{TITLE}</h1>{PIC * lines}{line}{TEXT}</div>"
    assert (published(body) is not None) == found


VIEWS = "<p>Lượt xem: 53</p>"
OTHER = f"<p><a href='/tin/x.html'>{phrase(45)}</a></p>"
RELATED = [
    ("another article's item", f"<li>{OTHER}{VIEWS}</li>", None),
    ("two lines away", f"<li>{OTHER}{PIC}{VIEWS}</li>", None),
    ("three lines away", f"<li>{OTHER}{PIC * 2}{VIEWS}</li>", 53),
    ("four elements around", f"<li>{OTHER}<div><div>{VIEWS}</div></div></li>", None),
    ("five elements around", f"<li>{OTHER}<div><div><div>{VIEWS}</div></div></div></li>", 53),
]


@pytest.mark.parametrize(("name", "item", "count"), RELATED, ids=[row[0] for row in RELATED])
def test_counts_of_other_articles(name: str, item: str, count: int | None) -> None:
    assert article_of(f"<div>{HEAD}{TEXT}<ul>{item}</ul></div>").views == count


@pytest.mark.parametrize(("views", "kept"), [(10**12, True), (10**12 + 1, False)])
def test_a_count_that_cannot_be(views: int, kept: bool) -> None:
    got = article_of(f"<div>{HEAD}<p>Lượt xem: {views}</p>{TEXT}</div>").views
    assert got == (views if kept else None)
