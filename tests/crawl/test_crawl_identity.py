"""An article is what it is, not where it stands: moves, spellings, and pages that only seem moved.

After each story, the captures alone tell the same: a replay finds nothing that differs.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import Result, change, crawl, errors, next_second, rows
from tests.crawl.site import Answer, Site, article, headline, portal_file
from tests.crawl.test_crawl_tls import self_signed

pytestmark = pytest.mark.slow

LONG_AGO = """UPDATE frontier SET first_found_at = date('now', '-10 days') || 'T00:00:00Z',
    finished_at = date('now', '-10 days') || 'T00:00:00Z' WHERE kind = 'article'"""
YESTERDAY = "UPDATE frontier SET finished_at = date('now', '-2 days') || 'T00:00:00Z'"
HOSTS = json.dumps({"mau.test": "127.0.0.1", "www.mau.test": "127.0.0.1"})


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


@pytest.fixture
def twofold(tmp_path: Path) -> Iterator[Site]:
    """A site that answers http and https on one port, as portals do on their usual ones."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    served = Site()
    plain = served._server.finish_request

    def finish_request(request: Any, address: Any) -> None:
        if request.recv(1, socket.MSG_PEEK) == b"\x16":  # a TLS handshake
            with context.wrap_socket(request, server_side=True) as secure:
                plain(secure, address)
        else:
            plain(request, address)

    served._server.finish_request = finish_request  # type: ignore[method-assign]
    with served:
        yield served


def portal(root: Path, site: Site, *, base: str = "", crawl: str = "", identity: str = "") -> None:
    portal_file(root, "thu", base or site.url, crawl=f"revisit_days = [1]\n{crawl}")
    path = root / "portals" / "thu.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"[identity]\n{identity}", encoding="utf-8")


def listing(site: Site, *links: str) -> None:
    items = "".join(f'<li><a href="{link}">{headline(n)}</a></li>' for n, link in enumerate(links))
    html = f"<html><body><h1>Tin tức</h1><ul>{items}</ul></body></html>"
    site.pages["/tin"] = Answer(html.encode())


def naming(canonical: str, n: int = 1, **values: Any) -> Answer:
    link = f'<head><link rel="canonical" href="{canonical}">'.encode()
    return Answer(article(n, **values).replace(b"<head>", link))


def moved(target: str, status: int = 301) -> Answer:
    return Answer(b"", status, headers={"Location": target})


def again(root: Path, *args: str, due: str = LONG_AGO) -> Result:
    """Another crawl, for which every article is due."""
    change(root, due)
    next_second()
    return crawl(root, "thu", *args)


def addresses(root: Path) -> list[tuple[int, str, str]]:
    """Article, path and reason of each address."""
    found = rows(root, "SELECT article_id, url, why FROM article_address ORDER BY 1, first_seen, 2")
    return [(ident, "/" + url.split("/", 3)[3], why) for ident, url, why in found]


def present(root: Path) -> list[str]:
    return ["/" + url.split("/", 3)[3] for url in rows(root, "SELECT url FROM article ORDER BY id")]


def asked(site: Site) -> list[str]:
    """The addresses of articles that were asked for since the last time."""
    paths = [path for path in site.paths if path not in {"/robots.txt", "/tin"}]
    site.log.clear()
    return sorted(paths)


def assert_replay_agrees(root: Path) -> None:
    done = invoke("replay", "--portal", "thu", "--jobs", "1", "--diff", "--json", "--archive", root)
    assert done.code == 0, done.stderr
    assert json.loads(done.stdout) == []


# --- spellings of one address ---------------------------------------------------------------------


def test_a_portal_that_moves_to_https_has_its_articles_once(tmp_path: Path, twofold: Site) -> None:
    portal(tmp_path, twofold, crawl="verify_tls = false")
    listing(twofold, f"{twofold.url}/bai-1")
    twofold.pages["/bai-1"] = Answer(article(1, extra='<a href="/a.pdf">Tệp</a>'))
    twofold.pages["/a.pdf"] = Answer(b"%PDF-1.4", kind="application/pdf")
    crawl(tmp_path, "thu")
    secure = twofold.url.replace("http:", "https:")
    listing(twofold, f"{secure}/bai-1")
    again(tmp_path)  # which reads the list while it asks for what it knew
    result = again(tmp_path)
    assert result.summary["articles_new"] == result.summary["articles_changed"] == 0
    assert rows(tmp_path, "SELECT url FROM article") == [f"{secure}/bai-1"]
    assert rows(tmp_path, "SELECT url, why FROM article_address ORDER BY url") == [
        (f"{twofold.url}/bai-1", "own"),
        (f"{secure}/bai-1", "scheme"),
    ]
    # One row of the frontier, which asks where the article is now.
    assert rows(tmp_path, "SELECT url FROM frontier WHERE kind = 'article'") == [f"{secure}/bai-1"]
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [1]
    assert_replay_agrees(tmp_path)


