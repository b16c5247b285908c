"""The documents that an article names by number, anywhere in its text."""

from __future__ import annotations

from govnews.model import Attachment, DocumentRef, Evidence
from govnews.reading.fields.found import Found
from govnews.reading.page.context import PageContext, Regions
from govnews.vietnamese.document_numbers import find_refs


def find_references(
    _context: PageContext,
    _regions: Regions,
    title: Found[str],
    lead: Found[str] | None,
    body: Found[tuple[str, ...]] | None,
    attachments: Found[tuple[Attachment, ...]] | None,
) -> Found[tuple[DocumentRef, ...]] | None:
    """Document numbers in the headline, the lead, the text and the names of the files."""
    paragraphs = body.value if body is not None else ()
    files = attachments.value if attachments is not None else ()
    names = [file.name or "" for file in files]
    texts = [title.value, lead.value if lead is not None else "", *paragraphs, *names]
    refs = tuple(find_refs("\n".join(texts)))
    if not refs:
        return None
    evidence = tuple(
        Evidence(f"refs[{order}]", ref.number, "document-number", "text")
        for order, ref in enumerate(refs)
    )
    return Found(refs, evidence)
