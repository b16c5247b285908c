"""Dates on the command line, in the forms used in Vietnam and ISO 8601."""

from __future__ import annotations

from datetime import datetime

import click

from govnews.model import VIETNAM


def moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """Callback of an option: `24/05/2021`, `hôm qua` or ISO 8601; local time without an offset."""
    if value is None:
        return None
    from govnews.vietnamese.dates import parse_date

    try:
        at = datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=VIETNAM)
    except ValueError:
        found = parse_date(value, datetime.now(VIETNAM))
    if found is None:
        raise click.BadParameter(f"'{value}' is no date; write 24/05/2021", ctx=ctx, param=param)
    return found.at
