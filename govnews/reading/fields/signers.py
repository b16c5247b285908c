"""Who signs a document: the block of posts and name at its end. A signer wrote no news."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from govnews.model import Evidence, Signer
from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.fields.placement import is_set_apart
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS, Block
from govnews.vietnamese.names import (
    is_office,
    is_officer,
    is_on_behalf,
    is_paper,
    is_post,
    is_section_name,
    looks_like_name,
)
from govnews.vietnamese.text import fold

_STAMP = re.compile(r"[(\[]?(?:da ky|ky ten|ky thay)(?:,? (?:va )?(?:dong|da dong) dau)?[)\]]?\.?")
"""In folded text: what stands in the place of the signature."""

_RECIPIENT = re.compile(r"\W*noi nhan\b|[-+]\s*\S|luu\s*:|nhu (?:tren|dieu)")
"""In folded text: those to whom the document goes stand beside its signature."""

_SIGNS_FOR = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.\s*\w")
_RANK = re.compile(r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy)|Ông|Bà),?\s+", re.IGNORECASE)
_PLACE = re.compile(r"(?:tinh|huyen|xa|phuong|thanh pho|tp|thi (?:xa|tran)|quan)\b\.? ")


@dataclass(frozen=True, slots=True)
class _Block:
    """A signing block, as positions: the posts in order, the names, and all its lines."""

    posts: tuple[int, ...]
    names: tuple[int, ...]
    lines: tuple[int, ...]


def find_signers(context: PageContext, regions: Regions) -> Found[tuple[Signer, ...]] | None:
    """The signers with post, and for whom they sign; the lines of their blocks are consumed."""
    tail = takewhile(lambda position: context.kinds[position] not in STOPPING, regions.tail)
    closing = [*regions.body[-w.SIGNING_BLOCK_LINES :], *tail]
    lines = [position for position in closing if context.blocks[position].text]
    signers: list[Signer] = []
    evidence: list[Evidence] = []
    consumed: list[int] = []
    for block in _blocks(context, lines):
        for posts, name in _pairs(context, block):
            printed = [context.blocks[position].text for position in posts]
            raw = " / ".join([*printed, name])
            place = context.place(block.lines[0])
            evidence.append(Evidence(f"signers[{len(signers)}]", raw, "signing-block", place))
            signers.append(_signer(printed, name))
        consumed += block.lines
    if not 0 < len(signers) <= w.SIGNERS_MAX:
        return None
    if not any(context.prose[p] >= w.PARAGRAPH for p in regions.body if p < consumed[0]):
        return None
    if not _ends_text(context, regions, consumed):
        return None
    return Found(tuple(signers), tuple(evidence), tuple(consumed))


_ANNEX = re.compile(r"\W*(?:phu luc|danh muc|danh sach|bieu mau|mau so|ghi chu|kem theo)\b")
"""In folded text: what stands below the signature of a document and belongs to it."""


def _ends_text(context: PageContext, regions: Regions, consumed: list[int]) -> bool:
    """Whether signing blocks end the text: no line announces them ("gồm các ông, bà sau:"), and
    neither running text nor other names follow.
    """
    lines = [p for p in regions.body if context.blocks[p].text]
    above = [context.blocks[p] for p in lines if p < consumed[0]][-1:]
    if any(one.text.endswith(":") and not _is_recipient(one) for one in above):
        return False
    for position in lines:
        block = context.blocks[position]
        if position <= consumed[-1] or position in consumed or _is_recipient(block):
            continue
        if _ANNEX.match(fold(block.text[: w.LINE_START])):
            break
        if context.prose[position] >= w.TEXT_PIECE and block.text.endswith("."):
            return False
        if _is_person(block) and not is_set_apart(block):
            return False
    return True


def _blocks(context: PageContext, lines: list[int]) -> Iterator[_Block]:
    """The signing blocks among lines: posts, one of them an officer's, and a name below them."""
    at = 0
    while at < len(lines):
        if not _is_post_line(context.blocks[lines[at]]):
            at += 1
            continue
        posts = _run(context, lines, at, _is_post_line)
        after = at + len(posts)
        if not any(_is_officer(context.blocks[p].text) for p in posts):
            at = after
            continue
        stamps = _run(context, lines, after, _is_stamp)
        after += len(stamps)
        after += len(_run(context, lines, after, _is_recipient))
        names = _run(context, lines, after, _is_person)
        columns = len(_columns(context, posts))
        names = names[:columns] if len(names) >= columns > 1 else names[:1]
        if names:
            used = (*posts, *(p for p in stamps if _is_stamp(context.blocks[p])), *names)
            yield _Block(posts, names, used)
        at = after + len(names)


