"""ASGI middleware: GET and HEAD only, security headers, ETag, gzip, a check of the archive file.

Datasette sets none of these. A page of captured HTML has a stricter policy of its own
(capturepage.py), which is kept.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from govnews.web.languages import LANGUAGES

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Only files of this site run, load or are framed; inline scripts and styles are not."""

DATASETTE_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""For Datasette's own pages, which have styles in the page (no scripts)."""

MAX_WHOLE = 4 * 1024 * 1024
"""Longest response in bytes that is buffered to hash and compress it; longer ones are streamed."""

MIN_PACKED = 500
"""Shortest response in bytes that is compressed."""

_PACKED = (b"text/", b"application/json", b"application/javascript", b"image/svg")


class Guard:
    """The ASGI application around Datasette's. archive: the database file.

    trouble: responds with an error page, given scope, send and the key of its text.
    """

    def __init__(
        self, app: App, archive: Path, trouble: Callable[[Message, Send, str], Awaitable[None]]
    ) -> None:
        self._app = app
        self._archive = archive
        self._trouble = trouble
        self._identity = _identity(archive)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        if scope["method"] not in {"GET", "HEAD"}:
            await answer.refuse()
            return
        scope = {**scope, "method": "GET"}
        now = _identity(self._archive)
        if now != self._identity and not scope["path"].startswith("/static/"):
            key = "archive_vanished" if now is None else "archive_replaced"
            await self._trouble(scope, answer.send, key)
            return
        await self._app(scope, receive, answer.send)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Answer:
    """One response; short ones are buffered until they are complete."""

    def __init__(self, scope: Message, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._held = 0

    async def refuse(self) -> None:
        """Responds with 405 Method Not Allowed."""
        headers = [(b"allow", b"GET, HEAD"), (b"content-type", b"text/plain; charset=utf-8")]
        await self.send({"type": "http.response.start", "status": 405, "headers": headers})
        await self.send({"type": "http.response.body", "body": b"GET or HEAD only\n"})

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is None:
            await self._give(body, more)
            return
        self._parts.append(body)
        self._held += len(body)
        if not more:
            await self._give_whole(b"".join(self._parts))
        elif not self._is_sized() or self._held > MAX_WHOLE:
            so_far = b"".join(self._parts)
            await self._begin(self._start, [])
            await self._give(so_far, more=True)

    def _is_sized(self) -> bool:
        """Whether the headers have a length: a file, not a stream."""
        headers = self._start["headers"] if self._start else []
        return any(name.lower() == b"content-length" for name, _ in headers)

    async def _give_whole(self, body: bytes) -> None:
        start = self._start
        if start is None:
            return
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'.encode()
        extra: Headers = []
        kind = _value(start["headers"], b"content-type") or b""
        if start["status"] in {200, 304}:
            extra.append((b"etag", tag))
            if tag in _asked(self._scope, b"if-none-match"):
                await self._begin({**start, "status": 304}, extra)
                await self._give(b"", more=False)
                return
        takes_gzip = b"gzip" in _asked(self._scope, b"accept-encoding")
        if takes_gzip and len(body) >= MIN_PACKED and kind.startswith(_PACKED):
            body = gzip.compress(body, 5, mtime=0)
            extra.append((b"content-encoding", b"gzip"))
        extra.append((b"content-length", str(len(body)).encode()))
        await self._begin(start, extra)
        await self._give(body, more=False)

    async def _begin(self, start: Message, extra: Headers) -> None:
        self._start, self._parts = None, []
        path = self._scope["path"]
        await self._send(
            {**start, "headers": _headers(start["headers"], path, self._scope) + extra}
        )

    async def _give(self, body: bytes, more: bool) -> None:
        if self._scope["method"] == "HEAD":
            body = b""
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


def _headers(given: Headers, path: str, scope: Message) -> Headers:
    """A response's headers and those of all responses; headers set by the page are kept."""
    replaced = {b"content-length", b"etag", b"cache-control", b"vary"}
    kept: Headers = [(k.lower(), v) for k, v in given if k.lower() not in replaced]
    policy = DATASETTE_POLICY if path.startswith(("/archive", "/-/")) else POLICY
    own = {name for name, _ in kept}
    is_static = path.startswith("/static/")
    everywhere = {
        b"content-security-policy": policy.encode(),
        b"x-content-type-options": b"nosniff",
        b"x-frame-options": b"DENY",
        b"referrer-policy": b"no-referrer",
        b"cross-origin-opener-policy": b"same-origin",
        # A captured page's frame has an origin of its own and takes its style sheet from here.
        b"cross-origin-resource-policy": b"cross-origin" if is_static else b"same-origin",
        # Revalidated each time, with 304 if unchanged: a crawl may have added articles.
        b"cache-control": b"max-age=3600" if is_static else b"no-cache",
        b"vary": b"Accept-Encoding, Cookie",
    }
    kept += [(name, value) for name, value in everywhere.items() if name not in own]
    chosen = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    if chosen in LANGUAGES:
        cookie = f"lang={chosen}; Path=/; Max-Age=31536000; SameSite=Lax"
        kept.append((b"set-cookie", cookie.encode()))
    return kept


def _value(headers: Headers, wanted: bytes) -> bytes | None:
    return next((value for name, value in headers if name.lower() == wanted), None)


def _asked(scope: Message, name: bytes) -> list[bytes]:
    """The parts of a request header, without their parameters."""
    value = _value(scope["headers"], name) or b""
    return [part.partition(b";")[0].strip() for part in value.split(b",")]
