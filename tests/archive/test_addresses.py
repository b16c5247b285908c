"""By which of its addresses an article is known, and which of them is the present one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import addresses, articles
from govnews.archive.addresses import Hop
from govnews.archive.articles import Stored
from govnews.archive.database import Archive
from govnews.archive.frontier import utc
from govnews.errors import NotInArchive
from govnews.identity import Identity
from govnews.model import Article, StoreOutcome
from tests.archive.archivelib import NOW, PORTAL, SITE, later, page, put, rows

RULES = replace(PORTAL, identity=Identity(ignore=("ref",), path_case="ignore"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def at(url: str, number: int = 1, **values: Any) -> Article:
    return replace(page(number, **values), url=url)


def visit(archive: Archive, article: Article, when: datetime, *via: Hop) -> Stored:
    """A visit of an article's page under the rules above."""
    capture = put(archive, page(99), at=when).article_id  # any capture will do
    with archive.transaction() as conn:
        return articles.store(conn, RULES, capture, when, article, via=via)


def known(archive: Archive) -> list[tuple[str, str, str, str]]:
    """URL, first and last time, and reason of the addresses of the first article."""
    (ident,) = rows(archive, "SELECT min(id) FROM article WHERE url NOT LIKE '%bai-99'")
    found = addresses.of_article(archive.conn, ident)
    return [(row["url"], row["first_seen"], row["last_seen"], row["why"]) for row in found]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://songcau.example.vn/bai-1", "scheme"),
        ("https://www.songcau.example.vn/bai-1", "www"),
        ("https://songcau.example.vn/Bai-1", "case"),
        ("https://songcau.example.vn/bai-1?ref=home", "parameters"),
    ],
)
def test_another_spelling_is_an_address_of_the_same_article(
    archive: Archive, url: str, why: str
) -> None:
    first = visit(archive, at(SITE + "bai-1"), NOW)
    second = visit(archive, at(url), later(days=1))
    third = visit(archive, at(url), later(days=2))
    assert (first.outcome, second.outcome) == (StoreOutcome.NEW, StoreOutcome.UNCHANGED)
    assert first.article_id == second.article_id == third.article_id
    assert (first.moved, second.moved, third.moved) == (False, True, False)
    assert known(archive) == [
        (SITE + "bai-1", utc(NOW), utc(NOW), "own"),
        (url, utc(later(days=1)), utc(later(days=2)), why),
    ]
    assert rows(archive, "SELECT url FROM article WHERE id = ?", first.article_id) == [url]
    for address in (url, SITE + "bai-1"):
        assert articles.find(archive.conn, address) == first.article_id


def test_what_the_rules_do_not_leave_out_names_another_article(archive: Archive) -> None:
    for number, url in enumerate(("bai?id=1", "bai?id=2", "bai?id=1&page=2", "bai/?id=1")):
        assert visit(archive, at(SITE + url, number), NOW).outcome == StoreOutcome.NEW


def test_an_older_visit_does_not_move_an_article(archive: Archive) -> None:
    visit(archive, at(SITE + "bai-1"), NOW)
    stored = visit(archive, at("http://songcau.example.vn/bai-1"), later(days=-9))
    assert not stored.moved
    assert known(archive) == [
        ("http://songcau.example.vn/bai-1", utc(later(days=-9)), utc(later(days=-9)), "scheme"),
        (SITE + "bai-1", utc(NOW), utc(NOW), "own"),
    ]
    present = "SELECT url FROM article_addresses WHERE present AND article_id = ?"
    assert rows(archive, present, stored.article_id) == [SITE + "bai-1"]


@pytest.mark.parametrize(("permanent", "expected"), [(True, "bai-moi"), (False, "bai-1")])
def test_a_redirect_from_a_known_address_leads_to_the_article(
    archive: Archive, permanent: bool, expected: str
) -> None:
    first = visit(archive, at(SITE + "bai-1"), NOW)
    hop = Hop(SITE + "bai-1", later(days=1), permanent)
    stored = visit(archive, at(SITE + "bai-moi"), later(days=1), hop)
    assert (stored.article_id, stored.moved) == (first.article_id, permanent)
    assert [(url, why) for url, _, _, why in known(archive)] == [
        (SITE + "bai-1", "own"),
        (SITE + "bai-moi", "redirect"),
    ]
    assert rows(archive, "SELECT url FROM article WHERE id = ?", first.article_id) == [
        SITE + expected
    ]


def test_the_address_that_was_asked_for_is_one_of_a_new_article(archive: Archive) -> None:
    hops = [Hop(SITE + name, NOW, permanent=True) for name in ("cu", "giua")]
    visit(archive, at(SITE + "moi"), later(seconds=1), *hops)
    assert [(url, why) for url, _, _, why in known(archive)] == [
        (SITE + "cu", "redirect"),
        (SITE + "giua", "redirect"),
        (SITE + "moi", "own"),
    ]


def test_what_a_page_names_is_kept_with_its_address(archive: Archive) -> None:
    named = SITE + "chinh"
    visit(archive, at(SITE + "bai-1", canonical=named), NOW)
    visit(archive, at(SITE + "bai-2", 2, canonical="http://songcau.example.vn/BAI-2"), NOW)
    query = "SELECT url, canonical FROM article_address WHERE url NOT LIKE '%99' ORDER BY url"
    assert rows(archive, query) == [(SITE + "bai-1", named), (SITE + "bai-2", None)]
    visit(archive, at(SITE + "bai-1"), later(days=-1))
    assert rows(archive, query)[0] == (SITE + "bai-1", named)  # an older visit says less
    visit(archive, at(SITE + "bai-1"), later(days=1))
    assert rows(archive, query)[0] == (SITE + "bai-1", None)


def test_nothing_is_found_under_an_address_that_nobody_read(archive: Archive) -> None:
    visit(archive, at(SITE + "bai-1", canonical=SITE + "chinh"), NOW)
    with pytest.raises(NotInArchive):
        articles.find(archive.conn, SITE + "chinh")


def test_an_article_that_goes_takes_its_addresses_along(archive: Archive) -> None:
    visit(archive, at(SITE + "bai-1"), NOW)
    with archive.transaction() as conn:
        conn.execute("DELETE FROM article")
    assert rows(archive, "SELECT count(*) FROM article_address") == [0]
