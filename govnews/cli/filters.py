"""Options of search, stats, watch and exports that select articles."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from govnews.cli.options import portal_option, province_options, range_options

_OPTIONS = (
    portal_option,
    province_options,
    range_options,
    click.option(
        "--number", metavar="NUMBER", help="Names this document: 123/QĐ-UBND, or its beginning: 12*"
    ),
    click.option("--has-attachment", is_flag=True, help="Has an attached file."),
    click.option("--author", metavar="WORDS", help="Has these words in its author."),
    click.option("--signer", metavar="WORDS", help="Has these words in who signs its document."),
    click.option("--section", metavar="WORDS", help="Has these words in its section."),
)


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--portal` to `--section`, together as `filters`."""

    @functools.wraps(function)
    def command(*args: Any, portal: str | None, **options: Any) -> Any:
        from govnews.archive.search import Filters

        names = (
            "units", "since", "until", "number", "has_attachment", "author", "signer", "section",
        )  # fmt: skip
        given = {name: options.pop(name) for name in names}
        filters = Filters(portals=(portal,) if portal else (), **given)
        return function(*args, filters=filters, **options)

    wrapped: Callable[..., Any] = command
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


class Querying(click.Command):
    """A command with a QUERY; its error for -word explains that it is written inside the quotes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name.startswith("--"):
                raise
            raise click.UsageError(
                f"{error.format_message()} An excluded word is written inside the "
                "quoted query: 'papi -word'.",
                ctx,
            ) from error


def aliases_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--no-aliases`, as `aliases`."""
    return click.option(
        "--no-aliases", "aliases", is_flag=True, flag_value=False, default=True,
        help="UBND finds only UBND, not Ủy ban nhân dân.",
    )(function)  # fmt: skip
