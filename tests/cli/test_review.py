"""`govnews review` as a person sees it: the list, one page, and what a decision says."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.archive.holds import HoldReason
from tests.cli.clilib import Done, command, environment, govnews, invoke
from tests.crawl.crawllib import rows
from tests.crawl.heldlib import COUNT, REPLACED, held_archive

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("held") / "archive"
    held_archive(root)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "archive"))


def review(root: Path, *args: str) -> Done:
    return invoke("review", "--archive", root, *args)


def number_of(root: Path, page: int) -> str:
    (number,) = rows(root, "SELECT id FROM hold WHERE url LIKE ?", f"%/bai-{page}")
    return str(number)


# --- the list -------------------------------------------------------------------------------------


def test_the_list_has_a_line_for_each_page_by_portal_and_reason(made: Path) -> None:
    lines = review(made).stdout.splitlines()
    assert lines[0] == "thu"
    headings = [line.strip() for line in lines if re.match(r"   \d+ pages?: ", line)]
    lost, replaced = HoldReason.FIELD_LOST.meaning, HoldReason.REPLACED.meaning
    assert headings == [f"{COUNT - 1} pages: {lost}", f"1 page: {replaced}"]
    assert len(lines) == 1 + len(headings) + COUNT
    last = lines[-1].split()
    assert last[0] == number_of(made, 3)
    assert last[1].endswith("/bai-3")
    assert "it is 'Nhân dân cả nước" in lines[-1]
    assert re.search(r"\(since \d\d/\d\d/\d{4} \d\d:\d\d\)$", lines[-1])


def test_the_list_can_be_cut_and_chosen_from(made: Path) -> None:
    short = review(made, "--limit", "2").stdout.splitlines()
    assert len(short) == 5
    assert short[-1] == f"   … and {COUNT - 3} more"
    only = review(made, "thu", "--reason", "replaced").stdout.splitlines()
    assert len(only) == 3
    assert review(made, "--state", "accepted").stderr == "No page has a hold that is accepted.\n"
    quiet = review(made, "--reason", "views")
    assert (quiet.code, quiet.stdout, quiet.stderr) == (0, "", "No page is held.\n")


def test_rows_have_the_forms_of_other_commands(made: Path) -> None:
    found = json.loads(review(made, "--json").stdout)
    assert len(found) == COUNT
    assert {row["state"] for row in found} == {"open"}
    assert len(review(made, "--nl").stdout.splitlines()) == COUNT
    for form, delimiter in (("--csv", ","), ("--tsv", "\t")):
        lines = review(made, form).stdout.splitlines()
        read = list(csv.DictReader(lines, delimiter=delimiter))
        assert [row["url"] for row in read] == [row["url"] for row in found]
        assert {row["captures"] for row in read} == {"1"}
    assert "field-lost" in review(made, "-t").stdout
    (one,) = json.loads(review(made, number_of(made, 3), "--json").stdout)
    assert next(field["field"] for field in one["fields"]) == "title"


def test_what_is_not_there_is_named(made: Path) -> None:
    unknown = review(made, "longg-an")
    assert unknown.code == 2
    assert "There is no portal named 'longg-an'" in unknown.stderr
    assert review(made, "999").stderr.startswith("Error: There is no hold 999.")
    assert review(made, "--accept", "999").code == 1
    reason = review(made, "--reason", "login")
    assert reason.code == 2
    assert all(each.value in reason.stderr for each in HoldReason)


@pytest.mark.parametrize(
    "args",
    [
        ("--accept",),
        ("--accept", "thu", "--all"),
        ("--accept", "--as-redesign", "thu"),
        ("--as-redesign", "thu", "--reason", "replaced"),
        ("--as-redesign", "thu", "3"),
        ("--discard", "thu", "--state", "open", "--limit", "3"),
        ("--discard", "thu", "--json"),
        ("--all",),
        ("thu", "--note", "x"),
        ("thu", "--dry-run"),
    ],
)
def test_options_that_do_not_belong_together_are_wrong_usage(
    made: Path, args: tuple[str, ...]
) -> None:
    assert review(made, *args).code == 2
    assert rows(made, "SELECT DISTINCT state FROM hold") == ["open"]


# --- one page -------------------------------------------------------------------------------------


def test_one_page_stands_beside_what_was_held(made: Path) -> None:
    number = number_of(made, 3)
    shown = govnews("review", number, "--archive", made, COLUMNS="100").stdout
    assert f"hold {number}, open: {HoldReason.REPLACED.meaning}" in shown
    readings = shown.partition("stands")[2].partition("govnews review")[0]
    assert max(map(len, readings.splitlines())) <= 100
    beside = next(line for line in shown.splitlines() if "[-Ủy ban" in line)
    assert "{+Nhân+}" in beside
    for way in (f"--accept {number}", f"--discard {number}", "--as-redesign thu"):
        assert f"govnews review {way}" in shown


def test_a_narrow_terminal_has_one_above_the_other(made: Path) -> None:
    number = number_of(made, 3)
    shown = govnews("review", number, "--archive", made, COLUMNS="60").stdout
    fields = shown.partition("title\n")[2].partition("govnews review")[0]
    assert max(map(len, fields.splitlines())) <= 60
    assert not [line for line in shown.splitlines() if "[-Ủy ban" in line and "{+" in line]
    words = re.sub(r"\s+", " ", fields)
    assert REPLACED[0] in words


def in_terminal(*args: str | Path, **env: str) -> str:
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*args), stdout=theirs, env=environment(**env, COLUMNS="100"), close_fds=True
    ) as process:
        os.close(theirs)
        printed = b""
        while True:
            try:
                found = os.read(ours, 4096)
            except OSError:  # Linux ends a terminal so
                found = b""
            if not found:
                break
            printed += found
    os.close(ours)
    assert process.returncode == 0
    return printed.decode()


def test_colours_mark_words_on_a_terminal_unless_no_color_is_set(made: Path) -> None:
    args = ("review", number_of(made, 3), "--archive", made)
    coloured = in_terminal(*args)
    assert "\x1b[31m" in coloured
    assert "[-" not in coloured
    plain = in_terminal(*args, NO_COLOR="1")
    assert "\x1b" not in plain
    assert "[-Ủy ban" in plain


# --- decisions ------------------------------------------------------------------------------------


def test_a_decision_says_what_it_did_and_a_trial_does_nothing(root: Path) -> None:
    number = number_of(root, 3)
    stored = "SELECT count(*) FROM article_version"
    tried = review(root, "--accept", number, "--dry-run")
    assert tried.stderr == "thu: 1 page would be decided on: 1 stored as an edit\n"
    files = sorted((root / "warc").iterdir())
    assert rows(root, stored) == [COUNT]
    done = review(root, "--accept", number, "--note", "đã xem")
    assert (done.code, done.stderr) == (0, "thu: 1 page was decided on: 1 stored as an edit\n")
    assert rows(root, stored) == [COUNT + 1]
    assert len(sorted((root / "warc").iterdir())) == len(files) + 1
    (accepted,) = json.loads(review(root, "--state", "accepted", "--json").stdout)
    assert accepted["note"] == "đã xem"
    assert "accepted" in review(root, number).stdout
    assert "--discard" not in review(root, number).stdout


def test_a_reason_chooses_among_the_pages_of_a_portal(root: Path) -> None:
    done = review(root, "--discard", "thu", "--reason", "replaced")
    assert (done.code, done.stderr) == (0, "thu: 1 page was decided on: 1 discarded\n")
    assert review(root, "--discard", "--all").code == 0
    assert review(root, "--discard", "--all").stderr == "No page is held.\n"


def test_what_is_decided_already_is_named(root: Path) -> None:
    number, another = number_of(root, 3), number_of(root, 4)
    assert review(root, "--discard", number).code == 0
    done = review(root, "--accept", number, another)
    assert done.code == 3
    assert f"Hold {number} was discarded already" in done.stderr
    assert "1 page was decided on" in done.stderr
    assert rows(root, "SELECT state FROM hold WHERE id = ?", number) == ["discarded"]


def test_a_decision_waits_for_no_other_writer(root: Path) -> None:
    with Archive.open(root, write=True):
        for args in (("--discard", "thu"), ("--as-redesign", "thu")):
            assert review(root, *args).code == 5
    assert rows(root, "SELECT DISTINCT state FROM hold") == ["open"]


def test_too_few_pages_teach_no_template(root: Path) -> None:
    assert review(root, "--discard", "thu", "--reason", "field-lost").code == 0
    few = review(root, "--as-redesign", "thu")
    assert few.code == 2
    assert "4 are needed" in few.stderr
    assert rows(root, "SELECT count(*) FROM profile") == [1]


def test_a_page_without_the_new_template_stays_held(root: Path) -> None:
    (earlier,) = rows(root, "SELECT capture_id FROM hold WHERE url LIKE '%/bai-3'")
    with Archive.open(root, write=True) as archive, archive.transaction() as conn:
        long_ago = ("2020-01-01T00:00:00Z", earlier)
        conn.execute("UPDATE capture SET fetched_at = ? WHERE id = ?", long_ago)
        conn.execute("UPDATE hold SET seen_at = ? WHERE capture_id = ?", long_ago)
    done = review(root, "--as-redesign", "thu")
    assert done.code == 3
    assert f"{COUNT - 1} pages were decided on" in done.stderr
    assert "Still held" in done.stderr
    assert rows(root, "SELECT url LIKE '%/bai-3' FROM hold WHERE state = 'open'") == [1]
    since = "SELECT max(valid_from) = (SELECT min(seen_at) FROM hold WHERE state = 'accepted')"
    assert rows(root, f"{since} FROM profile") == [1]


def test_status_counts_held_pages_and_verify_finds_versions_of_them(root: Path) -> None:
    shown = invoke("status", "thu", "--archive", root).stdout
    assert f"{COUNT} pages are held for review; 'govnews review thu' shows them" in shown
    assert f"1 replaced: {HoldReason.REPLACED.meaning}" in shown
    (row,) = json.loads(invoke("status", "--archive", root, "--json").stdout)
    assert row["held"] == COUNT
    assert row["held_reasons"] == {"field-lost": COUNT - 1, "replaced": 1}

    assert invoke("verify", "--archive", root).code == 0
    assert review(root, "--accept", number_of(root, 3)).code == 0
    with Archive.open(root, write=True) as archive, archive.transaction() as conn:
        conn.execute("UPDATE hold SET state = 'open' WHERE state = 'accepted'")
        conn.execute("UPDATE hold SET capture_id = NULL WHERE url LIKE '%/bai-4'")
    found = json.loads(invoke("verify", "--archive", root, "--json").stdout)
    assert sorted((fault["area"], fault["what"]) for fault in found) == [
        ("article", "the version was read from a capture that is held"),
        ("hold", "the held reading has no capture"),
    ]
