"""The commands of the tutorials are run, in order; they print what the page says."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.clilib import TOP, environment

pytestmark = pytest.mark.slow

PAGES = sorted((TOP / "docs").glob("tutorial*.md"))


def sessions(page: Path) -> list[tuple[str, str]]:
    """Each command with a `$` before it, and what the page prints below it."""
    found = []
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = step.partition("\n")
            found.append((command, printed))
    return found


def run(command: str, folder: Path) -> str:
    """What a command prints: its data, then its messages. A comment names its exit code."""
    program, *args = shlex.split(command, comments=True)
    code = re.search(r"# exit code (\d+)$", command)
    whole = [sys.executable, "-W", "error", "-m", "govnews"] if program == "govnews" else [program]
    done = subprocess.run(
        [*whole, *args], cwd=folder, env=environment(COLUMNS="80"), capture_output=True, check=False
    )
    assert done.returncode == (int(code[1]) if code else 0), done.stderr.decode()
    return done.stdout.decode() + done.stderr.decode()


def pattern(printed: str) -> str:
    return "…".join(map(re.escape, printed.rstrip().split("…"))).replace("…", r"[^\n]*")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_prints_what_it_says(tmp_path: Path, page: Path) -> None:
    shutil.copytree(TOP / "docs", tmp_path / "docs")
    steps = sessions(page)
    assert len(steps) > 7
    for command, printed in steps:
        said = run(command, tmp_path).rstrip()
        assert re.fullmatch(pattern(printed), said), f"$ {command}\n{said}"
