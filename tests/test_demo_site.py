"""The demo portal over real loopback connections: what a crawler will meet there."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from govnews.demo import DemoPortal, load_articles, newest_first
from govnews.demo.corpus import DemoArticle
from govnews.errors import DemoPortUnavailable
from govnews.model import VIETNAM

pytestmark = pytest.mark.slow

VISIT = datetime(2026, 11, 23, 9, 15, tzinfo=VIETNAM)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ARTICLE_LINK = re.compile(r'href="(/(?:tin-tuc-su-kien|chi-dao-dieu-hanh)/[a-z0-9-]+-\d+)"')
LISTED = re.compile(r'<div class="ItemTitle"><a href="([^"]+)">')


@pytest.fixture
def portal() -> Iterator[DemoPortal]:
    with DemoPortal(port=0, clock=lambda: VISIT) as running:
        yield running


def get(
    portal: DemoPortal, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(portal.url + path, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def text(portal: DemoPortal, path: str) -> str:
    status, headers, body = get(portal, path)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    return body.decode("utf-8")


def one(**wanted: object) -> DemoArticle:
    return next(
        a for a in load_articles() if all(getattr(a, name) == v for name, v in wanted.items())
    )


# --- the articles themselves ----------------------------------------------------------------


def test_sixty_distinct_articles() -> None:
    articles = load_articles()
    assert len(articles) == 60
    assert len({a.id for a in articles}) == len({a.path for a in articles}) == 60
    assert len({paragraph for a in articles for paragraph in a.paragraphs}) == sum(
        len(a.paragraphs) for a in articles
    )
    assert Counter(a.section for a in articles) == {"tin-tuc-su-kien": 37, "chi-dao-dieu-hanh": 23}
    middling = sum(4 <= len(a.paragraphs) <= 9 for a in articles)
    assert 0.5 <= middling / len(articles) <= 0.6
    assert list(articles) == newest_first(reversed(articles))


def test_articles_are_older_than_june_2026_and_typed_in_nfc() -> None:
    limit = datetime(2026, 6, 1, tzinfo=VIETNAM)
    for article in load_articles():
        assert article.published < limit
        for words in (article.title, article.sapo, article.signature, *article.paragraphs):
            assert unicodedata.is_normalized("NFC", words)


def test_the_variety_that_readers_rely_on() -> None:
    articles = load_articles()
    about_papi = [a for a in articles if "Chỉ số PAPI" in " ".join(a.paragraphs)]
    assert len(about_papi) >= 5
    assert sum("Chỉ số PAPI" in a.title for a in articles) >= 4
    assert sum(bool(a.attachments) for a in articles) >= 6
    assert sum(not a.dated for a in articles) >= 3
    assert sum(bool(a.tables) for a in articles) == 2
    assert sum(a.nfd for a in articles) == 1
    assert any(a.views >= 1000 for a in articles)
    assert any(a.signature_twice for a in articles)
    assert any(not a.signature for a in articles)
    assert any(not a.sapo for a in articles)
    ((_, pair),) = Counter(a.title for a in articles).most_common(1)
    assert pair == 2
    names = [attachment.name for a in articles for attachment in a.attachments]
    names += [image.name for a in articles for image in a.images]
    assert len(names) == len(set(names))
    for article in articles:
        places = [image.after for image in article.images]
        places += [table.after for table in article.tables]
        assert all(1 <= place <= len(article.paragraphs) for place in places)


# --- lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("section", "pages"), [("tin-tuc-su-kien", 4), ("chi-dao-dieu-hanh", 3)])
def test_pager_leads_to_every_article_once(portal: DemoPortal, section: str, pages: int) -> None:
    seen: list[str] = []
    address: str | None = f"/{section}"
    visited = 0
    while address:
        page = text(portal, address)
        visited += 1
        seen += LISTED.findall(page)
        following = re.search(r'href="([^"]+)">»</a></div>', page)
        address = following[1] if following else None
    assert visited == pages
    assert seen == [a.path for a in load_articles() if a.section == section]


def test_past_the_end_is_an_empty_page(portal: DemoPortal) -> None:
    page = text(portal, "/tin-tuc-su-kien?trang=99")
    assert "Không có dữ liệu" in page
    assert not LISTED.findall(page)


@pytest.mark.parametrize("query", ["", "?trang=1", "?trang=0", "?trang=abc", "?trang=²", "?x=1"])
def test_odd_page_numbers_show_the_first_page(portal: DemoPortal, query: str) -> None:
    quoted = urllib.parse.quote(query, safe="?=")
    listed = LISTED.findall(text(portal, f"/chi-dao-dieu-hanh{quoted}"))
    assert len(listed) == 10
    newest = next(a for a in load_articles() if a.section == "chi-dao-dieu-hanh")
    assert listed[0] == newest.path


def test_home_shows_both_sections(portal: DemoPortal) -> None:
    assert len(LISTED.findall(text(portal, "/"))) == 10


def test_every_link_of_every_kind_of_page_answers(portal: DemoPortal) -> None:
    pages = ["/", "/tin-tuc-su-kien", one(nfd=True).path, *(a.path for a in load_articles()[:3])]
    pages += [a.path for a in load_articles() if a.attachments or a.images]
    links = {
        link
        for page in pages
        for link in re.findall(r'(?:href|src)="(/[^"]*)"', text(portal, page))
    }
    assert [link for link in sorted(links) if get(portal, link)[0] != 200] == []


def test_feeds(portal: DemoPortal) -> None:
    status, headers, body = get(portal, "/sitemap.xml")
    assert (status, headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    entries = {
        entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod")
        for entry in ET.fromstring(body)  # noqa: S314  our own server wrote it
    }
    assert len(entries) == 63
    for article in load_articles():
        wanted = article.published.isoformat() if article.dated else None
        assert entries[portal.url + article.path] == wanted
    status, headers, body = get(portal, "/rss.xml")
    items = ET.fromstring(body).findall("./channel/item")  # noqa: S314
    newest = load_articles()[:20]
    assert [item.findtext("link") for item in items] == [portal.url + a.path for a in newest]
    assert b"Sitemap: " + portal.url.encode() in get(portal, "/robots.txt")[2]


def test_feeds_are_cacheable_and_articles_are_not(portal: DemoPortal) -> None:
    _, headers, _ = get(portal, "/sitemap.xml")
    assert headers["Last-Modified"].endswith("GMT")
    again = get(portal, "/sitemap.xml", **{"If-None-Match": headers["ETag"]})
    assert (again[0], again[2]) == (304, b"")
    _, headers, _ = get(portal, load_articles()[0].path)
    assert "ETag" not in headers
    assert "Last-Modified" not in headers


# --- article pages --------------------------------------------------------------------------


def test_article_page_holds_the_article_and_the_traps(portal: DemoPortal) -> None:
    article = one(slug="ubnd-tinh-ban-hanh-ke-hoach-cai-thien-chi-so-papi-nam-2021")
    page = text(portal, article.path)
    assert "Thứ Hai, 24/05/2021 | 14:30 GMT+7" in page
    assert f'<h1 class="ArticleHeader">{article.title}</h1>' in page
    assert f"Lượt xem: {article.views + 1}<" in page
    assert "1. Giao Sở Nội vụ:" in page
    assert "/files/1084-kh-ubnd.pdf" in page
    for noise in (
        '<div class="PageClock">Thứ Hai, 23/11/2026 | 09:15 GMT+7</div>',
        "<title>Cổng thông tin điện tử tỉnh Sông Mẫu</title>",
        "image banner",
        "Thông tin mới nhất",
        "Đang online: ",
        "Đăng nhập",
        "Tin khác",
        "In trang",
        "Bản quyền thuộc về",
    ):
        assert noise in page
    assert len(ARTICLE_LINK.findall(page)) >= 14


def test_every_article_page_carries_its_text(portal: DemoPortal) -> None:
    for article in load_articles():
        page = unicodedata.normalize("NFC", text(portal, article.path))
        for words in (article.title, article.sapo, article.signature, *article.paragraphs):
            assert words in page
        assert page.count('<span class="ArticleDate">') == int(article.dated)


def test_label_date_and_large_view_count(portal: DemoPortal) -> None:
    article = one(title="Sông Mẫu lần đầu vào nhóm trung bình cao về Chỉ số PAPI")
    page = text(portal, article.path)
    assert "Ngày đăng: 15/04/2025 15:20" in page
    assert "Lượt xem: 2.088" in page
    assert "<th>Nội dung</th>" in page
    assert '<div class="ArticleHeader">' in page


def test_signature_printed_twice(portal: DemoPortal) -> None:
    article = one(signature_twice=True, nfd=False)
    assert text(portal, article.path).count(f"<strong>{article.signature}</strong>") == 2


def test_undated_article_prints_no_date_of_its_own(portal: DemoPortal) -> None:
    article = one(date_style="none")
    page = text(portal, article.path)
    assert "Ngày đăng" not in page
    assert article.published.strftime("%d/%m/%Y") not in page


def test_nfd_page(portal: DemoPortal) -> None:
    article = one(nfd=True)
    page = text(portal, article.path)
    assert article.title not in page
    assert unicodedata.normalize("NFD", article.title) in page
    assert "Thống kê truy cập" in page


def test_same_title_under_two_numbers(portal: DemoPortal) -> None:
    title = "Thông báo lịch tiếp công dân định kỳ của Chủ tịch UBND tỉnh"
    first, second = (a for a in load_articles() if a.title == title)
    assert first.slug == second.slug
    assert text(portal, first.path) != text(portal, second.path)


def test_views_and_counters_rise(portal: DemoPortal) -> None:
    article = load_articles()[0]
    pages = [text(portal, article.path) for _ in range(3)]
    shown = [re.search(r"Lượt xem: ([\d.]+)", page)[1] for page in pages]  # type: ignore[index]
    assert shown == [str(article.views + n) for n in (1, 2, 3)]
    assert len({re.search(r"Tất cả: ([\d.]+)", page)[1] for page in pages}) == 3  # type: ignore[index]
    get(portal, article.path, method="HEAD")
    get(portal, "/tin-tuc-su-kien")
    assert portal.views(article.id) == article.views + 3
    text(portal, article.path + "?print=1")
    assert portal.views(article.id) == article.views + 4


def test_views_are_counted_once_each_under_threads(portal: DemoPortal) -> None:
    article = load_articles()[5]
    visitors = [
        threading.Thread(target=lambda: [get(portal, article.path) for _ in range(5)])
        for _ in range(4)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert portal.views(article.id) == article.views + 20
    assert portal.requests == [("GET", article.path)] * 20


# --- files, errors, HTTP --------------------------------------------------------------------


def test_pdf(portal: DemoPortal) -> None:
    status, headers, body = get(portal, "/files/1084-kh-ubnd.pdf")
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert body.startswith(b"%PDF-1.4\n")
    assert body.endswith(b"%%EOF\n")
    start = int(body.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert body[start:].startswith(b"xref\n0 6\n")
    for number, line in enumerate(body[start:].splitlines()[3:8], start=1):
        assert body[int(line[:10]) :].startswith(b"%d 0 obj" % number)
    assert get(portal, "/files/khong-co.pdf")[0] == 404


def test_png(portal: DemoPortal) -> None:
    _, headers, body = get(portal, "/images/cau-rach-tram.png")
    assert headers["Content-Type"] == "image/png"
    assert body.startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize(
    "path", ["/khong-co", "/tin-tuc-su-kien/khong-co-1", "/files/", "/tin-tuc-su-kien/x"]
)
def test_not_found(portal: DemoPortal, path: str) -> None:
    status, headers, body = get(portal, path)
    assert status == 404
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Không tìm thấy trang" in body.decode("utf-8")


def test_head_has_the_headers_of_get_and_no_body(portal: DemoPortal) -> None:
    path = load_articles()[2].path
    status, headers, body = get(portal, path, method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 3000
    assert get(portal, "/khong-co", method="HEAD")[0] == 404


def test_connections_are_kept_and_end_with_the_portal() -> None:
    with DemoPortal(port=0) as portal:
        connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=10)
        for path in ("/", "/robots.txt"):
            connection.request("GET", path)
            answer = connection.getresponse()
            assert (answer.version, answer.status) == (11, 200)
            answer.read()
        first = connection.sock
        assert first is not None
    assert first.recv(1) == b""
    connection.close()


def test_login_is_refused(portal: DemoPortal) -> None:
    request = urllib.request.Request(portal.url + "/dang-nhap", data=b"user=a")
    with pytest.raises(urllib.error.HTTPError, match="405") as caught:
        urllib.request.urlopen(request, timeout=10)
    caught.value.close()


# --- playing ------------------------------------------------------------------------------


def test_silent_edit_and_removal(portal: DemoPortal) -> None:
    article = load_articles()[1]
    text(portal, article.path)
    portal.replace(replace(article, paragraphs=("Nội dung đã sửa.", *article.paragraphs[1:])))
    page = text(portal, article.path)
    assert "Nội dung đã sửa." in page
    assert article.paragraphs[0] not in page
    assert portal.views(article.id) == article.views + 2
    portal.remove(article.id)
    assert get(portal, article.path)[0] == 404
    assert article.path.encode() not in get(portal, "/sitemap.xml")[2]
    assert article.path not in text(portal, f"/{article.section}")


def test_a_corrected_slug_redirects(portal: DemoPortal) -> None:
    article = load_articles()[1]
    portal.replace(replace(article, slug="tieu-de-moi"))
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=10)
    connection.request("GET", article.path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 301
    assert answer.headers["Location"] == f"/{article.section}/tieu-de-moi-{article.id}"
    assert portal.views(article.id) == article.views


def test_own_articles() -> None:
    article = DemoArticle(
        id=7,
        slug="mot-bai",
        section="chi-dao-dieu-hanh",
        title="A < B & “C”",
        published=datetime(2024, 2, 29, 8, 5, tzinfo=VIETNAM),
        paragraphs=("Một đoạn.",),
        date_style="weekday",
    )
    with DemoPortal(port=0, articles=[article]) as portal:
        page = text(portal, "/chi-dao-dieu-hanh/mot-bai-7")
        assert "A &lt; B &amp; “C”" in page
        assert "Thứ Năm, 29/02/2024 | 08:05 GMT+7" in page
        assert "Không có dữ liệu" in text(portal, "/tin-tuc-su-kien")
        assert [a.id for a in portal.articles] == [7]


def test_taken_port_has_a_name(portal: DemoPortal) -> None:
    with pytest.raises(DemoPortUnavailable) as caught, DemoPortal(port=portal.port):
        pass
    assert f"Port {portal.port} on 127.0.0.1 is taken" in str(caught.value)


def test_stopping_twice_and_starting_again() -> None:
    portal = DemoPortal(port=0)
    for _ in range(2):
        portal.start()
        portal.start()
        assert get(portal, "/robots.txt")[0] == 200
        portal.stop()
        portal.stop()
        portal.wait()


def test_a_target_that_is_no_path_is_not_found(portal: DemoPortal) -> None:
    with socket.create_connection(("127.0.0.1", portal.port), timeout=10) as raw:
        raw.sendall(b"GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert raw.recv(40).startswith(b"HTTP/1.1 404 ")
