"""`govnews cite`: how an article is cited, with the capture that proves it."""

from __future__ import annotations

from pathlib import Path

import click

from govnews.cli.options import archive_option
from govnews.export.citation import FORMATS


@click.command(short_help="Cite an article.")
@click.argument("article", metavar="URL|NUMBER")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="apa",
    show_default=True,
    help="How the citation is written.",
)
@archive_option
def cite(article: str, form: str, root: Path) -> None:
    """Prints a citation with the capture's time and digest: what the page said, and when.

    \b
    Example:
        govnews cite 12
        govnews cite https://www.longan.gov.vn/tin/1 --format bibtex >> sources.bib
    """
    from govnews.archive import articles
    from govnews.archive.database import Archive
    from govnews.export import citation

    with Archive.open(root) as archive:
        found = articles.find(archive.conn, article)
        source = citation.of_article(archive.conn, found, root)
    click.echo(FORMATS[form](source), nl=False)
