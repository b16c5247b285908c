"""`govnews merge` of real crawls: two archives of a portal each become what one crawl makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govnews.archive.database import Archive
from govnews.demo import DemoPortal, load_articles
from tests.cli.clilib import govnews, invoke, write_portal

pytestmark = pytest.mark.slow

SAID = """SELECT portal, province, url, title, sapo, author, published, section, body, attachments,
document_refs, versions FROM articles ORDER BY portal, url"""
# Which of two lists was the first to name an article is a matter of milliseconds: no section here.
SOUGHT = "SELECT portal, key, kind, page, state FROM frontier ORDER BY 1, 2"
KEPT = "SELECT portal, url, kind, status, media_type FROM captures ORDER BY 1, 2, 3, 4"


def held(root: Path) -> dict[str, Any]:
    with Archive.open(root) as archive:
        return {sql: archive.conn.execute(sql).fetchall() for sql in (SAID, SOUGHT, KEPT)}


def test_two_crawls_merge_into_what_one_crawl_makes(tmp_path: Path) -> None:
    one, two, both, merged = (tmp_path / name for name in ("one", "two", "both", "merged"))
    few = load_articles()[:8]
    with DemoPortal(port=0, articles=few[:5]) as first, DemoPortal(port=0, articles=few) as second:
        for root in (one, both):
            write_portal(root, "tinh-a", f"{first.url}/")
        for root in (two, both):
            write_portal(root, "tinh-b", f"{second.url}/")
        for root, portals in ((one, ["tinh-a"]), (two, ["tinh-b"]), (both, ["tinh-a", "tinh-b"])):
            done = govnews("crawl", *portals, "--archive", root)
            assert done.code in {0, 3}, done.stderr  # 3: fewer articles than the file expects
    done = invoke("merge", one, two, "-o", merged, "--json")
    assert done.code == 0
    assert [row["articles"] for row in json.loads(done.stdout)] == [5, 8]
    assert held(merged) == held(both)
    assert sorted(p.name for p in (merged / "portals").iterdir()) == ["tinh-a.toml", "tinh-b.toml"]
    again = invoke("merge", one, two, "-o", merged)
    assert "0 new articles, 0 extended, 0 captures" in again.stdout
    assert held(merged) == held(both)
    verified = invoke("verify", "--archive", merged)
    assert verified.code == 0, verified.stdout + verified.stderr
    status = json.loads(invoke("status", "--json", "--archive", merged).stdout)
    assert [row["last_outcome"] is not None for row in status] == [True, True]


def test_wrong_merges_are_refused(tmp_path: Path) -> None:
    assert invoke("merge", tmp_path, "-o", tmp_path / "c").code == 5
    assert invoke("merge", tmp_path / "none", "-o", tmp_path / "c").code == 2
    assert invoke("merge", tmp_path).code == 2
    assert invoke("merge", tmp_path, "-o", tmp_path).code == 2
    assert not (tmp_path / "c").exists()
