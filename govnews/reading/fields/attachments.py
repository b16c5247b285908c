"""The files that an article links to, and the lines that are nothing but such links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from govnews.model import Attachment, Evidence
from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block
from govnews.reading.selectors import visible_text
from govnews.reading.urls import absolute, is_attachment
from govnews.vietnamese.text import clean, fold

_FILE_LABEL = re.compile(
    r"\W*(?:(?:cac )?(?:tep|tap tin|file|tai lieu|van ban|phu luc)(?: tin)?(?: (?:dinh kem"
    r"|kem theo|kem))?|dinh kem"
    r"|tai (?:ve|xuong)|download)?\W*(?:\d[\d.,]*\s*(?:[kmg]i?b|bytes?)\b\W*)*"
)


def is_file_line(block: Block) -> bool:
    """Whether a line is only links to files, with at most a label and their sizes."""
    if not block.links or not all(map(_leads_to_file, block.links)):
        return False
    rest = block.spaced
    for text in dict.fromkeys(filter(None, map(visible_text, block.links))):
        rest = rest.replace(text, " ")
    return _FILE_LABEL.fullmatch(fold(rest)) is not None


_FILE_LINK = re.compile(
    r"/documents/\d+|download|attachment|dinhkem|get_?file|file_?id|viewfile|tepdinhkem"
    r"|document_library",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|rtf)\b", re.IGNORECASE)


def _leads_to_file(link: Element) -> bool:
    """Whether a link leads to a file by its address, or by its text and a word of the address."""
    href = link.get("href") or ""
    if is_attachment(href):
        return True
    return _names_file(href) and bool(_FILE_NAME.search(visible_text(link)))


def _names_file(url: str) -> bool:
    """Whether an address has a word for files."""
    return len(url) <= w.LINK_MAX_LENGTH and _FILE_LINK.search(url) is not None


def find_attachments(
    context: PageContext, regions: Regions
) -> Found[tuple[Attachment, ...]] | None:
    """Files that the article links to, in the text or just after it, each once."""
    found: dict[str, Attachment] = {}
    title = () if regions.title is None else (regions.title,)
    for element, _ in context.select("attachments"):
        links = [element] if element.tag == "a" else list(element.iter("a"))
        for link in links:
            _add_file(context, found, link, sure=True)
    for position in sorted({*regions.head, *title, *regions.body, *regions.tail}):
        if context.kinds[position] in STOPPING and position in regions.tail:
            break
        for link in context.blocks[position].links:
            _add_file(context, found, link, sure=False, position=position)
    for url in _shown_files(context, regions):
        found.setdefault(url, Attachment(url, None))
    if not found:
        return None
    evidence = tuple(
        Evidence(f"attachments[{order}]", file.name or "", "file-link", file.url)
        for order, file in enumerate(found.values())
    )
    return Found(tuple(found.values()), evidence)


_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}


def _shown_files(context: PageContext, regions: Regions) -> Iterator[str]:
    """The files that the element of the text shows in a frame, by themselves or in a viewer."""
    if regions.core is None:
        return
    for frame in context.page.nodes[regions.core].iter(*_FRAMES):
        source = absolute(context.base, frame.get(_FRAMES[str(frame.tag)]) or "")
        if source is None:
            continue
        parts = urlsplit(source)
        shown = [
            *(value for _, value in parse_qsl(parts.query)),
            parts._replace(fragment="").geturl(),
        ]
        file = next(filter(is_attachment, shown), None)
        url = absolute(source, file) if file is not None else None
        if url is not None:
            yield url


_LINK_LABEL = re.compile(
    r"\W*(?:(?:tai|xem|mo|doc|bam|nhan|click)?\s?(?:ve|xuong|day|file|tep|tap tin|chi tiet|tai lieu"
    r"|noi dung|van ban|toan van|dinh kem|vao day|tai day|here|download|pdf|docx?|xlsx?|word|excel"
    r"|xem|tai|mo))?\W*"
)
"""In folded text: a link that says what to do with a file, and not which file it is."""


def is_link_label(text: str) -> bool:
    """Whether a link's text is only a label: "Tải về", "Xem", "[PDF]"."""
    return len(text) <= w.LABEL_MAX_LENGTH and _LINK_LABEL.fullmatch(fold(text)) is not None


def row_of_file(context: PageContext, position: int) -> tuple[int, str] | None:
    """The row of a table of data around a line, and what its other cells say of the file that a
    link such as "Tải về" leads to; None where they say nothing.
    """
    row = context.tables.row(context.blocks[position].node)
    if row is None or not all(
        is_link_label(visible_text(link)) for link in context.blocks[position].links
    ):
        return None
    cells = [context.blocks[p].text for p in context.page.inside(row) if p != position]
    named = [text for text in cells if any(map(str.isalpha, text)) and not is_link_label(text)]
    return (row, " - ".join(named)) if named else None


def _name_beside(context: PageContext, position: int, link: Element) -> str | None:
    """What the row or the line around a link says of its file."""
    row = row_of_file(context, position)
    if row is not None:
        return row[1]
    block, label = context.blocks[position], visible_text(link)
    if len(block.links) > 1 or len(block.text) > w.FILE_NAME_MAX_LENGTH:
        return None
    if label.lower().endswith("đây") or block.text.endswith("."):
        return None  # a sentence, which says where the file is
    rest = block.spaced.replace(label, " ").strip(" \t:;,.-–—•*()[]")
    return rest if any(map(str.isalpha, rest)) and not is_link_label(rest) else None


def _add_file(
    context: PageContext,
    found: dict[str, Attachment],
    link: Element,
    sure: bool,
    position: int | None = None,
) -> None:
    href = link.get("href") or ""
    if not (is_attachment(href) or _names_file(href)):
        return
    url = absolute(context.base, href)
    if url is None:
        return
    name = visible_text(link) or clean(link.get("title") or "")
    named = _FILE_NAME.search(name) is not None and _names_file(url)
    if not (is_attachment(url) or named or (sure and _names_file(url))):
        return
    if position is not None and is_link_label(name):
        name = _name_beside(context, position, link) or name
    known = found.get(url)
    if (
        known is None
        or (not known.name and name)
        or (known.name and noise_kind(known.name) and name)
    ):
        found[url] = Attachment(url, name or None)
