"""`govnews crawl`: fetches portals into the archive."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govnews.cli.config import load_config
from govnews.cli.options import archive_option, range_options
from govnews.errors import NotAnArchive
from govnews.model import RunOutcome
from govnews.portal import Portal, Registry

if TYPE_CHECKING:
    from govnews.crawl.run_report import RunSummary
    from govnews.crawl.selection import Selection

_TIME = re.compile(r"(\d+)\s*(s|m|min|h)?")
_SECONDS = {None: 1, "s": 1, "m": 60, "min": 60, "h": 3600}


class Duration(click.ParamType[float]):
    """A time: `90` or `90s`, `30m`, `2h`; in seconds."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Seconds."""
        match = _TIME.fullmatch(str(value).strip())
        if match is None or int(match[1]) == 0:
            self.fail(f"'{value}' is no time: write 90s, 30m or 2h", param, ctx)
        return float(int(match[1]) * _SECONDS[match[2]])


@click.command(short_help="Fetch portals into the archive.")
@click.argument("portals", metavar="[PORTAL]...", nargs=-1)
@archive_option
@click.option("--all-due", is_flag=True, help="Every portal of the archive that is due.")
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="NAME",
    help="Only this section; can be repeated.",
)
@range_options
@click.option(
    "--max-pages",
    type=click.IntRange(1),
    metavar="N",
    help="Listing pages walked for each section. Default: the portal file's max_pages.",
)
@click.option(
    "--max-time", type=Duration(), metavar="TIME", help="No new page after 90s, 30m or 2h."
)
@click.option("--full", is_flag=True, help="Read every list to its end, known or not.")
@click.option(
    "--dry-run", is_flag=True, help="Fetch nothing; list the pages that a run would request first."
)
@click.option("--json", "as_json", is_flag=True, help="The runs' summaries as JSON.")
def crawl(
    portals: Sequence[str],
    root: Path,
    all_due: bool,
    sections: Sequence[str],
    since: date | None,
    until: date | None,
    max_pages: int | None,
    max_time: float | None,
    full: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Crawls portals into the archive: new articles, and what changed in known ones.

    A run that was stopped, by Ctrl-C or by a crash, is continued by the next one. Exit code 3
    means that something is missing; 'govnews status' names it.

    \b
    Example:
        govnews crawl longan tayninh
        govnews crawl longan --since 01/07/2025 --section 'Tin tức'
        govnews crawl longan --full
        govnews crawl --all-due --max-time 2h --json
    """
    from govnews.crawl.plan import sections_of
    from govnews.crawl.selection import Selection

    registry = Registry(root)
    chosen = [registry.load(name) for name in dict.fromkeys(portals)]
    if all_due:
        chosen += [one for one in _due(registry, root) if one not in chosen]
        if not chosen:
            click.echo("No portal is due.", err=True)
            if as_json:
                click.echo("[]")
            return 0
    elif not chosen:
        raise click.UsageError("Name a portal, or use --all-due.")
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is after --until {until}")
    names = sections_of(chosen, sections)
    selection = Selection(names, since, until, max_pages, max_time, full)
    if dry_run:
        return _dry_run(chosen, root, selection, as_json=as_json)
    return run_crawl(chosen, root, selection=selection, as_json=as_json)


def _due(registry: Registry, root: Path) -> list[Portal]:
    """Portals of the archive whose last run is long enough ago, or dated into the future."""
    from govnews.archive import runs
    from govnews.archive.database import Archive

    try:
        with Archive.open(root) as archive, archive.reading() as conn:
            last = runs.last_ends(conn)
    except NotAnArchive as error:
        raise NotAnArchive(
            f"There is no archive at {root}, so no portal is due. Crawl one by its name first."
        ) from error
    now = datetime.now(UTC)
    known = [(registry.load(name), end) for name, end in last.items() if name in registry.names()]
    return [
        portal
        for portal, end in known
        if end is None
        or end > now
        or (now - end).total_seconds() >= portal.crawl.every_hours * 3600
    ]


def _dry_run(portals: Sequence[Portal], root: Path, selection: Selection, *, as_json: bool) -> int:
    from govnews.crawl.plan import plan

    rows = [row for portal in portals for row in plan(portal, root, selection)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        click.echo(f"{row['portal']}  {row['kind']:<10} {row['why']:<8} {row['url']}")
    more = "and the pages that they link to" if rows else "nothing is new or due"
    click.echo(f"{len(rows)} pages would be requested, {more}; nothing was fetched.", err=True)
    return 0


def run_crawl(
    portals: Sequence[Portal],
    root: Path,
    *,
    selection: Selection | None = None,
    as_json: bool = False,
) -> int:
    """Crawls with progress on standard error; returns the exit code."""
    config = load_config()
    if config.contact:
        # Scrapy reads its settings module once, on import: the contact has to be set before.
        os.environ["GOVNEWS_CONTACT"] = config.contact
    from govnews.cli.progress import make_observer
    from govnews.crawl.run_report import exit_code
    from govnews.crawl.runner import crawl as run
    from govnews.crawl.session import EVERYTHING

    summaries = run(portals, root, selection=selection or EVERYTHING, observer=make_observer())
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in summaries], ensure_ascii=False, indent=2))
    else:
        for summary in summaries:
            _explain(summary)
    return exit_code(summaries)


def _explain(summary: RunSummary) -> None:
    """Prints repairs, notes, missing fields and the next step after a run."""
    for note in (*summary.repairs, *summary.notes):
        click.echo(f"  {note}", err=True)
    for sentence in summary.unproven:
        click.echo(f"  {sentence}", err=True)
    if summary.missing:
        fields = ", ".join(f"{name} {count}" for name, count in summary.missing.items())
        click.echo(f"  Articles without an expected field: {fields}", err=True)
    if summary.outcome == RunOutcome.COMPLETE and summary.incremental:
        click.echo(
            "  Incremental: the archive had this portal; only what is new or due was fetched.",
            err=True,
        )
    if summary.outcome == RunOutcome.INCOMPLETE:
        click.echo(f"  'govnews status {summary.portal}' names what is missing.", err=True)
    if summary.outcome == RunOutcome.INTERRUPTED:
        click.echo(f"  'govnews crawl {summary.portal}' continues from here.", err=True)
