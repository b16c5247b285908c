"""The province that an article was published for, in SQL and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from govnews.archive import articles, captures, provinces
from govnews.archive.database import Archive
from govnews.archive.warc.writer import WarcWriter
from govnews.cli.options import province_options
from govnews.errors import UnknownProvince
from govnews.model import VIETNAM
from govnews.vietnamese.places import Era, find, units
from tests.archive.archivelib import PORTAL, exchange, page, rows
from tests.cli.clilib import invoke


def fill(root: Path) -> None:
    """Articles of portals of every province, with dates on both sides of the merger."""
    dates = [
        (datetime(2025, 6, 30, 23, 59, tzinfo=VIETNAM), "minute"),
        (datetime(2025, 7, 1, tzinfo=VIETNAM), "day"),
        (datetime(2025, 7, 1, tzinfo=VIETNAM), "month"),
        (datetime(2025, 6, 1, tzinfo=VIETNAM), "month"),
        (datetime(2025, 1, 1, tzinfo=VIETNAM), "year"),
        (datetime(2026, 1, 1, tzinfo=VIETNAM), "year"),
        (None, None),
    ]
    with Archive.open(root, write=True) as archive, archive.transaction() as conn:
        writer = WarcWriter(root, "songcau")
        written = writer.write(exchange(), "article")
        for number, slug in enumerate(sorted({unit.slug for unit in units()} | {"", "x"})):
            portal = replace(PORTAL, name=slug or "none", province=slug or None)
            for count, (at, precision) in enumerate(dates):
                seen = datetime(2025, 7, 1, 0, 30, tzinfo=VIETNAM)
                if number % 2:
                    seen = datetime(2025, 6, 30, 23, 30, tzinfo=VIETNAM)
                place = replace(written, offset=number * 100 + count)
                ident = captures.insert(conn, portal.name, "article", exchange(), b"", place)
                said = page(count, published=at, published_precision=precision)
                articles.store(conn, portal, ident, seen, said)
        writer.close()


def test_condition_and_view_agree_for_every_unit_and_date(tmp_path: Path) -> None:
    fill(tmp_path)
    with Archive.open(tmp_path) as archive:
        total = 0
        for unit in units():
            where, values = provinces.condition([unit])
            by_condition = rows(archive, f"SELECT id FROM article a WHERE {where}", *values)
            by_view = rows(
                archive,
                "SELECT article_id FROM article_provinces WHERE era = ? AND slug = ?"
                " ORDER BY article_id",
                unit.era,
                unit.slug,
            )
            assert sorted(by_condition) == by_view, unit
            assert provinces.count(archive.conn, [unit]) == len(by_view) > 0
            total += len(by_view)
        # Each article of a province is of exactly one unit; the others of none.
        assert [total] == rows(archive, "SELECT count(*) FROM article WHERE province != 'x'")
        assert provinces.count(archive.conn, []) == 0


def test_an_article_keeps_the_province_that_it_was_published_for(tmp_path: Path) -> None:
    fill(tmp_path)
    with Archive.open(tmp_path) as archive:

        def of(portal: str) -> dict[str | None, str]:
            return dict(
                rows(
                    archive,
                    """SELECT a.published, p.era || ' ' || p.name FROM article_provinces p
                    JOIN article a ON a.id = p.article_id WHERE a.portal = ?""",
                    portal,
                )
            )

        assert of("longan") == {
            "2025-06-30T23:59:00+07:00": f"{Era.OLD} Long An",
            "2025-07-01": f"{Era.NEW} Tây Ninh",
            "2025-07": f"{Era.NEW} Tây Ninh",
            "2025-06": f"{Era.OLD} Long An",
            "2025": f"{Era.OLD} Long An",
            "2026": f"{Era.NEW} Tây Ninh",
            None: of("longan")[None],
        }
        assert of("hue")["2025-06"] == f"{Era.OLD} Thừa Thiên Huế"
        assert of("hue")["2026"] == f"{Era.NEW} Huế"
        # Without a date the first visit decides, in Vietnam's time: 30 June 17:00 UTC is 1 July.
        seen = dict(rows(archive, "SELECT portal, min(first_seen) FROM article GROUP BY portal"))
        for portal in ("hanoi", "longan", "tayninh", "hue"):
            era = Era.NEW if seen[portal] == "2025-06-30T17:30:00Z" else Era.OLD
            assert of(portal)[None].startswith(era), portal
        assert {of(portal)[None][:4] for portal in seen if of(portal)} == {"unti", "from"}


def test_the_shared_option_gives_units(tmp_path: Path) -> None:
    seen: list[object] = []

    @click.command()
    @province_options
    def command(units: object) -> None:
        seen.append(units)

    runner = CliRunner()
    assert runner.invoke(command, []).exit_code == 0
    assert runner.invoke(command, ["--province", "Tây Ninh", "--lineage"]).exit_code == 0
    assert seen == [None, find("Tây Ninh", lineage=True)]
    assert runner.invoke(command, ["--lineage"]).exit_code == 2
    wrong = runner.invoke(command, ["--province", "Long Anh"])
    assert isinstance(wrong.exception, UnknownProvince)


def test_provinces_commands(tmp_path: Path) -> None:
    listed = invoke("provinces", "list")
    assert "longan          Long An  → Tây Ninh" in listed.stdout
    assert len(invoke("provinces", "list", "--nl").stdout.splitlines()) == 97
    fill(tmp_path)
    shown = invoke("provinces", "show", "tay ninh", "--archive", tmp_path).stdout
    assert "made of: Tây Ninh, Long An" in shown
    assert "portals: tayninh" in shown
    with Archive.open(tmp_path) as archive:
        new = provinces.count(archive.conn, find("Tây Ninh (mới)"))
    assert f"articles: {new}\n" in shown
    unknown = invoke("provinces", "show", "Tay Nynh", "--archive", tmp_path)
    assert unknown.code == 2
    assert "Did you mean 'Tây Ninh'?" in unknown.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "chosen",
    [
        ["Long An"],
        ["Tây Ninh"],
        ["Tây Ninh", "--lineage"],
        ["tay ninh (cu)"],
        ["Huế", "--lineage"],
        ["Thừa Thiên Huế"],
    ],
    ids=" ".join,
)
def test_search_and_export_choose_the_same_articles(tmp_path: Path, chosen: list[str]) -> None:
    fill(tmp_path)
    options = ("--province", *chosen, "--archive", tmp_path)
    with Archive.open(tmp_path) as archive:
        where, values = provinces.condition(find(chosen[0], lineage="--lineage" in chosen))
        ids = rows(archive, f"SELECT id FROM article a WHERE {where} ORDER BY id", *values)
    assert 0 < len(ids) < 40
    searched = invoke("search", "cầu", *options, "--nl", "--limit", "100")
    assert sorted(json.loads(line)["id"] for line in searched.stdout.splitlines()) == ids
    exported = invoke("export", "jsonl", *options)
    assert [json.loads(line)["id"] for line in exported.stdout.splitlines()] == ids
