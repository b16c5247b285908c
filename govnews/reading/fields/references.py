"""The documents that an article names by number, anywhere in its text."""

from __future__ import annotations

from govnews.model import Attachment, DocumentRef, Evidence
from govnews.reading.fields.found import Found
from govnews.reading.page.context import PageContext, Regions
from govnews.vietnamese.document_numbers import find_printed


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
    printed = find_printed("\n".join(texts))
    if not printed:
        return None
    evidence = tuple(
        Evidence(f"refs[{order}]", raw, "document-number", "text")
        for order, (_, raw) in enumerate(printed)
    )
    return Found(tuple(ref for ref, _ in printed), evidence)
