"""The plausibility of a text as Vietnamese: the share of its words that are Vietnamese
syllables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}  # huyền sắc ngã hỏi nặng

_NUCLEI = [
    "a",
    "ă",
    "â",
    "e",
    "ê",
    "i",
    "o",
    "ô",
    "ơ",
    "u",
    "ư",
    "y",
    "ai",
    "ao",
    "au",
    "ay",
    "âu",
    "ây",
    "eo",
    "êu",
    "ia",
    "iê",
    "iu",
    "oa",
    "oă",
    "oe",
    "oi",
    "ôi",
    "ơi",
    "oo",
    "ua",
    "uâ",
    "uê",
    "ui",
    "uô",
    "uơ",
    "uy",
    "ưa",
    "ưi",
    "ươ",
    "ưu",
    "yê",
    "iêu",
    "yêu",
    "oai",
    "oay",
    "oao",
    "oeo",
    "uai",
    "uay",
    "uây",
    "uôi",
    "uya",
    "uyê",
    "uyu",
    "ươi",
    "ươu",
    "uêu",
]
_ONSETS = [
    "ngh",
    "ng",
    "nh",
    "gh",
    "gi",
    "kh",
    "ph",
    "th",
    "tr",
    "ch",
    "qu",
    "b",
    "c",
    "d",
    "đ",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "x",
    "q",
]
_SYLLABLE = re.compile(
    f"(?:{'|'.join(_ONSETS)})?(?:{'|'.join(sorted(_NUCLEI, key=len, reverse=True))})"
    "(?:ng|nh|ch|c|m|n|p|t)?"
)


_GLIDE_AND_FINAL = re.compile(
    "(?:[aeoôơư]i|(?<!q)ui|[aâ]y|[ae]o|[aâêiư]u)(?:ng|nh|ch|c|m|n|p|t)\\Z"
)
"""What ends no syllable: a final consonant behind a glide ("keot")."""

_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word could be one Vietnamese syllable: known parts, at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    toneless = "".join(char for char in letters if char not in _TONES)
    if len(letters) - len(toneless) > 1:
        return False
    if any(
        char == "\u0303" and before not in _VOWELS and not unicodedata.combining(before)
        for before, char in pairwise(letters)
    ):
        return False  # ñ
    toneless = unicodedata.normalize("NFC", toneless)
    return _SYLLABLE.fullmatch(toneless) is not None and _GLIDE_AND_FINAL.search(toneless) is None


_ENOUGH = 400
"""Number of words, sampled from the text, that are checked."""

_WORD = re.compile(r"[^\W\d_]+")


def plausibility(text: str) -> float:
    """The share of words with non-ASCII letters that are Vietnamese syllables; 0.0 without any."""
    words = odd_words(text)
    if not words:
        return 0.0
    words = words[:: 1 + len(words) // _ENOUGH]
    return sum(map(is_syllable, words)) / len(words)


def odd_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]
