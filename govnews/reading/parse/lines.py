"""From a tree to the runs of text that a browser prints as lines, in page order.

All rules work on this flat list, so that a text dump and an HTML page are read by the same rules
and no rule depends on class names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from lxml import etree

from govnews.errors import PageRefused
from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.reading.parse.hidden import Hiding
from govnews.reading.parse.word_dump import has_settings, without_settings
from govnews.reasons import Reason
from govnews.vietnamese.encodings import visible
from govnews.vietnamese.syllables import is_syllable
from govnews.vietnamese.text import remembered

SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "select", "option", "button",
    "iframe", "object", "embed", "textarea", "input", "head", "meta", "link", "title",
    "canvas", "audio", "video", "map", "area", "datalist", "dialog", "math",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "marquee",
})  # fmt: skip
STRONG = frozenset({"b", "strong", "th"})
EMPHASIS = frozenset({"i", "em"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two line breaks or block borders.

    text: cleaned. element: the block-level element around it (None in a text dump).
    linked, strong, emphasised: how many of its characters stand in links, bold, italics.
    links: the <a> elements in it. images: the <img> elements in it.
    line: in a text dump, its line number. gap: in a text dump, blank lines before it.
    node: position of `element` in page order; blocks of one element share it.
    raw: the uncleaned texts that a line of several inline elements was put together from.
    tag: of `element`; `p` in a text dump. link_density: share of its characters in links.
    """

    text: str
    element: Element | None = None
    linked: int = 0
    strong: int = 0
    emphasised: int = 0
    links: tuple[Element, ...] = ()
    images: tuple[Element, ...] = ()
    node: int = 0
    line: int = 0
    gap: int = 0
    raw: tuple[str, ...] = ()
    tag: str = field(init=False)
    link_density: float = field(init=False)
    _pieces: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        self.tag = self.element.tag if self.element is not None else "p"
        self.link_density = self.linked / len(self.text) if self.text else 0.0

    @property
    def pieces(self) -> tuple[str, ...]:
        """In a short line made of several inline elements, the text of each."""
        if self._pieces is None:
            raw = self.raw if len(self.text) <= w.MAX_INLINE_LENGTH else ()
            pieces = tuple(filter(None, map(visible, raw)))
            self._pieces = pieces if len(pieces) > 1 else ()
        return self._pieces

    @property
    def spaced(self) -> str:
        """The line with a blank between its inline elements, as style sheets set them apart."""
        pieces = self.pieces
        return " ".join(pieces) if pieces else self.text

    @property
    def bold(self) -> bool:
        """Whether at least nine tenths of its characters are bold."""
        return self.strong >= w.EMPHASISED * len(self.text)

    @property
    def italic(self) -> bool:
        """Whether at least nine tenths of its characters are in italics."""
        return self.emphasised >= w.EMPHASISED * len(self.text)


@dataclass(slots=True)
class Page:
    """A page flattened: its blocks in order, and for each block-level element its parent.

    parents[n] is the node number of node n's parent, -1 for the root; nodes[n] the element.
    last[n] is the highest node number inside n, so `n <= m <= last[n]` means m is in n.
    The blocks inside node n are blocks[first[n]:past[n]]. hidden: the elements left out as hidden.
    """

    blocks: list[Block]
    nodes: list[Element] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    past: list[int] = field(default_factory=list)
    hidden: list[Element] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)

    @property
    def root(self) -> Element | None:
        """The root element of the document; None in a text dump."""
        return self.nodes[0].getroottree().getroot() if self.nodes else None

    def inside(self, node: int) -> range:
        """Positions of the blocks in a node."""
        return range(self.first[node], self.past[node])

    def names(self, node: int) -> str:
        """Class, id and itemprop of a node, in one string."""
        names = self._names.get(node)
        if names is None:
            element = self.nodes[node]
            parts = (element.get("class"), element.get("id"), element.get("itemprop"))
            names = self._names[node] = " ".join(part for part in parts if part)
        return names

    def common(self, first: int, second: int) -> int:
        """The closest node that contains both."""
        node = first
        while not self.contains(node, second):
            node = self.parents[node]
        return node

    def ancestors(self, node: int) -> Iterator[int]:
        """The node itself, its parent, and so on up to the root."""
        while node >= 0:
            yield node
            node = self.parents[node]

    def depths(self, node: int) -> dict[int, int]:
        """How far up each ancestor is; one that only wraps another adds nothing."""
        found: dict[int, int] = {}
        depth, extent = -1, (-1, -1)
        for step in self.ancestors(node):
            around = (self.first[step], self.past[step])
            depth += around != extent
            extent = around
            found[step] = depth
        return found

    def contains(self, node: int, other: int) -> bool:
        """Whether `other` is `node` or stands inside it."""
        return node <= other <= self.last[node]


_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)

_IN_LINK, _IN_BOLD, _IN_ITALICS = 1, 2, 4
"""How a text is set, as bits of one number."""

