"""WARC files: written here, read back by warcio and by us, whole, cut and damaged."""

from __future__ import annotations

import gzip
import io
import os
import random
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import brotli
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govnews.archive import captures
from govnews.archive.content_encoding import decode_payload
from govnews.archive.database import Archive
from govnews.archive.warc import writer as warc_writer
from govnews.archive.warc.gzip_members import members
from govnews.archive.warc.model import (
    IDENTICAL,
    OPEN,
    SAME_READING,
    Exchange,
    Original,
    StoredAnswer,
    sha256,
)
from govnews.archive.warc.reader import read_exchange
from govnews.archive.warc.repair import recover
from govnews.archive.warc.writer import WarcWriter
from govnews.errors import ArchiveCorrupt, NotInArchive, PageRefused
from govnews.importing import sources
from tests.archive.archivelib import NOW, PORTAL, SITE, exchange, later, page, put, records, rows

HTML = "<html><p>Ủy ban nhân dân thị xã Sông Cầu</p></html>".encode()


def write(root: Path, *exchanges: Exchange) -> list[warc_writer.Written]:
    writer = WarcWriter(root, "songcau")
    written = [writer.write(one, "article") for one in exchanges]
    writer.close()
    return written


# --- round trips ----------------------------------------------------------------------------------


def test_request_and_response_read_back_by_warcio(tmp_path: Path) -> None:
    sent = exchange(
        "tin?page=2",
        HTML,
        method="POST",
        request_body="a=1&b=à".encode(),
        headers=(("Content-Type", "text/html"), ("Set-Cookie", "a=1;  path=/"), ("X", "")),
    )
    (written,) = write(tmp_path, sent)
    info, request, response = records(tmp_path)
    assert info[1].rec_type == "warcinfo"
    assert re.fullmatch(r"songcau-20260302021500-00000\.warc\.gz", info[0].name)
    assert info[1].rec_headers.get_header("WARC-Filename") == info[0].name
    assert request[1].rec_type == "request"
    assert request[1].http_headers.protocol == "POST"
    assert request[1].http_headers.statusline == "/tin?page=2 HTTP/1.1"
    assert request[1].http_headers.headers == list(sent.request_headers)
    assert request[2] == sent.request_body
    head = response[1].rec_headers
    assert response[1].rec_type == "response"
    assert head.protocol == "WARC/1.1"
    assert head.get_header("WARC-Target-URI") == SITE + "tin?page=2"
    assert head.get_header("WARC-Date") == "2026-03-02T02:15:00Z"
    assert request[1].rec_headers.get_header("WARC-Concurrent-To") == head.get_header(
        "WARC-Record-ID"
    )
    assert head.get_header("Govnews-Kind") == "article"
    assert response[1].http_headers.headers == list(sent.headers)
    assert response[2] == HTML
    back = read_exchange(tmp_path, written.file, written.offset)
    assert back == Exchange(sent.url, NOW, headers=sent.headers, payload=HTML)
    assert written.payload_digest == sha256(HTML)


def test_every_record_is_a_gzip_member_at_its_offset(tmp_path: Path) -> None:
    written = write(tmp_path, exchange("a"), exchange("b", b"y" * 300_000), exchange("c", b""))
    data = (tmp_path / written[0].file).read_bytes()
    begins, place = [], 0
    while place < len(data):
        begins.append(place)
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        assert unpacker.decompress(data[place:]).startswith(b"WARC/1.1\r\nWARC-Type: ")
        assert unpacker.eof
        place = len(data) - len(unpacker.unused_data)
    assert begins[2::2] == [one.offset for one in written]
    assert len(begins) == 7
    for one in written:
        member = data[one.offset : one.offset + one.length]
        assert b"\r\nWARC-Type: response\r\n" in gzip.decompress(member)


