"""Hosts that are sick, slow or gone, and servers whose word is not to be trusted."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.crawl.circuit_breaker import (
    DEAD_AFTER,
    PAUSES,
    SUSPECT_AFTER_ERRORS,
    VANISHED_AFTER,
    Health,
)
from govnews.crawl.items import Problem
from govnews.crawl.throttle import MAX_DELAY, follow, slower
from govnews.model import Kind, Link
from tests.crawl.crawllib import Crawling, change, crawl, errors, next_second, rows, wait_for
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow

HOME = "https://a.example/"
NOW = datetime(2026, 3, 2, tzinfo=UTC)

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
        site.articles(range(100))
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: len(site.log) > 15, process)
            site.outage = Answer(b"loi", 500)
            site.log.clear()
            err = process.communicate()[1]
        assert process.returncode == 3
        assert "also after 3 pauses" in err
        assert "/tin answered before, and now status 500" in err
        assert "127.0.0.1 is left alone for 1 s: it does not answer" in err
        assert len(site.log) < 160  # all three times would be 250
        # It was the host: nothing is lost, and the next run has it all.
        site.outage = None
        assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, "SELECT count(*) FROM article") == [100]


@pytest.mark.parametrize("status", [500, 503])
def test_pages_that_are_sick_are_no_sick_host(tmp_path: Path, status: int) -> None:
    """The list answers, ninety articles never do, and those behind them are asked for none the
    less.
    """
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(120))
        site.articles(range(90, 120))
        for n in range(90):
            site.pages[f"/bai-{n}"] = Answer(b"loi", status)
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert result.summary["stopped"] is None
        assert result.summary["articles_new"] == 30
        assert result.summary["failed"] == {f"http-{status}": 90}
        # Once it is known that it is the pages, none is asked for again in the same run.
        assert len(site.log) < 200


def test_silent_pages_are_no_sick_host(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(40))
        site.articles(range(30, 40))
        for n in range(30):
            site.pages[f"/bai-{n}"] = Answer(cut=-1)
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert result.summary["stopped"] is None
    assert result.summary["articles_new"] == 10
    assert result.summary["failed"] == {"reset": 30}


@pytest.mark.parametrize("outage", [Answer(b"loi", 500), Answer(cut=-1)])
def test_a_host_that_comes_back_is_asked_for_all_in_the_same_run(
    tmp_path: Path, outage: Answer
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(100))
        site.articles(range(100))
        with Crawling(tmp_path, "thu", "--pauses", "0.5 2 10") as process:
            wait_for(lambda: len(site.log) > 15, process)
            site.outage = outage
            wait_for(lambda: "is left alone" in process.written()[1], process)
            site.outage = None
            written = process.communicate()
        assert process.returncode == 0, written
    assert rows(tmp_path, "SELECT count(*) FROM article") == [100]


LOGIN = """<html><head><title>Đăng nhập</title></head><body><h1>Đăng nhập hệ thống</h1>
<form><p>Tên</p><input name=u><p>Mật khẩu</p><input type=password name=p></form>
<p>Vui lòng nhập tài khoản do quản trị viên cấp để tiếp tục.</p></body></html>"""


def test_a_portal_behind_its_login_changes_nothing_and_is_named(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(12))
        site.articles(range(12))
        assert crawl(tmp_path, "thu").code == 0
        before = rows(tmp_path, "SELECT url, title, author, body FROM article ORDER BY url")
        for away in (Answer(LOGIN.encode()), Answer("Hệ thống đang bảo trì.".encode())):
            change(tmp_path, AGAIN)
            site.outage = away
            result = crawl(tmp_path, "thu")
            assert result.code == 3
            assert result.summary["articles_changed"] == 0
        reasons = rows(tmp_path, "SELECT DISTINCT error FROM frontier WHERE state = 'failed'")
        assert set(reasons) == {"login", "maintenance"}
        site.outage = None
        change(tmp_path, "UPDATE frontier SET not_before = '2020-01-01T00:00:00Z'")
        assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, "SELECT url, title, author, body FROM article ORDER BY url") == before
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [12]


def test_refused_connections_do_not_end_the_night(tmp_path: Path) -> None:
    with Site() as site:
        port = site.port
    portal_file(tmp_path, "thu", site.url, sections=("/tin", "/tin2"))
    with Crawling(tmp_path, "thu", "--pauses", "0.5 2 10") as process:
        wait_for(lambda: "is left alone" in process.written()[1], process)
        with Site(port) as site:
            site.listing("/tin", range(10))
            site.listing("/tin2", range(5, 20))
            site.articles(range(20))
            written = process.communicate()
    assert process.returncode == 0, written
    assert rows(tmp_path, "SELECT count(*) FROM article") == [20]


def test_a_host_of_files_that_comes_back_is_asked_again(tmp_path: Path) -> None:
    with Site() as files:
        port = files.port
    links = "".join(
        f'<p><a href="http://localhost:{port}/f{n}.pdf">Tệp đính kèm số {n}.pdf</a></p>'
        for n in range(5)
    )
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(1, 3))
        site.articles([2])
        site.pages["/bai-1"] = Answer(article(1, extra=links))
        hosts = ("--hosts", '{"localhost": "127.0.0.1"}')
        with Crawling(tmp_path, "thu", *hosts, "--pauses", "0.5 2 10") as process:
            failed = "SELECT count(*) FROM frontier WHERE error IS NOT NULL"
            wait_for(lambda: site.times("/bai-2"), process)
            wait_for(lambda: rows(tmp_path, failed) >= [3], process)
            with Site(port) as files:
                for n in range(5):
                    files.pages[f"/f{n}.pdf"] = Answer(b"%PDF-1.4", kind="application/pdf")
                written = process.communicate()
    assert process.returncode == 0, written


def problem(reason: str, to: str | None = None, host: str | None = None) -> Problem:
    return Problem(reason, "status", leads_to=to, host=host)


def test_what_counts_as_vanished_and_as_sick() -> None:
    health, page = Health("a.example", HOME), Link(f"{HOME}bai-1", Kind.ARTICLE)
    for _ in range(VANISHED_AFTER - 1):
        health.visited(problem("redirected-off-site", "https://b.example/x/y"), page, NOW)
    assert health.stopped is None
    assert health.vanished == "https://b.example/"
    health.visited(problem("home"), page, NOW)
    assert health.stopped is None  # the lists have not answered yet
    health.visited(problem("home"), Link(f"{HOME}tin", Kind.LISTING), NOW)
    assert health.stopped == "its pages lead elsewhere"
    lively = Health("a.example", HOME)
    lively.visited(None, page, NOW)
    for _ in range(VANISHED_AFTER * 2):
        lively.visited(problem("redirected-home", "https://a.example/"), page, NOW)
    assert lively.vanished is None
    assert lively.stopped is None
    for _ in range(SUSPECT_AFTER_ERRORS - 1):
        lively.visited(problem("http-502"), page, NOW)
    lively.visited(None, page, NOW)
    lively.visited(problem("http-502"), page, NOW)
    assert not lively.suspect


def test_errors_of_another_host_say_nothing_about_the_portal() -> None:
    health = Health("a.example", HOME)
    for _ in range(SUSPECT_AFTER_ERRORS * 2):
        health.visited(problem("http-502"), Link("https://b.example/f.pdf", Kind.ATTACHMENT), NOW)
    assert not health.suspect


def test_pauses_grow_and_end() -> None:
    health, page = Health("a.example", HOME), Link(f"{HOME}bai-1", Kind.ARTICLE)
    now, lasted = NOW, []
    while health.stopped is None:
        health.visited(problem("connection", host="www.a.example"), page, now)
        until = health.paused_until(now)
        if until is not None:
            lasted.append((until - now).total_seconds())
            # What was under way when the pause began is no second fault.
            for _ in range(DEAD_AFTER):
                health.visited(problem("connection", host="a.example"), page, now)
            now = until
    assert lasted == list(PAUSES)
    assert health.dead == {"a.example": "connection: status"}


def test_the_probe_is_the_list_that_came_last() -> None:
    health = Health("a.example", HOME)
    health.visited(None, Link(f"{HOME}tin?page=2", Kind.LISTING), NOW)
    health.visited(None, Link(f"{HOME}bai-1", Kind.ARTICLE), NOW)
    health.visited(None, Link(f"{HOME}tim", Kind.LISTING, method="POST"), NOW)
    assert health.probe_url == f"{HOME}tin?page=2"


def test_validators_are_believed_when_they_have_told_the_truth(tmp_path: Path) -> None:
    """Three visits on which ETag and payload agreed; then most pages are asked for with it."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", range(1, 10))
        for n in range(1, 10):
            site.pages[f"/bai-{n}"] = Answer(article(n), headers={"ETag": f'"v{n}"'})
        crawl(tmp_path, "thu")
        change(tmp_path, AGAIN)
        next_second()
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


def test_old_addresses_that_lead_home_starve_no_list(tmp_path: Path) -> None:
    """After a move all known articles lead home; the list, which takes longer, names the new."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        site.listing("/tin", range(1, 15))
        site.articles(range(1, 15))
        assert crawl(tmp_path, "thu").code == 0
        change(tmp_path, "UPDATE frontier SET first_found_at = '2020-01-01', finished_at = '2020'")
        for number in range(1, 15):
            site.pages[f"/bai-{number}"] = Answer(b"", 301, headers={"Location": "/"})
        site.pages["/"] = Answer(b"<html><body><h1>Trang chu</h1></body></html>")
        site.listing("/tin", range(101, 115))
        site.articles(range(101, 115))
        site.pages["/tin"].seconds = 1.0  # type: ignore[union-attr]
        result = crawl(tmp_path, "thu")
    assert result.summary["vanished"] is None
    assert rows(tmp_path, "SELECT count(*) FROM capture WHERE url LIKE '%/bai-1__'") == [14]
