"""A portal with everything that goes wrong on the way: answers that are no HTTP, bodies that are
cut short or have no end, bombs, traps.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

import brotli

from tests.crawl.site import Answer, Site, article

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
MIB = 1024 * 1024


@dataclass
class Raw(Answer):
    """An answer whose bytes are sent as they are; the connection is closed after the last."""

    pieces: Callable[[], Iterator[bytes]] = lambda: iter(())


class FaultSite(Site):
    """A site that can also answer with `Raw`. traps: what answers to paths that begin so."""

    def __init__(self) -> None:
        super().__init__()
        self.traps: dict[str, Callable[[str], Answer]] = {}

    def found(self, method: str, path: str, body: bytes) -> Answer:
        if path not in self.pages:
            for prefix, trap in self.traps.items():
                if path.startswith(prefix):
                    return trap(path)
        return super().found(method, path, body)

    def answer(self, handler: BaseHTTPRequestHandler, found: Answer) -> None:
        if not isinstance(found, Raw):
            super().answer(handler, found)
            return
        handler.close_connection = True
        with contextlib.suppress(OSError):
            for piece in found.pieces():
                handler.connection.sendall(piece)
            handler.connection.shutdown(socket.SHUT_RDWR)


def raw(*pieces: bytes) -> Raw:
    return Raw(pieces=lambda: iter(pieces))


def packed(body: bytes, coding: str = "gzip") -> Answer:
    return Answer(body, headers={"Content-Encoding": coding})


def drip(first: bytes, piece: bytes, every: float) -> Raw:
    """Bytes that come slowly and without end."""

    def pieces() -> Iterator[bytes]:
        yield first
        while True:
            time.sleep(every)
            yield piece

    return Raw(pieces=pieces)


def flood() -> Raw:
    """A body of full speed that has no end."""
    chunk = b"<p>" + b"x" * (MIB // 4)
    return Raw(pieces=lambda: itertools.chain([HEAD + b"\r\n"], itertools.repeat(chunk)))


def zip_bomb(size: int = 80 * MIB) -> bytes:
    return gzip.compress(bytes(size), compresslevel=1)


def brotli_bomb(size: int = 80 * MIB) -> bytes:
    return brotli.compress(bytes(size), quality=1)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> Raw:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body + end)


def laughs() -> bytes:
    """A sitemap whose entities would unfold to gigabytes."""
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE urlset [{entities}]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>&e9;</loc></url></urlset>"
    ).encode()


def sick_articles() -> dict[str, tuple[Answer | list[Answer], str | None]]:
    """Answers of one article each, with the reason that the page must fail for; None: stored."""
    whole = article(1)
    length = b"Content-Length: %d\r\n" % len(whole)
    half = whole[: len(whole) // 2]
    return {
        "not-http": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "reset"),
        "nothing": (raw(), "reset"),
        "head-cut": (raw(HEAD[:40]), "reset"),
        "body-cut": (raw(HEAD + length + b"\r\n" + half), "truncated"),
        "chunk-cut": (chunked(half, end=b"ff\r\nabc"), "truncated"),
        "no-last-chunk": (chunked(whole, end=b""), "truncated"),
        "bad-chunk": (chunked(half, end=b"xyz\r\n"), "truncated"),
        "gzip-cut": (packed(gzip.compress(whole)[:-60]), "truncated"),
        "brotli-cut": (packed(brotli.compress(whole)[:-60], "br"), "truncated"),
        "zip-bomb": (packed(zip_bomb()), "too-large"),
        "zip-bomb-twice": (packed(gzip.compress(zip_bomb()), "gzip, gzip"), "too-large"),
        "brotli-bomb": (packed(brotli_bomb(), "br"), "too-large"),
        "flood": (flood(), "too-large"),
        "drip": (drip(HEAD + b"\r\n", b"x", 0.05), "timeout"),
        "drip-head": (drip(HEAD, b"X-A: b\r\n", 0.05), "timeout"),
        "heals": ([Answer(b"", 500), Answer(b"", 502), Answer(article(2))], None),
        "later": ([Answer(b"", 503, headers={"Retry-After": "1"}), Answer(article(3))], None),
        "picture": (Answer(b"\x89PNG\r\n\x1a\n" + bytes(900), kind="image/png"), "not-html"),
        "file": (Answer(b"%PDF-1.7\n" + bytes(900), kind="application/pdf"), "not-html"),
        "zeros": (Answer(bytes(5000)), "empty"),
        "empty": (Answer(b""), "empty"),
        "json": (Answer(b'{"d": null}', kind="application/json"), "empty"),
        "wrong-type": (Answer(article(4), kind="application/octet-stream"), None),
        "plain-type": (Answer(article(5), kind="text/plain"), "empty"),
        "no-type": (raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + article(6)), None),
        "wrong-coding": (packed(article(7)), None),
        "raw-deflate": (packed(raw_deflate(article(8)), "deflate"), None),
        "loop": (Answer(b"", 302, headers={"Location": "/bai-loop-2"}), "redirect-loop"),
    }


def session_links(site: FaultSite) -> None:
    """Every page names every page by an address of its own visit."""
    visits = itertools.count(1)

    def page(path: str) -> Answer:
        number = int(re.findall(r"/bai-phien-(\d)", path)[0])
        ident = f"{next(visits):032x}"
        links = "".join(
            f'<a href="/bai-phien-{n};jsessionid={ident}?PHPSESSID={ident}">Bài {n}</a>'
            for n in range(4)
        )
        return Answer(article(900 + number, extra=links))

    site.traps["/bai-phien-"] = page
