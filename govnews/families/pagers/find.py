"""Finds the pagers of a listing page: a page goes in, requests for the following one come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from urllib.parse import urlsplit

from govnews.families.pagers import announced
from govnews.families.pagers.beside import of_other_lists, rate_own
from govnews.families.pagers.choose import (
    Choice,
    by_own_address,
    choices,
    proof_of_end,
    rate,
    rate_neighbours,
)
from govnews.families.pagers.forms import Forms, hidden_page, page_box, page_select
from govnews.families.pagers.groups import Group, groups_of, rejected, without_numbers
from govnews.families.pagers.labels import Label
from govnews.families.pagers.marks import label_text
from govnews.families.pagers.numbers import list_path, relation, slots
from govnews.families.pagers.present import near
from govnews.families.pagers.requests import Ask
from govnews.families.pagers.result import PagerCandidate, Pagers
from govnews.families.pagers.scan import Item, Scan, scan
from govnews.families.pagers.unclear import MAX_NAMED, markup, not_understood, pages_of_scripts
from govnews.model import Capture, Link
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, is_page
from govnews.site import Site
from govnews.vietnamese.text import fold

MAX_CANDIDATES = 8
"""Candidates that are kept: what stands behind them is noise."""

MANY_TIMES = 10
"""Articles that a list may announce, of those on a page times the pages of its pager."""

MANY_PAGES = 10_000
"""The same where it has no pager: pages of that size are more than any list has."""

MAX_GROUPS = 60
"""Groups of a page that are compared with each other."""

MAX_RUNS = 2000
"""Rows of controls that are read; a page of more is no list of a portal."""

_FRAGMENT = re.compile(rb"<(?:html|body|head|!doctype)\b", re.IGNORECASE)
_ZONE = re.compile(r"hd_?f?_?(?:zone|cat)_?id", re.IGNORECASE)


def find_pagers(
    root: Element,
    capture: Capture,
    link: Link,
    article_urls: AbstractSet[str] = frozenset(),
    site: Site | None = None,
) -> Pagers:
    """The pagers of an HTML page.

    root: its tree. link: the request that it answers; its page is the number of the present page
    where the pager marks no other. article_urls: canonical addresses of the list's articles: they
    are no pages of it, and the pager nearest to them is the list's own. site: where the following
    page may lie; on the page's own host if None.
    """
    return _Finder(root, capture, link, article_urls, site or Site.around(capture.url)).find()


class _Finder:
    def __init__(
        self,
        root: Element,
        capture: Capture,
        link: Link,
        article_urls: AbstractSet[str],
        site: Site,
    ) -> None:
        self._root, self._capture, self._link = root, capture, link
        self._articles = article_urls
        self._own = capture.url.partition("#")[0]
        self._site = site
        self._forms = Forms(root, capture.url)
        self._found: dict[tuple[object, ...], PagerCandidate] = {}
        self._foreign: list[str] = []

    def find(self) -> Pagers:
        page = scan(self._root, self._own, self._articles)
        groups = sorted(self._groups(page), key=lambda one: -one.score)[:MAX_GROUPS]
        rate_neighbours(groups, page)
        moved = rate_own(groups, self._own, self._link)
        groups.sort(key=lambda one: -one.score)
        ended, best = self._judged(groups)
        named = self._head_next()
        texts = [*self._texts(page)]
        shown = self._range(page, groups, texts)
        pages = self._announced_pages(groups)
        beside = [*self._beside(groups, page)]
        proof = self._proof(ended, best, shown, named=named)
        if self._is_disproved(groups, pages, beside):
            proof = None
        used = {id(group.run) for group in groups if group in {one[2] for one in ended}}
        used |= {id(group.run) for group in groups if any(self._links(group))}
        unclear = (*self._foreign, *not_understood(self._root, page, used, self._link.page))
        if proof is None and not self._found:
            scripted = None if groups else self._pages_of_scripts()
            pages, unclear = scripted[0] if scripted else pages, (*unclear, *(scripted or ())[1:])
            self._by_frame()
            self._by_address(unclear, page)
            unclear = unclear or tuple(self._why_open(groups, best, pages))
            if not self._found:
                unclear = (*self._out_of_bounds(groups), *unclear)
        candidates = sorted(self._found.values(), key=lambda one: -one.score)[:MAX_CANDIDATES]
        starts = self._link.page == 1 and not moved
        own_lists = [one for one in beside if starts and one.method == "GET"]
        return Pagers(
            () if proof is not None else tuple(candidates),
            announced_pages=pages,
            announced_articles=self._announced_articles(shown, texts, pages),
            is_last=proof is not None,
            proof=proof,
            not_understood=unclear[:MAX_NAMED],
            beside=tuple(replace(one, list_key=one.key) for one in own_lists),
        )

    def _judged(self, groups: list[Group]) -> tuple[list[tuple[float, str, Group]], float]:
        """The pagers that are at their end, and the score of the best one that goes on."""
        ended: list[tuple[float, str, Group]] = []
        best = float("-inf")
        for group in groups:
            if self._offer(group):
                best = max(best, group.score)
                continue
            proof = proof_of_end(group, self._link.page, self._own, self._is_possible)
            if proof is not None and not self._stands_beside_a_next(group, groups):
                ended.append((group.score, proof, group))
        return ended, best

    def _is_disproved(self, groups: list[Group], pages: int | None, beside: list[Link]) -> bool:
        """Whether the list goes on whatever a pager's end says: its likeliest pager announces more
        pages, or another grid of its form is not read, whose postbacks count on in the same walk.
        """
        present = max(self._link.page, groups[0].current) if groups else self._link.page
        return (pages is not None and pages > present) or any(
            link.method == "POST" for link in beside
        )

    def _pages_of_scripts(self) -> tuple[int, str] | None:
        found = pages_of_scripts(self._root)
        return found if found is not None and found[0] > self._link.page else None

    def _why_open(self, groups: list[Group], best: float, pages: int | None) -> Iterator[str]:
        """Why a list without a following page may go on: where nothing else says so."""
        if self._found:
            return
        page = self._link.page
        late = next((group for group in groups if group.late and group.score >= best), None)
        if late is not None:
            yield f"page {late.current} of the pager is page {page} of the walk"
        elif pages is not None and pages > page:
            yield f"page {page} of {pages}, and no request for the following one"

    # --- groups -----------------------------------------------------------------------------------

    def _groups(self, page: Scan) -> Iterator[Group]:
        _drop_read_more(page)
        for run in page.runs[:MAX_RUNS]:
            for group in groups_of(run, self._own, self._link.page):
                kept: Group | None = group
                if rejected(group, self._own) is not None:
                    kept = without_numbers(group, self._own, self._link.page)
                if kept is None or self._is_of_another_site(kept):
                    continue
                rate(kept, page, self._own)
                yield kept
        for index, element in page.selects:
            found = page_select(element, self._link.page, page.base)
            if found is not None:
                yield self._made(page, element, index, "select", found)
        for index, element in page.boxes:
            box = page_box(element, self._link.page)
            if box is not None:
                yield self._made(page, element, index, "page-box", box)

    def _is_of_another_site(self, group: Group) -> bool:
        """Whether a pager leads to another host; one with the list's own path there is named: a
        portal may have moved, and its links not.
        """
        items = [item for item in (*group.numbers.values(), *group.others) if item.ask is not None]
        urls = [item.ask.url for item in items if item.ask is not None and item.ask.url]
        here = urlsplit(self._own).hostname
        if not urls or any(
            self._site.holds_host(url) or urlsplit(url).hostname == here for url in urls
        ):
            return False
        own = list_path(urlsplit(self._own).path)
        if any(list_path(urlsplit(url).path) == own for url in urls):
            self._foreign.append(markup(items[0].element, items[0].text))
        return True

    def _made(
        self,
        page: Scan,
        element: Element,
        index: int,
        rule: str,
        found: tuple[int, int | None, Ask | None],
    ) -> Group:
        """A select or a page box as a pager of one request."""
        current, last, ask = found
        item = Item(element, index, Label("next", strong=True), ask, text=rule)
        group = Group([item], others=[item], current=current, marked=True, total=last, rule=rule)
        group.add(2, rule)
        rate(group, page, self._own)
        return group

    def _links(self, group: Group) -> Iterator[tuple[Choice, Link]]:
        number = self._link.page + 1
        for choice in choices(group, self._own):
            link = self._forms.link(choice.ask, self._link, number, self._site)
            if link is not None and link.url not in self._articles:
                yield choice, link

    def _stands_beside_a_next(self, ended: Group, groups: list[Group]) -> bool:
        """Whether a lone number has a pager that goes on in its own row: it is likelier one of that
        pager's links, unless the page's address counts as the number does.
        """
        line = ended.fit
        if line is None or line.sure or line.page_of(self._own) == ended.current:
            return False
        return any(
            group.run is ended.run and group is not ended
            and any(choice.ask.method == "GET" for choice, _ in self._links(group))
            for group in groups
        )  # fmt: skip

    def _is_possible(self, ask: Ask) -> bool:
        return self._forms.link(ask, self._link, self._link.page + 1, self._site) is not None

    def _offer(self, group: Group) -> bool:
        """Adds a pager's requests to the candidates; returns whether it has any."""
        last = _last_page(group)
        any_ = False
        for choice, link in self._links(group):
            rule = group.rule or choice.rule
            reasons = (*group.reasons, f"{choice.reason} {choice.points:+g}")
            self._add(PagerCandidate(link, rule, group.score + choice.points, reasons, last))
            any_ = True
        return any_

    def _out_of_bounds(self, groups: list[Group]) -> Iterator[str]:
        """Where pagers with numbers lead on the page's own host, to another port or below another
        path than the portal's: no proof that a list ends. Numbers of other hosts are no pager.
        """
        host = urlsplit(self._own).hostname
        for group in groups:
            for choice in choices(group, self._own) if group.numbers else ():
                url = choice.ask.url
                if url and urlsplit(url).hostname == host and not self._site.holds(url):
                    yield f"the pager leads to {url}, which is not of the portal"

    def _add(self, candidate: PagerCandidate) -> None:
        link = candidate.link
        events = tuple(pair for pair in link.form if not pair[0].startswith("__VIEWSTATE"))
        key = (link.method, link.url, events)
        known = self._found.get(key)
        if known is None or known.score < candidate.score:
            self._found[key] = candidate

    def _beside(self, groups: list[Group], page: Scan) -> Iterator[Link]:
        """What the pagers of the other lists on the page ask for."""
        main = max(groups, key=lambda one: one.score, default=None)
        others = of_other_lists(main, groups, page, self._own) if main is not None else ()
        for group in others:
            link = next((link for _, link in self._links(group)), None)
            if link is not None:
                yield link

    # --- other sources ----------------------------------------------------------------------------

    def _head_next(self) -> bool:
        """Adds what `<link rel="next">` names; returns whether there is one."""
        for element in self._root.iter("link"):
            if "next" not in (element.get("rel") or "").lower().split():
                continue
            url = absolute(self._own, element.get("href") or "")
            if url is None or not is_page(url):
                continue
            ask = Ask(url, url)
            link = self._forms.link(ask, self._link, self._link.page + 1, self._site)
            if link is None or link.url in self._articles:
                continue
            score = 3.0 + 3.0 * relation(self._own, url)
            self._add(PagerCandidate(link, "rel-next", score, (f"rel=next {score:+g}",)))
            return True
        return False

    def _by_frame(self) -> None:
        """The address of a frame that is loaded when a reader comes to the end of the page."""
        for element in self._root.iter("turbo-frame"):
            url = absolute(self._own, element.get("src") or "")
            number = self._link.page + 1
            if url is not None and any(slot.paged and slot.value == number for slot in slots(url)):
                self._add_ask(Ask(url, url), "more", 2.0, "the frame of the following page")

    def _by_address(self, unclear: tuple[str, ...], page: Scan) -> None:
        """Requests that no link of the page makes: its own address with the number raised, where
        it is a fragment or its pager is a script; the fragments of VCCorp's newspapers.
        """
        fragment = _FRAGMENT.search(self._capture.body[:20_000]) is None
        # Earlier pages led here, so that there may be more behind a page that has lost its pager.
        if self._link.method == "GET" and (fragment or unclear or self._link.page > 1):
            ask = by_own_address(self._own, self._link.page, any_name=fragment)
            self._add_ask(ask, "own-address", 1.0, "the page's own number, raised")
        if unclear:
            self._add_ask(
                hidden_page(self._root, self._link.page), "page-box", 0.5, "a hidden field"
            )
        zone = self._zone()
        if zone is not None and any(
            item.label.kind == "more" and item.ask is None for run in page.runs for item in run
        ):
            number = self._link.page + 1
            ending = ".chn" if urlsplit(self._own).path.endswith(".chn") else ".htm"
            for path in (
                f"/timelinelist/{zone}/{number}{ending}",
                f"/timeline/{zone}/trang-{number}.htm",
            ):
                url = absolute(self._own, path)
                ask = Ask(url, url) if url is not None else None
                points = 2.0 if "timelinelist" in path else 1.5
                self._add_ask(ask, "more", points, "the zone of a hidden field")

    def _zone(self) -> str | None:
        for element in self._root.iter("input"):
            name = element.get("id") or element.get("name") or ""
            value = element.get("value") or ""
            if _ZONE.fullmatch(name) and value.isdigit() and int(value) > 0:
                return value
        return None

    def _add_ask(self, ask: Ask | None, rule: str, points: float, reason: str) -> None:
        if ask is None:
            return
        link = self._forms.link(ask, self._link, self._link.page + 1, self._site)
        if link is not None and link.url not in self._articles:
            self._add(PagerCandidate(link, rule, points, (f"{reason} {points:+g}",)))

    # --- what the page says -----------------------------------------------------------------------

    def _announced_pages(self, groups: list[Group]) -> int | None:
        """The last page that the likeliest pager announces; never one before the present page."""
        last = _last_page(groups[0] if groups else None)
        return None if last is not None and last < self._link.page else last

    def _announced_articles(
        self, shown: tuple[int, int, int] | None, texts: list[str], pages: int | None
    ) -> int | None:
        """How many articles the list announces; None where that is out of all proportion to what
        stands on the page, and to the pages that its pager announces.
        """
        total = shown[2] if shown else announced.article_count(texts)
        on_page = max(1, len(self._articles))
        most = on_page * (pages * MANY_TIMES if pages is not None else MANY_PAGES)
        return total if total is None or total <= most else None

    def _texts(self, page: Scan) -> Iterator[str]:
        """Short texts with a digit; a number alone comes with the words around it."""
        left = 300
        for element, text in page.texts:
            if announced.article_count([text]) is None or not announced.counts_visits(element):
                yield text
            if len(text) <= 12 and left:
                left -= 1
                parent = element.getparent() if element.tag in _INLINE else element
                whole = label_text(parent) if parent is not None else ""
                counts = parent is not None and len(whole) < 110 and _COUNTS.search(fold(whole))
                if counts and not announced.counts_visits(element):
                    yield whole

    def _range(
        self, page: Scan, groups: list[Group], texts: list[str]
    ) -> tuple[int, int, int] | None:
        """The articles that the list says it shows; of several lists the one whose pager is the
        likeliest, where the words stand near it.
        """
        found = [
            (element, one) for element, text in page.texts
            if (one := announced.item_range([text])) is not None
        ]  # fmt: skip
        if len({one for _, one in found}) < 2:
            return announced.item_range(texts)
        main = max(groups, key=lambda one: one.score, default=None)
        beside = [
            one for element, one in found
            if main is not None and near(element, main.first.element, 4)
        ]  # fmt: skip
        return beside[0] if beside else None

    def _proof(
        self,
        ended: list[tuple[float, str, Group]],
        best: float,
        shown: tuple[int, int, int] | None,
        *,
        named: bool,
    ) -> str | None:
        """What proves the end: the pager that is likeliest the list's own is at its last page."""
        if named:
            return None
        more = shown is not None and shown[1] < shown[2]
        if ended and ended[0][0] >= best and not more:
            return ended[0][1]
        if shown is not None and shown[1] == shown[2] and not self._found:
            return f"articles {shown[0]} to {shown[1]} of {shown[2]}"
        return None


def _drop_read_more(page: Scan) -> None:
    """Takes out the buttons "Xem thêm" where there are several: each opens its article."""
    more = [
        item for run in page.runs for item in run
        if item.label.kind == "more" and (item.ask is None or item.ask.method == "POST")
    ]  # fmt: skip
    if len(more) > 2:
        dropped = {*more}
        page.runs = [[item for item in run if item not in dropped] for run in page.runs]
        page.runs = [run for run in page.runs if run]


_INLINE = frozenset({"b", "strong", "span", "em", "i", "font", "u"})
_COUNTS = re.compile(r"\b(?:tong|ket qua|bai viet|tin|ban ghi|muc|results|entries|total|found)\b")


def _last_page(group: Group | None) -> int | None:
    """The last page that a pager announces: by its words, or by its highest number."""
    if group is None:
        return None
    if group.total is not None:
        return group.total
    if not group.numbers:
        return None
    highest = max(group.highest, *group.numbers)
    beyond = [item for item in group.others if item.label.kind == "block" and item.ask is not None]
    place = max(item.index for item in group.run if item.label.kind == "number")
    return None if any(item.index > place for item in beyond) else highest
