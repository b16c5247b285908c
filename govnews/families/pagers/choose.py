"""The choice among the pagers of a page: scores, requests for the following page, and the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from govnews.families.pagers.groups import Group, other_target
from govnews.families.pagers.labels import NOTHING, LabelKind
from govnews.families.pagers.marks import is_pager_name, label_of, names_around
from govnews.families.pagers.numbers import (
    PAGE_NAME,
    Slot,
    goes_on_by_a_parameter,
    is_next_by_address,
    list_path,
    relation,
    slots,
)
from govnews.families.pagers.present import near
from govnews.families.pagers.requests import Ask
from govnews.families.pagers.scan import Item, Scan
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import fold

MIN_SENTENCE = 18
"""Characters from which a link's text may be a headline, so that its address has to be surer."""

HEAD_NEXT = 9.0
"""Score of `<link rel="next">` with the list's own path: more than any pager without numbers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A request for the following page, before the state of its form is added."""

    ask: Ask
    rule: str
    points: float
    reason: str


def rate(group: Group, scan: Scan, own: str) -> None:
    """Scores how likely a group is the pager of the list."""
    if group.numbers:
        printed = {*group.numbers, group.current} if group.marked else {*group.numbers}
        many = len(printed) > 1
        group.add(3 if many else 1, "numbers of one pattern" if many else "a number")
    if group.marked:
        group.add(1.5, "the present page is marked")
    if any(item.label.kind in {"next", "prev"} for item in group.others):
        group.add(1, "words or arrows")
    element = group.first.element
    if any(map(is_pager_name, names_around(element))):
        group.add(2, "named a pager")
    if any(item.rel_next for item in group.others):
        group.add(2, "rel=next")
    _rate_request(group, own)
    _rate_place(group, scan)


def _rate_request(group: Group, own: str) -> None:
    line = group.fit
    if line is not None and Slot(line.template, 0, line.name).paged:
        group.add(2, "a page parameter")
    asks = [item.ask for item in (*group.numbers.values(), *group.others) if item.ask is not None]
    if other_target(group):
        group.add(-4, "named a vote or a calendar")
    if not asks or asks[0].url is None:
        return
    near = max(relation(own, ask.url) for ask in asks[:6] if ask.url is not None)
    group.add(2 if near == 2 else near or -1, "nearness of the address")


def _rate_place(group: Group, scan: Scan) -> None:
    element, index = group.first.element, group.first.index
    tags = {node.tag for node in element.iterancestors()}
    if "footer" in tags:
        group.add(-2, "in the footer")
    if "aside" in tags:
        group.add(-2, "beside the content")
    if scan.articles_in(0, index):
        group.add(0.5, "behind articles")


def rate_neighbours(groups: list[Group], scan: Scan) -> None:
    """Scores the pagers of a page by the articles around them: those in the same part of the page
    that are no nearer to another pager, and those between the pager before and itself.
    """
    total = len(scan.articles)
    if not total:
        return
    ordered = sorted(groups, key=lambda group: group.first.index)
    parts = [scan.part_of(group.first.index) for group in ordered]
    start = 0
    for group, (begin, end) in zip(ordered, parts, strict=True):
        inner = {
            part for other, part in zip(ordered, parts, strict=True)
            if begin <= part[0] and part[1] <= end and part != (begin, end)
            and not _same_pager(group, other)
        }  # fmt: skip
        others = sum(scan.articles_in(*part) for part in inner if not _nested(part, inner))
        own = scan.articles_in(begin, end) - others
        if own > 0:
            group.add(round(3 * own / total, 2), "articles in the same part")
        between = scan.articles_in(start, group.first.index)
        if between:
            group.add(round(2 * between / total, 2), "articles just before it")
        start = group.first.index


def _same_pager(one: Group, other: Group) -> bool:
    if one.fit is not None and other.fit is not None:
        return one.fit.template == other.fit.template
    return one is other


def _nested(part: tuple[int, int], parts: set[tuple[int, int]]) -> bool:
    """Whether a part lies in another one of them."""
    return any(other != part and other[0] <= part[0] and part[1] <= other[1] for other in parts)


# --- the following page ---------------------------------------------------------------------------


def choices(group: Group, own: str) -> Iterator[Choice]:
    """The requests for the page after the present one, the best first."""
    wanted = group.wanted
    if group.down:
        yield from _downwards(group, wanted)
        return
    if group.total is not None and group.current >= group.total:
        return
    numbered = group.numbers.get(wanted)
    if numbered is not None and numbered.ask is not None and not numbered.current:
        yield Choice(numbered.ask, "number", 3, f"its number {wanted}")
    for item in _ordered(group, "next"):
        choice = _by_word(group, item, own, wanted)
        if choice is not None:
            yield choice
    if numbered is None and group.numbers:
        yield from _blocks(group, wanted)
    for item in _ordered(group, "more"):
        choice = _by_more(item, own, wanted)
        if choice is not None:
            yield choice
    if numbered is None and group.numbers and max(group.numbers) > wanted:
        yield from _by_pattern(group, wanted)
    if group.either or group.late:
        yield from _downwards(group, group.current - 1, sure=False)


