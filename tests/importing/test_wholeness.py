"""A page that is not whole is a failure at every door, with its reason, and stays in the WARC."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest

from govnews.archive.content_encoding import MAX_CODINGS, decode_payload
from govnews.archive.database import Archive
from govnews.errors import PageRefused
from tests.archive.archivelib import rows
from tests.cli.clilib import invoke
from tests.importing.test_importing import LONGAN, bring, page
from tests.importing.test_importing import rows as said
from tests.importing.test_importing_warc import put, warc

pytestmark = pytest.mark.slow

PAGE = page("Hội nghị tổng kết công tác cải cách hành chính", "Hội nghị.")
HTML = ("Content-Type", "text/html; charset=utf-8")
GZIP, BR = ("Content-Encoding", "gzip"), ("Content-Encoding", "br")
DEFLATE = ("Content-Encoding", "deflate")
CHUNKED = ("Transfer-Encoding", "chunked")
URL = f"{LONGAN}/tin/1"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


LAST = b"0\r\n\r\n"
HALF = PAGE[: len(PAGE) // 2]
DAMAGED = bytearray(gzip.compress(PAGE))
DAMAGED[len(DAMAGED) // 2] ^= 0xFF

# By name: the payload as it was sent, and the headers that say how.
CUT = {
    "gzip": (gzip.compress(PAGE)[:-20], [GZIP]),
    "the last bytes of gzip": (gzip.compress(PAGE)[:-1], [GZIP]),
    "gzip damaged": (bytes(DAMAGED), [GZIP]),
    "the second member of gzip": (gzip.compress(HALF) + gzip.compress(PAGE[5:])[:-30], [GZIP]),
    "deflate": (zlib.compress(PAGE)[:-20], [DEFLATE]),
    "raw deflate": (raw_deflate(PAGE)[:-20], [DEFLATE]),
    "brotli": (brotli.compress(PAGE)[:-20], [BR]),
    "a chunk": (chunk(HALF) + b"ffff\r\n" + PAGE[len(HALF) :], [CHUNKED]),
    "the last chunk": (chunk(PAGE), [CHUNKED]),
    "gzip in chunks": (chunk(gzip.compress(PAGE)[:-20]) + LAST, [GZIP, CHUNKED]),
    "the length": (HALF, [("Content-Length", str(len(PAGE)))]),
    "the length of gzip": (
        gzip.compress(PAGE)[:-20],
        [GZIP, ("Content-Length", str(len(gzip.compress(PAGE))))],
    ),
}

WHOLE = {
    "two members of gzip": (gzip.compress(HALF) + gzip.compress(PAGE[len(HALF) :]), [GZIP]),
    "gzip and bytes behind it": (gzip.compress(PAGE) + b"\0\0\0", [GZIP]),
    "raw deflate": (raw_deflate(PAGE), [DEFLATE]),
    "gzip in chunks": (chunk(gzip.compress(PAGE)) + LAST, [GZIP, CHUNKED]),
    "undone by the tool, with the length of what was sent": (
        PAGE,
        [GZIP, ("Content-Length", str(len(gzip.compress(PAGE))))],
    ),
    "undone by the tool, chunks as well": (PAGE, [CHUNKED]),
}


def packed(folder: Path, payload: bytes, headers: list[tuple[str, str]], door: str) -> Path:
    data = warc({"url": URL, "payload": payload, "headers": [HTML, *headers]})
    if door == "warc":
        return put(folder / "x.warc.gz", data)
    with zipfile.ZipFile(folder / "x.wacz", "w") as package:
        package.writestr("archive/x.warc.gz", data)
    return folder / "x.wacz"


@pytest.mark.parametrize("how", CUT)
def test_half_a_page_is_a_failure_and_is_kept(tmp_path: Path, how: str) -> None:
    root = tmp_path / "a"
    door = "wacz" if how == "gzip" else "warc"
    file = packed(tmp_path, *CUT[how], door)
    done = bring(root, file)
    (row,) = said(done)
    assert (row["outcome"], row["reason"].partition(":")[0]) == ("failed", "truncated")
    assert done.code == 3
    with Archive.open(root) as archive:
        assert rows(archive, "SELECT count(*) FROM article") == [0]
        assert rows(archive, "SELECT url FROM capture") == [URL]
    assert bring(root, file).code == 3
    # The capture tells it to every later reader, too.
    for command in (["verify"], ["replay"]):
        assert invoke(*command, "--archive", root).code == 0, command
    (root / "archive.db").unlink()
    assert invoke("reindex", "--archive", root).code == 0
    with Archive.open(root) as archive:
        assert rows(archive, "SELECT (SELECT count(*) FROM article), count(*) FROM capture") == [
            (0, 1)
        ]


@pytest.mark.parametrize("how", WHOLE)
def test_a_whole_page_is_read_however_it_was_sent(tmp_path: Path, how: str) -> None:
    done = bring(tmp_path / "a", packed(tmp_path, *WHOLE[how], "warc"))
    assert [row["outcome"] for row in said(done)] == ["new"], done.stdout
    assert done.code == 0
    with Archive.open(tmp_path / "a") as archive:
        (body,) = rows(archive, "SELECT body FROM article")
    assert body.count("Hội nghị.") == 4


def test_codings_are_undone_in_turn_but_not_without_end() -> None:
    payload = PAGE
    for _ in range(MAX_CODINGS):
        payload = gzip.compress(payload)
    assert decode_payload((GZIP,) * MAX_CODINGS, payload) == PAGE
    with pytest.raises(PageRefused, match="too-large"):
        decode_payload((GZIP,) * (MAX_CODINGS + 1), gzip.compress(payload))
