"""The queue of what is to be fetched: its verbs, its order, and its leases after a kill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import list_walks, requeue, runs
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier, utc
from govnews.model import Kind, Link
from tests.archive.archivelib import NOW, PORTAL, SITE, later, page, put, python, rows


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


@pytest.fixture
def frontier(archive: Archive) -> Frontier:
    return Frontier(archive.conn)


def links(*numbers: int, **values: Any) -> list[Link]:
    kind = values.pop("kind", "article")
    return [Link(f"{SITE}bai-{n}", kind, **values) for n in numbers]


def claimed(frontier: Frontier, now: datetime = NOW, portal: str = "a") -> list[str]:
    found = []
    while (claim := frontier.claim(portal, now)) is not None:
        found.append(claim.link.url.removeprefix(SITE))
    return found


def test_a_link_is_queued_once(frontier: Frontier) -> None:
    assert frontier.add("a", links(1, 2, 2), SITE + "tin", NOW) == 2
    assert frontier.add("a", links(2, 3), None, NOW) == 1
    assert frontier.add("b", links(1), None, NOW) == 1
    assert frontier.counts() == {"queued": 4}
    assert frontier.counts("a") == {"queued": 3}
    assert claimed(frontier) == ["bai-1", "bai-2", "bai-3"]
    assert frontier.counts("a") == {"leased": 3}
    assert frontier.counts("b") == {"queued": 1}


def test_a_claim_is_the_link_that_was_added(frontier: Frontier) -> None:
    link = Link(
        SITE + "tin", "listing", "Tin tức", "POST", (("__VIEWSTATE", "ế"), ("p", "2")),
        '{"trang": 2}', "2026-03-01T00:00:00+07:00", 2,
    )  # fmt: skip
    frontier.add("a", [link], SITE, NOW)
    claim = frontier.claim("a", NOW)
    assert claim is not None
    assert (claim.link, claim.attempts, claim.found_on) == (link, 0, SITE)
    assert frontier.claim("a", NOW) is None


def test_pages_of_a_post_list_are_different_things(frontier: Frontier) -> None:
    pages = [Link(SITE, "listing", "Tin", "POST", page=n) for n in (1, 2, 2)]
    assert frontier.add("a", pages, None, NOW) == 2


def test_lists_come_before_articles_and_files(frontier: Frontier) -> None:
    for number, kind in enumerate(("attachment", "article", "listing", "feed", "sitemap")):
        frontier.add("a", links(number, kind=kind), None, NOW)
    assert claimed(frontier) == ["bai-3", "bai-4", "bai-2", "bai-1", "bai-0"]


def test_done_is_not_asked_again_unless_it_is_a_seed(archive: Archive, frontier: Frontier) -> None:
    frontier.add("a", links(1), None, NOW)
    claim = frontier.claim("a", NOW)
    assert claim is not None
    frontier.done(claim.id, later(seconds=5))
    assert rows(archive, "SELECT state, finished_at FROM frontier") == [
        ("done", "2026-03-02T02:15:05Z")
    ]
    assert frontier.add("a", links(1), None, NOW) == 0
    assert claimed(frontier) == []
    assert frontier.seed("a", links(1, 2, section="Mới"), NOW) == 2
    again = frontier.claim("a", NOW)
    assert again is not None
    assert (again.id, again.link.section) == (claim.id, "Mới")
    frontier.seed("a", links(1), NOW)
    assert rows(archive, "SELECT state FROM frontier ORDER BY id") == ["leased", "queued"]


def test_a_failure_waits_then_counts_then_ends(frontier: Frontier) -> None:
    frontier.add("a", links(1), None, NOW)
    claim = frontier.claim("a", NOW)
    assert claim is not None
    frontier.fail(claim.id, "timeout", "no answer in 30 s", NOW, later(seconds=60))
    assert frontier.next_due("a") == later(seconds=60)
    assert frontier.claim("a", later(seconds=59)) is None
    claim = frontier.claim("a", later(seconds=60))
    assert claim is not None
    assert claim.attempts == 1
    frontier.fail(claim.id, "http-500", "broken \udcff " + "x" * 1000, NOW)
    assert frontier.counts() == {"failed": 1}
    assert frontier.failures("a") == {"http-500": 1}
    assert frontier.failures("b") == {}
    assert claimed(frontier, later(days=99)) == []


def test_done_forgets_the_failures(archive: Archive, frontier: Frontier) -> None:
    frontier.add("a", links(1), None, NOW)
    for _ in range(2):
        claim = frontier.claim("a", NOW)
        assert claim is not None
        frontier.fail(claim.id, "timeout", "", NOW, NOW)
    claim = frontier.claim("a", NOW)
    assert claim is not None
    frontier.done(claim.id, NOW)
    assert rows(archive, "SELECT attempts, error, error_detail, not_before FROM frontier") == [
        (0, None, None, None)
    ]


def test_retry_takes_a_portal_or_a_reason(frontier: Frontier) -> None:
    for portal, number, reason in (("a", 1, "timeout"), ("a", 2, "http-500"), ("b", 3, "timeout")):
        frontier.add(portal, links(number), None, NOW)
        claim = frontier.claim(portal, NOW)
        assert claim is not None
        frontier.fail(claim.id, reason, "", NOW)
    assert frontier.retry("a", "soft-404") == 0
    assert frontier.retry("a", "timeout") == 1
    assert claimed(frontier) == ["bai-1"]
    assert frontier.failures() == {"http-500": 1, "timeout": 1}
    assert frontier.retry(reason="timeout") == 1
    assert frontier.retry() == 1
    assert frontier.counts() == {"leased": 1, "queued": 2}


def test_gone_is_not_retried(frontier: Frontier) -> None:
    frontier.add("a", links(1), None, NOW)
    claim = frontier.claim("a", NOW)
    assert claim is not None
    frontier.gone(claim.id, "http-410", "Gone", NOW)
    assert frontier.retry() == 0
    assert frontier.counts() == {"gone": 1}
    assert frontier.failures() == {"http-410": 1}
    assert frontier.retry(reason="http-410") == 1


def test_release_gives_only_a_lease_back(frontier: Frontier) -> None:
    frontier.add("a", links(1, 2), None, NOW)
    one, two = frontier.claim("a", NOW), frontier.claim("a", NOW)
    assert one is not None
    assert two is not None
    frontier.done(two.id, NOW)
    frontier.release(one.id)
    frontier.release(two.id)
    assert frontier.counts() == {"queued": 1, "done": 1}
    again = frontier.claim("a", NOW)
    assert again is not None
    assert again.attempts == 0


def test_next_due(frontier: Frontier) -> None:
    assert frontier.next_due("a") is None
    frontier.add("a", links(1, 2, 3), None, NOW)
    assert frontier.next_due("a") == datetime.min.replace(tzinfo=UTC)
    for wait in (300, 100, 200):
        claim = frontier.claim("a", NOW)
        assert claim is not None
        frontier.fail(claim.id, "timeout", "", NOW, later(seconds=wait))
    assert frontier.next_due("a") == later(seconds=100)
    assert frontier.next_due("b") is None
    # whatever waited longest comes first among equals, and a list before any of them
    frontier.add("a", links(9, kind="listing"), None, NOW)
    assert claimed(frontier, later(seconds=250)) == ["bai-9", "bai-2", "bai-3"]


@pytest.mark.parametrize("query", ["claim", "due", "release"])
def test_no_verb_reads_the_whole_queue(archive: Archive, query: str) -> None:
    from govnews.archive import frontier as module

    sql = {
        "claim": module._CLAIM,
        "due": module._NEXT_DUE,
        "release": "UPDATE frontier SET state = 'queued' WHERE state = 'leased'",
    }[query]
    values = ("a", utc(NOW), 8)[: len(set(re.findall(r"\?\d", sql)))]
    plan = archive.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    steps = [row[3] for row in plan]
    assert any("USING" in step and "INDEX" in step for step in steps), steps
    assert not any(step.startswith("SCAN frontier") and "INDEX" not in step for step in steps)


def test_articles_are_visited_again_at_their_ages(frontier: Frontier) -> None:
    frontier.add("a", [*links(1), *links(2, kind="listing")], None, NOW)
    for _ in range(2):
        claim = frontier.claim("a", NOW)
        assert claim is not None
        frontier.done(claim.id, NOW)
    ages = (7, 1, 3)
    assert frontier.requeue_due("a", ages, later(hours=23)) == 0
    assert frontier.requeue_due("b", ages, later(days=1)) == 0
    assert frontier.requeue_due("a", ages, later(days=1)) == 1
    claim = frontier.claim("a", later(days=1))
    assert claim is not None
    frontier.done(claim.id, later(days=1))
    assert frontier.requeue_due("a", ages, later(days=2)) == 0
    # a run after ten days passes two ages at once, and asks once
    assert frontier.requeue_due("a", ages, later(days=10)) == 1
    assert claimed(frontier, later(days=10)) == ["bai-1"]


LEASES = """
import os, signal, sys
from pathlib import Path
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from tests.archive.archivelib import NOW
from tests.archive.test_frontier import links
archive = Archive.open(Path(sys.argv[1]), write=True)
frontier = Frontier(archive.conn)
frontier.add("a", links(*range(10)), None, NOW)
for _ in range(4):
    claim = frontier.claim("a", NOW)
