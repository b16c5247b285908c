"""JSON Feeds, and hostile files: bounded, and read in linear time."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from govnews.errors import NotAnArticle, PageRefused
from govnews.families import feeds
from govnews.model import Listing
from tests.families.feedlib import (
    HOME,
    ONE,
    QUERY,
    TWO,
    rss,
    walked,
)

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
        (f"{HOME}{QUERY}", "2021-05-24T14:30:00+07:00"),
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
