"""Overview pages: coverage by province and month, one portal, silent edits."""

from __future__ import annotations

import calendar
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from govnews.archive import runs
from govnews.audit import changes as edits
from govnews.audit import completeness
from govnews.audit.coverage import Coverage
from govnews.audit.coverage import coverage as ledger
from govnews.errors import NotInArchive
from govnews.vietnamese import places
from govnews.vietnamese.places import PUBLISHED_SINCE_MERGER, Era, Unit, portal_slugs
from govnews.web import charts, search_params
from govnews.web.articlepage import web_link
from govnews.web.database import render
from govnews.web.site_state import state

FAILURES = 20
"""Failed pages that are listed for each reason."""

MONTHS = 60
"""The latest months that a portal's chart shows."""

EDITS = 100
"""Edits and losses that a page lists."""

LEVELS = (1, 10, 50, 200, 1000)
"""Thresholds of articles in a month for the shades of its cell."""


# --- coverage -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Cell:
    """Sums over some portals and months; fields as in Coverage."""

    found: int = 0
    missing: int = 0
    failed: int = 0
    lost: int = 0
    gone: int = 0

    def add(self, line: Coverage) -> None:
        self.found += line.found
        self.missing += line.missing
        self.failed += line.failed
        self.lost += line.lost
        self.gone += line.gone

    @property
    def level(self) -> int:
        """0 without an article, up to 5."""
        return sum(self.found >= floor for floor in LEVELS)


async def coverage(request: Any, datasette: Any) -> Any:
    """`/coverage?year=2025&units=34`: the heat map, one year at a time."""
    here = state(datasette)
    lines = await here.memory.get(datasette, "coverage", lambda conn: list(ledger(conn)))
    estimates = await here.memory.get(datasette, "estimates", completeness.of_portals)
    years = sorted({line.month[:4] for line in lines if line.month}, reverse=True)
    year = request.args.get("year") or ""
    year = year if year in years else (years[0] if years else "")
    units = request.args.get("units") or ("63" if year < PUBLISHED_SINCE_MERGER else "34")
    era = Era.NEW if units == "34" else Era.OLD
    dateless = Cell()
    for line in lines:
        if line.month is None:
            dateless.add(line)
    values = {
        "rows": _rows([line for line in lines if (line.month or "").startswith(f"{year}-")], era),
        "months": [f"{year}-{month:02}" for month in range(1, 13)],
        "ends": _ends(year),
        "levels": LEVELS,
        "years": years,
        "year": year,
        "units": "34" if era == Era.NEW else "63",
        "dateless": dateless,
        "portals": _by_portal(lines),
        "estimates": estimates,
        "names": here.names,
    }
    return await render(datasette, request, "coverage.html", values)


Row = tuple[Unit | None, dict[str, Cell], Cell]


def _rows(lines: Iterable[Coverage], era: Era) -> list[Row]:
    """For each province its months and their sum; the last row is of portals without a province.

    The 63 have the articles until the merger; the 34 also those of their predecessors.
    """
    units = [unit for unit in places.units() if unit.era == era]
    spoken_for = {slug: unit for unit in units for slug in _portals_of(unit)}
    cells: dict[str, dict[str, Cell]] = defaultdict(lambda: defaultdict(Cell))
    for line in lines:
        unit = spoken_for.get(line.province or "")
        if unit is not None and era == Era.OLD and (line.month or "") >= PUBLISHED_SINCE_MERGER:
            continue
        for month in (line.month or "", ""):
            cells[unit.slug if unit else ""][month].add(line)
    rows: list[Row] = [(unit, cells[unit.slug], cells[unit.slug][""]) for unit in units]
    return [*rows, (None, cells[""], cells[""][""])] if cells[""] else rows


def _portals_of(unit: Unit) -> set[str]:
    """Provinces whose portals publish for a unit, or published for what was merged into it."""
    return {slug for one in (unit, *places.predecessors(unit)) for slug in portal_slugs(one)}


