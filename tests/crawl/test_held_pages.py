"""The held pages of a portal during a run, without a run."""

from __future__ import annotations

from pathlib import Path

from govnews.archive import holds
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.holds import HoldReason
from govnews.archive.warc.writer import WarcWriter
from govnews.crawl.held_pages import HeldPages
from govnews.model import Kind, Link
from tests.archive.archivelib import NOW, PORTAL, SITE, later

COUNT = 60


def test_all_held_pages_are_queued_once_when_some_recover(tmp_path: Path) -> None:
    urls = [f"{SITE}bai-{number}" for number in range(COUNT)]
    with Archive.open(tmp_path, write=True) as archive:
        conn, writer = archive.conn, WarcWriter(tmp_path, PORTAL.name)
        frontier = Frontier(conn)
        with archive.transaction():
            frontier.add(PORTAL.name, [Link(url, Kind.ARTICLE) for url in urls], None, NOW)
            conn.execute("UPDATE frontier SET state = 'done', finished_at = '2020-01-01T00:00:00Z'")
            for url in urls:
                (key,) = conn.execute("SELECT key FROM frontier WHERE url = ?", (url,)).fetchone()
                ident = holds.pend(
                    conn, PORTAL.name, url, key=key, capture_id=None, seen_at=NOW,
                    article_id=None, changes=(), reading=None,
                )  # fmt: skip
                holds.keep_open(conn, ident, HoldReason.FIELD_LOST, None, NOW)
        held = HeldPages(archive, PORTAL, writer, later(hours=1))
        statements: list[str] = []
        conn.set_trace_callback(statements.append)
        queued = []
        for url in urls[:20]:
            with archive.transaction():
                queued.append(held.passed(conn, url, later(hours=2)))
            held.committed()
        conn.set_trace_callback(None)
        writer.close()
        assert queued == [COUNT - 1, *[0] * 19]
        assert sum("UPDATE frontier" in sql for sql in statements) == 1
        assert len(holds.of_portal(conn, PORTAL.name, holds.HoldState.PASSED)) == 20


def test_what_a_transaction_takes_back_is_queued_by_the_next(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        conn, writer = archive.conn, WarcWriter(tmp_path, PORTAL.name)
        url = f"{SITE}bai-1"
        with archive.transaction():
            Frontier(conn).add(PORTAL.name, [Link(url, Kind.ARTICLE)], None, NOW)
            conn.execute("UPDATE frontier SET state = 'done', finished_at = '2020-01-01T00:00:00Z'")
            (key,) = conn.execute("SELECT key FROM frontier").fetchone()
            for number in (1, 2):
                holds.pend(
                    conn, PORTAL.name, f"{SITE}bai-{number}", key=key, capture_id=None, seen_at=NOW,
                    article_id=None, changes=(), reading=None,
                )  # fmt: skip
        held = HeldPages(archive, PORTAL, writer, later(hours=1))
        conn.execute("BEGIN")
        assert held.passed(conn, url, later(hours=2)) == 1
        conn.execute("ROLLBACK")
        with archive.transaction():
            assert held.passed(conn, url, later(hours=2)) == 1
        writer.close()
