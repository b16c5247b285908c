"""A column of an article is one row: everything that stores, explains or shows it follows."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from govnews.archive.columns import BY_NAME, COLUMNS, Both, Column
from govnews.audit.changes import KINDS
from govnews.model import Article
from tests.archive.archivelib import TOP, page
from tests.archive.laterlib import LaterRelease
from tests.crawl.crawllib import rows
from tests.crawl.site import article, portal_file

pytestmark = pytest.mark.slow

URL = "https://thu.example.vn/bai-1"


def saved(folder: Path, name: str, editor: str | None) -> Path:
    """A page as a browser saves it, and who edited the article."""
    told = f'<meta name="editor" content="{editor}">' if editor else ""
    path = folder / name
    path.write_bytes(article(1).replace(b"<head>", f"<head>{told}".encode()))
    return path


def bring(root: Path, path: Path, day: int) -> list[str | Path]:
    """The command that imports a saved page as it was on a day of March 2026."""
    at = f"2026-03-{day:02d}T00:00:00+00:00"
    return [
        "import", path, "--portal", "thu", "--url", URL, "--captured-at", at, "--archive", root,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> tuple[LaterRelease, Path]:
    """A release with the column `editor`, and an archive in which the editor has changed."""
    folder = tmp_path_factory.mktemp("later")
    root = folder / "root"
    portal_file(root, "thu", "https://thu.example.vn")
    release = LaterRelease(folder / "release")
    first, second = (saved(folder, f"{n}.html", name) for n, name in enumerate(["Lê An", "Vũ Hà"]))
    done = release.run(bring(root, first, 1), bring(root, second, 2))
    assert [each.code for each in done] == [0, 0], done
    assert ["new" in done[0].stdout, "changed" in done[1].stdout] == [True, True]
    return release, root


def test_it_is_stored_and_searched(later: tuple[LaterRelease, Path]) -> None:
    _, root = later
    assert rows(root, "SELECT editor FROM article") == ["Vũ Hà"]
    assert rows(root, "SELECT editor FROM article_versions ORDER BY id") == ["Lê An", "Vũ Hà"]
    assert len(set(rows(root, "SELECT digest FROM article_version"))) == 2
    found = "SELECT count(*) FROM article_fts WHERE article_fts MATCH ?"
    assert rows(root, found.replace("?", "'editor : ha'")) == [1]
    assert rows(root, found.replace("?", "'editor : an'")) == [0]


def test_it_is_exported_and_explained_in_both_languages(
    later: tuple[LaterRelease, Path], tmp_path: Path
) -> None:
    release, root = later
    done = release.run(
        ["export", "csv", "--archive", root],
        ["export", "datapackage", "-o", tmp_path / "set", "--archive", root],
    )
    assert [each.code for each in done] == [0, 0], done
    (row,) = csv.DictReader(io.StringIO(done[0].stdout))
    assert row["editor"] == "Vũ Hà"
    for language, meaning in (("en", "Who edited the article."), ("vi", "Người biên tập bài.")):
        codebook = (tmp_path / "set" / f"CODEBOOK.{language}.md").read_text("utf-8")
        assert codebook.count(meaning) == 2, language  # articles and article_versions
    described = json.loads((tmp_path / "set" / "datapackage.json").read_text("utf-8"))
    fields = {
        field["name"]: field["description"]
        for resource in described["resources"]
        if resource["name"] == "articles"
        for field in resource["schema"]["fields"]
    }
    assert fields["editor"] == "Who edited the article. · Người biên tập bài."


def test_its_changes_are_found_and_shown(later: tuple[LaterRelease, Path]) -> None:
    release, root = later
    shown, as_json, diff, changes = release.run(
        ["show", "1", "--archive", root],
        ["show", "1", "--json", "--archive", root],
        ["diff", "1", "--json", "--archive", root],
        ["changes", "--kind", "editor", "--nl", "--archive", root],
    )
    assert "edited by Vũ Hà" in shown.stdout
    assert json.loads(as_json.stdout)["editor"] == "Vũ Hà"
    assert [field["field"] for field in json.loads(diff.stdout)["fields"]] == ["editor"]
    change = json.loads(changes.stdout)
    assert (change["kind"], change["field"]) == ("editor", "editor")
    assert (change["before"], change["after"]) == ("Lê An", "Vũ Hà")


_REST = """
import sys
from contextlib import closing
from pathlib import Path
import govnews
from govnews.archive import dictionary
from tests.web.weblib import ask
root = Path(sys.argv[1])
with closing(dictionary.fresh()) as conn:
    assert dictionary.differences(conn, dictionary.words()) == []
    print(dictionary.render(conn, dictionary.words()).count("Who edited the article."))
with govnews.open(root) as reader:
    print(reader.articles().first().editor)
    print([row.editor for row in reader.versions()])
vi, en, compared = ask(root, "/article/1", "/article/1?lang=en", "/article/1/compare?lang=en")
print("Biên tập: Vũ Hà" in vi.text, "Edited by Vũ Hà" in en.text, ">editor</h2>" in compared.text)
"""


def test_the_dictionary_the_web_page_and_python_have_it(
    later: tuple[LaterRelease, Path],
) -> None:
    release, root = later
    assert release.python(_REST, str(root)).splitlines() == [
        "6",  # article, article_version, their views, article_text and article_fts
        "Vũ Hà",
        "['Lê An', 'Vũ Hà']",
        "True True True",
    ]


# --- what a row has to say ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("text", ["label", "meaning"])
def test_a_column_that_nobody_explains_is_refused(language: str, text: str) -> None:
    said = {"label": Both("editor", "biên tập"), "meaning": Both("Who edits.", "Ai biên tập.")}
    said[text] = said[text]._replace(**{language: " "})
    with pytest.raises(ValueError, match=f"column editor has no {text} in '{language}'"):
        Column(name="editor", **said)


def test_a_column_that_is_added_later_may_be_empty() -> None:
    both = Both("x", "x")
    with pytest.raises(ValueError, match="cannot be NOT NULL"):
        Column(name="x", label=both, meaning=both, sql="TEXT NOT NULL", added="m002_x")


def test_every_field_of_an_article_goes_somewhere() -> None:
    # Of the article's own row, and tables of their own.
    elsewhere = {"url", "canonical", "images", "evidence"}
    assert {*Article.__dataclass_fields__} == {*BY_NAME} | elsewhere
    taken = {column.name: column.take(page()) for column in COLUMNS if column.take is not None}
    lists = {"attachments": "[]", "refs": "[]", "signers": None}
    assert taken == {"published": None, "updated": None, **lists}


def test_every_change_has_a_kind_that_is_documented() -> None:
    text = (TOP / "docs" / "commands.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        kind = column.change or column.name
        assert (kind in KINDS) == (column.diff is not None), column.name
    assert all(f"`{kind}`" in text for kind in KINDS)


@pytest.mark.parametrize(
    "at", ["2026-03-02T20:30:00-05:00", "2026-03-02T20:30:00+00:00", "2026-03-02T20:30:00+07:00"]
)
def test_a_date_fits_its_pattern_in_any_zone(at: str) -> None:
    found = Article(URL, "Tin", "Bài.", published=datetime.fromisoformat(at))
    stored = BY_NAME["published"].take(replace(found, published_precision="minute"))
    assert stored == at
    assert re.fullmatch(BY_NAME["published"].constraints["pattern"], at)
