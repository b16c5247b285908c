"""`govnews coverage`: what was sought, found and missing, and how many articles there should be."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from pathlib import Path

import click

from govnews.audit import completeness
from govnews.audit.coverage import COLUMNS, coverage
from govnews.cli.options import archive_option, format_options, portal_option
from govnews.cli.output_formats import print_rows


@click.command("coverage", short_help="What was sought, found and missing, by month.")
@portal_option
@click.option(
    "--estimate",
    "estimated",
    is_flag=True,
    help="How many articles there should be, by year, from how far the ways that found them "
    "overlap.",
)
@archive_option
@format_options
def show_coverage(portal: str | None, estimated: bool, root: Path, form: str | None) -> None:
    """Shows the ledger of what was sought, found and missing, by portal and month.

    Below it stands how many articles each portal should have, where lists, feeds, sitemaps and
    links overlap enough to tell; --estimate has the same by year, with its interval of 95 %.

    \b
    Example:
        govnews coverage --portal longan
        govnews coverage --csv > coverage.csv
        govnews coverage --portal longan --estimate
    """
    from govnews.archive.database import Archive

    with Archive.open(root) as archive, archive.reading() as conn:
        if estimated:
            _show_estimates(conn, portal, form)
            return
        rows = (asdict(line) for line in coverage(conn, portal))
        print_rows(rows, COLUMNS, form or "table")
        if form is None:
            for each in completeness.completeness(conn, portal):
                if each.year is None:
                    ways = ", ".join(each.estimate.ways)
                    click.echo(f"{each.portal}: {each.estimate} ({ways})", err=True)


def _show_estimates(conn: sqlite3.Connection, portal: str | None, form: str | None) -> None:
    rows = [each.row() for each in completeness.completeness(conn, portal)]
    print_rows(rows, completeness.COLUMNS, form or "table")
    if not rows and form is None:
        click.echo(
            "No estimate: it takes two ways, such as lists and a sitemap, that each found part of "
            "a year's articles.",
            err=True,
        )
