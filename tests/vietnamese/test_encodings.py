"""Legacy encodings: each table letter by letter, and texts that are in none of them."""

from __future__ import annotations

import pytest

from govnews.vietnamese.encodings import decode, from_tcvn3, from_vni, unfont

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
        (f"<meta charset='gb2312'>{'中文新闻' * 9}".encode("gb2312"), None, "gb2312"),
        ((TEXT * 3).encode() + b"\xe1\xbb", "text/html; charset=utf-8", "utf-8"),
    ],
    ids=["utf-8", "header-wrong", "utf-16-declared", "utf-16-bom", "gb2312", "cut-end"],
)
def test_bytes(body: bytes, content_type: str | None, charset: str) -> None:
    assert decode(body, content_type)[1] == charset


def test_an_unknown_charset_is_passed_over() -> None:
    assert decode(TEXT.encode(), "text/html; charset=x-none") == (TEXT, "utf-8")
