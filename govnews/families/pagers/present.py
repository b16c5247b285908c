"""Which page a pager marks as the present one, and what is near enough to belong to it.

Dates, counts of comments and views stand close to pagers, as numbers without a link, like the
present page. A mistake here would end a list early, so a bare number has to fit the numbers that
are linked, and a bare "5/12" has to stand in the pager.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice, pairwise

from govnews.families.pagers.direction import printed_down
from govnews.families.pagers.labels import Label
from govnews.families.pagers.marks import is_pager_name, names_around
from govnews.families.pagers.scan import Item, Run
from govnews.reading.parse.document import Element

_OPEN = frozenset({"html", "body", "form", "main"})


def near(one: Element, other: Element, levels: int = 3) -> bool:
    """Whether two elements share one that is at most so many levels above each."""
    return not _around(one, levels).isdisjoint(_around(other, levels))


def _around(element: Element, levels: int) -> set[Element]:
    return {
        node
        for node in (element, *islice(element.iterancestors(), levels))
        if node.tag not in _OPEN
    }


def marked_page(run: Run, numbers: Mapping[int, Item]) -> int | None:
    """The number that is marked as the present page: by its class, else by having no link and
    fitting the linked ones, standing behind an ellipsis, or in an element that is named a pager.
    """
    printed = [item for item in run if item.label.kind == "number"]
    marked = {item.label.number for item in printed if item.current}
    if len(marked) == 1:
        return marked.pop()
    linked = {number for number, item in numbers.items() if not item.current}
    bare = [
        item for item in printed
        if item.ask is None and not item.handled and item.label.number not in linked
    ]  # fmt: skip
    down = printed_down(numbers) or _is_two_of_two(bare, numbers)
    fitting = {item.label.number for item in bare if _stands_between(item, numbers, down=down)}
    if len(fitting) == 1:
        return fitting.pop()
    behind_ellipsis = {id(item) for before, item in pairwise(run) if before.label.kind == "block"}
    rest = {
        item.label.number for item in bare
        if id(item) in behind_ellipsis or any(map(is_pager_name, names_around(item.element, 3)))
    }  # fmt: skip
    return rest.pop() if not fitting and len(rest) == 1 else None


def _is_two_of_two(bare: list[Item], numbers: Mapping[int, Item]) -> bool:
    """Whether a pager is printed as "2 1" with one link: the higher number stands first."""
    if len(numbers) != 1 or not bare:
        return False
    ((number, linked),) = numbers.items()
    one = bare[-1]
    apart = one.label.number - number
    behind = one.index > linked.index
    together = _parent(one.element) is _parent(linked.element)
    return together and abs(apart) == 1 and (apart < 0) == behind


def _parent(element: Element) -> Element | None:
    """What an element stands in, a list item aside."""
    around = element.getparent()
    if around is not None and around.tag in {"li", "td", "span"}:
        around = around.getparent()
    return around


def _stands_between(item: Item, numbers: Mapping[int, Item], *, down: bool) -> bool:
    """Whether a bare number stands behind the one before it, or ahead of the one after it; the
    other way round where the numbers are printed from the highest.
    """
    before = numbers.get(item.label.number - 1)
    after = numbers.get(item.label.number + 1)
    if down:
        before, after = after, before
    return (before is not None and before.index < item.index) or (
        after is not None and after.index > item.index
    )


def position_of(
    run: Run, others: Iterable[Item], numbers: Mapping[int, Item], page: int
) -> Label | None:
    """What "Trang 2/9" says; a bare "2/9" only where it stands beside the pager's controls and
    names the page that was asked for.
    """
    controls = [item for item in (*numbers.values(), *others) if not item.bare][:20]
    for item in run:
        label = item.label
        if label.kind != "position" or label.total < max(numbers, default=0):
            continue
        if label.strong:
            return label
        if label.number == page and any(near(item.element, one.element) for one in controls):
            return label
    return None
