"""Client of web archives: sequential requests with a delay, Retry-After obeyed, public addresses
only, limited sizes and times. The connection to each server is kept for the next request.
"""

from __future__ import annotations

import http.client
import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Self
from urllib.parse import SplitResult, urljoin, urlsplit

from govnews.addresses import is_public
from govnews.archive.content_encoding import MAX_PAYLOAD
from govnews.errors import WebArchiveBusy, WebArchiveUnavailable
from govnews.reading.urls import is_web_address
from govnews.retry_after import parse_retry_after
from govnews.site import Site
from govnews.version import __version__

TIMEOUT = 60.0
"""Timeout in seconds for connecting, and between two parts of a response."""

MAX_SECONDS = 600.0
"""Maximum duration of a response in seconds."""

MAX_WAIT = 300.0
"""Longest Retry-After in seconds that is waited for; a longer one raises."""

BACK_OFF = (5.0, 20.0)
"""Seconds before the second and the third attempt, when the server names none."""

MAX_REDIRECTS = 4
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_UNSAFE = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. headers: names in lower case. body: with its content encoding."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """An HTTP client. delay: seconds between two requests. allow_private: also loopback and private
    networks.

    Close it after use.
    """

    def __init__(self, *, delay: float, allow_private: bool, contact: str | None = None) -> None:
        self._delay = delay
        self._allow_private = allow_private
        self._agent = f"govnews/{__version__} ({contact or 'operator gave no contact'})"
        self._not_before = 0.0
        self._connections: dict[tuple[bool, str, int], _Connection] = {}

    def get(self, url: str, check: Callable[[str], None] | None = None) -> Answer:
        """The answer to a GET, redirects on the same host followed.

        check: called with the target of each redirect; it raises for one that may not be asked for.
        Tries again what may pass. Raises WebArchiveUnavailable when the server cannot be reached,
        or asks to be left alone for longer than MAX_WAIT.
        """
        for redirects in range(MAX_REDIRECTS + 1):
            answer = self._try(url)
            target = urljoin(url, answer.headers.get("location", ""))
            if answer.status not in {301, 302, 303, 307, 308} or redirects == MAX_REDIRECTS:
                break
            if not is_web_address(target) or not Site.around(url).holds(target):
                break
            if check is not None:
                check(target)
            url = target
        return answer

    def _try(self, url: str) -> Answer:
        for pause in (*BACK_OFF, None):
            try:
                answer = self._ask(url)
            except (OSError, http.client.HTTPException) as error:
                if pause is None:
                    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
                    place = url.partition("?")[0]
                    raise WebArchiveUnavailable(f"{place} cannot be reached: {why}") from error
                self._wait(pause)
                continue
            if answer.status not in _PASSING or pause is None:
                return answer
            asked = parse_retry_after(answer.headers.get("retry-after"), datetime.now(UTC))
            if asked is not None and asked > MAX_WAIT:
                host = urlsplit(url).hostname
                raise WebArchiveBusy(f"{host} asks to be left alone for {asked:.0f} seconds")
            self._wait(asked if asked is not None else pause)
        return answer

    def _wait(self, seconds: float) -> None:
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _ask(self, url: str) -> Answer:
        time.sleep(max(0.0, self._not_before - time.monotonic()))
        parts = urlsplit(_UNSAFE.sub(_quoted, url))
        connection = self._connection(parts)
        try:
            response = self._response(connection, parts)
            body = _read(response)
        except BaseException:
            connection.close()
            raise
        finally:
            self._wait(self._delay)
        if response.will_close:
            connection.close()
        named = {name.lower(): value for name, value in response.getheaders()}
        if "retry-after" in named:
            named["retry-after"] = ", ".join(response.headers.get_all("Retry-After", []))
        return Answer(url, response.status, named, body)

    def _response(self, connection: _Connection, parts: SplitResult) -> http.client.HTTPResponse:
        """The response up to its headers. A server may close an idle connection at any time; the
        request is then repeated on a new one, without an error.
        """
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": self._agent,
            "Accept-Encoding": "identity",
        }
        kept = connection.sock is not None
        try:
            connection.request("GET", target, headers=headers)
            return connection.getresponse()
        except (ConnectionError, ssl.SSLError):
            if not kept:
                raise
            connection.close()
            connection.request("GET", target, headers=headers)
            return connection.getresponse()

    def _connection(self, parts: SplitResult) -> _Connection:
        """The connection to a server, reused while it is open."""
        host = parts.hostname
        if not is_web_address(parts.geturl()) or host is None:
            raise WebArchiveUnavailable(f"{parts.geturl()} is no http address")
        secure = parts.scheme == "https"
        key = (secure, host, parts.port or (443 if secure else 80))
        if key not in self._connections:
            tls = self._context if secure else None
            self._connections[key] = _Connection(*key[1:], tls, self._allow_private)
        connection = self._connections[key]
        if connection.sock is not None and _has_something_to_say(connection.sock):
            connection.close()
        return connection

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """The TLS context, created once: loading the system's certificates takes longer than a
        request.
        """
        return ssl.create_default_context()

    def close(self) -> None:
        """Close the open connections."""
        for connection in self._connections.values():
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Connection(http.client.HTTPConnection):
    """A connection whose address is checked at each connect, so that the name cannot resolve
    differently between check and use. tls: None for plain HTTP.
    """

    def __init__(
        self, host: str, port: int, tls: ssl.SSLContext | None, allow_private: bool
    ) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._tls = tls
        self._allow_private = allow_private

    def connect(self) -> None:
        """Connect; raises WebArchiveUnavailable for an address that is not public, else OSError."""
        sock = self._reached()
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_hostname=self.host)
        except BaseException:
            sock.close()
            raise
        self.sock = sock

    def _reached(self) -> socket.socket:
        problem: OSError | None = None
        for family, kind, protocol, _, address in socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_STREAM
        ):
            if not self._allow_private and not is_public(str(address[0])):
                raise WebArchiveUnavailable(
                    f"{self.host} leads to {address[0]}, which is no public address. "
                    "--allow-private permits it, for a web archive of your own."
                )
            sock = socket.socket(family, kind, protocol)
            sock.settimeout(TIMEOUT)
            try:
                sock.connect(address)
            except OSError as error:
                sock.close()
                problem = error
                continue
            return sock
        raise problem or OSError(f"{self.host} has no address")


def _has_something_to_say(sock: socket.socket) -> bool:
    """Whether a server has closed an idle connection, or sent unsolicited data on it."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def _quoted(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _read(response: http.client.HTTPResponse) -> bytes:
    deadline = time.monotonic() + MAX_SECONDS
    body = bytearray()
    while part := response.read1(1 << 16):
        body += part
        if len(body) > MAX_PAYLOAD:
            raise WebArchiveUnavailable(f"an answer has more than {MAX_PAYLOAD} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the answer took more than {MAX_SECONDS:.0f} seconds")
    if response.length:
        raise http.client.IncompleteRead(bytes(body), response.length)
    response.close()  # the response only; the connection is free for the next request
    return bytes(body)
