"""What is an edit of the page, and what is only another reading of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, captures
from govnews.archive.articles import Stored
from govnews.archive.database import Archive
from govnews.archive.profiles import Era, Eras
from govnews.archive.warc.writer import WarcWriter
from govnews.audit import changes, repeated_versions, versions
from govnews.model import VIETNAM, Article, Evidence, Precision, Profile
from tests.archive.archivelib import NOW, PORTAL, exchange, later, page, rows


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


class Today:
    """Today's reader: what it makes of each capture, as of its own time or of another one."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.then: dict[int, Article] = {}
        self.now: dict[int, Article] = {}
        self.otherwise: dict[tuple[int, datetime | None], Article] = {}
        self.asked: list[int] = []
        self.eras = Eras()

    def payload(self, capture_id: int) -> str | None:
        found = rows(self._archive, "SELECT digest FROM capture WHERE id = ?", capture_id)
        return found[0] if found else None

    def era(self, capture_id: int) -> Era | None:
        found = rows(self._archive, "SELECT fetched_at FROM capture WHERE id = ?", capture_id)
        return self.eras.at(datetime.fromisoformat(found[0]))

    def read(self, capture_id: int, url: str, at: datetime | None = None) -> Article | None:
        self.asked.append(capture_id)
        return self.then.get(capture_id) if at is None else self.now.get(capture_id)

    def read_as(self, capture_id: int, url: str, era: Era | None) -> Article | None:
        return self.otherwise.get((capture_id, era.valid_from if era is not None else None))


def visit(archive: Archive, article: Article, today: Today, payload: bytes, days: float) -> Stored:
    """A visit as a crawl stores it, with these bytes."""
    at = later(days=days)
    sent = exchange(payload=payload, fetched_at=at)
    writer = WarcWriter(archive.root, PORTAL.name)
    with archive.transaction() as conn:
        written = writer.write(sent, "article")
        ident = captures.insert(conn, PORTAL.name, "article", sent, payload, written)
        stored = articles.store(conn, PORTAL, ident, at, article, reread=today)
    writer.close()
    return stored


def said(archive: Archive) -> list[Any]:
    """The versions, each with its capture, and the text of the article's row."""
    assert not list(repeated_versions.find(archive.conn, None))
    (same,) = rows(
        archive,
        """SELECT (a.title, a.published, a.capture_id) IS (v.title, v.published, v.capture_id)
        FROM article a JOIN article_version v ON v.id = a.version_id""",
    )
    assert same
    return rows(
        archive, "SELECT title, capture_id, cause FROM article_version ORDER BY seen_at, id"
    )


def test_better_rules_renew_the_version_that_stands(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, page(title="CẦU | Cổng"), today, b"one", 0)
    today.then[1] = page(title="Cầu")
    assert visit(archive, page(title="Cầu"), today, b"two", 1) == Stored(1, "unchanged")
    assert said(archive) == [("Cầu", 1, "page")]
    assert list(changes.find(archive.conn)) == []
    assert rows(archive, "SELECT last_seen FROM article") == ["2026-03-03T02:15:00Z"]


def test_an_edit_beside_better_rules_is_only_the_edit(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, page(title="CẦU | Cổng"), today, b"one", 0)
    today.then[1] = page(title="Cầu")
    edited = page(title="Cầu", body="Xe đã qua cầu.")
    assert visit(archive, edited, today, b"two", 1).outcome == "changed"
    assert said(archive) == [("Cầu", 1, "page"), ("Cầu", 2, "page")]
    assert {row["kind"] for row in changes.find(archive.conn)} == {"paragraph-removed"}


def test_a_version_that_reads_as_the_one_before_it_was_never_one(archive: Archive) -> None:
    """Two versions of an archive that knew no better become one, as soon as the page is read."""
    today = Today(archive)
    visit(archive, page(title="CẦU"), today, b"one", 0)
    visit(archive, page(title="Cầu"), today, b"two", 1)
    today.then = {1: page(title="CẦU"), 2: page(title="CẦU")}
    assert visit(archive, page(title="CẦU"), today, b"three", 2).outcome == "unchanged"
    assert said(archive) == [("CẦU", 1, "page")]


