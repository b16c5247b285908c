"""The text: its paragraphs in order."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from govnews.reading import weights as w
from govnews.reading.fields.attachments import is_file_line, row_of_file
from govnews.reading.fields.bylines import is_byline_box
from govnews.reading.fields.declared_author import is_foreign
from govnews.reading.fields.found import Found
from govnews.reading.page.cards import in_card
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.dated_lines import announced_dates, is_fact, is_subhead
from govnews.reading.parse.lines import Block
from govnews.reading.recognisers.dates import date_lines, residue
from govnews.reading.recognisers.views import find_views, is_views_label
from govnews.reading.selectors import visible_text
from govnews.reading.urls import absolute
from govnews.vietnamese.text import fold


def find_body(
    context: PageContext, regions: Regions, title: Found[str], author: Found[str] | None
) -> Found[tuple[str, ...]] | None:
    """The paragraphs in order, without lines that repeat the headline or the byline."""
    repeated = {fold(title.value)}
    if author is not None and len(author.raw) < w.SIGNATURE_MAX_LENGTH:
        repeated.add(fold(author.raw))
    paragraphs = tuple(_paragraphs(context, regions, repeated))
    if not paragraphs:
        return None
    place = context.place(regions.body[0])
    return Found.of("body", paragraphs, paragraphs[0][: w.EVIDENCE_LENGTH], _rule(context), place)


def _rule(context: PageContext) -> str:
    if context.root is None:
        return "dump-lines"
    return "selector" if context.selectors.get("body") else "densest-prose"


def _paragraphs(context: PageContext, regions: Regions, repeated: set[str]) -> list[str]:
    """The body's lines, rows of data tables joined, lines of files, dates and counts left out."""
    paragraphs: list[str] = []
    rows: dict[int, int] = {}
    of_files = _rows_of_files(context, regions)
    amid = _amid_text(context, regions)
    abroad = is_foreign(context, regions)
    for position in regions.body:
        block = regions.block(context.page, position)
        text = block.text
        if not text or fold(text) in repeated or is_file_line(block):
            continue
        if abroad and (
            is_byline_box(context, position) or _is_lone_link(block) or _refers_on(context, block)
        ):
            continue
        row = context.tables.row(block.node)
        if row is None and position not in amid and _is_furniture(context, position, text):
            continue
        if row in of_files:
            continue
        if row is not None and row in rows and rows[row] == len(paragraphs) - 1:
            joint = " " if _same_cell(context, position) else " | "
            paragraphs[-1] = f"{paragraphs[-1]}{joint}{text}"
            continue
        if paragraphs and len(text) > w.REPEATED_MIN_LENGTH and paragraphs[-1] == text:
            continue  # a picture's caption for each of its sizes
        paragraphs.append(text)
        if row is not None:
            rows[row] = len(paragraphs) - 1
    return paragraphs


def _is_lone_link(block: Block) -> bool:
    """Whether a line is a division that is a link, as buttons and teasers are."""
    return block.tag == "div" and block.link_density > w.WHOLLY_LINKED


_LABEL = re.compile(r"[\[(>»]*+\s*+[^:\[(]{2,30}+:")


def _refers_on(context: PageContext, block: Block) -> bool:
    """Whether a line is a short label and a link to another page of the site: "Read more: …"."""
    if block.tag in {"li", "td"} or len(block.links) != 1 or block.link_density < w.MOSTLY_LINKED:
        return False
    match = _LABEL.match(block.text)
    link = visible_text(block.links[0])
    if match is None or len(link) < w.LINKED_HEADLINE_MIN_LENGTH or is_file_line(block):
        return False
    target = absolute(context.base, block.links[0].get("href") or "") or ""
    same = urlsplit(target).hostname == urlsplit(context.url).hostname
    rest = block.text[match.end() :].strip(" ])")
    return same and (link.endswith(rest) or rest.endswith(link))


def _rows_of_files(context: PageContext, regions: Regions) -> set[int]:
    """Rows of a table that are each the link to a file, and the heading row above them. A row that
    says in other cells what the file is, is text.
    """
    page = context.page
    found: set[int] = set()
    for position in regions.body:
        block = regions.block(context.page, position)
        if block.links and is_file_line(block) and row_of_file(context, position) is None:
            row = context.tables.row(block.node)
            found |= {row} if row is not None else set()
    for row in list(found):
        parent = page.parents[row]
        siblings = [
            n for n in range(parent + 1, page.last[parent] + 1) if page.parents[n] == parent
        ]
        if siblings and set(siblings[1:]) <= found:
            found.add(siblings[0])
    return found


def _amid_text(context: PageContext, regions: Regions) -> range:
    """The positions from the first to the last paragraph, among which a date alone is text."""
    paragraphs = [
        p
        for p in regions.body
        if not context.is_info(p)
        and (
            context.prose[p] >= w.TEXT_PIECE
            or (context.prose[p] and context.blocks[p].text.endswith(":"))
        )
    ]
    if context.root is None or not paragraphs:
        return range(0)
    first = next(
        (p for p in regions.body if p < paragraphs[0] and is_subhead(context, regions.body, p)),
        paragraphs[0],
    )
    return range(first, announced_dates(context, regions.body, paragraphs[-1]) + 1)


def _is_furniture(context: PageContext, position: int, text: str) -> bool:
    """Whether a line above or below the text is nothing but a date or a count."""
    if len(text) > w.ICON_LINE_MAX_LENGTH or is_fact(context, position):
        return False
    dates = date_lines(text, context.now)
    if dates and all(date.role == "event" for date in dates):
        return False
    if dates or find_views(text) or is_views_label(text):
        bare = not any(map(str.isalpha, residue(text, context.now)))
        return bare and not in_card(context.page, position)
    return False


def _same_cell(context: PageContext, position: int) -> bool:
    cell = context.tables.cell(context.blocks[position].node)
    return cell == context.tables.cell(context.blocks[position - 1].node)
