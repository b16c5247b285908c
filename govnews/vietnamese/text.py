"""Vietnamese text: Unicode forms, and folding for search and comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

SHORT = 120
"""Maximum length of lines whose clean or folded form is cached: many rules fold the lines of a
page, and menus stand on all pages of a portal.
"""

T = TypeVar("T")


def remembered(
    count: int, longest: int = SHORT
) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Cache a function of one text for the last `count` texts of at most `longest` characters.

    A longer text would cost memory, and recurs on no other page.
    """

    def decorate(function: Callable[[str], T]) -> Callable[[str], T]:
        cached = lru_cache(maxsize=count)(function)

        @wraps(function)
        def call(text: str) -> T:
            return cached(text) if len(text) <= longest else function(text)

        return call

    return decorate


INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
"""Soft hyphens, zero-width characters and directional marks, which are invisible."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


_ETH = re.compile("[\u00d0\u0189]|(?<!\\w)[\u00f0\u0256]")
"""Letters that show as Đ and đ. Inside a word ð is Icelandic, whose words never begin with it."""

_SOFT_DASH = re.compile(r"(?<=\d/)([^\W\d_]{1,4}|\d{4}/[^\W\d_]{1,4})\u00ad(?=[^\W\d_])")
"""A soft hyphen as the sign between the codes of a document's number: `45/KH\u00adUBND`."""

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
"""Dashes and minus signs that stand for a hyphen in numbers of documents."""

_AS_HYPHEN = str.maketrans(dict.fromkeys(DASHES, "-"))


def plain_dashes(text: str) -> str:
    """A document's number with hyphens, whatever dashes were typed."""
    return text.translate(_AS_HYPHEN)


_LATIN_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXABEZHIKMNOPTYX")


def latin_capitals(text: str) -> str:
    """A text with Latin capitals for the Cyrillic and Greek ones that look the same; every
    character stays one.
    """
    return text if text.isascii() else text.translate(_LATIN_ALIKE)


def clean(text: str) -> str:
    """Normalize a line to its visible text: NFC, no invisible characters, Đ for the letters that
    resemble it, single spaces, stripped.
    """
    text = text.strip()
    if not text.isprintable() or (not text.isascii() and _is_odd(text)):
        text = _repaired(text)
    return " ".join(text.split()) if "  " in text else text


def _is_odd(text: str) -> bool:
    """Whether a printable text has letters to put together or to replace."""
    return any(char in text for char in _ODD_LETTERS) or not unicodedata.is_normalized("NFC", text)


_ODD_LETTERS = "\u00d0\u0189\u00f0\u0256\u034f\u115f"
"""Those of `_ETH`, and those of `INVISIBLE` that count as printable."""


def _repaired(text: str) -> str:
    """A text without invisible characters, in NFC, with single spaces."""
    if not text.isascii():
        if "\u00ad" in text:
            text = _SOFT_DASH.sub(r"\1-", text)
        if INVISIBLE.search(text):
            text = INVISIBLE.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if _ETH.search(text):
            text = _ETH.sub(lambda letter: "Đ" if letter[0].isupper() else "đ", text)
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
        base = unicodedata.normalize("NFD", lowered)[0] if lowered not in "đðɖ" else "d"
        self[code] = base
        return base


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Fold a text for comparison: lower case, no diacritics, đ as d.

    Every character of the NFC form becomes exactly one, so that a position in the folded text is
    the same position in the NFC text.
    """
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text)
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    base = letters.encode("ascii", "ignore")
    # A character is at most one of ASCII and marks, so as many are left only where all are one.
    if len(base) == len(text) and "İ" not in text:
        return base.decode("ascii").lower()
    return text.translate(_FOLDING)


_fold_short = lru_cache(maxsize=20_000)(_fold)
