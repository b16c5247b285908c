"""Merging archives gives what one archive would hold that had seen it all."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govnews.archive import (
    admission,
    articles,
    captures,
    dictionary,
    holds,
    list_views,
    list_walks,
    merge_history,
    profiles,
    requeue,
    runs,
)
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier, utc
from govnews.archive.holds import HoldReason, HoldState
from govnews.archive.list_walks import End
from govnews.archive.merge import merge
from govnews.archive.profiles import Era
from govnews.archive.warc.writer import WarcWriter
from govnews.audit import repeated_versions
from govnews.errors import ArchiveCorrupt, ArchiveError, ArchiveLocked, NotAnArchive, UsageError
from govnews.model import Attachment, DocumentRef, Evidence, Image, Kind, Link, Listing, Profile
from tests.archive.archivelib import NOW, PORTAL, SITE, exchange, later, page, put, python, rows


@dataclass(frozen=True)
class Visit:
    """One look at an article. number: which article. text: what it says. views: its count."""

    at: datetime
    number: int = 1
    text: str = "Nội dung"
    views: int | None = None
    portal: str = "songcau"


def visit(archive: Archive, visits: Sequence[Visit]) -> None:
    """Stores looks as a crawl does, in one run: payloads that are known become revisits."""
    for name in sorted({look.portal for look in visits}):
        portal = replace(PORTAL, name=name)
        writer = WarcWriter(archive.root, name)
        for look in visits:
            if look.portal != name:
                continue
            body = f"<h1>{look.number}</h1>{look.text}".encode()
            asked = exchange(f"bai-{look.number}", body, fetched_at=look.at)
            article = page(
                look.number,
                body=look.text,
                views=look.views,
                attachments=(Attachment(f"{SITE}tep-{look.text}.pdf", look.text),),
                images=(Image(f"{SITE}anh-{look.text}.jpg"),),
                refs=(DocumentRef(f"{len(look.text)}/QĐ-UBND", "Quyết định"),),
                evidence=(
                    Evidence("body", look.text, "body-container", f"/div[{len(look.text)}]"),
                    *(
                        [Evidence("views", f"Lượt xem: {look.views}", "views", "/p", "sure")]
                        if look.views is not None
                        else []
                    ),
                ),
            )
            with archive.transaction() as conn:
                digest = captures.payload_digest(body)
                original = captures.find_original(conn, name, asked.url, digest)
                written = writer.write(asked, "article", original)
                ident = captures.insert(conn, name, "article", asked, body, written, original)
                articles.store(conn, portal, ident, look.at, article)
        writer.close()


def made(root: Path, visits: Sequence[Visit]) -> Path:
    with Archive.open(root, write=True) as archive:
        visit(archive, visits)
    return root


def told(root: Path) -> dict[str, Any]:
    """All that an archive says, without its numbers and file names."""
    with Archive.open(root) as archive:
        found: dict[str, Any] = {
            "captures": rows(
                archive,
                """SELECT portal, url, method, kind, fetched_at, status, media_type, headers,
                digest, wire_digest, size FROM capture ORDER BY portal, url, fetched_at""",
            ),
            "frontier": rows(
                archive,
                """SELECT portal, key, url, kind, section, page, state, attempts, error, found_on,
                first_found_at, finished_at, ways FROM frontier ORDER BY portal, key""",
            ),
            "runs": rows(
                archive, "SELECT portal, command, started_at, outcome FROM run ORDER BY 3"
            ),
            "index": rows(
                archive,
                """SELECT a.url FROM article_fts f JOIN article a ON a.id = f.rowid
                WHERE article_fts MATCH 'noi' ORDER BY 1""",
            ),
        }
        names = [name for name in _columns(archive, "article") if not name.endswith("id")]
        listed = rows(archive, "SELECT id, portal, url FROM article")
        for ident, portal, url in listed:
            of = "FROM {} WHERE article_id = ?"
            found[f"{portal} {url}"] = {
                "row": rows(archive, f"SELECT {', '.join(names)} FROM article WHERE id = ?", ident),
                "capture": rows(
                    archive,
                    """SELECT c.fetched_at, v.digest, v.capture_id = c.id FROM article a
                    JOIN capture c ON c.id = a.capture_id
                    JOIN article_version v ON v.id = a.version_id WHERE a.id = ?""",
                    ident,
                ),
                "versions": rows(
                    archive,
                    """SELECT v.seen_at, v.digest, v.body, v.attachments, c.fetched_at
                    FROM article_version v JOIN capture c ON c.id = v.capture_id
                    WHERE article_id = ? ORDER BY v.seen_at, v.id""",
                    ident,
                ),
                "views": rows(
                    archive, "SELECT observed_at, views " + of.format("view_observation"), ident
                ),
                "evidence": rows(
                    archive,
                    "SELECT field, raw, rule, place, confidence " + of.format("evidence"),
                    ident,
                ),
                "files": rows(
                    archive, "SELECT position, url, name " + of.format("attachment"), ident
                ),
                "images": rows(archive, "SELECT position, url " + of.format("image"), ident),
                "refs": rows(
                    archive, "SELECT position, number, kind " + of.format("document_ref"), ident
                ),
            }
        for ident in rows(archive, "SELECT id FROM capture"):
            captures.load(archive, ident)  # every row leads to a page
        assert rows(archive, "PRAGMA foreign_key_check") == []
        return found


def _columns(archive: Archive, table: str) -> list[str]:
    return [row[1] for row in archive.conn.execute(f"PRAGMA table_info({table})")]


LOOKS = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["nội A", "nội B", "nội dung C"]),
        st.none() | st.integers(0, 9),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=9,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(LOOKS)
def test_two_halves_make_the_whole(looks: list[tuple[bool, str, int | None, int]]) -> None:
    visits = [
        (first, Visit(later(hours=n), number, text, views))
        for n, (first, text, views, number) in enumerate(looks)
    ]
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        a = made(top / "a", [look for first, look in visits if first])
        b = made(top / "b", [look for first, look in visits if not first])
        whole = told(made(top / "whole", [look for _, look in visits]))
        merge([a, b], top / "ab")
        assert told(top / "ab") == whole
        merge([b, a], top / "ba")
        assert told(top / "ba") == whole
        again = merge([a, top / "ba", b], top / "ab")
        assert told(top / "ab") == whole
        assert [(m.captures, m.articles, m.extended) for m in again] == [(0, 0, 0)] * 3


def test_two_portals_make_one_archive_and_records_keep_their_place(tmp_path: Path) -> None:
    first = [Visit(later(hours=n), n) for n in range(4)]
    second = [Visit(later(hours=n), n, portal="caobang") for n in range(3)]
    a, b = made(tmp_path / "a", first), made(tmp_path / "b", second)
    done = merge([a, b], tmp_path / "c")
    assert [(m.captures, m.articles, m.files) for m in done] == [(4, 4, 1), (3, 3, 1)]
    assert told(tmp_path / "c") == told(made(tmp_path / "whole", first + second))
    place = "SELECT url, fetched_at, warc_file, warc_offset FROM capture"
    with Archive.open(a) as one, Archive.open(b) as two, Archive.open(tmp_path / "c") as joined:
        assert set(rows(joined, place)) == set(rows(one, place)) | set(rows(two, place))


@pytest.mark.parametrize("state", [HoldState.OPEN, HoldState.DISCARDED])
def test_what_one_archive_holds_and_another_stored_is_named(
    tmp_path: Path, state: HoldState
) -> None:
    broken = later(days=1)
    good = made(tmp_path / "good", [Visit(NOW)])
    other = made(tmp_path / "other", [Visit(NOW), Visit(broken, text="Trang đang bảo trì")])
    with Archive.open(other) as archive:
        reading = admission.standing(archive.conn, 1)
    with Archive.open(good, write=True) as archive, archive.transaction() as conn:
        (url,) = rows(archive, "SELECT url FROM article")
        ident = holds.pend(
            conn, "songcau", url, key=None, capture_id=None, seen_at=broken,
            article_id=1, changes=("body",), reading=reading,
        )  # fmt: skip
        holds.keep_open(conn, ident, HoldReason.ALL_CHANGED, None, broken)
        if state == HoldState.DISCARDED:
            holds.decide(conn, [ident], state, broken)
    done = merge([good, other], tmp_path / "both")
    assert [each.held for each in done] == [0, 1]
    with Archive.open(tmp_path / "both") as archive:
        assert rows(archive, "SELECT state FROM hold") == [state]
        assert rows(archive, "SELECT count(*) FROM article_version") == [2]
    assert [each.held for each in merge([good], tmp_path / "both")] == [0]


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    a = made(tmp_path / "a", [Visit(NOW, 1)])
    b = made(tmp_path / "b", [Visit(NOW, 2)])
    (name,) = [path.name for path in (a / "warc").iterdir()]
    assert [path.name for path in (b / "warc").iterdir()] == [name]
    for _ in range(2):
        merge([a, b], tmp_path / "c")
        names = sorted(path.name for path in (tmp_path / "c" / "warc").iterdir())
        assert len(names) == 2
        assert name in names
        told(tmp_path / "c")


def test_an_answer_that_both_have_is_kept_once(tmp_path: Path) -> None:
    """Two archives that imported the same page have it in different files."""
    a = made(tmp_path / "a", [Visit(NOW, 1), Visit(later(hours=1), 2)])
    b = made(tmp_path / "b", [Visit(later(hours=1), 2)])
    done = merge([a, b], tmp_path / "c")
    assert [(m.captures, m.known, m.files) for m in done] == [(2, 0, 1), (0, 1, 0)]
    assert told(tmp_path / "c") == told(a)


def test_a_revisit_may_come_before_its_original(tmp_path: Path) -> None:
    a = made(tmp_path / "a", [Visit(NOW, 1), Visit(later(days=1), 1)])
    with Archive.open(a, write=True) as archive:
        archive.conn.execute("PRAGMA foreign_keys = OFF")
        with archive.transaction() as conn:
            conn.execute("UPDATE capture SET id = 100 WHERE revisit_of IS NULL")
            conn.execute("UPDATE capture SET revisit_of = 100 WHERE id != 100")
            for table in ("article", "article_version"):
                conn.execute(f"UPDATE {table} SET capture_id = 100")
    merge([a], tmp_path / "c")
    assert told(tmp_path / "c") == told(a)
    with Archive.open(tmp_path / "c") as archive:
        assert rows(archive, "SELECT id, revisit_of FROM capture ORDER BY id") == [
            (1, 2),
            (2, None),
        ]


def test_the_frontier_holds_what_was_tried_last(tmp_path: Path) -> None:
    def queue(root: Path, *, done: bool = False, failed: bool = False, at: datetime = NOW) -> Path:
        with Archive.open(root, write=True) as archive:
            frontier = Frontier(archive.conn)
            frontier.add("songcau", [Link(SITE + "bai-1", "article")], f"{SITE}{root.name}", at)
            claim = frontier.claim("songcau", at)
            assert claim is not None
            if done:
                frontier.done(claim.id, at + timedelta(minutes=1))
            elif failed:
                frontier.fail(claim.id, "http-404", "Not Found", at + timedelta(minutes=1))
        return root

    untried = queue(tmp_path / "untried")  # its run died with the lease
    done = queue(tmp_path / "done", done=True)
    failed = queue(tmp_path / "failed", failed=True, at=later(days=1))
    for order in ([untried, done, failed], [failed, done, untried]):
        output = tmp_path / "-".join(root.name for root in order)
        merge(order, output)
        with Archive.open(output) as archive:
            ((state, error, first),) = rows(
                archive, "SELECT state, error, first_found_at FROM frontier"
            )
        assert (state, error, first) == ("failed", "http-404", utc(NOW))
    merge([untried], tmp_path / "one")
    with Archive.open(tmp_path / "one") as archive:
        assert rows(archive, "SELECT state FROM frontier") == ["queued"]
    merge([done], tmp_path / "one")
    with Archive.open(tmp_path / "one") as archive:
        assert rows(archive, "SELECT state FROM frontier") == ["done"]


def test_how_lists_ended_comes_along(tmp_path: Path) -> None:
    first = Link(f"{SITE}tin", Kind.LISTING, "Tin")

    def walked(name: str, at: datetime, how: End, pages: int) -> Path:
        with Archive.open(tmp_path / name, write=True) as archive, archive.transaction() as conn:
            walk = list_walks.begin(conn, "songcau", first, at, full=True)
            for number in range(pages):
                found = Link(f"{SITE}bai-{number}", Kind.ARTICLE)
                list_walks.read(conn, walk, Listing((found,), announced_pages=pages))
            if how == End.LAST_PAGE:
                list_walks.prove(conn, walk, 1, pages, at, to_the_end=True)
            list_walks.end(conn, walk, how, f"page {pages}", first.key, at)
        return tmp_path / name

    early = walked("early", NOW, End.LAST_PAGE, 3)
    late = walked("late", later(days=1), End.BOUND, 2)
    for order in ([early, late], [late, early]):
        output = tmp_path / "-".join(root.name for root in order)
        for _ in range(2):
            merge(order, output)
            with Archive.open(output) as archive:
                (walk,) = list_walks.of_portal(archive.conn, "songcau")
            assert (walk.ended, walk.pages, walk.proof) == (End.BOUND, 2, "page 2")
            assert walk.last_full_at == utc(NOW)


def test_counts_of_lists_come_along_once(tmp_path: Path) -> None:
    url = f"{SITE}bai-1"
    counted = [Link(url, Kind.ARTICLE, views=5, identity=PORTAL.identity_key(url))]
    for name, days in (("one", 1), ("two", 2)):
        with Archive.open(tmp_path / name, write=True) as archive:
            put(archive, page(1))
            writer = WarcWriter(archive.root, PORTAL.name)
            for at in (later(hours=1), later(days=days)):
                with archive.transaction() as conn:
                    list_views.record(conn, writer, PORTAL.name, counted, at, 1)
            writer.close()
    for _ in range(2):
        merge([tmp_path / "one", tmp_path / "two"], tmp_path / "both")
    with Archive.open(tmp_path / "both") as archive:
        seen = rows(archive, "SELECT observed_at, views, url FROM view_observations ORDER BY 1")
    assert [row[0][:10] for row in seen] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert {row[1:] for row in seen} == {(5, url)}


def test_the_ways_of_both_archives_are_united(tmp_path: Path) -> None:
    def found(root: Path, *ways: Kind, indexed: bool = False) -> Path:
        made(root, [Visit(NOW, 1)])
        with Archive.open(root, write=True) as archive, archive.transaction() as conn:
            for way in ways:
                key = PORTAL.identity_key(SITE + "bai-1")
                links = [Link(SITE + "bai-1", "article", identity=key)]
                Frontier(conn).add("songcau", links, None, NOW, way)
            if indexed:
                requeue.note_indexed(conn, PORTAL, SITE + "bai-1", "https://x.vn/cdx", NOW)
        return root

    lists = found(tmp_path / "lists", Kind.LISTING)
    sitemap = found(tmp_path / "sitemap", Kind.SITEMAP, Kind.FEED)
    indexed = found(tmp_path / "indexed", indexed=True)
    for roots, expected in (
        ([lists, sitemap], ("queued", 7)),
        # What only the index of a web archive named is still to be asked for by the other.
        ([lists, indexed], ("queued", 17)),
        ([indexed, lists], ("queued", 17)),
        ([indexed], ("done", 16)),
    ):
        output = tmp_path / "-".join(root.name for root in [*roots, tmp_path])
        merge(roots, output)
        with Archive.open(output) as archive:
            assert rows(archive, "SELECT state, ways FROM frontier") == [expected]


def test_runs_and_vanished_articles_come_along(tmp_path: Path) -> None:
    a = made(tmp_path / "a", [Visit(NOW, 1), Visit(NOW, 2)])
    b = made(tmp_path / "b", [Visit(later(days=2), 1)])
    with Archive.open(a, write=True) as archive, archive.transaction() as conn:
        ident = runs.start(conn, "songcau", "govnews crawl", NOW)
        runs.finish(conn, ident, "complete", {"requests": 2}, later(hours=1))
        conn.execute("UPDATE article SET gone_at = ?", (utc(later(days=1)),))
    for _ in range(2):
        merge([a, b], tmp_path / "c")
        with Archive.open(tmp_path / "c") as archive:
            assert rows(archive, "SELECT outcome FROM run") == ["complete"]
            # Article 1 was seen again after it had vanished, article 2 was not.
            assert rows(archive, "SELECT gone_at FROM article ORDER BY url") == [
                None,
                utc(later(days=1)),
            ]


def test_own_portal_files_come_along_and_never_replace_one(tmp_path: Path) -> None:
    a, b = made(tmp_path / "a", [Visit(NOW)]), made(tmp_path / "b", [Visit(NOW)])
    for root in (a, b):
        (root / "portals").mkdir()
        (root / "portals" / "x.toml").write_text(root.name)
    merge([a, b], tmp_path / "c")
    assert (tmp_path / "c" / "portals" / "x.toml").read_text() == "a"


@pytest.mark.slow
def test_the_profile_learned_last_is_the_one_in_use(tmp_path: Path) -> None:
    learned = {"a": [(later(days=2), "x"), (later(days=5), "y")], "b": [(later(days=3), "z")]}
    for name, several in learned.items():
        with Archive.open(made(tmp_path / name, [Visit(NOW, 1)]), write=True) as archive:
            for at, path in several:
                profile = Profile(frozenset({path}), (path,), 20)
                with archive.transaction() as conn:
                    profiles.store(conn, "songcau", Era(None, profile), [1], at)
                    conn.execute(
                        "INSERT OR REPLACE INTO validator_trust VALUES ('songcau', ?, ?)",
                        (len(several), 3 - len(several)),
                    )
    for order in (["a", "b"], ["b", "a"], ["a", "b", "a"]):
        output = tmp_path / "".join(order)
        for _ in range(2):
            merge([tmp_path / name for name in order], output)
            with Archive.open(output) as archive:
                current = profiles.eras(archive.conn, "songcau").profile_at(later(days=9))
                assert current is not None
                assert current.body_paths == ("y",)
                assert rows(archive, "SELECT count(*) FROM profile") == [3]
                assert rows(archive, "SELECT count(*) FROM profile_capture") == [3]
                assert rows(archive, "SELECT kept, broken FROM validator_trust") == [(2, 2)]


def test_a_redesign_that_one_archive_knows_is_known_to_both(tmp_path: Path) -> None:
    first, second = (Profile(frozenset(), (path,), 20) for path in ("x", "y"))
    redesigned = Era(later(days=4), second, frozenset({"author"}))
    eras = {"a": Era(None, first), "b": redesigned}
    for name, era in eras.items():
        with Archive.open(made(tmp_path / name, [Visit(NOW, 1)]), write=True) as archive:
            at = later(days=1) if name == "b" else later(days=5)
            with archive.transaction() as conn:
                profiles.store(conn, "songcau", era, [1], at)
    merge([tmp_path / "b", tmp_path / "a"], tmp_path / "c")
    with Archive.open(tmp_path / "c") as archive:
        found = profiles.eras(archive.conn, "songcau")
    assert found.all == (eras["a"], eras["b"])
    assert found.at(later(days=3)) == eras["a"]
    assert found.at(later(days=4)) == eras["b"]


def test_a_capture_still_knows_the_redirect_that_led_to_it(tmp_path: Path) -> None:
    moved = exchange("cu", b"", status=302, headers=(("Location", "/bai-1"),))
    with Archive.open(tmp_path / "one", write=True) as archive, archive.transaction() as conn:
        writer = WarcWriter(archive.root, PORTAL.name)
        before = None
        for hop in (moved, exchange("bai-1")):
            came_from = moved.url if before is not None else None
            written = writer.write(hop, "article", redirected_from=came_from)
            before = captures.insert(
                conn, PORTAL.name, "article", hop, hop.payload, written, redirected_from=before
            )
        writer.close()
    with Archive.open(tmp_path / "part", write=True) as archive, archive.transaction() as conn:
        # The same record in a database that has forgotten what led to it.
        shutil.copytree(tmp_path / "one" / "warc", archive.root / "warc", dirs_exist_ok=True)
        captures.insert(conn, PORTAL.name, "article", hop, hop.payload, written)
    other = made(tmp_path / "other", [Visit(NOW, number=7)])
    merge([other, tmp_path / "part", tmp_path / "one"], tmp_path / "all")
    merge([tmp_path / "one"], tmp_path / "all")
    with Archive.open(tmp_path / "all") as archive:
        assert rows(
            archive,
            """SELECT c.url, r.url FROM capture c JOIN capture r ON r.id = c.redirected_from""",
        ) == [(hop.url, moved.url)]
        (ident,) = rows(archive, "SELECT id FROM capture WHERE url = ?", hop.url)
        assert captures.asked_for(archive.conn, ident) == moved.url
        (ident,) = rows(archive, "SELECT id FROM capture WHERE url = ?", moved.url)
        assert captures.asked_for(archive.conn, ident) == moved.url


def test_every_table_is_merged() -> None:
    """A table that a migration adds has to come along, or has to be named here as derived."""
    derived = {"province", "article_key", "article_fts", "article_terms", "_sqlite_migrations"}
    merged = {"capture", "frontier", "run", "article", "article_version", *merge_history.PARTS}
    merged |= {
        "hold",
        "article_move",
        "observation",
        "profile",
        "profile_capture",
        "validator_trust",
        "list_walk",
        "list_view",
    }
    merged.add("article_address")
    conn = dictionary.fresh()
    tables = {each.name for each in dictionary.relations(conn) if each.kind == "table"}
    conn.close()
    assert tables - merged == derived


# --- what can go wrong ----------------------------------------------------------------------------


def test_a_merge_that_fails_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = made(tmp_path / "a", [Visit(NOW, 1)]), made(tmp_path / "b", [Visit(NOW, 2)])
    merge([a], tmp_path / "c")
    before, files = told(tmp_path / "c"), sorted((tmp_path / "c" / "warc").iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("POINT_TO_NEWEST", "copy"):
        with monkeypatch.context() as patch:
            if broken == "copy":
                patch.setattr("govnews.archive.merge.shutil.copyfileobj", full)
            else:
                patch.setattr("govnews.archive.merge_history.POINT_TO_NEWEST", "no SQL")
            with pytest.raises(ArchiveError):
                merge([b], tmp_path / "c")
            with pytest.raises(ArchiveError):
                merge([a, b], tmp_path / "new")
        assert told(tmp_path / "c") == before
        assert sorted((tmp_path / "c" / "warc").iterdir()) == files
        assert not (tmp_path / "new").exists()
        assert not list(tmp_path.glob(".new*"))
    merge([b], tmp_path / "c")
    assert len(told(tmp_path / "c")["captures"]) == 2


def test_what_a_killed_merge_left_does_no_harm(tmp_path: Path) -> None:
    a, b = made(tmp_path / "a", [Visit(NOW, 1)]), made(tmp_path / "b", [Visit(later(days=1), 2)])
    merge([a, b], tmp_path / "c")
    # Killed after the files were there and before the rows were.
    shutil.copytree(a, tmp_path / "killed")
    for path in (b / "warc").iterdir():
        shutil.copy(path, tmp_path / "killed" / "warc")
        (tmp_path / "killed" / "warc" / (path.name + ".part")).write_bytes(b"half")
    merge([b], tmp_path / "killed")
    assert told(tmp_path / "killed") == told(tmp_path / "c")
    # Killed before a new output had its name: nothing of it gets into another merge.
    shutil.copytree(b, tmp_path / ".d.merging")
    merge([a], tmp_path / "d")
    assert told(tmp_path / "d") == told(a)


def test_wrong_sources_are_named(tmp_path: Path) -> None:
    a = made(tmp_path / "a", [Visit(NOW)])
    with pytest.raises(UsageError, match="into itself"):
        merge([a], tmp_path / "x" / ".." / "a")
    with pytest.raises(NotAnArchive):
        merge([a, tmp_path / "none"], tmp_path / "c")
    assert not (tmp_path / "c").exists()
    (path,) = (a / "warc").iterdir()
    unfinished = path.rename(path.with_name(path.name + ".open"))
    with pytest.raises(ArchiveLocked, match="repair it"):
        merge([a], tmp_path / "c")
    unfinished.unlink()
    with pytest.raises(ArchiveCorrupt, match="is missing"):
        merge([a], tmp_path / "c")
    assert not (tmp_path / "c").exists()
    with Archive.open(a, write=True) as archive, archive.transaction() as conn:
        conn.execute("UPDATE capture SET lost_at = '2026-03-03T00:00:00Z'")
    for _ in range(2):
        merge([a], tmp_path / "lost")
    with Archive.open(tmp_path / "lost") as archive:
        assert rows(archive, "SELECT warc_file FROM capture") == [f"warc/{path.name}"]
    with Archive.open(tmp_path / ".c.merging", write=True), pytest.raises(ArchiveLocked):
        merge([a], tmp_path / "c")
    torn = made(tmp_path / "torn", [Visit(later(hours=n), n, "nội " * 500) for n in range(40)])
    (path,) = torn.glob("archive.db")
    data = bytearray(path.read_bytes())
    data[4096 * 20 : 4096 * 60] = bytes(4096 * 40)
    path.write_bytes(data)
    with pytest.raises(ArchiveCorrupt, match="torn"):
        merge([torn], tmp_path / "c")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    with sqlite3.connect(foreign / "archive.db") as conn:
        conn.execute("CREATE TABLE t (x)")
    conn.close()
    with pytest.raises(NotAnArchive):
        merge([foreign], tmp_path / "c")


KILLED = """
import os, signal, sys
from pathlib import Path
from govnews.archive import merge, merge_history

