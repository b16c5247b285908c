"""Against a real pywb on loopback: it replays our package, and a portal is rescued from it.

Runs where pywb is: on the PATH, or in the folder that GOVNEWS_PYWB names (docs/importing.md).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.demo import DemoPortal, load_articles
from tests.archive.archivelib import rows
from tests.cli.clilib import PATIENCE, free_port, govnews, invoke, write_portal
from tests.importing.test_importing_warc import FIRST, put, warc

BIN = os.environ.get("GOVNEWS_PYWB") or str(Path(shutil.which("wayback") or "/none").parent)

pytestmark = pytest.mark.skipif(
    not (Path(BIN) / "wayback").exists(), reason="pywb is not here: GOVNEWS_PYWB=…/bin"
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal that was crawled and then vanished; of one page there are two equal captures."""
    root = tmp_path_factory.mktemp("crawled")
    with DemoPortal(port=0, articles=load_articles()[:12]) as site:
        write_portal(root, "tinh", f"{site.url}/")
        assert govnews("crawl", "tinh", "--archive", root).code in {0, 3}
        twice = [
            {"url": f"{site.url}/cu/1", "payload": FIRST, "date": f"2021-03-0{day}T00:00:00Z"}
            for day in (1, 2)
        ]
        path = put(root / "cu.warc.gz", warc(*twice))
    assert invoke("import", path, "--portal", "tinh", "--archive", root).code == 0
    return root


@pytest.fixture(scope="module")
def pywb(crawled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a collection that pywb made of our package."""
    folder = tmp_path_factory.mktemp("pywb")
    package = folder / "tinh.wacz"
    assert invoke("export", "wacz", "--archive", crawled, "-o", package).code == 0
    manager = str(Path(BIN) / "wb-manager")
    subprocess.run([manager, "init", "tinh"], cwd=folder, check=True, capture_output=True)
    subprocess.run(
        [manager, "add", "--unpack-wacz", "tinh", str(package)],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    port = free_port()
    serving = subprocess.Popen(
        [str(Path(BIN) / "wayback"), "-b", "127.0.0.1", "-p", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                assert serving.poll() is None
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/tinh/"
    finally:
        serving.kill()
        serving.wait()


def test_pywb_replays_every_capture_of_the_package(crawled: Path, pywb: str) -> None:
    with Archive.open(crawled) as archive:
        asked = rows(
            archive,
            """SELECT c.id, c.url, c.fetched_at FROM capture c LEFT JOIN capture o
            ON o.id = c.revisit_of WHERE c.method = 'GET' AND c.status = 200
            AND (o.id IS NULL OR o.digest = c.digest)""",
        )
        revisits = rows(archive, "SELECT count(*) FROM capture WHERE revisit_of IS NOT NULL")
        assert len(asked) > 12
        assert revisits[0] > 0
        for ident, url, at in asked:
            stamp = "".join(filter(str.isdigit, at))
            with urllib.request.urlopen(f"{pywb}{stamp}id_/{url}", timeout=PATIENCE) as answer:
                assert answer.read() == captures.load(archive, ident).body, url
                location = answer.headers["Content-Location"]
            assert f"/{stamp}id_/" in location


def test_a_portal_is_rescued_from_pywb(crawled: Path, pywb: str, tmp_path: Path) -> None:
    shutil.copytree(crawled / "portals", tmp_path / "portals")
    command = ("rescue", "tinh", "--from", pywb, "--delay", "0", "--archive", tmp_path, "--nl")
    assert invoke(*command).code == 1  # loopback is refused
    first = invoke(*command, "--allow-private", "--limit", "5")
    assert first.code == 3
    done = invoke(*command, "--allow-private")
    assert done.code == 0, done.stderr
    outcomes = [json.loads(line)["outcome"] for line in (first.stdout + done.stdout).splitlines()]
    assert (outcomes.count("new"), outcomes.count("unchanged")) == (13, 1)
    with Archive.open(crawled) as one, Archive.open(tmp_path) as two:
        seen = "SELECT url, title, author, published, section, body FROM articles ORDER BY url"
        assert rows(two, seen) == rows(one, seen)
        first_seen = "SELECT url, first_seen FROM articles ORDER BY url"
        assert rows(two, first_seen) == rows(one, first_seen)
    again = invoke(*command, "--allow-private")
    assert "; 0 pages fetched" in again.stderr
