"""`govnews import`: imports pages that were saved elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govnews.cli.date_option import moment
from govnews.cli.import_tally import print_rest
from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import print_rows
from govnews.portal import Registry

if TYPE_CHECKING:
    from govnews.importing import Imported, Importer

AUTO = "auto"
COLUMNS = ("file", "outcome", "reason", "title", "url")


@click.command("import", short_help="Bring in saved pages, WARC, WACZ, HAR, MHTML, ZIP.")
@click.argument(
    "files",
    metavar="FILE|FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--portal",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="The portal of the pages; auto finds it for each page by its address.",
)
@click.option("--url", metavar="URL", help="Address of a saved page that does not contain it.")
@click.option(
    "--captured-at",
    callback=moment,
    metavar="DATE",
    help="When a page was saved that does not say it (24/05/2021). Default: its file's time.",
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
    """Imports pages that were saved elsewhere, whatever the form: saved HTML and text dumps, MHTML,
    Safari's web archives, SingleFile, mirrors by wget and HTTrack, WARC, WACZ and HAR files; plain,
    or packed with gzip, zstandard (WARC), ZIP or tar.

    What a file is is told by its content. In a FOLDER all pages below it are imported. Each page is
    kept in a WARC file of the archive and read as if it had been crawled. Importing a file again
    changes nothing. Exit code 3 means that something was refused, not readable, no article, or is
    held for review.

    \b
    Example:
        govnews import saved-pages.zip
        govnews import longan_papi_2020.txt --portal longan
        govnews import saved.html --portal longan --url https://www.longan.gov.vn/tin/1
        govnews import crawl.wacz --nl
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
    registry = Registry(root)
    only = registry.load(portal) if portal != AUTO else None
    portals = [only] if only else [registry.load(name) for name in registry.names()]
    rows = []
    with Archive.open(root, write=True) as archive:
        importer = Importer(archive, portals, only=only, captured_at=captured_at)
        try:
            for place, done in _all(importer, files, url, urls):
                rows.append({name: getattr(done, name) for name in COLUMNS})
                if form is None:
                    name = done.file.removeprefix(f"{place}/")
                    parts = (done.outcome, done.reason, done.title)
                    click.echo(f"{name}: " + ": ".join(filter(None, parts)))
        finally:
            importer.close()
    if form is not None:
        print_rows(rows, COLUMNS, form)
    tally = importer.tally
    counted = [f"{number} {outcome}" for outcome, number in sorted(tally.counts.items())]
    click.echo(f"Imported into {root}: {', '.join(counted) or 'no page'}", err=True)
    print_rest(tally, " ".join(importer.names))
    return 0 if tally.complete and tally.counts else 3


def _all(
    importer: Importer, files: Sequence[Path], url: str | None, urls: Mapping[str, str]
) -> Iterator[tuple[Path, Imported]]:
    """Each page with the folder below which its file is named."""
    for path in files:
        tree = path.is_dir()
        place = path if tree else path.parent
        for done in importer.run_tree(path, urls) if tree else importer.run(path, url):
            yield place, done
    for done in importer.finish():
        yield Path(done.file).parent, done
