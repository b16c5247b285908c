"""The text itself: sapo, paragraphs, signature, pictures and attached files."""

from __future__ import annotations

import re
from itertools import takewhile

from govnews.model import Attachment, Evidence, Image
from govnews.reading.blocks import HEADINGS, Block, Page
from govnews.reading.document import Element
from govnews.reading.hints import select, visible_text
from govnews.reading.marks import (
    clean_name,
    date_lines,
    find_views,
    is_views_label,
    looks_like_name,
    read_signature,
    residue,
)
from govnews.reading.noise import noise_kind
from govnews.reading.state import STOPPING, Layout, Reading
from govnews.reading.title import LEAD_CLASS
from govnews.reading.urls import absolute, is_attachment
from govnews.text import clean, fold

# --- signature ----------------------------------------------------------------------------------

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
        or _hinted_author(reading)
        or _labelled_nearby(reading, layout)
        or _declared_author(reading)
    )


_SOURCE_LINE = re.compile(r"[(\[]?\s*(?:theo )?nguồn(?: tin)?\s*:", re.IGNORECASE)
""" "Nguồn: …" closes many texts: it names where the text was taken from, not who signs."""


def _signature_at(reading: Reading, layout: Layout, position: int) -> tuple[str | None, str | None]:
    """The rule by which a line signs (None when it does not) and the name in it."""
    block = reading.blocks[position]
    if _is_office(reading, layout, position):
        return "signature-office", None
    signature = read_signature(block.text)
    if signature is not None:
        if _signs(reading, layout, position, signature.sure, signature.rule):
            return f"signature-{signature.rule}", signature.name
        return None, None
    if _styled_as_signature(block) and _short_phrase(block.text) and len(layout.body) > 1:
        name = clean_name(block.text)
        return ("signature-place", name) if name else (None, None)
    return None, None


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
    r"(?:tác giả(?: bài viết)?|người viết|tin,? (?:bài,? )?ảnh|bài,? ảnh|thực hiện|người đăng(?: tin)?|đăng bởi|viết bởi|được viết bởi|written by|posted by|author)"
    r"\s*[:：]?\s+([^|•·:]{2,60}?)(?=\s*(?:$|\||•|·|\s[-–]\s|,?\s*(?:ngày|lúc|vào|đăng|cập nhật|lượt|số lượt|đã xem)\b|,?\s*\d))",
    re.IGNORECASE,
)


