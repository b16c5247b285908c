"""Legacy encodings: each table letter by letter, and texts that are in none of them."""

from __future__ import annotations

import pytest

from govnews.vietnamese.encodings import decode, from_tcvn3, from_vni, unfont, visible
from govnews.vietnamese.text import clean

TCVN3 = [
    ("Uû ban nh©n d©n tØnh", "Uỷ ban nhân dân tỉnh"),
    ("quyÕt ®Þnh", "quyết định"),
    ("Héi ®ång", "Hội đồng"),
    ("ch\xad¬ng tr×nh", "chương trình"),
    ("§iÖn Biªn", "Điện Biên"),
    ("«n ®íi, ¬n huÖ", "ôn đới, ơn huệ"),
]
VNI = [
    ("Uûy ban nhaân daân tænh", "Ủy ban nhân dân tỉnh"),
    ("quyeát ñònh", "quyết định"),
    ("Hoäi ñoàng", "Hội đồng"),
    ("chöông trình", "chương trình"),
    ("Ñieän Bieân", "Điện Biên"),
    ("ngöôøi daân", "người dân"),
    ("HOÄI ÑOÀNG", "HỘI ĐỒNG"),
]


@pytest.mark.parametrize(("old", "new"), TCVN3, ids=[new for _, new in TCVN3])
def test_tcvn3(old: str, new: str) -> None:
    assert from_tcvn3(old) == new


@pytest.mark.parametrize(("old", "new"), VNI, ids=[new for _, new in VNI])
def test_vni(old: str, new: str) -> None:
    assert from_vni(old) == new


LINES = [
    ("Héi ®ång nh©n d©n tØnh", "Hội đồng nhân dân tỉnh"),
    ("Hoäi ñoàng nhaân daân tænh", "Hội đồng nhân dân tỉnh"),
    ("Hội đồng nhân dân tỉnh", "Hội đồng nhân dân tỉnh"),
    ("Résumé déjà vu", "Résumé déjà vu"),
    ("50 µm ± 2 °C", "50 µm ± 2 °C"),
    ("© 2021 «Portal»", "© 2021 «Portal»"),
    ("Plain text", "Plain text"),
    ("§¶ng ñy x·", "Đảng ủy xã"),
    ("VÒ ®Ých", "Về đích"),
    ("S¬ kÕt", "Sơ kết"),
    ("Sô keát", "Sơ kết"),
    ("«Résumé» Sony® ¿Qué tal?", "«Résumé» Sony® ¿Qué tal?"),
    ("\u00d0oàn", "\u00d0oàn"),
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=[f"{n}" for n in range(len(LINES))])
def test_one_line(text: str, expected: str) -> None:
    assert unfont(text) == expected


TEXT = "Ủy ban nhân dân tỉnh ban hành quyết định về việc hỗ trợ người dân vùng thiên tai. "


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (TEXT.encode(), None, "utf-8"),
        (TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (TEXT.encode("utf-16-be"), "text/html; charset=utf-16-be", "utf-16-be"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf-16-be"),
        (TEXT.encode("utf-16-le"), None, "utf-16-le"),
        (TEXT.encode().replace(b" ", b"\0 "), None, "utf-8"),
        (f"<meta charset='gb2312'>{'中文新闻' * 9}".encode("gb2312"), None, "gb2312"),
        ((TEXT * 3).encode() + b"\xe1\xbb", "text/html; charset=utf-8", "utf-8"),
    ],
    ids=[
        "utf-8",
        "header-wrong",
        "utf-16-declared",
        "utf-16-bom",
        "utf-16-bare",
        "zeros",
        "gb2312",
        "cut-end",
    ],
)
def test_bytes(body: bytes, content_type: str | None, charset: str) -> None:
    assert decode(body, content_type)[1] == charset


def test_an_unknown_charset_is_passed_over() -> None:
    assert decode(TEXT.encode(), "text/html; charset=x-none") == (TEXT, "utf-8")


def twice(text: str) -> str:
    """UTF-8 that was taken for windows-1252."""
    return (
        text.encode()
        .decode("cp1252", "surrogateescape")
        .translate({0xDC00 + code: code for code in range(0x80, 0x100)})
    )


DOUBLED = [
    ("a line", twice(TEXT), TEXT.strip()),
    ("beside Unicode", f"Tin tức: {twice(TEXT)}", None),
    ("a lost byte", twice(TEXT).replace("º", "", 1), None),
    ("no Vietnamese", "Ã© và é", "Ã© và é"),
    ("a single sign", "Ã", "Ã"),
    ("French", "Café à la crème", "Café à la crème"),
]


@pytest.mark.parametrize(("name", "text", "line"), DOUBLED, ids=[row[0] for row in DOUBLED])
def test_a_text_encoded_twice_is_repaired_completely_or_stays(
    name: str, text: str, line: str | None
) -> None:
    assert visible(text) == (clean(text) if line is None else line)


def test_a_font_encoding_amid_a_page_in_utf_8() -> None:
    body = f"<p>{TEXT * 9}</p><p>".encode() + "Héi nghÞ s¬ kÕt c«ng t¸c".encode("latin-1") + b"</p>"
    assert decode(body)[0].endswith("<p>Hội nghị sơ kết công tác</p>")


def test_a_stray_byte_in_a_page_in_utf_8() -> None:
    body = f"<p>{TEXT * 9}</p><p>".encode() + b"\xff\xfe\xff\xfe</p>"
    assert decode(body)[0].endswith("<p>\ufffd\ufffd\ufffd\ufffd</p>")


def test_a_line_of_utf_8_amid_a_page_in_a_font_encoding() -> None:
    old = "Héi ®ång nh©n d©n tØnh ban hµnh nghÞ quyÕt vÒ viÖc hç trî n«ng d©n. " * 9
    body = f"<p>{old}</p><p>".encode("latin-1") + f"{TEXT}</p>".encode()
    _, line = decode(body)[0].split("</p><p>")
    assert visible(line.removesuffix("</p>")) == TEXT.strip()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("S&#225;ng nay huy&#7879;n h&#x1ecd;p", "Sáng nay huyện họp"),
        ("Nh&agrave; m&aacute;y&nbsp;nước &ndash; đợt 2", "Nhà máy nước – đợt 2"),
        ("Công ty A & B; C", "Công ty A & B; C"),
        ("a &xyz; b &#1; c", "a &xyz; b &#1; c"),
    ],
)
def test_letters_escaped_twice(text: str, printed: str) -> None:
    assert visible(text) == printed
