"""Hosts that are sick, slow or gone, and servers whose word is not to be trusted."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.crawl.circuit_breaker import SICK_AFTER, VANISHED_AFTER, Health
from govnews.crawl.items import Problem
from govnews.crawl.throttle import MAX_DELAY, follow, slower
from tests.crawl.crawllib import change, crawl, errors, rows
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow

AGAIN = """UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z',
    finished_at = '2020-01-01T00:00:00Z' WHERE kind = 'article'"""


def test_a_portal_that_leads_elsewhere_has_vanished(tmp_path: Path) -> None:
    with Site() as site, Site() as successor:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(40))
        site.articles(range(40))
        assert crawl(tmp_path, "thu").summary["articles_new"] == 40
        change(tmp_path, AGAIN)
        away = f"http://localhost:{successor.port}/"
        for path in list(site.pages):
            site.pages[path] = Answer(b"", 301, headers={"Location": away})
        asked = len(site.log)
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert result.summary["vanished"] == away
        assert f"has vanished: all its pages lead to {away}" in result.stderr
        assert len(site.log) - asked < 40
        assert not successor.log
        # once is no proof that articles are gone
        assert rows(tmp_path, "SELECT count(*) FROM article WHERE gone_at IS NULL") == [40]


def test_a_sick_host_is_left_alone(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(100))
        for n in range(100):
            site.pages[f"/bai-{n}"] = Answer(b"loi", 500)
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert "answered 20 times in a row with an error" in result.summary["stopped"]
    assert len(site.log) < 60
    assert result.summary["queued_left"] > 60


def problem(reason: str, to: str | None = None) -> Problem:
    return Problem(reason, "status", leads_to=to)


def test_what_counts_as_vanished_and_as_sick() -> None:
    health = Health("a.example")
    for _ in range(VANISHED_AFTER - 1):
        health.visited(problem("redirected-off-site", "https://b.example/x/y"))
    assert health.stopped is None
    assert health.vanished == "https://b.example/"
    health.visited(problem("home"))
    assert health.stopped == "its pages lead elsewhere"
    lively = Health("a.example")
    lively.visited(None)
    for _ in range(VANISHED_AFTER * 2):
        lively.visited(problem("redirected-home", "https://a.example/"))
    assert lively.vanished is None
    assert lively.stopped is None
    for _ in range(SICK_AFTER - 1):
        lively.visited(problem("http-502"))
    lively.visited(None)
    lively.visited(problem("http-502"))
    assert lively.stopped is None


def test_validators_are_believed_when_they_have_told_the_truth(tmp_path: Path) -> None:
    """Three visits on which ETag and payload agreed; then most pages are asked for with it."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(1, 10))
        for n in range(1, 10):
            site.pages[f"/bai-{n}"] = Answer(article(n), headers={"ETag": f'"v{n}"'})
        crawl(tmp_path, "thu")
        change(tmp_path, AGAIN)
        crawl(tmp_path, "thu")
        assert rows(tmp_path, "SELECT kept, broken FROM validator_trust") == [(9, 0)]
        assert not any("If-None-Match" in headers for headers in site.headers)
        change(tmp_path, AGAIN)
        site.conditional = True
        seen = len(site.log)
        summary = crawl(tmp_path, "thu").summary
        assert summary["articles_unchanged"] == 9
        asked = [headers.get("If-None-Match") for headers in site.headers[seen:]]
        assert sum(one is not None for one in asked) in {8, 9}
    assert rows(tmp_path, "SELECT count(*) FROM capture WHERE status = 304")[0] in {8, 9}
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [9]
    # a page that was not sent told no count of views
    assert rows(tmp_path, "SELECT count(*) FROM view_observation")[0] in {18, 19}


def test_validators_that_lie_are_not_believed(tmp_path: Path) -> None:
    """Every page of the template has one ETag; a correction would never be seen."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(1, 6))
        same = {"ETag": '"template-7"'}
        for n in range(1, 6):
            site.pages[f"/bai-{n}"] = Answer(article(n, views=1), headers=same)
        crawl(tmp_path, "thu")
        for n in range(1, 6):
            site.pages[f"/bai-{n}"] = Answer(article(n, views=2 if n == 3 else 1), headers=same)
        change(tmp_path, AGAIN)
        crawl(tmp_path, "thu")
        assert rows(tmp_path, "SELECT kept, broken FROM validator_trust") == [(4, 1)]
        change(tmp_path, AGAIN)
        site.conditional = True
        site.pages["/bai-2"] = Answer(article(2, extra="<p>Đính chính: 20 ha.</p>"), headers=same)
        assert crawl(tmp_path, "thu").summary["articles_changed"] == 1
        assert not any("If-None-Match" in headers for headers in site.headers)


def test_a_slow_host_is_asked_less_often(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 0.05")
        site.listing("/tin", range(1, 6))
        for n in range(1, 6):
            site.pages[f"/bai-{n}"] = Answer(article(n), seconds=0.6)
        assert crawl(tmp_path, "thu").code == 0, errors(tmp_path)
    times = [at for at, _, path in site.log if path.startswith("/bai")]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert max(gaps) > 0.25  # the portal file alone would allow 0.05


@given(st.floats(0.1, 60), st.floats(0.1, 60), st.floats(0, 600))
def test_the_pace_stays_between_its_floor_and_its_bound(
    delay: float, floor: float, latency: float
) -> None:
    delay = max(delay, floor)
    after = follow(delay, floor, latency)
    assert floor <= after <= MAX_DELAY
    assert delay <= slower(delay) <= MAX_DELAY
    for _ in range(40):
        after = follow(after, floor, 0.0)
    assert after == floor
