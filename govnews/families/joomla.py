"""Joomla: `.item-page`, `[itemprop=articleBody]`, `?start=N` lists counted in articles."""

from __future__ import annotations

from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class Joomla(Family):
    """The content component and its K2 relative."""

    hints: ClassVar[Hints] = {
        "title": (".item-page h1[itemprop=headline]", ".item-page .page-header h2", "h2.itemTitle"),
        "section": (".category-name a",),
        "body": (".item-page [itemprop=articleBody]", ".itemFullText"),
    }
    headline_links: ClassVar[tuple[str, ...]] = (
        ".blog .page-header a",
        "td.list-title a",
        "th.list-title a",
        ".catItemTitle a",
    )
