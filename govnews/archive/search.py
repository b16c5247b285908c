"""Search in Vietnamese: with or without diacritics, đ or d, in any spelling of a syllable.

The index holds folded text (remove_diacritics, đ as d), so tone placement makes no difference:
hoà, hòa and hoa are one word there. The spellings with i and y (qui/quy, kỹ/kĩ) are two, and a
query for one asks for both. Snippets are cut from the stored text: folding keeps every
character's place, so a match in the folded text is a match there.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from govnews.errors import UsageError
from govnews.text import clean, fold

MARK = ("\x02", "\x03")
"""Around each match in a snippet, until the output chooses its own marks."""

MAX_QUERY = 1000
COUNT_CAP = 1000
LOOK_FOR_EXACT = 2000
"""How many of the best hits are looked through for those with the query's very diacritics."""

_SNIPPET = 220
_MAX_SPELLINGS = 16
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_COMBINING = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_START, _BETWEEN, _END = r"(?<![^\W_])", r"[\W_]+", r"(?![^\W_])"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TWO_SPELLINGS = re.compile(r"qu[iy](?![ae])|[hklmst][iy]\Z")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. match: FTS5 expression. terms: folded words or phrases, prefix marked `*`.
    exact: what must stand in a text that has the query as typed; empty without diacritics.
    """

    match: str
    terms: tuple[str, ...]
    exact: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article. snippet: with MARK around the matches. score: smaller is better."""

    id: int
    portal: str
    url: str
    title: str
    published: str | None
    section: str | None
    views: int | None
    snippet: str
    score: float


# --- the query ------------------------------------------------------------------------------------


def parse_query(text: str) -> Query:
    """Any input as a safe query: words are all wanted, `"a b"` is a phrase, `thanh*` a beginning.

    Raises UsageError when nothing in it can be searched for.
    """
    if len(text) > MAX_QUERY:
        raise UsageError(f"The query has {len(text)} characters; at most {MAX_QUERY} are searched.")
    parts: list[str] = []
    terms: list[str] = []
    exact: list[re.Pattern[str]] = []
    for match in _TERM.finditer(clean(text.replace("\0", " "))):
        phrase = match[1] if match[1] is not None else match[2]
        words = _WORD.findall(_COMBINING.sub("", phrase))
        if not words:
            continue
        star = "*" if match[1] is None and phrase.endswith("*") else ""
        spelled = [" ".join(each) for each in _spellings(words)]
        alternatives = [f'"{_plain_d(words)}"{star}' for words in spelled]
        parts.append(f"({' OR '.join(alternatives)})" if len(spelled) > 1 else alternatives[0])
        terms += [fold(words) + star for words in spelled]
        exact.append(_exactly(words, star))
    if not parts:
        raise UsageError(
            "There is no word to search for in the query. Write words, a phrase in double quotes, "
            "or the beginning of a word with * at its end."
        )
    lowered = unicodedata.normalize("NFC", text).lower()
    return Query(" AND ".join(parts), tuple(terms), tuple(exact) if lowered != fold(text) else ())


def _plain_d(text: str) -> str:
    """Text with đ as d; the index's tokenizer folds all else."""
    return text.replace("đ", "d").replace("Đ", "D")


def _spellings(words: list[str]) -> list[tuple[str, ...]]:
    """The words with i and y in each place where both are written; as typed when too many."""
    choices = [tuple(dict.fromkeys((word, _other_spelling(word)))) for word in words]
    several = sum(len(choice) > 1 for choice in choices)
    if 2**several > _MAX_SPELLINGS:
        return [tuple(words)]
    return list(itertools.product(*choices))


def _other_spelling(word: str) -> str:
    """The word with i for y or y for i (quý, quí) where both are written, else the word."""
    folded = fold(word)
    match = _TWO_SPELLINGS.match(folded)
    if match is None:
        return word
    place = match.end() - 1
    letters = unicodedata.normalize("NFD", word[place])
    swapped = letters.translate(_SWAP)
    return unicodedata.normalize("NFC", word[:place] + swapped + word[place + 1 :])


_SWAP = str.maketrans("iyIY", "yiYI")


