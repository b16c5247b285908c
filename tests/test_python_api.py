"""govnews.open: typed rows, frames, and a page of documentation whose examples run."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import govnews
from govnews.archive.database import Archive
from govnews.errors import (
    GovnewsError,
    MissingExtra,
    NotAnArchive,
    NotInArchive,
    UnknownProvince,
    UsageError,
)
from govnews.export import typed_rows
from govnews.export.notebook import Reader
from govnews.export.tables import TABLES
from tests.archive.archivelib import SITE
from tests.cli.clilib import TOP, environment, invoke
from tests.export.exportlib import fill


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("api"))


@pytest.fixture
def archive(root: Path) -> Iterator[Reader]:
    with govnews.open(root) as opened:
        yield opened


def test_the_page_about_python_runs(demo_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (TOP / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(demo_root.parent)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)  # noqa: S102
    assert len(blocks) >= 8
    assert names["titles"]
    assert sum(names["months"].values()) > 1
    assert names["one"] == names["first"]
    assert names["by_month"].notna().any()
    assert names["table"].num_rows == 60
    assert names["rows"]


@pytest.mark.slow
def test_the_example_runs(demo_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", TOP / "docs" / "examples" / "papi.py", demo_root],
        capture_output=True, check=True, text=True, env=environment(),
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["year", "found", "of", "all", "median", "views"]
    assert sum(int(line.split()[2]) for line in lines[1 : lines.index("")]) == 60
    assert any("█" in line for line in lines)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (typed_rows.ArticleRow, "articles"),
        (typed_rows.VersionRow, "article_versions"),
        (typed_rows.ViewRow, "view_observations"),
        (typed_rows.AttachmentRow, "attachments"),
        (typed_rows.DocumentRow, "document_refs"),
    ],
)
def test_rows_have_the_columns_of_their_view(kind: type[Any], table: str) -> None:
    assert [each.name for each in dataclasses.fields(kind)] == list(TABLES[table].columns)


def test_rows_are_typed(archive: Reader) -> None:
    found = archive.articles(number="123/QĐ-UBND").first()
    assert found is not None
    assert found.published == "2021-06"
    assert found.first_seen == datetime(2026, 3, 2, 2, 15, tzinfo=UTC)
    assert found.gone_at is None
    assert found.attachments == (SITE + "a.pdf", SITE + "b.pdf")
    assert found.document_refs == ("123/QĐ-UBND", "06/CT-TTg")
    assert found.author is not None
    assert "\ufffd" in found.author
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.title = ""  # type: ignore[misc]
    (version,) = archive.versions(has_attachment=True)
    assert version.attachments[0] == {"url": SITE + "a.pdf", "name": "Tệp"}
    assert version.refs == found.document_refs
    assert [each.name for each in archive.attachments()] == ["Tệp", None]
    assert [each.kind for each in archive.document_refs("hyperlink")] == ["Quyết định", None]


def test_rows_can_be_read_again(archive: Reader) -> None:
    found = archive.views(province="long an")
    assert [each.views for each in found] == [65, 69]
    assert list(found) == list(found)
    assert archive.articles("khongcogi").first() is None
    assert archive.articles().columns == tuple(TABLES["articles"].columns)


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({}, [1, 2, 3, 4]),
        ({"portal": "songcau", "since": date(2021, 6, 1), "until": "2021"}, [2]),
        ({"province": "Tây Ninh", "lineage": True}, [1, 2]),
        ({"query": "papi"}, [3]),
    ],
)
def test_choices(archive: Reader, choice: dict[str, Any], ids: list[int]) -> None:
    assert [each.id for each in archive.articles(**choice)] == ids
    assert sorted(each.id for each in archive.search(**choice)) == ids


def test_search_marks_what_it_found(archive: Reader) -> None:
    (hit,) = archive.search("cau moi")
    assert hit.title == "Khánh thành cầu mới"
    assert "**cầu**" in hit.snippet
    assert archive.search("cau", order="views").first() == hit
    assert list(archive.search("cau", limit=1).to_pandas()["id"]) == [1]


def test_one_article(archive: Reader) -> None:
    assert archive.article(SITE + "bai-1") == archive.article(1) == archive.article("1")
    with pytest.raises(NotInArchive):
        archive.article(99)


def test_frames(archive: Reader) -> None:
    frame = archive.articles().to_pandas()
    assert list(frame.columns) == list(TABLES["articles"].columns)
    assert frame["views"].dtype == "Int64"
    assert frame["views"].isna().tolist() == [False, True, True, True]
    assert str(frame["first_seen"].dt.tz) == "UTC"
    assert frame["attachments"][1] == [SITE + "a.pdf", SITE + "b.pdf"]
    table = archive.articles().to_arrow()
    assert table.column_names == list(frame.columns)
    assert table["published"].to_pylist() == frame["published"].tolist()
    assert table.schema.field("attachments").type == pa.list_(pa.string())
    empty = archive.articles(portal="khac")
    assert empty.to_arrow().num_rows == len(empty.to_pandas()) == 0
    assert isinstance(empty.to_pandas(), pd.DataFrame)
    assert [line.found for line in archive.coverage()] == [1, 1, 2]


def test_frames_say_what_they_need(archive: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    for package, make in (
        ("pandas", archive.articles().to_pandas),
        ("pyarrow", archive.articles().to_arrow),
    ):
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(MissingExtra, match=r"pip install 'govnews\["):
            make()


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"query": '"" *'}, UsageError),
        ({"since": "hôm qua"}, UsageError),
        ({"since": "2022", "until": "2021"}, UsageError),
        ({"lineage": True}, UsageError),
        ({"province": "Atlantis"}, UnknownProvince),
    ],
)
def test_a_wrong_choice_is_named_at_once(
    archive: Reader, choice: dict[str, Any], error: type[GovnewsError]
) -> None:
    with pytest.raises(error):
        archive.articles(**choice)


def test_a_part_of_an_archive_opens_by_its_file(root: Path, tmp_path: Path) -> None:
    part = tmp_path / "papi.db"
    assert invoke("export", "sqlite", "-o", part, "--archive", root, "--query", "papi").code == 0
    with govnews.open(str(part)) as archive:
        assert [each.id for each in archive.articles()] == [3]
        assert archive.search("chi so").first() is not None
        assert archive.root == tmp_path


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match="no archive at"):
        govnews.open(tmp_path / "nowhere")
    foreign = tmp_path / "foreign.db"
    foreign.write_text("not a database, not a database")
    with pytest.raises(NotAnArchive, match=r"foreign\.db is not a SQLite database"):
        govnews.open(foreign)


def test_an_open_archive_does_not_stop_a_writer(root: Path) -> None:
    with govnews.open(root) as reader:
        loop = iter(reader.articles())
        next(loop)
        with Archive.open(root, write=True) as writer, writer.transaction() as conn:
            conn.execute("UPDATE article SET views = views")
        assert len(list(loop)) == 3
