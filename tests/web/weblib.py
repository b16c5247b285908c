"""An archive with something of everything for the pages to show, and a server over it."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from govnews.archive import admission, articles, captures, holds, runs
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.holds import HoldReason
from govnews.archive.warc.model import Exchange
from govnews.archive.warc.writer import WarcWriter
from govnews.model import VIETNAM, Article, Attachment, DocumentRef, Evidence, Link, Signer
from govnews.portal import Portal
from tests.cli.clilib import command, environment

Result = TypeVar("Result")
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
BOOM = "document.documentElement.dataset.hacked = 1"
HOSTILE = f'<script>{BOOM}</script><img src=x onerror="{BOOM}">"\'><svg onload="{BOOM}">'
"""What a portal, or who writes to it, may put into any text."""

NOW = datetime(2026, 3, 2, 2, 15, tzinfo=UTC)
LONGAN = Portal("longan", "Long An", "generic", "https://www.longan.gov.vn/", province="longan")
HANOI = Portal("hanoi", "Hà Nội", "generic", "https://hanoi.gov.vn/", province="hanoi")
ODD = Portal("odd", "Odd", "generic", "https://odd.example.vn/")


class Store:
    """Stores pages as a crawl does, one transaction for each."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._writers: dict[str, WarcWriter] = {}

    def put(
        self, portal: Portal, article: Article, *, days: float = 0, html: str | None = None
    ) -> int:
        at = NOW + timedelta(days=days)
        with self._archive.transaction() as conn:
            number = self._capture(conn, portal, article, at, html)
            return articles.store(conn, portal, number, at, article).article_id

    def hold(self, portal: Portal, article: Article, reason: HoldReason, detail: str) -> None:
        """A reading that is held, of a week later."""
        at = NOW + timedelta(days=7)
        with self._archive.transaction() as conn:
            number = self._capture(conn, portal, article, at, None)
            admission.admit(conn, portal, number, at, article, None, None, key=None)
            holds.keep_open(conn, holds.last(conn).id, reason, detail, at)

    def _capture(
        self,
        conn: sqlite3.Connection,
        portal: Portal,
        article: Article,
        at: datetime,
        html: str | None,
    ) -> int:
        body = (html or f"<html><h1>{article.title}</h1><p>{article.body}</p></html>").encode()
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        sent = Exchange(article.url, at, headers=headers, payload=body)
        if portal.name not in self._writers:
            self._writers[portal.name] = WarcWriter(self._archive.root, portal.name)
        written = self._writers[portal.name].write(sent, "article")
        return captures.insert(conn, portal.name, "article", sent, body, written)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()


def page(portal: Portal, number: int, **values: Any) -> Article:
    day = datetime(2021, 1, 1, 8, tzinfo=VIETNAM) + timedelta(days=number * 20)
    given: dict[str, Any] = {
        "title": f"Tin số {number} về cải cách hành chính",
        "body": f"Ngày {number}, tỉnh họp về chỉ số PAPI.\n\nCác sở báo cáo trước ngày 30/9.",
        "author": "Thu Hà",
        "section": "Tin tức" if number % 3 else "Chỉ đạo điều hành",
        "published": day,
        "published_precision": "minute",
        "views": number * 7,
        "evidence": (Evidence("title", f"Tin số {number}", "h1", "/html/body/h1"),),
        **values,
    }
    return Article(f"{portal.base_url}bai-{number}", **given)


EDITED, ATTACKED, GONE, VIEWED = 1, 2, 3, 1


