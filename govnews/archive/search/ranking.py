"""Which of the found articles are shown first: exact diacritics, then BM25F with neighbours.

SQLite's own bm25() reads every match of every word before it gives out the first row (half a second
for a common word in a million articles). Here only a window is weighed: the newest matches, and the
newest of those that match in the title. With fewer matches than the window holds, that is all.
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
"""How much a word in each part of an article weighs."""

_SATURATION, _LENGTH_SHARE = 1.2, 0.3
# BM25's k1 as everyone sets it, and a small b: a long report is no worse than a short one.


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


def _needles(terms: Iterable[Term]) -> list[tuple[bytes, ...]]:
    """What is counted: each term in all its ways, and each two neighbours of the query."""
    ways = [term.folded() for term in terms]
    pairs = [
        tuple(f"{left} {right}" for left in a[:2] for right in b[:2] if not left.endswith("*"))
        for a, b in itertools.pairwise(ways)
    ]
    return [tuple(map(_needle, each)) for each in (*ways, *pairs) if each]


def _needle(way: str) -> bytes:
    return f" {way[:-1]}".encode() if way.endswith("*") else f" {way} ".encode()


def _counts(needles: Sequence[tuple[bytes, ...]], candidate: Candidate) -> tuple[list[float], int]:
    """How often each needle stands in a text, by weight, and the text's length in characters."""
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


# UTF-8 of decomposed text: combining marks (CC.., CD..) go, with every byte that only follows
# another; signs and what begins any other letter part words, as spaces.
_GO = bytes([0xCC, 0xCD, *range(0x80, 0xC0)])
_PART = bytes(c if c < 128 and chr(c).isalnum() else 0x20 for c in range(256))


def _flat(text: str) -> bytes:
    """Folded words with spaces around them, at the speed of bytes; other scripts are left out."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return b" " + letters.encode().translate(_PART, _GO) + b" "
