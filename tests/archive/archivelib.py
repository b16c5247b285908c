"""Small pages and a portal for the tests of the archive."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from govnews.archive import articles, captures
from govnews.archive.articles import Stored
from govnews.archive.content_encoding import decode_payload
from govnews.archive.database import Archive
from govnews.archive.warc.model import Exchange, Original
from govnews.archive.warc.writer import WarcWriter
from govnews.model import Article
from govnews.portal import Portal

TOP = Path(__file__).parents[2]
SITE = "https://songcau.example.vn/"
PORTAL = Portal("songcau", "Cổng thông tin Sông Cầu", "generic", SITE)
NOW = datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


def exchange(path: str = "bai-1", payload: bytes = b"<p>x</p>", **values: Any) -> Exchange:
    headers = values.pop("headers", (("Content-Type", "text/html; charset=utf-8"),))
    asked = (("Host", "songcau.example.vn"), ("Accept", "text/html"))
    moment = values.pop("fetched_at", NOW)
    return Exchange(
        SITE + path, moment, request_headers=asked, headers=headers, payload=payload, **values
    )


def put(
    archive: Archive,
    article: Article,
    *,
    at: datetime = NOW,
    writer: WarcWriter | None = None,
    payload: bytes | None = None,
    original: Original | None = None,
) -> Stored:
    """Stores a page as a crawl does: capture and article in one transaction."""
    said = payload if payload is not None else f"<h1>{article.title}</h1>{article.body}".encode()
    own = writer or WarcWriter(archive.root, PORTAL.name)
    asked = replace(exchange(payload=said, fetched_at=at), url=article.url)
    with archive.transaction() as conn, contextlib.ExitStack() as stack:
        if writer is None:
            stack.callback(own.close)
        written = own.write(asked, "article", original)
        body = decode_payload(asked.headers, asked.payload)
        ident = captures.insert(conn, PORTAL.name, "article", asked, body, written, original)
        return articles.store(conn, PORTAL, ident, at, article)


def page(number: int = 1, **values: Any) -> Article:
    given = {
        "title": f"Khánh thành cầu số {number}",
        "body": f"Sáng nay, cầu số {number} được khánh thành.\n\nXe đã qua cầu.",
        **values,
    }
    return Article(SITE + f"bai-{number}", **given)


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)


def rows(archive: Archive, sql: str, *values: Any) -> list[Any]:
    found = archive.conn.execute(sql, values).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


def records(root: Path) -> Iterator[tuple[Path, Any, bytes]]:
    """All records of all WARC files as warcio reads them, with their raw payloads."""
    for path in sorted((root / "warc").iterdir()):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                yield path, record, record.raw_stream.read()


def python(code: str, *args: str, **options: Any) -> subprocess.Popen[str]:
    """A Python process that can import govnews and the tests."""
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        **options,
    )
