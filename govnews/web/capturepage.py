"""A captured page, sanitised to text and structure, in a sandboxed frame.

Three independent protections: nh3 (ammonia) keeps only harmless elements; the response's own policy
allows no script, no load and no form, and `sandbox` gives it an opaque origin; the frame around it
is sandboxed too.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import nh3
from datasette.utils.asgi import Response
from markupsafe import escape

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.errors import NotInArchive
from govnews.model import Capture
from govnews.vietnamese.encodings import decode
from govnews.web.articlepage import web_link
from govnews.web.database import read, render
from govnews.web.site_state import state

MAX_SHOWN = 3 * 1024 * 1024
"""Bytes of a page that are shown; the WARC file has all."""

FRAME_POLICY = (
    "sandbox; default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)

_HEAD = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>capture</title>'
    '<link rel="stylesheet" href="/static/capture.css"></head><body>'
)


async def capture(request: Any, datasette: Any) -> Any:
    """`/capture/12`: the facts of a capture, and the frame that shows the page."""
    number = int(request.url_vars["id"])
    facts = await read(datasette, lambda conn: _facts(conn, number))
    values = {"capture": facts, "names": state(datasette).names, "link": web_link}
    return await render(datasette, request, "capture.html", values)


def _facts(conn: sqlite3.Connection, number: int) -> dict[str, Any]:
    cursor = conn.execute(
        """SELECT c.id, c.portal, c.url, c.kind, c.fetched_at, c.status, c.media_type, c.digest,
        c.size, c.warc_file, c.warc_offset, c.revisit_of, a.id AS article_id, a.title
        FROM capture c LEFT JOIN article_address s ON s.portal = c.portal AND s.url = c.url
        LEFT JOIN article a ON a.id = s.article_id
        WHERE c.id = ?""",
        (number,),
    )
    row = cursor.fetchone()
    if row is None:
        raise NotInArchive(f"The archive has no capture {number}.")
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


async def page(request: Any, datasette: Any) -> Any:
    """`/capture/12/page`: the captured page, sanitised, under a policy of its own."""
    number = int(request.url_vars["id"])
    root = state(datasette).root
    html = await read(datasette, lambda conn: _shown(root, conn, number))
    headers = {
        "content-security-policy": FRAME_POLICY,
        "x-frame-options": "SAMEORIGIN",
    }
    return Response.html(_HEAD + html + "</body></html>", headers=headers)


def _shown(root: Path, conn: sqlite3.Connection, number: int) -> str:
    found = captures.load(Archive(root, conn, None), number)
    return harmless(found)


def harmless(found: Capture) -> str:
    """A capture's HTML without scripts, forms and loads; plain text in a `<pre>`."""
    text, _ = decode(found.body[:MAX_SHOWN], found.content_type)
    kind = (found.content_type or "").partition(";")[0].strip().lower()
    is_html = "html" in kind or (not kind and "<html" in text[:2000].lower())
    if not is_html:
        return f"<pre>{escape(text)}</pre>" if kind.startswith("text/") else ""
    return nh3.clean(
        text,
        clean_content_tags={"script", "style", "noscript", "template", "svg", "math"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    )


_ATTRIBUTES = {
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "a": {"href"}, "img": {"alt"},
    "ol": {"start"}, "*": {"title", "lang"},
}  # fmt: skip
