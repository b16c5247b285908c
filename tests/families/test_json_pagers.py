"""JSON lists: the following page by address, cursor or counter, and the end in the answer."""

# ruff: noqa: E501 (markup and data stand in one line)

from __future__ import annotations

import json
from typing import Any

import pytest

from govnews.families.pagers import find_json_pagers
from govnews.model import Capture, Link
from tests.families.pagerlib import AT, asked, find_json, first

ROWS = [{"title": f"Tin số {n}", "url": f"/tin-{n}"} for n in range(10)]

NEXT: list[tuple[str, Any, str, int, str]] = [
    ("page", {"items": ROWS}, "/api/tin?page=1", 1, "page=2"),
    ("page-later", ROWS, "/api/tin?chuyenmuc=4&page=7", 7, "chuyenmuc=4&page=8"),
    ("pageNumber", {"content": ROWS, "last": False}, "/api/tin?pageNumber=1&pageSize=10", 1, "pageNumber=2&pageSize=10"),
    ("page-zero", {"content": ROWS, "last": False, "totalElements": 88}, "/api/tin?page=0&size=10", 1, "page=1&size=10"),
    ("pageIndex", {"Data": ROWS, "TotalRow": 31}, "/api/tin?pageIndex=2&pageSize=10", 2, "pageIndex=3"),
    ("trang", {"ds": ROWS}, "/api/tin?trang=3", 3, "trang=4"),
    ("page-in-path", {"ds": ROWS}, "/api/tin/page/2", 2, "/api/tin/page/3"),
    ("liferay-cur", {"ds": ROWS}, "/api/tin?_x_cur=1&_x_delta=10", 1, "_x_cur=2"),
    ("skip-take", {"Data": ROWS, "Total": 88}, "/api/tin?skip=0&take=10", 1, "skip=10&take=10"),
    ("kendo", {"Data": ROWS, "Total": 88}, "/api/tin?take=10&skip=10&page=2&pageSize=10", 2, "skip=20&page=3"),
    ("offset-limit", {"results": ROWS}, "/api/tin?offset=20&limit=10", 3, "offset=30&limit=10"),
    ("offset-alone", {"results": ROWS}, "/api/tin?offset=0", 1, "offset=10"),
    ("start-length", {"draw": 1, "recordsTotal": 300, "recordsFiltered": 88, "data": ROWS}, "/dt?draw=1&start=0&length=10", 1, "start=10&length=10"),
    ("datatables-legacy", {"sEcho": 1, "iTotalRecords": 88, "iTotalDisplayRecords": 88, "aaData": ROWS}, "/dt?sEcho=1&iDisplayStart=30&iDisplayLength=10", 4, "iDisplayStart=40"),
    ("solr", {"response": {"numFound": 88, "start": 0, "docs": ROWS}}, "/solr?q=tin&start=0&rows=10", 1, "start=10&rows=10"),
    ("from-size", {"hits": {"total": 88, "hits": ROWS}}, "/search?from=0&size=10", 1, "from=10"),
    ("odata-skip", {"value": ROWS}, "/odata/Tin?$top=10&$skip=10", 2, "$skip=20"),
    ("odata-top-alone", {"value": ROWS}, "/odata/Tin?$top=10", 1, "$skip=10"),
    ("odata-nextlink", {"value": ROWS, "@odata.nextLink": "https://mau.gov.vn/odata/Tin?$skiptoken=10"}, "/odata/Tin", 1, "skiptoken=10"),
    ("odata-v3", {"odata.nextLink": "Tin?$skiptoken=10", "value": ROWS}, "/odata/Tin", 1, "/odata/Tin?$skiptoken=10"),
    ("sharepoint-next", {"d": {"results": ROWS, "__next": "https://mau.gov.vn/_api/items?%24skiptoken=Paged%3dTRUE%26p_ID%3d30"}}, "/_api/items?$top=30", 1, "skiptoken=Paged"),
    ("django-rest", {"count": 88, "next": "https://mau.gov.vn/api/tin?page=2", "previous": None, "results": ROWS}, "/api/tin", 1, "page=2"),
    ("laravel", {"current_page": 1, "last_page": 9, "next_page_url": "https://mau.gov.vn/api/tin?page=2", "data": ROWS}, "/api/tin", 1, "page=2"),
    ("laravel-resource", {"data": ROWS, "links": {"first": "/a", "next": "/api/tin?page=2"}, "meta": {"last_page": 9}}, "/api/tin", 1, "page=2"),
    ("json-api-object", {"data": ROWS, "links": {"next": {"href": "/api/tin?page%5Boffset%5D=10"}}}, "/api/tin", 1, "offset%5D=10"),
    ("hal", {"_embedded": {"tin": ROWS}, "_links": {"self": {"href": "/api/tin"}, "next": {"href": "/api/tin?page=1"}}}, "/api/tin", 1, "page=1"),
    ("hydra", {"hydra:member": ROWS, "hydra:view": {"hydra:next": "/api/tin?page=2"}}, "/api/tin", 1, "page=2"),
    ("next-page-number", {"data": ROWS, "nextPage": 2}, "/api/tin", 1, "page=2"),
    ("cursor-after", {"data": ROWS, "paging": {"cursors": {"before": "AA", "after": "QVFI"}}}, "/api/tin?limit=10", 1, "after=QVFI"),
    ("graphql-relay", {"data": {"posts": {"nodes": ROWS, "pageInfo": {"hasNextPage": True, "endCursor": "Y3Vy"}}}}, "/api/tin", 1, "after=Y3Vy"),
    ("next-cursor", {"items": ROWS, "next_cursor": "b64=="}, "/api/tin?cursor=a", 2, "cursor=b64%3D%3D"),
    ("page-token", {"items": ROWS, "nextPageToken": "CAoQAA"}, "/api/tin?maxResults=10", 1, "pageToken=CAoQAA"),
    ("cursor-in-place", {"items": ROWS, "nextCursor": "n2"}, "/api/tin?cursor=n1&limit=10", 2, "cursor=n2&limit=10"),
    ("wordpress", ROWS, "/wp-json/wp/v2/posts?per_page=10", 1, "per_page=10&page=2"),
    ("wordpress-page", ROWS, "/wp-json/wp/v2/posts?per_page=10&page=4", 4, "page=5"),
    ("wordpress-route", ROWS, "/?rest_route=/wp/v2/posts", 1, "page=2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "path", "number", "expected"), [row[1:] for row in NEXT], ids=[row[0] for row in NEXT]
)
def test_the_following_page(data: Any, path: str, number: int, expected: str) -> None:
    found = find_json(data, path, number)
    got = first(found)
    assert got.startswith("GET https://mau.gov.vn/"), found
    assert expected in got, found
    assert found.candidates[0].link.page == number + 1
    assert not found.is_last


LAST: list[tuple[str, Any, str, int]] = [
    ("spring-last", {"content": ROWS, "last": True}, "/api/tin?page=8&size=10", 9),
    ("next-null", {"count": 88, "next": None, "results": ROWS}, "/api/tin?page=9", 9),
    ("next-url-null", {"next_page_url": None, "data": ROWS}, "/api/tin?page=9", 9),
    ("links-next-null", {"data": ROWS, "links": {"next": None}}, "/api/tin?page=2", 2),
    ("has-next", {"items": ROWS, "hasNext": False}, "/api/tin?page=2", 2),
    ("has-more", {"items": ROWS, "has_more": False}, "/api/tin?page=2", 2),
    ("relay", {"data": {"nodes": ROWS, "pageInfo": {"hasNextPage": False, "endCursor": "x"}}}, "/api/tin", 3),
    ("total-by-offset", {"Data": ROWS[:8], "Total": 88}, "/api/tin?skip=80&take=10", 9),
    ("total-by-page", {"Data": ROWS[:8], "Total": 88}, "/api/tin?page=9&pageSize=10", 9),
    ("datatables", {"iTotalRecords": 88, "aaData": ROWS[:8]}, "/dt?iDisplayStart=80&iDisplayLength=10", 9),
    ("total-pages", {"items": ROWS, "totalPages": 9}, "/api/tin?page=9", 9),
    ("total-pages-from-zero", {"items": ROWS, "totalPages": 9}, "/api/tin?page=8", 9),
    ("last-page", {"current_page": 4, "last_page": 4, "data": ROWS}, "/api/tin?page=4", 4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "path", "number"), [row[1:] for row in LAST], ids=[row[0] for row in LAST]
)
def test_the_answer_proves_the_end(data: Any, path: str, number: int) -> None:
    found = find_json(data, path, number, entries=len(ROWS))
    assert found.is_last, found
    assert found.proof
    assert not found.candidates


@pytest.mark.parametrize(
    ("data", "pages", "articles"),
    [
        ({"total": 88, "items": ROWS}, None, 88),
        ({"Total": "1234", "Data": ROWS}, None, 1234),
        ({"totalElements": 88, "totalPages": 9, "content": ROWS}, 9, 88),
        ({"d": {"__count": "57", "results": ROWS}}, None, 57),
        ({"value": ROWS, "@odata.count": 57}, None, 57),
        ({"meta": {"pagination": {"total": 57, "pageCount": 6}}, "data": ROWS}, 6, 57),
        ({"count": 57, "next": "/x?page=2", "results": ROWS}, None, 57),
        ({"count": 3, "items": ROWS}, None, None),
        ({"total": True, "items": ROWS}, None, None),
        ({"total": "rất nhiều", "items": ROWS}, None, None),
        (ROWS, None, None),
    ],
)
def test_what_answers_announce(data: Any, pages: int | None, articles: int | None) -> None:
    found = find_json(data, "/api/tin?page=1&size=5")
    assert (found.announced_pages, found.announced_articles) == (pages, articles)


@pytest.mark.parametrize(
    "data",
    [{}, [], None, 7, "x", {"next": 3}, {"next": ["/a"]}, {"next": {"href": None}}, {"after": {}}],
)
def test_answers_without_a_pager(data: Any) -> None:
    found = find_json(data, "/api/tin", entries=0)
    assert not found.is_last or found.proof


def test_another_site_is_not_asked() -> None:
    assert not find_json(
        {"next": "https://khac.vn/api?page=2", "data": ROWS}, "/api/tin"
    ).candidates


def test_fields_of_articles_are_not_read() -> None:
    """A total inside an article is the article's."""
    rows = [{"title": "Tin", "url": "/tin-1", "total": 3, "next": None, "last": True}]
    found = find_json({"items": rows}, "/api/tin?page=1")
    assert (found.is_last, found.announced_articles) == (False, None)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"page": 1, "page_size": 10, "site": 7}, {"page": 2, "page_size": 10, "site": 7}),
        ({"pageIndex": "3"}, {"pageIndex": "4"}),
        ({"skip": 10, "take": 10}, {"skip": 20, "take": 10}),
        ({"start": 0}, {"start": 10}),
    ],
)
def test_a_payload_is_raised(payload: dict[str, Any], expected: dict[str, Any]) -> None:
    url = "https://mau.gov.vn/api/LoadArticle"
    link = Link(url, "listing", "Tin", method="POST", payload=json.dumps(payload), page=3)
    found = find_json_pagers({"d": ROWS}, Capture(url, AT, b""), link, 10)
    following = found.candidates[0].link
    assert json.loads(following.payload or "") == expected
    assert (following.method, following.url, following.page) == ("POST", url, 4)


def test_a_payload_without_a_counter_is_not_repeated() -> None:
    url = "https://mau.gov.vn/api/LoadArticle"
    for payload in ('{"site": 7}', "[1]", "khong phai json"):
        link = Link(url, "listing", "Tin", method="POST", payload=payload)
        assert not find_json_pagers({"d": ROWS}, Capture(url, AT, b""), link, 10).candidates


def test_asking_is_printed_whole() -> None:
    assert asked(find_json(ROWS, "/api/tin?page=1").candidates[0].link).endswith("?page=2")
