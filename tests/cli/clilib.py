"""Runs `govnews` as a user would, in a process of its own, or in this one where that suffices."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner

from govnews.cli import cli
from govnews.errors import GovnewsError

TOP = Path(__file__).parents[2]
PATIENCE = 120.0


@dataclass(frozen=True)
class Done:
    code: int
    stdout: str
    stderr: str


def environment(**extra: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GOVNEWS_")}
    return {**kept, "PYTHONPATH": str(TOP), **extra}


def command(*args: str | Path) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "govnews", *map(str, args)]


def govnews(*args: str | Path, cwd: Path | None = None, **env: str) -> Done:
    done = subprocess.run(
        command(*args),
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def invoke(*args: str | Path) -> Done:
    """In this process; an error's message and exit code as the user would get them."""
    result = CliRunner().invoke(cli, [str(arg) for arg in args], standalone_mode=False)
    error = result.exception
    if error is None:
        code = result.return_value if isinstance(result.return_value, int) else 0
        return Done(code, result.stdout, result.stderr)
    if isinstance(error, GovnewsError):
        return Done(error.exit_code, result.stdout, result.stderr + f"Error: {error}")
    if isinstance(error, click.ClickException):
        return Done(error.exit_code, result.stdout, result.stderr + error.format_message())
    raise error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_portal(root: Path, name: str, base_url: str) -> None:
    """A portal file for a demo portal that runs at `base_url`."""
    folder = root / "portals"
    folder.mkdir(parents=True, exist_ok=True)
    text = (TOP / "govnews" / "portals" / "demo.toml").read_text(encoding="utf-8")
    text = text.replace("http://127.0.0.1:8765/", base_url)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
