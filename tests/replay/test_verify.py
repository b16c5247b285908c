"""Everything that can be wrong with an archive is found, named and, where it can be, mended."""

from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from govnews.archive.warc.model import OPEN
from govnews.audit.verify import COLUMNS
from tests.cli.clilib import Done, invoke
from tests.crawl.crawllib import rows
from tests.replay.restorelib import content, execute

pytestmark = pytest.mark.slow


def verify(root: Path, *options: str) -> Done:
    return invoke("verify", *options, "--archive", root)


def faults(root: Path) -> list[dict[str, Any]]:
    done = verify(root, "--json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.code == (4 if found else 0)
    return found


def record(root: Path, page: str) -> tuple[Path, int, int]:
    """Where the first capture of a page stands."""
    found = rows(
        root,
        """SELECT warc_file, warc_offset, warc_length FROM capture WHERE url LIKE ?
        ORDER BY id LIMIT 1""",
        f"%{page}",
    )
    file, offset, length = found[0]
    return root / file, offset, length


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x10
    path.write_bytes(data)


def test_a_sound_archive_is_found_sound(lived: Path) -> None:
    done = verify(lived)
    assert (done.code, done.stdout) == (0, "")
    assert "23 captures in 3 WARC files and 7 articles verified" in done.stderr
    assert "all is well" in done.stderr
    assert verify(lived, "--portal", "thu").code == 0
    none = verify(lived, "--portal", "longan")
    assert "0 captures in 0 WARC files and 0 articles" in none.stderr


@pytest.mark.parametrize("seed", range(6))
def test_no_flipped_bit_escapes(lived: Path, seed: int) -> None:
    """Any bit of a record but those that say nothing of the content: in the gzip header, and where
    the last byte of the packed data, right before its checksum and size, is filled up.
    """
    dice = random.Random(seed)
    path = dice.choice(sorted((lived / "warc").iterdir()))
    found = rows(
        lived,
        "SELECT url, warc_offset, warc_length FROM capture WHERE warc_file = ?",
        f"warc/{path.name}",
    )
    url, offset, length = dice.choice(found)
    flip(path, offset + dice.choice([place for place in range(10, length) if place != length - 9]))
    (fault,) = faults(lived)
    assert (fault["area"], fault["url"]) == ("warc", url)
    assert fault["place"] == f"warc/{path.name} at {offset}"
    assert fault["what"].startswith("the gzip data is damaged")
    assert "put the file back from a copy" in fault["repair"]


def test_a_file_that_is_cut(lived: Path) -> None:
    path, _, _ = record(lived, "bai-3")
    begins = rows(
        lived,
        "SELECT warc_offset FROM capture WHERE warc_file = ? ORDER BY warc_offset",
        f"warc/{path.name}",
    )
    offset = begins[-3]
    with path.open("r+b") as stream:
        stream.truncate(offset + 50)
    found = faults(lived)
    assert len(found) == 3
    assert {fault["area"] for fault in found} == {"warc"}
    assert found[0]["what"] == "the gzip data is damaged or the file is cut"
    assert found[1]["what"] == "the file is cut: it ends before that"


def test_a_file_that_is_missing(lived: Path) -> None:
    path, _, _ = record(lived, "bai-1")
    path.unlink()
    found = faults(lived)
    assert (
        len(found)
        == rows(lived, "SELECT count(*) FROM capture WHERE warc_file = ?", f"warc/{path.name}")[0]
    )
    assert {fault["what"] for fault in found} == {"the file is missing"}
    shown = verify(lived).stdout
    assert f"warc/{path.name}: the file is missing" in shown
    assert "To repair (warc): put the file back" in shown


_WRONG = {
    "digest": ("UPDATE capture SET digest = 'sha256:00' WHERE url LIKE '%bai-1'", "digest"),
    "time": ("UPDATE capture SET fetched_at = '2020-01-01T00:00:00Z' WHERE id = 2", "time"),
    "address": ("UPDATE capture SET url = 'https://x.example/' WHERE id = 3", "address"),
    "status": ("UPDATE capture SET status = 203 WHERE id = 4", "status"),
    "place": ("UPDATE capture SET warc_offset = warc_offset + 1 WHERE id = 5", "no record begins"),
    "length": ("UPDATE capture SET warc_length = 7 WHERE id = 6", "length"),
    "size": ("UPDATE capture SET size = 1 WHERE url LIKE '%bai-6'", "not what the row's digest"),
}


@pytest.mark.parametrize("name", _WRONG)
def test_rows_that_lie_are_found_and_mended(lived: Path, name: str) -> None:
    before = content(lived)
    execute(lived, _WRONG[name][0])
    found = faults(lived)
    assert {fault["area"] for fault in found} <= {"capture"}
    assert any(_WRONG[name][1] in fault["what"] for fault in found), found
    done = verify(lived, "--repair")
    assert done.code == 0, done.stdout + done.stderr
    assert content(lived) == before


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("UPDATE article SET body = 'Khác'", "the article does not say what its newest version"),
        ("UPDATE article_version SET author = 'Ai'", "does not say what its digest says"),
        ("UPDATE article SET version_id = NULL", "the article does not say what its newest"),
    ],
)
def test_articles_that_were_changed_by_hand_are_found_and_mended(
    lived: Path, damage: str, what: str
) -> None:
    before = content(lived)
    execute(lived, damage)
    found = faults(lived)
    assert all(fault["area"] == "article" for fault in found)
    assert any(what in fault["what"] for fault in found)
    assert verify(lived, "--repair").code == 0
    assert content(lived) == before


