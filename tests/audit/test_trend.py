"""View counts over time: series, sums, falls."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.audit import trend
from tests.archive.archivelib import PORTAL, later, page, put
from tests.cli.clilib import invoke


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def visited(archive: Archive) -> None:
    """Article 1: 100, 140, 130 (a drop), 4 (a reset), 10. Article 2 comes a day later, 7 and 9;
    article 3 never shows a count."""
    for day, views in enumerate((100, 140, 130, 4, 10)):
        put(archive, page(1, views=views), at=later(days=day))
    put(archive, page(2, title="Mở chợ phiên", views=7), at=later(days=1, hours=3))
    put(archive, page(2, title="Mở chợ phiên", views=9), at=later(days=4, hours=3))
    put(archive, page(3))


def test_falls_of_one_article_are_marked(archive: Archive) -> None:
    visited(archive)
    rows = trend.of_article(archive.conn, 1)
    assert [(row["views"], row["change"], row["mark"]) for row in rows] == [
        (100, None, None), (140, 40, None), (130, -10, "drop"), (4, -126, "reset"), (10, 6, None),
    ]  # fmt: skip
    assert trend.of_article(archive.conn, 3) == []


def test_many_articles_day_by_day(archive: Archive) -> None:
    visited(archive)
    rows = trend.of_many(archive.conn, portal=PORTAL.name)
    assert [tuple(row.values()) for row in rows] == [
        ("2026-03-02", 1, 100, 0, 0, 0),
        ("2026-03-03", 2, 147, 40, 0, 0),
        ("2026-03-04", 2, 137, 0, 1, 0),
        ("2026-03-05", 2, 11, 4, 0, 1),
        ("2026-03-06", 2, 19, 8, 0, 0),
    ]
    chosen = trend.of_many(archive.conn, query="cho phien")
    assert [(row["day"], row["views"]) for row in chosen] == [("2026-03-03", 7), ("2026-03-06", 9)]
    assert trend.of_many(archive.conn, portal="longan") == []


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        ([5], "▁"),
        ([3, 3, 3], "▁▁▁"),
        ([0, 7], "▁█"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
    ],
)
def test_sparkline(values: list[int], line: str) -> None:
    assert trend.sparkline(values) == line


def test_a_long_series_fits_the_line() -> None:
    line = trend.sparkline(list(range(1000)), width=40)
    assert len(line) == 40
    assert (line[0], line[-1]) == ("▁", "█")
    assert sorted(line) == list(line)


def test_the_command(archive: Archive) -> None:
    visited(archive)
    done = invoke("trend", page(1).url, "--archive", archive.root)
    assert done.code == 0
    assert "▅█▇▁▁  100 → 10" in done.stdout
    assert [line.split()[-1] for line in done.stdout.splitlines() if "/03/2026" in line][2:4] == [
        "drop", "reset",
    ]  # fmt: skip
    text = invoke("trend", "1", "--csv", "--archive", archive.root).stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == trend.OF_ARTICLE
    assert [row["mark"] for row in rows] == ["", "", "drop", "reset", ""]
    many = invoke("trend", "--portal", PORTAL.name, "--archive", archive.root).stdout
    assert "05/03/2026            11          +4  2 articles  1 reset\n" in many
    told = invoke("trend", "--query", "mở chợ", "--json", "--archive", archive.root).stdout
    assert [row["articles"] for row in json.loads(told)] == [1, 1]


def test_the_command_wants_one_thing_to_show(archive: Archive) -> None:
    put(archive, page(1))
    assert invoke("trend", "--archive", archive.root).code == 2
    assert invoke("trend", "1", "--portal", "songcau", "--archive", archive.root).code == 2
    done = invoke("trend", "1", "--archive", archive.root)
    assert (done.code, done.stdout) == (0, "")
    assert "No view count" in done.stderr
