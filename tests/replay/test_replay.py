"""Captures read again: equal to what a crawl stored, nothing changed before it was shown."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from govnews import extraction_pool
from govnews.archive.database import Archive
from govnews.archive.profiles import Eras
from govnews.errors import NotAnArticle
from govnews.model import Article, Capture
from govnews.portal import Registry
from govnews.replay import reading
from govnews.replay.reading import Job, Unread, outcomes
from govnews.replay.rebuild import BATCH, FOLDER, Rebuild
from tests.archive.archivelib import python
from tests.cli.clilib import invoke
from tests.crawl.crawllib import change, crawl, rows
from tests.crawl.site import Answer, Site, portal_file
from tests.replay.restorelib import content, execute

pytestmark = pytest.mark.slow


def test_nothing_differs_from_what_the_crawl_stored(lived: Path) -> None:
    before = content(lived)
    done = invoke("replay", "--diff", "--csv", "--jobs", "1", "--archive", lived)
    assert (done.code, done.stdout.splitlines()[1:]) == (0, [])
    assert "0 articles would change" in done.stderr
    assert invoke("replay", "--jobs", "2", "--archive", lived).code == 0
    assert content(lived) == before
    assert not (lived / FOLDER).exists()


def test_it_ends_equal_to_a_fresh_import(lived: Path, tmp_path: Path) -> None:
    assert invoke("replay", "--jobs", "1", "--archive", lived).code == 0
    fresh = tmp_path / "fresh"
    shutil.copytree(lived / "portals", fresh / "portals")
    files = sorted((lived / "warc").iterdir())
    done = invoke("import", *files, "--portal", "thu", "--archive", fresh)
    assert done.code == 3  # the list is no article
    # A WARC file of answers does not tell of visits that brought nothing, nor what went.
    said = [[row[:8] for row in content(root)["version"]] for root in (lived, fresh)]
    assert said[0] == said[1]


def test_derived_tables_that_were_lost_come_back(lived: Path) -> None:
    before = content(lived)
    execute(
        lived,
        "DELETE FROM evidence",
        "DELETE FROM view_observation",
        "DELETE FROM article_version",
        "DELETE FROM attachment",
        "DELETE FROM article",
    )
    done = invoke("replay", "--jobs", "1", "--archive", lived)
    assert done.code == 0, done.stderr
    assert "7 articles changed" in done.stderr
    assert content(lived) == before


def test_diff_tells_every_field_and_changes_nothing(lived: Path) -> None:
    execute(
        lived,
        "UPDATE article SET title = 'Khác' WHERE url LIKE '%bai-3'",
        """UPDATE article_version SET title = 'Khác', author = 'Ai đó' WHERE article_id =
        (SELECT id FROM article WHERE url LIKE '%bai-3')""",
        "UPDATE view_observation SET views = 999 WHERE views = 12",
        "UPDATE article SET gone_at = NULL",
        "UPDATE evidence SET rule = 'guess' WHERE field = 'author'",
    )
    numbers = dict(_rows(lived, "SELECT url, id FROM article"))
    before = content(lived)
    done = invoke("replay", "--diff", "--csv", "--jobs", "1", "--archive", lived)
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    told = {(row["url"].rsplit("/")[-1], row["field"]): row for row in rows}
    assert told["bai-3", "title"]["before"] == "Khác"
    assert told["bai-3", "title"]["after"].startswith("Ủy ban nhân dân tỉnh họp")
    assert (told["bai-3", "author"]["before"], told["bai-3", "author"]["after"]) == ("Ai đó", "")
    assert told["bai-1", "views"]["after"] == "12"
    assert told["bai-2", "gone_at"]["before"] == ""
    assert content(lived) == before
    shown = invoke("replay", "--diff", "--archive", lived)
    assert "- Khác\n" in shown.stdout
    assert invoke("replay", "--jobs", "1", "--archive", lived).code == 0
    assert dict(_rows(lived, "SELECT url, id FROM article")) == numbers
    again = invoke("replay", "--diff", "--json", "--jobs", "1", "--archive", lived)
    assert json.loads(again.stdout) == []


def _rows(root: Path, sql: str) -> list[Any]:
    conn = sqlite3.connect(root / "archive.db")
    found = conn.execute(sql).fetchall()
    conn.close()
    return found


def test_better_rules_replace_readings_and_are_no_edit(lived: Path) -> None:
    """A portal file that now says where the title stands: versions stay as many as they were."""
    versions = len(content(lived)["version"])
    path = lived / "portals" / "thu.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '[selectors]\ntitle = "div.date"\n', encoding="utf-8")
    done = invoke("replay", "--diff", "--nl", "--jobs", "1", "--archive", lived)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["after"] for row in rows if row["field"] == "title"} == {"24/05/2021 14:30"}
    assert invoke("replay", "--jobs", "1", "--archive", lived).code == 0
    found = content(lived)
    assert {row[3] for row in found["article"]} == {"24/05/2021 14:30"}
    assert len(found["version"]) == versions


def test_an_article_that_is_none_by_todays_rules_goes(
    lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = reading.read

    def strict(capture: Capture, *portal: object) -> Article:
        if capture.url.endswith("bai-7"):
            raise NotAnArticle("listing", "a list after all")
        return really(capture, *portal)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", strict)
    done = invoke("replay", "--diff", "--json", "--jobs", "1", "--archive", lived)
    (row,) = json.loads(done.stdout)
    assert (row["field"], row["after"]) == ("article", None)
    done = invoke("replay", "--jobs", "1", "--archive", lived)
    assert "1 article changed" in done.stderr
    assert "3 listing" in done.stderr
    assert not any(row[2].endswith("bai-7") for row in content(lived)["article"])
    assert not any(row[0].endswith("bai-7") for row in content(lived)["parts"])


def test_a_reader_that_breaks_costs_no_stored_article(
    lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(lived)

    def broken(capture: Capture, *portal: object) -> Article:
        raise ZeroDivisionError(capture.url)

    monkeypatch.setattr(reading, "read", broken)
    done = invoke("replay", "--jobs", "1", "--archive", lived)
    assert done.code == 3
    assert "reader-error: ZeroDivisionError" in done.stderr
    assert content(lived) == before


def test_a_page_that_takes_too_long_is_given_up(
    lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(capture: Capture, *portal: object) -> Article:
        while True:
            pass

    monkeypatch.setattr(reading, "read", slow)
    monkeypatch.setattr(extraction_pool, "SECONDS_A_PAGE", 0.05)
    job = _jobs(lived)[0]
    portals = {"thu": (Registry(lived).load("thu"), Eras())}
    ((_, outcome),) = outcomes(lived, portals, [job], 1)
    assert isinstance(outcome, Unread)
    assert outcome.failed


def _jobs(root: Path) -> list[Job]:
    with Archive.open(root, write=True) as archive:
        work = Rebuild(archive, [Registry(root).load("thu")])
        with work:
            return list(work._jobs("thu"))


def test_several_processes_give_the_same_in_the_same_order(lived: Path) -> None:
    jobs = _jobs(lived) * 5
    portals = {"thu": (Registry(lived).load("thu"), Eras())}
    one = list(outcomes(lived, portals, jobs, 1))
    assert [job for job, _ in one] == jobs
    assert list(outcomes(lived, portals, jobs, 2)) == one


_KILLED = """
import os, sys
from pathlib import Path
from typing import Any
from govnews.archive.database import Archive
from govnews.portal import Registry
from govnews.replay import reading, rebuild
root = Path(sys.argv[1])
rebuild.BATCH = 4
really, count = reading.read, []
def counted(*given):
    count.append(1)
    if len(count) == 11:
        os.kill(os.getpid(), 9)
    return really(*given)
