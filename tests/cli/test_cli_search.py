"""`govnews search`, `stats` and `watch` as a person or cron runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govnews.archive import saved_searches
from govnews.archive.database import Archive
from govnews.cli.output_formats import local_date
from tests.archive.archivelib import page, put
from tests.cli.clilib import govnews, invoke


def test_a_word_that_must_not_be_there_as_an_argument_of_its_own(demo_root: Path) -> None:
    done = invoke("search", "papi", "-papi", "--archive", demo_root)
    assert done.code == 2
    assert "'papi -word'" in done.stderr
    assert invoke("search", "ubnd -papi", "--archive", demo_root).code == 0


def test_search_by_options_alone(demo_root: Path) -> None:
    done = invoke("search", "--has-attachment", "--order", "date", "--json", "--archive", demo_root)
    rows = json.loads(done.stdout)
    assert len(rows) == 7
    assert list(rows[0]) == [
        "id", "portal", "url", "title", "published", "section", "author", "views", "snippet",
    ]  # fmt: skip
    dates = [row["published"] or "" for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert invoke("search", "--number", "x/y/z", "--archive", demo_root).stderr.startswith("No art")


def test_pages_say_where_they_are(demo_root: Path) -> None:
    done = invoke("search", "tỉnh", "--limit", "2", "--offset", "2", "--archive", demo_root)
    assert "articles, 3 to 4 follow" in done.stderr
    done = invoke("search", "tỉnh", "--offset", "5000", "--archive", demo_root)
    assert done.code == 0
    assert "none is left after the first 5,000" in done.stderr


def test_stats_as_table_rows_and_bars(demo_root: Path) -> None:
    asked = ("stats", "--by", "year", "--archive", demo_root)
    rows = json.loads(invoke(*asked, "--json").stdout)
    assert sum(row["articles"] for row in rows) == 60
    assert rows[-1]["value"] is None
    table = invoke(*asked, "--limit", "2")
    assert table.stdout.splitlines()[0].split() == ["value", "articles"]
    assert len(table.stdout.splitlines()) == 4
    assert "60 articles" in table.stderr
    bars = invoke(*asked, "--bars").stdout.splitlines()
    assert len(bars) == len(rows)
    most = max(rows, key=lambda row: row["articles"])
    longest = max(bars, key=lambda line: line.count("█"))
    assert longest.split()[:2] == [most["value"], str(most["articles"])]
    assert bars[-1].startswith("(none)")
    assert invoke(*asked, "--bars", "--csv").code == 2
    assert invoke(*asked, "khongcotunay", "--bars").stdout == ""


def test_a_chart_fits_the_terminal(demo_root: Path) -> None:
    done = govnews("stats", "--bars", "--by", "section", "--archive", demo_root, COLUMNS="60")
    assert done.code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 60
    assert max(map(len, lines)) > 40


def watching(root: Path, *args: str) -> list[dict[str, object]]:
    done = invoke("watch", "run", *args, "--json", "--archive", root)
    assert done.code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_watch_tells_what_is_new_once(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(1))
    add = ("watch", "add", "cau", "cầu -chợ", "--archive", tmp_path)
    assert invoke(*add).code == 0
    assert invoke(*add).code == 2
    assert watching(tmp_path) == []
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(2))
        put(archive, page(3, title="Khánh thành chợ"))
        put(archive, page(1, body="Cầu đã đổi khác."))  # an edit is no new article
        # A run beside a writer: the watches are not in the database.
        told = watching(tmp_path, "cau")
    assert [row["title"] for row in told] == [page(2).title]
    assert told[0]["watch"] == "cau"
    assert watching(tmp_path, "cau") == []


def test_nothing_new_prints_nothing_for_cron(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        assert invoke("watch", "add", "a", "cau", "--archive", tmp_path).code == 0
        assert invoke("watch", "add", "b", "--since", "2030", "--archive", tmp_path).code == 0
        quiet = invoke("watch", "run", "--archive", tmp_path)
        assert (quiet.code, quiet.stdout) == (0, "")
        put(archive, page(1))
    listed = json.loads(invoke("watch", "list", "--json", "--archive", tmp_path).stdout)
    assert [(row["name"], row["new"]) for row in listed] == [("a", 1), ("b", 0)]
    assert listed[1]["filters"] == {"since": "2030-01-01"}
    news = invoke("watch", "run", "--archive", tmp_path)
    assert news.stdout.startswith("a: 1 new\n")
    assert page(1).url in news.stdout
    assert invoke("watch", "remove", "a", "--archive", tmp_path).code == 0
    gone = invoke("watch", "run", "a", "--archive", tmp_path)
    assert gone.code == 2
    assert "no watch named 'a'" in gone.stderr


def test_a_bad_watch_is_not_saved(tmp_path: Path) -> None:
    Archive.open(tmp_path, write=True).close()
    for args in (("x", '"cau'), ("../x", "cau"), ("x", "--number", "/"), ("", "cau")):
        assert invoke("watch", "add", *args, "--archive", tmp_path).code == 2, args
    assert saved_searches.load(tmp_path) == {}
    done = invoke("watch", "list", "--archive", tmp_path)
    assert done.code == 0
    assert "no watch yet" in done.stderr


def test_a_watch_keeps_its_filters(tmp_path: Path) -> None:
    Archive.open(tmp_path, write=True).close()
    options = (
        "--portal", "longan", "--province", "Tây Ninh (mới)", "--lineage", "--since", "2021",
        "--until", "06/2025", "--number", "12*", "--has-attachment", "--author", "An",
        "--section", "Tin", "--no-aliases",
    )  # fmt: skip
    assert invoke("watch", "add", "x", "ubnd", *options, "--archive", tmp_path).code == 0
    saved = saved_searches.find(tmp_path, "x")
    assert saved.filters.portals == ("longan",)
    assert [unit.name for unit in saved.filters.units or ()] == ["Tây Ninh", "Tây Ninh", "Long An"]
    assert str(saved.filters.until) == "2025-06-30"
    assert not saved.aliases
    assert (saved.filters.author, saved.filters.section) == ("An", "Tin")
    assert watching(tmp_path, "x") == []


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "x"}]', "\x00"])
def test_a_damaged_file_of_watches_says_so(tmp_path: Path, text: str) -> None:
    Archive.open(tmp_path, write=True).close()
    (tmp_path / "watches.json").write_text(text)
    done = invoke("watch", "run", "--archive", tmp_path)
    assert done.code == 5
    assert "watches.json" in done.stderr


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2021-05-24T14:30:00+07:00", "24/05/2021 14:30"),
        ("2021-05-24T14:30:00-05:00", "24/05/2021 14:30 (-05:00)"),
        ("2021-05", "05/2021"),
        (None, None),
    ],
)
def test_a_date_is_shown_in_the_zone_that_the_page_prints(
    stored: str | None, shown: str | None
) -> None:
    assert local_date(stored) == shown
