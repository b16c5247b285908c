"""The memory of Vietnam's local government on the web.

From Python:

    import govnews
    article = govnews.extract(html, "https://longan.gov.vn/tin/bai-1.html")
    article.title, article.author, article.published, article.views, article.body

    profile = govnews.learn((html, url) for url, html in pages)
    article = govnews.extract(html, url, profile=profile)

    with govnews.open("archive") as archive:
        for article in archive.articles("chỉ số papi", province="Long An"):
            print(article.title, article.views)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from govnews.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from govnews.export.notebook import Reader
    from govnews.model import Article, Profile
    from govnews.portal import Portal

__all__ = ["__version__", "extract", "learn", "open"]


def extract(
    html: bytes,
    url: str,
    *,
    portal: Portal | str | None = None,
    profile: Profile | None = None,
    fetched_at: datetime | None = None,
) -> Article:
    """Reads the article on one page.

    html: the payload as the server sent it. url: where it was found; links are resolved
    against it. portal: a Portal or the name of one; without it the generic rules read.
    profile: what the portal's pages have in common, from `learn`.
    fetched_at: aware time of the capture, which relative dates count from; without it, now.

    Raises NotAnArticle (with its reason) for any other kind of page, PageRefused for one out
    of bounds, UnknownPortal for a name that no portal file has.
    """
    from govnews.families import read
    from govnews.model import Capture
    from govnews.portal import Registry

    if isinstance(portal, str):
        portal = Registry().load(portal)
    moment = fetched_at if fetched_at is not None else datetime.now(UTC)
    return read(Capture(url, moment, html), portal, profile)


def learn(pages: Iterable[tuple[bytes, str]]) -> Profile:
    """Learns what article pages of one portal have in common; `extract` reads better with it.

    pages: payloads as the server sent them, each with its URL, all of one portal. Twenty are
    plenty; the order does not matter, and a URL that comes again counts once. Below
    `govnews.reading.weights.PROFILE_MIN_PAGES` pages the profile is empty, and reading with an
    empty profile is reading without one. Pages that are not HTML are passed over.

    `govnews.reading.page.template.to_json` and `from_json` store a profile. Raises nothing of its
    own.
    """
    from govnews.model import Capture
    from govnews.reading import learning

    # What repeats does not depend on when the pages were fetched.
    fetched_at = datetime.fromtimestamp(0, UTC)
    return learning.learn(Capture(url, fetched_at, html) for html, url in pages)


def open(path: Path | str) -> Reader:  # noqa: A001
    """Opens an archive to read it: its folder, or a database that `export sqlite` wrote.

    Raises NotAnArchive where there is none, ArchiveError or another of its children where it
    cannot be read. docs/python.md shows what can be asked.
    """
    from govnews.export.notebook import open_archive

    return open_archive(path)
