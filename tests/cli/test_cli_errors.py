"""What a user is told when something is wrong, and the exit code that says so."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.clilib import Done, command, environment, govnews, invoke, write_portal


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["crwl"], 2, "Did you mean 'crawl'?"),
        (["crawl", "longn"], 2, "Did you mean 'longan'?"),
        (["crawl"], 2, "Name a portal, or use --all-due"),
        (["search", "papi", "--limit", "0"], 2, "--limit"),
        (["search", "papi", "--archive", "nowhere"], 5, "There is no archive at nowhere"),
        (["portals", "check", "longn"], 2, "Did you mean 'longan'?"),
        (["import", "missing.txt", "--portal", "longan"], 2, "missing.txt"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_message_and_exit_code(tmp_path: Path, args: list[str], code: int, said: str) -> None:
    done = govnews(*args, cwd=tmp_path)
    assert done.code == code
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("query", ['""', "*", "!!!", "\x01", "x" * 2000], ids=range(5))
def test_a_query_without_words_explains_itself(demo_root: Path, query: str) -> None:
    done = invoke("search", query, "--archive", demo_root)
    assert done.code == 2
    assert "query" in done.stderr


@pytest.mark.parametrize(
    "query", ["title:x", "'; DROP TABLE article; --", "a^c {", "NEAR(a)", "{title}:a", "số: 12/QĐ"]
)
def test_any_other_query_is_safe(demo_root: Path, query: str) -> None:
    done = invoke("search", "--archive", demo_root, "--", query)
    assert done.code == 0, done.stderr


@pytest.mark.parametrize("query", ['"ha noi', "AND OR NOT", "a*b", "(a", "a)", "-a", "titel:a"])
def test_a_query_that_cannot_be_read_says_why(demo_root: Path, query: str) -> None:
    done = invoke("search", "--archive", demo_root, "--", query)
    assert done.code == 2
    assert "query cannot be read" in done.stderr


def test_no_such_article(demo_root: Path) -> None:
    for wanted in ("9999", "https://longan.gov.vn/khong-co"):
        done = invoke("show", wanted, "--archive", demo_root)
        assert done.code == 1
        assert wanted in done.stderr


@pytest.mark.slow
def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "archive.db")
    conn.execute("CREATE TABLE bookmarks (url TEXT)")
    conn.commit()
    conn.close()
    before = (tmp_path / "archive.db").read_bytes()
    for args in (["status"], ["crawl", "demo"], ["search", "x"]):
        done = govnews(*args, "--archive", tmp_path)
        assert done.code == 5
        assert "another program's database" in done.stderr
    assert (tmp_path / "archive.db").read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"not a database at all" * 100)
    done = govnews("status", "--archive", tmp_path)
    assert done.code == 5
    assert "not a SQLite database" in done.stderr


@pytest.mark.slow
def test_a_full_disk_on_standard_output(demo_root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("export", "csv", "--archive", demo_root),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 1
    assert b"standard output: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_a_closed_pipe_is_no_traceback(demo_root: Path) -> None:
    export = subprocess.Popen(
        command("export", "csv", "--archive", demo_root),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert export.stdout is not None
    assert export.stderr is not None
    export.stdout.read(10)
    export.stdout.close()
    stderr = export.stderr.read()
    export.stderr.close()
    assert export.wait() == 1
    assert stderr == b""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("archve = 'x'", "Did you mean 'archive'?"),
        ("colour = 'x'", "Known keys"),
        ("archive = 3", "must be a text"),
        ("archive = ", "is not TOML"),
    ],
)
def test_a_wrong_config_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "govnews.toml").write_text(text, "utf-8")
    done = govnews("status", cwd=tmp_path)
    assert done.code == 2
    assert "govnews.toml" in done.stderr
    assert said in done.stderr


@pytest.mark.slow
def test_flag_goes_before_environment_before_config(demo_root: Path, tmp_path: Path) -> None:
    def told(*args: str | Path, **env: str) -> Done:
        return govnews("status", "--json", *args, cwd=tmp_path, **env)

    (tmp_path / "govnews.toml").write_text(f"archive = '{demo_root}'", "utf-8")
    assert len(json.loads(told().stdout)) == 1
    assert told(GOVNEWS_ARCHIVE="elsewhere").code == 5
    assert told("--archive", demo_root, GOVNEWS_ARCHIVE="elsewhere").code == 0


def test_a_fault_of_ours_is_owned_up_to(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import govnews.portal as portal\n"
        "def broken(*_):\n    raise RuntimeError('kaputt')\n"
        "portal.Registry.names = broken\n",
        "utf-8",
    )
    path = os.pathsep.join([str(tmp_path), environment()["PYTHONPATH"]])
    done = govnews("portals", "list", PYTHONPATH=path)
    assert done.code == 1
    assert "RuntimeError: kaputt" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in govnews("portals", "list", PYTHONPATH=path, GOVNEWS_DEBUG="1").stderr


@pytest.mark.slow
def test_the_contact_reaches_the_user_agent(tmp_path: Path) -> None:
    from govnews.demo import DemoPortal

    (tmp_path / "govnews.toml").write_text("contact = 'mailto:ban@example.vn'", "utf-8")
    with DemoPortal(port=0) as site:
        write_portal(tmp_path / "archive", "tinh", f"{site.url}/")
        done = govnews("crawl", "tinh", "--max-pages", "1", cwd=tmp_path)
    assert done.code == 0, done.stderr
    import gzip

    warcs = (tmp_path / "archive" / "warc").glob("*.warc.gz")
    assert any(b"mailto:ban@example.vn" in gzip.decompress(warc.read_bytes()) for warc in warcs)
