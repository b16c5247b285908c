"""One article is made of two: every part of both, once, in the order of time."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, captures, joining
from govnews.archive.database import Archive
from govnews.archive.dedupe import dedupe
from govnews.archive.frontier import Frontier, utc
from govnews.archive.merge import merge
from govnews.archive.warc.writer import WarcWriter
from govnews.audit.verify import verify
from govnews.model import AddressReason, Attachment, DocumentRef, Evidence, Kind, Link
from tests.archive.archivelib import NOW, PORTAL, SITE, exchange, later, page, put, rows
from tests.cli.clilib import invoke

LONG = "Sáng nay, đoàn công tác của tỉnh đã khánh thành cầu sau hai năm thi công. " * 3


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def look(archive: Archive, url: str, day: int, text: str = "", **values: Any) -> int:
    """A visit on a day, with parts by which it is told from others; returns the article."""
    views = values.pop("views", day)
    payload = values.pop("payload", f"{url} {day}".encode())
    article = page(
        1,
        body=LONG + text,
        views=views,
        attachments=(Attachment(f"{SITE}tep-{text}.pdf", "Tệp"),),
        refs=(DocumentRef(f"{len(text)}/QĐ-UBND", "Quyết định"),),
        evidence=(
            Evidence("body", text or "-", "body-container", url),
            *([Evidence("views", str(views), "views", url, "sure")] if views is not None else []),
        ),
        **values,
    )
    return put(
        archive, replace(article, url=SITE + url), at=later(days=day), payload=payload
    ).article_id


def joined(archive: Archive, one: int, other: int, url: str = "b") -> int:
    with archive.transaction() as conn:
        payload = partial(joining.payload_digest, conn)
        return joining.join(conn, one, other, SITE + url, AddressReason.CANONICAL, payload)


def assert_sound(archive: Archive) -> None:
    """What `verify` checks, the search index with it."""
    assert verify(archive, lambda *_: None).faults == []
    found = "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'khánh'"
    assert rows(archive, found) == rows(archive, "SELECT count(*) FROM article")


def test_every_part_of_both_is_there(archive: Archive) -> None:
    look(archive, "a", 1)
    look(archive, "b", 2, "Sửa")
    look(archive, "a", 3, "Sửa")  # as the other one reads: no version beside it
    look(archive, "b", 4, "Sửa hai")
    look(archive, "a", 5, "Sửa")
    assert joined(archive, 2, 1) == 1
    assert rows(archive, "SELECT id, url, first_seen, last_seen, views FROM article") == [
        (1, SITE + "b", utc(later(days=1)), utc(later(days=5)), 5)
    ]
    assert rows(archive, "SELECT seen_at, body FROM article_version ORDER BY seen_at") == [
        (utc(later(days=1)), LONG),
        (utc(later(days=2)), LONG + "Sửa"),
        (utc(later(days=4)), LONG + "Sửa hai"),
    ]
    assert rows(archive, "SELECT views FROM view_observation ORDER BY 1") == [1, 2, 3, 4, 5]
    assert rows(archive, "SELECT url FROM attachment") == [SITE + "tep-Sửa hai.pdf"]
    assert rows(archive, "SELECT number FROM document_ref") == ["7/QĐ-UBND"]
    assert rows(archive, "SELECT field, place, confidence FROM evidence ORDER BY 1") == [
        ("body", "b", "likely"), ("views", "a", "sure"),
    ]  # fmt: skip
    assert rows(archive, "SELECT url, why FROM article_address ORDER BY 1") == [
        (SITE + "a", "own"), (SITE + "b", "canonical"),
    ]  # fmt: skip
    assert_sound(archive)


def test_the_order_of_joining_makes_no_difference(tmp_path: Path) -> None:
    told = []
    for order in itertools.permutations((1, 2, 3)):
        with Archive.open(tmp_path / str(order), write=True) as archive:
            for day, (url, text) in enumerate(zip("abcab", ("", "x", "z", "y", "x"), strict=True)):
                look(archive, url, day, text)
            kept = joined(archive, order[0], order[1], " abc"[order[1]])
            joined(archive, kept, order[2], "c")
            told.append([
                rows(archive, "SELECT id, url, first_seen, last_seen, body, views FROM article"),
                rows(archive, "SELECT seen_at, digest FROM article_version ORDER BY 1"),
                rows(archive, "SELECT observed_at, views FROM view_observation ORDER BY 1"),
                rows(archive, "SELECT url FROM article_address ORDER BY 1"),
            ])  # fmt: skip
            assert_sound(archive)
    assert all(one == told[0] for one in told)


def test_the_same_bytes_make_one_version(archive: Archive) -> None:
    """The same page read twice, with other links to its files under another address."""
    look(archive, "a", 1, "x", payload=b"same")
    look(archive, "b", 2, "y", payload=b"same")
    joined(archive, 1, 2)
    assert rows(archive, "SELECT seen_at, body FROM article_version") == [
        (utc(later(days=1)), LONG + "y")
    ]
    assert rows(archive, "SELECT body FROM article") == [LONG + "y"]
    assert_sound(archive)


def test_the_later_visit_says_whether_it_is_gone(archive: Archive) -> None:
    look(archive, "a", 1)
    look(archive, "b", 2)
    with archive.transaction() as conn:
        articles.lose(conn, 1, later(days=9))
    joined(archive, 1, 2)
    assert rows(archive, "SELECT gone_at, last_seen FROM article") == [(None, utc(later(days=2)))]


def test_without_counts_the_stated_one_stays(archive: Archive) -> None:
    look(archive, "a", 1, views=None)
    look(archive, "b", 2, views=None)
    joined(archive, 1, 2)
    assert rows(archive, "SELECT views FROM article") == [None]
    assert_sound(archive)


# --- dedupe ---------------------------------------------------------------------------------------


def filled(root: Path) -> None:
    """An archive as it was filled under other rules, with a portal file that has new ones."""
    with Archive.open(root, write=True) as archive:
        look(archive, "bai?id=1", 1)
        look(archive, "bai?id=1&zone=3", 2, "Sửa")
        look(archive, "bai?id=2", 3, title="Bài khác cùng đường dẫn")
        with archive.transaction() as conn:
            keys = {url: PORTAL.identity_key(SITE + url) for url in ("bai?id=1", "bai?id=1&zone=3")}
            links = [Link(SITE + url, Kind.ARTICLE, identity=key) for url, key in keys.items()]
            Frontier(conn).add(PORTAL.name, links, None, NOW)
    (root / "portals").mkdir()
    (root / "portals" / "songcau.toml").write_text(
        f'title = "x"\nfamily = "generic"\nbase_url = "{SITE}"\n[identity]\nignore = ["zone"]\n'
    )


def test_dedupe_lists_first_and_joins_then(tmp_path: Path) -> None:
    filled(tmp_path)
    expected = {
        "portal": "songcau", "why": "parameters", "kept": 1, "joined": 2,
        "url": SITE + "bai?id=1", "joined_url": SITE + "bai?id=1&zone=3",
        "title": "Khánh thành cầu số 1",
    }  # fmt: skip
    for option, said in (("--dry-run", "would be joined"), ("--apply", "1 article joined")):
        done = invoke("dedupe", "songcau", option, "--nl", "--archive", tmp_path)
        assert done.code == 0
        assert json.loads(done.stdout) == expected
        assert said in done.stderr
        with Archive.open(tmp_path) as archive:
            count = 3 if option == "--dry-run" else 2
            assert rows(archive, "SELECT count(*) FROM article") == [count]
            assert rows(archive, "SELECT count(*) FROM frontier") == [count - 1]
            assert_sound(archive)
    done = invoke("dedupe", "--apply", "--archive", tmp_path)
    assert (done.stdout, done.stderr) == ("", "0 articles joined\n")
    listed = invoke("show", SITE + "bai?id=1&zone=3", "--archive", tmp_path).stdout
    assert f"{SITE}bai?id=1&zone=3 (present)" in listed


@pytest.mark.parametrize("options", [(), ("--dry-run", "--apply")])
def test_dedupe_wants_to_be_told_which(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = invoke("dedupe", *options, "--archive", tmp_path)
    assert done.code == 2
    assert "Give one of --dry-run and --apply" in done.stderr


def test_dedupe_knows_what_a_page_names(archive: Archive) -> None:
    look(archive, "a", 1)
    look(archive, "b", 2)
    look(archive, "c", 3, "không phải", title="Một bài khác")
    with archive.transaction() as conn:
        conn.execute("UPDATE article_address SET canonical = ? WHERE url != ?", (SITE + "b",) * 2)
        (pair,) = dedupe(conn, PORTAL, NOW)
    assert (pair.why, pair.kept, pair.joined) == (AddressReason.CANONICAL, 1, 2)
    assert rows(archive, "SELECT url FROM article ORDER BY id") == [SITE + "b", SITE + "c"]
    assert_sound(archive)


@pytest.mark.parametrize(
    ("text", "title", "first", "expected"),
    [
        ("", "Khánh thành cầu số 1", 2, 1),
        ("khác " * 200, "Khánh thành cầu số 1", 2, 1),  # it was unknown when it moved there
        ("khác " * 200, "Khánh thành cầu số 1", 0, 2),
        ("khác " * 200, "Thông báo mới", 2, 2),
    ],
)
def test_dedupe_knows_where_a_capture_was_led_from(
    archive: Archive, text: str, title: str, first: int, expected: int
) -> None:
    """first: the day on which the target was read first; on day 2 the redirect led there."""
    look(archive, "a", 1)
    look(archive, "b", first, text, title=title)
    look(archive, "b", 2, text, title=title)
    with archive.transaction() as conn:
        hop = replace(exchange("a", b"", fetched_at=later(days=2)), status=301)
        with closing(WarcWriter(archive.root, PORTAL.name)) as writer:
            written = writer.write(hop, "article")
        ident = captures.insert(conn, PORTAL.name, "article", hop, b"", written)
        conn.execute(
            "UPDATE capture SET redirected_from = ? WHERE url = ? AND fetched_at = ?",
            (ident, SITE + "b", utc(later(days=2))),
        )
        found = dedupe(conn, PORTAL, NOW)
    assert [pair.why for pair in found] == [AddressReason.REDIRECT] * (2 - expected)
    assert rows(archive, "SELECT count(*) FROM article") == [expected]


# --- merge ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_article_under_two_addresses_in_two_archives(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    roots = [tmp_path / "old", tmp_path / "new"]
    with Archive.open(roots[0], write=True) as archive:
        put(archive, replace(page(1), url="http://songcau.example.vn/bai-1"))
    with Archive.open(roots[1], write=True) as archive:
        look(archive, "bai-1", 3, "Sửa")
        look(archive, "bai-moi", 4, "Sửa")
        joined(archive, 1, 2, "bai-moi")
    output = tmp_path / "both"
    for _ in range(2):
        merge([roots[number] for number in order], output)
        with Archive.open(output) as archive:
            assert rows(archive, "SELECT url, first_seen FROM article") == [
                (SITE + "bai-moi", utc(NOW))
            ]
            assert rows(archive, "SELECT url, first_seen FROM article_addresses ORDER BY 2") == [
                ("http://songcau.example.vn/bai-1", utc(NOW)),
                (SITE + "bai-1", utc(later(days=3))),
                (SITE + "bai-moi", utc(later(days=4))),
            ]
            assert rows(archive, "SELECT count(*) FROM article_version") == [2]


def test_what_one_archive_has_joined_is_one_article_in_both(tmp_path: Path) -> None:
    apart, known = tmp_path / "apart", tmp_path / "known"
    for root in (apart, known):
        with Archive.open(root, write=True) as archive:
            look(archive, "a", 1)
            look(archive, "b", 2, "Sửa")
            if root == known:
                joined(archive, 1, 2)
    merge([known], apart)
    with Archive.open(apart) as archive:
        assert rows(archive, "SELECT id, url FROM article") == [(1, SITE + "b")]
        assert rows(archive, "SELECT count(*) FROM article_version") == [2]
        assert_sound(archive)


def test_an_address_that_is_lost_is_noticed_and_comes_back(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        look(archive, "a", 1)
        assert_sound(archive)
        with archive.transaction() as conn:
            conn.execute("DELETE FROM article_address")
        (fault,) = verify(archive, lambda *_: None).faults
    assert fault.what == "the article's address is not among its addresses"
