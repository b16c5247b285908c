"""Forms: the state that goes along with a request, page boxes, and selects of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from govnews.families.pagers.labels import read_label
from govnews.families.pagers.numbers import PAGE_NAME, relation
from govnews.families.pagers.requests import Ask, postback, unescaped
from govnews.model import Kind, Link
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, canonical, is_page
from govnews.site import Site
from govnews.vietnamese.text import clean, fold

MAX_OPTIONS = 3000
"""Options of a select that are read."""

_EVENTS = frozenset({"__EVENTTARGET", "__EVENTARGUMENT"})
_TOTAL = re.compile(r"(?:/|cua|of|tren|trong(?: tong so)?)\s*(?:tong so)?\s*(\d{1,6})\b")
_NO_PAGES = re.compile(
    r"thang|month|ngay|day|nam|year|size|rows|per|show|so-?dong|lang", re.IGNORECASE
)


class Forms:
    """The forms of one page; their state is read once each."""

    def __init__(self, root: Element, page_url: str) -> None:
        self._root, self._page_url = root, page_url
        self._states: dict[Element | None, tuple[tuple[str, str], ...]] = {}

    def form_of(self, element: Element | None) -> Element | None:
        """The form that an element belongs to, None where it stands in none."""
        return None if element is None else next(element.iterancestors("form"), None)

    def state(self, form: Element | None) -> tuple[tuple[str, str], ...]:
        """The hidden fields that go along with a postback, of the form or, where the markup cut
        the form off before them, of the page.
        """
        if form not in self._states:
            own = _hidden(self._root if form is None else form)
            if form is not None and not own:
                own = self.state(None)
            self._states[form] = own
        return self._states[form]

    def link(self, ask: Ask, link: Link, page: int, site: Site) -> Link | None:
        """The request for a page; None where it leads off the site or to the page itself."""
        if ask.method == "GET":
            url = canonical(ask.url or "")
            if not site.holds(url) or url in {link.url, canonical(self._page_url)}:
                return None
            return Link(url, Kind.LISTING, link.section, page=page)
        form = self.form_of(ask.form)
        url = self._action(form) if ask.url is None else ask.url
        names = {name for name, _ in ask.fields}
        state = tuple(pair for pair in self.state(form) if pair[0] not in names)
        if not site.holds(url) or not self._of_the_list(url, names, state):
            return None
        if self._asks_by_get(form, state, names):
            return self.link(Ask("", with_query(url, (*state, *ask.fields))), link, page, site)
        fields = (*ask.fields, *state) if names & _EVENTS else (*state, *ask.fields)
        return Link(url, Kind.LISTING, link.section, method="POST", form=fields, page=page)

    def _of_the_list(self, url: str, names: set[str], state: tuple[tuple[str, str], ...]) -> bool:
        """Whether a form may ask for a page of the list: others search, log in or vote."""
        if names & _EVENTS or relation(self._page_url, url) > 0:
            return True
        return any(PAGE_NAME.fullmatch(name) for name in (*names, *(name for name, _ in state)))

    def _action(self, form: Element | None) -> str:
        action = (form.get("action") or "").strip() if form is not None else ""
        return canonical((absolute(self._page_url, action) if action else None) or self._page_url)

    @staticmethod
    def _asks_by_get(
        form: Element | None, state: tuple[tuple[str, str], ...], names: set[str]
    ) -> bool:
        if form is None or names & _EVENTS or any(name == "__VIEWSTATE" for name, _ in state):
            return False
        return (form.get("method") or "get").strip().lower() == "get"


def _hidden(element: Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, one.get("value") or "")
        for one in element.iter("input")
        if (one.get("type") or "").lower() == "hidden"
        and (name := one.get("name"))
        and name not in _EVENTS
    )


def with_query(url: str, fields: tuple[tuple[str, str], ...]) -> str:
    """An address with fields as its query, as a form that is sent by GET makes it."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(fields), ""))


# --- page boxes -----------------------------------------------------------------------------------


def page_box(box: Element, page: int) -> tuple[int, int | None, Ask] | None:
    """A text input that takes a page number: the present page, the last one where it is printed,
    and the request for the following page. None where the input is something else.
    """
    name, value = box.get("name") or "", (box.get("value") or "").strip()
    if not name or not re.fullmatch(r"[0-9]{1,6}", value) or value == "0":
        return None
    around = fold(_text_around(box))
    if not PAGE_NAME.fullmatch(name) and not re.search(r"\b(?:trang|page)\b", around):
        return None
    current = int(value)
    total = _TOTAL.search(around)
    last = int(total[1]) if total and int(total[1]) >= current else None
    if last is None and current != page:
        return None
    form = next(box.iterancestors("form"), None)
    fields = [(name, str(current + 1))]
    button = _button(form) if form is not None else None
    fields += [button] if button is not None else []
    ask = Ask(f"\0{name}={current + 1}", method="POST", fields=tuple(fields), form=box)
    return current, last, ask


