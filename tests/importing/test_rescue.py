"""`govnews rescue` from web archives on loopback: all forms of index, failures, going on."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from govnews import http_client
from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.errors import WebArchiveUnavailable
from govnews.http_client import Answer, Client
from govnews.identity import ADDRESS_ONLY
from govnews.importing import cdx, rescue
from govnews.model import Kind, Link
from tests.archive.archivelib import records, rows
from tests.cli.clilib import Done, govnews, invoke
from tests.importing.test_importing import LONGAN, page
from tests.importing.test_importing import rows as said
from tests.importing.webarchive import Mark, WebArchive

pytestmark = pytest.mark.slow

OLD, MOVED = "http://longan.gov.vn", "https://www.longan.gov.vn"
NOW = datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


def mark(number: int, day: int = 1, text: str = "A.", **values: Any) -> Mark:
    payload = page(f"Lễ ra quân số {number}", f"{text} Lần thứ {number}.")
    digest = values.pop("digest", f"SHA1{number}{text}")
    return Mark(f"202103{day:02d}010203", f"{LONGAN}/tin/{number}", payload, digest, **values)


def ask(root: Path, archive: WebArchive, *args: str) -> Done:
    return invoke(
        "rescue", "longan", "--from", archive.url, "--allow-private", "--delay", "0", "--nl",
        "--archive", root, *args,
    )  # fmt: skip


@pytest.mark.parametrize("form", ["wayback", "pywb", "pages", "cdxj", "plain"])
def test_every_form_of_index_gives_all_captures(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cdx, "BATCH", 3)
    with WebArchive([mark(n) for n in range(8)], form) as archive:
        done = ask(tmp_path, archive)
    assert done.code == 0, done.stderr
    assert sorted(row["url"] for row in said(done)) == [f"{LONGAN}/tin/{n}" for n in range(8)]
    assert len(archive.replayed) == 8
    (agent,) = archive.agents
    assert agent.startswith("govnews/")


def test_captures_keep_their_time_address_and_headers(tmp_path: Path) -> None:
    packed = mark(2, text="B.", headers={"Content-Encoding": "gzip"})
    body, packed.payload = packed.payload, gzip.compress(packed.payload)
    with WebArchive([mark(1), packed]) as archive:
        assert ask(tmp_path, archive).code == 0
    with Archive.open(tmp_path) as opened:
        first, second = captures.load(opened, 1), captures.load(opened, 2)
        assert rows(opened, "SELECT first_seen, last_seen FROM article WHERE id = 1") == [
            ("2021-03-01T01:02:03Z", "2021-03-01T01:02:03Z")
        ]
    assert (first.url, second.body) == (f"{LONGAN}/tin/1", body)
    assert first.fetched_at == datetime(2021, 3, 1, 1, 2, 3, tzinfo=UTC)
    kept = [record for _, record, _ in records(tmp_path) if record.rec_type == "response"]
    http = kept[0].http_headers
    assert http.get_header("Last-Modified") == "Mon, 01 Mar 2021 00:00:00 GMT"
    assert http.get_header("Content-Location").endswith(f"20210301010203id_/{LONGAN}/tin/1")
    assert http.get_header("Transfer-Encoding") is None


def test_a_payload_that_is_known_is_noted_and_not_fetched(tmp_path: Path) -> None:
    same = [mark(1, day) for day in (1, 2, 3)]
    edited = mark(1, 4, text="Đã sửa.")
    with WebArchive([*same, edited]) as archive:
        done = ask(tmp_path, archive)
        assert [row["outcome"] for row in said(done)] == [
            "new",
            "unchanged",
            "unchanged",
            "changed",
        ]
        assert sum(archive.replayed.values()) == 2
        again = ask(tmp_path, archive)
        assert (again.code, said(again)) == (0, [])
        assert "4 known; 0 pages fetched" in again.stderr
        assert sum(archive.replayed.values()) == 2
    with Archive.open(tmp_path) as opened:
        assert rows(opened, "SELECT seen_at FROM article_version ORDER BY seen_at") == [
            "2021-03-01T01:02:03Z",
            "2021-03-04T01:02:03Z",
        ]
        assert rows(opened, "SELECT revisit_of FROM capture") == [None, 1, 1, None]


def test_a_rescue_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    marks = [mark(n) for n in range(5)] + [mark(4, 2)]
    with WebArchive(marks) as archive:
        first = ask(tmp_path, archive, "--limit", "2")
        assert first.code == 3
        assert "as --limit says" in first.stderr
        second = ask(tmp_path, archive)
        assert (second.code, len(said(second))) == (0, 4)
        assert set(archive.replayed.values()) == {1}
        assert sum(archive.replayed.values()) == 5


def test_the_index_is_noted_as_a_way_that_led_to_the_article(tmp_path: Path) -> None:
    """In a row of the frontier nothing else changes; an article without one gets a row that no
    crawl asks for.
    """
    with Archive.open(tmp_path, write=True) as opened, opened.transaction() as conn:
        frontier = Frontier(conn)
        # The portal has moved to https since it was archived.
        links = [Link(f"{MOVED}/tin/{n}", "article", "Tin", published="2021") for n in (1, 2)]
        links = [replace(link, identity=ADDRESS_ONLY.key(link.url)) for link in links]
        frontier.add("longan", links, f"{LONGAN}/tin", NOW, Kind.LISTING)
        claim = frontier.claim("longan", NOW)
        assert claim is not None
        frontier.fail(claim.id, "http-500", "", NOW)
        before = conn.execute("SELECT * FROM frontier ORDER BY id").fetchall()
    broken = mark(3, replayed_at="20190101000000")
    listed = [mark(1), mark(1, 2, text="B."), broken, mark(4), mark(5)]
    listed = [replace(each, url=each.url.replace(LONGAN, OLD)) for each in listed]
    with WebArchive(listed) as archive:
        assert ask(tmp_path, archive, "--limit", "4").code == 3
    with Archive.open(tmp_path, write=True) as opened:
        conn = opened.conn
        assert rows(opened, "SELECT url, state, ways, finished_at FROM frontier WHERE id > 2") == [
            (f"{OLD}/tin/4", "done", 16, None)
        ]
        assert rows(opened, "SELECT ways FROM frontier WHERE id <= 2") == [17, 1]
        conn.execute("UPDATE frontier SET ways = 1 WHERE id <= 2")
        assert conn.execute("SELECT * FROM frontier WHERE id <= 2 ORDER BY id").fetchall() == before
    with WebArchive(listed) as archive:
        ask(tmp_path, archive)
    with Archive.open(tmp_path) as opened:
        assert rows(opened, "SELECT ways FROM frontier ORDER BY id") == [17, 1, 16, 16]


def test_what_is_no_page_of_the_portal_is_not_asked_for(tmp_path: Path) -> None:
    portals = tmp_path / "portals"
    portals.mkdir()
    (portals / "longan.toml").write_text(
        f'title = "x"\nfamily = "generic"\nbase_url = "{LONGAN}/"\n'
        "[crawl]\narticle_url = '/tin/\\d+$'\n"
    )
    others = [
        Mark("20210301010203", f"{LONGAN}/anh/1.png", b"", "a", mime="image/png"),
        Mark("20210301010203", f"{LONGAN}/tin/7", b"", "b", status="404"),
        Mark("20210301010203", f"{LONGAN}/lien-he", b"", "c"),
        Mark("20210301010203", "https://sub.longan.gov.vn/tin/8", b"", "d"),
        Mark("2021", f"{LONGAN}/tin/9", b"", "e"),
    ]
    revisit = mark(2, mime="warc/revisit", status="-", answers=[(404, {})])
    with WebArchive([mark(1), revisit, *others]) as archive:
        done = ask(tmp_path, archive)
    assert [row["url"] for row in said(done)] == [f"{LONGAN}/tin/1"]
    for why in ("no page", "status 404", "no article's address", "other site"):
        assert f"captures: {why}\n" in done.stderr
    assert "2 captures: status 404" in done.stderr
    assert len(archive.replayed) == 2


def test_a_server_that_asks_for_a_pause_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    clock = SimpleNamespace(sleep=pauses.append, monotonic=lambda: sum(pauses))
    monkeypatch.setattr(http_client, "time", clock)
    asked = mark(1, answers=[(429, {"Retry-After": "17"}), (503, {})])
    with WebArchive([asked, mark(2)]) as archive:
        done = ask(tmp_path, archive, "--delay", "3")
    assert (done.code, len(said(done))) == (0, 2)
    assert [round(pause) for pause in pauses] == [0, 3, 17, 20, 3]


def test_one_that_asks_for_a_long_pause_is_left_alone(tmp_path: Path) -> None:
    busy = mark(2, answers=[(429, {"Retry-After": "86400"})])
    with WebArchive([mark(1), busy, mark(3)]) as archive:
        done = ask(tmp_path, archive)
        assert done.code == 3
        assert "asks to be left alone for 86400 seconds" in done.stderr
        assert len(said(done)) == 1
        assert len(said(ask(tmp_path, archive))) == 2


def test_answers_that_are_not_the_capture_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "BACK_OFF", (0.0, 0.0))
    moved = mark(2, replayed_at="20190101000000")
    broken = mark(3, answers=[(502, {})] * 3)
    away = mark(4, answers=[(302, {"Location": "http://192.0.2.1/"})])
    nearby = mark(5, answers=[(302, {"Location": f"/coll/20210301010203id_/{LONGAN}/tin/1"})])
    with WebArchive([mark(1), moved, broken, away, nearby]) as archive:
        done = ask(tmp_path, archive)
        assert done.code == 3
        found = {row["url"][-1]: (row["outcome"], row["reason"] or "") for row in said(done)}
        assert found["1"][0] == "new"
        assert "another time" in found["2"][1]
        assert "status 502" in found["3"][1]
        assert "status 302" in found["4"][1]
        assert len(said(ask(tmp_path, archive))) == 3  # they are tried again


def test_many_failures_in_a_row_end_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "BACK_OFF", (0.0, 0.0))
    with WebArchive([mark(n, answers=[(500, {})] * 3) for n in range(9)]) as archive:
        done = ask(tmp_path, archive)
    assert done.code == 3
    assert len(said(done)) == rescue.MAX_FAILURES
    assert "in a row could not be fetched" in done.stderr


def test_private_addresses_are_refused_unless_allowed(tmp_path: Path) -> None:
    with WebArchive([mark(1)]) as archive:
        for source in (archive.url, archive.url.replace("127.0.0.1", "localhost")):
            done = govnews("rescue", "longan", "--from", source, "--archive", tmp_path)
            assert done.code == 1
            assert "--allow-private" in done.stderr
        assert archive.asked == []


@pytest.mark.parametrize(
    ("source", "server", "said"),
    [
        ("ftp://example.org/", None, "no http address"),
        ("http://[::1", None, "no http address"),
        ("http://127.0.0.1:1/", None, "cannot be reached"),
    ],
)
def test_sources_that_cannot_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, server: str | None, said: str
) -> None:
    monkeypatch.setattr(http_client, "BACK_OFF", ())
    done = invoke(
        "rescue", "longan", "--from", source, "--allow-private", "--archive", tmp_path
    )  # fmt: skip
    assert done.code in {1, 2}
    assert said in done.stderr


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (403, "<html><b>Blocked Site Error</b></html>", "Blocked Site Error"),
        (200, "<html><body>Xin chào</body></html>", "gives no index"),
        (200, '[["urlkey"', "broken JSON"),
        (200, '["a", "b"]', "no index"),
    ],
)
def test_an_index_that_is_none_is_named(
    tmp_path: Path, status: int, text: str, expected: str
) -> None:
    with WebArchive([]) as archive:
        archive.refusal = (status, text)
        done = ask(tmp_path, archive)
    assert done.code == 1
    assert expected in done.stderr


def test_nothing_found_is_incomplete(tmp_path: Path) -> None:
    for form in ("wayback", "pywb"):
        with WebArchive([], form) as archive:
            assert ask(tmp_path, archive).code == 3


def test_resumption_keys_that_turn_in_a_circle_end(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = '[["timestamp","original"],["20210301010203","http://x.vn/"],[],["again"]]'
    client = Client(delay=0, allow_private=True)
    monkeypatch.setattr(client, "get", lambda url: Answer(url, 200, {}, rows.encode()))
    with pytest.raises(WebArchiveUnavailable, match="same resumption key"):
        list(cdx.captures(client, "http://x/cdx", "x.vn", prefix=False))


def test_an_answer_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "MAX_PAYLOAD", 2000)
    with WebArchive([mark(1, text="x" * 3000, digest="A")]) as archive:
        done = ask(tmp_path, archive)
    assert "more than 2000 bytes" in said(done)[0]["reason"]


def test_web_archive_org_has_its_index_elsewhere() -> None:
    for source in ("https://web.archive.org", "https://web.archive.org/web/"):
        assert rescue.server_of(source) == (
            "https://web.archive.org/cdx/search/cdx",
            "https://web.archive.org/web/",
        )
    assert rescue.server_of("http://h/c")[0] == "http://h/c/cdx"


def test_plain_cdx_with_its_header_and_eleven_fields() -> None:
    text = (
        " CDX N b a m s k r M S V g\n"
        "vn,x)/1 20210301010203 http://x.vn/1 text/html 200 ABC - - 99 0 f.warc.gz\n"
        "vn,x)/2 20211301010203 http://x.vn/2 text/html 200 ABC - - 99 0 f.warc.gz\n"
    )
    found, key = cdx.parse(Answer("http://x/cdx", 200, {}, text.encode()))
    assert key is None
    assert [(row.url, row.status, row.digest) for row in found] == [("http://x.vn/1", 200, "ABC")]
    assert found[0].timestamp == "20210301010203"


def test_rows_are_json(tmp_path: Path) -> None:
    with WebArchive([mark(1)]) as archive:
        done = ask(tmp_path, archive)
    assert set(json.loads(done.stdout)) == {"outcome", "reason", "title", "url"}