def test_rows_that_lead_nowhere(lived: Path) -> None:
    before = content(lived)
    execute(lived, "DELETE FROM capture WHERE url LIKE '%bai-7' AND revisit_of IS NULL")
    found = faults(lived)
    assert any("leads to a row of capture that is not there" in one["what"] for one in found)
    assert verify(lived, "--repair").code == 0
    assert content(lived) == before


def test_the_search_index(lived: Path) -> None:
    execute(lived, "DELETE FROM article_fts_data WHERE id > 10")
    found = faults(lived)
    assert [fault["area"] for fault in found] == ["index"]
    done = verify(lived, "--repair")
    assert done.code == 0, done.stderr
    assert "the search index was rebuilt" in done.stderr
    assert invoke("search", "nông nghiệp", "--archive", lived).stdout.count("http://") == 7


def test_an_index_that_lacks_an_article(lived: Path) -> None:
    execute(
        lived,
        """INSERT INTO article_fts(article_fts, rowid, body, title, sapo, author, section, signers,
        tags)
        SELECT 'delete', * FROM article_text LIMIT 1""",
    )
    assert [fault["area"] for fault in faults(lived)] == ["index"]
    execute(lived, "DELETE FROM article_key WHERE article_id = 3")
    assert "lacks 1 articles" in [fault["what"] for fault in faults(lived)]
    assert verify(lived, "--repair").code == 0


