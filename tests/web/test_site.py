"""What the site answers: headers, languages, CSV, failures, hostile text."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
import sqlite3
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest

from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.holds import HoldReason
from govnews.export.tables import TABLES
from govnews.model import Capture, Kind, Link
from govnews.web.capturepage import harmless
from govnews.web.languages import Words
from tests.archive.archivelib import TOP
from tests.cli.clilib import invoke
from tests.web.weblib import BOOM, HOSTILE, LONGAN, NOW, Answer, Store, ask, page, with_site

PAGES = (
    "/", "/?q=papi", "/article/1", "/article/1/compare", "/capture/1", "/coverage",
    "/portal/longan", "/changes", "/article/2", "/capture/7", "/portal/odd", "/article/2/compare",
    "/held", "/held?portal=longan", "/held/1", "/held/2", "/held/3",
)  # fmt: skip
DATASETTE = ("/archive", "/archive/articles", "/archive/article/1", "/archive?sql=select+1")


@pytest.mark.slow
def test_every_page_has_strict_headers(web_root: Path) -> None:
    for path, answer in zip(PAGES, ask(web_root, *PAGES), strict=True):
        assert answer.status == 200, path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-cache"
        assert _acting(answer.text) == [], path


def _acting(page: str) -> list[str]:
    """Whatever in a page could run or load from elsewhere, as a browser parses it."""
    tree = lxml.html.document_fromstring(page)
    found = [f"script {node.text}" for node in tree.iter("script") if node.text]
    for node in tree.iter(lxml.etree.Element):
        for name, value in node.attrib.items():
            if name.startswith("on") or name == "style":
                found.append(f"{node.tag} {name}")
            elif name in {"src", "srcset", "action"} and not value.startswith("/"):
                found.append(f"{node.tag} {name}={value}")
            elif name == "href" and value.lower().startswith(("javascript:", "data:")):
                found.append(value)
    return found


@pytest.mark.slow
def test_hostile_text_stays_text(web_root: Path) -> None:
    paths = ("/article/2", "/?q=papi&portal=odd", "/changes", "/portal/longan", f"/?q={BOOM}")
    for path, answer in zip(paths, ask(web_root, *paths), strict=True):
        assert _acting(answer.text) == [], path
        assert lxml.html.document_fromstring(answer.text).xpath("//svg[@onload]") == []
    text = lxml.html.document_fromstring(ask(web_root, "/article/2")[0].text).text_content()
    assert text.count(HOSTILE) > 4
    assert f"{HOSTILE}, {HOSTILE}" in text


def test_the_captured_page_can_do_nothing(web_root: Path) -> None:
    (answer,) = ask(web_root, "/capture/6/page")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "Chữ còn lại" in answer.text
    for gone in (
        "<script",
        "onload",
        "onerror",
        "javascript:",
        "<iframe",
        "<form",
        "refresh",
        "src=",
    ):
        assert gone not in answer.text, gone


def test_etag_and_gzip(web_root: Path) -> None:
    (plain,) = ask(web_root, "/?q=papi")
    (packed,) = ask(web_root, "/?q=papi", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # httpx unpacks
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.headers["etag"] == plain.headers["etag"]
    (same,) = ask(web_root, "/?q=papi", if_none_match=plain.headers["etag"])
    assert (same.status, same.content) == (304, b"")
    (other,) = ask(web_root, "/?q=ban", if_none_match=plain.headers["etag"])
    assert other.status == 200


def test_the_language_is_in_the_address_or_a_cookie(web_root: Path) -> None:
    plain, english = ask(web_root, "/?q=papi", "/?q=papi&lang=en")
    assert '<html lang="vi">' in plain.text
    assert "Tải kết quả về dạng CSV" in plain.text
    assert '<html lang="en">' in english.text
    assert "Export these as CSV" in english.text
    assert english.headers["set-cookie"].startswith("lang=en;")
    (kept,) = ask(web_root, "/coverage", cookie="lang=en")
    assert "Articles by province and month" in kept.text
    (odd,) = ask(web_root, "/?lang=xx", cookie="lang=yy")
    assert '<html lang="vi">' in odd.text
    assert "set-cookie" not in odd.headers


def test_an_article_that_moved_has_all_its_addresses_on_its_page(
    web_root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "archive"
    shutil.copytree(web_root, copy)
    old = page(LONGAN, 4)
    moved = replace(old, url=old.url.replace("https:", "http:"))
    with Archive.open(copy, write=True) as archive:
        store = Store(archive)
        number = store.put(LONGAN, moved, days=9)
        capture = archive.conn.execute("SELECT max(id) FROM capture").fetchone()[0]
        store.close()
    shown, captured, plain = ask(
        copy, f"/article/{number}?lang=en", f"/capture/{capture}?lang=en", "/article/5?lang=en"
    )
    for said in (old.url, moved.url, "<small>present</small>", "first found there"):
        assert said in shown.text
    assert f'href="/article/{number}"' in captured.text
    assert 'id="addresses"' not in plain.text


def test_coverage_shows_how_many_articles_a_portal_should_have(
    web_root: Path, tmp_path: Path
) -> None:
    (silent,) = ask(web_root, "/coverage?lang=en")
    assert "Estimated" not in silent.text
    copy = tmp_path / "archive"
    shutil.copytree(web_root, copy)
    with Archive.open(copy, write=True) as archive, archive.transaction() as conn:
        frontier = Frontier(conn)
        for number in range(4, 34):
            link = Link(page(LONGAN, number).url, "article")
            for way, found in ((Kind.LISTING, number < 24), (Kind.SITEMAP, number >= 14)):
                if found:
                    frontier.add(LONGAN.name, [link], None, NOW, way)
    (told,) = ask(copy, "/coverage?lang=en")
    # 20 each, 10 of them the same: 21 * 21 / 11 - 1 = 39; the interval ends at 57.
    assert re.findall(r">([^<>]+ ± [^<>]+)</td>", told.text) == ["39 ± 18"]


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    web = TOP / "govnews" / "web"
    texts = tomllib.loads((web / "texts.toml").read_text("utf-8"))
    sources = [*web.glob("templates/**/*.html"), *web.glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    said = set(re.findall(r"""\bt\(['"]([\w-]+)['"][,)]""", text))
    assert said <= texts.keys()
    begun = tuple(re.findall(r"""\bt\(['"](\w+_)['"] ~""", text))
    for key in texts.keys() - said:
        assert key.startswith(begun) or f'"{key}"' in text, f"{key} is not used"
    for key, both in texts.items():
        assert set(both) == {"vi", "en"}, key
        places = [set(re.findall(r"\{\w+\}", each)) for each in both.values()]
        assert places[0] == places[1], key


