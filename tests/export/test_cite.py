"""Citations that the programs of the trade read back: pybtex, rispy, JSON, and a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pybtex.database
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from govnews.archive.database import Archive
from govnews.export import citation
from govnews.export.citation import Source
from govnews.model import VIETNAM
from govnews.portal import Registry
from tests.archive.archivelib import NOW, PORTAL, page, put
from tests.cli.clilib import invoke

NASTY = r"Giá điện tăng 20% & «Nghị quyết» #45_2021 {dự thảo} ~ 5^2 \ $100"
DIGEST = "sha256:" + "ab" * 32
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def source(**values: Any) -> Source:
    return Source(**{
        "kind": "article",
        "key": "songcau-2026-0123abcd",
        "title": "Khánh thành cầu",
        "authors": ("Lê Thị Sông",),
        "date": "2026-03-02",
        "publisher": "Cổng thông tin Sông Cầu",
        "url": "https://songcau.example.vn/tin?a=1&b=50%25_x",
        "captured_at": "2026-03-02T02:15:00Z",
        "digest": DIGEST,
        **values,
    })  # fmt: skip


def bibtex(given: Source) -> Any:
    (entry,) = pybtex.database.parse_string(citation.bibtex(given), "bibtex").entries.values()
    return entry


_NAMED = {
    "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}",
}  # fmt: skip


def unlatex(text: str) -> str:
    """What LaTeX would print of text that citation.latex escaped."""
    for name, letter in _NAMED.items():
        text = text.replace(f"\\{name}{{}}", letter)
    text = text.replace("\\textbackslash{}", "\0")
    for letter in "&%$#_":
        text = text.replace("\\" + letter, letter)
    return text.replace("\0", "\\")


def test_bibtex_is_read_back() -> None:
    entry = bibtex(source(title=NASTY))
    assert entry.type == "misc"
    title = entry.fields["title"]
    assert title == (
        r"{Giá điện tăng 20\% \& "
        "«Nghị quyết»"
        r" \#45\_2021 \textbraceleft{}dự thảo\textbraceright{} "
        r"\textasciitilde{} 5\textasciicircum{}2 \textbackslash{} \$100}"
    )
    assert unlatex(title[1:-1]) == NASTY
    assert entry.persons["author"][0].last_names == ["{Lê Thị Sông}"]
    assert entry.fields["url"] == source().url
    assert (entry.fields["year"], entry.fields["month"], entry.fields["day"]) == ("2026", "3", "2")
    assert entry.fields["urldate"] == "2026-03-02"
    assert DIGEST in entry.fields["note"]
    assert "2026-03-02T02:15:00Z" in entry.fields["note"]


@pytest.mark.slow
@settings(max_examples=40)
@given(TEXT, TEXT)
def test_bibtex_of_any_text_is_one_entry(title: str, author: str) -> None:
    entry = bibtex(source(title=title, authors=(author,) if author else ()))
    assert unlatex(entry.fields["title"][1:-1]) == citation._line(title)
    assert entry.fields["note"].endswith("ab")


@settings(max_examples=40)
@given(TEXT, TEXT)
def test_ris_of_any_text_is_one_record(title: str, sapo: str) -> None:
    text = citation.ris(source(title=title, abstract=sapo))
    (record,) = rispy.loads(text)
    assert record.get("title", "") == citation._line(title)
    assert record.get("abstract", "") == citation._line(sapo)
    assert record["type_of_reference"] == "ELEC"
    assert record["authors"] == ["Lê Thị Sông"]
    assert record["date"] == "2026/03/02"
    assert record["urls"] == [source().url]
    assert DIGEST in "".join(record["notes"])


@settings(max_examples=40)
@given(TEXT)
def test_csl_json_of_any_text(title: str) -> None:
    (item,) = json.loads(citation.csl_json(source(title=title, date="2026-03")))
    assert item["title"] == citation._line(title)
    assert item["author"] == [{"literal": "Lê Thị Sông"}]
    assert item["issued"] == {"date-parts": [[2026, 3]]}
    assert item["accessed"] == {"date-parts": [[2026, 3, 2]]}
    assert DIGEST in item["note"]


@pytest.mark.parametrize(
    ("values", "start"),
    [
        ({}, "Lê Thị Sông. (2026, March 2). Khánh thành cầu. Cổng thông tin Sông Cầu. Retrieved"),
        ({"date": "2026"}, "Lê Thị Sông. (2026). Khánh"),
        ({"date": "2026-03"}, "Lê Thị Sông. (2026, March). Khánh"),
        ({"date": None}, "Lê Thị Sông. (n.d.). Khánh"),
        ({"authors": (), "title": "Ai đi?\nTôi"}, "Ai đi? Tôi. (2026, March 2). Cổng"),
        ({"authors": ("BBT",), "title": "Ai đi?"}, "BBT. (2026, March 2). Ai đi? Cổng"),
        ({"url": None, "kind": "dataset", "version": "1"},
         "Lê Thị Sông. (2026, March 2). Khánh thành cầu (Version 1) [Data set]. Cổng"),
    ],
)  # fmt: skip
def test_apa(values: dict[str, Any], start: str) -> None:
    text = citation.apa(source(**values))
    assert text.startswith(start)
    assert text.endswith(f" [{DIGEST}]\n")
    assert text.count("\n") == 1


def test_apa_names_the_moment_of_the_capture() -> None:
    assert "Retrieved March 2, 2026, 02:15:00 UTC, from https://songcau" in citation.apa(source())


def test_cite_an_article_of_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(
            archive,
            page(
                1,
                author="Lê Thị Sông",
                published=NOW.astimezone(VIETNAM),
                published_precision="day",
            ),
        )
        archive.conn.execute("UPDATE article SET gone_at = '2026-05-01T00:00:00Z'")
        (digest,) = archive.conn.execute("SELECT digest FROM capture").fetchone()
    done = invoke("cite", "1", "--format", "bibtex", "--archive", tmp_path)
    assert done.code == 0
    entry = next(iter(pybtex.database.parse_string(done.stdout, "bibtex").entries.values()))
    assert digest in entry.fields["note"]
    assert "No longer on the portal since 2026-05-01T00:00:00Z" in entry.fields["note"]
    assert f"warc/{PORTAL.name}" in entry.fields["note"].replace("\\", "")
    assert entry.fields["publisher"] == "{songcau.example.vn}"
    again = invoke("cite", page(1).url, "--archive", tmp_path)
    assert again.stdout.startswith("Lê Thị Sông. (2026, March 2). Khánh thành cầu số 1.")


def test_an_article_that_is_not_there_is_an_error(demo_root: Path) -> None:
    done = invoke("cite", "999999", "--archive", demo_root)
    assert done.code == 1
    assert "has no article '999999'" in done.stderr


def test_the_portal_is_named_by_its_title(demo_root: Path) -> None:
    (item,) = json.loads(invoke("cite", "1", "--format", "csl-json", "--archive", demo_root).stdout)
    title = Registry(demo_root).load("demo").title
    assert item["container-title"] == title
