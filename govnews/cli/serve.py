"""`govnews serve`: the archive as web pages."""

from __future__ import annotations

from pathlib import Path

import click

from govnews.cli.options import archive_option


@click.command(short_help="Browse the archive as web pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    metavar="N",
    help="Port to listen on; 0 takes a free one.",
)
@archive_option
def serve(host: str, port: int, root: Path) -> None:
    """Serves the archive as read-only web pages, until Ctrl-C.

    Search, articles, versions side by side, coverage, silent edits, and Datasette's tables and JSON
    API. It can run while a crawl writes. Without --host only this machine reaches it.

    \b
    Example:
        govnews serve
        govnews serve --port 8080 --archive /data/govnews
    """
    from govnews.web.site import serve as serve_site

    def ready(address: str) -> None:
        click.echo(f"The archive is at {address} until Ctrl-C.", err=True)

    serve_site(root, host, port, ready)