frontier.done(claim.id, NOW)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.kill
def test_leases_of_a_killed_run_are_given_back(tmp_path: Path) -> None:
    process = python(LEASES, str(tmp_path))
    _, err = process.communicate(timeout=30)
    assert process.returncode == -9, err
    with Archive.open(tmp_path) as reader:
        assert Frontier(reader.conn).counts() == {"leased": 3, "queued": 6, "done": 1}
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.repairs == ["3 pages that a stopped run had begun are queued again"]
        frontier = Frontier(archive.conn)
        assert frontier.counts() == {"queued": 9, "done": 1}
        assert claimed(frontier) == [f"bai-{n}" for n in range(10) if n != 3]


def test_a_time_is_stored_in_utc() -> None:
    assert utc(datetime.fromisoformat("2026-03-02T09:15:00.999+07:00")) == "2026-03-02T02:15:00Z"


# --- the ledger of runs ---------------------------------------------------------------------------


def test_status_tells_how_each_portal_stands(archive: Archive, frontier: Frontier) -> None:
    conn = archive.conn
    put(archive, page(1, published=NOW, published_precision="day"))
    put(archive, page(2))
    conn.execute("UPDATE article SET gone_at = last_seen WHERE id = 2")
    frontier.add("songcau", links(1, 2, 3), None, NOW)
    claim = frontier.claim("songcau", NOW)
    assert claim is not None
    frontier.fail(claim.id, "timeout", "slow", NOW)
    frontier.claim("songcau", NOW)
    first = runs.start(conn, "songcau", "crawl songcau", NOW)
    left = {"unproven": ["Tin: it goes in circles"], "notes": ["the file is cut"]}
    runs.finish(conn, first, "complete", {"requests": 3, **left}, later(minutes=1))
    frontier.add("khac", links(1), None, NOW)
    other, mine = runs.status(conn)
    assert mine == {
        "portal": "songcau", "articles": 2, "newest_article": "2026-03-02", "gone_articles": 1,
        "queued": 2, "done": 0, "failed": 1, "gone": 0, "reasons": {"timeout": 1},
        "held": 0, "held_reasons": {},
        "last_run": "2026-03-02T02:15:00Z", "last_outcome": "complete",
        "last_success": "2026-03-02T02:16:00Z", "vanished": None,
        "unproven": ["Tin: it goes in circles"], "notes": ["the file is cut"],
    }  # fmt: skip
    assert (other["portal"], other["last_run"], other["last_outcome"]) == ("khac", None, None)
    runs.start(conn, "songcau", "crawl songcau", later(days=1))
    assert [one["last_outcome"] for one in runs.status(conn, "songcau")] == ["killed or running"]
    assert runs.status(conn, "nobody") == []
    assert runs.last_ends(conn) == {"songcau": None}
    assert runs.months(conn, "songcau") == [
        {"month": "2026-03", "articles": 1, "gone": 0}, {"month": None, "articles": 1, "gone": 1},
    ]  # fmt: skip
    assert rows(archive, "SELECT summary ->> 'requests' FROM run") == [3, None]


