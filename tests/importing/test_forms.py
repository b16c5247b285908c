"""Whatever people save pages as: each form is read right, or refused by name."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import os
import plistlib
import quopri
import sqlite3
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.importing.recognise import Form, NoPage, form_of
from govnews.importing.saved import of_html
from tests.archive.archivelib import rows
from tests.cli.clilib import invoke
from tests.importing.test_importing import LONGAN, page
from tests.importing.test_importing import rows as said
from tests.importing.test_importing_warc import warc

pytestmark = pytest.mark.slow

URL = f"{LONGAN}/tin-tuc/hoi-nghi-12.html"
TAYNINH = "https://www.tayninh.gov.vn/tin/5.html"
TITLE = "Hội nghị tổng kết công tác cải cách hành chính"
PAGE = page(TITLE, "Hội nghị.")
AT = "2021-05-24T01:02:03+00:00"
MOMENT = datetime(2021, 5, 24, 1, 2, 3, tzinfo=UTC)


def mhtml(url: str = URL, body: bytes = PAGE, charset: str = "utf-8") -> bytes:
    """As Chrome and Edge write it."""
    return (
        b"From: <Saved by Blink>\r\n"
        b"Snapshot-Content-Location: " + url.encode() + b"\r\n"
        b"Subject: =?utf-8?Q?H=E1=BB=99i=20ngh=E1=BB=8B?=\r\n"
        b"Date: Mon, 24 May 2021 08:02:03 +0700\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--=_x"\r\n\r\n\r\n'
        b"----=_x\r\nContent-Type: text/html; charset=" + charset.encode() + b"\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: "
        + url.encode()
        + b"\r\n"
        b"\r\n" + quopri.encodestring(body) + b"\r\n----=_x\r\nContent-Type: image/png\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----=_x--\r\n"
    )


def webarchive(form: plistlib.PlistFormat = plistlib.FMT_BINARY) -> bytes:
    held = {
        "WebResourceData": PAGE,
        "WebResourceURL": URL,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
    }
    return plistlib.dumps({"WebMainResource": held, "WebSubresources": []}, fmt=form)


def har(encoded: bool = False, cut: bool = False) -> bytes:
    text = base64.b64encode(PAGE).decode() if encoded else PAGE.decode()
    content = {"size": len(PAGE) + 999 * cut, "mimeType": "text/html; charset=utf-8", "text": text}
    if encoded:
        content["encoding"] = "base64"
    answer = {
        "status": 200,
        "headers": [{"name": "content-encoding", "value": "gzip"}],
        "content": content,
    }
    picture = {"status": 200, "headers": [], "content": {"mimeType": "image/png"}}
    entries = [
        {"startedDateTime": AT, "request": {"url": URL}, "response": answer},
        {"startedDateTime": AT, "request": {"url": f"{LONGAN}/a.png"}, "response": picture},
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def single_file(url: str = URL, when: str = "Mon May 24 2021 08:02:03 GMT+0700") -> bytes:
    note = f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: {when} (Indochina)\n-->"
    return f"<!DOCTYPE html> <html lang=vi>{note}".encode() + PAGE.removeprefix(b"<html>")


def httrack(url: str = "www.longan.gov.vn/tin-tuc/hoi-nghi-12.html") -> bytes:
    note = (
        f"<!-- Mirrored from {url} by HTTrack Website Copier/3.x [XR&CO'2014], "
        "Mon, 24 May 2021 01:02:03 GMT -->"
    )
    return PAGE.replace(b"<head>", f"\n{note}\n<head>".encode())


def reader_copy() -> bytes:
    """As Firefox saves what its reader shows."""
    head = (
        f'<div class="header"><a class="domain reader-domain" href="{URL}">longan.gov.vn</a></div>'
    )
    return PAGE.replace(b"<body>", b"<body>" + head.encode())


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name.replace("__", "/"), (2021, 5, 24, 1, 2, 4)), data)
    return stream.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as package:
        info = tarfile.TarInfo(name)
        info.size, info.mtime = len(data), int(MOMENT.timestamp())
        package.addfile(info, io.BytesIO(data))
    return stream.getvalue()


RECORD = warc({"url": URL, "payload": PAGE, "date": "2021-05-24T01:02:03Z"})
PLAIN = warc({"url": URL, "payload": PAGE, "date": "2021-05-24T01:02:03Z"}, packed=False)

# By name: the file's name, which may lie, and its content; all have the page of URL, saved at AT.
READ: dict[str, tuple[str, bytes]] = {
    "MHTML": ("a.mhtml", mhtml()),
    "MHTML named as a page": ("a.html", mhtml()),
    "MHTML packed": ("a.mht.gz", gzip.compress(mhtml())),
    "a web archive of Safari": ("a.webarchive", webarchive()),
    "a web archive in XML": ("a.webarchive", webarchive(plistlib.FMT_XML)),
    "HAR": ("a.har", har()),
    "HAR in base64": ("a.har", har(encoded=True)),
    "HAR with a byte order mark": ("a.har", b"\xef\xbb\xbf" + har()),
    "SingleFile": ("a.html", single_file()),
    "HTTrack": ("a.aspx", httrack()),
    "a copy of Firefox' reader": ("a.html", reader_copy()),
    "SingleFile in UTF-16": ("a.html", single_file().decode().encode("utf-16")),
    "a ZIP of pages": ("a.zip", zipped(trang__a=single_file())),
    "a tar of pages": ("a.tar.gz", tarred("trang/a.html", single_file())),
    "a mirror by wget in a ZIP": (
        "a.zip",
        zipped(**{"www.longan.gov.vn__tin-tuc__hoi-nghi-12.html": PAGE}),
    ),
    "WARC": ("a.html", RECORD),
    "WARC in gzip twice": ("a.warc.gz", gzip.compress(RECORD)),
    "WARC behind a byte order mark": ("a.warc", b"\xef\xbb\xbf" + PLAIN),
    "WARC in a tar": ("a.tgz", tarred("x/y.warc.gz", RECORD)),
}


def bring(root: Path, *args: str | Path) -> list[dict[str, str]]:
    done = invoke("import", "--nl", "--archive", root, *args)
    assert done.code == (0 if all(row["outcome"] == "new" for row in said(done)) else 3)
    return said(done)


@pytest.mark.parametrize("how", READ)
def test_a_page_is_read_with_its_address_and_time(tmp_path: Path, how: str) -> None:
    name, data = READ[how]
    file = tmp_path / name
    file.write_bytes(data)
    os.utime(file, (MOMENT.timestamp(), MOMENT.timestamp()))
    (row,) = bring(tmp_path / "a", file)
    assert (row["outcome"], row["title"]) == ("new", TITLE), row
    with Archive.open(tmp_path / "a") as archive:
        ((url, at, portal, body),) = rows(
            archive,
            """SELECT c.url, c.fetched_at, a.portal, a.body
            FROM article a JOIN capture c ON c.id = a.capture_id""",
        )
    assert (url, portal) == (URL.replace("https", url.partition(":")[0]), "longan")
    assert abs(datetime.fromisoformat(at) - MOMENT).total_seconds() <= 1
    assert body.count("Hội nghị.") == 4


WORD = zipped(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w:document/>"})
CSV = "id,portal,title,url\n1,longan,Hội nghị,https://a.vn/1\n2,longan,Lễ hội,https://a.vn/2\n"
LOG = "2021-05-24 01:02:03 INFO crawl began\n2021-05-24 01:02:04 INFO crawl ended\n" * 5
LETTER = b"From: a@longan.gov.vn\r\nTo: b@longan.gov.vn\r\nSubject: Tin\r\n\r\nXin gui tin.\r\n"
SCRIPT = "import os\n\ndef main():\n    for one in os.listdir():\n        print(one);\n\nmain()\n"
FEED = b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Tin</title></channel></rss>'

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a CSV of govnews": ("articles.csv", CSV.encode(), "a CSV of govnews"),
    "any CSV": ("so-lieu.txt", ("a;b;c\n" + "1;2;3\n" * 9).encode(), "a table (CSV)"),
    "a log": ("crawl.txt", LOG.encode(), "a log"),
    "HTTrack's log": (
        "hts-log.txt",
        b"HTTrack3.49-4 launched on Sat, 28 Nov 2026 at http://a.vn/\nThis is a long line.",
        "a log",
    ),
    "source code": ("a.txt", SCRIPT.encode(), "source code"),
    "an e-mail": ("thu.html", LETTER, "an e-mail"),
    "a Word file": ("a.html", WORD, "an Office document"),
    "a PDF": ("a.html", b"%PDF-1.4\n" + bytes(99), "a PDF"),
    "a picture": ("a.html", b"\x89PNG\r\n" + bytes(99), "a picture"),
    "an archive": ("archive.db", b"SQLite format 3\0" + bytes(99), "an SQLite database"),
    "JSON": ("a.html", b'{"a": [1, 2, 3]}', "JSON"),
    "a feed": ("rss.xml", FEED, "a feed"),
    "anything else": ("a.html", bytes(range(256)) * 40, "a binary file"),
    "a ZIP in a ZIP": ("a.zip", zipped(b=zipped(c=PAGE)), "a package inside a package"),
    "an MHTML that is cut": ("a.mhtml", mhtml()[:-60], "truncated"),
    "a HAR with an answer that is cut": ("a.har", har(encoded=True, cut=True), "truncated"),
    "a broken HAR": ("a.har", b'{"log": {"entries": [', "the HAR file cannot be read"),
    "a deep HAR": ("a.har", b'{"log": ' + b"[" * 99_999, "nested too deep"),
    "a broken web archive": ("a.webarchive", b"bplist00" + bytes(40), "cannot be read"),
    "an empty file": ("a.html", b" \n", "empty"),
    "a page of nobody's": ("a.html", PAGE, "it does not say where it is from"),
    "a page of a stranger": ("a.html", single_file("https://nhandan.vn/1"), "no portal"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_is_no_page_is_refused_by_name(tmp_path: Path, how: str) -> None:
    name, data, why = REFUSED[how]
    (tmp_path / name).write_bytes(data)
    (row,) = bring(tmp_path / "a", tmp_path / name)
    assert row["outcome"] == "failed"
    assert why in row["reason"], row["reason"]
    with Archive.open(tmp_path / "a") as archive:
        assert rows(archive, "SELECT count(*) FROM article") == [0]


def test_each_page_goes_to_the_portal_of_its_address(tmp_path: Path) -> None:
    """Whatever --portal says of it."""
    other = single_file(TAYNINH).replace(TITLE.encode(), "Lễ khánh thành cầu An Hòa".encode())
    package = tmp_path / "a.zip"
    package.write_bytes(zipped(a=single_file(), b=other))
    assert [row["outcome"] for row in bring(tmp_path / "a", package)] == ["new", "new"]
    with Archive.open(tmp_path / "a") as archive:
        assert rows(archive, "SELECT portal, url FROM article ORDER BY portal") == [
            ("longan", URL),
            ("tayninh", TAYNINH),
        ]
    first, second = bring(tmp_path / "b", package, "--portal", "longan")
    assert first["outcome"] == "new"
    assert second["reason"].startswith(
        f"it was saved from {TAYNINH}, which is no address of longan"
    )


def test_two_saves_of_a_page_are_versions_of_one_article(tmp_path: Path) -> None:
    saves = {
        "1.html": single_file(),
        "2.html": single_file(when="Tue May 25 2021 08:02:03 GMT+0700").replace(
            b"</body>",
            "<p>Đoạn được thêm vào hôm sau, sau khi hội nghị kết thúc.</p></body>".encode(),
        ),
    }
    for name, data in saves.items():
        (tmp_path / name).write_bytes(data)
    done = invoke("import", "--nl", "--archive", tmp_path / "a", *(tmp_path / one for one in saves))
    assert [row["outcome"] for row in said(done)] == ["new", "changed"]
    with Archive.open(tmp_path / "a") as archive:
        assert rows(archive, "SELECT count(*) FROM article_version") == [2]


def folder_of(tmp_path: Path, suffix: str) -> Path:
    """A page that a browser saved as a whole, with its pictures, styles and a frame."""
    tree = tmp_path / "luu"
    beside = tree / f"Hội nghị{suffix}"
    beside.mkdir(parents=True)
    (tree / "Hội nghị.html").write_bytes(
        b"<!-- saved from url=(0052)" + URL.encode() + b" -->" + PAGE
    )
    (beside / "khung.html").write_bytes(page("Quảng cáo trong khung", "Khung."))
    (beside / "anh.png").write_bytes(b"\x89PNG")
    (tree / "kieu.css").write_text("body { color: red }")
    (tree / "hts-log.txt").write_text(LOG)
    (tree / "hts-cache").mkdir()
    (tree / "hts-cache" / "doit.log").write_text("http://a.vn/ -O mirror -q -r3 -I0 -%v0 -s0")
    return tree


@pytest.mark.parametrize(
    "suffix", ["_files", "-Dateien", "_fichiers", "_archivos", ".files", "_tệp", "_pliki", "-filer"]
)
def test_what_a_browser_saves_beside_a_page_is_no_page(tmp_path: Path, suffix: str) -> None:
    tree = folder_of(tmp_path, suffix)
    (row,) = bring(tmp_path / "a", tree)
    assert (row["outcome"], row["url"]) == ("new", URL)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                package.write(path, path.relative_to(tree))
    (tmp_path / "luu.zip").write_bytes(stream.getvalue())
    found = bring(tmp_path / "b", tmp_path / "luu.zip")
    assert [row["outcome"] for row in found] == ["new"]


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (datetime(1980, 1, 1, tzinfo=UTC), "its time is 1980-01-01"),
        (datetime(2021, 5, 1, tzinfo=UTC), "before the date that the page prints"),
        (datetime(2021, 5, 25, tzinfo=UTC), None),
    ],
)
def test_a_files_time_that_cannot_be_is_refused(
    tmp_path: Path, at: datetime, why: str | None
) -> None:
    dated = PAGE.replace(b"</h1>", "</h1><p class='date'>Ngày đăng: 24/05/2021</p>".encode())
    note = b"<!-- saved from url=(0052)" + URL.encode() + b" -->"
    file = tmp_path / "a.html"
    file.write_bytes(note + dated)
    os.utime(file, (at.timestamp(), at.timestamp()))
    (row,) = bring(tmp_path / "a", file)
    assert (row["outcome"] == "new") == (why is None)
    if why is not None:
        assert why in row["reason"]
        done = invoke(
            "import", "--nl", "--archive", tmp_path / "a", file, "--captured-at", "26/05/2021"
        )
        assert [row["outcome"] for row in said(done)] == ["new"]


def test_a_revisit_before_its_original_is_resolved(tmp_path: Path) -> None:
    digest = "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    again = {
        "url": URL, "digest": digest, "refers_to": URL, "refers_date": "2021-05-24T01:02:03Z",
        "date": "2021-06-01T00:00:00Z",
    }  # fmt: skip
    first = {
        "url": URL, "payload": PAGE, "date": "2021-05-24T01:02:03Z",
        "extra": {"WARC-Payload-Digest": digest},
    }  # fmt: skip
    (tmp_path / "1.warc.gz").write_bytes(warc(again))
    (tmp_path / "2.warc.gz").write_bytes(warc(first))
    done = invoke(
        "import",
        "--nl",
        "--archive",
        tmp_path / "a",
        tmp_path / "1.warc.gz",
        tmp_path / "2.warc.gz",
    )
    assert [row["outcome"] for row in said(done)] == ["new", "unchanged"]
    assert done.code == 0
    alone = invoke("import", "--nl", "--archive", tmp_path / "b", tmp_path / "1.warc.gz")
    assert alone.code == 3
    assert "refused: 1 records: a revisit of a page that is not here" in alone.stderr


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (("Tin trong tỉnh\n" + "Hôm nay tỉnh họp.\n" * 3).encode(), Form.DUMP),
        ("Giao:\n- các sở, ngành phối hợp;\n- các huyện, thị xã báo cáo;".encode(), Form.DUMP),
        (b"  <P>Tin</P>", Form.PAGE),
        ("<!DOCTYPE html><html>".encode("utf-16"), Form.PAGE),
        ("<!DOCTYPE html><html>".encode("utf-16-be"), Form.PAGE),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", Form.PAGE),
    ],
)  # fmt: skip
def test_what_a_start_shows(start: bytes, form: Form) -> None:
    assert form_of(start, "a") is form


@pytest.mark.parametrize("how", [*READ, *REFUSED])
def test_any_bytes_are_a_form_or_refused(how: str) -> None:
    """Cut, doubled, and with a byte that differs."""
    data = (READ.get(how) or REFUSED[how])[1]
    damaged = [data[:n] for n in (1, 3, 17, len(data) // 2)]
    damaged += [data[5:], data * 2, data[:40] + b"\xff" + data[41:]]
    for start in damaged:
        with contextlib.suppress(NoPage):
            assert isinstance(form_of(start, "a.html"), Form)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("www.longan.gov.vn/tin?trang=2", "http://www.longan.gov.vn/tin?trang=2"),
        ("127.0.0.1:8799/tin", "http://127.0.0.1:8799/tin"),
        ("https://www.longan.gov.vn/", "https://www.longan.gov.vn/"),
        ("khong-phai-dia-chi", None),
    ],
)
def test_an_address_as_httrack_writes_it(written: str, url: str | None) -> None:
    assert of_html("a.html", httrack(written), None).url == url


def test_a_database_named_as_a_page_is_no_page(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    sqlite3.connect(file).executescript("CREATE TABLE a (b)").connection.close()
    (row,) = bring(tmp_path / "x", file)
    assert "an SQLite database; 'govnews merge' joins archives" in row["reason"]
