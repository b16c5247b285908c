"""`govnews export`: exports data as files."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import click

from govnews.archive.search import Filters
from govnews.cli.filters import filter_options
from govnews.cli.options import archive_option, limit_option, portal_option
from govnews.errors import UsageError
from govnews.export.selection import Selection
from govnews.export.tables import LENIENT, TABLES, Table

Rows = Generator[Any]


@click.group(short_help="Take data out: CSV, JSON Lines, Parquet, SQLite, datasets.")
def export() -> None:
    """Exports from the archive, in the order of the articles' numbers.

    \b
    Example:
        govnews export csv -o articles.csv
        govnews export datapackage --province 'Long An' -o longan.zip
    """


# --- options that the formats share ---------------------------------------------------------------


def output_option(**more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`-o FILE`, as `path`."""
    return click.option(
        "-o",
        "--output",
        "path",
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        metavar="FILE",
        help="Into a file, which appears when it is complete; - is standard output.",
        **more,
    )


def selection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--query` and the filters of search, as `chosen`."""

    @click.option("--query", metavar="QUERY", help="Only what this search finds.")
    @filter_options
    @functools.wraps(function)
    def command(*args: Any, query: str | None, filters: Filters, **options: Any) -> Any:
        return function(*args, chosen=Selection(query, filters), **options)

    return command


table_argument = click.argument(
    "table", default="articles", type=click.Choice(list(TABLES)), metavar="[TABLE]"
)


@contextmanager
def _reading(
    root: Path, table: str, chosen: Selection, limit: int | None, *, as_text: bool = False
) -> Iterator[tuple[Table, Rows]]:
    """The table and its rows; as_text: as `cells` of UTF-8."""
    from govnews.archive.database import Archive

    source = TABLES[table]
    read = source.cells if as_text else source.rows
    with Archive.open(root) as archive:
        archive.conn.text_factory = LENIENT
        with archive.reading(), closing(read(archive.conn, chosen, limit)) as rows:
            yield source, rows


@contextmanager
def _text(path: Path | None, encoding: str = "utf-8") -> Iterator[IO[str]]:
    from govnews.export.output import replacing

    if path is None or str(path) == "-":
        yield sys.stdout
        return
    with replacing(path, encoding=encoding) as stream:
        yield stream


def _done(count: int, table: str, path: Path | None) -> None:
    if path is not None and str(path) != "-":
        what = table.replace("_", " ")
        click.echo(f"{count:,} {what} written to {path}", err=True)


# --- the formats ----------------------------------------------------------------------------------


@export.command("csv", short_help="A table as CSV.")
@table_argument
@output_option()
@click.option("--no-bom", is_flag=True, help="No byte order mark at the beginning of a file.")
@click.option(
    "--excel-safe", is_flag=True, help="An apostrophe before cells that would run as a formula."
)
@click.option("--no-headers", is_flag=True, help="No header line.")
@selection_options
@limit_option(None)
@archive_option
def export_csv(
    table: str,
    path: Path | None,
    no_bom: bool,
    excel_safe: bool,
    no_headers: bool,
    chosen: Selection,
    limit: int | None,
    root: Path,
) -> None:
    """Exports a table as CSV in UTF-8: articles, or another that docs/commands.md names.

    A file begins with a byte order mark, so that spreadsheet programs show Vietnamese.

    \b
    Example:
        govnews export csv -o articles.csv
        govnews export csv --portal longan --query 'chỉ số papi' > papi.csv
        govnews export csv document_refs --since 2021 --until 06/2021
    """
    from govnews.export.csvfile import EXCEL_CELL, write_csv, write_quoted_csv

    encoding = "utf-8" if no_bom else "utf-8-sig"
    with (
        _reading(root, table, chosen, limit, as_text=not excel_safe) as (source, rows),
        _text(path, encoding) as stream,
    ):
        write = functools.partial(write_csv, excel_safe=True) if excel_safe else write_quoted_csv
        count, long = write(stream, list(source.columns), rows, headers=not no_headers)
    _done(count, table, path)
    if long:
        click.echo(
            f"{long} of them have a cell of more than {EXCEL_CELL:,} characters; spreadsheet "
            "programs cut it when they open the file, the file itself is complete.",
            err=True,
        )


@export.command("tsv", short_help="A table as tab-separated values.")
@table_argument
@output_option()
@click.option("--no-headers", is_flag=True, help="No header line.")
@selection_options
@limit_option(None)
@archive_option
def export_tsv(
    table: str,
    path: Path | None,
    no_headers: bool,
    chosen: Selection,
    limit: int | None,
    root: Path,
) -> None:
    """Exports a table as tab-separated values in UTF-8; cells with a tab or line break are quoted.

    \b
    Example:
        govnews export tsv view_observations -o views.tsv
    """
    from govnews.export.csvfile import write_csv

    with _reading(root, table, chosen, limit) as (source, rows), _text(path) as stream:
        count, _ = write_csv(
            stream, list(source.columns), rows, delimiter="\t", headers=not no_headers
        )
    _done(count, table, path)


@export.command("jsonl", short_help="A table as JSON Lines.")
@table_argument
@output_option()
@selection_options
@limit_option(None)
@archive_option
def export_jsonl(
    table: str, path: Path | None, chosen: Selection, limit: int | None, root: Path
) -> None:
    """Exports a table as JSON Lines: one object on a line, lists as lists.

    \b
    Example:
        govnews export jsonl --portal longan | jq -r .title
    """
    from govnews.export.jsonl import write_jsonl

    with _reading(root, table, chosen, limit) as (source, rows), _text(path) as stream:
        count = write_jsonl(stream, source, rows)
    _done(count, table, path)


@export.command("parquet", short_help="A table as Parquet (govnews[parquet]).")
@table_argument
@output_option(required=True)
@selection_options
@limit_option(None)
@archive_option
def export_parquet(
    table: str, path: Path, chosen: Selection, limit: int | None, root: Path
) -> None:
    """Exports a table as Parquet, for pandas, DuckDB and R. Needs the extra govnews[parquet].

    \b
    Example:
        govnews export parquet -o articles.parquet
    """
    from govnews.export.output import beside
    from govnews.export.parquet import pyarrow, write_parquet

    pyarrow()
    with _reading(root, table, chosen, limit) as (source, rows):
        if str(path) == "-":
            if sys.stdout.isatty():
                raise UsageError("Parquet is not for a terminal: name a file with -o.")
            count = write_parquet(sys.stdout.buffer, source.columns, rows)
        else:
            with beside(path) as part, part.open("wb") as stream:
                count = write_parquet(stream, source.columns, rows)
    _done(count, table, path)


@export.command("sqlite", short_help="A part of the archive as an SQLite archive.")
@output_option(required=True)
@selection_options
@archive_option
def export_sqlite(path: Path, chosen: Selection, root: Path) -> None:
    """Exports articles with their versions, captures and attachments as an SQLite archive.

    datasette and sqlite3 open it as it is; so does govnews, when the file is DIR/archive.db. The
    WARC files are not copied.

    \b
    Example:
        govnews export sqlite --province 'Tây Ninh' --lineage -o tayninh/archive.db
        govnews search --archive tayninh 'cải cách hành chính'
    """
    from govnews.archive.database import Archive
    from govnews.export.subset import write_subset

    if str(path) == "-":
        raise UsageError("An SQLite file cannot go to standard output: name a file with -o.")
    with Archive.open(root) as archive, archive.reading() as conn:
        count = write_subset(conn, path, chosen)
    _done(count, "articles", path)


@export.command("wacz", short_help="The captured pages, for replay elsewhere.")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The package, which appears when it is complete. Default: exports/NAME.wacz.",
)
@portal_option
@archive_option
def export_wacz(path: Path | None, portal: str | None, root: Path) -> None:
    """Exports the captures as a web archive package (WACZ) for ReplayWeb.page, pywb and others.

    It holds the WARC files, an index, a list of pages and a manifest with checksums. The same
    archive makes the same bytes.

    \b
    Example:
        govnews export wacz --portal longan -o longan.wacz
    """
    from govnews.archive.database import Archive
    from govnews.export.wacz import write_wacz

    place = path or root / "exports" / f"{portal or 'archive'}.wacz"
    if place.suffix != ".wacz":
        raise UsageError(f"{place}: replay tools know the package by its ending: name it .wacz")
    with Archive.open(root) as archive:
        done = write_wacz(archive, place, portal=portal)
    click.echo(
        f"{done.files:,} WARC files, {done.captures:,} captures to replay, {done.pages:,} pages of "
        f"articles written to {place} ({done.size:,} bytes)",
        err=True,
    )


@export.command("datapackage", short_help="A citable dataset with checksums.")
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.zip",
    help="A folder, or a ZIP file; it appears when it is complete.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="The form of the tables.",
)
@click.option("--title", metavar="TEXT", help="Title of the dataset.")
@click.option(
    "--creator", "creators", multiple=True, metavar="NAME", help="Who is cited; can be repeated."
)
@selection_options
@archive_option
def export_datapackage(
    path: Path,
    form: Any,
    title: str | None,
    creators: tuple[str, ...],
    chosen: Selection,
    root: Path,
) -> None:
    """Exports a dataset that can be cited: all tables, a codebook in Vietnamese and English, what
    is missing, checksums and CITATION.cff, as a Data Package.

    The same archive and filters make the same bytes. docs/datasets.md describes its files.

    \b
    Example:
        govnews export datapackage -o papi.zip --query papi --since 2015 --title 'PAPI in the news'
        govnews cite --dataset papi.zip --format bibtex
    """
    from govnews.archive.database import Archive
    from govnews.export.dataset import Labels, write_dataset

    with Archive.open(root) as archive, archive.reading() as conn:
        labels = Labels(title, creators)
        counts = write_dataset(conn, path, chosen, form=form, labels=labels)
    _done(counts["articles"], "articles", path)
