"""Pages in HAR files (HTTP Archive 1.2), which the developer tools of browsers save."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from govnews.archive.content_encoding import MAX_PAYLOAD
from govnews.archive.warc.model import Exchange, Skipped, StoredAnswer
from govnews.errors import UnreadableInput
from govnews.importing.saved import moment_of
from govnews.reading.urls import is_web_address

_CODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers of what was sent; HAR has the content without codings."""


def answers(data: bytes) -> Iterator[StoredAnswer | Skipped]:
    """The answers of a HAR file in order; raises UnreadableInput for a file that is none."""
    try:
        entries = json.loads(data.decode("utf-8-sig"))["log"]["entries"]
    except RecursionError as error:
        raise UnreadableInput("the HAR file is nested too deep") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInput(f"the HAR file cannot be read: {error}") from error
    if not isinstance(entries, list):
        raise UnreadableInput("the HAR file has no list of entries")
    for entry in entries:
        try:
            yield _answer(entry)
        except (KeyError, TypeError, AttributeError, ValueError):
            yield Skipped("an entry that cannot be read")


def _answer(entry: Any) -> StoredAnswer | Skipped:
    response = entry["response"]
    content = response.get("content", {})
    url, text = entry["request"]["url"], content.get("text")
    if not isinstance(url, str) or not is_web_address(url):
        return Skipped("no web page", sought=False)
    moment = moment_of(str(entry.get("startedDateTime", "")))
    if moment is None:
        return Skipped("no valid date")
    status = int(response.get("status", 0))
    if not isinstance(text, str):
        return Skipped("saved without its content", sought=_is_html(content) and status == 200)
    body = _decoded(text) if content.get("encoding") == "base64" else text.encode()
    if len(body) > MAX_PAYLOAD:
        return Skipped("too large")
    kept = [
        (str(one["name"]), str(one["value"]))
        for one in response.get("headers", [])
        if str(one["name"]).lower() not in {*_CODED, "content-type"}
    ]
    kind = str(content.get("mimeType") or "text/html")
    if content.get("encoding") != "base64" and _is_html(content):
        kind = f"{kind.partition(';')[0]}; charset=utf-8"  # JSON holds text, written here as UTF-8
    cut = None
    size = content.get("size")
    if isinstance(size, int) and size > len(body):
        cut = f"it has {len(body)} of {size} bytes"
    headers = (("Content-Type", kind), *kept)
    return StoredAnswer(
        Exchange(url, moment, status=status, headers=headers, payload=body, cut=cut)
    )


def _is_html(content: Any) -> bool:
    return "html" in str(content.get("mimeType", ""))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
