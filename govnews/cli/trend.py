"""`govnews trend`: view counts over time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govnews.cli.options import archive_option, format_options, portal_option
from govnews.cli.output_formats import local_date, local_time, print_rows


@click.command(short_help="View counts over time.")
@click.argument("article", metavar="[URL|NUMBER]", required=False)
@portal_option
@click.option("--query", metavar="QUERY", help="All articles that this search finds.")
@archive_option
@format_options
def trend(
    article: str | None, portal: str | None, query: str | None, root: Path, form: str | None
) -> None:
    """Shows the view counts of an article over time, or of a portal's or a search's articles.

    Every visit's count is kept. A count that fell is marked: 'reset' when it began anew, else
    'drop'. For many articles there is a line for each day on which they were observed.

    \b
    Example:
        govnews trend 12
        govnews trend --portal longan --csv
        govnews trend --query 'chỉ số papi'
    """
    from govnews.archive import articles
    from govnews.archive.database import Archive
    from govnews.audit import trend as audit

    if (article is None) == (portal is None and query is None):
        raise click.UsageError("Name an article, or --portal or --query.")
    with Archive.open(root) as archive:
        if article is not None:
            found = articles.full(archive.conn, articles.find(archive.conn, article))
            heading = (found["title"], found["url"])
            rows = audit.of_article(archive.conn, found["id"])
        else:
            heading = (portal or "", query or "")
            rows = audit.of_many(archive.conn, portal=portal, query=query)
    if form is not None:
        print_rows(rows, audit.OF_MANY if article is None else audit.OF_ARTICLE, form)
        return
    if not rows:
        click.echo("No view count was ever seen.", err=True)
        return
    for line, bold in zip(heading, (True, False), strict=True):
        if line:
            click.echo(click.style(line, bold=bold))
    first, last = rows[0]["views"], rows[-1]["views"]
    line = audit.sparkline([row["views"] for row in rows])
    click.echo(f"{click.style(line, fg='cyan')}  {first:,} → {last:,}\n")
    for row in rows:
        click.echo(_line(row))


def _line(row: dict[str, Any]) -> str:
    many = "day" in row
    when = local_date(row["day"]) if many else local_time(row["observed_at"])
    change = f"{row['change']:+,}" if row["change"] is not None else ""
    text = f"{when}  {row['views']:>12,}  {change:>10}"
    if many:
        text += f"  {row['articles']:,} article{'s' * (row['articles'] != 1)}"
        marks = [(row["drops"], "drop"), (row["resets"], "reset")]
        events = ", ".join(
            f"{number} {name}{'s' * (number != 1)}" for number, name in marks if number
        )
    else:
        events = row["mark"] or ""
    return (text + ("  " + click.style(events, fg="red") if events else "")).rstrip()
