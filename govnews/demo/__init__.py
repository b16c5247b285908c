"""A small provincial portal served on loopback, so that a first run needs no internet.

The portal of the province of Sông Mẫu does not exist, and neither do its articles; its traps are
those of real portals: a page clock above every article, counters that change with every
request, a signature printed twice, articles without a date, letters in NFD, two articles under one
title, the same article under a second address.
"""

from __future__ import annotations

from govnews.demo.corpus import (
    SECTIONS,
    Attachment,
    DemoArticle,
    Image,
    Table,
    load_articles,
    newest_first,
)
from govnews.demo.server import DEFAULT_PORT, DemoPortal

__all__ = [
    "DEFAULT_PORT",
    "SECTIONS",
    "Attachment",
    "DemoArticle",
    "DemoPortal",
    "Image",
    "Table",
    "load_articles",
    "newest_first",
]
