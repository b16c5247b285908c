"""The coverage ledger counts every page that was sought once, as found or as missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.audit.coverage import COLUMNS, MEANING, Coverage, coverage
from govnews.model import VIETNAM, Link
from tests.archive.archivelib import NOW, PORTAL, SITE, later, page, put
from tests.cli.clilib import invoke

LOCAL = NOW.astimezone(VIETNAM)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def lines(archive: Archive, portal: str | None = None) -> list[tuple[object, ...]]:
    return [
        (line.month, line.sought, line.found, line.missing, line.failed, line.lost, line.gone)
        for line in coverage(archive.conn, portal)
    ]


def end(archive: Archive, link: Link, how: str) -> None:
    frontier = Frontier(archive.conn)
    frontier.seed(PORTAL.name, [link], NOW)
    if how == "waiting":
        return
    claim = frontier.claim(PORTAL.name, NOW)
    assert claim is not None
    assert claim.link.url == link.url
    if how == "done":
        frontier.done(claim.id, NOW)
    elif how == "gone":
        frontier.gone(claim.id, "http-410", "", NOW)
    else:
        frontier.fail(claim.id, "http-500", "", NOW, later(hours=1) if how == "put off" else None)


def link(number: int, modified: str | None = None) -> Link:
    return Link(f"{SITE}bai-{number}", "article", modified=modified)


def test_every_page_is_found_or_missing(archive: Archive) -> None:
    put(archive, page(1, published=LOCAL, published_precision="day"))
    put(archive, page(2, published=LOCAL, published_precision="year"))
    put(archive, page(3))
    archive.conn.execute("UPDATE article SET gone_at = '2026-04-01T00:00:00Z' WHERE id = 1")
    end(archive, link(1), "done")
    end(archive, link(1), "failed")  # a revisit that failed: the article is there all the same
    end(archive, link(4, "2026-03-09T00:00:00+07:00"), "failed")
    end(archive, link(5, "2026-03-10"), "gone")
    end(archive, link(6, "tháng ba"), "put off")
    end(archive, link(8), "done")  # stored under another address
    Frontier(archive.conn).seed(PORTAL.name, [link(8)], NOW)
    end(archive, link(7), "waiting")
    end(archive, Link(SITE + "danh-sach", "listing"), "waiting")
    assert lines(archive) == [("2026-03", 3, 1, 2, 1, 1, 1), (None, 4, 2, 2, 1, 0, 0)]
    assert lines(archive, "another") == []


def test_lines_carry_the_province_of_their_portal(archive: Archive) -> None:
    put(archive, page(1))
    archive.conn.execute("UPDATE article SET province = 'longan'")
    end(archive, link(2), "waiting")
    (line,) = coverage(archive.conn)
    assert line == Coverage(PORTAL.name, "longan", None, 2, 1, 1, 0, 0, 0)
    archive.conn.execute("DELETE FROM article")
    archive.conn.execute("UPDATE frontier SET portal = 'hanoi'")
    (line,) = coverage(archive.conn)
    assert line == Coverage("hanoi", "hanoi", None, 1, 0, 1, 0, 0, 0)
    assert tuple(MEANING) == COLUMNS
    assert COLUMNS[:3] == ("portal", "province", "month")


def test_the_command_prints_the_ledger(archive: Archive) -> None:
    put(archive, page(1, published=LOCAL, published_precision="day"))
    done = invoke("coverage", "--archive", archive.root, "--csv")
    assert done.stdout.splitlines() == [
        "portal,province,month,sought,found,missing,failed,lost,gone",
        "songcau,,2026-03,1,1,0,0,0,0",
    ]
    table = invoke("coverage", "--archive", archive.root, "--portal", "khac").stdout
    assert "sought" in table
    assert "songcau" not in table