_SETTINGS = dict.fromkeys(STRONG, _IN_BOLD) | dict.fromkeys(EMPHASIS, _IN_ITALICS)


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _style_setting(style: str) -> int:
    """How a style attribute sets the text of its element."""
    bold, italic = _BOLD_STYLE.search(style), _ITALIC_STYLE.search(style)
    return (_IN_BOLD if bold else 0) | (_IN_ITALICS if italic else 0)


_LEFT_OUT, _BREAK, _IMAGE, _BLOCK, _INLINE = range(5)
_KINDS = {
    **dict.fromkeys(SKIPPED, _LEFT_OUT), **dict.fromkeys(BLOCKS, _BLOCK),
    "br": _BREAK, "img": _IMAGE,
}  # fmt: skip
"""What an element is to the walk. Any other is inline."""

_Frame: TypeAlias = tuple[int, int, int, Element | None]
"""An element on the way down: its kind, the node that its text belongs to, how that is set, and the
link around the element.
"""


class _Flattener:
    """One walk over the tree, with the run of text that is open, which crosses elements."""

    def __init__(
        self, start: Element, hides: Callable[[Element], bool], kinds: Mapping[str, int]
    ) -> None:
        self.hides = hides
        self.kinds = kinds
        self.walker = etree.iterwalk(start, events=("start", "end"))
        self.page = Page([])
        self.pieces: list[str] = []
        self.linked = 0
        self.strong = 0
        self.emphasised = 0
        self.links: list[Element] = []
        self.around: Element | None = None
        self.images: list[Element] = []

    def walk(self) -> None:
        """From the element where the walk starts through all that is in it."""
        _, start = next(self.walker)
        frames: list[_Frame] = [(_BLOCK, self.open(start, -1, 0), 0, None)]
        for event, element in self.walker:
            if event == "start":
                frames.append(self.enter(element, frames[-1], len(frames)))
                continue
            kind, node, _, around = frames.pop()
            if kind == _BLOCK:
                self.close(node)
                if not frames:
                    break
            elif kind == _INLINE:
                self.around = around
                if self.pieces:
                    self.end_inline(element, node)
            tail = element.tail
            if tail and (self.pieces or not tail.isspace()):
                self.text(tail, frames[-1][2])

    def enter(self, element: Element, outer: _Frame, depth: int) -> _Frame:
        """The frame of an element that the walk comes to; what is left out is passed over."""
        _, node, setting, _ = outer
        tag = element.tag
        kind = self.kinds.get(tag, _INLINE)
        if tag == "button" and _holds_page(element):
            kind = _BLOCK
        if kind < _BLOCK or depth > w.MAX_DEPTH + 1:
            self.walker.skip_subtree()
            if kind >= _BLOCK:
                self.text("".join(element.itertext()), setting)
            elif kind == _BREAK:
                self.flush(node)
            elif kind == _IMAGE:
                self.images.append(element)
                if len(self.images) >= w.MAX_LINES:
                    raise _too_long()
            return (_LEFT_OUT, node, setting, None)
        if kind == _BLOCK:
            self.flush(node)
        if self.hides(element):
            self.page.hidden.append(element)
            self.walker.skip_subtree()
            return (_LEFT_OUT if kind == _BLOCK else _INLINE, node, setting, self.around)
        setting |= _SETTINGS.get(tag, 0)
        style = element.get("style")
        if style is not None:
            setting |= _style_setting(style)
        if kind == _BLOCK:
            return (kind, self.open(element, node, setting), setting, None)
        return self.inside(element, tag, node, setting)

    def inside(self, element: Element, tag: str, node: int, setting: int) -> _Frame:
        """The frame of an inline element, the text at whose beginning is taken."""
        around = self.around
        if tag == "a" and element.get("href") is not None:
            self.links.append(element)
            if len(self.links) >= w.MAX_LINES:
                raise _too_long()
            self.around = element
            setting |= _IN_LINK
        text = element.text
        if text:
            self.text(text, setting)
        return (_INLINE, node, setting, around)

    def end_inline(self, element: Element, node: int) -> None:
        """Ends the line behind an inline element that stands on one, or sets it apart."""
        before = self.pieces[-1]
        if _glued(before, element.tail) or (element.tag == "font" and self.is_info_line()):
            self.flush(node)
        elif _is_set_apart(element, before):
            self.pieces.append(" ")

    def text(self, piece: str, setting: int) -> None:
        if piece.isspace():
            if self.pieces:  # at the beginning of a line it prints nothing
                self.pieces.append(piece)
            return
        self.pieces.append(piece)
        if setting:
            size = len(piece.strip())
            if setting & _IN_LINK:
                self.linked += size
            if setting & _IN_BOLD:
                self.strong += size
            if setting & _IN_ITALICS:
                self.emphasised += size

    def flush(self, node: int) -> None:
        if not self.pieces and not self.images:
            if self.links:
                self.links = []
            return
        pieces = self.pieces
        text = visible(pieces[0] if len(pieces) == 1 else "".join(pieces))
        if has_settings(text):
            text, pieces = without_settings(text), list(map(without_settings, pieces))
        if self.linked and not self.links and self.around is not None:
            self.links = [self.around]  # a link around headings and divisions
        if text or self.images:
            self.page.blocks.append(
                Block(
                    text,
                    self.page.nodes[node],
                    min(self.linked, len(text)),
                    self.strong,
                    self.emphasised,
                    tuple(self.links),
                    tuple(self.images),
                    node,
                    raw=tuple(pieces) if 1 < len(pieces) < w.MAX_INLINE_PIECES else (),
                )
            )
            if len(self.page.blocks) > w.MAX_LINES:
                raise _too_long()
        self.pieces, self.links, self.images = [], [], []
        self.linked = self.strong = self.emphasised = 0

    def is_info_line(self) -> bool:
        """Whether the line consists, so far, of a date or a view count."""
        if len(self.pieces) > w.MAX_INLINE_PIECES:
            return False
        text = "".join(self.pieces)
        if len(text) > w.FURNITURE_MAX_LENGTH or not any(map(str.isdigit, text)):
            return False
        return _INFO_LINE.fullmatch(text) is not None

    def open(self, element: Element, parent: int, setting: int) -> int:
        page = self.page
        node = len(page.nodes)
        if node >= w.MAX_LINES:
            raise _too_long()
        page.nodes.append(element)
        page.parents.append(parent)
        page.last.append(0)
        page.first.append(len(page.blocks))
        page.past.append(0)
        text = element.text
        if text and (self.pieces or not text.isspace()):
            self.text(text, setting)
        return node

    def close(self, node: int) -> None:
        self.flush(node)
        self.page.last[node] = len(self.page.nodes) - 1
        self.page.past[node] = len(self.page.blocks)


