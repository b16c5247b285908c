"""The section that a page names for its article: the innermost step of its breadcrumb."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.boilerplate import SITE_WORDS
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.headline import HOME, is_crumb_name
from govnews.reading.parse.document import xpath
from govnews.reading.parse.lines import HEADINGS
from govnews.reading.selectors import visible_text
from govnews.vietnamese.names import is_authority
from govnews.vietnamese.text import clean, fold

_NO_SECTION = re.compile(
    r"trang (?:chu|nhat|dau)|home(?: ?page)?|trangchu|chuyen muc|danh muc|tin|vi tri|menu|noi dung"
    r"|(?:xem )?chi tiet(?: (?:tin|tin tuc|bai viet|noi dung|ban tin))?"
    r"|(?:tin(?: tuc)?|noi dung|bai viet|ban tin|thong tin) chi tiet"
    r"|lien he|gioi thieu|hoi dap|gop y|rss|sitemap|so do .*|english|tieng viet|thu dien tu"
    r"|ban dang (?:o|xem)(?: day)?|you are here|xem tin|bai viet|dang nhap|dang ky|tim kiem"
)
_MENU = re.compile(r"lien he|rss|sitemap|so do .*|gop y|hoi dap|english|dang nhap|thu dien tu")
"""Steps by which a row of links is a menu and no breadcrumb."""

_SPLIT = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[»>›❯❱→⟩▸►|\\]|::)\s*+|(?<!\s)\s++/\s++|^[/\s-]++|(?<![/\s-])[/\s-]++$"
)
_DASH = re.compile(r"(?<!\s)\s++[-–]\s++")
_LABELLED = re.compile(
    r"(?:chuyên mục|chuyên đề|danh mục|thể loại|category)\s*[:\-]\s*([^|/:]{2,80}?)\s*"
    r"(?=$|[|/•·]|\s[-–]\s|\s(?:số )?lượt |\s(?:ngày|đăng) )",
    re.IGNORECASE,
)


def find_section(context: PageContext, regions: Regions, headline: Found[str]) -> Found[str] | None:
    """The section by a selector, a breadcrumb, a label, or a link right above the headline."""
    if context.root is None:
        return None
    title = headline.value
    for element, rule in context.select("section"):
        text = visible_text(element)
        if _is_section(text, title):
            return Found.of("section", text, text, rule, xpath(element))
    return (
        _above_title(context, regions, title, _alone)
        or _breadcrumb(context, regions, title)
        or _labelled(context, regions, title)
        or _above_title(context, regions, title, _short_list)
        or _label_above(context, regions, title)
    )


def _is_section(text: str, title: str) -> bool:
    folded = fold(text)
    if not 2 <= len(text) <= w.SECTION_MAX_LENGTH or _NO_SECTION.fullmatch(folded):
        return False
    whole = fold(title)
    if folded == whole or (
        len(folded) > w.TITLE_STEP_MIN_LENGTH and whole.startswith(folded.rstrip(". …"))
    ):
        return False
    return SITE_WORDS.search(folded) is None and any(map(str.isalpha, folded))


def _breadcrumb(context: PageContext, regions: Regions, title: str) -> Found[str] | None:
    page = context.page
    end = regions.title if regions.title is not None else min([*regions.body, len(page.blocks)])
    for position in range(end - 1, max(-1, end - 1 - w.CRUMB_LINES_ABOVE), -1):
        parts = _parts(context, position)
        if len(parts) > 1 and not HOME.fullmatch(fold(parts[0])):
            parts = parts[1:]  # "Bạn đang ở: Trang chủ …"
        if parts and HOME.fullmatch(fold(parts[0])):
            steps = parts if len(parts) > 1 else [*parts, *_following(context, position, end)]
            if len(steps) <= (w.CRUMB_LINE_STEPS if len(parts) > 1 else w.CRUMB_LIST_STEPS):
                found = _innermost(context, steps, position, title)
                if found is not None:
                    return found
    for node in range(len(page.nodes)):
        if not 0 < len(page.inside(node)) <= w.CRUMB_BOX_LINES or not is_crumb_name(
            page.names(node)
        ):
            continue
        steps = [part for position in page.inside(node) for part in _parts(context, position)]
        found = _innermost(context, steps, page.first[node], title)
        if found is not None and sum(map(len, steps)) <= w.CRUMB_MAX_LENGTH:
            return found
    return None


def _parts(context: PageContext, position: int) -> list[str]:
    """The steps in one line: its links and what separators divide."""
    block = context.blocks[position]
    if len(block.text) > w.CRUMB_MAX_LENGTH:
        return []
    if len(block.links) > 2 and block.text.count("|") >= len(block.links) - 1:
        return []  # a menu
    pieces = block.pieces if block.linked and block.pieces else (block.text,)
    parts = [part for piece in pieces for part in _SPLIT.split(piece) if part]
    if len(parts) == 1 and len(dashed := _DASH.split(parts[0])) > 2:
        return dashed if HOME.fullmatch(fold(dashed[0])) else parts
    return parts


def _following(context: PageContext, position: int, end: int) -> list[str]:
    """The items that follow the first step of a breadcrumb made as a list."""
    page = context.page
    parent = page.parents[page.blocks[position].node]
    steps = []
    for follow in range(position + 1, end):
        if parent < 0 or not page.contains(parent, page.blocks[follow].node):
            break
        steps += _parts(context, follow)
    return steps


def _innermost(
    context: PageContext, steps: list[str], position: int, title: str
) -> Found[str] | None:
    if any(_MENU.fullmatch(fold(step)) for step in steps):
        return None
    for step in reversed(steps):
        if _is_section(step, title):
            place = context.place(position)
            return Found.of("section", step, " › ".join(steps), "breadcrumb", place)
    return None


def _labelled(context: PageContext, regions: Regions, title: str) -> Found[str] | None:
    for position in [*regions.head, *regions.tail]:
        text = context.line(position)
        match = (
            _LABELLED.search(text) if ":" in text and len(text) <= w.SECTION_LABEL_LINE else None
        )
        if match and _is_section(match[1], title):
            return Found.of("section", match[1], text, "category-label", context.place(position))
    return None


def _above_title(
    context: PageContext,
    regions: Regions,
    title: str,
    stands: Callable[[PageContext, int, int], bool],
) -> Found[str] | None:
    """A short link right above the headline, alone or last of a short list that is no menu's."""
    if regions.title is None:
        return None
    page = context.page
    lines = range(regions.title - 1, max(-1, regions.title - 1 - w.SECTION_LINES_ABOVE), -1)
    position = next((p for p in lines if page.blocks[p].text and not context.is_info(p)), None)
    if position is None or not _is_step(context, position):
        return None
    text = page.blocks[position].text
    if not _is_section(text, title) or not stands(context, position, regions.title):
        return None
    return Found.of("section", text, text, "link-above-title", context.place(position))


