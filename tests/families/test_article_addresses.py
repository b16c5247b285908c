"""Which addresses are articles: by a family's pattern, a portal's own, or the text of a link."""

from __future__ import annotations

import pytest

from govnews.families import FAMILIES
from govnews.families.lists import Anchor
from govnews.model import Link
from govnews.portal import CrawlRules, Portal, Section

BASE = "https://mau.gov.vn/"
HEADLINE = "Khai mạc hội nghị xúc tiến đầu tư"

PATTERNS = {
    "nukeviet": (
        [
            "/vi/news/tin-trong-tinh/khai-mac-12.html",
            "/tin/khai-mac-9.htm?x=1",
            "/index.php?nv=news&op=tin/khai-mac-12",
        ],
        ["/vi/news/tin-trong-tinh/", "/vi/about/gioi-thieu.html", "/index.php?nv=news&op=tin"],
    ),
    "sharepoint": (
        [
            "/pages/2023-08-30/Khai-mac.aspx",
            "/Pages/Tin.aspx?ItemID=12",
            "/tin/pages/khai-mac.aspx",
        ],
        ["/Lists/Tin/AllItems.aspx", "/pages/", "/portal/default.html"],
    ),
    "liferay": (
        [
            "/web/guest/-/khai-mac-hoi-nghi",
            "/tin/-/asset_publisher/Ab1/content/khai-mac",
            "/content/khai-mac-hoi-nghi",
            "/chi-tiet-tin?id=5",
            "/web/tin?urlTitle=khai-mac",
        ],
        ["/web/guest/tin-tuc", "/-/tin", "/web/guest/home"],
    ),
    "vhv": (
        ["/tin-tuc/khai-mac-30871.html", "/khai-mac-30871", "/bai-viet.html?x=1", "/tin/a.htm"],
        ["/tin-tuc/", "/tin-tuc", "/khai-mac-12"],
    ),
}


def portal(family: str, **rules: object) -> Portal:
    sections = (Section("Tin tức", f"{BASE}tin-tuc-123.html"),)
    crawl = CrawlRules(**rules)  # type: ignore[arg-type]
    return Portal("mau", "Mẫu", family, BASE, sections=sections, crawl=crawl)


def leads_to_article(family: str, path: str, text: str = HEADLINE, **options: bool) -> bool:
    url = f"{BASE[:-1]}{path}" if path.startswith("/") else path
    sure = options.pop("sure", False)
    anchor = Anchor(url, text, **options)
    return FAMILIES[family].is_article(anchor, url, portal(family), sure=sure)


@pytest.mark.parametrize(
    ("family", "path"), [(family, path) for family, rows in PATTERNS.items() for path in rows[0]]
)
def test_articles(family: str, path: str) -> None:
    assert leads_to_article(family, path, "Xem")


@pytest.mark.parametrize(
    ("family", "path"), [(family, path) for family, rows in PATTERNS.items() for path in rows[1]]
)
def test_no_articles(family: str, path: str) -> None:
    assert not leads_to_article(family, path)


@pytest.mark.parametrize("family", ["generic", "dnn", "joomla", "uiarticle", "wordpress"])
@pytest.mark.parametrize(
    ("path", "text", "article"),
    [
        ("/khai-mac", HEADLINE, True),
        ("/khai-mac", "Mười tám chữ cái..", True),
        ("/khai-mac", "Mười bảy chữ cái.", False),
        ("/", HEADLINE, False),
        ("/tin-tuc-123.html", HEADLINE, False),
        ("/van-ban.pdf", HEADLINE, False),
        ("/anh.jpg", HEADLINE, False),
        ("https://khac.vn/khai-mac", HEADLINE, False),
    ],
)
def test_by_its_looks(family: str, path: str, text: str, article: bool) -> None:
    assert leads_to_article(family, path, text) == article


def test_a_selector_is_surer_than_looks() -> None:
    assert leads_to_article("generic", "/khai-mac", "Xem", sure=True)
    assert not leads_to_article("generic", "/tin-tuc-123.html", HEADLINE, sure=True)


@pytest.mark.parametrize("where", ["furniture", "pager"])
def test_links_of_foot_and_pager_are_none(where: str) -> None:
    assert not leads_to_article("generic", "/khai-mac", **{where: True})


@pytest.mark.parametrize(
    ("path", "article"), [("/bai-12", True), ("/bai-x", False), ("/khai-mac-12", False)]
)
def test_the_portal_file_decides(path: str, article: bool) -> None:
    url = f"{BASE[:-1]}{path}"
    rules = portal("vhv", article_url=r"/bai-\d+$")
    found = FAMILIES["vhv"].is_article(Anchor(url, HEADLINE), url, rules, sure=False)
    assert found == article


SITEMAPS = [
    ("/sitemap.xml", True),
    ("/post-sitemap2.xml", True),
    ("/sitemap-news.xml", True),
    ("/category-sitemap.xml", False),
    ("/tag-sitemap.xml", False),
    ("/page-sitemap.xml", False),
    ("/author-sitemap.xml", False),
    ("/wp-sitemap-taxonomies-category-1.xml", False),
    ("/wp-sitemap-posts-page-1.xml", False),
    ("/wp-sitemap-posts-post-1.xml", True),
    ("/sitemap-images.xml", False),
]


@pytest.mark.parametrize(("path", "articles"), SITEMAPS)
def test_sitemaps_of_articles(path: str, articles: bool) -> None:
    link = Link(f"{BASE[:-1]}{path}", "sitemap")
    assert FAMILIES["generic"].is_sitemap_of_articles(link) == articles


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_selector_compiles(family: str) -> None:
    from govnews.reading.selectors import compiled

    chosen = FAMILIES[family]
    for selector in [*chosen.headline_links, *(s for one in chosen.hints.values() for s in one)]:
        assert compiled(selector)
