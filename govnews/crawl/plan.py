"""The pages that a run would request first: `govnews crawl --dry-run`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from govnews.archive.database import DATABASE, Archive
from govnews.archive.frontier import Frontier
from govnews.crawl.selection import Selection
from govnews.errors import UsageError
from govnews.families import seeds
from govnews.portal import Portal
from govnews.vietnamese.text import fold


def sections_of(portals: Sequence[Portal], names: Iterable[str]) -> tuple[str, ...]:
    """The sections of these names, spelt as in the portal files; case and diacritics are ignored.

    Raises UsageError for a name that none of the portals has.
    """
    known = {fold(one.name): one.name for portal in portals for one in portal.sections}
    chosen = []
    for name in names:
        if fold(name) not in known:
            near = difflib.get_close_matches(fold(name), known, n=1)
            hint = f" Did you mean '{known[near[0]]}'?" if near else ""
            every = ", ".join(f"'{one}'" for one in known.values()) or "none"
            raise UsageError(f"There is no section '{name}'.{hint} Sections are: {every}.")
        chosen.append(known[fold(name)])
    return tuple(chosen)


def plan(portal: Portal, root: Path, selection: Selection) -> list[dict[str, Any]]:
    """The pages that a run would begin with; the links on them are known only after fetching.

    why: "start" (requested by every run), "queued" (never fetched, or failed for a reason that
    passes) or "due" (visited long enough ago).
    """
    rows = [
        {"portal": portal.name, "kind": link.kind, "why": "start", "url": link.url}
        for link in seeds(portal)
        if selection.wants(link)
    ]
    if not (root / DATABASE).exists():
        return rows
    starts = {row["url"] for row in rows}
    with Archive.open(root) as archive, archive.reading() as conn:
        waiting = Frontier(conn).waiting(portal.name, portal.crawl.revisit_days, datetime.now(UTC))
        for link, why in waiting:
            if link.url not in starts and selection.wants(link):
                rows.append({"portal": portal.name, "kind": link.kind, "why": why, "url": link.url})
    return rows
