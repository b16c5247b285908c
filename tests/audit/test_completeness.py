"""How many articles there should be: by portal and year, and silent where nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.ways import NAMES, by_year
from govnews.audit.completeness import COLUMNS, Completeness, completeness, of_portals
from govnews.audit.estimate import Estimate, estimate, together
from govnews.model import VIETNAM, Kind, Link
from tests.archive.archivelib import NOW, PORTAL, SITE
from tests.cli.clilib import invoke
from tests.crawl.crawllib import crawl, rows
from tests.crawl.site import Answer, Site, portal_file

LISTS, FEED, SITEMAP = Kind.LISTING, Kind.FEED, Kind.SITEMAP
Ways = tuple[Kind, ...]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def put(archive: Archive, year: int | None, found: Mapping[Ways, int]) -> None:
    """Articles of a year, so many found by exactly these ways, as a crawl leaves them."""
    frontier, conn = Frontier(archive.conn), archive.conn
    published = datetime(year, 5, 24, tzinfo=VIETNAM).isoformat() if year else None
    with archive.transaction():
        (first,) = conn.execute("SELECT count(*) FROM article").fetchone()
        capture = conn.execute(
            """INSERT INTO capture (portal, url, kind, fetched_at, status, headers, digest, size,
            warc_file, warc_offset, warc_length)
            VALUES ('x', 'x', 'article', '', 200, '[]', '', 0, '', ?, 0)""",
            (first,),
        ).lastrowid
        kinds = [ways for ways, count in found.items() for _ in range(count)]
        for number, ways in enumerate(kinds, start=first):
            url = f"{SITE}bai-{number}"
            conn.execute(
                """INSERT INTO article (portal, url, title, body, published, published_precision,
                first_seen, last_seen, capture_id) VALUES (?, ?, 'Tin', '', ?, ?, '', '', ?)""",
                (PORTAL.name, url, published, "year" if year else None, capture),
            )
            for way in ways:
                frontier.add(PORTAL.name, [Link(url, "article")], None, NOW, way)


def told(archive: Archive) -> dict[str | None, str]:
    return {each.year: str(each.estimate) for each in completeness(archive.conn)}


HALF = {(LISTS,): 25, (SITEMAP,): 15, (LISTS, SITEMAP): 20}
"""46 * 36 / 21 - 1 = 77.9"""


def test_a_portal_is_the_sum_of_its_years(archive: Archive) -> None:
    put(archive, 2020, HALF)
    put(archive, 2021, {(LISTS, SITEMAP): 200, (FEED, LISTS, SITEMAP): 20})
    found = list(completeness(archive.conn))
    assert [(each.portal, each.year) for each in found] == [
        ("songcau", "2020"), ("songcau", "2021"), ("songcau", None),
    ]  # fmt: skip
    first, second, total = (each.estimate for each in found)
    assert first == estimate(
        {frozenset({"lists"}): 25, frozenset({"sitemap"}): 15, frozenset({"lists", "sitemap"}): 20}
    )
    assert (first.found, first.total) == (60, 78)
    assert (second.found, second.total) == (220, 220)
    assert (total.found, total.total) == (280, 298)
    assert total.ways == ("feed", "lists", "sitemap")
    assert total.found <= total.low <= total.total <= total.high
    assert of_portals(archive.conn) == {"songcau": total}
    # Taken together, the years would hide that the ways missed a quarter of the first one.
    pooled = estimate(
        {frozenset({"lists"}): 25, frozenset({"sitemap"}): 15,
         frozenset({"lists", "sitemap"}): 220, frozenset({"feed", "lists", "sitemap"}): 20}
    )  # fmt: skip
    assert pooled is not None
    assert pooled.total < total.total
    assert list(completeness(archive.conn, "another")) == []


def test_years_that_are_too_small_and_articles_without_a_date_count_together(
    archive: Archive,
) -> None:
    few = {(LISTS,): 8, (SITEMAP,): 4, (LISTS, SITEMAP): 4}
    for year in (2018, 2019, None):
        put(archive, year, few)
    assert told(archive) == {None: str(estimate({
        frozenset({"lists"}): 24, frozenset({"sitemap"}): 12, frozenset({"lists", "sitemap"}): 12,
    }))}  # fmt: skip


def test_a_year_of_which_only_the_lists_know_is_silent(archive: Archive) -> None:
    put(archive, 2020, HALF)
    put(archive, 2012, {(LISTS,): 6})
    assert told(archive)["2020"] == "found 60, estimated 78 ± 23"
    # Its articles are there all the same.
    assert told(archive)[None].startswith("found 66, estimated 84")
    assert "2012" not in told(archive)


def test_a_portal_of_which_the_ways_know_the_newest_only_is_silent(archive: Archive) -> None:
    put(archive, 2026, {(LISTS,): 275, (LISTS, FEED): 25})
    for year in range(2010, 2026):
        put(archive, year, {(LISTS,): 30})
    assert list(told(archive)) == ["2026"]
    done = invoke("coverage", "--archive", archive.root)
    assert done.stderr == ""


def test_articles_of_which_no_way_is_known_count_as_found(archive: Archive) -> None:
    put(archive, 2020, {**HALF, (): 10})
    assert told(archive)["2020"] == "found 70, estimated 78 ± 23"
    put(archive, 2020, {(): 50})  # of 120 articles, the ways know 60
    assert told(archive)["2020"].startswith("found 120, estimated 120")
    put(archive, 2020, {(): 1})
    assert told(archive) == {}


def test_what_the_portal_has_lost_counts_as_found(archive: Archive) -> None:
    put(archive, 2020, HALF)
    before = told(archive)
    archive.conn.execute("UPDATE article SET gone_at = '2026-04-01T00:00:00Z'")
    archive.conn.execute("UPDATE frontier SET state = 'gone'")
    assert told(archive) == before


def test_http_and_www_make_no_other_page(archive: Archive) -> None:
    put(archive, 2020, {(LISTS,): 3})
    conn = archive.conn
    conn.execute("UPDATE article SET url = replace(url, 'https://', 'http://www.') WHERE id = 1")
    conn.execute(
        """INSERT INTO article (portal, url, title, body, first_seen, last_seen, capture_id)
        SELECT portal, replace(url, 'https', 'http'), title, body, '', '', capture_id
        FROM article WHERE id = 2"""
    )
    http = [Link(f"{SITE.replace('https', 'http')}bai-2", "article")]
    Frontier(conn).add(PORTAL.name, http, None, NOW, SITEMAP)
    assert list(by_year(conn)) == [
        ("songcau", "2020", frozenset({"lists"}), 2),
        ("songcau", "2020", frozenset({"lists", "sitemap"}), 1),
    ]


def test_every_bit_has_a_name_and_no_other_page_counts(archive: Archive) -> None:
    put(archive, None, {(): 1})
    frontier = Frontier(archive.conn)
    frontier.add(PORTAL.name, [Link(SITE + "bai-0", "article")], None, NOW, LISTS)
    frontier.add(PORTAL.name, [Link(SITE + "bai-9", "article")], None, NOW, LISTS)  # never read
    archive.conn.execute("UPDATE frontier SET ways = 31")
    assert list(by_year(archive.conn)) == [("songcau", None, frozenset(NAMES.values()), 1)]


# --- what is printed ------------------------------------------------------------------------------


def test_the_command_prints_it_below_the_ledger_and_by_year(archive: Archive) -> None:
    put(archive, 2020, HALF)
    assert tuple(Completeness("a", None, Estimate(1, 1, 1, 1, ())).row()) == COLUMNS
    done = invoke("coverage", "--archive", archive.root)
    assert done.stderr == "songcau: found 60, estimated 78 ± 23 (lists, sitemap)\n"
    assert invoke("coverage", "--archive", archive.root, "--csv").stderr == ""
    assert invoke("coverage", "--archive", archive.root, "--portal", "khac").stderr == ""
    done = invoke("coverage", "--archive", archive.root, "--estimate", "--csv")
    assert done.stdout.splitlines() == [
        "portal,year,found,estimated,low,high,ways",
        "songcau,2020,60,78,68,101,lists; sitemap",
        "songcau,,60,78,68,101,lists; sitemap",
    ]
    none = invoke("coverage", "--archive", archive.root, "--estimate", "--portal", "khac")
    assert "it takes two ways" in none.stderr


@pytest.mark.slow
def test_a_crawl_of_lists_and_a_sitemap_that_overlap_in_part(tmp_path: Path) -> None:
    """30 in the list, 30 in the sitemap, 10 in both: 31 * 31 / 11 - 1 = 86."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl='sitemaps = "/sitemap.xml"')
        site.listing("/tin", range(30))
        entries = "".join(f"<url><loc>{site.url}/bai-{n}</loc></url>" for n in range(20, 50))
        site.pages["/sitemap.xml"] = Answer(
            f"<urlset>{entries}</urlset>".encode(), kind="application/xml"
        )
        site.articles(range(50))
        assert crawl(tmp_path, "thu").code == 0
    found = rows(tmp_path, "SELECT ways, count(*) FROM frontier WHERE kind = 'article' GROUP BY 1")
    assert found == [(1, 20), (4, 20), (5, 10)]
    done = invoke("coverage", "--archive", tmp_path, "--estimate", "--tsv")
    assert done.stdout.splitlines()[1:] == [
        "thu\t2021\t50\t86\t66\t134\tlists; sitemap",
        "thu\t\t50\t86\t66\t134\tlists; sitemap",
    ]


def test_intervals_of_strata_add_up_like_deviations() -> None:
    parts = [Estimate(100, 120, 110, 150, ("a", "b")), Estimate(50, 60, 52, 100, ("b", "c"))]
    # 10 and 8 below make 12.8, 30 and 40 above make 50.
    assert together(parts, 7) == Estimate(157, 187, 174, 237, ("a", "b", "c"))
