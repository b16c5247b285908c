"""The Datasette plug-in of the site: routes, template variables, error pages."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from govnews.archive.database import explain
from govnews.errors import ArchiveError, GovnewsError, NotInArchive, UsageError
from govnews.web import articlepage, capturepage, heldpages, portalpages, searchpage
from govnews.web.database import TooSlow, archive_path, render
from govnews.web.guard import App, Guard, Message, Send
from govnews.web.languages import LANGUAGES, Words, wanted


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/$", searchpage.search),
        (r"^/search\.csv$", searchpage.search_csv),
        (r"^/article$", articlepage.by_url),
        (r"^/article/(?P<id>\d{1,18})$", articlepage.article),
        (r"^/article/(?P<id>\d{1,18})/compare$", articlepage.compare),
        (r"^/capture/(?P<id>\d{1,18})$", capturepage.capture),
        (r"^/capture/(?P<id>\d{1,18})/page$", capturepage.page),
        (r"^/coverage$", portalpages.coverage),
        (r"^/changes$", portalpages.changes),
        (r"^/held$", heldpages.held),
        (r"^/held/(?P<id>\d{1,18})$", heldpages.hold),
        (r"^/portal/(?P<name>[a-z0-9-]{1,63})$", portalpages.portal),
        (r"^/-/(?!static)", _hidden),
    ]


def _hidden() -> None:
    """Hides Datasette's pages about itself, which name files and versions of the server."""
    raise NotFound("not shown")


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(request: Any) -> dict[str, Any]:
    """Variables: `t` (a text), `number`, `date` (formats), `here(lang=…)` (this page, changed)."""
    words = words_for(request)

    def here(**changes: str) -> str:
        query = dict(parse_qsl(request.query_string)) if request else {}
        return "?" + urlencode({**query, **changes})

    other = next(name for name in LANGUAGES if name != words.language)
    return {
        "t": words,
        "number": words.number,
        "date": words.date,
        "language": words.language,
        "other_language": other,
        "here": here,
        "path": request.path if request else "/",
    }


def words_for(request: Any) -> Words:
    """The texts in the language of a request."""
    if request is None:
        return wanted(None, None)
    return wanted(request.args.get("lang"), request.cookies.get("lang"))


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    """Puts the guard around the application."""

    async def trouble(scope: Message, send: Send, key: str) -> None:
        await datasette.invoke_startup()
        # Datasette's templates ask for a token; this site has no form that changes anything.
        request = Request({**scope, "csrftoken": str}, None)
        answer = await _failure(datasette, request, 503, words_for(request)(key))
        await answer.asgi_send(send)

    def wrap(app: App) -> Guard:
        return Guard(app, archive_path(datasette), trouble)

    return wrap


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """An error page with a search box; an unexpected error is printed and answered with 500."""

    async def answer() -> Any:
        t = words_for(request)
        if isinstance(exception, NotFound | NotInArchive):
            return await _failure(datasette, request, 404, t("not_found"))
        if isinstance(exception, UsageError):
            return await _failure(datasette, request, 400, str(exception))
        if isinstance(exception, TooSlow):
            return await _failure(datasette, request, 503, t("too_slow"))
        if isinstance(exception, sqlite3.Error):
            known: GovnewsError = explain(exception, Path(archive_path(datasette).name))
            return await _failure(datasette, request, 503, t("archive_trouble"), str(known))
        if isinstance(exception, ArchiveError):
            return await _failure(datasette, request, 503, t("archive_trouble"), str(exception))
        status = getattr(exception, "status", None)
        if isinstance(status, int):  # Datasette's own, such as SQL that it does not run
            detail = str(getattr(exception, "message", None) or exception)
            return await _failure(datasette, request, status, t("refused"), detail)
        traceback.print_exception(exception, file=sys.stderr)
        return await _failure(datasette, request, 500, t("our_fault"), type(exception).__name__)

    return answer


async def _failure(
    datasette: Any, request: Any, status: int, message: str, detail: str = ""
) -> Any:
    if request is not None and request.path.endswith(".json"):
        error = {"ok": False, "status": status, "error": detail or message}
        return Response.json(error, status=status)
    values = {"message": message, "detail": detail, "status": status}
    return await render(datasette, request, "failure.html", values, status)
