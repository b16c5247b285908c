"""`govnews stats`: how many articles, by portal, province, year, month, author, signer or
section.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from govnews.archive.search import FACETS, Count, Facet, Filters
from govnews.cli.filters import Querying, aliases_option, filter_options
from govnews.cli.options import archive_option, format_options, limit_option
from govnews.cli.output_formats import print_rows

COLUMNS = ("value", "articles")
_IN_ORDER = {"year", "month"}
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDEST_NAME = 40


@click.command(cls=Querying, short_help="How many articles, by portal, month, author, ….")
@click.argument("query", nargs=-1)
@click.option(
    "--by",
    "facet",
    type=click.Choice(FACETS),
    default="portal",
    help="What to count by. Default: portal.",
)
@filter_options
@aliases_option
@limit_option(None)
@click.option("--bars", is_flag=True, help="As a bar chart, also if the output is not a terminal.")
@archive_option
@format_options
def stats(
    query: Sequence[str],
    facet: Facet,
    filters: Filters,
    aliases: bool,
    limit: int | None,
    bars: bool,
    root: Path,
    form: str | None,
) -> None:
    """Counts the articles that a QUERY and the options find; without any, all of them.

    Years and months come in their order, the others with the most articles first. On a terminal
    the counts are a bar chart.

    \b
    Example:
        govnews stats --by month --since 2021
        govnews stats 'chuyển đổi số' --by province --csv
    """
    from govnews.archive import search as engine
    from govnews.archive.database import Archive

    if bars and form is not None:
        raise click.UsageError("--bars is a form of its own; leave out the other one.")
    with Archive.open(root) as archive, archive.reading() as conn:
        parsed = engine.parse_query(" ".join(query), aliases=aliases) if query else None
        counts = engine.facets(conn, facet, parsed, filters)
    total = sum(count.articles for count in counts)
    if limit is not None:
        # The latest of a series, the first of a ranking.
        counts = counts[-limit:] if facet in _IN_ORDER else counts[:limit]
    if form is None and (bars or sys.stdout.isatty()):
        _print_bars(counts)
    else:
        print_rows(map(asdict, counts), COLUMNS, form or "table")
    if form is None:
        click.echo(f"{total:,} article{'s' * (total != 1)}", err=True)


def _print_bars(counts: Sequence[Count]) -> None:
    """One line for each value: its name, its number, a bar as long as its share of the greatest."""
    if not counts:
        return
    names = [_short(count.value) for count in counts]
    numbers = [f"{count.articles:,}" for count in counts]
    name_width, number_width = max(map(len, names)), max(map(len, numbers))
    width = max(10, shutil.get_terminal_size().columns - name_width - number_width - 4)
    most = max(count.articles for count in counts)
    for name, number, count in zip(names, numbers, counts, strict=True):
        eighths = max(1, round(count.articles / most * width * 8))
        bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
        click.echo(f"{name:<{name_width}}  {number:>{number_width}}  {click.style(bar, fg='cyan')}")


def _short(value: str | None) -> str:
    name = " ".join(value.split()) if value is not None else "(none)"
    return name if len(name) <= _WIDEST_NAME else name[: _WIDEST_NAME - 1] + "…"
