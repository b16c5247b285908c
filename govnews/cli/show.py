"""`govnews show` and `govnews why`: one article, and where each of its values comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import local_date, local_time, print_rows
from govnews.errors import UsageError

EVIDENCE = ("field", "raw", "rule", "place", "confidence")


def _load(root: Path, article: str) -> dict[str, Any]:
    from govnews.archive import articles
    from govnews.archive.database import Archive

    with Archive.open(root) as archive:
        return articles.full(archive.conn, articles.find(archive.conn, article))


@click.command(short_help="One article with all its parts.")
@click.argument("article", metavar="URL|NUMBER")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Everything that is known, as JSON.")
def show(article: str, root: Path, as_json: bool) -> None:
    """Shows one article: by its URL, or by the number that 'govnews search' prints.

    \b
    Example:
        govnews show 12
        govnews show https://www.longan.gov.vn/tin/1 --json
    """
    found = _load(root, article)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(click.style(found["title"], bold=True))
    click.echo(click.style(" · ".join([found["portal"], *_facts(found)]), dim=True))
    click.echo(found["url"])
    if found["sapo"]:
        click.echo("\n" + click.style(found["sapo"], italic=True))
    if found["body"]:
        click.echo("\n" + found["body"])
    for name, lines in (
        ("Attachments", [f"{a['name'] or ''} {a['url']}".strip() for a in found["attachments"]]),
        ("Signed by", [", ".join(signer.values()) for signer in found["signers"]]),
        ("Pictures", [f"{i['url']} {i['caption'] or ''}".strip() for i in found["images"]]),
        ("Documents named", [_document(ref) for ref in found["document_refs"]]),
    ):
        if lines:
            click.echo(f"\n{name}:")
            for line in lines:
                click.echo(f"  {line}")
    click.echo(f"\nCaptured {found['captured_at']}  {found['digest']}")
    click.echo(f"  {found['warc_file']} at {found['warc_offset']}")
    if found["versions"] > 1:
        click.echo(f"  {found['versions']} versions")
    print_addresses(found)
    if found["gone_at"]:
        click.echo(f"  gone from the portal since {found['gone_at']}")


def print_addresses(found: Mapping[str, Any]) -> None:
    """Every address of an article that has several: from when to when, and why it is one."""
    if len(found["addresses"]) < 2:
        return
    click.echo("\nAddresses:")
    for row in found["addresses"]:
        click.echo(f"  {row['url']}" + (" (present)" if row["present"] else ""))
        seen = f"{local_time(row['first_seen'])} to {local_time(row['last_seen'])}"
        click.echo(f"    {seen}, {row['why']}")


def _facts(found: Mapping[str, Any]) -> Iterator[str]:
    from govnews.archive.columns import FACTS

    for column in FACTS:
        value = found[column.name]
        if value is None or column.fact is None or column.fact.brief is None:
            continue
        yield column.fact.brief.format(local_date(value) if column.form == "date" else value)


def _document(ref: dict[str, Any]) -> str:
    known = ", ".join(filter(None, (ref["kind"], ref["issuer"])))
    return f"{ref['number']}" + (f" ({known})" if known else "")


@click.command(short_help="Where an article's values come from.")
@click.argument("article", metavar="URL|NUMBER")
@click.argument("field", required=False)
@archive_option
@format_options
def why(article: str, field: str | None, root: Path, form: str | None) -> None:
    """Says where an article's values come from: the text as printed, how sure it is, the rule, the
    place.

    docs/extraction.md explains the rules and what makes a value sure, likely or unsure.

    \b
    Example:
        govnews why 12
        govnews why https://www.longan.gov.vn/tin/1 author --json
    """
    found = _load(root, article)
    rows = [row for row in found["evidence"] if field in {None, row["field"], _base(row["field"])}]
    if field is not None and not rows:
        known = sorted({_base(row["field"]) for row in found["evidence"]})
        if field not in found and field not in known:
            raise UsageError(
                f"An article has no field '{field}'. This one has: {', '.join(known)}."
            )
        click.echo(f"The page has no {field}: nothing was found, nothing is stored.", err=True)
    if form is not None:
        print_rows(rows, EVIDENCE, form)
        return
    for row in rows:
        click.echo(click.style(row["field"], bold=True) + f": {row['raw']}")
        click.echo(f"   {row['confidence']}: rule {row['rule']}, at {row['place']}")


def _base(field: str) -> str:
    return field.partition("[")[0]
