"""docs/data-dictionary.md says what the schema has, all of it and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from govnews.archive import dictionary
from tests.archive.archivelib import TOP


@pytest.fixture
def schema() -> Iterator[sqlite3.Connection]:
    with closing(dictionary.fresh()) as conn:
        yield conn


def test_every_table_view_and_column_is_described(schema: sqlite3.Connection) -> None:
    # Mend what is named here in govnews/archive/dictionary.toml, then run `make docs`.
    assert dictionary.differences(schema, dictionary.words()) == []


def test_the_page_is_up_to_date(schema: sqlite3.Connection) -> None:
    page = (TOP / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary.render(schema, dictionary.words()), "run `make docs`"


def test_what_a_migration_adds_is_named_until_it_is_described(schema: sqlite3.Connection) -> None:
    schema.execute("ALTER TABLE article ADD COLUMN mood TEXT")
    schema.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    assert dictionary.differences(schema, dictionary.words()) == [
        "column article.mood is not described",
        "column note.id is not described",
        "column note.text is not described",
        "table note is not described",
    ]


def test_what_is_no_longer_there_is_named(schema: sqlite3.Connection) -> None:
    schema.execute("DROP VIEW failures")
    schema.execute("ALTER TABLE image DROP COLUMN caption")
    assert dictionary.differences(schema, dictionary.words()) == [
        "column image.caption is described but not there",
        "failures is described but is not in the schema",
    ]


def test_the_page_names_keys_and_where_they_lead(schema: sqlite3.Connection) -> None:
    page = dictionary.render(schema, dictionary.words())
    assert "| `id` | INTEGER key | Number of the capture in this archive. |" in page
    assert "→ `capture.id` |" in page
    assert page.index("## articles\n") < page.index("## article\n")
    assert "article_fts_data" not in page
