"""`govnews dedupe`: articles that are stored twice and are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import print_rows
from govnews.cli.replay import portals_of, tell_repairs

if TYPE_CHECKING:
    from govnews.archive.database import Archive
    from govnews.archive.dedupe import Pair
    from govnews.portal import Portal


@click.command(short_help="Join articles that are stored twice.")
@click.argument("portals", metavar="[PORTAL]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only list the pairs; change nothing.")
@click.option("--apply", is_flag=True, help="Join them.")
@archive_option
@format_options
def dedupe(
    portals: Sequence[str], dry_run: bool, apply: bool, root: Path, form: str | None
) -> None:
    """Finds articles that are stored under several addresses and are one, and joins them.

    Two articles are one when their addresses differ in spelling only, by today's portal file; when
    a page names the other as its canonical address and the texts agree; or when one's address led
    to the other's in a capture. Each pair is listed with the reason. One of --dry-run and --apply
    is required.

    \b
    Example:
        govnews dedupe --dry-run
        govnews dedupe longan --apply --csv
    """
    from govnews.archive.database import Archive
    from govnews.archive.dedupe import COLUMNS

    if dry_run == apply:
        raise click.UsageError("Give one of --dry-run and --apply.")
    with Archive.open(root, write=True) as archive:
        tell_repairs(archive)
        if portals:
            named = [portals_of(archive, name)[name] for name in dict.fromkeys(portals)]
        else:
            named = list(portals_of(archive, None).values())
        found = _run(archive, named, apply=apply)
    if form is not None:
        print_rows(map(asdict, found), COLUMNS, form)
    else:
        for pair in found:
            click.echo(click.style(f"{pair.kept}. {pair.title}", bold=True))
            click.echo(f"   {pair.url}")
            click.echo(f"   {pair.joined_url} ({pair.joined}, {pair.why})")
    verb = "joined" if apply else "would be joined"
    click.echo(f"{len(found):,} article{'s' * (len(found) != 1)} {verb}", err=True)


def _run(archive: Archive, portals: Sequence[Portal], *, apply: bool) -> list[Pair]:
    from govnews.archive import moves, nameless
    from govnews.archive.dedupe import dedupe as join_same
    from govnews.archive.warc.writer import WarcWriter

    found: list[Pair] = []
    now = datetime.now(UTC)
    with archive.transaction() as conn:
        conn.execute("SAVEPOINT stored")
        for portal in portals:
            found += join_same(conn, nameless.known(conn, portal), now)
        if not apply:
            # A dry run joins too, so that it lists exactly what would be joined.
            conn.execute("ROLLBACK TO stored")
            return found
    for portal in portals:
        writer = WarcWriter(archive.root, portal.name)
        moves.note(archive.conn, writer, portal.name, now)
        writer.close()
    return found
