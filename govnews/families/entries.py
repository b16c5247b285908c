"""Entries of a list whose link has no headline: short titles among long ones, a picture beside an
unlinked heading, "Xem chi tiết" below it.

A text is too little to tell them from the rest of a page. They count where they stand as the other
entries stand and their address has the form of the others' addresses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from govnews.families.addresses import has_identity, looks_like_article
from govnews.families.lists import Anchor
from govnews.reading.parse.document import Element
from govnews.reading.selectors import visible_text
from govnews.url_syntax import parameter_name

LEVELS = 5
"""Elements around a link that say where it stands."""

MAX_NODES = 60
"""Nodes of an entry that are read for its heading; what has more is no single entry."""

MIN_ENTRIES = 2
"""Entries with an unlinked heading that make a list; a single one is a banner."""

_TAIL = re.compile(r"(\d+)(\.\w{2,5})?\Z")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"})

Place = tuple[tuple[str, str], ...]


def form_of(url: str) -> tuple[str, ...] | None:
    """What addresses of one kind share: the folder, the ending, the names of the parameters. None
    for an address without a number: sections have words as well.
    """
    parts = urlsplit(url)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    names = tuple(sorted(parameter_name(pair) for pair in parts.query.split("&") if pair))
    tail = _TAIL.search(last)
    if tail is None:
        return (folder, last, *names) if has_identity(url) else None
    joined = "" if tail.start() == 0 else last[tail.start() - 1]
    return (folder, joined, tail[2] or "", *names)


def place_of(anchor: Anchor) -> Place | None:
    """Where a link stands: tags and classes of it and of what is around it."""
    if anchor.element is None:
        return None
    around = [anchor.element, *islice(anchor.element.iterancestors(), LEVELS)]
    return tuple((str(node.tag), "" if node is anchor.element else _class(node)) for node in around)


def _class(node: Element) -> str:
    names = (node.get("class") or "").split()
    return " ".join(name for name in names if re.search(r"\d|first|last|odd|even", name) is None)


def of_the_same_form(anchors: Iterable[Anchor], accepted: Iterable[Anchor]) -> Iterator[Anchor]:
    """The links that stand where the accepted ones stand, with addresses of the same form."""
    known = {(place_of(one), form_of(one.url)) for one in accepted}
    known = {(place, form) for place, form in known if place is not None and form is not None}
    for anchor in anchors:
        if known and (place_of(anchor), form_of(anchor.url)) in known:
            yield anchor


def with_a_heading(anchors: Iterable[Anchor], least: int) -> Iterator[Anchor]:
    """The links of entries whose heading has no link, of at least so many characters."""
    found = [
        (anchor, place_of(anchor)) for anchor in anchors
        if len(anchor.text) < least and anchor.element is not None
        and looks_like_article(anchor.url) and _has_heading(anchor.element, least)
    ]  # fmt: skip
    urls = {(anchor.url, place) for anchor, place in found}
    places = Counter(place for _, place in urls)
    for anchor, place in found:
        if places[place] >= MIN_ENTRIES:
            yield anchor


def _has_heading(link: Element, least: int) -> bool:
    """Whether the entry around a link has a heading, and no link to anything else."""
    for around in islice(link.iterancestors(), 3):
        if around.tag in {"body", "html", "form", "ul", "ol", "table", "tbody"}:
            return False
        nodes = list(islice(around.iter(), MAX_NODES + 1))
        if len(nodes) > MAX_NODES:
            return False
        hrefs = {node.get("href") for node in nodes if node.tag == "a" and node.get("href")}
        if len(hrefs) > 1:
            return False
        if any(node.tag in _HEADINGS and len(visible_text(node)) >= least for node in nodes):
            return True
    return False
