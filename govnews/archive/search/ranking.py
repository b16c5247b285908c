"""Rank the articles that were found: exact diacritics first, then BM25F with adjacent words.

SQLite's own bm25() reads every match of every word before it returns the first row (half a second
for a common word in a million articles). Here only a window is ranked: the newest matches, and the
newest title matches. If there are fewer matches than that, all of them are ranked.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govnews.archive.search.nodes import Term
from govnews.archive.search.query import Query

TITLE, SAPO, BODY = 8.0, 3.0, 1.0
"""Weight of a word in each part of an article."""

_SATURATION, _LENGTH_SHARE = 1.2, 0.3
# BM25's usual k1, and a small b: a long report ranks no lower than a short one.


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article to rank. key: place in the index, greater is newer."""

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
    """BM25's inverse document frequency within the window: rare words weigh more."""
    having = sum(counts[n] > 0 for counts, _ in parts)
    return math.log(1 + (len(parts) - having + 0.5) / (having + 0.5)) + 0.1


def _needles(terms: Iterable[Term]) -> list[tuple[bytes, ...]]:
    """The patterns to count: each term in all its spellings, and each adjacent pair of
    the query.
    """
    ways = [term.folded() for term in terms]
    pairs = [
        tuple(f"{left} {right}" for left in a[:2] for right in b[:2] if not left.endswith("*"))
        for a, b in itertools.pairwise(ways)
    ]
    return [tuple(map(_needle, each)) for each in (*ways, *pairs) if each]


def _needle(way: str) -> bytes:
    return f" {way[:-1]}".encode() if way.endswith("*") else f" {way} ".encode()


def _counts(needles: Sequence[tuple[bytes, ...]], candidate: Candidate) -> tuple[list[float], int]:
    """The weighted count of each needle in a text, and the text's length in characters."""
    title, sapo, body = (
        _flat(text) for text in (candidate.title, candidate.sapo or "", candidate.body)
    )
    counts = []
    for ways in needles:
        count = 0.0
        for way in ways:
            count += body.count(way) * BODY + sapo.count(way) * SAPO + title.count(way) * TITLE
        counts.append(count)
    return counts, len(title) + len(sapo) + len(body)


# UTF-8 of decomposed text: combining marks (CC.., CD..) and all continuation bytes are removed;
# punctuation and the lead bytes of other letters become spaces, which separate words.
_GO = bytes([0xCC, 0xCD, *range(0x80, 0xC0)])
_PART = bytes(c if c < 128 and chr(c).isalnum() else 0x20 for c in range(256))


def _flat(text: str) -> bytes:
    """Folded words with spaces around them, by a fast byte translation that drops other scripts."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return b" " + letters.encode().translate(_PART, _GO) + b" "
