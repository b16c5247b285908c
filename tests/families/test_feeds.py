"""Feeds and sitemaps as software really writes them: each entry's address and dates, exactly."""

from __future__ import annotations

import codecs
import gzip
import time
from datetime import datetime
from pathlib import Path

import pytest

from govnews.errors import NotAnArticle, PageRefused
from govnews.families import feeds
from govnews.families.feed_dates import feed_date
from govnews.families.feeds import read_feed
from govnews.model import VIETNAM, Capture, Kind, Link, Listing

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
HOME = "https://mau.gov.vn"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
ATOM = "http://www.w3.org/2005/Atom"
SPACES = (
    f'xmlns:atom="{ATOM}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
MAPS = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
ONE = f"<item><title>Một</title><link>{HOME}/tin/1.html</link></item>"
TWO = f"<item><title>Hai</title><link>{HOME}/tin/2.html</link></item>"


def rss(*items: str, head: str = HEAD, channel: str = "") -> str:
    body = "".join(items)
    return (
        f'{head}<rss version="2.0" {SPACES}><channel><title>Kênh tin</title>'
        f"<link>{HOME}/</link>{channel}{body}</channel></rss>"
    )


def item(inner: str) -> str:
    return rss(f"<item><title>Một</title>{inner}</item>")


def atom(entry: str, attributes: str = "") -> str:
    return (
        f'{HEAD}<feed xmlns="{ATOM}" {attributes}><title>Kênh</title><entry>{entry}</entry></feed>'
    )


def urls(*entries: str) -> str:
    return f"{HEAD}<urlset {MAPS}>{''.join(entries)}</urlset>"


def url(inner: str) -> str:
    return urls(f"<url>{inner}</url>")


def walked(text: str | bytes, kind: Kind = "feed", at: str = f"{HOME}/tin/rss.xml") -> Listing:
    body = text if isinstance(text, bytes) else text.encode()
    return read_feed(Capture(at, AT, body), Link(at, kind))


def paths(found: Listing) -> list[str]:
    return [link.url.removeprefix(HOME) for link in (*found.articles, *found.more)]


QUERY = "/tin.html?id=1&catid=2"
EXACT: dict[str, tuple[str | bytes, list[str]]] = {
    # what is well-formed
    "plain": (rss(ONE, TWO), ["/tin/1.html", "/tin/2.html"]),
    "link-escaped": (item(f"<link>{HOME}/tin.html?id=1&amp;catid=2</link>"), [QUERY]),
    "link-numeric-reference": (item(f"<link>{HOME}/tin.html?id=1&#38;catid=2</link>"), [QUERY]),
    "link-hex-reference": (item(f"<link>{HOME}/tin.html?id=1&#x26;catid=2</link>"), [QUERY]),
    "link-cdata": (item(f"<link><![CDATA[{HOME}{QUERY}]]></link>"), [QUERY]),
    "link-cdata-escaped-once-more": (
        item(f"<link><![CDATA[{HOME}/tin.html?id=1&amp;catid=2]]></link>"),
        [QUERY],
    ),
    "link-escaped-twice": (item(f"<link>{HOME}/tin.html?id=1&amp;amp;catid=2</link>"), [QUERY]),
    "link-in-blank-lines": (item(f"<link>\n\t  {HOME}/tin/1.html\r\n  </link>"), ["/tin/1.html"]),
    "link-nbsp-around": (item(f"<link>&#160;{HOME}/tin/1.html&#xA0;</link>"), ["/tin/1.html"]),
    "link-with-comment": (item(f"<link><!-- địa chỉ -->{HOME}/tin/1.html</link>"), ["/tin/1.html"]),
    "link-from-root": (item("<link>/tin/1.html</link>"), ["/tin/1.html"]),
    "link-without-scheme": (item("<link>mau.gov.vn/tin/1.html</link>"), ["/tin/1.html"]),
    "link-scheme-relative": (item("<link>//mau.gov.vn/tin/1.html</link>"), ["/tin/1.html"]),
    "link-with-space": (item(f"<link>{HOME}/tin tức/1.html</link>"), ["/tin%20t%E1%BB%A9c/1.html"]),
    "link-query-only-on-one-place": (item(f"<link>{HOME}/?p=97</link>"), ["/?p=97"]),
    "link-empty-then-guid": (item(f"<link/><guid>{HOME}/tin/1.html</guid>"), ["/tin/1.html"]),
    "guid-permalink": (item(f'<guid isPermaLink="true">{HOME}/tin/1.html</guid>'), ["/tin/1.html"]),
    "guid-permalink-by-default": (item(f"<guid>{HOME}/tin/1.html</guid>"), ["/tin/1.html"]),
    "guid-permalink-other-case": (
        item(f'<guid ispermalink="TRUE">{HOME}/tin/1.html</guid>'),
        ["/tin/1.html"],
    ),
    "link-before-guid": (
        item(f"<guid>{HOME}/?p=1</guid><link>{HOME}/tin/1.html</link>"),
        ["/tin/1.html"],
    ),
    "atom-link-in-rss": (item(f'<atom:link href="{HOME}/tin/1.html"/>'), ["/tin/1.html"]),
    "atom-self-before-link": (
        item(f'<atom:link rel="self" href="{HOME}/rss/1"/><link>{HOME}/tin/1.html</link>'),
        ["/tin/1.html"],
    ),
    "atom-link-of-other-prefix": (
        rss(f'<item xmlns:a10="{ATOM}"><a10:link href="/tin/1.html"/></item>'),
        ["/tin/1.html"],
    ),
    "feedburner": (
        item(
            "<link>http://feedproxy.example/~r/1</link>"
            f"<feedburner:origLink>{HOME}/tin/1.html</feedburner:origLink>"
        ),
        ["/tin/1.html"],
    ),
    "media-link-is-not-the-address": (
        item(
            f'<media:content xmlns:media="http://search.yahoo.com/mrss/" url="{HOME}/a.jpg">'
            f"<media:link>{HOME}/khac</media:link></media:content><link>{HOME}/tin/1.html</link>"
        ),
        ["/tin/1.html"],
    ),
    "source-link-is-not-the-address": (
        item(f'<source url="{HOME}/khac.rss">Khác</source><link>{HOME}/tin/1.html</link>'),
        ["/tin/1.html"],
    ),
    "image-of-the-channel": (
        rss(
            ONE, channel=f"<image><url>{HOME}/logo.png</url><link>{HOME}/gioi-thieu</link></image>"
        ),
        ["/tin/1.html"],
    ),
    "rss-0.9x-doctype": (
        rss(ONE, head=f'{HEAD}<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x/y">'),
        ["/tin/1.html"],
    ),
    "rss-1.0": (
        (
            f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            f'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="{HOME}/"><link>{HOME}/</link>'
            f'</channel><item rdf:about="{HOME}/1"><link>{HOME}/tin/1.html</link></item></rdf:RDF>'
        ),
        ["/tin/1.html"],
    ),
    "rss-1.0-about-only": (
        (
            f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            f'xmlns="http://purl.org/rss/1.0/"><item rdf:about="{HOME}/tin/1.html"/></rdf:RDF>'
        ),
        ["/tin/1.html"],
    ),
    "capitals": (
        f"<RSS><CHANNEL><ITEM><LINK>{HOME}/tin/1.html</LINK></ITEM></CHANNEL></RSS>",
        ["/tin/1.html"],
    ),
    "atom": (
        atom('<link rel="self" href="/s"/><link rel="alternate" href="/tin/1.html"/>'),
        ["/tin/1.html"],
    ),
    "atom-rel-as-iri": (
        atom('<link rel="http://www.iana.org/assignments/relation/alternate" href="/tin/1.html"/>'),
        ["/tin/1.html"],
    ),
    "atom-html-before-other-types": (
        atom(
            '<link rel="alternate" type="application/json" href="/api/1"/>'
            '<link rel="alternate" type="text/html" href="/tin/1.html"/>'
        ),
        ["/tin/1.html"],
    ),
    "atom-relative-to-the-feed": (atom('<link href="1.html"/>'), ["/tin/1.html"]),
    "atom-base-of-the-feed": (
        atom('<link href="1.html"/>', f'xml:base="{HOME}/van-ban/"'),
        ["/van-ban/1.html"],
    ),
    "atom-base-of-the-entry": (
        (
            f'{HEAD}<feed xmlns="{ATOM}" xml:base="{HOME}/a/"><entry xml:base="b/">'
            '<link href="1.html"/></entry></feed>'
        ),
        ["/a/b/1.html"],
    ),
    "atom-replies-and-enclosures": (
        atom(
            '<link rel="replies" href="/y"/><link rel="enclosure" href="/x.mp3"/>'
            '<link href="/tin/1.html"/>'
        ),
        ["/tin/1.html"],
    ),
    "atom-source": (
        atom('<source><link href="/khac"/></source><link href="/tin/1.html"/>'),
        ["/tin/1.html"],
    ),
    "atom-prefixed": (
        f'{HEAD}<a:feed xmlns:a="{ATOM}"><a:entry><a:link href="/tin/1.html"/></a:entry></a:feed>',
        ["/tin/1.html"],
    ),
    # what is not
    "stray-amp-in-link": (item(f"<link>{HOME}{QUERY}</link>"), [QUERY]),
    "stray-amp-elsewhere": (
        rss(f"<item><title>Thu & chi</title><link>{HOME}/tin.html?id=1&amp;catid=2</link></item>"),
        [QUERY],
    ),
    "stray-amp-like-an-entity": (
        item(f"<link>{HOME}/tin.html?id=1&copy=2&lt=3</link>"),
        ["/tin.html?id=1&copy=2&lt=3"],
    ),
    "stray-amp-in-attribute": (atom(f'<link href="{HOME}{QUERY}"/>'), [QUERY]),
    "unknown-entity-is-text": (
        item(f"<link>{HOME}/tin.html?id=1&abcxyz;c=2</link>"),
        ["/tin.html?id=1&abcxyz;c=2"],
    ),
    "stray-lt": (rss("<item><title>Giá < 5% và <3 tấn</title>" + ONE[6:]), ["/tin/1.html"]),
    "html-entities": (
        rss("<item><title>Th&aacute;ng&nbsp;5 &ndash; 6</title>" + ONE[6:]),
        ["/tin/1.html"],
    ),
    "html-entity-in-link": (item(f"<link>{HOME}/&aacute;/1.html</link>"), ["/%C3%A1/1.html"]),
    "control-characters": (rss(ONE.replace("Một", "M\x0bột\x1f")), ["/tin/1.html"]),
    "control-character-behind-link": (item(f"<link>{HOME}/tin/1.html\x00</link>"), ["/tin/1.html"]),
    "control-reference": (rss(ONE.replace("Một", "Một&#11;&#x1F;&#xFFFF;")), ["/tin/1.html"]),
    "html-in-description": (
        item(f"<description><p>Ảnh<br>dưới<img src=a></description><link>{HOME}/tin/1.html</link>"),
        ["/tin/1.html"],
    ),
    "link-inside-html-description": (
        item(
            f"<description><p>Xem<br><link>{HOME}/khac</link></description>"
            f"<link>{HOME}/tin/1.html</link>"
        ),
        ["/tin/1.html"],
    ),
    "title-not-closed": (
        rss(f"<item><title>Một<link>{HOME}/tin/1.html</link></item>"),
        ["/tin/1.html"],
    ),
    "item-not-closed": (rss(ONE.removesuffix("</item>"), TWO), ["/tin/1.html", "/tin/2.html"]),
    "end-tag-too-many": (rss(ONE.replace("</title>", "</title></b></p>")), ["/tin/1.html"]),
    "prefix-not-declared": (rss(ONE.replace("<link>", "<x:y>1</x:y><link>")), ["/tin/1.html"]),
    "attribute-without-quotes": (
        rss(ONE.replace("<link>", "<guid isPermaLink=false>7</guid><link>")),
        ["/tin/1.html"],
    ),
    "attribute-twice": (rss(ONE.replace("<title>", '<title a="1" a="2">')), ["/tin/1.html"]),
    "cdata-not-closed": (
        rss(
            f"<item><description><![CDATA[Một</description><link>{HOME}/tin/1.html</link></item>",
            f"<item><description><![CDATA[Hai]]></description><link>{HOME}/tin/2.html</link></item>",
        ),
        ["/tin/1.html", "/tin/2.html"],
    ),
    "cdata-not-closed-swallows-an-entry": (
        rss(
            f"<item><link>{HOME}/tin/1.html</link><description><![CDATA[Một</description></item>",
            f"<item><link>{HOME}/tin/2.html</link><description>Hai ]]></description></item>",
        ),
        ["/tin/1.html", "/tin/2.html"],
    ),
    "cdata-closed-twice": (rss(ONE.replace("Một", "<![CDATA[Một ]]> hai ]]>")), ["/tin/1.html"]),
    "comment-with-hyphens": (rss("<!-- a -- b -->", ONE), ["/tin/1.html"]),
    "entry-in-a-comment": (rss(f"<!-- {TWO} -->", ONE), ["/tin/1.html"]),
    "entry-in-a-comment-of-a-broken-feed": (
        rss(f"<!-- {TWO} -->", ONE.replace("Một", "A & B")),
        ["/tin/1.html"],
    ),
    "text-behind-the-root": (rss(ONE) + "\n<!-- cached -->\nExecuted in 0.2 s", ["/tin/1.html"]),
    "two-roots": (rss(ONE) + rss(TWO), ["/tin/1.html", "/tin/2.html"]),
    "two-roots-without-declaration": (rss(ONE) + rss(TWO, head=""), ["/tin/1.html", "/tin/2.html"]),
    # what stands in front
    "bom": (codecs.BOM_UTF8 + rss(ONE).encode(), ["/tin/1.html"]),
    "two-boms": (codecs.BOM_UTF8 * 2 + rss(ONE).encode(), ["/tin/1.html"]),
    "blank-lines-in-front": ("\r\n\r\n \t" + rss(ONE), ["/tin/1.html"]),
    "comment-in-front": ("<!-- tạo bởi <rss> 2.0 -->\n" + rss(ONE), ["/tin/1.html"]),
    "php-warning-in-front": (
        "<br />\n<b>Warning</b>: Undefined variable $x in <b>/var/www/a.php</b> on line <b>7</b>"
        "<br />\n" + rss(ONE),
        ["/tin/1.html"],
    ),
    "script-in-front": ("<script>var a = 1 < 2 && 3;</script>" + rss(ONE), ["/tin/1.html"]),
    "no-declaration": (rss(ONE, head=""), ["/tin/1.html"]),
    # charsets
    "declared-utf16": (rss(ONE, head='<?xml version="1.0" encoding="utf-16"?>'), ["/tin/1.html"]),
    "declared-latin1": (
        rss(
            item_ := ONE.replace("/tin/1", "/tin-tức/1"),
            head='<?xml version="1.0" encoding="iso-8859-1"?>',
        ),
        ["/tin-t%E1%BB%A9c/1.html"],
    ),
    "declared-nonsense": (rss(ONE, head='<?xml version="1.0" encoding="utf8x"?>'), ["/tin/1.html"]),
    "utf16-with-bom": (rss(item_).encode("utf-16"), ["/tin-t%E1%BB%A9c/1.html"]),
    "utf16-without-bom": (rss(item_).encode("utf-16-le"), ["/tin-t%E1%BB%A9c/1.html"]),
    "utf16-big-end-first": (rss(item_).encode("utf-16-be"), ["/tin-t%E1%BB%A9c/1.html"]),
    "windows-1258-declared-utf8": (
        rss(ONE.replace("Một", "Tin tức")).encode("utf-8").replace("ứ".encode(), b"\xfd"),
        ["/tin/1.html"],
    ),
    "a-broken-byte-in-a-title": (
        rss(ONE).encode().replace(b"<title>M", b"<title>\xe1\xbb"),
        ["/tin/1.html"],
    ),
}


@pytest.mark.parametrize("name", EXACT)
def test_feeds_are_read_exactly(name: str) -> None:
    text, expected = EXACT[name]
    found = walked(text)
    assert paths(found) == expected
    assert found.problems == ()


SITEMAPS: dict[str, tuple[str | bytes, list[str]]] = {
    "plain": (url(f"<loc>{HOME}/tin/1.html</loc>"), ["/tin/1.html"]),
    "stray-amp": (url(f"<loc>{HOME}{QUERY}</loc>"), [QUERY]),
    "cdata": (url(f"<loc><![CDATA[\n{HOME}{QUERY}\n]]></loc>"), [QUERY]),
    "no-namespace": (f"<urlset><url><loc>{HOME}/tin/1.html</loc></url></urlset>", ["/tin/1.html"]),
    "images-before": (
        url(
            f"<image:image><image:loc>{HOME}/a.png</image:loc></image:image>"
            f"<loc>{HOME}/tin/1.html</loc>"
        ),
        ["/tin/1.html"],
    ),
    "image-loc-without-image": (
        url(f"<image:loc>{HOME}/anh/1</image:loc><loc>{HOME}/tin/1.html</loc>"),
        ["/tin/1.html"],
    ),
    "video": (
        url(
            f"<loc>{HOME}/tin/1.html</loc><video:video><video:player_loc>{HOME}/xem/1</video:player_loc>"
            "<video:publication_date>2020-01-01</video:publication_date></video:video>"
        ),
        ["/tin/1.html"],
    ),
    "hreflang-before-loc": (
        url(
            f'<xhtml:link rel="alternate" hreflang="en" href="{HOME}/en/1.html"/>'
            f"<loc>{HOME}/tin/1.html</loc>"
        ),
        ["/tin/1.html"],
    ),
    "images-undeclared": (
        (
            f"<urlset><url><image:image><image:loc>{HOME}/a</image:loc></image:image>"
            f"<loc>{HOME}/tin/1.html</loc></url></urlset>"
        ),
        ["/tin/1.html"],
    ),
    "prefixed": (
        (
            '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<s:url><s:loc>{HOME}/tin/1.html</s:loc></s:url></s:urlset>"
        ),
        ["/tin/1.html"],
    ),
    "index": (
        f"<sitemapindex {MAPS}><sitemap><loc>{HOME}/s.php?y=1&m=2</loc></sitemap></sitemapindex>",
        ["/s.php?y=1&m=2"],
    ),
    "index-that-lists-pages-too": (
        (
            f"<sitemapindex><url><loc>{HOME}/tin/1.html</loc></url>"
            f"<sitemap><loc>{HOME}/s2.xml</loc></sitemap></sitemapindex>"
        ),
        ["/tin/1.html", "/s2.xml"],
    ),
    "text": (f"{HOME}/tin/1.html\n{HOME}{QUERY}\n", ["/tin/1.html", QUERY]),
    "text-bom-crlf": (
        codecs.BOM_UTF8 + f"{HOME}/tin/1.html\r\n\r\n  {HOME}/tin/2.html \r\n".encode(),
        ["/tin/1.html", "/tin/2.html"],
    ),
    "text-utf16": (f"{HOME}/tin/1.html\r\n".encode("utf-16"), ["/tin/1.html"]),
    "gzip": (gzip.compress(url(f"<loc>{HOME}/tin/1.html</loc>").encode()), ["/tin/1.html"]),
    "gzip-twice": (
        gzip.compress(gzip.compress(url(f"<loc>{HOME}/tin/1.html</loc>").encode())),
        ["/tin/1.html"],
    ),
    "gzip-in-members": (
        gzip.compress(f"<urlset><url><loc>{HOME}/tin/1.html</loc></url>".encode())
        + gzip.compress(f"<url><loc>{HOME}/tin/2.html</loc></url></urlset>".encode()),
        ["/tin/1.html", "/tin/2.html"],
    ),
    "gzip-of-text": (gzip.compress(f"{HOME}/tin/1.html".encode()), ["/tin/1.html"]),
    "gzip-with-zeros-behind": (
        gzip.compress(url(f"<loc>{HOME}/tin/1.html</loc>").encode()) + bytes(64),
        ["/tin/1.html"],
    ),
}


@pytest.mark.parametrize("name", SITEMAPS)
def test_sitemaps_are_read_exactly(name: str) -> None:
    text, expected = SITEMAPS[name]
    found = walked(text, "sitemap")
    assert paths(found) == expected
    assert found.problems == ()


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


# --- dates ----------------------------------------------------------------------------------------

SEVEN = "2021-05-24T14:30:00+07:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 24 May 2021 07:30:00 GMT", SEVEN),
        ("Mon, 24 May 2021 14:30:00 +0700", SEVEN),
        ("24 May 2021 14:30:00 GMT+7", SEVEN),
        ("Mon, 24 May 2021 14:30:00 UTC+07:00", SEVEN),
        ("Mon, 24 May 2021 14:30:00", SEVEN),
        ("Mon, 24 May 2021 07:30:00 -0000", SEVEN),
        ("2021-05-24T14:30:00+07:00", SEVEN),
        ("2021-05-24T07:30:00Z", SEVEN),
        ("2021-05-24T07:30:00.123Z", SEVEN),
        ("2021-05-24 14:30:00", SEVEN),
        ("2021-05-24T14:30+0700", SEVEN),
        ("2021-05-23T20:00:00Z", "2021-05-24T03:00:00+07:00"),
        ("2021-05-24", "2021-05-24"),
        ("24/05/2021 14:30", "2021-05-24T14:30:00+07:00"),
        ("24/5/2021 2:30:00 CH", SEVEN),
        ("24/05/2021 2:30:00 PM", SEVEN),
        ("Thứ Hai, 24/05/2021 - 14:30", SEVEN),
        ("5/6/2021 2:30:00 PM", None),  # May or June
        ("2021-05", None),
        ("2021-13-24", None),
        ("2021-02-30T10:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert feed_date(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "published", "modified"),
    [
        (
            item(f"<link>{HOME}/1</link><pubDate>Mon, 24 May 2021 07:30:00 GMT</pubDate>"),
            "feed",
            SEVEN,
            SEVEN,
        ),
        (item(f"<link>{HOME}/1</link><dc:date>{SEVEN}</dc:date>"), "feed", SEVEN, SEVEN),
        (item(f"<link>{HOME}/1</link><pubDate></pubDate>"), "feed", None, None),
        (
            item(f"<link>{HOME}/1&x</link><pubDate><![CDATA[ {SEVEN} ]]></pubDate>"),
            "feed",
            SEVEN,
            SEVEN,
        ),
        (
            item(
                f"<link>{HOME}/1</link><pubDate>{SEVEN}</pubDate><atom:updated>2022-01-01</atom:updated>"
            ),
            "feed",
            SEVEN,
            "2022-01-01",
        ),
        (
            atom(
                '<link href="/1"/><updated>2022-01-01T00:00:00Z</updated>'
                f"<published>{SEVEN}</published>"
            ),
            "feed",
            SEVEN,
            "2022-01-01T07:00:00+07:00",
        ),
        (atom(f'<link href="/1"/><updated>{SEVEN}</updated>'), "feed", None, SEVEN),
        (
            atom('<link href="/1"/><source><updated>2020-01-01</updated></source>'),
            "feed",
            None,
            None,
        ),
        (url(f"<loc>{HOME}/1</loc><lastmod>{SEVEN}</lastmod>"), "sitemap", None, SEVEN),
        (
            url(
                f"<loc>{HOME}/1</loc><news:news><news:publication_date>{SEVEN}</news:publication_date>"
                "</news:news><lastmod>2022-01-01</lastmod>"
            ),
            "sitemap",
            SEVEN,
            "2022-01-01",
        ),
        (
            url(
                f"<loc>{HOME}/1</loc><video:video><video:publication_date>2020-01-01"
                "</video:publication_date></video:video>"
            ),
            "sitemap",
            None,
            None,
        ),
        (f'{{"items": [{{"url": "/1", "date_published": "{SEVEN}"}}]}}', "feed", SEVEN, SEVEN),
    ],
)
def test_dates_of_entries(
    text: str, kind: Kind, published: str | None, modified: str | None
) -> None:
    found = walked(text, kind)
    (link,) = found.articles
    assert (link.published, link.modified, found.problems) == (published, modified, ())


