"""What hosts ask for is kept to (robots.txt, Crawl-delay, Retry-After); who is never asked."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy.http import Response

from govnews.addresses import is_public, literal
from govnews.crawl import failures, robots
from tests.crawl.crawllib import change, crawl, errors, rows
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow

TEXT = "text/plain; charset=utf-8"
PAST = "UPDATE frontier SET not_before = '2020-01-01T00:00:00Z', retry_after = '2020-01-01'"


def test_robots_txt_is_asked_first_and_obeyed(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        rules = b"User-agent: *\nDisallow: /bai-2\n"
        site.pages["/robots.txt"] = Answer(rules, kind=TEXT)
        site.listing("/tin", [1, 2, 3])
        site.articles([1, 2, 3])
        result = crawl(tmp_path, "thu")
    assert site.paths[0] == "/robots.txt"
    assert site.paths.count("/robots.txt") == 1
    assert "/bai-2" not in site.paths
    assert result.code == 3
    assert result.summary["articles_new"] == 2
    assert errors(tmp_path) == {"/bai-2": ("failed", "robots")}


def test_rules_for_others_are_not_ours(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        rules = b"User-agent: govnews\nAllow: /\n\nUser-agent: *\nDisallow: /\n"
        site.pages["/robots.txt"] = Answer(rules, kind=TEXT)
        site.listing("/tin", [1])
        site.articles([1])
        assert crawl(tmp_path, "thu").code == 0


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_html_in_the_place_of_robots_txt_is_none(tmp_path: Path, kind: str) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        html = b"\n<!DOCTYPE html><html><body>\nUser-agent: *\nDisallow: /\n</body></html>"
        site.pages["/robots.txt"] = Answer(html, kind=kind)
        site.listing("/tin", [1])
        site.articles([1])
        assert crawl(tmp_path, "thu").code == 0


def test_robots_txt_that_cannot_be_had_puts_the_host_off(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.pages["/robots.txt"] = Answer(b"", 503)
        site.listing("/tin", [1])
        site.articles([1])
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert set(site.paths) == {"/robots.txt"}
        assert len(site.paths) <= 4
        site.pages["/robots.txt"] = Answer(b"", 404)
        assert crawl(tmp_path, "thu").code == 0


def test_delay_is_kept_between_requests(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 0.3")
        site.pages["/robots.txt"] = Answer(b"", 404)
        site.listing("/tin", [1, 2, 3])
        site.articles([1, 2, 3])
        crawl(tmp_path, "thu")
    times = [at for at, _, _ in site.log]
    assert len(times) == 5
    assert times[-1] - times[0] > 4 * 0.3 - 0.1  # less what a busy machine lets the first one wait


def test_longer_crawl_delay_wins(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 0.1")
        rules = b"User-agent: *\nCrawl-delay: 0.6\n"
        site.pages["/robots.txt"] = Answer(rules, kind=TEXT)
        site.listing("/tin", [1, 2])
        site.articles([1, 2])
        crawl(tmp_path, "thu")
    times = [at for at, _, path in site.log if path != "/robots.txt"]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert len(gaps) == 2
    assert min(gaps) > 0.5


def test_retry_after_is_kept_by_the_whole_host(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 0.05")
        site.listing("/tin", range(1, 7))
        site.articles(range(1, 7))
        site.pages["/bai-2"] = [
            Answer(b"", 429, headers={"Retry-After": "2"}),
            Answer(article(2)),
        ]
        result = crawl(tmp_path, "thu")
    assert result.code == 0
    assert result.summary["articles_new"] == 6
    refused, again = site.times("/bai-2")
    assert again - refused >= 2
    # Some of the four others may have been on their way when the answer came.
    between = [path for at, _, path in site.log if refused < at < again]
    assert len(between) <= 2


def test_long_retry_after_ends_the_run_and_holds_for_the_next(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
        site.listing("/tin", [1])
        site.pages["/tin"] = Answer(b"", 503, headers={"Retry-After": later})
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert "asks for no request until" in result.summary["stopped"]
        asked = len(site.log)
        assert crawl(tmp_path, "thu").code == 3
        assert len(site.log) == asked
        (until,) = rows(tmp_path, "SELECT retry_after FROM frontier WHERE retry_after IS NOT NULL")
        asked_for = parsedate_to_datetime(later)
        assert abs(asked_for - datetime.fromisoformat(until)) < timedelta(seconds=5)
        change(tmp_path, PAST)
        site.listing("/tin", [1])
        site.articles([1])
        assert crawl(tmp_path, "thu").code == 0
        assert rows(tmp_path, "SELECT max(retry_after) FROM frontier") == [None]


def test_retry_after_on_robots_txt_holds_for_the_next_run(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.articles([1])
        site.pages["/robots.txt"] = Answer(b"", 503, headers={"Retry-After": "3600"})
        for run in (1, 2):
            result = crawl(tmp_path, "thu")
            assert result.code == 3
            assert "asks for no request until" in result.summary["stopped"]
            assert site.paths == ["/robots.txt"], f"run {run}"
        assert rows(tmp_path, "SELECT error, retry_after > datetime('now') FROM frontier") == [
            ("robots-unavailable", 1)
        ]
        change(tmp_path, PAST)
        site.pages["/robots.txt"] = Answer(b"", 404)
        assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, "SELECT count(*) FROM article") == [1]


def test_private_addresses_are_not_asked(tmp_path: Path) -> None:
    """No packet leaves: names resolve by a table, and only 127.0.0.1 counts as public."""
    files = "".join(
        f'<p><a href="http://{host}/f.pdf">Văn bản đính kèm {n}.pdf</a></p>'
        for n, host in enumerate(
            [
                "10.1.2.3",
                "192.168.0.1",
                "[::1]",
                "169.254.169.254",
                "intranet.example",
                "2130706434",
            ],
            start=0,
        )
    )
    with Site() as site:
        base = f"http://portal.example:{site.port}"
        portal_file(tmp_path, "thu", base, crawl="allow_private = false")
        site.listing("/tin", [1, 2, 3])
        site.pages["/bai-1"] = Answer(article(1, extra=files))
        site.pages["/bai-2"] = Answer(b"", 302, headers={"Location": "http://127.1.1.1/x"})
        site.pages["/bai-3"] = Answer(b"", 302, headers={"Location": "http://intranet.example/"})
        names = {
            "portal.example": "127.0.0.1",
            "intranet.example": "10.0.0.7",
            "2130706434": "127.0.0.2",
        }
        result = crawl(tmp_path, "thu", "--hosts", json.dumps(names), "--public", "127.0.0.1")
    assert result.code == 3
    assert result.summary["articles_new"] == 1
    failed = rows(tmp_path, "SELECT kind, error FROM frontier WHERE state = 'failed'")
    assert sorted(failed) == sorted(
        [("attachment", "private-address")] * 6
        + [("article", "private-address"), ("article", "redirected-off-site")]
    )


def test_private_portal_needs_leave(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="allow_private = false")
        site.listing("/tin", [1])
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert site.log == []
    assert errors(tmp_path) == {"/tin": ("failed", "private-address")}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False),
        ("10.0.0.1", False), ("172.16.5.5", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("0.1.2.3", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_host_literals() -> None:
    assert literal("[::1]") == "::1"
    assert literal("10.0.0.1") == "10.0.0.1"
    assert literal("example.com") is None


@pytest.mark.parametrize(("status", "wait"), [(429, 120), (503, 120), (500, None), (404, None)])
def test_retry_after_counts_where_the_server_is_busy(status: int, wait: float | None) -> None:
    response = Response("http://x.example/", status=status, headers={"Retry-After": "120"})
    problem = failures.of_status(response)
    assert problem is not None
    assert problem.wait == wait


def test_robots_rules_may_be_compressed_or_too_big() -> None:
    rules = gzip.compress(b"\xef\xbb\xbfUser-agent: *\nDisallow: /x\n")
    assert not robots.parse(rules, "gzip").can_fetch("http://a.example/x", "govnews")
    huge = b"User-agent: *\nDisallow: /\n" * 30000
    assert robots.parse(huge, "").can_fetch("http://a.example/x", "govnews")
