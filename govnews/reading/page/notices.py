"""Refuses pages that say themselves that they are no article: missing, locked, out of order, empty.

An article may be about such a notice: one that has the signs of an article is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govnews.errors import NotAnArticle
from govnews.reading import weights as w
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.parse.lines import HEADINGS
from govnews.reading.recognisers.bylines import read_signature
from govnews.reading.recognisers.dates import has_weekday
from govnews.reading.recognisers.page_signs import (
    is_denial,
    names_hours,
    says_checking,
    says_denied,
    says_empty,
    says_error,
    says_maintenance,
    says_missing,
    says_no_entries,
    says_protected,
)
from govnews.reasons import Reason


def refuse_missing(context: PageContext, regions: Regions) -> None:
    """A page whose main text is that there is nothing here, or nothing without a password."""
    lines = [context.blocks[p].text for p in regions.body if context.blocks[p].text]
    amount = sum(len(line) for line in lines)
    if context.root is not None and not is_sure(context, regions):
        _refuse_nothing(context)
    if not is_dated(context, regions):
        _refuse_broken(context, regions, lines, amount)
    if amount > w.NOTICE_MAX_TEXT:
        return
    article = _is_article(context, regions)
    if not article:
        _refuse_denied(context, regions, lines, amount)
    _refuse_lines([line for line in lines if not article or says_empty(line)], amount)
    if not article:
        _refuse_titled(context, regions, lines, amount)
    if amount < w.NEARLY_NO_TEXT:
        own = {regions.title, *regions.body} if article else set()
        _refuse_short(context, frozenset((*regions.tail, *own)))


def _is_article(context: PageContext, regions: Regions) -> bool:
    """Whether a short page has the signs of an article, whatever its headline says: a date or an
    author, and a paragraph that is no notice, or several; without these, more such paragraphs.
    """
    paragraphs = [context.blocks[p].text for p in regions.body if context.prose[p] >= w.PARAGRAPH]
    others = [line for line in paragraphs if not _is_notice(line)]
    if _is_published(context, regions) or _is_signed(context, regions):
        return len(paragraphs) > 1 or bool(others)
    return len(others) >= w.UNDATED_PARAGRAPHS and sum(map(len, others)) >= w.SHORT_NOTICE_MAX_TEXT


def _is_notice(line: str) -> bool:
    """Whether a paragraph says no more than why there is nothing to read."""
    if says_missing(line) or says_protected(line) or says_denied(line):
        return True
    return says_maintenance(line) and not names_hours(line)


def _is_published(context: PageContext, regions: Regions) -> bool:
    """Whether a date is declared, or stands beside the headline and is no clock of the site, which
    shows the day of the capture above it.
    """
    if any(declared.sure for declared in context.metadata.published):
        return True
    title = regions.title
    if title is None or not is_dated(context, regions):
        return False
    above = range(max(0, title - w.SURE_LINES_ABOVE), title)
    clocks = [p for p in above if _is_today(context, p)]
    return not clocks or any(map(context.is_info, _beside(context, title, skipped=clocks)))


def _is_today(context: PageContext, position: int) -> bool:
    today = context.now.date()
    return any(
        has_weekday(line.raw) and line.found.moment.at.date() == today
        for line in context.dates(position)
    )


def _is_signed(context: PageContext, regions: Regions) -> bool:
    """Whether an author stands among the lines of the head or of the text: labelled, in an element
    of that name, or last and alone.
    """
    last = regions.body[-1] if len(regions.body) > 2 else None
    for position in (*regions.head, *regions.body):
        block = context.blocks[position]
        line = read_signature(block.text)
        if line is None or not line.name or block.link_density > w.LINKED:
            continue
        named = block.element is not None and _AUTHOR.search(context.page.names(block.node))
        if line.sure or named or position == last:
            return True
    return False


_AUTHOR = re.compile(r"\b(?:author|byline|tac-?gia)\b", re.IGNORECASE)


def _headings(context: PageContext) -> list[str]:
    return [block.text for block in context.blocks if block.tag in HEADINGS]


def _refuse_lines(lines: list[str], amount: int) -> None:
    """Refuses a page that a line of its short text calls locked, empty or out of order."""
    for line in lines:
        if says_protected(line):
            raise NotAnArticle(Reason.PROTECTED, line)
        if (amount < w.NOTHING_MAX_TEXT and says_empty(line)) or (
            amount < w.SHORT_NOTICE_MAX_TEXT and says_no_entries(line)
        ):
            raise NotAnArticle(Reason.EMPTY, line)
        if amount < w.SHORT_NOTICE_MAX_TEXT and says_maintenance(line):
            raise NotAnArticle(Reason.MAINTENANCE, line)


def _refuse_broken(context: PageContext, regions: Regions, lines: list[str], amount: int) -> None:
    """Refuses a page without a date whose headline, or only line, reports a fault of the server, or
    that the browser is tested. A trace of the fault may be long.
    """
    title = [context.blocks[regions.title].text] if regions.title is not None else []
    heads = _headings(context)
    said = [*title, *heads, *(lines if amount < w.SHORT_NOTICE_MAX_TEXT else ())]
    for line in said:
        if amount < w.TRACE_MAX_TEXT and says_error(line):
            raise NotAnArticle(Reason.ERROR_PAGE, line)
        if amount < w.SHORT_NOTICE_MAX_TEXT and says_checking(line):
            raise NotAnArticle(Reason.CHALLENGE, line)


def _refuse_titled(context: PageContext, regions: Regions, lines: list[str], amount: int) -> None:
    """Refuses a page of which a title says that it is missing, or a line of a very short text."""
    title = context.blocks[regions.title].text if regions.title is not None else ""
    declared = [title.text for title in context.metadata.titles]
    heads = _headings(context)
    for text in [
        title,
        *declared,
        *(lines if amount < w.SHORT_NOTICE_MAX_TEXT else ()),
        *(heads if amount < w.SHORT_NOTICE_MAX_TEXT else ()),
    ]:
        if len(text) < w.SHORT_NOTICE_MAX_TEXT and says_missing(text):
            raise NotAnArticle(Reason.SOFT_404, text)


def _refuse_denied(context: PageContext, regions: Regions, lines: list[str], amount: int) -> None:
    """Refuses a page that the server shows to members, or to nobody. No article has a date beside
    such a headline.
    """
    if amount >= w.SHORT_NOTICE_MAX_TEXT or is_dated(context, regions):
        return
    title = [context.blocks[regions.title].text] if regions.title is not None else []
    heads = _headings(context)
    short = [line for line in (*title, *heads, *lines) if len(line) <= w.DENIAL_MAX_LENGTH]
    denied = next((line for line in short if is_denial(line) or says_denied(line)), None)
    if denied is not None:
        raise NotAnArticle(Reason.PROTECTED, denied)


def _refuse_short(context: PageContext, skipped: frozenset[int | None]) -> None:
    """Refuses a page with next to no text that reports a missing page outside its links.

    skipped: lines that may say so of another page.
    """
    for position, block in enumerate(context.blocks):
        if (
            not block.text
            or len(block.text) >= w.NEARLY_NO_TEXT
            or block.link_density > w.MOSTLY_LINKED
        ):
            continue
        if position not in skipped and says_missing(block.text):
            raise NotAnArticle(Reason.SOFT_404, block.text)


def _refuse_nothing(context: PageContext) -> None:
    """An empty list: "Chưa có dữ liệu" in place of its items."""
    for kind, block in zip(context.kinds, context.blocks, strict=True):
        if (
            kind is not None
            or not w.NOTHING_MIN_LENGTH <= len(block.text) <= w.FURNITURE_MAX_LENGTH
            or block.link_density >= w.MOSTLY_LINKED
        ):
            continue
        if says_empty(block.text):
            raise NotAnArticle(Reason.EMPTY, block.text)


def is_sure(context: PageContext, regions: Regions) -> bool:
    """Whether the headline is declared, named by a selector, or has a date or count beside it."""
    if regions.title is None:
        return False
    return regions.title_rule != "headline" or is_dated(context, regions)


def is_dated(context: PageContext, regions: Regions) -> bool:
    """Whether the headline has a date or a count beside it."""
    title = regions.title
    return title is not None and any(
        context.is_info(position)
        and context.blocks[position].link_density < w.PARTLY_LINKED
        and not context.is_clock(position)
        for position in _beside(context, title)
    )


def _beside(context: PageContext, title: int, *, skipped: Sequence[int] = ()) -> Iterator[int]:
    """The lines around the headline among which a date confirms it."""
    start = max(0, title - w.SURE_LINES_ABOVE)
    end = min(len(context.blocks), title + 1 + w.SURE_LINES_BELOW)
    return (p for p in range(start, end) if p != title and p not in skipped)
