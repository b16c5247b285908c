"""Held readings from the crawl that holds them to the decision of a person, and after it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.clilib import Done, environment, invoke
from tests.crawl.crawllib import crawl, next_second, rows
from tests.crawl.heldlib import (
    COUNT,
    PAGES,
    REPLACED,
    Page,
    again,
    lay,
    lay_list,
    new,
    notice,
    old,
    other,
)
from tests.crawl.site import Answer, Site, portal_file

pytestmark = pytest.mark.slow


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        lay_list(made, old)
        yield made


@pytest.fixture
def root(site: Site, tmp_path: Path) -> Path:
    """An archive of all pages in their old form."""
    portal_file(tmp_path, "thu", site.url)
    assert crawl(tmp_path, "thu").code == 0
    return tmp_path


def review(root: Path, *args: str) -> Done:
    return invoke("review", "--archive", root, *args)


STORED = """SELECT a.url, v.seen_at, v.title, v.sapo, v.body, v.author, v.published, v.cause,
    v.profile, v.capture_id, a.first_seen, a.last_seen, a.gone_at, a.views
    FROM article a JOIN article_version v ON v.article_id = a.id ORDER BY 1, 2"""
HELD = """SELECT h.url, c.url, h.seen_at, h.state, h.reason, h.detail, h.changes, h.held_at,
    h.decided_at, h.note, iif(h.state = 'open', h.reading, NULL), a.url
    FROM hold h JOIN capture c ON c.id = h.capture_id
    LEFT JOIN article a ON a.id = h.article_id ORDER BY 1, 3"""
WITHOUT_NUMBERS = STORED.replace("v.capture_id, ", "")


def states(root: Path) -> dict[str, int]:
    return dict(rows(root, "SELECT state, count(*) FROM hold GROUP BY 1"))


def test_a_redesign_is_held_accepted_as_such_and_quiet_from_then_on(root: Path, site: Site) -> None:
    edited = Page(7, extra="Ủy ban nhân dân tỉnh đính chính số liệu đã nêu ở trên.")
    added = Page(COUNT + 1)
    lay(site, new, [edited if page.number == 7 else page for page in (*PAGES, added)])
    site.listing("/tin", range(COUNT + 1, 0, -1))
    before = rows(root, STORED)
    assert again(root) == 3
    assert rows(root, STORED) == before
    assert states(root) == {"open": COUNT + 1}
    first = rows(root, "SELECT min(seen_at) FROM hold")

    tried = review(root, "--as-redesign", "thu", "--dry-run")
    assert tried.code == 0, tried.stderr
    assert rows(root, STORED) == before
    assert rows(root, "SELECT count(*) FROM profile") == [1]

    done = review(root, "--as-redesign", "thu", "--note", "giao diện mới")
    assert (done.code, done.stdout) == (0, tried.stdout)
    assert "form, no edit: author, sapo, views" in done.stdout
    assert (
        f"{COUNT - 1} stored as another form of the same, 1 stored as an edit, 1 stored as new"
    ) in done.stderr
    assert states(root) == {"accepted": COUNT + 1}
    assert rows(root, "SELECT valid_from FROM profile ORDER BY id") == [None, *first]
    causes = "SELECT cause, count(*) FROM article_version GROUP BY 1 ORDER BY 1"
    assert rows(root, causes) == [("page", COUNT + 2), ("reader", COUNT - 1)]

    listed = invoke("changes", "--archive", root, "--csv").stdout
    assert "/bai-7\n" in listed
    assert "/bai-8\n" not in listed
    assert "/bai-8\n" in invoke("changes", "--archive", root, "--reader", "--csv").stdout

    after = rows(root, "SELECT count(*) FROM article_version")
    articles = "SELECT count(*) FROM capture WHERE kind = 'article'"
    captured = rows(root, articles)
    for number in range(1, COUNT + 2):
        answer = site.pages[f"/bai-{number}"]
        assert isinstance(answer, Answer)
        answer.body = answer.body.replace(b"</main>", b"</main><footer>12:01</footer>")
    assert again(root) == 0
    assert rows(root, articles) == captured  # visits without a count are observations
    assert states(root) == {"accepted": COUNT + 1}
    assert rows(root, "SELECT count(*) FROM article_version") == after
    # What is learned later is learned from the new template's pages.
    assert invoke("portals", "learn", "thu", "--archive", root).code == 0
    assert set(rows(root, "SELECT valid_from FROM profile ORDER BY id")) == {None, *first}
    old_pages = "SELECT count(*) FROM capture WHERE fetched_at < ? AND id IN (%s)"
    learned = "SELECT capture_id FROM profile_capture WHERE profile_id > 1"
    assert rows(root, old_pages % learned, *first) == [0]
    assert again(root) == 0
    assert rows(root, "SELECT count(*) FROM article_version") == after


def test_what_was_decided_is_in_the_warc_files_and_replay_agrees(root: Path, site: Site) -> None:
    lay(site, new, PAGES)
    assert again(root) == 3
    held = rows(root, HELD)
    articles = rows(root, WITHOUT_NUMBERS)
    assert reindexed(root) == (held, articles)
    assert review(root, "--as-redesign", "thu").code == 0
    decided, stored = rows(root, HELD), rows(root, WITHOUT_NUMBERS)
    assert decided != held
    assert invoke("replay", "--archive", root).code == 0
    assert rows(root, WITHOUT_NUMBERS) == stored
    assert reindexed(root) == (decided, stored)


def reindexed(root: Path) -> tuple[list[object], list[object]]:
    """The holds and the articles of a database that is made from the WARC files."""
    (root / "archive.db").unlink()
    done = invoke("reindex", "--archive", root)
    assert done.code == 0, done.stderr
    assert invoke("verify", "--archive", root).code == 0
    return rows(root, HELD), rows(root, WITHOUT_NUMBERS)


def test_a_notice_under_all_addresses_is_discarded_and_left_out_of_a_replay(
    root: Path, site: Site
) -> None:
    before = rows(root, ARTICLES)
    exported = export(root)
    lay(site, notice, PAGES)
    assert again(root) == 3
    assert states(root) == {"open": COUNT}
    assert export(root) == exported
    assert invoke("replay", "--archive", root).code == 0
    assert rows(root, ARTICLES) == before

    tried = review(root, "--discard", "thu", "--dry-run")
    assert "24 pages would be decided on: 24 discarded" in tried.stderr
    assert states(root) == {"open": COUNT}
    reason = "--reason=one-text"
    assert review(root, "--discard", "thu", reason, "--note", "bảo trì").code == 0
    assert states(root) == {"discarded": COUNT}
    assert rows(root, "SELECT DISTINCT note FROM hold") == ["bảo trì"]
    assert invoke("replay", "--archive", root).code == 0
    assert rows(root, ARTICLES) == before
    assert export(root) == exported
    assert invoke("verify", "--archive", root).code == 0

    lay(site, old, PAGES)
    assert again(root) == 0
    assert states(root) == {"discarded": COUNT}
    assert len(rows(root, "SELECT id FROM article_version")) == COUNT


ARTICLES = STORED.replace("a.first_seen, a.last_seen, ", "")


def export(root: Path) -> str:
    return invoke("export", "jsonl", "--archive", root).stdout


def test_two_nights_are_accepted_in_their_order(root: Path, site: Site) -> None:
    for said in REPLACED:
        site.pages["/bai-3"] = Answer(other(PAGES[2], said))
        assert again(root) == 3
    reasons = "SELECT reason FROM hold ORDER BY seen_at"
    assert rows(root, reasons) == ["replaced", "replaced"]
    newest = str(rows(root, "SELECT max(id) FROM hold")[0])
    (page,) = json.loads(review(root, "--json").stdout)
    assert (str(page["number"]), page["captures"]) == (newest, 2)
    done = review(root, "--accept", newest)
    assert done.code == 0, done.stderr
    assert states(root) == {"accepted": 2}
    of_page = """SELECT v.seen_at, substr(v.title, 1, 9) FROM article_version v
        JOIN article a ON a.id = v.article_id WHERE a.url LIKE '%/bai-3' ORDER BY v.seen_at"""
    (first,) = rows(root, "SELECT first_seen FROM article WHERE url LIKE '%/bai-3'")
    second, third = rows(root, "SELECT seen_at FROM hold ORDER BY seen_at")
    titles = [(first, "Ủy ban nh"), (second, "Nhân dân "), (third, "Đội bóng ")]
    assert rows(root, of_page) == titles
    decided, stored = rows(root, HELD), rows(root, WITHOUT_NUMBERS)
    assert invoke("replay", "--archive", root).code == 0
    assert rows(root, WITHOUT_NUMBERS) == stored
    assert reindexed(root) == (decided, stored)

    again_done = review(root, "--accept", newest)
    assert again_done.code == 3
    assert f"Hold {newest} was accepted already" in again_done.stderr
    assert rows(root, HELD) == decided


KILLED = """
import os, signal, sys
from govnews import reviewing
from govnews.archive import holds
from govnews.cli import cli
decide, left = holds.decide, [3]
def deadly(*args, **named):
    decide(*args, **named)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
