"""`govnews provinces`: the 63 old and 34 new provinces, their lineage and articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import print_rows
from govnews.errors import BadPortalFile
from govnews.portal import Registry
from govnews.vietnamese import places
from govnews.vietnamese.places import Era, Unit

COLUMNS = ("era", "slug", "code", "name", "kind", "domain", "successor", "region")


@click.group(short_help="The 63 old and 34 new provinces.")
def provinces() -> None:
    """Lists and shows provinces: the 63 until 30 June 2025, and the 34 that they became.

    \b
    Example:
        govnews provinces list
        govnews provinces show 'Tây Ninh'
    """


@provinces.command("list")
@format_options
def list_provinces(form: str | None) -> None:
    """Lists all provinces; an arrow shows which of the 34 an old one became part of.

    \b
    Example:
        govnews provinces list
        govnews provinces list --csv
    """
    if form is not None:
        print_rows((_row(unit) for unit in places.units()), COLUMNS, form)
        return
    for era, title in ((Era.OLD, "Until 30 June 2025"), (Era.NEW, "\nSince 1 July 2025")):
        click.echo(click.style(title, bold=True))
        for unit in places.units():
            if unit.era == era:
                became = f"  → {_heir(unit).name}" if unit.successor else ""
                click.echo(f"  {unit.code}  {unit.slug:<14}  {unit.name}{became}")


@provinces.command("show")
@click.argument("name")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def show_province(name: str, root: Path, as_json: bool) -> None:
    """Shows a province: lineage, portals, and how many articles of it the archive has.

    A name that both eras have shows both units; '(cũ)' or '(mới)' behind it chooses one.

    \b
    Example:
        govnews provinces show 'Long An'
        govnews provinces show 'tay ninh (moi)' --json
    """
    found = places.find(name)
    if as_json:
        print_rows((_facts(unit, root) for unit in found), (), "json")
        return
    for unit in found:
        facts = _facts(unit, root)
        click.echo(click.style(unit.name, bold=True) + f" · {unit.kind} · {unit.era}")
        for label, value in (
            ("slug", unit.slug),
            ("code", unit.code),
            ("region", unit.region),
            ("became part of", _heir(unit).name if unit.successor else None),
            ("made of", ", ".join(old.name for old in places.predecessors(unit))),
            ("portals", ", ".join(facts["portals"])),
            ("articles", facts["articles"]),
        ):
            if value not in {None, ""}:
                click.echo(f"   {label}: {value}")


def _row(unit: Unit) -> dict[str, Any]:
    return {name: getattr(unit, name) for name in COLUMNS}


def _heir(unit: Unit) -> Unit:
    return next(u for u in places.units() if u.era == Era.NEW and u.slug == unit.successor)


def _facts(unit: Unit, root: Path) -> dict[str, Any]:
    return {
        **_row(unit),
        "predecessors": [old.slug for old in places.predecessors(unit)],
        "portals": _portals(unit, root),
        "articles": _articles(unit, root),
    }


def _portals(unit: Unit, root: Path) -> list[str]:
    """Names of the portals of the province; portal files that cannot be read are left out."""
    registry, found = Registry(root), []
    for name in registry.names():
        try:
            if registry.load(name).province == unit.slug:
                found.append(name)
        except BadPortalFile:
            continue
    return found


def _articles(unit: Unit, root: Path) -> int | None:
    """How many articles the archive has of it; None where there is no archive."""
    from govnews.archive.database import DATABASE, Archive
    from govnews.archive.provinces import count

    if not (root / DATABASE).exists():
        return None
    with Archive.open(root) as archive:
        return count(archive.conn, [unit])
