"""What an element is as a control: its label, and whether it is marked as current or disabled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from govnews.families.pagers.labels import NOTHING, Label, read_icon, read_label, tokens, words
from govnews.families.pagers.requests import HANDLERS, unescaped
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import clean

MAX_NODES = 40
"""Nodes of a control that are read for its label: more are a teaser and no label."""

MAX_TITLE = 25
"""Characters of a title from which a picture's link is a teaser and no arrow."""

MAX_NAMES = 400
"""Characters of classes and ids that are read."""

MAX_TEXT = 120
"""Characters that are collected of a control's text."""

_CURRENT = words(
    "active current selected on cur curr now sel thispage actived pagecurrent currentpage pcurrent"
    " hientai hienhanh focus here chon activepage pageactive dxpcurrent iscurrent"
)
_DISABLED = words("disabled disable inactive aspnetdisabled unactive nolink isdisabled")
_NOTHING_DONE = re.compile(r"(?:javascript:)?(?:returnfalse|void\(?0\)?|;)*", re.IGNORECASE)
"""A script that does nothing, without its spaces."""


def _pieces(element: Element) -> Iterator[str | None]:
    """Texts inside an element; None where there are more than a label has."""
    walker = etree.iterwalk(element, events=("start", "end"))
    seen = 0
    for event, node in walker:
        if event == "start":
            seen += 1
            if seen > MAX_NODES:
                yield None
                return
            if node.tag in {"script", "style"}:
                walker.skip_subtree()
            elif node.text:
                yield node.text
        elif node is not element:
            yield " "
            if node.tail:
                yield node.tail


def label_text(element: Element) -> str:
    """The text of a control, cut off where it is too long for a label."""
    found, length = [], 0
    for piece in _pieces(element):
        if piece is None or length > 4 * MAX_TEXT:
            found.append("…" + "x" * MAX_TEXT)
            break
        found.append(piece)
        length += len(piece)
    return clean("".join(found))


def simple_text(element: Element) -> tuple[str, bool]:
    """The text of an element, and whether it holds no link, button or field of its own."""
    for count, node in enumerate(element.iter()):
        if count > MAX_NODES or (count and node.tag in {"a", "button", "input", "select"}):
            return "", False
    return label_text(element), True


def wrappers(element: Element, levels: int = 2) -> Iterator[Element]:
    """The element, and those around it that hold nothing else."""
    yield element
    for _ in range(levels):
        parent = element.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return
        if element.getnext() is not None or element.getprevious() is not None:
            return
        if clean(parent.text or "") or clean(element.tail or ""):
            return
        element = parent
        yield element


def is_current(element: Element) -> bool:
    """Whether an element is marked as the present page, by itself or by what wraps it."""
    for node in wrappers(element):
        if (node.get("aria-current") or "false").lower() not in {"false", ""}:
            return True
        for name in (node.get("class") or "").split()[:12]:
            lower = name.lower().replace("-", "").replace("_", "")
            if (
                lower in _CURRENT
                or "current" in tokens(name)
                or {"is", "active"} == set(tokens(name))
            ):
                return True
            if tokens(name)[-1:] in {("active",), ("selected",), ("actived",)}:
                return True
    return False


def is_disabled(element: Element) -> bool:
    """Whether an element is marked as one that does nothing now."""
    for node in wrappers(element):
        if node.get("disabled") is not None or (node.get("aria-disabled") or "") == "true":
            return True
        for name in (node.get("class") or "").split()[:12]:
            if name.lower() in _DISABLED or "disabled" in name.lower():
                return True
    onclick = element.get("onclick")
    return (
        bool(onclick)
        and _NOTHING_DONE.fullmatch("".join(unescaped(onclick or "").split())) is not None
        and (not (element.get("href") or "").startswith(("/", "http", "?")))
    )


def pressed(element: Element) -> Element:
    """The element that a script is attached to: this one, or one that holds nothing else."""
    for node in wrappers(element):
        if any(node.get(name) for name in HANDLERS):
            return node
    return element


def is_handled(element: Element) -> bool:
    """Whether a script is attached to an element."""
    href = (element.get("href") or "").strip().lower()
    if any(pressed(element).get(name) for name in HANDLERS):
        return True
    if href.startswith("javascript:"):
        return _NOTHING_DONE.fullmatch("".join(href.split())) is None
    return any(name.startswith(("data-page", "data-pg")) for name in element.keys())  # noqa: SIM118


