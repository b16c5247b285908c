"""`govnews search`: full-text search in Vietnamese."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from govnews.archive.search import MARK, ORDERS, Filters, Found, Hit, Order
from govnews.cli.filters import Querying, aliases_option, filter_options
from govnews.cli.options import archive_option, format_options, limit_option
from govnews.cli.output_formats import local_date, print_rows

COLUMNS = (
    "id", "portal", "published", "title", "section", "author", "views", "url", "snippet",
)  # fmt: skip


@click.command(cls=Querying, short_help="Full-text search in Vietnamese.")
@click.argument("query", nargs=-1)
@filter_options
@click.option(
    "--order",
    type=click.Choice(ORDERS),
    default=ORDERS[0],
    help="What comes first. Default: relevance.",
)
@aliases_option
@limit_option(20)
@click.option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N."
)
@archive_option
@format_options
def search(
    query: Sequence[str],
    filters: Filters,
    order: Order,
    aliases: bool,
    limit: int,
    offset: int,
    root: Path,
    form: str | None,
) -> None:
    """Searches titles, sapos and bodies, best hits first; without a QUERY, by the options alone.

    'ha noi', 'Hà Nội' and 'HÀ NỘI' find the same; what has the diacritics of the query comes
    first. All words have to occur. "…" holds a phrase together, thanh* finds how words begin; OR,
    NOT, -word and (…) combine; title: author: signer: section: number: search one field.
    docs/searching.md describes all.

    \b
    Example:
        govnews search chỉ số papi
        govnews search '"cải cách hành chính" -papi' --portal longan --csv
        govnews search UBND title:quy* --since 01/07/2025 --order date
    """
    from govnews.archive import search as engine
    from govnews.archive.database import Archive

    text = " ".join(query)
    with Archive.open(root) as archive, archive.reading() as conn:
        parsed = engine.parse_query(text, aliases=aliases) if query else None
        found = engine.search(conn, parsed, filters, order=order, limit=limit, offset=offset)
    if form is not None:
        print_rows(({**row_of(hit)} for hit in found.hits), COLUMNS, form)
        return
    click.echo(_summary(found, text, offset), err=True)
    for hit in found.hits:
        print_hit(hit)


def _summary(found: Found, text: str, offset: int) -> str:
    if not found.total:
        return f"No article matches: {text}" if text else "No article matches."
    if not found.hits:
        return f"{found.total_text} articles; none is left after the first {offset:,}."
    count = f"{found.total_text} article{'s' * (found.total != 1)}"
    if offset:
        return f"{count}, {offset + 1:,} to {offset + len(found.hits):,} follow"
    return count + (
        f", the first {len(found.hits)} follow" if found.total > len(found.hits) else ""
    )


def row_of(hit: Hit) -> dict[str, object]:
    """A hit as a row of data; matches in its snippet are between `**`."""
    row = asdict(hit)
    row["snippet"] = _marked(hit.snippet, "**", "**")
    del row["marked_title"]
    return row


def print_hit(hit: Hit) -> None:
    """Prints a hit. Matches are bold on a terminal, **so** elsewhere."""
    facts = [hit.portal, local_date(hit.published), hit.section]
    if hit.views is not None:
        facts.append(f"{hit.views} views")
    click.echo(f"\n{hit.id}. " + click.style(hit.title, bold=True))
    click.echo("   " + click.style(" · ".join(filter(None, facts)), dim=True))
    click.echo(f"   {hit.url}")
    marks = ("\x1b[1;33m", "\x1b[0m") if sys.stdout.isatty() else ("**", "**")
    click.echo(f"   {_marked(hit.snippet, *marks)}")


def _marked(snippet: str, before: str, after: str) -> str:
    """A snippet with other marks; matches side by side share one pair."""
    joined = snippet.replace(f"{MARK[1]} {MARK[0]}", " ")
    return joined.replace(MARK[0], before).replace(MARK[1], after)
