"""Visits that brought nothing new are kept without their payload, in the table and in the WARC."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.archive import articles, captures, observations
from govnews.archive.database import Archive
from govnews.archive.observations import Observation
from govnews.archive.warc.model import OPEN, Original
from govnews.archive.warc.writer import NOTES, WarcWriter
from govnews.demo import load_articles, newest_first
from govnews.demo.pages import Frame, VisitCounts, article_page
from govnews.errors import UnreadableInput
from govnews.families import read
from govnews.model import Capture, Evidence, Link, Listing
from govnews.portal import Registry
from tests.archive.archivelib import NOW, PORTAL, exchange, later, page, put, records, rows

ORIGINAL = Original(1, page().url, "2026-03-02T02:15:00Z", "sha256:" + "0" * 64)
SEEN = Evidence("views", "Lượt xem: 60", "views-label", "/html/body/div", "sure")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        yield opened


def notes(root: Path) -> list[list[str]]:
    """The lines of each metadata record."""
    return [
        payload.decode().splitlines()
        for _, record, payload in records(root)
        if record.rec_type == "metadata"
    ]


def test_an_observation_says_what_the_page_said(archive: Archive) -> None:
    first = page(views=53, evidence=(Evidence("title", "Cầu", "headline", "/h1"), SEEN))
    put(archive, first)
    visit = observations.observed(later(days=1), b"<p>60</p>", page(views=60, evidence=(SEEN,)))
    observations.insert(archive.conn, 1, visit)
    observations.insert(archive.conn, 1, visit)
    assert list(observations.of_capture(archive.conn, 1)) == [visit]
    told = visit.of(first)
    assert told.views == 60
    assert [item.field for item in told.evidence] == ["title", "views"]
    assert visit.of(page(views=1)).views == 60
    ((digest, views),) = rows(archive, "SELECT digest, views FROM observations")
    assert (digest, views) == (f"sha256:{visit.digest.hex()}", 60)
    silent = observations.observed(NOW, b"", page(views=None, evidence=(SEEN,)))
    assert (silent.views, silent.evidence) == (None, None)
    assert silent.of(first).views is None


@given(
    st.binary(min_size=32, max_size=32),
    st.one_of(st.none(), st.integers(0, 10**12)),
    st.text(max_size=20),
)
def test_a_note_gives_the_observation_back(digest: bytes, views: int | None, raw: str) -> None:
    evidence = Evidence("views", raw, "views-label", "/p") if views is not None else None
    seen = Observation(NOW, digest, views, evidence)

    class Lines:
        def note(self, line: str, now: object) -> None:
            self.line = line

    kept = Lines()
    observations.note(kept, ORIGINAL, seen)  # type: ignore[arg-type]
    assert "\n" not in kept.line
    assert observations.from_note(kept.line) == (ORIGINAL.url, ORIGINAL.fetched_at, seen)


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"url": "x"}', '{"seen_at": 1}'])
def test_another_line_is_no_observation(line: str) -> None:
    with pytest.raises(UnreadableInput, match="no observation"):
        observations.from_note(line)


def test_notes_are_gathered_into_records(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, PORTAL.name)
    writer.write(exchange(), "article")
    for number in range(NOTES + 3):
        writer.note(json.dumps({"n": number}), later(minutes=number))
    writer.close()
    assert [len(lines) for lines in notes(tmp_path)] == [NOTES, 3]
    assert json.loads(notes(tmp_path)[1][2]) == {"n": NOTES + 2}


def test_a_run_that_only_observed_leaves_a_file_with_its_notes(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, PORTAL.name)
    writer.note("{}", NOW)
    writer.close()
    assert [record.rec_type for _, record, _ in records(tmp_path)] == ["warcinfo", "metadata"]


def test_notes_at_the_end_of_a_file_left_open_are_kept(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True):
        writer = WarcWriter(tmp_path, PORTAL.name)
        writer.write(exchange(), "article")
        for _ in range(NOTES):
            writer.note("{}", NOW)
        writer.close()
    (finished,) = (tmp_path / "warc").iterdir()
    unfinished = finished.rename(finished.with_name(finished.name + OPEN))
    with unfinished.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08\x00torn")
    with Archive.open(tmp_path, write=True) as opened:
        assert any("torn exchange of 8 bytes" in said for said in opened.repairs)
    assert [len(lines) for lines in notes(tmp_path)] == [NOTES]


def test_lists_are_the_same_when_they_lead_to_the_same() -> None:
    links = tuple(Link(f"https://songcau.example.vn/{n}", "article") for n in range(3))
    one = observations.links_digest(Listing(links))
    assert one == observations.links_digest(Listing(links))
    assert one != observations.links_digest(Listing(links[:2]))
    assert one != observations.links_digest(Listing(links[:2], links[2:3] * 2))


def size(archive: Archive) -> int:
    archive.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [archive.path, *(archive.root / "warc").iterdir()]
    return sum(path.stat().st_size for path in files)


@pytest.mark.slow
def test_ten_visits_take_little_more_room_than_one(archive: Archive) -> None:
    """Pages of the demo portal, on which only counters, clock and view counts move."""
    demo = Registry().load("demo")
    models = newest_first(load_articles())[:24]
    empty, sizes = size(archive), []
    for visit in range(10):
        writer = WarcWriter(archive.root, demo.name)
        at = later(days=visit)
        counts = VisitCounts(3 + visit, 412 + visit, 2906 + visit, 11874 + visit, 3518240 + visit)
        frame = Frame(at, counts, models[:8])
        for model in models:
            html = article_page(model, views=visit * 7, others=models[:6], frame=frame).encode()
            asked = replace(
                exchange(payload=html, fetched_at=at), url=demo.base_url + str(model.id)
            )
            told = read(Capture(asked.url, at, html), demo)
            with archive.transaction() as conn:
                known = articles.known_reading(conn, demo, told, asked.url, asked.fetched_at)
                if known is None:
                    written = writer.write(asked, "article")
                    ident = captures.insert(conn, demo.name, "article", asked, html, written)
                else:
                    ident, seen = known.id, observations.observed(at, html, told)
                    observations.note(writer, known, seen)
                    observations.insert(conn, ident, seen)
                stored = articles.store(conn, demo, ident, at, told)
            assert stored.outcome == ("new" if visit == 0 else "unchanged")
        writer.close()
        sizes.append(size(archive) - empty)
    assert rows(archive, "SELECT count(*) FROM view_observation") == [240]
    assert sizes[-1] <= 1.3 * sizes[0], sizes
