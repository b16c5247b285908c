"""The author: from the end of the text, from a labelled line or from the head."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile

from govnews.reading import weights as w
from govnews.reading.fields.attachments import is_file_line
from govnews.reading.fields.bylines import is_byline
from govnews.reading.fields.declared_author import NAMELESS_RULES, confirmed, is_foreign
from govnews.reading.fields.found import Found, T
from govnews.reading.fields.name_lists import listed_lines
from govnews.reading.fields.placement import (
    has_author_class,
    is_right_aligned,
    is_set_apart,
    is_short_phrase,
    is_styled_as_signature,
)
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.metadata import Declared
from govnews.reading.page.related import refers_on
from govnews.reading.parse.document import Element, xpath
from govnews.reading.parse.lines import EMPHASIS, HEADINGS, STRONG, Block
from govnews.reading.recognisers.bylines import Signature, is_editor, read_signature, read_source
from govnews.reading.selectors import visible_text
from govnews.vietnamese.names import (
    clean_name,
    is_account,
    is_office,
    is_paper,
    is_post,
    is_section_name,
    looks_like_name,
)
from govnews.vietnamese.text import clean, fold


def find_author(context: PageContext, regions: Regions) -> Found[str | None]:
    """The author, and the signing lines at the end of the text, which are consumed.

    The value is None where no rule finds a name; lines may be consumed all the same.
    """
    signed = _closing_lines(context, regions)
    abroad = is_foreign(context, regions)
    if signed.value is not None and not (abroad and signed.evidence[0].rule in NAMELESS_RULES):
        return signed
    rest = regions.without(signed.consumed)
    found = (
        _at_the_end_of_a_line(context, rest)
        or _selected(context)
        or _labelled_nearby(context, regions.head, (*signed.consumed, *regions.tail))
        or _byline(context, regions)
        or _beside_date(context, regions)
    )
    if abroad:
        found = confirmed(context, regions, found)
        signed = Found(None, consumed=signed.consumed)
    found = found or _declared(context)
    return replace(found, consumed=signed.consumed) if found is not None else signed


def _closing_lines(context: PageContext, regions: Regions) -> Found[str | None]:
    """The lines that sign at the end of the text, and the name in the first of them.

    Views, dates and files that stand between or below them are passed over.
    """
    found: Found[str | None] = Found(None)
    rest = regions
    listed = listed_lines(context, regions)
    for position in reversed(regions.body[-w.SIGNING_LINES :]):
        block = context.blocks[position]
        if position in listed:
            break
        if not block.text or _SOURCE_LINE.match(block.text):
            continue
        if is_file_line(block) or context.is_info(position):
            continue
        signed = _signature_at(context, rest, position)
        if signed is None:
            break
        if signed.value is not None:
            found = _together(context, position, signed, found)
        rest = rest.without((position,))
    left = frozenset(rest.body)
    return replace(found, consumed=tuple(p for p in regions.body if p not in left))


def _together(
    context: PageContext, position: int, upper: Found[str | None], lower: Found[str | None]
) -> Found[str | None]:
    """The name in the upper of two lines, with that in the lower one: where a `<br>` parts them, or
    where both are persons in paragraphs alike.
    """
    below = context.blocks[position + 1 : position + 2]
    if (
        lower.value in {None, upper.value}
        or context.root is None
        or not {upper.evidence[0].rule, lower.evidence[0].rule} <= _NAMES_ALONE
        or [block.text for block in below] != [lower.raw.partition(" / ")[0]]
        or not _are_parted_alike(context, position)
    ):
        return upper
    names = f"{upper.value}, {lower.value}"
    raw = f"{upper.raw} / {lower.raw}"
    return Found.of("author", names, raw, upper.evidence[0].rule, upper.evidence[0].place)


def _are_parted_alike(context: PageContext, position: int) -> bool:
    """Whether a line and the next one are parts of one element, or persons in paragraphs alike."""
    block, below = context.blocks[position : position + 2]
    if block.node == below.node:
        return True
    parents = context.page.parents
    alike = block.tag == below.tag and parents[block.node] == parents[below.node]
    same = (block.bold, block.italic) == (below.bold, below.italic)
    return alike and same and _is_person(block) and _is_person(below) and not is_office(below.text)


_NAMES_ALONE = frozenset({"signature-name-line", "signature-place"})


def _at_the_end_of_a_line(context: PageContext, regions: Regions) -> Found[str] | None:
    """A name in bold or italics right behind the last sentence; it is cut off the paragraph."""
    position = next((p for p in reversed(regions.body) if context.blocks[p].text), None)
    if position is None:
        return None
    block = context.blocks[position]
    last = block.element[-1] if block.element is not None and len(block.element) else None
    if last is None or last.tag not in {*STRONG, *EMPHASIS} or clean(last.tail or ""):
        return None
    name = visible_text(last)
    before = block.text.removesuffix(name).rstrip()
    if before == block.text or not before.endswith(_SENTENCE_ENDS) or not looks_like_name(name):
        return None
    if len(name.split()) < 2 and not _REPORTER.fullmatch(name):
        return None
    found = Found.of("author", name, name, "signature-inline", context.place(position))
    return replace(found, shortened={position: before})


_SENTENCE_ENDS = tuple('.!?…”"»)')
_REPORTER = re.compile(r"P\.?\s?V\.?|B\.?\s?B\.?\s?T\.?")

_SOURCE_LINE = re.compile(r"[(\[]?\s*(?:theo )?nguồn(?: tin)?\s*:", re.IGNORECASE)
""" "Nguồn: …" closes many texts: it names where the text was taken from, not who signs."""


def _signature_at(
    context: PageContext, regions: Regions, position: int
) -> Found[str | None] | None:
    """The signature in a line, without a value where it is no person's name, or None."""
    block = context.blocks[position]
    if _is_office_of_signer(context, regions, position) or is_post(block.text):
        return Found(None)
    if _REMARK.fullmatch(fold(block.text)):
        return Found(None)
    signature = read_signature(block.text)
    if signature is not None and signature.rule == "editor":
        return Found(None)
    if _names_another(block.text):
        return None
    if signature is not None:
        if not _signs(context, regions, position, signature):
            return None
        return _in_line(context, position, signature.name, f"signature-{signature.rule}")
    if is_right_aligned(block) and is_account(block.text):
        return Found(None)
    apart = is_styled_as_signature(block) or (is_office(block.text) and is_set_apart(block))
    if apart and is_short_phrase(block.text) and len(regions.body) > 1:
        name = clean_name(block.text)
        return _in_line(context, position, name, "signature-place") if name else None
    return None


