"""A real WordPress, crawled: every article once, its text without the theme around it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from tests.archive.archivelib import rows
from tests.cli.clilib import Done, govnews
from tests.real.articles import Made, made
from tests.real.cms import mariadb, need, php

SOURCE = Path("/usr/share/wordpress")
PACKAGES = "wordpress wordpress-l10n php-cli php-mysql mariadb-server"
CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '{url}');
define('WP_SITEURL', '{url}');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
PORTAL = """title = "Huyện Mẫu"
family = "wordpress"
base_url = "{url}/"

[[sections]]
name = "Tin tức"
url = "/category/tin-tuc/"

[[sections]]
name = "Cải cách hành chính"
url = "/category/cai-cach-hanh-chinh/"

[crawl]
delay = 0.05
allow_private = true
"""
ARTICLES = made(12)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need("php", "mariadbd", "mariadb-install-db", package=PACKAGES)
    if not SOURCE.exists():
        pytest.skip(f"no WordPress in {SOURCE}: apt-get install {PACKAGES}")
    folder = tmp_path_factory.mktemp("wp")
    pages = folder / "pages"
    skipped = shutil.ignore_patterns("wp-config.php", ".htaccess")
    shutil.copytree(SOURCE, pages, ignore=skipped, ignore_dangling_symlinks=True)
    written = folder / "articles.json"
    entered = [{**asdict(article), "html": article.html} for article in ARTICLES]
    written.write_text(json.dumps(entered), encoding="utf-8")
    with mariadb(folder) as database, php(pages) as url:
        database.run("CREATE DATABASE wordpress CHARACTER SET utf8mb4")
        config = CONFIG.format(socket=database.socket, url=url)
        (pages / "wp-config.php").write_text(config, encoding="utf-8")
        script = Path(__file__).with_name("wordpress_setup.php")
        done = subprocess.run(
            ["php", "-d", "sendmail_path=/bin/true", str(script), str(pages), str(written), url],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr).decode()[-3000:]
        yield url


@pytest.fixture(scope="module")
def crawled(site: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    root = tmp_path_factory.mktemp("archive")
    (root / "portals").mkdir()
    (root / "portals" / "mau.toml").write_text(PORTAL.format(url=site), encoding="utf-8")
    return root, govnews("crawl", "mau", "--archive", root)


def test_every_article_is_stored_once(crawled: tuple[Path, Done]) -> None:
    root, done = crawled
    assert done.code == 0, done.stderr
    with Archive.open(root) as archive:
        titles = rows(archive, "SELECT title FROM articles ORDER BY published")
    assert titles == [article.title for article in ARTICLES]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)
def test_an_article_is_read_as_it_was_entered(crawled: tuple[Path, Done], article: Made) -> None:
    root, _ = crawled
    with Archive.open(root) as archive:
        ((published, section, body),) = rows(
            archive,
            "SELECT published, section, body FROM articles WHERE title = ?",
            article.title,
        )
    # The theme prints the day; the minute stands only in the attribute of its <time>.
    assert published == article.published[:10]
    assert section == article.section
    assert body == "\n\n".join(article.paragraphs)


def test_a_second_crawl_finds_nothing_new(crawled: tuple[Path, Done]) -> None:
    root, _ = crawled
    done = govnews("crawl", "mau", "--archive", root, "--json")
    assert done.code == 0, done.stderr
    (summary,) = json.loads(done.stdout)
    assert summary["articles_new"] == 0
    assert summary["articles_changed"] == 0
