"""A part of an archive as a separate archive: one SQLite file with the same tables, views and
search index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from govnews.errors import OutputFailed
from govnews.export.output import beside
from govnews.export.selection import Selection
from govnews.export.tables import TABLES

_WRITING = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
Schema = list[tuple[str, str, str]]
"""Type, name and SQL of each object of a database."""

_SCHEMA = """
SELECT name, iif(sql LIKE 'CREATE VIRTUAL TABLE%', 'virtual table', type), sql
FROM main.sqlite_master
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
ORDER BY rowid
"""
_WHERE = {
    "article": "id IN (SELECT id FROM chosen)",
    "frontier": """kind = 'article' AND (portal, url) IN
        (SELECT portal, url FROM main.article WHERE id IN (SELECT id FROM chosen))""",
    "run": "portal IN (SELECT portal FROM main.article WHERE id IN (SELECT id FROM chosen))",
    "observation": "capture_id IN (SELECT id FROM part.capture)",
    "list_view": """(portal, key) IN (SELECT portal, key FROM main.article_address
        WHERE article_id IN (SELECT id FROM chosen))""",
    "province": "1",
    "_sqlite_migrations": "1",
}


def write_subset(conn: sqlite3.Connection, path: Path, chosen: Selection) -> int:
    """Write the chosen articles and all rows that belong to them; returns the number of articles.

    conn: the archive's connection in autocommit mode; the archive is not changed. Only the frontier
    rows of the articles are included, unless all articles are chosen. The WARC files are not
    copied; the captures refer to them. Raises OutputFailed naming the file, which is complete or
    unchanged.
    """
    _refuse_live(conn, path)
    with beside(path) as part, _writing_to(path):
        schema: Schema = conn.execute(_SCHEMA).fetchall()
        with closing(sqlite3.connect(part, isolation_level=None)) as target:
            _fast(target, "main")
            for name in ("application_id", "user_version", "page_size"):
                (value,) = conn.execute(f"PRAGMA main.{name}").fetchone()
                target.execute(f"PRAGMA {name} = {value}")
            _create(target, schema, {"table", "virtual table", "view"})
        with _attached(conn, part):
            tables = [name for name, kind, _ in schema if kind == "table"]
            count = _copy(conn, tables, chosen)
        with closing(sqlite3.connect(part, isolation_level=None)) as target:
            _fast(target, "main")
            _create(target, schema, {"index"})
            for name, kind, sql in schema:
                if kind == "virtual table" and "fts5(" in sql:
                    target.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
            _create(target, schema, {"trigger"})
    return count


def _refuse_live(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse to replace the archive itself, or a database that is in use."""
    if not path.exists():
        return
    if not path.is_file():
        raise OutputFailed(f"{path} is no plain file. Name another place with -o.")
    (source,) = conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()
    if path.samefile(source):
        raise OutputFailed(f"{path} is the archive itself; nothing was changed. Name another file.")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise OutputFailed(
            f"{path} is a database that another program has open, or that was left open; nothing "
            "was changed. Name another file with -o."
        )


def _create(
    target: sqlite3.Connection, schema: list[tuple[str, str, str]], kinds: set[str]
) -> None:
    for _, kind, sql in schema:
        if kind in kinds:
            target.execute(sql)


def _fast(conn: sqlite3.Connection, name: str) -> None:
    """Disable the journal: a file that is discarded after any failure needs none."""
    conn.execute(f"PRAGMA {name}.journal_mode = OFF")
    conn.execute(f"PRAGMA {name}.synchronous = OFF")


@contextmanager
def _attached(conn: sqlite3.Connection, part: Path) -> Iterator[None]:
    conn.execute("ATTACH ? AS part", (f"file:{quote(str(part.absolute()))}?mode=rw",))
    try:
        _fast(conn, "part")
        yield
    finally:
        conn.execute("DETACH part")


def _copy(conn: sqlite3.Connection, tables: list[str], chosen: Selection) -> int:
    """Copy rows table by table from one snapshot, while a crawl may write."""
    conn.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
    try:
        conn.execute("BEGIN")
        try:
            where, values = chosen.condition(conn)
            conn.execute(f"INSERT INTO chosen SELECT id FROM main.article WHERE {where}", values)
            for name in tables:
                where, values = _rows_of(conn, name, chosen)
                conn.execute(f"INSERT INTO part.{name} SELECT * FROM main.{name} a WHERE {where}",
                             values)  # fmt: skip
            (count,) = conn.execute("SELECT count(*) FROM chosen").fetchone()
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise
    finally:
        conn.execute("DROP TABLE temp.chosen")
    return int(count)


def _rows_of(conn: sqlite3.Connection, name: str, chosen: Selection) -> tuple[str, list[object]]:
    """SQL condition for the rows of a table that belong to the chosen articles."""
    if chosen.everything:
        return "1", []
    if name == "capture":
        return TABLES["captures"].condition(conn, chosen)
    if name in _WHERE:
        return _WHERE[name], []
    columns = {row[0] for row in conn.execute("SELECT name FROM pragma_table_info(?)", (name,))}
    return ("article_id IN (SELECT id FROM chosen)" if "article_id" in columns else "0"), []


@contextmanager
def _writing_to(path: Path) -> Iterator[None]:
    """Convert SQLite errors about the written file to OutputFailed."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _WRITING:
            raise
        raise OutputFailed(
            f"{path} was not written: {error}. What was there before is unchanged; make room or "
            "name another place with -o."
        ) from error
