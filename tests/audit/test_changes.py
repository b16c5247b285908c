"""Versions in an archive, and what the commands say of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles
from govnews.archive.database import Archive
from govnews.audit import changes, versions
from govnews.errors import NotInArchive
from govnews.families import read
from govnews.model import VIETNAM, Capture
from tests.archive.archivelib import PORTAL, SITE, TOP, later, page, put
from tests.cli.clilib import invoke


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def edited(archive: Archive) -> None:
    """Article 1 is edited twice, the second time openly; article 2 only looked at; 3 goes."""
    put(archive, page(1, views=5))
    put(archive, page(2))
    put(archive, page(3))
    put(archive, page(1, views=6), at=later(days=1))
    put(archive, page(1, title="Khánh thành cầu số 11"), at=later(days=2))
    put(archive, page(2, views=9), at=later(days=2))
    told = later(days=3).astimezone(VIETNAM)
    openly = page(1, body="Xe đã qua cầu.", updated=told, updated_precision="day")
    put(archive, replace(openly, title="Khánh thành cầu số 11"), at=later(days=3))
    with archive.transaction() as conn:
        articles.lose(conn, articles.find(conn, page(3).url), later(days=4))


def test_versions_know_when_they_were_there(archive: Archive) -> None:
    edited(archive)
    rows = versions.load(archive.conn, 1)
    assert [(row["number"], row["seen_at"][:10], row["last_seen"][:10]) for row in rows] == [
        (1, "2026-03-02", "2026-03-03"),
        (2, "2026-03-04", "2026-03-04"),
        (3, "2026-03-05", "2026-03-05"),
    ]
    assert len({row["capture_id"] for row in rows}) == 3
    assert [row["number"] for row in versions.pick(rows, None, None)] == [2, 3]
    assert [row["number"] for row in versions.pick(rows, 1, None)] == [1, 3]
    assert [row["number"] for row in versions.pick(rows, 2, 1)] == [2, 1]
    with pytest.raises(NotInArchive, match="has 3"):
        versions.pick(rows, 4, None)


def found(archive: Archive, **wanted: Any) -> list[tuple[Any, ...]]:
    names = ("article_id", "kind", "before", "after", "announced", "last_seen_before")
    rows = changes.find(archive.conn, **wanted)
    return [tuple(str(row[name])[:25] for name in names) for row in rows]


def test_changes_are_typed_dated_and_told_apart_from_announced_ones(archive: Archive) -> None:
    edited(archive)
    begun, third, fourth = "2026-03-03T02:15:00Z", "2026-03-04T02:15:00Z", "2026-03-02T02:15:00Z"
    expected = [
        ("1", "title", "Khánh thành cầu số 1", "Khánh thành cầu số 11", "False", begun),
        ("1", "number", "1", "11", "False", begun),
        ("1", "date", "None", "2026-03-05", "True", third),
        ("1", "paragraph-removed", "Sáng nay, cầu số 1 được k", "None", "True", third),
        ("3", "gone", "Khánh thành cầu số 3", "None", "False", fourth),
    ]
    assert found(archive) == expected
    assert found(archive, portal=PORTAL.name) == expected
    assert found(archive, portal="longan") == []
    assert found(archive, since="2026-03-05T00:00:00Z") == expected[2:]
    assert found(archive, kinds=["gone", "number"]) == [expected[1], expected[4]]


def html(day: int, boxes: str, views: int, body: str) -> bytes:
    """A page whose box, clock, counters and markup differ from visit to visit."""
    return (
        f"<html><head><title>Cổng thông tin</title><meta name='r' content='{boxes}'></head><body>"
        f"<div class='clock'>Hôm nay: {later(days=day):%d/%m/%Y}</div>"
        f"<ul class='box {boxes}'><li>Tin mới: {boxes}</li></ul>"
        f"<div id='main'><h1>Khánh thành cầu Sông Cầu</h1><p>Lượt xem: {views}</p>"
        f"<div class='content'><p>{body} " + "Xe đã qua cầu. " * 12 + "</p></div></div>"
        f"<p>Đang online: {views} Tổng lượt truy cập: {views * 99}</p></body></html>"
    ).encode()


def test_widgets_counters_the_clock_and_markup_make_no_version(archive: Archive) -> None:
    """Read and stored as a crawl does; the last visit alone brings an edit."""
    visits = [("a", 5, "Sáng nay."), ("b", 80, "Sáng nay."), ("c", 7, "<b>Sáng</b> nay."),
              ("c", 8, "Chiều nay.")]  # fmt: skip
    said = []
    for day, (boxes, views, body) in enumerate(visits):
        payload = html(day, boxes, views, body)
        article = read(Capture(SITE + "bai-1", later(days=day), payload), PORTAL)
        assert article.views == views
        said.append(put(archive, article, at=later(days=day), payload=payload).outcome)
    assert said == ["new", "unchanged", "unchanged", "changed"]
    assert [row[1:4] for row in found(archive)] == [("text", "Sáng", "Chiều")]
    assert found(archive)[0][5] == "2026-03-04T02:15:00Z"


# --- commands -------------------------------------------------------------------------------------


def test_history_shows_every_version_with_its_capture(archive: Archive) -> None:
    edited(archive)
    done = invoke("history", "1", "--archive", archive.root)
    assert done.code == 0
    assert "1. 02/03/2026 09:15 to 03/03/2026 09:15: first seen" in done.stdout
    assert "2. 04/03/2026 09:15 to 04/03/2026 09:15: title, number" in done.stdout
    assert done.stdout.count("warc/songcau-") == 3
    rows = json.loads(invoke("history", page(1).url, "--json", "--archive", archive.root).stdout)
    assert [row["changed"] for row in rows] == [
        [], ["title", "number"], ["date", "paragraph-removed"],
    ]  # fmt: skip
    assert rows[0]["body"] == page(1).body
    text = invoke("history", "1", "--csv", "--archive", archive.root).stdout
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [line["capture_id"] for line in lines] == [str(row["capture_id"]) for row in rows]
    gone = invoke("history", "3", "--archive", archive.root)
    assert "Gone from the portal since 06/03/2026 09:15" in gone.stdout


def test_diff_marks_words(archive: Archive) -> None:
    edited(archive)
    done = invoke("diff", "1", "1", "2", "--archive", archive.root)
    assert done.code == 0
    assert "Khánh thành cầu số [-1-]{+11+}" in done.stdout
    assert "body" not in done.stdout
    last = invoke("diff", "1", "--archive", archive.root).stdout
    assert "[-Sáng nay, cầu số 1 được khánh thành.-]" in last
    assert "… 1 the same" in last
    told = json.loads(invoke("diff", "1", "1", "2", "--json", "--archive", archive.root).stdout)
    assert (told["before"]["number"], told["after"]["number"]) == (1, 2)
    (title,) = told["fields"]
    assert title["field"] == "title"
    assert title["blocks"][0]["pieces"][1] == {"op": "delete", "text": "1"}
    assert title["blocks"][0]["pieces"][2] == {"op": "insert", "text": "11"}


def test_diff_of_one_version_and_of_none(archive: Archive) -> None:
    edited(archive)
    done = invoke("diff", "2", "--archive", archive.root)
    assert (done.code, done.stdout) == (0, "")
    assert "one version" in done.stderr
    assert json.loads(invoke("diff", "2", "--json", "--archive", archive.root).stdout)[
        "fields"] == []  # fmt: skip
    done = invoke("diff", "1", "7", "--archive", archive.root)
    assert done.code == 1
    assert "no version 7" in done.stderr
    assert invoke("diff", "1", "0", "--archive", archive.root).code == 2
    same = invoke("diff", "1", "2", "2", "--archive", archive.root)
    assert "say the same" in same.stderr


def test_changes_as_a_person_reads_them_and_as_rows(archive: Archive) -> None:
    edited(archive)
    done = invoke("changes", "--archive", archive.root)
    assert done.code == 0
    assert "between 03/03/2026 09:15 and 04/03/2026 09:15\n" in done.stdout
    assert "number (title): 1 → 11" in done.stdout
    assert "and 05/03/2026 09:15, announced" in done.stdout
    assert done.stdout.rstrip().endswith("gone")
    text = invoke("changes", "--since", "05/03/2026", "--csv", "--archive", archive.root).stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == changes.COLUMNS
    assert [row["kind"] for row in rows] == ["date", "paragraph-removed", "gone"]
    one = invoke("changes", "--limit", "1", "--nl", "--archive", archive.root).stdout
    assert json.loads(one)["kind"] == "title"
    assert invoke("changes", "--since", "hm", "--archive", archive.root).code == 2
    none = invoke("changes", "--since", "2027-01-01", "--archive", archive.root)
    assert (none.code, none.stdout) == (0, "")
    assert "No article was changed" in none.stderr


def test_every_kind_and_column_is_documented() -> None:
    section = (TOP / "docs" / "commands.md").read_text(encoding="utf-8").split("## changes\n")[1]
    kinds, columns = section.split("\n| column")[0], section.split("\n## ")[0]
    documented = dict(re.findall(r"^\| `([a-z-]+)` \| (.+)\. \|$", kinds, flags=re.MULTILINE))
    assert {kind: text.lower() for kind, text in documented.items()} == {
        kind: text.lower() for kind, text in changes.KINDS.items()
    }
    assert all(f"`{name}`" in columns for name in changes.COLUMNS)