_REMARK = re.compile(
    r"[(\[](?:thuc hien|t/?h|tong hop|suu tam|s/?t|ghi|luoc ghi|bien (?:tap|soan|dich)|luoc dich"
    r"|gioi thieu|con nua|het)[)\]]\.?"
)
"""In folded text: what stands in brackets below a name."""


def _is_office_of_signer(context: PageContext, regions: Regions, position: int) -> bool:
    """Whether a line in brackets names the office of the person who signs in the line above."""
    text = context.blocks[position].text
    if not (text.startswith("(") and text.endswith(")") and len(text) <= w.OFFICE_MAX_LENGTH):
        return False
    above = [p for p in regions.body if p < position]
    if not above or context.blocks[above[-1]].node != context.blocks[position].node:
        return False
    return looks_like_name(context.blocks[above[-1]].text)


def _signs(context: PageContext, regions: Regions, position: int, signature: Signature) -> bool:
    """Whether a line that could be a name signs here and is no heading or list item."""
    block = context.blocks[position]
    if signature.sure:
        return True
    if len(regions.body) < 2:
        return False
    if block.tag in HEADINGS or block.images:
        return False
    bare = re.sub(r"[(\[].*", "", block.text)
    sizes = [len(name.split()) for name in _SEVERAL.split(bare)]
    if len(sizes) > 1 and all(w.NAME_MIN_WORDS <= size <= w.PERSON_MAX_WORDS for size in sizes):
        return True
    aligned = is_right_aligned(block) or has_author_class(block)
    styled = block.bold or block.italic
    if styled and not aligned and len(sizes) == 1 and sizes[0] > w.PERSON_MAX_WORDS:
        return is_office(block.text)  # or else a slogan
    few = w.NAME_MIN_WORDS <= len(bare.split()) <= w.NAME_MAX_WORDS
    return styled or aligned or few or block.element is None


