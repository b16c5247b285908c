"""One article under several addresses: for printers, for mobile devices, as AMP."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from govnews.archive.variants import pattern
from tests.cli.clilib import invoke
from tests.crawl import test_crawl_judgement as judgement
from tests.crawl.crawllib import change, crawl, next_second, rows
from tests.crawl.site import Answer, Site, headline, portal_file
from tests.crawl.test_crawl_identity import assert_replay_agrees
from tests.crawl.test_crawl_judgement import page

pytestmark = pytest.mark.slow

FORMS = ("/tin/bai-{}.html", "/tin/bai-{}.amp", "/m/tin/bai-{}.html", "/in/tin/bai-{}.html")


def a_day_passes(root: Path) -> None:
    """Every known article is due again; no month has passed since it was read."""
    change(
        root,
        """UPDATE frontier SET first_found_at = date('now', '-2 days') || 'T00:00:00Z',
        finished_at = date('now', '-2 days') || 'T00:00:00Z', missing_since = iif(
            missing_since IS NULL, NULL, date('now', '-2 days') || 'T00:00:00Z')""",
    )
    next_second()


def listing(site: Site, numbers: Iterable[int], forms: Iterable[str] = FORMS) -> None:
    """Links to every form of each article, as lists have them beside its headline."""
    links = "".join(
        f'<li><a href="{form.format(n)}">{headline(n)}</a></li>' for n in numbers for form in forms
    )
    html = f"<html><body><h1>Tin tức</h1><ul>{links}</ul></body></html>"
    site.pages["/tin"] = Answer(html.encode())


def put(site: Site, numbers: range, forms: Iterable[str] = FORMS) -> None:
    listing(site, numbers, forms)
    for n in numbers:
        for form in forms:
            # Other forms print no count of views.
            views = 100 + n if form == FORMS[0] else None
            site.pages[form.format(n)] = page(n, views=views)


def visited(site: Site) -> list[str]:
    found = sorted(path for path in site.paths if "/bai-" in path)
    site.log.clear()
    return found


@pytest.mark.parametrize("known", [True, False])
def test_an_article_under_addresses_of_one_pattern_is_stored_once(
    tmp_path: Path, known: bool
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        numbers = range(1, 7)
        if known:
            put(site, numbers, FORMS[:1])
            assert crawl(tmp_path, "thu").code == 0
            a_day_passes(tmp_path)
        put(site, numbers)
        done = crawl(tmp_path, "thu")
        assert (done.code, done.summary["held"]) == (0, {})
        assert done.summary["articles_new"] == (0 if known else 6)
        assert "18 pages are articles under another address" in done.summary["notes"][0]
        assert_replay_agrees(tmp_path)
        visited(site)
        a_day_passes(tmp_path)
        put(site, range(1, 8))  # one more, with all its addresses
        site.pages[FORMS[1].format(3)] = page(3, views=None, extra="<p>Bổ sung một câu.</p>")
        site.pages[FORMS[0].format(3)] = page(3, extra="<p>Bổ sung một câu.</p>")
        second = crawl(tmp_path, "thu")
        assert (second.code, second.summary["held"]) == (0, {})
        assert second.summary["articles_new"] == second.summary["articles_changed"] == 1
        expected = [FORMS[0].format(n) for n in range(1, 7)]
        assert visited(site) == sorted(expected + [form.format(7) for form in FORMS])
        assert_replay_agrees(tmp_path)
    urls = rows(tmp_path, "SELECT url FROM article ORDER BY url")
    assert [url.removeprefix(site.url) for url in urls] == [FORMS[0].format(n) for n in range(1, 8)]
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [8]
    why = "SELECT why, count(*) FROM article_address GROUP BY 1 ORDER BY 1"
    assert rows(tmp_path, why) == [("own", 7), ("variant", 21)]
    assert rows(tmp_path, "SELECT count(*) FROM view_observation WHERE views < 101") == [0]
    verified = invoke("verify", "--archive", tmp_path)
    assert verified.code == 0, verified.stdout


def test_the_article_has_another_address_while_its_own_is_missing(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        put(site, range(1, 7))
        assert crawl(tmp_path, "thu").code == 0
        del site.pages[FORMS[0].format(3)]
        for _ in range(3):
            judgement.a_day_passes(tmp_path)
            assert crawl(tmp_path, "thu").summary["gone"] == 0
        for form in FORMS:
            site.pages.pop(form.format(3), None)
        listing(site, [1, 2, 4, 5, 6])
        for _ in range(3):
            judgement.a_day_passes(tmp_path)
            done = crawl(tmp_path, "thu")
            assert (done.code, done.summary["held"], done.summary["notes"]) == (0, {}, [])
        assert_replay_agrees(tmp_path)
    gone = rows(tmp_path, "SELECT url FROM article WHERE gone_at IS NOT NULL")
    assert [url.removeprefix(site.url) for url in gone] == [FORMS[0].format(3)]


def test_one_page_at_every_address_is_no_article_in_several_forms(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        put(site, range(1, 7))
        for path in site.pages:
            if "/bai-" in path:
                site.pages[path] = page(50)
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["held"]) == (3, {"one-text": 24})
    assert rows(tmp_path, "SELECT count(*) FROM article") == [0]


def test_what_two_addresses_differ_in() -> None:
    base = "http://tinh.gov.vn/tin/moi-a17.html"
    assert pattern(base, "http://tinh.gov.vn/m/tin/moi-a17.html") == {"", "m/"}
    assert pattern(base, "http://tinh.gov.vn/tin/moi-a17.amp") == {"html", "amp"}
    assert pattern(base, base + "?in=1") == {"", "?in=1"}
    assert pattern(base, "http://tinh.gov.vn/tin/khac-a18.html") == {"moi-a17", "khac-a18"}
