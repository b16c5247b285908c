"""`govnews history`, `diff` and `changes`: what an article said before, and what was edited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from govnews.audit.changes import COLUMNS as CHANGES
from govnews.audit.changes import KINDS
from govnews.audit.compare import Block, FieldDiff, Piece
from govnews.cli.date_option import moment
from govnews.cli.options import archive_option, format_options, limit_option, portal_option
from govnews.cli.output_formats import coloured, local_time, print_rows
from govnews.cli.show import print_addresses
from govnews.model import Cause

HISTORY = (
    "number", "seen_at", "last_seen", "changed", "cause", "title", "published", "captured_at",
    "payload_digest", "warc_file", "warc_offset", "capture_id",
)  # fmt: skip
_ABOUT = ("number", "seen_at", "last_seen", *HISTORY[7:])
_WIDTH = 160


@click.command(short_help="All versions of an article.")
@click.argument("article", metavar="URL|NUMBER")
@archive_option
@format_options
def history(article: str, root: Path, form: str | None) -> None:
    """Lists the versions of an article: when each was there, what changed, in which capture.

    What moves on a page besides the article (counters, the clock, boxes, markup) is no version.

    \b
    Example:
        govnews history 12
        govnews history https://www.longan.gov.vn/tin/1 --json
    """
    from govnews.archive import articles
    from govnews.archive.database import Archive
    from govnews.audit import versions
    from govnews.audit.changes import classify

    with Archive.open(root) as archive:
        found = articles.full(archive.conn, articles.find(archive.conn, article))
        rows = versions.load(archive.conn, found["id"])
    for before, row in zip([None, *rows], rows, strict=False):
        changes = classify(before, row) if before else ()
        row["changed"] = list(dict.fromkeys(change.kind for change in changes))
    if form is not None:
        print_rows(rows, HISTORY, form)
        return
    click.echo(click.style(found["title"], bold=True))
    click.echo(found["url"])
    for row in rows:
        said = ", ".join(row["changed"]) or "first seen"
        if row["cause"] == Cause.READER:
            said += " (read differently, not edited)"
        click.echo(
            f"\n{row['number']}. {local_time(row['seen_at'])} to {local_time(row['last_seen'])}: "
            + click.style(said, fg="yellow" if row["changed"] else None)
        )
        click.echo(f"   capture {row['capture_id']}, {row['payload_digest']}")
        click.echo(f"   {row['warc_file']} at {row['warc_offset']}")
    print_addresses(found)
    if found["gone_at"]:
        click.echo(f"\nGone from the portal since {local_time(found['gone_at'])}")


@click.command(short_help="Two versions of an article, word by word.")
@click.argument("article", metavar="URL|NUMBER")
@click.argument("first", metavar="[N]", type=click.IntRange(1), required=False)
@click.argument("second", metavar="[M]", type=click.IntRange(1), required=False)
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Every field that differs, as JSON.")
def diff(article: str, first: int | None, second: int | None, root: Path, as_json: bool) -> None:
    """Shows what differs between two versions, by default the last two; N alone against the last.

    Words that went stand in [-…-], words that came in {+…+}; on a terminal they are red and green.
    Paragraphs that are the same are left out.

    \b
    Example:
        govnews diff 12
        govnews diff 12 1 3
        govnews diff https://www.longan.gov.vn/tin/1 --json
    """
    from govnews.archive import articles
    from govnews.archive.database import Archive
    from govnews.audit import versions
    from govnews.audit.compare import compare

    with Archive.open(root) as archive:
        found = articles.full(archive.conn, articles.find(archive.conn, article))
        rows = versions.load(archive.conn, found["id"])
    before, after = versions.pick(rows, first, second)
    fields = compare(before, after)
    if as_json:
        told = {
            "id": found["id"],
            "portal": found["portal"],
            "url": found["url"],
            "before": {name: before[name] for name in _ABOUT if name in before},
            "after": {name: after[name] for name in _ABOUT if name in after},
            "fields": [asdict(field) for field in fields],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if len(rows) == 1:
        click.echo("The archive has one version of this article; nothing was edited.", err=True)
        return
    click.echo(click.style(after["title"], bold=True))
    click.echo(found["url"])
    for sign, row in (("-", before), ("+", after)):
        click.echo(f"{sign} version {row['number']}, seen {local_time(row['seen_at'])}")
    if not fields:
        click.echo("The two say the same.", err=True)
    for field in fields:
        _print_field(field)


def _print_field(field: FieldDiff) -> None:
    click.echo("\n" + click.style(field.field, bold=True))
    skipped = 0
    for block in field.blocks:
        if block.op == "equal":
            skipped += 1
            continue
        if skipped:
            click.echo(click.style(f"  … {skipped} the same", dim=True))
        skipped = 0
        click.echo("  " + _marked(block))
    if skipped:
        click.echo(click.style(f"  … {skipped} the same", dim=True))


def _marked(block: Block) -> str:
    return "".join(_mark(piece) for piece in block.pieces)


def _mark(piece: Piece) -> str:
    if piece.op == "equal":
        return piece.text
    went = piece.op == "delete"
    if coloured():
        return click.style(piece.text, fg="red" if went else "green", strikethrough=went)
    return f"[-{piece.text}-]" if went else f"{{+{piece.text}+}}"


@click.command(short_help="What was edited silently, or went.")
@click.option(
    "--since", callback=moment, metavar="DATE", help="Only what was noticed from then on."
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(list(KINDS)),
    multiple=True,
    help="Only changes of this kind; may be given several times.",
)
@click.option(
    "--reader", is_flag=True, help="Also what reads differently without an edit of the page."
)
@portal_option
@limit_option(None)
@archive_option
@format_options
def changes(
    since: datetime | None,
    kinds: Sequence[str],
    reader: bool,
    portal: str | None,
    limit: int | None,
    root: Path,
    form: str | None,
) -> None:
    """Lists what was edited after it was published, in typed changes, in the order of noticing.

    The edit took place between the last look at the old text and the first at the new one.
    'announced' says that the page names another date of its last change. 'cause' is 'page'; with
    --reader also 'reader', where the page says the same and only the reading of it is another one.

    \b
    Example:
        govnews changes --since 01/07/2025
        govnews changes --portal longan --kind number --kind gone --csv
        govnews changes --reader --kind date
    """
    from itertools import islice

    from govnews.archive.database import Archive
    from govnews.archive.frontier import utc
    from govnews.audit import changes as audit

    with Archive.open(root) as archive:
        found = audit.find(
            archive.conn,
            since=utc(since) if since else None,
            portal=portal,
            kinds=kinds,
            reader=reader,
        )
        rows = islice(found, limit)
        if form is not None:
            print_rows(rows, CHANGES, form)
        else:
            _print_changes(rows)


def _print_changes(rows: Iterable[dict[str, Any]]) -> None:
    place = None
    for row in rows:
        if place != (row["article_id"], row["to_version"]):
            place = row["article_id"], row["to_version"]
            between = f"between {local_time(row['last_seen_before'])} and "
            click.echo(click.style(f"\n{row['article_id']}. {row['title']}", bold=True))
            click.echo(f"   {row['url']}")
            click.echo(
                f"   {between}{local_time(row['seen_at'])}"
                + (", announced" if row["announced"] else "")
                + (", read differently, not edited" if row["cause"] == Cause.READER else "")
            )
        texts = [_cut(text) for text in (row["before"], row["after"]) if text is not None]
        if row["before"] is None:
            texts = ["", *texts]
        kind = click.style(row["kind"], fg="yellow")
        words = "" if row["kind"] == "gone" else f" ({row['field']}): {' → '.join(texts)}"
        click.echo(f"   {kind}{words}")
    if place is None:
        click.echo("No article was changed.", err=True)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
