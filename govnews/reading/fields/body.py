"""The text itself: sapo, paragraphs, signature, pictures."""

from __future__ import annotations

import re

from govnews.model import Evidence, Image
from govnews.reading.fields.attachments import is_file_line
from govnews.reading.marks import (
    date_lines,
    find_views,
    is_views_label,
    residue,
)
from govnews.reading.page.boilerplate import noise_kind
from govnews.reading.page.context import Layout, Reading
from govnews.reading.page.headline import LEAD_CLASS
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block, Page
from govnews.reading.selectors import select, visible_text
from govnews.reading.urls import absolute, is_attachment
from govnews.vietnamese.text import fold

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
        if LEAD_CLASS.search(page.names(node)) and not all(
            page.contains(node, o.node) for o in rest
        ):
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
    return not page.contains(top, block.node) or _only_division(page, block, rest)


_LINES = frozenset(
    {"p", "ul", "ol", "li", "table", "tr", "td", "th", "h2", "h3", "h4", "figcaption"}
)


def _only_division(page: Page, block: Block, rest: list[Block]) -> bool:
    """Whether the first line is a division of its own, and the rest paragraphs, bare text or
    divisions of other names.
    """
    if block.tag != "div":
        return False
    names = page.names(block.node)
    if names and not any(page.names(other.node) == names for other in rest):
        return True
    parent = page.parents[block.node]
    return all(other.node == parent or other.tag in _LINES for other in rest)


# --- body ---------------------------------------------------------------------------------------


def body_paragraphs(reading: Reading, layout: Layout, drop: set[str]) -> list[str]:
    """The paragraphs in order: table rows joined, furniture lines and repeated title left out."""
    paragraphs: list[str] = []
    rows: dict[int, int] = {}
    of_files = _rows_of_files(reading, layout)
    for position in layout.body:
        block = reading.blocks[position]
        text = block.text
        if not text or fold(text) in drop or _is_furniture(reading, block):
            continue
        row = reading.tables.row(block.node) if reading.page.nodes else None
        if row in of_files:
            continue
        if row is not None and row in rows and rows[row] == len(paragraphs) - 1:
            joint = " " if _same_cell(reading, position) else " | "
            paragraphs[-1] = f"{paragraphs[-1]}{joint}{text}"
            continue
        if paragraphs and len(text) > 60 and paragraphs[-1] == text:
            continue  # a picture's caption for each of its sizes
        paragraphs.append(text)
        if row is not None:
            rows[row] = len(paragraphs) - 1
    return paragraphs


def _rows_of_files(reading: Reading, layout: Layout) -> set[int]:
    """Rows of a table that each name a file, and the heading row above them."""
    page = reading.page
    found: set[int] = set()
    for position in layout.body:
        block = reading.blocks[position]
        if block.links and is_file_line(block):
            row = reading.tables.row(block.node)
            found |= {row} if row is not None else set()
    for row in list(found):
        parent = page.parents[row]
        siblings = [
            n for n in range(parent + 1, page.last[parent] + 1) if page.parents[n] == parent
        ]
        if siblings and set(siblings[1:]) <= found:
            found.add(siblings[0])
    return found


def _is_furniture(reading: Reading, block: Block) -> bool:
    text = block.text
    if is_file_line(block):
        return True
    if len(text) > 120:
        return False
    if find_views(text) or is_views_label(text) or date_lines(text, reading.now):
        return not any(map(str.isalpha, residue(text, reading.now)))
    return False


def _same_cell(reading: Reading, position: int) -> bool:
    cell = reading.tables.cell(reading.blocks[position].node)
    return cell == reading.tables.cell(reading.blocks[position - 1].node)


# --- pictures and files -------------------------------------------------------------------------

_ICON = re.compile(
    r"icon|logo|avatar|spacer|pixel|emoji|smil|button|btn|rating|star|share|print|loading"
    r"|blank\.gif|captcha|qr-?code",
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
