"""The options by which search, stats, watch and exports choose articles."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from govnews.cli.options import portal_option, province_options


def _day(
    *, last: bool = False
) -> Callable[[click.Context, click.Parameter, str | None], date | None]:
    """Reads a day, day first or ISO; last: a month or year is its last day."""

    def convert(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
        from govnews.archive.search import parse_day
        from govnews.errors import UsageError

        try:
            return parse_day(value, last=last) if value is not None else None
        except UsageError as error:
            raise click.BadParameter(str(error), ctx, param) from None

    return convert


_OPTIONS = (
    portal_option,
    province_options,
    click.option(
        "--since", callback=_day(), metavar="DAY", help="Published then or later: 01/07/2025."
    ),
    click.option(
        "--until", callback=_day(last=True), metavar="DAY", help="Published then or earlier."
    ),
    click.option(
        "--number", metavar="NUMBER", help="Names this document: 123/QĐ-UBND, or its beginning: 12*"
    ),
    click.option("--has-attachment", is_flag=True, help="Has an attached file."),
    click.option("--author", metavar="WORDS", help="Has these words in its author."),
    click.option("--section", metavar="WORDS", help="Has these words in its section."),
)


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--portal` to `--section`, together as `filters`."""

    @functools.wraps(function)
    def command(*args: Any, portal: str | None, **options: Any) -> Any:
        from govnews.archive.search import Filters

        names = ("units", "since", "until", "number", "has_attachment", "author", "section")
        given = {name: options.pop(name) for name in names}
        filters = Filters(portals=(portal,) if portal else (), **given)
        return function(*args, filters=filters, **options)

    wrapped: Callable[..., Any] = command
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def aliases_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--no-aliases`, as `aliases`."""
    return click.option(
        "--no-aliases", "aliases", is_flag=True, flag_value=False, default=True,
        help="UBND finds only UBND, not Ủy ban nhân dân.",
    )(function)  # fmt: skip
