"""Maps exceptions and status codes of the downloader to problems with a reason."""

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
from govnews.reasons import Reason, http_reason, is_transient
from govnews.retry_after import parse_retry_after
from govnews.url_syntax import host_port

_NETWORK: tuple[tuple[type[BaseException], Reason], ...] = (
    (CannotResolveHostError, Reason.DNS),
    (DownloadConnectionRefusedError, Reason.CONNECTION),
    (DownloadTimeoutError, Reason.TIMEOUT),
    (ResponseDataLossError, Reason.TRUNCATED),
    (DownloadFailedError, Reason.RESET),
    (TCPTimedOutError, Reason.TIMEOUT),
    (ConnectError, Reason.CONNECTION),
    (ConnectionClosed, Reason.RESET),
    (OSError, Reason.CONNECTION),
)


class Refused(IgnoreRequest):
    """A request that was not sent; `problem` is recorded for the page."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.reason}: {problem.detail}")
        self.problem = problem


class TakenBack(IgnoreRequest):
    """The request was withdrawn before it was sent, or cancelled by Ctrl-C."""


def of_error(error: BaseException, url: str) -> Problem:
    """The problem for an exception of the downloader or of a middleware."""
    text = " ".join(str(error).split()) or type(error).__name__
    for cause in _causes(error):
        if isinstance(cause, Refused):
            return cause.problem
        if isinstance(cause, TakenBack):
            return Problem(Reason.TAKEN_BACK, text, untried=True)
    if isinstance(error, DownloadCancelledError):
        return Problem(Reason.TOO_LARGE, text)
    if isinstance(error, IgnoreRequest):
        looped = "redirection" in text
        return Problem(Reason.REDIRECT_LOOP if looped else Reason.REFUSED, text)
    name = (urlsplit(url).hostname or "").lower()
    if isinstance(error, CannotResolveHostError) and name in refused_hosts:
        detail = f"{name} leads to {refused_hosts[name]}, which is no public address"
        return Problem(Reason.PRIVATE_ADDRESS, detail)
    host = host_port(url)
    if any("OpenSSL" in type(cause).__module__ for cause in _causes(error)) or "SSL" in text:
        # Handshakes that fail do so again; the next run may find the certificate mended.
        return Problem(Reason.TLS, text, host=host)
    for kind, reason in _NETWORK:
        if isinstance(error, kind):
            return Problem(reason, text, again=True, host=host)
    return Problem(Reason.ERROR, f"{type(error).__name__}: {text}")


def of_status(response: Response) -> Problem | None:
    """The problem for a status code; None for 2xx."""
    status = response.status
    if 200 <= status < 300:
        return None
    if status in {404, 410}:
        return Problem(http_reason(status), f"status {status}", gone=True)
    header = b", ".join(response.headers.getlist("Retry-After")).decode("latin-1")
    wait = parse_retry_after(header, datetime.now(UTC)) if status in {429, 503} else None
    detail = f"status {status}" + (f", Retry-After {wait:.0f} s" if wait is not None else "")
    return Problem(http_reason(status), detail, again=is_transient(status), wait=wait)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, its causes and contexts, and those in Twisted's lists of failures."""
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
