"""Machine-readable dates of an article: those of the head, microdata, RDFa, `<time>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from govnews.reading import weights as w
from govnews.reading.fields.declared_author import is_foreign
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.main_content import OUTSIDE
from govnews.reading.page.metadata import Declared
from govnews.reading.parse.document import Element
from govnews.reading.selectors import visible_text

_PUBLISHED = (
    "datepublished", "dc:issued", "dcterms:issued", "datecreated", "dc:created", "dcterms:created",
)  # fmt: skip
_UPDATED = frozenset({"updated", "modified"})
"""Classes of a `<time>` that says when the page was changed."""
_MODIFIED = ("datemodified", "dc:modified", "dcterms:modified")


def published_dates(context: PageContext, regions: Regions) -> Iterator[Declared]:
    """What the page declares as the date of publication, the surest first."""
    yield from context.metadata.published
    yield from _annotated(context, regions, _PUBLISHED)
    yield from _times(context, regions)
    if is_foreign(context, regions):
        yield from _only_time(context)
    yield from _of_address(context)


def modified_dates(context: PageContext, regions: Regions) -> Iterator[Declared]:
    """What the page declares as the date of the last change."""
    yield from context.metadata.modified
    yield from _annotated(context, regions, _MODIFIED)


def _annotated(
    context: PageContext, regions: Regions, names: tuple[str, ...]
) -> Iterator[Declared]:
    """Dates of microdata and RDFa, by the order of the names; first those of the item that the
    headline belongs to. Several items without it are other articles.
    """
    if context.root is None:
        return
    found = [
        (names.index(name), cast("Element", value.getparent()), attribute)
        for attribute in ("itemprop", "property")
        for value in context.values_of(attribute)
        for name in value.lower().replace("schema:", "").split()
        if name in names
    ]
    if not found:
        return
    title = context.blocks[regions.title].element if regions.title is not None else None
    around = set(map(id, (title, *title.iterancestors()))) if title is not None else set()
    scopes = [_scope(element) for _, element, _ in found]
    apart = [scope is not None and id(scope) not in around for scope in scopes]
    others = {id(scope) for scope, is_apart in zip(scopes, apart, strict=True) if is_apart}
    for (_, element, attribute), is_apart in sorted(
        zip(found, apart, strict=True), key=lambda one: (one[1], one[0][0])
    ):
        if is_apart and len(others) > 1:
            return
        raw = element.get("content") or element.get("datetime") or visible_text(element)
        yield Declared(raw, f"{attribute}[{element.get(attribute)}]")


def _scope(element: Element) -> Element | None:
    """The element of the item that a property of microdata describes."""
    return next((one for one in element.iterancestors() if one.get("itemscope") is not None), None)


def line_dates(context: PageContext, position: int) -> Iterator[Declared]:
    """The attributes of the elements that print the dates of a line: `<time>`, `<abbr title>`."""
    element = context.blocks[position].element
    if element is None:
        return
    line = context.line(position)
    for one in element.iter("time", "abbr"):
        name = "datetime" if one.tag == "time" else "title"
        raw, text = one.get(name), visible_text(one)
        if raw and text and text in line:
            yield Declared(raw, f"{one.tag}[{name}]")


def _only_time(context: PageContext) -> Iterator[Declared]:
    """The day that all `<time>` elements of the page have, but those of its borders."""
    if context.root is None:
        return
    days = {
        raw[: len("2020-01-01")]
        for element in context.root.iter("time")
        if (raw := element.get("datetime"))
        and not _UPDATED & set((element.get("class") or "").lower().split())
        and all(step.tag not in OUTSIDE for step in element.iterancestors())
    }
    if len(days) == 1:
        yield Declared(days.pop(), "time[datetime]")


_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?=/)")


def _of_address(context: PageContext) -> Iterator[Declared]:
    """The day in the address that the page names as its own, as systems build it from the date of
    publication: `/2020/01/31/title`.
    """
    match = _ADDRESS_DAY.search(context.metadata.canonical or "")
    if match is not None:
        yield Declared("-".join(match.groups()), "link[canonical]")


def _times(context: PageContext, regions: Regions) -> Iterator[Declared]:
    """The `<time>` elements in lines of the article, without those marked as updates only."""
    if context.root is None:
        return
    zone = {id(context.blocks[p].element) for p in regions.zone()[: w.DECLARED_LINES]}
    for element in context.root.iter("time"):
        raw = element.get("datetime")
        names = set((element.get("class") or "").lower().split())
        if not raw or (names & _UPDATED and "published" not in names):
            continue
        near = [element, *element.iterancestors()][: w.TIME_LEVELS]
        if any(id(node) in zone for node in near):
            yield Declared(raw, "time[datetime]")
