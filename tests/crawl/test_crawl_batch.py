"""Pages that are stored together: all of each or nothing, and a bad one costs only itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from govnews.archive.database import Archive
from govnews.archive.warc.model import Exchange
from govnews.crawl.commit_batch import MOST, Batch
from govnews.crawl.items import Page
from govnews.crawl.session import Session
from govnews.crawl.store import StorePipeline
from govnews.model import Article, Link
from govnews.portal import parse_portal

NOW = datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


class Readers:
    """As many pages as the test says are being read."""

    busy = True


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    text = 'title = "T"\nfamily = "generic"\nbase_url = "http://a.example/"\n'
    portal = parse_portal(text, "thu", "thu.toml")
    with Archive.open(tmp_path, write=True) as archive:
        session = Session(archive, portal, Readers(), command="test")  # type: ignore[arg-type]
        yield session
        session.close()


def pages(session: Session, titles: list[str]) -> list[Page]:
    """Claimed and read, as they come to the last pipeline."""
    links = [Link(f"http://a.example/bai-{n}", "article") for n, _ in enumerate(titles)]
    session.archive.conn.execute("DELETE FROM frontier")
    session.frontier.seed("thu", links, NOW)
    session.progress.queued = len(links)
    found = []
    for claim, title in zip(session.frontier.claim_several("thu", NOW, 99), titles, strict=True):
        hop = Exchange(claim.link.url, NOW, payload=title.encode("utf-8", "replace"))
        article = Article(claim.link.url, title, "Nội dung")
        found.append(
            Page(claim, (hop,), bodies=[hop.payload], article=article, capture=hop.capture())
        )
    return found


def store(session: Session, found: list[Page]) -> None:
    spider = SimpleNamespace(session=session)
    pipeline = StorePipeline(SimpleNamespace(spider=spider))  # type: ignore[arg-type]

    async def together() -> None:
        await asyncio.gather(*(pipeline.process_item(page) for page in found))

    asyncio.run(together())


def asked(session: Session, sql: str) -> list[Any]:
    return session.archive.conn.execute(sql).fetchall()


def test_pages_that_come_together_share_a_commit(session: Session) -> None:
    found = pages(session, [f"Bài {n}" for n in range(5)])
    statements: list[str] = []
    session.archive.conn.set_trace_callback(statements.append)
    store(session, found)
    session.archive.conn.set_trace_callback(None)
    assert statements.count("COMMIT") == 1
    assert asked(session, "SELECT state, count(*) FROM frontier GROUP BY 1") == [("done", 5)]
    assert session.progress.new == 5


def test_a_page_that_cannot_be_stored_costs_only_itself(session: Session) -> None:
    """Half of a surrogate pair is no text for SQLite."""
    found = pages(session, ["Bài 0", "Bài \ud83d", "Bài 2"])
    store(session, found)
    assert asked(session, "SELECT title FROM article ORDER BY 1") == [("Bài 0",), ("Bài 2",)]
    states = asked(session, "SELECT state, error FROM frontier ORDER BY id")
    assert states == [("done", None), ("failed", "store-error"), ("done", None)]
    assert session.progress.new == 2
    assert session.progress.failed == {"store-error": 1}
    assert session.progress.queued == 0
    assert session.error is None


def test_after_the_archive_failed_nothing_is_stored(session: Session) -> None:
    found = pages(session, ["Bài 0", "Bài 1"])
    session.archive.conn.execute("DROP TABLE view_observation")
    session.archive.conn.execute("DROP TABLE evidence")
    store(session, found)
    assert session.error is not None
    assert asked(session, "SELECT count(*) FROM article") == [(0,)]
    assert asked(session, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(2,)]


def test_a_batch_closes_when_it_is_full_or_nobody_else_may_come() -> None:
    batches: list[list[int]] = []
    busy = True

    async def add(count: int) -> None:
        batch: Batch[int] = Batch(lambda items: batches.append(list(items)), lambda: busy)
        await asyncio.gather(*(batch.stored(n) for n in range(count)))

    asyncio.run(add(MOST + 1))
    assert [len(items) for items in batches] == [MOST, 1]
    batches.clear()
    busy = False
    asyncio.run(add(1))
    assert batches == [[0]]
