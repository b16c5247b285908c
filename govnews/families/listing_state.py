"""What a listing page is when it leads to no article: empty by its own word, moved into a frame,
refreshing to somewhere else, a login, a challenge, an error in a page's clothes, or not understood.

A list may only count as empty when the page says so, and as read when its entries were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govnews.families.lists import Anchor
from govnews.model import Capture
from govnews.reading.parse.document import Element
from govnews.reading.recognisers.page_signs import (
    asks_for_password,
    has_challenge,
    is_shell,
    says_empty,
    says_maintenance,
    says_missing,
)
from govnews.reading.recognisers.refresh import refresh_target
from govnews.reading.selectors import visible_text
from govnews.reading.urls import absolute, canonical, is_page
from govnews.reasons import Reason
from govnews.site import Site
from govnews.vietnamese.text import clean, fold

MAX_FRAMES = 8
"""Frames of one page that are followed; a real frameset has two to five."""

MIN_FRAME_SIDE = 60
"""Pixels below which a frame holds a counter or an advertisement, not a list."""

SHORT_PAGE = 1500
"""Characters of text up to which a page may be nothing but an error message or a login form."""

_ERROR = re.compile(
    r"loi (?:he thong|may chu|ket noi|truy van|co so du lieu|chuong trinh|khong xac dinh)"
    r"|he thong (?:dang )?(?:gap|bi|co) (?:su co|loi|van de)"
    r"|(?:da )?(?:co|xay ra|phat sinh) (?:mot )?(?:loi|su co)(?: xay ra| trong qua trinh)?"
    r"|server error in|runtime error|an error (?:has )?occurred|internal server error"
    r"|fatal error|warning: |parse error|unhandled exception|stack trace|exception details"
    r"|error establishing a database|bad gateway|gateway time-?out|vui long (?:thu|quay) lai sau"
)
"""In folded text: what a page says that was answered with 200 and holds an error."""

_ADDRESS = re.compile(
    r"(?:location(?:\.href)?|window\.open|location\.(?:replace|assign))\s*[=(]\s*"
    r"""(?:'|"|&#39;|&quot;)([^'"&\s][^'"]{0,500}?)(?:'|"|&#39;|&quot;)""",
    re.IGNORECASE,
)
"""An address that a script leads to, in `onclick` or in a script that moves the page on."""

_FOREIGN_FRAME = re.compile(
    r"youtube|youtu\.be|google\.|facebook|maps\.|vimeo|dailymotion|zalo\.|doubleclick|about:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListingState:
    """What a listing page without articles is.

    reason: as failures are counted; EMPTY for a list that says itself that it has no entries.
    detail: one sentence for a person, with the address or the words it rests on.
    leads_to: absolute addresses within the portal where the list may be instead.
    """

    reason: Reason
    detail: str
    leads_to: tuple[str, ...] = ()


def listing_state(root: Element, capture: Capture, site: Site) -> ListingState:
    """Tell what a page is that was asked for as a list and leads to no article."""
    text = clean(" ".join(visible_text(part) for part in root.iter("body")) or visible_text(root))
    code = _scripts(root)
    if has_challenge(code, len(text)):
        return ListingState(Reason.CHALLENGE, "a script sets a cookie and loads the page again")
    moved = refresh_target(root, capture.url) or (
        _script_target(code, capture) if len(text) < 200 else None
    )
    if moved is not None:
        return _leading(Reason.REFRESH, "the page moves on to {}", [moved], capture, site)
    frames = list(_frames(root, capture))
    if frames:
        return _leading(Reason.FRAME, "the list may stand in the frame {}", frames, capture, site)
    short = len(text) <= SHORT_PAGE
    if short and asks_for_password(root):
        return ListingState(Reason.LOGIN, "the page asks for a password")
    if short and says_maintenance(text):
        return ListingState(Reason.MAINTENANCE, f"the page says: {text[:160]}")
    if short and (words := _error_words(text)):
        return ListingState(Reason.ERROR_PAGE, f"the page says: {words}")
    for line in _lines(root):
        if says_empty(line):
            return ListingState(Reason.EMPTY, line)
    if short and says_missing(text):
        return ListingState(Reason.SOFT_404, text[:160])
    if is_shell(root, len(text)):
        return ListingState(Reason.SHELL, "scripts would have to fill the page")
    return ListingState(Reason.NO_LINKS, "nothing on the page leads to an article")


def clicked_anchors(root: Element, base: str) -> Iterator[Anchor]:
    """What a page's elements lead to by `onclick` instead of by an address."""
    for element in root.iter():
        code = element.get("onclick") if isinstance(element.tag, str) else None
        match = _ADDRESS.search(code) if code else None
        url = absolute(base, match[1]) if match else None
        if url is not None and is_page(url):
            text = visible_text(element) or clean(element.get("title") or "")
            yield Anchor(url, text, element=element)


def _leading(
    reason: Reason, sentence: str, targets: list[str], capture: Capture, site: Site
) -> ListingState:
    """A page that leads elsewhere; only addresses within the portal are followed."""
    own = [url for url in dict.fromkeys(targets) if site.holds(url)]
    own = [url for url in own if canonical(url) != canonical(capture.url)]
    return ListingState(reason, sentence.format(targets[0]), tuple(own[:MAX_FRAMES]))


def _scripts(root: Element) -> bytes:
    parts = ["".join(script.itertext()) for script in root.iter("script")]
    return "\n".join(parts).encode("utf-8", "replace")


def _script_target(code: bytes, capture: Capture) -> str | None:
    match = _ADDRESS.search(code.decode("utf-8", "replace"))
    url = absolute(capture.url, match[1]) if match else None
    return url if url is not None and canonical(url) != canonical(capture.url) else None


def _frames(root: Element, capture: Capture) -> Iterator[str]:
    for frame in root.iter("frame", "iframe"):
        url = absolute(capture.url, frame.get("src") or "")
        if url is None or _FOREIGN_FRAME.search(url) or not is_page(url):
            continue
        sides = [frame.get("width") or "", frame.get("height") or ""]
        small = any(side.isdecimal() and int(side) < MIN_FRAME_SIDE for side in sides)
        if not small and "display:none" not in (frame.get("style") or "").replace(" ", ""):
            yield url


def _error_words(text: str) -> str | None:
    match = _ERROR.search(fold(text))
    if match is None:
        return None
    # From the beginning of a word, as far as one begins near.
    start = max(0, match.start() - 20)
    while 0 < start < match.start() and not text[start - 1].isspace():
        start += 1
    return text[start : match.end() + 60].strip()


def _lines(root: Element) -> Iterator[str]:
    """The texts of elements that hold no other element's text: where a message stands."""
    for element in root.iter("p", "div", "td", "span", "li", "h2", "h3", "h4", "strong", "b", "em"):
        line = clean(element.text or "")
        if 4 <= len(line) <= 120:
            yield line
