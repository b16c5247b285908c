"""WordPress: `.entry-content`, account names as bylines, `/page/N/` with 404 past the end."""

from __future__ import annotations

from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class WordPress(Family):
    """Classic and block themes. The byline is the account; the author signs below the text."""

    hints: ClassVar[Hints] = {
        "title": ("h1.entry-title", "h1.wp-block-post-title", "h1.post-title"),
        "published": (
            "article .posted-on time.published",
            "article .entry-meta time.entry-date",
            "time.entry-date.published",
            ".wp-block-post-date time",
        ),
        "section": (".cat-links a", ".wp-block-post-terms a[rel=tag]", "a[rel~=category]"),
        "body": (".entry-content", ".wp-block-post-content", ".post-content"),
    }
    headline_links: ClassVar[tuple[str, ...]] = (
        "h1.entry-title a",
        "h2.entry-title a",
        "h3.entry-title a",
        ".wp-block-post-title a",
        ".post-title a",
    )