def fill(root: Path) -> None:
    """Articles 1 (edited, seen five times), 2 (hostile), 3 (gone), and 60 more of two portals."""
    with Archive.open(root, write=True) as archive:
        store = Store(archive)
        _edited(store)
        _attacked(store)
        store.put(LONGAN, page(LONGAN, 3, refs=(_ref(),)))
        for number in range(4, 34):
            store.put(LONGAN, page(LONGAN, number))
            store.put(HANOI, page(HANOI, number))
        store.close()
        with archive.transaction() as conn:
            articles.lose(conn, articles.find(conn, page(LONGAN, 3).url), NOW + timedelta(days=9))
            run = runs.start(conn, LONGAN.name, "crawl", NOW)
            runs.finish(conn, run, "incomplete", {}, NOW + timedelta(minutes=3))
            frontier = Frontier(conn)
            url = f"{LONGAN.base_url}thieu?x={HOSTILE}"
            frontier.add(LONGAN.name, [Link(url, "article", modified="2021-05-04")], None, NOW)
            claim = frontier.claim(LONGAN.name, NOW)
            assert claim is not None
            frontier.fail(claim.id, "timeout", HOSTILE, NOW)
        store = Store(archive)
        another = {"title": "Đăng nhập", "body": "Mời đăng nhập.\n\nQuên mật khẩu?", "views": None}
        store.hold(LONGAN, page(LONGAN, 5, **another), HoldReason.REPLACED, "it was another")
        attack = page(ODD, 2, title=HOSTILE, body=HOSTILE, author=HOSTILE)
        store.hold(ODD, attack, HoldReason.SAME_CHANGE, HOSTILE)
        store.close()
        with archive.transaction() as conn:
            url = page(LONGAN, 6).url
            lost = articles.find(conn, url)
            admission.missing(conn, LONGAN.name, url, lost, None, NOW, None)
            holds.keep_open(conn, holds.last(conn).id, HoldReason.MANY_GONE, None, NOW)


def _edited(store: Store) -> None:
    first = page(
        LONGAN, 1, body="Chỉ số PAPI: 1.250 hộ.\n\nCác sở báo cáo.", refs=(_ref(),), views=10
    )
    store.put(LONGAN, first)
    for day, views in ((1, 40), (2, 90), (3, 3)):
        store.put(LONGAN, page(LONGAN, 1, body=first.body, refs=(_ref(),), views=views), days=day)
    body = "Chỉ số PAPI: 1.520 hộ.\n\nCác sở báo cáo."
    store.put(LONGAN, page(LONGAN, 1, body=body, refs=(_ref(),), views=150), days=4)


def _ref() -> DocumentRef:
    return DocumentRef("123/QĐ-UBND", "Quyết định", "Ủy ban nhân dân")


def _attacked(store: Store) -> None:
    attack = page(
        ODD,
        2,
        title=f"Tiêu đề {HOSTILE}",
        sapo=HOSTILE,
        body=f"PAPI {HOSTILE}\n\n{HOSTILE}",
        author=HOSTILE,
        section=HOSTILE,
        attachments=(
            Attachment(f"javascript:{BOOM}", "bấm vào đây"),
            Attachment("https://odd.example.vn/a.pdf", HOSTILE),
        ),
        refs=(DocumentRef(f"1/{HOSTILE}", HOSTILE), _ref()),
        evidence=(Evidence("title", HOSTILE, HOSTILE, HOSTILE),),
    )
    html = (
        f"<html><head><base href='https://odd.example.vn/'><script>{BOOM}</script>"
        f"<meta http-equiv=refresh content='0;url=https://odd.example.vn/'></head>"
        f"<body onload='{BOOM}'>{HOSTILE}<p>Chữ còn lại</p><form action='/x'><input></form>"
        f"<iframe src='https://odd.example.vn/'></iframe><a href='javascript:{BOOM}'>bấm</a>"
        "<img src='https://odd.example.vn/anh.jpg' alt='Ảnh'></body></html>"
    )
    store.put(ODD, attack, html=html)
    title = f"Tiêu đề đã sửa {HOSTILE}"
    signer = Signer(HOSTILE, HOSTILE)
    edited = page(ODD, 2, title=title, body=f"PAPI {HOSTILE}", source=HOSTILE, signers=(signer,))
    store.put(ODD, edited, days=2, html=html)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


def with_site(root: Path, use: Callable[[Any], Coroutine[Any, Any, Result]]) -> Result:
    """What `use` makes of the site, in a thread: playwright's loop runs in this one."""
    from govnews.web.site import make_site

    async def run() -> Result:
        site = make_site(root)
        try:
            return await use(site)
        finally:
            site.executor.shutdown()
            site.get_database("archive").close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, run()).result()


def ask(root: Path, *paths: str, **headers: str) -> list[Answer]:
    """What the site answers, without a browser and a port."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def get(site: Any) -> list[Answer]:
        found = [await site.client.get(path, headers=sent) for path in paths]
        return [Answer(got.status_code, dict(got.headers), got.content) for got in found]

    return with_site(root, get)


@contextmanager
def served(root: Path, *options: str) -> Iterator[str]:
    """`govnews serve` in a process of its own; gives its address."""
    process = subprocess.Popen(
        command("serve", "--archive", root, "--port", "0", *options),
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield found[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        process.stderr.close()
        code = process.wait(timeout=20)
    assert (code, rest) == (0, "")
