"""What makes two readings the same, also when one of them was stored by an earlier release."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, merge, reading_digest, visits
from govnews.archive.articles import Stored
from govnews.archive.database import Archive
from govnews.archive.sql_rows import Row
from govnews.archive.sql_rows import rows as named
from govnews.audit import verify
from govnews.model import Article, Attachment, DocumentRef
from tests.archive.archivelib import PORTAL, later, page, put, rows
from tests.archive.laterlib import LaterRelease
from tests.archive.test_columns import bring, saved
from tests.cli.clilib import invoke
from tests.crawl.crawllib import change, crawl
from tests.crawl.crawllib import rows as stored
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow

VERSION: Row = {
    "title": "Cầu", "sapo": None, "author": "Lê An", "published": None, "published_precision": None,
    "updated": None, "updated_precision": None, "section": None, "body": "Xe qua cầu.",
    "attachments": "[]", "refs": '["1/QĐ"]',
}  # fmt: skip
TODAY = reading_digest.digest_of(VERSION)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "one", write=True) as opened:
        yield opened


# --- one digest -----------------------------------------------------------------------------------


def test_a_digest_names_its_format() -> None:
    number, _, digest = TODAY.partition(":")
    assert (number, len(digest)) == (str(reading_digest.FORMAT), 64)


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"editor": "Vũ Hà"}, True),  # no column of this release
        ({"views": 7}, True),
        ({"title": "Cống"}, False),
        ({"sapo": "Cầu mới."}, False),
        ({"sapo": ""}, False),
        ({"author": None}, False),
        ({"author": None, "section": "Lê An"}, False),
        ({"refs": "[]"}, False),
    ],
)
def test_what_makes_a_difference(changed: Row, *, same: bool) -> None:
    assert (reading_digest.digest_of({**VERSION, **changed}) == TODAY) is same


def test_a_column_that_a_row_does_not_have_is_one_that_is_empty() -> None:
    earlier = {name: value for name, value in VERSION.items() if value is not None}
    assert reading_digest.digest_of(earlier) == TODAY


# --- digests of other formats ---------------------------------------------------------------------


def references_as_objects(version: Row) -> Row:
    """What a release might do that stores more of a reference than its number."""
    numbers = json.loads(version["refs"])
    return {**version, "refs": json.dumps([{"number": one} for one in numbers], ensure_ascii=False)}


@pytest.fixture
def next_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_digest, "FORMAT", 2)
    monkeypatch.setitem(reading_digest.UPGRADES, 1, references_as_objects)


NEW_FORM = {**VERSION, "refs": '[{"number": "1/QĐ"}]'}


@pytest.mark.usefixtures("next_format")
@pytest.mark.parametrize(
    ("version", "number", "wanted", "same"),
    [
        (NEW_FORM, 2, NEW_FORM, True),
        (NEW_FORM, 2, {**NEW_FORM, "title": "Cống"}, False),
        (VERSION, 1, NEW_FORM, True),
        (VERSION, 1, {**NEW_FORM, "title": "Cống"}, False),
        (VERSION, 1, VERSION, False),  # today's reading would never have that form
    ],
)
def test_formats_are_compared(version: Row, number: int, wanted: Row, *, same: bool) -> None:
    row = {**version, "digest": reading_digest.digest_of(version, number)}
    assert reading_digest.is_sound(row)
    assert not reading_digest.is_sound({**row, "body": "Khác."})
    now = reading_digest.upgraded(row)
    assert (now["digest"] == reading_digest.digest_of(wanted)) is same
    assert now["digest"].startswith("2:")
    assert reading_digest.upgraded(now) == now


@pytest.mark.parametrize("digest", ["", "0:12", "x:12", "²:12", "a" * 64])
def test_a_digest_that_is_none_is_made_again(digest: str) -> None:
    assert not reading_digest.is_sound({**VERSION, "digest": digest})
    assert reading_digest.upgraded({**VERSION, "digest": digest})["digest"] == TODAY


REFS = (DocumentRef("1/QĐ"),)
Taker = Callable[[Article], tuple[Any, ...]]


def in_new_form(take: Taker, names: Sequence[str]) -> Taker:
    """Takes the columns from a reading as the next release would."""
    return lambda read: tuple(
        references_as_objects(dict(zip(names, take(read), strict=True))).values()
    )


def test_an_earlier_format_is_upgraded_where_it_stands(
    archive: Archive, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, page(1, refs=REFS, views=1))
    put(archive, page(2, refs=REFS))
    request.getfixturevalue("next_format")
    for module, taker, names in (
        (reading_digest, "_take", reading_digest._NAMES),
        (visits, "_take_version", visits._VERSION),
    ):
        monkeypatch.setattr(module, taker, in_new_form(getattr(module, taker), names))
    done = verify.verify(archive, lambda _done, _total: None)
    assert [fault for fault in done.faults if fault.area == "article"] == []
    known = articles.known_reading(archive.conn, PORTAL, page(2, refs=REFS), page(2).url, later())
    assert known is not None
    for day in (1, 2):
        again = put(archive, page(1, refs=REFS, views=day + 1), at=later(days=day))
        assert again == Stored(1, "unchanged")
    edited = put(archive, page(2, refs=REFS, title="Khác"), at=later(days=1))
    assert edited == Stored(2, "changed")
    found = rows(archive, "SELECT article_id, digest, refs FROM article_version ORDER BY id")
    assert [(ident, digest[:2]) for ident, digest, _ in found] == [(1, "2:"), (2, "2:"), (2, "2:")]
    assert [refs for _, _, refs in found] == ['[{"number": "1/QĐ"}]'] * 3
    assert verify.verify(archive, lambda _done, _total: None).faults == []


def test_archives_of_two_formats_are_merged_without_an_edit(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with Archive.open(tmp_path / "one", write=True) as archive:
        put(archive, page(1, refs=REFS))
    with Archive.open(tmp_path / "two", write=True) as archive:
        put(archive, page(1, refs=REFS), at=later(days=1))
        request.getfixturevalue("next_format")
        with archive.transaction() as conn:
            reading_digest.upgrade_all(conn, PORTAL.name)
        (version,) = named(archive.conn, "SELECT * FROM article_version")
        assert version["digest"].startswith("2:")
    merge.merge([tmp_path / "one", tmp_path / "two"], tmp_path / "both")
    with Archive.open(tmp_path / "both") as archive:
        assert rows(archive, "SELECT count(*) FROM article_version") == [1]
        assert rows(archive, "SELECT last_seen FROM article") == ["2026-03-03T02:15:00Z"]


def test_attachments_count_and_views_do_not() -> None:
    one = page(1, attachments=(Attachment("https://songcau.example.vn/a.pdf", "A"),))
    assert reading_digest.of_article(one) != reading_digest.of_article(page(1))
    assert reading_digest.of_article(page(1, views=3)) == reading_digest.of_article(page(1))


# --- a release with one more column ---------------------------------------------------------------


def test_a_column_that_is_added_changes_no_article_that_lacks_it(tmp_path: Path) -> None:
    """Two releases over one archive: pages are imported, a column is added, they come again."""
    root = tmp_path / "root"
    portal_file(root, "thu", "https://thu.example.vn")
    plain, named_later = saved(tmp_path, "1.html", None), saved(tmp_path, "2.html", "Vũ Hà")
    assert invoke(*bring(root, plain, 1)).code == 0
    moved = tmp_path / "again.html"  # all that moved on the page is the server's own clock
    moved.write_bytes(plain.read_bytes().replace(b"</body>", b"<!-- 0.02 s --></body>"))
    release = LaterRelease(tmp_path / "release", added="m002_editor")

    refused, again, checked, replayed = release.run(
        ["show", "1", "--archive", root],
        bring(root, moved, 2),
        ["verify", "--archive", root],
        ["replay", "--diff", "--archive", root],
    )
    assert "was made by an earlier govnews" in refused.stderr
    assert "unchanged" in again.stdout, again.stderr
    assert (root / "archive.before-m002_editor.db").exists()
    assert stored(root, "SELECT count(*), max(editor) FROM article_version") == [(1, None)]
    assert checked.code == 0, checked.stdout
    assert "0 articles would change" in replayed.stderr

    (edited,) = release.run(bring(root, named_later, 3))
    assert "changed" in edited.stdout
    assert stored(root, "SELECT editor FROM articles") == ["Vũ Hà"]
    assert stored(root, "SELECT editor FROM article_versions ORDER BY id") == [None, "Vũ Hà"]
    found = "SELECT count(*) FROM article_fts WHERE article_fts MATCH 'editor : ha'"
    assert stored(root, found) == [1]
    newer = invoke("show", "1", "--archive", root)
    assert newer.code == 5
    assert "written by a newer govnews" in newer.stderr


def test_a_crawl_after_a_column_was_added_changes_nothing(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path / "root", "thu", site.url)
        site.listing("/tin", range(1, 6))
        site.articles(range(1, 6))
        assert crawl(tmp_path / "root", "thu").summary["articles_new"] == 5
        change(tmp_path / "root", "UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z'")
        change(tmp_path / "root", "UPDATE frontier SET finished_at = '2020-01-01T00:00:00Z'")
        for n in range(1, 6):
            site.pages[f"/bai-{n}"] = Answer(article(n, views=20))
        release = LaterRelease(tmp_path / "release", added="m002_editor")
        (done,) = release.run(["crawl", "thu", "--json", "--archive", tmp_path / "root"])
    (summary,) = json.loads(done.stdout)
    assert summary["articles_changed"] == 0, done.stderr
    assert summary["articles_unchanged"] == 5
    versions = "SELECT count(*), count(DISTINCT article_id), max(editor) FROM article_version"
    assert stored(tmp_path / "root", versions) == [(5, 5, None)]
    assert stored(tmp_path / "root", "SELECT views FROM article") == [20] * 5
