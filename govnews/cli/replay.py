"""`govnews replay`: reads captures again with the present rules."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govnews.cli.options import archive_option, format_options, portal_option
from govnews.cli.output_formats import print_rows
from govnews.errors import UnknownPortal

if TYPE_CHECKING:
    from govnews.archive.database import Archive
    from govnews.portal import Portal
    from govnews.replay.rebuild import Tally

_WIDTH = 120


jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes that read. Default: one for each core, four at most.",
)


@click.command(short_help="Read all captures again with the present rules.")
@click.option("--diff", is_flag=True, help="Only show what would change, field by field.")
@jobs_option
@portal_option
@archive_option
@format_options
def replay(diff: bool, jobs: int | None, portal: str | None, root: Path, form: str | None) -> int:
    """Reads all captures again with the present rules and portal files, and stores differences.

    Afterwards the archive's articles, versions and views are those that a fresh import of the
    same captures would give. With --diff nothing is changed. After an interruption the same
    command continues. Exit code 3 means that some captures could not be read; what is stored of
    their articles stays.

    \b
    Example:
        govnews replay --portal longan --diff
        govnews replay --portal longan --jobs 4
    """
    from govnews.archive.database import Archive
    from govnews.replay import differences
    from govnews.replay.rebuild import Rebuild

    with Archive.open(root, write=True) as archive:
        tell_repairs(archive)
        portals = portals_of(archive, portal)
        work = Rebuild(archive, portals.values())
        with work, progress("reading") as advanced:
            tally = work.run(jobs or cores(), advanced)
        rows: list[dict[str, Any]] = []
        count = 0
        with differences.attached(archive, str(work.made.path)) as conn:
            for name in portals:
                urls = differences.differing(conn, name, tally.unknown)
                count += len(urls)
                if diff:
                    rows += differences.of_articles(conn, name, urls)
                else:
                    differences.apply(archive, conn, name, urls)
        if not diff:
            work.remove()
    if diff and form is not None:
        print_rows(rows, differences.COLUMNS, form)
    elif diff:
        _print(rows)
    _sum_up(tally, count, diff=diff)
    return 3 if tally.failed else 0


def tell_repairs(archive: Archive) -> None:
    """Prints what was repaired or upgraded when the archive was opened."""
    for message in archive.repairs:
        click.echo(message, err=True)


def portals_of(archive: Archive, only: str | None) -> Mapping[str, Portal]:
    """The portals that have captures and a portal file."""
    from govnews.portal import Registry

    registry = Registry(archive.root)
    if only is not None:
        return {only: registry.load(only)}
    found = {}
    names = archive.conn.execute(
        "SELECT DISTINCT portal FROM capture WHERE kind = 'article' ORDER BY portal"
    )
    for (name,) in names.fetchall():
        try:
            found[name] = registry.load(name)
        except UnknownPortal:
            click.echo(
                f"{name}: there is no portal file, so its articles stay as they are", err=True
            )
    return found


def cores() -> int:
    """Default number of reading processes."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(4, len(affinity(0)) if affinity is not None else os.cpu_count() or 1)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A callback for progress (done, total): a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(rows: list[dict[str, Any]]) -> None:
    url = None
    for row in rows:
        if row["url"] != url:
            url = row["url"]
            click.echo("\n" + click.style(url, bold=True))
        click.echo(f"   {click.style(row['field'], fg='yellow')}")
        for sign, text, colour in (("-", row["before"], "red"), ("+", row["after"], "green")):
            if text is not None:
                click.echo("   " + click.style(f"{sign} {_cut(str(text))}", fg=colour))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _sum_up(tally: Tally, count: int, *, diff: bool) -> None:
    counts = [
        f"{number:,} {name}{'s' * (number != 1)}"
        for number, name in ((tally.captures, "capture"), (tally.articles, "article"))
    ]
    counts[0] += " read"
    counts += [f"{number:,} {reason}" for reason, number in tally.unread.most_common()]
    click.echo(", ".join(counts), err=True)
    verb = "would change" if diff else "changed"
    click.echo(f"{count:,} article{'s' * (count != 1)} {verb}", err=True)
    for capture_id, why in tally.failed[:10]:
        click.echo(f"capture {capture_id} was not read, {why}", err=True)
    if len(tally.failed) > 10:
        click.echo(f"and {len(tally.failed) - 10:,} more; 'govnews verify' names them", err=True)