reading.read = counted
with Archive.open(root, write=True) as archive:
    rebuild.Rebuild(archive, [Registry(root).load("thu")]).run(1, lambda done, total: None)
"""


@pytest.mark.kill
def test_killed_it_goes_on_where_it_stopped(lived: Path) -> None:
    before = content(lived)
    execute(lived, "UPDATE article SET title = 'Khác'", "DELETE FROM view_observation")
    damaged = content(lived)
    with python(_KILLED, str(lived)) as process:
        assert process.wait() == -signal.SIGKILL, process.communicate()
    assert content(lived) == damaged
    said: list[tuple[int, int]] = []
    with (
        Archive.open(lived, write=True) as archive,
        Rebuild(archive, [Registry(lived).load("thu")]) as work,
    ):
        work.run(1, lambda done, total: said.append((done, total)))
    assert said[0] == (8, 16)
    assert said[-1] == (16, 16)
    assert invoke("replay", "--jobs", "1", "--archive", lived).code == 0
    assert content(lived) == before
    assert BATCH > 4


def test_other_rules_begin_anew(lived: Path) -> None:
    assert invoke("replay", "--diff", "--jobs", "1", "--archive", lived).code == 0
    assert (lived / FOLDER).exists()
    path = lived / "portals" / "thu.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[expect]\nmin_articles = 2\n", "utf-8")
    said: list[tuple[int, int]] = []
    with (
        Archive.open(lived, write=True) as archive,
        Rebuild(archive, [Registry(lived).load("thu")]) as work,
    ):
        work.run(1, lambda done, total: said.append((done, total)))
    assert said[0] == (0, 16)


def test_a_dead_reading_process_costs_one_page(lived: Path, tmp_path: Path) -> None:
    """The reading of one page ends the process it is read in."""
    code = """
