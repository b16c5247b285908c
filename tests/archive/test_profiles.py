"""Profiles in the archive: only ever added, named by the readings that were made with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from govnews.archive import articles, profiles
from govnews.archive.database import Archive
from govnews.archive.profiles import Era
from govnews.archive.warc.model import Record
from govnews.archive.warc.reader import walk
from govnews.errors import UsageError
from govnews.model import Profile
from tests.archive.archivelib import NOW, PORTAL, later, page, put, rows

FIRST = Profile(frozenset({"aa", "bb"}), ("html/body/div",), 20)
SECOND = replace(FIRST, pages=40)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", write=True) as opened:
        yield opened


def learn(
    archive: Archive,
    profile: Profile,
    captures: tuple[int, ...] = (),
    since: datetime | None = None,
) -> bool:
    with archive.transaction() as conn:
        return profiles.store(conn, PORTAL.name, Era(since, profile), captures, NOW)


def test_the_profile_learned_last_is_the_current_one_and_the_others_stay(archive: Archive) -> None:
    assert profiles.eras(archive.conn, PORTAL.name).at(NOW) is None
    assert learn(archive, FIRST)
    assert learn(archive, SECOND)
    assert profiles.eras(archive.conn, PORTAL.name).profile_at(NOW) == SECOND
    assert profiles.eras(archive.conn, "another").all == ()
    known = profiles.digest_of(FIRST)
    assert known is not None
    assert profiles.find(archive.conn, known) == FIRST
    assert profiles.find(archive.conn, "sha256:00") is None


def test_learning_the_same_again_adds_nothing(archive: Archive) -> None:
    assert learn(archive, FIRST)
    assert not learn(archive, replace(FIRST))
    assert rows(archive, "SELECT count(*) FROM profile") == [1]


def test_a_profile_names_the_captures_it_came_from(archive: Archive) -> None:
    for number in range(4):
        put(archive, page(number))
    captures = profiles.samples(archive.conn, PORTAL.name, 3)
    assert len(captures) == 3
    learn(archive, FIRST, tuple(captures))
    assert rows(archive, "SELECT capture_id FROM profile_capture") == sorted(captures)


def test_a_reading_names_its_profile_and_a_second_reading_of_the_capture_the_new_one(
    archive: Archive,
) -> None:
    put(archive, page())
    (capture,) = profiles.samples(archive.conn, PORTAL.name, 1)
    named = "SELECT profile FROM article_version"
    assert rows(archive, named) == [None]
    for profile, article in ((FIRST, page()), (SECOND, page(title="Đọc lại bằng mẫu mới"))):
        with archive.transaction() as conn:
            articles.store(conn, PORTAL, capture, NOW, article, profile)
        assert rows(archive, named) == [profiles.digest_of(profile)]
    assert rows(archive, "SELECT title FROM article") == ["Đọc lại bằng mẫu mới"]


def test_a_later_look_that_reads_the_same_leaves_the_versions_profile(archive: Archive) -> None:
    put(archive, page())
    with archive.transaction() as conn:
        (capture,) = profiles.samples(conn, PORTAL.name, 1)
        articles.store(conn, PORTAL, capture, NOW, page(), FIRST)
    put(archive, page(), at=later(days=1))
    assert rows(archive, "SELECT profile FROM article_version") == [profiles.digest_of(FIRST)]


def test_a_profile_of_another_form_is_told_by_name(archive: Archive) -> None:
    learn(archive, FIRST)
    archive.conn.execute("""UPDATE profile SET content = '{"format": 1}'""")
    with pytest.raises(UsageError, match="learn it again"):
        profiles.eras(archive.conn, PORTAL.name)


def test_a_capture_is_read_with_the_profile_of_its_time(archive: Archive) -> None:
    redesign = later(days=10)
    learn(archive, FIRST)
    learn(archive, SECOND, since=redesign)
    newer = replace(FIRST, pages=30)
    learn(archive, newer)
    eras = profiles.eras(archive.conn, PORTAL.name)
    assert eras.profile_at(later(days=9)) == newer
    assert eras.profile_at(redesign) == SECOND
    assert eras.profile_at(later(days=99)) == SECOND
    assert profiles.last_era(archive.conn, PORTAL.name) == (redesign, frozenset())


def test_an_era_reads_back_from_its_note(tmp_path: Path) -> None:
    era = Era(later(days=10), FIRST, frozenset({"author", "section"}))
    profiles.note(tmp_path, PORTAL.name, era, NOW)
    (path,) = (tmp_path / "warc").glob("*.warc.gz")
    *_, last = (record for record in walk(path) if isinstance(record, Record))
    assert profiles.from_note(last.block.decode()) == (era, NOW)


def test_after_a_redesign_only_captures_of_the_new_template_are_learned_from(
    archive: Archive,
) -> None:
    put(archive, page(1))
    put(archive, page(2), at=later(days=10))
    (newest,) = rows(archive, "SELECT capture_id FROM article ORDER BY id DESC LIMIT 1")
    assert profiles.samples(archive.conn, PORTAL.name, 9, later(days=5)) == [newest]
