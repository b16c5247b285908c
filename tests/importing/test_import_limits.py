"""An import goes on after pages that make the reading process hang or die."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govnews import extraction_pool
from govnews.importing import intake
from govnews.importing.reading import Unread, read_page
from govnews.model import Article, Capture, Profile
from govnews.portal import Portal
from tests.importing.test_importing import LONGAN, bring, page, rows
from tests.importing.test_importing_warc import put, warc

pytestmark = pytest.mark.slow


def deadly(portal: Portal, capture: Capture, profile: Profile | None) -> Article | Unread:
    if capture.url.endswith("/hang"):
        while True:
            pass
    if capture.url.endswith("/kill"):
        os._exit(3)
    return read_page(portal, capture, profile)


def broken(portal: Portal, capture: Capture, profile: Profile | None) -> Article | Unread:
    return read_page(portal, None, profile)  # type: ignore[arg-type]


def test_a_page_over_time_or_that_kills_its_reader_is_a_failure_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "read_page", deadly)
    monkeypatch.setattr(extraction_pool, "SECONDS_A_PAGE", 3.0)
    names = ["1", "hang", "2", "kill", "3", "4"]
    parts = [
        {"url": f"{LONGAN}/tin/{name}", "payload": page(f"Lễ ra quân số {name}", f"Số {name}.")}
        for name in names
    ]
    done = bring(tmp_path / "a", put(tmp_path / "x.warc.gz", warc(*parts)))
    assert done.code == 3
    found = {row["url"].rpartition("/")[2]: (row["outcome"], row["reason"]) for row in rows(done)}
    assert list(found) == names
    assert found.pop("hang") == ("failed", "reader-died: reading took more than 3 s")
    died = "reader-died: the page ended the reading process (status 3)"
    assert found.pop("kill") == ("failed", died)
    assert set(found.values()) == {("new", None)}
    monkeypatch.undo()
    again = bring(tmp_path / "a", tmp_path / "x.warc.gz")
    assert [row["outcome"] for row in rows(again)] == [
        "known", "new", "known", "new", "known", "known",
    ]  # fmt: skip


def test_a_reader_that_breaks_is_a_failure_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "read_page", broken)
    part = {"url": f"{LONGAN}/tin/1", "payload": page("Lễ ra quân", "Nội dung.")}
    done = bring(tmp_path / "a", put(tmp_path / "x.warc.gz", warc(part)))
    assert done.code == 3
    (row,) = rows(done)
    assert row["outcome"] == "failed"
    assert row["reason"].startswith("reader-error: AttributeError")
