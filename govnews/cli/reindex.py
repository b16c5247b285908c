"""`govnews reindex`: rebuilds the database from the WARC files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govnews.cli.options import archive_option
from govnews.cli.replay import cores, jobs_option, portals_of, progress, tell_repairs

if TYPE_CHECKING:
    from govnews.archive.database import Archive
    from govnews.replay.reindex import Indexed


@click.command(short_help="Rebuild the database from the WARC files.")
@jobs_option
@archive_option
def reindex(jobs: int | None, root: Path) -> int:
    """Rebuilds archive.db from warc/, or adds the records that it lacks.

    Captures come from the records, articles, versions and views from reading them; the frontier
    has what was crawled. A database of an earlier release is kept beside the new one. Exit code 3
    means that records are damaged: the others are back.

    \b
    Example:
        rm archive/archive.db && govnews reindex
    """
    from govnews.errors import NotAnArchive

    if not (root / "warc").is_dir():
        raise NotAnArchive(f"There is no warc/ folder at {root}, so there is nothing to index.")
    with _opened(root) as archive:
        tell_repairs(archive)
        done = rebuild_all(archive, jobs)
    return 3 if done.damages or done.skipped else 0


def _opened(root: Path) -> Archive:
    """The archive; a database that is too old to be completed is kept beside a new one."""
    from govnews.archive.database import Archive
    from govnews.errors import ArchiveTooOld
    from govnews.replay.reindex import set_aside

    try:
        return Archive.open(root, write=True)
    except ArchiveTooOld:
        aside = set_aside(root)
        click.echo(f"archive.db is of an earlier govnews; it is kept as {aside.name}", err=True)
        return Archive.open(root, write=True)


def rebuild_all(archive: Archive, jobs: int | None) -> Indexed:
    """Captures from the WARC files, then everything that is read from them; prints the counts."""
    from govnews.replay import differences
    from govnews.replay.rebuild import Rebuild
    from govnews.replay.reindex import complete_holds
    from govnews.replay.reindex import reindex as index

    with progress("indexing") as advanced:
        done = index(archive, advanced)
    click.echo(f"{done.captures:,} captures and {done.observations:,} observations added", err=True)
    if done.mended:
        click.echo(f"{done.mended:,} rows of captures corrected", err=True)
    for name, damage in done.damages:
        click.echo(f"warc/{name}, offset {damage.offset}: {damage.why}", err=True)
    for why, number in done.skipped.most_common():
        click.echo(f"{number:,} records were left out: {why}", err=True)
    portals = portals_of(archive, None)
    work = Rebuild(archive, portals.values())
    with work, progress("reading") as advanced:
        tally = work.run(jobs or cores(), advanced)
    with differences.attached(archive, str(work.made.path)) as conn:
        for name in portals:
            urls = differences.differing(conn, name, tally.unknown)
            differences.apply(archive, conn, name, urls)
    work.remove()
    complete_holds(archive, portals)
    click.echo(f"{tally.articles:,} articles from {tally.captures:,} captures", err=True)
    return done
