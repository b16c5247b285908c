"""Odd records: what each is, decided once and the same through every entrance."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govnews.archive.warc import http_message
from govnews.archive.warc.http_message import MAX_HEADERS, MAX_LINE, unchunk
from govnews.archive.warc.model import Damage, Exchange, Skipped, StoredAnswer
from govnews.archive.warc.reader import exchange_of, read_exchange, walk
from govnews.errors import ArchiveCorrupt, UnreadableInput
from govnews.importing import sources

URL = "http://a.vn/tin/1"
AT = datetime(2024, 3, 2, 1, 2, 3, tzinfo=UTC)
BODY = b"<p>Xin ch\xc3\xa0o</p>"
HTML = ("Content-Type", "text/html")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def record(block: bytes, *, version: str = "WARC/1.1", end: str = "\r\n", **named: str) -> bytes:
    """A record of a response to URL. named: headers with `_` for `-`; one with "" is left out."""
    headers = {
        "WARC_Type": "response",
        "WARC_Record_ID": "<urn:uuid:1>",
        "WARC_Target_URI": URL,
        "WARC_Date": "2024-03-02T01:02:03Z",
        "Content_Type": "application/http; msgtype=response",
        "Content_Length": str(len(block)),
    }
    lines = [f"{k.replace('_', '-')}: {v}" for k, v in {**headers, **named}.items() if v]
    head = end.join([version, *lines, "", ""]).encode()
    return head + block + (end * 2).encode()


def exchange(
    payload: bytes = BODY,
    headers: tuple[tuple[str, str], ...] = (HTML,),
    status: int = 200,
    reason: str = "OK",
    at: datetime = AT,
    cut: str | None = None,
) -> Exchange:
    return Exchange(
        URL, at, status=status, reason=reason, headers=headers, payload=payload, cut=cut
    )


def chunks(*parts: bytes, last: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + last


def answer(payload: bytes = BODY, *lines: bytes) -> bytes:
    return HEAD + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + payload


CHUNKED = b"Transfer-Encoding: chunked"
PACKED = gzip.compress(BODY)

# By name: the record, and the exchange that it is, or why it is none.
ODD: dict[str, tuple[bytes, Exchange | str]] = {
    "plain": (record(answer()), exchange()),
    "gzip, chunked": (
        record(answer(chunks(PACKED[:9], PACKED[9:]), b"Transfer-Encoding: gzip, chunked")),
        exchange(),
    ),
    "gzip and chunked in two headers": (
        record(answer(chunks(PACKED), b"Transfer-Encoding: gzip", CHUNKED)),
        exchange(),
    ),
    "unknown coding before chunked": (
        record(answer(chunks(BODY), b"Transfer-Encoding: x-own, chunked")),
        exchange(headers=(HTML, ("Transfer-Encoding", "x-own"))),
    ),
    "identity": (record(answer(BODY, b"Transfer-Encoding: identity")), exchange()),
    "codings that were undone before": (
        record(answer(BODY, b"Transfer-Encoding: gzip, chunked")),
        exchange(),
    ),
    "no date": (record(answer(), WARC_Date=""), "no valid date"),
    "a date that is none": (record(answer(), WARC_Date="hôm qua"), "no valid date"),
    "a date before all time": (
        record(answer(), WARC_Date="0001-01-01T00:00:00+07:00"),
        "no valid date",
    ),
    "the last year": (record(answer(), WARC_Date="9999-12-31T23:59:59Z"), "no valid date"),
    "a leap second": (
        record(answer(), WARC_Date="2016-12-31T23:59:60Z"),
        exchange(at=datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ),
    "a date to the month": (
        record(answer(), WARC_Date="2021-05"),
        exchange(at=datetime(2021, 5, 1, tzinfo=UTC)),
    ),
    "a date to the year": (
        record(answer(), WARC_Date="2021"),
        exchange(at=datetime(2021, 1, 1, tzinfo=UTC)),
    ),
    "no HTTP": (record(b"junk"), "no HTTP answer"),
    "HTTP without a status": (record(b"HTTP/1.1 OK\r\n\r\nx"), "no HTTP answer"),
    "an empty answer": (record(b""), "no HTTP answer"),
    "fractions of a second": (
        record(answer(), WARC_Date="2024-03-02T01:02:03.987654Z"),
        exchange(),
    ),
    "another zone": (record(answer(), WARC_Date="2024-03-02T08:02:03+07:00"), exchange()),
    "no zone": (record(answer(), WARC_Date="2024-03-02T01:02:03"), exchange()),
    "a folded header": (
        record(answer(BODY, b"X-Long: a", b"\t b")),
        exchange(headers=(HTML, ("X-Long", "a b"))),
    ),
    "a folded header of the record": (
        record(answer(), WARC_Target_URI=f"\r\n  {URL}"),
        exchange(),
    ),
    "lower-case names": (
        record(answer(chunks(BODY), b"transfer-encoding: Chunked")).replace(b"WARC-T", b"warc-t"),
        exchange(),
    ),
    "bare line feeds": (
        record(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + BODY, end="\n"),
        exchange(),
    ),
    "no reason phrase": (
        record(b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + BODY),
        exchange(reason=""),
    ),
    "HTTP/2": (
        record(b"HTTP/2 404\r\ncontent-type: text/html\r\n\r\n" + BODY),
        exchange(headers=(("content-type", "text/html"),), status=404, reason=""),
    ),
    "extension and trailer of chunks": (
        record(answer(chunks(last=b"5;x=y\r\nhello\r\n0;z\r\nTrailer: 1\r\n\r\n"), CHUNKED)),
        exchange(b"hello"),
    ),
    "a chunk that breaks off": (
        record(answer(b"ff\r\nhel", CHUNKED)),
        exchange(b"hel", cut="its last chunk is missing"),
    ),
    "no last chunk": (
        record(answer(chunks(BODY, last=b""), CHUNKED)),
        exchange(cut="its last chunk is missing"),
    ),
    "gzip that breaks off, in chunks": (
        record(answer(chunks(PACKED[:-9]), b"Transfer-Encoding: gzip, chunked")),
        exchange(BODY, cut="the compressed answer breaks off before its end"),
    ),
    "fewer bytes than the answer's length": (
        record(answer(BODY, b"Content-Length: 99999")),
        exchange(
            headers=(HTML, ("Content-Length", "99999")), cut=f"it has {len(BODY)} of 99999 bytes"
        ),
    ),
    "a length of no answer's own body": (
        record(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"),
        exchange(b"", headers=(("Content-Length", "99"),), status=304, reason="Not Modified"),
    ),
    "a length that is no number": (
        record(answer(BODY, b"Content-Length: 9" + b"9" * 5000)),
        exchange(headers=(HTML, ("Content-Length", "9" + "9" * 5000))),
    ),
    "an answer's length that lies": (
        record(answer(BODY, b"Content-Length: 3")),
        exchange(headers=(HTML, ("Content-Length", "3"))),
    ),
    "stacked content codings": (
        record(answer(b"bytes", b"Content-Encoding: gzip, br")),
        exchange(b"bytes", headers=(HTML, ("Content-Encoding", "gzip, br"))),
    ),
    "no headers of HTTP": (
        record(b"HTTP/1.1 200 OK\r\n\r\n" + BODY),
        exchange(headers=()),
    ),
    "Latin-1 in a header": (
        record(answer(BODY, b"X-City: H\xe0 N\xf4i")),
        exchange(headers=(HTML, ("X-City", "Hà Nôi"))),
    ),
    "WARC/1.0": (record(answer(), version="WARC/1.0"), exchange()),
    "WARC/0.18": (record(answer(), version="WARC/0.18"), exchange()),
    "revisit": (
        record(HEAD + b"\r\n", WARC_Type="revisit"),
        exchange(b""),
    ),
    "revisit without a block": (
        record(b"", WARC_Type="revisit"),
        exchange(b"", headers=()),
    ),
    "address in brackets": (record(answer(), WARC_Target_URI=f"<{URL}>"), exchange()),
    "no address": (record(answer(), WARC_Target_URI=""), "no web page"),
    "resource": (
        record(BODY, WARC_Type="resource", Content_Type="text/html"),
        exchange(),
    ),
    "resource without a type": (
        record(BODY, WARC_Type="resource", Content_Type=""),
        exchange(headers=(("Content-Type", "application/octet-stream"),)),
    ),
    "truncated": (
        record(answer(), WARC_Truncated="length"),
        exchange(cut="its WARC record says that it is cut"),
    ),
    "segment": (record(answer(), WARC_Segment_Number="1"), "in segments"),
    "metadata": (record(b"via: x", WARC_Type="metadata"), "no answer"),
    "conversion": (record(BODY, WARC_Type="conversion"), "no answer"),
    "request": (record(b"GET / HTTP/1.1\r\n\r\n", WARC_Type="request"), "no answer"),
    "too many headers": (
        record(answer(BODY, *[b"X: y"] * (MAX_HEADERS + 1))),
        "there are too many headers",
    ),
    "a line without end": (
        record(answer(BODY, b"X: " + b"y" * MAX_LINE)),
        "a line of a header is too long",
    ),
}


def at_its_place(folder: Path, data: bytes) -> Exchange | str:
    """As crawl and replay read it."""
    before = gzip.compress(record(answer(b"before")))
    (folder / "own.warc.gz").write_bytes(before + gzip.compress(data))
    try:
        return read_exchange(folder, "own.warc.gz", len(before))
    except ArchiveCorrupt as error:
        return str(error).rpartition("does not read back: ")[2]


def in_a_walk(folder: Path, data: bytes) -> Exchange | str:
    """As verify and reindex read it."""
    (folder / "own.warc.gz").write_bytes(gzip.compress(data))
    (found,) = walk(folder / "own.warc.gz")
    assert not isinstance(found, Damage)
    try:
        return exchange_of(found)
    except UnreadableInput as error:
        return str(error)


def _imported(found: list[sources.Found]) -> Exchange | str:
    if not found:
        return "no answer"
    (one,) = found
    assert isinstance(one, Skipped | StoredAnswer)
    return one.reason if isinstance(one, Skipped) else one.exchange


def gzip_by_record(folder: Path, data: bytes) -> Exchange | str:
    (folder / "x.warc.gz").write_bytes(gzip.compress(data))
    return _imported(list(sources.read(folder / "x.warc.gz")))


def not_packed(folder: Path, data: bytes) -> Exchange | str:
    (folder / "x.warc").write_bytes(data)
    return _imported(list(sources.read(folder / "x.warc")))


def in_a_package(folder: Path, data: bytes) -> Exchange | str:
    with zipfile.ZipFile(folder / "x.wacz", "w") as package:
        package.writestr("archive/x.warc.gz", gzip.compress(data))
    return _imported(list(sources.read(folder / "x.wacz")))


@pytest.mark.parametrize(
    "entrance", [at_its_place, in_a_walk, gzip_by_record, not_packed, in_a_package]
)
@pytest.mark.parametrize("name", ODD)
def test_an_odd_record_is_the_same_through_every_entrance(
    tmp_path: Path, name: str, entrance: Callable[[Path, bytes], Exchange | str]
) -> None:
    data, wanted = ODD[name]
    found = entrance(tmp_path, data)
    assert found == wanted


@pytest.mark.parametrize("length", ["999", "3", "", "-1", "\u0663", "1" * 30])
def test_a_record_that_lies_about_its_length_is_damage(tmp_path: Path, length: str) -> None:
    data = record(answer(), Content_Length=length)
    after = record(answer(b"after"))
    with pytest.raises(ArchiveCorrupt, match="does not read back"):
        read_exchange_of(tmp_path, data)
    (tmp_path / "own.warc.gz").write_bytes(gzip.compress(data) + gzip.compress(after))
    damage, sound = walk(tmp_path / "own.warc.gz")
    assert isinstance(damage, Damage)
    assert not isinstance(sound, Damage)
    assert exchange_of(sound).payload == b"after"
    (tmp_path / "x.warc").write_bytes(data + after)
    with pytest.raises(UnreadableInput, match=r"x\.warc: broken after record [01]: "):
        list(sources.read(tmp_path / "x.warc"))


def read_exchange_of(folder: Path, data: bytes) -> Exchange:
    (folder / "own.warc.gz").write_bytes(gzip.compress(data))
    return read_exchange(folder, "own.warc.gz", 0)


def test_chunks_are_undone_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the chunks take twice the steps, and no step copies what is still to come."""
    real = http_message._CHUNK
    steps: list[tuple[int, int]] = []

    class Counted:
        def match(self, payload: bytes, place: int) -> object:
            steps.append((id(payload), place))
            return real.match(payload, place)

    monkeypatch.setattr(http_message, "_CHUNK", Counted())
    for number in (1000, 2000):
        steps.clear()
        assert unchunk(chunks(*[b"x"] * number)) == (b"x" * number, True)
        assert len(steps) == number + 1
        assert len({same for same, _ in steps}) == 1
        assert [place for _, place in steps] == sorted({place for _, place in steps})
