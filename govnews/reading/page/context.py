"""What the rules of reading know of a page, and the parts into which they divide it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate
from typing import Any, cast

from govnews.model import Capture, Profile
from govnews.reading import weights as w
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.cards import in_card
from govnews.reading.page.labels import is_beside_date, is_credit
from govnews.reading.page.main_content import prose
from govnews.reading.page.metadata import Metadata
from govnews.reading.page.template import block_digest
from govnews.reading.parse.document import Element, xpath
from govnews.reading.parse.lines import HEADINGS, Block, Page
from govnews.reading.parse.tables import Tables
from govnews.reading.recognisers.bylines import read_signature, read_source
from govnews.reading.recognisers.dates import (
    BOX_END,
    BOX_START,
    HOUR_ALONE,
    DateLine,
    date_lines,
    has_weekday,
    residue,
)
from govnews.reading.recognisers.views import SEPARATORS, find_views, is_views_label, lone_number
from govnews.reading.selectors import Hints, select, visible_text
from govnews.reading.urls import absolute
from govnews.vietnamese.text import clean, fold

_CELL_KINDS = frozenset({"pager", "counter", "control", "files", "tags"})
"""Kinds of furniture that are text where they stand in a cell of a table of data."""

STOPPING = frozenset({"related", "comments"})
"""Kinds of furniture below which no text of the article is expected."""

ENDING = STOPPING | {"widget", "login", "counter", "copyright", "tags"}
"""Kinds of furniture that stand below an article; some of them also stand inside one."""

_CATEGORY = re.compile(r"(?:chuyen muc|danh muc|the loai|category)\s*:")


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts of a page, as positions in its blocks. Fields take lines out of the body.

    title: the headline, or None. title_rule: the rule that chose it.
    head: lines around the headline that are no text. body: candidate paragraphs in order, without
    furniture. tail: lines below the body that still belong to the article.
    core: the node that holds the text; None in a text dump and on a page without prose.
    shortened: the text of blocks from which a field took the end.
    """

    title: int | None = None
    title_rule: str = ""
    head: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    tail: tuple[int, ...] = ()
    core: int | None = None
    shortened: Mapping[int, str] = field(default_factory=dict)

    def without(self, positions: Iterable[int]) -> Regions:
        """The regions with these positions left out of the body."""
        taken = frozenset(positions)
        return replace(self, body=tuple(p for p in self.body if p not in taken)) if taken else self

    def with_text(self, position: int, text: str) -> Regions:
        """The regions with another text for one block."""
        return replace(self, shortened={**self.shortened, position: text})

    def block(self, page: Page, position: int) -> Block:
        """A block with the text that fields have left of it."""
        block = page.blocks[position]
        text = self.shortened.get(position)
        return block if text is None else replace(block, text=text)

    def zone(self) -> list[int]:
        """Positions where head lines of the article may stand, the likeliest first."""
        if self.title is None and not self.body:
            return []
        title = self.title if self.title is not None else self.body[0]
        around = sorted(
            {*self.head, *self.body[: w.ZONE_BODY_START]}, key=lambda p: (p < title, abs(p - title))
        )
        end = range(self.body[-w.ZONE_BODY_END :][0], self.body[-1] + 1) if self.body else ()
        return [*around, *end, *self.tail]


