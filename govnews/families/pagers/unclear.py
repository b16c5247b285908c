"""What appears to be a pager and gives no request: shortened markup, for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from govnews.families.pagers.forms import is_select_of_pages, page_select
from govnews.families.pagers.marks import (
    is_other_use,
    is_pager_name,
    is_slider,
    names_around,
    pressed,
)
from govnews.families.pagers.scan import Item, Run, Scan
from govnews.reading.parse.document import Element

MAX_MARKUP = 200
"""Characters of markup that are shown."""

MAX_NAMED = 5
"""Pieces of markup that are named for one page."""

MAX_SCRIPTS = 300_000
"""Characters of a page's scripts that are searched for the calls of pagers."""

_SCRIPTED = re.compile(
    r"\b(?:twbsPagination|simplePagination|bootpag|pagination|paginathing|jPages|infiniteScroll|"
    r"infinitescroll|jscroll|DataTable|dataTable|kendoPager|dxPager|pagify)\s*\("
)


def markup(element: Element, text: str = "") -> str:
    """An element's opening tag with its text, shortened."""
    names = "".join(f' {name}="{value[:80]}"' for name, value in element.items()[:8])
    found = " ".join(f"<{element.tag}{names}>{text}</{element.tag}>".split())
    return found if len(found) <= MAX_MARKUP else f"{found[: MAX_MARKUP - 1]}…"


def not_understood(root: Element, scan: Scan, used: AbstractSet[int], page: int) -> tuple[str, ...]:
    """What no request can be made from. used: ids of the runs that pagers were made of. page: the
    number of the present page.
    """
    found = [*_runs(scan, used), *_selects(scan, page)]
    if not found and not used:
        found = [*_empty(root, scan)]
    return tuple(dict.fromkeys(found))[:MAX_NAMED]


def _runs(scan: Scan, used: AbstractSet[int]) -> Iterator[str]:
    for run in scan.runs:
        if id(run) in used:
            continue
        dead = [item for item in run if _is_dead(item)]
        numbers = [item for item in dead if item.label.kind == "number"]
        words = [item for item in dead if item.label.kind in {"next", "more", "block"}]
        if not numbers and not words:
            continue
        first = (numbers or words)[0]
        around = " ".join(names_around(first.element))
        if is_other_use(around) or (is_slider(around) and not is_pager_name(around)):
            continue
        if _looks_like_a_pager(run, numbers, words, around):
            beyond = [item for item in numbers if item.label.number > 1]
            shown = (beyond or numbers or words)[0]
            yield markup(pressed(shown.element), shown.text)


def _is_dead(item: Item) -> bool:
    """Whether an item has no request, or only one out of a script or an attribute."""
    if item.bare or item.disabled or (item.ask is not None and item.ask.method == "POST"):
        return False
    href = item.element.get("href") or "#"
    return item.ask is None or href.startswith("#") or href[:11].lower() == "javascript:"


def _looks_like_a_pager(run: Run, numbers: list[Item], words: list[Item], around: str) -> bool:
    named = is_pager_name(around)
    printed = {item.label.number for item in numbers}
    if len(printed) > 1:
        return named or bool(words) or {1, 2} <= printed or {2, 3} <= printed
    if numbers:
        return numbers[0].label.number > 1 and (
            named or bool(words) or len(run) > 1 or _pages(numbers[0].element)
        )
    return any(
        named or item.label.strong or (item.label.kind == "more" and item.text) for item in words
    )


def _selects(scan: Scan, page: int) -> Iterator[str]:
    """Selects and inputs of pages that a script reads."""
    for _, element in scan.selects:
        if page_select(element, page, scan.base) is None and is_select_of_pages(element):
            yield markup(element)


def _pages(element: Element) -> bool:
    """Whether an attribute of an element names a page: `data-page`, `gotoPage(2)`."""
    return any(
        re.search(r"page|trang|paging", f"{name} {value}", re.IGNORECASE) is not None
        for name, value in pressed(element).items()
        if name.startswith(("data-", "on", "wire:", "ng-", "@")) or name == "href"
    )


def _empty(root: Element, scan: Scan) -> Iterator[str]:
    """Empty containers that a script fills."""
    empty = [element for _, element in scan.containers if next(iter(element), None) is None]
    empty = [element for element in empty if not (element.text or "").strip()]
    called = None
    left = MAX_SCRIPTS
    for script in root.iter("script"):
        text = (script.text or "")[: max(0, left)]
        left -= len(text)
        called = called or _SCRIPTED.search(text)
    if called is not None and (empty or "agination" in called[0] or "ager" in called[0]):
        if empty:
            yield markup(empty[0])
        else:
            yield f"script: {called[0]}"
