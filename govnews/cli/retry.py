"""`govnews retry`: queues failed pages again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from govnews.cli.options import archive_option
from govnews.errors import UsageError
from govnews.portal import Registry


@click.command(short_help="Queue failed pages again.")
@click.argument("portals", metavar="[PORTAL]...", nargs=-1)
@click.option("--reason", metavar="REASON", help="Only this reason, as 'govnews status' names it.")
@archive_option
def retry(portals: Sequence[str], reason: str | None, root: Path) -> None:
    """Queues failed pages again, of all portals or of those named; the next crawl fetches them.

    Failures that pass by themselves are tried again by each crawl anyway. Articles that are gone
    come back only when their reason is named.

    \b
    Example:
        govnews retry longan
        govnews retry --reason soft-404
    """
    from govnews.archive.database import Archive
    from govnews.archive.frontier import Frontier

    registry = Registry(root)
    names = [registry.load(name).name for name in dict.fromkeys(portals)]
    with Archive.open(root, write=True) as archive:
        frontier = Frontier(archive.conn)
        known = frontier.failures()
        if reason is not None and reason not in known:
            which = ", ".join(f"{name} ({number})" for name, number in known.items())
            raise UsageError(f"No page failed with '{reason}'. Reasons: {which or 'none'}.")
        with archive.transaction():
            chosen: list[str | None] = [*names] or [None]
            count = sum([frontier.retry(name, reason) for name in chosen])
    which = " ".join(names) or "PORTAL"
    then = f" 'govnews crawl {which}' fetches them." if count else ""
    click.echo(f"{count} page{'s' * (count != 1)} queued again.{then}", err=True)
