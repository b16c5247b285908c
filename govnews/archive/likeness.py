"""How alike two texts are: whether two readings may be of one article. Pure.

A page's own word about its address is not believed alone, and neither is a redirect: the texts have
to say the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

COPY_WORDS = 0.9
"""Share of words that two copies of a text have in common: the rest is a date, a count, a typing
error that was mended."""

COPY_MIN_WORDS = 20
"""Below that, texts are alike by chance: "Thông báo, xem tệp đính kèm" is under many addresses."""

MOVE_WORDS = 0.5
"""The same for a text that went to another address, where it may have been edited on the way."""

MOVE_TITLE_WORDS = 4
"""Words from which a headline alone names an article: "Thông báo" does not."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """What of a reading is compared."""

    title: str
    sapo: str | None
    body: str | None


def is_copy(one: Text, other: Text) -> bool:
    """Whether two texts are copies of one: the same headline, and nearly the same words."""
    if _words(one.title) != _words(other.title):
        return False
    counts = [_counted(text) for text in (one, other)]
    if min(count.total() for count in counts) < COPY_MIN_WORDS:
        return False
    return _share(*counts) >= COPY_WORDS


def may_have_moved(one: Text, other: Text) -> bool:
    """Whether a text that is found where another one led may be that one."""
    title = _words(one.title)
    if len(title) >= MOVE_TITLE_WORDS and title == _words(other.title):
        return True
    return _share(_counted(one), _counted(other)) >= MOVE_WORDS


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _counted(text: Text) -> Counter[str]:
    return Counter(_words(" ".join(filter(None, (text.title, text.sapo, text.body)))))


def _share(one: Counter[str], other: Counter[str]) -> float:
    """The words that both have, of all that they have; 0.0 for two empty texts."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
