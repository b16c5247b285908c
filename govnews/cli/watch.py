"""`govnews watch`: saved searches that list new articles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from govnews.archive.search import Filters
from govnews.cli.filters import Querying, aliases_option, filter_options
from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import print_rows
from govnews.cli.search import print_hit, row_of

COLUMNS = ("watch", "id", "portal", "published", "title", "url")
LISTED = ("name", "query", "filters", "new")


@click.group(short_help="Saved searches: what is new since last time.")
def watch() -> None:
    """Saves searches and lists what is new since they last ran, for instance from cron.

    \b
    Example:
        govnews watch add papi 'PAPI OR "chỉ số hiệu quả"' --province 'Tây Ninh (mới)'
        govnews watch run
    """


@watch.command(cls=Querying, short_help="Saves a search.")
@click.argument("name")
@click.argument("query", nargs=-1)
@filter_options
@aliases_option
@archive_option
def add(name: str, query: Sequence[str], filters: Filters, aliases: bool, root: Path) -> None:
    """Saves a search as NAME; 'govnews watch run' lists what is stored from now on.

    \b
    Example:
        govnews watch add dien-tu chuyển đổi số --has-attachment
    """
    from govnews.archive import saved_searches
    from govnews.archive.database import Archive

    with Archive.open(root) as archive, archive.reading() as conn:
        saved_searches.add(
            root, conn, saved_searches.Watch(name, " ".join(query), filters, aliases, 0)
        )
    click.echo(f"Watch '{name}' is saved; it lists what is stored from now on.", err=True)


@watch.command("list", short_help="Names the saved searches.")
@archive_option
@format_options
def list_(root: Path, form: str | None) -> None:
    """Lists the saved searches and how many new articles each has.

    \b
    Example:
        govnews watch list
    """
    from govnews.archive import saved_searches
    from govnews.archive.database import Archive

    rows = []
    with Archive.open(root) as archive, archive.reading() as conn:
        for saved in saved_searches.load(root).values():
            row = saved_searches.to_json(saved)
            rows.append(row | {"new": len(saved_searches.news(conn, saved)[0])})
    if not rows:
        click.echo("There is no watch yet. 'govnews watch add NAME QUERY' saves one.", err=True)
    if rows or form is not None:
        print_rows(rows, LISTED, form or "table")


@watch.command(short_help="Lists what is new since last time.")
@click.argument("name", required=False)
@archive_option
@format_options
def run(name: str | None, root: Path, form: str | None) -> None:
    """Lists the articles that were stored since last time, of NAME or of all saved searches.

    An article counts as listed when the full output was written. Without new articles nothing is
    printed on standard output, so that cron sends no mail.

    \b
    Example:
        govnews watch run
        govnews watch run papi --json
    """
    from govnews.archive import saved_searches
    from govnews.archive.database import Archive

    chosen = (
        [saved_searches.find(root, name)]
        if name is not None
        else list(saved_searches.load(root).values())
    )
    rows: list[dict[str, Any]] = []
    done: dict[str, int] = {}
    with Archive.open(root) as archive, archive.reading() as conn:
        for saved in chosen:
            hits, done[saved.name] = saved_searches.news(conn, saved)
            rows += [{"watch": saved.name, **row_of(hit)} for hit in hits]
            if form is None and hits:
                click.echo(click.style(f"{saved.name}: {len(hits):,} new", bold=True))
                for hit in hits:
                    print_hit(hit)
                click.echo()
    if form is not None:
        print_rows(rows, COLUMNS, form)
    sys.stdout.flush()
    for watched, up_to in done.items():
        saved_searches.mark_reported(root, watched, up_to)
    click.echo(f"{len(rows):,} new article{'s' * (len(rows) != 1)}", err=True)


@watch.command(short_help="Forgets a saved search.")
@click.argument("name")
@archive_option
def remove(name: str, root: Path) -> None:
    """Forgets a saved search.

    \b
    Example:
        govnews watch remove papi
    """
    from govnews.archive import saved_searches

    saved_searches.remove(root, name)
    click.echo(f"Watch '{name}' is removed.", err=True)
