"""`govnews export`: takes data out as files."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from govnews.cli.options import archive_option, limit_option, portal_option


@click.group(short_help="Take articles out as CSV.")
def export() -> None:
    """Exports articles from the archive.

    \b
    Example:
        govnews export csv -o articles.csv
    """


@export.command("csv")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Into a file, which appears when it is complete; - is standard output.",
)
@click.option("--no-bom", is_flag=True, help="No byte order mark at the beginning of a file.")
@click.option(
    "--excel-safe", is_flag=True, help="An apostrophe before cells that would run as a formula."
)
@click.option("--no-headers", is_flag=True, help="No header line.")
@click.option("--query", metavar="QUERY", help="Only what this search finds.")
@portal_option
@limit_option(None)
@archive_option
def export_csv(
    path: Path | None,
    no_bom: bool,
    excel_safe: bool,
    no_headers: bool,
    query: str | None,
    portal: str | None,
    limit: int | None,
    root: Path,
) -> None:
    """Exports articles as CSV in UTF-8, one row for an article.

    docs/commands.md names the columns. A file begins with a byte order mark, so that
    spreadsheet programs show Vietnamese.

    \b
    Example:
        govnews export csv -o articles.csv
        govnews export csv --portal longan --query 'chỉ số papi' > papi.csv
    """
    from govnews.archive.database import Archive
    from govnews.export import articles
    from govnews.export.csvfile import EXCEL_CELL, write_csv
    from govnews.export.output import replacing

    to_file = path is not None and str(path) != "-"
    with (
        Archive.open(root) as archive,
        closing(articles.rows(archive.conn, portal=portal, query=query, limit=limit)) as rows,
    ):
        if to_file and path is not None:
            with replacing(path, encoding="utf-8" if no_bom else "utf-8-sig") as stream:
                count, long = write_csv(
                    stream,
                    articles.COLUMNS,
                    rows,
                    headers=not no_headers,
                    excel_safe=excel_safe,
                )
        else:
            count, long = write_csv(
                sys.stdout, articles.COLUMNS, rows, headers=not no_headers, excel_safe=excel_safe
            )
    if to_file:
        click.echo(f"{count:,} articles written to {path}", err=True)
    if long:
        click.echo(
            f"{long} of them have a cell of more than {EXCEL_CELL:,} characters; spreadsheet "
            "programs cut it when they open the file, the file itself is complete.",
            err=True,
        )
