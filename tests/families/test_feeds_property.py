"""Whatever happens to a feed on its way, no other address comes out, and what is lost is named."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.errors import NotAnArticle
from govnews.families.feeds import read_feed
from govnews.model import VIETNAM, Capture, Link, Listing

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
FEED = "https://mau.gov.vn/tin/rss"


@dataclass(frozen=True)
class Given:
    """What a publisher means to tell."""

    title: str
    url: str
    date: str


def entries(draw: random.Random, many: int) -> list[Given]:
    titles = [
        "Thu & chi",
        "Giá < 5%",
        "Tháng 5",
        'Lễ "Khai mạc"',
        "A&B;C",
        "x ]]> y",
        "&nbsp;",
        "<b>Đậm</b>",
    ]
    forms = [
        "https://mau.gov.vn/tin/bai-{n}.html",
        "https://mau.gov.vn/index.php?option=com_content&view=article&id={n}",
        "https://mau.gov.vn/?p={n}",
        "https://mau.gov.vn/tin.html?id={n}&copy=1&lt=2&amp=3",
        "https://mau.gov.vn/m/Default.aspx?sid=1365&pageid=6591&id={n}",
    ]  # fmt: skip
    start = datetime(2025, 1, 1, 8, 0, tzinfo=VIETNAM)
    return [
        Given(
            draw.choice(titles),
            draw.choice(forms).format(n=n),
            (start + timedelta(hours=7 * n)).isoformat(),
        )
        for n in range(1, many + 1)
    ]


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def raw(text: str) -> str:
    return text


def rendered(items: list[Given], draw: random.Random, kind: str, sloppy: bool) -> str:
    ways: list[Callable[[str], str]] = [escaped, cdata, raw] if sloppy else [escaped, cdata]
    parts = []
    for one in items:
        title, url = draw.choice(ways)(one.title), draw.choice(ways)(one.url)
        if kind == "rss":
            link = f"<link>{url}</link>"
            if draw.random() < 0.3:
                link = f"<guid>{url}</guid>"
            inner = [f"<title>{title}</title>", link, f"<pubDate>{one.date}</pubDate>"]
            if draw.random() < 0.3:
                inner.append(f"<description>{cdata('<p>Ảnh & <br> chữ</p>')}</description>")
            draw.shuffle(inner)
            parts.append(f"<item>{''.join(inner)}</item>")
        elif kind == "atom":
            href = (escaped if not sloppy else draw.choice([escaped, raw]))(one.url)
            parts.append(
                f'<entry><title>{title}</title><link href="{href}"/>'
                f"<published>{one.date}</published></entry>"
            )
        else:
            parts.append(f"<url><loc>{url}</loc><lastmod>{one.date}</lastmod></url>")
    body = "\n".join(parts)
    if kind == "rss":
        return f'<rss version="2.0"><channel><title>K</title>{body}</channel></rss>'
    if kind == "atom":
        return f'<feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'


Defect = Callable[[str, random.Random], str]


def cut(text: str, draw: random.Random) -> str:
    return text[: draw.randrange(len(text))]


def without(token: str) -> Defect:
    """Takes one occurrence of a piece of markup away."""

    def strip(text: str, draw: random.Random) -> str:
        places = [n for n in range(len(text)) if text.startswith(token, n)]
        if not places:
            return text
        at = draw.choice(places)
        return text[:at] + text[at + len(token) :]

    return strip


def inserted(token: str) -> Defect:
    """Puts something between two tags."""

    def insert(text: str, draw: random.Random) -> str:
        at = draw.choice([0, *(n + 1 for n, sign in enumerate(text) if sign == ">")])
        return text[:at] + token + text[at:]

    return insert


def in_front(token: str) -> Defect:
    return lambda text, _: token + text


HARMLESS: dict[str, Defect] = {
    "declared": in_front('<?xml version="1.0" encoding="utf-16"?>'),
    "php-warning": in_front("<br />\n<b>Notice</b>: Undefined index: a in <b>x.php</b><br />\n"),
    "blank-lines": in_front("\n\n\ufeff <?xml version='1.0'?>"),
    "comment": in_front("<!-- <item> & <rss> -->"),
    "behind": lambda text, _: text + "<!-- 0.1 s --> done & <b>",
}
DEFECTS: dict[str, Defect] = {
    "cut": cut,
    "no-item-end": without("</item>"),
    "no-item": without("<item>"),
    "no-url-end": without("</url>"),
    "no-entry-end": without("</entry>"),
    "no-link-end": without("</link>"),
    "no-link": without("<link>"),
    "no-title-end": without("</title>"),
    "no-title": without("<title>"),
    "no-description-end": without("</description>"),
    "no-cdata": without("<![CDATA["),
    "no-cdata-end": without("]]>"),
    "no-quote": without('"'),
    "no-gt": without(">"),
    "no-loc-end": without("</loc>"),
    "no-channel-end": without("</channel>"),
    "br": inserted("<br>"),
    "end": inserted("</p>"),
    "lt": inserted("<"),
    "control": inserted("\x0b"),
    "comment-open": inserted("<!-- "),
    "cdata-open": inserted("<![CDATA["),
    "prefix": inserted("<x:y>z</x:y>"),
}


def walked(text: str) -> Listing:
    kind = "sitemap" if "<urlset" in text else "feed"
    return read_feed(Capture(FEED, AT, text.encode()), Link(FEED, kind))  # type: ignore[arg-type]


@given(
    seed=st.integers(0, 2**32),
    kind=st.sampled_from(["rss", "atom", "sitemap"]),
    many=st.integers(1, 6),
)
def test_what_only_looks_broken_is_read_completely(seed: int, kind: str, many: int) -> None:
    draw = random.Random(seed)
    items = entries(draw, many)
    text = rendered(items, draw, kind, sloppy=True)
    for name in draw.sample(sorted(HARMLESS), draw.randrange(3)):
        text = HARMLESS[name](text, draw)
    found = walked(text)
    assert [link.url for link in found.articles] == [one.url for one in items]
    assert [link.modified for link in found.articles] == [one.date for one in items]
    assert found.problems == ()


@pytest.mark.parametrize("kind", ["rss", "atom", "sitemap"])
@given(seed=st.integers(0, 2**32), many=st.integers(1, 5), times=st.integers(1, 3))
def test_no_other_address_comes_out_and_what_is_lost_is_named(
    kind: str, seed: int, many: int, times: int
) -> None:
    draw = random.Random(seed)
    items = entries(draw, many)
    text = rendered(items, draw, kind, sloppy=draw.random() < 0.5)
    names = set(draw.choices(sorted(DEFECTS), k=times))
    if names >= {"no-item", "no-item-end"}:
        names.remove("no-item")  # without both, a lone item is a channel like any other
    for name in sorted(names):
        text = DEFECTS[name](text, draw) if text else text
    try:
        found = walked(text)
    except NotAnArticle:
        return  # named as a whole
    dates = {one.url: one.date for one in items}
    for link in found.articles:
        assert link.url in dates, text
        assert link.modified in {dates[link.url], None}, text
    if len(found.articles) < len(items):
        assert found.problems, text
