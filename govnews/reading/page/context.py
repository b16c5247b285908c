"""What every rule of reading looks at, and what the layout hands on to the rules of the fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from govnews.reading.page.boilerplate import MAX_FURNITURE, noise_kind
from govnews.reading.page.main_content import prose
from govnews.reading.page.metadata import Signals
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block, Page
from govnews.reading.parse.tables import Tables
from govnews.reading.recognisers.bylines import read_signature
from govnews.reading.recognisers.dates import HOUR_ALONE, RELATIVE, DateLine, date_lines, residue
from govnews.reading.recognisers.views import SEPARATORS, find_views, is_views_label, lone_number
from govnews.reading.selectors import Hints, select, visible_text
from govnews.reading.urls import absolute
from govnews.vietnamese.text import clean, fold

CELL_KINDS = frozenset({"pager", "counter", "control", "files", "tags"})
"""What looks like furniture on its own and is text in a table of data."""

STOPPING = frozenset({"related", "comments"})
"""Kinds of furniture below which no text of the article is expected."""


ENDING = STOPPING | {"widget", "login", "counter", "copyright", "tags"}
"""Kinds of furniture that stand below an article; some of them also stand inside one."""


@dataclass(slots=True)
class Layout:
    """Positions in page.blocks. title: headline or None. head: lines around it that are no text.

    body: candidate paragraphs in order, noise already out. tail: what follows within the article.
    cut: why the body ended ("related", "comments", …) or None.
    title_rule: name of the rule that chose the title.
    core: the node that holds the text; None in a text dump.
    """

    title: int | None = None
    title_rule: str = ""
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    cut: str | None = None
    core: int | None = None

    def zone(self) -> list[int]:
        """Positions where head lines of the article may stand, the likeliest first."""
        if self.title is None and not self.body:
            return []
        title = self.title if self.title is not None else self.body[0]
        around = sorted({*self.head, *self.body[:2]}, key=lambda p: (p < title, abs(p - title)))
        end = range(self.body[-3:][0], self.body[-1] + 1) if self.body else ()
        return [*around, *end, *self.tail]


_CATEGORY = re.compile(r"(?:chuyen muc|danh muc|the loai|category)\s*:")


def _leads_nowhere(block: Block) -> bool:
    """Whether a line's links stay on the page, as those of a table of contents do."""
    hrefs = [link.get("href") or "" for link in block.links]
    return bool(hrefs) and all(href.startswith("#") for href in hrefs)


