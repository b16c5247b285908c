"""A whole crawl against the demo portal, and the second one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.demo import DemoPortal
from tests.crawl.crawllib import change, crawl, rows, warc_records
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow


@pytest.fixture
def demo() -> Iterator[DemoPortal]:
    with DemoPortal(port=0) as portal:
        yield portal


def write_demo(root: Path, demo: DemoPortal, extra: str = "") -> None:
    packaged = (resources.files("govnews") / "portals" / "demo.toml").read_text(encoding="utf-8")
    (root / "portals").mkdir(parents=True)
    text = packaged.replace("http://127.0.0.1:8765", demo.url)
    text = text.replace("[crawl]\n", f"[crawl]\n{extra}")
    (root / "portals" / "demo.toml").write_text(text, encoding="utf-8")


def test_first_crawl_stores_everything(tmp_path: Path, demo: DemoPortal) -> None:
    write_demo(tmp_path, demo)
    result = crawl(tmp_path, "demo")
    assert result.code == 0, result.stderr
    summary = result.summary
    assert summary["outcome"] == "complete"
    assert not summary["incremental"]
    assert summary["articles_new"] == 60
    assert summary["failed"] == {}
    assert summary["queued_left"] == 0
    urls = rows(tmp_path, "SELECT url FROM article")
    assert len(set(urls)) == len(urls) == 60
    files = {file.name for item in demo.articles for file in item.attachments}
    kept = rows(tmp_path, "SELECT url FROM capture WHERE kind = 'attachment' AND status = 200")
    assert {url.rsplit("/", 1)[1] for url in kept} == files
    assert summary["attachments"] == len(kept)
    assert rows(tmp_path, "SELECT outcome FROM run") == ["complete"]
    assert rows(tmp_path, "SELECT DISTINCT state FROM frontier") == ["done"]
    assert "demo: complete: 60 new" in result.stderr


def test_warc_has_every_answer_as_it_was_sent(tmp_path: Path, demo: DemoPortal) -> None:
    write_demo(tmp_path, demo)
    crawl(tmp_path, "demo")
    records = Counter(kind for kind, _, _ in warc_records(tmp_path))
    count = rows(tmp_path, "SELECT count(*) FROM capture")[0]
    assert records["request"] == count
    assert records["response"] + records["revisit"] == count
    with Archive.open(tmp_path) as archive:
        for ident, digest in archive.conn.execute("SELECT id, digest FROM capture").fetchall():
            assert captures.payload_digest(captures.load(archive, ident).body) == digest


def test_second_crawl_asks_only_for_what_may_be_new(tmp_path: Path, demo: DemoPortal) -> None:
    write_demo(tmp_path, demo)
    crawl(tmp_path, "demo")
    before = len(demo.requests)
    newest = demo.articles[0]
    demo.replace(replace(newest, id=9001, title="Khai mạc hội chợ nông sản của tỉnh năm nay"))
    result = crawl(tmp_path, "demo")
    asked = [path for _, path in demo.requests[before:]]
    assert result.summary["incremental"]
    assert result.summary["articles_new"] == 1
    assert result.summary["articles_unchanged"] == 0
    # robots.txt, the first page of both lists, their second pages (the new article stands on the
    # first of both, in the list and in a box beside it), the article and its attachments; and
    # what the portal names itself, each once
    named = ["/", "/sitemap.xml", "/rss.xml"]
    assert all(asked.count(path) == 1 for path in named)
    pages = [path for path in asked if not path.startswith("/files/") and path not in named]
    assert len(pages) <= 6
    assert sum("9001" in path for path in asked) == 1


def test_old_articles_are_looked_at_again(tmp_path: Path, demo: DemoPortal) -> None:
    write_demo(tmp_path, demo)
    crawl(tmp_path, "demo")
    changed, same, lost = demo.articles[:3]
    demo.replace(replace(changed, title=changed.title + " (đã đính chính)"))
    demo.remove(lost.id)
    change(tmp_path, "UPDATE article SET last_seen = '2020-01-01T00:00:00Z'")
    for item in (changed, same, lost):
        change(
            tmp_path,
            """UPDATE frontier SET first_found_at = date('now', '-2 days') || 'T00:00:00Z',
            finished_at = date('now', '-2 days') || 'T00:00:00Z' WHERE url LIKE ?""",
            f"%-{item.id}",
        )
        change(
            tmp_path,
            """UPDATE view_observation SET observed_at = '2020-01-01T00:00:00Z' WHERE article_id =
            (SELECT id FROM article WHERE url LIKE ?)""",
            f"%-{item.id}",
        )
    summary = crawl(tmp_path, "demo").summary
    assert (summary["not_found"], summary["gone"]) == (1, 0)
    assert rows(tmp_path, "SELECT count(*) FROM article WHERE gone_at IS NOT NULL") == [0]
    change(tmp_path, "UPDATE frontier SET finished_at = date('now', '-1 days') || 'T00:00:00Z'")
    again = crawl(tmp_path, "demo").summary
    assert (again["not_found"], again["gone"]) == (0, 1)
    gone = rows(tmp_path, "SELECT url FROM article WHERE gone_at IS NOT NULL")
    assert [url.rsplit("-", 1)[1] for url in gone] == [str(lost.id)]
    assert summary["articles_unchanged"] == 1
    series = rows(
        tmp_path,
        """SELECT views FROM view_observation WHERE article_id =
        (SELECT id FROM article WHERE url LIKE ?) ORDER BY observed_at""",
        f"%-{same.id}",
    )
    assert len(series) == 2
    assert series[1] == series[0] + 1
    assert rows(tmp_path, "SELECT count(*) FROM article_version")[0] >= 61


@pytest.mark.parametrize(("keep", "kept"), [("changed", 1), ("all", 2)])
def test_payload_of_an_unchanged_article_is_kept_once(tmp_path: Path, keep: str, kept: int) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl=f'keep = "{keep}"')
        site.listing("/tin", [1])
        site.pages["/bai-1"] = [Answer(article(1, views=10)), Answer(article(1, views=11))]
        crawl(tmp_path, "thu")
        change(
            tmp_path,
            """UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z',
            finished_at = '2020-01-01T00:00:00Z' WHERE kind = 'article'""",
        )
        assert crawl(tmp_path, "thu").summary["articles_unchanged"] == 1
    wanted = f"{site.url}/bai-1"
    bodies = [
        kind
        for kind, url, size in warc_records(tmp_path)
        if url == wanted and kind != "request" and size
    ]
    assert len(bodies) == kept
    digests = rows(
        tmp_path,
        """SELECT digest FROM captures WHERE url = ?1
        UNION SELECT digest FROM observations WHERE url = ?1""",
        wanted,
    )
    assert len(digests) == 2
    assert rows(
        tmp_path, "SELECT count(*), max(views) FROM observations WHERE url = ?", wanted
    ) == [(1, 11) if keep == "changed" else (0, None)]


def test_list_that_repeats_its_page_ends(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2], "/tin?page=2")
        for page in range(2, 30):
            site.listing(f"/tin?page={page}", [3, 4], f"/tin?page={page + 1}")
        site.articles([1, 2, 3, 4])
        result = crawl(tmp_path, "thu")
    assert result.code == 0
    assert rows(tmp_path, "SELECT ended, proof FROM list_walk") == [
        ("last-again", "page 3 shows page 2 again")
    ]
    assert result.summary["articles_new"] == 4
    assert site.paths.count("/tin?page=3") == 1
    assert "/tin?page=4" not in site.paths


def test_list_that_overlaps_another_is_read_to_its_end(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/khac"))
        site.listing("/tin", [1, 2])
        site.listing("/khac", [1, 2], "/khac?page=2")
        site.listing("/khac?page=2", [3])
        site.articles([1, 2, 3])
        assert crawl(tmp_path, "thu").summary["articles_new"] == 3


def test_max_pages_limits_a_run_and_the_next_goes_on(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1], "/tin?page=2")
        site.listing("/tin?page=2", [2], "/tin?page=3")
        site.listing("/tin?page=3", [3], "/tin?page=4")
        site.listing("/tin?page=4", [4])
        site.articles([1, 2, 3, 4])
        for limit, new in ((1, 1), (2, 1), (2, 1)):
            result = crawl(tmp_path, "thu", "--max-pages", str(limit))
            assert (result.code, result.summary["articles_new"]) == (0, new)
        last = crawl(tmp_path, "thu")
    assert (last.code, last.summary["articles_new"]) == (0, 1)


def test_two_portals_in_one_run(tmp_path: Path) -> None:
    with Site() as one, Site() as two:
        for name, site in (("mot", one), ("hai", two)):
            portal_file(tmp_path, name, site.url)
            site.listing("/tin", [1, 2])
            site.articles([1, 2])
        result = crawl(tmp_path, "mot", "hai")
    assert result.code == 0
    assert [summary["portal"] for summary in result.summaries] == ["mot", "hai"]
    assert [summary["articles_new"] for summary in result.summaries] == [2, 2]