def test_lost_pages_are_queued_and_their_articles_stay(lived: Path) -> None:
    before = content(lived)
    path, offset, length = record(lived, "bai-3")
    sound = path.read_bytes()
    flip(path, offset + length // 2)
    done = verify(lived, "--repair")
    assert done.code == 0, done.stdout
    assert "lost: " in done.stderr
    assert "1 of 1 lost pages will be fetched again" in done.stderr
    assert "3 captures are lost, as an earlier repair noted" in done.stderr
    assert content(lived)["version"] == before["version"]
    assert rows(lived, "SELECT url FROM frontier WHERE state = 'queued'")[0].endswith("bai-3")
    # Reading again leaves an article whose capture is lost as it is.
    assert invoke("replay", "--jobs", "1", "--archive", lived).code == 0
    assert content(lived)["article"] == before["article"]
    # The file comes back from a copy.
    path.write_bytes(sound)
    assert verify(lived, "--repair").code == 0
    assert content(lived) == before


def test_a_damaged_database_is_kept_aside_and_made_again(lived: Path) -> None:
    before = content(lived)
    place = lived / "archive.db"
    data = bytearray(place.read_bytes())
    (size,) = rows(lived, "PRAGMA page_size")
    for number in range(5, len(data) // size, 3):
        data[number * size : number * size + 200] = b"\xff" * 200
    place.write_bytes(data)
    assert verify(lived).code in {4, 5}
    done = verify(lived, "--repair")
    assert done.code == 0, done.stdout + done.stderr
    assert "archive.db was damaged; it is kept as archive.damaged-1.db" in done.stderr
    # Behind the header, which counts how often the file was opened for writing.
    assert (lived / "archive.damaged-1.db").read_bytes()[100 : len(data)] == data[100:]
    assert content(lived) == before


@pytest.mark.parametrize("left", [0, 40, 5000])
def test_a_cut_database_is_made_again(lived: Path, left: int) -> None:
    before = content(lived)
    place = lived / "archive.db"
    place.write_bytes(b"\0" * 40 if left == 40 else place.read_bytes()[:left])
    done = verify(lived)
    assert done.code in {4, 5}
    assert "archive.db" in done.stderr + done.stdout
    done = verify(lived, "--repair")
    assert done.code == 0, done.stdout + done.stderr
    assert content(lived) == before


def test_another_programs_database_is_left_alone(lived: Path) -> None:
    place = lived / "archive.db"
    place.unlink()
    other = sqlite3.connect(place)
    other.execute("CREATE TABLE note (text)")
    other.commit()
    other.close()
    before = place.read_bytes()
    for options in ((), ("--repair",)):
        done = verify(lived, *options)
        assert done.code == 5
        assert "another program's database" in done.stderr
    assert place.read_bytes() == before


def test_there_is_no_archive(tmp_path: Path) -> None:
    for options in ((), ("--repair",)):
        done = verify(tmp_path / "none", *options)
        assert done.code == 5
        assert "There is no archive" in done.stderr
    assert not (tmp_path / "none").exists()


def test_what_a_killed_run_left_is_no_fault(lived: Path) -> None:
    path, offset, length = record(lived, "bai-1")
    data = path.read_bytes()
    unfinished = path.with_name(f"thu-20300101000000-00000.warc.gz{OPEN}")
    unfinished.write_bytes(data[: offset + length] + data[:300])
    assert faults(lived) == []


def test_answers_that_no_row_names_are_told_and_added(lived: Path) -> None:
    execute(
        lived,
        "DELETE FROM observation",
        "DELETE FROM view_observation",
        """DELETE FROM article_version WHERE id = (SELECT v.id FROM article_versions v
        WHERE v.url LIKE '%bai-1' ORDER BY v.seen_at DESC LIMIT 1)""",
        "UPDATE article SET version_id = (SELECT id FROM article_version WHERE article_id ="
        " article.id)",
        "UPDATE article SET capture_id = (SELECT capture_id FROM article_version"
        " WHERE article_id = article.id)",
        """DELETE FROM capture WHERE url LIKE '%bai-1'
        AND id NOT IN (SELECT capture_id FROM article_version)""",
    )
    done = verify(lived)
    assert "answers or observations that no row names" in done.stderr
    assert verify(lived, "--repair").code == 0
    assert len(rows(lived, "SELECT id FROM capture")) == 23
    assert len(rows(lived, "SELECT id FROM article_version")) == 8


def test_strange_files_in_the_folder_are_left_alone(lived: Path) -> None:
    (lived / "warc" / "README.txt").write_text("a note", encoding="utf-8")
    done = verify(lived)
    assert done.code == 0
    assert "warc/README.txt is no WARC file of this archive" in done.stderr


def test_rows_of_faults_have_their_columns(lived: Path) -> None:
    path, offset, _ = record(lived, "bai-3")
    flip(path, offset + 20)
    text = verify(lived, "--csv").stdout
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(row) == COLUMNS
    assert verify(lived, "--repair", "--portal", "thu").code == 2


def test_versions_that_repeat_the_one_before_are_named_and_mended(lived: Path) -> None:
    before = content(lived)
    execute(
        lived,
        """CREATE TEMP TABLE repeated AS SELECT * FROM article_version
            WHERE id = (SELECT max(id) FROM article_version)""",
        "UPDATE temp.repeated SET id = id + 1",
        "INSERT INTO article_version SELECT * FROM temp.repeated",
    )
    execute(
        lived,
        """UPDATE article SET version_id = (SELECT max(id) FROM article_version)
        WHERE id = (SELECT article_id FROM article_version ORDER BY id DESC LIMIT 1)""",
    )
    (found,) = faults(lived)
    assert "says the same as the one before it" in found["what"]
    assert verify(lived, "--repair").code == 0
    assert content(lived) == before