def test_with_and_without_www_is_one_article(tmp_path: Path, site: Site) -> None:
    base = f"http://mau.test:{site.port}"
    portal(tmp_path, site, base=base)
    site.listing("/tin", [1])
    site.articles([1])
    crawl(tmp_path, "thu", "--hosts", HOSTS)
    listing(site, f"http://www.mau.test:{site.port}/bai-1")
    again(tmp_path, "--hosts", HOSTS)
    assert again(tmp_path, "--hosts", HOSTS).summary["articles_new"] == 0
    assert addresses(tmp_path) == [(1, "/bai-1", "own"), (1, "/bai-1", "www")]
    assert rows(tmp_path, "SELECT url FROM article") == [f"http://www.mau.test:{site.port}/bai-1"]
    assert_replay_agrees(tmp_path)


@pytest.mark.parametrize(
    ("rules", "links", "expected"),
    [
        ('path_case = "ignore"', ("/Tin/Bai-1.aspx", "/tin/bai-1.aspx"), ["/Tin/Bai-1.aspx"]),
        ("", ("/Tin/bai-1.aspx", "/tin/bai-1.aspx"), ["/Tin/bai-1.aspx", "/tin/bai-1.aspx"]),
        (
            'names = ["itemid"]',
            ("/bai-1?zoneid=3&itemid=1", "/bai-1?itemid=1&ref=home", "/bai-1?itemid=2"),
            ["/bai-1?itemid=2", "/bai-1?zoneid=3&itemid=1"],
        ),
        ('ignore = ["ref"]', ("/bai-1?id=1&ref=a", "/bai-1?id=1", "/bai-1?id=2"),
         ["/bai-1?id=1&ref=a", "/bai-1?id=2"]),
    ],
)  # fmt: skip
def test_the_portal_file_says_what_names_an_article(
    tmp_path: Path, site: Site, rules: str, links: tuple[str, ...], expected: list[str]
) -> None:
    portal(tmp_path, site, crawl='article_url = "(?i)/bai-"', identity=rules)
    listing(site, *links)
    for number, link in enumerate(links):
        other = link.endswith("=2") or not rules
        site.pages[link] = Answer(article(number if other else 0))
    crawl(tmp_path, "thu")
    assert asked(site) == sorted(expected)
    assert sorted(present(tmp_path)) == expected
    listing(site, *reversed(links))  # the other spelling comes first now
    again(tmp_path)
    assert asked(site) == sorted(expected)
    assert sorted(present(tmp_path)) == expected


# --- rel=canonical --------------------------------------------------------------------------------


@pytest.mark.parametrize("links", [("/bai-1", "/bai-1?ref=x"), ("/bai-1?ref=x", "/bai-1")])
@pytest.mark.parametrize("extra", ["", "<p>Sửa một chữ.</p>"])
def test_a_canonical_address_joins_what_reads_alike(
    tmp_path: Path, site: Site, links: tuple[str, str], extra: str
) -> None:
    portal(tmp_path, site)
    for number, link in enumerate(links):
        # The first of both is there before the other is linked.
        listing(site, *links[: number + 1])
        texts = {"/bai-1": "", "/bai-1?ref=x": extra}
        site.pages[link] = naming("/bai-1", extra=texts[link], views=10 + number)
        next_second()
        crawl(tmp_path, "thu")
    assert present(tmp_path) == ["/bai-1"]
    assert sorted(addresses(tmp_path)) == sorted([(1, links[0], "own"), (1, links[1], "canonical")])
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [2 if extra else 1]
    assert rows(tmp_path, "SELECT views FROM view_observation ORDER BY observed_at") == [10, 11]
    asked(site)
    again(tmp_path)
    assert asked(site) == ["/bai-1"]  # the other one is not visited again
    assert_replay_agrees(tmp_path)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/", "/"),
        ("http://khac.vn/bai-1", "http://khac.vn/bai-1"),
        ("/bai-404", "/bai-404"),
        ("/bai-2", "/bai-1"),  # in a circle
        ("/bai-3", "/bai-3"),  # two articles name a third one
        ("/bai-3", "/bai-4"),
    ],
)
def test_a_canonical_address_joins_nothing_on_its_word_alone(
    tmp_path: Path, site: Site, first: str, second: str
) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1, 2, 3])
    site.articles([3])
    site.pages["/bai-1"], site.pages["/bai-2"] = naming(first, 1), naming(second, 2)
    for visit in (crawl, again):
        visit(tmp_path, *["thu"] * (visit is crawl))
        assert sorted(present(tmp_path)) == ["/bai-1", "/bai-2", "/bai-3"]
        assert {why for _, _, why in addresses(tmp_path)} == {"own"}
    assert [path for path in asked(site) if path in {"/bai-404", "/bai-4"}] == []
    assert_replay_agrees(tmp_path)