@pytest.mark.slow
@given(
    payload=st.binary(max_size=2000),
    status=st.integers(100, 599),
    reason=st.text(max_size=20),
    values=st.lists(st.tuples(st.from_regex(r"[A-Za-z-]{1,12}", fullmatch=True), st.text()),
                    max_size=4),
)  # fmt: skip
@example(b"", 200, "", [])
@example(b"HTTP/1.1 404 Not Found\r\n\r\n", 200, "OK\r\nX: y", [("A", "1\r\n\r\nB: 2\0")])
def test_any_answer_reads_back(
    tmp_path_factory: pytest.TempPathFactory,
    payload: bytes,
    status: int,
    reason: str,
    values: list[tuple[str, str]],
) -> None:
    root = tmp_path_factory.mktemp("warc")
    sent = exchange("x", payload, status=status, reason=reason, headers=tuple(values))
    (written,) = write(root, sent)
    back = read_exchange(root, written.file, written.offset)
    assert (back.payload, back.status, back.url) == (payload, status, sent.url)
    assert [name for name, _ in back.headers] == [name for name, _ in values]
    assert len(list(records(root))) == 3


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
        ("identity", bytes),
        ("gzip", bytes),  # servers that name a coding and do not use it
        ("br", bytes),
    ],
)
def test_content_codings_stay_in_the_file_and_go_on_loading(
    tmp_path: Path, coding: str, pack: object
) -> None:
    assert callable(pack)
    packed = pack(HTML)
    sent = exchange(
        payload=packed, headers=(("Content-Type", "text/html"), ("Content-Encoding", coding))
    )
    with Archive.open(tmp_path, write=True) as archive:
        (written,) = write(tmp_path, sent)
        ident = captures.insert(archive.conn, "songcau", "article", sent, HTML, written)
        assert [body for _, record, body in records(tmp_path)][-1] == packed
        loaded = captures.load(archive, ident)
        assert loaded.body == HTML
        assert loaded.content_type == "text/html"
        assert loaded.fetched_at == NOW
        (wire,) = rows(archive, "SELECT wire_digest FROM capture")
        assert wire == (None if packed == HTML else sha256(packed))
        assert rows(archive, "SELECT digest FROM capture") == [sha256(HTML)]
        with pytest.raises(NotInArchive, match="no capture 99"):
            captures.load(archive, 99)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", ""])
def test_a_payload_that_unpacks_to_too_much_is_refused(coding: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress, "": bytes}
    body = pack[coding](b"\0" * 100_000)
    assert decode_payload((("Content-Encoding", coding),), body, 100_000) == b"\0" * 100_000
    with pytest.raises(PageRefused, match="too-large"):
        decode_payload((("content-encoding", coding),), body, 99_999)


@pytest.mark.slow
def test_a_small_brotli_bomb_takes_little_memory() -> None:
    bomb = brotli.compress(b"\0" * 300_000_000, quality=5, lgwin=24)
    code = (
        "import resource, sys\n"
        "from govnews.archive.content_encoding import decode_payload\n"
        "from govnews.errors import PageRefused\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    decode_payload((('Content-Encoding', 'br'),), sys.stdin.buffer.read(), 1_000_000)\n"
        "except PageRefused:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=bomb, capture_output=True, check=True)
    assert int(done.stdout) < 60_000  # KiB


def test_a_text_file_that_was_imported_is_a_resource(tmp_path: Path) -> None:
    text = "Khánh thành cầu\n\nSáng nay…".encode()
    sent = Exchange("file:///dump.txt?sha256=12", NOW, headers=(("Content-Type", "text/plain"),),
                    payload=text)  # fmt: skip
    (written,) = write(tmp_path, sent)
    info, resource = records(tmp_path)
    assert info[1].rec_type == "warcinfo"
    assert resource[1].rec_type == "resource"
    assert resource[1].rec_headers.get_header("Content-Type") == "text/plain"
    assert resource[2] == text
    assert read_exchange(tmp_path, written.file, written.offset) == sent


def test_an_imported_answer_gets_no_made_up_request(tmp_path: Path) -> None:
    write(tmp_path, replace(exchange(), request_headers=()))
    assert [record.rec_type for _, record, _ in records(tmp_path)] == ["warcinfo", "response"]


def test_a_full_file_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_writer, "MAX_FILE", 2500)
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "songcau-20260302021500-00000.warc.gz").touch()
    (tmp_path / "warc" / f"songcau-20260302021500-00001.warc.gz{OPEN}").touch()
    writer = WarcWriter(tmp_path, "songcau")
    noise = random.Random(1)
    written = [writer.write(exchange(str(n), noise.randbytes(900)), "article") for n in range(6)]
    still_open = read_exchange(tmp_path, written[-1].file, written[-1].offset)
    assert still_open.url == SITE + "5"
    writer.close()
    names = sorted({one.file for one in written})
    assert len(names) == 3
    assert names[0].endswith("-00002.warc.gz")
    for one in written:
        assert read_exchange(tmp_path, one.file, one.offset).fetched_at == NOW