def hidden_page(root: Element, page: int) -> Ask | None:
    """The request of a form whose hidden field holds the present page, where a script raises it:
    `function goPage(n) { f.pageIndex.value = n; f.submit(); }`.
    """
    for element in root.iter("input"):
        name, value = element.get("name") or "", (element.get("value") or "").strip()
        if (element.get("type") or "").lower() != "hidden" or not PAGE_NAME.fullmatch(name):
            continue
        if (
            value in {str(page), str(page - 1)}
            and next(element.iterancestors("form"), None) is not None
        ):
            raised = str(int(value) + 1)
            return Ask(f"\0{name}={raised}", method="POST", fields=((name, raised),), form=element)
    return None


def _text_around(box: Element) -> str:
    """The text just before and behind a box."""
    pieces: list[str] = []
    before = box.getprevious()
    parent = box.getparent()
    if parent is not None:
        pieces.append(clean(parent.text or "") if before is None else clean(before.tail or ""))
    if before is not None:
        pieces.append(clean(before.text or ""))
    pieces.append(clean(box.tail or ""))
    following = box.getnext()
    if following is not None and following.tag in {"span", "label", "b", "strong", "em", "i"}:
        pieces += [clean(following.text or ""), clean(following.tail or "")]
    return " ".join(piece[:80] for piece in pieces)


def _button(form: Element) -> tuple[str, str] | None:
    """The name and value of the only submit button of a form."""
    found = [
        (one.get("name") or "", one.get("value") or "")
        for one in form.iter("input", "button")
        if (one.get("type") or ("submit" if one.tag == "button" else "")).lower() == "submit"
    ]
    return found[0] if len(found) == 1 and found[0][0] else None


# --- selects --------------------------------------------------------------------------------------


def page_select(select: Element, page: int, base: str) -> tuple[int, int, Ask | None] | None:
    """A select of pages: the present page, the last one, and the request for the following page,
    None at the last one. None altogether where it selects something else.
    """
    options = _options_of_pages(select)
    if not options or options[0][0] > page:
        return None
    name = select.get("name") or ""
    change = _handler(select)
    if not change and not is_select_of_pages(select):
        return None
    current = next((number for number, _, chosen in options if chosen), page)
    values = {number: value for number, value, _ in options}
    last = options[-1][0]
    if current >= last:
        return current, last, None
    ask = _by_select(select, name, values[current + 1], change, base)
    return None if ask is None else (current, last, ask)


def is_select_of_pages(select: Element) -> bool:
    """Whether a select offers pages, by its name or the word beside it."""
    name = select.get("name") or select.get("id") or ""
    if not _options_of_pages(select):
        return False
    paged = PAGE_NAME.fullmatch(name) is not None or "trang" in fold(name)
    return paged or next(_labels(select), None) is not None


def _handler(select: Element) -> str:
    return unescaped(" ".join(select.get(one) or "" for one in ("onchange", "onclick")))


def _options_of_pages(select: Element) -> list[tuple[int, str, bool]]:
    """The options of a select that counts up by one; none of another select."""
    options = _options(select)
    names = f"{select.get('name') or ''} {select.get('id') or ''}"
    if len(options) < 2 or _NO_PAGES.search(names):
        return []
    low = options[0][0]
    numbers = [number for number, _, _ in options]
    return options if numbers == list(range(low, low + len(numbers))) else []


def _labels(select: Element) -> Iterator[str]:
    """Words for "page" in front of a select, or in its options."""
    around = fold(_text_around(select))
    if re.search(r"\b(?:trang|page)\b", around):
        yield around
    first = next(select.iter("option"), None)
    if first is not None and re.search(r"\b(?:trang|page)\b", fold(clean(first.text or ""))):
        yield clean(first.text or "")


def _options(select: Element) -> list[tuple[int, str, bool]]:
    """Number, value and choice of each option; none where an option is no page number."""
    found: list[tuple[int, str, bool]] = []
    for option in select.iter("option"):
        text = clean("".join(option.itertext()))[:60]
        label = read_label(text)
        if label.kind not in {"number", "position"} or len(found) >= MAX_OPTIONS:
            return []
        value = option.get("value")
        found.append(
            (label.number, text if value is None else value, option.get("selected") is not None)
        )
    return found


def _by_select(select: Element, name: str, value: str, change: str, base: str) -> Ask | None:
    if "__doPostBack" in change:
        if not name:
            return None
        ask = postback(name, "", select)
        return replace(ask, key=f"{name}\0{value}", fields=(*ask.fields, (name, value)))
    url = absolute(base, value) if re.search(r"[/?=]", value) else None
    if url is not None and is_page(url):
        return Ask(url, url)
    added = re.search(r"['\"]([^'\"]*[=/-])['\"]\s*\+\s*(?:this|\$\(this\))", change)
    url = absolute(base, added[1] + value) if added is not None else None
    if url is not None:
        return Ask(url, url)
    form = next(select.iterancestors("form"), None)
    method: Literal["GET", "POST"] = "POST"
    if form is None or not name or (change and "submit" not in change.lower()):
        return None
    return Ask(f"\0{name}={value}", method=method, fields=((name, value),), form=select)
