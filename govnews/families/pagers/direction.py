"""Which way the numbers of a pager count while a list is walked: up from 1, or down to 1.

Some portals number their pages from the oldest, so that a list opens at page 8 of 8. The first page
of a walk is then the highest number, and each following page one less.
"""

from __future__ import annotations

from collections.abc import Mapping

from govnews.families.pagers.scan import Item


def printed_down(numbers: Mapping[int, Item]) -> bool:
    """Whether linked numbers stand on the page from the highest to the lowest."""
    places = [numbers[number].index for number in sorted(numbers)]
    return len(places) > 1 and places == sorted(places, reverse=True)


def counts_down(
    numbers: Mapping[int, Item], mark: int | None, addressed: int | None, page: int, highest: int
) -> bool:
    """Whether the walk goes down a pager's numbers.

    mark: the number that is marked as the present page. addressed: the one that the page's address
    asks for, None where it asks for none. page: how many pages the walk has read, this included.
    """
    if mark is None or not numbers or addressed not in {None, mark}:
        return False
    if page == 1:
        return mark > 1 and mark == highest and min(numbers) < mark
    if mark == page:
        return False
    opposite = mark + page - 1 == highest
    if addressed is None:
        return opposite and printed_down(numbers)
    return opposite or page > mark or (printed_down(numbers) and mark > page)


def is_in_the_middle(
    numbers: Mapping[int, Item], mark: int | None, page: int, highest: int
) -> bool:
    """Whether the walk may have come from either end: it is as far from 1 as from the highest, or
    the numbers stand the other way round and not all are shown.
    """
    if mark is None or page == 1 or mark != page or mark >= highest:
        return False
    return 2 * page - 1 == highest or printed_down(numbers)


def starts_late(mark: int | None, addressed: int | None, page: int) -> bool:
    """Whether pages may be left out before this one: the pager counts further than the walk, or
    its mark, its address and the walk say three different numbers.
    """
    if mark is None or addressed is None:
        return False
    return mark > page if mark == addressed else addressed != page
