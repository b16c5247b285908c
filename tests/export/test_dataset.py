"""A dataset validates, proves itself, is the same bytes again, and says what it is of."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet
import pybtex.database
import pytest
import yaml

from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.search import Filters
from govnews.export import codebook
from govnews.export.codebook import shapes
from govnews.export.selection import Selection
from govnews.model import Kind, Link
from govnews.version import __version__
from tests.archive.archivelib import NOW, PORTAL, SITE
from tests.cli.clilib import command, invoke
from tests.export.exportlib import fill, small_disk, unmeasured

CRATE = "ro-crate-metadata.json"
PAPERS = ["CITATION.cff", "CODEBOOK.en.md", "CODEBOOK.vi.md", "README.md", "SHA256SUMS", CRATE]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = fill(tmp_path_factory.mktemp("dataset"))
    with Archive.open(root, write=True) as archive:
        links = [Link(SITE + "bai-8", "article", modified="2021-05-30"), Link(SITE, "listing")]
        Frontier(archive.conn).seed(PORTAL.name, links, NOW)
    return root


@pytest.fixture(scope="module")
def dataset(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(root, tmp_path_factory.mktemp("out") / "all")


def export(root: Path, path: Path, *more: str) -> Path:
    done = invoke("export", "datapackage", "--archive", root, "-o", path, *more)
    assert done.code == 0, done.stderr
    return path


def files(path: Path) -> Mapping[str, bytes]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            assert packed.testzip() is None
            return {name: packed.read(name) for name in packed.namelist()}
    return {
        str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*") if each.is_file()
    }


def about(path: Path) -> Any:
    return json.loads(files(path)["datapackage.json"])


def rows(path: Path, table: str) -> list[dict[str, str]]:
    text = files(path)[f"data/{table}.csv"].decode()
    return list(csv.DictReader(text.splitlines(keepends=True)))


@pytest.mark.slow
def test_frictionless_finds_nothing_wrong(dataset: Path) -> None:
    """Types, constraints, primary and foreign keys, sizes and digests of every table."""
    report = frictionless.validate(str(dataset / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    assert [task.name for task in report.tasks] == [shape.name for shape in shapes()]
    assert [task.stats["rows"] for task in report.tasks][:2] == [4, 5]


@pytest.mark.slow
def test_frictionless_would_find_a_change(dataset: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name, content in files(dataset).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content.replace(b"2021-05-24T08:30", b"24/5/2021 08:30"))
    report = frictionless.validate(str(copy / "datapackage.json"))
    kinds = {row[0] for row in report.flatten(["type"])}
    assert {"hash-count", "constraint-error"} <= kinds


@pytest.mark.slow
def test_the_same_bytes_again(root: Path, dataset: Path, tmp_path: Path) -> None:
    again = export(root, tmp_path / "again")
    assert files(again) == files(dataset)
    first, second = export(root, tmp_path / "a.zip"), export(root, tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()
    assert files(first) == files(dataset)


def test_what_stands_beside_the_tables(dataset: Path) -> None:
    found = files(dataset)
    tables = [f"data/{shape.name}.csv" for shape in shapes()]
    assert sorted(found) == sorted([*PAPERS, "datapackage.json", *tables])
    sums = dict(reversed(line.split("  ")) for line in found["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in found.items()
        if name != "SHA256SUMS"
    }
    said = about(dataset)
    assert said["govnews"] == {"version": __version__, "selection": {}}
    assert said["created"] == "2026-05-01T00:00:00Z"  # the observation's, after all captures
    assert said["version"] == "2026-05-01"
    readme = found["README.md"].decode()
    assert said["id"] in readme
    assert "| `articles` | 4 |" in readme
    cited = yaml.safe_load(found["CITATION.cff"])
    assert cited["cff-version"] == "1.2.0"
    assert (cited["type"], cited["title"]) == ("dataset", said["title"])
    assert cited["identifiers"][0]["value"] == said["id"]


def test_the_crate_names_every_file_with_its_digest(dataset: Path) -> None:
    found = files(dataset)
    entities = {each["@id"]: each for each in json.loads(found[CRATE])["@graph"]}
    assert entities[CRATE]["about"] == {"@id": "./"}
    parts = {part["@id"] for part in entities["./"]["hasPart"]}
    assert parts == set(found) - {CRATE, "SHA256SUMS"}
    for name in parts:
        assert entities[name]["sha256"] == hashlib.sha256(found[name]).hexdigest()
        assert entities[name]["contentSize"] == str(len(found[name]))
    assert entities["./"]["identifier"] == about(dataset)["id"]
    assert entities[entities["#export"]["instrument"]["@id"]]["version"] == __version__


def test_every_column_is_explained_in_both_languages(dataset: Path) -> None:
    for language in ("en", "vi"):
        text = files(dataset)[f"CODEBOOK.{language}.md"].decode()
        for shape in shapes():
            section = text.split(f"## {shape.name}\n")[1].split("\n## ")[0]
            names = [line.split("`")[1] for line in section.splitlines() if line[:3] == "| `"]
            assert names == list(shape.columns)


def test_the_vietnamese_codebook_explains_nothing_that_is_not_there() -> None:
    said = dict(codebook._vietnamese())
    common = set(said.pop("columns"))
    assert set(said) == {shape.name for shape in shapes()}
    for shape in shapes():
        assert set(said[shape.name]) - {"about"} <= set(shape.columns)
        common -= set(shape.columns) - set(said[shape.name])
    assert not common, "no table uses these"


def test_a_chosen_part(root: Path, tmp_path: Path) -> None:
    part = export(
        root, tmp_path / "part.zip", "--query", "cầu mới", "--since", "05/2021", "--until",
        "05/2021", "--province", "Long An", "--title", "Cầu & đường", "--creator", "Lê Sông",
        "--creator", "Viện X",
    )  # fmt: skip
    assert [row["id"] for row in rows(part, "articles")] == ["1"]
    assert len(rows(part, "article_versions")) == 2
    assert {row["slug"] for row in rows(part, "article_provinces")} == {"longan"}
    # The ledger is of what was sought, whatever words were asked for.
    ledger = [(row["month"], row["sought"], row["missing"]) for row in rows(part, "coverage")]
    assert ledger == [("2021-05", "2", "1")]
    said = about(part)
    assert said["name"] == "govnews-longan-2021-05-01-2021-05-31-cau-moi"
    assert said["govnews"]["selection"] == {
        "query": "cầu mới",
        "provinces": ["longan (until-2025-06-30)"],
        "since": "2021-05-01",
        "until": "2021-05-31",
    }
    done = invoke("cite", "--dataset", part, "--format", "bibtex")
    (entry,) = pybtex.database.parse_string(done.stdout, "bibtex").entries.values()
    assert entry.type == "dataset"
    assert [str(person) for person in entry.persons["author"]] == ["{Lê Sông}", "{Viện X}"]
    assert entry.fields["title"] == r"{Cầu \& đường}"
    assert said["id"] in entry.fields["note"]
    apa = invoke("cite", "--dataset", part).stdout
    assert apa.startswith("Lê Sông, & Viện X. (")
    assert "[Data set]" in apa


@pytest.mark.slow
def test_an_empty_choice_is_a_dataset_too(root: Path, tmp_path: Path) -> None:
    part = export(root, tmp_path / "part", "--portal", "khac")
    assert frictionless.validate(str(part / "datapackage.json")).valid
    assert "version" not in about(part)
    assert "date-released" not in yaml.safe_load(files(part)["CITATION.cff"])
    assert "(n.d.)" in invoke("cite", "--dataset", part).stdout


@pytest.mark.slow
def test_parquet(root: Path, dataset: Path, tmp_path: Path) -> None:
    part = export(root, tmp_path / "p", "--format", "parquet")
    for shape in shapes():
        table = pyarrow.parquet.read_table(part / "data" / f"{shape.name}.parquet")
        assert table.column_names == list(shape.columns)
        assert table.num_rows == len(rows(dataset, shape.name))
    assert about(part)["resources"][0]["format"] == "parquet"
    assert files(export(root, tmp_path / "q", "--format", "parquet")) == files(part)


def test_the_readme_says_how_complete_the_portals_are(
    root: Path, dataset: Path, tmp_path: Path
) -> None:
    assert "How complete" not in files(dataset)["README.md"].decode()
    copy = tmp_path / "archive"
    shutil.copytree(root, copy)
    with Archive.open(copy, write=True) as archive, archive.transaction() as conn:
        frontier = Frontier(conn)
        for n in range(1_060):
            url = f"{SITE}tin-{n}"
            conn.execute(
                """INSERT INTO article (portal, url, title, body, published, published_precision,
                first_seen, last_seen, capture_id)
                VALUES (?, ?, 'Tin', '', '2021-05-24', 'day', ?, ?, 1)""",
                (PORTAL.name, url, "2026-03-02T02:15:00Z", "2026-03-02T02:15:00Z"),
            )
            link = Link(url, "article")
            if n < 1_000:
                frontier.add(PORTAL.name, [link], None, NOW, Kind.LISTING)
            if n >= 500:
                frontier.add(PORTAL.name, [link], None, NOW, Kind.SITEMAP)
    # A part says the same of its portals: who looks for a word finds no other number of articles.
    for part in ([], ["--query", "cầu mới", "--since", "2021"]):
        written = export(copy, tmp_path / f"d{len(part)}", *part)
        readme = files(written)["README.md"].decode()
        assert (
            "- `songcau`: found 1,064, estimated 1,122 ± 27 (lists, sitemap) / tìm thấy 1.064, "
            "ước tính 1.122 ± 27 (danh sách, sơ đồ trang)\n"
        ) in readme
        assert "| `songcau` | 2021 | 1,062 | 1,120 | 1,101–1,147 |\n\n## Files" in readme
        assert "not of the selection" in readme
        assert "lower bound" in readme
    other = export(copy, tmp_path / "other", "--portal", "khac")
    assert "How complete" not in files(other)["README.md"].decode()


# --- where it goes --------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_older_dataset_gives_way_and_nothing_else_does(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "d"
    place.mkdir()
    export(root, place)
    (place / "old").touch()
    export(root, place)
    assert not (place / "old").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.tex").write_text("…")
    done = invoke("export", "datapackage", "--archive", root, "-o", mine)
    assert done.code == 1
    assert "holds something that is no dataset" in done.stderr
    (mine / "datapackage.json").write_text('{"name": "another-program-s"}')
    assert invoke("export", "datapackage", "--archive", root, "-o", mine).code == 1
    assert (mine / "thesis.tex").exists()
    done = invoke("export", "datapackage", "--archive", root, "-o", mine / "thesis.tex")
    assert done.code == 1
    assert "is a file" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"d", "mine"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["d", "d.zip"])
def test_a_full_disk_leaves_nothing(root: Path, name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        command("export", "datapackage", "-o", tmp_path / name, "--archive", root),
        capture_output=True, env=unmeasured(), preexec_fn=small_disk, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(f"Error: {tmp_path / name} was not written: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_dataset_cannot_be_cited(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "a.zip"
    place.write_bytes(content)
    (tmp_path / "datapackage.json").write_bytes(b"[]")
    for path in (place, tmp_path):
        done = invoke("cite", "--dataset", path)
        assert done.code == 1
        assert "is no dataset of govnews" in done.stderr
    assert invoke("cite", "1", "--dataset", tmp_path).code == 2


def test_names_are_plain() -> None:
    assert Selection('Đổi mới: 100% "số hóa"', Filters(portals=("Sở_Y tế",))).name() == (
        "govnews-so_y-te-doi-moi-100-so-hoa"
    )