@pytest.mark.parametrize("which", ["the new page by the old profile", "the old page by the new"])
def test_what_only_the_profile_of_a_redesign_reads_otherwise_is_no_edit(
    archive: Archive, which: str
) -> None:
    """A page that read as before under its new template, until the profile of that was learned."""
    today, box = Today(archive), "Xe đã qua cầu.\n\nMời bạn đọc gửi ý kiến."
    since = later(days=1)
    visit(archive, page(body=box), today, b"old", 0)
    today.then[1] = page(body=box)
    today.eras = Eras((Era(None, Profile(pages=5)), Era(since, Profile(pages=6))))
    said_now = page(body="Xe đã qua cầu.")
    if which == "the new page by the old profile":
        today.otherwise[2, None] = page(body=box)
    else:
        today.otherwise[1, since] = said_now
    assert visit(archive, said_now, today, b"new", 2).outcome == "changed"
    assert [cause for _, _, cause in said(archive)] == ["page", "reader"]
    assert list(changes.find(archive.conn)) == []
    edited = page(body="Xe chưa qua cầu.")
    today.then[2] = said_now
    assert visit(archive, edited, today, b"newer", 3).outcome == "changed"
    assert [cause for _, _, cause in said(archive)] == ["page", "reader", "page"]


def test_an_edit_beside_a_redesign_stays_one(archive: Archive) -> None:
    today, since = Today(archive), later(days=1)
    visit(archive, page(), today, b"old", 0)
    today.then[1] = page()
    today.eras = Eras((Era(None, Profile(pages=5)), Era(since, Profile(pages=6))))
    edited = page(body="Xe chưa qua cầu.")
    today.otherwise = {(2, None): edited, (1, since): page()}
    assert visit(archive, edited, today, b"new", 2).outcome == "changed"
    assert [cause for _, _, cause in said(archive)] == ["page", "page"]


def test_the_same_bytes_are_no_edit(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, page(), today, b"one", 0)
    today.then[1] = page()
    assert visit(archive, page(title="Khác"), today, b"one", 1).outcome == "unchanged"
    assert visit(archive, page(title="Khác nữa"), today, b"one", -1).outcome == "unchanged"
    assert said(archive) == [("Khác nữa", 3, "page")]
    assert rows(archive, "SELECT first_seen, last_seen FROM article") == [
        ("2026-03-01T02:15:00Z", "2026-03-03T02:15:00Z")
    ]


def test_without_the_earlier_capture_the_difference_is_the_pages(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, page(), today, b"one", 0)
    assert visit(archive, page(title="Khác"), today, b"two", 1).outcome == "changed"
    assert said(archive) == [(page().title, 1, "page"), ("Khác", 2, "page")]


def test_an_import_of_an_older_page_renews_the_version_after_it(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, page(title="CẦU | Cổng"), today, b"two", 1)
    today.then[1] = page(title="Cầu")
    assert visit(archive, page(title="Cầu"), today, b"one", 0).outcome == "unchanged"
    assert said(archive) == [("Cầu", 2, "page")]


def test_a_page_that_reads_the_same_is_read_once(archive: Archive) -> None:
    today = Today(archive)
    for day in range(3):
        visit(archive, page(views=day), today, b"%d" % day, day)
    assert today.asked == []


# --- a redesign -----------------------------------------------------------------------------------

REDESIGN = 5
"""Days after which the portal of these tests has another template, which prints no author."""


@pytest.fixture
def redesigned(archive: Archive) -> Today:
    first, second = (Profile(frozenset({name}), (), 20) for name in ("first", "second"))
    today = Today(archive)
    begins = later(days=REDESIGN)
    today.eras = Eras((Era(None, first), Era(begins, second, frozenset({"author", "views"}))))
    return today


def paragraphs(text: str, **values: Any) -> Article:
    return page(body=text, **values)


OLD = paragraphs("Cầu đã thông xe.\n\nXe tải đi vòng.", author="Lê Vân", views=9)
NEW = paragraphs("Cầu đã thông xe. Xe tải đi vòng.", author=None, views=None)


