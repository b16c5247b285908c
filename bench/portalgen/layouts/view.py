"""What a layout is, and the ready parts of a page that it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portalgen.markup import Skin


@dataclass(frozen=True, slots=True)
class View:
    """The parts of one page as HTML; an absent part is an empty string.

    above, below, after_sapo, end: the lines with date and views, wherever the portal prints them.
    left, right: side boxes. others: the list of other news with its heading.
    """

    head: str
    clock: str
    menu: str
    login: str
    crumbs: str
    left: str
    right: str
    above: str
    title: str
    below: str
    sapo: str
    after_sapo: str
    body: str
    signature: str
    end: str
    files: str
    tools: str
    audio: str
    tags: str
    others: str
    comments: str
    pager: str
    footer: str
    site: str


@dataclass(frozen=True, slots=True)
class Layout:
    """skin: the vocabulary. page: the skeleton. title_forms, paragraph_forms: what the CMS allows;
    `{}` stands for the title. old: pages of its age may be windows-1258.
    """

    skin: Skin
    page: Callable[[View], str]
    title_forms: tuple[str, ...]
    paragraph_forms: tuple[str, ...]
    address: str
    old: bool = False