def _label_above(context: PageContext, regions: Regions, title: str) -> Found[str] | None:
    """A short line set as a heading right above the headline, in an element of its own."""
    position = (regions.title or 0) - 1
    if regions.title is None or position < 0 or context.kinds[position] is not None:
        return None
    block = context.blocks[position]
    top = context.page.common(block.node, context.blocks[regions.title].node)
    if (
        not (block.bold or block.tag in HEADINGS)
        or block.linked
        or len(block.text) > w.KICKER_MAX_LENGTH
    ):
        return None
    if block.text.isupper() or block.text.endswith((":", ".")) or context.is_info(position):
        return None
    if _steps(context, block.node, top) > w.KICKER_LEVELS or not _is_section(block.text, title):
        return None
    if _names_site(context, block.text):
        return None
    place = context.place(position)
    return Found.of("section", block.text, block.text, "label-above-title", place)


_TITLE_PARTS = re.compile(r"\s[|–-]\s|\s*[»•]\s*")


def _names_site(context: PageContext, text: str) -> bool:
    """Whether a heading is the name of the site: the last part of the declared title."""
    names = [fold(context.metadata.site_name or "")]
    if context.root is not None:
        declared = ("".join(one.itertext()) for one in islice(context.root.iter("title"), 1))
        parts = [_TITLE_PARTS.split(clean(title)) for title in declared]
        names += [fold(part[-1]) for part in parts if len(part) > 1]
    return fold(text) in names or is_authority(text)


def _is_step(context: PageContext, position: int) -> bool:
    block = context.blocks[position]
    single = (
        len(block.links) == 1
        and block.link_density > w.LINKED
        and len(block.text) <= w.SECTION_LINK_MAX_LENGTH
    )
    return single and context.kinds[position] is None


def _alone(context: PageContext, position: int, title: int) -> bool:
    """Whether a link stands close to the headline, with no other link before it there."""
    page = context.page
    node, other = page.blocks[title].node, page.blocks[position].node
    top = page.common(node, other)
    if any(_steps(context, one, top) > w.SECTION_LINK_LEVELS for one in (node, other)):
        return False
    return not any(page.blocks[p].link_density > w.LINKED for p in range(page.first[top], position))


def _short_list(context: PageContext, position: int, title: int) -> bool:
    """Whether a link ends a list of two or three with no heading, that lies in no other list."""
    page = context.page
    item = page.blocks[position].node
    parent = page.parents[item]
    if (
        page.nodes[item].tag != "li"
        or parent < 0
        or not 2 <= len(page.inside(parent)) <= w.SECTION_LIST_MAX
    ):
        return False
    before = page.first[parent] - 1
    if page.past[parent] > title or (before >= 0 and page.blocks[before].tag in HEADINGS):
        return False
    nested = any(
        page.nodes[step].tag in {"li", "td"} for step in page.ancestors(page.parents[parent])
    )
    return not nested and all(_is_step(context, other) for other in page.inside(parent))


def _steps(context: PageContext, node: int, top: int) -> int:
    return next(n for n, step in enumerate(context.page.ancestors(node)) if step == top)
