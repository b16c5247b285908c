"""Lists of names that end a text: winners, donors, members of a committee. They sign nothing."""

from __future__ import annotations

from itertools import islice

from govnews.reading import weights as w
from govnews.reading.fields.attachments import is_file_line
from govnews.reading.fields.placement import is_right_aligned
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.parse.lines import HEADINGS, Block
from govnews.reading.recognisers.bylines import read_signature, read_source
from govnews.vietnamese.names import looks_like_name


def listed_lines(context: PageContext, regions: Regions) -> frozenset[int]:
    """The closing lines that are items of a list: several alike in a row, items of a `<ul>`, cells
    of a table of several rows. A closing line that is set in another style signs below them.
    """
    if context.root is None:
        return frozenset()
    lines = [p for p in regions.body if context.blocks[p].text]
    while lines and _stands_below(context, lines[-1]):
        lines.pop()
    found: list[int] = []
    above: Block | None = None
    for position in reversed(lines):
        if not _may_be_item(context, position):
            above = context.blocks[position]
            break
        found.append(position)
    announced = above is not None and above.text.endswith(":")
    items = [context.blocks[p] for p in found]
    if len(items) > 1 and _is_apart(items[0], items[1:]):
        items, found = items[1:], found[1:]
    in_list = {p for p in found if _is_in_table_or_list(context, p)}
    if announced and len(items) > 1:
        return frozenset(found)
    named = [looks_like_name(item.text) for item in items]
    lines_of_one = len({item.node for item in items}) == 1
    most = w.AUTHORS_BY_LINE if lines_of_one else w.NAMES_OF_A_LIST
    headed = all(is_name or item.bold for is_name, item in zip(named, items, strict=True))
    if sum(named) > most and headed:
        return frozenset(found)
    return frozenset(in_list)


def _stands_below(context: PageContext, position: int) -> bool:
    """Whether a line stands below the end of the text: what signs to the right or by a label,
    sources, files, dates.
    """
    block = context.blocks[position]
    if context.tables.row(block.node) is not None:
        return False
    if is_right_aligned(block) or is_file_line(block) or context.is_info(position):
        return True
    signature = read_signature(block.text)
    return (signature is not None and signature.sure) or read_source(block.text) is not None


def _may_be_item(context: PageContext, position: int) -> bool:
    """Whether a line may be an item of a list: short, and neither a sentence nor what announces
    the list.
    """
    block = context.blocks[position]
    if context.tables.row(block.node) is not None:
        return True
    if len(block.text) > w.LISTED_MAX_LENGTH or block.tag in HEADINGS or block.images:
        return False
    if is_right_aligned(block) or block.text.endswith((":", "!", "?", "…", "./.")):
        return False
    return not block.text.endswith(".") or looks_like_name(block.text)


def _is_apart(last: Block, others: list[Block]) -> bool:
    """Whether the last line is bold or in italics below lines of which none is."""
    if last.tag == "li" or not (last.bold or last.italic):
        return False
    return not any((last.bold and one.bold) or (last.italic and one.italic) for one in others)


def _is_in_table_or_list(context: PageContext, position: int) -> bool:
    """Whether a line is a cell of a table of data or one of several items of a list."""
    page, node = context.page, context.blocks[position].node
    if context.tables.row(node) is not None:
        return True
    around = islice(page.ancestors(node), w.ITEM_LEVELS)
    item = next((step for step in around if page.nodes[step].tag == "li"), None)
    return item is not None and page.inside(page.parents[item]) != page.inside(item)
