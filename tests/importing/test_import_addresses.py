"""Addresses of imported pages: one article however its address is written, none of a stranger."""

from __future__ import annotations

from pathlib import Path

import pytest

from govnews.archive.database import Archive
from tests.importing.test_importing import LONGAN, bring, page, rows, warc

pytestmark = pytest.mark.slow

SPELLINGS = [
    f"{LONGAN}/tin/d%C4%91-2020?id=5",
    "HTTPS://WWW.LongAn.gov.vn:443/tin/d%c4%91-2020?id=5",
    f"{LONGAN}./tin/./cu/../d%C4%91-2020?id=5",
    f"{LONGAN}/ti%6e/dđ%2D2020?%69d=5#top",
    f"{LONGAN.replace('//', '//ten:mat@')}//tin/d%C4%91-2020?&id=5",
    f"{LONGAN}/tin/d%C4%91-2020;jsessionid=1A?id=5&PHPSESSID=7",
]
BODY = page("Tỉnh công bố kết quả cải cách hành chính năm 2020")


def articles(root: Path) -> list[tuple[str]]:
    with Archive.open(root) as archive:
        return archive.conn.execute("SELECT url FROM article").fetchall()


def test_six_spellings_in_a_warc_are_one_article(tmp_path: Path) -> None:
    records = [(url, 200, "text/html; charset=utf-8", BODY) for url in SPELLINGS]
    done = bring(tmp_path / "a", warc(tmp_path / "x.warc", records))
    assert [row["url"] for row in rows(done)] == [SPELLINGS[0]] * 6
    assert articles(tmp_path / "a") == [(SPELLINGS[0],)]


@pytest.mark.parametrize("stated", [False, True], ids=["--url", "canonical"])
def test_six_spellings_of_saved_pages_are_one_article(tmp_path: Path, stated: bool) -> None:
    for number, url in enumerate(SPELLINGS):
        saved = tmp_path / f"bai-{number}.html"
        head = f'<link rel="canonical" href="{url}">' if stated else f"<!-- {number} -->"
        saved.write_bytes(BODY.replace(b"</head>", f"{head}</head>".encode()))
        done = bring(tmp_path / "a", saved, *(() if stated else ("--url", url)))
        assert done.code == 0, done.stderr
        assert rows(done)[0]["url"] == SPELLINGS[0]
    assert articles(tmp_path / "a") == [(SPELLINGS[0],)]


def test_pages_outside_the_bounds_are_not_imported(tmp_path: Path) -> None:
    """Another port, another host, and a user's own word for it."""
    strangers = [f"{LONGAN}:8080/tin/1", "http://localhost:9999/tin/1", "https://longan.gov.vn.x/"]
    records = [(url, 200, "text/html; charset=utf-8", BODY) for url in strangers]
    done = bring(tmp_path / "a", warc(tmp_path / "x.warc", records))
    assert done.code == 3
    assert "3 records: other site" in done.stderr
    saved = tmp_path / "bai.html"
    saved.write_bytes(BODY)
    for url in (*strangers, "longan.gov.vn/1"):
        (row,) = rows(bring(tmp_path / "a", saved, "--url", url))
        assert (row["outcome"], row["reason"]) == ("failed", f"{url} is no address of longan")
    assert articles(tmp_path / "a") == []
