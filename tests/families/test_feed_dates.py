"""The dates of feeds and their entries."""

from __future__ import annotations

import pytest

from govnews.families.feed_dates import feed_date
from govnews.model import Kind
from tests.families.feedlib import (
    HOME,
    atom,
    item,
    url,
    walked,
)

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
        ("24/05/2021 02:30 EST", SEVEN),
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
