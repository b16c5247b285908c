"""Addresses: one for each page, what is dropped from them, and what they lead to."""

from __future__ import annotations

import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.reading.urls import (
    absolute,
    canonical,
    is_attachment,
    is_page,
    is_web_address,
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
    # one spelling (RFC 3986, 6.2.2)
    ("https://mau.gov.vn/%c4%91%E1%BA%a5t", "https://mau.gov.vn/%C4%91%E1%BA%A5t"),
    ("https://mau.gov.vn/đất", "https://mau.gov.vn/%C4%91%E1%BA%A5t"),
    ("https://mau.gov.vn/%78%2dy%7E", "https://mau.gov.vn/x-y~"),
    ("https://mau.gov.vn/a%2fb", "https://mau.gov.vn/a%2Fb"),
    ("https://mau.gov.vn/%2541", "https://mau.gov.vn/%2541"),
    ("https://mau.gov.vn/%%34%31", "https://mau.gov.vn/%%341"),
    ("https://mau.gov.vn/%zz", "https://mau.gov.vn/%zz"),
    ("https://mau.gov.vn/a/./b/../c", "https://mau.gov.vn/a/c"),
    ("https://mau.gov.vn/a/%2e%2E/b/.", "https://mau.gov.vn/b/"),
    ("https://mau.gov.vn/../../a/..", "https://mau.gov.vn/"),
    ("https://mau.gov.vn/a/...", "https://mau.gov.vn/a/..."),
    ("https://mau.gov.vn./a", "https://mau.gov.vn/a"),
    ("http://mau.gov.vn:80/a", "http://mau.gov.vn/a"),
    ("https://mau.gov.vn:/a", "https://mau.gov.vn/a"),
    ("https://mau.gov.vn:80/a", "https://mau.gov.vn:80/a"),
    ("http://[::1]:80/a", "http://[::1]/a"),
    ("https://ten:mat-khau@mau.gov.vn/a", "https://mau.gov.vn/a"),
    ("https://mau.gov.vn/a?", "https://mau.gov.vn/a"),
    ("https://mau.gov.vn/a?&&b=1&", "https://mau.gov.vn/a?b=1"),
    ("https://mau.gov.vn/a?q=%74%c3%a2m+d%20e", "https://mau.gov.vn/a?q=t%C3%A2m+d%20e"),
    ("https://mau.gov.vn/a?%75tm_source=x&id=5", "https://mau.gov.vn/a?id=5"),
    # sessions: by their name where it means nothing else, by their value where it may
    ("https://mau.gov.vn/a?PHPSESSID=7&id=5", "https://mau.gov.vn/a?id=5"),
    ("https://mau.gov.vn/a?ASPSESSIONIDQQ=AB&id=5", "https://mau.gov.vn/a?id=5"),
    ("https://mau.gov.vn/a?id=5&CFID=12&CFTOKEN=3456", "https://mau.gov.vn/a?id=5"),
    ("https://mau.gov.vn/a?SID=0a1b2c3d4e5f6a7b8c&side=2", "https://mau.gov.vn/a?side=2"),
    ("https://mau.gov.vn/a?s=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "https://mau.gov.vn/a"),
    (
        "https://mau.gov.vn/a?session=3f2504e0-4f89-11d3-9a0c-0305e82c3301&id=5",
        "https://mau.gov.vn/a?id=5",
    ),
    ("https://mau.gov.vn/.;jsessionid=1/../a/..;jsessionid=2/b", "https://mau.gov.vn/b"),
]

IDENTITIES = """\
?sid=1444&pageid=6591&catid=71012&id=693472
?nid=12345
?NewsId=98765&CatId=4
?List=8f35ae4e%2D3a2b&ItemID=17
?dDocName=PORTAL123456
?uuid=5f8d04b3ab35de2f8c4f4a1b
?mabb=20240512
?693472
?ten-bai-viet-2024
?slug
?sid
?SID=1
?sid=4&id=1444
?sessionid=12
?session=ky-hop-thu-12-nhiem-ky-2021
?session=hop-thuong-ky-thang-12
?s=hoi-nghi-so-12-nam-2024
?s=kyhopthu12hoidongnhandan
?token=9f8e7d6c5b4a39281706f5e4d3c2b1a0
?cfid=17
?id=PHPSESSID
?fileticket=aB3dE5fG7hJ9kL1mN3%3d&tabid=53
?print=2087
?p=97
?id=5&id=6
?b=2&a=1&b=1
?q=a+b%20c
?Id=5
?id=
?=5
"""
"""Queries that name an article, most of them seen at portals: nothing of them may be left out."""


@pytest.mark.parametrize("query", IDENTITIES.split())
def test_what_may_name_an_article_is_kept(query: str) -> None:
    kept = query.replace("%2D", "-").replace("%3d", "%3D")
    assert canonical(f"https://mau.gov.vn/Bai.aspx{query}") == f"https://mau.gov.vn/Bai.aspx{kept}"


@pytest.mark.parametrize(("url", "expected"), CANONICAL, ids=[url for url, _ in CANONICAL])
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


TEXT = st.text(string.ascii_letters + string.digits + "/.;%?&=+()~-_ :@#[]đ|", max_size=40)
ESCAPES = st.sampled_from(["%2e", "%2E%2E", "%61", "%c4%91", "%", "%4", "%%3", "1", "/..", "/./"])
SESSIONS = st.sampled_from([";jsessionid=1", "/(S(abcdefghijklmnop1234))", "&sid=a1b2c3d4e5f6a7b8"])
TAILS = st.lists(st.one_of(TEXT, ESCAPES, SESSIONS), max_size=6).map("".join)
HOSTS = st.sampled_from(["mau.gov.vn", "WWW.Mau.gov.vn.", "u:p@mau.gov.vn:443", "[::1]:80", "a:80"])


@given(st.sampled_from(["http", "HTTPS"]), HOSTS, TAILS)
def test_canonical_of_canonical_is_itself(scheme: str, host: str, tail: str) -> None:
    once = canonical(f"{scheme}://{host}/{tail}")
    assert canonical(once) == once


SEGMENTS = st.text("abXY-._~12đấ", min_size=1, max_size=6).filter(lambda one: one.strip("."))


@given(st.data(), st.lists(SEGMENTS, min_size=1, max_size=4))
def test_two_spellings_of_one_address_are_one(data: st.DataObject, segments: list[str]) -> None:
    """Any character as its escape, in any case, and dots, ports and users on the way."""

    def one_of(*options: str) -> str:
        return data.draw(st.sampled_from(options))

    def spelt(text: str) -> str:
        escaped = "".join(f"%{byte:02x}" for byte in text.encode())
        return one_of(text, escaped, escaped.upper())

    def spelling() -> str:
        host = one_of("mau.gov.vn", "MAU.gov.vn:443", "ten@mau.gov.vn.", "mau.gov.vn:")
        path = "".join(one_of("/", "/./", "/x/../", "/%2E/") + "".join(map(spelt, one))
                       for one in segments)  # fmt: skip
        return f"{one_of('https', 'HTTPS')}://{host}{path}?{spelt('q')}={spelt('đ')}"

    plain = quote("/" + "/".join(segments), safe="/~")
    assert {canonical(spelling()), canonical(spelling())} == {f"https://mau.gov.vn{plain}?q=%C4%91"}


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
        ("/" + "a" * 7_999, f"https://mau.gov.vn/{'a' * 7_999}"),
        ("/" + "a" * 8_000, None),
    ],
    ids=lambda value: str(value)[:30],
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
