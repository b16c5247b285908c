"""`govnews verify`: checks the archive against its WARC files, and repairs it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govnews.cli.options import archive_option, format_options, portal_option
from govnews.cli.output_formats import print_rows
from govnews.cli.replay import progress, tell_repairs
from govnews.errors import ArchiveCorrupt

if TYPE_CHECKING:
    from govnews.archive.database import Archive
    from govnews.audit.verify import Verified

CHECK_FAILED = 4
SHOWN = 20
"""Faults that are printed; --json, --csv and the like have all."""


@click.command(short_help="Check everything that is stored.")
@click.option("--repair", is_flag=True, help="Repair what can be rebuilt from the WARC files.")
@portal_option
@archive_option
@format_options
def verify(repair: bool, portal: str | None, root: Path, form: str | None) -> int:
    """Checks the database, the search index, every WARC record and every row against its record.

    It names each fault, its place and the remedy; exit code 4 means that there is one. --repair
    rebuilds the index, rows of captures and articles; a damaged database is kept aside and
    rebuilt. Pages whose records are damaged are queued to be fetched
    again.

    \b
    Example:
        govnews verify
        govnews verify --portal longan --csv
        govnews verify --repair
    """
    from govnews.archive.database import Archive
    from govnews.audit import verify as audit

    if repair:
        if portal is not None:
            raise click.UsageError("--repair is for the full archive; leave --portal out.")
        done = _repaired(root)
    else:
        try:
            with Archive.open(root) as archive, progress("verifying") as advanced:
                done = audit.verify(archive, advanced, portal)
        except ArchiveCorrupt as error:
            raise ArchiveCorrupt(
                f"{error} Or let 'govnews verify --repair' rebuild the database from warc/."
            ) from error
    if form is not None:
        print_rows((fault.row() for fault in done.faults), audit.COLUMNS, form)
    else:
        _print(done)
    _sum_up(done)
    return CHECK_FAILED if done.faults else 0


def _repaired(root: Path) -> Verified:
    """Verifies, repairs, and verifies again."""
    from govnews.archive.database import DATABASE, Archive
    from govnews.cli.reindex import rebuild_all
    from govnews.replay import repair

    if not (root / DATABASE).exists() and not (root / "warc").is_dir():
        Archive.open(root)  # raises; opened for writing, it would be created
    archive, message = repair.open_or_begin_again(root)
    try:
        done = _verified(archive)
        if any(fault.area == "database" for fault in done.faults):
            archive, message = repair.begin_again(archive)
        if message is not None:
            click.echo(message, err=True)
        areas = {fault.area for fault in done.faults}
        if message or done.unknown or done.back or areas & {"capture", "article"}:
            with archive.transaction() as conn:
                repair.found_again(conn, done.back)
                repair.drop_orphans(conn)
            rebuild_all(archive, None)
            done = _verified(archive)
        _mend(archive, done)
        return _verified(archive)
    finally:
        archive.close()


def _verified(archive: Archive) -> Verified:
    from govnews.audit import verify as audit

    with progress("verifying") as advanced:
        return audit.verify(archive, advanced)


def _mend(archive: Archive, done: Verified) -> None:
    """Rebuilds the index and queues lost pages."""
    from govnews.replay import repair

    tell_repairs(archive)
    with archive.transaction() as conn:
        if any(fault.area == "index" for fault in done.faults):
            repair.rebuild_index(archive)
            click.echo("the search index was rebuilt", err=True)
        lost = [fault for fault in done.faults if fault.area == "warc" and fault.capture_id]
        queued = repair.queue_lost(conn, lost, datetime.now(UTC))
    for fault in lost:
        click.echo(f"lost: {fault.url} ({fault.place}: {fault.what})", err=True)
    if lost:
        click.echo(f"{queued} of {len(lost)} lost pages will be fetched again", err=True)


def _print(done: Verified) -> None:
    from govnews.audit.verify import REPAIRS

    for fault in done.faults[:SHOWN]:
        click.echo(click.style(f"{fault.place}: ", bold=True) + fault.what)
        if fault.url:
            click.echo(f"   {fault.url}")
    if len(done.faults) > SHOWN:
        click.echo(f"and {len(done.faults) - SHOWN:,} more; --csv names all")
    for area in dict.fromkeys(fault.area for fault in done.faults):
        click.echo(f"To repair ({area}): {REPAIRS[area]}.")


def _sum_up(done: Verified) -> None:
    for note in done.notes:
        click.echo(f"Note: {note}", err=True)
    rate = done.captures / done.seconds if done.seconds else 0
    count = len(done.faults)
    result = f"{count:,} fault{'s' * (count != 1)}" if count else "all is well"
    counted = [(done.captures, "capture"), (done.files, "WARC file"), (done.articles, "article")]
    captures, files, articles = (
        f"{number:,} {name}{'s' * (number != 1)}" for number, name in counted
    )
    click.echo(
        f"{captures} in {files} and {articles} verified in {done.seconds:.1f} s "
        f"({rate:,.0f} captures/s): {result}",
        err=True,
    )