def _downwards(group: Group, wanted: int, *, sure: bool = True) -> Iterator[Choice]:
    """The request for the next lower number. sure: whether the walk is known to go down."""
    points = 3.0 if sure else -3.0
    items = [group.numbers.get(wanted), *group.others]
    for item in items:
        if item is None or item.ask is None or item.disabled or group.fit is None:
            continue
        if group.fit.page_of(item.ask.key) == wanted:
            yield Choice(item.ask, "number", points, f"its number {wanted}, counting down")
            return
    if sure and group.numbers and min(group.numbers) < wanted:
        yield from _by_pattern(group, wanted)


def _ordered(group: Group, kind: LabelKind) -> list[Item]:
    """The active arrows or words of a kind, those that skip least first, and only those."""
    found = [
        item for item in group.others
        if item.label.kind == kind and item.ask is not None and not item.disabled
    ]  # fmt: skip
    least = min((item.label.rank for item in found), default=0)
    exact = {
        id(item) for item in found if item.ask is not None and group.fit is not None
        and group.fit.page_of(item.ask.key) == group.current + 1
    }  # fmt: skip
    if exact:
        return [item for item in found if id(item) in exact]
    return [item for item in found if item.label.rank == least]


def _by_word(group: Group, item: Item, own: str, wanted: int) -> Choice | None:
    ask = item.ask
    if ask is None:
        return None
    page = group.fit.page_of(ask.key) if group.fit is not None else None
    if page is not None and page != wanted:
        return None if page < wanted or group.numbers else Choice(ask, "next", 0, "an arrow")
    rule = "rel-next" if item.rel_next else "next"
    if page == wanted:
        return Choice(ask, rule, 2.5, f"'{item.text or 'an icon'}' asks for page {wanted}")
    if ask.url is None:
        return Choice(ask, rule, 2, f"'{item.text or 'an icon'}'")
    near = relation(own, ask.url)
    passed = _page_in(ask.url, own)
    if passed is not None and passed < wanted - 1 and not _says_older(item):
        return None
    named = any(map(is_pager_name, names_around(item.element)))
    if near < 1 and not (item.rel_next or item.label.strong or named):
        return None
    if near < 1 and group.fit is not None and group.fit.sure and not item.rel_next:
        return None
    points = near or (1.0 if item.rel_next or named else 0.0)
    if item.label.rank > 1:
        points -= 1
    return Choice(ask, rule, points, f"'{item.text or 'an icon'}'")


def _says_older(item: Item) -> bool:
    """Whether a word names the older articles: they follow, whatever number they have."""
    return re.search(r"\bcu(?: hon)?\b|\bolder\b", fold(item.text)) is not None


def _page_in(url: str, own: str) -> int | None:
    """The page number in the one place where an address differs from the list's own."""
    mine = {slot.template: slot.value for slot in slots(own) if slot.paged}
    there = slots(url)
    if mine and max(mine.values()) > 1 and not any(slot.paged for slot in there):
        return 1 if list_path(urlsplit(url).path) == list_path(urlsplit(own).path) else None
    for slot in there:
        if slot.paged and slot.template in mine:
            return slot.value if slot.value < mine[slot.template] else None
    return None


def _blocks(group: Group, wanted: int) -> Iterator[Choice]:
    """The ellipsis behind the highest number leads to the following block."""
    highest = max(item.index for item in group.run if item.label.kind == "number")
    if group.highest >= wanted:
        return
    for item in group.others:
        if item.label.kind != "block" or item.ask is None or item.index < highest:
            continue
        page = group.fit.page_of(item.ask.key) if group.fit is not None else None
        if page is None or page == wanted:
            yield Choice(item.ask, "block", 2.5, "the ellipsis behind the last number")


def _by_more(item: Item, own: str, wanted: int) -> Choice | None:
    """A "more" counts where it asks for the list itself: elsewhere it opens an article."""
    ask = item.ask
    if ask is None:
        return None
    named = any(map(is_pager_name, names_around(item.element, 2)))
    if ask.url is None:
        return Choice(ask, "more", 0.5, f"'{item.text or 'an icon'}'")
    near = relation(own, ask.url)
    values = [slot for slot in slots(ask.url) if slot.paged]
    counted = any(slot.value in {wanted, wanted - 1} or slot.value % 5 == 0 for slot in values)
    attribute = not (item.element.get("href") or "").startswith(("/", "http", "?"))
    if near < 1 and not (counted and (named or attribute)):
        return None
    added = goes_on_by_a_parameter(own, ask.url) is not None
    if not values and not added and not (attribute and near >= 1):
        return None
    return Choice(ask, "more", near + (1 if counted else 0), f"'{item.text or 'an icon'}'")