import os
from govnews.replay import reading
really = reading._read
def deadly(root, portals, job):
    if job.url.endswith("bai-3"):
        os._exit(1)
    return really(root, portals, job)
reading._read = deadly
"""
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    jobs = [job for job in _jobs(lived) if job.status == 200][:7]
    portals = {"thu": (Registry(lived).load("thu"), Eras())}
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(tmp_path), before]))
    try:
        found = list(outcomes(lived, portals, jobs, 1 + 1))
    finally:
        os.environ["PYTHONPATH"] = before
    died = [job.url[-5:] for job, outcome in found if isinstance(outcome, Unread)]
    assert died == ["bai-3"]
    assert len(found) == len(jobs)


def test_while_it_works_the_archive_can_be_read(lived: Path) -> None:
    with Archive.open(lived, write=True) as archive:
        with Rebuild(archive, [Registry(lived).load("thu")]) as work:
            work.run(1, lambda done, total: None)
            assert invoke("search", "nông nghiệp", "--archive", lived).code == 0
        locked = invoke("replay", "--archive", lived)
    assert locked.code == 5
    assert "is being written by" in locked.stderr


def test_portals_without_a_file_are_left_alone(lived: Path) -> None:
    before = content(lived)
    (lived / "portals" / "thu.toml").unlink()
    done = invoke("replay", "--archive", lived)
    assert done.code == 0
    assert "thu: there is no portal file" in done.stderr
    assert content(lived) == before
    assert invoke("replay", "--portal", "thu", "--archive", lived).code == 2


# --- what was asked for ---------------------------------------------------------------------------


def test_an_article_that_a_redirect_lost_is_gone_whatever_stands_beside_its_captures(
    tmp_path: Path,
) -> None:
    """Its address leads over two redirects to a page that is not there."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1, 2])
        site.articles([1, 2])
        assert crawl(tmp_path, "thu").code == 0
        site.pages["/bai-1"] = Answer(b"moved", 302, headers={"Location": "/cu/bai-1"})
        site.pages["/cu/bai-1"] = Answer(b"moved", 302, headers={"Location": "/khong-co"})
        for _ in range(2):
            change(tmp_path, "UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z'")
            change(tmp_path, "UPDATE frontier SET finished_at = '2020-01-01T00:00:00Z'")
            time.sleep(1)  # two losses in one second are one
            crawl(tmp_path, "thu")
    chain = """SELECT c.url, r.url FROM capture c JOIN capture r ON r.id = c.redirected_from
        WHERE c.fetched_at = (SELECT max(fetched_at) FROM capture) ORDER BY c.id"""
    paths = [(urlsplit(one).path, urlsplit(two).path) for one, two in rows(tmp_path, chain)]
    assert paths == [("/cu/bai-1", "/bai-1"), ("/khong-co", "/cu/bai-1")]
    gone = "SELECT url LIKE '%bai-1', gone_at FROM article WHERE gone_at IS NOT NULL"
    ((is_first, since),) = rows(tmp_path, gone)
    assert is_first

    # Numbers of captures mean nothing: those that are not there come between.
    led_to = "redirected_from IS NOT NULL"
    execute(
        tmp_path,
        *(
            f"UPDATE capture SET {name} = {name} + 1000 "
            f"WHERE {name} IN (SELECT id FROM capture WHERE {led_to})"
            for name in ("redirected_from", "revisit_of")
        ),
        f"UPDATE capture SET id = id + 1000 WHERE {led_to}",
        "UPDATE article SET gone_at = NULL",
    )
    done = invoke("replay", "--archive", tmp_path)
    assert done.code == 0, done.stderr
    assert rows(tmp_path, gone) == [(1, since)]

    for path in tmp_path.glob("archive.db*"):
        path.unlink()
    assert invoke("reindex", "--archive", tmp_path).code == 0
    found = [(urlsplit(one).path, urlsplit(two).path) for one, two in rows(tmp_path, chain)]
    assert found == paths
    assert rows(tmp_path, gone) == [(1, since)]
    assert invoke("verify", "--archive", tmp_path).code == 0
