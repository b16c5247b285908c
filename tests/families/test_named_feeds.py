"""Which feeds a page names."""

from __future__ import annotations

import time

import pytest

from govnews.families.named_feeds import MAX_FEEDS, named_feeds
from govnews.site import Site

URL = "https://mau.gov.vn/vi/tin/"
SITE = Site.of("https://mau.gov.vn/vi/", ["mau.gov.vn:8080"])
RSS = 'rel="alternate" type="application/rss+xml"'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<link {RSS} href="/rss/">', ["/rss/"]),
        (f"<LINK HREF='/rss/' {RSS.upper()} />", ["/rss/"]),
        ("<link rel=alternate type=application/atom+xml href=atom.xml>", ["/vi/tin/atom.xml"]),
        ('<link rel="alternate" type="application/feed+json" href="/feed.json">', ["/feed.json"]),
        (f'<link {RSS} href="/?a=1&amp;feed=rss2">', ["/?a=1&feed=rss2"]),
        (
            f'<link {RSS} href="https://www.mau.gov.vn/rss"><link {RSS} href="//khac.vn/rss">',
            ["https://www.mau.gov.vn/rss"],
        ),
        (
            f'<link {RSS} href="//mau.gov.vn:81/rss/"><link {RSS} href="//mau.gov.vn:8080/rss/">',
            [":8080/rss/"],
        ),
        (f'<base href="https://mau.gov.vn/x/"><link {RSS} href="rss/">', ["/x/rss/"]),
        # WordPress: articles, not comments
        (
            (
                f'<link {RSS} href="/feed/"><link {RSS} href="/comments/feed/">'
                '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">'
                '<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed">'
            ),
            ["/feed/"],
        ),
        (
            (
                f'<link {RSS} href="/?feed=comments-rss2"><link {RSS} href="/author/a/feed/">'
                f'<link {RSS} href="/tag/a/feed/"><link {RSS} href="/?s=a&feed=rss2">'
            ),
            [],
        ),
        # Joomla: RSS and Atom of the same list
        (
            (
                f'<link {RSS} href="/tin?format=feed&amp;type=rss"><link rel="alternate" '
                'type="application/atom+xml" href="/tin?format=feed&amp;type=atom">'
            ),
            ["/tin?format=feed&type=rss"],
        ),
        # NukeViet: of the module and of a category, and links in the page
        (
            f'<link {RSS} href="/vi/news/rss/"><link {RSS} href="/vi/news/rss/tin-tinh/">',
            ["/vi/news/rss/", "/vi/news/rss/tin-tinh/"],
        ),
        (
            (
                '<a href="/vi/news/rss/tin-tinh/" title="rss"><em class="icon"></em></a>'
                '<a href="/vi/feeds/">RSS</a>'
            ),
            ["/vi/news/rss/tin-tinh/"],
        ),
        (
            '<a href="/tin.rss">x</a><a href="/rss.xml">y</a><a href="/tin?format=feed">z</a>',
            ["/tin.rss", "/rss.xml", "/tin?format=feed"],
        ),
        ('<a href="/tin/rss-la-gi-12.html">RSS là gì</a><a href="/feedback">Góp ý</a>', []),
        ('<link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/rss">', []),
        (f'<!-- <link {RSS} href="/cu/"> --><link {RSS} href="/rss/">', ["/rss/"]),
        (f'<link {RSS}><link {RSS} href="">', []),
    ],
)
def test_feeds_of_a_page(html: str, expected: list[str]) -> None:
    found = named_feeds(html.encode(), URL, SITE)
    assert [link.url.removeprefix("https://mau.gov.vn") for link in found] == expected
    assert {link.kind for link in found} <= {"feed"}


def test_feeds_are_bounded_and_hostile_pages_cost_little() -> None:
    many = "".join(f'<link {RSS} href="/rss/{n}/">' for n in range(100))
    assert len(named_feeds(many.encode(), URL, SITE)) == MAX_FEEDS
    started = time.process_time()
    for part in ("<link ", "<!-- ", '<a href="', "<a " + "a=" * 900, "<link a='"):
        named_feeds((part * 100_000).encode()[: 512 * 1024], URL, SITE)
    assert time.process_time() - started < 10
