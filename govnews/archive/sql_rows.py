"""Rows by column name, for copying tables to which a migration may have added columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]


def rows(conn: sqlite3.Connection, sql: str, *values: Any) -> Iterator[Row]:
    """The rows of a query."""
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def insert(conn: sqlite3.Connection, table: str, row: Row) -> int:
    """Insert a row under a new id (its own `id` belongs to another archive); returns the new id."""
    new = {name: value for name, value in row.items() if name != "id"}
    marks = ", ".join(f":{name}" for name in new)
    cursor = conn.execute(f"INSERT INTO {table} ({', '.join(new)}) VALUES ({marks})", new)
    return int(cursor.lastrowid or 0)


def update(conn: sqlite3.Connection, table: str, row: Row) -> None:
    """Update all columns of the row with this `id`."""
    sets = ", ".join(f"{name} = :{name}" for name in row if name != "id")
    conn.execute(f"UPDATE {table} SET {sets} WHERE id = :id", row)
