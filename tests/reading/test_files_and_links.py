"""Lines of files, links to other articles inside a text, pictures, and titles of the head."""

from __future__ import annotations

import pytest

from govnews.reading.fields.attachments import is_file_line
from govnews.reading.page.metadata import read_metadata
from govnews.reading.page.related import is_related_item, refers_on
from govnews.reading.parse.document import parse
from tests.reading.pagelib import (
    DATE,
    TITLE,
    article_of,
    capture,
    context_of,
    page_of,
    paragraphs,
    phrase,
)

FILES = [
    ("<p><a href='/a.pdf'>Quyết định 12</a></p>", True),
    ("<p>Tệp đính kèm: <a href='/a.pdf'>Quyết định</a></p>", True),
    ("<p>Tải về <a href='/a.docx'>Mẫu 1</a>, <a href='/b.docx'>Mẫu 2</a></p>", True),
    ("<p><a href='/a.pdf'>Quyết định</a> (1.2 MB)</p>", True),
    ("<p>Xem <a href='/a.pdf'>Quyết định</a> của tỉnh</p>", False),
    ("<p><a href='/c/document_library/get_file?uuid=1'>KH-47.pdf</a></p>", True),
    ("<p><a href='/c/document_library/get_file?uuid=1'>Kế hoạch</a></p>", False),
    ("<p><a href='/a.html'>Kế hoạch.pdf</a></p>", False),
    ("<p><a href='/a.html'>Quyết định</a></p>", False),
    ("<p><a href='/a.pdf'>Một</a> <a href='/b.html'>hai</a></p>", False),
    ("<p>Tệp đính kèm:</p>", False),
]


@pytest.mark.parametrize(("line", "file"), FILES, ids=[row[0] for row in FILES])
def test_lines_of_files(line: str, file: bool) -> None:
    assert is_file_line(page_of(line).blocks[0]) == file


ATTACHED = [
    ("<a href='/van-ban/a.pdf'>Quyết định</a>", ("/van-ban/a.pdf", "Quyết định")),
    ("<a href='/documents/12/a'>Quyết định.pdf</a>", ("/documents/12/a", "Quyết định.pdf")),
    ("<a href='/a.xlsx' title='Bảng giá'><img src='/x.gif'></a>", ("/a.xlsx", "Bảng giá")),
    ("<a href='/documents/12/a'>Quyết định</a>", None),
    (
        "<a href='/c/document_library/get_file?uuid=1f'>KH-47.pdf</a>",
        ("/c/document_library/get_file?uuid=1f", "KH-47.pdf"),
    ),
    (
        "<a href='/Tin/GetFile.ashx?file_id=7'>Biểu mẫu.docx</a>",
        ("/Tin/GetFile.ashx?file_id=7", "Biểu mẫu.docx"),
    ),
    ("<a href='/bai-2.html'>Bài khác</a>", None),
    ("<a href='javascript:tai()'>a.pdf</a>", None),
]


@pytest.mark.parametrize(("link", "file"), ATTACHED, ids=[row[0] for row in ATTACHED])
def test_attachments(link: str, file: tuple[str, str] | None) -> None:
    body = f"<div><h1>{TITLE}</h1>{DATE}<div>{paragraphs(3)}<p>{link}</p></div></div>"
    found = [(one.url, one.name) for one in article_of(body).attachments]
    assert found == ([(f"https://mau.gov.vn{file[0]}", file[1])] if file else [])


@pytest.mark.parametrize(
    ("line", "refers"),
    [
        ("Xem thêm: Hội nghị", True),
        (">> Hội nghị", True),
        ("» Hội nghị", True),
        ("Tin liên quan: Hội nghị", True),
        ("Đọc thêm Hội nghị", True),
        ("Xem hội nghị", False),
        ("Hội nghị » xem thêm", False),
    ],
)
def test_hints_to_another_article(line: str, refers: bool) -> None:
    assert refers_on(page_of(f"<p>{line}</p>").blocks[0]) == refers


HEADLINE = f"<a href='/tin/x.html'>{phrase(45)}</a>"
RELATED = [
    ("links beside each other", f"<p>{HEADLINE}</p>" * 2, True),
    ("one link alone", f"<p>{HEADLINE}</p><p>Ảnh đẹp</p>", False),
    ("a list of links", f"<ul><li>{HEADLINE}</li><li>{HEADLINE}</li></ul>", True),
    ("a link with its date", f"<p>{HEADLINE} (12/05/2023)</p>", True),
    ("a link with words", f"<p>{HEADLINE} của tỉnh</p>", False),
    ("two in one line", f"<p>{HEADLINE} {HEADLINE}</p>", True),
    ("a hint", f"<p>Xem thêm: {HEADLINE}</p>", True),
    ("short links", "<p><a href='/x'>Mười chín chữ cái.</a></p>" * 2, False),
    ("files", "<p><a href='/a.pdf'>Quyết định số 12 của tỉnh</a></p>" * 2, False),
    ("papers", "<p><a href='/x'>Quyết định số 12/QĐ-UBND về giá đất</a></p>" * 2, False),
    ("numbered", f"<p><a href='/x'>1. {phrase(40)}</a></p>" * 2, False),
]


@pytest.mark.parametrize(("name", "lines", "related"), RELATED, ids=[row[0] for row in RELATED])
def test_links_to_other_articles(name: str, lines: str, related: bool) -> None:
    assert is_related_item(context_of(f"<section>{lines}</section>"), 0) == related