# --- revisits -------------------------------------------------------------------------------------


def revisit(root: Path, first: Exchange, second: Exchange, body: bytes) -> tuple[str, int]:
    """Stores two exchanges, the second with the first as its original: profile and row."""
    with Archive.open(root, write=True) as archive, archive.transaction() as conn:
        writer = WarcWriter(root, "songcau")
        written = writer.write(first, "article")
        captures.insert(
            conn, "songcau", "article", first, decode_payload(first.headers, first.payload), written
        )
        (digest,) = rows(archive, "SELECT digest FROM capture")
        original = captures.find_original(conn, "songcau", first.url, digest)
        assert original is not None
        written = writer.write(second, "article", original)
        ident = captures.insert(conn, "songcau", "article", second, body, written, original)
        writer.close()
        assert captures.load(archive, ident).body == decode_payload(first.headers, first.payload)
        assert captures.load(archive, ident).fetched_at == second.fetched_at
    *_, (_, record, payload) = records(root)
    assert record.rec_type == "revisit"
    assert payload == b""
    head = record.rec_headers
    assert head.get_header("WARC-Refers-To-Target-URI") == first.url
    assert head.get_header("WARC-Refers-To-Date") == "2026-03-02T02:15:00Z"
    assert record.http_headers.get_header("Content-Type") is not None
    digests = [
        record.rec_headers.get_header("WARC-Payload-Digest")
        for _, record, _ in records(root)
        if record.rec_type in {"response", "revisit"}
    ]
    return head.get_header("WARC-Profile"), len(set(digests))


def test_a_revisit_of_the_same_payload(tmp_path: Path) -> None:
    first = exchange(payload=HTML)
    second = replace(first, fetched_at=later(days=1))
    assert revisit(tmp_path, first, second, HTML) == (IDENTICAL, 1)


def test_a_revisit_that_only_reads_the_same_does_not_claim_the_same_payload(tmp_path: Path) -> None:
    first = exchange(payload=HTML)
    second = replace(first, fetched_at=later(days=1), payload=HTML + b"<!-- 54 -->")
    assert revisit(tmp_path, first, second, second.payload) == (SAME_READING, 2)


def test_the_same_page_packed_otherwise_is_not_the_same_payload(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    first = exchange(payload=gzip.compress(HTML, 9, mtime=1), headers=headers)
    second = replace(first, fetched_at=later(days=1), payload=gzip.compress(HTML, 9, mtime=2))
    assert revisit(tmp_path, first, second, HTML) == (SAME_READING, 2)


def test_an_original_is_of_the_same_portal_url_and_payload(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(1), payload=HTML)
        conn, url, digest = archive.conn, page(1).url, captures.payload_digest(HTML)
        found = captures.find_original(conn, PORTAL.name, url, digest)
        assert found == Original(1, url, "2026-03-02T02:15:00Z", sha256(HTML))
        put(archive, page(1), payload=HTML, original=found, at=later(days=1))
        assert captures.find_original(conn, PORTAL.name, url, digest) == found
        assert captures.find_original(conn, "khac", url, digest) is None
        assert captures.find_original(conn, PORTAL.name, url + "?", digest) is None
        assert captures.find_original(conn, PORTAL.name, url, sha256(b"")) is None
        assert captures.is_known(conn, PORTAL.name, url, digest)
        assert captures.is_known(conn, PORTAL.name, url, digest, later(days=1))
        assert not captures.is_known(conn, PORTAL.name, url, digest, later(days=2))


# --- files of other tools -------------------------------------------------------------------------


def foreign(*answers: tuple[str, list[tuple[str, str]], bytes], packed: bool = True) -> bytes:
    """A WARC 1.0 as other crawlers write it."""
    out = b""
    for url, headers, payload in answers:
        http = "".join(f"{name}: {value}\r\n" for name, value in headers)
        block = f"HTTP/1.1 200 OK\r\n{http}\r\n".encode() + payload
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2019-05-24T07:30:00.25Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}"
            "\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        out += gzip.compress(record) if packed else record
    return out


CHUNKED = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]


