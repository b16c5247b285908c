"""A portal whose every answer a test decides, on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self


@dataclass
class Answer:
    """seconds: before the answer. held: it comes when the site says `release`. cut: bytes of the
    body after which the connection breaks; -1 breaks it before the answer."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    held: bool = False
    cut: int | None = None


class Site:
    """Answers from `pages`: an Answer, or a list of them of which the last is repeated; to a POST
    from `posts`: what makes the answer out of the body that was sent. headers: those of the
    requests in `log`, which leaves out that for a home page that the test does not define: every
    run looks there for feeds. conditional: whether an ETag that is sent back gets 304. outage: the
    answer to everything while there is one.
    """

    def __init__(self, port: int = 0) -> None:
        self.pages: dict[str, Answer | list[Answer]] = {}
        self.posts: dict[str, Callable[[bytes], Answer]] = {}
        self.log: list[tuple[float, str, str]] = []
        self.headers: list[Message] = []
        self.conditional = False
        self.outage: Answer | None = None
        self._released = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self) -> None:
                if self.path != "/" or "/" in site.pages:
                    site.log.append((time.monotonic(), self.command, self.path))
                    site.headers.append(self.headers)
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                found = site.found(self.command, self.path, body)
                etag = found.headers.get("ETag")
                if site.conditional and etag and self.headers.get("If-None-Match") == etag:
                    found = Answer(b"", 304, headers=found.headers)
                site.answer(self, found)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def found(self, method: str, path: str, body: bytes) -> Answer:
        if self.outage is not None:
            return self.outage
        if method == "POST" and path in self.posts:
            return self.posts[path](body)
        found = self.pages.get(path) or Answer(b"no such page", 404)
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found

    def answer(self, handler: BaseHTTPRequestHandler, found: Answer) -> None:
        time.sleep(found.seconds)
        if found.held:
            self._released.wait()
        if found.cut == -1:
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        handler.send_response(found.status)
        handler.send_header("Content-Type", found.kind)
        for name, value in found.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(found.body)))
        handler.end_headers()
        if found.cut is not None:
            handler.wfile.write(found.body[: found.cut])
            handler.wfile.flush()
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        handler.wfile.write(found.body)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for _, _, path in self.log]

    def times(self, path: str) -> list[float]:
        return [at for at, _, asked in self.log if asked == path]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def release(self) -> None:
        """Sends the answers that were held back."""
        self._released.set()

    def __exit__(self, *_: object) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()

    # --- pages --------------------------------------------------------------------------------

    def listing(self, path: str, numbers: Iterable[int], next_page: str | None = None) -> None:
        links = "".join(f'<li><a href="/bai-{n}">{headline(n)}</a></li>' for n in numbers)
        more = f'<a rel="next" href="{next_page}">Trang sau</a>' if next_page else ""
        html = f"<html><body><h1>Tin tức</h1><ul>{links}</ul>{more}</body></html>"
        self.pages[path] = Answer(html.encode())

    def articles(self, numbers: Iterable[int]) -> None:
        for n in numbers:
            self.pages[f"/bai-{n}"] = Answer(article(n))


def headline(n: int) -> str:
    return f"Ủy ban nhân dân tỉnh họp phiên thường kỳ số {n} về phát triển kinh tế"


def article(n: int, views: int = 10, extra: str = "") -> bytes:
    paragraphs = "".join(
        f"<p>Đoạn {k} của bài {n}: hội nghị đã nghe báo cáo về tình hình sản xuất nông nghiệp, "
        "xây dựng nông thôn mới và an sinh xã hội trên địa bàn toàn tỉnh trong quý vừa qua.</p>"
        for k in range(4)
    )
    return (
        f"<html><head><title>{headline(n)}</title></head><body><h1>{headline(n)}</h1>"
        f'<div class="date">24/05/2021 14:30</div><div>Lượt xem: {views}</div>'
        f'<div class="content">{paragraphs}{extra}</div></body></html>'
    ).encode()


def portal_file(
    root: Path,
    name: str,
    base: str,
    *,
    family: str = "generic",
    sections: Iterable[str] = ("/tin",),
    crawl: str = "",
) -> None:
    """Writes a portal file into a data root. sections: paths; more keys on lines below."""
    folder = root / "portals"
    folder.mkdir(parents=True, exist_ok=True)
    text = f'title = "Thử nghiệm"\nfamily = "{family}"\nbase_url = "{base}/"\n'
    for number, path in enumerate(sections):
        url, _, keys = path.partition("\n")
        text += f'[[sections]]\nname = "Mục {number}"\nurl = "{url}"\n{keys}\n'
    rules = {"delay": "0", "allow_private": "true", "article_url": '"/bai-"'}
    for line in crawl.splitlines():
        key, _, value = line.partition("=")
        rules[key.strip()] = value.strip()
    text += "[crawl]\n" + "".join(f"{key} = {value}\n" for key, value in rules.items())
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
