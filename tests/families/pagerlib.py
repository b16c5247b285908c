"""Listing pages around the markup of a pager, and what is asked for next."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from govnews.families.pagers import Pagers, find_json_pagers, find_pagers
from govnews.model import VIETNAM, Capture, Kind, Link
from govnews.reading.parse.document import parse
from govnews.reading.urls import canonical

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
HOST = "https://mau.gov.vn"
STATE = (
    '<input type="hidden" name="__VIEWSTATE" value="dDw">'
    '<input type="hidden" name="__EVENTVALIDATION" value="ok">'
)
HEADLINES = [
    (f"/bai-viet-{n}", f"Chủ tịch tỉnh kiểm tra tiến độ dự án số {n} tại các huyện phía nam")
    for n in range(40, 48)
]
ARTICLES = frozenset(canonical(HOST + path) for path, _ in HEADLINES)


def items(start: int = 0, end: int = 6) -> str:
    """A list of headlines."""
    lines = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in HEADLINES[start:end])
    return f"<ul class='ds-tin'>{lines}</ul>"


def page(pager: str, *, posted: bool = False, before: str = "", after: str = "") -> str:
    """A page with a list, and a pager below it."""
    inner = f"{before}<div class='noi-dung'>{items()}<div>{pager}</div></div>{after}"
    if posted:
        inner = f'<form method="post" action="">{STATE}{inner}</form>'
    menu = '<div class="menu"><a href="/">Trang chủ</a><a href="/gioi-thieu">Giới thiệu</a></div>'
    return f"<html><head><title>Tin tức</title></head><body>{menu}{inner}</body></html>"


def find(html: str, path: str = "/tin-tuc", number: int = 1) -> Pagers:
    """The pagers of a page under a path of the site."""
    url = canonical(HOST + path)
    capture = Capture(url, AT, html.encode(), content_type="text/html; charset=utf-8")
    return find_pagers(
        parse(capture), capture, Link(url, Kind.LISTING, "Tin", page=number), ARTICLES
    )


def find_json(data: Any, path: str, number: int = 1, entries: int = 10) -> Pagers:
    """The pagers of a JSON answer."""
    url = canonical(HOST + path)
    body = json.dumps(data).encode()
    capture = Capture(url, AT, body, content_type="application/json")
    return find_json_pagers(data, capture, Link(url, Kind.LISTING, "Tin", page=number), entries)


def asked(link: Link) -> str:
    """A request in one line: method, address, and the fields of a form."""
    fields = " ".join(f"{name}={value}" for name, value in link.form)
    return f"{link.method} {link.url} {fields} {link.payload or ''}".strip()


def first(pagers: Pagers) -> str:
    """The best candidate in one line, empty where there is none."""
    return asked(pagers.candidates[0].link) if pagers.candidates else ""
