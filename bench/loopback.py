"""A portal on loopback for the benches of the crawl: as many articles as are wanted, made of the
demo portal's templates when they are asked for, with as little work as can be.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

PER_LIST = 50
NUMBER = "7035107"
"""Stands in the templates where an article's number comes."""


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def templates() -> list[bytes]:
    """Pages of the demo portal's articles, each with NUMBER in title, text and view count."""
    from govnews.demo import load_articles, newest_first
    from govnews.demo.pages import Frame, VisitCounts, article_page

    models = newest_first(load_articles())
    counts = VisitCounts(online=5, today=500, week=3000, month=12000, total=3518240)
    frame = Frame(models[0].published, counts, models[:8])
    pages = []
    for model in models:
        article = replace(
            model,
            title=f"{model.title} {NUMBER}",
            paragraphs=(f"Bản tin số {NUMBER}.", *model.paragraphs),
            attachments=(),
        )
        html = article_page(article, views=int(NUMBER), others=models[:6], frame=frame)
        pages.append(html.encode())
    return pages


def numbers(articles: int) -> range:
    """Of the articles, the newest first."""
    return range(1_000_000 + articles, 1_000_000, -1)


class Portal:
    """What the server answers. sections: lists that share the articles out among them."""

    def __init__(self, articles: int, sections: int) -> None:
        self.sections = sections
        self.asked = 0
        self._numbers = numbers(articles)
        self._templates = templates()

    def respond(self, path: str) -> bytes:
        if path == "/asked":
            return answer(str(self.asked).encode())
        self.asked += 1
        if found := re.fullmatch(r"/bai-(\d+)", path):
            number = found[1]
            page = self._templates[int(number) % len(self._templates)]
            return answer(page.replace(NUMBER.encode(), number.encode()))
        if found := re.fullmatch(r"/muc-(\d+)(?:\?trang=(\d+))?", path):
            return answer(self._list(int(found[1]), int(found[2] or 1)))
        if path == "/rss.xml":
            return answer(self._feed(), "application/rss+xml")
        return answer(b"none", status="404 Not Found")

    def _list(self, section: int, page: int) -> bytes:
        mine = self._numbers[section :: self.sections]
        shown = mine[(page - 1) * PER_LIST : page * PER_LIST]
        items = "".join(f'<li><a href="/bai-{n}">Tin số {n} về tỉnh</a></li>' for n in shown)
        more = f'<a rel="next" href="/muc-{section}?trang={page + 1}">Sau</a>'
        more = more if page * PER_LIST < len(mine) else ""
        return f"<html><body><h1>Tin tức</h1><ul>{items}</ul>{more}</body></html>".encode()

    def _feed(self) -> bytes:
        items = "".join(
            f"<item><title>Tin số {n}</title><link>/bai-{n}</link></item>"
            for n in self._numbers[:PER_LIST]
        )
        return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


class Server(asyncio.Protocol):
    """Answers GET. respond: the answer to a path, head and all."""

    respond: Callable[[str], bytes]

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            self.transport.write(type(self).respond(head.split(b" ", 2)[1].decode()))


async def serve(respond: Callable[[str], bytes], **said: Any) -> None:
    """Serves until the process is ended; prints the port, and what else is said, as JSON."""
    Server.respond = staticmethod(respond)
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1], **said}), flush=True)
    await server.serve_forever()


@contextmanager
def serving(articles: int, sections: int = 1) -> Iterator[int]:
    """A server in a process of its own; gives its port."""
    server = subprocess.Popen(
        [sys.executable, __file__, str(articles), str(sections)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        yield json.loads(server.stdout.readline())["port"]
    finally:
        server.terminate()
        server.wait()


def portal_file(root: Path, port: int, sections: int = 1, rules: str = "") -> None:
    """Writes the portal "bench" into a data root."""
    text = f'title = "Bench"\nfamily = "uiarticle"\nbase_url = "http://127.0.0.1:{port}/"\n'
    for number in range(sections):
        text += f'[[sections]]\nname = "Mục {number}"\nurl = "/muc-{number}"\n'
    text += f"[crawl]\ndelay = 0\nallow_private = true\nmax_pages = 100000\n{rules}\n"
    (root / "portals").mkdir(parents=True)
    (root / "portals" / "bench.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=int)
    parser.add_argument("sections", type=int)
    given = parser.parse_args()
    asyncio.run(serve(Portal(given.articles, given.sections).respond))
