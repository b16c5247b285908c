"""Liferay: `.journal-content-article`, `/-/slug` and asset publisher addresses, `_cur=N` pagers."""

from __future__ import annotations

import re
from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class Liferay(Family):
    """Web content in portlets; one page address carries the portlet's state as parameters."""

    hints: ClassVar[Hints] = {
        "title": (
            ".asset-full-content .asset-title",
            "h1.header-title",
            ".journal-content-article h1",
        ),
        "body": (
            ".asset-full-content .journal-content-article",
            ".journal-content-article",
            ".asset-full-content",
        ),
    }
    article_url: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/-/(?!asset_publisher)[^/?]{6,}|/asset_publisher/[^?]+/content/|/content/[^?]{8,}"
        r"|/w/[^/?]{6,}|urlTitle=|_struts_action=.*view_content|chi-tiet"
    )
