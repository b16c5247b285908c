"""Prints rows on standard output as JSON, CSV, TSV or a table."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import click

from govnews.export.csvfile import write_csv
from govnews.model import VIETNAM

Row = Mapping[str, Any]

_CELL = 60


def print_rows(rows: Iterable[Row], columns: Sequence[str], form: str) -> None:
    """Rows as `json`, `nl`, `csv`, `tsv` or `table`.

    columns: those of csv, tsv and table, in order; JSON has all values of a row.
    """
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif form == "nl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif form == "table":
        from tabulate import tabulate

        cells = [[_short(row.get(name)) for name in columns] for row in rows]
        click.echo(tabulate(cells, headers=list(columns), disable_numparse=True))
    else:
        lines = ([_plain(row.get(name)) for name in columns] for row in rows)
        write_csv(sys.stdout, columns, lines, delimiter="\t" if form == "tsv" else ",")


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _short(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        value = ", ".join(f"{key} {number}" for key, number in value.items())
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    text = " ".join(str(value).split())
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def coloured() -> bool:
    """Whether standard output shows colours: a terminal, unless NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def local_date(iso: str | None) -> str | None:
    """A date of the archive as written in Vietnam: 24/05/2021, with the time if there is one,
    and its offset where that is not Vietnam's.
    """
    if not iso:
        return None
    day, _, time = iso.partition("T")
    text = "/".join(reversed(day.split("-")))
    if not time:
        return text
    return f"{text} {time[:5]}" + ("" if time.endswith("+07:00") else f" ({time[8:]})")


def local_time(utc: str) -> str:
    """A time of the archive (UTC) in local time of Vietnam: 24/05/2021 14:30."""
    return datetime.fromisoformat(utc).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
