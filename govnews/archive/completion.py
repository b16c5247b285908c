"""What a database lacks of today's schema, though its migrations are those of today.

Before the first release the first migration itself grew. A database that lacks tables, indexes or
views which start empty is completed in place; one that lacks what is read from the WARC files is
made again from them.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from govnews.archive.columns import ARTICLE, COLUMNS, VERSION
from govnews.archive.schema import renew, statements

if TYPE_CHECKING:
    from govnews.archive.sqliteutils import Database

_EMPTY = frozenset({
    "hold", "article_move", "list_walk", "validator_trust", "run", "article_key",
})  # fmt: skip
"""Tables of what crawls and people do: where there is none, nothing was done yet. And the keys of
the search index, which is filled anew."""

_STATE = _EMPTY | {"frontier"}
"""Tables to which a column may be added that is empty or has a default."""

_NAME = re.compile(r"CREATE (?:UNIQUE )?(?:VIRTUAL )?(\w+) (\w+)(?: ON (\w+))?")


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is not there. made: names of objects that can be made in place. added: columns that can
    be added, as `table.column`. read: tables and columns that only the WARC files can fill.
    """

    made: tuple[str, ...]
    added: tuple[str, ...]
    read: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.made or self.added or self.read)


def lacking(conn: sqlite3.Connection) -> Lacking:
    """What the database of a connection lacks."""
    known = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    made: list[str] = []
    added: list[str] = []
    read: list[str] = []
    for name, table in _objects().items():
        if name not in known:
            rest = name == table and table not in _EMPTY and table in _columns()
            (read if rest else made).append(name)
    for table, columns in _columns().items():
        there = {row[1] for row in conn.execute(f"PRAGMA table_info({table})")}
        for column, definition in columns.items():
            if there and column not in there:
                fit = table in _STATE and definition is not None
                (added if fit else read).append(f"{table}.{column}")
    return Lacking(tuple(made), tuple(added), tuple(read))


def complete(db: Database, missing: Lacking) -> None:
    """Make what is lacking, in the caller's transaction."""
    for each in missing.added:
        table, _, column = each.partition(".")
        db.execute(f"ALTER TABLE {table} ADD COLUMN {_columns()[table][column]}")
    for statement in statements(COLUMNS):
        kind, name, _ = _named(statement)
        if name in missing.made and kind in {"TABLE", "INDEX"} and "VIRTUAL" not in statement[:20]:
            db.execute(statement)
    renew(db)


def _named(statement: str) -> tuple[str, str, str | None]:
    """The kind and the name of what a statement creates, and the table of an index."""
    match = _NAME.match(statement)
    return (match[1], match[2], match[3]) if match else ("", "", None)


@cache
def _objects() -> dict[str, str]:
    """Each object of the schema with the table that it is or is of; views and triggers by their own
    names.
    """
    found = [_named(statement) for statement in statements(COLUMNS)]
    return {name: table or name for _, name, table in found if name}


@cache
def _columns() -> dict[str, dict[str, str | None]]:
    """The columns of each table; each with its definition, if a table that has rows can get it."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in statements(COLUMNS):
            if statement.startswith("CREATE TABLE"):
                fresh.execute(statement)
        tables = fresh.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {
            name: {
                column: _definition(column, kind, needed, default, key)
                for _, column, kind, needed, default, key in fresh.execute(
                    f"PRAGMA table_info({name})"
                )
            }
            for (name,) in tables
        }
    for table, columns in (("article", ARTICLE), ("article_version", VERSION)):
        found[table] |= {column.name: None for column in columns}
    return found


def _definition(name: str, kind: str, needed: int, default: str | None, key: int) -> str | None:
    if key or (needed and default is None):
        return None
    rest = [f"DEFAULT {default}"] if default is not None else []
    return " ".join([name, kind, *(["NOT NULL"] if needed else []), *rest])
