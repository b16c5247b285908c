"""`govnews coverage`: what was sought, found and missing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from govnews.audit.coverage import COLUMNS, coverage
from govnews.cli.options import archive_option, format_options, portal_option
from govnews.cli.output_formats import print_rows


@click.command("coverage", short_help="What was sought, found and missing, by month.")
@portal_option
@archive_option
@format_options
def show_coverage(portal: str | None, root: Path, form: str | None) -> None:
    """Shows the ledger of what was sought, found and missing, by portal and month.

    \b
    Example:
        govnews coverage --portal longan
        govnews coverage --csv > coverage.csv
    """
    from govnews.archive.database import Archive

    with Archive.open(root) as archive, archive.reading() as conn:
        rows = (asdict(line) for line in coverage(conn, portal))
        print_rows(rows, COLUMNS, form or "table")
