"""The index follows its articles, keeps the order of dates, and is made again by migrations."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.archive import search
from govnews.archive.columns import taker
from govnews.archive.database import Archive
from govnews.archive.schema import renew
from govnews.archive.search import Filters, parse_day
from govnews.archive.search.filters import EPOCH
from govnews.archive.search_index import SLOTS, UNDATED
from govnews.errors import UsageError
from govnews.model import Signer
from tests.archive.archivelib import later, page, put, rows

DATES = [None, "2021", "2021-05", "2021-05-24", "2021-05-24T14:30:00+07:00", "bad"]
CHECK = "INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)"


def key_of(day: str) -> int:
    return (date.fromisoformat(day).toordinal() - EPOCH) * SLOTS


def add(conn: sqlite3.Connection, number: int, published: str | None, **values: object) -> None:
    said = {
        "id": number, "portal": "longan", "province": "longan", "url": f"u{number}", "title": "Cầu",
        "body": "x", "published": published, "first_seen": "2026-01-01T00:00:00Z",
        "last_seen": "x", "capture_id": 1, **values,
    }  # fmt: skip
    marks = ", ".join("?" * len(said))
    conn.execute(f"INSERT INTO article ({', '.join(said)}) VALUES ({marks})", [*said.values()])


def signed(name: str, **parts: str) -> str:
    """The signers of an article as they are stored."""
    article = replace(page(1), signers=(Signer(name, **parts),))
    (stored,) = taker(("signers",))(article)
    return str(stored)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.conn.execute("PRAGMA foreign_keys = OFF")
        yield opened


def test_keys_are_in_the_order_of_printed_days(archive: Archive) -> None:
    for number, published in enumerate(DATES, 1):
        add(archive.conn, number, published)
    assert rows(archive, "SELECT key, article_id, grain FROM article_key ORDER BY key") == [
        (UNDATED + 1, 1, 0),
        (UNDATED + 6, 6, 0),
        (key_of("2021-01-01"), 2, 2),
        (key_of("2021-05-01"), 3, 1),
        (key_of("2021-05-24"), 4, 0),
        (key_of("2021-05-24") + 1, 5, 0),
    ]
    assert [hit.id for hit in search.search(archive.conn, "cau", order="date").hits] == [
        5, 4, 3, 2, 6, 1,
    ]  # fmt: skip


def test_a_day_that_is_full_goes_on_into_the_next(archive: Archive) -> None:
    start = key_of("2021-05-24")
    archive.conn.executemany(
        "INSERT INTO article_key (key, article_id, day, grain, portal) VALUES (?, ?, ?, 0, 'x')",
        [(start + n, 10_000 + n, start // SLOTS) for n in range(SLOTS + 3) if n != SLOTS + 1],
    )
    for number in (1, 2):
        add(archive.conn, number, "2021-05-24")
    add(archive.conn, 3, "2021-05-25")
    found = dict(rows(archive, "SELECT article_id, key FROM article_key WHERE article_id < 10"))
    assert found == {1: start + SLOTS + 1, 2: start + SLOTS + 3, 3: start + SLOTS + 4}
    same_day = Filters(since=date(2021, 5, 24), until=date(2021, 5, 24))
    assert [hit.id for hit in search.search(archive.conn, "cau", same_day).hits] == [2, 1]
    next_day = Filters(since=date(2021, 5, 25))
    assert [hit.id for hit in search.search(archive.conn, "cau", next_day).hits] == [3]


def test_the_index_follows_every_change(archive: Archive) -> None:
    conn = archive.conn
    add(conn, 1, "2020-01-01", author="Lê An", section="Tin")
    for column, value, query in (
        ("title", "Mới", "moi"),
        ("author", "Trần Bình", "author:binh"),
        ("section", "Kinh tế", "section:kinh"),
        ("signers", signed("Lê Đức Hà", post="KT. CHỦ TỊCH"), 'signer:"le duc ha"'),
        ("signers", signed("Vũ Cẩm", on_behalf="TM. UBND"), "signer:(cam ubnd)"),
        ("published", "2022-02-02", "moi"),
        ("portal", "tay-ninh", "moi"),
        ("province", "tayninh", "moi"),
    ):
        conn.execute(f"UPDATE article SET {column} = ?", (value,))
        assert search.count(conn, query) == 1, column
        conn.execute(CHECK)
    assert search.count(conn, "author:an") == 0
    # Neither the keys of the JSON nor the names of signers are words of a text.
    for query in ("signer:name", "signer:post", "signer:behalf", "signer:ha", "cam"):
        assert search.count(conn, query) == 0, query
    assert search.count(conn, "moi", Filters(portals=("tay-ninh",))) == 1
    assert search.count(conn, "moi", Filters(portals=("tay",))) == 0
    conn.execute("UPDATE article SET views = 7")
    assert rows(archive, "SELECT key, portal, province, views FROM article_key") == [
        (key_of("2022-02-02"), "tay-ninh", "tayninh", 7)
    ]
    conn.execute("DELETE FROM article")
    conn.execute(CHECK)
    assert rows(archive, "SELECT count(*) FROM article_key") == [0]


def test_a_migration_makes_the_index_again_in_the_order_of_days(archive: Archive) -> None:
    conn = archive.conn
    for number, published in enumerate([*DATES, "2021-05-24"], 1):
        add(conn, number, published, views=number)
    by_triggers = search.search(conn, "cau", order="date")
    renew(archive.db)
    conn.execute(CHECK)
    found = search.search(conn, "cau", order="date")
    assert [hit.id for hit in found.hits] == [5, 7, 4, 3, 2, 6, 1]
    assert {hit.id for hit in found.hits} == {hit.id for hit in by_triggers.hits}
    kept = dict(rows(archive, "SELECT article_id, key FROM article_key"))
    assert kept[7] == key_of("2021-05-24") + 2
    add(conn, 8, "2021-05-24")
    assert search.count(conn, "cau") == 8


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("24/05/2021", "24/05/2021", [2, 3, 4, 5]),
        ("25/05/2021", None, [2, 3]),
        ("01/06/2021", None, [2]),
        ("2022", None, []),
        (None, "30/04/2021", [2]),
        (None, "2020", []),
        ("1990", "2030", [2, 3, 4, 5]),
    ],
)
def test_a_date_is_in_a_range_when_it_can_be(
    archive: Archive, since: str | None, until: str | None, found: list[int]
) -> None:
    for number, published in enumerate(DATES, 1):
        add(archive.conn, number, published)
    filters = Filters(
        since=parse_day(since) if since else None,
        until=parse_day(until, last=True) if until else None,
    )
    for query in ("cau", None):
        hits = search.search(archive.conn, query, filters).hits
        assert sorted(hit.id for hit in hits) == found, query


def test_a_range_that_ends_before_it_begins_says_so(archive: Archive) -> None:
    with pytest.raises(UsageError, match="02/01/2021 is after --until 01/01/2021"):
        search.search(archive.conn, "a", Filters(since=date(2021, 1, 2), until=date(2021, 1, 1)))
    for name in ("author", "signer", "section"):
        with pytest.raises(UsageError, match=f"--{name} needs a word"):
            search.search(archive.conn, "a", Filters(**{name: "…"}))
    with pytest.raises(UsageError, match="needs a document number"):
        search.search(archive.conn, "a", Filters(number="/"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("01/07/2025", "2025-07-01", "2025-07-01"),
        ("1-7-2025", "2025-07-01", "2025-07-01"),
        ("2025-07-01", "2025-07-01", "2025-07-01"),
        ("02/2024", "2024-02-01", "2024-02-29"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_days_are_read_day_first(text: str, first: str, last: str) -> None:
    assert parse_day(text).isoformat() == first
    assert parse_day(f" {text} ", last=True).isoformat() == last


@pytest.mark.slow
@given(st.one_of(st.text(max_size=12), st.from_regex(r"\A\d{0,4}[/.-]\d{0,4}[/.-]\d{0,4}\Z")))
def test_any_other_day_is_a_usage_error(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(parse_day(text), date)


def test_pages_follow_each_other_in_every_order(archive: Archive) -> None:
    for number in range(1, 260):
        hour = number % 24
        published = f"2021-05-{1 + number % 7:02}T{hour:02}:00:00+07:00"
        add(archive.conn, number, published, views=number % 9, title=f"Cầu {'mới ' * (number % 3)}")
    for order in search.ORDERS:
        whole = search.search(archive.conn, "cầu mới", order=order, limit=1000).hits
        paged = []
        for offset in range(0, 270, 17):
            page = search.search(archive.conn, "cầu mới", order=order, limit=17, offset=offset)
            assert page.total == len(whole)
            paged += [hit.id for hit in page.hits]
        assert paged == [hit.id for hit in whole], order
    times = [
        hit.published for hit in search.search(archive.conn, "cầu", order="date", limit=300).hits
    ]
    assert times == sorted(times, reverse=True)
    views = [hit.views for hit in search.search(archive.conn, "cầu", order="views").hits]
    assert views == [8] * 20


def test_more_matches_than_are_weighed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.engine, "WINDOW", 10)
    add(archive.conn, 1, "1999-01-01", title="Bạn đường")
    add(archive.conn, 2, "1999-01-02", title="Khác", body="bán " * 9)
    for number in range(3, 60):
        add(archive.conn, number, "2020-01-01", title="Tin", body="cạnh bạn")
    # Titles are looked for among all matches, exact diacritics among the newest thousand.
    assert search.search(archive.conn, "ban").hits[0].id == 1
    assert search.search(archive.conn, "bán").hits[0].id == 2
    ids = [hit.id for hit in search.search(archive.conn, "ban", limit=100).hits]
    assert sorted(ids) == list(range(1, 60))


def test_a_phrase_is_looked_for_in_steps_back_in_time(archive: Archive) -> None:
    for number in range(1, 301):
        add(archive.conn, number, f"{2024 - number // 60}-06-01", title="Cầu mới")
    add(archive.conn, 301, None, title="Cầu mới")
    first = search.search(archive.conn, '"cầu mới"')
    assert (first.more, first.total_text) == (True, "119+")
    last = search.search(archive.conn, '"cầu mới"', limit=20, offset=290)
    assert (last.more, last.total_text, len(last.hits)) == (False, "301", 11)
    found = search.search(archive.conn, '"cầu mới"', order="date", limit=1000)
    assert sorted(hit.id for hit in found.hits) == list(range(1, 302))
    recent = Filters(since=date(2021, 1, 1))
    assert search.search(archive.conn, '"cầu mới"', recent).total_text == "119+"
    rare = search.search(archive.conn, "cầu", Filters(since=date(2021, 1, 1)))
    assert (rare.more, rare.total) == (False, 239)


def test_beginnings_of_very_many_words(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 30):
        add(archive.conn, number, "2020-01-01", title=f"thu{number}")
    assert search.count(archive.conn, "thu*") == 29
    monkeypatch.setattr("govnews.archive.search.vocabulary.MOST", 5)
    assert search.count(archive.conn, "thu*") == 29
    assert search.count(archive.conn, "thu1*") == 11


def test_facets_count_what_is_found(archive: Archive) -> None:
    conn = archive.conn
    add(conn, 1, "2021", author="An", section="Tin")
    add(conn, 2, "2021-05", author="An", signers=signed("Hà", post="CHỦ TỊCH"))
    add(conn, 3, "2025-07-02T08:00:00+07:00", author="Bình", title="Khác")
    add(conn, 4, None, portal="hanoi", province="hanoi")
    add(conn, 5, "2025-06-30", portal="x", province=None)

    def found(facet: search.Facet, query: str | None = None) -> list[tuple[str | None, int]]:
        return [(c.value, c.articles) for c in search.facets(conn, facet, query)]

    assert found("portal") == [("longan", 3), ("hanoi", 1), ("x", 1)]
    assert found("year") == [("2021", 2), ("2025", 2), (None, 1)]
    assert found("month") == [("2021-05", 1), ("2025-06", 1), ("2025-07", 1), (None, 2)]
    assert found("author") == [("An", 2), (None, 2), ("Bình", 1)]
    assert found("section") == [(None, 4), ("Tin", 1)]
    assert found("signer") == [(None, 4), ("Hà", 1)]
    assert [hit.id for hit in search.search(conn, None, Filters(signer="chủ tịch")).hits] == [2]
    assert found("province") == [
        ("Long An", 2), ("Hà Nội (mới)", 1), ("Tây Ninh (mới)", 1), (None, 1),
    ]  # fmt: skip
    assert found("portal", "khac") == [("longan", 1)]
    by_filter = search.facets(conn, "year", "cau", Filters(portals=("longan",)))
    assert [(c.value, c.articles) for c in by_filter] == [("2021", 2)]


def test_a_version_is_indexed_once(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        when = datetime(2021, 5, 24, 7, tzinfo=UTC)
        put(archive, page(1, published=when, published_precision="day"))
        put(
            archive,
            page(1, title="Khác", published=when, published_precision="day"),
            at=later(days=1),
        )
        assert search.count(archive.conn, "khac") == 1
        assert search.count(archive.conn, "khanh") == 1
        archive.conn.execute(CHECK)
