"""How alike two texts are: whether two readings may be of one article. Pure.

A page's own word about its address is not believed alone, and neither is a redirect: the texts have
to say the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COPY_WORDS = 0.9
"""Share of words that two copies of a text have in common: the rest is a date, a count, a typing
error that was mended."""

COPY_MIN_WORDS = 20
"""Below that, texts are alike by chance: "Thông báo, xem tệp đính kèm" is under many addresses."""

MOVE_WORDS = 0.5
"""The same for a text that went to another address, where it may have been edited on the way."""

MOVE_TITLE_WORDS = 4
"""Words from which a headline names an article: "Thông báo" does not."""

MOVE_TITLED_WORDS = 0.3
"""The same where the headline is the same, too: two schedules have one headline, and half of their
words are other ones."""

EDITED_WORDS = 0.7
"""Words that an edited text has in common with the one before, where it went to another address and
nothing but the headline and the date leads there."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """What of a reading is compared. day: of publication, as printed. files: the names of its
    attached files.
    """

    title: str
    sapo: str | None
    body: str | None
    day: str | None = None
    files: frozenset[str] = frozenset()


def text_of(values: Mapping[str, Any]) -> Text:
    """What is compared of a reading's columns."""
    files = {file["url"].rpartition("/")[2] for file in json.loads(values["attachments"] or "[]")}
    day = (values["published"] or "")[: len("2021-05-24")] or None
    return Text(values["title"], values["sapo"], values["body"], day, frozenset(files))


def is_copy(one: Text, other: Text) -> bool:
    """Whether two texts are copies of one: the same headline, and nearly the same words."""
    if _words(one.title) != _words(other.title) or _differ(one, other):
        return False
    counts = [_counted(text) for text in (one, other)]
    if min(count.total() for count in counts) < COPY_MIN_WORDS:
        return False
    if _figures(one) != _figures(other):
        return False
    return _share(*counts) >= COPY_WORDS


def may_have_moved(one: Text, other: Text) -> bool:
    """Whether a text that is found where another one led may be that one."""
    if one.day is not None and other.day is not None and one.day != other.day:
        return False
    title, share = _words(one.title), _share(_counted(one), _counted(other))
    if len(title) >= MOVE_TITLE_WORDS and title == _words(other.title):
        return share >= MOVE_TITLED_WORDS
    return share >= MOVE_WORDS


def is_edited(one: Text, other: Text) -> bool:
    """Whether a text is another one that was edited: the same headline, of some words, the same
    day, and most of the words.
    """
    title = _words(one.title)
    if len(title) < MOVE_TITLE_WORDS or title != _words(other.title):
        return False
    counts = [_counted(text) for text in (one, other)]
    if min(count.total() for count in counts) < COPY_MIN_WORDS:
        return False
    return one.day is not None and one.day == other.day and _share(*counts) >= EDITED_WORDS


def _differ(one: Text, other: Text) -> bool:
    """Whether what is printed beside two texts says that they are two: weekly schedules and notices
    have the same words, another date, and another file.
    """
    days = one.day is not None and other.day is not None and one.day != other.day
    files = bool(one.files and other.files) and one.files != other.files
    return days or files


def _figures(text: Text) -> Counter[str]:
    """The figures of a text: tables of prices differ in nothing else."""
    return Counter(word for word in _counted(text).elements() if word[0].isdigit())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _counted(text: Text) -> Counter[str]:
    return Counter(_words(" ".join(filter(None, (text.title, text.sapo, text.body)))))


def _share(one: Counter[str], other: Counter[str]) -> float:
    """The words that both have, of all that they have; 0.0 for two empty texts."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
