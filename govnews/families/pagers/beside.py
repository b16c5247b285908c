"""Two lists on one page: which pager the request belongs to, and which other ones are lists too."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from govnews.families.pagers.groups import Group
from govnews.families.pagers.numbers import Slot, relation, slots
from govnews.families.pagers.requests import Ask
from govnews.families.pagers.scan import Item, Scan
from govnews.model import Link

OWN_PAGER = 6.0
"""Score of the pager that the request moved: more than the articles around another one."""


def is_moved(group: Group, own: str, link: Link) -> bool:
    """Whether a request asked for a page of this pager: by the number in its address, or by the
    control that its form names.
    """
    if link.method == "POST":
        return _is_pressed(group, link)
    line = group.fit
    if line is not None:
        number = line.page_of(own)
        named = line.sure or Slot(line.template, 0, line.name).paged
        return number is not None and number > 1 and named
    mine = {slot.template: slot.value for slot in slots(own)}
    return any(
        1 < mine.get(slot.template, 0) < slot.value
        for item in group.others if item.ask is not None and item.ask.method == "GET"
        for slot in slots(item.key)
    )  # fmt: skip


def _is_pressed(group: Group, link: Link) -> bool:
    fields = dict(link.form)
    target = fields.get("__EVENTTARGET")
    if not target or group.fit is None:
        return False
    key = f"{target}\0{fields.get('__EVENTARGUMENT') or ''}"
    before = group.fit.template.partition("{}")[0]
    return bool(before) and key.startswith(before)


def rate_own(groups: list[Group], own: str, link: Link) -> bool:
    """Scores the pagers that the request moved; returns whether there is one."""
    moved = [group for group in groups if is_moved(group, own, link)]
    for group in moved:
        group.add(OWN_PAGER, "the request counts on it")
    return bool(moved)


def of_other_lists(main: Group, groups: list[Group], page: Scan, own: str) -> Iterator[Group]:
    """The pagers of other lists of articles on the page, each parameter once.

    A list stands before its pager: articles come before the first of two pagers, and between them.
    What shares a request or a parameter with the main pager is the same one again.
    """
    known = [main]
    for group in sorted(groups, key=lambda one: -one.score):
        if group is main or not _asks_for_this_list(group, own):
            continue
        if any(_is_same(group, other, own) or not _apart(group, other, page) for other in known):
            continue
        known.append(group)
        yield group


def _asks(group: Group) -> list[Ask]:
    items: list[Item] = [*group.numbers.values(), *group.others]
    return [item.ask for item in items if item.ask is not None]


def _asks_for_this_list(group: Group, own: str) -> bool:
    """Whether a pager's requests are the list's own address with a number changed or added."""
    asks = _asks(group)
    if not asks:
        return False
    if asks[0].method == "POST":
        return group.fit is not None and group.marked
    if group.rule is not None:
        return False
    urls = [ask.url for ask in asks if ask.url is not None]
    return bool(urls) and all(relation(own, url) >= 1 for url in urls) and any(
        _counters(url, own) for url in urls
    )  # fmt: skip


def _counters(url: str, own: str) -> set[str]:
    """Names of the parameters that hold another number than in the list's own address."""
    mine = dict(parse_qsl(urlsplit(own).query))
    return {
        name.lower()
        for name, value in parse_qsl(urlsplit(url).query)
        if value.isdecimal() and mine.get(name) != value and not _counts_otherwise(name)
    }


def _counts_otherwise(name: str) -> bool:
    slot = Slot("", 0, name.lower())
    return slot.sized or (slot.other and not slot.paged)


def _is_same(group: Group, other: Group, own: str) -> bool:
    one, two = _asks(group), _asks(other)
    if not two or one[0].method != two[0].method:
        return True
    if one[0].method == "POST":
        if group.fit is None or other.fit is None:
            return True
        return _target(group.fit.template) == _target(other.fit.template)
    if {ask.key for ask in one} & {ask.key for ask in two}:
        return True
    mine, theirs = _names(group, own), _names(other, own)
    return not mine or not theirs or bool(mine & theirs)


def _names(group: Group, own: str) -> set[str]:
    """The parameters that a pager counts with; none where it counts in the path."""
    if group.fit is not None:
        return {group.fit.name} if "?" in group.fit.template.partition("{}")[0] else set()
    return set().union(*(_counters(ask.url, own) for ask in _asks(group) if ask.url is not None))


def _target(template: str) -> str:
    return template.partition("\0")[0].partition("{}")[0]


def _apart(group: Group, other: Group, page: Scan) -> bool:
    """Whether articles stand between two pagers, and before the first of them."""
    first, second = sorted((group.first.index, other.first.index))
    return page.articles_in(0, first) > 0 and page.articles_in(first, second) > 0
