"""From bytes to lines: what a reader sees as one line, what is left out, what is no page."""

from __future__ import annotations

import pytest

from govnews.errors import NotAnArticle, UsageError
from govnews.model import Capture
from govnews.reading import weights as w
from govnews.reading.parse.document import is_text, page_text, parse
from govnews.reading.parse.lines import flatten
from govnews.reading.parse.plain_text import from_dump
from govnews.reading.parse.tables import Tables
from govnews.reading.selectors import compiled, select, visible_text
from tests.reading.pagelib import NOW, URL, page_of

LINES = [
    ("paragraphs", "<p>Một</p><p>Hai</p>", ["Một", "Hai"]),
    ("a line break", "<p>Một<br>Hai</p>", ["Một", "Hai"]),
    ("inline elements", "<p>Một <b>và</b> <i>hai</i></p>", ["Một và hai"]),
    ("a text between divisions", "Một<div>Hai</div>Ba", ["Một", "Hai", "Ba"]),
    ("hidden by style", "<p>Một</p><p style='display: none'>Hai</p>", ["Một"]),
    ("hidden by attribute", "<p>Một</p><div hidden>Hai</div>", ["Một"]),
    ("hidden inside", "<p>Một <span style='visibility:hidden'>hai</span></p>", ["Một"]),
    ("scripts and styles", "<script>a</script><style>b</style><p>Một</p>", ["Một"]),
    ("controls", "<button>In</button><select><option>A</option></select><p>Một</p>", ["Một"]),
    ("comments", "<p>Một<!-- hai --></p>", ["Một"]),
    ("entities", "<p>T&ocirc;i &amp; b&#7841;n&nbsp;</p>", ["Tôi & bạn"]),
    ("cells", "<table><tr><td>Một</td><td>Hai</td></tr></table>", ["Một", "Hai"]),
    (
        "a date in a font",
        "<p><font size=1>12/05/2023</font>Sáng nay</p>",
        ["12/05/2023", "Sáng nay"],
    ),
    (
        "a date in words in a font",
        "<p><font size=1>ngày 12 tháng 5 năm 2023 Lượt đọc: 20</font> Sáng nay</p>",
        ["ngày 12 tháng 5 năm 2023 Lượt đọc: 20", "Sáng nay"],
    ),
    ("figures before a capital", "<p><span>08:30</span>Sáng nay</p>", ["08:30", "Sáng nay"]),
    ("figures before a letter", "<p><span>5</span>kg</p>", ["5kg"]),
    ("an unclosed paragraph", "<p>Một<p>Hai", ["Một", "Hai"]),
]


@pytest.mark.parametrize(("name", "body", "lines"), LINES, ids=[row[0] for row in LINES])
def test_lines_of_a_page(name: str, body: str, lines: list[str]) -> None:
    assert [block.text for block in page_of(body).blocks] == lines


STYLES = [
    ("<p><b>Một hai</b></p>", True, False),
    ("<p><strong>Một hai</strong></p>", True, False),
    ("<p style='font-weight: 700'>Một hai</p>", True, False),
    ("<p style='font-weight: 400'>Một hai</p>", False, False),
    ("<p><em>Một hai</em></p>", False, True),
    ("<p style='font-style:italic'>Một hai</p>", False, True),
    ("<p><b>Một</b> hai ba bốn</p>", False, False),
]


@pytest.mark.parametrize(("body", "bold", "italic"), STYLES, ids=[row[0] for row in STYLES])
def test_bold_and_italics(body: str, bold: bool, italic: bool) -> None:
    (block,) = page_of(body).blocks
    assert (block.bold, block.italic) == (bold, italic)


@pytest.mark.parametrize(
    ("body", "density", "links"),
    [
        ("<p><a href='/x'>Một</a></p>", 1.0, 1),
        ("<p><a href='/x'>Một</a>Hai</p>", 0.5, 1),
        ("<p><a name='x'>Một</a></p>", 0.0, 0),
        ("<a href='/x'><h3>Một</h3></a>", 1.0, 1),
        ("<p>Một</p>", 0.0, 0),
    ],
)
def test_links_of_a_line(body: str, density: float, links: int) -> None:
    (block,) = page_of(body).blocks
    assert (block.link_density, len(block.links)) == (density, links)


