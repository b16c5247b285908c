"""The headline as a field: its text, with the parts that a `<br>` broke joined."""

from __future__ import annotations

from govnews.errors import NotAnArticle
from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.parse.lines import HEADINGS
from govnews.reasons import Reason
from govnews.vietnamese.text import clean, fold


def find_title(context: PageContext, regions: Regions) -> Found[str]:
    """The headline, or the title that the head declares where no line is the headline.

    Raises NotAnArticle when there is neither.
    """
    if regions.title is not None:
        text = _without_badge(context, regions.title, _whole_heading(context, regions.title))
        return Found.of("title", text, text, regions.title_rule, context.place(regions.title))
    for title in context.metadata.titles:
        if len(title.text) >= w.TITLE_MIN_LENGTH and not SITE_WORDS.search(fold(title.text)):
            return Found.of("title", title.text, title.text, "head-title", title.place)
    raise NotAnArticle(Reason.EMPTY, "no headline")


def _whole_heading(context: PageContext, position: int) -> str:
    """A headline broken by `<br>` inside one heading element is one headline."""
    block = context.blocks[position]
    if block.tag not in HEADINGS:
        return block.text
    parts = [other.text for other in context.blocks if other.node == block.node and other.text]
    return clean(" ".join(parts))


def _without_badge(context: PageContext, position: int, text: str) -> str:
    """A headline without an inline element at its end or beginning ("Mới", "Hot") that the title in
    the head lacks.
    """
    pieces = context.blocks[position].pieces
    declares = context.metadata.title_match
    for own in (pieces[:-1], pieces[1:]):
        rest = clean(" ".join(own))
        if (
            0 < len(text) - len(rest) <= w.BADGE_MAX_LENGTH
            and declares(rest) == 1
            and declares(text) < 1
        ):
            return rest
    return text
