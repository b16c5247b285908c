"""NukeViet, Vietnam's own open CMS: `#news-bodyhtml`, `/page-N/`, `Đã xem: N`."""

from __future__ import annotations

import re
from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class NukeViet(Family):
    """Article addresses end in `-<id>.html`; past the end its pager redirects to page 1."""

    hints: ClassVar[Hints] = {
        "title": ("h1.title", ".news_column h1", "h1.title-news"),
        "sapo": ("#hometext", ".hometext"),
        "body": ("#news-bodyhtml", ".bodytext", "#news-body"),
        "author": (".news_column .author", "p.author-name"),
        "published": (".news_column .h5", "span.h5", ".time-post"),
    }
    article_url: ClassVar[re.Pattern[str] | None] = re.compile(
        r"-\d+\.html?(?:\?|$)|nv=news.*op=.*-\d+"
    )
