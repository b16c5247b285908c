"""`govnews rescue`: imports a portal's captures from a web archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govnews.cli.config import load_config
from govnews.cli.import_tally import print_rest
from govnews.cli.options import archive_option, format_options, limit_option
from govnews.cli.output_formats import print_rows
from govnews.model import ImportOutcome
from govnews.portal import Registry

if TYPE_CHECKING:
    from govnews.importing.rescue import Rescue

COLUMNS = ("outcome", "reason", "title", "url")


@click.command(short_help="Bring a portal back from a web archive.")
@click.argument("portal")
@click.option(
    "--from",
    "source",
    required=True,
    metavar="URL",
    help="The web archive: https://web.archive.org/web/, or a collection of pywb.",
)
@click.option(
    "--cdx",
    "server",
    metavar="URL",
    help="Its CDX server. Default: that of web.archive.org; /cdx below a collection.",
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    default=2.0,
    metavar="SECONDS",
    help="Pause between two requests. Default: 2.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Allow a web archive on this machine or in a private network.",
)
@limit_option(None)
@archive_option
@format_options
def rescue(
    portal: str,
    source: str,
    server: str | None,
    delay: float,
    allow_private: bool,
    limit: int | None,
    root: Path,
    form: str | None,
) -> int:
    """Fetches what a web archive has of a portal, each capture with its own time and address.

    The portal file names the site; the site itself gets no request. Captures that the archive has
    are not fetched again, so the same command continues a stopped one; --limit ends it after so
    many pages. Exit code 3 means that something is missing.

    \b
    Example:
        govnews rescue longan --from https://web.archive.org/web/ --limit 500
        govnews rescue demo --from http://localhost:8080/demo/ --allow-private --delay 0
    """
    from govnews.archive.database import Archive
    from govnews.http_client import Client
    from govnews.importing.rescue import Rescue

    chosen = Registry(root).load(portal)
    asking = Client(delay=delay, allow_private=allow_private, contact=load_config().contact)
    rows = []
    with asking as client, Archive.open(root, write=True) as archive:
        run = Rescue(archive, chosen, client, source, server=server, limit=limit)
        try:
            for done in run.run():
                if form is not None:
                    rows.append({name: getattr(done, name) for name in COLUMNS})
                else:
                    parts = (done.outcome, done.reason, done.title, done.url)
                    click.echo(": ".join(filter(None, parts)))
        finally:
            run.close()
    if form is not None:
        print_rows(rows, COLUMNS, form)
    return _explain(run, portal, root)


def _explain(run: Rescue, portal: str, root: Path) -> int:
    """Prints what was rescued; returns the exit code."""
    tally = run.tally
    counted = [f"{number} {outcome}" for outcome, number in sorted(tally.counts.items())]
    click.echo(
        f"Rescued {portal} into {root}: {', '.join(counted) or 'no page'}; "
        f"{run.fetched} pages fetched",
        err=True,
    )
    print_rest(tally, portal)
    if run.stopped is not None:
        click.echo(f"  stopped: {run.stopped}; the same command continues", err=True)
    short = tally.counts[ImportOutcome.FAILED] or tally.counts[ImportOutcome.HELD]
    return 3 if short or tally.refused or run.stopped or not tally.counts else 0
