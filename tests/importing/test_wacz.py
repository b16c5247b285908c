"""`govnews export wacz`: what replay tools need is in the package, and true."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from govnews.archive.database import Archive
from govnews.archive.warc.model import Original
from govnews.export.surt import surt
from tests.archive.archivelib import NOW, SITE, later, page, put, rows
from tests.cli.clilib import invoke

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two articles; the first is visited again three times: the same, edited, the same reading."""
    with Archive.open(tmp_path / "a", write=True) as archive:
        put(archive, page(1), payload=b"<p>mot</p>")
        put(archive, page(2), at=later(minutes=1), payload=b"<p>hai</p>")
        ident, url, at, digest = archive.conn.execute(
            "SELECT id, url, fetched_at, digest FROM capture WHERE id = 1"
        ).fetchone()
        original = Original(ident, url, at, digest)
        put(archive, page(1), at=later(days=1), payload=b"<p>mot</p>", original=original)
        put(archive, page(1, title="Đã sửa"), at=later(days=2), payload=b"<p>sua</p>")
        put(archive, page(1), at=later(days=3), payload=b"<p>mot!</p>", original=original)
    return tmp_path / "a"


def opened(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def index(files: dict[str, bytes]) -> list[tuple[str, str, dict[str, Any]]]:
    lines = files["indexes/index.cdx"].decode().splitlines()
    split = [line.split(" ", 2) for line in lines]
    return [(key, at, json.loads(told)) for key, at, told in split]


def test_the_manifest_lists_every_file_with_its_digest(root: Path) -> None:
    done = invoke("export", "wacz", "--archive", root)
    assert done.code == 0, done.stderr
    files = opened(root / "exports" / "archive.wacz")
    manifest = json.loads(files["datapackage.json"])
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    listed = {entry["path"]: entry for entry in manifest["resources"]}
    assert listed.keys() == files.keys() - {"datapackage.json", "datapackage-digest.json"}
    for name, entry in listed.items():
        assert entry["hash"] == f"sha256:{hashlib.sha256(files[name]).hexdigest()}"
        assert entry["bytes"] == len(files[name])
    told = json.loads(files["datapackage-digest.json"])
    assert told["hash"] == f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}"
    with zipfile.ZipFile(root / "exports" / "archive.wacz") as package:
        stored = [i.compress_type for i in package.infolist() if i.filename.startswith("archive/")]
    assert set(stored) == {zipfile.ZIP_STORED}


def test_the_index_leads_to_records_that_can_be_replayed(root: Path, tmp_path: Path) -> None:
    invoke("export", "wacz", "--archive", root, "-o", tmp_path / "x.wacz")
    files = opened(tmp_path / "x.wacz")
    lines = files["indexes/index.cdx"].decode().splitlines()
    assert lines == sorted(lines)
    found = []
    for key, at, told in index(files):
        data = files[f"archive/{told['filename']}"]
        start, length = int(told["offset"]), int(told["length"])
        stream = io.BytesIO(data[start : start + length])
        (record,) = list(ArchiveIterator(stream, check_digests="raise"))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == told["digest"]
        assert key == surt(told["url"])
        found.append((told["url"].removeprefix(SITE), at, told["mime"]))
    # The last visit reads the same and kept no payload: there is nothing to replay.
    assert found == [
        ("bai-1", "20260302021500", "text/html"),
        ("bai-1", "20260303021500", "warc/revisit"),
        ("bai-1", "20260304021500", "text/html"),
        ("bai-2", "20260302021600", "text/html"),
    ]


