"""Attached files: what comes in their place is a failure, kept as a capture and counted as none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import crawl, errors, rows
from tests.crawl.site import Answer, Site, article, portal_file

pytestmark = pytest.mark.slow

ERROR = b"<!DOCTYPE html><html><body><h1>404</h1><p>Khong tim thay tep</p></body></html>"
LOGIN = b'<html><body><form><input type="password" name="p"></form></body></html>'


def to(place: str) -> Answer:
    return Answer(b"", 302, headers={"Location": place})


def test_what_comes_in_the_place_of_a_file_is_a_failure(tmp_path: Path) -> None:
    pdf = Answer(b"%PDF-1.4", kind="application/pdf")
    answers = {
        "tot.pdf": pdf,
        "khac-kieu.docx": Answer(b"PK\x03\x04", kind="application/octet-stream"),
        "bieu-mau.html": Answer(article(5)),
        "chuyen.pdf": to("/kho/chuyen.pdf"),
        "loi.pdf": Answer(ERROR),
        "gia.doc": Answer(ERROR, kind="application/msword"),
        "rong.pdf": Answer(b"", kind="application/pdf"),
        "ve-trang-chu.pdf": to("/"),
        "dang-nhap.pdf": to("/login?returnUrl=x"),
        "trang-khac.xls": to("/tin"),
        "mat.pdf": Answer(b"", 404),
    }
    links = "".join(f'<p><a href="/tai/download/{name}">{name}</a></p>' for name in answers)
    links = links.replace(">bieu-mau.html<", ">Biểu mẫu.doc<")
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        site.listing("/tin", [1])
        site.pages["/bai-1"] = Answer(article(1, extra=links))
        site.pages |= {f"/tai/download/{name}": one for name, one in answers.items()}
        site.pages["/kho/chuyen.pdf"] = pdf
        site.pages["/login?returnUrl=x"] = Answer(LOGIN)
        result = crawl(tmp_path, "thu")
        asked = site.paths
    assert result.code == 3
    assert result.summary["attachments"] == 4, errors(tmp_path)
    failed = {path.rpartition("/")[2]: why for path, (_, why) in errors(tmp_path).items()}
    assert failed == {
        "loi.pdf": "not-a-file",
        "gia.doc": "not-a-file",
        "rong.pdf": "not-a-file",
        "ve-trang-chu.pdf": "redirected-home",
        "dang-nhap.pdf": "not-a-file",
        "trang-khac.xls": "not-a-file",
        "mat.pdf": "http-404",
    }
    assert result.summary["failed"]["not-a-file"] == 5
    kept = set(rows(tmp_path, "SELECT url, status FROM capture WHERE kind = 'attachment'"))
    assert {(f"{site.url}/tai/download/loi.pdf", 200), (f"{site.url}/tin", 200)} <= kept
    assert asked.count("/tai/download/loi.pdf") == 1

    # A database that is made again from the WARC files takes none of them for a file.
    (tmp_path / "archive.db").unlink()
    assert invoke("reindex", "--archive", tmp_path).code == 0
    done = "SELECT url FROM frontier WHERE kind = 'attachment' AND state = 'done'"
    files = {url.rpartition("/")[2] for url in rows(tmp_path, done)}
    assert files == {"tot.pdf", "khac-kieu.docx", "bieu-mau.html", "chuyen.pdf"}


def test_each_hop_of_a_file_is_checked_for_private_addresses(tmp_path: Path) -> None:
    """No packet leaves: names resolve by a table, and only 127.0.0.1 counts as public."""
    links = "".join(f'<p><a href="/f{n}.pdf">Công văn {n}.pdf</a></p>' for n in range(3))
    with Site() as site:
        base = f"http://portal.example:{site.port}"
        portal_file(tmp_path, "thu", base, crawl="allow_private = false")
        site.listing("/tin", [1])
        site.pages["/bai-1"] = Answer(article(1, extra=links))
        site.pages["/f0.pdf"] = to("http://10.1.2.3/f.pdf")
        site.pages["/f1.pdf"] = to("/lui.pdf")
        site.pages["/lui.pdf"] = to("http://intranet.example/f.pdf")
        site.pages["/f2.pdf"] = to("http://[::1]:9/f.pdf")
        names = {"portal.example": "127.0.0.1", "intranet.example": "10.0.0.7"}
        result = crawl(tmp_path, "thu", "--hosts", json.dumps(names), "--public", "127.0.0.1")
    assert result.summary["attachments"] == 0
    assert errors(tmp_path) == {f"/f{n}.pdf": ("failed", "private-address") for n in range(3)}