_SEVERAL = re.compile(r"(?:,|;|&|\s[-–]|\svà)\s")


def _selected(context: PageContext) -> Found[str] | None:
    for element, rule in context.select("author"):
        raw = element.get("content") if element.tag == "meta" else visible_text(element)
        name = clean_name(raw or "")
        if raw and name:
            return Found.of("author", name, raw, rule, xpath(element))
    return None


_LABEL_IN_LINE = re.compile(
    r"(?:(?<!cùng )(?<!khác của )tác giả(?: bài viết)?|người viết|tin,? (?:bài,? )?ảnh|bài,? ảnh"
    r"|(?:(?<=[|•·(–-] )|(?<=[|•·(–-])|^)thực hiện"
    r"|người đăng(?: tin)?|đăng bởi|gửi bởi|viết bởi|được viết bởi|written by|posted by"
    r"|submitted by|\bauthor)"
    r"(?:\s*+(?P<mark>[:：]))?+\s++(?P<rest>[^|•·]{2,120})",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?<!\s)\s++[-–]\s++(?=[^\d–-]{0,20}\d|(?:thứ|chủ nhật|ngày|lượt|nguồn|cập nhật)\b)"
    r"|,\s*+\d|(?<!\s)\s++\d|\d"
    r"|(?:,|(?<!\s))\s++(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày|lúc|vào|on|đăng|cập nhật"
    r"|lượt|số lượt|đã xem|nguồn|biên tập|chuyên mục|email)\b"
    r"|(?:(?<!\s)\s++)?+(?:[;-]\s*+)?+(?:nguồn|biên tập)(?: tin)?\s*+:",
    re.IGNORECASE,
)
"""What may follow a name in its line: date, counts, the source."""


def _in_line(context: PageContext, position: int, name: T, rule: str) -> Found[T]:
    """A name that stands in a line."""
    return Found.of("author", name, context.blocks[position].text, rule, context.place(position))


def _labelled_nearby(
    context: PageContext, head: tuple[int, ...], tail: tuple[int, ...]
) -> Found[str] | None:
    """A labelled name ("Tác giả: X") in a head or tail line, alone or beside dates and counts;
    or a name that stands set apart just below the text.
    """
    below = list(takewhile(lambda position: context.kinds[position] not in STOPPING, tail))
    near = [p for p in below if not refers_on(context.blocks[p])][: w.SIGNING_LINES_BELOW]
    for position in [*below, *head]:
        text = context.line(position)
        if len(text) > w.BYLINE_MAX_LENGTH or context.kinds[position] in STOPPING:
            continue
        name = _labelled_name(text)
        if name is not None:
            return _in_line(context, position, name, "author-label")
        if position in near:
            block = context.blocks[position]
            if _signs_below(block) or (position == near[0] and _is_person(block)):
                name = clean_name(block.text)
                if name:
                    return _in_line(context, position, name, "signature-after-body")
    return None


_BESIDE = re.compile(r"(?:(?<!\s)\s++)?+[•|·]\s*+|(?<!\s)\s++[-–]\s++(?=\D{0,12}\d)")


def _byline(context: PageContext, regions: Regions) -> Found[str] | None:
    """A name beside the headline that a class, a role or an icon marks as the author's."""
    for position in regions.head:
        block = context.blocks[position]
        if block.element is None or not 2 <= len(block.text) <= w.ICON_LINE_MAX_LENGTH:
            continue
        if context.prose[position] >= w.PARAGRAPH and not context.is_info(position):
            continue
        names = _names_inside(block.element) or _names_around(context, position)
        if names:
            return _in_line(context, position, ", ".join(names), "author-class")
    return None


def _names_inside(element: Element) -> list[str]:
    """The names in a line that a byline's class marks, each once."""
    names: dict[str, str] = {}
    for part in [element, *element.iterdescendants()]:
        if isinstance(part.tag, str) and is_byline(part):
            text = visible_text(part) or clean(part.tail or "")
            name = _name_of(_BESIDE.split(text)[0])
            if name is not None:
                names.setdefault(fold(name), name)
                if part is element:
                    break
    return list(names.values())


