"""The client of web archives against loopback servers, plain and TLS: connections that are kept,
closed and made again, and the address check on each of them.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from govnews import http_client
from govnews.errors import WebArchiveUnavailable
from govnews.http_client import Client
from tests.crawl.test_crawl_tls import self_signed

pytestmark = pytest.mark.slow


class Server(ThreadingHTTPServer):
    """A server that keeps connections. ends: requests after which it closes one without a word."""

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.tls = tls
        self.connections = 0
        self.asked: list[str] = []
        self.ends: int | None = None
        self.go_on = Event()

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.server_port}/"

    def get_request(self) -> tuple[Any, Any]:
        sock, address = super().get_request()
        self.connections += 1
        if self.tls is not None:
            sock = self.tls.wrap_socket(sock, server_side=True)
        return sock, address


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.answered = 0

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.answered += 1
        if self.path.startswith("/to"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"3\r\nabc\r\n0\r\n\r\n")
        else:
            self.send_response(200)
            self.send_header("Content-Length", "9" if self.path == "/cut" else "3")
            if self.path == "/last":
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"abc")
            self.close_connection = self.path in {"/cut", "/last"}
        if self.path == "/late":
            self.server.go_on.wait(10)
            self.wfile.write(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        if self.answered == self.server.ends:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(params=["http", "https"])
def server(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    tls = None
    if request.param == "https":
        certificate = self_signed(tmp_path)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(http_client, "BACK_OFF", ())  # a second attempt would be an error here
    with Server(tls) as served:
        thread = Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(delay=0, allow_private=True) as made:
        yield made


def test_all_captures_come_through_one_connection(server: Server, client: Client) -> None:
    for n in range(20):
        assert client.get(f"{server.url}{n}").body == b"abc"
    assert client.get(f"{server.url}chunked").body == b"abc"
    answer = client.get(f"{server.url}to/21")
    assert (answer.url, answer.body) == (f"{server.url}21", b"abc")
    assert len(server.asked) == 23
    assert server.connections == 1


@pytest.mark.parametrize("notice", [0.0, 0.2])
def test_a_server_that_closes_between_requests_is_asked_again(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch, notice: float
) -> None:
    """Both where the end is seen before the next request, and where it is seen only by asking."""
    server.ends = 2
    if not notice:
        monkeypatch.setattr(http_client, "_has_something_to_say", lambda _sock: False)
    for n in range(6):
        assert client.get(f"{server.url}{n}").body == b"abc"
        time.sleep(notice)
    assert server.asked == [f"/{n}" for n in range(6)]
    assert server.connections == 3


def test_a_server_that_announces_the_end_gets_a_new_connection(
    server: Server, client: Client
) -> None:
    for name in ("last", "1", "2"):
        assert client.get(server.url + name).body == b"abc"
    assert server.connections == 2


def test_what_nobody_asked_for_is_no_answer(server: Server, client: Client) -> None:
    assert client.get(f"{server.url}late").body == b"abc"
    server.go_on.set()
    time.sleep(0.2)
    assert client.get(f"{server.url}1").status == 200
    assert server.connections == 2


def test_an_answer_that_is_cut_is_an_error(server: Server, client: Client) -> None:
    with pytest.raises(WebArchiveUnavailable, match="6 more expected"):
        client.get(f"{server.url}cut")
    assert client.get(f"{server.url}1").body == b"abc"


def test_a_server_that_never_answers_is_an_error(server: Server, client: Client) -> None:
    """Only a connection that had worked before is made again."""
    server.ends = 0
    server.RequestHandlerClass = _Mute  # type: ignore[assignment]
    with pytest.raises(WebArchiveUnavailable, match="cannot be reached"):
        client.get(f"{server.url}1")
    assert server.connections == 1


class _Mute(Handler):
    def handle(self) -> None:
        pass


def test_addresses_are_checked_on_each_connection(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere when the connection has to be made again."""
    server.ends = 2
    public = True
    monkeypatch.setattr(http_client, "is_public", lambda address: public)
    checked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *args: Any, **named: Any) -> Any:
        checked.append(host)
        return real(host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with Client(delay=0, allow_private=False) as client:
        for n in range(2):
            assert client.get(f"{server.url}{n}").body == b"abc"
        assert checked == ["127.0.0.1"]
        public = False
        time.sleep(0.2)
        with pytest.raises(WebArchiveUnavailable, match="no public address"):
            client.get(f"{server.url}2")
        with pytest.raises(WebArchiveUnavailable, match="no public address"):
            client.get(f"{server.url}to/3")
    assert server.asked == ["/0", "/1"]
    assert server.connections == 1