def _labelled_nearby(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """ "Tác giả: X" in a head or tail line, alone or beside dates and counts; or a name that
    stands set apart just below the text.
    """
    below = takewhile(lambda position: reading.kinds[position] not in STOPPING, layout.tail)
    for position in [*below, *layout.head]:
        text = reading.line(position)
        if len(text) > 200 or reading.kinds[position] in STOPPING:
            continue
        name = _labelled_name(text)
        if name is not None:
            return name, _author_evidence(reading, position, "author-label")
        if position in layout.tail[:3]:
            block = reading.blocks[position]
            if _signs_below(block) or (position == layout.tail[0] and _is_person(block)):
                name = clean_name(block.text)
                if name:
                    return name, _author_evidence(reading, position, "signature-after-body")
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


# --- sapo ---------------------------------------------------------------------------------------


def take_sapo(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """The lead that the page sets apart; it is removed from the body."""
    hinted = _hinted_sapo(reading, layout)
    if hinted is not None:
        return hinted
    if not layout.body:
        return None
    first = layout.body[0]
    block = reading.blocks[first]
    rule = _sapo_rule(reading, layout, block)
    if rule is None or len(block.text) < 30:
        return None
    layout.body.pop(0)
    return block.text, Evidence("sapo", block.text, rule, reading.place(first))


def _hinted_sapo(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    if reading.root is None:
        return None
    for element, rule in select(reading.root, reading.hints, "sapo"):
        text = visible_text(element)
        if len(text) < 10 or noise_kind(text):
            continue
        inside = [p for p in layout.body if _within(element, reading.blocks[p])]
        if inside and len(inside) == len(layout.body):
            continue
        layout.body = [p for p in layout.body if p not in inside]
        return text, Evidence("sapo", text, rule, str(element.getroottree().getpath(element)))
    return None


def _within(element: Element, block: Block) -> bool:
    node: Element | None = block.element
    while node is not None:
        if node is element:
            return True
        node = node.getparent()
    return False


def _sapo_rule(reading: Reading, layout: Layout, block: Block) -> str | None:
    rest = [reading.blocks[p] for p in layout.body[1:] if reading.blocks[p].text]
    if block.element is None:
        return "head-group" if block.gap == 0 and rest and rest[0].gap > 0 else None
    if not rest or not any(len(other.text) >= 40 for other in rest):
        return None
    page = reading.page
    for node in list(page.ancestors(block.node))[:3]:
        element = page.nodes[node]
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if LEAD_CLASS.search(names) and not all(page.contains(node, o.node) for o in rest):
            return "sapo-class"
    for child in list(block.element.iterdescendants())[:3]:
        if LEAD_CLASS.search(f"{child.get('class') or ''} {child.get('id') or ''}"):
            return "sapo-class"
    plain = sum(1 for other in rest if not (other.bold or other.italic)) >= 0.5 * len(rest)
    if len(block.text) >= 50 and plain:
        if block.bold:
            return "sapo-bold"
        if block.italic and not block.text.startswith("("):
            return "sapo-italic"
        if block.tag in {"h2", "h3", "h4", "h5", "h6", "blockquote"} and len(block.text) >= 80:
            return "sapo-heading"
    return "sapo-apart" if _apart(page, block, rest) else None


def _apart(page: Page, block: Block, rest: list[Block]) -> bool:
    """Whether all the rest stands together in an element that the first block is outside of."""
    if len(rest) < 2 or len(block.text) < 60:
        return False
    top = rest[0].node
    for other in rest[1:]:
        while not page.contains(top, other.node):
            top = page.parents[top]
    if page.nodes[top].tag in {"ul", "ol", "table", "tbody", "tr"}:
        return False
    return not page.contains(top, block.node)


# --- body ---------------------------------------------------------------------------------------


def body_paragraphs(reading: Reading, layout: Layout, drop: set[str]) -> list[str]:
    """The paragraphs in order: table rows joined, furniture lines and repeated title left out."""
    paragraphs: list[str] = []
    rows: dict[int, int] = {}
    for position in layout.body:
        block = reading.blocks[position]
        text = block.text
        if not text or fold(text) in drop or _is_furniture(reading, block):
            continue
        row = reading.tables.row(block.node) if reading.page.nodes else None
        if row is not None and row in rows and rows[row] == len(paragraphs) - 1:
            joint = " " if _same_cell(reading, position) else " | "
            paragraphs[-1] = f"{paragraphs[-1]}{joint}{text}"
            continue
        paragraphs.append(text)
        if row is not None:
            rows[row] = len(paragraphs) - 1
    return paragraphs


_FILE_LABEL = re.compile(
    r"\W*(?:(?:cac )?(?:tep|tap tin|file|tai lieu|van ban|phu luc)(?: tin)?(?: (?:dinh kem|kem theo|kem))?|dinh kem"
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


def _is_furniture(reading: Reading, block: Block) -> bool:
    text = block.text
    if is_file_line(block):
        return True
    if len(text) > 120:
        return False
    if find_views(text) or is_views_label(text) or date_lines(text, reading.now):
        return not residue(text, reading.now)
    return False


def _same_cell(reading: Reading, position: int) -> bool:
    cell = reading.tables.cell(reading.blocks[position].node)
    return cell == reading.tables.cell(reading.blocks[position - 1].node)


# --- pictures and files -------------------------------------------------------------------------

_ICON = re.compile(
    r"icon|logo|avatar|spacer|pixel|emoji|smil|button|btn|rating|star|share|print|loading|blank\.gif|captcha|qr-?code",
    re.IGNORECASE,
)


def find_images(reading: Reading, layout: Layout) -> list[Image]:
    """The pictures among the body's paragraphs, with the caption printed below them."""
    images: list[Image] = []
    for order, position in enumerate(layout.body):
        block = reading.blocks[position]
        if any(is_attachment(link.get("href") or "") for link in block.links):
            continue  # the icon of a file
        for element in block.images:
            url = image_url(reading.base, element)
            if url and not any(image.url == url for image in images):
                images.append(Image(url, _caption(reading, layout, order, element)))
    return images


def image_url(base: str, element: Element) -> str | None:
    """A picture's address, lazily loaded ones included; None for icons and inline data."""
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        value = (element.get(name) or "").strip()
        if value and not value.startswith("data:"):
            url = absolute(base, value)
            tiny = any(
                (element.get(side) or "").rstrip("px") in {"1", "16", "20", "24"}
                for side in ("width", "height")
            )
            return None if url is None or tiny or _ICON.search(url.rpartition("/")[2]) else url
    return None


_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|image-?desc|photo-?desc|pic-?note|ghichu", re.IGNORECASE
)


def _caption(reading: Reading, layout: Layout, order: int, image: Element) -> str | None:
    for node in list(image.iterancestors())[:4]:
        if node.tag == "figure" or _CAPTION_CLASS.search(node.get("class") or ""):
            for child in node.iterdescendants():
                if child.tag == "figcaption" or _CAPTION_CLASS.search(child.get("class") or ""):
                    return visible_text(child) or None
    block = reading.blocks[layout.body[order]]
    if block.text and len(block.text) <= 250 and (block.italic or _centred(block)):
        return block.text
    wrapped = _wrapped_caption(reading, layout, block)
    if wrapped is not None:
        return wrapped
    for position in layout.body[order + 1 : order + 2]:
        block = reading.blocks[position]
        if not block.text or len(block.text) > 250 or block.images:
            return None
        if block.italic or _centred(block) or _CAPTION_CLASS.search(_near_classes(block)):
            return block.text
    return None


def _wrapped_caption(reading: Reading, layout: Layout, block: Block) -> str | None:
    """The one short line that an element of its own holds beside a picture."""
    page = reading.page
    if block.text or not page.nodes:
        return None
    node = block.node
    while page.parents[node] > 0 and len(page.inside(node)) == 1:
        node = page.parents[node]
    if node == layout.core or len(page.inside(node)) != 2 or page.nodes[node].tag == "tbody":
        return None
    text = page.blocks[page.past[node] - 1].text
    return text if text and len(text) <= 250 else None


def _near_classes(block: Block) -> str:
    element = block.element
    return "" if element is None else element.get("class") or ""


def _centred(block: Block) -> bool:
    element: Element | None = block.element
    if element is None:
        return False
    if element.tag == "center" or (element.get("align") or "").lower() == "center":
        return True
    if re.search(r"text-align\s*:\s*center", element.get("style") or "", re.IGNORECASE):
        return True
    return bool(re.search(r"text-center|align-?center|Caption", element.get("class") or ""))


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
    url = absolute(reading.base, link.get("href") or "")
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
