"""Tells pages that are no article apart, before and after their text has been looked for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from govnews.errors import NotAnArticle
from govnews.model import Capture
from govnews.reading.blocks import HEADINGS, Page
from govnews.reading.container import prose
from govnews.reading.document import Element
from govnews.reading.state import Layout, Reading
from govnews.text import fold

_CHALLENGE = re.compile(
    rb"document\.cookie\s*=|location\.reload|window\.location\s*=|slowaes|toNumbers\(|__cf_chl|challenge-platform|D1N=",
    re.IGNORECASE,
)
_CHALLENGE_STRONG = re.compile(
    rb"slowaes|__cf_chl|challenge-platform|document\.cookie\s*=[^<]{0,400}?location",
    re.IGNORECASE | re.DOTALL,
)
_MISSING = re.compile(
    r"(?:khong (?:tim thay|ton tai)|khong tim thay (?:trang|noi dung|bai viet|duong dan|ket qua|du lieu)?"
    r"|trang (?:ban )?(?:yeu cau|can tim|nay)?[\w ]{0,30}khong (?:ton tai|tim thay|co)"
    r"|(?:bai viet|noi dung|tin|duong dan|du lieu|lien ket|trang)[\w ,]{0,40}(?:khong (?:ton tai|con ton tai|tim thay|hop le|duoc tim thay)|da (?:bi )?(?:xoa|go bo))"
    r"|404|page not found|not found|page cannot be found|does not exist|khong co quyen truy cap|error 404|loi 404)"
)
_SCRIPTED = re.compile(
    r"(?:enable|bat|kich hoat|ho tro) (?:javascript|js)|javascript (?:bi tat|is (?:disabled|required)|de)",
    re.IGNORECASE,
)
_TEXT_LIMIT = 600


def refuse_early(capture: Capture, root: Element, page: Page) -> None:
    """Challenge pages, soft 404s and shells: short pages that say so themselves."""
    size = sum(len(block.text) for block in page.blocks)
    scripts = [
        "".join(script.itertext()).encode("utf-8", "replace") for script in root.iter("script")
    ]
    code = b"\n".join(scripts)
    if size < 300 and (_CHALLENGE_STRONG.search(code) or len(_CHALLENGE.findall(code)) >= 2):
        raise NotAnArticle("challenge", "a script that sets a cookie and reloads")
    refreshes = any(
        (meta.get("http-equiv") or "").lower() == "refresh" for meta in root.iter("meta")
    )
    if size < 200 and refreshes and _CHALLENGE.search(code):
        raise NotAnArticle("challenge", "a cookie and a refresh")
    if size == 0 and not any(block.images for block in page.blocks):
        raise NotAnArticle("shell" if scripts else "empty", "the page prints no text")
    noscript = fold(" ".join("".join(element.itertext()) for element in root.iter("noscript")))
    if size < 200 and scripts and (_SCRIPTED.search(noscript) or _empty_mount(root)):
        raise NotAnArticle("shell", "scripts would have to fill the page")
    if capture.status in {404, 410}:
        raise NotAnArticle("soft-404", f"status {capture.status}")


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
    """A page whose main text is that there is nothing here."""
    lines = [reading.blocks[p].text for p in layout.body if reading.blocks[p].text]
    amount = sum(len(line) for line in lines)
    if amount > _TEXT_LIMIT:
        return
    title = reading.blocks[layout.title].text if layout.title is not None else ""
    heads = [block.text for block in reading.blocks if block.tag in HEADINGS]
    declared = [text for text, _ in reading.signals.titles]
    for text in [title, *lines, *heads, *declared]:
        match = _MISSING.search(fold(text))
        if match and len(text) < 300 and (amount < 300 or text in {title, *declared}):
            raise NotAnArticle("soft-404", text)
    if amount < 200:
        for block in reading.blocks:
            folded = fold(block.text)
            if len(folded) < 200 and _MISSING.search(folded) and block.link_density < 0.5:
                raise NotAnArticle("soft-404", block.text)


def refuse_lists(reading: Reading, layout: Layout) -> None:
    """Home pages and listings: teasers among links instead of running text."""
    path = urlsplit(reading.url).path.rstrip("/").lower()
    home = path in {
        "",
        "/index.html",
        "/home",
        "/default.aspx",
        "/index.php",
        "/trang-chu",
        "/web/guest/home",
        "/portal",
        "/web/guest",
    }
    home = home and not urlsplit(reading.url).query
    text = 0.0
    teasers = 0
    for position in layout.body:
        block = reading.blocks[position]
        value = prose(block)
        if not value:
            continue
        if _is_teaser(reading, position):
            teasers += 1
        else:
            text += value
    linked = _headline_links(reading, layout)
    if home and reading.signals.og_type != "article" and (teasers or linked >= 3 or text < 500):
        raise NotAnArticle("home", "the portal's first page")
    if (teasers >= 3 and text < 150 * teasers) or (linked >= 5 and text < 60 * linked):
        raise NotAnArticle(
            "home" if home else "listing", f"{max(teasers, linked)} linked headlines"
        )
    if not any(reading.blocks[p].text for p in layout.body) and linked >= 3:
        raise NotAnArticle("home" if home else "listing", f"{linked} linked headlines")


def _is_teaser(reading: Reading, position: int) -> bool:
    """A paragraph below (or beside) a linked headline, as lists of articles have them."""
    for before in range(position - 1, max(-1, position - 4), -1):
        block = reading.blocks[before]
        if not block.text:
            continue
        if block.link_density > 0.8 and len(block.text) >= 25:
            return True
        if len(block.text) > 60:
            return False
    return False


def _headline_links(reading: Reading, layout: Layout) -> int:
    """Long linked lines inside the core: headlines of a list."""
    if layout.core is None:
        return 0
    page = reading.page
    stop = layout.body[-1] + 1 if layout.cut and layout.body else len(page.blocks)
    return sum(
        1
        for block in page.blocks[:stop]
        if page.contains(layout.core, block.node)
        and block.link_density > 0.8
        and len(block.text) >= 30
    )
