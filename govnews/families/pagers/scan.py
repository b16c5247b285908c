"""A page as a row of controls, bare numbers and breaks, read in one pass over its tree."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from lxml import etree

from govnews.families.pagers.labels import NOTHING, Label, read_label, words
from govnews.families.pagers.marks import (
    MAX_TEXT,
    is_current,
    is_disabled,
    is_handled,
    is_other_use,
    is_pager_name,
    label_of,
    label_text,
    names_around,
    pressed,
    simple_text,
)
from govnews.families.pagers.numbers import is_next_by_address
from govnews.families.pagers.requests import (
    DATA_ADDRESSES,
    HANDLERS,
    NEXT_ADDRESSES,
    Ask,
    requests_of,
)
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, canonical, is_page
from govnews.vietnamese.text import clean, fold

_SKIPPED = frozenset({"script", "style", "textarea", "template", "option", "object", "iframe"})
_PRESSED = frozenset({"a", "area", "button"})
_BUTTONS = frozenset({"submit", "image", "button"})
_CAN_HANDLE = frozenset(
    {
        "li",
        "span",
        "div",
        "td",
        "p",
        "i",
        "b",
        "strong",
        "em",
        "img",
        "u",
        "svg",
        "label",
        "font",
        "ul",
        "ol",
        "section",
        "tbody",
        "main",
    }
)
_PARTS = frozenset({"div", "ul", "ol", "nav", "p", "span", "table", "section", "form"})
_PRESSABLE = frozenset({*HANDLERS, *DATA_ADDRESSES, "data-page", "data-page-number", "data-pg"})
_TEXT_WORDS = words(
    "trang page pages of cua tren tong so den toi di hien thi ket qua muc ban ghi tin bai viet"
    " showing to entries results items records va the jump go nhay chon xem cac tu trong ban"
    " dang o hien tai current you re on goto displaying total found tim thay co moi sau truoc"
    " dau cuoi tiep ke theo next prev previous first last van nhat articles posts phan luot khac"
    " cu hon newer older select nhap"
)


_JOINER = re.compile(r"\W*(?:/|of|cua|tren|trong)\W*(?:tong so|so)?\W*")


@dataclass(eq=False, slots=True)
class Item:
    """A control, or a bare text that says a page number or a position.

    index: place of the element in document order. ask: its request, None where it makes none.
    handled: it has a script that no request was found in. bare: text, no link or button.
    current: it is marked as the present page. disabled: it is marked as not to be pressed.
    """

    element: Element
    index: int
    label: Label
    ask: Ask | None = None
    handled: bool = False
    bare: bool = False
    current: bool = False
    disabled: bool = False
    rel_next: bool = False
    text: str = ""

    @property
    def key(self) -> str:
        """What makes its request this one; empty where it makes none."""
        return self.ask.key if self.ask is not None else ""


Run = list[Item]


@dataclass(slots=True)
class Scan:
    """What a pass over a page found.

    runs: rows of items with nothing else between them. texts: short texts with a digit in them,
    as (element, text). selects, boxes: `<select>` and text inputs, as (index, element).
    """

    base: str
    runs: list[Run] = field(default_factory=list)
    texts: list[tuple[Element, str]] = field(default_factory=list)
    selects: list[tuple[int, Element]] = field(default_factory=list)
    boxes: list[tuple[int, Element]] = field(default_factory=list)
    containers: list[tuple[int, Element]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    def articles_in(self, start: int, end: int) -> int:
        """How many links to articles stand between two places."""
        return bisect_left(self.articles, end) - bisect_left(self.articles, start)

    def part_of(self, index: int) -> tuple[int, int]:
        """Where the smallest element around a place that holds articles begins and ends."""
        place = index
        while place > 0:
            place = self.parents[place]
            if self.articles_in(place, self.ends[place]):
                return place, self.ends[place]
        return 0, self.ends[0] if self.ends else 0


def scan(root: Element, own: str, article_urls: AbstractSet[str]) -> Scan:
    """Reads a page once, in document order. own: its address, without a fragment."""
    href = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    return _Scanner(absolute(own, href) or own if href else own, own, article_urls).run(root)


class _Scanner:
    def __init__(self, base: str, own: str, article_urls: AbstractSet[str]) -> None:
        self._found = Scan(base)
        self._own = own
        self._run: Run = []
        self._articles = article_urls
        self._apart = -1
        self._joined: Item | None = None
        self._tails = {_tail(url) for url in article_urls}

    def run(self, root: Element) -> Scan:
        found = self._found
        open_: list[int] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                closed = open_.pop()
                found.ends[closed] = len(found.ends)
                if closed == self._apart:
                    self._break()
                    self._apart = -1
                if element.tail and open_:
                    parent = element.getparent()
                    self._text(element.tail, open_[-1], element if parent is None else parent)
                continue
            index = len(found.ends)
            found.parents.append(open_[-1] if open_ else 0)
            found.ends.append(index + 1)
            open_.append(index)
            if self._skips(element, index):
                walker.skip_subtree()
            elif element.text:
                self._text(element.text, index, element)
        self._break()
        return found

    def _break(self) -> None:
        if self._run:
            self._found.runs.append(self._run)
            self._run = []

    def _skips(self, element: Element, index: int) -> bool:
        """Reads an element that is taken as one; returns whether its inside is done with."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return True
        if tag == "select":
            self._found.selects.append((index, element))
            return True
        if tag == "input":
            kind = (element.get("type") or "text").lower()
            if kind in _BUTTONS:
                self._control(element, index, clean(element.get("value") or ""))
            elif kind in {"text", "number", "tel"}:
                self._found.boxes.append((index, element))
            return True
        if tag in _PRESSED:
            text = label_text(element)
            if tag == "a" and self._is_article(element, index):
                self._break()
                return True
            self._control(element, index, text)
            return True
        return self._reads_part(element, index, tag)

    def _reads_part(self, element: Element, index: int, tag: str) -> bool:
        """Reads an element that is no control by its tag: it may be one by its script."""
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if self._apart < 0 and tag in _PARTS and is_other_use(names):
            self._break()
            self._apart = index
        if tag in _PARTS and is_pager_name(names):
            self._found.containers.append((index, element))
        if tag in _CAN_HANDLE and any(name in _PRESSABLE for name in element.keys()):  # noqa: SIM118
            text, simple = simple_text(element)
            if simple and (read_label(text) is not NOTHING or not text):
                self._control(element, index, text)
                return True
            if any(element.get(one) for one in NEXT_ADDRESSES):
                self._control(element, index, "")
        return False

    def _is_article(self, element: Element, index: int) -> bool:
        href = element.get("href")
        if not href or _tail(href) not in self._tails:
            return False
        url = absolute(self._found.base, href)
        if url is None or canonical(url) not in self._articles:
            return False
        self._found.articles.append(index)
        return True

    def _control(self, element: Element, index: int, text: str) -> None:
        label = label_of(element, text)
        if not text and any(element.get(one) for one in NEXT_ADDRESSES):
            label = Label("more")
        rel = (element.get("rel") or "").lower().split()
        if "next" in rel and label.kind in {"none", "block", "more", "next"}:
            label = Label("next", strong=True)
        if "prev" in rel and label.kind in {"none", "next"}:
            label = Label("prev")
        if label is NOTHING and self._is_next(element):
            label = Label("next", rank=3)
        if label is NOTHING:
            if not text and self._run and element.tag in {"a", "button", "input"}:
                self._run.append(Item(element, index, label, handled=True))
            elif text or element.tag == "a":
                self._break()
            return
        asks = list(requests_of(element, self._found.base, self._own))
        around = pressed(element)
        if not asks and around is not element:
            asks = list(requests_of(around, self._found.base, self._own))
        ask = next(iter(asks), None)
        if ask is None and self._leads_to_a_file(element):
            self._break()
            return
        if ask is not None and ask.method == "GET" and ask.url in self._articles:
            self._break()
            return
        item = Item(element, index, label, ask, text=text, rel_next="next" in rel)
        item.handled = ask is None and is_handled(element)
        item.current = is_current(element)
        item.disabled = is_disabled(element)
        self._by_argument(item)
        self._run.append(item)

    def _is_next(self, element: Element) -> bool:
        """Whether a link without a label that is known is the following page by its address."""
        url = absolute(self._found.base, element.get("href") or "")
        return element.tag == "a" and url is not None and is_next_by_address(self._own, url)

    def _leads_to_a_file(self, element: Element) -> bool:
        url = absolute(self._found.base, element.get("href") or "")
        return url is not None and not is_page(url)

    @staticmethod
    def _by_argument(item: Item) -> None:
        """Corrects an arrow by the word that its postback carries: Page$Last, PBN."""
        if item.ask is None or item.ask.method == "GET" or item.label.kind == "number":
            return
        argument = item.ask.key.partition("\0")[2]
        word = argument.rpartition("$")[2].lower()
        kinds = {"next": "next", "pbn": "next", "last": "last", "pbl": "last", "prev": "prev",
                 "pbp": "prev", "first": "first", "pbf": "first"}  # fmt: skip
        if word in kinds:
            item.label = Label(kinds[word], strong=True)  # type: ignore[arg-type]

    def _text(self, text: str, index: int, element: Element) -> None:
        if text.isspace():
            return
        text = clean(text)
        if not text:
            return
        if len(text) <= MAX_TEXT and any(sign.isdigit() for sign in text):
            self._found.texts.append((element, text))
        label = read_label(text) if len(text) <= MAX_TEXT else NOTHING
        if label.kind in {"number", "position", "block", "next", "prev", "last", "first"}:
            item = Item(element, index, label, bare=True, text=text)
            item.current = is_current(element)
            item.disabled = label.kind != "number"
            if not self._joins(item):
                self._run.append(item)
        elif label.kind == "more" and any(map(is_pager_name, names_around(element, 2))):
            self._run.append(Item(element, index, label, handled=True, text=text))
        elif _JOINER.fullmatch(fold(text)) and self._run and self._run[-1].bare:
            self._joined = self._run[-1]
        elif label is NOTHING and self._run and not _passes(text):
            self._break()

    def _joins(self, item: Item) -> bool:
        """Whether a number is the second one of "1 của 9" that is printed in pieces; the first
        item then becomes a position.
        """
        first, self._joined = self._joined, None
        if first is None or first is not self._run[-1] or item.label.kind != "number":
            return False
        number, total = first.label.number, item.label.number
        if first.label.kind != "number" or number > total:
            return False
        first.label = Label("position", number, total)
        first.disabled = True
        return True


def _tail(url: str) -> str:
    """The last part of an address: cheap to compare, to spare most links the whole comparison."""
    return url.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2].lower()[-40:]


def _passes(text: str) -> bool:
    """Whether a text may stand inside a pager: no letters, or words of pagers only."""
    if len(text) > MAX_TEXT:
        return False
    words = re.findall(r"[^\W\d_]+", fold(text))
    return all(word in _TEXT_WORDS or len(word) == 1 for word in words)