@pytest.mark.slow
def test_held_pages_are_listed_and_shown(web_root: Path) -> None:
    paths = ("/held", "/held?portal=odd", "/held/3", "/held/99", "/held?portal=a%27b")
    every, odd, missing, unknown, wrong = ask(web_root, *(f"{p}{'&' if '?' in p else '?'}lang=en"
                                                          for p in paths))  # fmt: skip
    assert re.findall(r'href="/held/(\d+)"', every.text) == ["3", "1", "2"]
    assert re.findall(r'href="/held/(\d+)"', odd.text) == ["2"]
    assert "The portal did not have the page" in missing.text
    assert "--as-redesign" not in missing.text
    assert (unknown.status, wrong.status) == (404, 404)
    (front, portal) = ask(web_root, "/?lang=en", "/portal/odd?lang=en")
    assert "3 pages are held for review" in front.text
    assert "1 page is held for review" in portal.text


def test_an_article_says_how_sure_each_value_is(web_root: Path) -> None:
    english, vietnamese = ask(web_root, "/article/1?lang=en", "/article/1")
    assert '<th scope="col">Confidence</th>' in english.text
    assert "<td>likely</td>" in english.text
    assert "<td>nhiều khả năng</td>" in vietnamese.text


def test_reasons_to_hold_have_the_sentences_of_the_command_line() -> None:
    english = Words("en")
    for reason in HoldReason:
        said = english(f"why_{reason}")
        assert said[0].lower() + said[1:-1] == reason.meaning


def test_numbers_and_dates() -> None:
    vi, en = Words("vi"), Words("en")
    assert (vi.number(1234567), en.number(1234567)) == ("1.234.567", "1,234,567")
    assert vi.date("2021-05-24T14:30:00+07:00") == "24/05/2021 14:30"
    assert vi.date("2021-05-24T14:30:00Z") == "24/05/2021 14:30 UTC"
    assert vi.date("2021-05-24T14:30:00-05:00") == "24/05/2021 14:30 (-05:00)"
    assert (vi.date("2021-05"), vi.date("2021"), vi.date(None)) == ("05/2021", "2021", "")