@pytest.mark.parametrize(
    ("days", "now", "cause"),
    [
        (REDESIGN, NEW, "reader"),
        (REDESIGN - 1, NEW, "page"),
        (REDESIGN, paragraphs("Cầu đã thông xe. Xe tải đi thẳng."), "page"),
    ],
)
def test_another_form_under_a_new_template_is_the_readers(
    archive: Archive, redesigned: Today, days: int, now: Article, cause: str
) -> None:
    visit(archive, OLD, redesigned, b"one", 0)
    redesigned.then[1] = OLD
    visit(archive, now, redesigned, b"two", days)
    assert [row[2] for row in said(archive)] == ["page", cause]


def test_an_edit_after_a_redesign_is_the_pages(archive: Archive, redesigned: Today) -> None:
    visit(archive, OLD, redesigned, b"one", 0)
    redesigned.then[1] = OLD
    visit(archive, NEW, redesigned, b"two", REDESIGN)
    redesigned.then[2] = NEW
    parted = paragraphs("Cầu đã thông xe.\n\nXe tải đi vòng.", author=None)
    visit(archive, parted, redesigned, b"three", REDESIGN + 1)
    assert [row[2] for row in said(archive)] == ["page", "reader", "page"]


def test_a_page_from_before_a_redesign_that_comes_late_makes_its_form_the_readers(
    archive: Archive, redesigned: Today
) -> None:
    visit(archive, NEW, redesigned, b"two", REDESIGN)
    redesigned.then[1] = redesigned.now[1] = NEW
    visit(archive, OLD, redesigned, b"one", 0)
    assert [row[1:] for row in said(archive)] == [(2, "page"), (1, "reader")]


def test_an_older_version_is_renewed_with_the_profile_of_its_time(
    archive: Archive, redesigned: Today
) -> None:
    visit(archive, OLD, redesigned, b"one", 0)
    redesigned.then[1] = page(title="Khác", body=OLD.body)
    visit(archive, NEW, redesigned, b"two", REDESIGN)
    first = redesigned.eras.all[0].digest
    assert rows(archive, "SELECT title, profile FROM article_version WHERE capture_id = 1") == [
        ("Khác", first)
    ]


# --- what depends on the time of the visit --------------------------------------------------------


def dated(raw: str, at: datetime, precision: Any = "minute", **values: Any) -> Article:
    evidence = (Evidence("published", raw, values.pop("rule", "date-line"), "/p"),)
    day = at.astimezone(VIETNAM)
    return page(published=day, published_precision=precision, evidence=evidence, **values)


EXACT = dated("02/03/2026 08:30", NOW - timedelta(minutes=45))
MONTHS = datetime(2026, 3, 1, tzinfo=VIETNAM)


def published(archive: Archive) -> list[Any]:
    return rows(archive, "SELECT published, cause FROM article_version ORDER BY seen_at, id")


def test_a_date_counted_back_does_not_replace_an_exact_one(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, EXACT, today, b"one", 0)
    today.then[1] = EXACT
    for n, (raw, at, precision) in enumerate([
        ("2 giờ trước", NOW - timedelta(hours=1), "minute"),
        ("3 ngày trước", MONTHS, "day"),
        ("2 tháng trước", MONTHS, "month"),
        ("1 năm trước", datetime(2026, 1, 1, tzinfo=VIETNAM), "year"),
    ]):  # fmt: skip
        counted = dated(raw, at, precision)
        assert visit(archive, counted, today, b"%d" % n, 1 + n).outcome == "unchanged"
    assert published(archive) == [("2026-03-02T08:30:00+07:00", "page")]
    # An edit is one, and the date stays.
    edited = dated("2 tháng trước", MONTHS, "month", title="Khác")
    assert visit(archive, edited, today, b"edited", 60).outcome == "changed"
    today.then[6] = edited
    again = dated("3 tháng trước", MONTHS, "month", title="Khác")
    assert visit(archive, again, today, b"again", 90).outcome == "unchanged"
    assert published(archive) == [("2026-03-02T08:30:00+07:00", "page")] * 2
    assert {row["field"] for row in changes.find(archive.conn)} == {"title"}


def test_a_date_counted_back_to_another_day_is_an_edit(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, EXACT, today, b"one", 0)
    today.then[1] = EXACT
    put_forward = dated("5 phút trước", later(days=20))
    assert visit(archive, put_forward, today, b"two", 20).outcome == "changed"
    assert [row["kind"] for row in changes.find(archive.conn)] == ["date"]


