"""What of a feed or sitemap cannot be read is named, and never guessed."""

from __future__ import annotations

import gzip

import pytest

from govnews.errors import NotAnArticle
from govnews.model import Kind, Listing
from tests.families.feedlib import (
    HOME,
    ONE,
    TWO,
    atom,
    paths,
    rss,
    urls,
    walked,
)

NAMED: dict[str, tuple[str | bytes, Kind, list[str], str]] = {
    "no-address": (
        rss(ONE, "<item><title>Hai</title></item>"),
        "feed",
        ["/tin/1.html"],
        "entry 2: no address",
    ),
    "guid-that-is-no-address": (
        rss(ONE, f'<item><guid isPermaLink="false">{HOME}/?p=2</guid></item>'),
        "feed",
        ["/tin/1.html"],
        "entry 2: no address",
    ),
    "guid-that-is-a-number": (
        rss(ONE, "<item><guid>2</guid></item>"),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "own-entity": (
        rss(ONE, f"<item><link>{HOME}/&a;</link></item>", head='<!DOCTYPE rss [<!ENTITY a "b">]>'),
        "feed",
        ["/tin/1.html"],
        "entry 2: its address 'https://mau.gov.vn/?' cannot be read exactly",
    ),
    "broken-byte-in-address": (
        rss(ONE, TWO).encode().replace(b"/tin/2", b"/tin/\xe1\xbb2"),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "control-character-in-address": (
        rss(ONE, TWO.replace("/2.html", "/\x0b2.html")),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "line-break-in-address": (
        rss(ONE, TWO.replace("/2.html", "/\n  2.html")),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "element-in-address": (
        rss(ONE, TWO.replace("/2.html", "/<b>2</b>.html")),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "quotation-mark-lost": (
        atom('<link href="/tin/1.html"/></entry><entry><link href="/tin/2.html rel="alternate"/>'),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "relative-to-nobody-knows-what": (
        rss(ONE, "<item><link>2.html</link></item>"),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "mail": (
        rss(ONE, "<item><link>mailto:a@mau.gov.vn</link></item>"),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "link-not-closed": (
        rss(ONE, f"<item><link>{HOME}/tin/2.html<pubDate>x</pubDate></item>"),
        "feed",
        ["/tin/1.html"],
        "entry 2",
    ),
    "two-addresses-behind-what-is-not-closed": (
        rss(
            ONE,
            f"<item><description>Hai<link>{HOME}/khac</link><link>{HOME}/tin/2.html</link></item>",
        ),
        "feed",
        ["/tin/1.html"],
        "entry 2: an element is not closed",
    ),
    "end-without-beginning": (
        rss(ONE, TWO.removeprefix("<item>")),
        "feed",
        ["/tin/1.html"],
        "1 tags of entries are broken or stand alone",
    ),
    "entry-without-its-tags": (
        rss(ONE, TWO.removeprefix("<item>").removesuffix("</item>")),
        "feed",
        ["/tin/1.html"],
        "1 addresses stand outside of entries",
    ),
    "entry-with-a-broken-tag": (
        rss(ONE, TWO.replace("<item>", "<item")),
        "feed",
        ["/tin/1.html"],
        "tags of entries are broken",
    ),
    "cdata-with-a-broken-end": (
        rss(ONE, f"<item><link><![CDATA[{HOME}/tin/2.html]]</link></item>"),
        "feed",
        ["/tin/1.html"],
        "entry 2: its address",
    ),
    "cut-in-an-entry": (
        rss(ONE, TWO)[:-40],
        "feed",
        ["/tin/1.html"],
        "the file is cut: it ends within entry 2",
    ),
    "cut-in-a-tag": (
        rss(ONE, TWO).partition("</item></channel>")[0] + "</it",
        "feed",
        ["/tin/1.html"],
        "within entry 2",
    ),
    "cut-between-entries": (
        rss(ONE).removesuffix("</channel></rss>"),
        "feed",
        ["/tin/1.html"],
        "it ends before entry 2",
    ),
    "cut-in-cdata": (
        rss(ONE, f"<item><link>{HOME}/tin/2.html</link><description><![CDATA[Hai")[
            : -len("</channel></rss>")
        ],
        "feed",
        ["/tin/1.html"],
        "the file is cut",
    ),
    "gzip-cut": (
        gzip.compress(urls(*(f"<url><loc>{HOME}/{n}</loc></url>" for n in range(999))).encode())[
            :2200
        ],
        "sitemap",
        [],
        "its gzip stream does not end",
    ),
    "text-with-another-line": (
        f"{HOME}/tin/1.html\nSitemap: {HOME}/s.xml\n",
        "sitemap",
        ["/tin/1.html"],
        "entry 2: the line",
    ),
    "sitemap-without-loc": (
        urls(
            f"<url><loc>{HOME}/tin/1.html</loc></url>", "<url><lastmod>2025-01-01</lastmod></url>"
        ),
        "sitemap",
        ["/tin/1.html"],
        "entry 2: no address",
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_cannot_be_read_is_named_and_never_guessed(name: str) -> None:
    text, kind, expected, said = NAMED[name]
    found = walked(text, kind)
    if name == "gzip-cut":
        assert 100 < len(found.articles) < 999
        assert paths(found) == [f"/{n}" for n in range(len(found.articles))]
    else:
        assert paths(found) == expected
    assert any(said in problem for problem in found.problems), found.problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body><p>Lỗi</p></body></html>",
        "no xml",
        "<rss>",
        "<rss><channel><item>",
        "[]",
        "<html><script>'<rss><item>'</script></html>",
        '{"items": 1}',
        "{",
        "<!-- <rss> -->",
    ],
)
@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_what_is_no_feed_is_refused(text: str, kind: Kind) -> None:
    with pytest.raises(NotAnArticle) as raised:
        walked(text, kind)
    assert raised.value.reason == "not-html"


def test_an_empty_feed_is_empty() -> None:
    assert walked(rss()) == Listing()
