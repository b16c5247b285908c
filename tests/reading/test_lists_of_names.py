"""Names that end a text as a list are text; an author is one closing line set apart from it."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, TITLE, article_of, paragraphs

NAMES = ["Lò Văn Páo", "Giàng Thị Mỷ", "Hoàng Đức Lợi", "Nông Thị Thu", "Vàng A Chư"]
HEAD = f"<h1>{TITLE}</h1>{DATE}"
ANNOUNCED = "<p>Ban tổ chức công bố danh sách trúng thưởng đợt hai của chương trình:</p>"
STATED = "<p>Ban tổ chức công bố danh sách trúng thưởng đợt hai của chương trình.</p>"
ROWS = "".join(f"<tr><td>{n}</td><td>{name}</td></tr>" for n, name in enumerate(NAMES, 1))
LISTS = {
    "items": "<ul>" + "".join(f"<li>{name}</li>" for name in NAMES) + "</ul>",
    "items of a numbered list": "<ol>" + "".join(f"<li>{n}</li>" for n in NAMES) + "</ol>",
    "items in paragraphs": "<ul>" + "".join(f"<li><p>{n}</p></li>" for n in NAMES) + "</ul>",
    "paragraphs": "".join(f"<p>{name}</p>" for name in NAMES),
    "bold paragraphs": "".join(f"<p><b>{name}</b></p>" for name in NAMES),
    "divisions": "".join(f"<div>{name}</div>" for name in NAMES),
    "lines": "<p>" + "<br>".join(NAMES) + "</p>",
    "rows": f"<table><tr><th>STT</th><th>Họ và tên</th></tr>{ROWS}</table>",
    "cells": "<table>" + "".join(f"<tr><td>{n}</td><td>{n}</td></tr>" for n in NAMES) + "</table>",
    "rows of one cell": "<table>" + "".join(f"<tr><td>{n}</td></tr>" for n in NAMES) + "</table>",
}


@pytest.mark.parametrize("shape", LISTS)
@pytest.mark.parametrize("above", [ANNOUNCED, STATED], ids=["announced", "stated"])
def test_a_list_of_names_stays_and_nobody_signs(shape: str, above: str) -> None:
    article = article_of(f"{HEAD}<div>{paragraphs(1)}{above}{LISTS[shape]}</div>")
    assert article.author is None
    assert article.signers == ()
    assert all(name in article.body for name in NAMES)


@pytest.mark.parametrize("shape", LISTS)
@pytest.mark.parametrize(
    "signed",
    [
        "<p style='text-align:right'><b>Thu Hà</b></p>",
        "<p align='right'><i>Thu Hà</i></p>",
        "<p>Tác giả: Thu Hà</p>",
    ],
)
def test_an_author_signs_below_a_list_of_names(shape: str, signed: str) -> None:
    article = article_of(f"{HEAD}<div>{paragraphs(1)}{ANNOUNCED}{LISTS[shape]}{signed}</div>")
    assert article.author == "Thu Hà"
    assert all(name in article.body for name in NAMES)


def test_a_bold_name_below_plain_ones_signs() -> None:
    lines = "".join(f"<p>{name}</p>" for name in NAMES)
    article = article_of(f"{HEAD}<div>{paragraphs(1)}{ANNOUNCED}{lines}<p><b>Thu Hà</b></p></div>")
    assert article.author == "Thu Hà"
    assert all(name in article.body for name in NAMES)


OTHERS = [
    ["Công ty Cấp nước Vân Lĩnh", "Ngân hàng Chính sách xã hội", "Trường THPT Mường Than"],
    ["Ông Lò Văn Páo", "Bà Giàng Thị Mỷ", "Cửa hàng gạo Hai Thành", "Chùa Linh Ứng"],
    ["Nếp Cẩm", "Tẻ Râu"],
]


@pytest.mark.parametrize("names", OTHERS, ids=lambda names: names[0])
@pytest.mark.parametrize("tag", ["p", "div", "li"])
def test_companies_and_donors_at_the_end_of_an_announced_list(names: list[str], tag: str) -> None:
    items = "".join(f"<{tag}>{name}</{tag}>" for name in names)
    article = article_of(f"{HEAD}<div>{paragraphs(1)}{ANNOUNCED}{items}</div>")
    assert article.author is None
    assert all(name in article.body for name in names)


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        ("<p align='right'><b>Thu Hà<br>Minh Đức<br>Lan Anh</b></p>", "Thu Hà, Minh Đức, Lan Anh"),
        ("<p>Thu Hà<br>Minh Đức<br>Lan Anh</p>", "Thu Hà, Minh Đức, Lan Anh"),
        ("<p>Thu Hà<br>Minh Đức</p>", "Thu Hà, Minh Đức"),
        ("<p>Thu Hà</p><p>Minh Đức</p>", "Thu Hà, Minh Đức"),
        (
            "<p align='right'><b>Thu Hà</b></p><p align='right'><b>Minh Đức</b></p>",
            "Thu Hà, Minh Đức",
        ),
        ("<p>Thu Hà - Minh Đức - Lan Anh</p>", "Thu Hà - Minh Đức - Lan Anh"),
        ("<p>Thu Hà, Minh Đức, Lan Anh</p>", "Thu Hà, Minh Đức, Lan Anh"),
    ],
)
def test_authors_who_sign_together(lines: str, author: str) -> None:
    article = article_of(f"{HEAD}<div>{paragraphs(2)}{lines}</div>")
    assert article.author == author
    assert "Minh Đức" not in article.body


@pytest.mark.parametrize(
    "slogan",
    ["Rừng Xanh Là Bạn Của Người", "Chung Tay Giữ Sạch Nguồn Nước", "NƯỚC SẠCH LÀ SỨC KHỎE"],
)
@pytest.mark.parametrize("line", ["<p align='center'><b>{}</b></p>", "<p><b>{}</b></p>"])
def test_a_slogan_that_ends_a_text_is_text(slogan: str, line: str) -> None:
    article = article_of(f"{HEAD}<div>{paragraphs(2)}{line.format(slogan)}</div>")
    assert article.author is None
    assert article.body.endswith(slogan)


POSTS = (
    "<p align='center'><b>CHỦ TỊCH</b></p><p align='center'>Lò Văn Páo</p>"
    "<p align='center'><b>PHÓ CHỦ TỊCH</b></p><p align='center'>Giàng Thị Mỷ</p>"
)
COMMITTEE = (
    "<p><b>Trưởng ban</b></p><p>Ông Lò Văn Páo</p><p><b>Phó Trưởng ban</b></p>"
    "<p>Bà Giàng Thị Mỷ</p><p><b>Ủy viên</b></p><p>Hoàng Đức Lợi</p><p>Nông Thị Thu</p>"
)


@pytest.mark.parametrize(
    "inner",
    [
        STATED + POSTS + paragraphs(1),
        ANNOUNCED + POSTS + paragraphs(1),
        ANNOUNCED + POSTS,
        ANNOUNCED + COMMITTEE,
        STATED + COMMITTEE,
    ],
)
def test_posts_and_names_that_are_elected_are_text(inner: str) -> None:
    article = article_of(f"{HEAD}<div>{paragraphs(1)}{inner}</div>")
    assert (article.author, article.signers) == (None, ())
    assert "Lò Văn Páo" in article.body
    assert "Giàng Thị Mỷ" in article.body


@pytest.mark.parametrize("office", ["ĐẠI DIỆN SỞ Y TẾ", "SỞ Y TẾ", "TM. ỦY BAN NHÂN DÂN"])
def test_two_signers_side_by_side(office: str) -> None:
    one = f"<td align='center'><b>{office}<br>PHÓ GIÁM ĐỐC<br><br>Lò Văn Páo</b></td>"
    two = "<td align='center'><b>UBND XÃ MƯỜNG THAN<br>CHỦ TỊCH<br><br>Nông Thị Thu</b></td>"
    block = f"<table><tr>{one}{two}</tr></table>"
    article = article_of(f"{HEAD}<div>{paragraphs(2)}{block}</div>")
    assert article.author is None
    assert [(signer.name, signer.post) for signer in article.signers] == [
        ("Lò Văn Páo", "PHÓ GIÁM ĐỐC"),
        ("Nông Thị Thu", "CHỦ TỊCH"),
    ]
    assert [signer.on_behalf for signer in article.signers] == [office, "UBND XÃ MƯỜNG THAN"]


def test_a_signing_block_above_an_annex() -> None:
    block = "<p align='center'><b>CHỦ TỊCH</b></p><p align='center'><b>Lò Văn Páo</b></p>"
    annex = "<p><b>PHỤ LỤC</b></p><p>Danh mục công trình khởi công trong năm của huyện.</p>"
    article = article_of(f"{HEAD}<div>{paragraphs(2)}{block}{annex}</div>")
    assert [signer.name for signer in article.signers] == ["Lò Văn Páo"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("BBT", "BBT"),
        ("Ban Biên tập", "Ban Biên tập"),
        ("Người đưa tin: Lò Văn Páo - Công chức Văn hóa xã", "Lò Văn Páo"),
        ("Người đưa tin: Lò Văn Páo", "Lò Văn Páo"),
        ("Tin: Lò Văn Páo - Phó Chủ tịch UBND xã", "Lò Văn Páo"),
        ("bbt", None),
    ],
)
def test_who_sends_the_news(line: str, author: str | None) -> None:
    signed = f"<p style='text-align:right'><b>{line}</b></p>"
    article = article_of(f"{HEAD}<div>{paragraphs(2)}{signed}</div>")
    assert article.author == author
    assert line not in article.body
