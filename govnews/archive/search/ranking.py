"""Which of the found articles are shown first: exact diacritics, then BM25F with neighbours.

SQLite's own bm25() reads every match of every word before it gives out the first row (half a second
for a common word in a million articles). Here only a window is weighed: the newest matches, and the
newest of those that match in the title. With fewer matches than the window holds, that is all.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govnews.archive.search.nodes import Term
from govnews.archive.search.query import Query
from govnews.text import fold

TITLE, SAPO, BODY = 8.0, 3.0, 1.0
"""How much a word in each part of an article weighs."""

_SATURATION, _LENGTH_SHARE = 1.2, 0.3
# BM25's k1 as everyone sets it, and a small b: a long report is no worse than a short one.
_EDGES = re.compile(r"[^\W_]+")
_DASHES = str.maketrans("–—…“”‘’•·", "         ")
_SPACES = bytes(c if chr(c).isalnum() else 0x20 for c in range(128)) + bytes([0x20] * 128)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found article. key: place in the index, greater is newer."""

    key: int
    id: int
    title: str
    sapo: str | None
    body: str


def rank(query: Query, candidates: Sequence[Candidate]) -> list[tuple[int, bool]]:
    """The candidates' ids, best first, and whether each is exact; of equals the newer first."""
    needles = _needles(query.free_terms)
    parts = [_counts(needles, candidate) for candidate in candidates]
    average = sum(length for _, length in parts) / max(1, len(parts)) or 1.0
    weights = [_rarity(parts, n) for n in range(len(needles))]
    scored = []
    for candidate, (counts, length) in zip(candidates, parts, strict=True):
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / average)
        score = sum(w * n / (n + norm) for w, n in zip(weights, counts, strict=True) if n)
        scored.append((-score, -candidate.key, candidate))
    scored.sort(key=lambda entry: entry[:2])
    return [(candidate.id, is_exact(query, candidate)) for *_, candidate in scored]


def is_exact(query: Query, candidate: Candidate) -> bool:
    """Whether the article has the words with the diacritics that were typed."""
    if not query.typed_marks:
        return False
    return query.exact("\n".join((candidate.title, candidate.sapo or "", candidate.body)))


def _rarity(parts: Sequence[tuple[list[float], int]], n: int) -> float:
    """What is in few of the candidates says more about those: BM25's idf, within the window."""
    having = sum(counts[n] > 0 for counts, _ in parts)
    return math.log(1 + (len(parts) - having + 0.5) / (having + 0.5)) + 0.1


def _needles(terms: Iterable[Term]) -> list[tuple[str, ...]]:
    """What is counted: each term in all its ways, and each two neighbours of the query."""
    needles = [term.folded() for term in terms]
    pairs = [
        tuple(f"{left} {right}" for left in a[:2] for right in b[:2] if not left.endswith("*"))
        for a, b in itertools.pairwise(needles)
    ]
    return needles + [pair for pair in pairs if pair]


def _counts(needles: list[tuple[str, ...]], candidate: Candidate) -> tuple[list[float], int]:
    """How often each needle stands in a text, by weight, and the text's length in characters."""
    texts = (
        (_flat(candidate.title), TITLE),
        (_flat(candidate.sapo or ""), SAPO),
        (_flat(candidate.body), BODY),
    )
    counts = [0.0] * len(needles)
    for n, ways in enumerate(needles):
        for way in ways:
            sought = f" {way}".removesuffix("*").encode()
            sought += b"" if way.endswith("*") else b" "
            counts[n] += sum(weight * text.count(sought) for text, weight in texts)
    return counts, sum(len(text) for text, _ in texts)


def _flat(text: str) -> bytes:
    """Folded words with single spaces between and around them, at the speed of bytes."""
    plain = text.lower().replace("đ", "d").translate(_DASHES)
    letters = unicodedata.normalize("NFD", plain)
    if _ONLY_VIETNAMESE.fullmatch(letters):
        words = letters.encode("ascii", "ignore").translate(_SPACES).split()
        return b" " + b" ".join(words) + b" "
    return f" {' '.join(_EDGES.findall(fold(text)))} ".encode()


_ONLY_VIETNAMESE = re.compile("[\x00-\x7f\u0300-\u036f\xa0-\xbf]*")
