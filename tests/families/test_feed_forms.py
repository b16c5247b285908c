"""Forms of feeds and sitemaps that only their elements' local names tell, and messages in them."""

from __future__ import annotations

import json

import pytest

from govnews.errors import NotAnArticle
from govnews.model import Kind
from tests.families.feedlib import HEAD, HOME, ONE, atom, paths, rss, url, urls, walked

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BROKEN = "<{0}description>a & b<br></{0}description>"
"""Not well-formed: the file has to be repaired."""


def rdf(prefix: str, space: str, more: str = "") -> str:
    """RSS 1.0 whose elements have a prefix, or none."""
    p = f"{prefix}:" if prefix else ""
    items = "".join(
        f'<{p}item rdf:about="{HOME}/tin/{n}.html"><{p}title>{n}</{p}title>'
        f"<{p}link>{HOME}/tin/{n}.html</{p}link>{more.format(p)}</{p}item>"
        for n in (1, 2)
    )
    named = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'{HEAD}<rdf:RDF xmlns:rdf="{RDF}" {named}="{space}"><{p}channel rdf:about="{HOME}/">'
        f"<{p}title>Kênh</{p}title></{p}channel>{items}</rdf:RDF>"
    )


def rss2(p: str, more: str = "") -> str:
    items = "".join(
        f"<{p}:item><{p}:title>{n}</{p}:title><{p}:link>{HOME}/tin/{n}.html</{p}:link>"
        f"{more.format(p + ':')}</{p}:item>"
        for n in (1, 2)
    )
    space = "http://backend.userland.com/RSS2"
    return f'{HEAD}<rss version="2.0" xmlns:{p}="{space}"><{p}:channel>{items}</{p}:channel></rss>'


def rss11(p: str) -> str:
    items = "".join(
        f"<{p}item><{p}title>{n}</{p}title><{p}link>{HOME}/tin/{n}.html</{p}link></{p}item>"
        for n in (1, 2)
    )
    named = f"xmlns:{p[:-1]}" if p else "xmlns"
    return (
        f'{HEAD}<{p}Channel {named}="http://purl.org/net/rss1.1#" xmlns:rdf="{RDF}">'
        f"<{p}items>{items}</{p}items></{p}Channel>"
    )


PREFIXED = {
    "rss-1.0": rdf("rss", "http://purl.org/rss/1.0/"),
    "rss-1.0-other-prefix": rdf("r", "http://purl.org/rss/1.0/"),
    "rss-1.0-no-prefix": rdf("", "http://purl.org/rss/1.0/"),
    "rss-0.9": rdf("rss", "http://my.netscape.com/rdf/simple/0.9/"),
    "rss-1.1-in-rdf": rdf("rss", "http://purl.org/net/rss1.1#"),
    "rss-1.0-broken": rdf("rss", "http://purl.org/rss/1.0/", BROKEN),
    "rss-1.0-no-prefix-broken": rdf("", "http://purl.org/rss/1.0/", BROKEN),
    "rss-2.0": rss2("a"),
    "rss-2.0-broken": rss2("a", BROKEN),
    "rss-1.1": rss11(""),
    "rss-1.1-prefix": rss11("r:"),
}


@pytest.mark.parametrize("name", PREFIXED)
def test_entries_are_known_by_their_local_name(name: str) -> None:
    found = walked(PREFIXED[name])
    assert paths(found) == ["/tin/1.html", "/tin/2.html"]
    assert found.problems == ()


def test_elements_of_other_vocabularies_inside_entries_are_no_entries() -> None:
    media = f'<media:item url="x"><link>{HOME}/anh</link></media:item>'
    text = rss(ONE.replace("</item>", f"{media}</item>")).replace(
        "<rss ", '<rss xmlns:media="http://search.yahoo.com/mrss/" '
    )
    found = walked(text)
    assert paths(found) == ["/tin/1.html"]
    assert found.problems == ()


NO_ENTRIES = {
    "entries-of-another-form": rss(f"<entry><link>{HOME}/tin/1.html</link></entry>"),
    "entries-too-deep": rss(
        '<x:list xmlns:x="http://mau.gov.vn/"><x:item><x:link>1</x:link></x:item></x:list>'
    ),
    "error-in-a-box": rss(
        '<div id="error"><p><strong>WordPress database error:</strong> [Table wp_posts]<br /></p>'
        "</div>"
    ),
    "error-not-well-formed": rss("<div>WordPress database error: a & b<br></div>"),
    "bare-words": rss("Không kết nối được máy chủ"),
    "warning-in-front": "<br />\n<b>Warning</b>: mysql_connect() in <b>/x.php</b><br />" + rss(),
    "empty-sitemap-that-speaks": urls("<p>Lỗi hệ thống</p>"),
}


