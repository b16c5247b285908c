"""Reading the archive for a page (one snapshot, a time limit) and rendering templates."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from govnews.errors import GovnewsError

LIMIT = 10_000
"""Time limit of all SQL of a page, in milliseconds."""

Result = TypeVar("Result")


class TooSlow(GovnewsError):
    """The SQL of a page exceeded its time limit."""


def archive_path(datasette: Any) -> Path:
    """The database file that is served."""
    return Path(datasette.get_database("archive").path)


async def read(
    datasette: Any, function: Callable[[sqlite3.Connection], Result], limit: int = LIMIT
) -> Result:
    """Runs a function on a connection to the archive, in a thread, on one snapshot.

    limit: in milliseconds; raises TooSlow after it.
    """

    def limited(conn: sqlite3.Connection) -> Result:
        # The archive's functions expect tuples; Datasette, on the same connection, its own rows.
        began = time.monotonic()
        row_factory, conn.row_factory = conn.row_factory, None
        conn.execute("BEGIN")
        try:
            with sqlite_timelimit(conn, limit):
                return function(conn)
        except sqlite3.Error as error:
            # An interrupted statement has many names ("vtable constructor failed" is one).
            if time.monotonic() - began >= limit / 1000:
                raise TooSlow(str(error)) from error
            raise
        finally:
            conn.execute("ROLLBACK")
            conn.row_factory = row_factory

    result: Result = await datasette.get_database("archive").execute_fn(limited)
    return result


async def render(
    datasette: Any, request: Any, template: str, values: Mapping[str, Any], status: int = 200
) -> Any:
    """A page from a template of this site."""
    html = await datasette.render_template(f"govnews/{template}", dict(values), request=request)
    return Response.html(html, status=status)
