"""The first page: search with filters and facets, and the same result as CSV."""

from __future__ import annotations

import io
import sqlite3
from typing import Any

from datasette.utils.asgi import AsgiStream

from govnews.errors import UsageError
from govnews.export.csvfile import write_csv
from govnews.export.tables import TABLES
from govnews.web import finding
from govnews.web.reading import read, render
from govnews.web.state import State, state

COLUMNS = tuple(TABLES["articles"].columns)

ROWS_AT_ONCE = 200
"""Rows of a CSV that are read in one go; between two of them others get their turn."""


async def search(request: Any, datasette: Any) -> Any:
    """`/`: the box, the filters, what was found."""
    args = {name: request.args[name] for name in request.args}
    here = state(datasette)
    values: dict[str, Any] = {"names": here.names, "orders": finding.ORDERS}
    status = 200
    try:
        wanted = finding.wanted(args)
        found = await _found(datasette, here, wanted)
        values |= {"wanted": wanted, "found": found}
    except UsageError as error:
        said = {name: args.get(name, "") for name in finding.NAMES}
        key = "bad_day" if isinstance(error, finding.BadDay) else "bad_query"
        values |= {"wanted": finding.Wanted(**said), "found": None, "error": key}
        status = 400
    values["overview"] = await here.memory.get(datasette, "overview", finding.overview)
    return await render(datasette, request, "search.html", values, status)


async def _found(datasette: Any, here: State, wanted: finding.Wanted) -> finding.Found:
    """What is asked for most often, the newest articles of all, is remembered."""
    if wanted == finding.Wanted():
        return await here.memory.get(datasette, "newest", lambda conn: finding.find(conn, wanted))
    return await read(datasette, lambda conn: finding.find(conn, wanted))


async def search_csv(request: Any, datasette: Any) -> Any:
    """`/search.csv`: all that a search finds, with the columns of `export csv`."""
    wanted = finding.wanted({name: request.args[name] for name in request.args})
    first = await read(datasette, lambda conn: _rows(conn, wanted, 0))

    async def write(stream: Any) -> None:
        rows, header = first, True
        while rows or header:
            text = io.StringIO()
            write_csv(text, COLUMNS, rows, headers=header, excel_safe=True)
            # Spreadsheet programs need the mark at the beginning to show Vietnamese.
            await stream.write(("\ufeff" if header else "") + text.getvalue())
            header = False
            last = rows[-1][0] if rows else None
            rows = await read(datasette, lambda c: _rows(c, wanted, last)) if last else []  # noqa: B023

    headers = {"content-disposition": 'attachment; filename="govnews.csv"'}
    return AsgiStream(write, headers=headers, content_type="text/csv; charset=utf-8")


def _rows(conn: sqlite3.Connection, wanted: finding.Wanted, after: int) -> list[tuple[Any, ...]]:
    """The next articles by number, after this one."""
    source, values = finding.conditions(wanted)
    ids = [
        row[0]
        for row in conn.execute(
            f"SELECT a.id {source} AND a.id > ? ORDER BY a.id LIMIT ?",
            [*values, after, ROWS_AT_ONCE],
        )
    ]
    marks = ", ".join("?" * len(ids))
    return conn.execute(
        f"SELECT {', '.join(COLUMNS)} FROM articles WHERE id IN ({marks}) ORDER BY id", ids
    ).fetchall()
