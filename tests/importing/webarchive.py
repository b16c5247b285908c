"""A small web archive on loopback: a CDX server in each of its forms, and raw replay."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass
class Mark:
    """A capture. answers: statuses and headers that are given before the real answer."""

    timestamp: str
    url: str
    payload: bytes
    digest: str
    mime: str = "text/html"
    status: str = "200"
    replayed_at: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)


class WebArchive:
    """form: `wayback` (JSON arrays, resumption keys), `pywb` (JSON lines, neither keys nor pages),
    `pages` (JSON lines, pages), `cdxj`, `plain` (resumption keys after an empty line).
    """

    def __init__(self, marks: list[Mark], form: str = "wayback") -> None:
        self.marks = sorted(marks, key=lambda mark: (mark.url, mark.timestamp))
        self.form = form
        self.page_size = 3
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.refusal: tuple[int, str] | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/coll/"

    @property
    def replayed(self) -> Counter[str]:
        return Counter(path for path in self.asked if "id_/" in path)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # --- the index --------------------------------------------------------------------------------

    def index(self, query: dict[str, str]) -> bytes:
        host = query["url"].removeprefix("www.")
        rows = [
            mark for mark in self.marks if host in mark.url or query.get("matchType") == "domain"
        ]
        start = int(query.get("resumeKey", "0"))
        key = None
        if self.form in {"wayback", "plain"}:
            more = start + int(query["limit"]) < len(rows)
            rows = rows[start : start + int(query["limit"])]
            key = str(start + len(rows)) if more and "showResumeKey" in query else None
        elif "page" in query and self.form == "pages":
            first = int(query["page"]) * self.page_size
            rows = rows[first : first + self.page_size]
        elif "limit" in query:
            rows = rows[: int(query["limit"])]
        return self._written(rows, key).encode()

    def _written(self, rows: list[Mark], key: str | None) -> str:
        lines = [
            [f"vn,x){urlsplit(m.url).path}", m.timestamp, m.url, m.mime, m.status, m.digest, "99"]
            for m in rows
        ]
        if self.form == "wayback":
            table: list[Any] = [list(FIELDS), *lines] if lines else []
            return json.dumps(table + ([[], [key]] if key else []))
        if self.form == "plain":
            return "\n".join([" ".join(line) for line in lines] + (["", key] if key else []))
        names = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length")
        told = [dict(zip(names, line, strict=True)) for line in lines]
        if self.form == "cdxj":
            return "\n".join(
                f"{t.pop('urlkey')} {t.pop('timestamp')} {json.dumps(t)}" for t in told
            )
        return "\n".join(json.dumps(line) for line in told)


def _handler(archive: WebArchive) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            archive.asked.append(self.path)
            archive.agents.add(self.headers["User-Agent"])
            if archive.refusal is not None:
                self._answer(archive.refusal[0], archive.refusal[1].encode(), {})
            elif self.path.startswith("/coll/cdx?"):
                query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
                self._answer(200, archive.index(query), {"Content-Type": "text/plain"})
            else:
                self._replay()

        def _replay(self) -> None:
            timestamp, _, url = self.path.removeprefix("/coll/").partition("id_/")
            found = [m for m in archive.marks if (m.timestamp, m.url) == (timestamp, url)]
            if not found:
                self._answer(404, b"no such capture", {})
                return
            mark = found[0]
            if mark.answers:
                status, headers = mark.answers.pop(0)
                self._answer(status, b"later", headers)
                return
            time = f"{mark.replayed_at or mark.timestamp}+0000"
            at = datetime.strptime(time, "%Y%m%d%H%M%S%z")
            headers = {
                "Content-Type": mark.mime if mark.mime != "warc/revisit" else "text/html",
                "Memento-Datetime": format_datetime(at.astimezone(UTC), usegmt=True),
                "X-Archive-Orig-Last-Modified": "Mon, 01 Mar 2021 00:00:00 GMT",
                "X-Archive-Orig-Transfer-Encoding": "chunked",
                **mark.headers,
            }
            self._answer(int(mark.status) if mark.status != "-" else 200, mark.payload, headers)

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