_PAGER_NAME = re.compile(
    r"paginat|(?<![a-z])pag(?:er|ing|enav|enumber|e-numbers|e-nav|e-link|es?-?list)|phan-?_?trang"
    r"|nav-?links|listpage|datapager|gridpager|page-?nav|load-?more|xem-?them|trang-?so|numberpage"
    r"|aspnetpager|rgpager|rdp(?:wrap|pager)|dxp|lfr-pagination|posts-navigation|view-?more|bigpager"
    r"|pagelist|next-pages",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_pager_name(name: str) -> bool:
    """Whether a class or id is one of a pager."""
    return bool(name) and _PAGER_NAME.search(name[:MAX_NAMES]) is not None


_SLIDER = re.compile(
    r"slick|owl-|swiper|carousel|slider|slideshow|flexslider|nivo|bxslider|splide|fotorama|lightbox"
    r"|flickity|gallery-nav|album-nav|slide-|banner",
    re.IGNORECASE,
)
_OTHER_USE = re.compile(
    r"calend|datepick|(?:^|[\s_-])lich(?:[\s_-]|$)|rating|(?:^|[\s_-])stars?(?:[\s_-]|$)|vote|poll"
    r"|danh-?gia|binh-?chon|comment|binh-?luan|font-?size|co-?chu|lang(?:uage)?-?(?:switch|menu|bar)"
    r"|breadcrumb|per-?page|page-?size|year|archive-?list|month",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_slider(name: str) -> bool:
    """Whether a class or id is one of pictures that slide."""
    return _SLIDER.search(name[:MAX_NAMES]) is not None


@lru_cache(maxsize=4096)
def is_other_use(name: str) -> bool:
    """Whether a class or id is one of a calendar, a vote, comments or the like."""
    return _OTHER_USE.search(name[:MAX_NAMES]) is not None and not is_pager_name(name)


def names_around(element: Element, levels: int = 4) -> Iterator[str]:
    """Classes and ids of an element and of those around it."""
    node: Element | None = element
    for _ in range(levels):
        if node is None or node.tag in {"body", "html", "form", "main"}:
            return
        yield f"{node.get('class') or ''} {node.get('id') or ''} {node.get('aria-label') or ''}"
        node = node.getparent()


# --- labels ---------------------------------------------------------------------------------------


def label_of(element: Element, text: str) -> Label:
    """What a control says, by its text, its attributes, or its icon."""
    label = read_label(text)
    if label is NOTHING and any(sign.isalnum() for sign in text):
        return NOTHING
    if label.kind in {"number", "position", "more"} or (
        label.kind != "none" and text[:1].isalpha()
    ):
        return label
    words = next(
        (one for one in map(read_label, _attributes(element)) if one is not NOTHING), NOTHING
    )
    if label is NOTHING:
        if words is not NOTHING:
            return words
        return (
            NOTHING if any(len(one) > MAX_TITLE for one in _attributes(element)) else _icon(element)
        )
    if label.kind == "next" and words.kind in {"next", "last", "prev", "first"}:
        return words
    if label.kind == "next" and any(sign.isalpha() for sign in text):
        return label
    if label.kind == "next":
        icon = _icon(element)
        if icon.kind == "last":
            return Label("next", rank=max(2, label.rank))
        if icon.kind == "next":
            return Label("next", rank=min(1, label.rank), strong=icon.strong)
    return label


def _attributes(element: Element) -> Iterator[str]:
    for count, node in enumerate(element.iter()):
        if count > MAX_NODES:
            return
        for name in ("aria-label", "title", "alt", "data-title", "data-original-title"):
            value = node.get(name)
            if value:
                yield value
        if node.tag == "title" and node.text:
            yield node.text


def _icon(element: Element) -> Label:
    """What classes, ids and file names of a control without words say; the outermost last."""
    names: list[str] = []
    inner: list[str] = []
    for count, node in enumerate(element.iter()):
        if count > MAX_NODES:
            break
        target = names if node is element else inner
        target += (node.get("class") or "").split()
        for attribute in ("src", "href", "{http://www.w3.org/1999/xlink}href", "xlink:href"):
            if node is not element or (attribute == "src" and node.tag in {"input", "img"}):
                value = node.get(attribute) or ""
                target.append(value.partition("?")[0].rpartition("/")[2][:80])
        if node is not element and node.tag in {"i", "span"} and node.text:
            inner.append(node.text.strip()[:40])
    outer = [
        one for node in list(wrappers(element))[1:] for one in (node.get("class") or "").split()
    ]
    outer.append(element.get("id") or "")
    parent = element.getparent()
    if parent is not None:
        outer.append(parent.get("id") or "")
    for group in (names, inner, outer):
        read = [read_icon(name) for name in group if name]
        for kind in ("last", "prev", "next", "more"):
            hit = next((one for one in read if one.kind == kind), None)
            if hit is not None:
                return hit
    return NOTHING