where, *names = sys.argv[1:]
*sources, output = map(Path, names)
left = [int(where.partition(":")[2] or 0)]

def deadly(function):
    def until_killed(*args, **values):
        if left[0] == 0:
            if where.startswith("copy"):
                args[1].write(args[0].read(10))
                args[1].flush()
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return function(*args, **values)
    return until_killed

if where.startswith("copy"):
    merge.shutil.copyfileobj = deadly(merge.shutil.copyfileobj)
elif where.startswith("row"):
    merge.insert = deadly(merge.insert)
else:
    merge._take_portals = deadly(merge._take_portals)
merge.merge(sources, output)
"""


@pytest.mark.kill
@pytest.mark.parametrize("where", ["copy:1", "row:0", "row:4", "end"])
def test_a_merge_that_is_killed_can_be_made_again(tmp_path: Path, where: str) -> None:
    a = made(tmp_path / "a", [Visit(NOW, 1), Visit(NOW, 2)])
    b = made(tmp_path / "b", [Visit(later(days=1), 1, "Nội dung mới"), Visit(NOW, 3)])
    merge([a, b], tmp_path / "whole")
    merge([a], tmp_path / "grown")
    before, whole = told(tmp_path / "grown"), told(tmp_path / "whole")
    for output, sources in (("grown", [a, b]), ("new", [a, b])):
        place = tmp_path / output
        killed = python(KILLED, where, *map(str, [*sources, place]))
        _, stderr = killed.communicate(timeout=60)
        if output == "grown" and where == "copy:1":
            # Only one file is new to this archive, so nothing was copied a second time.
            assert killed.returncode == 0, stderr
        else:
            assert killed.returncode == -9, stderr
            assert not (tmp_path / "new").exists()
            assert told(tmp_path / "grown") in (before, whole)
        merge(sources, place)
        assert told(place) == whole
        assert len(list((place / "warc").iterdir())) == 2


def test_two_readings_of_the_same_bytes_are_one_version(tmp_path: Path) -> None:
    """One archive was read by a better release, and visited a day later: the page is the same."""
    roots = [tmp_path / "a", tmp_path / "b"]
    for day, (root, title) in enumerate(zip(roots, ("CẦU | Cổng", "Cầu"), strict=True)):
        with Archive.open(root, write=True) as archive:
            put(archive, page(title=title), at=later(days=day), payload=b"<p>the same</p>")
    for pair in (roots, roots[::-1]):
        out = tmp_path / f"out-{pair[0].name}"
        merge(pair, out)
        with Archive.open(out) as archive:
            assert not list(repeated_versions.find(archive.conn, None))
            assert rows(archive, "SELECT title, seen_at, cause FROM article_version") == [
                ("Cầu", "2026-03-02T02:15:00Z", "page")
            ]
            assert rows(archive, "SELECT title, last_seen FROM article") == [
                ("Cầu", "2026-03-03T02:15:00Z")
            ]