def test_the_result_as_csv(web_root: Path) -> None:
    filtered, everything = ask(web_root, "/search.csv?q=papi&portal=hanoi", "/search.csv")
    assert filtered.headers["content-type"].startswith("text/csv")
    assert "attachment" in filtered.headers["content-disposition"]
    assert filtered.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(filtered.text[1:])))
    assert tuple(rows[0]) == tuple(TABLES["articles"].columns)
    assert {row["portal"] for row in rows} == {"hanoi"}
    assert len(rows) == 30
    assert len(list(csv.DictReader(io.StringIO(everything.text[1:])))) == 63


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/article/9999", 404, "Không có trong kho lưu trữ"),
        ("/article?url=https://longan.gov.vn/khong-co", 404, "Không có trong kho lưu trữ"),
        ("/article/1/compare?from=9", 404, "Không có trong kho lưu trữ"),
        ("/article/1/compare?from=x", 404, "Không có trong kho lưu trữ"),
        ("/capture/9999", 404, "Không có trong kho lưu trữ"),
        ("/portal/khong-co", 404, "Không có trong kho lưu trữ"),
        ("/changes?portal=%3Cb%3E", 404, "Không có trong kho lưu trữ"),
        ("/khong/co", 404, "Không có trong kho lưu trữ"),
        ("/-/databases", 404, "Không có trong kho lưu trữ"),
        ("/?province=80", 400, "Không có tỉnh, thành phố nào"),
        ("/?q=%22%22", 400, "Không tìm được theo yêu cầu này"),
        ("/?since=31/02/2021", 400, "Ngày không đúng"),
        ("/search.csv?q=!!!", 400, "word"),
        ("/archive?sql=drop+table+article", 400, "SELECT"),
    ],
)
def test_what_cannot_be_shown_says_so_and_offers_a_search(
    web_root: Path, path: str, status: int, said: str
) -> None:
    (answer,) = ask(web_root, path)
    assert answer.status == status
    assert said in answer.text
    assert 'name="q"' in answer.text or path.startswith("/archive")
    assert "Traceback" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=99999999999", "order=x", "portal=%00", "q=%00papi", "year=1"],
)
def test_odd_addresses_are_answered(web_root: Path, query: str) -> None:
    for answer in ask(web_root, f"/?{query}", f"/coverage?{query}", f"/changes?kind={query}"):
        assert answer.status in {200, 404}


def test_long_sql_is_stopped(web_root: Path) -> None:
    endless = (
        "with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+count(*)+from+n"
    )
    (answer,) = ask(web_root, f"/archive.json?sql={endless}")
    assert answer.status == 400
    assert "interrupted" in answer.text.lower() or "too long" in answer.text.lower()


def test_datasette_keeps_its_tables_and_json(web_root: Path) -> None:
    *pages, rows = ask(web_root, *DATASETTE, "/archive/articles.json?_facet=portal&_size=1")
    for answer in pages:
        assert answer.status == 200
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "<script>" not in answer.text
    assert '"portal"' in rows.text
    assert json.loads(rows.text)["facet_results"]["portal"]["results"][0]["count"] == 32


def test_only_reading(web_root: Path) -> None:
    async def post(site: Any) -> int:
        return int((await site.client.post("/", data={"q": "x"})).status_code)

    assert with_site(web_root, post) == 405


def test_an_archive_that_is_not_there_or_foreign(tmp_path: Path) -> None:
    done = invoke("serve", "--archive", tmp_path / "nowhere")
    assert done.code == 5
    assert "There is no archive" in done.stderr
    conn = sqlite3.connect(tmp_path / "archive.db")
    conn.execute("CREATE TABLE bookmarks (url TEXT)")
    conn.close()
    done = invoke("serve", "--archive", tmp_path)
    assert done.code == 5
    assert "another program's" in done.stderr


