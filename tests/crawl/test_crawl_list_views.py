"""Counts of views that only the lists of a portal print: a series for each article all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import crawl, next_second, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file
from tests.replay.restorelib import content

pytestmark = pytest.mark.slow

SEEN = "SELECT url, views, printed_on FROM view_observations ORDER BY observed_at, url"


def lay(site: Site, counts: dict[int, int]) -> None:
    entries = "".join(
        f'<div><h3><a href="/bai-{n}">{headline(n)}</a></h3><p>Đã xem: {views}</p></div>'
        for n, views in counts.items()
    )
    site.pages["/tin"] = Answer(f"<html><body><h1>Tin</h1>{entries}</body></html>".encode())
    for n in counts:
        page = article(n).replace("<div>Lượt xem: 10</div>".encode(), b"")
        site.pages[f"/bai-{n}"] = Answer(page)


def test_counts_of_lists_are_kept_from_each_visit(tmp_path: Path) -> None:
    with Site() as site:
        lay(site, {1: 5, 2: 40})
        portal_file(tmp_path, "thu", site.url)
        assert crawl(tmp_path, "thu").code == 0
        next_second()
        lay(site, {1: 7, 2: 40})  # the same links: the visit is noted, its payload is not kept
        assert crawl(tmp_path, "thu").code == 0
        first, second = f"{site.url}/bai-1", f"{site.url}/bai-2"
    assert rows(tmp_path, "SELECT views FROM article") == [None, None]
    assert rows(tmp_path, "SELECT count(*) FROM capture WHERE kind = 'listing'") == [1]
    seen = [(first, 5, "list"), (second, 40, "list"), (first, 7, "list"), (second, 40, "list")]
    assert rows(tmp_path, SEEN) == seen
    told = invoke("trend", first, "--csv", "--archive", tmp_path)
    assert [line.split(",")[1] for line in told.stdout.splitlines()[1:]] == ["5", "7"]

    before = content(tmp_path)
    (tmp_path / "archive.db").unlink()
    assert invoke("reindex", "--jobs", "1", "--archive", tmp_path).code == 0
    assert content(tmp_path)["list_views"] == before["list_views"]
    assert rows(tmp_path, SEEN) == seen
