"""From a capture to an article: the order of all steps of reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from govnews.errors import NotAnArticle
from govnews.model import Article, Capture, Profile
from govnews.reading import weights as w
from govnews.reading.confidence import rated
from govnews.reading.fields.attachments import find_attachments
from govnews.reading.fields.author import find_author
from govnews.reading.fields.body import find_body
from govnews.reading.fields.dates import find_published, find_updated
from govnews.reading.fields.found import Found
from govnews.reading.fields.further_pages import find_further_page
from govnews.reading.fields.images import find_images
from govnews.reading.fields.lead import find_lead
from govnews.reading.fields.references import find_references
from govnews.reading.fields.section import find_section
from govnews.reading.fields.signers import find_signers
from govnews.reading.fields.source import find_source
from govnews.reading.fields.title import find_title
from govnews.reading.fields.views import find_view_count
from govnews.reading.page.context import PageContext, Regions, page_context
from govnews.reading.page.main_content import prose
from govnews.reading.page.metadata import NO_METADATA, read_metadata
from govnews.reading.page.notices import refuse_missing
from govnews.reading.page.page_type import refuse_early, refuse_lists
from govnews.reading.page.segmentation import segment
from govnews.reading.parse.document import Element, is_text, page_text, parse
from govnews.reading.parse.hidden import Hiding
from govnews.reading.parse.lines import Page, flatten
from govnews.reading.parse.plain_text import from_dump
from govnews.reading.selectors import NO_HINTS, Hints
from govnews.reading.urls import absolute, canonical
from govnews.reading.validation import checked
from govnews.reasons import Reason


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a page that is divided into regions.

    name: the field of the article, or the name of a check that raises NotAnArticle.
    find: a function of the page's context, the regions that earlier steps left, and `needs`.
    needs: fields whose results `find` takes, each None where nothing was found.
    """

    name: str
    find: Callable[..., Found[Any] | None]
    needs: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step("missing page", refuse_missing),
    Step("list page", refuse_lists),
    # These leave the lines where they are.
    Step("title", find_title),
    Step("published", find_published),
    Step("updated", find_updated, needs=("published",)),
    Step("views", find_view_count),
    Step("section", find_section, needs=("title",)),
    Step("images", find_images),
    Step("attachments", find_attachments),
    Step("further page", find_further_page),
    # These take lines out of the body: what signs from its end, the lead from its beginning.
    Step("signers", find_signers),
    Step("source", find_source),
    Step("author", find_author),
    Step("sapo", find_lead),
    Step("body", find_body, needs=("title", "author")),
    Step("refs", find_references, needs=("title", "sapo", "body", "attachments")),
)

_EVIDENCE = (
    "title", "body", "sapo", "author", "published", "updated", "section", "views", "refs",
    "attachments", "source", "signers", "further page",
)  # fmt: skip
"""The order in which an article lists the evidence for its fields."""


def read(capture: Capture, hints: Hints = NO_HINTS, profile: Profile | None = None) -> Article:
    """The article on a page. A pure function: no network, no disk, no clock.

    hints: CSS selectors by field, tried before the generic rules.
    profile: what the portal's pages have in common; its blocks are left out. A page on which
    nothing else is left is read without the profile.

    Raises NotAnArticle for a page of another type and PageRefused for one beyond the bounds.
    """
    if profile is None:
        return _read(capture, hints, None)
    try:
        return _read(capture, hints, profile)
    except NotAnArticle as error:
        if error.reason != Reason.EMPTY or not profile.noise:
            raise
    return _read(capture, hints, None)


def _read(capture: Capture, selectors: Hints, profile: Profile | None) -> Article:
    """Bytes to lines, lines to regions, regions to fields, fields to an article."""
    context = open_page(capture, selectors, profile)
    regions = segment(context)
    found = take_steps(context, regions)
    evidence = tuple(
        item
        for name in _EVIDENCE
        if name in found
        for item in rated(context, regions, name, found[name])
    )
    article = _article(capture.url, found)
    article = replace(article, evidence=evidence, canonical=_canonical(context))
    return checked(article, capture.fetched_at)


def open_page(capture: Capture, selectors: Hints, profile: Profile | None) -> PageContext:
    """The page of a capture with all that its rules know of it.

    Raises NotAnArticle for a payload that prints no page and PageRefused for one beyond the bounds.
    """
    if is_text(capture):
        page = from_dump(page_text(capture))
        return page_context(page, NO_METADATA, selectors, capture, profile)
    root = parse(capture)
    page = _shown(root)
    refuse_early(capture, root, page)
    return page_context(page, read_metadata(root), selectors, capture, profile)


def _shown(root: Element) -> Page:
    """The lines that a page shows, or has its scripts show where they hold nearly all the text, or
    prints for browsers without scripts where it prints no other text.
    """
    hiding = Hiding(root)
    page = flatten(root, hiding.hides)
    enough = w.UNHIDDEN_FACTOR * sum(map(prose, page.blocks))
    shown = sum(len(block.text) for block in page.blocks)
    found = [element for element in page.hidden if not hiding.is_scrap(element)]
    if found and shown + _size(found) > enough:
        fuller = flatten(root, hiding.is_scrap)
        if sum(map(prose, fuller.blocks)) > enough:
            return fuller
    without = _size(root.iter("noscript"))
    if without >= w.UNHIDDEN_MIN_LENGTH and shown + without > enough:
        fuller = flatten(root, hiding.hides, noscript=True)
        if sum(map(prose, fuller.blocks)) > enough:
            return fuller
    return page


def _size(elements: Iterable[Element]) -> int:
    return sum(len(text) + 1 for element in elements for text in element.itertext())


def take_steps(context: PageContext, regions: Regions) -> Mapping[str, Found[Any]]:
    """What each step finds, by name. Every step gets the regions that the steps before it left."""
    found: dict[str, Found[Any]] = {}
    for step in STEPS:
        result = step.find(context, regions, *map(found.get, step.needs))
        if result is None:
            continue
        regions = regions.without(result.consumed)
        for position, text in result.shortened.items():
            regions = regions.with_text(position, text)
        if result.value is not None:
            found[step.name] = result
    return found


def _canonical(context: PageContext) -> str | None:
    """The address that the page names as its own; None for what is no address of the web."""
    named = context.metadata.canonical
    target = absolute(context.base, named) if named is not None else None
    return canonical(target) if target is not None else None


def _article(url: str, found: Mapping[str, Found[Any]]) -> Article:
    """The article made of all fields; raises NotAnArticle where only a headline was found."""
    if not found.keys() & {"sapo", "body", "images", "attachments"}:
        raise NotAnArticle(Reason.EMPTY, "a headline without text, pictures or files")
    value = {name: result.value for name, result in found.items()}
    published, updated = value.get("published"), value.get("updated")
    return Article(
        url=url,
        title=value["title"],
        body="\n\n".join(value.get("body", ())),
        sapo=value.get("sapo"),
        author=value.get("author"),
        published=published.at if published is not None else None,
        published_precision=published.precision if published is not None else None,
        updated=updated.at if updated is not None else None,
        updated_precision=updated.precision if updated is not None else None,
        section=value.get("section"),
        views=value.get("views"),
        attachments=value.get("attachments", ()),
        images=value.get("images", ()),
        refs=value.get("refs", ()),
        source=value.get("source"),
        signers=value.get("signers", ()),
    )
