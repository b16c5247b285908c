"""The ledger of runs: which edits were an article's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive import runs
from govnews.archive.database import Archive
from govnews.model import RunOutcome
from tests.archive.archivelib import NOW, PORTAL, later, page, put


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def a_run(
    archive: Archive, day: int, edited: range, articles: int = 20, *, accepted: bool = False
) -> None:
    """A run that visits so many articles, some of which are edited each day. accepted: after it."""
    with archive.transaction() as conn:
        run = runs.start(conn, PORTAL.name, "crawl", later(days=day))
    if not accepted:
        edit(archive, day, edited)
    summary = {
        "articles_changed": len(edited), "articles_unchanged": articles - len(edited),
    }  # fmt: skip
    with archive.transaction() as conn:
        runs.finish(conn, run, RunOutcome.COMPLETE, summary, later(days=day))
    if accepted:
        edit(archive, day, edited)


def edit(archive: Archive, day: int, edited: range) -> None:
    for number in edited:
        put(archive, page(number, title=f"Ngày {day}, bài {number}"), at=later(days=day))


def edits(archive: Archive, number: int) -> int:
    return runs.edits_alone(archive.conn, PORTAL.name, number, later(days=30))


def test_edits_in_company_are_none_of_an_articles_own(archive: Archive) -> None:
    for number in range(1, 21):
        put(archive, page(number), at=NOW)
    for day in range(1, 5):
        a_run(archive, day, range(1, 11), accepted=day % 2 == 0)
    assert edits(archive, 1) == 0
    for day in range(5, 9):
        a_run(archive, day, range(1, 3))
    assert [edits(archive, number) for number in (1, 3, 20)] == [4, 0, 0]