def _by_pattern(group: Group, wanted: int) -> Iterator[Choice]:
    """The request for a number that the pager leaves out: "1 … 9" at page 1."""
    line = group.fit
    if line is None or not (line.sure or line.shift in {0, -1}):
        return
    ask = next(iter(group.numbers.values())).ask
    if ask is None or ask.method != "GET" or line.page_of(line.request_for(1)) != 1:
        return
    if all(slot.template != line.template for slot in slots(ask.key)):
        return  # other parameters change from link to link
    url = line.request_for(wanted)
    yield Choice(Ask(url, url), "pattern", -1, f"the address of its numbers, for {wanted}")


def is_of_pager(element: Element, text: str, url: str, own: str) -> bool:
    """Whether a link is one of a pager by its label: a number, an arrow, a word, or a "more" that
    leads to another page of the list. text: the visible one. own: address of the list.
    """
    label = label_of(element, text)
    if label is NOTHING:
        return is_next_by_address(own, url, sure=len(text) >= MIN_SENTENCE)
    if label.kind == "more":
        return relation(own, url) == 2 and any(slot.paged for slot in slots(url))
    return True


# --- the list's own address -----------------------------------------------------------------------


def by_own_address(own: str, page: int, *, any_name: bool) -> Ask | None:
    """The list's own address with its page number raised. any_name: a number that equals the page
    will do whatever it is named.
    """
    for slot in reversed(slots(own)):
        if "{}" in slot.template.replace("{}", "", 1):
            continue
        counts = slot.value == page or (slot.value == page - 1 and slot.paged)
        if counts and (PAGE_NAME.fullmatch(slot.name) is not None or (any_name and page > 1)):
            url = slot.template.replace("{}", str(slot.value + 1))
            return Ask(url, url)
    return None


# --- the end --------------------------------------------------------------------------------------


def proof_of_end(group: Group, page: int, own: str, possible: Callable[[Ask], bool]) -> str | None:
    """What shows that the present page is the last one of a pager; None where nothing does.

    possible: whether a request can be made: to this site, by a form of the list.
    """
    current, total = group.current, group.total
    if group.down:
        first = current == 1 and 0 not in group.numbers
        return f"page 1 of numbers that count down, as page {page} of the walk" if first else None
    if group.late:
        return None
    if total is not None and current >= total:
        return f"the pager says {current}/{total}"
    active = [
        item for item in group.others
        if item.label.kind in {"next", "more", "block"} and not item.disabled and not item.bare
        and _may_lead_on(group, item, own, possible)
    ]  # fmt: skip
    if total is not None and total > current:
        return None
    if group.numbers:
        return _proof_by_numbers(group, page, active)
    before = [item for item in group.others if _leads_back(item, own, possible)]
    stopped = any(
        item.label.kind in {"next", "last"} and (item.disabled or item.bare or item.ask is None)
        for item in group.others
    )
    if active or not before:
        return None
    if stopped:
        return "the pager leads back, and its 'next' is inactive"
    if page > 1 and current > 1 and before[0].label.kind == "prev":
        return f"the pager leads back only ('{before[0].text or before[0].label.kind}')"
    return None


def _leads_back(item: Item, own: str, possible: Callable[[Ask], bool]) -> bool:
    """Whether a "previous" or "first" is active, and one of this list."""
    if item.label.kind not in {"prev", "first"} or item.ask is None or item.disabled:
        return False
    return possible(item.ask) and (item.ask.url is None or relation(own, item.ask.url) > 0)


def _may_lead_on(group: Group, item: Item, own: str, possible: Callable[[Ask], bool]) -> bool:
    """Whether an arrow, a word or an ellipsis may ask for the following page: what leads to
    another part of the site does not.
    """
    if item.ask is None:
        return item.handled
    if not possible(item.ask):
        return False
    if item.ask.url is None:
        return True
    if item.label.kind == "more":
        return _by_more(item, own, group.current + 1) is not None
    if item.label.kind == "block":
        return relation(own, item.ask.url) > 0
    return _by_word(group, item, own, group.current + 1) is not None


def _is_unknown(item: Item, last: Item) -> bool:
    """Whether an item behind the last number is a control without any label: it may be "next"."""
    behind = item.label.kind == "none" and item.index > last.index
    return behind and near(item.element, last.element, 2)


def _proof_by_numbers(group: Group, page: int, active: list[Item]) -> str | None:
    highest = group.highest
    if highest > group.current or max(group.numbers) > group.current:
        return None
    if not group.marked and (page == 1 or group.current > highest + 1):
        return None
    last = max(group.numbers.values(), key=lambda item: item.index)
    if any(_is_unknown(item, last) for item in group.run):
        return None
    line = group.fit
    for item in active:
        ask = item.ask
        ahead = line.page_of(ask.key) if line is not None and ask is not None else None
        if item.label.kind == "block" and item.index < group.first.index:
            continue
        if ahead is None or ahead > group.current:
            return None
    return f"page {group.current} is the highest number of the pager, and no 'next' is active"
