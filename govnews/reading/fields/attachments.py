"""The files that an article links to, and the lines that are nothing but such links."""

from __future__ import annotations

import re

from govnews.model import Attachment
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import Layout, Reading
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block
from govnews.reading.selectors import select, visible_text
from govnews.reading.urls import absolute, is_attachment
from govnews.vietnamese.text import clean, fold

_FILE_LABEL = re.compile(
    r"\W*(?:(?:cac )?(?:tep|tap tin|file|tai lieu|van ban|phu luc)(?: tin)?(?: (?:dinh kem"
    r"|kem theo|kem))?|dinh kem"
    r"|tai (?:ve|xuong)|download)?\W*(?:\d[\d.,]*\s*(?:[kmg]i?b|bytes?)\b\W*)*"
)


def is_file_line(block: Block) -> bool:
    """Whether a line is only links to files, with at most a label and their sizes."""
    if not block.links or not all(is_attachment(link.get("href") or "") for link in block.links):
        return False
    rest = block.spaced
    for link in block.links:
        rest = rest.replace(visible_text(link), " ")
    return _FILE_LABEL.fullmatch(fold(rest)) is not None


_FILE_LINK = re.compile(
    r"/documents/\d+|download|attachment|dinhkem|getfile|fileid|viewfile|tepdinhkem", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|rtf)\b", re.IGNORECASE)


def find_attachments(reading: Reading, layout: Layout) -> list[Attachment]:
    """Files that the article links to, in the text or just after it, each once."""
    found: dict[str, Attachment] = {}
    positions = [
        *layout.head,
        *([layout.title] if layout.title is not None else []),
        *layout.body,
        *layout.tail,
    ]
    if reading.root is not None:
        for element, _ in select(reading.root, reading.hints, "attachments"):
            links = [element] if element.tag == "a" else list(element.iter("a"))
            for link in links:
                _add_file(reading, found, link, sure=True)
    for position in sorted(set(positions)):
        if reading.kinds[position] in {"related", "comments"} and position in layout.tail:
            break
        for link in reading.blocks[position].links:
            _add_file(reading, found, link, sure=False)
    return list(found.values())


def _add_file(reading: Reading, found: dict[str, Attachment], link: Element, sure: bool) -> None:
    href = link.get("href") or ""
    if not (is_attachment(href) or _FILE_LINK.search(href)):
        return
    url = absolute(reading.base, href)
    if url is None:
        return
    name = visible_text(link) or clean(link.get("title") or "")
    named = _FILE_NAME.search(name) is not None and _FILE_LINK.search(url) is not None
    if not (is_attachment(url) or named or (sure and _FILE_LINK.search(url))):
        return
    known = found.get(url)
    if (
        known is None
        or (not known.name and name)
        or (known.name and noise_kind(known.name) and name)
    ):
        found[url] = Attachment(url, name or None)
