"""One article: to read, with where each value is from, its versions, its views, how to cite it."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlsplit

from datasette.utils.asgi import Response

from govnews.archive import articles, columns
from govnews.archive.provinces import since_merger
from govnews.audit import trend, versions
from govnews.audit.compare import compare as compare_versions
from govnews.errors import NotInArchive
from govnews.export import citation
from govnews.web import charts
from govnews.web.database import read, render
from govnews.web.names import unit_label
from govnews.web.site_state import state

_CITATIONS = {
    "APA": citation.apa,
    "BibTeX": citation.bibtex,
    "RIS": citation.ris,
    "CSL-JSON": citation.csl_json,
}


async def by_url(request: Any, datasette: Any) -> Any:
    """`/article?url=…`: leads to the article that has this address."""
    url = request.args.get("url") or ""
    found = await read(datasette, lambda conn: articles.find(conn, url))
    return Response.redirect(f"/article/{found}")


async def article(request: Any, datasette: Any) -> Any:
    """`/article/12`."""
    number = int(request.url_vars["id"])
    here = state(datasette)

    def load(conn: sqlite3.Connection) -> dict[str, Any]:
        articles.find(conn, str(number))
        found = articles.full(conn, number)
        return {
            "article": found,
            "versions": versions.load(conn, number),
            "observations": trend.of_article(conn, number),
            "capture": _capture(conn, number),
            "province": _province(conn, number),
            "cited": citation.of_article(conn, number, here.root),
        }

    values = await read(datasette, load)
    found, seen = values["article"], values["observations"]
    source = values.pop("cited")
    return await render(
        datasette,
        request,
        "article.html",
        values
        | {
            "names": here.names,
            "link": web_link,
            "facts": columns.FACTS,
            "why": {row["field"]: row for row in found["evidence"]},
            "chart": charts.views(seen) if len(seen) > 1 else None,
            "citations": {form: write(source) for form, write in _CITATIONS.items()},
        },
    )


def web_link(url: str) -> str | None:
    """The address if a browser may be sent there; None for `javascript:` and whatever else."""
    try:
        return url if urlsplit(url).scheme.lower() in {"http", "https"} else None
    except ValueError:
        return None


def _province(conn: sqlite3.Connection, number: int) -> str | None:
    slug, since = conn.execute(
        f"SELECT a.province, {since_merger('a')} FROM article a WHERE a.id = ?", (number,)
    ).fetchone()
    return unit_label(slug, since=since)


def _capture(conn: sqlite3.Connection, number: int) -> dict[str, Any]:
    cursor = conn.execute(
        """SELECT c.id, c.url, c.fetched_at, c.status, c.media_type, c.digest, c.size, c.warc_file,
        c.warc_offset FROM article a JOIN capture c ON c.id = a.capture_id WHERE a.id = ?""",
        (number,),
    )
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


async def compare(request: Any, datasette: Any) -> Any:
    """`/article/12/compare?from=1&to=2`: two versions side by side, word by word."""
    number = int(request.url_vars["id"])
    first, second = (_version(request.args.get(name)) for name in ("from", "to"))

    def load(conn: sqlite3.Connection) -> dict[str, Any]:
        articles.find(conn, str(number))
        rows = versions.load(conn, number)
        before, after = versions.pick(rows, first, second)
        return {"versions": rows, "before": before, "after": after}

    values = await read(datasette, load)
    values["diffs"] = compare_versions(values["before"], values["after"])
    return await render(datasette, request, "compare.html", values | {"number_of": number})


def _version(text: str | None) -> int | None:
    """A version's number; raises NotInArchive for what is none."""
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise NotInArchive(f"There is no version '{text}'.")
    return int(text)
