"""The bounds of a portal: its host, port and path, and the hosts that its file names."""

from __future__ import annotations

import pytest

from govnews.errors import BadPortalFile
from govnews.families import walk
from govnews.model import Capture, Link
from govnews.portal import Portal, parse_portal
from govnews.site import Site
from tests.families.pagerlib import AT, page

HEAD = 'title = "T"\nfamily = "generic"\n'


def portal(base: str = "https://mau.gov.vn/", hosts: str = "[]", rest: str = "") -> Portal:
    text = f'{HEAD}base_url = "{base}"\nhosts = {hosts}\n{rest}'
    return parse_portal(text, "mau", "mau.toml")


@pytest.mark.parametrize(
    ("base", "hosts", "url", "inside"),
    [
        ("https://mau.gov.vn/", [], "https://mau.gov.vn/a", True),
        ("https://mau.gov.vn/", [], "http://www.mau.gov.vn/a", True),
        ("https://www.mau.gov.vn/", [], "http://MAU.gov.vn.:80/a", True),
        ("https://mau.gov.vn/", [], "https://mau.gov.vn:443/a", True),
        ("https://mau.gov.vn/", [], "http://mau.gov.vn:443/a", True),
        ("https://mau.gov.vn/", [], "https://mau.gov.vn:8443/a", False),
        ("https://mau.gov.vn/", [], "http://mau.gov.vn:8080/a", False),
        ("http://mau.gov.vn:8080/", [], "http://mau.gov.vn:8080/a", True),
        ("http://mau.gov.vn:8080/", [], "http://mau.gov.vn:8081/a", False),
        ("http://mau.gov.vn:8080/", [], "http://mau.gov.vn/a", False),
        ("http://127.0.0.1:8765/", [], "http://127.0.0.1:8766/a", False),
        ("http://[::1]:8765/", [], "http://[::1]:8765/a", True),
        ("https://mau.gov.vn/", [], "https://b.mau.gov.vn/a", False),
        ("https://mau.gov.vn/", [], "https://mau.gov.vn.xau.vn/a", False),
        ("https://mau.gov.vn/", [], "https://mau.gov.vn@xau.vn/a", False),
        ("https://mau.gov.vn/", [], "ftp://mau.gov.vn/a", False),
        ("https://mau.gov.vn/", [], "https://mau.gov.vn:x/a", False),
        ("https://mau.gov.vn/", [], "/a", False),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinhA/tin?id=1", True),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinhA", True),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinh%41/tin", True),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinhB/tin", False),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinhAB/tin", False),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinhA/../tinhB/tin", False),
        ("https://host.vn/tinhA/", [], "https://host.vn/tinha/tin", False),
        ("https://host.vn/tinhA/", [], "https://host.vn/", False),
        ("https://mau.gov.vn/", ["news.mau.gov.vn"], "http://www.news.mau.gov.vn/a", True),
        ("https://mau.gov.vn/", ["news.mau.gov.vn"], "http://news.mau.gov.vn:81/a", False),
        ("https://mau.gov.vn/", ["mau.gov.vn:8080"], "http://mau.gov.vn:8080/a", True),
        ("https://mau.gov.vn/", ["mau.gov.vn:8080"], "http://mau.gov.vn/a", True),
        ("https://mau.gov.vn/", ["Tỉnh.vn"], "https://xn--tnh-dlz.vn/a", True),
        ("https://host.vn/tinhA/", ["host.vn:81"], "http://host.vn:81/tinhB", True),
    ],
)
def test_bounds(base: str, hosts: list[str], url: str, inside: bool) -> None:
    assert Site.of(base, hosts).holds(url) == inside


def test_the_root_of_a_shared_host_has_what_robots_and_feeds_need() -> None:
    site = Site.of("https://host.vn/tinhA/")
    assert site.holds_host("http://www.host.vn/robots.txt")
    assert not site.holds_host("http://host.vn:8080/robots.txt")


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://host.vn", True),
        ("https://host.vn/", True),
        ("https://host.vn/?id=1", False),
        ("https://host.vn/home", False),
        ("https://host.vn/tinhA/", True),
        ("https://www.host.vn/tinhA", True),
        ("https://host.vn/tinhA/?id=1", False),
        ("https://host.vn/tinhB/", False),
        ("https://khac.vn/", True),
        ("https://khac.vn/tinhA/", False),
    ],
)
def test_home(url: str, home: bool) -> None:
    assert Site.of("https://host.vn/tinhA/").is_home(url) == home


