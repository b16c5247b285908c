"""Portal files: every mistake names the file, the line and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from govnews.errors import BadPortalFile, UnknownPortal
from govnews.families import FAMILIES, family_of, seeds
from govnews.portal import Registry, parse_portal

GOOD = """\
title = "Cổng thông tin điện tử tỉnh Mẫu"
family = "vhv"
base_url = "https://mau.gov.vn"
province = "hungyen"

[[sections]]
name = "Tin tức"
url = "/tin-tuc"

[selectors]
title = "h1.ten-bai"
body = ["div.noi-dung", "#content"]

[crawl]
delay = 2
revisit_days = [7, 1]

[expect]
fields = ["title", "body", "views"]
min_articles = 5
"""


def test_a_whole_file() -> None:
    portal = parse_portal(GOOD, "mau", "mau.toml")
    assert portal.base_url == "https://mau.gov.vn/"
    assert portal.host == "mau.gov.vn"
    assert portal.sections[0].url == "https://mau.gov.vn/tin-tuc"
    assert portal.selectors["body"] == ("div.noi-dung", "#content")
    assert portal.selectors["title"] == ("h1.ten-bai",)
    assert portal.crawl.revisit_days == (1, 7)
    assert portal.expect.fields == ("title", "body", "views")
    assert not portal.crawl.allow_private


MISTAKES = [
    ('title = "x"', 'titel = "x"', 1, "titel", "Did you mean 'title'"),
    ("delay = 2", "dellay = 2", 15, "crawl.dellay", "Did you mean 'delay'"),
    ("delay = 2", 'delay = "2"', 15, "crawl.delay", "must be int or float"),
    ("delay = 2", "delay = -1", 15, "crawl.delay", "between 0 and 3600"),
    ("delay = 2", 'keep = "some"', 15, "crawl.keep", "'changed' or 'all'"),
    ("delay = 2", 'article_url = "("', 15, "crawl.article_url", "regular expression"),
    ("delay = 2", "allow_private = 1", 15, "crawl.allow_private", "must be bool"),
    ("delay = 2", "max_pages = 0", 15, "crawl.max_pages", "at least 1"),
    ("[7, 1]", '["7"]', 16, "crawl.revisit_days", "whole numbers"),
    ('"https://mau.gov.vn"', '"mau.gov.vn"', 3, "base_url", "absolute http"),
    ('family = "vhv"', "", None, "family", "is missing"),
    ("min_articles = 5", "min_articles = 5.5", 20, "expect.min_articles", "must be int"),
    ('"views"]', '"visits"]', 19, "expect.fields", "no field of an article"),
    ('url = "/tin-tuc"', 'link = "/tin-tuc"', 8, "sections.link", "unknown key"),
    ('title = "h1.ten-bai"', 'titel = "h1"', 11, "selectors.titel", "Did you mean 'title'"),
    ('title = "h1.ten-bai"', "title = [1]", 11, "selectors.title", "list of strings"),
    ("delay = 2", "delay = = 2", 15, "delay", "is not TOML"),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "why"), MISTAKES, ids=[mistake[1][:30] for mistake in MISTAKES]
)
def test_mistakes(old: str, new: str, line: int | None, key: str, why: str) -> None:
    text = GOOD.replace(old, new) if old in GOOD else f"{new}\n{GOOD}"
    with pytest.raises(BadPortalFile) as caught:
        parse_portal(text, "mau", "portals/mau.toml")
    assert (caught.value.line, caught.value.key) == (line, key)
    assert why in str(caught.value)
    assert str(caught.value).startswith(f"portals/mau.toml:{line}:" if line else "portals/mau.toml")


def test_a_bad_name() -> None:
    with pytest.raises(BadPortalFile, match="file's name"):
        parse_portal(GOOD, "Mau Tinh", "Mau Tinh.toml")


def test_every_packaged_portal_loads_and_has_a_family() -> None:
    registry = Registry()
    names = registry.names()
    assert {"demo", "longan", "tayninh"} <= set(names)
    assert len(names) >= 7
    for name in names:
        portal = registry.load(name)
        assert family_of(portal) is FAMILIES[portal.family]
        assert all(seed.url.startswith(portal.base_url[:-1]) for seed in seeds(portal))
    assert len({registry.load(name).family for name in names}) >= 4


def test_unknown_portal_names_the_nearest() -> None:
    with pytest.raises(UnknownPortal, match="Did you mean 'longan'") as caught:
        Registry().load("longann")
    assert caught.value.exit_code == 2


def test_unknown_family(tmp_path: Path) -> None:
    with pytest.raises(BadPortalFile, match="'drupal' is no family"):
        family_of(parse_portal(GOOD.replace("vhv", "drupal"), "mau", "mau.toml"))


def test_a_portal_in_the_data_root_wins(tmp_path: Path) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "longan.toml").write_text(GOOD, encoding="utf-8")
    (folder / "mau.toml").write_text("\ufeff" + GOOD, encoding="utf-8")
    registry = Registry(tmp_path)
    assert registry.load("longan").title == "Cổng thông tin điện tử tỉnh Mẫu"
    assert registry.load("mau").family == "vhv"
    assert "hanoi" in registry.names()


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "mau.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPortalFile, match="cannot be read"):
        Registry(tmp_path).load("mau")
