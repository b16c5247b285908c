"""What counts as an attached file, by the answer's address, type and first bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from govnews.model import Capture
from govnews.reading.attached_file import not_a_file

HTML = "text/html; charset=utf-8"
PAGE = b"<!DOCTYPE html><html><head><title>Trang ch\xe1\xbb\xa7</title></head></html>"
OFFICE = b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>So 1</body></html>'
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats"

FILES = [
    ("a.pdf", PDF, b"%PDF-1.4 \0"),
    ("a.pdf", "application/octet-stream", b"%PDF-1.4"),
    ("a.pdf", "application/msword", b"%PDF-1.4"),
    ("a.pdf", None, b"%PDF-1.4"),
    ("a.pdf", "text/plain", b"no magic is asked for"),
    ("a.docx", DOCX, b"PK\x03\x04"),
    ("a.doc", "application/msword", b"\xd0\xcf\x11\xe0"),
    ("a.doc", "application/msword", OFFICE),
    ("a.xls", "application/xml", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'),
    ("a.csv", "text/csv", b"<5;a\n1;2\n"),
    ("tai.ashx?id=5", HTML, b"%PDF-1.4 \0\x01 a handler that states no type"),
    ("huong-dan.html", HTML, PAGE),
    ("huong-dan.HTM?v=1", HTML, PAGE),
]
OTHERS = [
    ("a.pdf", HTML, PAGE),
    ("a.pdf", HTML, b"File not found"),
    ("a.pdf", "TEXT/HTML", b"\n\n  <p>x"),
    ("a.pdf", PDF, PAGE),
    ("a.doc", "application/msword", b"\xef\xbb\xbf\r\n<html lang=vi>"),
    ("a.doc", HTML, OFFICE),
    ("a.doc", None, b"<!-- 404 -->\n<!-- --><HTML><body>"),
    ("a.pdf", "application/octet-stream", "\ufeff<html><body>".encode("utf-16-le")),
    ("a.pdf", "application/xhtml+xml", b'<?xml version="1.0"?><html xmlns="x">'),
    ("a.pdf", "text/plain", b"<script>location='/login'</script>"),
    ("a.pdf", PDF, b""),
    ("a.html", HTML, b""),
    ("download?file=5", HTML, PAGE),
]


@pytest.mark.parametrize(("name", "kind", "body"), FILES)
def test_files(name: str, kind: str | None, body: bytes) -> None:
    url = f"https://mau.gov.vn/{name}"
    assert not_a_file(url, Capture(url, datetime.now(UTC), body, content_type=kind)) is None


@pytest.mark.parametrize(("name", "kind", "body"), OTHERS)
def test_what_is_no_file(name: str, kind: str | None, body: bytes) -> None:
    url = f"https://mau.gov.vn/{name}"
    why = not_a_file(url, Capture(url, datetime.now(UTC), body, content_type=kind))
    assert why == f"{url} {'is an HTML page' if body else 'has no bytes'}"


@pytest.mark.parametrize(
    ("asked", "answered"), [("a.pdf", "404.html"), ("a.html", "dang-nhap"), ("a", "b.htm")]
)
def test_a_page_at_the_end_of_a_redirect_is_no_file(asked: str, answered: str) -> None:
    capture = Capture(f"https://mau.gov.vn/{answered}", datetime.now(UTC), PAGE, content_type=HTML)
    assert not_a_file(f"https://mau.gov.vn/{asked}", capture) is not None
