"""WARC files and WACZ packages of other tools, also broken and hostile ones, and folders."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.archive.warc import record_stream
from govnews.importing.recognise import ZSTD_DICTIONARY
from tests.archive.archivelib import records, rows
from tests.cli.clilib import Done
from tests.importing.test_importing import LONGAN, bring, page
from tests.importing.test_importing import rows as said

pytestmark = pytest.mark.slow

HTML = [("Content-Type", "text/html; charset=utf-8")]
FIRST = page("Hội nghị tổng kết công tác năm 2023", "A.")


def record(writer: WARCWriter, url: str, payload: bytes, **values: Any) -> Any:
    status = values.pop("status", "200 OK")
    headers = StatusAndHeaders(status, values.pop("headers", HTML), protocol="HTTP/1.1")
    date = {"WARC-Date": values.pop("date", "2024-03-02T01:02:03Z")}
    return writer.create_warc_record(
        url,
        values.pop("kind", "response"),
        payload=io.BytesIO(payload),
        http_headers=headers,
        warc_headers_dict={**date, **values.pop("extra", {})},
        **values,
    )


def warc(*parts: dict[str, Any], packed: bool = True) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer._create_temp_file = io.BytesIO
    for part in parts:
        if "refers_to" in part:
            made = writer.create_revisit_record(
                part["url"],
                part["digest"],
                part["refers_to"],
                part["refers_date"],
                http_headers=StatusAndHeaders(
                    part.get("status", "200 OK"), HTML, protocol="HTTP/1.1"
                ),
                warc_headers_dict={"WARC-Date": part["date"]},
            )
        else:
            made = record(writer, **part)
        writer.write_record(made)
    return stream.getvalue()


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def outcomes(done: Done) -> list[str]:
    return [row["outcome"] for row in said(done)]


def chunked(data: bytes) -> bytes:
    parts = [data[n : n + 1000] for n in range(0, len(data), 1000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


# --- WARC -----------------------------------------------------------------------------------------


def test_chunked_and_packed_payloads_are_undone_and_come_back(tmp_path: Path) -> None:
    headers = [*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "Chunked")]
    packed = gzip.compress(FIRST)
    path = put(
        tmp_path / "x.warc.gz",
        warc({"url": f"{LONGAN}/tin/1", "payload": chunked(packed), "headers": headers}),
    )
    assert outcomes(bring(tmp_path / "a", path)) == ["new"]
    with Archive.open(tmp_path / "a") as archive:
        assert captures.load(archive, 1).body == FIRST
    # What the archive wrote is whole for other tools: no chunked coding is claimed.
    (kept,) = [r for _, r, _ in records(tmp_path / "a") if r.rec_type == "response"]
    assert kept.http_headers.get_header("Transfer-Encoding") is None


@pytest.mark.parametrize("form", ["by record", "whole", "not at all"])
def test_gzip_by_record_of_the_whole_file_and_none(tmp_path: Path, form: str) -> None:
    parts = [
        {"url": f"{LONGAN}/tin/{n}", "payload": page(f"Lễ ra quân số {n}", f"Số {n}.")}
        for n in range(3)
    ]
    data = warc(*parts, packed=form == "by record")
    if form == "whole":
        data = gzip.compress(data)
    done = bring(tmp_path / "a", put(tmp_path / "x.warc", data))
    assert outcomes(done) == ["new"] * 3
    assert done.code == 0


def test_revisits_take_the_payload_they_refer_to(tmp_path: Path) -> None:
    url = f"{LONGAN}/tin/1"
    revisit = {"url": url, "refers_to": url, "refers_date": "2024-03-02T01:02:03Z"}
    parts: list[dict[str, Any]] = [
        {"url": url, "payload": FIRST},
        {**revisit, "digest": "sha1:UNKNOWN", "date": "2024-03-05T00:00:00Z"},
        {**revisit, "digest": "sha1:UNKNOWN", "date": "2024-03-06T00:00:00Z", "status": "304 X"},
        {
            **revisit,
            "digest": "sha1:X",
            "refers_date": "2019-01-01T00:00:00Z",
            "date": "2024-04-01T00:00:00Z",
        },
    ]
    first = bring(tmp_path / "a", put(tmp_path / "x.warc.gz", warc(*parts)))
    assert outcomes(first) == ["new", "unchanged", "unchanged"]
    assert "1 records: a revisit of a page that is not here" in first.stderr
    assert bring(tmp_path / "a", tmp_path / "x.warc.gz").stdout.count('"known"') == 3
    later = {**revisit, "digest": "sha1:UNKNOWN", "date": "2024-05-01T00:00:00Z"}
    assert outcomes(bring(tmp_path / "a", put(tmp_path / "y.warc.gz", warc(later)))) == [
        "unchanged"
    ]
    with Archive.open(tmp_path / "a") as archive:
        assert rows(archive, "SELECT first_seen, last_seen FROM article") == [
            ("2024-03-02T01:02:03Z", "2024-05-01T00:00:00Z")
        ]
        assert rows(archive, "SELECT count(*) FROM article_version") == [1]
        assert rows(archive, "SELECT status, revisit_of FROM capture") == [
            (200, None),
            (200, 1),
            (304, 1),
            (200, 1),
        ]
        assert {captures.load(archive, n).body for n in range(1, 5)} == {FIRST}


def test_a_revisit_may_name_an_answer_by_its_digest_alone(tmp_path: Path) -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    writer._create_temp_file = io.BytesIO
    original = record(writer, f"{LONGAN}/tin/1", FIRST)
    writer.write_record(original)
    digest = original.rec_headers.get_header("WARC-Payload-Digest")
    again = record(
        writer,
        f"{LONGAN}/tin/2",
        b"",
        kind="revisit",
        date="2024-03-05T00:00:00Z",
        extra={"WARC-Payload-Digest": digest},
    )
    writer.write_record(again)
    done = bring(tmp_path / "a", put(tmp_path / "x.warc.gz", stream.getvalue()))
    assert [(row["outcome"], row["url"]) for row in said(done)] == [
        ("new", f"{LONGAN}/tin/1"),
        ("new", f"{LONGAN}/tin/2"),
    ]


def test_the_same_payload_again_is_kept_as_a_revisit(tmp_path: Path) -> None:
    parts = [
        {"url": f"{LONGAN}/tin/1", "payload": FIRST, "date": f"2024-03-0{n}T00:00:00Z"}
        for n in (1, 2, 3)
    ]
    assert outcomes(bring(tmp_path / "a", put(tmp_path / "x.warc.gz", warc(*parts)))) == [
        "new",
        "unchanged",
        "unchanged",
    ]
    with Archive.open(tmp_path / "a") as archive:
        assert rows(archive, "SELECT revisit_of FROM capture") == [None, 1, 1]


def test_records_that_cannot_be_used_are_counted_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_stream, "MAX_RECORD", 100_000)
    url = f"{LONGAN}/tin/1"
    good = {"url": f"{LONGAN}/tin/9", "payload": FIRST}
    data = warc(
        {"url": url, "payload": bytes(200_000)},
        {"url": url, "payload": FIRST, "date": "hôm qua"},
        {"url": url, "payload": FIRST, "extra": {"WARC-Segment-Number": "1"}},
        {"url": url, "payload": b"loi", "status": "500 Internal Server Error"},
        {"url": url, "payload": b"", "status": "301 Moved"},
        {"url": "dns:longan.gov.vn", "payload": b"1.2.3.4"},
        good,
    )
    junk = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + url.encode()
    junk += b"\r\nWARC-Date: 2024-03-02T01:02:03Z\r\nContent-Length: 4\r\n\r\njunk\r\n\r\n"
    done = bring(tmp_path / "a", put(tmp_path / "x.warc", gzip.compress(junk) + data))
    assert outcomes(done) == ["new"]
    assert done.code == 3
    for why in ("too large", "no valid date", "in segments", "no HTTP answer"):
        assert f"refused: 1 records: {why}\n" in done.stderr, why
    for why in ("status 500", "status 301", "no web page"):
        assert f"skipped: 1 records: {why}\n" in done.stderr, why


@pytest.mark.parametrize("packed", [True, False])
def test_damage_is_named_and_what_came_before_is_stored(tmp_path: Path, packed: bool) -> None:
    parts = [
        {"url": f"{LONGAN}/tin/{n}", "payload": page(f"Lễ ra quân số {n}", f"Số {n}.")}
        for n in range(3)
    ]
    # Record identifiers are random, so that the same record made twice may differ in length.
    pieces = [warc(part, packed=packed) for part in parts]
    whole, two = b"".join(pieces), len(pieces[0] + pieces[1])
    flipped = bytearray(whole)
    flipped[two + 1] ^= 0xFF  # in the gzip header, or in "WARC/1.0"
    for name, data, number in (
        ("cut.warc", whole[: two + 200], 2),
        ("flipped.warc", bytes(flipped), 2),
        ("rubbish.warc", whole + b"rubbish", 3),
    ):
        done = bring(tmp_path / name.partition(".")[0], put(tmp_path / name, data))
        assert done.code == 3
        assert outcomes(done) == ["new"] * number + ["failed"], name
        assert f"{name}: broken after record {number}" in said(done)[-1]["reason"]


def test_a_bomb_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_stream, "UNPACKED_FLOOR", 1 << 20)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://longan.gov.vn/\r\n"
    head += b"Content-Length: 30000000\r\n\r\n"
    bomb = put(tmp_path / "bomb.warc.gz", gzip.compress(head + bytes(30_000_000)))
    done = bring(tmp_path / "a", bomb)
    assert outcomes(done) == ["failed"]
    assert "unpacks to far more than web pages do" in said(done)[0]["reason"]
    headers = b"WARC/1.0\r\n" + b"X: y\r\n" * 2000
    many = put(tmp_path / "many.warc", headers)
    assert "too many headers" in said(bring(tmp_path / "a", many))[0]["reason"]


@pytest.mark.parametrize("words", [False, True], ids=["plain", "with a dictionary"])
def test_zstandard_is_read_record_by_record(tmp_path: Path, words: bool) -> None:
    parts = [
        {"url": f"{LONGAN}/tin/{n}", "payload": page(f"Lễ ra quân số {n}", f"Số {n}.")}
        for n in range(30)
    ]
    plain = [warc(part, packed=False) for part in parts]
    chosen = zstandard.train_dictionary(2000, plain) if words else None
    head = b""
    if chosen is not None:
        data = chosen.as_bytes()
        head = ZSTD_DICTIONARY + len(data).to_bytes(4, "little") + data
    packed = [zstandard.ZstdCompressor(dict_data=chosen).compress(one) for one in plain]
    done = bring(tmp_path / "a", put(tmp_path / "x.warc.zst", head + b"".join(packed)))
    assert outcomes(done) == ["new"] * 30
    cut = put(tmp_path / "cut.warc.zst", head + b"".join(packed)[:-20])
    assert outcomes(bring(tmp_path / "b", cut))[-1] == "failed"
    junk = put(tmp_path / "x.warc.zst", b"\x28\xb5\x2f\xfd" + bytes(50))
    assert "zstandard" in said(bring(tmp_path / "a", junk))[0]["reason"]


# --- WACZ -----------------------------------------------------------------------------------------


def wacz(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


def test_a_wacz_gives_the_answers_of_all_its_files(tmp_path: Path) -> None:
    files = {
        f"archive/{n}.warc.gz": warc(
            {"url": f"{LONGAN}/tin/{n}", "payload": page(f"Lễ ra quân số {n}", f"Số {n}.")}
        )
        for n in range(2)
    }
    files |= {"archive/3.warc": warc({"url": f"{LONGAN}/tin/3", "payload": FIRST}, packed=False)}
    files |= {"datapackage.json": b"{}", "pages/pages.jsonl": b"", "archive/notes.txt": b"WARC/"}
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        done = bring(tmp_path / f"a{method}", wacz(tmp_path / "x.wacz", files, method))
        assert outcomes(done) == ["new"] * 3
        assert done.code == 0


def test_hostile_and_broken_packages_are_refused_and_nothing_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_stream, "UNPACKED_FLOOR", 1 << 20)
    good = warc({"url": f"{LONGAN}/tin/1", "payload": FIRST})
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    for name, files, why in (
        ("empty.wacz", {"datapackage.json": b"{}"}, "no WARC file"),
        (
            "bomb.wacz",
            {"archive/x.warc": b"WARC/1.0\r\nContent-Length: 9000000\r\n\r\n" + bytes(9_000_000)},
            "far more than",
        ),
        ("climb.wacz", {"archive/../../../climbed.warc.gz": good}, None),
    ):
        path = wacz(inside / name, files, zipfile.ZIP_DEFLATED)
        before = sorted(tmp_path.rglob("*"))
        done = bring(tmp_path / "a" / name, path)
        if why is None:
            assert outcomes(done) == ["new"]
        else:
            assert why in said(done)[0]["reason"]
        outside = [
            p for p in tmp_path.rglob("*") if p not in before and tmp_path / "a" not in p.parents
        ]
        assert [p.name for p in outside] in ([], ["a"])
    cut = put(tmp_path / "cut.wacz", (inside / "climb.wacz").read_bytes()[:-30])
    assert "cannot be read" in said(bring(tmp_path / "a" / "cut", cut))[0]["reason"]
    flipped = bytearray((inside / "climb.wacz").read_bytes())
    flipped[200] ^= 0xFF
    done = bring(tmp_path / "a" / "flip", put(tmp_path / "flip.wacz", bytes(flipped)))
    assert (done.code, outcomes(done)[-1]) == (3, "failed")


# --- folders --------------------------------------------------------------------------------------


def test_a_folder_with_a_map_of_addresses(tmp_path: Path) -> None:
    tree = tmp_path / "saved"
    (tree / "tin" / "sub").mkdir(parents=True)
    (tree / "tin" / "a_files").mkdir()
    put(tree / "tin" / "a.html", FIRST)
    put(tree / "tin" / "sub" / "b.htm", page("Lễ ra quân tháng thanh niên", "B."))
    put(tree / "tin" / "a_files" / "ad.html", page("Quảng cáo", "C."))
    put(tree / "tin" / "anh.png", b"\x89PNG")
    put(
        tree / "x.warc.gz",
        warc({"url": f"{LONGAN}/tin/9", "payload": page("Khánh thành cầu", "D.")}),
    )
    outside = put(tmp_path / "outside.html", page("Bí mật bên ngoài", "E."))
    (tree / "link.html").symlink_to(outside)
    (tree / "up").symlink_to(tmp_path)
    mapped = tmp_path / "map.csv"
    mapped.write_text(f"path,url\ntin/a.html,{LONGAN}/tin/1\ntin\\sub\\b.htm,{LONGAN}/tin/2\n")
    done = bring(tmp_path / "a", tree, "--url-map", mapped)
    assert {(row["outcome"], row["url"]) for row in said(done)} == {
        ("new", f"{LONGAN}/tin/1"),
        ("new", f"{LONGAN}/tin/2"),
        ("new", f"{LONGAN}/tin/9"),
    }
    assert done.code == 0
    assert "1 files: a link" in done.stderr
    assert "1 files: a picture" in done.stderr
    mapped.write_text(f"tin/a.html\t{LONGAN}/tin/1\nmissing.html\t{LONGAN}/tin/7\n")
    again = bring(tmp_path / "a", tree, "--url-map", mapped)
    assert again.code == 3
    assert json.loads(again.stdout.splitlines()[-1])["outcome"] == "failed"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("../outside.html,https://www.longan.gov.vn/tin/1\n", "inside the folder"),
        ("/etc/passwd,https://www.longan.gov.vn/tin/1\n", "inside the folder"),
        ("path,url\na.html,ftp://x/\n", "map.csv:2"),
        ("path,url\n", "maps no file"),
        ("a.html,http://x.vn/1\na.html,http://x.vn/2\n", "two addresses"),
        ("path,url\na.html\n", "map.csv:2"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, why: str) -> None:
    mapped = tmp_path / "map.csv"
    mapped.write_text(text)
    done = bring(tmp_path / "a", tmp_path, "--url-map", mapped)
    assert done.code == 2
    assert why in done.stderr
    put(mapped, b"\xff\xfe\x00")
    assert "UTF-8" in bring(tmp_path / "a", tmp_path, "--url-map", mapped).stderr
    assert bring(tmp_path / "a", mapped, "--url-map", mapped).code == 2


def test_the_time_of_a_record_is_kept_to_the_second(tmp_path: Path) -> None:
    part = {"url": f"{LONGAN}/tin/1", "payload": FIRST, "date": "2024-03-02T01:02:03.987654Z"}
    bring(tmp_path / "a", put(tmp_path / "x.warc.gz", warc(part)))
    assert outcomes(bring(tmp_path / "a", tmp_path / "x.warc.gz")) == ["known"]
    with Archive.open(tmp_path / "a") as archive:
        assert captures.load(archive, 1).fetched_at == datetime(2024, 3, 2, 1, 2, 3, tzinfo=UTC)