def _names_around(context: PageContext, position: int) -> list[str]:
    """The names in the lines of an element around this one that is marked as a byline."""
    page = context.page
    around = islice(page.ancestors(page.blocks[position].node), 1, 1 + w.BYLINE_LEVELS)
    for node in around:
        element = page.nodes[node]
        if not is_byline(element):
            continue
        texts = [page.blocks[p].text for p in page.inside(node)]
        if sum(map(len, texts)) > w.ICON_LINE_MAX_LENGTH:
            return []
        found = (_name_of(_BESIDE.split(text)[0]) for text in texts)
        return list({fold(name): name for name in found if name is not None}.values())
    return []


def _name_of(text: str) -> str | None:
    """The name that a text is, and no section, paper or furniture."""
    name = clean_name(text)
    if name is None or not looks_like_name(name) or noise_kind(name) is not None:
        return None
    return None if is_section_name(name) or is_paper(name) else name


_DOT = re.compile(r"(?:(?<!\s)\s++)?+[•·]\s*+")


def _beside_date(context: PageContext, regions: Regions) -> Found[str] | None:
    """Names before a date in a line below the headline: "Thu Hà, Minh Đức • 06/03/2026"."""
    for position in regions.head:
        if regions.title is None or position < regions.title or not context.dates(position):
            continue
        first, *rest = _DOT.split(context.line(position))
        name = _name_of(first) if rest and not context.blocks[position].links else None
        several = name is not None and all(" " in part for part in re.split(r",\s*", name))
        if name is not None and several and not is_office(name):
            return _in_line(context, position, name, "author-beside-date")
    return None


def _labelled_name(text: str) -> str | None:
    """The name after "Tác giả:" or a similar label; dates and counts may follow it."""
    signature = read_signature(text)
    if signature is not None and signature.sure and not any(map(str.isdigit, text)):
        return signature.name
    match = _LABEL_IN_LINE.search(text)
    if match is None:
        return None
    rest = _AFTER_NAME.split(match["rest"], maxsplit=1)[0]
    name = clean_name(rest) if ":" not in rest else None
    if name is None or is_section_name(name):
        return None
    return name if match["mark"] or looks_like_name(name) else None


def _signs_below(block: Block) -> bool:
    """Whether a line just below the text signs it: a set-apart name, body or source."""
    if not block.text or block.link_density > w.MOSTLY_LINKED:
        return False
    if is_styled_as_signature(block) and is_short_phrase(block.text):
        edited = is_editor(block.text)
        return not (edited or _names_another(block.text) or noise_kind(block.text))
    signature = read_signature(block.text)
    if signature is None or signature.rule == "editor" or _names_another(block.text):
        return False
    return is_right_aligned(block) or block.bold or has_author_class(block)


def _names_another(text: str) -> bool:
    """Whether a line names a source or a signer's post instead of the author."""
    return read_source(text) is not None or is_paper(text) or is_post(text)


def _is_person(block: Block) -> bool:
    """Whether an unlinked line is two to four capitalised words, remarks such as (T/h) aside."""
    if block.links or block.images or noise_kind(block.text) or not looks_like_name(block.text):
        return False
    if block.tag in HEADINGS or is_section_name(block.text) or _names_another(block.text):
        return False
    words = (clean_name(block.text) or "").split()
    return w.NAME_MIN_WORDS <= len(words) <= w.PERSON_MAX_WORDS and all(map(str.isalpha, words))


def _declared(context: PageContext) -> Found[str] | None:
    """The persons whom the head declares: no accounts, no sections, not the site."""
    site = fold(context.metadata.site_name or "")
    names: dict[str, str] = {}
    raw: list[Declared] = []
    for declared in context.metadata.authors:
        name = clean_name(declared.text)
        if not name or not looks_like_name(name) or is_section_name(name) or fold(name) == site:
            continue
        if fold(name) not in names:
            names[fold(name)] = name
            raw.append(declared)
    if not raw:
        return None
    printed = ", ".join(one.text for one in raw)
    return Found.of("author", ", ".join(names.values()), printed, "declared-author", raw[0].place)