def test_failures_are_listed_with_their_reasons(archive: Archive, frontier: Frontier) -> None:
    frontier.add("a", links(*range(5)), None, NOW)
    for reason in ("timeout", "timeout", "timeout", "http-404"):
        claim = frontier.claim("a", NOW)
        assert claim is not None
        frontier.fail(claim.id, reason, "slow", NOW)
    found = runs.failures(archive.conn, "a", 2)
    assert [(one["error"], one["url"].removeprefix(SITE)) for one in found] == [
        ("http-404", "bai-3"), ("timeout", "bai-0"), ("timeout", "bai-1"),
    ]  # fmt: skip
    assert rows(archive, "SELECT count(*) FROM failures") == [4]


# --- hosts that asked to be left alone ------------------------------------------------------------


def test_a_retry_after_holds_whatever_became_of_the_row(archive: Archive) -> None:
    frontier = Frontier(archive.conn)
    frontier.add("a", links(1, 2, 3), None, NOW)
    until = later(hours=1)
    one, two = frontier.claim("a", NOW), frontier.claim("a", NOW)
    assert one is not None
    assert two is not None
    frontier.fail(one.id, "robots-unavailable", "status 503", NOW, until, until)
    frontier.fail(two.id, "http-429", "status 429", NOW, None, later(minutes=5))
    assert frontier.asked_to_wait("a", NOW) == until
    assert frontier.asked_to_wait("b", NOW) is None
    assert frontier.asked_to_wait("a", until) is None
    # A new run, a seed and a user's retry queue rows again; the host still wants to be left alone.
    requeue.failures_due(archive.conn, "a", NOW)
    frontier.seed("a", links(1, 2), NOW)
    frontier.retry("a")
    assert frontier.counts("a") == {"queued": 3}
    assert frontier.asked_to_wait("a", NOW) == until
    again = frontier.claim("a", later(hours=2))
    assert again == one
    frontier.done(one.id, later(hours=2))
    assert frontier.asked_to_wait("a", NOW) == later(minutes=5)


