"""Write docs/data-dictionary.md: the schema with the descriptions of dictionary.toml and, for
columns that are read from a page, those of columns.py.

python -m govnews.archive.dictionary docs/data-dictionary.md
"""

from __future__ import annotations

import sqlite3
import sys
import tomllib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from govnews.archive.columns import COLUMNS
from govnews.archive.schema import migrations
from govnews.archive.sqliteutils import Database

Words = Mapping[str, Mapping[str, str]]

_INTRO = """# Data dictionary

Every view, table and column of `archive.db`. This page is written by `make docs` from the schema
and from `govnews/archive/dictionary.toml` and `columns.py`; a test compares them.

**The views are the stable interface.** Tables may change by a migration; columns of views are only
added, at the end. An empty cell (NULL) always means that the page does not have the thing, or that
it did not happen. Times are UTC, ISO 8601 to the second, but for `published` and `updated`, which
are as printed, with the printed offset or else +07:00.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the schema. type: empty for a computed one. leads_to: `table.column`."""

    name: str
    type: str
    key: bool
    required: bool
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view of the schema."""

    name: str
    kind: str
    columns: tuple[Column, ...]


def words() -> Words:
    """The descriptions of each table or view: `about`, optionally `like`, and columns by name."""
    text = (resources.files("govnews.archive") / "dictionary.toml").read_text(encoding="utf-8")
    texts: dict[str, dict[str, str]] = tomllib.loads(text)
    for column in COLUMNS:
        table = "article" if column.article else "article_version"
        texts[table][column.name] = column.meaning.en
    return texts


def relations(conn: sqlite3.Connection) -> list[Relation]:
    """Views and tables in the order of their creation, without the internal ones of SQLite."""
    rows = conn.execute(
        """SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')
        AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid"""
    ).fetchall()
    indexes = [name for name, _, sql in rows if sql.startswith("CREATE VIRTUAL")]
    return [
        Relation(name, kind, _columns(conn, name))
        for name, kind, _ in rows
        if not any(name.startswith(f"{index}_") for index in indexes)
    ]


def _columns(conn: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    keys = conn.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (table,))
    leads = {name: f"{other}.{column}" for name, other, column in keys}
    rows = conn.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table,))
    return tuple(
        Column(name, kind, bool(pk), bool(required), leads.get(name))
        for name, kind, required, pk in rows
    )


def described(texts: Words, table: str, column: str) -> str | None:
    """The description of a column; None when there is none."""
    own = texts.get(table, {})
    if column in own:
        return own[column]
    return described(texts, own["like"], column) if "like" in own else None


def differences(conn: sqlite3.Connection, texts: Words) -> list[str]:
    """Sentences about schema parts without a description, and descriptions without a
    schema part.
    """
    found, there = [], {relation.name: relation for relation in relations(conn)}
    for name, relation in there.items():
        if "about" not in texts.get(name, {}):
            found.append(f"{relation.kind} {name} is not described")
        found += [
            f"column {name}.{column.name} is not described"
            for column in relation.columns
            if described(texts, name, column.name) is None
        ]
    for name, entry in texts.items():
        if name not in there:
            found.append(f"{name} is described but is not in the schema")
            continue
        known = {"about", "like", *(column.name for column in there[name].columns)}
        found += [f"column {name}.{key} is described but not there" for key in entry.keys() - known]
    return sorted(found)


def render(conn: sqlite3.Connection, texts: Words) -> str:
    """Render the page in the order of the descriptions; `differences` must be empty."""
    order = list(texts)
    parts = [_INTRO]
    found = sorted(relations(conn), key=lambda each: order.index(each.name))
    for kind, title in (("view", "Views"), ("table", "Tables")):
        parts.append(f"\n# {title}\n")
        parts += [_section(relation, texts) for relation in found if relation.kind == kind]
    return "".join(parts)


def _section(relation: Relation, texts: Words) -> str:
    lines = [f"\n## {relation.name}\n", f"{texts.get(relation.name, {}).get('about', '')}\n"]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    for column in relation.columns:
        kind = " ".join(
            filter(None, (column.type, "key" * column.key, "not null" * column.required))
        )
        meaning = described(texts, relation.name, column.name) or ""
        target = f" → `{column.leads_to}`" if column.leads_to else ""
        lines.append(f"| `{column.name}` | {kind} | {meaning}{target} |")
    return "\n".join(lines) + "\n"


def fresh() -> sqlite3.Connection:
    """An empty database in memory with the current schema."""
    conn = sqlite3.connect(":memory:")
    migrations.apply(Database(conn, execute_plugins=False))
    return conn


if __name__ == "__main__":
    with closing(fresh()) as database:
        problems = differences(database, words())
        if problems:
            sys.exit("\n".join(problems))
        Path(sys.argv[1]).write_text(render(database, words()), encoding="utf-8")
