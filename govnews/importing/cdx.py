"""Client of a web archive's index, which lists its captures of a site. It reads all formats of CDX
servers: JSON (Wayback), JSON lines (pywb), CDXJ, and plain CDX.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from govnews.errors import WebArchiveUnavailable
from govnews.http_client import Answer, Client
from govnews.reading.urls import is_web_address

BATCH = 5000
"""Number of rows per request."""

MAX_PAGES = 10_000
_TIME = re.compile(r"\d{14}\Z")
_FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest")
_OTHER_NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}


@dataclass(frozen=True, slots=True)
class Row:
    """A capture in the index. status: None where the index has none, as for revisits.

    digest: of the payload, as the index states it; equal digests are equal payloads.
    """

    url: str
    at: datetime
    mime: str
    status: int | None
    digest: str | None

    @property
    def timestamp(self) -> str:
        """The time in the form of replay URLs."""
        return self.at.strftime("%Y%m%d%H%M%S")


def captures(client: Client, server: str, site: str, *, prefix: bool) -> Iterator[Row]:
    """All rows of a site, in the server's order. site: host, or a URL prefix.

    Follows resumption keys where the server has them, else page numbers. Raises
    WebArchiveUnavailable when the server refuses or its response is no index.
    """
    query = {"url": site, "matchType": "prefix" if prefix else "host", "output": "json"}
    batch = {**query, "limit": str(BATCH), "showResumeKey": "true"}
    found, key = _ask(client, server, batch)
    if key is None and len(found) >= BATCH:
        yield from _by_pages(client, server, query)
        return
    yield from found
    seen = {key}
    while key is not None:
        found, key = _ask(client, server, {**batch, "resumeKey": key})
        yield from found
        if key in seen:
            raise WebArchiveUnavailable(f"{server} gives the same resumption key again: {key}")
        seen.add(key)


def _by_pages(client: Client, server: str, query: dict[str, str]) -> Iterator[Row]:
    """Read page by page from a server without resumption keys, until one is empty. A server without
    pages returns everything each time.
    """
    first: list[Row] = []
    for page in range(MAX_PAGES):
        found, _ = _ask(client, server, {**query, "page": str(page)}, past_the_end=page > 0)
        if not found or found[:3] == first[:3]:
            return
        first = first or found
        yield from found


def _ask(
    client: Client, server: str, query: dict[str, str], *, past_the_end: bool = False
) -> tuple[list[Row], str | None]:
    answer = client.get(f"{server}?{urlencode(query)}")
    if answer.status in {400, 404} and past_the_end:
        return [], None
    if answer.status == 404 and not answer.body.strip():
        return [], None
    if answer.status != 200:
        raise WebArchiveUnavailable(
            f"{server} refuses (status {answer.status}): {_beginning(answer)}"
        )
    return parse(answer)


def _beginning(answer: Answer) -> str:
    text = re.sub(r"<[^>]*>", " ", answer.body[:2000].decode("utf-8", "replace"))
    return " ".join(text.split())[:200]


# --- formats --------------------------------------------------------------------------------------


def parse(answer: Answer) -> tuple[list[Row], str | None]:
    """The rows of a response and the resumption key, if there is one.

    Rows without a valid time or URL are skipped. Raises WebArchiveUnavailable for text that is no
    index.
    """
    text = answer.body.decode("utf-8", "replace").strip()
    if text.startswith("["):
        return _from_arrays(answer, text)
    lines = text.splitlines()
    key = None
    if len(lines) >= 2 and not lines[-2].strip():
        key, lines = lines[-1].strip(), lines[:-2]
    rows, usable = [], 0
    for line in lines:
        if not line.strip() or line.startswith((" CDX", "CDX")):
            continue
        fields = _fields(line)
        if fields is not None:
            usable += 1
            rows.append(_row(fields))
    if lines and not usable and not lines[0].lstrip().startswith("CDX"):
        raise WebArchiveUnavailable(f"{answer.url} gives no index: {_beginning(answer)}")
    return [row for row in rows if row is not None], key


def _from_arrays(answer: Answer, text: str) -> tuple[list[Row], str | None]:
    """Parse one array of arrays: names, rows, and after an empty one the resumption key."""
    try:
        table = json.loads(text)
    except ValueError as error:
        raise WebArchiveUnavailable(f"{answer.url} gives broken JSON: {error}") from error
    if not table:
        return [], None
    if not all(isinstance(line, list) for line in table):
        raise WebArchiveUnavailable(f"{answer.url} gives JSON that is no index")
    key = None
    if len(table) >= 2 and not table[-2] and len(table[-1]) == 1:
        key, table = str(table[-1][0]), table[:-2]
    names = [_OTHER_NAMES.get(str(name), str(name)) for name in table[0]] if table else []
    rows = [_row(dict(zip(names, line, strict=False))) for line in table[1:]]
    return [row for row in rows if row is not None], key


def _fields(line: str) -> dict[str, Any] | None:
    """Parse a line of JSON, CDXJ or plain CDX by field name; None for anything else."""
    if line.startswith("{"):
        rest, start = line, {}
    else:
        parts = line.split(" ", 2)
        if len(parts) < 3 or not _TIME.match(parts[1]):
            return None
        start, rest = {"timestamp": parts[1]}, parts[2]
        if not rest.startswith("{"):
            return dict(zip(_FIELDS, line.split(), strict=False))
    try:
        record = json.loads(rest)
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    named = {_OTHER_NAMES.get(str(name), str(name)): value for name, value in record.items()}
    return {**start, **named}


def _row(fields: dict[str, Any]) -> Row | None:
    url, time = str(fields.get("url", "")), str(fields.get("timestamp", ""))
    status, digest = str(fields.get("status", "-")), str(fields.get("digest", "-"))
    if not _TIME.match(time) or not is_web_address(url):
        return None
    try:
        at = datetime.strptime(time, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Row(
        url,
        at,
        str(fields.get("mime", "")).lower(),
        int(status) if status.isdecimal() else None,
        digest if digest not in {"", "-"} else None,
    )
