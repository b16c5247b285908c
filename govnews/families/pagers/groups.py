"""Groups: the numbers, arrows and words that belong to one pager."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from urllib.parse import urlsplit

from govnews.families.pagers.direction import counts_down, is_in_the_middle, starts_late
from govnews.families.pagers.marks import is_other_use, is_pager_name, is_slider, names_around
from govnews.families.pagers.numbers import Fit, Slot, fit, relation, slots
from govnews.families.pagers.present import marked_page, position_of
from govnews.families.pagers.scan import Item, Run
from govnews.reading.parse.document import Element

MAX_GROUPS = 4
"""Pagers that one row of numbers may hold; the rest are numbers without a pattern."""

MAX_SHIFT = 60
"""How far the numbers of controls may be from the pages that they ask for: ctl03 is page 1."""


@dataclass(eq=False, slots=True)
class Group:
    """A pager. numbers: its links by page. fit: how its requests count, None where there are no
    numbers. others: arrows, words and ellipses. current: the present page; marked: whether the
    pager says so itself. total: the last page, where it is announced. rule: how its request is
    made where that is neither a number nor a word. down: the walk goes to lower numbers; either:
    it may go to lower or higher ones. late: the walk began behind page 1.
    """

    run: Run
    numbers: dict[int, Item] = field(default_factory=dict)
    fit: Fit | None = None
    others: list[Item] = field(default_factory=list)
    current: int = 1
    marked: bool = False
    total: int | None = None
    rule: str | None = None
    down: bool = False
    either: bool = False
    late: bool = False
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    @property
    def first(self) -> Item:
        """The item that stands for the pager's place on the page."""
        return next(iter(self.numbers.values()), None) or next(iter(self.others), self.run[0])

    @property
    def wanted(self) -> int:
        """The number of the page that comes next in the walk."""
        return self.current - 1 if self.down else self.current + 1

    @property
    def highest(self) -> int:
        """The highest number that is printed, the present page's included."""
        scripted = (item.label.number for item in self.run if item.handled and item.ask is None)
        present = self.current if self.marked else 0
        return max((*self.numbers, *scripted, present), default=self.current)

    def add(self, points: float, reason: str) -> None:
        """Adds to the score."""
        self.score += points
        self.reasons.append(f"{reason} {points:+g}")


def groups_of(run: Run, own: str, page: int) -> list[Group]:
    """The pagers in a run of items; own: address of the page, page: its number as the crawl
    counts.
    """
    linked = [item for item in run if item.label.kind == "number" and item.ask is not None]
    if not linked and not any(item.label.kind != "number" for item in run):
        return []
    found = _numbered(run, linked, own, page)
    others = [item for item in run if item.label.kind not in {"number", "position", "none"}]
    if not found:
        if any(item.ask is not None or item.handled for item in others) or _says_where(run):
            found = [Group(run, others=others)]
    elif len(found) == 1:
        found[0].others = others
    else:
        _share(found, others)
    for group in found:
        _settle(group, own, page)
    return found


def _says_where(run: Run) -> bool:
    return any(item.label.kind == "position" and item.label.strong for item in run)


def _ranked(linked: list[Item], own: str, page: int) -> list[list[tuple[Item, Slot]]]:
    """The numbers whose requests differ in one number only, those of the most pages first."""
    by_template: dict[str, list[tuple[Item, Slot]]] = {}
    of_the_list = _numbers_of_the_list(linked, own, page)
    for item in linked:
        for slot in slots(item.key):
            if of_the_list[slot.place] - {item.label.number}:
                continue
            by_template.setdefault(slot.template, []).append((item, slot))
            if slot.loose is not None:
                named = replace(slot, template=slot.loose)
                by_template.setdefault(f"loose {slot.loose}", []).append((item, named))
    return sorted(
        by_template.values(),
        key=lambda pairs: (
            -len({item.label.number for item, _ in pairs}),
            pairs[0][1].template == pairs[0][1].loose,
            not pairs[0][1].paged,
        ),
    )


