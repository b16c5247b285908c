"""Kills, Ctrl-C and second writers: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.crawl.crawllib import (
    PATIENCE,
    Crawling,
    command,
    crawl,
    environment,
    rows,
    wait_for,
    warc_records,
)
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = [pytest.mark.slow, pytest.mark.kill]

KILLS = (1, 2, 4, 8, 12, 18, 24, 30, 36, 42, 50)
"""Requests between one kill and the next."""

PAGES = 30
PER_PAGE = 10


def big_site(site: Site) -> None:
    for page in range(1, PAGES + 1):
        path = "/tin" if page == 1 else f"/tin?page={page}"
        more = f"/tin?page={page + 1}" if page < PAGES else None
        numbers = range((page - 1) * PER_PAGE + 1, page * PER_PAGE + 1)
        site.listing(path, numbers, more)
        site.articles(numbers)


def test_kill_at_any_moment_loses_nothing_and_stores_nothing_twice(tmp_path: Path) -> None:
    dice = random.Random(20260302)
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        big_site(site)
        # Killed after so many more requests, and then at any moment until the next one.
        for more in KILLS:
            seen = len(site.log)
            with Crawling(tmp_path, "thu") as process:
                wait_for(lambda: len(site.log) >= seen + more, process)  # noqa: B023
                time.sleep(dice.uniform(0.0, 0.02))
                assert process.poll() is None
                process.kill()
                process.communicate()
        last = crawl(tmp_path, "thu")
        total = PAGES * PER_PAGE
        assert last.code == 0, last.stderr
        urls = rows(tmp_path, "SELECT url FROM article ORDER BY url")
        assert urls == sorted(f"{site.url}/bai-{n}" for n in range(1, total + 1))
        assert rows(tmp_path, "SELECT count(*) FROM article_version") == [total]
        twice = rows(
            tmp_path,
            "SELECT url FROM capture WHERE kind = 'article' GROUP BY url HAVING count(*) > 1",
        )
        assert twice == []
        assert rows(tmp_path, "SELECT DISTINCT state FROM frontier") == ["done"]
        outcomes = rows(tmp_path, "SELECT outcome FROM run ORDER BY id")
        assert outcomes == [None] * len(KILLS) + ["complete"]
    stored = [url for kind, url, _ in warc_records(tmp_path) if kind == "response"]
    assert {f"{site.url}/bai-{n}" for n in range(1, total + 1)} <= set(stored)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_ends_in_order(tmp_path: Path, number: int) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        big_site(site)
        # one page is in transfer and does not come until the crawl has ended
        site.pages["/bai-3"] = Answer(article(3), held=True)
        site.pages["/bai-40"] = Answer(article(40), held=True)
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: "/bai-40" in site.paths, process)
            process.send_signal(number)
            out, err = process.communicate()
        site.release()
        assert process.returncode == 130, err
        assert "Traceback" not in err
        assert "pending" not in err
        (summary,) = json.loads(out.strip().splitlines()[-1])
        assert summary["outcome"] == "interrupted"
        assert summary["queued_left"] > 0
        assert rows(tmp_path, "SELECT outcome FROM run") == ["interrupted"]
        assert rows(tmp_path, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [0]
        assert warc_records(tmp_path)
        site.articles([3, 40])
        assert crawl(tmp_path, "thu").code == 0
        assert rows(tmp_path, "SELECT count(*) FROM article") == [PAGES * PER_PAGE]


@pytest.mark.parametrize("stuck", [(), ("--stuck",)], ids=["in-order", "scrapy-does-not-end"])
def test_interrupt_does_not_wait_for_a_long_delay(tmp_path: Path, stuck: tuple[str, ...]) -> None:
    """The next request would leave in a minute; nobody waits so long for the end."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 60")
        site.listing("/tin", [1, 2, 3])
        with Crawling(tmp_path, "thu", *stuck) as process:
            wait_for(lambda: site.paths, process)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert json.loads(out)[0]["queued_left"] == 1
    assert rows(tmp_path, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [0]


def test_interrupt_may_come_at_any_time(tmp_path: Path) -> None:
    """Also between two steps, when neither a transfer nor a queue holds the next request."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 60")
        site.listing("/tin", [1])
        for wait in (0.0, 0.003, 0.01, 0.03):
            seen = len(site.log)
            with Crawling(tmp_path, "thu") as process:
                wait_for(lambda: len(site.log) > seen, process)  # noqa: B023
                time.sleep(wait)
                process.send_signal(signal.SIGINT)
                _, err = process.communicate(timeout=30)
            assert process.returncode == 130, err


def test_second_crawl_is_refused_and_names_the_first(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.pages["/bai-1"] = Answer(article(1), held=True)
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: "/bai-1" in site.paths, process)
            second = crawl(tmp_path, "thu")
            assert second.code == 5
            assert f"process {process.pid}" in second.stderr
            assert "driver.py" in second.stderr
            assert second.summaries == []
            site.release()
            process.communicate()
    assert process.returncode == 0


def test_full_disk_ends_the_run_with_a_reason_and_the_next_goes_on(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        big_site(site)
        limited = subprocess.run(
            ["bash", "-c", 'ulimit -f 600; exec "$@"', "bash", *command(tmp_path, "thu")],
            capture_output=True, text=True, timeout=PATIENCE, check=False, env=environment(),
        )  # fmt: skip
        assert limited.returncode in {1, 5}, limited.stderr
        assert "Traceback" not in limited.stderr
        assert "Error: " in limited.stderr
        assert crawl(tmp_path, "thu").code == 0
        assert rows(tmp_path, "SELECT count(*) FROM article") == [PAGES * PER_PAGE]
    assert warc_records(tmp_path)
