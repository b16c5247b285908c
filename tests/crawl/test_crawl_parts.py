"""Parts of the crawl by themselves: reading processes, checks on articles, Scrapy's own doors."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govnews import extraction_pool
from govnews.crawl import reading
from govnews.crawl.items import ArticlePage, Problem
from govnews.crawl.pipelines import lacking
from govnews.crawl.reading import Job, outcome_of, read_page
from govnews.crawl.run_report import RunSummary, exit_code
from govnews.crawl.runner import project_settings
from govnews.extraction_pool import Pool
from govnews.model import Article, Capture, Evidence, Link
from govnews.portal import Portal, parse_portal
from govnews.reading.validation import checked
from tests.crawl.crawllib import PATIENCE, TOP, Crawling, environment, rows, wait_for
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


def portal(crawl: str = "") -> Portal:
    text = f'title = "T"\nfamily = "generic"\nbase_url = "http://a.example/"\n[crawl]\n{crawl}\n'
    return parse_portal(text, "thu", "thu.toml")


def job(number: int) -> Job:
    url = f"http://a.example/bai-{number}"
    capture = Capture(url, NOW, article(number), content_type="text/html; charset=utf-8")
    return capture, portal(), Link(url, "article"), None


def test_what_the_pool_says_becomes_a_problem() -> None:
    async def read_all() -> list[reading.Outcome]:
        with Pool(read_page, most=1) as pool:
            first = await outcome_of(pool, job(0))
            process = pool._workers[0]._process
            assert process is not None
            process.send_signal(signal.SIGSTOP)  # so that no job is done before the end
            waiting = [asyncio.ensure_future(outcome_of(pool, job(n))) for n in range(1, 4)]
            await asyncio.sleep(0)
            process.kill()
            died, *others = await asyncio.gather(*waiting)
            late = asyncio.ensure_future(outcome_of(pool, job(4)))
            await asyncio.sleep(0)
            pool.close()
            return [first, died, *others, await late, await outcome_of(pool, job(5))]

    first, died, second, third, late, closed = asyncio.run(read_all())
    assert isinstance(first, ArticlePage)
    assert isinstance(died, Problem)
    assert died.reason == "reader-died"
    assert isinstance(second, ArticlePage)
    assert isinstance(third, ArticlePage)
    assert "bài 3" in third.article.body
    assert late == closed == reading.TAKEN_BACK
    assert late.untried


def test_a_pattern_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_pool, "SECONDS_A_PAGE", 1.0)
    href = "/" + "a" * 60
    page = f'<a href="{href}!">Một tiêu đề đủ dài để là bài viết</a>'.encode()
    capture = Capture("http://a.example/", NOW, page, content_type="text/html")
    evil = portal(crawl='article_url = "(a+)+$"')

    async def read() -> list[reading.Outcome]:
        with Pool(read_page, most=1) as pool:
            hangs = (capture, evil, Link(capture.url, "listing"), None)
            return list(await asyncio.gather(outcome_of(pool, hangs), outcome_of(pool, job(1))))

    over, other = asyncio.run(read())
    assert isinstance(over, Problem)
    assert (over.reason, over.detail) == ("reader-died", "reading took more than 1 s")
    assert isinstance(other, ArticlePage)


def test_reading_processes_end_with_a_killed_crawl(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.pages["/bai-1"] = Answer(article(1), held=True)
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: "/bai-1" in site.paths, process)
            path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            children = [int(pid) for pid in path.read_text().split()]
            assert children
            process.kill()
            process.communicate()
            wait_for(lambda: not any(alive(pid) for pid in children))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_reading_names_what_is_wrong() -> None:
    capture, thu, link, _ = job(1)
    assert isinstance(read_page(capture, thu, link), ArticlePage)
    listing = Link(capture.url, "listing")
    nothing = replace(capture, body=b"<html><body><p>Xin</p></body></html>")
    outcome = read_page(nothing, thu, listing)
    assert isinstance(outcome, Problem)
    assert outcome.reason == "no-links"
    later = read_page(nothing, thu, replace(listing, page=2))
    assert isinstance(later, Problem)  # also a later page has to say that it is empty
    assert later.reason == "no-links"
    broken = read_page(None, thu, link)  # type: ignore[arg-type]
    assert isinstance(broken, Problem)
    assert broken.reason == "reader-error"


def test_impossible_values_are_dropped_and_the_evidence_says_so() -> None:
    seen = Evidence("published", "01/01/2030", "date-line", "/p[1]")
    views = Evidence("views", "Lượt xem: 9", "views", "/p[2]")
    found = Article(
        "http://a.example/1",
        "Tie\u0302\u0301ng Vie\u0323\u0302t \ud83d",
        published=NOW + timedelta(days=2),
        published_precision="minute",
        views=10**18,
        evidence=(seen, views),
    )
    kept = checked(found, NOW)
    assert kept.published is None
    assert kept.published_precision is None
    assert kept.views is None
    assert kept.title == "Tiếng Việt ?"
    assert [item.rule for item in kept.evidence] == [
        "date-line (dropped: after the capture)",
        "views (dropped: no count)",
    ]
    soon = replace(found, published=NOW + timedelta(hours=5), views=3)
    assert checked(soon, NOW).published == soon.published


def test_missing_fields_are_those_that_the_portal_expects() -> None:
    text = (
        'title = "T"\nfamily = "generic"\nbase_url = "http://a.example/"\n'
        '[expect]\nfields = ["title", "author"]\nmin_body_length = 10\n'
    )
    expecting = parse_portal(text, "thu", "thu.toml")
    assert lacking(Article("http://a.example/1", "T", body="ngắn"), expecting) == ["author", "body"]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        (["complete"], 0), (["complete", "incomplete"], 3), ([], 0),
        (["incomplete", "interrupted"], 130),
    ],
)  # fmt: skip
def test_exit_codes(outcomes: list[str], code: int) -> None:
    runs = [RunSummary("p", outcome, incremental=False) for outcome in outcomes]  # type: ignore[arg-type]
    assert exit_code(runs) == code


def scrapy(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *args],
        cwd=TOP,
        env={**environment(), "GOVNEWS_ARCHIVE": str(root)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_scrapy_lists_portals_and_reads_none_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "hong.toml").write_text("this is no TOML", encoding="utf-8")
    done = scrapy(tmp_path, "list")
    assert done.returncode == 0, done.stderr
    assert {"hong", "longan", "demo"} <= set(done.stdout.split())


def test_scrapy_crawl_is_the_same_run(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1])
        done = scrapy(tmp_path, "crawl", "thu")
    assert done.returncode == 3, done.stderr
    assert "1 new" in done.stderr
    assert rows(tmp_path, "SELECT outcome FROM run") == ["incomplete"]
    unknown = scrapy(tmp_path, "crawl", "lonan")
    assert unknown.returncode == 2
    assert "Did you mean" in unknown.stderr


def test_no_reactor_is_installed_by_importing(tmp_path: Path) -> None:
    code = (
        "import sys, govnews.crawl.runner, govnews.crawl.loader, govnews.crawl.store\n"
        "sys.exit('twisted.internet.reactor' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), check=False)
    assert done.returncode == 0


def test_safe_settings_are_in_force(tmp_path: Path) -> None:
    settings = project_settings()
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") is True
    assert settings.getbool("TELNETCONSOLE_ENABLED") is False
    assert settings.getbool("REMOTE_CONTROL_ENABLED") is False
    assert settings.getint("DOWNLOAD_MAXSIZE") == 20 * 1024 * 1024
    # and Scrapy's own commands see the same
    agent = scrapy(tmp_path, "settings", "--get", "USER_AGENT").stdout.strip()
    assert agent == settings["USER_AGENT"]
    assert agent.startswith("govnews/")
