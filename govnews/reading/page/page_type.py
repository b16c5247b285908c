"""Tells pages that are no article apart, before and after their text has been looked for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from govnews.errors import NotAnArticle
from govnews.model import Capture
from govnews.reading.page.context import STOPPING, Layout, Reading
from govnews.reading.page.main_content import column_apart
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS, Block, Page
from govnews.reading.urls import is_attachment
from govnews.reasons import Reason
from govnews.vietnamese.text import fold

_CHALLENGE = re.compile(
    rb"document\.cookie\s*=|location\.reload|window\.location\s*=|slowaes|toNumbers\(|__cf_chl|challenge-platform|D1N=",
    re.IGNORECASE,
)
_CHALLENGE_STRONG = re.compile(
    rb"slowaes|__cf_chl|challenge-platform|document\.cookie\s*=[^<]{0,400}?location",
    re.IGNORECASE | re.DOTALL,
)
_THING = (
    r"(?:trang(?: web)?|bai viet|noi dung|tin(?: bai| tuc)?|duong dan|du lieu|lien ket|tai nguyen"
    r"|tap tin|dia chi|chuyen muc|url)"
)
_MISSING = re.compile(
    rf"(?:khong|chua) tim thay {_THING}\b|{_THING}\b[\w ,]{{0,40}}\b(?:khong (?:con )?(?:ton tai"
    rf"|tim thay|hop le"
    r"|duoc tim thay)|da (?:bi |duoc )?(?:xoa|go(?: bo)?))\b"
    r"|^\W*(?:khong tim thay|khong ton tai)\W*$"
    r"|(?:loi|error|http|ma loi)\W{0,3}404\b|^\W*404\b(?!\s+(?:ho|nguoi|dai|ti|trieu|xa|thon))"
    r"|\b404 not found|page (?:cannot be |was )?not found|page (?:does not|doesn.t) exist"
    r"|khong co quyen truy cap|^\W*not found\W*$"
)
_NOTHING = re.compile(
    r"\W*(?:hien )?(?:khong|chua) co (?:du lieu|bai viet|tin(?: bai| tuc)?|ban ghi|ket qua|noi dung"
    r"|thong tin)(?: nao)?(?: (?:duoc|trong|de|phu hop|cho)\b.{0,40})?\W*|\W*no (?:data|results?"
    r"|records?"
    r"|posts?)(?: found)?\W*|\W*(?:noi dung|du lieu) dang (?:duoc )?cap nhat\W*"
)
_MAINTENANCE = re.compile(
    r"(?:cong|he thong|website|trang|may chu|dich vu)\b.{0,40}\b(?:dang|tam)\b.{0,20}(?:bao tri"
    r"|nang cap|ngung hoat dong|gian doan)|under maintenance|service unavailable|database error"
)
_PROTECTED = re.compile(
    r"(?:noi dung|bai viet)(?: nay)? (?:duoc|da duoc) (?:bao mat|bao ve)\b.{0,80}mat khau"
    r"|(?:content|post) is password[- ]protected|nhap mat khau (?:de xem|ben duoi|cua ban)"
)
_SCRIPTED = re.compile(
    r"(?:enable|bat|kich hoat|ho tro) (?:javascript|js)|javascript (?:bi tat|is (?:disabled"
    r"|required)|de)",
    re.IGNORECASE,
)
_TEXT_LIMIT = 600


def refuse_early(capture: Capture, root: Element, page: Page) -> None:
    """Challenge pages, soft 404s and shells: short pages that say so themselves."""
    size = sum(len(block.text) for block in page.blocks)
    if size < 300:
        _refuse_scripted(root, page, size)
    if capture.status in {404, 410}:
        raise NotAnArticle(Reason.SOFT_404, f"status {capture.status}")


def _refuse_scripted(root: Element, page: Page, size: int) -> None:
    """A page with next to no text: its scripts are the page, or set a cookie and reload."""
    scripts = [
        "".join(script.itertext()).encode("utf-8", "replace") for script in root.iter("script")
    ]
    code = b"\n".join(scripts)
    if _CHALLENGE_STRONG.search(code) or len(_CHALLENGE.findall(code)) >= 2:
        raise NotAnArticle(Reason.CHALLENGE, "a script that sets a cookie and reloads")
    refreshes = any(
        (meta.get("http-equiv") or "").lower() == "refresh" for meta in root.iter("meta")
    )
    if size < 200 and refreshes and _CHALLENGE.search(code):
        raise NotAnArticle(Reason.CHALLENGE, "a cookie and a refresh")
    if size == 0 and not any(block.images for block in page.blocks):
        raise NotAnArticle(Reason.SHELL if scripts else Reason.EMPTY, "the page prints no text")
    noscript = fold(" ".join("".join(element.itertext()) for element in root.iter("noscript")))
    if size < 200 and scripts and (_SCRIPTED.search(noscript) or _empty_mount(root)):
        raise NotAnArticle(Reason.SHELL, "scripts would have to fill the page")


def _empty_mount(root: Element) -> bool:
    """An empty element that scripts fill: `<div id="root"></div>` and its kin."""
    for element in root.iter("div", "main", "app-root"):
        if (
            element.get("id") in {"root", "app", "__next", "__nuxt", "main-app"}
            or element.tag == "app-root"
        ):
            return not "".join(element.itertext()).strip()
    return False


def refuse_missing(reading: Reading, layout: Layout) -> None:
    """A page whose main text is that there is nothing here, or nothing without a password."""
    lines = [reading.blocks[p].text for p in layout.body if reading.blocks[p].text]
    amount = sum(len(line) for line in lines)
    if reading.root is not None and not is_sure(reading, layout):
        _refuse_nothing(reading)
    if amount > _TEXT_LIMIT:
        return
    for line in lines:
        if _PROTECTED.search(fold(line)):
            raise NotAnArticle(Reason.PROTECTED, line)
        if amount < 120 and _NOTHING.fullmatch(fold(line)):
            raise NotAnArticle(Reason.EMPTY, line)
        if amount < 300 and _MAINTENANCE.search(fold(line)):
            raise NotAnArticle(Reason.EMPTY, line)
    title = reading.blocks[layout.title].text if layout.title is not None else ""
    declared = [text for text, _ in reading.signals.titles]
    heads = [block.text for block in reading.blocks if block.tag in HEADINGS]
    for text in [
        title,
        *declared,
        *(lines if amount < 300 else ()),
        *(heads if amount < 300 else ()),
    ]:
        if len(text) < 300 and _MISSING.search(fold(text)):
            raise NotAnArticle(Reason.SOFT_404, text)
    if amount < 200:
        _refuse_short(reading, layout)


def _refuse_short(reading: Reading, layout: Layout) -> None:
    """What a page with next to no text says anywhere outside its links."""
    for position, block in enumerate(reading.blocks):
        if not block.text or len(block.text) >= 200 or block.link_density > 0.5:
            continue
        if _MISSING.search(fold(block.text)) and position not in layout.tail:
            raise NotAnArticle(Reason.SOFT_404, block.text)


def _refuse_nothing(reading: Reading) -> None:
    """An empty list: "Chưa có dữ liệu" in place of its items."""
    for kind, block in zip(reading.kinds, reading.blocks, strict=True):
        if kind is not None or not 8 <= len(block.text) <= 90 or block.link_density >= 0.5:
            continue
        if _NOTHING.fullmatch(fold(block.text)):
            raise NotAnArticle(Reason.EMPTY, block.text)


def is_sure(reading: Reading, layout: Layout) -> bool:
    """Whether the headline is declared, named by a selector, or has a date or count beside it."""
    if layout.title is None:
        return False
    if layout.title_rule != "headline":
        return True
    return any(
        reading.is_info(position) and reading.blocks[position].link_density < 0.4
        for position in range(max(0, layout.title - 2), min(len(reading.blocks), layout.title + 5))
        if position != layout.title and not reading.is_clock(position)
    )


_HOMES = frozenset({
    "", "/index.html", "/home", "/default.aspx", "/index.php", "/trang-chu", "/web/guest/home",
    "/portal", "/web/guest", "/pages/default.aspx", "/portal/pages/default.aspx",
})  # fmt: skip
_HEADLINE = 20
"""Characters from which a linked line may be the headline of another article."""

_OWN_TEXT = 200
"""Characters of running text, not below linked headlines, from which a page is no list."""


def refuse_lists(reading: Reading, layout: Layout) -> None:
    """Home pages and listings: linked headlines with dates or teasers instead of running text."""
    parts = urlsplit(reading.url)
    home = parts.path.rstrip("/").lower() in _HOMES and not parts.query
    sure = is_sure(reading, layout)
    items = _items(reading, layout, everywhere=not sure)
    teased = sum(_has_teaser(reading, position, dates=sure) for position in items)
    before = items[0] if items else len(reading.blocks)
    text = sum(reading.prose[position] for position in layout.body if position < before)
    whole = sum(reading.prose[position] for position in layout.body)
    if home and reading.signals.og_type != "article" and (len(items) >= 3 or whole < 500):
        raise NotAnArticle(Reason.HOME, "the portal's first page")
    if (
        sure
        and layout.title is not None
        and any(
            reading.is_info(p) and reading.blocks[p].link_density < 0.4
            for p in range(layout.title + 1, min(before, layout.title + 6))
        )
    ):
        return
    own, teasers = _own_text(reading, layout)
    if own >= _OWN_TEXT and (own > teasers or own >= 2 * _OWN_TEXT):
        return
    if not sure:
        text = min(text, whole if items and before > (layout.title or 0) else 0.0)
    if (teased >= 3 and text < 200) or (len(items) >= 5 and text < 100 and whole < 60 * len(items)):
        raise NotAnArticle(
            Reason.HOME if home else Reason.LISTING, f"{len(items)} linked headlines"
        )


def _own_text(reading: Reading, layout: Layout) -> tuple[float, float]:
    """How much running text stands by itself, and how much right below linked headlines."""
    own = teasers = 0.0
    for position in layout.body:
        if reading.prose[position]:
            if _below_headline(reading, position):
                teasers += reading.prose[position]
            else:
                own += reading.prose[position]
    return own, teasers


def _below_headline(reading: Reading, position: int) -> bool:
    for above in range(position - 1, max(-1, position - 5), -1):
        block = reading.blocks[above]
        if block.link_density > 0.8 and len(block.text) >= _HEADLINE:
            return reading.kinds[above] is None
        if block.text and not reading.is_info(above):
            return False
    return False


def _items(reading: Reading, layout: Layout, *, everywhere: bool) -> list[int]:
    """Linked lines long enough for headlines, in order: those of the article's part of the page,
    or all of them when the headline itself is in doubt.
    """
    if layout.core is None:
        return []
    page = reading.page
    start = 0 if everywhere or layout.title is None else layout.title
    if start and page.blocks[start].link_density < 0.8:
        start += 1
    found: list[int] = []
    for position in range(start, len(page.blocks)):
        block = page.blocks[position]
        if block.link_density < 0.8:
            if reading.kinds[position] in STOPPING and not everywhere:
                break
            continue
        if len(block.text) < _HEADLINE or reading.kinds[position] is not None:
            continue
        top = page.common(layout.core, block.node)
        if not column_apart(page, block.node, top) and not _is_reference(block):
            found.append(position)
    return found


def _is_reference(block: Block) -> bool:
    """A linked line that is an item of a numbered list or leads to a file: text of an article."""
    return block.text[:1] in "-+•0123456789" or any(
        is_attachment(link.get("href") or "") for link in block.links
    )


def _has_teaser(reading: Reading, position: int, *, dates: bool) -> bool:
    """Whether a paragraph, or also a date or a view count, follows a linked headline."""
    for below in range(position + 1, min(len(reading.blocks), position + 4)):
        if (dates and reading.is_info(below)) or reading.prose[below]:
            return True
        if (
            reading.blocks[below].link_density > 0.8
            and len(reading.blocks[below].text) >= _HEADLINE
        ):
            return False
    return False
