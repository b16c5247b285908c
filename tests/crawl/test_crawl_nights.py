"""Lists over several nights on which articles come, go and slip: what a walk that did not reach
its end has not read is read by a later one, whatever is known by then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawl.crawllib import Crawling, Result, crawl, rows, wait_for
from tests.crawl.site import Answer, Site, headline, portal_file
from tests.crawl.test_crawl_complete import html, items, numbered, stored

pytestmark = pytest.mark.slow

SIZE = 3


def lay(site: Site, newest: int, total: bool = False, path: str = "/tin") -> None:
    """A list of the articles from `newest` to 1, the newest first."""
    lay_ids(site, list(range(newest, 0, -1)), total, path)


def lay_ids(site: Site, ids: list[int], total: bool = False, path: str = "/tin") -> None:
    pages = -(-len(ids) // SIZE)
    said = f"<p>Tổng số: {len(ids)} bài viết</p>" if total else ""
    for number in range(1, pages + 1):
        shown = ids[(number - 1) * SIZE : number * SIZE]
        address = path if number == 1 else f"{path}?page={number}"
        site.pages[address] = Answer(html(items(shown) + said + numbered(path, number, pages)))
        site.articles(shown)


def feed(numbers: range) -> Answer:
    entries = "".join(
        f"<item><title>{headline(n)}</title><link>/bai-{n}</link></item>" for n in numbers
    )
    text = f'<rss version="2.0"><channel>{entries}</channel></rss>'
    return Answer(text.encode(), kind="application/rss+xml")


def asked(site: Site) -> list[str]:
    return [path for path in site.paths if path.startswith("/tin")]


def until_complete(root: Path, site: Site, most: int) -> Result:
    for _ in range(most):
        result = crawl(root, "thu")
        if result.code == 0:
            return result
    raise AssertionError((result.stderr, asked(site)))


@pytest.mark.parametrize("bound", [("--max-pages", "1"), ("--since", "2030-01-01")])
def test_an_ordinary_run_reads_what_a_bounded_one_left(
    tmp_path: Path, bound: tuple[str, ...]
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay(site, 9)
        assert crawl(tmp_path, "thu").code == 0
        lay(site, 21)
        assert crawl(tmp_path, "thu", *bound).code == 0
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == list(range(1, 22))


def test_more_news_between_nights_than_a_bound_lets_through(tmp_path: Path) -> None:
    """Two pages a night, and the list grows by three each time: several walks go on at once, and
    each reaches the ground of the one before it.
    """
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl="max_pages = 2")
        for newest in (20, 29, 36):
            lay(site, newest)
            assert crawl(tmp_path, "thu").code == 3
        until_complete(tmp_path, site, 14)
        assert stored(tmp_path) == list(range(1, 37))
        site.log.clear()
        assert crawl(tmp_path, "thu").code == 0
        assert asked(site) == ["/tin"]


@pytest.mark.parametrize("broken", [Answer(b"", 500), Answer(b"no such page", 404)])
def test_a_page_that_failed_for_a_night_while_the_list_went_on(
    tmp_path: Path, broken: Answer
) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay(site, 9)
        assert crawl(tmp_path, "thu").code == 0
        lay(site, 27)
        site.pages["/tin?page=3"] = broken
        assert crawl(tmp_path, "thu").code == 3
        lay(site, 33)
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == list(range(1, 34))


def test_a_killed_run_and_more_news_before_the_next(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay(site, 9)
        assert crawl(tmp_path, "thu").code == 0
        lay(site, 30)
        site.pages["/tin?page=3"] = Answer(held=True)
        site.log.clear()
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: "/tin?page=3" in site.paths, process)
            wait_for(lambda: len(stored(tmp_path)) == 9 + 2 * SIZE, process)
            process.kill()
        site.release()
        lay(site, 51)
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == list(range(1, 52))


def test_what_a_feed_brought_while_its_list_was_down_ends_no_walk(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, crawl='feeds = ["/rss"]')
        site.pages["/rss"] = feed(range(7, 10))
        lay(site, 9)
        assert crawl(tmp_path, "thu").code == 0
        lay(site, 27)
        site.pages["/rss"] = feed(range(22, 28))
        site.pages["/tin"] = Answer(b"", 500)
        assert crawl(tmp_path, "thu").code == 3
        lay(site, 27)
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == list(range(1, 28))


def test_an_article_that_is_removed_while_the_list_is_read_hides_no_other(tmp_path: Path) -> None:
    """Number 17 goes between page 3 and page 4, so that number 9 slips from page 4 to page 3."""
    ids = list(range(18, 0, -1))
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay_ids(site, ids, total=True)
        before = {path: answer for path, answer in site.pages.items() if path.startswith("/tin")}
        lay_ids(site, [n for n in ids if n != 17], total=True)
        for path in ("/tin", "/tin?page=2", "/tin?page=3"):
            after = site.pages[path]
            first = before[path]
            assert isinstance(first, Answer)
            assert isinstance(after, Answer)
            site.pages[path] = [first, after]
        assert crawl(tmp_path, "thu").code == 0
    assert stored(tmp_path) == ids[::-1]


GROWN: dict[str, Callable[[list[int]], list[int]]] = {
    "oldest first": lambda ids: [*ids, 13, 14],
    "pinned on page 2": lambda ids: [*ids[:4], 13, 14, *ids[4:]],
    "back-dated": lambda ids: [*ids[:10], 13, 14, *ids[10:]],
}


@pytest.mark.parametrize("name", GROWN)
def test_a_list_that_announces_more_than_was_found_is_read_on(tmp_path: Path, name: str) -> None:
    ids = list(range(12, 0, -1))
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay_ids(site, ids, total=True)
        assert crawl(tmp_path, "thu").code == 0
        lay_ids(site, GROWN[name](ids), total=True)
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == list(range(1, 15))
        site.log.clear()
        assert crawl(tmp_path, "thu").code == 0
        assert asked(site) == ["/tin"]


def part(first: int, newest: int, own: int, address: str) -> str:
    """One of two lists on a page, four pages of it. address: with the number of its page open."""
    ids = [first + n for n in range(newest, 0, -1)][SIZE * own - SIZE : SIZE * own]
    links = (
        f"<b>{n}</b>" if n == own else f'<a href="{address.format(n)}">{n}</a>' for n in range(1, 5)
    )
    return f"<h2>Mục {first}</h2>{items(ids)}<div class=pager>{' '.join(links)}</div>"


def test_the_second_list_of_a_page_is_walked_as_a_list_of_its_own(tmp_path: Path) -> None:
    """News and documents on one page, each with a pager that moves only its own part."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for p in range(1, 5):
            for q in range(1, 5):
                news = part(0, 12, p, f"/tin?p1={{}}&p2={q}")
                documents = part(100, 11, q, f"/tin?p1={p}&p2={{}}")
                site.pages[f"/tin?p1={p}&p2={q}"] = Answer(html(news + documents))
        site.pages["/tin"] = site.pages["/tin?p1=1&p2=1"]
        expected = [*range(1, 13), *range(101, 112)]
        site.articles(expected)
        assert crawl(tmp_path, "thu").code == 0
        assert stored(tmp_path) == expected
        site.log.clear()
        assert crawl(tmp_path, "thu").code == 0
        assert len(asked(site)) <= 3


