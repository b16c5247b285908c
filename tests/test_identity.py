"""The key of an article's address: what is left out of it, by which rule."""

from __future__ import annotations

import pytest

from govnews.errors import BadPortalFile
from govnews.identity import ADDRESS_ONLY, Identity, spelling, twins
from govnews.model import AddressReason
from govnews.portal import parse_portal

ITEM = Identity(names=("zone", "itemid"))
TRACKED = Identity(ignore=("ref", "zoneid"))
IIS = Identity(path_case="ignore")


@pytest.mark.parametrize(
    ("rules", "url", "key"),
    [
        (ADDRESS_ONLY, "https://www.mau.gov.vn/tin/1?a=2&b=1", "http://mau.gov.vn/tin/1?a=2&b=1"),
        (ADDRESS_ONLY, "https://mau.gov.vn:443/", "http://mau.gov.vn/"),
        (ADDRESS_ONLY, "https://mau.gov.vn:8443/Tin", "http://mau.gov.vn:8443/Tin"),
        (ADDRESS_ONLY, "http://mau.gov.vn", "http://mau.gov.vn/"),
        (ADDRESS_ONLY, "file:saved/1.html", "file:saved/1.html"),
        (ITEM, "http://mau.gov.vn/t?itemid=7&ref=x&Zone=3", "http://mau.gov.vn/t?Zone=3&itemid=7"),
        (ITEM, "http://mau.gov.vn/tin/7.html?ref=x", "http://mau.gov.vn/tin/7.html"),
        (TRACKED, "http://mau.gov.vn/t?itemid=7&REF=x&zoneid=3", "http://mau.gov.vn/t?itemid=7"),
        (TRACKED, "http://mau.gov.vn/t?ref", "http://mau.gov.vn/t"),
        (IIS, "http://mau.gov.vn/Tin/Bai.aspx?Id=A", "http://mau.gov.vn/tin/bai.aspx?Id=A"),
    ],
)
def test_keys(rules: Identity, url: str, key: str) -> None:
    assert rules.key(url) == key
    assert rules.key(key) == key


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://mau.gov.vn/tin?id=1", AddressReason.SCHEME),
        ("https://www.mau.gov.vn/tin?id=1", AddressReason.WWW),
        ("http://mau.gov.vn/tin?id=1&ref=x", AddressReason.PARAMETERS),
        ("http://mau.gov.vn/TIN?id=1", AddressReason.CASE),
    ],
)
def test_in_what_an_address_differs(url: str, why: AddressReason) -> None:
    assert spelling(url, "http://mau.gov.vn/tin?id=1") == why


HEAD = 'title = "Mẫu"\nfamily = "generic"\nbase_url = "https://mau.gov.vn/"\n[identity]\n'


def test_the_portal_file_has_the_rules() -> None:
    portal = parse_portal(HEAD + 'names = ["ItemID"]\npath_case = "ignore"\n', "mau", "mau.toml")
    assert portal.identity == Identity(names=("itemid",), path_case="ignore")
    assert (
        portal.identity_key("https://mau.gov.vn/T?itemid=1&x=2") == "http://mau.gov.vn/t?itemid=1"
    )


@pytest.mark.parametrize(
    ("line", "key", "why"),
    [
        ('name = ["id"]', "identity.name", "Did you mean 'names'"),
        ('names = ["id=1"]', "identity.names", "must be names of parameters"),
        ('ignore = [""]', "identity.ignore", "must be names of parameters"),
        ('names = ["id"]\nignore = ["ref"]', "identity.ignore", "says nothing beside 'names'"),
        ('path_case = "lower"', "identity.path_case", "must be 'keep' or 'ignore'"),
        ("names = 3", "identity.names", "must be str or list"),
    ],
)
def test_mistakes_in_the_rules(line: str, key: str, why: str) -> None:
    with pytest.raises(BadPortalFile, match=why) as caught:
        parse_portal(HEAD + line, "mau", "mau.toml")
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("http://a.vn/x", ["http://a.vn/x/", "http://m.a.vn/x", "http://m.a.vn/x/"]),
        ("http://m.a.vn/x/", ["http://a.vn/x", "http://a.vn/x/", "http://m.a.vn/x"]),
        ("http://a.vn/?id=1", ["http://m.a.vn/?id=1"]),
        ("http://a.vn/x?id=1", ["http://a.vn/x/?id=1", "http://m.a.vn/x/?id=1",
                                "http://m.a.vn/x?id=1"]),
        ("http://b.vn/x", ["http://b.vn/x/"]),
        ("file:///x", []),
    ],
)  # fmt: skip
def test_twins_differ_in_a_final_slash_or_the_mobile_host(key: str, expected: list[str]) -> None:
    assert sorted(twins(key, {"a.vn", "m.a.vn", "b.vn"})) == expected