def test_a_failure_that_names_no_time_asks_for_none(archive: Archive) -> None:
    frontier = Frontier(archive.conn)
    frontier.add("a", links(1), None, NOW)
    claim = frontier.claim("a", NOW)
    assert claim is not None
    frontier.fail(claim.id, "http-503", "says Retry-After in its text", NOW, later(hours=1))
    assert frontier.asked_to_wait("a", NOW) is None


# --- by what ways it was found --------------------------------------------------------------------


def ways(frontier: Frontier) -> list[int]:
    return [row[0] for row in frontier._conn.execute("SELECT ways FROM frontier ORDER BY id")]


def test_all_ways_that_led_to_an_article_are_remembered(frontier: Frontier) -> None:
    frontier.add("a", links(1, 2), None, NOW, Kind.LISTING)
    frontier.add("a", links(2, 3), None, NOW, Kind.SITEMAP)
    frontier.add("a", links(9, kind="attachment"), None, NOW, Kind.ARTICLE)
    assert ways(frontier) == [1, 5, 4, 0]


def test_what_a_run_is_not_for_was_found_all_the_same(frontier: Frontier) -> None:
    frontier.add("a", links(1, 2), None, NOW, Kind.LISTING)
    lost = frontier.claim("a", NOW)
    assert lost is not None
    frontier.gone(lost.id, "http-410", "", NOW)
    frontier.add_aside("a", links(1, 2, 3), None, later(days=99), Kind.FEED)
    assert ways(frontier) == [3, 3, 2]
    # Of those that were known, nothing else changes: what is gone is not asked for by this run.
    assert frontier.counts() == {"gone": 1, "queued": 1, "leased": 1}


