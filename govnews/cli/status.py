"""`govnews status`: stored, queued and failed pages of each portal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from govnews.archive.holds import REASONS
from govnews.cli.options import archive_option, format_options, limit_option
from govnews.cli.output_formats import local_date, print_rows
from govnews.model import RunOutcome
from govnews.reasons import explain

COLUMNS = (
    "portal", "articles", "newest_article", "gone_articles", "queued", "done", "failed", "gone",
    "reasons", "held", "held_reasons", "last_run", "last_outcome", "last_success", "vanished",
    "unproven", "notes",
)  # fmt: skip


@click.command(short_help="What is stored, queued and failed, by portal.")
@click.argument("portal", required=False)
@click.option("--lists", is_flag=True, help="How far each list was read, and how it ended.")
@limit_option(10)
@archive_option
@format_options
def status(portal: str | None, lists: bool, limit: int, root: Path, form: str | None) -> None:
    """Shows, for each portal, what is stored, queued and failed, and how the last run ended.

    With a PORTAL also what its reasons mean, what else was missing or noted in its last run, its
    articles by month, and its failures, at most --limit of each reason.

    \b
    Example:
        govnews status
        govnews status longan
        govnews status longan --lists
        govnews status --json
    """
    from govnews.archive import runs
    from govnews.archive.database import Archive

    if lists:
        _print_lists(portal, root, form)
        return
    with Archive.open(root) as archive:
        rows = runs.status(archive.conn, portal)
        failures = runs.failures(archive.conn, portal, limit) if portal is not None else []
        months = runs.months(archive.conn, portal) if portal is not None else []
    if portal is not None and not rows:
        click.echo(f"The archive holds nothing of '{portal}' yet.", err=True)
    if form is not None:
        print_rows(rows, COLUMNS, form)
        return
    if portal is None and not rows:
        click.echo("The archive is empty. 'govnews crawl PORTAL' fills it.", err=True)
    for row in rows:
        click.echo(click.style(row["portal"], bold=True))
        newest = local_date(row["newest_article"])
        click.echo(
            f"   {row['articles']} article{'s' * (row['articles'] != 1)}"
            + (f", the newest of {newest}" if newest else "")
            + (f", {row['gone_articles']} gone from the portal" if row["gone_articles"] else "")
        )
        click.echo(
            f"   pages: {row['done']} done, {row['queued']} queued, {row['failed']} failed, "
            f"{row['gone']} gone"
        )
        _print_reasons(row["reasons"], explained=portal is not None)
        _print_held(row, explained=portal is not None)
        if row["last_run"]:
            click.echo(f"   last run: {row['last_run']}, {row['last_outcome']}")
            _print_notes(row, named=portal is not None)
        if row["last_success"] and row["last_outcome"] != RunOutcome.COMPLETE:
            click.echo(f"   last complete run ended: {row['last_success']}")
        if row["vanished"]:
            click.echo(f"   vanished: its pages lead to {row['vanished']}")
    _print_months(months)
    for failure in failures:
        click.echo(f"{failure['error']}: {failure['url']}")
        if failure["error_detail"]:
            click.echo(f"   {failure['error_detail']}")


def _print_notes(row: Mapping[str, Any], *, named: bool) -> None:
    """What the last run left open beside pages that failed; how much it is, for all portals."""
    for what, lines in (("list without a proven end", row["unproven"]), ("note", row["notes"])):
        if named:
            for line in lines:
                click.echo(f"      {what}: {line}")
        elif lines:
            first, _, rest = what.partition(" ")
            click.echo(f"      {len(lines)} {first}{'s' * (len(lines) != 1)} {rest}".rstrip())


def _print_held(row: Mapping[str, Any], *, explained: bool) -> None:
    """How many pages are held, and for what reasons; explained: with what they mean."""
    number, name = row["held"], row["portal"]
    if not number:
        return
    pages, them = ("page is", "it") if number == 1 else ("pages are", "them")
    click.echo(f"   {number} {pages} held for review; 'govnews review {name}' shows {them}")
    for reason, count in row["held_reasons"].items() if explained else ():
        click.echo(f"      {count} {reason}: {REASONS[reason].meaning}")


def _print_reasons(reasons: Mapping[str, int], *, explained: bool) -> None:
    """How many pages failed for each reason; explained: with what it means and what follows."""
    for reason, number in reasons.items():
        click.echo(f"      {number} {reason}")
        meaning = explain(reason) if explained else None
        if meaning is not None:
            click.echo(f"         {meaning[0]}; {meaning[1]}")


LIST_COLUMNS = (
    "list", "kind", "url", "announced_pages", "announced_articles", "pages", "articles", "ended",
    "proven", "proof", "ended_at", "last_full_at",
)  # fmt: skip


def _print_lists(portal: str | None, root: Path, form: str | None) -> None:
    """Each list: what it announces, what was read of it, how its walk ended and by what proof."""
    from govnews.archive import list_walks
    from govnews.archive.database import Archive

    if portal is None:
        raise click.UsageError("Name the portal whose lists are meant.")
    with Archive.open(root) as archive:
        walks = list_walks.of_portal(archive.conn, portal)
    rows = [{**asdict(walk), "list": walk.name, "proven": walk.proven} for walk in walks]
    if form is not None:
        print_rows(rows, LIST_COLUMNS, form)
        return
    if not rows:
        click.echo(f"No list of '{portal}' has been read yet.", err=True)
    for walk in walks:
        mark = "✓" if walk.proven else "✗"
        click.echo(f"{mark} {walk.sentence()}")
        announced = [
            f"{number} {what}"
            for number, what in (
                (walk.announced_pages, "pages"),
                (walk.announced_articles, "articles"),
            )
            if number is not None
        ]
        click.echo(
            f"   {walk.kind} {walk.url}: read {_count(walk.pages, 'page')} with "
            f"{_count(walk.articles, 'article')}"
            + (f" of {' and '.join(announced)} announced" if announced else "")
        )
        if walk.last_full_at:
            click.echo(f"   last read to its end: {walk.last_full_at}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


_BAR = 40


def _print_months(months: Sequence[dict[str, Any]]) -> None:
    """Articles by month of publication, with bars that show gaps."""
    most = max((row["articles"] for row in months), default=0)
    for row in months:
        bar = "▇" * max(1, round(row["articles"] * _BAR / most))
        month = row["month"]
        label = f"{month[5:]}/{month[:4]}" if month else "no date"
        lost = f", {row['gone']} gone" if row["gone"] else ""
        click.echo(f"   {label:>8} {row['articles']:>6} {bar}{lost}")
