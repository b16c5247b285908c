"""One archive for all tests of the web pages; a server and a browser for those that need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.weblib import fill, served


@pytest.fixture(scope="session")
def web_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("web") / "archive"
    fill(root)
    return root


@pytest.fixture(scope="session")
def address(web_root: Path) -> Iterator[str]:
    with served(web_root) as url:
        yield url


class Watched:
    """A page whose console has to stay silent."""

    def __init__(self, context: Any, address: str) -> None:
        self.page = context.new_page()
        self.address = address
        self.said: list[str] = []
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def tab(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A page in a fresh context; `@pytest.mark.parametrize("tab", [{...}], indirect=True)` sets
    the context's options.
    """
    context = browser.new_context(**getattr(request, "param", {}))
    watched = Watched(context, address)
    yield watched
    context.close()
    assert watched.said == []
