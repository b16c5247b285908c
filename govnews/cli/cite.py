"""`govnews cite`: citations of an article or a dataset, with the capture's time and digest."""

from __future__ import annotations

from pathlib import Path

import click

from govnews.cli.options import archive_option
from govnews.export.citation import FORMATS


@click.command(short_help="Cite an article or a dataset.")
@click.argument("article", metavar="URL|NUMBER", required=False)
@click.option(
    "--dataset",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR|FILE.zip",
    help="A dataset that 'export datapackage' wrote, instead of an article.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="apa",
    show_default=True,
    help="How the citation is written.",
)
@click.option(
    "--version",
    type=click.IntRange(1),
    metavar="N",
    help="This version of the article, as 'govnews history' numbers them.",
)
@archive_option
def cite(
    article: str | None, dataset: Path | None, form: str, version: int | None, root: Path
) -> None:
    """Prints a citation with the time and digest of the capture.

    \b
    Example:
        govnews cite 12
        govnews cite https://www.longan.gov.vn/tin/1 --format bibtex >> sources.bib
        govnews cite 12 --version 1
        govnews cite --dataset papi.zip
    """
    from govnews.archive import articles
    from govnews.archive.database import Archive
    from govnews.export import citation

    if dataset is not None and version is not None:
        raise click.UsageError("--version is for an article")
    if (article is None) == (dataset is None):
        raise click.UsageError("name one article by URL or number, or a dataset with --dataset")
    if dataset is not None:
        source = citation.of_dataset(dataset)
    else:
        with Archive.open(root) as archive:
            found = articles.find(archive.conn, str(article))
            source = citation.of_article(archive.conn, found, root, version)
    click.echo(FORMATS[form](source), nl=False)