@dataclass(slots=True)
class Reading:
    """The page, its head's signals, the hints and the time; and what is known of each line.

    base: the address that relative links count from, by `<base href>` or the page's own.
    """

    page: Page
    signals: Signals
    hints: Hints
    now: datetime
    url: str
    root: Element | None
    body_paths: tuple[str, ...] = ()
    kinds: list[str | None] = field(default_factory=list)
    template: list[bool] = field(default_factory=list)
    prose: list[float] = field(default_factory=list)
    base: str = ""
    tables: Tables = field(init=False)
    _dates: dict[int, list[DateLine]] = field(default_factory=dict)
    _infos: dict[int, bool] = field(default_factory=dict)

    def _kind(self, block: Block) -> str | None:
        if not block.text:
            return None
        kind = noise_kind(block.text)
        if kind is None and block.link_density > 0.9 and _leads_nowhere(block):
            return "control"
        if kind is None and block.raw and len(block.text) <= MAX_FURNITURE and block.pieces:
            kinds = {noise_kind(piece) for piece in block.pieces}
            kind = "control" if None not in kinds and kinds & {"control", "login"} else None
        if kind == "comments" and block.link_density > 0.9:
            return "control"  # leads to the comments
        if kind in CELL_KINDS and self.tables.row(block.node) is not None:
            return None
        return kind

    @property
    def blocks(self) -> list[Block]:
        return self.page.blocks

    def __post_init__(self) -> None:
        self.base = self.url
        if self.root is not None:
            found = next((node for node in self.root.iter("base") if node.get("href")), None)
            href = found.get("href") if found is not None else None
            self.base = (absolute(self.url, href) if href else None) or self.url
        self.tables = Tables(self.page)

    def mark(self, template: Callable[[Block], bool] | None = None) -> None:
        """Fills `kinds`, `template` and `prose`; template: whether a block repeats over pages."""
        self.kinds = [self._kind(block) for block in self.blocks]
        for position, kind in enumerate(self.kinds):
            if kind == "counter" and self._is_yesterday(position):
                self.kinds[position] = None
        self.template = [
            template is not None and bool(block.text) and template(block) for block in self.blocks
        ]
        self.prose = [
            prose(block) if kind is None and not template else 0.0
            for block, kind, template in zip(self.blocks, self.kinds, self.template, strict=True)
        ]

    def _is_yesterday(self, position: int) -> bool:
        """Whether "Hôm qua" is a date, and not the label of a counter that stands beside it."""
        if self.blocks[position].text.lower() != "hôm qua":
            return False
        after = self.blocks[position + 1].text if position + 1 < len(self.blocks) else ""
        return (
            "counter" not in self.kinds[position + 1 : position + 2] and lone_number(after) is None
        )

    def line(self, position: int) -> str:
        """A short line with a blank between its inline elements; a long one as it is."""
        return self.blocks[position].spaced

    def place(self, position: int) -> str:
        """Where a block stands: its XPath, or the line of a text dump."""
        block = self.blocks[position]
        if block.element is None:
            return f"line {block.line}"
        return str(block.element.getroottree().getpath(block.element))

    def dates(self, position: int) -> list[DateLine]:
        """The dates of a short line; an hour alone in the next line is the last date's."""
        found = self._dates.get(position)
        if found is None:
            line = self.line(position)
            found = date_lines(line, self.now)
            if found and found[-1].found.moment.precision == "day":
                after = self.line(position + 1) if position + 1 < len(self.blocks) else ""
                if HOUR_ALONE.fullmatch(after):
                    found = date_lines(f"{line} {after}", self.now)
            self._dates[position] = found
        return found

    def is_info(self, position: int) -> bool:
        """Whether a line consists of a date or a view count, as those beside a headline do."""
        known = self._infos.get(position)
        if known is None:
            known = self._infos[position] = self._is_info(position)
        return known

    def _is_info(self, position: int) -> bool:
        text = self.line(position)
        if len(text) > 220 or self.kinds[position] == "counter":
            return False
        if is_views_label(text):
            return True
        if not any(map(str.isdigit, text)) and "hôm" not in text.lower():
            return False
        if not (find_views(text) or self.dates(position)):
            return False
        rest = len(residue(text, self.now))
        return rest <= max(30, (0.6 if len(SEPARATORS.split(text)) > 2 else 0.35) * len(text))

    def is_clock(self, position: int) -> bool:
        """Whether a date is the day of the capture or is labelled as the present one."""
        today = self.now.date()
        return any(
            line.clock or (line.found.moment.at.date() == today and not RELATIVE.search(line.raw))
            for line in self.dates(position)
        )

    def is_head_line(self, position: int) -> bool:
        """Whether a block near the title is furniture of the head: date, views, controls."""
        block = self.blocks[position]
        text = block.text
        if not text or self.kinds[position] is not None or self.template[position]:
            return True
        if len(text) > 220:
            return False
        if self.is_info(position) or (len(text) <= 80 and _CATEGORY.match(fold(text))):
            return True
        signature = read_signature(text)
        if signature is not None and signature.sure:
            return True
        return block.link_density > 0.8 and len(text) < 80

    def hinted(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Texts that the hints name for a field: (text, rule, place)."""
        if self.root is None:
            return
        for element, rule in select(self.root, self.hints, name):
            text = element.get("content") if element.tag == "meta" else visible_text(element)
            if not text and element.tag == "time":
                text = element.get("datetime")
            if text and noise_kind(text) != "control":
                yield clean(text), rule, str(element.getroottree().getpath(element))
