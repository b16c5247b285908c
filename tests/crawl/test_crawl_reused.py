"""An address whose article was deleted, and that another article has now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import crawl, rows
from tests.crawl.site import Site
from tests.crawl.test_crawl_identity import assert_replay_agrees
from tests.crawl.test_crawl_judgement import a_day_passes, begin, page

pytestmark = pytest.mark.slow

OTHER = {
    "title": "Xã An Bình tặng quà Tết cho các gia đình chính sách",
    "text": "Lãnh đạo xã đến từng nhà thăm hỏi, động viên và trao quà nhân dịp năm mới. " * 3,
}
ARTICLES = """SELECT url, title, gone_at IS NOT NULL FROM article WHERE url LIKE '%/bai-3%'
    ORDER BY id"""


def found(root: Path, site: Site) -> list[tuple[str, str, int]]:
    """Address, title and whether it is gone; times are left out."""
    return [
        (url.removeprefix(site.url).partition("#")[0] + "#" * ("#" in url), title, gone)
        for url, title, gone in rows(root, ARTICLES)
    ]


def test_another_article_at_the_address_of_one_that_was_deleted(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(30, **OTHER)
        assert crawl(tmp_path, "thu").summary["held"] == {"replaced": 1}
        a_day_passes(tmp_path)
        assert crawl(tmp_path, "thu").code == 3
        dry = invoke("review", "--as-new", "thu", "--dry-run", "--archive", tmp_path)
        assert (dry.code, len(found(tmp_path, site))) == (0, 1)
        done = invoke("review", "--as-new", "thu", "--note", "bài khác", "--archive", tmp_path)
        assert done.code == 0, done.stderr
        assert "stored as new" in done.stderr
        expected = [
            ("/bai-3#", "Hội nghị lần thứ 3 của Ủy ban nhân dân tỉnh", 1),
            ("/bai-3", OTHER["title"], 0),
        ]
        assert found(tmp_path, site) == expected
        assert rows(tmp_path, "SELECT DISTINCT state, note FROM hold") == [("accepted", "bài khác")]
        assert_replay_agrees(tmp_path)
        a_day_passes(tmp_path)
        site.pages["/bai-3"] = page(30, **{**OTHER, "author": "Kim Hạnh - Minh Đức"})
        quiet = crawl(tmp_path, "thu")
        assert (quiet.code, quiet.summary["articles_changed"]) == (0, 1)
        assert found(tmp_path, site) == expected
        assert_replay_agrees(tmp_path)
        (tmp_path / "archive.db").unlink()
        assert invoke("reindex", "--archive", tmp_path).code == 0
        assert sorted(found(tmp_path, site)) == sorted(expected)
        shown = invoke("history", f"{site.url}/bai-3", "--archive", tmp_path).stdout
        assert "Xã An Bình" in shown
        assert invoke("verify", "--archive", tmp_path).code == 0
        assert invoke("dedupe", "--dry-run", "--archive", tmp_path).stdout == ""
    versions = """SELECT count(*) FROM article_version GROUP BY article_id
        HAVING article_id IN (SELECT id FROM article WHERE url LIKE '%/bai-3%') ORDER BY 1"""
    assert rows(tmp_path, versions) == [1, 2]


def test_an_article_of_the_same_kind_is_another_one(tmp_path: Path) -> None:
    """Reports have half of their words in common; headline and beginning tell them apart."""
    shared = (
        "<p>" + "Công ty Điện lực đề nghị người dân sử dụng điện tiết kiệm, an toàn. " * 6 + "</p>"
    )
    with Site() as site:
        begin(tmp_path, site, count=4)
        site.pages["/bai-9"] = page(9, extra=shared)
        site.listing("/tin", [1, 2, 3, 4, 9])
        assert crawl(tmp_path, "thu").code == 0
        a_day_passes(tmp_path)
        site.pages["/bai-9"] = page(9, extra=shared, **OTHER)
        assert crawl(tmp_path, "thu").summary["held"] == {"replaced": 1}
