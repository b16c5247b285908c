"""Feeds and sitemaps as software really writes them: each entry's address, exactly."""

from __future__ import annotations

import codecs
import gzip

import pytest

from tests.families.feedlib import (
    ATOM,
    HEAD,
    HOME,
    MAPS,
    ONE,
    QUERY,
    TWO,
    atom,
    item,
    paths,
    rss,
    url,
    walked,
)

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
