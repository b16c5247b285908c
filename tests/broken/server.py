"""Many portals on loopback, each at a port of its own, answered by one thread.

A port speaks http and https: the first byte of a connection says which. A crawl of
many portals opens some hundred connections, for which a thread each would be too much.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from tests.crawl.site import Answer
from tests.crawl.test_crawl_tls import self_signed

Answering = Callable[[str, bool], Answer]
"""From a path with its query, and whether it was asked for by https, to the answer."""

HANDSHAKE = b"\x16"
"""First byte of a connection that begins with TLS."""


class Server:
    """Opens ports and answers them until `close`."""

    def __init__(self, folder: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self_signed(folder))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections: set[_Connection] = set()

    def open(self, answering: Answering) -> int:
        """A new port, with what answers there."""
        listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        listening.setblocking(False)
        self._loop.call_soon_threadsafe(self._start, self._accept(listening, answering))
        return int(listening.getsockname()[1])

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listening: socket.socket, answering: Answering) -> None:
        with listening:
            while True:
                accepted, _ = await self._loop.sock_accept(listening)
                self._start(self._connect(accepted, answering))

    async def _connect(self, accepted: socket.socket, answering: Answering) -> None:
        try:
            first = await self._first_byte(accepted)
            secure = first == HANDSHAKE
            await self._loop.connect_accepted_socket(
                lambda: _Connection(self._connections, answering, secure),
                accepted,
                ssl=self._context if secure else None,
            )
        except (OSError, asyncio.CancelledError):
            accepted.close()

    async def _first_byte(self, accepted: socket.socket) -> bytes:
        readable = asyncio.Event()
        self._loop.add_reader(accepted, readable.set)
        try:
            await readable.wait()
        finally:
            self._loop.remove_reader(accepted)
        return accepted.recv(1, socket.MSG_PEEK)

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in list(self._connections):
            connection.transport.abort()
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One connection, on which any number of requests without a body come one after the other."""

    transport: asyncio.WriteTransport

    def __init__(self, all_: set[_Connection], answering: Answering, secure: bool) -> None:
        self._all, self._answering, self._secure = all_, answering, secure
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        self._all.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._all.discard(self)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            self._send(self._answering(path, self._secure))

    def _send(self, found: Answer) -> None:
        lines = [
            f"HTTP/1.1 {found.status} {HTTPStatus(found.status).phrase}",
            f"Content-Type: {found.kind}",
            *(f"{name}: {value}" for name, value in found.headers.items()),
            f"Content-Length: {len(found.body)}",
        ]
        self.transport.write("\r\n".join([*lines, "\r\n"]).encode() + found.body[: found.cut])
        if found.cut is not None:
            self.transport.close()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        yield server
    finally:
        server.close()
