"""`govnews import`: imports pages that were saved elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from govnews.cli.date_option import moment
from govnews.cli.import_tally import print_rest
from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import print_rows
from govnews.portal import Registry

COLUMNS = ("file", "outcome", "reason", "title", "url")


@click.command("import", short_help="Bring in text dumps, saved HTML, WARC and WACZ files.")
@click.argument(
    "files",
    metavar="FILE|FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option("--portal", required=True, metavar="NAME", help="The portal of the pages.")
@click.option("--url", metavar="URL", help="Address of a saved page that does not contain it.")
@click.option(
    "--captured-at",
    callback=moment,
    metavar="DATE",
    help="When the page was saved (24/05/2021). Default: the file's last change.",
)
@click.option(
    "--url-map",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="CSV or TSV: a path below the folder, and the address of the page.",
)
@archive_option
@format_options
def import_(
    files: Sequence[Path],
    portal: str,
    url: str | None,
    url_map: Path | None,
    captured_at: datetime | None,
    root: Path,
    form: str | None,
) -> int:
    """Imports text dumps, saved HTML, WARC and WACZ files of one portal (plain or gzip).

    In a FOLDER every page and WARC file below it is imported. Each page is kept in a WARC file of
    the archive and read as if it had been crawled. Importing a file again changes nothing. Exit
    code 3 means that a page was not an article, not readable, or is held for review.

    \b
    Example:
        govnews import longan_papi_2020.txt --portal longan
        govnews import saved.html --portal longan --url https://www.longan.gov.vn/tin/1
        govnews import crawl.wacz --portal tayninh --nl
        govnews import saved/ --portal longan --url-map addresses.csv
    """
    from govnews.archive.database import Archive
    from govnews.importing import Importer
    from govnews.importing.urlmap import load_url_map

    if url is not None and (len(files) > 1 or files[0].is_dir()):
        raise click.UsageError("--url is for one file; several files cannot have one address")
    if url_map is not None and (len(files) > 1 or not files[0].is_dir()):
        raise click.UsageError("--url-map is for one folder; its paths are below that folder")
    urls = load_url_map(url_map) if url_map is not None else {}
    chosen = Registry(root).load(portal)
    rows = []
    with Archive.open(root, write=True) as archive:
        importer = Importer(archive, chosen, captured_at=captured_at)
        try:
            for path in files:
                tree = path.is_dir()
                for done in importer.run_tree(path, urls) if tree else importer.run(path, url):
                    row = {name: getattr(done, name) for name in COLUMNS}
                    rows.append(row)
                    if form is None:
                        line = ": ".join(filter(None, (done.outcome, done.reason, done.title)))
                        name = Path(done.file).relative_to(path) if tree else path.name
                        click.echo(f"{name}: {line}")
        finally:
            importer.close()
    if form is not None:
        print_rows(rows, COLUMNS, form)
    tally = importer.tally
    counted = [f"{number} {outcome}" for outcome, number in sorted(tally.counts.items())]
    click.echo(f"Imported into {root}: {', '.join(counted) or 'no page'}", err=True)
    print_rest(tally, portal)
    return 0 if tally.complete and tally.counts else 3
