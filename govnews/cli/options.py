"""Options that several commands share, named as sqlite-utils names them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from govnews.cli.config import load_config
from govnews.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])

_last_root: list[Path] = []


def last_root() -> Path:
    """The data root of the running command, for messages."""
    return _last_root[-1] if _last_root else Path("archive")


def _root(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:  # noqa: ARG001
    root = value if value is not None else load_config().archive
    _last_root.append(root)
    return root


def archive_option(function: Function) -> Function:
    """`--archive DIR`: the data root, as `root`."""
    return click.option(
        "--archive",
        "root",
        type=click.Path(file_okay=False, path_type=Path),
        callback=_root,
        metavar="DIR",
        help="Folder of the archive. Default: GOVNEWS_ARCHIVE, govnews.toml, or ./archive.",
    )(function)


def format_options(function: Function) -> Function:
    """`--json --nl --csv --tsv -t`: the form of rows on standard output, as `form`."""
    for flags, form, text in reversed(
        [
            (("--json",), "json", "A JSON array of objects."),
            (("--nl",), "nl", "JSON, one object on a line."),
            (("--csv",), "csv", "CSV with a header line."),
            (("--tsv",), "tsv", "Tab-separated values with a header line."),
            (("-t", "--table"), "table", "A plain text table."),
        ]
    ):
        function = click.option(*flags, "form", flag_value=form, default=None, help=text)(function)
    return function


def portal_option(function: Function) -> Function:
    """`--portal NAME`: only this portal."""
    return click.option("--portal", metavar="NAME", help="Only this portal.")(function)


def limit_option(default: int | None) -> Callable[[Function], Function]:
    """`--limit N`."""
    text = "At most so many." + (f" Default: {default}." if default else "")
    return click.option("--limit", type=click.IntRange(1), default=default, metavar="N", help=text)


def _day(
    *, last: bool = False
) -> Callable[[click.Context, click.Parameter, str | None], date | None]:
    """Reads a day, day first or ISO; last: a month or year is its last day."""

    def convert(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
        from govnews.archive.search import parse_day

        try:
            return parse_day(value, last=last) if value is not None else None
        except UsageError as error:
            raise click.BadParameter(str(error), ctx, param) from None

    return convert


def range_options(function: Function) -> Function:
    """`--since DAY` and `--until DAY`: the first and the last day of publication, as dates."""
    until = click.option(
        "--until", callback=_day(last=True), metavar="DAY", help="Published then or earlier."
    )
    since = click.option(
        "--since", callback=_day(), metavar="DAY", help="Published then or later: 01/07/2025."
    )
    return since(until(function))


def province_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--province NAME` and `--lineage`: only this province's articles, as `units`: the chosen
    units, or None for all. `provinces.condition` makes SQL of them.
    """

    @click.option(
        "--province",
        metavar="NAME",
        help="Only what was published for this province, old or new: 'Long An', 'Tây Ninh (mới)'.",
    )
    @click.option(
        "--lineage", is_flag=True, help="With the provinces that the --province was made of."
    )
    @functools.wraps(function)
    def command(*args: Any, province: str | None, lineage: bool, **options: Any) -> Any:
        from govnews.vietnamese.places import find

        if lineage and province is None:
            raise click.UsageError("--lineage needs a --province")
        units = find(province, lineage=lineage) if province is not None else None
        return function(*args, units=units, **options)

    return command
