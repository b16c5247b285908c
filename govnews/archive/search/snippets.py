"""Cut the passage with the most matches from a stored text, with the matches marked.

Folding keeps every character's position, so a match in the folded text is a match in the stored
one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from govnews.archive.search.words import BETWEEN, END, START
from govnews.vietnamese.text import fold

MARK = ("\x02", "\x03")
"""Placed around each match until the output replaces it by its own marks."""

_LENGTH = 220


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = []
    for term in sorted(terms, key=len, reverse=True):
        words = BETWEEN.join(map(re.escape, term.removesuffix("*").split()))
        alternatives.append(words + (r"[^\W_]*" if term.endswith("*") else ""))
    return re.compile(f"{START}(?:{'|'.join(alternatives)}){END}")


def make_snippet(text: str, terms: tuple[str, ...]) -> str:
    """The passage of a text with the most matches, with MARK around them.

    terms: folded words or phrases; a prefix ends with `*`.
    """
    text = _one_line(text)
    spots = _spots(text, terms)
    if not spots:
        return text[:_LENGTH] + ("…" if len(text) > _LENGTH else "")
    best = _densest(spots)
    start = max(0, best[0] - 40)
    if start:
        start = max(start, text.find(" ", start, best[0]) + 1)
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), best[1])
    marked = _mark(text, spots, start, end)
    return ("…" if start else "") + marked + ("…" if end < len(text) else "")


def mark_all(text: str, terms: tuple[str, ...]) -> str:
    """The complete text, such as a title, on one line with MARK around the matches."""
    text = _one_line(text)
    return _mark(text, _spots(text, terms), 0, len(text))


def _one_line(text: str) -> str:
    plain = text.replace(MARK[0], "").replace(MARK[1], "")
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _spots(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    return [match.span() for match in _pattern(terms).finditer(fold(text))] if terms else []


def _mark(text: str, spots: list[tuple[int, int]], start: int, end: int) -> str:
    out, place = [], start
    for left, right in spots:
        if left < place or right > end:
            continue
        out += [text[place:left], MARK[0], text[left:right], MARK[1]]
        place = right
    out.append(text[place:end])
    return "".join(out)


def _densest(spots: list[tuple[int, int]]) -> tuple[int, int]:
    """The match that is followed by the most others within the length of a snippet."""
    best, most, last = spots[0], 0, 0
    for number, spot in enumerate(spots):
        while last < len(spots) and spots[last][0] - spot[0] < _LENGTH:
            last += 1
        if last - number > most:
            best, most = spot, last - number
    return best