def test_a_place_that_cannot_be_listened_on(web_root: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = invoke("serve", "--archive", web_root, "--port", port)
    assert done.code == 1
    assert f"Port {port} on 127.0.0.1" in done.stderr
    done = invoke("serve", "--archive", web_root, "--host", "no.such.host.invalid")
    assert done.code == 1


def test_an_archive_that_goes_while_it_is_served(web_root: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    shutil.copytree(web_root, root)

    async def look(site: Any) -> list[tuple[int, str]]:
        before = await site.client.get("/?q=papi")
        (root / "archive.db").unlink()
        gone = await site.client.get("/?q=papi")
        shutil.copy(web_root / "archive.db", root / "archive.db")
        other = await site.client.get("/?q=papi")
        return [(got.status_code, got.text) for got in (before, gone, other)]

    (before, _), (gone, said), (other, told) = with_site(root, look)
    assert (before, gone, other) == (200, 503, 503)
    assert "Không còn tệp archive.db" in said
    assert "govnews serve" in told


def test_packed_files_are_whole(web_root: Path) -> None:
    (answer,) = ask(web_root, "/static/govnews.css", accept_encoding="gzip")
    assert answer.content == (TOP / "govnews/web/static/govnews.css").read_bytes()
    assert len(gzip.compress(answer.content)) < 5000


def test_a_crawl_may_write_meanwhile(tmp_path: Path) -> None:
    root = tmp_path / "archive"

    async def counted(site: Any) -> str:
        got = await site.client.get("/?q=papi")
        return str(lxml.html.document_fromstring(got.text).xpath("string(//h2[@id='count'])"))

    async def look(site: Any) -> list[str]:
        with Archive.open(root, write=True) as archive:
            store = Store(archive)
            store.put(LONGAN, page(LONGAN, 4))
            seen = [await counted(site)]
            archive.conn.execute("BEGIN IMMEDIATE")  # a writer in the middle of a transaction
            archive.conn.execute("DELETE FROM article")
            seen.append(await counted(site))
            archive.conn.execute("ROLLBACK")
            store.put(LONGAN, page(LONGAN, 5))
            seen.append(await counted(site))
            store.close()
        return seen

    Archive.open(root, write=True).close()
    assert with_site(root, look) == ["1 bài viết", "1 bài viết", "2 bài viết"]


def test_an_archive_in_a_folder_with_an_odd_name(web_root: Path, tmp_path: Path) -> None:
    root = tmp_path / "kho? lưu#trữ%20"
    shutil.copytree(web_root, root)
    (answer,) = ask(root, "/article/1")
    assert answer.status == 200


def test_a_capture_whose_file_is_lost(web_root: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    shutil.copytree(web_root, root)
    shutil.rmtree(root / "warc")
    facts, shown = ask(root, "/capture/1", "/capture/1/page")
    assert facts.status == 200
    assert shown.status == 503
    assert "Hiện không đọc được kho lưu trữ" in shown.text


def test_a_database_that_breaks_while_it_is_served(web_root: Path, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    shutil.copytree(web_root, root)

    async def look(site: Any) -> list[tuple[int, str]]:
        with (root / "archive.db").open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 200 * 4096)
        got = [await site.client.get(path) for path in ("/?q=papi", "/article/5")]
        return [(each.status_code, each.text) for each in got]

    (status, said), (other, _) = with_site(root, look)
    assert (status, other) == (503, 503)
    assert "Hiện không đọc được kho lưu trữ" in said
    assert "archive.db is damaged" in said
    assert str(tmp_path) not in said


def test_a_search_that_takes_too_long(web_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govnews.web.searchpage.LIMIT", 0)
    (answer,) = ask(web_root, "/?q=papi")
    assert answer.status == 503
    assert "Truy vấn quá lâu" in answer.text


def test_a_fault_of_ours_is_owned_up_to(
    web_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("kaputt")

    monkeypatch.setattr("govnews.web.search_params.find", broken)
    (answer,) = ask(web_root, "/?q=papi")
    assert answer.status == 500
    assert "Lỗi của govnews" in answer.text
    assert "kaputt" not in answer.text
    assert "RuntimeError: kaputt" in capsys.readouterr().err


def test_head_has_no_body(web_root: Path) -> None:
    async def look(site: Any) -> Answer:
        got = await site.client.head("/?q=papi")
        return Answer(got.status_code, dict(got.headers), got.content)

    answer = with_site(web_root, look)
    assert (answer.status, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 1000


def test_a_plain_text_capture_and_one_that_is_no_text() -> None:
    def shown(body: bytes, kind: str | None) -> str:
        return harmless(Capture("https://a.vn/", NOW, body, 200, kind))

    assert shown("Đỏ <b>".encode(), "text/plain; charset=utf-8") == "<pre>Đỏ &lt;b&gt;</pre>"
    assert shown(b"%PDF-1.7 <html>", "application/pdf") == ""
    assert "<script" not in shown(b"<html><script>1</script><p>a", None)
    assert shown(b"<p onclick=x()>a", "text/html") == "<p>a</p>"
