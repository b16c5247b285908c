"""Articles under new addresses with their old texts: they have moved, and their record goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import change, crawl, errors, rows
from tests.crawl.site import Answer, Site, headline, portal_file
from tests.crawl.test_crawl_identity import assert_replay_agrees
from tests.crawl.test_crawl_judgement import a_day_passes, begin, page, put

pytestmark = pytest.mark.slow

_TO_ANOTHER = "redirected-to-another"


def renumber(site: Site, numbers: range, by: int) -> None:
    """A new content management system: other numbers, and nothing at the old ones."""
    for number in numbers:
        site.pages.pop(f"/bai-{number}", None)
        site.pages[f"/bai-{number + by}"] = page(number)
    site.listing("/tin", [number + by for number in numbers])


def paths(root: Path) -> list[str]:
    return sorted(url.rpartition("/")[2] for url in rows(root, "SELECT url FROM article"))


def test_all_articles_under_new_numbers_and_back(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        renumber(site, numbers, 500)
        moved = crawl(tmp_path, "thu")
        assert (moved.code, moved.summary["articles_new"]) == (0, 0)
        assert "8 articles stand under other addresses than before" in moved.summary["notes"][0]
        assert paths(tmp_path) == [f"bai-{n + 500}" for n in numbers]
        assert_replay_agrees(tmp_path)
        a_day_passes(tmp_path)
        quiet = crawl(tmp_path, "thu")
        assert (quiet.code, quiet.summary["articles_unchanged"]) == (0, 8)
        assert quiet.summary["notes"] == []
        a_day_passes(tmp_path)
        for number in numbers:
            del site.pages[f"/bai-{number + 500}"]
        put(site, numbers)
        back = crawl(tmp_path, "thu")
        assert (back.code, back.summary["held"]) == (0, {})
        assert paths(tmp_path) == [f"bai-{n}" for n in numbers]
        assert_replay_agrees(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [8]
    assert rows(tmp_path, "SELECT count(*) FROM article WHERE gone_at IS NOT NULL") == [0]
    assert rows(tmp_path, "SELECT count(DISTINCT url) FROM article_address") == [16]
    shown = invoke("history", site.url + "/bai-3", "--archive", tmp_path)
    assert "/bai-503" in shown.stdout


def teasers(numbers: range) -> bytes:
    """A list with a date and a teaser below each headline."""
    items = "".join(
        f'<div><h3><a href="/bai-{n}">Hội nghị lần thứ {n} của Ủy ban nhân dân tỉnh</a></h3>'
        f"<span>0{n % 9 + 1}/05/2021</span><p>Hội nghị thứ {n} đánh giá kết quả nửa năm.</p></div>"
        for n in numbers
    )
    return f"<html><body><h1>Tin hoạt động</h1>{items}</body></html>".encode()


@pytest.mark.parametrize("how", ["list", "home", "redirect"])
def test_old_addresses_that_answer_with_a_list_are_no_longer_there(
    tmp_path: Path, how: str
) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        renumber(site, numbers, 500)
        html = teasers(range(501, 530))
        site.pages["/chuyen-muc"] = Answer(html)
        for number in numbers:
            site.pages[f"/bai-{number}"] = {
                "list": Answer(html),
                "home": Answer(b"", 302, headers={"Location": "/"}),
                "redirect": Answer(b"", 301, headers={"Location": "/chuyen-muc"}),
            }[how]
        moved = crawl(tmp_path, "thu")
        assert (moved.code, moved.summary["failed"]) == (0, {})
        assert (moved.summary["articles_new"], moved.summary["not_found"]) == (0, 0)
        assert paths(tmp_path) == [f"bai-{n + 500}" for n in numbers]
        assert_replay_agrees(tmp_path)


@pytest.mark.parametrize(("how", "reason"), [("list", "listing"), ("redirect", _TO_ANOTHER)])
def test_an_article_whose_place_a_list_has_twice_is_gone(
    tmp_path: Path, how: str, reason: str
) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = Answer(teasers(range(1, 20)))
        if how == "redirect":
            site.pages["/bai-3"] = Answer(b"", 302, headers={"Location": "/tin"})
        first = crawl(tmp_path, "thu")
        assert (first.code, first.summary["not_found"]) == (0, 1)
        assert errors(tmp_path) == {"/bai-3": ("done", reason)}
        assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]
        a_day_passes(tmp_path)
        assert crawl(tmp_path, "thu").summary["gone"] == 1
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [1]
    assert_replay_agrees(tmp_path)


def test_one_text_at_two_addresses_that_both_answer_stays_two_articles(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        site.pages["/bai-20"] = page(3)
        site.listing("/tin", [*numbers, 20])
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["articles_new"]) == (0, 1)
    assert len(paths(tmp_path)) == 9


def test_the_same_short_notice_is_no_move(tmp_path: Path) -> None:
    notice = {"title": "Thông báo", "text": "Xem tệp.", "author": None}
    with Site() as site:
        begin(tmp_path, site)
        for number in (11, 12):
            site.pages[f"/bai-{number}"] = page(number, **notice)
        site.listing("/tin", [*range(1, 9), 11, 12])
        assert crawl(tmp_path, "thu").code == 0
        a_day_passes(tmp_path)
        del site.pages["/bai-11"]
        site.pages["/bai-13"] = page(12, **notice)
        site.listing("/tin", [*range(1, 9), 12, 13])
        crawl(tmp_path, "thu")
    assert {"bai-11", "bai-12"} <= set(paths(tmp_path))


TWINS = [
    ("/bai-1", "/bai-1/"),
    ("/bai-1/", "/bai-1"),
    ("/bai-1", "http://m.mau.test:{port}/bai-1"),
    ("http://m.mau.test:{port}/bai-1/", "/bai-1"),
]
HOSTS = json.dumps({"mau.test": "127.0.0.1", "m.mau.test": "127.0.0.1"})


@pytest.fixture
def twin_site(tmp_path: Path) -> Iterator[Site]:
    with Site() as site:
        portal_file(tmp_path, "thu", f"http://mau.test:{site.port}", crawl="revisit_days = [1]")
        path = tmp_path / "portals" / "thu.toml"
        named = f'hosts = ["m.mau.test:{site.port}"]\n'
        path.write_text(named + path.read_text(encoding="utf-8"), encoding="utf-8")
        yield site


def link(site: Site, *links: str) -> list[str]:
    """A list of links; returns them as absolute addresses."""
    placed = [each.format(port=site.port) for each in links]
    items = "".join(f'<li><a href="{each}">Tin số {n}</a></li>' for n, each in enumerate(placed))
    site.pages["/tin"] = Answer(f"<html><body><ul>{items}</ul></body></html>".encode())
    return [urljoin(f"http://mau.test:{site.port}", each) for each in placed]


@pytest.mark.parametrize(
    ("twins", "one_run"), [*zip(TWINS, (True, False, True, False), strict=True)]
)
def test_twins_that_read_the_same_are_one_article(
    tmp_path: Path, twin_site: Site, twins: tuple[str, str], one_run: bool
) -> None:
    site = twin_site
    for path in ("/bai-1", "/bai-1/"):
        site.pages[path] = page(1)
    link(site, *(twins if one_run else twins[:1]))
    assert crawl(tmp_path, "thu", "--hosts", HOSTS).code == 0
    for _ in range(2):
        a_day_passes(tmp_path)
        known = link(site, *twins)
        assert crawl(tmp_path, "thu", "--hosts", HOSTS).code == 0
    usual = [url for url in known if "//m." not in url]
    (present,) = rows(tmp_path, "SELECT url FROM article")
    assert present in usual
    found = rows(tmp_path, "SELECT url, why FROM article_address")
    assert sorted(url for url, _ in found) == sorted(known)
    assert sorted(why for _, why in found) == ["own", "twin"]
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [1]
    assert_replay_agrees(tmp_path)


def test_twins_that_read_otherwise_are_two_articles_until_they_agree(
    tmp_path: Path, twin_site: Site
) -> None:
    site = twin_site
    site.pages["/bai-1"], site.pages["/bai-1/"] = page(1), page(1, author="Vũ Hà")
    link(site, *TWINS[0])
    for articles in (2, 2, 1):
        assert crawl(tmp_path, "thu", "--hosts", HOSTS).code == 0
        assert rows(tmp_path, "SELECT count(*) FROM article") == [articles]
        a_day_passes(tmp_path)
        if articles == 2 and rows(tmp_path, "SELECT count(*) FROM run") == [2]:
            site.pages["/bai-1/"] = page(1)
    assert_replay_agrees(tmp_path)


def test_dedupe_joins_twins_that_were_stored_as_two(tmp_path: Path, twin_site: Site) -> None:
    site = twin_site
    site.pages["/bai-1"], site.pages["/bai-1/"] = page(1), page(1, author="Vũ Hà")
    link(site, *TWINS[0])
    assert crawl(tmp_path, "thu", "--hosts", HOSTS).code == 0
    same = "SELECT author, digest FROM article_version WHERE id = 1"
    change(tmp_path, f"UPDATE article_version SET (author, digest) = ({same})")
    listed = invoke("dedupe", "thu", "--dry-run", "--csv", "--archive", tmp_path)
    assert listed.stdout.count("twin") == 1
    assert invoke("dedupe", "thu", "--apply", "--archive", tmp_path).code == 0
    assert rows(tmp_path, "SELECT count(*) FROM article") == [1]


def test_a_server_that_ignores_case(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        for number in numbers:
            site.pages[f"/Bai-{number}"] = page(number)
        text = site.pages["/tin"].body.replace(b"/bai-", b"/Bai-")  # type: ignore[union-attr]
        site.pages["/tin"].body = text  # type: ignore[union-attr]
        path = tmp_path / "portals" / "thu.toml"
        rules = path.read_text(encoding="utf-8").replace('"/bai-"', '"/[Bb]ai-"')
        path.write_text(rules, encoding="utf-8")
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["articles_new"]) == (0, 0)
    assert len(paths(tmp_path)) == 8
    assert "case" in rows(tmp_path, "SELECT DISTINCT why FROM article_address")


def test_dedupe_joins_what_moved_before(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        for number in numbers[:2]:
            site.pages[f"/bai-{number + 500}"] = site.pages.pop(f"/bai-{number}")
        site.listing("/tin", [501, 502, *numbers[2:]])
        # As an archive that did not know moves: two articles, of which the first is gone.
        change(tmp_path, "UPDATE article SET text_key = -id, published = NULL")
        crawl(tmp_path, "thu")
        change(
            tmp_path,
            """UPDATE article SET gone_at = '2026-01-01T00:00:00Z', text_key = n.text_key,
            published = n.published
            FROM article n WHERE n.title = article.title AND n.text_key > 0
            AND article.text_key < 0""",
        )
    assert len(paths(tmp_path)) == 10
    listed = invoke("dedupe", "thu", "--dry-run", "--csv", "--archive", tmp_path)
    assert listed.stdout.count("moved") == 2
    assert len(paths(tmp_path)) == 10
    assert invoke("dedupe", "thu", "--apply", "--archive", tmp_path).code == 0
    assert {"bai-501", "bai-502", "bai-3"} < set(paths(tmp_path))
    assert len(paths(tmp_path)) == 8


def test_an_address_that_led_elsewhere_for_a_while_has_its_own_article_later(
    tmp_path: Path,
) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        site.pages["/bai-20"] = page(20)
        led = page(20)
        led.status, led.headers, led.body = 301, {"Location": "/bai-20"}, b""
        site.pages["/bai-31"] = led
        site.listing("/tin", [*numbers, 31])
        assert crawl(tmp_path, "thu").code == 0
        a_day_passes(tmp_path)
        own = "Lãnh đạo xã tặng quà các gia đình chính sách nhân dịp Tết cổ truyền năm mới."
        site.pages["/bai-31"] = page(31, title="Xã An Bình tặng quà Tết", text=own * 3)
        site.listing("/tin", [*numbers, 20, 31])
        change(tmp_path, "DELETE FROM frontier WHERE url LIKE '%/bai-31'")
        assert crawl(tmp_path, "thu").code == 0
    assert {"bai-20", "bai-31"} <= set(paths(tmp_path))
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [10]


def test_one_text_in_two_sections_of_which_one_is_removed(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        site.pages["/bai-20"] = page(3)
        site.listing("/tin", [*numbers, 20])
        assert crawl(tmp_path, "thu").code == 0
        site.listing("/tin", numbers)
        del site.pages["/bai-20"]
        for _ in range(2):
            a_day_passes(tmp_path)
            assert crawl(tmp_path, "thu").code == 0
        done = invoke("status", "thu", "--archive", tmp_path)
        assert "1 articles were taken off one of two addresses" in done.stdout
        assert_replay_agrees(tmp_path)
        site.pages["/bai-20"] = page(3)
        site.listing("/tin", [*numbers, 20])
        a_day_passes(tmp_path)
        assert crawl(tmp_path, "thu").summary["articles_new"] == 0
        assert_replay_agrees(tmp_path)
    assert paths(tmp_path) == [f"bai-{n}" for n in numbers]
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]
    assert rows(tmp_path, "SELECT url FROM article_address WHERE why = 'variant'") == [
        f"{site.url}/bai-20"
    ]
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [8]


def test_an_address_that_is_given_to_another_article(tmp_path: Path) -> None:
    other = {
        "title": "Xã An Bình tặng quà Tết cho các gia đình chính sách",
        "text": "Lãnh đạo xã đến từng nhà thăm hỏi, động viên và trao quà nhân dịp năm mới. " * 3,
    }
    with Site() as site:
        numbers = begin(tmp_path, site)
        (known,) = rows(tmp_path, "SELECT id FROM article WHERE url LIKE '%/bai-3'")
        site.pages["/bai-503"] = page(3)
        site.pages["/bai-3"] = page(30, **other)
        site.listing("/tin", [*numbers, 503])
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["held"]) == (0, {})
    named = "SELECT id, substr(url, -8), title FROM article WHERE url LIKE '%3' ORDER BY id"
    (one, moved, title), (_, path, new) = rows(tmp_path, named)
    assert (one, moved, title) == (known, "/bai-503", "Hội nghị lần thứ 3 của Ủy ban nhân dân tỉnh")
    assert (path.lstrip("0123456789"), new) == ("/bai-3", other["title"])
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [9]


@pytest.mark.parametrize("listed", [True, False])
def test_an_article_that_is_renamed_and_edited_on_one_day(tmp_path: Path, listed: bool) -> None:
    """WordPress leads the old address to the new one; a list may name the new one first."""
    with Site() as site:
        numbers = begin(tmp_path, site)
        (known,) = rows(tmp_path, "SELECT id FROM article WHERE url LIKE '%/bai-3'")
        site.pages["/bai-503"] = page(3, title="Đính chính: Hội nghị lần thứ 3 của tỉnh")
        led = page(3)
        led.status, led.headers, led.body = 301, {"Location": "/bai-503"}, b""
        site.pages["/bai-3"] = led
        if listed:
            site.listing("/tin", [503, *numbers])
        done = crawl(tmp_path, "thu")
        assert done.code == 0
        a_day_passes(tmp_path)
        assert crawl(tmp_path, "thu").code == 0
    assert len(paths(tmp_path)) == 8
    assert rows(tmp_path, "SELECT id FROM article WHERE url LIKE '%/bai-503'") == [known]
    query = "SELECT count(*) FROM article_version WHERE article_id = ?"
    assert rows(tmp_path, query, known) == [2]


def test_a_new_article_at_the_old_address_of_one_that_moved(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        site.pages["/bai-503"] = page(3)
        led = page(3)
        led.status, led.headers, led.body = 301, {"Location": "/bai-503"}, b""
        site.pages["/bai-3"] = led
        assert crawl(tmp_path, "thu").code == 0
        a_day_passes(tmp_path)
        own = "Lãnh đạo xã tặng quà các gia đình chính sách nhân dịp Tết cổ truyền năm mới. "
        site.pages["/bai-3"] = page(30, title="Xã An Bình tặng quà Tết", text=own * 3)
        site.listing("/tin", [*numbers, 503])
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["articles_new"]) == (0, 1)
    assert {"bai-3", "bai-503"} < set(paths(tmp_path))
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [9]


def corrected(number: int) -> Answer:
    """The article with another sentence at its end."""
    return page(
        number, extra="<p>Kết luận hội nghị, Chủ tịch giao các sở báo cáo trước kỳ sau.</p>"
    )


@pytest.mark.parametrize("due", [True, False])
def test_an_article_that_moved_without_a_redirect_and_was_edited(tmp_path: Path, due: bool) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        for number in (3, 5):
            del site.pages[f"/bai-{number}"]
            site.pages[f"/bai-sua-{number + 500}"] = corrected(number)
        if not due:
            change(
                tmp_path, "UPDATE frontier SET finished_at = date('now', '-1 day') || 'T00:00:00Z'"
            )
        site.listing("/tin", [n for n in numbers if n not in {3, 5}])
        links = "".join(f'<li><a href="/bai-sua-{n + 500}">{headline(n)}</a></li>' for n in (3, 5))
        listed = site.pages["/tin"]
        assert isinstance(listed, Answer)
        listed.body = listed.body.replace(b"<ul>", f"<ul>{links}".encode())
        done = crawl(tmp_path, "thu")
        assert (done.code, done.summary["articles_new"], done.summary["held"]) == (0, 0, {})
        a_day_passes(tmp_path)
        assert crawl(tmp_path, "thu").summary["gone"] == 0
        assert_replay_agrees(tmp_path)
    assert len(paths(tmp_path)) == 8
    assert {"bai-sua-503", "bai-sua-505"} < set(paths(tmp_path))
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [10]
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]


@pytest.mark.parametrize("how", ["two", "there", "other"])
def test_an_article_of_the_same_headline_that_need_not_be_the_missing_one(
    tmp_path: Path, how: str
) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        site.pages["/bai-503"] = corrected(3)
        news = [503]
        if how == "two":
            site.pages["/bai-504"] = page(3, extra="<p>Chủ tịch đã kết luận hội nghị hôm nay.</p>")
            news = [503, 504]
        if how == "other":
            text = "Lãnh đạo xã đến từng nhà thăm hỏi, động viên và trao quà nhân dịp năm mới. " * 4
            site.pages["/bai-503"] = page(3, text=text)
        if how != "there":
            del site.pages["/bai-3"]
        site.listing("/tin", [*numbers, *news])
        done = crawl(tmp_path, "thu")
        assert done.summary["articles_new"] == len(news)
        assert_replay_agrees(tmp_path)
    assert len(paths(tmp_path)) == 8 + len(news)