def test_the_date_that_a_counted_one_stood_for_is_the_readers(archive: Archive) -> None:
    today = Today(archive)
    counted = dated("1 giờ trước", NOW - timedelta(hours=1))
    visit(archive, counted, today, b"one", 0)
    today.then[1] = counted
    assert visit(archive, EXACT, today, b"two", 1).outcome == "changed"
    assert published(archive) == [
        ("2026-03-02T08:15:00+07:00", "page"), ("2026-03-02T08:30:00+07:00", "reader"),
    ]  # fmt: skip
    assert list(changes.find(archive.conn)) == []
    (only,) = changes.find(archive.conn, reader=True)
    assert (only["kind"], only["cause"]) == ("date", "reader")
    assert rows(archive, "SELECT published, versions FROM articles") == [
        ("2026-03-02T08:30:00+07:00", 1)
    ]
    assert [row["cause"] for row in versions.load(archive.conn, 1)] == ["page", "reader"]


def test_what_the_old_page_says_today_as_well_is_the_readers(archive: Archive) -> None:
    """A date beyond the bounds at the first visit, within them at the second."""
    today = Today(archive)
    visit(archive, page(), today, b"one", 0)
    today.then[1] = page()
    today.now[1] = EXACT
    visit(archive, EXACT, today, b"two", 2)
    assert published(archive) == [(None, "page"), ("2026-03-02T08:30:00+07:00", "reader")]


def test_the_clock_of_a_server_makes_no_versions(archive: Archive) -> None:
    today = Today(archive)
    for day in range(3):
        at = later(days=day)
        clock = dated(at.isoformat(), at, "second", rule="declared-date")
        today.then[day + 1] = clock
        visit(archive, clock, today, b"%d" % day, day)
    assert published(archive) == [("2026-03-02T09:15:00+07:00", "page")]


def at_clock(at: datetime, *, precision: Precision = "minute", **other: Any) -> Article:
    """A page that prints a date of change."""
    seen = Evidence("updated", "Cập nhật", "printed", "")
    return page(updated=at, updated_precision=precision, evidence=(seen,), **other)


@pytest.mark.parametrize("precision", ["minute", "day"])
def test_a_clock_that_is_printed_as_a_date_of_change_makes_no_versions(
    archive: Archive, precision: Precision
) -> None:
    """It comes, moves with each visit, meets one edit, and goes."""
    today = Today(archive)
    readings = [
        page(),
        *(at_clock(later(days=day), precision=precision) for day in (1, 2)),
        *(at_clock(later(days=day), precision=precision, body="Sửa.") for day in (3, 4)),
        page(body="Sửa."),
    ]
    for day, reading in enumerate(readings):
        today.then[day + 1] = reading
        visit(archive, reading, today, b"%d" % day, day)
    query = "SELECT body, updated FROM article_version ORDER BY id"
    first, second = archive.conn.execute(query).fetchall()
    assert (first[1], second[0], second[1] is None) == (None, "Sửa.", False)


def test_a_date_of_change_that_is_no_clock_is_an_edit(archive: Archive) -> None:
    today = Today(archive)
    for day, reading in enumerate((page(), at_clock(later(days=0)), page())):
        today.then[day + 1] = reading
        visit(archive, reading, today, b"%d" % day, day)
    assert rows(archive, "SELECT count(updated) FROM article_version") == [1]


def test_versions_that_repeat_are_found(archive: Archive) -> None:
    today = Today(archive)
    visit(archive, page(), today, b"one", 0)
    visit(archive, page(title="Khác"), today, b"two", 1)
    archive.conn.execute("UPDATE capture SET digest = 'sha256:1'")
    (found,) = repeated_versions.find(archive.conn, PORTAL.name)
    assert (found[0], found[2]) == (2, 2)
    assert "the same bytes" in found[3]
    archive.conn.execute("UPDATE article_version SET digest = '1:1'")
    (found,) = repeated_versions.find(archive.conn, None)
    assert "says the same" in found[3]
    assert list(repeated_versions.find(archive.conn, "another")) == []
