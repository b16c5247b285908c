"""The database made again from the WARC files alone."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.archive.warc.model import Damage
from govnews.archive.warc.reader import walk
from govnews.archive.warc.writer import WarcWriter
from tests.archive.archivelib import PORTAL, exchange
from tests.cli.clilib import invoke
from tests.crawl.crawllib import rows
from tests.replay.restorelib import content, execute

pytestmark = pytest.mark.slow


def forget(root: Path) -> None:
    for path in root.glob("archive.db*"):
        path.unlink()


def test_a_lost_database_comes_back_equal(lived: Path) -> None:
    before = content(lived)
    forget(lived)
    done = invoke("history", "1", "--archive", lived)
    assert done.code == 5
    assert "'govnews reindex' makes it again" in done.stderr
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert done.code == 0, done.stderr
    assert "23 captures and 5 observations added" in done.stderr
    assert content(lived) == before
    # What was crawled is known: the next crawl need not ask for it again.
    states = dict(rows(lived, "SELECT url, state FROM frontier WHERE kind = 'article'"))
    assert set(states.values()) == {"done"}
    assert {url[-5:] for url in states} >= {"bai-1", "bai-5", "bai-7"}
    assert invoke("verify", "--archive", lived).code == 0


EARLIER = {
    "capture.false_views": ["ALTER TABLE capture DROP COLUMN false_views"],
    "article_address": [
        "DROP VIEW article_addresses", "DROP VIEW articles", "DROP TABLE article_address",
    ],
}  # fmt: skip


@pytest.mark.parametrize("lacks", EARLIER)
def test_a_database_of_an_earlier_schema_names_the_way_out(lived: Path, lacks: str) -> None:
    before = content(lived)
    execute(lived, *EARLIER[lacks])
    file = (lived / "archive.db").read_bytes()
    for args in (("status",), ("crawl", "thu"), ("search", "dân"), ("replay",)):
        done = invoke(*args, "--archive", lived)
        assert done.code == 5, done.stderr
        assert f"made by an earlier govnews and lacks {lacks}." in done.stderr
        assert "'govnews reindex' makes it again" in done.stderr
    assert (lived / "archive.db").read_bytes() == file
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert done.code == 0, done.stderr
    assert "it is kept as archive.damaged-1.db" in done.stderr
    assert content(lived) == before


def test_it_comes_back_with_the_portals_profile(demo_root: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(demo_root, tmp_path / "archive"))
    before = content(root)
    assert any(row[7] for row in before["version"])
    forget(root)
    done = invoke("reindex", "--archive", root)
    assert done.code == 0, done.stderr
    found = content(root)
    for table, expected in before.items():
        assert found[table] == expected, table


def test_nothing_is_added_twice(lived: Path) -> None:
    before = content(lived)
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert done.code == 0
    assert "0 captures and 0 observations added" in done.stderr
    assert content(lived) == before


def test_a_page_that_was_stored_at_the_second_try_has_one_row(tmp_path: Path) -> None:
    """Its transaction was rolled back once; both records stand in the file."""
    answer = exchange(payload=b"<h1>Tin</h1>")
    with Archive.open(tmp_path, write=True) as archive:
        writer = WarcWriter(tmp_path, PORTAL.name)
        writer.write(answer, "article")
        with archive.transaction() as conn:
            written = writer.write(answer, "article")
            captures.insert(conn, PORTAL.name, "article", answer, answer.payload, written)
        writer.close()
    assert "no row names" not in invoke("verify", "--archive", tmp_path).stderr
    for lost in (False, True):
        if lost:
            forget(tmp_path)
        assert invoke("reindex", "--archive", tmp_path).code == 0
        assert rows(tmp_path, "SELECT warc_offset FROM capture") == [written.offset]


def test_rows_that_say_something_else_than_their_record_are_corrected(lived: Path) -> None:
    before = content(lived)
    execute(
        lived,
        "UPDATE capture SET digest = 'sha256:00', size = 1 WHERE url LIKE '%bai-1'",
        "UPDATE capture SET status = 500, headers = '[]' WHERE url LIKE '%bai-7'",
    )
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert "rows of captures corrected" in done.stderr
    assert content(lived) == before


def test_a_file_that_was_renamed_is_found(lived: Path) -> None:
    for number, path in enumerate(sorted((lived / "warc").iterdir())):
        path.rename(path.with_name(f"khac-{number}.warc.gz"))
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert done.code == 0, done.stderr
    files = set(rows(lived, "SELECT warc_file FROM capture"))
    assert files == {"warc/khac-0.warc.gz", "warc/khac-1.warc.gz", "warc/khac-2.warc.gz"}
    assert len(rows(lived, "SELECT id FROM capture")) == 23
    assert invoke("verify", "--archive", lived).code == 0


def test_what_is_damaged_is_named_and_the_rest_comes_back(lived: Path) -> None:
    offset, length, file = rows(
        lived, "SELECT warc_offset, warc_length, warc_file FROM capture WHERE url LIKE '%bai-3'"
    )[0]
    flip(lived / file, offset + length // 2)
    forget(lived)
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert done.code == 3
    assert f"offset {offset}: the gzip data is damaged" in done.stderr
    assert "2 records were left out: a revisit whose original is missing" in done.stderr
    assert {url[-6:] for url in rows(lived, "SELECT url FROM article")} == {
        "/bai-1", "/bai-2", "/bai-4", "bai-50", "/bai-6", "/bai-7",
    }  # fmt: skip


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x55
    path.write_bytes(data)


def test_files_of_others_are_counted_and_left_out(lived: Path) -> None:
    foreign = lived / "warc" / "foreign.warc.gz"
    first = min((lived / "warc").glob("thu-*"))

    data = gzip.decompress(first.read_bytes()).replace(b"Govnews-", b"Foreign-")
    foreign.write_bytes(gzip.compress(data))
    done = invoke("reindex", "--jobs", "1", "--archive", lived)
    assert done.code == 3
    assert "foreign.warc.gz, offset 0: the record says" in done.stderr


def test_without_warc_files_there_is_nothing_to_do(tmp_path: Path) -> None:
    done = invoke("reindex", "--archive", tmp_path / "none")
    assert done.code == 5
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_a_walk_goes_on_after_a_torn_record_in_the_middle(lived: Path, cut: int) -> None:
    path = min((lived / "warc").iterdir())
    found = [record for record in walk(path) if not isinstance(record, Damage)]
    data = path.read_bytes()
    third = found[2]
    path.write_bytes(data[: third.offset + third.length - cut] + data[found[3].offset :])
    again = list(walk(path))
    damages = [record for record in again if isinstance(record, Damage)]
    assert [(damage.offset, damage.length) for damage in damages] == [
        (third.offset, third.length - cut)
    ]
    kept = [record.headers for record in again if not isinstance(record, Damage)]
    assert kept == [record.headers for record in found if record is not third]


def test_the_archive_is_not_written_by_two(lived: Path) -> None:
    with Archive.open(lived, write=True):
        done = invoke("reindex", "--archive", lived)
    assert done.code == 5
    assert "is being written by" in done.stderr
