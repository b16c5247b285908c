"""The first page: search with filters and facets, and the same result as CSV."""

from __future__ import annotations

import io
import sqlite3
from functools import partial
from typing import Any

from datasette.utils.asgi import AsgiStream

from govnews.errors import UnknownProvince, UsageError
from govnews.export.csvfile import write_csv
from govnews.export.tables import TABLES
from govnews.web import search_params
from govnews.web.cache import SLOW_LIMIT
from govnews.web.database import LIMIT, read, render
from govnews.web.site_state import State, state

COLUMNS = tuple(TABLES["articles"].columns)

ROWS_AT_ONCE = 200
"""Rows of a CSV that are read together; other requests run in between."""


async def search(request: Any, datasette: Any) -> Any:
    """`/`: the search box, the filters, the hits."""
    args = {name: request.args[name] for name in request.args}
    here = state(datasette)
    values: dict[str, Any] = {"names": here.names, "orders": search_params.ORDERS}
    status = 200
    try:
        wanted = search_params.wanted(args)
        found = await _found(datasette, here, wanted)
        values |= {"wanted": wanted, "found": found}
    except UsageError as error:
        given = {name: args.get(name, "") for name in search_params.NAMES}
        values |= {"wanted": search_params.Wanted(**given), "found": None}
        values |= {"error": _what_is_wrong(error), "detail": str(error)}
        status = 400
    values["overview"] = await here.memory.get(datasette, "overview", search_params.overview)
    return await render(datasette, request, "search.html", values, status)


def _what_is_wrong(error: UsageError) -> str:
    """The key of the error's text in the interface language."""
    if isinstance(error, search_params.BadDay):
        return "bad_day"
    return "bad_province" if isinstance(error, UnknownProvince) else "bad_query"


async def _found(datasette: Any, here: State, wanted: search_params.Wanted) -> search_params.Found:
    """The hits, from the cache for a reload, the back button or another language."""
    key = wanted.address(page=wanted.page)
    return await here.searches.get(
        datasette, key, lambda conn: search_params.find(conn, wanted), LIMIT
    )


async def search_csv(request: Any, datasette: Any) -> Any:
    """`/search.csv`: all that a search finds, with the columns of `export csv`."""
    wanted = search_params.wanted({name: request.args[name] for name in request.args})
    found = await read(datasette, lambda conn: search_params.ids(conn, wanted), SLOW_LIMIT)

    async def write(stream: Any) -> None:
        # Spreadsheet programs need the mark at the beginning to show Vietnamese.
        await stream.write("\ufeff" + _csv([], headers=True))
        for start in range(0, len(found), ROWS_AT_ONCE):
            some = found[start : start + ROWS_AT_ONCE]
            rows = await read(datasette, partial(_rows, ids=some))
            await stream.write(_csv(rows, headers=False))

    headers = {"content-disposition": 'attachment; filename="govnews.csv"'}
    return AsgiStream(write, headers=headers, content_type="text/csv; charset=utf-8")


def _csv(rows: list[tuple[Any, ...]], *, headers: bool) -> str:
    text = io.StringIO()
    write_csv(text, COLUMNS, rows, headers=headers, excel_safe=True)
    return text.getvalue()


def _rows(conn: sqlite3.Connection, ids: list[int]) -> list[tuple[Any, ...]]:
    marks = ", ".join("?" * len(ids))
    return conn.execute(
        f"SELECT {', '.join(COLUMNS)} FROM articles WHERE id IN ({marks}) ORDER BY id", ids
    ).fetchall()