@dataclass(frozen=True, slots=True)
class PageContext:
    """A page with all that is known of its lines before any field is read. See `page_context`.

    root: the root element; None for a text dump. url: the address of the capture.
    base: the address that relative links count from, by `<base href>` or else `url`.
    now: the time of the capture; relative dates count from it.
    body_paths: the paths at which the profile places the text, the best first.
    kinds: for each block its kind of furniture, or None. repeated: for each block whether the
    profile knows it from the portal's other pages. prose: for each block how much running text it
    holds, in characters. link_lists: the lists that were judged
    already, by node.
    """

    page: Page
    blocks: list[Block]
    root: Element | None
    metadata: Metadata
    selectors: Hints
    url: str
    base: str
    now: datetime
    body_paths: tuple[str, ...]
    tables: Tables
    kinds: tuple[str | None, ...]
    repeated: tuple[bool, ...]
    prose: tuple[float, ...]
    _dates: dict[int, list[DateLine]] = field(default_factory=dict)
    _infos: dict[int, bool] = field(default_factory=dict)
    _sums: list[float] = field(default_factory=list)
    _values: dict[str, list[Any]] = field(default_factory=dict)
    link_lists: dict[int, bool] = field(default_factory=dict)

    def line(self, position: int) -> str:
        """A short line with a blank between its inline elements; a long one as it is."""
        return self.blocks[position].spaced

    def values_of(self, attribute: str) -> list[Any]:
        """The values of an attribute in the order of the page; each knows its element."""
        found = self._values.get(attribute)
        if found is None:
            root = self.root
            found = (
                [] if root is None else cast("list[Any]", root.xpath(f"descendant::*/@{attribute}"))
            )
            self._values[attribute] = found
        return found

    def prose_above(self, position: int) -> float:
        """How much running text all lines above one hold; of the page, above its end."""
        if not self._sums:
            self._sums.extend(accumulate(self.prose, initial=0.0))
        return self._sums[position]

    def place(self, position: int) -> str:
        """Where a block stands: its XPath, or the line of a text dump."""
        block = self.blocks[position]
        if block.element is None:
            return f"line {block.line}"
        return xpath(block.element)

    def dates(self, position: int) -> list[DateLine]:
        """The dates of a short line; an hour alone in the next line is the last date's, and day,
        month and year may stand on lines of their own.
        """
        found = self._dates.get(position)
        if found is None:
            line = self.line(position)
            found, lines = date_lines(line, self.now), 1
            if not found:
                found, lines = self._box(position)
            if found and found[-1].found.moment.precision == "day":
                below = position + lines
                after = self.line(below) if below < len(self.blocks) else ""
                if HOUR_ALONE.fullmatch(after):
                    day = line if lines == 1 else found[-1].raw
                    found = date_lines(f"{day} {after}", self.now)
            self._dates[position] = found
        return found

    def _box(self, position: int) -> tuple[list[DateLine], int]:
        """The date of day, month and year on lines of their own, the first at `position`, and the
        number of these lines.
        """
        text = self.line(position)
        if len(text) > w.BOX_START_LENGTH or BOX_START.fullmatch(text) is None:
            return [], 0
        for count in range(1, min(w.BOX_LINES, len(self.blocks) - position)):
            line = self.line(position + count)
            if len(line) > w.BOX_LINE_LENGTH:
                break
            slash = BOX_END.fullmatch(line) or ("/" in text and line.isdigit())
            text += ("/" if slash else " ") + line
            found = date_lines(text, self.now)
            if found and found[0].found.start == 0 and found[0].found.end == len(text):
                return found, count + 1
        return [], 0

    def _in_box(self, position: int) -> bool:
        """Whether a line continues the box of a date that begins above it."""
        if not 0 < len(self.line(position)) <= w.BOX_LINE_LENGTH:
            return False
        starts = range(max(0, position - w.BOX_LINES + 1), position)
        return any(start + self._box(start)[1] > position for start in starts)

    def is_info(self, position: int) -> bool:
        """Whether a line consists of a date or a view count, as those beside a headline do."""
        known = self._infos.get(position)
        if known is None:
            known = self._infos[position] = self._is_info(position)
        return known

    def _is_info(self, position: int) -> bool:
        text = self.line(position)
        if len(text) > w.INFO_MAX_LENGTH or self.kinds[position] == "counter":
            return False
        if is_views_label(text):
            return True
        if not any(map(str.isdigit, text)) and "hôm" not in text.lower():
            return self._box(position)[1] > 0 or self._in_box(position)
        dates = self.dates(position)
        if dates and all(date.role == "event" for date in dates):
            return False
        if not (dates or find_views(text)):
            return self._in_box(position)
        rest = len(residue(text, self.now))
        return rest <= max(
            w.INFO_MAX_RESIDUE,
            (
                w.INFO_RESIDUE_SHARE_OF_BAR
                if len(SEPARATORS.split(text)) > 2
                else w.INFO_RESIDUE_SHARE
            )
            * len(text),
        )

    def is_clock(self, position: int) -> bool:
        """Whether a date is labelled as the present one, stands in the navigation, or has a weekday
        and a menu beside it.
        """
        dates = self.dates(position)
        if any(line.clock for line in dates):
            return True
        page = self.page
        if self.root is not None and any(
            page.nodes[step].tag == "nav" for step in page.ancestors(self.blocks[position].node)
        ):
            return bool(dates)
        near = range(max(0, position - 1), min(len(self.blocks), position + 2))
        return (
            any(has_weekday(line.raw) for line in dates)
            and max(map(self.menu_links, near)) > w.CLOCK_LINKS
        )

    def menu_links(self, position: int) -> int:
        """The number of links in a line that consists of links, with signs between them or not."""
        block = self.blocks[position]
        return max(1, len(block.links)) if block.link_density > w.MOSTLY_LINKED else 0

    def leads_away(self, position: int) -> bool:
        """Whether a line is a link to another page, and not one of a heading to its own."""
        block = self.blocks[position]
        if block.link_density <= w.LINKED:
            return False
        if block.tag not in HEADINGS:
            return True
        own = self.url.partition("#")[0]
        last = own.rstrip("/").rpartition("/")[2]
        for link in block.links:
            href = (link.get("href") or "").strip()
            if href[:1] in {"", "#"} or href.lower().startswith("javascript:"):
                continue
            # Most links lack the last step of the address, which costs less to see than to resolve.
            if last not in href or (absolute(self.base, href) or "").partition("#")[0] != own:
                return True
        return False

    def is_head_line(self, position: int) -> bool:
        """Whether a block near the title is furniture of the head: date, views, controls."""
        block = self.blocks[position]
        text = block.text
        if not text or self.kinds[position] is not None or self.repeated[position]:
            return True
        if len(text) > w.INFO_MAX_LENGTH:
            return False
        if self.is_info(position) or (
            len(text) <= w.HEAD_LINK_MAX_LENGTH and _CATEGORY.match(fold(text))
        ):
            return True
        signature = read_signature(text)
        if signature is not None and signature.sure:
            return True
        source = read_source(text)
        if source is not None and source.labelled:
            return True
        return block.link_density > w.LINKED and len(text) < w.HEAD_LINK_MAX_LENGTH

    def select(self, name: str) -> Iterator[tuple[Element, str]]:
        """Elements that the selectors name for a field, each with its rule, best first."""
        return iter(()) if self.root is None else select(self.root, self.selectors, name)

    def selected_texts(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Texts that the selectors name for a field: (text, rule, place)."""
        for element, rule in self.select(name):
            text = element.get("content") if element.tag == "meta" else visible_text(element)
            if not text and element.tag == "time":
                text = element.get("datetime")
            if text and noise_kind(text) != "control":
                yield clean(text), rule, xpath(element)


def page_context(
    page: Page, metadata: Metadata, selectors: Hints, capture: Capture, profile: Profile | None
) -> PageContext:
    """The context of a page.

    selectors: CSS selectors by field, tried before the generic rules. profile: what the portal's
    pages have in common; blocks that it knows hold no prose.
    """
    root = page.root
    tables = Tables(page)
    kinds = _kinds(page, tables, capture.fetched_at)
    repeated = _repeated(page.blocks, profile.noise if profile is not None else frozenset())
    return PageContext(
        page=page,
        blocks=page.blocks,
        root=root,
        metadata=metadata,
        selectors=selectors,
        url=capture.url,
        base=(absolute(capture.url, metadata.base) if metadata.base else None) or capture.url,
        now=capture.fetched_at,
        body_paths=profile.body_paths if profile is not None else (),
        tables=tables,
        kinds=kinds,
        repeated=repeated,
        prose=tuple(
            0.0 if known or kind is not None else prose(block)
            for block, kind, known in zip(page.blocks, kinds, repeated, strict=True)
        ),
    )


def _repeated(blocks: list[Block], noise: frozenset[str]) -> tuple[bool, ...]:
    if not noise:
        return (False,) * len(blocks)
    return tuple(bool(block.text) and block_digest(block) in noise for block in blocks)


def _kinds(page: Page, tables: Tables, now: datetime) -> tuple[str | None, ...]:
    """The kind of furniture that each block is, or None."""
    blocks = page.blocks
    kinds = [_kind(block, tables) for block in blocks]
    for position, kind in enumerate(kinds):
        if (kind == "counter" and _is_yesterday(blocks, kinds, position)) or (
            kind in _CELL_KINDS and in_card(page, position)
        ):
            kinds[position] = None
        elif page.nodes and (
            (kind == "copyright" and is_credit(page, position))
            or (kind in STOPPING and is_beside_date(page, position, now))
        ):
            kinds[position] = "control"
    return tuple(kinds)


def _kind(block: Block, tables: Tables) -> str | None:
    if not block.text:
        return None
    kind = noise_kind(block.text)
    if kind is None and block.link_density > w.LINKED and _leads_nowhere(block):
        return "control"
    if kind is None and block.raw and len(block.text) <= w.FURNITURE_MAX_LENGTH and block.pieces:
        kind = "control" if _are_controls(block.pieces) else None
    if kind == "related" and block.link_density > w.LINKED and _opens_more(block):
        return "control"
    if kind == "comments" and block.link_density > w.LINKED:
        return "control"  # leads to the comments
    if kind in _CELL_KINDS and tables.row(block.node) is not None:
        return None
    return kind


def _are_controls(pieces: tuple[str, ...]) -> bool:
    """Whether the parts of a line are furniture, one of them a control."""
    found = False
    for piece in pieces:
        kind = noise_kind(piece)
        if kind is None:
            return False
        found = found or kind in {"control", "login"}
    return found


_MORE_HERE = re.compile(r"\W*(?:(?:xem|doc) (?:them|tiep)|(?:read|see|show) more)\W*")


def _opens_more(block: Block) -> bool:
    """Whether a link opens the rest of this text, and leads to no other."""
    hrefs = [link.get("href") or "" for link in block.links]
    here = all(href.lower().startswith(("#", "javascript:")) for href in hrefs)
    return here and _MORE_HERE.fullmatch(fold(block.text)) is not None


def _leads_nowhere(block: Block) -> bool:
    """Whether a line's links stay on the page, as those of a table of contents do. A heading may be
    a headline that leads to itself.
    """
    if block.tag in HEADINGS and len(block.text) >= w.LINKED_HEADLINE_MIN_LENGTH:
        return False
    for link in block.links:
        if not (link.get("href") or "").startswith("#"):
            return False
    return bool(block.links)


def _is_yesterday(blocks: list[Block], kinds: list[str | None], position: int) -> bool:
    """Whether "Hôm qua" is a date, and not the label of a counter that stands beside it."""
    if blocks[position].text.lower() != "hôm qua":
        return False
    after = blocks[position + 1].text if position + 1 < len(blocks) else ""
    return "counter" not in kinds[position + 1 : position + 2] and lone_number(after) is None
