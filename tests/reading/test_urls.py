"""Addresses: one for each page, what is dropped from them, and what they lead to."""

from __future__ import annotations

import pytest

from govnews.reading.urls import (
    absolute,
    canonical,
    is_attachment,
    is_home,
    is_page,
    is_web_address,
    same_site,
)

CANONICAL = [
    ("HTTPS://Mau.GOV.vn/Tin-Tuc", "https://mau.gov.vn/Tin-Tuc"),
    ("https://mau.gov.vn", "https://mau.gov.vn/"),
    ("https://mau.gov.vn:443/a", "https://mau.gov.vn/a"),
    ("http://mau.gov.vn:8080/a", "http://mau.gov.vn:8080/a"),
    ("https://mau.gov.vn/a//b#top", "https://mau.gov.vn/a/b"),
    ("https://mau.gov.vn/a?utm_source=x&id=5&fbclid=y", "https://mau.gov.vn/a?id=5"),
    ("https://mau.gov.vn/a;jsessionid=AB12?id=5", "https://mau.gov.vn/a?id=5"),
    ("https://mau.gov.vn/(S(abcdefghijklmnop1234))/a", "https://mau.gov.vn/a"),
    ("https://mau.gov.vn/a?b=2&a=1", "https://mau.gov.vn/a?b=2&a=1"),
    ("https://mau.gov.vn/a?print=1&ItemID=7", "https://mau.gov.vn/a?ItemID=7"),
    ("https://mau.gov.vn/a?SID=0a1b2c3d4e5f6a7b8c&side=2", "https://mau.gov.vn/a?side=2"),
    ("https://mau.gov.vn/a?SID=1&side=2", "https://mau.gov.vn/a?SID=1&side=2"),
]


@pytest.mark.parametrize(("url", "expected"), CANONICAL, ids=[url for url, _ in CANONICAL])
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a", "https://mau.gov.vn/a"),
        ("b.html", "https://mau.gov.vn/tin/b.html"),
        ("?p=2", "https://mau.gov.vn/tin/?p=2"),
        ("//khac.vn/a", "https://khac.vn/a"),
        (" /a b ", "https://mau.gov.vn/a%20b"),
        ("#top", None),
        ("javascript:void(0)", None),
        ("mailto:a@b.vn", None),
        ("tel:1022", None),
        ("ftp://mau.gov.vn/a", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_absolute(href: str, expected: str | None) -> None:
    assert absolute("https://mau.gov.vn/tin/", href) == expected


@pytest.mark.parametrize(
    "url",
    [
        "/van-ban.pdf",
        "/a.DOCX",
        "/a.xls?v=2",
        "/tai.aspx?f=b.zip&x=1",
        "/a.7z#p",
        "/x.rar",
        "/c.csv",
    ],
)
def test_files(url: str) -> None:
    assert is_attachment(url)
    assert not is_page(url)


@pytest.mark.parametrize("url", ["/a.html", "/pdf", "/van-ban-pdf", "/a.aspx", "/docs/1", ""])
def test_pages(url: str) -> None:
    assert not is_attachment(url)
    assert is_page(url)


@pytest.mark.parametrize("url", ["/a.jpg", "/b.css?v=1", "/c.svg", "/d.woff2", "/e.mp4"])
def test_parts_of_pages(url: str) -> None:
    assert not is_page(url)


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://mau.gov.vn", True),
        ("https://mau.gov.vn/", True),
        ("https://mau.gov.vn/?id=1", False),
        ("https://mau.gov.vn/home", False),
    ],
)
def test_home(url: str, home: bool) -> None:
    assert is_home(url) == home


@pytest.mark.parametrize(
    ("url", "valid"),
    [
        ("https://mau.gov.vn/a", True),
        ("http://mau.gov.vn", True),
        ("mau.gov.vn", False),
        ("ftp://mau.gov.vn", False),
        ("https://mau.gov.vn:99999/", False),
        ("https:///a", False),
    ],
)
def test_web_addresses(url: str, valid: bool) -> None:
    assert is_web_address(url) == valid


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://www.mau.gov.vn/a", True),
        ("https://mau.gov.vn/a", True),
        ("https://b.mau.gov.vn/", False),
    ],
)
def test_same_site(url: str, same: bool) -> None:
    assert same_site(url, "mau.gov.vn") == same
