"""The paragraphs of the text, in order."""

from __future__ import annotations

from govnews.reading.fields.attachments import is_file_line
from govnews.reading.page.context import Layout, Reading
from govnews.reading.parse.lines import Block
from govnews.reading.recognisers.dates import date_lines, residue
from govnews.reading.recognisers.views import find_views, is_views_label
from govnews.vietnamese.text import fold


def body_paragraphs(reading: Reading, layout: Layout, drop: set[str]) -> list[str]:
    """The paragraphs in order: table rows joined, furniture lines and repeated title left out."""
    paragraphs: list[str] = []
    rows: dict[int, int] = {}
    of_files = _rows_of_files(reading, layout)
    for position in layout.body:
        block = reading.blocks[position]
        text = block.text
        if not text or fold(text) in drop or _is_furniture(reading, block):
            continue
        row = reading.tables.row(block.node) if reading.page.nodes else None
        if row in of_files:
            continue
        if row is not None and row in rows and rows[row] == len(paragraphs) - 1:
            joint = " " if _same_cell(reading, position) else " | "
            paragraphs[-1] = f"{paragraphs[-1]}{joint}{text}"
            continue
        if paragraphs and len(text) > 60 and paragraphs[-1] == text:
            continue  # a picture's caption for each of its sizes
        paragraphs.append(text)
        if row is not None:
            rows[row] = len(paragraphs) - 1
    return paragraphs


def _rows_of_files(reading: Reading, layout: Layout) -> set[int]:
    """Rows of a table that each name a file, and the heading row above them."""
    page = reading.page
    found: set[int] = set()
    for position in layout.body:
        block = reading.blocks[position]
        if block.links and is_file_line(block):
            row = reading.tables.row(block.node)
            found |= {row} if row is not None else set()
    for row in list(found):
        parent = page.parents[row]
        siblings = [
            n for n in range(parent + 1, page.last[parent] + 1) if page.parents[n] == parent
        ]
        if siblings and set(siblings[1:]) <= found:
            found.add(siblings[0])
    return found


def _is_furniture(reading: Reading, block: Block) -> bool:
    text = block.text
    if is_file_line(block):
        return True
    if len(text) > 120:
        return False
    if find_views(text) or is_views_label(text) or date_lines(text, reading.now):
        return not any(map(str.isalpha, residue(text, reading.now)))
    return False


def _same_cell(reading: Reading, position: int) -> bool:
    cell = reading.tables.cell(reading.blocks[position].node)
    return cell == reading.tables.cell(reading.blocks[position - 1].node)
