"""A crawl and an import learn a portal's template by themselves, and read with it from then on."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive import captures, profiles
from govnews.archive.database import Archive
from govnews.archive.reading_digest import of_article
from govnews.families import read
from govnews.portal import Registry
from tests.cli.clilib import invoke
from tests.crawl.crawllib import change, crawl, rows
from tests.crawl.site import Answer, Site, portal_file

pytestmark = pytest.mark.slow

INVITATION = (
    "Ban biên tập trân trọng mời bạn đọc gửi tin, bài cộng tác; nhuận bút được chi trả hằng quý "
    "theo quy chế, và bài được chọn đăng trong chuyên mục dành cho cộng tác viên của tỉnh."
)
TEXT = (
    "đồng chí Bí thư Huyện ủy yêu cầu các xã khẩn trương thu hoạch lúa đông xuân, rà soát hồ đập, "
    "củng cố đê bao, bảo vệ rừng phòng hộ và chăm lo đời sống của bà con vùng lũ trong mùa mưa bão"
)
COUNT = 24
LONG_AGO = """UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z',
    finished_at = '2020-01-01T00:00:00Z'"""


def name(word: str) -> str:
    """A class name that means nothing, the same for all pages of the portal."""
    return "x" + random.Random(word).randbytes(4).hex()


def page(number: int, views: int) -> bytes:
    """An article in a skin of the kind that leads every generic reader astray: the invitation of
    the editors is a paragraph among the paragraphs."""
    rng = random.Random(number)
    text = [" ".join(rng.sample(TEXT.split(), 30)).capitalize() + "." for _ in range(4)]
    body = "".join(f"<div class={name('line')}>{line}</div>" for line in text)
    title = f"Xã {number} {' '.join(rng.sample(TEXT.split(), 6))}"
    return (
        f"<html><head><title>Cổng thông tin</title></head><body><div class={name('page')}>"
        f"<div class={name('head')}>{title}</div><div class={name('info')}>Lượt xem: {views}</div>"
        f"<div class={name('text')}>{body}<div class={name('line')}>{INVITATION}</div>"
        f"</div></div></body></html>"
    ).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    links = "".join(f"<li><a href=/tin/bai-{n}.html>Bài viết số {n} của cổng thông tin</a></li>"
                    for n in range(COUNT))  # fmt: skip
    made.pages["/tin"] = Answer(f"<html><body><ul>{links}</ul></body></html>".encode())
    for n in range(COUNT):
        made.pages[f"/tin/bai-{n}.html"] = [Answer(page(n, 10 + n)), Answer(page(n, 50 + n))]
    with made:
        yield made


def test_a_crawl_learns_and_its_readings_are_all_made_with_what_it_learned(
    tmp_path: Path, site: Site
) -> None:
    portal_file(tmp_path, "thu", site.url)
    assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, "SELECT count(*) FROM profile") == [1]
    assert rows(tmp_path, "SELECT count(*) >= 20 FROM profile_capture") == [1]
    bodies = rows(tmp_path, "SELECT body FROM article")
    assert len(bodies) == COUNT
    assert not [body for body in bodies if INVITATION in body]
    versions = "SELECT count(*) FROM article_version WHERE profile IS NOT NULL"
    assert rows(tmp_path, versions) == [COUNT]

    # A day later the views have changed, and nothing else: no article has a new version.
    change(tmp_path, LONG_AGO)
    again = crawl(tmp_path, "thu")
    assert again.summary["articles_unchanged"] == COUNT
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [COUNT]
    with Archive.open(tmp_path) as archive:
        replay(archive, tmp_path)


def replay(archive: Archive, root: Path) -> None:
    """Every version comes out of its capture again, with the profile that it names."""
    portal = Registry(root).load("thu")
    stored = archive.conn.execute("SELECT capture_id, digest, profile FROM article_version")
    for capture, digest, profile in stored.fetchall():
        found = profiles.find(archive.conn, profile)
        assert found is not None
        assert of_article(read(captures.load(archive, capture), portal, found)) == digest


def test_readings_of_before_are_renewed_before_they_are_compared(
    tmp_path: Path, site: Site
) -> None:
    for n in range(19, COUNT):  # too few to learn from without being asked
        del site.pages[f"/tin/bai-{n}.html"]
    portal_file(tmp_path, "thu", site.url)
    crawl(tmp_path, "thu")
    assert rows(tmp_path, "SELECT count(*) FROM profile") == [0]
    first = rows(tmp_path, "SELECT body FROM article")
    assert [body for body in first if INVITATION in body] == first

    done = invoke("portals", "learn", "thu", "--archive", tmp_path)
    assert done.code == 0, done.stderr
    assert "19 pages" in done.stdout
    assert "Nothing new" in invoke("portals", "learn", "thu", "--archive", tmp_path).stderr

    change(tmp_path, LONG_AGO)
    again = crawl(tmp_path, "thu")
    assert again.summary["articles_changed"] == 0
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [19]
    assert not [b for b in rows(tmp_path, "SELECT body FROM article") if INVITATION in b]


MANY = 66


@pytest.fixture
def long_site(site: Site) -> Site:
    """A portal with more articles than a profile is learned from; its pages never change."""
    links = "".join(f"<li><a href=/tin/bai-{n}.html>Bài viết số {n} của cổng thông tin</a></li>"
                    for n in range(MANY))  # fmt: skip
    site.pages["/tin"] = Answer(f"<html><body><ul>{links}</ul></body></html>".encode())
    for n in range(MANY):
        site.pages[f"/tin/bai-{n}.html"] = Answer(page(n, 10 + n))
    return site


def test_after_a_long_first_run_every_version_names_the_profile(
    tmp_path: Path, long_site: Site
) -> None:
    portal_file(tmp_path, "thu", long_site.url)
    assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, "SELECT count(*) FROM article") == [MANY]
    named = "SELECT count(*) FROM article_version WHERE profile IN (SELECT digest FROM profile)"
    assert rows(tmp_path, named) == [MANY]
    assert not [body for body in rows(tmp_path, "SELECT body FROM article") if INVITATION in body]

    # A run that was killed before its end left some unread; the next one takes them up.
    change(tmp_path, "UPDATE article_version SET profile = NULL WHERE id % 3 = 0")
    assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, named) == [MANY]
    with Archive.open(tmp_path) as archive:
        replay(archive, tmp_path)


@pytest.mark.parametrize("keep", ["changes", "all"])
def test_a_profile_learned_between_two_visits_is_no_edit(
    tmp_path: Path, site: Site, keep: str
) -> None:
    for n in range(19, COUNT):  # too few to learn from without being asked
        del site.pages[f"/tin/bai-{n}.html"]
    for n in range(19):  # the same bytes, another count of views, and one edit
        later = page(n, 10 if n < 9 else 20)
        if n == 18:
            later = later.replace(f"Xã {n}".encode(), f"Phường {n}".encode())
        site.pages[f"/tin/bai-{n}.html"] = [Answer(page(n, 10)), Answer(later)]
    crawl_keys = f'keep = "{keep}"' if keep == "all" else ""
    portal_file(tmp_path, "thu", site.url, crawl=crawl_keys)
    crawl(tmp_path, "thu")
    assert invoke("portals", "learn", "thu", "--archive", tmp_path).code == 0
    change(tmp_path, LONG_AGO)
    again = crawl(tmp_path, "thu")
    assert again.summary["articles_changed"] == 1
    causes = "SELECT cause, count(*) FROM article_version GROUP BY 1"
    assert rows(tmp_path, causes) == [("page", 20)]
    done = invoke("verify", "--csv", "--archive", tmp_path)
    assert (done.code, len(done.stdout.splitlines())) == (0, 1), done.stdout
    shown = invoke("changes", "--nl", "--archive", tmp_path).stdout
    assert {json.loads(line)["kind"] for line in shown.splitlines()} == {"title"}
    assert invoke("changes", "--reader", "--nl", "--archive", tmp_path).stdout == shown
    diff = invoke("replay", "--diff", "--csv", "--jobs", "1", "--archive", tmp_path)
    assert diff.stdout.splitlines()[1:] == []


def test_an_import_learns_too(tmp_path: Path, site: Site) -> None:
    portal_file(tmp_path, "thu", site.url)
    saved = []
    for n in range(COUNT):
        saved.append(tmp_path / f"{n}.html")
        saved[-1].write_bytes(page(n, n))
    done = invoke("import", *saved, "--portal", "thu", "--archive", tmp_path)
    assert done.code == 0, done.stderr
    assert not [body for body in rows(tmp_path, "SELECT body FROM article") if INVITATION in body]
    assert rows(tmp_path, "SELECT count(*) FROM article_version WHERE profile IS NULL") == [0]


def test_learning_from_too_little_or_from_damage(tmp_path: Path, site: Site) -> None:
    portal_file(tmp_path, "thu", site.url)
    nothing = invoke("portals", "learn", "thu", "--archive", tmp_path)
    assert nothing.code == 5
    assert "no archive" in nothing.stderr
    assert not (tmp_path / "archive.db").exists()
    saved = tmp_path / "1.html"
    saved.write_bytes(page(1, 1))
    invoke("import", saved, "--portal", "thu", "--archive", tmp_path)
    few = invoke("portals", "learn", "thu", "--archive", tmp_path)
    assert few.code == 2
    assert "1 pages" in few.stderr

    # Captures that are gone end no import: it goes on without a profile.
    for n in range(19):
        other = tmp_path / f"{n + 2}.html"
        other.write_bytes(page(n + 2, n))
        if n == 18:
            for file in (tmp_path / "warc").iterdir():
                file.write_bytes(b"")
        done = invoke("import", other, "--portal", "thu", "--archive", tmp_path)
        assert done.code == 0, done.stderr
    with sqlite3.connect(tmp_path / "archive.db") as conn:
        assert conn.execute("SELECT count(*) FROM profile").fetchone() == (0,)
