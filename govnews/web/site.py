"""Builds the site of an archive and serves it."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from govnews.archive.database import DATABASE, Archive, connect_to_read
from govnews.errors import AddressUnavailable
from govnews.web import plugin

HERE = Path(__file__).parent

SETTINGS = {
    "sql_time_limit_ms": 1000,
    "num_sql_threads": 8,  # an article does not wait for slow searches
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "truncate_cells_html": 200,
    "suggest_facets": False,  # suggesting them would scan full tables
    "allow_download": False,
    "default_cache_ttl": 0,
}
"""Datasette's settings for its own pages and its JSON API."""


class ArchiveDatabase(Database):  # type: ignore[misc]
    """Datasette's database, opened as every reading command opens an archive."""

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: ARG002
        conn = connect_to_read(Path(self.path), any_thread=True)
        self._all_file_connections.append(conn)
        return conn


def make_site(root: Path) -> Any:
    """The Datasette of an archive; raises ArchiveError or one of its children."""
    Archive.open(root).close()
    if not pm.has_plugin("govnews"):
        pm.register(plugin, "govnews")
        # It prints a traceback of every error, also for a mistyped address; the plug-in responds.
        pm.unregister(name="datasette.handle_exception")
    path = str((root / DATABASE).absolute())
    site = Datasette(
        [path],
        memory=False,
        settings=SETTINGS,
        metadata={"title": "govnews"},
        template_dir=str(HERE / "templates"),
        static_mounts=[("static", str(HERE / "static"))],
    )
    site.remove_database("archive")
    site.add_database(ArchiveDatabase(site, path=path), "archive")
    return site


def serve(root: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves the archive until Ctrl-C. ready: called with the address once it can be opened.

    Raises ArchiveError or one of its children, AddressUnavailable if it cannot listen there.
    """
    site = make_site(root)
    listener = _listen(host, port)
    config = uvicorn.Config(
        site.app(), log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=3,
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{listener.getsockname()[1]}/")
    with contextlib.suppress(KeyboardInterrupt), listener:
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, proto)
    except OSError as error:
        raise AddressUnavailable(host, port, error.strerror or str(error)) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise AddressUnavailable(host, port, error.strerror or str(error)) from error
    return listener