def _numbered(run: Run, linked: list[Item], own: str, page: int) -> list[Group]:
    """Groups of numbers whose requests differ in one number only."""
    claimed: set[int] = set()
    found: list[Group] = []
    for pairs in _ranked(linked, own, page):
        if len(found) == MAX_GROUPS:
            break
        free = [(item, slot) for item, slot in pairs if id(item) not in claimed]
        if not free:
            continue
        posted = free[0][0].ask is not None and free[0][0].ask.method == "POST"
        line = fit(((item.label.number, slot) for item, slot in free), free=posted)
        if line is None or abs(line.shift) > max(MAX_SHIFT, line.step):
            continue
        group = Group(run, fit=line)
        for item, _ in free:
            claimed.add(id(item))
            group.numbers.setdefault(item.label.number, item)
        found.append(group)
    sure = any(group.fit is not None and group.fit.sure for group in found)
    if not sure and _is_a_row_of_pages(linked, own):
        return [Group(run, numbers={item.label.number: item for item in reversed(linked)})]
    rest = [item for item in linked if id(item) not in claimed]
    if found and rest:
        _take_first_page(found[0], rest)
    elif rest and len(rest) <= 2:
        found.append(Group(run, numbers={item.label.number: item for item in rest}))
    return found


def _is_a_row_of_pages(linked: list[Item], own: str) -> bool:
    """Whether numbers whose requests hold no page number, but a token each, are pages of the list:
    they count on, and all lead to the list's own path in ways of their own.
    """
    urls = {item.ask.url for item in linked if item.ask is not None and item.ask.url is not None}
    numbers = sorted({item.label.number for item in linked})
    gaps = sum(after - before > 2 for before, after in pairwise(numbers))
    path = urlsplit(own).path.rstrip("/")
    return (
        len(urls) >= len(numbers) > 2
        and gaps <= 1
        and numbers[0] <= 2
        and all(urlsplit(url).path.rstrip("/") == path for url in urls)
        and all("?" in url for url in urls if url != own)
    )


def _numbers_of_the_list(
    linked: list[Item], own: str, page: int
) -> Mapping[tuple[str, int], set[int]]:
    """Which pages carry a number at the same place of their requests. One that several carry, as
    `cat=1` in `/tin?cat=1&page=3` and in the address of page 1, belongs to the list.
    """
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for item in linked:
        for slot in slots(item.key):
            found[slot.place].add(item.label.number)
    for slot in slots(own):
        found[slot.place].add(page)
    return found


def _take_first_page(group: Group, rest: list[Item]) -> None:
    """Page 1 often has an address without a number: `/tin/` beside `/tin/page-2/`."""
    for item in rest:
        if item.label.number == 1:
            group.numbers.setdefault(1, item)


def _share(found: list[Group], others: list[Item]) -> None:
    """Gives each arrow and word to the pager that its request belongs to, or that stands before."""
    for item in others:
        home = next((group for group in found if _belongs(item, group)), None)
        if home is None:
            before = [group for group in found if group.first.index < item.index]
            home = before[-1] if before else found[0]
        home.others.append(item)


def _belongs(item: Item, group: Group) -> bool:
    if item.ask is None or group.fit is None:
        return False
    if group.fit.page_of(item.ask.key) is not None:
        return True
    if item.ask.method == "GET":
        return False
    target = item.ask.key.partition("\0")[0].rpartition("$")[0]
    return bool(target) and group.fit.template.startswith(target)