def test_what_a_web_archive_listed_is_asked_for_once_the_portal_names_it(archive: Archive) -> None:
    put(archive, page(1))
    frontier, name, conn = Frontier(archive.conn), PORTAL.name, archive.conn
    index = "https://web.archive.org/cdx"
    assert not requeue.note_indexed(conn, PORTAL, SITE + "bai-2", index, NOW)  # no article
    assert requeue.note_indexed(conn, PORTAL, SITE + "bai-1", index, NOW)
    assert requeue.note_indexed(conn, PORTAL, SITE + "bai-1", index, NOW)
    (known,) = links(1, identity=PORTAL.identity_key(SITE + "bai-1"))
    assert rows(archive, "SELECT state, ways, found_on FROM frontier") == [("done", 16, index)]
    # Nobody asks for it of the portal's own accord, and no walk of a list ends at it.
    assert frontier.requeue_due(name, [1, 3], later(days=9)) == 0
    assert requeue.what_was_lost(conn, known.url, 1) == 0
    assert list_walks.beyond(conn, name, [known], frontier.last_id()) == [known]
    found = [replace(known, section="Tin", published="2021-05-24")]
    assert frontier.add(name, found, SITE + "tin", later(days=9), Kind.LISTING) == 1
    assert frontier.add(name, found, SITE + "tin", later(days=9), Kind.LISTING) == 0
    claim = frontier.claim(name, later(days=9))
    assert claim is not None
    assert (claim.link.url, claim.link.section, claim.found_on) == (known.url, "Tin", SITE + "tin")
    assert ways(frontier) == [17]
    frontier.done(claim.id, later(days=9))
    assert frontier.add(name, found, None, later(days=10), Kind.FEED) == 0
    assert rows(archive, "SELECT state, ways FROM frontier") == [("done", 19)]


def test_dates_of_a_wrong_clock_put_nothing_off(archive: Archive, frontier: Frontier) -> None:
    """Everything was written 400 days ahead; then the clock is right again."""
    conn, ahead = archive.conn, later(days=400)
    frontier.add("a", links(1, 2, 3, 4, 5), None, ahead)
    for _ in range(4):
        claim = frontier.claim("a", ahead)
        assert claim is not None
        match claim.link.url[-1]:
            case "1":
                frontier.done(claim.id, ahead)
            case "2":
                frontier.fail(claim.id, "http-500", "", ahead)
            case "3":
                frontier.fail(claim.id, "http-503", "", ahead, retry_after=later(days=407))
            case "4":
                frontier.gone(claim.id, "http-404", "", ahead)
    assert frontier.asked_to_wait("a", NOW) is not None
    requeue.dates_to_come(conn, "a", NOW)
    requeue.failures_due(conn, "a", NOW)
    assert frontier.asked_to_wait("a", NOW) is None
    assert claimed(frontier) == ["bai-1", "bai-5", "bai-2", "bai-3"]
    frontier.add("a", links(4), None, NOW, Kind.LISTING)
    assert claimed(frontier) == ["bai-4"]
    conn.execute("UPDATE frontier SET state = 'done', finished_at = ?", (utc(NOW),))
    assert frontier.requeue_due("a", (1, 7), later(days=1)) == 5


def test_dates_that_a_right_clock_wrote_are_kept(archive: Archive, frontier: Frontier) -> None:
    conn = archive.conn
    frontier.add("a", links(1, 2), None, NOW)
    for n in range(2):
        claim = frontier.claim("a", NOW)
        assert claim is not None
        frontier.fail(claim.id, "http-403" if n else "http-503", "", NOW)
    conn.execute("UPDATE frontier SET failed_runs = 6")
    before = rows(archive, "SELECT * FROM frontier")
    requeue.dates_to_come(conn, "a", later(minutes=-5))
    assert rows(archive, "SELECT * FROM frontier") == before


def test_a_full_walk_of_the_future_is_due(archive: Archive) -> None:
    conn, link = archive.conn, Link(f"{SITE}tin", "listing", "Tin")
    walk = list_walks.begin(conn, "a", link, later(days=400), full=True)
    list_walks.end(conn, walk, list_walks.End.ONE_PAGE, "", link.key, later(days=400))
    assert list_walks.is_due(list_walks.find(conn, "a", link.key), NOW, 30)
    begun = list_walks.begin(conn, "a", link, later(days=401), full=True)
    assert begun.full_since is not None
    requeue.dates_to_come(conn, "a", NOW)
    mended = list_walks.find(conn, "a", link.key)
    assert mended is not None
    assert (mended.full_since, mended.last_full_at) == (None, None)
