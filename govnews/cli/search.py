"""`govnews search`: full-text search in Vietnamese."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from govnews.archive.search import COUNT_CAP, MARK, Hit
from govnews.cli.forms import local_date, print_rows
from govnews.cli.options import archive_option, format_options, limit_option, portal_option

COLUMNS = ("id", "portal", "published", "title", "section", "views", "url", "snippet")


@click.command(short_help="Full-text search in Vietnamese.")
@click.argument("query", nargs=-1, required=True)
@portal_option
@limit_option(20)
@archive_option
@format_options
def search(
    query: Sequence[str], portal: str | None, limit: int, root: Path, form: str | None
) -> None:
    """Searches titles, sapos and bodies, best hits first.

    'ha noi', 'Hà Nội' and 'HÀ NỘI' find the same; what has the diacritics of the query comes
    first. All words have to occur; "…" holds a phrase together; thanh* finds how words begin.

    \b
    Example:
        govnews search chỉ số papi
        govnews search '"cải cách hành chính"' --portal longan --csv
    """
    from govnews.archive import search as engine
    from govnews.archive.database import Archive

    text = " ".join(query)
    with Archive.open(root) as archive:
        hits = engine.search(archive.conn, text, portal=portal, limit=limit)
        total = engine.count(archive.conn, text, portal=portal)
    if form is not None:
        print_rows(({**_plain(hit)} for hit in hits), COLUMNS, form)
        return
    if not hits:
        where = f" in {portal}" if portal else ""
        click.echo(f"No article{where} matches: {text}", err=True)
        return
    number = f"{COUNT_CAP:,}+" if total > COUNT_CAP else f"{total:,}"
    shown = f", the first {len(hits)} follow" if total > len(hits) else ""
    click.echo(f"{number} article{'s' * (total != 1)}{shown}", err=True)
    for hit in hits:
        _print_hit(hit)


def _plain(hit: Hit) -> dict[str, object]:
    row = asdict(hit)
    row["snippet"] = _marked(hit.snippet, "**", "**")
    row.pop("score")
    return row


def _print_hit(hit: Hit) -> None:
    """Matches are bold on a terminal, **so** elsewhere."""
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