@pytest.mark.parametrize("name", NO_ENTRIES)
def test_a_file_without_entries_that_holds_something_else_is_refused(name: str) -> None:
    kind = Kind.SITEMAP if "sitemap" in name else Kind.FEED
    with pytest.raises(NotAnArticle) as raised:
        walked(NO_ENTRIES[name], kind)
    assert raised.value.reason == "not-html"


@pytest.mark.parametrize(
    "text",
    [rss(), urls(), HEAD + "<!-- trống -->" + rss(), rss(channel="<image><url>x</url></image>")],
)
def test_an_empty_file_is_empty(text: str) -> None:
    assert walked(text).problems == ()


def test_an_error_behind_entries_is_named() -> None:
    found = walked(rss(ONE, "<div>WordPress database error: [Table wp_posts]</div>"))
    assert paths(found) == ["/tin/1.html"]
    assert any("WordPress database error" in one for one in found.problems)
    notice = walked(rss("<p>Deprecated: x in y</p>", ONE))
    assert notice.problems == ()


# --- more than one address ------------------------------------------------------------------------


def test_each_loc_of_an_entry_is_an_address() -> None:
    two = f"<loc>{HOME}/tin/1.html</loc><loc>{HOME}/tin/2.html</loc><loc>{HOME}/tin/1.html</loc>"
    found = walked(url(two), Kind.SITEMAP)
    assert paths(found) == ["/tin/1.html", "/tin/2.html"]
    assert found.problems == ()
    found = walked(url(f"<loc>{HOME}/tin/1.html</loc><loc>mailto:x</loc>"), Kind.SITEMAP)
    assert paths(found) == ["/tin/1.html"]
    assert found.problems == ("entry 2: its address 'mailto:x' cannot be read exactly",)


def test_comments_of_a_sitemap_in_text_are_no_lines() -> None:
    found = walked(f"# sơ đồ\n{HOME}/tin/1.html\n  # hết\n", Kind.SITEMAP)
    assert paths(found) == ["/tin/1.html"]
    assert found.problems == ()


# --- following pages ------------------------------------------------------------------------------

NEXT = f'<atom:link rel="next" href="{HOME}/tin/rss.xml?paged=2"/>'
ENTRY = f'<id>1</id><link href="{HOME}/tin/1.html"/>'


def with_link(link: str) -> str:
    return atom(ENTRY).replace("<entry>", f"{link}<entry>")


PAGED = {
    "rss": rss(ONE, channel=NEXT),
    "rss-broken": rss(ONE, channel=NEXT + "<description>a & b</description>"),
    "atom-next": with_link('<link rel="next" href="/tin/rss.xml?paged=2"/>'),
    "atom-archive": with_link('<link rel="prev-archive" href="/tin/rss.xml?paged=2"/>'),
    "atom-both": with_link(
        '<link rel="prev-archive" href="/2020"/><link rel="NEXT" href="/tin/rss.xml?paged=2"/>'
    ),
    "atom-broken": with_link('<link rel="next" href="/tin/rss.xml?paged=2"/>&'),
    "atom-base": atom(ENTRY, f'xml:base="{HOME}/tin/"').replace(
        "<entry>", '<link rel="next" href="rss.xml?paged=2"/><entry>'
    ),
    "json": json.dumps(
        {"items": [{"url": f"{HOME}/tin/1.html"}], "next_url": f"{HOME}/tin/rss.xml?paged=2"}
    ),
}


@pytest.mark.parametrize("name", PAGED)
def test_a_feed_leads_to_its_following_page(name: str) -> None:
    found = walked(PAGED[name])
    assert [(one.url, one.kind, one.page) for one in found.more] == [
        (f"{HOME}/tin/rss.xml?paged=2", "feed", 2)
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        with_link('<link rel="self" href="/tin/rss.xml"/><link rel="previous" href="/tin?p=1"/>'),
        with_link("").replace(ENTRY, ENTRY + '<link rel="next" href="/tin/2.html"/>'),
        rss(ONE, channel=f'<x:link xmlns:x="http://x.example/" rel="next" href="{HOME}/2"/>'),
        '{"items": [], "next_url": null}',
    ],
)
def test_other_links_are_no_following_page(text: str) -> None:
    found = walked(text)
    assert (found.more, found.problems) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        with_link('<link rel="next" href="/tin/rss.xml"/>'),
        with_link('<link rel="next" href="javascript:x"/>'),
        '{"items": [{"url": "https://mau.gov.vn/tin/1.html"}], "next_url": 7}',
        '{"items": [{"url": "https://mau.gov.vn/tin/1.html"}], "next_url": "javascript:x"}',
    ],
)
def test_a_following_page_that_cannot_be_asked_for_is_named(text: str) -> None:
    found = walked(text)
    assert found.more == ()
    assert any("next page" in one for one in found.problems)
