"""Spellings of words: tone marks in two places, i for y, with and without diacritics.

The index holds folded text (no diacritics, đ as d), so tone placement makes no difference there:
hoà, hòa and hoa are one word. The spellings with i and y (qui/quy, kỹ/kĩ) are two words, and a
query for one searches for both.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

from govnews.archive.search_index import TAG
from govnews.vietnamese.text import fold

Words = tuple[str, ...]

MAX_SPELLINGS = 16
START, BETWEEN, END = r"(?<![^\W_])", r"[\W_]+", r"(?![^\W_])"
"""Regular expressions for the edges of words, and for the separator of two words."""

_COMBINING = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TWO_SPELLINGS = re.compile(r"qu[iy](?![ae])|[hklmst][iy]\Z")
_SWAP = str.maketrans("iyIY", "yiYI")


def split(text: str) -> Words:
    """The words of a text, split like the index's tokenizer."""
    return tuple(_WORD.findall(_COMBINING.sub("", text.replace(TAG, " "))))


def plain_d(text: str) -> str:
    """Text with đ as d; the index's tokenizer folds all other letters."""
    return text.replace("đ", "d").replace("Đ", "D")


def spellings(words: Words) -> list[Words]:
    """The words with i and y wherever both are in use; as typed when there are too many
    variants.
    """
    choices = [tuple(dict.fromkeys((word, other_spelling(word)))) for word in words]
    several = sum(len(choice) > 1 for choice in choices)
    if 2**several > MAX_SPELLINGS:
        return [words]
    return list(itertools.product(*choices))


def other_spelling(word: str) -> str:
    """The word with i for y or y for i (quý, quí) where both are in use, else the word."""
    folded = fold(word)
    match = _TWO_SPELLINGS.match(folded)
    if match is None:
        return word
    place = match.end() - 1
    letters = unicodedata.normalize("NFD", word[place])
    swapped = letters.translate(_SWAP)
    return unicodedata.normalize("NFC", word[:place] + swapped + word[place + 1 :])


def exactly(words: Words, *, beginning: bool = False) -> str:
    """Regular expression for the words with their diacritics in lower-case NFC text.

    All tone placements match. The first word may match the end of a longer one. beginning: the last
    word is a prefix.
    """
    each = [f"(?:{'|'.join(map(re.escape, sorted(_written(word))))})" for word in words]
    return BETWEEN.join(each) + ("" if beginning else END)


def _written(word: str) -> set[str]:
    """The word with its diacritics in all its spellings, lower case."""
    return {form for one in (word, other_spelling(word)) for form in _placements(one)}


def _placements(word: str) -> set[str]:
    """The word with its tone mark over each of its vowels: hòa and hoà."""
    word = unicodedata.normalize("NFC", word).lower()
    letters = unicodedata.normalize("NFD", word)
    tones = [letter for letter in letters if letter in _TONES]
    if len(tones) != 1:
        return {word}
    bare = unicodedata.normalize("NFC", letters.replace(tones[0], ""))
    places = [n for n, letter in enumerate(fold(bare)) if letter in "aeiouy"]
    forms = {unicodedata.normalize("NFC", bare[: n + 1] + tones[0] + bare[n + 1 :]) for n in places}
    return forms | {word}
