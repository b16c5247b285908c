"""A section that its portal has taken off: its list is gone, which is no failure for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.crawllib import change, crawl, rows
from tests.crawl.site import Site, portal_file
from tests.crawl.test_crawl_judgement import a_day_passes, page

pytestmark = pytest.mark.slow


def three_days_pass(root: Path) -> None:
    a_day_passes(root)
    change(root, "UPDATE capture SET fetched_at = datetime(fetched_at, '-3 days') || 'Z'")
    change(root, "UPDATE capture SET fetched_at = replace(fetched_at, ' ', 'T')")


def begin(root: Path, site: Site, *sections: str) -> None:
    portal_file(root, "thu", site.url, sections=sections, crawl="revisit_days = [1]")
    for n in range(1, 9):
        site.pages[f"/bai-{n}"] = page(n)
    for number, path in enumerate(sections):
        site.listing(path, range(1 + 4 * number, 5 + 4 * number))
    assert crawl(root, "thu").code == 0


def test_a_list_that_is_gone_is_named_once(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site, "/tin", "/cu")
        listed = site.pages.pop("/cu")
        codes, notes = [], []
        for _ in range(4):
            three_days_pass(tmp_path)
            done = crawl(tmp_path, "thu")
            codes.append(done.code)
            notes.append(done.summary["notes"])
            assert done.summary["articles_unchanged"] == 8
        assert codes == [3, 3, 0, 0]
        assert [len(one) for one in notes] == [0, 0, 1, 0]
        assert "Mục 1: the portal has this list no longer" in notes[2][0]
        assert rows(tmp_path, "SELECT ended FROM list_walk ORDER BY url") == ["gone", "one-page"]
        # It is asked for in each run, and taken up when it is there again.
        site.pages["/cu"] = listed
        site.listing("/cu", range(5, 10))
        site.pages["/bai-9"] = page(9)
        three_days_pass(tmp_path)
        back = crawl(tmp_path, "thu")
        assert (back.code, back.summary["articles_new"]) == (0, 1)


@pytest.mark.parametrize("how", ["only", "outage"])
def test_a_list_that_may_come_back_is_a_failure(tmp_path: Path, how: str) -> None:
    with Site() as site:
        begin(tmp_path, site, *(["/tin"] if how == "only" else ["/tin", "/cu"]))
        del site.pages["/tin"]
        for _ in range(4):
            if how == "only":
                three_days_pass(tmp_path)
            else:
                a_day_passes(tmp_path)
            assert crawl(tmp_path, "thu").code == 3
