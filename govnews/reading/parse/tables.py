"""Distinguishes tables of data from tables that only lay a page out.

In a table of data a row is one paragraph, and a cell such as `1` or `Tổng cộng` is no pager and
no counter.
"""

from __future__ import annotations

from statistics import median

from govnews.reading import weights as w
from govnews.reading.parse.lines import Page

CELLS = frozenset({"td", "th"})


class Tables:
    """The data tables of one page; each table is judged once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._data: dict[int, bool] = {}

    def row(self, node: int) -> int | None:
        """The row of a data table around a node, or None."""
        cell = self.cell(node)
        if cell is None:
            return None
        row = self._page.parents[cell]
        if row < 0 or self._page.nodes[row].tag != "tr":
            return None
        table = next(
            (step for step in self._page.ancestors(row) if self._page.nodes[step].tag == "table"),
            None,
        )
        return row if table is not None and self._holds_data(table) else None

    def cell(self, node: int) -> int | None:
        """The closest table cell around a node."""
        for step in self._page.ancestors(node):
            if self._page.nodes[step].tag in CELLS:
                return step
        return None

    def _holds_data(self, table: int) -> bool:
        known = self._data.get(table)
        if known is None:
            known = self._data[table] = self._looks_like_data(table)
        return known

    def _looks_like_data(self, table: int) -> bool:
        page = self._page
        cells: dict[int, list[int]] = {}
        for node in range(table + 1, page.last[table] + 1):
            tag = page.nodes[node].tag
            if tag in {"table", "form"}:
                return False
            if tag in CELLS:
                cells.setdefault(page.parents[node], []).append(node)
        wide = [row for row in cells.values() if len(row) > 1]
        if len(wide) < 2:
            return False
        blocks = page.blocks[page.first[table] : page.past[table]]
        if sum(block.linked for block in blocks) > w.MOSTLY_LINKED * sum(
            len(block.text) for block in blocks
        ):
            return False
        if sum(bool(block.images) for block in blocks) * 2 > len(wide):
            return False
        sizes = [
            sum(len(page.blocks[position].text) for position in page.inside(node))
            for row in wide
            for node in row
        ]
        # A cell that holds most of all the text is the page's middle column, not a value.
        holds_page = max(sizes) > w.COLUMN_MIN_LENGTH and max(sizes) > w.COLUMN_SHARE * sum(sizes)
        return median(sizes) < w.CELL_MAX_LENGTH and not holds_page