@pytest.mark.parametrize("packed", [True, False])
def test_foreign_files_are_read(tmp_path: Path, packed: bool) -> None:
    chunks = b"5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: 1\r\n\r\n"
    path = tmp_path / "theirs.warc"
    path.write_bytes(
        foreign(
            ("http://a.vn/1", CHUNKED, chunks),
            ("http://a.vn/2", [("Content-Type", "text/html")], HTML),
            ("urn:text:http://a.vn/2", [("Content-Type", "text/html")], HTML),
            packed=packed,
        )
    )
    one, two = (one.exchange for one in sources.read(path) if isinstance(one, StoredAnswer))
    assert one.payload == b"hello world"
    assert one.headers == (("Content-Type", "text/html"),)
    assert one.fetched_at == datetime(2019, 5, 24, 7, 30, tzinfo=UTC)  # kept to the second
    assert (two.url, two.payload, two.status, two.reason) == ("http://a.vn/2", HTML, 200, "OK")


@pytest.mark.parametrize(
    ("payload", "read"),
    [
        (b"<p>not chunked</p>", b"<p>not chunked</p>"),
        (b"", b""),
        (b"-5\r\nabc", b"-5\r\nabc"),
        (b"5\r\nhello\r\nbroken", b"hello"),
        (b"5\r\nhel", b"hel"),
        (b"5", b""),
    ],
)
def test_chunks_that_are_none_or_broken(tmp_path: Path, payload: bytes, read: bytes) -> None:
    (tmp_path / "x.warc.gz").write_bytes(foreign(("http://a.vn/", CHUNKED, payload)))
    (found,) = sources.read(tmp_path / "x.warc.gz")
    assert isinstance(found, StoredAnswer)
    assert found.exchange.payload == read


# --- damage to our own ----------------------------------------------------------------------------


def test_a_flipped_byte_never_gives_another_page(tmp_path: Path) -> None:
    sent = exchange(payload=HTML * 5)
    (written,) = write(tmp_path, sent)
    path = tmp_path / written.file
    whole = path.read_bytes()
    sound = read_exchange(tmp_path, written.file, written.offset)
    said = []
    for place in range(written.offset, written.offset + written.length):
        broken = bytearray(whole)
        broken[place] ^= 0x40
        path.write_bytes(broken)
        try:
            assert read_exchange(tmp_path, written.file, written.offset) == sound
        except ArchiveCorrupt as error:
            said.append(str(error))
    # only time and system in the gzip header are of no account
    assert len(said) >= written.length - 8
    assert all(f"{path}, offset {written.offset}" in text for text in said)


def test_a_cut_missing_or_wrong_place_is_named(tmp_path: Path) -> None:
    (written,) = write(tmp_path, exchange(payload=HTML))
    path = tmp_path / written.file
    for offset in (written.offset + 1, written.offset + written.length, 10**9):
        with pytest.raises(ArchiveCorrupt, match="no whole record"):
            read_exchange(tmp_path, written.file, offset)
    os.truncate(path, written.offset + written.length - 1)
    with pytest.raises(ArchiveCorrupt, match="no whole record"):
        read_exchange(tmp_path, written.file, written.offset)
    path.write_bytes(gzip.compress(b"") + gzip.compress(b"garbage\r\n\r\n"))
    for offset in (0, len(gzip.compress(b""))):
        with pytest.raises(ArchiveCorrupt, match="does not read back"):
            read_exchange(tmp_path, written.file, offset)
    path.unlink()
    with pytest.raises(ArchiveCorrupt, match="No such file"):
        read_exchange(tmp_path, written.file, written.offset)


@pytest.mark.slow
def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from tests.archive.archivelib import exchange
from govnews.archive.warc.writer import WarcWriter
import random
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
writer, noise = WarcWriter(Path(sys.argv[1]), "songcau"), random.Random(1)
stored = 0
try:
    while True:
        writer.write(exchange(str(stored), noise.randbytes(7000)), "article")
        stored += 1
except OSError as error:
    print(stored, error.strerror)
writer.write(exchange("small", b""), "article")
writer.close()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""
    from tests.archive.archivelib import python

    out, err = python(code, str(tmp_path)).communicate(timeout=30)
    assert err == ""
    stored, reason = out.strip().split(" ", 1)
    assert (int(stored), reason) == (12, "File too large")
    urls = [r.rec_headers.get_header("WARC-Target-URI") for _, r, _ in records(tmp_path)]
    assert urls[2::2] == [SITE + name for name in [*map(str, range(12)), "small"]]


