"""Vietnamese text: Unicode forms, and folding for search and comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
"""Soft hyphens, zero-width characters and directional marks, which are invisible."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Normalize a line to its visible text: NFC, no invisible characters, single
    spaces, stripped.
    """
    if not text.isascii():
        if INVISIBLE.search(text):
            text = INVISIBLE.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    if CONTROL.search(text):
        text = CONTROL.sub("", text)
    return " ".join(text.split())


class _Folding(dict[int, str]):
    """Map a character to its base letter; the map is filled as characters occur."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lowered = char.lower()
        if len(lowered) != 1:
            lowered = char
        base = unicodedata.normalize("NFD", lowered)[0] if lowered != "đ" else "d"
        self[code] = base
        return base


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Fold a text for comparison: lower case, no diacritics, đ as d.

    Every character of the NFC form becomes exactly one, so that a position in the folded text is
    the same position in the NFC text.
    """
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


SHORT = 120
"""Maximum length of lines whose clean or folded form is cached: many rules fold the lines of a
page, and menus stand on all pages of a portal.
"""


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_FOLDING)


_fold_short = lru_cache(maxsize=20_000)(_fold)
