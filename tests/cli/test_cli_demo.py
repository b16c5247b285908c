"""The main job, end to end: `govnews demo`, and `govnews crawl` of a portal that is running."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from govnews.archive.database import Archive
from govnews.demo import DemoPortal, load_articles
from tests.cli.clilib import PATIENCE, Done, command, environment, free_port, govnews, write_portal

pytestmark = pytest.mark.slow


def test_demo_goes_the_whole_way(demo_run: tuple[Path, Done]) -> None:
    root, done = demo_run
    assert done.code == 0, done.stderr
    assert "60 new" in done.stderr
    assert "$ govnews crawl demo" in done.stderr
    assert "Try next" in done.stderr
    assert "**Chỉ số PAPI**" in done.stdout
    raw = (root / "exports" / "articles.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert {row["title"] for row in rows} == {article.title for article in load_articles()}
    assert len(rows) == 60


def test_the_second_run_is_incremental_and_says_so(demo_root: Path, demo_port: int) -> None:
    done = govnews("demo", "--archive", demo_root, "--port", str(demo_port))
    assert done.code == 0
    assert "0 new" in done.stderr
    assert "Incremental" in done.stderr


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = govnews("demo", "--port", port, "--archive", tmp_path)
    assert done.code == 1
    assert port in done.stderr
    assert "--port" in done.stderr


def test_serve_until_interrupted(tmp_path: Path) -> None:
    port = free_port()
    serving = subprocess.Popen(
        command("demo", "--serve", "--port", str(port)),
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        serving.send_signal(signal.SIGINT)
        _, stderr = serving.communicate(timeout=PATIENCE)
    finally:
        serving.kill()
    assert serving.returncode in {0, 130}
    assert b"Traceback" not in stderr


def test_crawl_tells_its_summary_as_json(tmp_path: Path) -> None:
    with DemoPortal(port=0) as site:
        write_portal(tmp_path, "tinh", f"{site.url}/")
        done = govnews("crawl", "tinh", "--json", "--archive", tmp_path)
    (summary,) = json.loads(done.stdout)
    assert done.code == 0, done.stderr
    assert summary["portal"] == "tinh"
    assert summary["outcome"] == "complete"
    assert summary["articles_new"] > 0


def test_an_unreachable_host_makes_the_run_incomplete(tmp_path: Path) -> None:
    write_portal(tmp_path, "chet", f"http://127.0.0.1:{free_port()}/")
    # Without a bound it would be tried again for a minute and a half.
    done = govnews("crawl", "chet", "--max-time", "3s", "--archive", tmp_path)
    assert done.code == 3
    assert "govnews status chet" in done.stderr
    shown = govnews("status", "chet", "--archive", tmp_path)
    assert "refused" in shown.stdout


def test_a_second_writer_is_told_who_holds_the_archive(tmp_path: Path) -> None:
    write_portal(tmp_path, "tinh", f"http://127.0.0.1:{free_port()}/")
    with Archive.open(tmp_path, write=True):
        done = govnews("crawl", "tinh", "--archive", tmp_path)
    assert done.code == 5
    assert str(os.getpid()) in done.stderr


def test_ctrl_c_ends_a_crawl_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with DemoPortal(port=0) as site:
        write_portal(tmp_path, "tinh", f"{site.url}/")
        path = tmp_path / "portals" / "tinh.toml"
        path.write_text(path.read_text("utf-8").replace("delay = 0", "delay = 0.3"), "utf-8")
        running = subprocess.Popen(
            command("crawl", "tinh", "--archive", tmp_path),
            env=environment(),
            stderr=subprocess.PIPE,
        )
        try:
            _wait_for_articles(tmp_path, 3)
            running.send_signal(signal.SIGINT)
            _, stderr = running.communicate(timeout=PATIENCE)
        finally:
            running.kill()
        assert running.returncode == 130
        assert "continues from here" in stderr.decode()
        path.write_text(path.read_text("utf-8").replace("delay = 0.3", "delay = 0"), "utf-8")
        again = govnews("crawl", "tinh", "--archive", tmp_path)
    assert again.code == 0, again.stderr
    with sqlite3.connect(tmp_path / "archive.db") as conn:
        assert conn.execute("SELECT count(*) FROM article").fetchone() == (60,)
    conn.close()


def _wait_for_articles(root: Path, number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            conn = sqlite3.connect(f"file:{root / 'archive.db'}?mode=ro", uri=True)
            try:
                if conn.execute("SELECT count(*) FROM article").fetchone()[0] >= number:
                    return
            finally:
                conn.close()
        except sqlite3.Error:
            pass
        time.sleep(0.05)
    pytest.fail("no articles came")


def test_two_portals_in_one_run(tmp_path: Path) -> None:
    before = threading.active_count()
    with DemoPortal(port=0) as one, DemoPortal(port=0) as two:
        write_portal(tmp_path, "mot", f"{one.url}/")
        write_portal(tmp_path, "hai", f"{two.url}/")
        done = govnews("crawl", "mot", "hai", "mot", "--json", "--archive", tmp_path)
    assert [summary["portal"] for summary in json.loads(done.stdout)] == ["mot", "hai"]
    assert threading.active_count() == before