def _settle(group: Group, own: str, page: int) -> None:
    """Finds the present page, and the last one where it is announced."""
    mark = marked_page(group.run, group.numbers)
    position = position_of(group.run, group.others, group.numbers, page)
    if position is not None and mark not in {None, position.number}:
        position = None
    if mark is None and position is not None:
        mark = position.number
    line = group.fit
    addressed = line.page_of(own) if line is not None and line.is_page_number else None
    group.marked = mark is not None
    if addressed == page:
        group.current = page
    else:
        # What was asked for is surer than what a style marks.
        group.current = addressed or mark or page
    group.total = position.total if position is not None else None
    if group.total is None and group.fit is not None:
        lasts = [
            item for item in group.others if item.label.kind == "last" and item.ask is not None
        ]
        pages = [group.fit.page_of(item.ask.key) for item in lasts if item.ask is not None]
        group.total = max((one for one in pages if one is not None), default=None)
    if group.total is not None and group.total < max(group.current, *group.numbers, 0):
        group.total = None
    asks = [item.ask for item in group.others if item.ask is not None]
    beyond = [line.page_of(ask.key) or 0 for ask in asks] if line is not None else []
    highest = max(group.highest, group.total or 0, *beyond, 0)
    group.down = counts_down(group.numbers, mark, addressed, page, highest)
    group.either = is_in_the_middle(group.numbers, mark, page, highest)
    group.late = starts_late(mark, addressed, page) and not group.down


# --- what is no pager -----------------------------------------------------------------------------

_DATED = re.compile(r"(?:19|20)\d\d[/-]\{\}|(?:19|20)\d\d[/-]\d{1,2}[/-]\{\}")
_RATED = re.compile(r"rating|(?:^|\$)stars?\b|calend|datepick", re.IGNORECASE)
_OTHER_TARGET = re.compile(
    r"rating|vote|star|calend|datepick|comment|binhluan|thamdo|poll", re.IGNORECASE
)


def rejected(group: Group, own: str) -> str | None:
    """Why a group of numbers is no pager; None where it may be one."""
    element = group.first.element
    names = " ".join(names_around(element))
    if is_other_use(names):
        return "another use by its class"
    if _is_calendar(element, group) or _RATED.search(group.first.key.partition("\0")[0]):
        return "a calendar or a rating"
    line = group.fit
    ask = group.first.ask
    near = relation(own, ask.url) if ask is not None and ask.url is not None else 0.0
    if is_slider(names) and near < 2:
        return "a slider"
    numbers = sorted(group.numbers)
    if numbers and numbers[0] >= 1900 and numbers[-1] <= 2100 and group.current < 1500:
        return "years"
    if line is None or not numbers:
        return None
    slot = Slot(line.template, 0, line.name)
    if slot.sized or (slot.other and not slot.paged and near < 2):
        return f"'{slot.name}' is no page number"
    if _DATED.search(line.template):
        return "dates"
    if ask is not None and ask.method == "POST":
        return None
    if slot.paged or (group.marked and line.page_of(own) == group.current):
        return None
    helped = group.marked or any(item.label.kind in {"next", "prev"} for item in group.others)
    if near >= 2 and (len(numbers) > 1 or helped):
        return None
    if is_pager_name(names) or (helped and len(numbers) > 1):
        return None
    return "numbers of something else"


def without_numbers(group: Group, own: str, page: int) -> Group | None:
    """The arrows and words that stand beside numbers of something else, as a pager of their own."""
    if not group.numbers or not any(item.ask is not None for item in group.others):
        return None
    rest = [item for item in group.run if item.label.kind != "number"]
    alone = Group(rest, others=group.others)
    _settle(alone, own, page)
    return alone if rejected(alone, own) is None else None


def _is_calendar(element: Element, group: Group) -> bool:
    numbers = [item.label.number for item in group.run if item.label.kind == "number"]
    if len(numbers) < 5 or max(numbers) > 31:
        return False
    row = next(element.iterancestors("tr"), None)
    if row is None or len(list(islice(row, 8))) != 7:
        return False
    parent = row.getparent()
    return parent is not None and len(list(islice(parent, 4))) == 4


def other_target(group: Group) -> bool:
    """Whether the names of a postback are those of a vote, a rating or a calendar."""
    ask = group.first.ask
    return ask is not None and ask.method == "POST" and _OTHER_TARGET.search(ask.key) is not None