@pytest.mark.parametrize(
    ("dump", "lines"),
    [
        ("Một\nHai", [("Một", 0, 1), ("Hai", 0, 2)]),
        ("Một\n\n\nHai\n", [("Một", 0, 1), ("Hai", 2, 4)]),
        ("  Một  \r\n\tHai", [("Một", 0, 1), ("Hai", 0, 2)]),
        ("\u200b\n", []),
        ("", []),
    ],
)
def test_lines_of_a_dump(dump: str, lines: list[tuple[str, int, int]]) -> None:
    assert [(block.text, block.gap, block.line) for block in from_dump(dump).blocks] == lines


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (b"Tin khac", None, True),
        (b"<p>Tin</p>", None, False),
        (b"<p>Tin</p>", "text/plain; charset=utf-8", True),
        (b"Tin khac", "text/html", False),
        (b"5 < 6", None, True),
    ],
)
def test_a_dump_or_a_page(body: bytes, kind: str | None, text: bool) -> None:
    assert is_text(Capture(URL, NOW, body, content_type=kind)) == text


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.7", b"\x89PNG\r\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"GIF89a", b"\xff\xd8\xff"],
)
def test_a_file_is_no_page(body: bytes) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        page_text(Capture(URL, NOW, body))
    assert refusal.value.reason == "not-html"


@pytest.mark.parametrize("body", [b"", b"   \n"])
def test_an_empty_payload(body: bytes) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        parse(Capture(URL, NOW, body, content_type="text/html"))
    assert refusal.value.reason == "empty"


ROWS = "<tr><th>Xã</th><th>Lúa</th></tr><tr><td>A</td><td>5</td></tr>"
TABLES = [
    ("data", f"<table>{ROWS}</table>", True),
    ("one column", "<table><tr><td>A</td></tr><tr><td>B</td></tr></table>", False),
    ("a form inside", f"<table>{ROWS}<tr><td><form>x</form></td></tr></table>", False),
    ("a table inside", f"<table>{ROWS}<tr><td><table>{ROWS}</table></td></tr></table>", False),
    ("pictures", ROWS.replace("A", "<img src='/a.jpg'>").join(["<table>", "</table>"]), True),
    (
        "more pictures",
        f"<table>{ROWS.replace('A', '<img><img>').replace('5', '<p><img>')}</table>",
        False,
    ),
]


@pytest.mark.parametrize(("name", "body", "data"), TABLES, ids=[row[0] for row in TABLES])
def test_cells_of_data(name: str, body: str, data: bool) -> None:
    page = page_of(body)
    assert (Tables(page).row(page.blocks[0].node) is not None) == data


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("p.a", ["Một"]),
        ("#b", ["Hai"]),
        ("div > p", ["Một", "Hai"]),
        ("[itemprop=x]", []),
        ("h1", []),
    ],
)
def test_selectors(selector: str, texts: list[str]) -> None:
    page = b"<div><p class='a'>M\xe1\xbb\x99t<script>x</script></p><p id='b'>Hai</p></div>"
    root = parse(Capture(URL, NOW, page, content_type="text/html"))
    found = list(select(root, {"body": (selector,)}, "body"))
    assert [visible_text(element) for element, _ in found] == texts
    assert {rule for _, rule in found} <= {f"selector:{selector}"}


@pytest.mark.parametrize("selector", ["p[", "::x", "a >"])
def test_a_broken_selector(selector: str) -> None:
    with pytest.raises(UsageError, match="is not a CSS selector"):
        compiled(selector)


WORDS = "Hội nghị sơ kết công tác cải cách hành chính của xã"
HTML = f"<html><head><meta charset='utf-8'></head><body><h1>{WORDS}</h1></body></html>"
WIDE = [
    ("with a mark", HTML.encode("utf-16"), None),
    ("little end first", HTML.encode("utf-16-le"), "text/html; charset=utf-16"),
    ("big end first", HTML.encode("utf-16-be"), "text/html"),
    ("not declared", HTML.encode("utf-16-le"), None),
]


