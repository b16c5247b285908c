"""Runs for a part of a portal: sections, spans of dates, so much time; and runs that only tell."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.clilib import govnews
from tests.crawl.crawllib import change, crawl, errors, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file

pytestmark = pytest.mark.slow

MONTH = {n: f"{10 + n:02d}/06/2025" for n in range(10)}
"""Article n was published on that day; the newest first on the lists."""


def dated(n: int, day: str | None) -> bytes:
    return article(n).replace(b"24/05/2021 14:30", (day or "").encode())


def page(numbers: Iterable[int], more: str | None, *, dates: bool) -> bytes:
    items = "".join(
        f'<li><a href="/bai-{n}">{headline(n)}</a>'
        + (f"<span>({MONTH[n]})</span></li>" if dates else "</li>")
        for n in numbers
    )
    link = f'<a rel="next" href="{more}">Trang sau</a>' if more else ""
    return f"<html><body><h1>Tin</h1><ul>{items}</ul>{link}</body></html>".encode()


def fill(site: Site, *, dates: bool) -> None:
    """Ten articles on five pages, two on each."""
    for number in range(5):
        first = 9 - number * 2
        more = f"/tin?p={number + 1}" if number < 4 else None
        path = f"/tin?p={number}" if number else "/tin"
        site.pages[path] = Answer(page((first, first - 1), more, dates=dates))
    for n in range(10):
        site.pages[f"/bai-{n}"] = Answer(dated(n, MONTH[n]))


def lists_asked(site: Site) -> int:
    return sum(path.startswith("/tin") for path in site.paths)


def stored(root: Path) -> list[int]:
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))


def test_since_ends_a_list_by_the_dates_it_prints(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, dates=True)
        result = crawl(tmp_path, "thu", "--since", "2025-06-16")
        assert result.code == 0, result.stderr
        assert stored(tmp_path) == [6, 7, 8, 9]
        assert lists_asked(site) == 3  # the third has nothing that is recent enough
        assert "outside the selection" in result.summary["notes"][0]
        # the rest comes with a run that is for all of it
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == list(range(10))
        assert rows(tmp_path, "SELECT DISTINCT state FROM frontier") == ["done"]


def test_since_reads_a_page_of_a_list_without_dates_before_it_goes_on(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, dates=False)
        result = crawl(tmp_path, "thu", "--since", "2025-06-17")
        assert result.code == 0, (result.stderr, errors(tmp_path))
        assert stored(tmp_path) == [4, 5, 6, 7, 8, 9]  # 4 to 6 had to be read to be known
        assert lists_asked(site) == 3
        seen = len(site.log)
        assert crawl(tmp_path, "thu", "--since", "2025-06-17").code == 0
        # No walk has reached known ground yet: the dates end it again.
        assert site.paths[seen:] == ["/robots.txt", "/tin", "/tin?p=1", "/tin?p=2"]
        # an earlier day: known articles need not be read again to see where the list goes on
        assert crawl(tmp_path, "thu", "--since", "2025-06-14").code == 0
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == list(range(10))
        articles = [path for path in site.paths if path.startswith("/bai")]
        assert len(articles) == len(set(articles)) == 10


def test_an_article_without_a_date_does_not_end_a_list(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, dates=False)
        for n in range(10):
            site.pages[f"/bai-{n}"] = Answer(dated(n, None))
        site.pages["/bai-8"] = Answer(b"", 404)
        crawl(tmp_path, "thu", "--since", "2025-06-17")
    assert stored(tmp_path) == [0, 1, 2, 3, 4, 5, 6, 7, 9]


def test_until_leaves_newer_articles_for_another_run(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, dates=True)
        result = crawl(tmp_path, "thu", "--since", "2025-06-12", "--until", "2025-06-15")
        assert result.code == 0
        assert stored(tmp_path) == [2, 3, 4, 5]
        assert result.summary["queued_left"] == 0


def test_revisits_of_old_articles_are_not_wanted_either(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        fill(site, dates=True)
        crawl(tmp_path, "thu")
        change(tmp_path, "UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z'")
        change(tmp_path, "UPDATE frontier SET finished_at = '2020-01-01T00:00:00Z'")
        seen = len(site.log)
        assert crawl(tmp_path, "thu", "--since", "2025-06-18").code == 0
        asked = {path for path in site.paths[seen:] if path.startswith("/bai")}
    assert asked == {"/bai-8", "/bai-9"}


def test_section(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/khac"))
        site.listing("/tin", [1, 2])
        site.listing("/khac", [3])
        site.articles([1, 2, 3])
        assert crawl(tmp_path, "thu", "--section", "Mục 1").code == 0
        assert stored(tmp_path) == [3]
        assert "/tin" not in site.paths


def test_time_that_is_over_leaves_the_rest(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="delay = 1")
        site.listing("/tin", range(1, 10))
        site.articles(range(1, 10))
        result = crawl(tmp_path, "thu", "--max-seconds", "2")
    assert result.code == 3
    assert result.summary["stopped"] == "the time limit (--max-time) is reached"
    assert result.summary["queued_left"] > 5
    assert rows(tmp_path, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [0]


def test_links_in_articles_are_found_where_a_rule_tells_what_is_one(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        extra = (
            '<p>Xem <a href="/bai-2?utm_source=x">bài trước</a>, <a href="/lien-he">liên hệ</a>'
            '<a href="http://elsewhere.example/bai-7">báo khác</a></p>'
        )
        site.pages["/bai-1"] = Answer(article(1, extra=extra))
        site.articles([2])
        assert crawl(tmp_path, "thu").summary["articles_new"] == 2
    assert sorted(site.paths) == ["/bai-1", "/bai-2", "/robots.txt", "/tin"]
    found_on = rows(tmp_path, "SELECT found_on FROM frontier WHERE url LIKE '%/bai-2'")
    assert found_on == [f"{site.url}/bai-1"]


def test_articles_that_lead_to_ever_new_ones_end(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        for n in range(1, 30):
            extra = f'<p><a href="/bai-{n + 1}">Bài sau</a></p>'
            site.pages[f"/bai-{n}"] = Answer(article(n, extra=extra))
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == [1, 2, 3, 4]


# --- the command ----------------------------------------------------------------------------------


def test_dry_run_tells_and_asks_nothing(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        told = govnews("crawl", "thu", "--dry-run", "--json", "--archive", tmp_path)
        assert json.loads(told.stdout) == [
            {"portal": "thu", "kind": "listing", "why": "start", "url": f"{site.url}/tin"}
        ]
        assert not (tmp_path / "archive.db").exists()
        site.listing("/tin", [1, 2])
        site.articles([1])
        crawl(tmp_path, "thu")
        change(
            tmp_path,
            """UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z',
            finished_at = '2020-01-01T00:00:00Z' WHERE kind = 'article' AND state = 'done'""",
        )
        asked = len(site.log)
        told = govnews("crawl", "thu", "--dry-run", "--archive", tmp_path)
        assert [line.split()[2:] for line in told.stdout.splitlines()] == [
            ["start", f"{site.url}/tin"], ["due", f"{site.url}/bai-1"],
        ]  # fmt: skip
        assert "2 pages would be requested" in told.stderr
        assert len(site.log) == asked


def test_all_due_takes_what_was_crawled_long_enough_ago(tmp_path: Path) -> None:
    with Site() as site:
        for name in ("mot", "hai", "ba"):
            portal_file(tmp_path, name, site.url)
        site.listing("/tin", [1])
        site.articles([1])
        nothing = govnews("crawl", "--all-due", "--archive", tmp_path)
        assert (nothing.code, "no portal is due" in nothing.stderr) == (5, True)
        crawl(tmp_path, "mot", "hai")
        assert "No portal is due" in govnews("crawl", "--all-due", "--archive", tmp_path).stderr
        change(tmp_path, "UPDATE run SET finished_at = '2020-01-01T00:00:00Z' WHERE portal = 'hai'")
        done = govnews("crawl", "--all-due", "--json", "--archive", tmp_path)
        assert [one["portal"] for one in json.loads(done.stdout)] == ["hai"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("thu", "--section", "Muc 7"), "There is no section 'Muc 7'. Did you mean 'Mục 0'?"),
        (("thu", "--since", "31/02/2025"), "'31/02/2025' is no date"),
        (("thu", "--since", "02/01/2025", "--until", "1/1/2025"), "is after --until"),
        (("thu", "--max-time", "bald"), "'bald' is no time: write 90s, 30m or 2h"),
        ((), "Name a portal, or use --all-due"),
    ],
)
def test_wrong_options_name_the_way_out(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    portal_file(tmp_path, "thu", "http://127.0.0.1:9")
    done = govnews("crawl", *options, "--archive", tmp_path)
    assert done.code == 2
    assert said in " ".join(done.stderr.split())


def test_retry_queues_what_failed(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1])
        site.pages["/bai-2"] = Answer(b"<html><body><p>ngan</p></body></html>")
        assert crawl(tmp_path, "thu").code == 3
        failed = " ".join(govnews("status", "thu", "--archive", tmp_path).stdout.split())
        assert "1 empty no text that could be an article" in failed
        wrong = govnews("retry", "--reason", "tired", "--archive", tmp_path)
        assert wrong.code == 2
        assert "No page failed with 'tired'" in wrong.stderr
        done = govnews("retry", "thu", "--archive", tmp_path)
        assert "1 page queued again. 'govnews crawl thu' fetches them." in done.stderr
        site.articles([2])
        assert crawl(tmp_path, "thu").code == 0
        assert "0 pages queued again" in govnews("retry", "--archive", tmp_path).stderr
    status = govnews("status", "thu", "--archive", tmp_path)
    assert "05/2021      2" in status.stdout
