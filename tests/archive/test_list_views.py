"""View counts that lists print: of which article they are, and what their notes say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive import list_views
from govnews.archive.database import Archive
from govnews.archive.warc.writer import WarcWriter
from govnews.errors import UnreadableInput
from govnews.model import Kind, Link
from tests.archive.archivelib import NOW, PORTAL, SITE, later, page, put, rows

SEEN = "SELECT url, observed_at, views, printed_on FROM view_observations ORDER BY 1, 2"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as archive:
        yield archive


def links(counts: dict[int, int | None]) -> list[Link]:
    found = []
    for number, views in counts.items():
        url = f"{SITE}bai-{number}"
        key = PORTAL.identity_key(url)
        found.append(Link(url, Kind.ARTICLE, views=views, identity=key))
    return found


def see(archive: Archive, days: int, counts: dict[int, int | None]) -> None:
    (capture_id,) = rows(archive, "SELECT min(id) FROM capture")
    writer = WarcWriter(archive.root, PORTAL.name)
    with archive.transaction() as conn:
        list_views.record(conn, writer, PORTAL.name, links(counts), later(days=days), capture_id)
    writer.close()


def test_a_count_waits_for_its_article(archive: Archive) -> None:
    put(archive, page(9))
    see(archive, 1, {1: 5, 2: 8, 3: None})
    assert rows(archive, SEEN) == []
    put(archive, page(1), at=later(days=2))
    assert rows(archive, SEEN) == [(f"{SITE}bai-1", "2026-03-03T02:15:00Z", 5, "list")]
    assert len(rows(archive, "SELECT key FROM list_view")) == 2


def test_the_page_s_own_count_of_that_second_is_kept(archive: Archive) -> None:
    put(archive, page(1, views=20), at=NOW)
    see(archive, 0, {1: 19})
    see(archive, 1, {1: 25})
    assert [row[2:] for row in rows(archive, SEEN)] == [(20, "page"), (25, "list")]


def test_an_article_at_several_addresses_has_each_count_once(archive: Archive) -> None:
    put(archive, page(1))
    archive.conn.execute(
        """INSERT INTO article_address SELECT portal, replace(url, 'https', 'http'), article_id,
        key, first_seen, last_seen, why, canonical FROM article_address"""
    )
    see(archive, 1, {1: 25})
    assert [row[2:] for row in rows(archive, SEEN)] == [(25, "list")]


@pytest.mark.parametrize(
    "line", ["{}", "[]", "x", '{"list_views": {"url": "u", "captured_at": "", "seen_at": ""}}']
)
def test_a_note_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(UnreadableInput, match="no counts of a list"):
        list_views.from_note(line)