def _exactly(words: list[str], star: str) -> re.Pattern[str]:
    """Finds the words with their diacritics in lower-case NFC text, in any tone placement."""
    each = []
    for word in words:
        written = {form for one in (word, _other_spelling(word)) for form in _placements(one)}
        each.append(f"(?:{'|'.join(map(re.escape, sorted(written)))})")
    return re.compile(_START + _BETWEEN.join(each) + ("" if star else _END))


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


# --- the search -----------------------------------------------------------------------------------

_FROM = """FROM article_fts f JOIN article a ON a.id = f.rowid
WHERE article_fts MATCH ?1 AND (?2 IS NULL OR a.portal = ?2)"""


def search(
    conn: sqlite3.Connection, text: str, *, portal: str | None = None, limit: int = 20
) -> list[Hit]:
    """The best hits. A query with diacritics puts first what has it exactly so."""
    query = parse_query(text)
    limit = max(limit, 0)
    ranked = conn.execute(
        f"SELECT a.id, bm25(article_fts, 8.0, 3.0, 1.0) AS score {_FROM} ORDER BY score, a.id"
        " LIMIT ?3",
        (query.match, portal, max(limit, LOOK_FOR_EXACT) if query.exact else limit),
    ).fetchall()
    first: list[Hit] = []
    others: list[Hit] = []
    for ident, score in ranked:
        if len(first) == limit:
            break
        row = conn.execute(
            "SELECT id, portal, url, title, published, section, views, sapo, body FROM article"
            " WHERE id = ?",
            (ident,),
        ).fetchone()
        if query.exact and _has_exactly(query.exact, row[3], row[7], row[8]):
            first.append(_hit(row, score, query))
        elif len(others) < limit:
            others.append(_hit(row, score, query))
    return (first + others)[:limit]


def _hit(row: tuple[Any, ...], score: float, query: Query) -> Hit:
    ident, portal, url, title, published, section, views, sapo, body = row
    snippet = make_snippet("\n".join(part for part in (sapo, body) if part), query.terms)
    return Hit(ident, portal, url, title, published, section, views, snippet, score)


def count(conn: sqlite3.Connection, text: str, *, portal: str | None = None) -> int:
    """How many articles match, counted up to COUNT_CAP + 1: more means "more than the cap"."""
    row = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 {_FROM} LIMIT ?3)",
        (parse_query(text).match, portal, COUNT_CAP + 1),
    ).fetchone()
    return int(row[0])


def _has_exactly(exact: Iterable[re.Pattern[str]], *texts: str | None) -> bool:
    text = unicodedata.normalize("NFC", "\n".join(part for part in texts if part)).lower()
    return all(pattern.search(text) for pattern in exact)


# --- snippets -------------------------------------------------------------------------------------


def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = []
    for term in sorted(terms, key=len, reverse=True):
        words = _BETWEEN.join(map(re.escape, term.removesuffix("*").split()))
        alternatives.append(words + (r"[^\W_]*" if term.endswith("*") else ""))
    return re.compile(f"{_START}(?:{'|'.join(alternatives)}){_END}")


def make_snippet(text: str, terms: tuple[str, ...]) -> str:
    """The stretch of a text where most matches stand, with MARK around them."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    spots = [match.span() for match in _pattern(terms).finditer(fold(text))]
    if not spots:
        return text[:_SNIPPET] + ("…" if len(text) > _SNIPPET else "")
    best = _densest(spots)
    start = max(0, best[0] - 40)
    if start:
        start = max(start, text.find(" ", start, best[0]) + 1)
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        end = max(text.rfind(" ", start, end), best[1])
    out, place = [], start
    for left, right in spots:
        if left < place or right > end:
            continue
        out += [text[place:left], MARK[0], text[left:right], MARK[1]]
        place = right
    out.append(text[place:end])
    return ("…" if start else "") + "".join(out) + ("…" if end < len(text) else "")


def _densest(spots: list[tuple[int, int]]) -> tuple[int, int]:
    """The first of the matches that are followed by the most others within a snippet's length."""
    best, most, last = spots[0], 0, 0
    for number, spot in enumerate(spots):
        while last < len(spots) and spots[last][0] - spot[0] < _SNIPPET:
            last += 1
        if last - number > most:
            best, most = spot, last - number
    return best
