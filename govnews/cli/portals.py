"""`govnews portals`: list, show, check and learn portals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from govnews.cli.options import archive_option, format_options
from govnews.cli.output_formats import print_rows
from govnews.errors import BadPortalFile
from govnews.portal import Portal, Registry

COLUMNS = ("name", "family", "province", "title", "base_url", "sections")


@click.group(short_help="List, show, check and learn portals.")
def portals() -> None:
    """Lists, shows and checks portals; learns the template of their pages.

    A portal is a TOML file. Your own are portals/NAME.toml in the archive's folder and replace the
    package's of the same name; docs/adding-a-portal.md describes every key.

    \b
    Example:
        govnews portals list
        govnews portals check
    """


@portals.command("list")
@archive_option
@format_options
def list_portals(root: Path, form: str | None) -> int:
    """Lists all portals, one on a line.

    \b
    Example:
        govnews portals list -t
    """
    registry = Registry(root)
    rows, broken = [], []
    for name in registry.names():
        try:
            rows.append(_row(registry.load(name)))
        except BadPortalFile as error:
            broken.append(str(error))
    if form is not None:
        print_rows(rows, COLUMNS, form)
    else:
        width = max(len(row["name"]) for row in rows)
        for row in rows:
            click.echo(f"{row['name']:<{width}}  {row['family']:<10}  {row['base_url']}")
    for problem in broken:
        click.echo(f"Error: {problem}", err=True)
    return BadPortalFile.exit_code if broken else 0


def _row(portal: Portal) -> dict[str, Any]:
    return {
        "name": portal.name,
        "family": portal.family,
        "province": portal.province,
        "title": portal.title,
        "base_url": portal.base_url,
        "sections": len(portal.sections),
    }


@portals.command("show")
@click.argument("name")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show_portal(name: str, root: Path, as_json: bool) -> None:
    """Shows one portal: its file with the defaults filled in.

    \b
    Example:
        govnews portals show longan
    """
    import json

    from govnews.families import family_of, seeds

    portal = Registry(root).load(name)
    family_of(portal)
    facts = asdict(portal) | {
        "selectors": {key: list(value) for key, value in portal.selectors.items()},
        "seeds": [link.url for link in seeds(portal)],
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo(click.style(portal.title, bold=True))
    for key in ("name", "family", "base_url", "province", "source"):
        click.echo(f"   {key:<9} {facts[key] or ''}".rstrip())
    click.echo("   sections" + ("" if portal.sections else "  none: the home page is the list"))
    for section in portal.sections:
        click.echo(f"      {section.name}: {section.url}")
    for table in ("crawl", "expect"):
        click.echo(f"   {table}")
        for key, value in facts[table].items():
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
            click.echo(f"      {key} = {shown}")
    click.echo("   a crawl begins with")
    for url in facts["seeds"]:
        click.echo(f"      {url}")


@portals.command("check")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@archive_option
@format_options
def check_portals(names: Sequence[str], root: Path, form: str | None) -> int:
    """Checks portal files, and where the archive has articles, whether they are as expected.

    Without a NAME all portals are checked. Exit code 4 means that a check failed.

    \b
    Example:
        govnews portals check
        govnews portals check longan --json
    """
    from govnews.archive.database import DATABASE, Archive
    from govnews.cli.checks import check_articles, check_file

    registry = Registry(root)
    rows: list[dict[str, Any]] = []
    archive = Archive.open(root) if (root / DATABASE).exists() else None
    try:
        for name in names or registry.names():
            portal, row = check_file(registry, name, named=bool(names))
            if portal is not None and archive is not None:
                row |= check_articles(archive.conn, portal)
            rows.append(row)
    finally:
        if archive is not None:
            archive.close()
    if form is not None:
        print_rows(rows, ("name", "ok", "articles", "problems"), form)
    else:
        for row in rows:
            mark = click.style("ok", fg="green") if row["ok"] else click.style("FAILED", fg="red")
            stored = f"  {row['articles']} articles" if row["articles"] else ""
            click.echo(f"{row['name']:<12} {mark}{stored}")
            for problem in row["problems"]:
                click.echo(f"   {problem}")
    bad = sum(1 for row in rows if not row["ok"])
    click.echo(f"{len(rows)} checked, {bad} failed", err=True)
    return 4 if bad else 0


@portals.command("learn")
@click.argument("name")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def learn_portal(name: str, root: Path, as_json: bool) -> None:
    """Learns a portal's template from the pages in the archive.

    What repeats over the pages is boilerplate from then on, and the element with varying text is
    the article. A crawl or an import learns by itself when it has 20 articles. After a redesign,
    'govnews review --as-redesign' learns the new template; what is learned later is learned from
    the pages that have it.

    \b
    Example:
        govnews portals learn longan
        govnews replay --portal longan
    """
    import json

    from govnews.archive.database import DATABASE, Archive
    from govnews.archive.frontier import utc
    from govnews.template_learner import learn

    portal = Registry(root).load(name)
    if not (root / DATABASE).exists():
        Archive.open(root)  # raises; opened for writing, it would be created
    with Archive.open(root, write=True) as archive:
        era, new = learn(archive, portal, datetime.now(UTC))
    profile = era.profile
    if as_json:
        facts = {
            "portal": name,
            "pages": profile.pages,
            "repeated_blocks": len(profile.noise),
            "body_paths": list(profile.body_paths),
            "valid_from": utc(era.valid_from) if era.valid_from is not None else None,
            "new": new,
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo(f"{name}: {profile.pages} pages, {len(profile.noise)} repeated blocks")
    for path in profile.body_paths:
        click.echo(f"   the text is in {path}")
    result = "Used for reading from now on" if new else "Nothing new was learned"
    click.echo(f"{result}; 'govnews replay --portal {name}' reads earlier pages with it.", err=True)
