"""Names for what goes wrong between asking for a page and having it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionClosed, TCPTimedOutError

from govnews.crawl.items import Problem
from govnews.crawl.resolver import refused_hosts
from govnews.retry_after import parse_retry_after

_NETWORK: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "truncated"),
    (DownloadFailedError, "reset"),
    (TCPTimedOutError, "timeout"),
    (ConnectError, "connection"),
    (ConnectionClosed, "reset"),
    (OSError, "connection"),
)


class Refused(IgnoreRequest):
    """A request that was not made; carries the problem as it is recorded."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.reason}: {problem.detail}")
        self.problem = problem


class TakenBack(IgnoreRequest):
    """The request was withdrawn before it left, or cut short by Ctrl-C."""


def of_error(error: BaseException, url: str) -> Problem:
    """The problem behind an exception of the downloader or of a middleware."""
    text = " ".join(str(error).split()) or type(error).__name__
    for cause in _causes(error):
        if isinstance(cause, Refused):
            return cause.problem
        if isinstance(cause, TakenBack):
            return Problem("taken-back", text, untried=True)
    if isinstance(error, DownloadCancelledError):
        return Problem("too-large", text)
    if isinstance(error, IgnoreRequest):
        looped = "redirection" in text
        return Problem("redirect-loop" if looped else "refused", text)
    host = (urlsplit(url).hostname or "").lower()
    if isinstance(error, CannotResolveHostError) and host in refused_hosts:
        told = f"{host} leads to {refused_hosts[host]}, which is no public address"
        return Problem("private-address", told)
    if any("OpenSSL" in type(cause).__module__ for cause in _causes(error)) or "SSL" in text:
        # Handshakes that fail do so again; the next run may find the certificate mended.
        return Problem("tls", text, host=host)
    for kind, reason in _NETWORK:
        if isinstance(error, kind):
            return Problem(reason, text, again=True, host=host)
    return Problem("error", f"{type(error).__name__}: {text}")


def of_status(response: Response) -> Problem | None:
    """The problem that a status code names; None when the answer is the page."""
    status = response.status
    if 200 <= status < 300:
        return None
    if status in {404, 410}:
        return Problem(f"http-{status}", f"status {status}", gone=True)
    header = (response.headers.get("Retry-After") or b"").decode("latin-1")
    wait = parse_retry_after(header, datetime.now(UTC)) if status in {429, 503} else None
    told = f"status {status}" + (f", Retry-After {wait:.0f} s" if wait is not None else "")
    return Problem(f"http-{status}", told, again=status >= 500 or status in {408, 429}, wait=wait)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it came from, and what Twisted keeps in lists of failures."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        cause = todo.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        todo += [cause.__cause__, cause.__context__]
        todo += [getattr(inner, "value", None) for inner in getattr(cause, "reasons", None) or ()]
