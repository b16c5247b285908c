"""Reasons and outcomes: one place that states them, and documents that repeat it word for word."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.archive.list_walks import MEANING, PROVEN, End
from govnews.crawl.run_report import RunSummary, exit_code
from govnews.model import NOT_ARTICLE_REASONS, FrontierState, RunOutcome
from govnews.reasons import (
    PASSING,
    PASSING_HTTP,
    Reason,
    explain,
    http_reason,
    http_status,
    is_server_error,
    is_transient,
)
from tests.cli.clilib import TOP

CRAWLING = (TOP / "docs" / "crawling.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """The cells of a table of docs/crawling.md, row by row."""
    lines = CRAWLING[CRAWLING.index(head) :].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def test_the_documents_list_every_reason_with_its_sentences() -> None:
    documented = {}
    for codes, meaning, follows in table("| reason | meaning |"):
        for code in re.findall(r"`([a-z0-9-]+)`", codes):
            documented[code] = (meaning, follows)
    http = {code for code in documented if http_status(code.replace("x", "0")) is not None}
    assert documented.keys() - http == {*Reason}
    examples = {
        "http-4xx": ("http-400", "http-403", "http-304"),
        "http-5xx": ("http-500", "http-599"),
    }
    for code, sentences in documented.items():
        for example in examples.get(code, (code,)):
            stated = explain(example)
            assert stated is not None
            assert tuple(text.replace("'", "`") for text in stated) == sentences, example


def test_the_documents_list_every_end_of_a_list() -> None:
    documented = [(code.strip("`"), *cells) for code, *cells in table("| end | meaning |")]
    assert documented == [
        (end, meaning, "yes" if end in PROVEN | {End.GONE} else "no")
        for end, meaning in MEANING.items()
    ]
    assert {*MEANING} == {*End}


def test_the_documents_list_every_outcome_of_a_run_with_its_exit_code() -> None:
    documented = {name: int(code) for name, code, _ in table("| outcome | exit code |")}
    assert documented == {
        outcome: exit_code([RunSummary("thu", outcome, incremental=False)])
        for outcome in RunOutcome
    }


def test_a_reason_is_its_stored_text() -> None:
    for reason in Reason:
        # Readings come back from other processes.
        assert Reason(str(reason)) is reason is pickle.loads(pickle.dumps(reason))  # noqa: S301
        assert re.fullmatch(r"[a-z0-9-]+", reason)
        assert http_status(reason) is None
        assert ("next run" in reason.follows) == (reason in PASSING), reason
    assert len({reason.meaning for reason in Reason}) == len(Reason)
    assert explain("unheard-of") is None


@pytest.mark.parametrize(
    ("status", "server", "transient"),
    [
        (304, False, False),
        (403, False, False),
        (404, False, False),
        (408, False, True),
        (429, False, True),
        (500, True, True),
        (503, True, True),
        (599, True, True),
        (999, False, True),
    ],
)
def test_a_status_is_a_reason_that_can_be_taken_apart(
    status: int, server: bool, transient: bool
) -> None:
    reason = http_reason(status)
    assert reason == f"http-{status}"
    assert http_status(reason) == status
    assert is_server_error(reason) == server
    assert is_transient(status) == transient
    assert (reason in PASSING_HTTP) == (transient and status < 600)


@pytest.mark.parametrize("text", ["http-", "http-5xx", "http-50", "http-5031", "https-503", "503"])
def test_what_is_no_status_is_not_taken_for_one(text: str) -> None:
    assert http_status(text) is None
    assert not is_server_error(text)


def test_reasons_of_the_reader_have_their_meaning_in_the_model() -> None:
    assert {reason: reason.meaning for reason in NOT_ARTICLE_REASONS} == NOT_ARTICLE_REASONS


def test_the_schema_accepts_exactly_the_states_of_the_frontier(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        (sql,) = archive.conn.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'frontier'"
        ).fetchone()
    (states,) = re.findall(r"state IN \(([^)]*)\)", sql)
    assert re.findall(r"'(\w+)'", states) == [*FrontierState]
