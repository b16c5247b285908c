"""The pictures in the text, with their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from govnews.model import Image
from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Block
from govnews.reading.selectors import visible_text
from govnews.reading.urls import absolute, is_attachment

_ICON = re.compile(
    r"icon|logo|avatar|spacer|pixel|emoji|smil|button|btn|rating|star|share|print|loading"
    r"|blank\.gif|captcha|qr-?code",
    re.IGNORECASE,
)


def find_images(context: PageContext, regions: Regions) -> Found[tuple[Image, ...]] | None:
    """The pictures among the body's paragraphs, with the caption printed below them."""
    images: list[Image] = []
    for order, position in enumerate(regions.body):
        block = context.blocks[position]
        if any(is_attachment(link.get("href") or "") for link in block.links):
            continue  # the icon of a file
        for element in block.images or _beside_caption(context, block):
            url = _image_url(context.base, element)
            known = next((n for n, image in enumerate(images) if image.url == url), None)
            if url and known is None:
                images.append(Image(url, _caption(context, regions, order, element)))
            elif known is not None and not block.images:
                images[known] = _with_credit(images[known], block.text)
    return Found(tuple(images)) if images else None


def _with_credit(image: Image, text: str) -> Image:
    """A picture whose caption has a further line, which names the photographer."""
    if image.caption is None:
        return Image(image.url, text)
    if text in image.caption:
        return image
    return Image(image.url, f"{image.caption} {text}")


def _beside_caption(context: PageContext, block: Block) -> list[Element]:
    """The picture above the text whose caption alone stands in it."""
    if block.element is None or not block.text or len(block.text) > w.CAPTION_MAX_LENGTH:
        return []
    page = context.page
    named = False
    for node in islice(page.ancestors(block.node), w.CAPTION_LEVELS):
        element = page.nodes[node]
        if len(page.inside(node)) > w.CAPTION_BOX_LINES:
            return []
        named = named or element.tag in {"figcaption", "figure"}
        named = named or _CREDIT_CLASS.search(element.get("class") or "") is not None
        images = list(islice(element.iter("img"), 1)) if named else []
        if images:
            return images
    return []


def _addresses(element: Element) -> Iterator[str]:
    """The addresses that a picture, or the `<picture>` around it, names, its own first."""
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        yield (element.get(name) or "").strip()
    # To parsers that know no `<source>`, the picture stands inside it.
    around = islice(element.iterancestors(), w.CAPTION_LEVELS)
    picture = next((node for node in around if node.tag == "picture"), None)
    sources = picture.iter("source") if picture is not None else ()
    for each in (element, *sources):
        for name in ("srcset", "data-srcset"):
            yield (each.get(name) or "").strip().partition(" ")[0].rstrip(",")


def _image_url(base: str, element: Element) -> str | None:
    """A picture's address, lazily loaded ones included; None for icons and inline data."""
    for value in _addresses(element):
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


_CREDIT_CLASS = re.compile(rf"{_CAPTION_CLASS.pattern}|credit", re.IGNORECASE)


def _caption(context: PageContext, regions: Regions, order: int, image: Element) -> str | None:
    for node in list(image.iterancestors())[: w.CAPTION_LEVELS]:
        if node.tag == "figure" or _CAPTION_CLASS.search(node.get("class") or ""):
            for child in node.iterdescendants():
                if child.tag == "figcaption" or _CAPTION_CLASS.search(child.get("class") or ""):
                    return visible_text(child) or None
    block = context.blocks[regions.body[order]]
    if block.text and len(block.text) <= w.CAPTION_MAX_LENGTH and (block.italic or _centred(block)):
        return block.text
    wrapped = _wrapped_caption(context, regions, block)
    if wrapped is not None:
        return wrapped
    for position in regions.body[order + 1 : order + 2]:
        block = context.blocks[position]
        if not block.text or len(block.text) > w.CAPTION_MAX_LENGTH or block.images:
            return None
        if block.italic or _centred(block) or _CAPTION_CLASS.search(_near_classes(block)):
            return block.text
    return None


def _wrapped_caption(context: PageContext, regions: Regions, block: Block) -> str | None:
    """The one short line that an element of its own holds beside a picture."""
    page = context.page
    if block.text or not page.nodes:
        return None
    node = block.node
    while page.parents[node] > 0 and len(page.inside(node)) == 1:
        node = page.parents[node]
    if node == regions.core or len(page.inside(node)) != 2 or page.nodes[node].tag == "tbody":
        return None
    text = page.blocks[page.past[node] - 1].text
    return text if text and len(text) <= w.CAPTION_MAX_LENGTH else None


def is_caption(block: Block) -> bool:
    """Whether a line below a picture is set as a caption."""
    if len(block.text) > w.CAPTION_MAX_LENGTH:
        return False
    if block.tag == "figcaption" or block.italic or _centred(block):
        return True
    return _CAPTION_CLASS.search(_near_classes(block)) is not None


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
