"""A parameter of addresses that names nothing makes a portal no larger than it is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.crawl.crawllib import crawl, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file
from tests.crawl.test_crawl_identity import assert_replay_agrees
from tests.crawl.test_crawl_judgement import a_day_passes

pytestmark = pytest.mark.slow

ARTICLES = range(1, 9)


class Varying(Site):
    """Every link to an article is spelled by `link`, and each article leads to all others."""

    def __init__(self, link: Callable[[int], str]) -> None:
        super().__init__()
        self.link = link
        self.texts: dict[str, int] = {}

    def found(self, method: str, path: str, body: bytes) -> Answer:
        where = urlsplit(path)
        links = "".join(f'<li><a href="{self.link(n)}">{headline(n)}</a></li>' for n in ARTICLES)
        if where.path == "/tin":
            return Answer(f"<html><body><h1>Tin tức</h1><ul>{links}</ul></body></html>".encode())
        if where.path.startswith("/bai-"):
            html = article(int(where.path.rpartition("-")[2]))
            others = f"<h3>Tin liên quan</h3><ul>{links}</ul></body>".encode()
            return Answer(html.replace(b"</body>", others))
        return super().found(method, path, body)


def timed() -> Callable[[int], str]:
    ticks = count(1796122213669, 977)
    return lambda n: f"/bai-{n}?t={next(ticks)}"


def in_sessions() -> Callable[[int], str]:
    ticks = count(1)
    return lambda n: f"/bai-{n}?ref=home&sess={next(ticks):032x}"


def twice() -> Callable[[int], str]:
    ticks = count(7, 13)
    return lambda n: f"/bai-{n}?a={next(ticks)}&b={next(ticks)}"


@pytest.mark.parametrize(
    ("link", "names"),
    [(timed(), ["t"]), (in_sessions(), ["sess"]), (twice(), ["a", "b"])],
    ids=["time", "session", "two"],
)
def test_a_parameter_that_changes_on_every_page_does_not_lead_on_and_on(
    tmp_path: Path, link: Callable[[int], str], names: list[str]
) -> None:
    with Varying(link) as site:
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        done = crawl(tmp_path, "thu")
        assert (done.code, done.summary["articles_new"]) == (3, 8)
        assert (done.summary["held"], done.summary["queued_left"]) == ({}, 0)
        assert done.summary["unproven"] == []
        (note,) = done.summary["notes"]
        line = ", ".join(f'"{name}"' for name in names)
        assert f"[identity] ignore = [{line}]" in note
        assert len(site.paths) < 200
        assert rows(tmp_path, "SELECT count(*) FROM article_version") == [8]
        assert_replay_agrees(tmp_path)
        site.log.clear()
        a_day_passes(tmp_path)
        second = crawl(tmp_path, "thu")
        assert (second.code, second.summary["articles_new"]) == (3, 0)
        assert second.summary["articles_unchanged"] == 8
        assert second.summary["notes"] == [note]
        assert len([path for path in site.paths if path.startswith("/bai-")]) == 8
        # The portal file says so, as the note asks.
        path = tmp_path / "portals" / "thu.toml"
        path.write_text(path.read_text() + f"[identity]\nignore = [{line}]\n")
        a_day_passes(tmp_path)
        third = crawl(tmp_path, "thu")
        assert (third.code, third.summary["articles_new"], third.summary["notes"]) == (0, 0, [])
        assert_replay_agrees(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM article") == [8]


def test_links_that_are_clean_again_are_no_failure(tmp_path: Path) -> None:
    with Varying(timed()) as site:
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        assert crawl(tmp_path, "thu").code == 3
        site.link = lambda n: f"/bai-{n}"
        a_day_passes(tmp_path)
        clean = crawl(tmp_path, "thu")
        assert (clean.code, clean.summary["notes"], clean.summary["articles_new"]) == (0, [], 0)
        assert_replay_agrees(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM article") == [8]


@pytest.mark.parametrize("alike", [2, 5])
def test_a_parameter_whose_values_have_different_texts_names_articles(
    tmp_path: Path, alike: int
) -> None:
    """Some articles are published twice, under two numbers at one path each."""
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        links = []
        for path in range(1, 6):
            for ident in range(1, 4):
                link = f"/bai-{path}?id={path * 10 + ident}"
                links.append(link)
                again = path <= alike and ident == 2
                number = path * 10 + (1 if again else ident)
                site.pages[link] = Answer(article(number))
        items = "".join(
            f'<li><a href="{one}">{headline(n)}</a></li>' for n, one in enumerate(links)
        )
        site.pages["/tin"] = Answer(
            f"<html><body><h1>Tin</h1><ul>{items}</ul></body></html>".encode()
        )
        done = crawl(tmp_path, "thu")
        assert done.summary["articles_new"] == 15
        assert done.summary["notes"] == []
        assert_replay_agrees(tmp_path)
