"""Checks of `govnews portals check`: a portal's file, and its articles against `[expect]`."""

from __future__ import annotations

import sqlite3
from typing import Any

from govnews.errors import BadPortalFile, UnknownPortal
from govnews.families import family_of, seeds
from govnews.portal import Portal, Registry


def check_file(
    registry: Registry, name: str, *, named: bool
) -> tuple[Portal | None, dict[str, Any]]:
    """The portal, if its file is valid, and the row of the report.

    named: given on the command line, so an unknown name is wrong usage.
    """
    row: dict[str, Any] = {"name": name, "ok": True, "articles": 0, "problems": []}
    try:
        portal = registry.load(name)
        family_of(portal)
        seeds(portal)
    except UnknownPortal:
        if named:
            raise
        return None, row
    except BadPortalFile as error:
        return None, row | {"ok": False, "problems": [str(error)]}
    return portal, row


def check_articles(conn: sqlite3.Connection, portal: Portal) -> dict[str, Any]:
    """The articles of a portal compared with its `[expect]`; an empty row without articles."""
    (count,) = conn.execute(
        "SELECT count(*) FROM article WHERE portal = ?", (portal.name,)
    ).fetchone()
    if not count:
        return {}
    expect = portal.expect
    problems = []
    if count < expect.min_articles:
        problems.append(f"{count} articles, expected at least {expect.min_articles}")
    for name in expect.fields:
        missing = _without(conn, portal.name, name)
        if missing:
            problems.append(f"{missing} of {count} articles have no {name}")
    (short,) = conn.execute(
        "SELECT count(*) FROM article WHERE portal = ? AND length(body) < ?",
        (portal.name, expect.min_body_length),
    ).fetchone()
    if short:
        problems.append(f"{short} bodies are shorter than {expect.min_body_length} characters")
    return {"articles": count, "ok": not problems, "problems": problems}


def _without(conn: sqlite3.Connection, portal: str, field: str) -> int:
    if field == "attachments":
        test = "id NOT IN (SELECT article_id FROM attachment)"
    else:
        # The name is one of portal.FIELDS, which parse_portal has checked.
        test = f"({field} IS NULL OR {field} = '')"
    (number,) = conn.execute(
        f"SELECT count(*) FROM article WHERE portal = ? AND {test}", (portal,)
    ).fetchone()
    return int(number)
