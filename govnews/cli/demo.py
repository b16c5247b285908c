"""`govnews demo`: crawl, search and export on a portal that runs on this machine."""

from __future__ import annotations

import dataclasses
import shlex
import shutil
import sys
from pathlib import Path

import click

from govnews.cli.crawl import run_crawl
from govnews.cli.export import export_csv
from govnews.cli.options import archive_option
from govnews.cli.search import search
from govnews.portal import Portal, Registry, Section

QUERY = "chi so papi"


@click.command(short_help="Run everything once, without the internet.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, metavar="N", help="Its port.")
@click.option("--serve", is_flag=True, help="Only serve the demo portal, until Ctrl-C.")
@archive_option
@click.pass_context
def demo(ctx: click.Context, port: int | None, serve: bool, root: Path) -> int:
    """Crawls the embedded demo portal, searches it and exports a CSV; needs no internet.

    \b
    Example:
        govnews demo
        govnews demo --serve        (then, in another terminal: govnews crawl demo)
    """
    from govnews.demo import DEFAULT_PORT, DemoPortal

    with DemoPortal(port or DEFAULT_PORT) as site:
        if serve:
            click.echo(f"The demo portal is at {site.url}/ until Ctrl-C.", err=True)
            site.wait()
            return 0
        _step(f"The demo portal runs at {site.url}/")
        _command("crawl demo", root)
        code = run_crawl([_at(Registry().load("demo"), f"{site.url}/")], root)
    _command(f"search {QUERY} --limit 3", root)
    ctx.invoke(search, query=tuple(QUERY.split()), portal=None, limit=3, root=root, form=None)
    path = root / "exports" / "articles.csv"
    _command(f"export csv -o {shlex.quote(str(path))}", root)
    ctx.invoke(export_csv, path=path, root=root)
    _try_next(root)
    return code


def _at(portal: Portal, base_url: str) -> Portal:
    """The demo's portal file with the present address of the demo."""
    moved = tuple(
        Section(section.name, section.url.replace(portal.base_url, base_url, 1))
        for section in portal.sections
    )
    return dataclasses.replace(portal, base_url=base_url, sections=moved)


def _option(root: Path) -> str:
    return "" if root == Path("archive") else f" --archive {shlex.quote(str(root))}"


def _command(words: str, root: Path) -> None:
    click.echo(err=True)
    _step(f"$ govnews {words}{_option(root)}")


def _step(text: str) -> None:
    click.echo(click.style(text, bold=True, fg="cyan"), err=True)


def _try_next(root: Path) -> None:
    click.echo(err=True)
    _step("Try next")
    option = _option(root)
    for words, what in (
        (f"search '\"cải cách hành chính\"'{option}", "a phrase; with or without diacritics"),
        (f"show 1{option}", "an article with its attachments and capture"),
        (f"why 1 author{option}", "where a value comes from"),
        (f"serve{option}", "the archive in a browser"),
        (f"status{option}", "what is stored, queued and failed"),
        ("portals list", "all portals"),
        (f"demo{option}", "again: the second crawl only requests what is new"),
    ):
        click.echo(f"  {_program()} {words:<44} {what}", err=True)


def _program() -> str:
    """The command that starts this govnews; `make demo` leaves it off the PATH."""
    if shutil.which("govnews"):
        return "govnews"
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m govnews"
    here = Path.cwd()
    return str(called.relative_to(here) if called.is_relative_to(here) else called)
