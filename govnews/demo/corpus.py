"""The demo portal's articles: their shape, and how they are read from the package's TOML files."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from govnews.model import VIETNAM

SECTIONS: dict[str, str] = {
    "tin-tuc-su-kien": "Tin tức - Sự kiện",
    "chi-dao-dieu-hanh": "Chỉ đạo - Điều hành",
}
"""The portal's two sections: the first part of an article's address, and the name in the menu."""

DateStyle = Literal["label", "weekday", "none"]
"""`Ngày đăng: 24/05/2021 14:30`, `Thứ Hai, 24/05/2021 | 14:30 GMT+7`, or no date on the page."""

_DATE_STYLES: dict[str, DateStyle] = {"label": "label", "weekday": "weekday", "none": "none"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered below an article; the portal builds the PDF on request."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its caption, shown after so many paragraphs."""

    name: str
    caption: str
    after: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is its head, shown after so many paragraphs."""

    rows: tuple[tuple[str, ...], ...]
    after: int = 1


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as its editor typed it.

    `published` orders the lists even where `date_style` keeps the date off every page. `modified`
    is what the sitemap calls lastmod; an edit that leaves it alone is a silent one.
    """

    id: int
    slug: str
    section: str
    title: str
    published: datetime
    paragraphs: tuple[str, ...]
    sapo: str = ""
    signature: str = ""
    signature_twice: bool = False
    date_style: DateStyle = "label"
    views: int = 0
    attachments: tuple[Attachment, ...] = ()
    images: tuple[Image, ...] = ()
    tables: tuple[Table, ...] = ()
    nfd: bool = False
    modified: datetime | None = None

    @property
    def path(self) -> str:
        """The article's own address on the portal."""
        return f"/{self.section}/{self.slug}-{self.id}"

    @property
    def dated(self) -> bool:
        """Whether any page of the portal has the article's date."""
        return self.date_style != "none"

    @property
    def lastmod(self) -> datetime | None:
        """The date in the sitemap; an article without a printed date has none there either."""
        return (self.modified or self.published) if self.dated else None


def newest_first(articles: Iterable[DemoArticle]) -> list[DemoArticle]:
    """The order of every list on the portal."""
    return sorted(articles, key=lambda article: (article.published, article.id), reverse=True)


def as_served(article: DemoArticle) -> DemoArticle:
    """The article with its letters as served: decomposed (NFD) if `nfd` is set."""
    if not article.nfd:
        return article

    def decomposed(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    return replace(
        article,
        title=decomposed(article.title),
        sapo=decomposed(article.sapo),
        signature=decomposed(article.signature),
        paragraphs=tuple(decomposed(paragraph) for paragraph in article.paragraphs),
        images=tuple(replace(i, caption=decomposed(i.caption)) for i in article.images),
        attachments=tuple(replace(a, label=decomposed(a.label)) for a in article.attachments),
        tables=tuple(
            replace(t, rows=tuple(tuple(decomposed(cell) for cell in row) for row in t.rows))
            for t in article.tables
        ),
    )


@cache
def load_articles() -> tuple[DemoArticle, ...]:
    """All articles of the package, newest first."""
    articles: list[DemoArticle] = []
    for entry in (files("govnews.demo") / "articles").iterdir():
        if entry.name.endswith(".toml"):
            tables = tomllib.loads(entry.read_text(encoding="utf-8"))["article"]
            articles += [_from_toml(table) for table in tables]
    return tuple(newest_first(articles))


def _from_toml(table: dict[str, Any]) -> DemoArticle:
    section = str(table["section"])
    # The two sections print their dates differently, as two ages of one CMS do.
    usual = "weekday" if section == "chi-dao-dieu-hanh" else "label"
    return DemoArticle(
        id=int(table["id"]),
        slug=str(table["slug"]),
        section=section,
        title=str(table["title"]),
        published=_local(table["published"]),
        paragraphs=tuple(map(str, table["paragraphs"])),
        sapo=str(table.get("sapo", "")),
        signature=str(table.get("signature", "")),
        signature_twice=bool(table.get("signature_twice", False)),
        date_style=_DATE_STYLES[str(table.get("date_style", usual))],
        views=int(table["views"]),
        attachments=tuple(Attachment(**item) for item in table.get("attachments", [])),
        images=tuple(Image(**item) for item in table.get("images", [])),
        tables=tuple(
            Table(rows=tuple(tuple(map(str, row)) for row in item["rows"]), after=item["after"])
            for item in table.get("tables", [])
        ),
        nfd=bool(table.get("nfd", False)),
    )


def _local(value: datetime) -> datetime:
    """The files write local times without an offset, as the portal's editors do."""
    return value if value.tzinfo else value.replace(tzinfo=VIETNAM)