holds.decide = deadly
reviewing.BATCH = 1
cli(sys.argv[1:])
"""


@pytest.mark.kill
def test_what_a_kill_leaves_open_is_decided_by_the_same_command(root: Path, site: Site) -> None:
    lay(site, new, PAGES)
    assert again(root) == 3
    args = ["review", "--accept", "thu", "--archive", str(root)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *args], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert states(root) == {"accepted": 2, "open": COUNT - 2}
    accepted = review(root, "--accept", "thu")
    assert (accepted.code, states(root)) == (0, {"accepted": COUNT}), accepted.stderr
    decided, stored = rows(root, HELD), rows(root, WITHOUT_NUMBERS)
    assert reindexed(root) == (decided, stored)


@pytest.fixture
def missing(root: Path, site: Site) -> Path:
    """An archive in which the loss of eight articles is held."""
    for number in range(1, 9):
        del site.pages[f"/bai-{number}"]
    assert again(root) in {0, 3}
    assert again(root) == 3
    assert rows(root, "SELECT DISTINCT reason, changes FROM hold") == [("many-gone", '["gone"]')]
    assert rows(root, "SELECT count(gone_at) FROM article") == [0]
    return root


def test_missing_articles_are_gone_when_that_is_accepted(missing: Path) -> None:
    assert review(missing, "--accept", "--all").code == 0
    gone = "SELECT count(gone_at) FROM article"
    assert rows(missing, gone) == [8]
    stored = rows(missing, WITHOUT_NUMBERS)
    assert invoke("replay", "--archive", missing).code == 0
    assert rows(missing, WITHOUT_NUMBERS) == stored


def test_missing_articles_are_asked_for_again_when_their_loss_is_discarded(
    missing: Path, site: Site
) -> None:
    assert review(missing, "--as-redesign", "thu").code == 2
    assert review(missing, "--discard", "--all").code == 0
    queued = "SELECT count(*) FROM frontier WHERE state = 'queued' AND missing_since IS NULL"
    assert rows(missing, queued) == [8]
    lay(site, old, PAGES)
    next_second()
    assert crawl(missing, "thu").code == 0
    assert rows(missing, "SELECT count(gone_at) FROM article") == [0]
    assert rows(missing, "SELECT state, count(*) FROM hold GROUP BY 1") == [("discarded", 8)]


def test_a_capture_that_cannot_be_read_stays_held(root: Path, site: Site) -> None:
    lay(site, new, PAGES)
    assert again(root) == 3
    (file,) = rows(root, "SELECT DISTINCT warc_file FROM capture WHERE id = (SELECT max(capture_id)"
                   " FROM hold)")  # fmt: skip
    bytes_of_file = (root / file).read_bytes()
    place = rows(root, "SELECT warc_offset FROM capture WHERE id = (SELECT max(capture_id)"
                 " FROM hold)")[0]  # fmt: skip
    (root / file).write_bytes(
        bytes_of_file[: place + 20] + b"\0" * 20 + bytes_of_file[place + 40 :]
    )
    done = review(root, "--accept", "thu")
    assert done.code == 3
    assert "cannot be read as an article" in done.stderr
    assert states(root) == {"accepted": COUNT - 1, "open": 1}
    (root / file).write_bytes(bytes_of_file)
    assert review(root, "--accept", "thu").code == 0
    assert states(root) == {"accepted": COUNT}
