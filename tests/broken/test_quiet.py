"""Portals on which nothing breaks, for weeks: nothing is named, versions are true edits only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from govnews.model import VIETNAM
from tests.broken.articles import content
from tests.broken.harness import Crawled, Record, add_portal, day_of, records
from tests.broken.portal import EDIT, FIRST, Portal
from tests.broken.server import serving
from tests.broken.sharing import once

pytestmark = pytest.mark.slow

RUNS = int(os.environ.get("GOVNEWS_QUIET_RUNS", "30"))
"""`make soak` has fifty."""

DAYS = 30
EDITED, REMOVED = 21, 9
"""Articles: one changes on day 12, one is gone from day 15 on."""


@dataclass(frozen=True, slots=True)
class Life:
    """What was found of a portal, and the summaries of its runs."""

    records: dict[str, Record]
    summaries: dict[int, dict[str, Any]]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Life]:
    """A portal without news, and in the same runs, for 30 days, a lively one."""

    def lived() -> dict[str, Life]:
        folder, now = tmp_path_factory.mktemp("quiet"), datetime.now(VIETNAM)
        portals = {
            "quiet": Portal(now, RUNS, daily=0),
            "lively": Portal(now, DAYS, edited={EDITED: 12}, removed={REMOVED: 15}),
        }
        crawled = Crawled(folder / "archive")
        with serving(folder) as server:
            for name, portal in portals.items():
                add_portal(crawled.root, name, portal, server)
            for day in range(1, max(RUNS, DAYS) + 1):
                crawled.a_day({n: p for n, p in portals.items() if day <= p.days}, day)
        return {
            name: Life(records(crawled, name, portal.port), crawled.summaries[name])
            for name, portal in portals.items()
        }

    return once(tmp_path_factory, worker_id, "lives", lived)


def test_runs_over_counters_clocks_comments_and_banners(lives: dict[str, Life]) -> None:
    life = lives["quiet"]
    assert [day_of(one, {}).names for one in life.summaries.values()] == [()] * RUNS
    assert {one["outcome"] for one in life.summaries.values()} == {"complete"}
    assert len(life.records) == FIRST
    assert {record.versions for record in life.records.values()} == {1}
    seven = life.records[content(7).path]
    assert seven.views == {day: Portal.count(7, day) for day in range(1, RUNS + 1)}


def test_thirty_days_with_news_one_edit_and_one_removal(lives: dict[str, Life]) -> None:
    life = lives["lively"]
    assert {one["outcome"] for one in life.summaries.values()} == {"complete"}
    newest = FIRST + 2 * (DAYS - 1)
    assert sorted(life.records) == sorted(content(n).path for n in range(1, newest + 1))
    versions = {path: one.versions for path, one in life.records.items() if one.versions != 1}
    assert versions == {content(EDITED).path: 2}
    assert EDIT in life.records[content(EDITED).path].values["body"]
    gone = [path for path, one in life.records.items() if one.values["gone"]]
    assert gone == [content(REMOVED).path]