@pytest.mark.parametrize(
    "host",
    ["https://mau.gov.vn", "mau.gov.vn/tin", "mau.gov.vn:x", "mau.gov.vn:0", "mau.gov.vn:99999",
     "mau.gov.vn:", "*.mau.gov.vn", "a@mau.gov.vn", "mau gov vn", "a.vn,b.vn", "", "?x"],
)  # fmt: skip
def test_hosts_are_bare_names(host: str) -> None:
    with pytest.raises(BadPortalFile, match="is no bare host name") as caught:
        portal(hosts=f'["{host}"]')
    assert (caught.value.line, caught.value.key) == (4, "hosts")


@pytest.mark.parametrize(
    "base",
    ["https://mau.gov.vn:x/", "https://mau.gov.vn:0/", "https://mau.gov.vn/?site=1",
     "https://mau.gov.vn/#a", "https://a@mau.gov.vn/", "https:///a"],
)  # fmt: skip
def test_a_base_url_is_a_host_and_a_path(base: str) -> None:
    with pytest.raises(BadPortalFile, match="base_url"):
        portal(base)


@pytest.mark.parametrize(
    ("base", "url", "good"),
    [
        ("https://mau.gov.vn/", "/tin", True),
        ("https://mau.gov.vn/", "http://www.mau.gov.vn/tin", True),
        ("https://mau.gov.vn/", "https://khac.vn/tin", False),
        ("https://mau.gov.vn/", "https://mau.gov.vn:8080/tin", False),
        ("https://mau.gov.vn/", "https://tin.mau.gov.vn/tin", True),
        ("https://host.vn/tinhA/", "tin", True),
        ("https://host.vn/tinhA/", "/tin", False),
        ("https://host.vn/tinhA/", "/tinhB/tin", False),
    ],
)
def test_a_section_out_of_bounds_is_an_error_of_the_file(base: str, url: str, good: bool) -> None:
    rest = f'[[sections]]\nname = "Tin"\nurl = "{url}"\n'
    if good:
        assert portal(base, '["tin.mau.gov.vn"]', rest).sections
        return
    with pytest.raises(BadPortalFile, match=f"is not below {base}.*name its host in 'hosts'"):
        portal(base, '["tin.mau.gov.vn"]', rest)


def test_feeds_and_sitemaps_may_lie_at_the_root_of_the_host() -> None:
    rest = '[crawl]\nfeeds = ["/rss"]\nsitemaps = ["https://{}/sitemap.xml"]\n'
    assert portal("https://host.vn/tinhA/", rest=rest.format("host.vn")).crawl.feeds
    with pytest.raises(BadPortalFile, match=r"khac\.vn/sitemap\.xml is not below") as caught:
        portal("https://host.vn/tinhA/", rest=rest.format("khac.vn"))
    assert caught.value.key == "crawl.sitemaps"


LIST = "https://host.vn/tinhA/tin"
PAGER = '<a href="{0}?p=1" class="active">1</a> <a href="{0}?p=2">2</a> <a href="{0}?p=3">3</a>'


@pytest.mark.parametrize(
    ("where", "inside"),
    [(LIST, True), ("https://host.vn:81/tinhA/tin", False), ("https://host.vn/tinhB/tin", False)],
)
def test_a_pager_that_leads_out_of_bounds_proves_no_end(where: str, inside: bool) -> None:
    html = page(PAGER.format(where)).replace('href="/bai', 'href="/tinhA/bai')
    capture = Capture(LIST, AT, html.encode(), content_type="text/html; charset=utf-8")
    listing = walk(capture, portal("https://host.vn/tinhA/"), Link(LIST, "listing", "Tin"))
    assert listing.articles
    assert [link.url for link in listing.more] == ([f"{LIST}?p=2"] if inside else [])
    assert listing.last is None
    if not inside:
        assert listing.not_understood[0] == (
            f"the pager leads to {where}?p=2, which is not of the portal"
        )


def test_what_a_list_links_to_out_of_bounds_is_not_queued() -> None:
    hosts = ["mau.gov.vn", "mau.gov.vn:8080", "tin.mau.gov.vn", "tin.mau.gov.vn:81", "khac.vn"]
    text = "Ủy ban nhân dân tỉnh họp phiên thường kỳ tháng 5 năm 2024"
    body = "".join(f'<li><a href="http://{host}/bai-{n}.html">{text}</a></li>'
                   for n, host in enumerate(hosts))  # fmt: skip
    capture = Capture("https://mau.gov.vn/", AT, f"<ul>{body}</ul>".encode())
    named = portal(hosts='"tin.mau.gov.vn"')
    found = walk(capture, named, Link("https://mau.gov.vn/", "listing"))
    assert [link.url for link in found.articles] == [
        "http://mau.gov.vn/bai-0.html",
        "http://tin.mau.gov.vn/bai-2.html",
    ]