def _run(
    context: PageContext, lines: list[int], start: int, fits: Callable[[Block], bool]
) -> tuple[int, ...]:
    """The positions from a place on whose lines fit."""
    return tuple(takewhile(lambda position: fits(context.blocks[position]), lines[start:]))


def _is_post_line(block: Block) -> bool:
    text = block.text
    if len(text) > w.SET_APART_MAX_LENGTH or block.links or block.tag in HEADINGS:
        return False
    if text.isupper():
        return is_post(text) or is_office(text)
    return (_SIGNS_FOR.match(text) is not None or is_officer(text)) and is_set_apart(block)


def _is_officer(text: str) -> bool:
    return is_officer(text) or (is_post(text) and not is_on_behalf(text))


def _is_stamp(block: Block) -> bool:
    return _STAMP.fullmatch(fold(block.text)) is not None


def _is_recipient(block: Block) -> bool:
    return _RECIPIENT.match(fold(block.text[: w.LINE_START])) is not None


def _is_person(block: Block) -> bool:
    """Whether a line is the name of one person."""
    text = block.text
    name = _RANK.sub("", text, count=1)
    if block.links or not w.NAME_MIN_WORDS <= len(name.split()) <= w.NAME_MAX_WORDS:
        return False
    if re.search(r"[,;&/()]|\s[-–]\s", name) or not looks_like_name(name):
        return False
    return not (
        is_post(text)
        or is_office(text)
        or is_paper(text)
        or is_section_name(text)
        or _PLACE.match(fold(text))
    )


def _columns(context: PageContext, posts: tuple[int, ...]) -> list[list[int]]:
    """The posts by the cells of a table in which they stand side by side."""
    columns: list[tuple[Element | None, list[int]]] = []
    for position in posts:
        cell = _cell(context.blocks[position].element)
        if columns and columns[-1][0] is cell:
            columns[-1][1].append(position)
        else:
            columns.append((cell, [position]))
    rows = {id(cell.getparent()) if cell is not None else None for cell, _ in columns}
    side_by_side = len(rows) == 1 and None not in rows
    return [column for _, column in columns] if side_by_side else [list(posts)]


def _cell(element: Element | None) -> Element | None:
    while element is not None and element.tag != "td":
        element = element.getparent()
    return element


def _pairs(context: PageContext, block: _Block) -> Iterator[tuple[list[int], str]]:
    names = [context.blocks[position].text for position in block.names]
    columns = _columns(context, block.posts)
    if len(columns) == len(names) > 1:
        yield from zip(columns, names, strict=True)
    else:
        yield list(block.posts), names[0]


def _signer(printed: list[str], name: str) -> Signer:
    """A signer. What stands above the first officer's post is for whom he signs."""
    first = next((n for n, text in enumerate(printed) if _is_officer(text)), 0)
    behalf = [
        text
        for n, text in enumerate(printed)
        if n < first and (is_on_behalf(text) or is_office(text))
    ]
    posts = [text for text in printed if text not in behalf]
    return Signer(name.strip(" .,/"), ", ".join(posts) or None, ", ".join(behalf) or None)
