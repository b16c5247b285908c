"""`govnews merge`: joins archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from govnews.cli.options import format_options
from govnews.cli.output_formats import print_rows

COLUMNS = ("archive", "captures", "known", "articles", "extended", "files", "held")


@click.command(short_help="Join archives into one.")
@click.argument(
    "archives",
    metavar="ARCHIVE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The archive to merge into: a new one, or one that is extended.",
)
@format_options
def merge(archives: Sequence[Path], output: Path, form: str | None) -> int:
    """Joins archives: captures, articles, versions, counts of views, frontier, runs.

    Nothing is merged twice, so a merge may be repeated. Where archives contradict each other on
    an article, the readings become versions by their time. The ARCHIVEs are only read. A new
    output appears when everything is in it; one that exists is changed in one step at the end.
    Exit code 3 means that one archive has stored what another one holds for review.

    \b
    Example:
        govnews merge shard-1 shard-2 -o archive
        govnews merge /mnt/old-laptop/archive -o archive
    """
    from govnews.archive.merge import merge as merge_archives

    done = merge_archives(archives, output)
    held = sum(each.held for each in done)
    if held:
        click.echo(
            f"{held} page{'s' * (held != 1)} that one archive holds or has discarded, another one "
            "has stored as they read there; 'govnews review' and 'govnews history' show both",
            err=True,
        )
    if form is not None:
        print_rows(map(asdict, done), COLUMNS, form)
        return 3 if held else 0
    for each in done:
        click.echo(
            f"{each.archive}: {each.articles:,} new articles, {each.extended:,} extended, "
            f"{each.captures:,} captures in {each.files:,} WARC files, {each.known:,} captures "
            "known before"
        )
    click.echo(f"Merged into {output}", err=True)
    return 3 if held else 0