@pytest.mark.parametrize(("name", "body", "kind"), WIDE, ids=[row[0] for row in WIDE])
def test_pages_in_utf_16(name: str, body: bytes, kind: str | None) -> None:
    capture = Capture(URL, NOW, body, content_type=kind)
    assert not is_text(capture)
    assert [block.text for block in flatten(parse(capture)).blocks] == [WORDS]


def test_a_state_field_of_many_megabytes_hides_no_text() -> None:
    state = f"<input type='hidden' name='__VIEWSTATE' value='{'A' * (w.LXML_MAX_VALUE + 9)}'>"
    page = page_of(f"<form>{state}<h1>{WORDS}</h1></form>")
    assert [block.text for block in page.blocks] == [WORDS]


def test_a_control_character_in_a_capitals_font() -> None:
    page = page_of("<p><font face='.VnTimeH'>h\x01éi nghÞ\x0b s¬ kÕt</font></p>")
    assert [block.text for block in page.blocks] == ["HỘI NGHỊ SƠ KẾT"]


def test_marks_are_put_together_with_the_letters_before_them() -> None:
    page = "<p title='Tiê\u0301ng'>\u0301Tiê\u0301ng u\u031b\u0301</p>\u0301"
    found = page_text(Capture(URL, NOW, page.encode()))
    assert found == "<p title='Tiếng'>\u0301Tiếng ứ</p>\u0301"


MARKUP = "&lt;p id=x&gt;Sáng nay &lt;b&gt;họp&lt;/b&gt;&lt;/p&gt;&lt;p&gt;Chiều đi&lt;/p&gt;"
ESCAPED = [
    (f"<div>{MARKUP}</div>", ["Sáng nay họp", "Chiều đi"]),
    (f"<div><p>Đầu</p>{MARKUP}</div>", ["Đầu", "Sáng nay họp", "Chiều đi"]),
    (f"<div>{MARKUP.replace('&', '&amp;')}</div>", ["Sáng nay họp", "Chiều đi"]),
    ("<p>Một&lt;br&gt;Hai&lt;br /&gt;Ba</p>", ["Một", "Hai", "Ba"]),
    ("<p>Thẻ &lt;/p&gt; kết thúc đoạn</p>", ["Thẻ </p> kết thúc đoạn"]),
    ("<pre>&lt;p&gt;a&lt;/p&gt;</pre>", ["<p>a</p>"]),
    ("<p>Khi a &lt; b và b &gt; c&lt;/b</p>", ["Khi a < b và b > c</b"]),
]


@pytest.mark.parametrize(("html", "lines"), ESCAPED)
def test_markup_printed_as_text(html: str, lines: list[str]) -> None:
    assert [block.text for block in page_of(html).blocks] == lines


RUN = "<font face='.VnTime'>{}</font>"
OLD = "ñy ban nh©n d©n huyÖn yªu cÇu c¸c x·"
RUNS = [
    (f"<p>Căn cứ Công văn số 412, {RUN.format(OLD)} báo cáo</p>",
     "Căn cứ Công văn số 412, ủy ban nhân dân huyện yêu cầu các xã báo cáo"),
    (f"<p>Căn cứ đề nghị, {RUN.format(OLD)} {RUN.format('cña tØnh')}</p>",
     "Căn cứ đề nghị, ủy ban nhân dân huyện yêu cầu các xã của tỉnh"),
    (f"<p>Căn cứ đề nghị, {RUN.format('cả các bên được')} báo cáo</p>",
     "Căn cứ đề nghị, cả các bên được báo cáo"),
    (f"<p>Căn cứ đề nghị, {RUN.format('cá và bò')} báo cáo</p>",
     "Căn cứ đề nghị, cá và bò báo cáo"),
    (f"<p>{RUN.format(OLD)}</p>", "ủy ban nhân dân huyện yêu cầu các xã"),
    ("<p>Căn cứ đề nghị, <span style='font-family: VNI-Times'>UÛy ban nhaân daân huyeän</span></p>",
     "Căn cứ đề nghị, Ủy ban nhân dân huyện"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "line"), RUNS)
def test_a_run_in_an_old_font(html: str, line: str) -> None:
    assert [block.text for block in page_of(html).blocks] == [line]
