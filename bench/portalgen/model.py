"""What a generated portal, its pages and the truth about them consist of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PieceKind = Literal["text", "heading", "item", "table", "image", "related"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an article's body in its order.

    lines: one for a paragraph, heading or item; headlines for "related"; the caption or nothing
    for "image"; one row each, cells joined by a tab, for "table".
    """

    kind: PieceKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """An article before any portal prints it."""

    number: int
    title: str
    section: str
    sapo: str | None
    pieces: tuple[Piece, ...]
    author: str | None
    published: datetime
    views: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What one portal always does; each value is drawn from its seed."""

    layout: str
    charset: str
    date_form: str
    date_place: str
    views_form: str
    views_place: str
    author_form: str
    sapo_form: str
    title_form: str
    head_title: str
    paragraph_form: str
    bullet_form: str
    clock: str
    breadcrumb: bool
    login: bool
    tools: bool
    audio: bool
    pager: bool
    comments: bool
    related: str
    deep_menu: bool
    scripts: bool
    tags: bool
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What must be read from a page.

    paragraphs: the body in order, the sapo aside; cells of a table row are joined by " | ".
    aside: text that may be in a body or not without being counted: captions, signature, names of
    attached files.
    noise: strings that must not be in a body.
    views_need_names: the views can be told only by a class name, so not on a scrambled page.
    """

    title: str
    sapo: str | None
    author: str | None
    published: datetime | None
    views: int | None
    paragraphs: tuple[str, ...]
    aside: tuple[str, ...]
    noise: tuple[str, ...]
    views_need_names: bool = False


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A payload as a server would send it, when it was fetched, and the truth about it."""

    url: str
    html: bytes
    charset: str
    fetched_at: datetime
    truth: Truth


@dataclass(frozen=True, slots=True)
class GeneratedPortal:
    seed: int
    name: str
    options: Options
    pages: tuple[GeneratedPage, ...]
