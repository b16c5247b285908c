"""Where a saved page is from and when it was saved: by its own words first, then by what the user
says, then by its file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from govnews.errors import UnreadableInput
from govnews.importing.saved import SavedPage
from govnews.portal import Portal
from govnews.reading.urls import absolute, canonical
from govnews.site import Site
from govnews.url_syntax import authority

FIRST_YEAR = 1995
"""No page of a portal was saved before; packages without times give 1970 or 1980."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """url: of the page; one that begins with file: when nothing tells it. at: when it was saved.
    guessed: that is only the file's time.
    """

    url: str
    at: datetime
    guessed: bool


def provenance(
    page: SavedPage, portal: Portal, url: str | None, captured_at: datetime | None
) -> Provenance:
    """Address and time of a page of a portal. url, captured_at: what the user says.

    Raises UnreadableInput when one of them belongs to another portal, or none can be told.
    """
    site, name = portal.site, portal.name
    if url is not None and not site.holds(url):
        raise UnreadableInput(f"{url} is no address of {name}")
    if page.url is not None and not site.holds(page.url):
        whose = f"which is no address of {name}; --portal auto finds whose it is"
        raise UnreadableInput(f"it was saved from {page.url}, {whose}")
    where = url or page.url or _hinted(page, portal) or mirrored(page.name, site)
    return Provenance(canonical(where) if where else _file_url(page), *_when(page, captured_at))


def _when(page: SavedPage, captured_at: datetime | None) -> tuple[datetime, bool]:
    stated = page.at or captured_at
    if stated is not None:
        return stated, False
    if page.modified is None or page.modified.year < FIRST_YEAR:
        what = (
            "it has no time" if page.modified is None else f"its time is {page.modified:%Y-%m-%d}"
        )
        raise UnreadableInput(f"{what}; --captured-at says when it was saved")
    return page.modified, True


def addresses(page: SavedPage, url: str | None) -> list[str]:
    """The full addresses that a page may be from, the most certain one first."""
    found = [url, page.url, absolute("", page.hint) if page.hint else None]
    return [one for one in found if one is not None]


def _hinted(page: SavedPage, portal: Portal) -> str | None:
    """The address that the page names as its own, if it belongs to the portal and is no home."""
    found = absolute(portal.base_url, page.hint) if page.hint is not None else None
    if found is None or not portal.site.holds(found) or portal.site.is_home(found):
        return None
    return found


def mirrored(name: str, site: Site) -> str | None:
    """The address of a file in a mirror, as wget lays it out: host/path, with `index.html` for a
    folder, and `?` or `@` before a query.
    """
    parts = PurePosixPath(name).parts
    for number, part in enumerate(parts[:-1]):
        host = part.replace("+", ":")
        if "." not in host or not site.holds(f"http://{host}/{'/'.join(parts[number + 1 :])}"):
            continue
        scheme = "http" if authority(f"http://{host}/") == host.lower() else "https"
        *folders, last = (unquote(one) for one in parts[number + 1 :])
        path, _, query = last.replace("@", "?", 1).partition("?")
        path = "" if path in {"index.html", "index.htm"} else path
        return f"{scheme}://{host}/" + "/".join([*folders, path]) + (f"?{query}" if query else "")
    return None


def _file_url(page: SavedPage) -> str:
    """The URL of a page that states none: made from its file's name and its content, so that two
    files of one name are two pages, and the same file twice is one.
    """
    digest = hashlib.sha256(page.body).hexdigest()[:16]
    return f"file:///{quote(PurePosixPath(page.name).name)}?sha256={digest}"
