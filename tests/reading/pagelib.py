"""Small pages for tables of tests: texts of an exact length, contexts, readings."""

from __future__ import annotations

from datetime import datetime

from govnews.errors import NotAnArticle
from govnews.model import VIETNAM, Article, Capture, Profile
from govnews.reading.page.context import PageContext, page_context
from govnews.reading.page.metadata import read_metadata
from govnews.reading.parse.document import parse
from govnews.reading.parse.lines import Page, flatten
from govnews.reading.reader import read
from govnews.reading.selectors import NO_HINTS, Hints

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
URL = "https://mau.gov.vn/tin/bai-1.html"
TITLE = "Hội đồng nhân dân tỉnh khai mạc kỳ họp"
DATE = "<p>12/05/2023 08:30</p>"

_WORDS = (
    "các xã vùng cao đang dẫn nước về ruộng bậc thang để kịp thời vụ gieo cấy lúa mùa và trồng "
    "thêm rau màu trên đất bãi ven sông sau mùa lũ "
)


def text(size: int, end: str = ".", start: str = "Năm nay ") -> str:
    """A sentence of exactly so many characters."""
    words = (start + _WORDS * (1 + size // len(_WORDS)))[: size - len(end)]
    return (f"{words[:-1]}a" if words.endswith(" ") else words) + end


def phrase(size: int, start: str = "Năm nay ") -> str:
    """The same without a full stop, as headings are."""
    return text(size, "", start)


def paragraphs(count: int, size: int = 150) -> str:
    """Paragraphs of running text, each of its own words."""
    return "".join(f"<p>{text(size, start=f'Đoạn {n} kể ')}</p>" for n in range(count))


def document(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def capture(body: str, head: str = "", url: str = URL) -> Capture:
    return Capture(url, NOW, document(body, head), content_type="text/html; charset=utf-8")


def page_of(body: str) -> Page:
    return flatten(parse(capture(body)))


def context_of(body: str, head: str = "", selectors: Hints = NO_HINTS) -> PageContext:
    captured = capture(body, head)
    root = parse(captured)
    return page_context(flatten(root), read_metadata(root), selectors, captured, None)


def article_of(
    body: str,
    head: str = "",
    *,
    hints: Hints = NO_HINTS,
    url: str = URL,
    profile: Profile | None = None,
) -> Article:
    """The article on a page of this body."""
    return read(capture(body, head, url), hints, profile)


def refusal_of(body: str, head: str = "", url: str = URL) -> str | None:
    """Why a page is no article, or None when it is one."""
    try:
        read(capture(body, head, url))
    except NotAnArticle as error:
        return error.reason
    return None


def rule_of(article: Article, name: str) -> str | None:
    """The rule that found a field, or None."""
    return next((item.rule for item in article.evidence if item.field == name), None)


def dump_of(lines: str) -> Article:
    """The article in a text dump."""
    return read(Capture(URL, NOW, lines.encode(), content_type="text/plain; charset=utf-8"))
