"""Who signs: the author, from the end of the text, from a labelled line or from the head."""

from __future__ import annotations

import re
from itertools import takewhile

from govnews.model import Evidence
from govnews.reading.fields.attachments import is_file_line
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import STOPPING, Layout, Reading
from govnews.reading.page.related import refers_on
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import EMPHASIS, HEADINGS, STRONG, Block
from govnews.reading.recognisers.bylines import read_signature
from govnews.reading.selectors import select, visible_text
from govnews.vietnamese.names import clean_name, is_account, is_post, looks_like_name
from govnews.vietnamese.text import clean, fold

_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)|float\s*:\s*right", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(
    r"author|tac-?_?gia|byline|nguon|signature|source|writer|butdanh|right|end", re.IGNORECASE
)


def take_signature(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """The author, from the end of the text; signing lines are removed from the body.

    Lines after the text (views, dates) are skipped over; a labelled line anywhere in the head
    counts when the text itself is not signed.
    """
    found: tuple[str, Evidence] | None = None
    for position in reversed(layout.body[-6:]):
        block = reading.blocks[position]
        if not block.text or _SOURCE_LINE.match(block.text):
            continue
        if is_file_line(block) or reading.is_info(position):
            continue
        rule, name = _signature_at(reading, layout, position)
        if rule is None:
            break
        if name:
            found = name, _author_evidence(reading, position, rule)
        layout.body.remove(position)
        layout.tail.insert(0, position)
    return (
        found
        or _at_the_end_of_a_line(reading, layout)
        or _hinted_author(reading)
        or _labelled_nearby(reading, layout)
        or _byline(reading, layout)
        or _declared_author(reading)
    )


def _at_the_end_of_a_line(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """A name in bold or italics right behind the last sentence; it is cut off the paragraph."""
    position = next((p for p in reversed(layout.body) if reading.blocks[p].text), None)
    if position is None:
        return None
    block = reading.blocks[position]
    last = block.element[-1] if block.element is not None and len(block.element) else None
    if last is None or last.tag not in {*STRONG, *EMPHASIS} or clean(last.tail or ""):
        return None
    name = visible_text(last)
    before = block.text.removesuffix(name).rstrip()
    if before == block.text or not before.endswith(_SENTENCE_ENDS) or not looks_like_name(name):
        return None
    if len(name.split()) < 2 and not _REPORTER.fullmatch(name):
        return None
    block.text = before
    return name, Evidence("author", name, "signature-inline", reading.place(position))


_SENTENCE_ENDS = tuple('.!?…”"»)')
_REPORTER = re.compile(r"P\.?\s?V\.?|B\.?\s?B\.?\s?T\.?")

_SOURCE_LINE = re.compile(r"[(\[]?\s*(?:theo )?nguồn(?: tin)?\s*:", re.IGNORECASE)
""" "Nguồn: …" closes many texts: it names where the text was taken from, not who signs."""


def _signature_at(reading: Reading, layout: Layout, position: int) -> tuple[str | None, str | None]:
    """The rule by which a line signs (None when it does not) and the name in it."""
    block = reading.blocks[position]
    if _is_office(reading, layout, position):
        return "signature-office", None
    if is_post(block.text):
        return "signature-post", None
    if _REMARK.fullmatch(fold(block.text)):
        return "signature-remark", None
    signature = read_signature(block.text)
    if signature is not None:
        if _signs(reading, layout, position, signature.sure, signature.rule):
            return f"signature-{signature.rule}", signature.name
        return None, None
    if is_right_aligned(block) and is_account(block.text):
        return "signature-account", None
    if _styled_as_signature(block) and _short_phrase(block.text) and len(layout.body) > 1:
        name = clean_name(block.text)
        return ("signature-place", name) if name else (None, None)
    return None, None


_REMARK = re.compile(
    r"[(\[](?:thuc hien|t/?h|tong hop|suu tam|s/?t|ghi|luoc ghi|bien (?:tap|soan|dich)|luoc dich"
    r"|gioi thieu|con nua|het)[)\]]\.?"
)
"""In folded text: what stands in brackets below a name."""


def _is_office(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a line in brackets tells the office of the name that signs in the line above."""
    text = reading.blocks[position].text
    if not (text.startswith("(") and text.endswith(")") and len(text) <= 90):
        return False
    above = [p for p in layout.body if p < position]
    if not above or reading.blocks[above[-1]].node != reading.blocks[position].node:
        return False
    return looks_like_name(reading.blocks[above[-1]].text)


def _author_evidence(reading: Reading, position: int, rule: str) -> Evidence:
    return Evidence("author", reading.blocks[position].text, rule, reading.place(position))


def _styled_as_signature(block: Block) -> bool:
    return is_right_aligned(block) and (block.bold or block.italic)


def _short_phrase(text: str) -> bool:
    return len(text) <= 60 and not text.endswith((":", ";", ",")) and text[:1].isupper()


def is_right_aligned(block: Block) -> bool:
    """Whether a block, or an element close around it, is set to the right."""
    element: Element | None = block.element
    for _ in range(2):
        if element is None:
            return False
        if (element.get("align") or "").lower() == "right" or _RIGHT.search(
            element.get("style") or ""
        ):
            return True
        if re.search(
            r"\b(?:text-right|text-end|align-?right|right|author|tacgia|tac-gia)\b",
            element.get("class") or "",
            re.IGNORECASE,
        ):
            return True
        element = element.getparent()
    return False


def _signs(reading: Reading, layout: Layout, position: int, sure: bool, rule: str) -> bool:
    """Whether a line that could be a name signs here and is no heading or list item."""
    block = reading.blocks[position]
    if sure:
        return True
    if len(layout.body) < 2:
        return False
    if rule == "theo":
        marked = block.text.startswith("(") or is_right_aligned(block) or block.bold or block.italic
        return marked or len(block.text) <= 50
    if block.tag in HEADINGS or block.images:
        return False
    words = len(re.sub(r"[(\[].*", "", block.text).split())
    styled = is_right_aligned(block) or block.bold or block.italic or _author_class(block)
    return styled or (2 <= words <= 6) or block.element is None


def _author_class(block: Block) -> bool:
    return block.element is not None and bool(
        _AUTHOR_CLASS.search(f"{block.element.get('class') or ''} {block.element.get('id') or ''}")
    )


def _hinted_author(reading: Reading) -> tuple[str, Evidence] | None:
    if reading.root is None:
        return None
    for element, rule in select(reading.root, reading.hints, "author"):
        raw = element.get("content") if element.tag == "meta" else visible_text(element)
        name = clean_name(raw or "")
        if raw and name:
            path = str(element.getroottree().getpath(element))
            return name, Evidence("author", raw, rule, path)
    return None


_IN_LINE = re.compile(
    r"(?:tác giả(?: bài viết)?|người viết|tin,? (?:bài,? )?ảnh|bài,? ảnh|thực hiện"
    r"|người đăng(?: tin)?|đăng bởi|viết bởi|được viết bởi|written by|posted by|author)"
    r"\s*[:：]?\s+([^|•·:]{2,60}?)(?=\s*(?:$|\||•|·|\s[-–]\s|,?\s*(?:ngày|lúc|vào|đăng|cập nhật"
    r"|lượt|số lượt|đã xem)\b|,?\s*\d))",
    re.IGNORECASE,
)


def _labelled_nearby(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """A labelled name ("Tác giả: X") in a head or tail line, alone or beside dates and counts;
    or a name that stands set apart just below the text.
    """
    below = list(takewhile(lambda position: reading.kinds[position] not in STOPPING, layout.tail))
    near = [p for p in below if not refers_on(reading.blocks[p])][:3]
    for position in [*below, *layout.head]:
        text = reading.line(position)
        if len(text) > 200 or reading.kinds[position] in STOPPING:
            continue
        name = _labelled_name(text)
        if name is not None:
            return name, _author_evidence(reading, position, "author-label")
        if position in near:
            block = reading.blocks[position]
            if _signs_below(block) or (position == near[0] and _is_person(block)):
                name = clean_name(block.text)
                if name:
                    return name, _author_evidence(reading, position, "signature-after-body")
    return None


_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|byline|by|tac-?_?gia|writer|but-?danh|nguoi-?viet|user|person)"
    r"(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*[•|·]\s*|\s+[-–]\s+(?=\D{0,12}\d)")


def _byline(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """A name beside the headline that a class or an icon says is the author's."""
    for position in layout.head:
        block = reading.blocks[position]
        if block.element is None or not 2 <= len(block.text) <= 120:
            continue
        if reading.prose[position] >= 60 and not reading.is_info(position):
            continue
        for element in [block.element, *block.element.iterdescendants()]:
            if not _BYLINE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                continue
            text = visible_text(element) or clean(element.tail or "")
            name = clean_name(_BESIDE.split(text)[0])
            if name and looks_like_name(name) and noise_kind(name) is None:
                return name, _author_evidence(reading, position, "author-class")
    return None


_THEN = re.compile(r"\s+(?:Thứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ Nhật|ngày|lúc|\d)\b", re.IGNORECASE)
"""What may follow a name in its line: the date."""


def _labelled_name(text: str) -> str | None:
    """The name after "Tác giả:" and its like; other things may follow it in the line."""
    signature = read_signature(text)
    if signature is not None and signature.sure and not any(map(str.isdigit, text)):
        return signature.name
    match = _IN_LINE.search(text)
    return clean_name(_THEN.split(match[1])[0]) if match is not None else None


def _signs_below(block: Block) -> bool:
    """Whether a line just below the text signs it: a set-apart name, body or source."""
    if not block.text or block.link_density > 0.5:
        return False
    if _styled_as_signature(block) and _short_phrase(block.text):
        return not _SOURCE_LINE.match(block.text) and noise_kind(block.text) is None
    signature = read_signature(block.text)
    if signature is None:
        return False
    return signature.rule == "theo" or is_right_aligned(block) or block.bold or _author_class(block)


def _is_person(block: Block) -> bool:
    """Whether an unlinked line is two to four capitalised words, remarks such as (T/h) aside."""
    if block.links or block.images or noise_kind(block.text) or not looks_like_name(block.text):
        return False
    words = (clean_name(block.text) or "").split()
    return 2 <= len(words) <= 4 and all(map(str.isalpha, words))


def _declared_author(reading: Reading) -> tuple[str, Evidence] | None:
    for raw, place in reading.signals.authors:
        name = clean_name(raw)
        if name and looks_like_name(name) and fold(name) != fold(reading.signals.site_name or ""):
            return name, Evidence("author", raw, "declared-author", place)
    return None