def _ends(year: str) -> dict[str, str]:
    """The last day of each month of a year."""
    if not year.isdecimal():
        return {}
    return {
        f"{year}-{month:02}": f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]}"
        for month in range(1, 13)
    }


def _by_portal(lines: Iterable[Coverage]) -> list[tuple[str, Cell]]:
    found: dict[str, Cell] = defaultdict(Cell)
    for line in lines:
        found[line.portal].add(line)
    return sorted(found.items())


# --- one portal -----------------------------------------------------------------------------------


async def portal(request: Any, datasette: Any) -> Any:
    """`/portal/longan`: state, months, last runs, failures with reasons."""
    name = request.url_vars["name"]
    here = state(datasette)

    def load(conn: sqlite3.Connection) -> dict[str, Any]:
        rows = runs.status(conn, name)
        if not rows:
            raise NotInArchive(f"The archive has no portal '{name}'.")
        months = conn.execute(
            """SELECT substr(published, 1, 7), count(*) FROM article
            WHERE portal = ? AND length(published) >= 7 GROUP BY 1 ORDER BY 1""",
            (name,),
        ).fetchall()
        last = conn.execute(
            """SELECT started_at, finished_at, command, outcome FROM run
            WHERE portal = ? ORDER BY id DESC LIMIT 10""",
            (name,),
        ).fetchall()
        failures = runs.failures(conn, name, FAILURES)
        return {"status": rows[0], "months": months, "runs": last, "failures": failures}

    values = await here.memory.get(datasette, f"portal {name}", load)
    shown = _without_gaps(values["months"])[-MONTHS:]
    more = {
        "name": name,
        "names": here.names,
        "link": web_link,
        "chart": charts.months(shown) if len(shown) > 1 else None,
        "shown": shown,
    }
    return await render(datasette, request, "portal.html", values | more)


def _without_gaps(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The same months in a row, those without an article too."""
    if not counts:
        return []
    known = dict(counts)
    year, month = (int(part) for part in counts[0][0].split("-"))
    found = []
    while (name := f"{year:04}-{month:02}") <= counts[-1][0]:
        found.append((name, known.get(name, 0)))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


# --- silent edits ---------------------------------------------------------------------------------


async def changes(request: Any, datasette: Any) -> Any:
    """`/changes?portal=longan&kind=number`: what was edited or went, the newest first."""
    here = state(datasette)
    name = request.args.get("portal") or None
    kind = request.args.get("kind") or ""
    kinds = (kind,) if kind in edits.KINDS else ()
    known = name is None or re.fullmatch(r"[a-z0-9-]{1,63}", name)
    if not known:
        raise NotInArchive(f"The archive has no portal '{name}'.")
    rows = await here.memory.get(
        datasette, f"changes {name} {kind}", lambda conn: _newest_edits(conn, name, kinds)
    )
    overview = await here.memory.get(datasette, "overview", search_params.overview)
    values = {
        "rows": rows,
        "kinds": edits.KINDS,
        "kind": kind if kinds else "",
        "portal": name or "",
        "overview": overview,
        "names": here.names,
    }
    return await render(datasette, request, "changes.html", values)


def _newest_edits(
    conn: sqlite3.Connection, portal: str | None, kinds: tuple[str, ...]
) -> list[dict[str, Any]]:
    since = conn.execute(
        """SELECT min(seen_at) FROM (
        SELECT seen_at FROM (
            SELECT v.seen_at FROM article_version v JOIN article a ON a.id = v.article_id
            WHERE v.seen_at > a.first_seen AND v.cause = 'page' AND (?1 IS NULL OR a.portal = ?1)
            UNION ALL SELECT gone_at FROM article
            WHERE gone_at IS NOT NULL AND (?1 IS NULL OR portal = ?1)
        ) ORDER BY seen_at DESC LIMIT ?2)""",
        # Edits of one kind are fewer, so the search goes further back.
        (portal, EDITS * (10 if kinds else 1)),
    ).fetchone()[0]
    if since is None:
        return []
    found = list(edits.find(conn, since=since, portal=portal, kinds=kinds))
    return found[::-1][:EDITS]