def test_the_pages_are_the_articles_readings(root: Path, tmp_path: Path) -> None:
    invoke("export", "wacz", "--archive", root, "-o", tmp_path / "x.wacz")
    files = opened(tmp_path / "x.wacz")
    head, *pages = map(json.loads, files["pages/pages.jsonl"].decode().splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [(p["url"].removeprefix(SITE), p["ts"], p["title"]) for p in pages] == [
        ("bai-1", "2026-03-02T02:15:00Z", "Khánh thành cầu số 1"),
        ("bai-2", "2026-03-02T02:16:00Z", "Khánh thành cầu số 2"),
        ("bai-1", "2026-03-04T02:15:00Z", "Đã sửa"),
    ]
    replayable = {(told["url"], at) for _, at, told in index(files)}
    for one in pages:
        assert (one["url"], "".join(filter(str.isdigit, one["ts"]))) in replayable


def test_the_same_archive_makes_the_same_bytes_and_comes_back(root: Path, tmp_path: Path) -> None:
    for name in ("x", "y"):
        invoke("export", "wacz", "--archive", root, "-o", tmp_path / f"{name}.wacz")
    assert (tmp_path / "x.wacz").read_bytes() == (tmp_path / "y.wacz").read_bytes()
    portals = tmp_path / "b" / "portals"
    portals.mkdir(parents=True)
    (portals / "songcau.toml").write_text(
        f'title = "x"\nfamily = "generic"\nbase_url = "{SITE}"\n', encoding="utf-8"
    )
    back = invoke(
        "import", tmp_path / "x.wacz", "--portal", "songcau", "--archive", tmp_path / "b", "--nl"
    )
    outcomes = [json.loads(line)["outcome"] for line in back.stdout.splitlines()]
    # These small pages are no articles, but all that has a payload comes back with it.
    assert len(outcomes) == 4
    assert "1 records: a revisit whose payload was not kept" in back.stderr
    with Archive.open(root) as one, Archive.open(tmp_path / "b") as two:
        kept = "SELECT url, fetched_at, digest, revisit_of FROM capture ORDER BY fetched_at LIMIT 4"
        assert rows(two, kept) == rows(one, kept)
        assert rows(two, "SELECT count(*) FROM capture") == [4]


def test_what_cannot_be_packed_is_named(root: Path, tmp_path: Path) -> None:
    wrong = invoke("export", "wacz", "--archive", root, "-o", tmp_path / "x.zip")
    assert (wrong.code, ".wacz" in wrong.stderr) == (2, True)
    none = invoke("export", "wacz", "--archive", root, "--portal", "longan")
    assert (none.code, "no capture of longan" in none.stderr) == (1, True)
    (first, *_) = sorted((root / "warc").iterdir())
    first.rename(first.with_name(first.name + ".open"))
    assert invoke("export", "wacz", "--archive", root).code == 5
    first.with_name(first.name + ".open").unlink()
    missing = invoke("export", "wacz", "--archive", root)
    assert (missing.code, first.name in missing.stderr) == (5, True)
    assert not (root / "exports" / "archive.wacz").exists()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://127.0.0.1:8931/x", "1,0,0,127:8931)/x"),
        ("https://www.longan.gov.vn/tin/1?b=2&A=1", "vn,gov,longan)/tin/1?a=1&b=2"),
        ("https://longan.gov.vn", "vn,gov,longan)/"),
        ("https://LongAn.gov.vn:443/Tin//B%C3%A0i/", "vn,gov,longan)/tin/b%c3%a0i"),
        ("https://www2.x.vn/tin/tiếng?q=cải", "vn,x)/tin/ti%e1%ba%bfng?q=c%e1%ba%a3i"),
        ("https://x.vn/a/../b/./c/..", "vn,x)/b"),
        ("https://x.vn/..//a", "vn,x)/../a"),
        ("https://x.vn/%2541%2520b?x=%2541", "vn,x)/a%20b?x=a"),
        ("https://x.vn/?", "vn,x)/"),
        ("https://x.vn/?a&c=&b", "vn,x)/?a&b&c="),
        ("https://x.vn/p?PHPSESSID=0123456789abcdef0123456789abcdef&x=1", "vn,x)/p?x=1"),
        ("https://x.vn/(S(abcdefghijklmnopqrstuvwx))/a.aspx?z=1", "vn,x)/a.aspx?z=1"),
        ("https://x.vn/a#phan-2", "vn,x)/a"),
        ("https://bộ.vn/", "vn,xn--b-8xm)/"),
    ],
)
def test_keys_are_those_of_other_tools(url: str, key: str) -> None:
    # Expected values are those of the surt package that pywb looks addresses up with.
    assert surt(url) == key


def test_now_is_not_in_it(root: Path, tmp_path: Path) -> None:
    invoke("export", "wacz", "--archive", root, "-o", tmp_path / "x.wacz")
    manifest = json.loads(opened(tmp_path / "x.wacz")["datapackage.json"])
    assert manifest["created"] == later(days=3).isoformat()
    assert NOW.isoformat() != manifest["created"]
