"""One archive, made once by `govnews demo` itself, that reading tests share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.cli.clilib import Done, free_port, govnews
from tests.web.weblib import CHROMIUM

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip

# How long an example takes says something about the machine, not about the code.
settings.register_profile("untimed", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("untimed")

# A test run in the background of a shell script would hand SIGINT on as ignored.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def demo_port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory, demo_port: int) -> tuple[Path, Done]:
    root = tmp_path_factory.mktemp("demo") / "archive"
    return root, govnews("demo", "--archive", root, "--port", str(demo_port))


@pytest.fixture(scope="session")
def demo_root(demo_run: tuple[Path, Done]) -> Path:
    root, done = demo_run
    assert done.code == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium. Not for the whole session: as long as it runs, playwright keeps an event loop
    running, and no other test of the process can run its own.
    """
    if CHROMIUM is None:
        pytest.skip("there is no Chromium; apt-get install chromium brings one")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


REAL = Path(__file__).parent / "real"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by the fixtures that they use, and everything below tests/real as real."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "demo_run" in fixtures:
            item.add_marker(pytest.mark.slow)
        if REAL in item.path.parents:
            item.add_marker(pytest.mark.real)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly when the pages were not tried in a browser."""
    if CHROMIUM is None:
        terminalreporter.section("NO CHROMIUM: tests/web/test_browser.py WAS SKIPPED", bold=True)
        terminalreporter.line("apt-get install chromium (or .ci/run as root) brings one.")