# --- ends that are none ---------------------------------------------------------------------------


def test_an_empty_page_in_the_middle_is_no_end(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay(site, 18)
        empty = f"<p>Không có bài viết nào.</p>{numbered('/tin', 3, 6)}"
        site.pages["/tin?page=3"] = Answer(html(empty))
        result = crawl(tmp_path, "thu")
    assert {*range(1, 10), *range(13, 19)} <= set(stored(tmp_path))
    assert result.code == 0, result.stderr


def test_an_empty_page_without_a_pager_before_the_last_one_is_named(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay(site, 18)
        site.pages["/tin?page=3"] = Answer(html("<p>Không có bài viết nào.</p>"))
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert "page 3 of 6 announced" in str(result.summary["unproven"])


def test_a_pager_that_shrinks_on_the_way_is_named(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        lay(site, 18)
        site.pages["/tin?page=4"] = Answer(html(items([9, 8, 7]) + numbered("/tin", 4, 4)))
        result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert "page 4 of 6 announced" in str(result.summary["unproven"])


def test_a_number_that_is_too_high_shows_the_last_page_again(tmp_path: Path) -> None:
    """The link to a following page is always there."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for number in range(1, 6):
            shown = range(4 * min(number, 4) - 3, 4 * min(number, 4) + 1)
            address = "/tin" if number == 1 else f"/tin?page={number}"
            after = f'<a href="/tin?page={number + 1}">Trang sau</a>'
            site.pages[address] = Answer(html(items(shown) + after))
            site.articles(shown)
        assert crawl(tmp_path, "thu").code == 0
        assert rows(tmp_path, "SELECT ended FROM list_walk") == ["last-again"]
    assert stored(tmp_path) == list(range(1, 17))


def test_a_list_that_goes_round_in_a_circle_is_left_and_named(tmp_path: Path) -> None:
    """Past its three pages, it shows articles at random, and always a following page."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for number in range(1, 60):
            shown = range(3 * number - 2, 3 * number + 1) if number < 4 else [number % 9 + 1]
            address = "/tin" if number == 1 else f"/tin?page={number}"
            after = f'<a href="/tin?page={number + 1}">Trang sau</a>'
            site.pages[address] = Answer(html(items(shown) + after))
        site.articles(range(1, 10))
        result = crawl(tmp_path, "thu")
        assert result.code == 3
        assert "list nothing new" in str(result.summary["unproven"])
        assert len(asked(site)) < 12


def test_lists_that_lead_to_each_other_end(tmp_path: Path) -> None:
    """A link in the menu of each looks like that to a following page of the other."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url, sections=("/tin", "/tin-khac"))
        for first, path, other in ((1, "/tin", "/tin-khac"), (10, "/tin-khac", "/tin")):
            for number in (1, 2):
                shown = range(first + 3 * number - 3, first + 3 * number)
                after = f'<a href="{path}?page=2">2</a>' if number == 1 else ""
                menu = f'<a href="{other}">Xem tiếp</a> <a href="{other}?page=2">Trang sau</a>'
                address = path if number == 1 else f"{path}?page=2"
                site.pages[address] = Answer(html(items(shown) + after + menu))
                site.articles(shown)
        crawl(tmp_path, "thu", "--max-seconds", "20")
        assert len(asked(site)) < 12
    assert stored(tmp_path) == [*range(1, 7), *range(10, 16)]


def test_years_beside_a_list_open_no_years_of_their_own(tmp_path: Path) -> None:
    years = "".join(f'<a href="/tin?nam={year}">{year}</a> ' for year in (2024, 2023, 2022))
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for place, path in enumerate(("/tin", *(f"/tin?nam={y}" for y in (2024, 2023, 2022)))):
            shown = range(3 * place + 1, 3 * place + 4)
            site.pages[path] = Answer(html(f"<p>Lưu trữ: {years}</p>{items(shown)}"))
            site.articles(shown)
        crawl(tmp_path, "thu", "--max-seconds", "20")
        assert len(asked(site)) <= 4
    assert stored(tmp_path) == list(range(1, 13))
