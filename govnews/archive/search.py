"""Search in Vietnamese: with or without diacritics, đ or d, any tone placement.

The index holds folded text (remove_diacritics, đ as d). Snippets are cut from the text as it was
stored: folding keeps every character's place, so a match in the folded text is a match there.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from govnews.errors import UsageError
from govnews.text import clean, fold

MARK = ("\x02", "\x03")
"""Around each match in a snippet, until the output chooses its own marks."""

MAX_QUERY = 1000
COUNT_CAP = 1000
_SNIPPET = 220
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. match: FTS5 expression. terms: folded words or phrases, prefix marked `*`.
    exact: the query as typed, when it has diacritics, else None.
    """

    match: str
    terms: tuple[str, ...]
    exact: str | None


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


def parse_query(text: str) -> Query:
    """Any input as a safe query: words are all wanted, `"a b"` is a phrase, `thanh*` a beginning.

    Raises UsageError when nothing in it can be searched for.
    """
    if len(text) > MAX_QUERY:
        raise UsageError(f"The query has {len(text)} characters; at most {MAX_QUERY} are searched.")
    text = clean(text.replace("\0", " "))
    parts: list[str] = []
    terms: list[str] = []
    for match in _TERM.finditer(text):
        phrase = match[1] if match[1] is not None else match[2]
        words = _WORD.findall(fold(phrase).replace("_", " "))
        if not words:
            continue
        prefix = match[1] is None and phrase.endswith("*")
        parts.append('"' + " ".join(words) + '"' + ("*" if prefix else ""))
        terms.append(" ".join(words) + ("*" if prefix else ""))
    if not parts:
        raise UsageError(
            "There is no word to search for in the query. Write words, a phrase in double quotes, or "
            "the beginning of a word with * at its end."
        )
    plain = " ".join(text.replace('"', " ").split()).strip("*").lower()
    return Query(" ".join(parts), tuple(terms), plain if plain != fold(plain) else None)


_FROM = "FROM article_fts f JOIN article a ON a.id = f.rowid WHERE article_fts MATCH ?"


def search(
    conn: sqlite3.Connection, text: str, *, portal: str | None = None, limit: int = 20
) -> list[Hit]:
    """The best hits. A query with diacritics puts first what has it exactly so."""
    query = parse_query(text)
    rows = conn.execute(
        f"""SELECT a.id, a.portal, a.url, a.title, a.published, a.section, a.views, a.sapo, a.body,
        bm25(article_fts, 8.0, 3.0, 1.0) AS score {_FROM} AND (?2 IS NULL OR a.portal = ?2)
        ORDER BY score, a.id LIMIT ?3""".replace("MATCH ?", "MATCH ?1"),
        (query.match, portal, max(limit * 5, 100)),
    ).fetchall()
    hits = []
    for ident, name, url, title, published, section, views, sapo, body, score in rows:
        exact = query.exact is not None and _has_exactly(query.exact, title, sapo, body)
        snippet = make_snippet("\n".join(part for part in (sapo, body) if part), query.terms)
        hit = Hit(ident, name, url, title, published, section, views, snippet, score)
        hits.append((not exact, hit))
    hits.sort(key=lambda pair: (pair[0], pair[1].score))
    return [hit for _, hit in hits[:limit]]


def count(conn: sqlite3.Connection, text: str, *, portal: str | None = None) -> int:
    """How many articles match, counted up to COUNT_CAP + 1: more means "more than the cap"."""
    row = conn.execute(
        f"""SELECT count(*) FROM (SELECT 1 {_FROM} AND (?2 IS NULL OR a.portal = ?2) LIMIT ?3)
        """.replace("MATCH ?", "MATCH ?1"),
        (parse_query(text).match, portal, COUNT_CAP + 1),
    ).fetchone()
    return int(row[0])


def _has_exactly(exact: str, *texts: str | None) -> bool:
    return any(exact in text.lower() for text in texts if text)


def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = []
    for term in sorted(terms, key=len, reverse=True):
        words = r"\W+".join(map(re.escape, term.removesuffix("*").split()))
        alternatives.append(words + (r"\w*" if term.endswith("*") else ""))
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def make_snippet(text: str, terms: tuple[str, ...]) -> str:
    """The stretch of a text where most matches stand, with MARK around them."""
    text = " ".join(text.split())
    spots = [match.span() for match in _pattern(terms).finditer(fold(text))]
    if not spots:
        return text[:_SNIPPET] + ("…" if len(text) > _SNIPPET else "")
    best = max(
        spots, key=lambda spot: (sum(1 for s, _ in spots if 0 <= s - spot[0] < _SNIPPET), -spot[0])
    )
    start = max(0, best[0] - 40)
    if start:
        start = text.find(" ", start) + 1
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
