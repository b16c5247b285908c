"""What appears to be a pager and gives no request: shortened markup, for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

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
from govnews.reading.urls import absolute
from govnews.vietnamese.text import clean, fold

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


_PLUGIN = re.compile(
    r"(?:simple|twbs|jquery)?\.?-?pagination|bootpag|paginathing|jpages|infinite-?scroll|jscroll|"
    r"datatables",
    re.IGNORECASE,
)
"""Names of files of the plugins that fill an empty pager."""

_COMPONENT = re.compile(r"paginat(?:ion|or|e)\b|\bpager\b", re.IGNORECASE)
_PAGER_FRAME = re.compile(
    r"(?:pager|paging|pagination|phan-?_?trang)[\w-]*(?:\.\w+)?(?:\?|\Z)", re.IGNORECASE
)
_DAY_BEFORE = re.compile(
    r"\W*(?:xem |doc )?(?:cac )?(?:(?:tin |bai |bai viet )?(?:cua )?(?:ngay|hom) truoc(?: do)?"
    r"|(?:tin|bai|bai viet) (?:cua )?(?:tuan|thang|nam) truoc(?: do)?)\W*"
)
_TOTAL_PAGES = re.compile(
    r"\b(?:total_?pages?|max_num_pages|num_?pages|page_?count|last_?page|tong_?so_?trang|so_?trang)"
    r"[\"']?\s*[:=]\s*[\"']?(\d{1,5})\b",
    re.IGNORECASE,
)
MAX_ROW = 40
"""Bare numbers above which a row is a table and no pager."""


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
    if not used:
        found += [*_counted(scan, page), *_components(root), *_days(root, scan.base)]
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


def _counted(scan: Scan, page: int) -> Iterator[str]:
    """Numbers without any link in a container that is named a pager."""
    for run in scan.runs:
        numbers = [item for item in run if item.bare and item.label.kind == "number"]
        beyond = [item for item in numbers if item.label.number > page]
        if len({item.label.number for item in numbers}) < 2 or not beyond or len(run) > MAX_ROW:
            continue
        if any(item.ask is not None for item in run):
            continue
        if any(map(is_pager_name, names_around(beyond[0].element))):
            yield markup(beyond[0].element, beyond[0].text)


def _components(root: Element) -> Iterator[str]:
    """Components that a script turns into a pager, unless they say that all is on one page; a frame
    that holds the pager or a later page.
    """
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in {"iframe", "frame", "turbo-frame"}:
            source = element.get("src") or ""
            if _PAGER_FRAME.search(source) or (element.tag == "turbo-frame" and source):
                yield markup(element)
        elif "-" in element.tag and _COMPONENT.search(element.tag):
            if not _is_whole(element):
                yield markup(element)
        elif any(
            _COMPONENT.search(name) and not name.startswith("data-") for name in _names(element)
        ):
            yield markup(element)


def _names(element: Element) -> list[str]:
    """Names of an element's attributes that have a prefix, as those of components have."""
    return [name for name in element.keys() if "-" in name and element.tag != "meta"]  # noqa: SIM118


def _is_whole(element: Element) -> bool:
    """Whether a component says that there is one page."""
    values = {name.strip(":").lower(): value for name, value in element.items()}
    total, size = values.get("total", ""), values.get("page-size", "")
    pages = values.get("length") or values.get("page-count") or values.get("total-pages") or ""
    if pages.isdecimal():
        return int(pages) <= 1
    return total.isdecimal() and size.isdecimal() and int(total) <= int(size)


def _days(root: Element, base: str) -> Iterator[str]:
    """Links to the articles of the day before: the days are the pages, and some have no article."""
    own = urlsplit(base).path.rstrip("/")
    for element in root.iter("a"):
        url = absolute(base, element.get("href") or "")
        if url is None or urlsplit(url).path.rstrip("/") != own or "?" not in url:
            continue
        text = clean("".join(element.itertext()))[:40]
        if _DAY_BEFORE.fullmatch(fold(text)) is not None:
            yield markup(element, text)


def pages_of_scripts(root: Element) -> tuple[int, str] | None:
    """How many pages a script or the data in it says that the list has, and its words; None where
    none does, or several say otherwise.
    """
    found: dict[int, str] = {}
    left = MAX_SCRIPTS
    for script in root.iter("script"):
        text = (script.text or "")[: max(0, left)]
        left -= len(text)
        for match in _TOTAL_PAGES.finditer(text):
            found.setdefault(int(match[1]), f"script: {match[0]}")
    return next(iter(found.items())) if len(found) == 1 else None


def _empty(root: Element, scan: Scan) -> Iterator[str]:
    """Empty containers that a script fills."""
    empty = [element for _, element in scan.containers if next(iter(element), None) is None]
    empty = [element for element in empty if not (element.text or "").strip()]
    called = None
    left = MAX_SCRIPTS
    for script in root.iter("script"):
        text = (script.text or "")[: max(0, left)]
        left -= len(text)
        called = called or _SCRIPTED.search(text) or _PLUGIN.search(script.get("src") or "")
    if called is not None and (empty or "agination" in called[0] or "ager" in called[0]):
        if empty:
            yield markup(empty[0])
        elif called[0].endswith("("):
            yield f"script: {called[0]}"
