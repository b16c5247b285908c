"""Mirrors that wget and HTTrack make of a portal, and a browser's saves, imported."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govnews.demo import DemoPortal, load_articles
from tests.cli.clilib import Done, invoke, write_portal
from tests.real.cms import need

COUNT = 6


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with DemoPortal(port=0, articles=load_articles()[:COUNT]) as portal:
        yield portal.url


def titles() -> set[str]:
    return {article.title for article in load_articles()[:COUNT]}


def imported(root: Path, site: str, *sources: str | Path) -> tuple[Done, set[str]]:
    """The result of `import`, and the titles of the articles that the archive has then."""
    write_portal(root, "tinh", f"{site}/")
    done = invoke("import", *sources, "--portal", "tinh", "--archive", root)
    found = invoke("search", "--archive", root, "--nl", "--limit", "100")
    return done, {json.loads(line)["title"] for line in found.stdout.splitlines()}


def test_a_warc_of_wget_is_imported(site: str, tmp_path: Path) -> None:
    need("wget", package="wget")
    mirror(tmp_path, "wget", "-q", "-r", "-l", "3", "--warc-file=mirror", f"{site}/")
    done, found = imported(tmp_path / "archive", site, tmp_path / "mirror.warc.gz")
    assert done.code == 3, done.stderr  # lists and the home page are no articles
    assert found == titles()


def test_a_folder_of_wget_is_imported(site: str, tmp_path: Path) -> None:
    need("wget", package="wget")
    mirror(tmp_path, "wget", "-q", "-r", "-l", "3", "-E", "-k", "-P", "mirror", f"{site}/")
    _, found = imported(tmp_path / "archive", site, tmp_path / "mirror")
    assert found == titles()


def test_a_folder_of_httrack_is_imported(site: str, tmp_path: Path) -> None:
    assert titles() <= httrack(site, tmp_path)


def test_the_logs_of_httrack_are_no_articles(site: str, tmp_path: Path) -> None:
    assert httrack(site, tmp_path) <= titles()


def httrack(site: str, folder: Path) -> set[str]:
    """The titles of the articles that an import of HTTrack's folder makes."""
    need("httrack", package="httrack")
    mirror(folder, "httrack", f"{site}/", "-O", "mirror", "-q", "-r3", "-I0", "-%v0", "-s0")
    _, found = imported(folder / "archive", site, folder / "mirror")
    return found


def mirror(folder: Path, *command: str) -> None:
    """Run a mirroring program. wget ends with 8 where one answer was an error, such as a 404."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)
    assert done.returncode in {0, 8}, (done.stdout + done.stderr).decode(errors="replace")


def test_a_page_saved_by_a_browser_is_imported(browser: Any, site: str, tmp_path: Path) -> None:
    """The page as the browser has it after its scripts ran, in the form of "complete page"."""
    article = load_articles()[0]
    tab = browser.new_page()
    tab.goto(f"{site}/")
    tab.get_by_role("link", name=article.title).first.click()
    saved = tmp_path / "saved.html"
    stamp = f"<!-- saved from url=({len(tab.url):04d}){tab.url} -->"
    saved.write_text(tab.content().replace("<html", f"{stamp}\n<html", 1), encoding="utf-8")
    done, found = imported(tmp_path / "archive", site, saved)
    assert done.code == 0, done.stderr
    assert found == {article.title}


def test_mhtml_of_a_browser_is_imported(browser: Any, site: str, tmp_path: Path) -> None:
    article = load_articles()[0]
    tab = browser.new_page()
    tab.goto(f"{site}/")
    tab.get_by_role("link", name=article.title).first.click()
    session = tab.context.new_cdp_session(tab)
    saved = tmp_path / "saved.mhtml"
    saved.write_text(session.send("Page.captureSnapshot", {"format": "mhtml"})["data"])
    done, found = imported(tmp_path / "archive", site, saved)
    assert done.code == 0, done.stderr
    assert found == {article.title}
