"""What a family's listing says of its pagers: the next page, what else may be it, and the end."""

# ruff: noqa: E501 (markup stands in one line)

from __future__ import annotations

import json

import pytest

from govnews.errors import NotAnArticle
from govnews.families import walk
from govnews.model import Capture, Link, Listing
from govnews.portal import CrawlRules, Portal, Section
from tests.families.pagerlib import AT, HOST, items, page

GRID = "<span>1</span><a href=\"javascript:__doPostBack('ctl00$gv','Page$2')\">2</a>"


def listing(family: str, html: str, path: str = "/tin-tuc", number: int = 1) -> Listing:
    url = HOST + path
    portal = Portal("mau", "Mẫu", family, f"{HOST}/", crawl=CrawlRules(article_url="/bai-viet-"))
    capture = Capture(url, AT, html.encode(), content_type="text/html")
    return walk(capture, portal, Link(url, "listing", "Tin", page=number))


@pytest.mark.parametrize("family", ["generic", "dnn", "sharepoint", "uiarticle", "liferay", "vhv"])
def test_postbacks_are_asked_for_in_every_family(family: str) -> None:
    (more,) = listing(family, page(GRID, posted=True)).more
    assert (more.method, more.url, more.page) == ("POST", f"{HOST}/tin-tuc", 2)
    assert dict(more.form)["__EVENTARGUMENT"] == "Page$2"
    assert dict(more.form)["__VIEWSTATE"] == "dDw"


def test_a_listing_says_what_its_pager_says() -> None:
    pager = "<p>Tổng số: 88 tin</p>Trang 1/9 <a href='/tin-tuc?page=2'>2</a> <a href='/tin-tuc/page/2'>Sau</a>"
    found = listing("generic", page(pager))
    assert [link.url for link in found.more] == [f"{HOST}/tin-tuc?page=2"]
    assert [link.url for link in found.others] == [f"{HOST}/tin-tuc/page/2"]
    assert (found.announced_pages, found.announced_articles, found.last) == (9, 88, None)


def test_the_last_page_carries_its_proof() -> None:
    pager = "<a href='/tin-tuc?page=1'>1</a> <b>2</b>"
    found = listing("generic", page(pager), "/tin-tuc?page=2", 2)
    assert (found.more, found.others) == ((), ())
    assert found.last


def test_what_is_not_understood_is_carried() -> None:
    found = listing("generic", page("<button class='load-more'>Xem thêm</button>"))
    assert found.not_understood == ('<button class="load-more">Xem thêm</button>',)


def test_a_page_without_articles_is_no_list() -> None:
    with pytest.raises(NotAnArticle, match="no-links"):
        listing("generic", "<html><body><a href='?page=2'>2</a></body></html>")


def test_a_list_that_says_that_it_is_empty_is_one() -> None:
    found = listing("generic", "<html><body><p>Chưa có bài viết nào</p></body></html>")
    assert (found.articles, found.empty) == ((), "Chưa có bài viết nào")


@pytest.mark.parametrize(
    "label",
    [
        "<i class='fa fa-angle-right'></i>",
        "<img src='/i/next.gif'>",
        "<span class='sr-only'>Trang</span> 2",
        "Đi đến trang tiếp theo của danh sách tin",
        "Xem thêm các tin bài khác",
    ],
)
def test_the_pager_is_no_article(label: str) -> None:
    """Neither an icon nor many words make a pager's link a headline."""
    portal = Portal("mau", "Mẫu", "generic", f"{HOST}/")
    html = f"<html><body>{items()}<a href='/tin-tuc?page=2'>{label}</a></body></html>"
    url = f"{HOST}/tin-tuc"
    found = walk(Capture(url, AT, html.encode()), portal, Link(url, "listing"))
    assert len(found.articles) == 6
    assert [link.url for link in found.more] == [f"{url}?page=2"]


def test_a_body_of_the_portal_file_is_asked_first_and_ends_by_the_answer() -> None:
    section = Section("Tin", f"{HOST}/api/LoadArticle", '{"page": {page}, "size": 10}')
    portal = Portal("mau", "Mẫu", "uiarticle", f"{HOST}/", (section,))
    rows = [
        {"title": f"Hội nghị tổng kết công tác năm thứ {n}", "url": f"/bai-viet-{n}"}
        for n in range(10)
    ]
    link = Link(section.url, "listing", "Tin", method="POST", payload='{"page": 1, "size": 10}')

    def answer(total: int, shown: int = 10) -> Listing:
        body = json.dumps({"d": rows[:shown], "total": total}).encode()
        return walk(Capture(section.url, AT, body, content_type="application/json"), portal, link)

    (more,) = answer(25).more
    assert (more.payload, more.page) == ('{"page": 2, "size": 10}', 2)
    assert (answer(7, 7).more, answer(7, 7).last) == ((), "articles to 7 of 7")
    assert answer(10).more, "a full page may count itself"
