"""The demo portal as a running HTTP server on 127.0.0.1, built on the standard library alone."""

from __future__ import annotations

import errno
import re
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from govnews.demo import binaries, feeds, pages
from govnews.demo.corpus import SECTIONS, DemoArticle, load_articles, newest_first
from govnews.demo.response import Response, cacheable, html_page
from govnews.errors import DemoPortUnavailable
from govnews.model import VIETNAM

DEFAULT_PORT = 8765
_HOST = "127.0.0.1"
_ARTICLE_PATH = re.compile(r"/(?P<section>[a-z-]+)/(?P<slug>[a-z0-9-]+)-(?P<id>\d{1,9})")


class DemoPortal:
    """The portal of Sông Mẫu, served while the `with` block lasts.

    An article's view count rises by one with each GET, and the page shows the risen count.
    `articles` takes the place of the package's own; `clock` gives the time of a visit.
    """

    def __init__(
        self,
        port: int = DEFAULT_PORT,
        *,
        articles: Sequence[DemoArticle] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._port = port
        self._clock = clock or _vietnam_now
        self._lock = threading.Lock()
        served = load_articles() if articles is None else articles
        self._articles = {article.id: article for article in served}
        self._views = {article.id: article.views for article in served}
        self._requests: list[tuple[str, str]] = []
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    # --- running ----------------------------------------------------------------------------

    def start(self) -> None:
        """Listen and answer in the background; raises DemoPortUnavailable if the port is taken."""
        if self._server is not None:
            return
        try:
            server = _Server(self, self._port)
        except OSError as error:
            # A port that needs privileges is as unusable as a taken one, with the same remedy.
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise DemoPortUnavailable(self._port) from error
            raise
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, also on connections that clients keep open."""
        server, thread = self._server, self._thread
        if server is None or thread is None:
            return
        self._server = self._thread = None
        server.shutdown()
        thread.join()
        server.server_close()

    def wait(self) -> None:
        """Block until the portal stops, for a command that only serves."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port in use; with `port=0`, the one the system chose."""
        return self._server.server_port if self._server is not None else self._port

    @property
    def url(self) -> str:
        """The portal's address, without a slash at its end."""
        return f"http://{_HOST}:{self.port}"

    # --- inspection and changes at run time ---------------------------------------------------

    @property
    def requests(self) -> list[tuple[str, str]]:
        """A copy of the (method, path with query) pairs received so far, in order."""
        with self._lock:
            return list(self._requests)

    @property
    def articles(self) -> list[DemoArticle]:
        """The articles served now, newest first."""
        with self._lock:
            return newest_first(self._articles.values())

    def views(self, article_id: int) -> int:
        """The view count that the article's page showed last."""
        with self._lock:
            return self._views[article_id]

    def replace(self, article: DemoArticle) -> None:
        """Serve this article under its id from now on; views already counted stay."""
        with self._lock:
            self._articles[article.id] = article
            self._views.setdefault(article.id, article.views)

    def remove(self, article_id: int) -> None:
        """Take the article off every list; its address answers 404."""
        with self._lock:
            del self._articles[article_id]
            del self._views[article_id]

    # --- answering ----------------------------------------------------------------------------

    def answer(self, method: str, target: str) -> Response:
        """The response to one GET or HEAD request, which counts as a visit."""
        with self._lock:
            self._requests.append((method, target))
            visit = len(self._requests)
        path, _, query = target.partition("?")
        articles = self.articles
        fixed = self._fixed(path, articles)
        if fixed is not None:
            return fixed
        frame = self._frame(visit, articles)
        section = path.strip("/")
        if path == "/":
            fronts = {name: _in_section(articles, name)[:5] for name in SECTIONS}
            return html_page(pages.home_page(fronts, frame=frame))
        if section in SECTIONS:
            number = _page_number(query)
            shown = _in_section(articles, section)
            return html_page(pages.listing_page(section, shown, number=number, frame=frame))
        if match := _ARTICLE_PATH.fullmatch(path):
            return self._article(method, path, int(match["id"]), articles, frame)
        return _not_found(frame)

    def _fixed(self, path: str, articles: list[DemoArticle]) -> Response | None:
        """The resources without a frame of counters: these can be cached."""
        if path == "/robots.txt":
            return cacheable(feeds.robots_txt(self.url), "text/plain; charset=utf-8", articles)
        if path == "/sitemap.xml":
            body = feeds.sitemap_xml(articles, base=self.url)
            return cacheable(body, "application/xml; charset=utf-8", articles)
        if path == "/rss.xml":
            body = feeds.rss_xml(articles, base=self.url)
            return cacheable(body, "application/rss+xml; charset=utf-8", articles)
        kind, _, name = path.lstrip("/").partition("/")
        for article in articles if kind in {"files", "images"} else ():
            for attachment in article.attachments if kind == "files" else ():
                if attachment.name == name:
                    body_pdf = binaries.pdf(name, attachment.label)
                    return cacheable(body_pdf, "application/pdf", [article])
            for image in article.images if kind == "images" else ():
                if image.name == name:
                    return cacheable(binaries.png(name), "image/png", [article])
        return None

    def _article(
        self, method: str, path: str, number: int, articles: list[DemoArticle], frame: pages.Frame
    ) -> Response:
        with self._lock:
            article = self._articles.get(number)
            if article is None:
                return _not_found(frame)
            if article.path == path and method == "GET":
                self._views[number] += 1
            views = self._views[number]
        if article.path != path:
            # A corrected title changes the slug; the number in the old address still leads here.
            return Response(HTTPStatus.MOVED_PERMANENTLY, b"", "", {"Location": article.path})
        others = _neighbours(article, _in_section(articles, article.section))
        return html_page(pages.article_page(article, views=views, others=others, frame=frame))

    def _frame(self, visit: int, articles: list[DemoArticle]) -> pages.Frame:
        counts = pages.VisitCounts(
            online=3 + visit * 7 % 19,
            today=412 + visit,
            week=2_906 + visit,
            month=11_874 + visit,
            total=3_518_240 + visit,
        )
        return pages.Frame(self._clock(), counts, articles[: pages.LATEST_SIZE])


def _vietnam_now() -> datetime:
    return datetime.now(VIETNAM)


def _in_section(articles: Sequence[DemoArticle], section: str) -> list[DemoArticle]:
    return [article for article in articles if article.section == section]


def _neighbours(article: DemoArticle, section: list[DemoArticle]) -> list[DemoArticle]:
    """The articles older than this one, and for the oldest ones the newest again."""
    place = next((n for n, other in enumerate(section) if other.id == article.id), 0)
    return (section[place + 1 :] + section[:place])[: pages.OTHERS_SIZE]


def _page_number(query: str) -> int:
    number = parse_qs(query).get("trang", ["1"])[0]
    # isdecimal alone lets other scripts' digits through, and int() refuses very long numbers.
    return max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 7 else 1


def _not_found(frame: pages.Frame) -> Response:
    return html_page(pages.not_found_page(frame=frame), HTTPStatus.NOT_FOUND)


class _Server(ThreadingHTTPServer):
    """Tracks its open connections, so that stopping does not wait for clients to close them."""

    daemon_threads = True

    def __init__(self, portal: DemoPortal, port: int) -> None:
        self.portal = portal
        self._open: dict[threading.Thread, socket.socket] = {}
        self._open_lock = threading.Lock()
        super().__init__((_HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._open_lock:
            self._open[thread] = request
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                self._open.pop(threading.current_thread(), None)

    def server_close(self) -> None:
        super().server_close()
        with self._open_lock:
            left = dict(self._open)
        for connection in left.values():
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client hung up in the meantime
        for thread in left:
            thread.join(timeout=5)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores clients that close the connection during a response; reports other errors."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SongMauPortal"
    sys_version = ""
    # Head and body leave in one segment; apart, they would wait for the client's delayed ACK.
    wbufsize = -1
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        response = self.server.portal.answer(self.command, self.path)
        if response.tag and self.headers.get("If-None-Match") == response.tag:
            response = response.not_modified()
        self.send_response(response.status)
        for name, value in response.headers().items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        # The login form of the page leads nowhere; its body is left unread, so hang up.
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing: the requests are kept in `DemoPortal.requests`."""
