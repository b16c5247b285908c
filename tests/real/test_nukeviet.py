"""A real NukeViet, installed by its own web installer from its public repository, and crawled.

GOVNEWS_NUKEVIET names a bare clone of https://github.com/nukeviet/nukeviet.
"""

from __future__ import annotations

import http.cookiejar
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from govnews.archive.database import Archive
from govnews.model import VIETNAM
from tests.archive.archivelib import rows
from tests.cli.clilib import Done, govnews
from tests.real.articles import SECTIONS, Made, made
from tests.real.cms import mariadb, need, php

BRANCH = "nukeviet4.5"
PACKAGES = "php-cli php-mysql php-gd php-xml php-mbstring php-curl php-zip php-intl mariadb-server"
PORTAL = """title = "Huyện Mẫu"
family = "nukeviet"
base_url = "{url}/"

[[sections]]
name = "Tin tức"
url = "/tin-tuc/"

[[sections]]
name = "Cải cách hành chính"
url = "/cai-cach-hanh-chinh/"

[crawl]
delay = 0.05
allow_private = true
"""
ALIASES = ("tin-tuc", "cai-cach-hanh-chinh")
SITE = {
    "site_name": "Cổng thông tin điện tử huyện Mẫu", "nv_login": "quantri",
    "nv_email": "a@example.vn", "nv_password": "Mat-khau@2024", "re_password": "Mat-khau@2024",
    "question": "x1y2z3", "answer_question": "abcdef", "lang_multi": "0",
}  # fmt: skip
ARTICLES = made(524)
READ = ARTICLES[:12]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need("git", "php", "mariadbd", "mariadb-install-db", package=PACKAGES)
    source = os.environ.get("GOVNEWS_NUKEVIET")
    if not source:
        pytest.skip("GOVNEWS_NUKEVIET names no bare clone of github.com/nukeviet/nukeviet")
    folder = tmp_path_factory.mktemp("nv")
    pages, sessions = folder / "pages", folder / "sessions"
    pages.mkdir()
    sessions.mkdir()
    archived = subprocess.run(
        ["git", f"--git-dir={source}", "archive", BRANCH], stdout=subprocess.PIPE, check=True
    )
    subprocess.run(["tar", "x", "-C", str(pages)], input=archived.stdout, check=True)
    router = Path(__file__).with_name("nukeviet_router.php")
    with mariadb(folder) as database:
        settings = {
            "pdo_mysql.default_socket": str(database.socket),
            "session.save_path": str(sessions),
            "date.timezone": "Asia/Ho_Chi_Minh",
            "error_reporting": "0",
        }
        with php(pages, router, settings) as url:
            database.run("CREATE DATABASE nv CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
            install(url)
            config = pages / "data" / "config" / "config_global.php"
            # The installer knows the rewriting of Apache, nginx and IIS; here the router does it.
            text = config.read_text(encoding="utf-8")
            found = "['check_rewrite_file'] = '';"
            assert found in text
            config.write_text(text.replace(found, found.replace("''", "1")), encoding="utf-8")
            database.run(written(), "nv")
            for cached in (pages / "data" / "cache").rglob("*.cache"):
                cached.unlink()
            yield url


def install(url: str) -> None:
    """The steps of the web installer; it refuses a form without a Referer."""
    place = f"{url}/install/index.php"
    opener = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    opener.addheaders = [("User-Agent", "Mozilla/5.0 Firefox/120"), ("Referer", place)]
    for step in range(1, 6):
        opener.open(f"{place}?language=vi&step={step}").close()
    database = {
        "dbtype": "mysql", "dbhost": "localhost", "dbport": "", "dbname": "nv", "dbuname": "root",
        "dbpass": "", "prefix": "nv4", "db_detete": "1",
    }  # fmt: skip
    for step, form in ((5, database), (6, SITE)):
        opener.open(f"{place}?language=vi&step={step}", urlencode(form).encode()).close()


def written() -> str:
    """The articles as rows of NukeViet's news module, five to a page of a list."""
    news = "nv4_vi_news"
    lines = [f"TRUNCATE {news}_rows; TRUNCATE {news}_detail; TRUNCATE {news}_block;"]
    lines += [f"TRUNCATE {news}_{number};" for number in range(1, 8)]
    lines.append(f"DELETE FROM {news}_cat WHERE catid > {len(SECTIONS)};")
    for number, (name, alias) in enumerate(zip(SECTIONS, ALIASES, strict=True), start=1):
        lines.append(
            f"UPDATE {news}_cat SET title='{name}', alias='{alias}', parentid=0, numsubcat=0, "
            f"subcatid='', viewcat='viewcat_page_new' WHERE catid={number};"
        )
    lines.append(
        "UPDATE nv4_config SET config_value='5' WHERE module='news' AND config_name='per_page';"
    )
    for number, article in enumerate(ARTICLES, start=1):
        section = SECTIONS.index(article.section) + 1
        at = int(datetime.fromisoformat(article.published).replace(tzinfo=VIETNAM).timestamp())
        lead, *body = article.paragraphs
        html = "".join(f"<p>{paragraph}</p>" for paragraph in body)
        for table in ("rows", str(section)):
            lines.append(
                f"INSERT INTO {news}_{table} (id, catid, listcatid, admin_id, addtime, edittime, "
                "status, weight, publtime, archive, title, alias, hometext, inhome) VALUES "
                f"({number}, {section}, '{section}', 1, {at}, {at}, 1, {number}, {at}, 1, "
                f"'{article.title}', '{article.slug}', '{lead}', 1);"
            )
        lines.append(
            f"INSERT INTO {news}_detail (id, description, bodyhtml, keywords, files) VALUES "
            f"({number}, '', '{html}', '', '');"
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def crawled(site: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    root = tmp_path_factory.mktemp("archive")
    (root / "portals").mkdir()
    (root / "portals" / "mau.toml").write_text(PORTAL.format(url=site), encoding="utf-8")
    return root, govnews("crawl", "mau", "--archive", root)


def test_every_article_is_stored_once(crawled: tuple[Path, Done]) -> None:
    """Besides them, menus lead to pages of NukeViet about itself, which are articles too."""
    root, done = crawled
    with Archive.open(root) as archive:
        titles = rows(archive, "SELECT title FROM articles WHERE url NOT LIKE '%/about/%'")
    assert sorted(titles) == sorted(article.title for article in ARTICLES), done.stderr
    assert done.code == 0, done.stderr


@pytest.mark.parametrize("article", READ, ids=lambda article: article.slug)
def test_an_article_is_read_as_it_was_entered(crawled: tuple[Path, Done], article: Made) -> None:
    published, sapo, body = read(crawled[0], article)
    assert published[:16] == article.published[:16].replace(" ", "T")
    assert sapo == article.paragraphs[0]
    assert body.endswith("\n\n".join(article.paragraphs[1:]))


def test_a_body_has_no_hidden_lines(crawled: tuple[Path, Done]) -> None:
    bodies = [read(crawled[0], article)[2] for article in READ]
    assert bodies == ["\n\n".join(article.paragraphs[1:]) for article in READ]


def read(root: Path, article: Made) -> tuple[str, str, str]:
    """Date, sapo and body that the archive has of an article."""
    with Archive.open(root) as archive:
        ((published, sapo, body),) = rows(
            archive,
            "SELECT published, sapo, body FROM articles WHERE title = ?",
            article.title,
        )
    return published, sapo, body