IMAGES = [
    ("<img src='/a/hop.jpg'>", "https://mau.gov.vn/a/hop.jpg"),
    ("<img src='data:image/gif;base64,R0' data-src='/a/hop.jpg'>", "https://mau.gov.vn/a/hop.jpg"),
    ("<img data-original='/a/hop.jpg' src='/blank.gif'>", "https://mau.gov.vn/a/hop.jpg"),
    ("<img src='/a/icon-fb.png'>", None),
    ("<img src='/a/logo.png'>", None),
    ("<img src='/a/hop.jpg' width='16'>", None),
    ("<img src='/a/hop.jpg' width='16px' height='16px'>", None),
    ("<img src='/a/hop.jpg' width='160'>", "https://mau.gov.vn/a/hop.jpg"),
    ("<img src='data:image/gif;base64,R0'>", None),
    ("<img>", None),
]


@pytest.mark.parametrize(("image", "url"), IMAGES, ids=[row[0] for row in IMAGES])
def test_addresses_of_pictures(image: str, url: str | None) -> None:
    inner = f"{paragraphs(3)}<p>{image}</p>{paragraphs(1)}"
    body = f"<div><h1>{TITLE}</h1>{DATE}<div>{inner}</div></div>"
    assert [found.url for found in article_of(body).images] == ([url] if url else [])


TITLES = [
    ("<title>Khai mạc hội chợ</title>", ["Khai mạc hội chợ"]),
    ("<title>Khai mạc hội chợ - Cổng thông tin điện tử</title>", ["Khai mạc hội chợ"]),
    ("<title>Cổng thông tin điện tử tỉnh Mẫu</title>", []),
    ('<meta property="og:title" content="Khai mạc hội chợ">', ["Khai mạc hội chợ"]),
    (
        '<meta property="og:site_name" content="Báo Mẫu"><title>Khai mạc hội chợ | Báo Mẫu</title>',
        ["Khai mạc hội chợ"],
    ),
    ("", []),
]


@pytest.mark.parametrize(("head", "titles"), TITLES, ids=[row[0] or "none" for row in TITLES])
def test_titles_of_the_head(head: str, titles: list[str]) -> None:
    metadata = read_metadata(parse(capture("<p>x</p>", head)))
    assert [title.text for title in metadata.titles] == titles


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


AUTHORS = [
    ('{"@type":"NewsArticle","author":{"name":"Thu Hà"}}', ["Thu Hà"]),
    ('{"@type":["Article"],"author":"Thu Hà"}', ["Thu Hà"]),
    (
        '{"@graph":[{"@type":"Article","author":[{"name":"Thu Hà"},{"name":"Bình"}]}]}',
        ["Thu Hà", "Bình"],
    ),
    ('{"@type":"Organization","author":"Thu Hà"}', []),
    ('{"@type":"Article","author":{"name":5}}', []),
    ('{"@type":"Article","author":', []),
    ("[]", []),
]


@pytest.mark.parametrize(("data", "authors"), AUTHORS, ids=[row[0][:40] for row in AUTHORS])
def test_authors_of_the_head(data: str, authors: list[str]) -> None:
    metadata = read_metadata(parse(capture("<p>x</p>", json_ld(data))))
    assert [author.text for author in metadata.authors] == authors


FILES_IN_ROWS = """<table><tr><th>STT</th><th>Nội dung</th><th>{label}</th></tr>
<tr><td>1</td><td>Bảng điểm ngạch chuyên viên</td><td><a href="/f/a.pdf">{label}</a></td></tr>
<tr><td>2</td><td>Mẫu đơn phúc khảo</td><td><a href="/f/b.docx">{label}</a></td></tr></table>"""


@pytest.mark.parametrize(
    "label", ["Tải về", "Xem", "[PDF]", "Tải file", "Xem chi tiết", "Download"]
)
@pytest.mark.parametrize("below", ["", paragraphs(1)])
def test_rows_that_say_what_their_files_are_stay(label: str, below: str) -> None:
    rows = FILES_IN_ROWS.format(label=label)
    article = article_of(f"<h1>{TITLE}</h1>{DATE}<div>{paragraphs(2)}{rows}{below}</div>")
    assert "1 | Bảng điểm ngạch chuyên viên" in article.body
    assert "2 | Mẫu đơn phúc khảo" in article.body
    assert [(file.url.rpartition("/")[2], file.name) for file in article.attachments] == [
        ("a.pdf", "Bảng điểm ngạch chuyên viên"),
        ("b.docx", "Mẫu đơn phúc khảo"),
    ]


def test_rows_that_are_the_links_to_files_go() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/f/{n}.pdf'>Biểu {n}.pdf</a></td><td>1.2 MB</td></tr>"
        for n in (1, 2)
    )
    table = f"<table><tr><td>STT</td><td>Tên tệp</td><td>Cỡ</td></tr>{rows}</table>"
    article = article_of(f"<h1>{TITLE}</h1>{DATE}<div>{paragraphs(2)}{table}</div>")
    assert "Biểu 1.pdf" not in article.body
    assert [file.name for file in article.attachments] == ["Biểu 1.pdf", "Biểu 2.pdf"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<p>Mẫu đơn phúc khảo: <a href='/f/a.docx'>Tải về</a></p>", "Mẫu đơn phúc khảo"),
        ("<ul><li>Mẫu đơn <a href='/f/a.docx'>(xem)</a></li></ul>", "Mẫu đơn"),
        ("<p><a href='/f/a.docx'>Tải về</a></p>", "Tải về"),
        ("<p>Kết quả sơ bộ xem <a href='/f/a.docx'>tại đây</a></p>", "tại đây"),
        ("<p>Tải về: <a href='/f/a.docx'>Mẫu đơn</a></p>", "Mẫu đơn"),
    ],
)
def test_a_file_is_named_by_its_line_where_the_link_is_a_label(line: str, name: str) -> None:
    article = article_of(f"<h1>{TITLE}</h1>{DATE}<div>{paragraphs(2)}{line}</div>")
    assert [file.name for file in article.attachments] == [name]
