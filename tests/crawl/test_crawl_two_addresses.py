"""Two addresses of one article, stored as two: joined, and made again from the captures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import crawl, next_second, rows
from tests.crawl.site import Answer, Site, headline, portal_file
from tests.crawl.test_crawl_identity import assert_replay_agrees
from tests.crawl.test_crawl_judgement import a_day_passes, page

pytestmark = pytest.mark.slow

ADDRESSES = ("/bai-1?zone=1", "/bai-1?zone=2")


def serve(site: Site, footer: str = "", **second: object) -> None:
    """One article under two addresses, the second one with other fields if they are given."""
    for number, (address, own) in enumerate(zip(ADDRESSES, ({}, second), strict=True)):
        answer = page(1, **{"views": 10 + number, **own})
        answer.body = answer.body.replace(b"</body>", f"<i>{footer}</i></body>".encode())
        site.pages[address] = answer


TOLD = (
    "SELECT url, why, first_seen, last_seen FROM article_address ORDER BY url",
    "SELECT author, seen_at FROM article_version ORDER BY seen_at, author",
    "SELECT observed_at, views FROM view_observation ORDER BY 1",
    "SELECT url, views, author, first_seen, last_seen FROM article",
)


def told(root: Path) -> list[list[object]]:
    return [rows(root, sql) for sql in TOLD]


def identify(root: Path) -> None:
    path = root / "portals" / "thu.toml"
    rules = '\n[identity]\nignore = ["zone"]\n'
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")


@pytest.mark.parametrize(("author", "views"), [("Minh Đức", 9), ("Vũ Hà", 11)])
def test_a_deduped_archive_is_what_a_replay_makes(tmp_path: Path, author: str, views: int) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        items = "".join(
            f'<li><a href="{a}">{headline(n)}</a></li>' for n, a in enumerate(ADDRESSES)
        )
        site.pages["/tin"] = Answer(f"<html><body><ul>{items}</ul></body></html>".encode())
        for night in range(3):
            serve(site, f"Đêm {night}", author=author, views=views + night * 10)
            next_second()
            assert crawl(tmp_path, "thu").code == 0
            a_day_passes(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM article") == [2]
    identify(tmp_path)
    assert invoke("dedupe", "thu", "--apply", "--archive", tmp_path).code == 0
    versions = rows(tmp_path, "SELECT count(*) FROM article_version")
    assert versions == [1 if author == "Minh Đức" else 2]
    assert_replay_agrees(tmp_path)
    before = told(tmp_path)
    (tmp_path / "archive.db").unlink()
    assert invoke("reindex", "--archive", tmp_path).code == 0
    assert told(tmp_path) == before