# --- JSON Feed ------------------------------------------------------------------------------------


def test_json_feed() -> None:
    text = (
        '\ufeff{"version": "https://jsonfeed.org/version/1.1", "title": "Kênh",'
        f'"feed_url": "{HOME}/feed.json", "next_url": "{HOME}/feed.json?trang=2",'
        f'"items": [{{"id": "7", "url": "{HOME}{QUERY}", "date_published": "2021-05-24T07:30:00Z",'
        '"date_modified": "2022-01-01T00:00:00Z", "external_url": "https://khac.example/1"},'
        f'{{"id": "{HOME}/tin/2.html"}}, {{"id": "9"}}, 7]}}'
    )
    found = walked(text)
    assert [(link.url, link.published) for link in found.articles] == [
        (f"{HOME}{QUERY}", SEVEN),
        (f"{HOME}/tin/2.html", None),
    ]
    assert [(link.kind, link.url, link.page) for link in found.more] == [
        ("feed", f"{HOME}/feed.json?trang=2", 2)
    ]
    assert found.problems == ("entry 3: no address", "entry 4: no address")


# --- bounds ---------------------------------------------------------------------------------------

HOSTILE = {
    "deep": "<rss><channel><item>" + "<a>" * 100_000,
    "stray-lt": rss("<item><link>" + "<" * 100_000 + "</link></item>"),
    "comments-not-closed": rss(*["<item><!-- "] * 10_000),
    "cdata-not-closed": rss(*["<item><description><![CDATA[ "] * 10_000),
    "cdata-closed-at-the-end": rss(*["<item><description><![CDATA[ "] * 10_000, "]]>"),
    "titles-not-closed": rss(*["<item><title>a<title>b"] * 10_000),
    "quotes-not-closed": rss(*['<item a="'] * 10_000),
    "attributes": rss(f"<item {'a=1 ' * 100_000}><link>x</item>"),
    "ends": rss("<item>" + "</p>" * 100_000),
    "comments-in-front": "<!-- x -->" * 100_000 + "<rs" * 50_000,
    "references": rss("<item><link>" + "&#x41;&amp;&x" * 100_000 + "</item>"),
    "bomb": '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + f"]>{rss('<item><link>&j;</link></item>', head='')}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_read_in_linear_time(name: str) -> None:
    started = time.process_time()
    try:
        found = walked(HOSTILE[name])
    except NotAnArticle:
        found = Listing()
    assert time.process_time() - started < 10
    assert all(len(link.url) < 100 for link in found.articles)


def test_many_problems_are_counted_and_entries_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    found = walked(rss(ONE, *["<item/>"] * 50))
    assert len(found.problems) == feeds.MAX_PROBLEMS
    assert found.problems[-1] == "and 31 more problems"
    monkeypatch.setattr(feeds, "MAX_LINKS", 1)
    assert walked(rss(ONE, TWO)).problems == ("it has 2 entries; 1 were read",)


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_SITEMAP", 1000)
    packed = gzip.compress(b" " * 600)
    for body in (b" " * 1001, packed + packed):
        with pytest.raises(PageRefused, match="1000"):
            walked(body, "sitemap")


def test_files_that_name_a_file_of_this_machine_do_not_open_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("khong-duoc-doc")
    head = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    for mended in ("", " & "):
        found = walked(
            rss(f"<item><title>{mended}</title><link>{HOME}/&a;</link></item>", head=head)
        )
        assert found.articles == ()
        assert "khong-duoc-doc" not in repr(found)