def test_pages_that_name_each_other_are_one_only_if_they_read_alike(
    tmp_path: Path, site: Site
) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1, 2, 3, 4])
    site.pages["/bai-1"], site.pages["/bai-2"] = naming("/bai-2", 1), naming("/bai-1", 1)
    edited = "<p>Thêm một đoạn.</p>"
    site.pages["/bai-3"] = naming("/bai-4", 3)
    site.pages["/bai-4"] = naming("/bai-3", 3, extra=edited)
    crawl(tmp_path, "thu")
    assert rows(tmp_path, "SELECT title FROM article ORDER BY title") == [
        headline(1), headline(3), headline(3),
    ]  # fmt: skip
    assert_replay_agrees(tmp_path)


# --- redirects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", ["", "<p>Đoạn mới sau khi chuyển trang.</p>"])
def test_the_history_of_a_moved_article_goes_on(tmp_path: Path, site: Site, extra: str) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1])
    site.articles([1])
    crawl(tmp_path, "thu")
    site.pages["/bai-1"] = moved("/bai-1-ten-moi")
    site.pages["/bai-1-ten-moi"] = Answer(article(1, views=20, extra=extra))
    result = again(tmp_path)
    assert result.code == 0, result.stderr
    assert result.summary["articles_new"] == 0
    assert result.summary["articles_changed"] == bool(extra)
    assert present(tmp_path) == ["/bai-1-ten-moi"]
    assert addresses(tmp_path) == [(1, "/bai-1", "own"), (1, "/bai-1-ten-moi", "redirect")]
    assert rows(tmp_path, "SELECT views FROM view_observation ORDER BY observed_at") == [10, 20]
    asked(site)
    # The list still links to the old address; only the new one is asked for.
    assert again(tmp_path).code == 0
    assert asked(site) == ["/bai-1-ten-moi"]
    site.pages["/bai-1-ten-moi"] = moved("/bai-1-lan-hai")
    site.pages["/bai-1-lan-hai"] = Answer(article(1, views=30, extra=extra))
    again(tmp_path)
    assert present(tmp_path) == ["/bai-1-lan-hai"]
    assert [path for _, path, _ in addresses(tmp_path)] == [
        "/bai-1", "/bai-1-ten-moi", "/bai-1-lan-hai",
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [2 if extra else 1]
    assert_replay_agrees(tmp_path)
    told = "SELECT * FROM article_address ORDER BY url"
    before = rows(tmp_path, told)
    for path in tmp_path.glob("archive.db*"):
        path.unlink()
    assert invoke("reindex", "--jobs", "1", "--archive", tmp_path).code == 0
    assert rows(tmp_path, told) == before  # from the WARC files alone
    for where in ("/bai-1", "/bai-1-ten-moi", "/bai-1-lan-hai"):
        shown = invoke("show", site.url + where, "--archive", tmp_path)
        assert "/bai-1-lan-hai (present)" in shown.stdout
        assert "redirect" in invoke("history", site.url + where, "--archive", tmp_path).stdout
        cited = invoke("cite", site.url + where, "--archive", tmp_path).stdout
        assert "bai-1-lan-hai" in cited
        assert "bai-1-ten-moi" not in cited


def test_a_redirect_for_a_while_does_not_move_an_article(tmp_path: Path, site: Site) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1])
    site.articles([1])
    crawl(tmp_path, "thu")
    site.pages["/bai-1"] = moved("/bai-1-tam", 302)
    site.pages["/bai-1-tam"] = Answer(article(1))
    again(tmp_path)
    assert present(tmp_path) == ["/bai-1"]
    assert addresses(tmp_path) == [(1, "/bai-1", "own"), (1, "/bai-1-tam", "redirect")]
    asked(site)
    again(tmp_path)
    assert asked(site) == ["/bai-1", "/bai-1-tam"]
    assert_replay_agrees(tmp_path)


