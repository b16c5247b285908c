"""Puts the rooms together: a capture, the hints of its portal and a profile give an article."""

from __future__ import annotations

from govnews.errors import NotAnArticle
from govnews.model import Article, Capture, DocumentRef, Evidence, Profile
from govnews.reading.fields.attachments import find_attachments
from govnews.reading.fields.author import take_signature
from govnews.reading.fields.body import body_paragraphs
from govnews.reading.fields.dates import find_moments
from govnews.reading.fields.images import find_images
from govnews.reading.fields.lead import take_sapo
from govnews.reading.fields.section import find_section
from govnews.reading.fields.title import find_title
from govnews.reading.fields.views import find_view_count
from govnews.reading.page.context import Layout, Reading
from govnews.reading.page.dump_segmentation import arrange_dump
from govnews.reading.page.metadata import Signals, head_signals
from govnews.reading.page.page_type import refuse_early, refuse_lists, refuse_missing
from govnews.reading.page.segmentation import arrange
from govnews.reading.page.template import block_digest
from govnews.reading.parse.document import Element, is_text, page_text, parse
from govnews.reading.parse.lines import flatten
from govnews.reading.parse.plain_text import from_dump
from govnews.reading.selectors import NO_HINTS, Hints
from govnews.reading.validation import checked
from govnews.vietnamese.document_numbers import find_refs
from govnews.vietnamese.text import fold


def read(capture: Capture, hints: Hints = NO_HINTS, profile: Profile | None = None) -> Article:
    """The article on a page; raises NotAnArticle or PageRefused. A pure function.

    hints: selectors by field, tried before the generic rules.
    profile: what the portal's pages have in common; its noise is left out. Where nothing else is
        on the page, it says what many others say, and is read without.
    """
    if profile is None:
        return _read(capture, hints, None)
    try:
        return _read(capture, hints, profile)
    except NotAnArticle as error:
        if error.reason != "empty" or not profile.noise:
            raise
    return _read(capture, hints, None)


def _read(capture: Capture, hints: Hints, profile: Profile | None) -> Article:
    root: Element | None
    if is_text(capture):
        root, page, signals = None, from_dump(page_text(capture)), Signals()
    else:
        root = parse(capture)
        page = flatten(root)
        signals = head_signals(root)
        refuse_early(capture, root, page)
    reading = Reading(page, signals, hints, capture.fetched_at, capture.url, root)
    reading.body_paths = profile.body_paths if profile else ()
    noise = profile.noise if profile else frozenset()
    reading.mark((lambda block: block_digest(block) in noise) if noise else None)
    layout = arrange_dump(reading) if root is None else arrange(reading)
    refuse_missing(reading, layout)
    if root is not None:
        refuse_lists(reading, layout)
    return checked(_fields(reading, layout), capture.fetched_at)


def _fields(reading: Reading, layout: Layout) -> Article:
    title = find_title(reading, layout)
    if title is None:
        raise NotAnArticle("empty", "no headline")
    evidence: list[Evidence] = [title[1]]
    published, updated = find_moments(reading, layout)
    views = find_view_count(reading, layout)
    section = find_section(reading, layout, title[0])
    images = find_images(reading, layout)
    files = find_attachments(reading, layout)
    author = take_signature(reading, layout)
    sapo = take_sapo(reading, layout)
    drop = {fold(title[0])} | (
        {fold(author[1].raw)} if author and len(author[1].raw) < 100 else set()
    )
    text = body_paragraphs(reading, layout, drop)
    if not text and sapo is None and not images and not files:
        raise NotAnArticle("empty", "a headline without text, pictures or files")
    if text:
        first = reading.place(layout.body[0])
        evidence.append(Evidence("body", text[0][:200], _body_rule(reading), first))
    refs = _refs(title[0], sapo[0] if sapo else "", text, [file.name or "" for file in files])
    small = (sapo, author, published, updated, section, views)
    evidence += [found[1] for found in small if found is not None]
    evidence += [
        Evidence(f"refs[{n}]", ref.number, "document-number", "text") for n, ref in enumerate(refs)
    ]
    evidence += [
        Evidence(f"attachments[{n}]", file.name or "", "file-link", file.url)
        for n, file in enumerate(files)
    ]
    return Article(
        url=reading.url,
        title=title[0],
        body="\n\n".join(text),
        sapo=sapo[0] if sapo else None,
        author=author[0] if author else None,
        published=published[0].at if published else None,
        published_precision=published[0].precision if published else None,
        updated=updated[0].at if updated else None,
        updated_precision=updated[0].precision if updated else None,
        section=section[0] if section else None,
        views=views[0] if views else None,
        attachments=tuple(files),
        images=tuple(images),
        refs=tuple(refs),
        evidence=tuple(evidence),
    )


def _body_rule(reading: Reading) -> str:
    if reading.root is None:
        return "dump-lines"
    return "selector" if reading.hints.get("body") else "densest-prose"


def _refs(title: str, sapo: str, body: list[str], names: list[str]) -> list[DocumentRef]:
    return find_refs("\n".join([title, sapo, *body, *names]))
