"""VHV: printed and declared dates can differ, the printed one is right; `?page=N` lists."""

from __future__ import annotations

import re
from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class Vhv(Family):
    """Article addresses end in `.html`, or in a long number before it."""

    hints: ClassVar[Hints] = {
        "title": ("h1.article-title", ".article-detail h1", "h1.title"),
        "sapo": (".article-brief", ".article-summary"),
        "body": (".article-content", ".article-detail .content", "[itemprop=articleBody]"),
    }
    article_url: ClassVar[re.Pattern[str] | None] = re.compile(
        r"-\d{3,}(?:\.html?)?(?:\?|$)|/[^/?]+\.html?(?:\?|$)"
    )
