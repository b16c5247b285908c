"""`govnews crawl`: fetches portals into the archive."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govnews.cli.config import load_config
from govnews.cli.options import archive_option
from govnews.portal import Portal, Registry

if TYPE_CHECKING:
    from govnews.crawl.summary import RunSummary


@click.command(short_help="Fetch portals into the archive.")
@click.argument("portals", metavar="PORTAL...", nargs=-1, required=True)
@archive_option
@click.option(
    "--max-pages",
    type=click.IntRange(1),
    metavar="N",
    help="Listing pages walked for each section. Default: what the portal file says.",
)
@click.option("--json", "as_json", is_flag=True, help="The runs' summaries as JSON.")
def crawl(portals: Sequence[str], root: Path, max_pages: int | None, as_json: bool) -> int:
    """Crawls portals into the archive: new articles, and what changed in known ones.

    A run that was stopped, by Ctrl-C or by a crash, goes on where it was. Exit code 3 says that
    something is missing; 'govnews status' names it.

    \b
    Example:
        govnews crawl longan tayninh
        govnews crawl longan --max-pages 2 --json
    """
    registry = Registry(root)
    chosen = [registry.load(name) for name in dict.fromkeys(portals)]
    return run_crawl(chosen, root, max_pages=max_pages, as_json=as_json)


def run_crawl(
    portals: Sequence[Portal], root: Path, *, max_pages: int | None = None, as_json: bool = False
) -> int:
    """Crawls with progress on standard error; returns the exit code."""
    config = load_config()
    if config.contact:
        # Scrapy reads its settings module once, on import: the contact has to be there by then.
        os.environ["GOVNEWS_CONTACT"] = config.contact
    from govnews.cli.progress import make_observer
    from govnews.crawl.runner import crawl as run
    from govnews.crawl.summary import exit_code

    summaries = run(portals, root, max_pages=max_pages, observer=make_observer())
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in summaries], ensure_ascii=False, indent=2))
    else:
        for summary in summaries:
            _explain(summary)
    return exit_code(summaries)


def _explain(summary: RunSummary) -> None:
    """The sentences behind a summary: what was mended, allowed or missed, and what to do."""
    for note in (*summary.repairs, *summary.notes):
        click.echo(f"  {note}", err=True)
    if summary.missing:
        fields = ", ".join(f"{name} {count}" for name, count in summary.missing.items())
        click.echo(f"  Articles without an expected field: {fields}", err=True)
    if summary.outcome == "complete" and summary.incremental:
        click.echo(
            "  Incremental: the archive knew this portal; only what is new or due was fetched.",
            err=True,
        )
    if summary.outcome == "incomplete":
        click.echo(f"  'govnews status {summary.portal}' names what is missing.", err=True)
    if summary.outcome == "interrupted":
        click.echo(f"  'govnews crawl {summary.portal}' goes on from here.", err=True)
