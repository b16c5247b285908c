"""Addresses of imported pages: one article however its address is written, none of a stranger."""

from __future__ import annotations

from pathlib import Path

import pytest

from govnews.archive.database import Archive
from tests.cli.clilib import invoke
from tests.importing.test_importing import LONGAN, bring, page, rows, warc
from tests.importing.webarchive import Mark, WebArchive

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


def test_a_rescue_asks_for_the_portal_and_the_hosts_that_it_names(tmp_path: Path) -> None:
    """Of a host that provinces share, only what lies below the portal's path."""
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "thu.toml").write_text(
        'title = "T"\nfamily = "generic"\nbase_url = "https://host.vn/tinhA/"\n'
        'hosts = ["tin.host.vn", "host.vn:8080"]\n',
        encoding="utf-8",
    )
    inside = ["https://host.vn/tinhA/1", "http://tin.host.vn/2", "http://host.vn:8080/3"]
    outside = ["https://host.vn/tinhB/4", "http://tin.host.vn:81/5", "https://host.vn/6"]
    marks = [
        Mark(f"2021030{n}010203", url, page(f"Lễ ra quân số {n}", f"{n}."), f"SHA{n}")
        for n, url in enumerate([*inside, *outside], start=1)
    ]
    with WebArchive(marks) as archive:
        done = invoke(
            "rescue", "thu", "--from", archive.url, "--allow-private", "--delay", "0", "--nl",
            "--archive", tmp_path,
        )  # fmt: skip
    assert done.code == 0, done.stderr
    assert sorted(row["url"] for row in rows(done)) == sorted(inside)