def _too_long() -> PageRefused:
    return PageRefused(Reason.TOO_LONG, f"more than {w.MAX_LINES} lines or elements")


def _holds_page(button: Element) -> bool:
    """Whether a button holds paragraphs: one in which a division is left open, which takes in all
    that follows it.
    """
    return sum(1 for _ in islice(button.iter("p"), w.BUTTON_PARAGRAPHS)) == w.BUTTON_PARAGRAPHS


def _glued(before: str, after: str | None) -> bool:
    """Whether a text begins right behind the figures of an inline element, as one that style sheets
    set on a line of its own ends with a date or a count.
    """
    if not after or not before[-1:].isdigit():
        return False
    return after[0].isalpha() and after[0].isupper() and not after[1:2].isdigit()


_STYLED = frozenset({"span", "b", "strong", "i", "em", "font"})
_FIRST_WORD = re.compile(r"[^\W\d_]{2,}")


def _is_set_apart(element: Element, before: str) -> bool:
    """Whether a style sheet sets an inline element apart from a word behind it: a place or a
    source, with a capital right behind it that begins a syllable ("TP HCM" and "Nếu", not "You" and
    "Tube").
    """
    if element.tag not in _STYLED:
        return False
    after = element.tail
    if not after:
        beside = element.getnext()
        after = beside.text if beside is not None and beside.tag in _STYLED else None
    first = _FIRST_WORD.match(after) if after else None
    if first is None or not (first[0][0].isupper() and first[0][1].islower()):
        return False
    words = before.split()
    if not words or len(words[-1]) < 2 or not is_syllable(first[0]):
        return False
    last = words[-1]
    if element.tag == "span" and element.get("class"):
        return last[-1].isalpha() or before[-1] in ")."
    # Syllables without a mark could be parts of one name: "Viet" and "Nam", "VN" and "Pay".
    if first[0].isascii():
        return not last.isascii() and is_syllable(last)
    return last.isupper() or is_syllable(last)


_INFO_LINE = re.compile(
    r"\W*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|(?:ngày\s)?\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4})?"
    r"(?:[\s,|-]*\d{1,2}[:h]\d{2}(?::\d{2})?)?"
    r"(?:\s*(?:SA|CH|AM|PM|GMT\s?\+\s?0?7))?[\s|,-]*"
    r"(?:(?:số\s)?(?:lượt|đã)\s(?:xem|đọc)\s*:?\s*[\d.]+)?\W*",
    re.IGNORECASE,
)
"""A date and a count, as old pages set them in a smaller font, with no break before the text."""


def flatten(
    root: Element, hides: Callable[[Element], bool] | None = None, *, noscript: bool = False
) -> Page:
    """The page's blocks in order. Hidden elements, scripts, styles and controls are left out.

    hides: whether an element is hidden with all that is in it; by default what the page hides.
    noscript: whether the text for browsers without scripts is read too.
    """
    body = root.find("body") if root.tag == "html" else None
    kinds = {**_KINDS, "noscript": _BLOCK} if noscript else _KINDS
    flattener = _Flattener(root if body is None else body, hides or Hiding(root).hides, kinds)
    flattener.walk()
    return flattener.page