def test_no_room_even_for_the_first_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write(tmp_path, exchange("sound"))
    real = Path.open

    def full(path: Path, *args: object, **options: object) -> IO[bytes]:
        if args == ("xb",):
            real(path, "xb").close()
            return real(Path("/dev/full"), "wb", buffering=0)  # type: ignore[return-value]
        return real(path, *args, **options)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(Path, "open", full)
    monkeypatch.setattr(os, "ftruncate", lambda *_: None)
    monkeypatch.setattr(os, "fdatasync", lambda *_: None)
    writer = WarcWriter(tmp_path, "songcau")
    with pytest.raises(OSError, match="No space left on device"):
        writer.write(exchange(), "article")
    writer.close()
    assert [path.name for path in (tmp_path / "warc").iterdir()] == [Path(written[0].file).name]


# --- after a kill ---------------------------------------------------------------------------------


def left_open(root: Path, known: int, unknown: int) -> Path:
    """A WARC that a killed run left: `known` exchanges with rows, then `unknown` without."""
    with Archive.open(root, write=True) as archive:
        writer = WarcWriter(root, "songcau")
        for number in range(known):
            put(archive, page(number), writer=writer)
        for number in range(known, known + unknown):
            writer.write(exchange(f"bai-{number}", HTML), "article")
        writer.close()
    (path,) = (root / "warc").iterdir()
    return path.rename(path.with_name(path.name + OPEN))


def pages_in(root: Path) -> list[str]:
    return [
        record.rec_headers.get_header("WARC-Target-URI").removeprefix(SITE)
        for _, record, _ in records(root)
        if record.rec_type == "response"
    ]


@pytest.mark.parametrize("torn", [1, 9, 150, 400])
@pytest.mark.parametrize("known", [0, 2])
def test_a_torn_exchange_is_cut_off_and_whole_ones_stay(
    tmp_path: Path, known: int, torn: int
) -> None:
    path = left_open(tmp_path, known, 2)
    whole = path.stat().st_size
    writer = WarcWriter(tmp_path / "other", "songcau")
    one = writer.write(exchange("torn", HTML), "article")
    writer.close()
    data = (tmp_path / "other" / one.file).read_bytes()
    begin = [m.begin for m in members(io.BytesIO(data), 0, 0)][1]
    with path.open("ab") as stream:
        stream.write(data[begin : begin + torn])
    with Archive.open(tmp_path, write=True) as archive:
        name = path.name.removesuffix(OPEN)
        assert archive.repairs == [f"{name}: a torn exchange of {torn} bytes was cut off its end"]
    assert path.with_name(name).stat().st_size == whole
    assert pages_in(tmp_path) == [f"bai-{n}" for n in range(known + 2)]
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.repairs == []


def test_a_request_without_its_answer_is_cut_off(tmp_path: Path) -> None:
    path = left_open(tmp_path, 1, 1)
    offset = rows_end = 0
    with path.open("rb") as stream:
        *_, before, last = members(stream, 0, 0)
        offset, rows_end = last.begin, before.begin
    os.truncate(path, offset)
    with Archive.open(tmp_path, write=True) as archive:
        assert f"{offset - rows_end} bytes" in archive.repairs[0]
    assert pages_in(tmp_path) == ["bai-0"]


def test_a_database_that_was_lost_does_not_cost_the_pages(tmp_path: Path) -> None:
    left_open(tmp_path, 5, 0)
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with Archive.open(tmp_path, write=True) as archive:
        assert archive.repairs == []
    assert pages_in(tmp_path) == [f"bai-{n}" for n in range(5)]


def test_a_file_without_an_exchange_is_removed(tmp_path: Path) -> None:
    path = left_open(tmp_path, 0, 1)
    with path.open("rb") as stream:
        first = next(members(stream, 0, 0))
    os.truncate(path, first.end)
    with Archive.open(tmp_path, write=True) as archive:
        assert "held no whole exchange and was removed" in archive.repairs[0]
    assert list((tmp_path / "warc").iterdir()) == []


def test_what_a_power_cut_took_is_said(tmp_path: Path) -> None:
    path = left_open(tmp_path, 3, 0)
    os.truncate(path, path.stat().st_size - 50)
    with Archive.open(tmp_path, write=True) as archive:
        assert "lacks 50 bytes at its end" in archive.repairs[0]
        with pytest.raises(ArchiveCorrupt):
            captures.load(archive, 3)
        assert captures.load(archive, 2).url == page(1).url
        assert recover(tmp_path, archive.conn) == []
