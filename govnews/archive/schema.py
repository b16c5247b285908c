"""The tables, the views that researchers rely on, and the migrations that lead there.

schema.sql is the first migration. After the first release it changes in its views, triggers and
virtual tables only; tables change by a migration here, which ends with `renew`. A column of an
article needs no code: `added` in its row of columns.py makes the migration.
The views (`articles`, `article_versions`, …) are the stable interface. `dictionary` describes every
table, view and column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from govnews.archive import provinces, search_index
from govnews.archive.columns import ARTICLE, BY_NAME, COLUMNS, INDEXED, VERSION, Column
from govnews.archive.search_index import fill_index, text_of
from govnews.archive.sqliteutils import Migrations
from govnews.vietnamese.places import PUBLISHED_SINCE_MERGER, SEEN_SINCE_MERGER, Era

if TYPE_CHECKING:
    from govnews.archive.sqliteutils import Database

APPLICATION_ID = 0x676F766E
"""`PRAGMA application_id` of an archive: the letters "govn"."""

_DERIVED = ("CREATE VIEW", "CREATE TRIGGER", "CREATE VIRTUAL TABLE")
"""Beginnings of statements for what holds no data of its own."""

migrations = Migrations("govnews")


@migrations()
def m001_schema(db: Database) -> None:
    """Everything that the first release stores."""
    for statement in statements([column for column in COLUMNS if column.added is None]):
        db.execute(statement)
    provinces.insert_units(db.conn)


def _add_by_migration(column: Column, name: str) -> None:
    """Registers the migration of a column that archives of earlier releases do not have."""

    @migrations(name=name)
    def add(db: Database) -> None:
        for table, wanted in (("article", column.article), ("article_version", column.version)):
            if wanted:
                db.execute(f"ALTER TABLE {table} ADD COLUMN {column.definition}")
        renew(db)


for _column in COLUMNS:
    if _column.added is not None:
        _add_by_migration(_column, _column.added)


def renew(db: Database) -> None:
    """Makes views, triggers and the search index again, as schema.sql has them, for the columns
    that the tables have by now.
    """
    derived = db.execute(
        """SELECT iif(sql LIKE 'CREATE VIRTUAL%', 'table', type), name FROM sqlite_master
        WHERE type IN ('view', 'trigger') OR sql LIKE 'CREATE VIRTUAL%'
        ORDER BY type = 'trigger' DESC, sql LIKE '%fts5vocab%' DESC"""
    )
    for kind, name in derived.fetchall():
        db.execute(f"DROP {kind} {name}")
    there = {
        row[1]
        for table in ("article", "article_version")
        for row in db.execute(f"PRAGMA table_info({table})")
    }
    present = [column for column in COLUMNS if column.name in there]
    made = [each for each in statements(present) if each.startswith(_DERIVED)]
    for statement in (each for each in made if not each.startswith("CREATE TRIGGER")):
        db.execute(statement)
    db.execute("DELETE FROM article_key")
    fill_index(db)
    for statement in (each for each in made if each.startswith("CREATE TRIGGER")):
        db.execute(statement)


def statements(columns: Collection[Column]) -> list[str]:
    """The statements of schema.sql for an archive with these columns of an article."""
    script = (resources.files("govnews.archive") / "schema.sql").read_text(encoding="utf-8")
    return list(_split(Template(script).substitute(_filled(columns))))


def _filled(columns: Collection[Column]) -> dict[str, str]:
    """What stands in the place of the script's words with a dollar sign."""
    article = [column for column in ARTICLE if column in columns]
    version = [column for column in VERSION if column in columns]
    indexed = [name for name in INDEXED if BY_NAME[name] in columns]
    sources = [column.name for column in article if column.search]
    sources += ["published", "portal", "province"]
    return {
        "article_columns": ",\n    ".join(c.definition for c in article if c.added is None),
        "version_columns": ",\n    ".join(c.definition for c in version if c.added is None),
        "article_values": ", ".join(f"a.{c.name}" for c in article if c.added is None),
        "version_values": ", ".join(f"v.{c.name}" for c in version if c.added is None),
        "article_values_added": "".join(f", a.{c.name}" for c in article if c.added),
        "version_values_added": "".join(f", v.{c.name}" for c in version if c.added),
        "index_columns": ", ".join(indexed),
        "index_texts": ",\n           ".join(text_of(name) for name in indexed),
        "index_sources": ", ".join(sources),
        "index_changed": " OR ".join(f"new.{name} IS NOT old.{name}" for name in sources),
        "plain_number": search_index.NUMBER.format("number"),
        "tag": search_index.TAG,
        "free_key": search_index.FREE_KEY,
        "last_key": search_index.LAST_KEY,
        "published_since_merger": PUBLISHED_SINCE_MERGER,
        "seen_since_merger": SEEN_SINCE_MERGER,
        "new_era": Era.NEW,
        "old_era": Era.OLD,
        "grain": search_index.GRAIN.format("new.published"),
    }


def _split(script: str) -> Iterator[str]:
    """The single statements of a script, each without the comments before it."""
    lines: list[str] = []
    for line in script.splitlines():
        if not lines and (not line or line.startswith("--")):
            continue
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []
