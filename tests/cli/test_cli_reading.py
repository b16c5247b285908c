"""Commands that read an archive, and the forms of their output."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govnews.archive import list_walks, runs
from govnews.archive.database import Archive
from govnews.archive.list_walks import End
from govnews.model import Kind, Link, RunOutcome, Signer
from tests.archive.archivelib import page, put
from tests.cli.clilib import govnews, invoke


def hits(root: Path, *query: str) -> list[str]:
    done = invoke("search", *query, "--json", "--limit", "100", "--archive", root)
    assert done.code == 0
    return sorted(row["url"] for row in json.loads(done.stdout))


@pytest.mark.parametrize(
    "variants",
    [
        ("chi so papi", "Chỉ số PAPI", "CHỈ SỐ PAPI", "chi\u0309 so\u0302\u0301 papi"),
        ("dau tu", "đầu tư", "ĐẦU TƯ"),
        ("ha noi", "Hà Nội", "HÀ NỘI"),
    ],
    ids=["papi", "đ", "ha-noi"],
)
def test_search_treats_spellings_alike(demo_root: Path, variants: tuple[str, ...]) -> None:
    found = [hits(demo_root, variant) for variant in variants]
    assert found[0]
    assert all(other == found[0] for other in found)


def test_search_for_people(demo_root: Path) -> None:
    done = govnews("search", "chỉ", "số", "papi", "--limit", "2", "--archive", demo_root)
    assert done.code == 0
    assert "the first 2 follow" in done.stderr
    assert done.stdout.count("http://127.0.0.1") == 2
    assert "**Chỉ số PAPI**" in done.stdout


def test_search_without_a_hit_says_so(demo_root: Path) -> None:
    done = invoke("search", "khongcotunay", "--portal", "demo", "--archive", demo_root)
    assert (done.code, done.stdout) == (0, "")
    assert "No article matches: khongcotunay" in done.stderr


def test_forms_hold_the_same_rows(demo_root: Path) -> None:
    def run(flag: str) -> str:
        return invoke("search", "papi", flag, "--archive", demo_root).stdout

    whole = json.loads(run("--json"))
    assert whole
    assert [json.loads(line) for line in run("--nl").splitlines()] == whole
    table = list(csv.DictReader(io.StringIO(run("--csv"), newline="")))
    assert [row["title"] for row in table] == [row["title"] for row in whole]
    tabs = list(csv.DictReader(io.StringIO(run("--tsv"), newline=""), delimiter="\t"))
    assert tabs == table
    assert run("-t").count("\n") == len(whole) + 2


def test_show_and_why(demo_root: Path) -> None:
    found = json.loads(invoke("show", "1", "--json", "--archive", demo_root).stdout)
    shown = invoke("show", found["url"], "--archive", demo_root).stdout
    assert shown.startswith(found["title"])
    assert found["body"] in shown
    assert found["digest"] in shown
    whys = json.loads(invoke("why", "1", "--json", "--archive", demo_root).stdout)
    assert {"title", "body"} <= {row["field"] for row in whys}
    title = invoke("why", found["url"], "title", "--archive", demo_root).stdout
    assert found["title"] in title
    assert "sure: rule " in title


def test_why_an_absent_field_is_absent(demo_root: Path) -> None:
    rows = json.loads(invoke("search", "papi", "--json", "--archive", demo_root).stdout)
    done = invoke("why", str(rows[0]["id"]), "gone_at", "--archive", demo_root)
    assert (done.code, done.stdout) == (0, "")
    assert "nothing was found" in done.stderr
    wrong = invoke("why", "1", "tittle", "--archive", demo_root)
    assert wrong.code == 2
    assert "title" in wrong.stderr


def test_signers_and_source_are_shown_sought_and_counted(tmp_path: Path) -> None:
    signer = Signer("Lê Đức Hà", "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, replace(page(1), source="TTXVN", signers=(signer, Signer("Vũ Cẩm"))))
        put(archive, page(2))
    root = ("--archive", tmp_path)
    shown = invoke("show", "1", *root).stdout
    assert "source: TTXVN" in shown
    line = "  Lê Đức Hà, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH, TM. ỦY BAN NHÂN DÂN"
    assert f"Signed by:\n{line}\n  Vũ Cẩm\n" in shown
    assert json.loads(invoke("show", "1", "--json", *root).stdout)["signers"][1] == {
        "name": "Vũ Cẩm"
    }
    assert "Signed by" not in invoke("show", "2", *root).stdout
    found = json.loads(invoke("search", "--signer", "pho chu tich", "--json", *root).stdout)
    assert [row["id"] for row in found] == [1]
    counted = json.loads(invoke("stats", "--by", "signer", "--json", *root).stdout)
    assert {row["value"]: row["articles"] for row in counted} == {
        "Lê Đức Hà": 1, "Vũ Cẩm": 1, None: 1,
    }  # fmt: skip


def test_show_lists_attachments_and_documents(demo_root: Path) -> None:
    texts = [invoke("show", str(n), "--archive", demo_root).stdout for n in range(1, 61)]
    assert any("Attachments:" in text and ".pdf" in text for text in texts)
    assert any("Documents named:" in text and "Quyết định" in text for text in texts)


def test_status(demo_root: Path) -> None:
    (row,) = json.loads(invoke("status", "--json", "--archive", demo_root).stdout)
    assert (row["portal"], row["articles"], row["queued"]) == ("demo", 60, 0)
    said = invoke("status", "--archive", demo_root).stdout
    assert "60 articles" in said
    assert "complete" in said
    none = invoke("status", "hanoi", "--archive", demo_root)
    assert "holds nothing of 'hanoi'" in none.stderr


def test_status_names_what_the_last_run_left_open(tmp_path: Path) -> None:
    cut = Link("https://thu.gov.vn/rss", Kind.FEED)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    with Archive.open(tmp_path, write=True) as archive, archive.transaction() as conn:
        run = runs.start(conn, "thu", "crawl thu", now)
        walk = list_walks.begin(conn, "thu", cut, now, full=True)
        list_walks.end(conn, walk, End.PART_READ, "the file is cut", cut.key, now)
        left = {"unproven": ["Tin: page 3 shows page 2 again"], "notes": ["/rss: the file is cut"]}
        runs.finish(conn, run, RunOutcome.INCOMPLETE, left, now)
    said = invoke("status", "thu", "--archive", tmp_path).stdout
    assert "list without a proven end: Tin: page 3 shows page 2 again" in said
    assert "note: /rss: the file is cut" in said
    said = invoke("status", "--archive", tmp_path).stdout
    assert "1 list without a proven end" in said
    assert "1 note" in said
    (row,) = json.loads(invoke("status", "--json", "--archive", tmp_path).stdout)
    assert (row["unproven"], row["notes"]) == (left["unproven"], left["notes"])
    assert (
        "✗ https://thu.gov.vn/rss: of a feed"
        in invoke("status", "thu", "--lists", "--archive", tmp_path).stdout
    )


def test_portals_list_and_show(demo_root: Path) -> None:
    rows = json.loads(invoke("portals", "list", "--json", "--archive", demo_root).stdout)
    names = {row["name"] for row in rows}
    assert {"demo", "longan", "tayninh"} <= names
    assert len({row["family"] for row in rows if row["name"] != "demo"}) >= 4
    assert "longan" in invoke("portals", "list", "--archive", demo_root).stdout
    shown = invoke("portals", "show", "longan", "--archive", demo_root).stdout
    assert "https://www.longan.gov.vn/" in shown
    facts = json.loads(invoke("portals", "show", "demo", "--json").stdout)
    assert len(facts["sections"]) == 2
    assert facts["seeds"]


def test_portals_check_compares_with_expectations(demo_root: Path, tmp_path: Path) -> None:
    done = invoke("portals", "check", "demo", "--archive", demo_root)
    assert done.code == 0, done.stdout
    assert "60 articles" in done.stdout
    strict = tmp_path / "portals"
    strict.mkdir()
    text = (Path(__file__).parents[2] / "govnews/portals/demo.toml").read_text("utf-8")
    (strict / "demo.toml").write_text(
        text.replace("min_articles = 60", "min_articles = 61").replace(
            'fields = ["title", "body", "views"]', 'fields = ["author", "attachments"]'
        ),
        "utf-8",
    )
    (tmp_path / "archive.db").symlink_to(demo_root / "archive.db")
    failed = invoke("portals", "check", "demo", "--archive", tmp_path)
    assert failed.code == 4
    assert "expected at least 61" in failed.stdout
    assert "have no author" in failed.stdout
    assert "have no attachments" in failed.stdout


def test_every_portal_of_the_package_is_sound(tmp_path: Path) -> None:
    done = invoke("portals", "check", "--archive", tmp_path)
    assert done.code == 0, done.stdout
    assert " 0 failed" in done.stderr


def test_a_broken_portal_file_is_named_and_the_others_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "hong.toml").write_text('title = "x"\nfamly = "generic"\n', "utf-8")
    done = invoke("portals", "list", "--archive", tmp_path)
    assert done.code == 2
    assert "longan" in done.stdout
    assert "hong.toml:2: key 'famly'" in done.stderr
    checked = invoke("portals", "check", "--nl", "--archive", tmp_path)
    assert checked.code == 4
    assert "hong.toml:2" in checked.stdout


def test_help_has_an_example_for_every_command() -> None:
    for words in (
        ["demo"], ["crawl"], ["import"], ["portals"], ["portals", "list"], ["portals", "show"],
        ["portals", "check"], ["status"], ["search"], ["show"], ["why"], ["export"],
        ["export", "csv"],
    ):  # fmt: skip
        done = invoke(*words, "--help")
        assert "Example:" in done.stdout, words
