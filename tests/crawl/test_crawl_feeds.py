"""Crawls that live on what portals tell machines: feeds, sitemaps, robots.txt, dates in lists."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.crawllib import crawl, errors, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file


def stored(root: Path) -> list[int]:
    """Numbers of the articles in the archive."""
    return sorted(int(url.rsplit("-", 1)[1]) for url in rows(root, "SELECT url FROM article"))


def dated(n: int, day: str) -> Answer:
    return Answer(article(n).replace(b"24/05/2021 14:30", day.encode()))


# --- dates in lists -------------------------------------------------------------------------------


def test_since_is_not_misled_by_dates_in_teasers(tmp_path: Path) -> None:
    """A law's date, or "hôm nay" in the words of a teaser, is not when an article was published."""
    teasers = [
        "<p>Căn cứ Luật ngày 19/6/2015 của Quốc hội</p>",
        "<p>Luật ngày <b>19/6/2015</b></p>",
        "<p>Theo Nghị định ngày <i>19/6/2015</i>, hôm qua tỉnh đã họp</p>",
        "<p>Từ ngày 19/6/2015 đến nay</p>",
        "Căn cứ Kế hoạch ngày 19/6/2015",
    ]
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        items = "".join(
            f'<li><h3><a href="/bai-{n}">{headline(n)}</a></h3>{teasers[n % 5]}</li>'
            for n in range(10)
        )
        site.pages["/tin"] = Answer(f"<html><body><ul>{items}</ul></body></html>".encode())
        for n in range(10):
            site.pages[f"/bai-{n}"] = dated(n, "20/06/2025")
        result = crawl(tmp_path, "thu", "--since", "2025-06-16")
    assert result.code == 0, (result.stderr, errors(tmp_path))
    assert stored(tmp_path) == list(range(10))


def test_one_old_date_on_a_page_of_a_list_does_not_end_it(tmp_path: Path) -> None:
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        for number in range(3):
            items = (
                f'<li><a href="/bai-{90 + number}">{headline(1)}</a> <span>01/01/2020</span></li>'
            )
            items += f'<li><a href="/bai-{number}">{headline(number)}</a></li>'
            more = f'<a rel="next" href="/tin?p={number + 1}">Trang sau</a>' if number < 2 else ""
            path = f"/tin?p={number}" if number else "/tin"
            site.pages[path] = Answer(f"<html><body><ul>{items}</ul>{more}</body></html>".encode())
            site.pages[f"/bai-{number}"] = dated(number, "20/06/2025")
        assert crawl(tmp_path, "thu", "--since", "2025-06-16").code == 0
    assert stored(tmp_path) == [0, 1, 2]
