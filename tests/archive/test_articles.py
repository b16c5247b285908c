"""Articles, their versions and series: what is new, what is an edit, what is only another look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, captures, reading_digest
from govnews.archive.articles import Stored
from govnews.archive.database import Archive
from govnews.errors import NotInArchive
from govnews.model import VIETNAM, Attachment, DocumentRef, Evidence, Image
from tests.archive.archivelib import NOW, PORTAL, exchange, later, page, put, rows


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def rich(**values: Any) -> Any:
    return page(
        1,
        **{
            "sapo": "Cầu nối hai bờ sông.",
            "author": "Lê Thị Sông",
            "published": NOW.astimezone(VIETNAM),
            "published_precision": "minute",
            "section": "Tin tức",
            "views": 53,
            "attachments": (Attachment("https://songcau.example.vn/kh.pdf", "Kế hoạch"),),
            "images": (Image("https://songcau.example.vn/cau.jpg", "Cây cầu"),),
            "refs": (DocumentRef("123/QĐ-UBND", "Quyết định", "Ủy ban nhân dân"),),
            "evidence": (
                Evidence("title", "Khánh thành", "title/h1", "/html/body/h1"),
                Evidence("views", "Lượt xem: 53", "views/label", "/html/body/p"),
            ),
            **values,
        },
    )


def versions(archive: Archive) -> list[Any]:
    return rows(archive, "SELECT title, seen_at FROM article_versions ORDER BY seen_at, id")


def test_a_new_article_is_stored_with_all_its_parts(archive: Archive) -> None:
    assert put(archive, rich()) == Stored(1, "new")
    full = articles.full(archive.conn, 1)
    assert full["title"] == rich().title
    assert full["published"] == "2026-03-02T09:15:00+07:00"
    assert (full["first_seen"], full["last_seen"], full["gone_at"]) == (
        "2026-03-02T02:15:00Z", "2026-03-02T02:15:00Z", None,
    )  # fmt: skip
    assert full["versions"] == 1
    assert full["attachments"] == [{"url": rich().attachments[0].url, "name": "Kế hoạch"}]
    assert full["images"] == [{"url": rich().images[0].url, "caption": "Cây cầu"}]
    assert full["document_refs"] == [
        {"number": "123/QĐ-UBND", "kind": "Quyết định", "issuer": "Ủy ban nhân dân"}
    ]
    assert [one["field"] for one in full["evidence"]] == ["title", "views"]
    assert rows(archive, "SELECT document_refs, attachments FROM articles") == [
        ("123/QĐ-UBND", "https://songcau.example.vn/kh.pdf")
    ]
    assert rows(archive, "SELECT * FROM document_refs")[0][1:4] == ("songcau", rich().url, 0)
    assert rows(archive, "SELECT url FROM attachments") == ["https://songcau.example.vn/kh.pdf"]
    assert captures.load(archive, 1).url == rich().url


def test_only_the_views_moved(archive: Archive) -> None:
    put(archive, rich())
    seen = (Evidence("views", "Lượt xem: 60", "views/label", "/html/body/div"),)
    again = rich(views=60, evidence=seen)
    assert put(archive, again, at=later(days=1)) == Stored(1, "unchanged")
    assert versions(archive) == [(rich().title, "2026-03-02T02:15:00Z")]
    assert rows(archive, "SELECT observed_at, views FROM view_observations") == [
        ("2026-03-02T02:15:00Z", 53),
        ("2026-03-03T02:15:00Z", 60),
    ]
    assert rows(archive, "SELECT views, first_seen, last_seen, capture_id FROM article") == [
        (60, "2026-03-02T02:15:00Z", "2026-03-03T02:15:00Z", 1)
    ]
    assert rows(archive, "SELECT field, raw FROM evidence ORDER BY field") == [
        ("title", "Khánh thành"),
        ("views", "Lượt xem: 60"),
    ]


def test_a_page_without_a_view_count_keeps_the_last_one(archive: Archive) -> None:
    put(archive, rich())
    put(archive, rich(views=None), at=later(days=1))
    assert rows(archive, "SELECT views FROM article") == [53]
    assert rows(archive, "SELECT views FROM view_observation") == [53]


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Khánh thành cầu"},
        {"sapo": None},
        {"author": "Trần Văn Cầu"},
        {"published_precision": "day"},
        {"section": "Thời sự"},
        {"body": "Khác."},
        {"attachments": ()},
        {"refs": (DocumentRef("124/QĐ-UBND"),)},
    ],
)
def test_a_silent_edit_is_a_version(archive: Archive, edit: dict[str, Any]) -> None:
    put(archive, rich())
    assert put(archive, rich(**edit), at=later(days=1)) == Stored(1, "changed")
    assert len(versions(archive)) == 2
    assert rows(archive, "SELECT capture_id, version_id FROM article") == [(2, 2)]
    full = articles.full(archive.conn, 1)
    assert len(full["attachments"]) == (0 if "attachments" in edit else 1)
    for name, value in edit.items():
        if isinstance(value, str | None):
            assert full[name] == value
    # and back: that is a third version, not the first
    assert put(archive, rich(), at=later(days=2)).outcome == "changed"
    assert len(versions(archive)) == 3


def test_views_and_pictures_make_no_version() -> None:
    same = [rich(), rich(views=1), rich(images=()), rich(evidence=())]
    assert len({reading_digest.of_article(one) for one in same}) == 1


def test_the_reader_of_an_absent_field_gets_none(archive: Archive) -> None:
    put(archive, page(2))
    full = articles.full(archive.conn, 1)
    for name in ("sapo", "author", "published", "updated", "section", "views"):
        assert full[name] is None
    assert (full["attachments"], full["evidence"]) == ([], [])


def test_an_article_that_is_back_is_not_gone(archive: Archive) -> None:
    put(archive, page())
    archive.conn.execute("UPDATE article SET gone_at = '2026-03-03T00:00:00Z'")
    put(archive, page(), at=later(hours=1))
    assert rows(archive, "SELECT gone_at FROM article") == ["2026-03-03T00:00:00Z"]
    put(archive, page(), at=later(days=2))
    assert rows(archive, "SELECT gone_at FROM article") == [None]


# --- readings that come late ----------------------------------------------------------------------


@pytest.mark.slow
def test_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    looks = [(0, "A", 10), (1, "A", 20), (2, "B", 30), (3, "C", 40)]
    found = set()
    for number, order in enumerate(itertools.permutations(looks)):
        with Archive.open(tmp_path / str(number), write=True) as archive:
            for day, title, views in order:
                put(archive, page(title=title, views=views), at=later(days=day))
            article = rows(archive, "SELECT title, views, first_seen, last_seen FROM article")
            series = rows(archive, "SELECT observed_at, views FROM view_observations")
            newest = rows(
                archive,
                """SELECT v.title, c.fetched_at, a.capture_id = v.capture_id FROM article a
                JOIN article_version v ON v.id = a.version_id JOIN capture c ON c.id = v.capture_id
                """,
            )
            hits = rows(archive, "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'C'")
            found.add(repr((article, series, versions(archive), newest, hits)))
    assert len(found) == 1
    (only,) = found
    assert "[('C', 40, '2026-03-02T02:15:00Z', '2026-03-05T02:15:00Z')]" in only
    assert "[('C', '2026-03-05T02:15:00Z', 1)], [1]" in only


def test_better_rules_over_the_same_capture_are_no_edit(archive: Archive) -> None:
    put(archive, page(title="CẦU | Cổng thông tin", views=5))
    better = page(title="Cầu", views=5, evidence=(Evidence("title", "Cầu", "title/h1", "/h1"),))
    with archive.transaction() as conn:
        assert articles.store(conn, PORTAL, 1, NOW, better) == Stored(1, "changed")
    assert versions(archive) == [("Cầu", "2026-03-02T02:15:00Z")]
    assert rows(archive, "SELECT title FROM article") == ["Cầu"]
    other = page(title="Cầu", views=5, evidence=(Evidence("title", "Cầu", "title/id", "/p"),))
    with archive.transaction() as conn:
        assert articles.store(conn, PORTAL, 1, NOW, other) == Stored(1, "unchanged")
    assert rows(archive, "SELECT rule FROM evidence") == ["title/id"]


def test_the_same_second_counts_once_in_the_series(archive: Archive) -> None:
    put(archive, page(views=5))
    put(archive, page(views=6))
    assert rows(archive, "SELECT views FROM view_observation") == [6]


# --- finding --------------------------------------------------------------------------------------


def test_an_article_is_found_by_number_and_by_url(archive: Archive) -> None:
    put(archive, page(1))
    put(archive, page(2))
    assert articles.find(archive.conn, "2") == 2
    assert articles.find(archive.conn, page(1).url) == 1


@pytest.mark.parametrize(
    "wanted",
    ["3", "²", "00", "99999999999999999999999", "-1", "", "https://x/", "a\udcffb", "1; --"],
)
def test_what_is_not_there_is_named(archive: Archive, wanted: str) -> None:
    put(archive, page(1))
    with pytest.raises(NotInArchive, match="has no article") as caught:
        articles.find(archive.conn, wanted)
    assert f"'{wanted}'" in str(caught.value)


def test_one_url_in_two_portals_gives_the_first(archive: Archive) -> None:
    put(archive, page(1))
    archive.conn.execute(
        """INSERT INTO article (portal, url, title, body, first_seen, last_seen, capture_id)
        SELECT 'khac', url, title, body, first_seen, last_seen, capture_id FROM article"""
    )
    assert articles.find(archive.conn, page(1).url) == 1


def test_a_long_raw_value_is_cut_and_a_repeated_field_kept_once(archive: Archive) -> None:
    put(archive, page(evidence=(Evidence("body", "x" * 5000, "a", "b"),) * 2))
    assert rows(archive, "SELECT length(raw) FROM evidence") == [1000]


def test_a_capture_row_says_what_was_sent(archive: Archive) -> None:
    put(archive, page(1), payload=b"abc")
    assert rows(archive, "SELECT kind, status, media_type, size, revisit_of FROM captures") == [
        ("article", 200, "text/html", 3, None)
    ]
    assert exchange().header("CONTENT-TYPE") == "text/html; charset=utf-8"
    assert exchange().header("etag") is None