def test_an_article_that_moves_to_a_known_one_is_that_one(tmp_path: Path, site: Site) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1, 2])
    site.pages["/bai-1"], site.pages["/bai-2"] = Answer(article(1)), Answer(article(1))
    crawl(tmp_path, "thu")
    assert len(present(tmp_path)) == 2  # nothing says that they are one
    site.pages["/bai-1"] = moved("/bai-2")
    again(tmp_path)
    assert present(tmp_path) == ["/bai-2"]
    assert [why for _, _, why in addresses(tmp_path)].count("redirect") == 1
    assert_replay_agrees(tmp_path)


def test_articles_that_all_lead_to_one_notice_are_missing(tmp_path: Path, site: Site) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1, 2, 3])
    site.articles([1, 2, 3])
    crawl(tmp_path, "thu")
    before = rows(tmp_path, "SELECT url, title, body FROM article ORDER BY id")
    for n in (1, 2, 3):
        site.pages[f"/bai-{n}"] = moved("/bai-thong-bao")
    text = "<p>Từ nay tin bài cũ nằm trong kho tư liệu; mời bạn đọc liên hệ văn phòng để xem.</p>"
    html = f"<html><body><h1>Sắp xếp lại kho tin bài</h1><div class='content'>{text * 3}</div>"
    site.pages["/bai-thong-bao"] = Answer(html.encode())
    result = again(tmp_path)
    assert result.summary["articles_changed"] == result.summary["articles_new"] == 0
    assert result.summary["not_found"] == 3
    assert {reason for _, reason in errors(tmp_path).values()} == {"redirected-to-another"}
    assert rows(tmp_path, "SELECT url, title, body FROM article ORDER BY id") == before
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [3]
    again(tmp_path, due=YESTERDAY)
    # All at once they are not taken for removed.
    assert rows(tmp_path, "SELECT reason, state FROM hold") == [("many-gone", "open")] * 3
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]
    assert rows(tmp_path, "SELECT url, title, body FROM article ORDER BY id") == before
    assert len(addresses(tmp_path)) == 3
    assert_replay_agrees(tmp_path)


def test_an_article_that_leads_to_another_page_twice_is_gone(tmp_path: Path, site: Site) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [*range(1, 9), 20])
    site.articles([*range(1, 9), 20])
    crawl(tmp_path, "thu")
    site.pages["/bai-20"] = moved("/bai-1")  # a known article, which is another one
    for due in (LONG_AGO, YESTERDAY):
        again(tmp_path, due=due)
    gone = "SELECT url FROM article WHERE gone_at IS NOT NULL"
    assert rows(tmp_path, gone) == [f"{site.url}/bai-20"]
    assert rows(tmp_path, "SELECT count(*) FROM article_address WHERE why != 'own'") == [0]
    assert_replay_agrees(tmp_path)


def test_the_other_address_is_tried_before_an_article_is_gone(tmp_path: Path, site: Site) -> None:
    portal(tmp_path, site)
    site.listing("/tin", [1])
    site.articles([1])
    crawl(tmp_path, "thu")
    site.pages["/bai-1"] = moved("/bai-1-moi")
    site.pages["/bai-1-moi"] = Answer(article(1))
    again(tmp_path)
    # The new address is given up, the old one has the article again.
    site.articles([1])
    del site.pages["/bai-1-moi"]
    asked(site)
    again(tmp_path)
    assert asked(site) == ["/bai-1", "/bai-1-moi"]
    again(tmp_path, due=YESTERDAY)
    assert present(tmp_path) == ["/bai-1"]
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]
    assert_replay_agrees(tmp_path)
    site.pages = {"/tin": site.pages["/tin"]}
    again(tmp_path)
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]
    again(tmp_path, due=YESTERDAY)
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [1]
    assert_replay_agrees(tmp_path)


@pytest.mark.parametrize("rule", ['names = ["itemid"]', 'ignore = ["id"]'])
def test_a_rule_that_makes_one_article_of_a_list_is_named(
    tmp_path: Path, site: Site, rule: str
) -> None:
    portal(tmp_path, site, identity=rule, crawl='article_url = "/bai"')
    links = [f"/bai?id={n}" for n in range(1, 13)]
    listing(site, *links)
    for n, link in enumerate(links):
        site.pages[link] = Answer(article(n))
    done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["articles_new"]) == (3, 1)
    note = "12 addresses of this page are one article by the portal file's [identity]"
    assert note in " ".join(done.summary["notes"])
