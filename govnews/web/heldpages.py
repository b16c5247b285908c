"""Held readings: the list of what is held, and one page beside the version that stands. A person
decides on the command line; these pages change nothing.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from govnews.archive import holds
from govnews.archive.frontier import utc
from govnews.archive.holds import HeldPage, HoldState
from govnews.audit import held as audit
from govnews.errors import NotInArchive
from govnews.web.articlepage import web_link
from govnews.web.database import read, render
from govnews.web.site_state import state

MOST = 500
"""Held pages that the list shows."""


async def held(request: Any, datasette: Any) -> Any:
    """`/held?portal=longan`: the open holds, one for each page."""
    name = request.args.get("portal") or None
    if name is not None and not re.fullmatch(r"[a-z0-9-]{1,63}", name):
        raise NotInArchive(f"The archive has no portal '{name}'.")
    pages = await read(datasette, lambda conn: holds.pages(conn, name, HoldState.OPEN, limit=MOST))
    values = {
        "groups": [
            (portal, reason, list(group))
            for (portal, reason), group in groupby(pages, key=_portal_and_reason)
        ],
        "most": MOST if len(pages) == MOST else None,
        "portal": name,
        "names": state(datasette).names,
        "utc": utc,
    }
    return await render(datasette, request, "held.html", values)


def _portal_and_reason(page: HeldPage) -> tuple[str, str]:
    return page.newest.portal, str(page.newest.reason)


async def hold(request: Any, datasette: Any) -> Any:
    """`/held/12`: a held reading beside the version that stands."""
    number = int(request.url_vars["id"])
    found = await read(datasette, lambda conn: audit.load(conn, number))
    values = {
        "held": found,
        "hold": found.hold,
        "names": state(datasette).names,
        "link": web_link,
        "utc": utc,
    }
    return await render(datasette, request, "hold.html", values)
