"""One page by itself: it is another one, or has lost most of what it had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.alike import one_text, strangers_text
from govnews.archive.suspicion.readings import Found, Reading, Run, Suspicion, has
from govnews.vietnamese.text import fold

OTHER_TEXT = 0.2
"""Share of three words in a row that two texts have in common, below which they are different
texts. Single syllables say little: two hundred of them make half of all Vietnamese text."""

GARBLED = 3
"""Letters that were lost in transit ("t?i cu?c h?p", U+FFFD) from which a text is garbled."""

LEFT = 0.2
"""Share of the words of a text that are left when a page has lost it: a lead, a teaser."""

LEFT_OF = 40
"""Words of the shortest text for which that is said."""

_LOST_MUCH = ("sapo", "author", "published", "section", "attachments", "body")
_LOST_LETTER = re.compile(r"\ufffd|(?<=[^\W\d])\?(?=[^\W\d])")


def replaced(run: Run) -> Found:
    """A page under which another article stands, or whose letters were lost."""
    for one in run.known:
        if one.before is None or one.is_missing:
            continue
        garbled = _lost_letters(one.now) - _lost_letters(one.before)
        if garbled >= GARBLED:
            detail = f"{garbled} letters of it are lost"
            yield one.ident, Suspicion(HoldReason.GARBLED, detail)
        elif fold(one.before["title"]) != fold(one.now["title"]) and (
            _another_text(one) or _another_start(one)
        ):
            detail = f"it was '{one.before['title']}', it is '{one.now['title']}'"
            yield one.ident, Suspicion(HoldReason.REPLACED, detail)


def other_pages(run: Run) -> frozenset[int]:
    """The known pages in whose place another one stands: what they lack says nothing of others."""
    return frozenset(
        ident for rule in (strangers_text, one_text, replaced) for ident, _ in rule(run)
    )


def lost_much(run: Run) -> Found:
    """A page that has lost most of what it had."""
    for one in run.known:
        detail = _loss(one) if one.before is not None and not one.is_missing else None
        if detail is not None:
            yield one.ident, Suspicion(HoldReason.LOST_MUCH, detail)


def _loss(one: Reading) -> str | None:
    before, now = one.before or {}, one.now
    lost = [name for name in _LOST_MUCH if has(before, name) and not has(now, name)]
    if before["sapo"] and now["body"] == before["sapo"] != before["body"]:
        return "its lead stands for its text"
    if len(lost) > 1:
        return f"it has lost {' and '.join(lost)}"
    left = _words_left(one)
    return f"its text has shrunk to {left:.0%}" if left < LEFT else None


def _words_left(one: Reading) -> float:
    """The share of the words of its text that a page still has; 1 for a short text."""
    before, now = (len((values["body"] or "").split()) for values in (one.before or {}, one.now))
    return now / before if before >= LEFT_OF else 1.0


def share_kept(before: Mapping[str, Any], now: Mapping[str, Any]) -> float:
    """The share of an article's text, by three words in a row, that another reading has; 1 for a
    text of fewer words.
    """
    had = _words(before)
    return len(had & _words(now)) / len(had) if had else 1.0


def _another_text(one: Reading) -> bool:
    before, now = (_words(values) for values in (one.before or {}, one.now))
    return len(before & now) < OTHER_TEXT * max(1, min(len(before), len(now)))


def _another_start(one: Reading) -> bool:
    """Whether a page has a wholly other headline and another first paragraph: reports of one kind
    have half of their words in common.
    """
    before, now = one.before or {}, one.now
    parts = ([values["title"] for values in (before, now)], [_start(v) for v in (before, now)])
    return all(_share(*map(_triples, pair)) < OTHER_TEXT for pair in parts)


def _start(values: Mapping[str, Any]) -> str:
    return (values.get("sapo") or values.get("body") or "").partition("\n\n")[0]


def _share(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """The share of the shorter text that both have; 1 where one has too few words to tell."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 1.0


def _triples(text: str) -> set[tuple[str, ...]]:
    words = fold(text).split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _words(values: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Each three words in a row."""
    return _triples(f"{values.get('sapo') or ''} {values.get('body') or ''}")


def _lost_letters(values: Mapping[str, Any]) -> int:
    return sum(len(_LOST_LETTER.findall(values[name] or "")) for name in ("title", "sapo", "body"))
