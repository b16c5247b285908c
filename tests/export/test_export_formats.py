"""Every table in every format, of all articles and of chosen ones; what is broken says so."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import sqlite_utils

from govnews.archive.database import Archive
from govnews.export.selection import Selection
from govnews.export.subset import write_subset
from govnews.export.tables import TABLES
from tests.archive.archivelib import NOW, SITE
from tests.cli.clilib import command, environment, govnews, invoke
from tests.export.exportlib import fill, small_disk, unmeasured


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("formats"))


def as_csv(root: Path, table: str, *more: str) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "t.csv"
        done = invoke("export", "csv", table, "--archive", root, "-o", target, *more)
        assert done.code == 0, done.stderr
        with target.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), [1, 2, 3, 4]),
        (("--query", "papi OR cầu"), [1, 3, 4]),
        (("--portal", "songcau"), [1, 2, 3, 4]),
        (("--portal", "khac"), []),
        (("--since", "24/5/2021"), [1, 2, 3]),
        (("--since", "25/5/2021", "--until", "2021"), [2]),
        (("--since", "2021-05", "--until", "05/2021"), [1]),
        (("--province", "Long An"), [1, 2]),
        (("--province", "tay ninh", "--lineage", "--query", "khanh"), [1]),
        (("--province", "Hà Nội"), []),
        (("--number", "123/QĐ-UBND"), [2]),
        (("--has-attachment",), [2]),
    ],
)
def test_filters_are_those_of_search(
    root: Path, options: tuple[str, ...], found: list[int]
) -> None:
    done = invoke("export", "jsonl", "--archive", root, *options)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == found


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_the_same_in_every_format(root: Path, table: str, tmp_path: Path) -> None:
    names = list(TABLES[table].columns)
    rows = as_csv(root, table)
    assert rows
    assert list(rows[0]) == names
    assert invoke("export", "tsv", table, "-o", tmp_path / "t", "--archive", root).code == 0
    tsv = io.StringIO((tmp_path / "t").read_bytes().decode(), newline="")
    assert [list(row.values()) for row in rows] == list(csv.reader(tsv, delimiter="\t"))[1:]
    lines = invoke("export", "jsonl", table, "--archive", root).stdout.splitlines()
    objects = [json.loads(line) for line in lines]
    target = tmp_path / "t.parquet"
    assert invoke("export", "parquet", table, "-o", target, "--archive", root).code == 0
    columns = pyarrow.parquet.read_table(target).to_pylist()
    assert len(rows) == len(objects) == len(columns)
    for row, said, typed in zip(rows, objects, columns, strict=True):
        assert list(said) == list(typed) == names
        for name in names:
            assert row[name] == text_of(table, name, said[name]).replace("\0", "")
            if TABLES[table].columns[name] != "json":
                assert text_of(table, name, typed[name]) == text_of(table, name, said[name])


def text_of(table: str, name: str, value: Any) -> str:
    """A value as it stands in a cell of CSV."""
    kind = TABLES[table].columns[name]
    if value is None:
        return ""
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if kind in {"lines", "list"}:
        return ("\n" if kind == "lines" else "; ").join(value)
    return json.dumps(value, ensure_ascii=False) if kind == "json" else str(value)


def test_tables_of_chosen_articles(root: Path) -> None:
    def articles(table: str, column: str) -> set[str]:
        return {row[column] for row in as_csv(root, table, "--query", "cau moi")}

    assert articles("article_versions", "title") == {"Khánh thành cầu", "Khánh thành cầu mới"}
    assert articles("view_observations", "article_id") == {"1"}
    assert articles("attachments", "article_id") == set()
    assert articles("captures", "url") == {SITE + "bai-1"}
    assert len(as_csv(root, "captures")) == 5


def test_nasty_cells_come_through(root: Path) -> None:
    (row,) = as_csv(root, "articles", "--query", "hyperlink", "--excel-safe")
    assert row["title"] == '\'=HYPERLINK("x")'
    assert row["body"] == "Đoạn  một\r\nhai\n\nTăng 5\t%"
    assert row["author"].startswith("A\ufffd")
    line = invoke("export", "jsonl", "--query", "hyperlink", "--archive", root).stdout
    assert json.loads(line)["body"].startswith("Đoạn \0 một\r\n")
    assert line.count("\n") == 1


# --- SQLite ---------------------------------------------------------------------------------------


def test_a_subset_is_an_archive(root: Path, tmp_path: Path) -> None:
    part = tmp_path / "part" / "archive.db"
    done = invoke("export", "sqlite", "-o", part, "--archive", root, "--since", "2021",
                  "--until", "2021")  # fmt: skip
    assert (done.code, done.stderr) == (0, f"2 articles written to {part}\n")
    with Archive.open(part.parent) as archive:
        assert archive.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert archive.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert archive.conn.execute("SELECT count(*) FROM province").fetchone() == (97,)
    for table in TABLES:
        assert as_csv(part.parent, table) == as_csv(root, table, "--since", "2021",
                                                    "--until", "2021")  # fmt: skip
    found = invoke("search", "khanh thanh", "--nl", "--archive", part.parent).stdout
    assert json.loads(found)["id"] == 1
    assert invoke("search", "papi", "--nl", "--archive", part.parent).stdout == ""
    with Archive.open(part.parent, write=True) as archive:  # it goes on as an archive
        archive.conn.execute("UPDATE article SET title = 'Bản tin thêm' WHERE id = 1")
    assert json.loads(invoke("search", "them", "--nl", "--archive", part.parent).stdout)["id"] == 1


def test_a_whole_copy_has_every_row(root: Path, tmp_path: Path) -> None:
    with Archive.open(root) as archive:
        assert write_subset(archive.conn, tmp_path / "archive.db", Selection()) == 4
        tables = [
            name for (name,) in archive.conn.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                " AND name NOT LIKE 'sqlite%'")
        ]  # fmt: skip
        with closing(sqlite3.connect(tmp_path / "archive.db")) as copy:
            for conn in (archive.conn, copy):
                conn.text_factory = bytes
            for name in tables:
                sql = f"SELECT * FROM {name}"
                assert copy.execute(sql).fetchall() == archive.conn.execute(sql).fetchall(), name


def test_a_part_never_replaces_a_live_database(root: Path, tmp_path: Path) -> None:
    args = ("export", "sqlite", "--archive", root, "--query", "papi", "-o")
    done = invoke(*args, root / "archive.db")
    assert done.code == 1
    assert "is the archive itself" in done.stderr
    other = tmp_path / "archive.db"
    with Archive.open(tmp_path, write=True) as archive:
        archive.conn.execute("UPDATE province SET kind = kind")
        done = invoke(*args, other)
        assert done.code == 1
        assert "has open" in done.stderr
    assert invoke(*args, other).code == 0
    assert len(as_csv(tmp_path, "articles")) == 1


@pytest.mark.slow
def test_sqlite_utils_works_on_an_archive(root: Path) -> None:
    """Views and the search index need no plug-in."""
    database = sqlite_utils.Database(root / "archive.db")
    assert set(TABLES) <= set(database.view_names())
    assert database["articles"].count == 4
    (found,) = database.query(
        "SELECT a.title FROM article_fts f JOIN article_key k ON k.key = f.rowid"
        " JOIN articles a ON a.id = k.article_id"
        " WHERE article_fts MATCH 'chi so papi'"
    )
    assert found == {"title": "Chỉ số PAPI"}
    database.close()
    done = subprocess.run(
        [sys.executable, "-m", "sqlite_utils", "rows", root / "archive.db", "document_refs",
         "-c", "number", "--csv"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert sorted(done.stdout.splitlines()) == ["06/CT-TTg", "123/QĐ-UBND", "number"]


@pytest.mark.slow
def test_datasette_serves_a_part(root: Path, tmp_path: Path) -> None:
    part = tmp_path / "papi.db"
    assert invoke("export", "sqlite", "-o", part, "--archive", root, "--query", "papi").code == 0
    done = subprocess.run(
        [sys.executable, "-m", "datasette", part, "--get", "/papi/articles.json?_shape=array"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert [row["title"] for row in json.loads(done.stdout)] == ["Chỉ số PAPI"]


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite"])
def test_a_full_disk_leaves_no_half_file(root: Path, form: str, tmp_path: Path) -> None:
    target = tmp_path / f"out.{form}"
    target.write_text("old")
    done = subprocess.run(
        command("export", form, "-o", target, "--archive", root),
        capture_output=True, env=unmeasured(), preexec_fn=small_disk, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(f"Error: {target} was not written: ")
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_text() == "old"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_closed_pipe_ends_quietly(root: Path, form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stream:
        done = subprocess.run(
            command("export", form, "--archive", root),
            stdout=stream, stderr=subprocess.PIPE, env=environment(), check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.fixture
def without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)


@pytest.mark.usefixtures("without_pyarrow")
def test_parquet_says_what_it_needs(root: Path, tmp_path: Path) -> None:
    done = invoke("export", "parquet", "-o", tmp_path / "a.parquet", "--archive", root)
    assert done.code == 1
    assert "pip install 'govnews[parquet]'" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["csv", "bai_viet"], 2, "'bai_viet' is not one of 'articles', 'article_versions'"),
        (["sqlite", "-o", "-"], 2, "cannot go to standard output"),
        (["sqlite", "-o", "/dev/null"], 1, "/dev/null is no plain file"),
        (["parquet"], 2, "Missing option '-o'"),
        (["csv", "--query", '"" *'], 2, "no word to search for"),
        (["csv", "--since", "hôm qua"], 2, "'hôm qua' is no da"),
        (["csv", "--lineage"], 2, "--lineage needs a --province"),
        (["csv", "--archive", "/nowhere"], 5, "There is no archive at /nowhere"),
    ],
)
def test_wrong_usage(root: Path, args: list[str], code: int, said: str) -> None:
    done = invoke("export", args[0], "--archive", root, *args[1:])
    assert done.code == code
    assert said in done.stderr


@pytest.mark.slow
def test_parquet_on_standard_output(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    with target.open("wb") as stream:
        subprocess.run(
            command("export", "parquet", "attachments", "-o", "-", "--archive", root),
            stdout=stream, env=environment(), check=True,
        )  # fmt: skip
    assert pyarrow.parquet.read_table(target).num_rows == 2
    assert NOW.tzinfo is not None
    assert govnews("export", "sqlite", "--archive", root).code == 2
